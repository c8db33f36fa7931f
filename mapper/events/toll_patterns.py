"""Deaths and injuries told without a verb the parser can be trusted with: by their words."""

from __future__ import annotations

import re

from mapper.events.calendar import MONTHS
from mapper.events.numbers import NUMBER, Range, read_quantity
from mapper.events.toll_headlines import CUES, MANY, Found, count, read_headlines
from mapper.events.toll_people import is_one
from mapper.events.toll_spanish import SPANISH, read_spanish
from mapper.quick import Quick

__all__ = ["WHOLE_RANK", "Found", "read_tolls"]

WHOLE_RANK = -1
"""Rank of the numbers that are told as all the dead, or hurt, of an event so far."""

_CUE = Quick(
    r"\ba\s+(?:second|third|fourth|fifth|sixth|seventh)|toll|count|tally|number\s+of|dead|kill|d(?:ied|ies)\b|slain|perish|wound|injur|hurt|bod(?:y|ies)|corpse|"
    r"death|fatal|li(?:ves|fe)\b|burns|coma|hospital|intensive|critical|\bno\b|nobody|without|"
    rf"casualt|loss|victim|\bcuts|bruis|concuss|maim|fractur|{CUES}|{SPANISH}",
    re.I,
)
_TOLL = Quick(
    r"\b(?:death\s+toll|toll|number\s+of\s+(?:the\s+)?(?:\w+\s+)?(?:dead|deaths|killed|victims|"
    r"fatalities|lost|(?P<hurt>injured|wounded|injuries|hurt))|(?:soldiers|servicemen|men)\s+lost)\b"
    r"[^.;]{0,70}?\b(?:to|at|stands?\s+at|reached|is|was|of|as|:)\s*"
    rf"(?P<bound>at\s+least\s+)?(?P<n>{NUMBER})"
    r"|\b(?:toll|count|tally)\b[^.;]{0,110}?\b(?:was|has|had|is|been|again|overnight|later)?\s*"
    rf"(?:raised|rose|risen|climbed|grew|went\s+up|revised)\b[^.;]{{0,20}}?,?\s+from\s+{NUMBER}\s+to\s+"
    rf"(?P<m>{NUMBER})",
    re.I,
)
# "puts the army's dead at 17", "the dead were two"
_PUT = Quick(
    r"\b(?:puts?|gives?|gave)\s+(?:the\s+)?(?:number\s+of\s+)?(?:[\w'’-]+\s+){0,2}?"
    r"(?:dead|deaths|killed|toll|fatalities|(?P<hurt>wounded|injured))\s+(?:at|as)\s+"
    rf"[\"“]?(?P<n>(?:at\s+least\s+)?{NUMBER}|between\s+{NUMBER}\s+and\s+{NUMBER})"
    r"|\bthe\s+(?:\w+\s+)?(?:dead|killed|(?P<harmed>wounded|injured))\s+(?:in\s+[\w'’-]+\s+)?"
    r"(?:were|are|number(?:ed)?|reach(?:es|ed)?|total(?:led|s)?)\s+"
    rf"(?P<m>{NUMBER})\b(?!\s*(?:%|of\b))",
    re.I,
)
_IN_HOSPITAL = Quick(
    rf"(?P<q>{MANY})\s+(?:[\w'’-]+\s+){{0,3}}?(?:,[^,;.\n]{{3,60}},\s+)?(?:were|are|was|is|have\s+been)\s+"
    r"(?:being\s+|still\s+|\w+ly\s+)*(?:taken|flown|rushed|admitted|brought|carried|treated)\s+(?:to|in|at)\s+"
    r"(?:[\w'’-]+\s+){0,4}?(?:hospitals?|clinics?)\b",
    re.I,
)
# "first put at six, had reached fourteen by evening"
_ROSE = re.compile(
    rf"\b(?:reached|ris(?:en|es|ing)\s+to|rose\s+to|climbed\s+to|grew\s+to|now\s+(?:at|stands\s+at)|"
    rf"later\s+(?:put\s+)?at)\s+(?P<n>{NUMBER})\b(?!\s*(?:%|per))",
    re.I,
)
_RISES = re.compile(
    r"\b(?:br(?:ings?|inging|ought)|ris(?:es|en|ing)|rose|raised|climb\w*|grew|grown|reach\w*|revised|corrected|hits|now)\b",
    re.I,
)
_NOUNS = Quick(
    rf"(?P<q>{MANY}|\ban?(?:\s+(?:second|third|fourth|fifth|sixth|further))?|\bone)\s+"
    r"(?:(?:more|other|further|civilian|military|confirmed|charred|human)\s+){0,2}"
    r"(?P<what>deaths?|fatalit(?:y|ies)|bod(?:y|ies)|corpses?|injur(?:y|ies))\b",
    re.I,
)
_STATE = (
    r"(?:(?:were|was|are|is|have\s+been|has\s+been|had\s+been|left|lay|seriously|badly|critically|"
    r"lightly|slightly|reported|confirmed|shot|found|feared)\s+)*"
)
_VERBLESS = Quick(
    rf"(?P<q>{MANY}|\banother)"
    r"(?:\s+(?!(?:and|or|but|in|at|on|by|was|were|when|who|which|with|to|after|including|gave|one|"
    r"two|three|four|five|six|seven|eight|nine|ten)\b|\d)"
    rf"[\w'’-]+){{0,3}}?\s+{_STATE}"
    r"(?P<what>killed|dead|wounded|injured|hurt|died|slain|perished|bruised|concussed|maimed|"
    r"hospitali[sz]ed)\b",
    re.I,
)
_JOINED = re.compile(
    rf"(?P<q>{MANY}|\b(?:an?|the|his|her|their|its))"
    r"(?P<who>(?:\s+(?!dead|killed|died|wounded|injured|hurt|was|were|bodies|corpses|deaths|"
    r"fatalities|missing)[\w'’-]+){1,2})\s+and\s+(?:(?:their|his|her|its|the)\s+)?$",
    re.I,
)
# "including two", "two of the 14 passengers": a part, or a whole, of those who are counted.
_PART_OF = re.compile(
    r"(?:including|among\s+them|of\s+whom|of\s+them)\W+(?:\w+\s+)?$|"
    rf"(?:{NUMBER}|some|many|most|none)\s+of\s+(?:the|its|their|his|her|our)\s+(?:[\w'’-]+\s+){{0,2}}"
    r"(?:of\s+)?$",
    re.I,
)
_MEMBERS = re.compile(rf"{NUMBER}\s+(?:[\w'’-]+\s+){{1,3}}of\s+$", re.I)
# "the four wounded", "of the eighteen injured" are all of them.
_THE = re.compile(r"\bthe\s+$", re.I)
_BARE = re.compile(r"\S+\s+(?:dead|wounded|injured|hurt|killed)", re.I)
_AGE = re.compile(
    r"(?:\b(?:boy|girl|man|woman|child|son|daughter|youth|baby|lad|pensioner|shepherd|farmer|student|"
    r"pupil|soldier|conscript|boys|girls|children|men|women|sons|daughters)\s+of|\baged?)\s+$",
    re.I,
)
_NO = re.compile(r"\bno\s+$", re.I)
_MONTH_NEXT = re.compile(rf"\s+(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHOT_DEAD = Quick(
    r"\b(?:shot|shoot|shooting|beat|beaten|stabbed|hacked|burned|burnt|crushed|trampled|gunned\s+down)"
    rf"\s+(?:dead\s+|to\s+death\s+)?(?P<q>{MANY}|\ban?|\bone)(?=\s+[a-z])",
    re.I,
)
_COST = Quick(
    rf"\b(?:cost|claim(?:ed|ing|s)?|took|taking|takes)\s+(?P<q>{MANY})\s+(?:\w+\s+){{0,2}}?"
    r"li(?:ves|fe)\b"
    r"|\bcost(?:ing)?\s+(?P<who>an?\s+[\w\s'’-]{2,40}?|him|her)\s+(?:his|her|their)\s+li(?:fe|ves)\b",
    re.I,
)
_ANOTHER = Quick(
    r"\b(?:a\s+(?:second|third|fourth|fifth|sixth)|another)(?:\s+[\w-]+){0,2}?\s+"
    r"(?:is\s+|was\s+|are\s+|lies\s+)?(?P<what>in\s+(?:a\s+coma|intensive\s+care|hospital|"
    r"(?:a\s+)?critical))",
    re.I,
)
# "a fourth, that of a girl, was found"
_NEXT_BODY = Quick(
    r"\ba\s+(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?:\s+body)?"
    r"(?:,\s+that\s+of\s[^,;.]{3,40},)?\s+(?:was|has\s+been|is)\s+(?:\w+\s+)?"
    r"(?:found|recovered|pulled|washed|discovered)\b(?!\s+alive)",
    re.I,
)
_NOBODY = Quick(
    r"\b(?:no(?:body|\s*one|ne)|no\s+(?:\w+\s+){0,2}?(?:casualt\w+|loss\w*|deaths?|injur\w+|"
    r"victims?|fatalit\w+|wounded|dead|person|people|civilians?|soldiers?|servicem[ae]n))\b"
    r"|\bwithout\s+(?:any\s+)?(?:casualt\w+|loss\w*|injur\w+|victims|harm|deaths?)"
    r"|\bnot\s+(?:a\s+single\s+person|anyone|anybody)\b",
    re.I,
)
_DEATHS = re.compile(r"kill|die|dead|death|fatal|loss|casualt|victim", re.I)
_INJURIES = re.compile(r"hurt|injur|wound|harm|struck|loss|casualt|victim", re.I)


def read_tolls(text: str, start: int, end: int) -> list[Found]:
    """Numbers of dead and injured that a stretch of text tells by its words.

    Parameters
    ----------
    text
        The whole text.
    start, end
        Where to look: one sentence.

    Returns
    -------
    list of Found
        In text order.
    """
    if not _CUE.search(text, start, end):
        return []
    found: list[Found] = []
    for match in _TOLL.finditer(text, start, end):
        counted = read_quantity((match["bound"] or "") + (match["n"] or match["m"]))
        words = match[0]
        for later in _ROSE.finditer(text, match.end(), end):
            counted, words = read_quantity(later["n"]), text[match.start() : later.end()]
        if counted is not None:
            rank = WHOLE_RANK if _RISES.search(words) else 0
            found.append(Found(match.start(), not match["hurt"], counted, words, rank))
    for match in _PUT.finditer(text, start, end):
        counted = read_quantity(match["n"] or match["m"])
        if counted is not None:
            hurt = bool(match["hurt"] or match["harmed"])
            found.append(Found(match.start(), not hurt, counted, match[0], 0))
    for match in _IN_HOSPITAL.finditer(text, start, end):
        counted = count(match["q"])
        if counted is not None and not _PART_OF.search(text[start : match.start()]):
            found.append(Found(match.start(), False, counted, match[0], 3))
    for match in _VERBLESS.finditer(text, start, end):
        found += _verbless(text, start, match)
    for match in _NOUNS.finditer(text, start, end):
        counted = count(match["q"])
        if counted is not None:
            hurt = match["what"].lower().startswith("injur")
            found.append(Found(match.start("what"), not hurt, counted, match[0], 3))
    found += _worded(text, start, end)
    found += read_headlines(text, start, end)
    found += read_spanish(text, start, end)
    return sorted(found, key=lambda one: (one.at, one.deaths, one.rank))


def _verbless(text: str, start: int, match: re.Match[str]) -> list[Found]:
    """Read "Three soldiers and two assailants dead": what stands joined before counts too."""
    counted = count(match["q"])
    before = text[start : match.start()]
    if match["q"].strip().lower() == "one" and _NO.search(before):
        return []  # "no one was injured"
    if _MEMBERS.search(before):
        return []  # "four members of one family died"
    if counted is not None and _MONTH_NEXT.match(text, match.end("q")):
        return []  # "On 3 September a woman was injured"
    if counted is None or _PART_OF.search(before) or _AGE.search(before):
        return []
    if _YEAR.fullmatch(match["q"].strip()) and counted[0] > 1899:
        return []
    joined = _JOINED.search(before)
    more = _joined(joined) if joined else None
    words = match[0]
    if joined and more is not None:
        top = None if counted[1] is None or more[1] is None else counted[1] + more[1]
        counted, words = (counted[0] + more[0], top), joined[0] + words
    hurt = match["what"].lower() not in ("killed", "dead", "died", "slain", "perished")
    rank = WHOLE_RANK if _THE.search(before) and _BARE.fullmatch(match[0]) else 1
    return [Found(match.start("what"), not hurt, counted, words, rank)]


def _joined(match: re.Match[str]) -> Range | None:
    """Count "two soldiers", "a couple", "the driver" that stand before "and four others"."""
    if re.search(r"\b(?:couple|pair)\b", match["who"], re.I):
        return 2, 2
    if re.fullmatch(r"an?|the|his|her|their|its", match["q"], re.I):
        return (1, 1) if is_one(match["who"].split()[-1]) else None
    return count(match["q"])


def _worded(text: str, start: int, end: int) -> list[Found]:
    """Set phrases: shot dead a man, cost a man his life, a third in a coma, nobody was hurt."""
    found: list[Found] = []
    for match in _SHOT_DEAD.finditer(text, start, end):
        counted = count(match["q"])
        if counted is not None and ("dead" in match[0] or "death" in match[0] or "gun" in match[0]):
            found.append(Found(match.start(), True, counted, match[0], 1))
    for match in _COST.finditer(text, start, end):
        counted = (1, 1) if match["who"] else count(match["q"])
        if counted is not None:
            found.append(Found(match.start(), True, counted, match[0], 1))
    for match in _NEXT_BODY.finditer(text, start, end):
        found.append(Found(match.start(), True, (1, 1), match[0], 4))
    for match in _ANOTHER.finditer(text, start, end):
        found.append(Found(match.start("what"), False, (1, 1), match[0], 3))
    for match in _NOBODY.finditer(text, start, end):
        rest = text[match.start() : min(end, match.end() + 50)]
        deaths, hurt = _DEATHS.search(rest), _INJURIES.search(rest)
        if deaths or hurt:
            found.append(Found(match.start(), True, (0, 0), match[0], 4))
        if hurt:
            found.append(Found(match.start(), False, (0, 0), match[0], 4))
    return found

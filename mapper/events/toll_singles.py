"""A single victim told by words alone: "Farmer shot dead", "they leave a lifeless man".

Headlines drop articles and auxiliaries, and capitals make names of nouns and verbs, so a parse
finds nobody who dies in them. These readings are the last resort of a clause.
"""

from __future__ import annotations

import re

from mapper.events.toll_headlines import CUES, Found
from mapper.events.toll_people import WORD, is_many, is_one, is_people
from mapper.quick import Quick

__all__ = ["DIES_RANK", "read_singles"]

_CUE = Quick(
    rf"kill|dead|d(?:ied|ies)\b|death|slain|perish|corpse|body|surviv|woke|made?\s+it|strangl|drown|hang|"
    rf"lynch|gun|mown|succumb|shot|shoot|cadaver|{CUES}",
    re.I,
)
_KILLS_RANK, DIES_RANK = 5, 6
_DIED = Quick(
    r"\b(?:killed|murdered|executed|beheaded|decapitated|assassinated|slain|lynched|hanged|strangled|"
    r"drowned|perished|dies|died|dead|lifeless|gunned\s+down|mown\s+down|succumbed|"
    r"(?:shot|stabbed|beaten|hacked|burned|burnt|crushed|trampled|kicked|tortured)\s+"
    r"(?:dead|to\s+death)|"
    r"(?:did\s+not|didn['’]t|could\s+not|failed\s+to)\s+survive|never\s+(?:woke\s+up|came\s+round)|"
    r"did\s+not\s+make\s+it|(?:found|discovered)\s+(?:hanged|shot))\b"
    r"(?!\s+(?:an?|the|his|her|their|its|two|three|four|five|\d+|dozens|several|many)\b)",
    re.I,
)
_KILLS = Quick(
    r"\b(?:kill(?:s|ed|ing)?|murder(?:s|ed|ing)?|execut(?:es?|ed|ing)|behead(?:s|ed|ing)?|"
    r"decapitat(?:es?|ed|ing)|assassinat(?:es?|ed|ing)|gun(?:s|ned)?\s+down|lynch(?:es|ed)?|"
    r"strangl(?:es?|ed|ing)|shoot(?:s|ing)?\s+dead|shot\s+dead)\b(?!\s+(?:by|in|at|on|near|after|as)\b)",
    re.I,
)
_DEAD_ONE = Quick(
    r"(?:\b(?:an?|another|one|find|found|finds|locate[sd]?|leave|leaves|discover(?:s|ed)?|left|of)\s+|^\W*)"
    r"(?:an?\s+|another\s+)?(?:[\w-]+ed\s+)?"
    r"(?:lifeless|dead|executed|murdered|slain|beheaded|decapitated|strangled|hanged)\s+"
    r"(?:(?:young|old|older|elderly|middle-aged|unidentified|unknown|naked|bound|local)\s+)?"
    r"(?P<who>[^\W\d_][\w'’-]*)",
    re.I,
)
_BODY = Quick(
    r"\b(?:an?|another|one|(?:man|woman|child|girl|boy)['’]?s)\s+"
    r"(?:(?:lifeless|dead|burned|burnt|charred|calcined|half-buried|buried|bagged|dismembered|"
    r"mutilated|decapitated|headless|naked|bound|unidentified|unknown|wrapped|decompos\w+|"
    r"bullet-riddled|bloated|frozen|curled|human|semi-\w+|tortured|executed|handcuffed|second|third|"
    r"fourth|fifth|sixth|further|"
    r"(?:young\s+)?(?:man|woman|child|girl|boy|person)['’]?s)\s+){1,3}"
    r"(?:body|corpse|cadaver)\b(?!\s+(?:armou?r|search|count|bag|part))",
    re.I,
)
_BODY_THERE = Quick(
    r"\b(?:find|found|finds|locate[sd]?|leave|leaves|discover(?:s|ed)?|left|throw|dump(?:s|ed)?|recover(?:s|ed)?)"
    r"\s+(?:an?|another|one)\s+(?:body|corpse|cadaver)\b"
    r"|\b(?:an?|another|one)\s+(?:body|corpse|cadaver)\s+(?:was|is|has\s+been)?\s*"
    r"(?:found|located|left|discovered|recovered|dumped|thrown|pulled)\b",
    re.I,
)
_BREAK = re.compile(r"[;:!?\n\"“”()–—]|\.\s|\s-\s")
_WHILE = re.compile(r"\b(?:after|when|while|before|where|because|although|though|if)\b", re.I)
_BE = frozenset(
    ["is", "was", "has", "had", "be", "been", "being", "gets", "got", "later", "also", "then",
     "found", "shot", "and", "just", "himself", "herself", "confirmed", "reported", "left",
     "still", "now", "soon"]
)  # fmt: skip
_ONE_IS = frozenset(["is", "was", "has"])
_MODAL = frozenset(
    ["would", "could", "may", "might", "should", "will", "if", "to", "not", "never", "no", "were",
     "are", "have", "nearly", "almost", "shall", "can", "cannot", "feared"]
)  # fmt: skip
_ARTICLES = frozenset(["a", "an", "another", "one"])
_PREPOSITIONS = frozenset(
    ["of", "from", "in", "with", "at", "on", "near", "for", "outside", "inside"]
)


def read_singles(text: str, start: int, end: int) -> list[Found]:
    """Single victims between two offsets, each as one death.

    Parameters
    ----------
    text
        The whole text.
    start, end
        Where to look: one sentence, or a part of it.

    Returns
    -------
    list of Found
        In no order; those of `DIES_RANK` are wrong where the word of death has an object.
    """
    if not _CUE.search(text, start, end):
        return []
    found: list[Found] = []
    for match in _DIED.finditer(text, start, end):
        number = _victims_before(text, start, match.start())
        if number:
            found.append(_found(match, number, DIES_RANK))
    for match in _KILLS.finditer(text, start, end):
        number = _victims_after(text[match.end() : end])
        if number:
            found.append(_found(match, number))
    for match in _DEAD_ONE.finditer(text, start, end):
        if is_one(match["who"]):
            found.append(_found(match, 1))
    for pattern in (_BODY, _BODY_THERE):
        found += [_found(match, 1) for match in pattern.finditer(text, start, end)]
    return found


def _found(match: re.Match[str], number: int, rank: int = _KILLS_RANK) -> Found:
    at = match.end() - len(match[0].split()[-1])
    return Found(at, True, (number, number), match[0], rank)


def _victims_before(text: str, start: int, at: int) -> int:
    """Count the victims whose noun stands before the word of death; 0 if none is told."""
    stretch = text[max(start, at - 110) : at]
    for cut in (_BREAK, _WHILE):
        *_, stretch = cut.split(stretch)
    words = WORD.findall(stretch)
    passed: list[str] = []
    while words and (words[-1].lower() in _BE or words[-1].lower().endswith(("ly", "ed"))):
        passed.append(words.pop().lower())
    if _MODAL & {*passed, *(word.lower() for word in words[-1:])}:
        return 0
    if words and words[-1] == ",":  # "a sergeant, 22, died"
        inner = words[:-1]
        commas = [i for i, word in enumerate(inner) if word == ","]
        if not commas or len(inner) - commas[-1] > 8:
            return 0
        words = inner[: commas[-1]]
    if not words:
        return 0
    if is_one(words[-1]):
        return _with_partner(words)
    if not _ONE_IS & set(passed) and not words[0][0].isupper():
        return 0
    return _one_behind(words)


def _with_partner(words: list[str]) -> int:
    """Count "driver" as one and "driver and midwife" as two; 0 after a number."""
    before = words[:-1][-5:]
    for place in range(len(before) - 1, -1, -1):
        word = before[place].lower()
        if word in _ARTICLES:
            before = before[:place]
            break
        if is_many(word) or (is_people(word) and not is_one(word)):
            return 0
        if word in ("and", ",") or word in _PREPOSITIONS:
            before = before[: place + 1]
            break
    if before and before[-1].lower() == "and" and len(before) > 1:
        if is_one(before[-2]):
            return 0 if any(is_many(word) for word in before[:-2]) else 2
        return 0 if is_people(before[-2]) else 1
    return 1


def _one_behind(words: list[str]) -> int:
    """Read "a man with his hands tied is ...": the person whom a preposition parts from it."""
    for place in range(len(words) - 2, -1, -1):
        word = words[place]
        if word == "," or (is_people(word) and not is_one(word)):
            return 0
        if is_one(word) and words[place + 1].lower() in _PREPOSITIONS:
            before = [w.lower() for w in words[max(0, place - 4) : place]]
            if any(is_many(w) for w in before):
                return 0
            return int(place == 0 or bool(_ARTICLES & set(before)))
    return 0


def _victims_after(rest: str) -> int:
    """Count the victim whose noun follows the verb: "kills a trader", "behead teenager"."""
    words = WORD.findall(_BREAK.split(rest, maxsplit=1)[0])[:6]
    for place, word in enumerate(words):
        if word == "," or is_many(word) or word.lower() in _PREPOSITIONS | {"and", "by", "to"}:
            return 0
        if is_one(word):
            following = [w.lower() for w in words[place + 1 : place + 2]]
            if following and is_people(following[0]):
                continue  # "kills police officer"
            return 0 if following == ["and"] else 1
        if is_people(word):
            return 0
    return 0

"""Dead and hurt told by what was done for them, or what is wrong with them.

"Eleven were treated", "5 in hospital", "burns to two apprentices", "glass in the eye": here as in
`mapper.events.toll_states` the victims are counted by the noun phrase before or after the words.
"""

from __future__ import annotations

import re

from mapper.events.toll_headlines import MANY, Found, count
from mapper.events.toll_victims import CARERS, victims_after, victims_before
from mapper.quick import Quick

__all__ = ["read_care"]

_PART = (
    r"(?:legs?|foot|feet|hands?|arms?|eyes?|jaws?|noses?|ears?|heads?|shoulders?|hips?|necks?|"
    r"thighs?|calf|calves|temples?|buttocks?|cheeks?|chins?|stomachs?|abdomens?|chests?|backs?|faces?)"
)
_WARD = (
    r"(?:hospitals?|clinics?|infirmary|intensive\s+care|(?:burns?|trauma|surgical)\s+(?:units?|wards?|centres?)|"
    r"plaster|traction|a\s+coma)"
)
_HARM = (
    r"(?:burns|injur(?:y|ies)|wounds?|cuts|bruises|fractures?|concussions?|smoke\s+inhalation|frostbite|"
    r"gas\s+poisoning|shock)"
)
_NOT_LIKE = r"(?!\s+(?:as\b|like\b|with\s+(?:respect|contempt|caution)))"
# Harm of those told before it.
_BEFORE: tuple[tuple[bool, str], ...] = (
    (False, rf"\b(?:treated|hospitali[sz]ed|admitted)\b{_NOT_LIKE}"
            r"(?=\s*(?:[,.;:)\n]|$)|\s+(?:in|at|for|to|by|after|with|on)\b)"),
    (False, rf"\b(?:lie|lies|lay|remains?|remained|stay|stays|are|is|were|was)\s+(?:\w+\s+)?in\s+"
            rf"(?:[\w'’.-]+\s+){{0,4}}?{_WARD}\b"),
    (False, rf"\bin\s+(?:[A-Z][\w'’.-]+\s+){{0,3}}{_WARD}"
            r"(?=\s*(?:[,.;:)\n]|$)|\s+(?:in|at|with)\b)"),
    (False, rf"\bwith\s+(?:[\w-]+\s+){{1,3}}?{_HARM}\b"),
    (False, r"\b(?:suffer(?:s|ed|ing)?|sustain(?:s|ed|ing)?)\s+(?:from\s+)?"
            rf"(?:[\w-]+\s+){{0,3}}?{_HARM}"),
    (False, rf"\b(?:with|ha(?:s|ve|d))\s+(?:(?:an?|two|several)\s+)?"
            r"(?:bullets?|splinters?|shrapnel|pellets?|glass|fragments)\s+(?:[\w-]+\s+)?"
            rf"in\s+(?:the|an?|his|her|their|both|one)\s+(?:\w+\s+)?{_PART}\b"),
    (False, rf"\b(?:hit|struck|shot|wounded|cut)\s+(?:[\w-]+\s+)?(?:in|through|on|to)\s+"
            rf"(?:the|his|her|their|both|one)\s+(?:\w+\s+)?{_PART}\b"),
    (False, r"\b(?:cut|injured|hurt|wounded)\s+by\s+(?:flying\s+|broken\s+)?"
            r"(?:glass|shrapnel|splinters|debris)\b"),
    (False, r"\b(?:saw|seen\s+by|needed|needs|required|sought|received|given)\s+(?:an?\s+|the\s+)?"
            r"(?:doctors?|first[-\s]aid|medical\s+(?:care|help|aid|attention|treatment|assistance)|"
            r"hospital\s+(?:care|treatment))\b"),
    (False, r"\b(?:overcome|intoxicated|poisoned|sickened|affected)\s+(?:by|with)\s+(?:the\s+)?"
            r"(?:smoke|gas|fumes|carbon|chlorine|tear)"),
    (False, r"\b(?:were|was|been)\s+found\s+unconscious\b"),
    (False, r"\b(?:singed|scalded|grazed|concussed)\b(?!\s+by\s+the\s+\w+\s+that)"),
    (False, r"\b(?:lightly|slightly|seriously|badly|gravely|critically|severely)\s+"
            r"(?:wounded|injured|hurt|burned|burnt)\b"),
    (False, r"\b(?:wounded|injured|hurt)\b"
            r"(?!\s+(?:an?|the|his|her|their|its|some|at\s+least|more|over|dozens|scores|several|one|two|three|four|five|six|seven|eight|nine|ten|\d|(?-i:[A-Z])))"),
    (True, r"\b(?:had|has|have)\s+not\s+survived\b|\bdid\s+not\s+survive\b"),
    (True, r"\b(?:brought|pulled|carried|taken|dug)\s+(?:out|up)\s+(?:dead|lifeless)\b"),
    (True, r"\bdead\s+(?:on\s+arrival|at\s+(?:once|the\s+scene))"),
    (True, r"\b(?:drowned|perished|suffocated)\b(?!\s+(?:out|by\s+the\s+noise))"),
)  # fmt: skip
# Harm of those told after it.
_AFTER: tuple[tuple[bool, str], ...] = (
    (False, rf"\b(?:{_HARM})\s+to\s+(?=(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|"
            r"at\s+least|some|\d)\b)"),
    (False, r"\b(?:treated|treating|admitted|hospitali[sz]ed)\s+"
            r"(?=(?:at\s+least\s+|some\s+)?(?:\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|several)\b)"),
    (False, rf"\b(?:took|taken|blew|tore)\s+(?:off\s+)?(?:the|a|both|one)\s+{_PART}\s+"
            r"(?:of|off|from)\s+"),
)  # fmt: skip
_LOST = Quick(
    rf"\b(?:los(?:e|es|ing|t))\s+(?P<q>{MANY})\s+of\s+(?:its|their|his|our)\s+(?:own|men|fighters|soldiers|number)\b",
    re.I,
)
# "three broken heads" are three people.
_BROKEN_HEADS = Quick(
    rf"(?P<q>{MANY})\s+(?:people\s+with\s+)?broken\s+(?:heads|noses|skulls|jaws)\b", re.I
)
_COMPILED_BEFORE = tuple((deaths, Quick(pattern, re.I)) for deaths, pattern in _BEFORE)
_COMPILED_AFTER = tuple((deaths, Quick(pattern, re.I)) for deaths, pattern in _AFTER)
_CUE = Quick(
    r"treat|hospital|admit|clinic|infirmary|intensive|unit|ward|plaster|traction|coma|burns|injur|wound|"
    r"cuts?\b|bruis|fractur|concuss|inhal|frost|poison|shock|bullet|splinter|shrapnel|pellet|glass|"
    r"fragments|\bhit\b|struck|shot|debris|doctor|aid\b|medical|overcome|intoxicat|sicken|affected|"
    r"unconscious|singed|scald|graz|hurt|burn|survive|lifeless|dead|drown|perish|suffocat|\btook\b|"
    r"taken|blew|tore|broken|\blos(?:e|t|ing)",
    re.I,
)
# Weaker than every other reading of the same clause.
_RANK = 7


def read_care(text: str, start: int, end: int) -> list[Found]:
    """Numbers of dead and hurt told by their care and their wounds between two offsets.

    Parameters
    ----------
    text
        The whole text.
    start, end
        Where to look: one sentence, or a part of it.

    Returns
    -------
    list of Found
        In no order.
    """
    if not _CUE.search(text, start, end):
        return []
    found: list[Found] = []
    for deaths, pattern in _COMPILED_BEFORE:
        for match in pattern.finditer(text, start, end):
            if CARERS.search(text[max(start, match.start() - 20) : match.start()]):
                continue
            told = victims_before(text, start, match.start())
            if told is not None:
                words = text[told.first : match.end()]
                found.append(Found(match.start(), deaths, told.counted, words, _RANK))
    for deaths, pattern in _COMPILED_AFTER:
        for match in pattern.finditer(text, start, end):
            counted = victims_after(text[match.end() : end])
            if counted is not None:
                words = text[match.start() : min(end, match.end() + 30)]
                found.append(Found(match.start(), deaths, counted, words, _RANK))
    for deaths, pattern in ((False, _BROKEN_HEADS), (True, _LOST)):
        for match in pattern.finditer(text, start, end):
            counted = count(match["q"])
            if counted is not None:
                found.append(Found(match.start(), deaths, counted, match[0], _RANK))
    return found

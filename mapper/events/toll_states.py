"""Dead and hurt told by their state: "a boy with a broken ankle", "3 colleagues in hospital".

News tells of harm in more ways than verbs of dying and wounding: what is broken, where the victims
lie, what was done for them. These readings are weaker than those by verbs and yield to them.
"""

from __future__ import annotations

import re

from mapper.events.toll_headlines import Found
from mapper.events.toll_victims import CARERS, victim_named, victims_after, victims_before
from mapper.quick import Quick

__all__ = ["read_states"]

_LIMB = (
    r"(?:legs?|foot|feet|hands?|arms?|eyes?|fingers?|jaws?|noses?|teeth|tooth|ears?|heads?|skulls?|"
    r"shoulders?|hips?|neck|ribs?|pelvis|wrists?|ankles?|collarbones?|knees?|thighs?|shins?|elbows?|"
    r"spines?|vertebrae?|sight|hearing|limbs?|cheekbones?)"
)
_BROKEN = r"(?:broken|fractured|shattered|crushed|smashed|dislocated|sprained|severed|torn|mangled)"
_HOSPITAL = (
    r"(?:hospitals?|clinics?|infirmary|intensive\s+care|(?:a\s+)?coma|"
    r"(?:trauma|burns?|surgical)\s+(?:ward|unit))"
)
_WOUND = (
    r"(?:burns|wounds?|injur(?:y|ies)|fractures?|cuts|bites|bruises|concussions?|frostbite|lacerations|"
    r"shrapnel|smoke\s+in\s+(?:his|her|their)\s+lungs|smoke\s+inhalation|gas\s+poisoning|heatstroke|"
    r"glass\s+in\s+(?:his|her|their)\s+\w+)"
)
_HIS = r"(?:an?|his|her|their|one|two|both)"
_SOON = r"(?:\s+[\w'’-]+){0,2}?"
# Harm of those told before it.
_BEFORE: tuple[tuple[bool, str], ...] = (
    (False, rf"\bwith\s+(?:{_HIS}\s+)?{_BROKEN}\s+{_LIMB}\b"),
    (False, rf"\bwith\s+(?:[\w-]+\s+){{0,2}}?{_WOUND}\b"),
    (False, rf"\b(?:has|have|had|got|suffered|sustained)\s+(?:{_HIS}\s+)?"
            rf"(?:{_BROKEN}\s+{_LIMB}|{_LIMB}\s+{_BROKEN})\b"),
    (False, rf"['’]s?\s+{_LIMB}\s+(?:is\s+|was\s+|were\s+)?"
            rf"(?:{_BROKEN}|amputated|cut\s+off|taken\s+off)\b"),
    (False, r"\bneed(?:s|ed)?\s+(?:stitches|stitching|surgery|hospital\s+\w+|oxygen|treatment)\b"),
    (False, r"\b(?:had|have|has)\s+(?:trouble|difficult\w+|problems)\s+breathing\b"),
    (False, rf"\b(?:lost|loses?|losing)\s+{_HIS}\s+(?:\w+\s+)?{_LIMB}\b"),
    (False, rf"\b(?:is|are|was|were|remains?|remained|lies?|lay|still)\s+(?:still\s+|now\s+)?in\s+"
            rf"(?:[\w'’.-]+\s+){{0,3}}?{_HOSPITAL}\b"),
    (False, r"\bin\s+(?:[A-Z][\w'’.-]+\s+){0,2}(?:hospital|intensive\s+care|a\s+coma)\s*"
            r"(?=[,;.)\n]|$)"),
    (False, rf"\b(?:went|came|brought|admitted|moved|transferred|sent|referred)\s+to\s+"
            rf"(?:[\w'’.-]+\s+){{0,3}}?{_HOSPITAL}\b"),
    (False, rf"\b(?:taken|flown|rushed|carried|airlifted|evacuated)\s+(?:[\w-]+\s+){{0,2}}?to\s+"
            rf"(?:[\w'’.-]+\s+){{0,4}}?{_HOSPITAL}\b"),
    (False, r"\b(?:treated|stitched|bandaged)\s+for\b"),
    (False, r"\b(?:bitten|scalded|trampled|blinded|mauled|burned|burnt|stabbed|knifed|concussed|"
            r"grazed|electrocuted|gassed|maimed)\b"
            r"(?!\s+(?:to\s+death|alive|dead|down|out|beyond|into|in\s+their|an?\b|the\b|\w+s\b))"),
    (False, rf"\b(?:hit|struck|shot)\s+(?:in|through|on)\s+(?:the|his|her|their)\s+(?:\w+\s+)?"
            rf"{_LIMB}\b"),
    (True, r"\bcrushed\b(?!\s+(?:by|the|into))"),
    (True, r"\b(?:burned|burnt)\s+(?:alive|beyond\s+recognition|in\s+their\s+\w+)"),
    (True, r"\b(?:fell|fallen)\b(?=\s*(?:[.,;:)\n]|$)|\s+(?:in\s+(?:battle|action|combat)|martyr|"
           r"there|on\s+(?:both|the\s+\d)|on\s+\d|last|that))"),
    (True, r"\b(?:became|fell)\s+martyrs?\b|\bmartyred\b"),
    (True, r"\bleft\s+(?:dead\s+)?on\s+the\s+(?:ground|battlefield|field)\b"),
    (True, r"\b(?:shot|killed)\s+(?:at\s+(?:close|point-blank)\s+range|"
           r"in\s+the\s+(?:back\s+of\s+the\s+)?head)\b"),
    (True, r"\b(?:being|been|were|was)\s+lost\b(?=\s*(?:[.,;]|at\s+sea|in\s+the))"),
    (True, r"\bcut\s+down\b|\bput\s+to\s+death\b|\bput\s+against\s+a\s+wall\b"),
)  # fmt: skip
# Harm of those told after it.
_AFTER: tuple[tuple[bool, str], ...] = (
    (False, r"\b(?:bit|bites|blind(?:s|ed|ing)?|scald(?:s|ed|ing)?|burn(?:s|ing)|maul(?:s|ed|ing)?|"
            r"stabb?(?:s|ed|ing)?|trampl(?:es?|ed|ing)|knock(?:s|ed|ing)?\s+down|"
            r"r[au]n\s+(?:over|down)|running\s+(?:over|down)|graz(?:es?|ed|ing))\s+"),
    (False, r"\b(?:treated|nursed|takes?\s+in|took\s+in)\s+"
            r"(?=[^.;]{3,60}\b(?:for|with|after|in)\s)"),
    (False, rf"\b(?:broke|breaks|breaking|fractur(?:ed|es|ing))\s+"
            rf"(?=[^,;.]{{1,30}}['’]s?\s+{_LIMB}\b)"),
    (True, r"\b(?:eliminat(?:es?|ed|ing)|neutrali[sz](?:es?|ed|ing)|liquidat(?:es?|ed|ing))\s+"),
    (True, r"\blives\s+of\s+"),
    (True, r"\bwith\s+the\s+loss\s+of\s+"),
)  # fmt: skip
_OWN_LIMB = Quick(
    rf"\b(?:took|taking|takes|cost|costing)\s+(?:his|her|him\s+his|her\s+her)\s+(?:\w+\s+)?{_LIMB}\b",
    re.I,
)
_COMPILED_BEFORE = tuple((deaths, Quick(pattern, re.I)) for deaths, pattern in _BEFORE)
_COMPILED_AFTER = tuple((deaths, Quick(pattern, re.I)) for deaths, pattern in _AFTER)
_RANK, _WITH_RANK = 4, 1


def read_states(text: str, start: int, end: int) -> list[Found]:
    """Numbers of dead and hurt told by their state between two offsets.

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
    found: list[Found] = []
    for deaths, pattern in _COMPILED_BEFORE:
        for match in pattern.finditer(text, start, end):
            if CARERS.search(text[max(start, match.start() - 20) : match.start()]):
                continue
            told = victims_before(text, start, match.start())
            if told is None and match[0][0] in "'’":
                told = victim_named(text, start, match.start())
            if told is not None:
                first = told.first
                words = text[first : match.end()]
                rank = _WITH_RANK if match[0].startswith("with") else _RANK
                found.append(Found(match.start(), deaths, told.counted, words, rank))
    for deaths, pattern in _COMPILED_AFTER:
        for match in pattern.finditer(text, start, end):
            counted = victims_after(text[match.end() : end])
            if counted is not None:
                words = text[match.start() : min(end, match.end() + 30)]
                found.append(Found(match.start(), deaths, counted, words, _RANK))
    for match in _OWN_LIMB.finditer(text, start, end):
        found.append(Found(match.start(), False, (1, 1), match[0], _RANK))
    return found

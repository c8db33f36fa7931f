"""Deaths and injuries in Spanish headlines: "Balacera deja tres muertos y un herido".

Wires and monitors of Latin America mix headlines of both languages, and what English grammar makes
of a Spanish one tells nothing; but the words of its toll are few, and none of them is English.
"""

from __future__ import annotations

import re

from mapper.events.toll_headlines import Found
from mapper.quick import Quick

__all__ = ["SPANISH", "read_spanish"]

SPANISH = (
    r"muert|mueren?\b|muri[óe]|fallec|asesin|ejecut|acribill|abatid|\bmat[aó]|masacr|sin\s+vida|"
    r"cuerpo|cad[áa]ver|homicidi|decapitad|calcinad|herid|hieren?\b|lesionad"
)
_NUMBERS = {"un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6,
            "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13,
            "catorce": 14, "quince": 15, "veinte": 20, "otro": 1, "otra": 1}  # fmt: skip
_N = rf"(?<![\w.,-])(?P<n>\d{{1,4}}|{'|'.join(_NUMBERS)})\b(?![.,]\d|:)"
_NO_TIME = r"(?!\s+(?:horas?|d[íi]as?|semanas?|meses|mes|a[ñn]os?|veces|de\s+los|de\s+las)\b)"
_WORDS = rf"(?:\s+(?!(?:y|en|tras|por|al|del|deja\w*|dejó|hay|{'|'.join(_NUMBERS)})\b|\d)[\w'’-]+)"
_DEAD = (
    r"(?:muert[oa]s?|asesinad[oa]s?|ejecutad[oa]s?|abatid[oa]s?|decapitad[oa]s?|acribillad[oa]s?|"
    r"fallecid[oa]s?|calcinad[oa]s?|masacrad[oa]s?|sin\s+vida)"
)
_KILL = (
    r"(?:mat(?:an?|[óo]|aron)|asesin(?:an?|[óo]|aron)|ejecut(?:an?|[óo]|aron)|"
    r"acribill(?:an?|[óo]|aron)|decapit(?:an?|[óo]|aron)|masacr(?:an?|[óo]|aron)|linch(?:an?|aron))"
)
_MEANS = r"(?:\s+a\s+(?:balazos|tiros|golpes|pu[ñn]aladas|pedradas|machetazos))?"
_DIE = r"(?:mueren?|muri(?:ó|o|eron)|fallecen?|falleci(?:ó|o|eron))"
_BE = r"(?:es|fue|son|fueron|ha\s+sido|han\s+sido|resultan?|resultaron)"
_ONE = (
    r"(?:hombre|mujer|joven|ni[ñn][oa]|menor|persona|polic[íi]a|soldado|militar|l[íi]der|taxista|"
    r"comerciante|periodista|estudiante|maestr[oa]|m[ée]dic[oa]|abogad[oa]|alcalde|alcaldesa|"
    r"candidat[oa]|activista|motociclista|conductor|chofer|empresari[oa]|agente|comandante|adolescente|"
    r"sujeto|se[ñn]ora?|anciano|anciana|bebé|campesin[oa]|vecin[oa]|regidora?|exalcalde|individuo)"
)
_HURT = r"(?:herid[oa]s?|lesionad[oa]s?)"
_PATTERNS: tuple[tuple[bool, str], ...] = (
    (True, rf"\b{_KILL}{_MEANS}\s+a\s+(?:(?:otr[oa]s|al\s+menos|unos)\s+)?{_N}{_NO_TIME}"),
    (True, rf"\b{_KILL}{_MEANS}\s+a\s+(?:(?:presunt[oa]|joven|ex)\s+)?(?P<one>{_ONE})\b"),
    (True, rf"{_N}{_NO_TIME}{_WORDS}{{0,4}}?\s+{_DEAD}\b"),
    (True, rf"{_N}{_NO_TIME}{_WORDS}{{0,2}}?\s+(?:cuerpos?|cad[áa]ver(?:es)?|homicidios?|"
           r"asesinatos?|ejecuciones|muertes?)\b"),
    (True, rf"\b{_DIE}\s+(?:(?:al\s+menos|otr[oa]s)\s+)?{_N}{_NO_TIME}"),
    (True, rf"\b{_BE}\s+{_DEAD}\s+{_N}{_NO_TIME}"),
    (True, rf"\b(?P<one>{_ONE})(?:\s+(?:que|es|fue|ha\s+sido|resulta|result[óo])){{0,2}}\s+"
           rf"(?:{_DIE}|{_DEAD})(?!\w)"),
    (True, rf"\b(?:cuerpo|cad[áa]ver)\s+(?:\w+\s+)?de\s+(?:una?\s+|otr[oa]\s+)?(?P<one>{_ONE})\b"),
    (True, rf"\b{_DIE}\s+(?P<one>{_ONE})\b"),
    (False, rf"{_N}{_NO_TIME}{_WORDS}{{0,3}}?\s+{_HURT}\b"),
    (False, rf"\bhieren?\s+a\s+{_N}{_NO_TIME}"),
    (False, rf"\b{_HURT}\s+{_N}{_NO_TIME}"),
)  # fmt: skip
_COMPILED = tuple((deaths, re.compile(pattern, re.I)) for deaths, pattern in _PATTERNS)
_CUE = Quick(SPANISH, re.I)
_RANK = 2


def read_spanish(text: str, start: int, end: int) -> list[Found]:
    """Numbers of dead and hurt that Spanish words tell between two offsets.

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
    for deaths, pattern in _COMPILED:
        for match in pattern.finditer(text, start, end):
            word = match.groupdict().get("n")
            number = 1 if word is None else _NUMBERS.get(word.lower()) or int(word)
            if number < 1900:
                first = 0 if word is not None else 1  # a number is surer than a single noun
                found.append(
                    Found(match.start(), deaths, (number, number), match[0], _RANK + first)
                )
    return found

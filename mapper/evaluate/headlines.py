"""What a headline states of deaths: which of its numbers stands for people killed.

A number that merely equals the gold one may be a date, an age, a day of fighting or the wounded.
It is stated if it stands, in digits or as a word, in one clause with a word of killing, of dying or
of bodies, and counts people there:

- clauses end at punctuation and at "and", "as", "after", "when", "while" and their like;
- either the number comes first, a noun (no preposition) follows, and at most seven words later
  the word of death; or that word comes first and the number at most six words later;
- between the two stands no other number and nothing that counts things, time, places or the hurt.

One death is also stated without a number, by a single victim told in words: "a man is killed",
"they murder a trader", "body of a woman found" and, with the article left out, "Farmer killed".

Headlines of the corpus are in English and in Spanish; both are read. Nothing here is shared with
the program: its own idea of a number of dead must not judge itself.
"""

from __future__ import annotations

import re

__all__ = ["mentions_number", "states_number", "states_single"]

_ENGLISH = tuple(
    re.findall(
        r"\w+",
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty",
    )
)
_SPANISH = (
    "cero",
    "un",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
)
_DEATH = (
    r"kill(?:s|ed|ing|ings)?|murder(?:s|ed|ing)?|homicides?|di(?:es?|ed)|dead|deaths?(?!\s+threat)|"
    r"deadly|slain|slay(?:s|ing|ings)?|massacr(?:es?|ed)|execut(?:es?|ed|ing|ions?)|"
    r"behead(?:s|ed|ings?)?|decapitat(?:es?|ed|ions?)|assassinat(?:es?|ed|ions?)|"
    r"slaughter(?:s|ed)?|bod(?:y|ies)|corpses?|cadavers?|remains|lifeless|lynch(?:es|ed|ings?)?|"
    r"gunned\s+down|guns?\s+down|fatalit(?:y|ies)|fatally|perish(?:ed)?|li(?:fe|ves)|toll|"
    r"strangled|dismember(?:s|ed)?|drown(?:s|ed)?|hanged|butcher(?:s|ed)?|severed\s+heads|"
    r"mat(?:an?|aron|ado)|muert[oa]s?|mueren?|muri(?:ó|eron)|asesin(?:an?|aron|ad[oa]s?|atos?)|"
    r"ejecut(?:an?|aron|ad[oa]s?)|acribill(?:an?|aron|ad[oa]s?)|abatid[oa]s?|sin\s+vida|cuerpos?|"
    r"cad[áa]ver(?:es)?|homicidios?|decapitad[oa]s?|fallec\w+|restos|masacr\w+"
)
_DIES = (
    r"killed|murdered|dead|dies|died|slain|massacred|executed|beheaded|decapitated|assassinated|"
    r"slaughtered|lifeless|lynched|gunned\s+down|perish(?:es|ed)|strangled|dismembered|drown(?:s|ed)|"
    r"hanged|stabbed\s+to\s+death|(?:shot|beaten|hacked|burned|burnt)\s+(?:dead|to\s+death)|"
    r"muert[oa]|muere|murió|asesinad[oa]|ejecutad[oa]|acribillad[oa]|abatid[oa]|decapitad[oa]|"
    r"sin\s+vida"
)
_CLAUSE_END = re.compile(
    rf"[;:!?()\[\]|\n\"“”]|\.(?!\d)|\s[-–—]+\s|(?<!ed),(?!\d)|,(?!\s+(?:tortured|{_DIES})\b|\d)|"
    r"\b(?:as|after|when|while|amid|during|following|but|y|tras|cuando|mientras)\b|"
    rf"\band\b(?!\s+(?:{_DIES})\b)|(?<!ed\s)\band\b",  # "tortured and murdered" is one clause
    re.I,
)
_AGED = re.compile(r"\b\d+[-\s]years?[-\s]old\b", re.I)
_KILLS = (
    r"kill(?:s|ed|ing)?|murder(?:s|ed|ing)?|execut(?:es?|ed|ing)|behead(?:s|ed)?|"
    r"decapitat(?:es?|ed)|assassinat(?:es?|ed)|gun(?:s|ned)?\s+down|lynch(?:es|ed)?|"
    r"(?:mat|asesin|ejecut|acribill)(?:an?|aron)\s+a"
)
_NO_PEOPLE = re.compile(
    r"(?:second|minute|hour|day|night|week|weekend|month|year|time|bullet|truck|car|van|house|"
    r"home|vehicle|bag|suitcase|cooler|grave|pit|attack|shooting|incident|clash|event|region|state|"
    r"district|township|town|village|city|municipalit(?:y|ies)|outpost|post|base|camp|brigade|drone|"
    r"bomb|airstrike|hora|día|noche|semana|mes|año|bala|(?:narco)?fosa|casa|camioneta|hecho|ataque)s?|"
    r"injured|wounded|hurt|arrested|detained|missing|heridos?|heridas?|lesionad[oa]s?|detenid[oa]s?|"
    r"%|percent|km|kilos?",
    re.I,
)
_ARTICLE = frozenset(["a", "an", "the", "in", "on", "at"])
_FOLLOWS = re.compile(
    r"(?:in|at|on|by|of|to|for|from|with|under|near|en|de|del|con|por|para)", re.I
)
_COUNTED = r"\b(?:No\.?|number|rule|brigade|battalion|part|page|day|wrapup)\s*$|#\s*$"
_PERSON = (
    r"man|woman|girl|boy|child|teenager|teen|youth|person|protester|demonstrator|villager|civilian|"
    r"farmer|activist|journalist|reporter|teacher|student|driver|soldier|policeman|policewoman|"
    r"officer|commander|official|leader|lawyer|doctor|nurse|priest|pastor|monk|merchant|trader|"
    r"worker|motorcyclist|motorist|candidate|mayor|councilman|politician|local|resident|inmate|"
    r"prisoner|guard|gunman|singer|businessman|mother|father|son|daughter|baby|"
    r"hombre|mujer|joven|niñ[oa]|menor|persona|policía|soldado|líder|taxista|comerciante"
)
_WORD = re.compile(r"[^\W_][\w'’.-]*|%")
_ANY_NUMBER = re.compile(
    rf"\d|(?:{'|'.join([*_ENGLISH[2:], *_SPANISH[2:]])}|dozens?|hundred)$", re.I
)
_AN = r"(?:an?|another|one|una?|otr[oa])"
_GAP = r"(?:\s+[\w'’.-]+)"


def mentions_number(text: str, number: int) -> bool:
    """Whether a text has this number anywhere, in digits or as an English word up to twenty."""
    forms = "|".join([str(number), f"{number:,}", *_ENGLISH[number : number + 1]])
    return re.search(rf"(?<![\w.,])(?:{forms})(?!\w|[.,]\d)", text, re.I) is not None


def states_number(text: str, number: int) -> bool:
    """Whether a number of a headline counts people killed, as this module's docstring has it."""
    forms = [
        str(number),
        f"{number:,}",
        *_ENGLISH[number : number + 1],
        *_SPANISH[number : number + 1],
    ]
    if number == 1:
        forms = ["1", "one"]  # "un" is an article, too
    return any(
        _counts_dead(clause, match)
        for clause in _CLAUSE_END.split(text)
        for match in _places_of(clause, forms)
    )


def states_single(text: str) -> bool:
    """Whether a headline tells of a single victim without a number."""
    return any(_one(clause) for clause in _CLAUSE_END.split(_AGED.sub("aged", text)))


def _places_of(text: str, forms: list[str]) -> list[re.Match[str]]:
    pattern = "|".join(re.escape(form) for form in dict.fromkeys(forms))
    return list(re.finditer(rf"(?<![\w.,-])(?:{pattern})(?![\w-]|[.,]\d)", text, re.I))


def _counts_dead(clause: str, number: re.Match[str]) -> bool:
    if re.search(_COUNTED, clause[: number.start()], re.I):
        return False
    after = _WORD.findall(clause[number.end() :])
    for death in re.finditer(rf"\b(?:{_DEATH})\b", clause, re.I):
        if death.start() > number.start():
            between = _WORD.findall(clause[number.end() : death.start()])
            if between and _FOLLOWS.fullmatch(between[0]):
                continue
            near = len(between) <= 7
        else:
            between = _WORD.findall(clause[death.end() : number.start()])
            near = len(between) <= 6
            between += after[: 0 if after[:1] and after[0].lower() in _ARTICLE else 2]
        if near and not any(_NO_PEOPLE.fullmatch(w) or _ANY_NUMBER.match(w) for w in between):
            return True
    return False


def _one(clause: str) -> bool:
    for pattern in (
        rf"\b{_AN}{_GAP}{{1,5}}?\s+(?:{_DIES})\b",
        rf"\b(?:{_KILLS})\s+(?:{_AN}\b{_GAP}{{1,4}}|(?:{_GAP}{{0,2}}?\s*)(?:{_PERSON})\b)",
        rf"\b(?:body|corpse|cadaver|death|murder|killing|cuerpo|cad[áa]ver|asesinato)\s+(?:of|de)\s+"
        rf"(?:{_AN}\s+|)[\w'’-]*(?:\s+[\w'’-]+){{0,2}}?\b(?:{_PERSON})\b",
        rf"\b{_AN}(?:\s+[\w'’-]+){{0,3}}?\s+(?:body|corpse|cadaver|cuerpo|cad[áa]ver)\b",
        rf"\b(?:lifeless|dead|murdered|executed|slain|decapitated|beheaded)\s+(?:{_PERSON})\b",
        rf"(?<!\d\s)\b(?:{_PERSON})(?:\s+(?:is|was|has|been|found|shot|and|\w+ly|es|fue)){{0,3}}\s+(?:{_DIES})\b",
    ):
        for match in re.finditer(pattern, clause, re.I):
            words = _WORD.findall(match[0])
            if not any(_NO_PEOPLE.fullmatch(w) or _ANY_NUMBER.match(w) for w in words):
                return True
    return False

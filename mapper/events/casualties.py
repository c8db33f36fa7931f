"""Deaths and injuries told in a text, wherever a sentence tells them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.events.attribution import attribution
from mapper.events.numbers import NUMBER, Range, read_quantity
from mapper.events.toll_grammar import harmed
from mapper.grammar import Grammar, lemma
from mapper.model import Quantity

if TYPE_CHECKING:
    from mapper.model import Token

__all__ = ["Toll", "find_tolls"]

_WAR = frozenset(
    ["war", "conflict", "campaign", "fighting", "insurgency", "pandemic", "violence", "genocide", "decade", "occupation"]
)
_TOTAL = re.compile(
    r"\b(in\s+total|overall|so\s+far\s+this\s+year|since\s+(?:the\s+)?(?:start|beginning|outbreak|19\d\d|20\d\d)|"
    r"over\s+the\s+(?:past|last)\s+(?:\w+\s+)?(?:years?|decades?|months)|"
    r"(?:war|conflict)\s+(?:has|have|had)?\s*(?:killed|claimed|left|cost)|every\s+year|each\s+year|annually)\b",
    re.I,
)
_NOBODY = re.compile(
    r"\b(?:no(?:body|\s*one|\s+one|ne)|no\s+(?:\w+\s+){0,2}?(?:casualt\w+|loss\w*|deaths?|injur\w+|victims?|"
    r"fatalit\w+|wounded|dead|person|people|civilians?|soldiers?|servicem[ae]n))\b"
    r"|\bwithout\s+(?:any\s+)?(?:casualt\w+|loss\w*|injur\w+|victims|harm|deaths?)"
    r"|\bnot\s+(?:a\s+single\s+person|anyone|anybody)\b",
    re.I,
)
_SAFE = re.compile(r"\b(?:unhurt|unharmed|uninjured|unscathed|survived)\b", re.I)
_MANY = (
    rf"(?:(?:at\s+least|more\s+than|no\s+fewer\s+than|over|about|some|around|up\s+to|nearly|another|all|a\s+further)\s+)?"
    rf"(?:{NUMBER}|dozens|scores|hundreds|several|a\s+few|half\s+a\s+dozen|a\s+dozen|many|both)"
)
_TOLL = re.compile(
    rf"\b(?:death\s+toll|toll|number\s+of\s+(?:the\s+)?(?:\w+\s+)?(?:dead|deaths|killed|victims|fatalities|lost|"
    rf"(?P<hurt>injured|wounded|injuries|hurt))|(?:soldiers|servicemen|men)\s+lost)\b[^.;]{{0,70}}?"
    rf"\b(?:to|at|stands?\s+at|reached|is|was|of|as|:)\s*(?P<bound>at\s+least\s+)?(?P<n>{NUMBER})",
    re.I,
)
_NOUNS = re.compile(
    rf"(?P<q>{_MANY}|\ba|\ban|\bone)\s+(?:(?:more|other|further|civilian|military|confirmed|charred|human)\s+){{0,2}}"
    rf"(?P<what>deaths?|fatalit(?:y|ies)|bod(?:y|ies)|corpses?|lives|life|injur(?:y|ies))\b",
    re.I,
)
_VERBLESS = re.compile(
    rf"(?P<q>{_MANY}|\banother)(?:\s+(?!(?:and|or|but|in|at|on|by|was|were|when|who|which|with|to|of|after)\b)"
    rf"[\w'’-]+){{0,3}}?(?:\s+of\s+them)?\s+(?:(?:were|was|are|is|have\s+been|has\s+been|had\s+been|left|lay|"
    rf"seriously|badly|critically|lightly|slightly|reported|confirmed|shot|found|feared)\s+)*"
    rf"(?P<what>killed|dead|wounded|injured|hurt|died|slain|perished)\b",
    re.I,
)
_COST = re.compile(
    rf"\b(?:cost|claim(?:ed|ing|s)?|took|taking|takes)\s+(?P<q>{_MANY}|the)\s+(?:\w+\s+){{0,2}}?li(?:ves|fe)\b"
    r"|\bcost(?:ing)?\s+(?P<who>an?\s+[\w\s'’-]{2,40}?|him|her)\s+(?:his|her|their)\s+li(?:fe|ves)\b",
    re.I,
)

_WITH_WOUNDS = re.compile(
    rf"(?P<q>{_MANY})\s+(?:[\w'’-]+\s+){{0,3}}?with\s+(?:\w+\s+){{0,2}}?(?:burns|wounds|injuries|fractures|cuts)\b",
    re.I,
)
_ANOTHER = re.compile(
    r"\b(?:a\s+(?:second|third|fourth|fifth|sixth)|another)(?:\s+[\w-]+){0,2}?\s+"
    r"(?:is\s+|was\s+|are\s+|lies\s+)?(?P<what>in\s+(?:a\s+coma|intensive\s+care|hospital|critical|a\s+critical))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Toll:
    """A number of deaths or injuries, told at `token`; `total`: of a whole war or year."""

    token: Token
    deaths: bool
    quantity: Quantity
    total: bool = False


def find_tolls(grammar: Grammar) -> list[Toll]:
    """Every number of dead or injured of the text, in text order.

    Parameters
    ----------
    grammar
        The parsed article.
    """
    tolls: list[Toll] = []
    for sentence in grammar.parsed.sentences:
        tokens = grammar.parsed.tokens[sentence.first : sentence.last]
        total = bool(_TOTAL.search(grammar.text, sentence.span.start, sentence.span.end))
        found: dict[tuple[int, bool], Toll] = {}
        for token in tokens:
            for deaths, counted, words in harmed(grammar, token):
                who = attribution(grammar, token)
                quantity = Quantity(counted[0], counted[1], words, who)
                found[token.index, deaths] = Toll(
                    token, deaths, quantity, total or _by_war(grammar, token)
                )
        _by_pattern(grammar, sentence.span.start, sentence.span.end, found, total=total)
        tolls += found.values()
    return sorted(tolls, key=lambda t: (t.token.index, not t.deaths))


def _by_war(grammar: Grammar, token: Token) -> bool:
    if token.pos != "VERB":
        return False
    return any(
        lemma(a) in _WAR and lemma(a) not in ("fighting", "violence") for a in grammar.agents(token)
    )


def _by_pattern(
    grammar: Grammar, start: int, end: int, found: dict[tuple[int, bool], Toll], *, total: bool
) -> None:
    """Tolls without a verb, totals, and "nobody": by their words."""
    from mapper.model import Span

    def add(at: int, *, deaths: bool, counted: Range, words: str, force: bool = False) -> None:
        tokens = grammar.parsed.tokens_in(Span(at, at + 1))
        if not tokens:
            return
        token = tokens[0]
        clause = set(grammar.clause_of(token).tokens)
        same = [
            key
            for key, toll in found.items()
            if key[1] == deaths
            and (key[0] == token.index or (not force and key[0] in clause and toll))
        ]
        if same and not force:
            return
        for key in same:
            del found[key]
        who = attribution(grammar, token)
        found[token.index, deaths] = Toll(token, deaths, Quantity(*counted, words, who), total)

    text = grammar.text
    for match in _TOLL.finditer(text, start, end):
        counted = read_quantity((match["bound"] or "") + match["n"])
        if counted is not None:
            add(
                match.start(), deaths=not match["hurt"], counted=counted, words=match[0], force=True
            )
    for match in _WITH_WOUNDS.finditer(text, start, end):
        counted = read_quantity(match["q"])
        if counted is not None:
            add(match.start(), deaths=False, counted=counted, words=match[0])
    for match in _ANOTHER.finditer(text, start, end):
        add(match.start("what"), deaths=False, counted=(1, 1), words=match[0])
    for match in _COST.finditer(text, start, end):
        counted = (1, 1) if match["who"] else read_quantity(match["q"])
        if counted is not None:
            add(match.start(), deaths=True, counted=counted, words=match[0])
    for pattern in (_VERBLESS, _NOUNS):
        for match in pattern.finditer(text, start, end):
            what = match["what"].lower()
            if what in ("lives", "life") and not re.search(
                r"claim|cost|lost|tak|took", text[start : match.end()]
            ):
                continue
            counted = read_quantity(match["q"])
            if counted is None and match["q"].lower() in ("a", "an", "another", "one"):
                counted = (1, 1)
            if counted is None:
                continue
            hurt = what.startswith(("injur", "wound", "hurt"))
            add(match.start("what"), deaths=not hurt, counted=counted, words=match[0].strip())
    for match in _NOBODY.finditer(text, start, end):
        rest = text[match.start() : min(end, match.end() + 50)].lower()
        deaths = re.search(r"kill|die|dead|death|fatal|loss|casualt|victim", rest)
        hurt = re.search(r"hurt|injur|wound|harm|struck|loss|casualt|victim", rest)
        if deaths:
            add(match.start(), deaths=True, counted=(0, 0), words=match[0])
        if hurt:
            add(match.start(), deaths=False, counted=(0, 0), words=match[0])
            if not deaths:
                add(match.start(), deaths=True, counted=(0, 0), words=match[0])

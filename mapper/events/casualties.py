"""Deaths and injuries told in a text, wherever a sentence tells them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.events.attribution import attribution
from mapper.grammar import Grammar, lemma
from mapper.events.numbers import NUMBER, Range, quantity_of, read_quantity
from mapper.model import Quantity

if TYPE_CHECKING:
    from mapper.model import Token

__all__ = ["Toll", "find_tolls"]

_KILL = frozenset(
    "kill murder execute behead slay massacre slaughter assassinate decapitate lynch martyr "
    "electrocute crush strangle poison".split()
)
_DIE = frozenset("die perish drown succumb suffocate".split())
_WOUND = frozenset("wound injure hurt maim hospitalise hospitalize concuss burn".split())
_DEAD_WORDS = frozenset(["dead", "killed", "deceased", "lifeless"])
_HURT_WORDS = frozenset(["wounded", "injured", "hurt"])
_LIMBS = frozenset("leg foot hand arm eye finger sight limb hearing".split())
_WAR = frozenset(
    "war conflict campaign fighting insurgency pandemic violence genocide decade occupation".split()
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
_TOLL = re.compile(
    rf"\b(?:death\s+toll|toll|number\s+of\s+(?:the\s+)?(?:dead|deaths|killed|victims|fatalities|"
    rf"(?P<hurt>injured|wounded))|(?:soldiers|servicemen|men)\s+lost)\b[^.;]{{0,60}}?"
    rf"\b(?:to|at|stands?\s+at|reached|is|was|of|:)\s*(?P<bound>at\s+least\s+)?(?P<n>{NUMBER})",
    re.I,
)
_NOUNS = re.compile(
    rf"(?P<q>(?:(?:at\s+least|more\s+than|over|about|some|around|up\s+to|nearly)\s+)?(?:{NUMBER}|dozens|scores|"
    rf"hundreds|several|a\s+few|a\s+dozen|half\s+a\s+dozen|many|a|an))\s+(?:(?:more|other|civilian|military|confirmed)\s+)*"
    rf"(?P<what>deaths?|fatalit(?:y|ies)|dead|killed|bod(?:y|ies)|lives|injur(?:y|ies)|injured|wounded|casualties)\b",
    re.I,
)
_VERBLESS = re.compile(
    rf"(?P<q>(?:(?:at\s+least|more\s+than|over|about|some|around|up\s+to|nearly)\s+)?(?:{NUMBER}|dozens|scores|hundreds|"
    rf"several|a\s+few|many|another|one))(?:\s+(?:of\s+them|others?|more|people|soldiers|civilians|men|women|children|"
    rf"policemen|officers|servicemen|fighters|residents|villagers))*\s+(?:(?:were|was|are|is|have\s+been|had\s+been|left|"
    rf"lay|seriously|badly|critically|lightly|slightly)\s+)*(?P<what>killed|dead|wounded|injured|hurt|died)\b",
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
            for deaths, counted, words in _by_grammar(grammar, token):
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


def _phrase(grammar: Grammar, noun: Token, verb: Token) -> str:
    inside = [t for t in grammar.parsed.subtree(noun) if t.index <= noun.index]
    start = inside[0].start if inside else noun.start
    first, last = min(start, verb.start), max(noun.end, verb.end)
    text = grammar.text[first:last]
    return text if len(text) <= 80 and "\n" not in text else grammar.text[start : noun.end]


def _by_grammar(grammar: Grammar, token: Token) -> list[tuple[bool, Range, str]]:
    """What a verb of dying or wounding counts: (deaths?, range, words)."""
    word = lemma(token)
    if token.pos not in ("VERB", "AUX", "ADJ") or (token.pos == "ADJ" and word != "dead"):
        return []
    nouns: list[Token] = []
    deaths = True
    if word in _KILL or (
        word in ("shoot", "stab", "beat", "burn", "find") and _to_death(grammar, token)
    ):
        nouns = grammar.patients(token)
    elif word == "gun" and grammar.kids(token, "prt"):
        nouns = grammar.patients(token)
    elif word in _DIE:
        nouns = grammar.subjects(token)
    elif word == "lose" and any(lemma(o) in ("life", *_LIMBS) for o in grammar.kids(token, "dobj")):
        deaths = any(lemma(o) == "life" for o in grammar.kids(token, "dobj"))
        nouns = grammar.subjects(token)
    elif word == "dead":
        above = grammar.parsed.tokens[token.head]
        if above.pos in ("AUX", "VERB") and token.dep in ("acomp", "oprd", "attr", "advcl"):
            nouns = grammar.subjects(above) if token.dep == "acomp" else grammar.patients(above)
    elif word in _WOUND and not (word == "burn" and not grammar.is_passive(token)):
        deaths, nouns = False, grammar.patients(token)
    elif word in ("shoot", "stab") and grammar.is_passive(token):
        deaths, nouns = False, grammar.patients(token)
        if any(lemma(n) in ("drone", "helicopter", "plane", "aircraft", "plant") for n in nouns):
            return []
    found = []
    for noun in nouns[:1]:
        if any(lemma(kid) == "no" for kid in grammar.kids(noun, "det")) or grammar.kids(
            token, "neg"
        ):
            found.append((deaths, (0, 0), _phrase(grammar, noun, token)))
            continue
        if _inanimate(noun):
            continue
        counted = quantity_of(grammar, noun)
        if counted is not None:
            found.append((deaths, counted, _phrase(grammar, noun, token)))
    return found


def _inanimate(noun: Token) -> bool:
    return lemma(noun) in (
        "cow sheep dog goat horse cattle animal engine building house car vehicle crop tree forest "
        "it which that this these there".split()
    )


def _to_death(grammar: Grammar, token: Token) -> bool:
    near = grammar.parsed.tokens[token.index + 1 : token.index + 7]
    words = [t.text.lower() for t in near if t.sentence == token.sentence]
    if lemma(token) == "find":
        return "dead" in words[:4] or ("shot" in words[:3] and "dead" in words[:4])
    return "dead" in words[:4] or any(
        a == "to" and b == "death" for a, b in zip(words, words[1:], strict=False)
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
    for pattern in (_VERBLESS, _NOUNS):
        for match in pattern.finditer(text, start, end):
            what = match["what"].lower()
            if what in ("lives",) and not re.search(
                r"claim|cost|lost|tak|took", text[start : match.end()]
            ):
                continue
            if what == "casualties":
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

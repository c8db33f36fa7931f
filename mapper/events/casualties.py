"""Deaths and injuries told in a text, wherever a sentence tells them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.events.attribution import attribution
from mapper.events.toll_care import read_care
from mapper.events.toll_grammar import harmed, with_more
from mapper.events.toll_otherwise import read_again
from mapper.events.toll_patterns import WHOLE_RANK, Found, read_tolls
from mapper.events.toll_singles import DIES_RANK, read_singles
from mapper.events.toll_states import read_states
from mapper.grammar import lemma
from mapper.model import Quantity, Span
from mapper.quick import Quick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.grammar import Grammar
    from mapper.model import Sentence, Token

__all__ = ["Toll", "find_tolls"]

_WAR = frozenset(["war", "conflict", "campaign", "insurgency", "pandemic", "genocide", "decade"])
_MEANING = frozenset(
    ["plot", "plan", "attempt", "try", "intend", "intention", "want", "threaten", "threat", "vow",
     "conspire", "conspiracy", "hope", "seek", "order", "bid", "wish", "scheme"]
)  # fmt: skip
_TOTAL = Quick(
    r"\b(in\s+total|overall|so\s+far\s+this\s+year|"
    r"since\s+(?:the\s+)?(?:start|beginning|outbreak|19\d\d|20\d\d)|"
    r"over\s+the\s+(?:past|last)\s+(?:\w+\s+)?(?:years?|decades?|months)|"
    r"(?:war|conflict)\s+(?:has|have|had)?\s*(?:killed|claimed|left|cost)|"
    r"every\s+year|each\s+year|annually)\b",
    re.I,
)

_AGAIN = 40  # words from a toll to the sentence that tells its number again


@dataclass(frozen=True, slots=True)
class Toll:
    """A number of deaths or injuries, told at `token`.

    Parameters
    ----------
    token
        Where it is told.
    deaths
        Whether they died.
    quantity
        How many.
    total
        Whether it is of a whole war or year.
    whole
        Whether it is told as all that an event counts so far ("the death toll rose to 9").
    added
        Whether it counts others than the toll of its event that is told before it.
    rival
        Whether it counts the same victims as the toll before it, by others' account.
    """

    token: Token
    deaths: bool
    quantity: Quantity
    total: bool = False
    whole: bool = False
    added: bool = False
    rival: bool = False


def find_tolls(grammar: Grammar) -> list[Toll]:
    """Every number of dead or injured of the text, in text order.

    Parameters
    ----------
    grammar
        The parsed article.
    """
    tolls: list[Toll] = []
    for sentence in grammar.parsed.sentences:
        here = _in_sentence(grammar, sentence)
        tolls += sorted(
            [*here, *_told_again(grammar, sentence, tolls, here)],
            key=lambda t: (t.token.index, not t.deaths),
        )
    return tolls


def _told_again(
    grammar: Grammar, sentence: Sentence, before: list[Toll], here: list[Toll]
) -> list[Toll]:
    """Give the numbers of a sentence that stand for a toll told in it, or in the last one."""
    found: list[Toll] = []
    last = [t for t in before[-3:] if sentence.first - t.token.index < _AGAIN]
    near = [t for t in (*last, *here) if t.quantity.minimum and not t.total]
    if not near or grammar.line_start(near[0].token.start) > sentence.span.start:
        return []
    told = grammar.parsed.sentences[near[0].token.sentence].span.start
    taken = {t.token.index for t in here}
    for one in read_again(grammar.text, sentence.span.start, sentence.span.end, told):
        tokens = grammar.parsed.tokens_in(Span(one.at, one.at + 1))
        earlier = [t for t in near if t.token.start < one.at]
        if one.hurt:
            earlier = [t for t in earlier if not t.deaths]
        if not tokens or tokens[0].index in taken or not earlier:
            continue
        if grammar.paragraph(earlier[-1].token) != grammar.paragraph(tokens[0]):
            continue
        quantity = Quantity(*one.counted, one.words.strip(), attribution(grammar, tokens[0]))
        deaths = earlier[-1].deaths
        found.append(Toll(tokens[0], deaths, quantity, whole=one.newer, rival=not one.newer))
    return found


def _in_sentence(grammar: Grammar, sentence: Sentence) -> list[Toll]:
    """Give readings by words and by grammar; of two in one clause the surer one stays."""
    span = sentence.span
    total = bool(_TOTAL.search(grammar.text, span.start, span.end))
    found: list[Found] = []
    for part in _parts(grammar.text, span):
        found += read_tolls(grammar.text, part.start, part.end)
        found += read_singles(grammar.text, part.start, part.end)
        found += read_states(grammar.text, part.start, part.end)
        found += read_care(grammar.text, part.start, part.end)
    for token in grammar.parsed.tokens[sentence.first : sentence.last]:
        found += [Found(token.start, *harm, 2) for harm in harmed(grammar, token)]
    kept: list[Toll] = []
    taken: set[tuple[int, int, bool]] = set()
    for one in sorted(found, key=lambda f: (f.rank, f.at)):
        tokens = grammar.parsed.tokens_in(Span(one.at, one.at + 1))
        if not tokens:
            continue
        token = tokens[0]
        if one.rank == DIES_RANK and grammar.kids(token, "dobj"):
            continue  # "the driver killed time"
        if _is_meant(grammar, token):
            continue
        part_number = grammar.text.count(";", span.start, one.at)
        clause = grammar.clause_head[token.index], part_number, one.deaths
        if clause in taken:
            continue
        taken.add(clause)
        counted = with_more(grammar.text[one.at : span.end], one.counted)
        quantity = Quantity(*counted, one.words.strip(), attribution(grammar, token))
        kept.append(
            Toll(
                token,
                one.deaths,
                quantity,
                total=total or _by_war(grammar, token),
                whole=one.rank == WHOLE_RANK,
            )
        )
    return sorted(kept, key=lambda t: (t.token.index, not t.deaths))


def _parts(text: str, sentence: Span) -> Iterator[Span]:
    """Cut a sentence at its semicolons: what they part are tolls of different events."""
    start = sentence.start
    for match in re.finditer(";", text[sentence.start : sentence.end]):
        yield Span(start, sentence.start + match.start())
        start = sentence.start + match.end()
    yield Span(start, sentence.end)


def _is_meant(grammar: Grammar, verb: Token) -> bool:
    """Read "a plot to kill 200 people": nobody was."""
    marks = (
        [kid for kid in grammar.kids(verb, "aux") if kid.tag == "TO"] if verb.tag == "VB" else []
    )
    return any(
        lemma(grammar.parsed.tokens[index]) in _MEANING
        for mark in marks
        for index in (verb.head, max(0, mark.index - 1))
    )


def _by_war(grammar: Grammar, token: Token) -> bool:
    return token.pos == "VERB" and any(lemma(a) in _WAR for a in grammar.agents(token))

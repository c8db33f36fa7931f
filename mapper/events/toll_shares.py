"""Which event a number of dead or injured belongs to, and what an event's numbers come to."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.events.grouping import own_place
from mapper.events.passages import HARMFUL, harmful_before
from mapper.events.toll_triggers import part_of

if TYPE_CHECKING:
    from mapper.events.casualties import Toll
    from mapper.events.triggers import Trigger
    from mapper.grammar import Grammar
    from mapper.model import Quantity, Token

__all__ = ["number_of", "share_tolls"]

# Frames that come after the harm: a burial or a search has no dead of its own.
_AFTERMATH = frozenset(["commemoration", "aid", "rescue", "displacement", "release", "opening"])
# Frames whose words do not say whether they harmed anybody.
_MAY_HARM = frozenset(["generic", "movement", "dispersal", "seize", "blockade"])
_SPILL = 2  # sentences
# Who dies after the others: "two of the wounded", "a fourth man", "another".
_LATER = re.compile(
    r"\W*(?:(?:one|two|three|four|five|\d+)\s+of\s+(?:them|those|the\s+(?:wounded|injured|hurt))\b|"
    r"another\b|an?\s+(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|further)\b)",
    re.I,
)


def share_tolls(
    grammar: Grammar, triggers: list[Trigger], tolls: list[Toll]
) -> dict[int, list[Toll]]:
    """Give each toll to the event of its clause, its sentence, or the one told just before.

    Parameters
    ----------
    grammar
        The parsed article.
    triggers
        The events, in text order.
    tolls
        Every number of dead or injured; totals of wars and years go to none.

    Returns
    -------
    dict of int to list of Toll
        By the index of the event's trigger.
    """
    shares: dict[int, list[Toll]] = {}
    owners = _Owners(grammar, triggers)
    for toll in tolls:
        if toll.total:
            continue
        owner = owners.of(toll.token)
        if owner is not None:
            shares.setdefault(owner.token.index, []).append(toll)
    _spill(grammar, triggers, shares)
    return shares


def _spill(grammar: Grammar, triggers: list[Trigger], shares: dict[int, list[Toll]]) -> None:
    """Let a harmful event that tells no dead, or no hurt, share those of what follows it."""
    own = {index: tuple(tolls) for index, tolls in shares.items()}
    for number, trigger in enumerate(triggers):
        if trigger.frame.name not in HARMFUL | _MAY_HARM:
            continue
        for deaths in (True, False):
            mine = own.get(trigger.token.index, ())
            if any(t.deaths == deaths for t in mine):
                continue
            shares.setdefault(trigger.token.index, []).extend(
                _following(grammar, triggers[number:], own, deaths=deaths)
            )


def _following(
    grammar: Grammar,
    triggers: list[Trigger],
    own: dict[int, tuple[Toll, ...]],
    *,
    deaths: bool,
) -> list[Toll]:
    """Give the tolls of the next event without a place, in the paragraph of the first."""
    first = triggers[0].token
    for later in triggers[1:]:
        if (
            later.token.sentence - first.sentence > _SPILL
            or grammar.paragraph(later.token) != grammar.paragraph(first)
            or own_place(grammar, later.token)
        ):
            return []
        found = [t for t in own.get(later.token.index, ()) if t.deaths == deaths]
        if found:
            return found
    return []


class _Owners:
    """Physical events by the clauses and sentences that tell of them."""

    def __init__(self, grammar: Grammar, triggers: list[Trigger]) -> None:
        self._grammar, self._triggers = grammar, triggers
        self._by_clause: dict[tuple[int, int], Trigger] = {}
        self._harmful: dict[int, list[Trigger]] = {}
        self._others: dict[tuple[int, int], list[Trigger]] = {}
        for trigger in triggers:
            if not trigger.frame.physical or trigger.frame.name in _AFTERMATH:
                continue
            tokens = list(trigger.tokens())
            for token in tokens:
                self._by_clause.setdefault(self._clause(token), trigger)
            if trigger.frame.name in HARMFUL:
                for sentence in {t.sentence for t in tokens}:
                    self._harmful.setdefault(sentence, []).append(trigger)
            elif trigger.frame.name in _MAY_HARM | {"find"}:
                for part in {part_of(grammar, t) for t in tokens}:
                    self._others.setdefault(part, []).append(trigger)

    def _clause(self, token: Token) -> tuple[int, int]:
        return self._grammar.clause_head[token.index], part_of(self._grammar, token)[1]

    def of(self, token: Token) -> Trigger | None:
        """Give the event of a token's clause, else of its sentence, else the one before."""
        here = self._by_clause.get(self._clause(token))
        if here is not None:
            return here
        same = self._harmful.get(token.sentence)
        if same:
            part = part_of(self._grammar, token)
            return min(
                same,
                key=lambda t: (
                    part_of(self._grammar, t.token) != part,
                    abs(t.token.index - token.index),
                ),
            )
        before = harmful_before(self._grammar, self._triggers, token)
        if before is not None:
            return before
        others = self._others.get(part_of(self._grammar, token), [])
        return min(others, key=lambda t: abs(t.token.index - token.index), default=None)


def number_of(tolls: list[Toll], *, deaths: bool) -> Quantity | None:
    """Give the first number that counts, with those who died later; zero only where none does."""
    mine = [t.quantity for t in tolls if t.deaths == deaths]
    told = [q for q in mine if q.minimum > 0]
    if not told:
        return mine[0] if mine else None
    first = told[0]
    for more in told[1:] if deaths else ():
        if _LATER.match(more.text):
            first = _added(first, more)
    return first


def _added(one: Quantity, more: Quantity) -> Quantity:
    """Give the sum of two numbers, in the words and by the authority of the first."""
    top = None
    if one.maximum is not None and more.maximum is not None:
        top = one.maximum + more.maximum
    return replace(one, minimum=one.minimum + more.minimum, maximum=top)

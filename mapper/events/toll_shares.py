"""Which event a number of dead or injured belongs to, and what an event's numbers come to."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.events.grouping import own_place
from mapper.events.passages import HARMFUL, harmful_before
from mapper.events.toll_people import WORD, is_people
from mapper.events.toll_triggers import part_of
from mapper.events.toll_verbs import carries

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
# Frames that may come with harm told later, though none is told in their own words.
_MAY_HEAR = _MAY_HARM | {"find", "withdrawal", "travel"}
_SPILL = 2  # sentences
_TIED = frozenset(["advcl", "conj", "parataxis", "ccomp", "xcomp", "acl", "relcl"])
# Who dies after the others: "two of the wounded", "a fourth man", "another".
_LATER = re.compile(
    r"\W*(?:(?:one|two|three|four|five|\d+)\s+of\s+(?:them|those|the\s+(?:wounded|injured|hurt))\b|"
    r"another\b|an?\s+(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|further)\b)",
    re.I,
)
# What counts some of those already counted.
_PART = re.compile(r"^\W*(?:\w+\s+)?(?:of\s+(?:them|whom|those|the)\b|among|including)", re.I)
_SAID = re.compile(
    r"\b(?:says?|said|speaks?|spoke|according|claims?|claimed|reports?|reported|puts?|counts?|"
    r"tells?|told|announced?|insists?|asserts?)\b",
    re.I,
)
_REMAINS = re.compile(r"\b(?:bod(?:y|ies)|corpses?)\b", re.I)
_FOES = frozenset(
    ["attacker", "assailant", "gunman", "militant", "terrorist", "rebel", "insurgent", "guerrilla",
     "bandit", "enemy", "infiltrator", "saboteur", "jihadist", "raider", "hitman", "bomber"]
)  # fmt: skip


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
    shares = {index: _marked(grammar, mine) for index, mine in shares.items()}
    _spill(grammar, triggers, shares)
    return shares


def _spill(grammar: Grammar, triggers: list[Trigger], shares: dict[int, list[Toll]]) -> None:
    """Let a harmful event that tells no dead, or no hurt, share those of what follows it."""
    own = {index: tuple(tolls) for index, tolls in shares.items()}
    for number, trigger in enumerate(triggers):
        if trigger.frame.name not in HARMFUL | _MAY_HEAR:
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
        if later.token.sentence - first.sentence > _SPILL or grammar.paragraph(
            later.token
        ) != grammar.paragraph(first):
            return []
        found = [t for t in own.get(later.token.index, ()) if t.deaths == deaths]
        if _is_elsewhere(grammar, first, later.token, found):
            return []
        if found:
            return found
    return []


def _is_elsewhere(grammar: Grammar, first: Token, later: Token, found: list[Toll]) -> bool:
    """Whether a later deed is at a place of its own.

    A hospital is none, nor the first one's place told again ("the nine hurt at the mill").
    """
    if not own_place(grammar, later) or carries(grammar, later):
        return False
    again = any(toll.whole for toll in found)
    return not again or not _names(grammar, first) & _names(grammar, later)


def _names(grammar: Grammar, token: Token) -> set[str]:
    return {
        t.text for t in grammar.clause_tokens(token) if t.pos == "PROPN" and not t.text.isdigit()
    }


class _Owners:
    """Physical events by the clauses and sentences that tell of them."""

    def __init__(self, grammar: Grammar, triggers: list[Trigger]) -> None:
        self._grammar, self._triggers = grammar, triggers
        self._by_clause: dict[tuple[int, int], Trigger] = {}
        self._harmful: dict[int, list[Trigger]] = {}
        self._others: dict[tuple[int, int], list[Trigger]] = {}
        self._placed: dict[int, list[Trigger]] = {}
        for trigger in triggers:
            if not trigger.frame.physical or trigger.frame.name in _AFTERMATH:
                continue
            tokens = list(trigger.tokens())
            if trigger.frame.name in HARMFUL | _MAY_HARM and own_place(grammar, trigger.token):
                self._placed.setdefault(trigger.token.sentence, []).append(trigger)
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

    def _placed_beside(self, token: Token) -> Trigger | None:
        """Give the deed with a place that the clause of a token is tied to in its sentence."""
        heads = {self._grammar.clause_head[token.index]}
        here = self._grammar.parsed.tokens[min(heads)]
        while here.dep in _TIED and here.head != here.index:
            above = self._grammar.clause_head[here.head]
            if above in heads:
                break
            heads.add(above)
            here = self._grammar.parsed.tokens[above]
        near = [
            t
            for t in self._placed.get(token.sentence, [])
            if self._hangs(t, heads) and not carries(self._grammar, t.token)
        ]
        return min(near, key=lambda t: abs(t.token.index - token.index), default=None)

    def _hangs(self, trigger: Trigger, heads: set[int]) -> bool:
        """Whether a trigger's clause is one of some clauses, or hangs on one right away."""
        own = self._grammar.clause_head[(trigger.support or trigger.token).index]
        if own in heads:
            return True
        head = self._grammar.parsed.tokens[own]
        joined = head.dep in _TIED - {"conj"}
        return joined and self._grammar.clause_head[head.head] in heads

    def of(self, token: Token) -> Trigger | None:
        """Give the event of a token's clause, else of its sentence, else the one before."""
        here = self._by_clause.get(self._clause(token))
        if here is not None and here.token.sentence == token.sentence:
            return here
        placed = self._placed_beside(token)
        if placed is not None or here is not None:
            return placed or here
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
    """Give what the tolls of an event come to; zero only where they tell of nobody.

    The last number that is told as the whole counts, else the first, with those who died later
    and with the other victims.

    Parameters
    ----------
    tolls
        Of one event, in text order.
    deaths
        Deaths, or injuries.
    """
    mine = [t for t in tolls if t.deaths == deaths]
    told = [t for t in mine if t.quantity.minimum > 0]
    if not told:
        return mine[0].quantity if mine else None
    whole = [t for t in told if t.whole]
    if whole:
        return whole[-1].quantity
    total = told[0].quantity
    for more in told[1:]:
        if more.added or (deaths and _LATER.match(more.quantity.text)):
            total = _added(total, more.quantity)
    return total


def _marked(grammar: Grammar, tolls: list[Toll]) -> list[Toll]:
    """Mark what counts other victims than the first toll of its kind does.

    They are of two sides ("two soldiers were killed; the enemy left four bodies"), or stand side
    by side ("nine people bruised and a conductor stabbed").
    """
    counted: dict[bool, list[Toll]] = {}
    marked = []
    for toll in tolls:
        before = counted.setdefault(toll.deaths, [])
        if toll.quantity.minimum and not toll.total:
            if before and all(_are_others(grammar, one, toll) for one in before):
                toll = replace(toll, added=True)
            if toll.added or not before:
                before.append(toll)
        marked.append(toll)
    return marked


def _are_others(grammar: Grammar, one: Toll, more: Toll) -> bool:
    if grammar.paragraph(one.token) != grammar.paragraph(more.token):
        return False
    if _PART.search(more.quantity.text):
        return False
    between = grammar.text[one.token.end : more.token.start]
    first, second = _people(one.quantity.text), _people(more.quantity.text)
    if not second and _REMAINS.search(more.quantity.text):
        second = _people(between) & _FOES  # "the enemy withdrew, leaving four bodies"
    if not first or not second:
        return False
    if bool(first & _FOES) != bool(second & _FOES):
        return True
    if one.token.sentence != more.token.sentence or first & second:
        return False
    if one.quantity.minimum == more.quantity.minimum > 1:
        return False  # told again in other words
    if _SAID.search(between):
        return False
    verb = grammar.parsed.tokens[grammar.clause_head[more.token.index]]
    if verb.dep == "conj" and not grammar.kids(verb, "nsubj", "nsubjpass"):
        return True  # "killed a rebel and lost one man"
    return not any(
        t.entity in ("DATE", "TIME") or own_place(grammar, t)
        for t in grammar.clause_tokens(more.token)
    )


def _people(words: str) -> set[str]:
    """Give the words of people in the words of a toll, in the singular as far as that is easy."""
    return {
        word.lower().removesuffix("s").replace("men", "man")
        for word in WORD.findall(words)
        if is_people(word) or word.lower() in ("enemy", "jihadis", "members")
    }


def _added(one: Quantity, more: Quantity) -> Quantity:
    """Give the sum of two numbers, in the words and by the authority of the first."""
    top = None
    if one.maximum is not None and more.maximum is not None:
        top = one.maximum + more.maximum
    return replace(one, minimum=one.minimum + more.minimum, maximum=top)

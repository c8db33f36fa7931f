"""Which event a number of dead or injured belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.events.grouping import own_place
from mapper.events.passages import HARMFUL, harmful_before
from mapper.events.toll_judge import Pairs, chances
from mapper.events.toll_sums import is_later, marked
from mapper.events.toll_triggers import part_of
from mapper.events.toll_verbs import carries

if TYPE_CHECKING:
    from mapper.events.casualties import Toll
    from mapper.events.triggers import Trigger
    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = ["proposed", "share_tolls"]

# Frames that come after the harm: a burial or a search has no dead of its own.
_AFTERMATH = frozenset(["commemoration", "aid", "rescue", "displacement", "release", "opening"])
# Frames whose words do not say whether they harmed anybody.
_MAY_HARM = frozenset(["generic", "movement", "dispersal", "seize", "blockade"])
# Frames that may come with harm told later, though none is told in their own words.
_MAY_HEAR = _MAY_HARM | {"find", "withdrawal", "travel"}
_SPILL = 2  # sentences
# From which chance an event keeps a number that the rules give it, and gets one that they do not.
_KEPT, _GIVEN = 0.2, 0.4
_TIED = frozenset(["advcl", "conj", "parataxis", "ccomp", "xcomp", "acl", "relcl"])


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
    own, shared = proposed(grammar, triggers, tolls)
    pairs = list(Pairs(grammar, triggers, tolls, own, shared))
    judged = chances([row for _, _, row in pairs])
    shares = {index: [t for t in mine if not t.quantity.minimum] for index, mine in shared.items()}
    for (trigger, toll, _), chance in zip(pairs, judged, strict=True):
        index = trigger.token.index
        ruled = toll in shared.get(index, ())
        if chance < (_KEPT if ruled else _GIVEN):
            continue
        told = any(t.deaths == toll.deaths for t in own.get(index, ()))
        if ruled or not (told or _across(grammar, trigger.token, toll.token)):
            shares.setdefault(index, []).append(toll)
    return {
        index: marked(grammar, sorted(mine, key=lambda t: t.token.index))
        for index, mine in shares.items()
    }


def _across(grammar: Grammar, one: Token, other: Token) -> bool:
    """Whether a semicolon of their sentence parts the two, as it parts headlines."""
    return one.sentence == other.sentence and part_of(grammar, one) != part_of(grammar, other)


def proposed(
    grammar: Grammar, triggers: list[Trigger], tolls: list[Toll]
) -> tuple[dict[int, list[Toll]], dict[int, list[Toll]]]:
    """Give the tolls of each event by rule: its own, and with those that it shares.

    Parameters
    ----------
    grammar
        The parsed article.
    triggers
        The events, in text order.
    tolls
        Every number of dead or injured.

    Returns
    -------
    tuple of dict of int to list of Toll
        By the index of the event's trigger.
    """
    own: dict[int, list[Toll]] = {}
    owners = _Owners(grammar, triggers)
    for toll in tolls:
        if toll.total:
            continue
        owner = owners.of(toll.token)
        if owner is not None and owner.frame.name == "find" and is_later(toll):
            owner = harmful_before(grammar, triggers, toll.token) or owner  # "a fourth was found"
        if owner is not None:
            own.setdefault(owner.token.index, []).append(toll)
    shared = {index: list(mine) for index, mine in own.items()}
    _spill(grammar, triggers, shared)
    return own, shared


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
            found = _following(grammar, triggers[number:], own, deaths=deaths)
            found = found or _before(grammar, triggers[: number + 1], own, deaths=deaths)
            shares.setdefault(trigger.token.index, []).extend(found)


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
        if any(_is_elsewhere(grammar, first, token, found) for token in later.tokens()):
            if later.frame.name in HARMFUL:
                return []
            continue
        if found:
            return found
    return []


def _before(
    grammar: Grammar,
    triggers: list[Trigger],
    own: dict[int, tuple[Toll, ...]],
    *,
    deaths: bool,
) -> list[Toll]:
    """Give the tolls told before a deed in its sentence: "Two are dead after a storm hit Bor"."""
    last = triggers[-1]
    if not own_place(grammar, last.token) and last.frame.name not in HARMFUL:
        return []
    for earlier in reversed(triggers[:-1]):
        if earlier.token.sentence != last.token.sentence or own_place(grammar, earlier.token):
            return []
        found = [t for t in own.get(earlier.token.index, ()) if t.deaths == deaths]
        if found:
            return found if earlier.frame.name not in HARMFUL - {"casualty", "killing"} else []
    return []


def _is_elsewhere(grammar: Grammar, first: Token, later: Token, found: list[Toll]) -> bool:
    """Whether a later deed is at a place of its own.

    A hospital is none, nor the first one's place told again ("the nine hurt at the mill").
    """
    if not own_place(grammar, later) or carries(grammar, later):
        return False
    if not _stands_here(grammar, later):
        return False
    again = any(toll.whole for toll in found)
    return not again or not _names(grammar, first) & _names(grammar, later)


def _stands_here(grammar: Grammar, token: Token) -> bool:
    """Whether the part of the sentence names a place that is nobody's home.

    "Four dead; he learned it in Bor" and "five firemen were hurt, two from Bor" do not.
    """
    part = part_of(grammar, token)
    return any(
        (t.pos == "PROPN" or t.entity in ("GPE", "LOC", "FAC"))
        and grammar.parsed.tokens[t.head].lemma.lower() != "from"
        for t in grammar.clause_tokens(token)
        if part_of(grammar, t) == part
    )


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

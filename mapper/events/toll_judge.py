"""How likely a number of dead or hurt is of an event, by a small trained model.

The rules of `mapper.events.toll_shares` propose an owner; the model sees what they said, how far
the two stand apart, what stands between them, and what either clause names. It knows no word and
no name, and nothing that the encoder says.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.events.grouping import own_place
from mapper.events.passages import HARMFUL
from mapper.events.toll_sums import is_later
from mapper.events.toll_triggers import part_of
from mapper.events.toll_verbs import carries
from mapper.grammar import lemma
from mapper.trees import Forest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mapper.events.casualties import Toll
    from mapper.events.triggers import Trigger
    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = ["BACK", "Pairs", "chances"]

_MODEL = Path(__file__).with_name("tolls.json")
BACK = 6
"""Sentences from an event to a number of its that is told later."""
_AHEAD = 2  # sentences from a number to its event that is told later
_MAY = frozenset(["generic", "movement", "dispersal", "seize", "blockade", "withdrawal", "travel"])
_AFTER = frozenset(["commemoration", "aid", "rescue", "displacement", "release", "opening"])
_OUTCOME = frozenset(["casualty", "killing"])
_MISHAP = frozenset(["accident", "fire", "weather", "quake", "mishap", "epidemic"])
_MORE = re.compile(r"\b(?:more|others?|another|further)\b", re.I)
_SUBSET = re.compile(r"\b(?:of\s+(?:them|whom|those|the)|among|including)\b", re.I)
_AGAIN = re.compile(
    r"\b(?:there|same|this|that|these|both|dead|victims?|toll|wounded|injured|casualties)\b", re.I
)
_NOUNS = frozenset(["NOUN", "PROPN"])
_TIMES = frozenset(["DATE", "TIME"])


class Pairs:
    """Numbers and events of an article, and what tells which belong together.

    Parameters
    ----------
    grammar
        The parsed article.
    triggers
        The events, in text order.
    tolls
        The numbers, in text order.
    own
        What the rules give each event at once, by the index of its trigger.
    shared
        The same with what they let events share.
    """

    def __init__(
        self,
        grammar: Grammar,
        triggers: Sequence[Trigger],
        tolls: Sequence[Toll],
        own: Mapping[int, Sequence[Toll]],
        shared: Mapping[int, Sequence[Toll]],
    ) -> None:
        self._grammar, self._triggers, self._tolls = grammar, triggers, tolls
        self._own, self._shared = own, shared
        self._owners = {toll: index for index, mine in own.items() for toll in mine}
        self._by_index = {t.token.index: t for t in triggers}
        self._starts = [t.token.index for t in triggers]
        self._events = [_of_event(grammar, t) for t in triggers]
        self._placed = [any(own_place(grammar, w) for w in t.tokens()) for t in triggers]

    def __iter__(self) -> Iterator[tuple[Trigger, Toll, dict[str, float]]]:
        """Give the pairs that are near enough, with their features."""
        for toll in self._tolls:
            if not toll.quantity.minimum or toll.total:
                continue
            alone = self._of_toll(toll)
            for number in self._near(toll.token):
                trigger = self._triggers[number]
                row = alone | self._events[number] | self._between(number, toll)
                yield trigger, toll, {name: float(value) for name, value in row.items()}

    def _near(self, token: Token) -> range:
        sentences = self._grammar.parsed.sentences
        first = sentences[max(0, token.sentence - BACK)].first
        last = sentences[min(len(sentences) - 1, token.sentence + _AHEAD)].last
        return range(bisect_left(self._starts, first), bisect_left(self._starts, last))

    def _of_toll(self, toll: Toll) -> dict[str, float]:
        grammar, token = self._grammar, toll.token
        words = toll.quantity.text
        sentence = grammar.parsed.sentences[token.sentence]
        clause = list(grammar.clause_tokens(token))
        owner = self._by_index.get(self._owners.get(toll, -1))
        return {
            "deaths": toll.deaths,
            "whole": toll.whole,
            "rival": toll.rival,
            "later": is_later(toll),
            "minimum": math.log1p(toll.quantity.minimum),
            "more": bool(_MORE.search(words)),
            "subset": bool(_SUBSET.search(words)),
            "said": bool(toll.quantity.attributed_to),
            "toll_placed": own_place(grammar, token),
            "toll_dated": any(t.entity in _TIMES for t in clause),
            "toll_carried": carries(grammar, token),
            "toll_again": bool(
                _AGAIN.search(grammar.text[clause[0].start : max(t.end for t in clause)])
            ),
            "opens": grammar.line_start(sentence.span.start) >= sentence.span.start - 1,
            "place_in_sentence": any(
                t.sentence == token.sentence and t.entity in ("GPE", "LOC", "FAC")
                for t in grammar.parsed.tokens[sentence.first : sentence.last]
            ),
            "owned": owner is not None,
            "owner_harmful": owner is not None and owner.frame.name in HARMFUL,
            "owner_back": token.sentence - owner.token.sentence if owner else -1,
        }

    def _between(self, number: int, toll: Toll) -> dict[str, float]:
        grammar, trigger, token = self._grammar, self._triggers[number], toll.token
        index, words = trigger.token.index, list(trigger.tokens())
        low, high = sorted((index, token.index))
        inner = range(bisect_right(self._starts, low), bisect_left(self._starts, high))
        harmful = [n for n in inner if self._triggers[n].frame.name in HARMFUL]
        clause = grammar.clause_head[token.index]
        mine = [t for t in self._own.get(index, ()) if t.deaths == toll.deaths]
        gap = grammar.text.count("\n", *sorted((trigger.token.start, token.start)))
        here = self._names(token)
        there = set().union(*(self._names(word) for word in words))
        owner = self._owners.get(toll)
        return {
            "rule_own": owner == index,
            "rule_shared": toll in self._shared.get(index, ()),
            "owner_absent": owner is None,
            "inside": any(word.index == token.index for word in words),
            "same_clause": any(grammar.clause_head[word.index] == clause for word in words),
            "main_clause": grammar.clause_head[index] == clause,
            "clause_above": self._hangs(clause, grammar.clause_head[index]),
            "clause_below": self._hangs(grammar.clause_head[index], clause),
            "same_part": part_of(grammar, trigger.token) == part_of(grammar, token),
            "back": token.sentence - trigger.token.sentence,
            "nearest_back": min(abs(token.sentence - word.sentence) for word in words),
            "words": math.log1p(min(abs(token.index - word.index) for word in words)),
            "before": index <= token.index,
            "lines": min(gap, 4),
            "between": len(inner),
            "harmful_between": len(harmful),
            "placed_between": sum(self._placed[n] for n in harmful),
            "own_tolls": len(mine),
            "has_other": bool(mine) and toll not in mine,
            "has_before": any(t.token.index < token.index for t in mine),
            "shared_names": len(here & there),
        }

    def _hangs(self, low: int, high: int) -> bool:
        head = self._grammar.parsed.tokens[low]
        return low != high and self._grammar.clause_head[head.head] == high

    def _names(self, token: Token) -> set[str]:
        return {lemma(t) for t in self._grammar.clause_tokens(token) if t.pos in _NOUNS}


def _of_event(grammar: Grammar, trigger: Trigger) -> dict[str, float]:
    name = trigger.frame.name
    words = list(trigger.tokens())
    first = grammar.parsed.sentences[trigger.token.sentence]
    return {
        "harmful": name in HARMFUL,
        "may_harm": name in _MAY,
        "generic": name == "generic",
        "outcome": name in _OUTCOME,
        "mishap": name in _MISHAP,
        "find": name == "find",
        "aftermath": name in _AFTER,
        "clash": name in ("clash", "raid", "capture"),
        "physical": trigger.frame.physical,
        "lexical": trigger.lexical,
        "nominal": trigger.nominal,
        "weight": trigger.frame.weight,
        "absorbed": len(trigger.absorbed),
        "placed": own_place(grammar, trigger.token),
        "some_placed": any(own_place(grammar, word) for word in words),
        "dated": any(t.entity in _TIMES for word in words for t in grammar.clause_tokens(word)),
        "event_opens": grammar.line_start(first.span.start) >= first.span.start - 1,
        "carried": carries(grammar, trigger.token),
    }


def chances(rows: Sequence[Mapping[str, float]]) -> list[float]:
    """How likely each pair belongs together, 0 to 1.

    Parameters
    ----------
    rows
        Features of `Pairs`.

    Raises
    ------
    DataError
        If the shipped model is missing or damaged.
    """
    return [float(chance) for chance in _forest().probabilities(rows)]


@cache
def _forest() -> Forest:
    return Forest(_MODEL)

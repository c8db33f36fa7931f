"""How strongly a place is tied to an event, by the tree and by the order of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.attach.sites import is_country
from mapper.grammar import lemma
from mapper.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.attach.sites import Site
    from mapper.grammar import Grammar
    from mapper.model import Event, Token

__all__ = ["Link", "Linker"]

_LOCATIVE = frozenset(
    "in at near on off outside inside around into across through along over between within beyond "
    "behind under against towards toward to from above below by throughout".split()
)
_ANAPHORA = re.compile(
    r"\b(there|here|(?:the|that|this|same|its)\s+(?:same\s+|whole\s+|entire\s+|latter\s+)?(?:village|town|city|settlement|"
    r"district|region|area|place|camp|base|port|province|scene|site|spot|island|capital|hamlet)|nearby|"
    r"(?:the\s+)?(?:town|city|village)['’]s|where|locals?|residents)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A tie of an event and a site: how likely, and why, in words."""

    site: Site
    score: float
    reason: str


class Linker:
    """Scores ties for one article.

    Parameters
    ----------
    grammar
        The parsed article.
    events
        All events, in text order.
    sites
        All sites, in text order.
    """

    def __init__(self, grammar: Grammar, events: Sequence[Event], sites: Sequence[Site]) -> None:
        self._grammar = grammar
        self._events = events
        self._sites = sites
        self._triggers = [self._token(e.trigger) for e in events]
        self._by_trigger: dict[int, int] = {}
        for number, token in enumerate(self._triggers):
            if token is not None:
                self._by_trigger.setdefault(token.index, number)
        self._clauses: dict[int, list[int]] = {}
        for number, token in enumerate(self._triggers):
            if token is not None:
                self._clauses.setdefault(grammar.clause_head[token.index], []).append(number)

    def _token(self, span: Span) -> Token | None:
        inside = self._grammar.parsed.tokens_in(span)
        return inside[0] if inside else None

    def direct(self, number: int) -> list[Link]:
        """Ties of one event to the sites of its own sentences, the unlikely left out."""
        event, trigger = self._events[number], self._triggers[number]
        if trigger is None:
            return []
        links = []
        for site in self._sites:
            if site.head.sentence != trigger.sentence:
                continue
            score, reason = self._score(number, event, trigger, site)
            if score > 0:
                links.append(Link(site, score, reason))
        return links

    def _score(self, number: int, event: Event, trigger: Token, site: Site) -> tuple[float, str]:
        name, word = site.resolution.mention.text, trigger.text
        owner = self._owner(site)
        tie = f"“{site.preposition} {name}”" if site.preposition else f"“{name}”"
        weak = site.owner or (is_country(site.place) and site.preposition not in _LOCATIVE)
        if owner == number:
            score = 0.93 if site.preposition in _LOCATIVE else 0.8
            return score - 0.35 * weak, f"{tie} depends on “{word}”"
        if owner is not None:
            other = self._triggers[owner]
            same = (
                other is not None
                and self._grammar.clause_head[other.index]
                == (self._grammar.clause_head[trigger.index])
            )
            if same:
                return 0.6 - 0.3 * weak, f"{tie} stands in the clause of “{word}”"
            return 0.2, f"{tie} stands in the sentence of “{word}”"
        if event.quote.contains(site.span):
            return 0.75 - 0.35 * weak, f"{tie} stands in the clause of “{word}”"
        free = self._nearest(site)
        if free == number:
            return 0.55 - 0.35 * weak, f"{tie} stands in the sentence of “{word}”"
        return 0.3 - 0.2 * weak, f"{tie} stands in the sentence of “{word}”"

    def _owner(self, site: Site) -> int | None:
        """The event whose trigger, or whose clause, the site hangs on."""
        grammar = self._grammar
        here = site.head
        for _ in range(12):
            if here.index in self._by_trigger:
                return self._by_trigger[here.index]
            if here.head == here.index:
                break
            if grammar.clause_head[here.index] == here.index and here.index in self._clauses:
                break
            here = grammar.parsed.tokens[here.head]
        clause = self._clauses.get(grammar.clause_head[site.head.index], [])
        if clause:
            return min(
                clause,
                key=lambda n: abs((self._triggers[n] or site.head).index - site.head.index),
            )
        return None

    def _nearest(self, site: Site) -> int | None:
        options = [
            (abs(t.index - site.head.index), n)
            for n, t in enumerate(self._triggers)
            if t is not None and t.sentence == site.head.sentence
        ]
        return min(options)[1] if options else None

    def anaphor(self, number: int) -> str:
        """A word of the event's sentence that points back to a place; empty if none."""
        trigger = self._triggers[number]
        if trigger is None:
            return ""
        clause = self._grammar.clause_of(trigger)
        tokens = [self._grammar.parsed.tokens[i] for i in clause.tokens]
        text = self._grammar.text[tokens[0].start : max(t.end for t in tokens)]
        match = _ANAPHORA.search(text)
        return match[0] if match else ""

    def trigger(self, number: int) -> Token | None:
        """The token of an event's trigger."""
        return self._triggers[number]

    def lemma(self, number: int) -> str:
        """The trigger's lemma; empty if the event lies outside the parse."""
        token = self._triggers[number]
        return lemma(token) if token is not None else ""

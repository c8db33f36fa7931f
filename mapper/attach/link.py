"""How strongly a place is tied to an event, by the tree and by the order of the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from mapper.grammar import lemma
from mapper.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.attach.sites import Site
    from mapper.grammar import Grammar
    from mapper.model import Event, Token

__all__ = ["Linker"]

_ANAPHORA = re.compile(
    r"\b(there|here|(?:the|that|this|same|its)\s+(?:same\s+|whole\s+|entire\s+|latter\s+)?(?:village|town|city|settlement|"
    r"district|region|area|place|camp|base|port|province|scene|site|spot|island|capital|hamlet)|nearby|"
    r"(?:the\s+)?(?:town|city|village)['’]s|where|locals?|residents)\b",
    re.I,
)


_REACH = 3  # sentences
_LEAD = 40  # characters from the start of a paragraph, where a name heads it
_HEADING = 70  # characters
_FEW = 4
_PHRASE = 80  # characters


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
        self._told_in: dict[int, list[int]] = {}
        for number, token in enumerate(self._triggers):
            if token is not None:
                self._clauses.setdefault(grammar.clause_head[token.index], []).append(number)
                self._told_in.setdefault(token.sentence, []).append(number)
        self._trigger_indexes = sorted(t.index for t in self._triggers if t is not None)
        self._site_indexes = sorted(s.head.index for s in sites)
        self._site_starts = [s.span.start for s in sites]
        self._site_sentences = [s.head.sentence for s in sites]
        self._named: Counter[str] = Counter(s.key for s in sites)
        self._sites_in: dict[int, list[Site]] = {}
        for site in sites:
            self._sites_in.setdefault(site.head.sentence, []).append(site)

    def _token(self, span: Span) -> Token | None:
        inside = self._grammar.parsed.tokens_in(span)
        return inside[0] if inside else None

    def candidates(self, number: int) -> list[Site]:
        """Sites that an event may have: of its sentence, or carried over from before it.

        Parameters
        ----------
        number
            Number of the event.

        Returns
        -------
        list of Site
            In text order: those of the sentence, up to three sentences back in the paragraph, the
            last one named before that, and those of a heading line above the paragraph.
        """
        trigger = self._triggers[number]
        if trigger is None:
            return []
        paragraph = self._grammar.paragraph(trigger)
        heading = self._heading(paragraph)
        found, last = [], None
        for site in self._reachable(trigger, heading, paragraph):
            gap = trigger.sentence - site.head.sentence
            same = self._grammar.paragraph(site.head) == paragraph
            first = same and site.span.start - paragraph < _LEAD
            if (
                gap == 0
                or (same and gap <= _REACH)
                or first
                or heading <= site.span.start < paragraph
            ):
                found.append(site)
            else:
                last = site
        if (
            last is not None
            and len(found) < _FEW
            and trigger.sentence - last.head.sentence <= 2 * _REACH
        ):
            found.insert(0, last)
        return found

    def _reachable(self, trigger: Token, heading: int, paragraph: int) -> list[Site]:
        """Sites in text order of which some may be candidates, and the last one before them."""
        number = trigger.sentence
        end = bisect_right(self._site_sentences, number)
        first = bisect_left(self._site_starts, heading)
        lead = bisect_left(self._site_starts, paragraph + _LEAD)
        near = bisect_left(self._site_sentences, number - _REACH)
        numbers = {*range(max(0, first - 1), min(lead, end)), *range(max(0, near - 1), end)}
        return [self._sites[n] for n in sorted(numbers)]

    def _heading(self, paragraph: int) -> int:
        """Start of a short line right above the paragraph; its own start if there is none."""
        text = self._grammar.text
        end = paragraph
        while end and text[end - 1].isspace():
            end -= 1
        start = text.rfind("\n", max(0, end - _HEADING - 1), end) + 1
        return start if 0 < end - start <= _HEADING else paragraph

    def reason(self, number: int, site: Site) -> str:
        """Why a site is tied to an event, in words."""
        trigger = self._triggers[number]
        name = site.resolution.mention.text
        if trigger is None:
            return ""
        tie = f"“{self._phrase(site)}”"
        if site.head.sentence != trigger.sentence:
            anaphor = self.anaphor(number)
            if anaphor:
                return f"“{anaphor}” points back to “{name}”"
            return f"carried over from “{name}”, named before in the same passage"
        if self.owner(site) == number:
            return f"{tie} depends on “{trigger.text}”"
        if self._grammar.clause_head[site.head.index] == self._grammar.clause_head[trigger.index]:
            return f"{tie} stands in the clause of “{trigger.text}”"
        return f"{tie} stands in the sentence of “{trigger.text}”"

    def _phrase(self, site: Site) -> str:
        """Give the name with what leads up to it: "at a mosque in X", "near X"."""
        name = site.resolution.mention.text
        told = f"{site.preposition} {name}" if site.preposition else name
        noun = site.governor
        if noun is None or noun.pos != "NOUN" or noun.dep != "pobj" or not site.preposition:
            return told
        start = self._grammar.parsed.tokens[noun.head].start
        if not 0 < site.span.end - start <= _PHRASE:
            return told
        return " ".join(self._grammar.text[start : site.span.end].split())

    def owner(self, site: Site) -> int | None:
        """Give the event whose trigger, or whose clause, the site hangs on."""
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

    def nearest(self, site: Site) -> int | None:
        """Give the event of the site's sentence whose trigger stands nearest to it."""
        options = [
            (abs(t.index - site.head.index), n)
            for n in self._told_in.get(site.head.sentence, ())
            if (t := self._triggers[n]) is not None
        ]
        return min(options)[1] if options else None

    def anaphor(self, number: int) -> str:
        """Give a word of the event's sentence that points back to a place; empty if none."""
        trigger = self._triggers[number]
        if trigger is None:
            return ""
        clause = self._grammar.clause_of(trigger)
        tokens = [self._grammar.parsed.tokens[i] for i in clause.tokens]
        text = self._grammar.text[tokens[0].start : max(t.end for t in tokens)]
        match = _ANAPHORA.search(text)
        return match[0] if match else ""

    def told_in(self, sentence: int) -> Sequence[int]:
        """Give the numbers of the events whose trigger stands in a sentence."""
        return self._told_in.get(sentence, ())

    def sites_in(self, sentence: int) -> Sequence[Site]:
        """Give the sites of a sentence, in text order."""
        return self._sites_in.get(sentence, ())

    def mentioned(self, site: Site) -> int:
        """How often the text names the site's place."""
        return self._named[site.key]

    def triggers_between(self, low: int, high: int) -> int:
        """How many triggers stand between two tokens."""
        return _between(self._trigger_indexes, low, high)

    def sites_between(self, low: int, high: int) -> int:
        """How many sites stand between two tokens."""
        return _between(self._site_indexes, low, high)

    @property
    def count(self) -> int:
        """How many events there are."""
        return len(self._events)

    def event(self, number: int) -> Event:
        """One event by its number."""
        return self._events[number]

    def trigger(self, number: int) -> Token | None:
        """Give the token of an event's trigger."""
        return self._triggers[number]

    def lemma(self, number: int) -> str:
        """Give the trigger's lemma; empty if the event lies outside the parse."""
        token = self._triggers[number]
        return lemma(token) if token is not None else ""


def _between(indexes: Sequence[int], low: int, high: int) -> int:
    """How many of ascending numbers lie between two others, these left out."""
    return max(0, bisect_left(indexes, high) - bisect_right(indexes, low))

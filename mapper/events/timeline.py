"""Which of a text's time expressions dates an event."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import timedelta
from typing import TYPE_CHECKING

from mapper.events.agenda import is_on_agenda, is_scheduled
from mapper.events.lexicon import lexicon
from mapper.events.time_readers import Tense
from mapper.events.times import (
    TimeExpression,
    find_times,
    heading_period,
    is_future,
    text_stamp,
)
from mapper.grammar import lemma
from mapper.model import DatePrecision, EventDate, Factuality, Span

if TYPE_CHECKING:
    from datetime import date

    from mapper.events.calendar import Period
    from mapper.events.triggers import Trigger
    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = ["Timeline"]

_THAT_WAS = re.compile(
    r"\s*(?:this|that|it|all\s+(?:this|that))\s+(?:was|were|happened|took\s+place|occurred)\s+"
    r"(?:(?:back|early|late)\s+)?(?:on|in|at)?\s*(?:the\s+)?",
    re.I,
)
_FRESH = 60  # days
_HEADING_REST = 12  # letters besides the day: "DAY 3 - Tuesday 5 March"
_DATELINE_END = 70  # characters from the start of the text


def _unsaid(told: TimeExpression) -> EventDate:
    """Give a date that the event's own words do not tell."""
    start, end = told.period.iso()
    return EventDate(start, end, told.period.precision, "")


def _covering(period: Period | None) -> EventDate:
    """Give the period that the whole text covers as a date, none where it tells none."""
    return EventDate() if period is None else EventDate(*period.iso(), period.precision, "")


class Timeline:
    """The dates of an article, and the events laid along them.

    Parameters
    ----------
    grammar
        The parsed article.
    """

    def __init__(self, grammar: Grammar) -> None:
        parsed = grammar.parsed
        self._grammar = grammar
        spans = tuple(s.span for s in parsed.sentences)
        self._published: date | None = parsed.article.published or text_stamp(grammar.text, spans)
        self.expressions = find_times(grammar.text, spans, parsed.article.published, self._tense)
        self._points = [e for e in self.expressions if not e.until]
        self._starts = [e.span.start for e in self._points]
        self._headings = self._find_headings()
        self._covered = heading_period(grammar.text, self._published)
        self._by_clause: dict[int, list[TimeExpression]] = {}
        self._by_sentence: dict[int, list[TimeExpression]] = {}
        firsts = [span.start for span in spans]
        for expression in self.expressions:
            tokens = parsed.tokens_in(expression.span)
            for head in {grammar.clause_head[t.index] for t in tokens}:
                self._by_clause.setdefault(head, []).append(expression)
            number = bisect_right(firsts, expression.span.start) - 1
            self._by_sentence.setdefault(number, []).append(expression)

    def date_of(self, trigger: Trigger, factuality: Factuality) -> EventDate:
        """When an event was, by the nearest expression that can date it.

        Parameters
        ----------
        trigger
            The event's trigger with what it has absorbed.
        factuality
            Whether it has happened: what is planned is not dated by the story's past.
        """
        real = factuality in (Factuality.OCCURRED, Factuality.ONGOING, Factuality.ALLEGED)
        own = self._in_clauses(trigger, past=real) or self._in_sentence(trigger.token, past=real)
        if own is not None:
            return self._as_date(own)
        if factuality is Factuality.PLANNED:
            return EventDate()
        told = self._told_after(trigger.token) or self._from_story(trigger.token, past=real)
        if told is not None:
            return told
        return self._from_publication(trigger.token)

    def _tense(self, offset: int) -> Tense:
        tokens = self._grammar.parsed.tokens_in(Span(offset, offset + 1))
        if not tokens:
            return Tense.OTHER
        clause = list(self._grammar.clause_tokens(tokens[0]))
        if is_future(" ".join(t.text for t in clause)):
            return Tense.OPEN if self._was_to_be(tokens[0]) else Tense.FUTURE
        # "The first buses leave on Friday."; in a headline the present tense tells the past.
        verb = self._grammar.parsed.tokens[self._grammar.clause_head[tokens[0].index]]
        if is_on_agenda(self._grammar, offset) and verb.tag not in ("VBD", "VBN"):
            return Tense.FUTURE
        if verb.pos not in ("VERB", "AUX"):
            return Tense.OPEN
        meant = self._meant(verb)
        if meant is not None:
            return Tense.FUTURE if meant.tag in ("VBZ", "VBP") else Tense.OPEN
        if is_scheduled(self._grammar, verb):
            return Tense.FUTURE
        aims = any(kid.tag == "VB" for kid in self._grammar.kids(verb, "xcomp"))
        return Tense.PAST if verb.tag == "VBD" and not aims else Tense.OTHER

    def _meant(self, verb: Token) -> Token | None:
        """Give the verb of the intent: "he means to reach X by the 11th"."""
        if verb.tag != "VB" or verb.dep != "xcomp":
            return None
        above = self._grammar.parsed.tokens[verb.head]
        return above if lexicon().cue(lemma(above), "plan") else None

    def _was_to_be(self, token: Token) -> bool:
        """Read "A march planned for the 7th was called off": once to come, now past."""
        tokens = self._grammar.parsed.tokens
        verb = tokens[self._grammar.clause_head[token.index]]
        if verb.dep != "acl" or verb.tag != "VBN":
            return False
        above = tokens[self._grammar.clause_head[verb.head]]
        return above.tag == "VBD" or (
            above.tag == "VBN"
            and any(k.tag in ("VBD", "VBN") for k in self._grammar.kids(above, "aux", "auxpass"))
        )

    @staticmethod
    def _as_date(expression: TimeExpression) -> EventDate:
        start, end = expression.period.iso()
        if expression.until:
            return EventDate("", end, expression.period.precision, expression.text)
        return EventDate(start, end, expression.period.precision, expression.text)

    def _in_clauses(self, trigger: Trigger, *, past: bool) -> TimeExpression | None:
        for token in trigger.tokens():
            clause = self._grammar.clause_head[token.index]
            inside = [
                e
                for e in self._by_clause.get(clause, ())
                if not e.until and not self._is_dateline(e)
            ]
            if inside:
                return self._nearest(inside, token, past=past)
        return None

    def _in_sentence(self, token: Token, *, past: bool) -> TimeExpression | None:
        told = self._by_sentence.get(token.sentence, ())
        inside = [e for e in told if not self._is_dateline(e)]
        return self._nearest(inside, token, past=past) if inside else None

    def _nearest(
        self, expressions: list[TimeExpression], token: Token, *, past: bool
    ) -> TimeExpression:
        """Give the best of several: a day rather than a month, not yet to come, and the closest."""

        def badness(e: TimeExpression) -> tuple[bool, bool, bool, bool, int]:
            coming = past and self._published is not None and e.period.first > self._published
            gap = min(abs(e.span.start - token.end), abs(token.start - e.span.end))
            return (
                e.until,
                coming,
                e.period.precision is not DatePrecision.DAY,
                e.text.lower() == "overnight",
                gap,
            )

        return min(expressions, key=badness)

    def _is_dateline(self, expression: TimeExpression) -> bool:
        after = self._grammar.text[expression.span.end : expression.span.end + 40]
        return bool(self._grammar.dateline_end(expression.span.start)) or (
            expression.span.end < _DATELINE_END
            and any(m in after[:25] for m in (" –", " —", " -", "("))
        )

    def _told_after(self, token: Token) -> EventDate | None:
        """Read "That was on Friday.": a next sentence that tells nothing but the time."""
        sentences = self._grammar.parsed.sentences
        told = self._by_sentence.get(token.sentence + 1, ())
        if len(told) != 1 or told[0].until:
            return None
        span = sentences[token.sentence + 1].span
        if not _THAT_WAS.fullmatch(self._grammar.text, span.start, told[0].span.start):
            return None
        rest = self._grammar.text[told[0].span.end : span.end].strip()
        return self._as_date(told[0]) if rest in (".", "") else None

    def _from_story(self, token: Token, *, past: bool) -> EventDate | None:
        """Give the date that the paragraph has reached; it stands until another is told."""
        paragraph = self._grammar.line_start(token.start)
        for number in range(bisect_left(self._starts, token.start) - 1, -1, -1):
            told = self._points[number]
            if told.span.start < paragraph:
                break
            coming = self._published is not None and told.period.first > self._published
            if not told.period.open_end and not (past and coming):
                return _unsaid(told)
        number = bisect_left(self._headings, token.start, key=lambda e: e.span.start)
        return _unsaid(self._headings[number - 1]) if number else None

    def _find_headings(self) -> list[TimeExpression]:
        """Give the lines that tell a day and hardly more, where the days are several.

        One alone is the day of publication.
        """
        text, found = self._grammar.text, []
        for told in self._points:
            if told.period.precision is DatePrecision.DAY:
                start = self._grammar.line_start(told.span.start)
                end = text.find("\n", told.span.end)
                rest = (
                    text[start : told.span.start] + text[told.span.end : end if end >= 0 else None]
                )
                if sum(c.isalpha() for c in rest) <= _HEADING_REST:
                    found.append(told)
        return found if len({told.period.first for told in found}) > 1 else []

    def _from_publication(self, token: Token) -> EventDate:
        """News without a date is of the month it was published in, no finer.

        Unless the story stands elsewhere: earlier in the year (then the year is all that is
        known), or in another year (then nothing is).
        """
        if self._published is None:
            return _covering(self._covered)
        story = self._story(token, self._published)
        if abs((self._published - story).days) > _FRESH:
            if story.year != self._published.year:
                return EventDate()
            year = str(story.year)
            return EventDate(year, year, DatePrecision.YEAR, "")
        if self._covered is not None and self._covered.first <= self._published:
            return _covering(self._covered)
        day = self._published - timedelta(days=int(self._published.day == 1))
        month = day.isoformat()[:7]
        return EventDate(month, month, DatePrecision.MONTH, "")

    def _story(self, token: Token, published: date) -> date:
        """Give the day that the story stands at before a token: the last told.

        What a paragraph before told of old times is left behind where the story had been fresh.
        """
        before = self._points[: bisect_left(self._starts, token.start)]
        days = [e.period.first if e.period.open_end else e.period.last for e in before]
        if not days:
            return published
        fresh = [day for day in days if abs((published - day).days) <= _FRESH]
        here = before[-1].span.start >= self._grammar.line_start(token.start)
        return days[-1] if here or not fresh else fresh[-1]

    def is_to_come(self, date: EventDate) -> bool:
        """Whether a day lies after publication."""
        fine = date.precision in (DatePrecision.DAY, DatePrecision.WEEK)
        if self._published is None or not fine or not date.text:
            return False
        return date.start > self._published.isoformat()

    def in_clause(self, token: Token) -> bool:
        """Whether the clause of a token tells a time."""
        return self._grammar.clause_head[token.index] in self._by_clause

    def in_sentence(self, token: Token) -> bool:
        """Whether the sentence of a token tells a time."""
        return token.sentence in self._by_sentence

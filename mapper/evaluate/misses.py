"""What went wrong, with the words around it: for those who improve the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mapper.evaluate.gold import Document
from mapper.evaluate.outcome import Outcome
from mapper.evaluate.runner import Judged

__all__ = ["MISSES", "context", "misses"]

# Tasks worth reading, and what a wrong outcome of theirs means. Strict and lenient twins of one
# task are not both listed, nor what follows from an earlier miss.
MISSES = {
    "literal-found": "place not found",
    "literal-right": "shown, but no literal place",
    "literal-kind": "literal place taken for another use",
    "literal-placed-25": "put in the wrong spot",
    "metonymy-off": "government shown as a place",
    "demonym-off": "demonym shown as a place",
    "incident-found": "incident not found at its place",
    "incident-right": "no such incident there",
    "category": "wrong category",
    "event-type": "wrong event type",
    "date": "wrong date",
    "fatalities": "wrong deaths",
    "injuries": "wrong injuries",
    "factuality": "wrong factuality",
    "not-occurred": "shown as having happened",
    "attribution": "wrong or no attribution",
    "actors": "actor not named",
    "toponyms-recall-lenient": "name not found",
    "toponyms-precision-lenient": "no such name there",
    "kind": "wrong kind of use",
    "given": "gold span put in the wrong spot",
    "placed-precision": "wrong name or spot",
    "link-recall": "place of the event not attached",
    "link-precision": "attached, but the event was not there",
    "link-none": "attached, though the event has no place",
    "link-event": "verb of an event not read as one",
    "deaths": "wrong number of deaths",
    "headline-place": "place of the headline not found",
    "type": "wrong event type",
    "type-none": "event where there is none",
    "case": "expectation not met",
}

_AROUND = 70


def misses(judged: Judged, tasks: Iterable[str] = ()) -> Iterator[tuple[Outcome, str]]:
    """Go through what was judged wrong, by task, with its context.

    Parameters
    ----------
    judged
        A corpus and its outcomes.
    tasks
        Which tasks; all of `MISSES` where none is given.

    Yields
    ------
    tuple of Outcome and str
        The miss, and the text around it with the span between ``[[`` and ``]]``.
    """
    wanted = list(tasks) or list(MISSES)
    documents = {document.id: document for document in judged.corpus.documents}
    for task in wanted:
        for outcome in judged.outcomes:
            if outcome.task == task and not outcome.right and not _follows(outcome):
                yield outcome, context(documents[outcome.doc], outcome.start, outcome.end)


def _follows(outcome: Outcome) -> bool:
    """Whether it is wrong only because the place was not found, which is listed already."""
    return outcome.task == "literal-placed-25" and not outcome.said


def context(document: Document, start: int, end: int) -> str:
    """Cut the words around a span, on one line."""
    text = document.text
    if end - start >= 3 * _AROUND:
        return " ".join(text[start:end].split())
    before = text[max(0, start - _AROUND) : start]
    after = text[end : end + _AROUND]
    return " ".join(f"{before}[[{text[start:end]}]]{after}".split())

"""Readers of the corpora of single sentences, headlines and stories about events."""

from __future__ import annotations

from mapper.evaluate.codes import from_cameo, from_plover
from mapper.evaluate.fields import Row
from mapper.evaluate.gold import Deaths, Document, Link
from mapper.evaluate.headlines import mentions_number, states_number, states_single

__all__ = ["read_coded", "read_conflict", "read_link"]


def read_link(row: Row) -> Document:
    """Read a sentence, a verb in it, and the places where that happened (possibly none).

    Where the corpus names a place without saying where it stands the link cannot be judged:
    the document has none then.
    """
    text = row.text("text", None)
    verbs = [_inside(item, text) for item in row.rows("verbs")]
    if not verbs:
        raise row.bad("'verbs' is empty")
    link = None
    spans = row.rows("event_locations")
    if all(item.data.get("start") is not None for item in spans):
        link = Link(verb=verbs[0], places=tuple(_inside(item, text) for item in spans))
    return Document(id=row.text("id", None), text=text, link=link)


def _inside(row: Row, text: str) -> tuple[int, int]:
    start, end = row.span()
    if end > len(text) or text[start:end] != row.text("text", None):
        raise row.bad(f"{row.text('text')!r} does not stand at {start}-{end}")
    return start, end


def read_conflict(row: Row) -> Document:
    """Read a headline with the deaths and the point of the event that it was the source of."""
    text = row.text("text", None)
    lat, lon = row.point()
    best, low, high = row.count("fatalities"), row.count("deaths_low"), row.count("deaths_high")
    if lat is None or lon is None or best is None or low is None or high is None:
        raise row.bad("lacks its point or its deaths")
    counted = best > 0 and states_number(text, best)
    return Document(
        id=row.text("id", None),
        text=text,
        published=row.text("source_date"),
        deaths=Deaths(
            best=best,
            low=low,
            high=high,
            stated=counted or (best == 1 and states_single(text)),
            single=not counted,
            mentioned=best > 0 and mentions_number(text, best),
            place=row.text("place"),
            lat=lat,
            lon=lon,
        ),
    )


def read_coded(row: Row) -> Document:
    """Read a text with its event types: PLOVER's sentences, stories, or CAMEO's."""
    if row.has("event_type"):
        codes: tuple[str, ...] = (from_plover(row.text("event_type", None)),)
    else:
        cameo = [item.text("cameo") for item in row.rows("events")]
        codes = tuple(dict.fromkeys(filter(None, (from_cameo(code) for code in cameo if code))))
    return Document(
        id=row.text("id", None),
        text=row.text("text", None),
        title=row.text("title"),
        published=row.text("date"),
        codes=codes,
    )

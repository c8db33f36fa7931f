"""Annotated texts as windows of word pieces with labels, and the changes made to them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from gazetteer import Gazetteer
from mapper.encode import SHAPES, Window, windows
from mapper.model import HEADS, TAGS, Category, EventType, Factuality, Span
from training.corpora import Demonyms, gold_of

__all__ = ["Batch", "Labelled", "Text", "batches", "labelled", "read_texts", "swapped"]

IGNORED = -100
_PADDING = SHAPES - 1
# Share of windows seen in one case only, as headlines and careless typing are.
_ONE_CASE = 0.05
# Share of names that a swapped copy replaces.
_REPLACED = 0.4
_LOWER, _UPPER, _SHAPES_PER_PLACE = 0, 2, 7
# Stories of one labelled event open with it; what comes later may be about anything.
_OPENING = 420
_CATEGORIES, _TYPES, _FACTUALITIES = list(Category), list(EventType), list(Factuality)
# Names of PLOVER's first draft, as coded sentences use them.
_OLD_TYPES = {"DEMAND": "REQUEST", "FIGHT": "ASSAULT", "DISAPPROVE": "ACCUSE"}


@dataclass(frozen=True)
class Labels:
    """Stretches of a text and the class that one head should give to their words."""

    head: str
    spans: tuple[tuple[Span, int], ...]
    # Class of all other words; `IGNORED` where the annotation says nothing about them.
    elsewhere: int = IGNORED


@dataclass(frozen=True)
class Text:
    """A text with its toponyms in text order, and with labels for the heads of events.

    `names` holds span and kind (see `training.corpora.Gold`); None where names are not annotated.
    """

    id: str
    text: str
    names: tuple[tuple[Span, str], ...] | None
    labels: tuple[Labels, ...] = ()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A window with the class of every word by head; `IGNORED` where unknown."""

    window: Window
    classes: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows padded to one length, all tensors (windows, pieces)."""

    pieces: Tensor
    shapes: Tensor
    mask: Tensor
    classes: dict[str, Tensor]


def read_texts(path: Path, gazetteer: Gazetteer) -> list[Text]:
    """Read a corpus: articles with toponyms, coded sentences or stories, or linked verbs."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    demonyms = Demonyms(gazetteer)
    found = []
    for row in rows:
        if "toponyms" in row:
            found.append(_article(row, demonyms))
        elif "event_locations" in row:
            marked = [p for p in row["event_locations"] if p["start"] is not None]
            places = tuple((Span(p["start"], p["end"]), 1) for p in marked)
            found.append(Text(row["id"], row["text"], None, (Labels("where", places, 0),)))
        else:
            code = _OLD_TYPES.get(row["event_type"], row["event_type"])
            if code in _TYPES:
                text = row["text"]
                if row.get("title"):
                    text = f"{row['title']}\n\n{text}"
                text = text[: _OPENING + text[_OPENING:].find(" ")] if len(text) > 600 else text
                whole = ((Span(0, len(text)), _TYPES.index(EventType(code))),)
                found.append(Text(row["id"], text, None, (Labels("type", whole),)))
    return found


def _article(row: dict[str, Any], demonyms: Demonyms) -> Text:
    names: list[tuple[Span, str]] = []
    # The inner of two nested names is left out.
    for gold in sorted(gold_of(row, demonyms), key=lambda g: (g.span.start, -g.span.end)):
        if not names or gold.span.start >= names[-1][0].end:
            names.append((gold.span, gold.kind))
    labels = tuple(_event_labels(row, names)) if "events" in row else ()
    return Text(str(row["id"]), row["text"], tuple(names), labels)


def _event_labels(row: dict[str, Any], names: Sequence[tuple[Span, str]]) -> Iterator[Labels]:
    events = sorted(row["events"], key=lambda e: e["quote_end"] - e["quote_start"])
    quotes = [Span(e["quote_start"], e["quote_end"]) for e in events]
    kinds = [
        1 + _CATEGORIES.index(Category(e["type"])) if e["must_map"] else IGNORED for e in events
    ]
    yield Labels("event", tuple(zip(quotes, kinds, strict=True)), 0)
    types = [_TYPES.index(EventType(e["event_type"])) for e in events]
    yield Labels("type", tuple(zip(quotes, types, strict=True)))
    said = [_FACTUALITIES.index(Factuality(e["factuality"])) for e in events]
    yield Labels("factuality", tuple(zip(quotes, said, strict=True)))
    yield Labels("where", tuple((name, 1) for name in _event_places(row, names)), 0)


def _event_places(row: dict[str, Any], names: Sequence[tuple[Span, str]]) -> Iterator[Span]:
    """Mentions at which an event happened: in its quote, or else the nearest before it."""
    literal = [span for span, kind in names if kind == "literal"]
    for event in row["events"]:
        quote = Span(event["quote_start"], event["quote_end"])
        for place in event["places"]:
            same = [s for s in literal if row["text"][s.start : s.end] == place["name"]]
            inside = [s for s in same if s.overlaps(quote)]
            before = [s for s in same if s.end <= quote.start]
            yield from inside or before[-1:]


def labelled(tokenizer: object, article: Text) -> list[Labelled]:
    """Cut a text into windows and label their words."""
    found = []
    for window in windows(tokenizer, article.text, Span(0, len(article.text))):
        classes = {head: [IGNORED] * len(window.words) for head in HEADS}
        if article.names is not None:
            before: tuple[Span, str] | None = None
            for number, word in enumerate(window.words):
                name = _name_at(article.names, word)
                tag, flag = _label(name, name is not None and name == before)
                classes["tags"][number], classes["literal"][number] = tag, flag
                before = name
        for labels in article.labels:
            row = classes[labels.head]
            for number, word in enumerate(window.words):
                at = (value for span, value in labels.spans if span.overlaps(word))
                row[number] = next(at, labels.elsewhere)
        found.append(Labelled(window, classes))
    return found


def _name_at(names: Sequence[tuple[Span, str]], word: Span) -> tuple[Span, str] | None:
    for name in names:
        if name[0].overlaps(word):
            return name
        if name[0].start >= word.end:
            break
    return None


def _label(name: tuple[Span, str] | None, goes_on: bool) -> tuple[int, int]:
    if name is None:
        return TAGS.index("O"), IGNORED
    kind = name[1]
    if kind == "undecided":
        return IGNORED, IGNORED
    tag = TAGS.index(("I-" if goes_on else "B-") + ("DEM" if kind == "demonym" else "LOC"))
    flag = {"literal": 1, "metonymic": 0}.get(kind, IGNORED)
    return tag, IGNORED if goes_on else flag


def swapped(article: Text, names: Sequence[str], chance: random.Random) -> Text:
    """Replace some one-word names by others, every mention of a name alike."""
    if article.names is None:
        return article
    text = article.text
    chosen: dict[str, str] = {}
    changes: list[tuple[Span, str]] = []
    for span, kind in article.names:
        name = text[span.start : span.end]
        plain = name.istitle() and name.isalpha() and len(name) > 3
        if plain and kind not in ("demonym", "undecided"):
            if name not in chosen:
                chosen[name] = chance.choice(names) if chance.random() < _REPLACED else name
            if chosen[name] != name:
                changes.append((span, chosen[name]))
    parts, position = [], 0
    for span, name in changes:
        parts += [text[position : span.start], name]
        position = span.end
    parts.append(text[position:])

    def moved(span: Span) -> Span:
        start, end = span.start, span.end
        for old, name in changes:
            longer = len(name) - (old.end - old.start)
            start += longer if old.end <= span.start else 0
            end += longer if old.end <= span.end else 0
        return Span(start, end)

    return replace(
        article,
        text="".join(parts),
        names=tuple((moved(span), kind) for span, kind in article.names),
        labels=tuple(
            replace(own, spans=tuple((moved(span), value) for span, value in own.spans))
            for own in article.labels
        ),
    )


def batches(found: list[Labelled], size: int, chance: random.Random) -> Iterator[Batch]:
    """Shuffle windows into batches of about equal lengths; shorter windows, more of them."""
    order = sorted(found, key=lambda one: len(one.window.pieces) + 40 * chance.random())
    groups: list[list[Labelled]] = [[]]
    for one in reversed(order):
        longest = len(groups[-1][0].window.pieces) if groups[-1] else 0
        room = size * max(1, min(3, 170 // max(1, longest)))
        if len(groups[-1]) >= room:
            groups.append([])
        groups[-1].append(one)
    chance.shuffle(groups)
    for group in groups:
        yield _batch(group, chance)


def _batch(group: list[Labelled], chance: random.Random) -> Batch:
    length = max(len(one.window.pieces) for one in group)
    pieces = torch.zeros(len(group), length, dtype=torch.long)
    shapes = torch.full((len(group), length), _PADDING)
    classes = {head: torch.full((len(group), length), IGNORED) for head in HEADS}
    mask = torch.zeros(len(group), length, dtype=torch.bool)
    for row, one in enumerate(group):
        own = len(one.window.pieces)
        pieces[row, :own] = torch.tensor(one.window.pieces)
        shapes[row, :own] = torch.tensor(_recased(one.window.shapes, chance))
        mask[row, :own] = True
        for head, values in one.classes.items():
            classes[head][row, one.window.first] = torch.tensor(values)
    return Batch(pieces, shapes, mask, classes)


def _recased(shapes: list[int], chance: random.Random) -> list[int]:
    draw = chance.random()
    if draw >= _ONE_CASE:
        return shapes
    case = _UPPER if draw < _ONE_CASE / 2 else _LOWER
    written = (0, 1, 2, 3, 6)
    return [
        shape - shape % _SHAPES_PER_PLACE + case
        if shape != _PADDING and shape % _SHAPES_PER_PLACE in written
        else shape
        for shape in shapes
    ]

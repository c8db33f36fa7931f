"""Annotated articles as windows of word pieces with tags, and the changes made to them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from gazetteer import Gazetteer
from mapper.model import Span
from training.corpora import Demonyms, gold_of
from training.encoder import SHAPES, TAGS, Window, windows

__all__ = ["Batch", "Labelled", "Text", "batches", "labelled", "read_texts", "swapped"]

IGNORED = -100
_PADDING = SHAPES - 1
# Share of windows seen in one case only, as headlines and careless typing are.
_ONE_CASE = 0.05
# Share of names that a swapped copy replaces.
_REPLACED = 0.4
_LOWER, _UPPER, _SHAPES_PER_PLACE = 0, 2, 7


@dataclass(frozen=True)
class Text:
    """An article with its toponyms: span, kind (see `training.corpora.Gold`), in text order."""

    id: str
    text: str
    names: tuple[tuple[Span, str], ...]
    body: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A window with the tag and the literal flag of every word; `IGNORED` where unknown."""

    window: Window
    tags: list[int]
    literal: list[int]


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows padded to one length, all tensors (windows, pieces)."""

    pieces: Tensor
    shapes: Tensor
    mask: Tensor
    tags: Tensor
    literal: Tensor


def read_texts(path: Path, gazetteer: Gazetteer) -> list[Text]:
    """Read a corpus, the inner of two nested names left out."""
    demonyms = Demonyms(gazetteer)
    found = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line:
            continue
        row = json.loads(line)
        names: list[tuple[Span, str]] = []
        for gold in sorted(gold_of(row, demonyms), key=lambda g: (g.span.start, -g.span.end)):
            if not names or gold.span.start >= names[-1][0].end:
                names.append((gold.span, gold.kind))
        whole = Span(0, len(row["text"]))
        found.append(Text(str(row["id"]), row["text"], tuple(names), (whole,)))
    return found


def labelled(tokenizer: object, article: Text) -> list[Labelled]:
    """Cut an article into windows and label their words."""
    found = []
    for stretch in article.body:
        for window in windows(tokenizer, article.text, stretch):
            tags, literal = [], []
            before: tuple[Span, str] | None = None
            for word in window.words:
                name = _name_at(article.names, word)
                tag, flag = _label(name, name is not None and name == before)
                tags.append(tag)
                literal.append(flag)
                before = name
            found.append(Labelled(window, tags, literal))
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
    parts: list[str] = []
    kept: list[tuple[Span, str]] = []
    chosen: dict[str, str] = {}
    position = length = 0
    for span, kind in article.names:
        between, name = article.text[position : span.start], article.text[span.start : span.end]
        if (
            kind not in ("demonym", "undecided")
            and name.istitle()
            and name.isalpha()
            and len(name) > 3
        ):
            if name not in chosen:
                chosen[name] = chance.choice(names) if chance.random() < _REPLACED else name
            name = chosen[name]
        start = length + len(between)
        kept.append((Span(start, start + len(name)), kind))
        parts += [between, name]
        position, length = span.end, start + len(name)
    parts.append(article.text[position:])
    text = "".join(parts)
    return replace(article, text=text, names=tuple(kept), body=(Span(0, len(text)),))


def batches(found: list[Labelled], size: int, chance: random.Random) -> Iterator[Batch]:
    """Shuffle windows into batches of about equal lengths."""
    order = sorted(found, key=lambda one: len(one.window.pieces) + 40 * chance.random())
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    chance.shuffle(groups)
    for group in groups:
        yield _batch(group, chance)


def _batch(group: list[Labelled], chance: random.Random) -> Batch:
    length = max(len(one.window.pieces) for one in group)
    pieces = torch.zeros(len(group), length, dtype=torch.long)
    shapes = torch.full((len(group), length), _PADDING)
    tags, literal = (torch.full((len(group), length), IGNORED) for _ in range(2))
    mask = torch.zeros(len(group), length, dtype=torch.bool)
    for row, one in enumerate(group):
        own = len(one.window.pieces)
        pieces[row, :own] = torch.tensor(one.window.pieces)
        shapes[row, :own] = torch.tensor(_recased(one.window.shapes, chance))
        mask[row, :own] = True
        tags[row, one.window.first] = torch.tensor(one.tags)
        literal[row, one.window.first] = torch.tensor(one.literal)
    return Batch(pieces, shapes, mask, tags, literal)


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

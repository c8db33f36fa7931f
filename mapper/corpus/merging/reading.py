"""Analyses in, columns of reports out."""

from __future__ import annotations

import hashlib
import math
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mapper.corpus.merging.borrowing import Names, nearest
from mapper.corpus.merging.finding import opened
from mapper.corpus.merging.kinds import UNREAL, families_of
from mapper.corpus.merging.lines import Article, Incident, Line, Mention, Place, Quantity, read_line
from mapper.corpus.merging.reports import Reports, Spots
from mapper.corpus.merging.sentences import is_overnight, sentence_of
from mapper.corpus.merging.source import packed, source_of
from mapper.corpus.merging.times import day_number, window
from mapper.corpus.merging.wording import Bag, words_of
from mapper.errors import SourceError
from mapper.model import Category, EventType, Factuality, PlaceRole, Precision

if TYPE_CHECKING:
    from mapper.corpus.merging.reports import Ints

__all__ = ["Intake"]

_AROUND = 200  # characters on each side of a quote that are read with it
_WRONG = 5  # lines of one file that are told one by one
_SPOTS = 6  # places of one report that are compared
_CATEGORIES = {category.value: number for number, category in enumerate(Category)}
_TYPES = {kind.value: number for number, kind in enumerate(EventType)}
_REAL = {f.value: f not in UNREAL for f in Factuality}
_POINTS = (Precision.EXACT.value, Precision.SETTLEMENT.value)
_NEAR = PlaceRole.NEAR.value


@dataclass(slots=True)
class _Kept:
    """Which rows an article's analysis filled, and what it is chosen by if there are two."""

    rank: tuple[tuple[str, ...], bytes]
    first: int
    last: int


class _Told(NamedTuple):
    """A report before it is put into columns."""

    id: str
    source: bytes
    numbers: tuple[int, ...]
    times: tuple[float, ...]
    words: tuple[set[int], ...]
    actors: tuple[set[int], ...]
    spots: list[tuple[float, ...]]
    wanted: Sequence[int]


@dataclass(slots=True)
class Intake:
    """Takes analyses line by line and gives the columns of what they report.

    Attributes
    ----------
    articles
        How many different ones were read.
    repeated
        How many analyses were left out, as the same article came again.
    failures
        One line for each file or line that could not be read.
    """

    failures: list[str] = field(default_factory=list)
    repeated: int = 0
    _kept: dict[tuple[str, str], _Kept] = field(default_factory=dict)
    _texts: dict[str, int] = field(default_factory=dict)
    _twins: dict[tuple[int, str], int] = field(default_factory=dict)
    _codes: dict[str, int] = field(default_factory=dict)
    _ids: list[str] = field(default_factory=list)
    _sources: list[bytes] = field(default_factory=list)
    _numbers: array[int] = field(default_factory=lambda: array("q"))
    _times: array[float] = field(default_factory=lambda: array("d"))
    _spots: array[float] = field(default_factory=lambda: array("d"))
    _names: Names = field(default_factory=Names)
    _words: Bag = field(default_factory=lambda: Bag(1.0, 0.5, 0.0, 0.0))
    _actors: Bag = field(default_factory=lambda: Bag(1.0, 0.7))

    @property
    def articles(self) -> int:
        """How many articles were read."""
        return len(self._kept)

    def read(self, path: Path) -> None:
        """Read a file; what cannot be read is told in `failures`, the rest is kept."""
        wrong = 0
        try:
            with opened(path) as stream:
                for number, line in enumerate(stream, start=1):
                    try:
                        self.add(line)
                    except SourceError as error:
                        wrong += 1
                        if wrong <= _WRONG:
                            self.failures.append(f"{path}, line {number}: {error}")
        except (OSError, EOFError, zlib.error) as error:
            reason = (getattr(error, "strerror", None) or str(error)).lower()
            self.failures.append(f"{path}: cannot be read ({reason}); check the file")
        if wrong > _WRONG:
            self.failures.append(f"{path}: {wrong - _WRONG} more lines like these")

    def add(self, line: bytes) -> None:
        """Take one analysis.

        Parameters
        ----------
        line
            As `mapper parse` writes it.

        Raises
        ------
        SourceError
            It is none; nothing of it is kept.
        """
        line = line.strip()
        read = read_line(line)
        if read is None:
            return
        try:
            key, told = self._prepare(read)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise SourceError(
                f"no analysis as mapper parse writes it ({type(error).__name__}: {error})"
            ) from None
        # Of two analyses of one article the newer stays, however they come.
        rank = (read.signature, hashlib.sha256(line).digest())
        old = self._kept.get(key)
        if old is not None:
            self.repeated += 1
            if old.rank >= rank:
                return
        first = len(self._ids)
        for one in told:
            self._ids.append(one.id)
            self._sources.append(one.source)
            for spot in one.spots:
                self._spots.extend((len(self._ids) - 1.0, *spot))
            self._names.want(len(self._ids) - 1, one.wanted)
            self._numbers.extend(one.numbers)
            self._times.extend(one.times)
            self._words.add(*one.words)
            self._actors.add(*one.actors)
        self._kept[key] = _Kept(rank, first, len(self._ids))

    def _prepare(self, read: Line) -> tuple[tuple[str, str], list[_Told]]:
        article = read.article
        digest = (
            article.sha256
            or hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
        )
        # The same words on another day may be news of another day: alerts are all alike.
        copy = f"{digest} {article.published}"
        number = self._texts.setdefault(copy, len(self._texts))
        written = words_of(" ".join([mention.text for mention in read.mentions]))
        names = self._words.numbers(written)
        told = {item.id: self._told(item, read, number, names) for item in read.incidents}
        return (article.id, digest), list(told.values())

    def _told(self, item: Incident, read: Line, article: int, names: set[int]) -> _Told:
        head = read.article
        published = day_number(head.published or "")
        first, last, exact = window(
            item.date_start or "",
            item.date_end or "",
            item.date_precision,
            told=bool(item.date_text),
            published=published,
        )
        if exact and is_overnight(item.quote):
            first, exact = first - 1.0, False
        sentence = sentence_of(head.text, item.quote_start, item.quote_end)
        numbers = (
            article,
            sentence[0],
            self._twins.setdefault((article, item.id), len(self._twins)),
            _CATEGORIES[item.category],
            _TYPES[item.event_type],
            self._code(item.acled_sub_type),
            _REAL[item.factuality],
            exact,
        )
        source = source_of(item, head, read.mentions)
        spots = [self._spot(place, read.mentions) for place in item.places[:_SPOTS]]
        spots = spots or self._borrowed(read.mentions, item)
        return _Told(
            id=source.id,
            source=packed(source),
            numbers=numbers,
            times=(first, last, published, *_range(item.fatalities), *_range(item.injuries)),
            words=self._worded(item, head, names, sentence),
            actors=(
                self._actors.numbers(words_of(" ".join([actor.name for actor in item.actors]))),
                self._actors.numbers([f"country {a.country}" for a in item.actors if a.country]),
            ),
            spots=spots,
            wanted=() if spots else self._names.in_quote(read.mentions, item),
        )

    def _worded(
        self, item: Incident, article: Article, names: set[int], sentence: tuple[int, int]
    ) -> tuple[set[int], ...]:
        """Number the words of the quotes, about them, the names in them, the sentence's others."""
        text, number = article.text, self._words.numbers
        start, end = item.quote_start, item.quote_end
        more = [text[quote.start : quote.end] for quote in item.quotes[1:]]
        quoted = number(words_of(" ".join([item.quote, *more])))
        before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        about = number(words_of(f"{article.title or ''} {before} {after}"))
        rest = number(words_of(f"{text[sentence[0] : start]} {text[end : sentence[1]]}"))
        # All reports from here share the names of places: they say nothing of which it is.
        return quoted - names, about - names, quoted & names, rest

    def _spot(self, place: Place, mentions: Sequence[Mention]) -> tuple[float, ...]:
        lat, lon = place.lat, place.lon
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise ValueError(f"no such place on earth: {lat}, {lon}")
        point = place.precision in _POINTS and place.role != _NEAR
        here, country = self._code(place.id), self._code(place.country)
        name = -1 if place.mention is None else self._names.number(mentions[place.mention].text)
        radius = max(0.0, place.uncertainty_km)
        return (lat, lon, radius, here, country, float(point), 0.0, name)

    def _borrowed(self, mentions: Sequence[Mention], item: Incident) -> list[tuple[float, ...]]:
        found = nearest(mentions, item)
        if found is None or found[0].place is None:
            return []
        there, radius = found[0].place, found[1]
        here, country = self._code(there.id), self._code(there.country)
        return [(there.lat, there.lon, radius, here, country, 0.0, 1.0, -1)]

    def _code(self, text: str | None) -> int:
        """Number a text; -1 for none."""
        return self._codes.setdefault(text, len(self._codes)) if text else -1

    def reports(self) -> Reports:
        """Give the columns, in the order of the reports' ids."""
        import numpy as np

        rows = [row for kept in self._kept.values() for row in range(kept.first, kept.last)]
        order = np.array(sorted(rows, key=lambda row: (self._ids[row], self._sources[row])), int)
        numbers = np.frombuffer(self._numbers, dtype=np.int64).reshape(-1, 8)[order]
        times = np.frombuffer(self._times, dtype=np.float64).reshape(-1, 7)[order]
        words, vocabulary = self._words.matrix(order)
        actors, actor_words = self._actors.matrix(order)
        classes = self._words.class_bits(order, parts=(0, 2))
        about = self._words.class_bits(order, parts=(0, 2, 3))
        article, sentence, twin, category, kind, sub, real, exact = np.ascontiguousarray(numbers.T)
        return Reports(
            ids=[self._ids[row] for row in order],
            sources=[self._sources[row] for row in order],
            article=article, sentence=sentence, twin=twin,
            category=category, event_type=kind, sub_type=sub,
            families=families_of(category, classes[0]),
            real=real.astype(bool), exact=exact.astype(bool),
            topics=classes[0], means=classes[1], objects=classes[2],
            topics_about=about[0], means_about=about[1], objects_about=about[2],
            first_day=times[:, 0].copy(), last_day=times[:, 1].copy(),
            published=times[:, 2].copy(),
            deaths=times[:, 3:5].copy(), injuries=times[:, 5:7].copy(),
            words=words, actors=actors, vocabulary=vocabulary, actor_words=actor_words,
            spots=self._placed(order),
        )  # fmt: skip

    def _placed(self, order: Ints) -> Spots:
        import numpy as np

        table = np.frombuffer(self._spots, dtype=np.float64).reshape(-1, 9)
        table = np.concatenate([table, self._names.places(table, order)])
        new = np.full(len(self._ids), -1, dtype=np.int64)
        new[order] = np.arange(len(order))
        report = new[table[:, 0].astype(np.int64)]
        kept = np.flatnonzero(report >= 0)
        kept = kept[np.argsort(report[kept], kind="stable")]
        table = table[kept]
        return Spots(
            report=report[kept],
            latitude=table[:, 1].copy(),
            longitude=table[:, 2].copy(),
            radius=table[:, 3].copy(),
            place=table[:, 4].astype(np.int64),
            country=table[:, 5].astype(np.int64),
            point=table[:, 6].astype(bool),
            borrowed=table[:, 7].astype(bool),
        )


def _range(quantity: Quantity | None) -> tuple[float, float]:
    if quantity is None:
        return math.nan, math.nan
    return quantity.min, math.inf if quantity.max is None else quantity.max

"""Analyses in, columns of reports out."""

from __future__ import annotations

import hashlib
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.corpus.merging.finding import opened
from mapper.corpus.merging.kinds import UNREAL, family_bits
from mapper.corpus.merging.lines import Line, Mention, read_line
from mapper.corpus.merging.reports import Reports, Spots
from mapper.corpus.merging.source import source_text
from mapper.corpus.merging.times import day_number, window
from mapper.corpus.merging.wording import Bag, class_bits, weigh, words_of
from mapper.errors import SourceError
from mapper.model import Category, EventType, Factuality, PlaceRole, Precision

if TYPE_CHECKING:
    from mapper.corpus.merging.reports import Ints

__all__ = ["Intake"]

_AROUND = 200  # characters on each side of a quote that are read with it
_WRONG = 5  # lines of one file that are told one by one
_SPOTS = 6  # places of one report that are compared
_CATEGORIES = {category.value: number for number, category in enumerate(Category)}
_CATEGORY = {category.value: category for category in Category}
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


@dataclass(slots=True)
class _Told:
    """A report before it is put into columns."""

    id: str
    source: str
    numbers: tuple[int, ...]
    times: tuple[float, ...]
    words: dict[str, float]
    actors: dict[str, float]
    spots: list[tuple[float, ...]]


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
    _sources: list[str] = field(default_factory=list)
    _numbers: array[int] = field(default_factory=lambda: array("q"))
    _times: array[float] = field(default_factory=lambda: array("d"))
    _spots: array[float] = field(default_factory=lambda: array("d"))
    _words: Bag = field(default_factory=Bag)
    _actors: Bag = field(default_factory=Bag)

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
        read = read_line(line)
        if read is None:
            return
        try:
            key, told = self._prepare(read)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise SourceError(
                f"no analysis as mapper parse writes it ({type(error).__name__}: {error})"
            ) from None
        rank = (read.signature, hashlib.sha256(line.strip()).digest())
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
            self._numbers.extend(one.numbers)
            self._times.extend(one.times)
            self._words.add(one.words)
            self._actors.add(one.actors)
        self._kept[key] = _Kept(rank, first, len(self._ids))

    def _prepare(self, read: Line) -> tuple[tuple[str, str], list[_Told]]:
        article = read.article
        text = str(article["text"])
        digest = (
            article.get("sha256")
            or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        )
        # The same words on another day may be news of another day: alerts are all alike.
        copy = f"{digest} {article.get('published')}"
        number = self._texts.setdefault(copy, len(self._texts))
        names = {word for mention in read.mentions for word in words_of(mention.text)}
        told = {
            one.id: one
            for one in (self._told(item, read, text, number, names) for item in read.incidents)
        }
        return (str(article["id"]), digest), list(told.values())

    def _told(
        self, item: dict[str, Any], read: Line, text: str, article: int, names: set[str]
    ) -> _Told:
        head = read.article
        start, end = item["quote_start"], item["quote_end"]
        more = [text[q["start"] : q["end"]] for q in item["quotes"][1:]]
        quoted = words_of(" ".join([item["quote"], *more]))
        near = words_of(text[max(0, start - _AROUND) : start] + " " + text[end : end + _AROUND])
        category, kind = _CATEGORIES[item["category"]], _TYPES[item["event_type"]]
        published = day_number(head.get("published") or "")
        first, last, exact = window(
            item["date_start"] or "",
            item["date_end"] or "",
            item["date_precision"],
            told=bool(item["date_text"]),
            published=published,
        )
        twin = self._twins.setdefault((article, item["id"]), len(self._twins))
        classes = class_bits(set(quoted))
        numbers = (
            article, twin, category, kind, self._code(item.get("acled_sub_type")),
            family_bits(_CATEGORY[item["category"]], classes[0]), _REAL[item["factuality"]], exact,
            *classes,
        )  # fmt: skip
        times = (first, last, published, *_range(item["fatalities"]), *_range(item["injuries"]))
        return _Told(
            id=f"{head['id']}/{item['id']}",
            source=source_text(item, head, read.mentions),
            numbers=numbers,
            times=times,
            words=weigh(
                ((words_of(head.get("title") or ""), 0.5), (near, 0.5), (quoted, 1.0)), names
            ),
            actors=_actor_words(item["actors"]),
            spots=[self._spot(place) for place in item["places"][:_SPOTS]]
            or self._borrowed(read.mentions, start, end),
        )

    def _spot(self, place: dict[str, Any]) -> tuple[float, ...]:
        lat, lon = float(place["lat"]), float(place["lon"])
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise ValueError(f"no such place on earth: {lat}, {lon}")
        point = place["precision"] in _POINTS and place["role"] != _NEAR
        radius = max(0.0, float(place["uncertainty_km"]))
        here = self._code(place["id"])
        return (lat, lon, radius, here, self._code(place.get("country")), float(point), 0.0)

    def _borrowed(
        self, mentions: Sequence[Mention], start: int, end: int
    ) -> list[tuple[float, ...]]:
        """Give the town or district named nearest to a quote that the article ties to no place.

        It only serves to find reports to compare with; the result does not say it was there.
        """
        near = [
            (max(start - mention.end, mention.start - end, 0), mention)
            for mention in mentions
            if mention.spot is not None
        ]
        if not near or min(near)[0] > _AROUND:
            return []
        spot = min(near)[1].spot
        assert spot is not None
        here, country = self._code(spot.id), self._code(spot.country)
        return [(spot.lat, spot.lon, spot.radius, here, country, 0.0, 1.0)]

    def _code(self, text: str | None) -> int:
        """Number a text; -1 for none."""
        return self._codes.setdefault(text, len(self._codes)) if text else -1

    def reports(self) -> Reports:
        """Give the columns, in the order of the reports' ids."""
        import numpy as np

        rows = [row for kept in self._kept.values() for row in range(kept.first, kept.last)]
        order = np.array(sorted(rows, key=lambda row: (self._ids[row], self._sources[row])), int)
        numbers = np.frombuffer(self._numbers, dtype=np.int64).reshape(-1, 11)[order]
        times = np.frombuffer(self._times, dtype=np.float64).reshape(-1, 7)[order]
        words, vocabulary = self._words.matrix(order)
        actors, actor_words = self._actors.matrix(order)
        article, twin, category, kind, sub, families, real, exact, topics, means, objects = (
            np.ascontiguousarray(numbers.T)
        )
        return Reports(
            ids=[self._ids[row] for row in order],
            sources=[self._sources[row] for row in order],
            article=article, twin=twin, category=category, event_type=kind, sub_type=sub,
            families=families, real=real.astype(bool), exact=exact.astype(bool),
            topics=topics, means=means, objects=objects,
            first_day=times[:, 0].copy(), last_day=times[:, 1].copy(),
            published=times[:, 2].copy(),
            deaths=times[:, 3:5].copy(), injuries=times[:, 5:7].copy(),
            words=words, actors=actors, vocabulary=vocabulary, actor_words=actor_words,
            spots=self._placed(order),
        )  # fmt: skip

    def _placed(self, order: Ints) -> Spots:
        import numpy as np

        table = np.frombuffer(self._spots, dtype=np.float64).reshape(-1, 8)
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


def _range(quantity: dict[str, Any] | None) -> tuple[float, float]:
    if quantity is None:
        return float("nan"), float("nan")
    most = quantity["max"]
    return float(quantity["min"]), float("inf") if most is None else float(most)


def _actor_words(actors: Sequence[dict[str, Any]]) -> dict[str, float]:
    words = weigh([(words_of(" ".join(actor["name"] for actor in actors)), 1.0)], frozenset())
    countries = {f"country {actor['country']}": 0.7 for actor in actors if actor.get("country")}
    return words | countries

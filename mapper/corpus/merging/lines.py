"""One line of an analysis, read no further than merging needs.

An analysis holds every candidate of every mention, and outlines of places: nine tenths of a
line, which a million articles cannot afford to have made into objects. Only the fields that are
named here are; the rest is looked through for its end. What is named is checked, too.
"""

from __future__ import annotations

import json

import msgspec
from msgspec import Struct

from mapper.errors import SourceError
from mapper.export import SCHEMA_VERSION

__all__ = ["Actor", "Article", "Incident", "Line", "Mention", "Place", "Quantity", "read_line"]


class Quantity(Struct, gc=False, omit_defaults=True):
    """A number of people, as an analysis has it."""

    min: int
    max: int | None
    text: str
    attributed_to: str | None = None


class Actor(Struct, gc=False):
    """Who took part."""

    name: str
    role: str
    country: str = ""


class Place(Struct, gc=False):
    """Where an incident was: decimal degrees (EPSG:4326), and a radius in km."""

    id: str
    name: str
    lat: float
    lon: float
    role: str
    precision: str
    uncertainty_km: float
    where_prec: int
    mention: int | None
    country: str = ""


class Span(Struct, gc=False):
    """Characters of the text."""

    start: int
    end: int


class Incident(Struct, gc=False):
    """An incident, as an analysis has it."""

    id: str
    category: str
    event_type: str
    acled_type: str | None
    acled_sub_type: str | None
    quote: str
    quote_start: int
    quote_end: int
    quotes: list[Span]
    trigger: str
    date_start: str | None
    date_end: str | None
    date_precision: str
    date_text: str
    actors: list[Actor]
    fatalities: Quantity | None
    injuries: Quantity | None
    factuality: str
    attributed_to: str | None
    places: list[Place]
    score: float


class Toponym(Struct, gc=False):
    """The place that a mention was taken for."""

    id: str
    lat: float
    lon: float
    country: str
    feature_class: str
    feature_code: str


class Mention(Struct, gc=False):
    """A place as written: where it stands, its words, how they are meant, what they name."""

    start: int
    end: int
    text: str
    kind: str
    place: Toponym | None


class Article(Struct, gc=False):
    """The article itself."""

    id: str
    text: str
    published: str | None
    title: str | None = ""
    url: str | None = ""
    sha256: str = ""


class _Generator(Struct, gc=False):
    version: str
    gazetteer: str
    models: list[str] = []


class _Head(Struct, gc=False):
    schema_version: str


class Line(_Head, gc=False):
    """What merging needs of an analysis."""

    generator: _Generator
    article: Article
    mentions: list[Mention]
    incidents: list[Incident]

    @property
    def signature(self) -> tuple[str, ...]:
        """What made it."""
        made = self.generator
        return (made.version, made.gazetteer, *made.models)


_LINE, _HEAD = msgspec.json.Decoder(Line), msgspec.json.Decoder(_Head)


def read_line(line: bytes) -> Line | None:
    """Read a line of a JSONL file.

    Parameters
    ----------
    line
        UTF-8, without white space at its ends.

    Returns
    -------
    Line or None
        None for an empty line.

    Raises
    ------
    SourceError
        It is no analysis, or one of another major version.
    """
    if not line:
        return None
    try:
        return _of_this_version(_LINE.decode(line))
    except msgspec.ValidationError as error:
        raise _refused(line, error) from None
    except (ValueError, RecursionError):
        return _mended(line)


def _mended(line: bytes) -> Line:
    """Read what is JSON to Python: with half a character escaped, or a byte order mark."""
    try:
        text = json.dumps(json.loads(line), ensure_ascii=False)
        return _of_this_version(_LINE.decode(text.encode("utf-8", "replace")))
    except msgspec.ValidationError as error:
        raise _refused(line, error) from None
    except (ValueError, RecursionError):
        raise SourceError("no analysis as mapper parse writes it") from None


def _of_this_version(head: Line) -> Line:
    _check_version(head.schema_version)
    return head


def _refused(line: bytes, error: Exception) -> SourceError:
    """Say what is amiss; an analysis of another version may lack anything."""
    try:
        _check_version(_HEAD.decode(line).schema_version)
    except SourceError as other:
        return other
    except (ValueError, RecursionError):
        return SourceError("no analysis as mapper parse writes it")
    return SourceError(f"no analysis as mapper parse writes it ({error})")


def _check_version(version: str) -> None:
    if version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise SourceError(
            f"an analysis of schema version {version}, but {SCHEMA_VERSION} is read here; "
            "make it again with mapper parse"
        )

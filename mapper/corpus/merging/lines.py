"""One line of an analysis, read no further than merging needs.

An analysis holds every candidate of every mention, and outlines of places: nine tenths of a
line, which a million articles cannot afford to have parsed. `mapper parse` writes its keys in a
fixed order, so the part between is found by its keys and only looked through for the mentions'
own words. A line of any other layout is parsed whole, to the same effect.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from mapper.errors import SourceError
from mapper.export import SCHEMA_VERSION

__all__ = ["Line", "Mention", "Spot", "read_line"]

# A quotation mark inside a JSON string is always escaped: what matches here is no one's words.
_TEXT = rb'("(?:[^"\\]|\\.)*")'
_NUMBER = rb"(-?[\d.eE+-]+)"
_MENTION = re.compile(
    rb'\{"start": (\d+), "end": (\d+), "text": ' + _TEXT + rb', "kind": "(\w+)", "place": '
    rb'(?:null|\{"id": ' + _TEXT + rb', "name": "(?:[^"\\]|\\.)*", "lat": ' + _NUMBER
    + rb', "lon": ' + _NUMBER + rb', "country": ' + _TEXT
    + rb', "feature_class": "(\w?)", "feature_code": "([\w.]*)")'
)  # fmt: skip
_MENTIONS, _INCIDENTS = b', "mentions": [', b', "incidents": ['


class Spot(NamedTuple):
    """A town, building or district: id, decimal degrees (EPSG:4326), country, radius in km."""

    id: str
    lat: float
    lon: float
    country: str
    radius: float


class Mention(NamedTuple):
    """A place as written: where it stands, its words, and a spot that it may stand for."""

    start: int
    end: int
    text: str
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class Line:
    """What merging needs of an analysis.

    Parameters
    ----------
    article
        The ``article`` object.
    incidents
        The ``incidents`` objects.
    mentions
        Each in order.
    signature
        What made it.
    """

    article: dict[str, Any]
    incidents: list[dict[str, Any]]
    mentions: list[Mention]
    signature: tuple[str, ...]


def read_line(line: bytes) -> Line | None:
    """Read a line of a JSONL file.

    Parameters
    ----------
    line
        UTF-8.

    Returns
    -------
    Line or None
        None for an empty line.

    Raises
    ------
    SourceError
        It is no analysis, or one of another major version.
    """
    line = line.strip()
    if not line:
        return None
    try:
        return _quick(line) or _whole(line)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError("no analysis as mapper parse writes it") from None


def _quick(line: bytes) -> Line | None:
    """Read a line as `mapper parse` writes it; None where it is of another layout."""
    first, last = line.find(_MENTIONS), line.rfind(_INCIDENTS)
    if not line.startswith(b'{"schema_version": ') or first < 0 or last < first:
        return None
    try:
        head = json.loads(line[:first].decode() + "}")
        tail = json.loads("{" + line[last + 2 :].decode())
    except ValueError:
        return None
    if set(head) != {"schema_version", "generator", "article"} or "mentions" in tail:
        return None
    mentions = [_found(match) for match in _MENTION.finditer(line, first, last)]
    return _line(head, tail["incidents"], mentions)


def _found(match: re.Match[bytes]) -> Mention:
    start, end, text, kind, place, lat, lon, country, letter, code = match.groups()
    radius = _radius(kind.decode(), letter.decode(), code.decode()) if place else 0.0
    spot = None
    if radius:
        spot = Spot(_text(place), float(lat), float(lon), _text(country), radius)
    return Mention(int(start), int(end), _text(text), spot)


def _radius(kind: str, letter: str, code: str) -> float:
    """How near to a place's middle an incident named beside it may be, in km; 0 for no place.

    A town that does something ("Kherson buried its dead") is where it does; a capital may be its
    government, and a country says nothing.
    """
    if kind == "literal" and letter == "A" and code.startswith("ADM"):
        return 40.0
    town = letter in ("P", "S") and kind == "literal"
    return 15.0 if town or (kind == "metonymic" and letter == "P" and code != "PPLC") else 0.0


def _text(quoted: bytes) -> str:
    return json.loads(quoted) if b"\\" in quoted else quoted[1:-1].decode()


def _whole(line: bytes) -> Line:
    record = json.loads(line)
    return _line(record, record["incidents"], [_mention(item) for item in record["mentions"]])


def _mention(item: dict[str, Any]) -> Mention:
    place, spot = item["place"], None
    if place is not None:
        radius = _radius(item["kind"], place["feature_class"], place["feature_code"])
        if radius:
            where = float(place["lat"]), float(place["lon"])
            spot = Spot(place["id"], *where, place["country"], radius)
    return Mention(item["start"], item["end"], item["text"], spot)


def _line(head: dict[str, Any], incidents: list[dict[str, Any]], mentions: list[Mention]) -> Line:
    version = str(head["schema_version"])
    if version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise SourceError(
            f"an analysis of schema version {version}, but {SCHEMA_VERSION} is read here; "
            "make it again with mapper parse"
        )
    made = head["generator"]
    return Line(
        head["article"],
        incidents,
        mentions,
        (str(made["version"]), str(made["gazetteer"]), *map(str, made.get("models", ()))),
    )

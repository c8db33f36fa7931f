"""Corpus files in: format told by content, every line checked, offsets included."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from mapper.errors import SourceError
from mapper.evaluate.cases import read_case
from mapper.evaluate.fields import Row
from mapper.evaluate.gold import Corpus, Document, Format, GoldEvent, GoldPlace, GoldToponym
from mapper.evaluate.sentences import read_coded, read_conflict, read_link

__all__ = ["read_corpus"]

# Kinds of use in GeoWebNews, as Gritta (2020) groups them; what is in neither is no toponym.
_LITERAL = {"Literal", "Literal_Modifier", "Mixed", "Coercion", "Embedded_Literal"}
_ASSOCIATIVE = {"Metonymic", "Non_Literal_Modifier", "Embedded_Non_Lit", "Demonym"}
_MOST_BARE = 0.6  # share of a source's verbs without a place, above which none was looked for
_NO_TOPONYM = {"Non_Toponym", "Literal_Expression", "Non_Lit_Expression", "Language", "Homonym"}


def read_corpus(path: Path) -> Corpus:
    """Read a corpus file.

    Parameters
    ----------
    path
        JSON Lines of any known kind, or one JSON object whose ``article`` names the text
        file beside it.

    Returns
    -------
    Corpus
        All documents; unknown gold is None.

    Raises
    ------
    SourceError
        If the file cannot be read, is of no known kind, or a line is wrong: one line that
        says where and what.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: is not UTF-8 text") from error
    rows = list(_rows(path, text))
    if not rows:
        raise SourceError(f"{path}: no line in it")
    kind = _format_of(rows[0])
    documents = []
    for row in rows:
        if _format_of(row) is not kind:
            raise row.bad(f"is of another kind than the first line ({kind.value})")
        documents.append(_READERS[kind](row))
    if kind is Format.EVENT_LOCATION:
        documents = _sought(rows, documents)
    return Corpus(
        name=path.name.removesuffix(".jsonl").removesuffix(".json"),
        format=kind,
        digest=hashlib.sha256(raw).hexdigest(),
        documents=tuple(documents),
    )


def _sought(rows: list[Row], documents: list[Document]) -> list[Document]:
    """Mark verbs without a place whose source has hardly any: there nobody looked for places."""
    sources = [row.text("source") for row in rows]
    count = Counter(sources)
    bare = Counter(
        source
        for source, one in zip(sources, documents, strict=True)
        if one.link is not None and not one.link.places
    )
    return [
        replace(one, link=replace(one.link, sought=False))
        if one.link is not None
        and not one.link.places
        and bare[source] > _MOST_BARE * count[source]
        else one
        for source, one in zip(sources, documents, strict=True)
    ]


def _rows(path: Path, text: str) -> Iterator[Row]:
    stripped = text.lstrip()
    if stripped.startswith("{") and not stripped.split("\n", 1)[0].rstrip().endswith("}"):
        row = Row(str(path), _object(str(path), text))
        yield Row(row.where, {**row.data, "id": path.name, "text": _beside(path, row)})
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            where = f"{path}:{number}"
            yield Row(where, _object(where, line))


def _object(where: str, text: str) -> dict[str, object]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise SourceError(f"{where}: is not JSON ({error.msg})") from error
    if not isinstance(value, dict):
        raise SourceError(f"{where}: is not a JSON object")
    return value


def _beside(path: Path, row: Row) -> str:
    """Read the text of a gold file that names its article: only a file of the same directory."""
    name = row.text("article", None)
    if Path(name).name != name:
        raise row.bad("'article' should name a file beside this one")
    try:
        return (path.parent / name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise row.bad(f"the article {name!r} cannot be read") from error


def _format_of(row: Row) -> Format:
    keys = row.data.keys()
    if "toponyms" in keys:
        return Format.ARTICLES if "events" in keys else Format.TOPONYMS
    if {"verbs", "event_locations"} <= keys:
        return Format.EVENT_LOCATION
    if {"deaths_low", "geo_precision"} <= keys:
        return Format.CONFLICT
    if "asserts" in keys or any(key.startswith("expect_") for key in keys):
        return Format.CASES
    if "event_type" in keys or "events" in keys:
        return Format.CODED
    raise row.bad("of no known kind of corpus; docs/evaluation.md lists them")


def _read_articles(row: Row) -> Document:
    text = row.text("text", None)
    return Document(
        id=row.text("id", None),
        title=row.text("title"),
        text=text,
        published=row.text("published"),
        region=row.text("region"),
        toponyms=tuple(_toponym(item, text) for item in row.rows("toponyms")),
        events=tuple(_event(item, text) for item in row.rows("events")),
    )


def _read_toponyms(row: Row) -> Document:
    text = row.text("text", None)
    return Document(
        id=row.text("id", None),
        title=row.text("title"),
        text=text,
        published=row.text("date"),
        toponyms=tuple(
            _toponym(item, text)
            for item in row.rows("toponyms")
            if item.data.get("type") not in _NO_TOPONYM and not item.data.get("offset_bad")
        ),
    )


def _toponym(row: Row, text: str) -> GoldToponym:
    start, end = row.span()
    name = row.text("name", None)
    if text[start:end] != name:
        raise row.bad(f"{name!r} does not stand at {start}-{end}")
    lat, lon = row.point()
    use = row.text("type")
    literal, demonym = row.flag("literal"), row.flag("demonym")
    if use in _LITERAL | _ASSOCIATIVE:
        literal = use in _LITERAL
        demonym = use == "Demonym" or row.text("modifier") == "Adjective"
    page = row.text("page").rsplit("/", 1)[-1].replace("_", " ")
    return GoldToponym(
        start=start,
        end=end,
        name=name,
        lat=lat,
        lon=lon,
        literal=literal,
        demonym=demonym,
        kind=row.text("kind") or ("country" if use.startswith("PCL") or use == "COUNTRY" else ""),
        geonames=row.count("geonameid"),
        titles=(page,) if page else (),
    )


def _event(row: Row, text: str) -> GoldEvent:
    start, end = row.span("quote_start", "quote_end") if row.has("quote_start") else row.span()
    quote = row.text("quote", None)
    if text[start:end] != quote:
        raise row.bad(f"the quote does not stand at {start}-{end}")
    # The one-article form has PLOVER's code as its type; own-news has it beside the category.
    layered = row.has("event_type")
    return GoldEvent(
        id=row.text("id"),
        start=start,
        end=end,
        quote=quote,
        categories=(row.text("type", None), *row.texts("type_alt")) if layered else (),
        event_type=row.text("event_type" if layered else "type"),
        dates=(row.text("date_start"), *row.texts("date_alt")) if row.text("date_start") else (),
        places=tuple(_place(item) for item in row.rows("places")),
        places_alt=tuple(_place(item) for item in row.rows("places_alt")),
        actors=_actors(row),
        fatalities=row.count("fatalities"),
        injuries=row.count("injuries"),
        factuality=row.text("factuality"),
        attributed_to=row.text("attributed_to"),
        must_map=bool(row.flag("must_map")),
    )


def _actors(row: Row) -> tuple[str, ...]:
    actors = row.data.get("actors") or []
    if isinstance(actors, list) and all(isinstance(item, str) for item in actors):
        return tuple(actors)
    return tuple(item.text("name", None) for item in row.rows("actors"))


def _place(row: Row) -> GoldPlace:
    lat, lon = row.point()
    return GoldPlace(
        name=row.text("name", None),
        lat=lat,
        lon=lon,
        kind=row.text("kind") or "city",
        role=row.text("role") or "location",
        tolerance_km=row.number("tolerance_km"),
    )


_READERS: dict[Format, Callable[[Row], Document]] = {
    Format.ARTICLES: _read_articles,
    Format.TOPONYMS: _read_toponyms,
    Format.EVENT_LOCATION: read_link,
    Format.CONFLICT: read_conflict,
    Format.CODED: read_coded,
    Format.CASES: read_case,
}

"""Nothing is lost: analyses go through each format and back."""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pyogrio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import FeatureClass, Place
from mapper.export import ENDINGS, write_formats
from mapper.export.columns import INCIDENT_COLUMNS
from mapper.model import (
    Analysis,
    Article,
    Category,
    DatePrecision,
    Event,
    EventDate,
    EventType,
    Factuality,
    Generator,
    Incident,
    IncidentPlace,
    Mention,
    MentionKind,
    PlaceRole,
    Precision,
    Quantity,
    Resolution,
    Span,
)

Table = list[dict[str, Any]]
NAMES = ("Շուշի", "თბილისი", "Şuşa", "Xankəndi", "تبریز", "خرمشهر", "القدس", "Ղարաբաղ", "Ağdərə",
         "ქუთაისი", "Kərki", "دربند", "O'Neill", "=1+1", "'Ajmān", "-5", "007", "1e5", "NULL",
         "true", "2020-01-01", '"a", b; c', "a\u200cb", "عـین", "😀")  # fmt: skip

# Any text but what the formats do not hold as it is: control characters, lone surrogates, and
# white space around a text, which readers of XML and tables take away.
words = st.one_of(
    st.sampled_from(NAMES),
    st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), min_size=1, max_size=30
    ),
    st.text("աբգღვəğışپچژگ =+-@<&>'\";,[]{}$%", min_size=1, max_size=20),
).map(str.strip).filter(bool)  # fmt: skip
days = st.dates(date(1905, 1, 1), date(2200, 1, 1))
counts = st.builds(
    Quantity,
    st.integers(0, 10**6),
    st.none() | st.integers(0, 10**6),
    words,
)


@st.composite
def dates(draw: st.DrawFn) -> EventDate:
    day, length = draw(days), draw(st.sampled_from((0, 4, 7, 10)))
    text = day.isoformat()[:length]
    kinds = {0: DatePrecision.NONE, 4: DatePrecision.YEAR, 7: DatePrecision.MONTH}
    return EventDate(text, text, kinds.get(length, DatePrecision.DAY), draw(words))


@st.composite
def places(draw: st.DrawFn) -> IncidentPlace:
    name = draw(words)
    place = Place(
        id=f"x:{draw(st.integers(1, 9))}", name=name,
        latitude=draw(st.floats(-85, 85).map(lambda n: round(n, 6) + 0.0)),
        longitude=draw(st.floats(-179, 179).map(lambda n: round(n, 6) + 0.0)),
        country=draw(st.sampled_from(("AM", "AZ", "GE", "IR", ""))),
        feature_class=FeatureClass.POPULATED, feature_code="PPL", disputed=draw(st.booleans()),
    )  # fmt: skip
    return IncidentPlace(
        place=place, mention=None, role=draw(st.sampled_from(PlaceRole)),
        precision=draw(st.sampled_from(Precision)),
        uncertainty_km=draw(st.integers(0, 10**6)) / 1000, where_prec=draw(st.integers(1, 7)),
        reason=draw(words), finer=draw(st.none() | st.integers(0, 3)),
    )  # fmt: skip


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    quotes = draw(st.lists(words, min_size=2, max_size=6))
    text, spans = "", []
    for quote in quotes:
        spans.append(Span(len(text), len(text) + len(quote)))
        text += quote + "\n"
    incidents = tuple(
        Incident(
            id=f"i{number}",
            event=Event(
                category=draw(st.sampled_from(Category)),
                event_type=draw(st.sampled_from(EventType)),
                quote=span,
                more_quotes=tuple(draw(st.lists(st.sampled_from(spans), max_size=2))),
                trigger=span,
                date=draw(dates()),
                fatalities=draw(st.none() | counts),
                injuries=draw(st.none() | counts),
                factuality=draw(st.sampled_from(Factuality)),
                attributed_to=draw(st.just("") | words),
                score=draw(st.integers(0, 10**4)) / 10**4,
            ),
            places=tuple(draw(st.lists(places(), max_size=2))),
            place_score=0.5,
            link_score=0.25,
            unlocated=tuple(draw(st.lists(st.integers(0, 3), max_size=2))),
        )
        for number, span in enumerate(spans, start=1)
    )
    title = draw(st.just("") | words)
    published = draw(st.none() | days)
    return Analysis(
        article=Article(id="a", text=text, title=title, published=published),
        resolutions=tuple(
            Resolution(Mention(span, text[span.start : span.end], MentionKind.LITERAL), (), None, 0)
            for span in (spans * 2)[:4]
        ),
        incidents=incidents, generator=Generator("m", "0", "0", ()),
    )  # fmt: skip


# --- what each format tells, as values of the columns ----------------------------------


def back(folder: Path, kind: str) -> Table:
    path = folder / f"m.{'gpkg' if kind == 'qgz' else kind}"
    if kind == "geojson":
        features = json.loads(path.read_text())["features"]
        return [f["properties"] | spot(f["geometry"]["coordinates"]) for f in features]
    if kind == "csv":
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))
    if kind == "xlsx":
        return list(records(pyogrio.read_dataframe(path, "Incidents", read_geometry=False)))
    if kind == "parquet":
        frame = geopandas.read_parquet(path)
        rows = records(pd.DataFrame(frame.drop(columns="geometry")))
        return [row | located(point) for row, point in zip(rows, frame.geometry, strict=True)]
    layers = ["incidents"]
    if kind == "kml":
        layers = pyogrio.list_layers(path)[:, 0]
    elif kind in ("gpkg", "qgz"):
        layers.append("incidents_unplaced")
    tables: Table = []
    for layer in layers:
        table = pyogrio.read_dataframe(path, layer)
        points = table.get("geometry", [None] * len(table))
        rows = records(pd.DataFrame(table.drop(columns="geometry", errors="ignore")))
        tables += [row | located(point) for row, point in zip(rows, points, strict=True)]
    return tables


def records(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for record in table.to_dict("records"):
        yield {str(key): None if pd.isna(value) else value for key, value in record.items()}


def located(point: Any) -> dict[str, float]:
    return {} if point is None or point.is_empty else spot((point.x, point.y))


def spot(coordinates: Any) -> dict[str, float]:
    return {"longitude": coordinates[0], "latitude": coordinates[1]}


def told(value: Any, kind: type, fmt: str) -> Any:
    """Read a value as its column's type; formats differ in what they have for empty."""
    if value is None or value == "":
        return None
    if kind is date:
        return str(value)[:10]
    if kind is bool:
        return str(value).lower() in ("true", "1", "1.0")
    if kind is int:
        return int(float(value))
    if kind is float:
        return round(float(value), 6)
    # The guard before what would run.
    if fmt == "csv" and re.match(r"'+\s*[=+\-@＝＋－＠]", value):
        value = value[1:]
    return value


def meant(analysis: Analysis, *, placeless: bool) -> dict[str, dict[str, Any]]:
    """What should be found, made from the analysis itself."""
    rows = {}
    text = analysis.article.text
    names = [resolution.mention.text for resolution in analysis.resolutions]
    for incident in analysis.incidents:
        event = incident.event
        deaths, hurt = event.fatalities, event.injuries
        told = {
            "incident": incident.id,
            "quote": text[event.quote.start : event.quote.end],
            "category": event.category.value,
            "factuality": event.factuality.value,
            "attributed_to": event.attributed_to or None,
            "published": analysis.article.published and str(analysis.article.published),
            "date_text": event.date.text,
            "date_precision": event.date.precision.value,
            "fatalities_min": deaths and deaths.minimum,
            "fatalities_max": deaths and deaths.maximum,
            "fatalities_text": deaths and deaths.text,
            "injuries_min": hurt and hurt.minimum,
            "injuries_max": hurt and hurt.maximum,
            "injuries_text": hurt and hurt.text,
            "score_event": event.score,
            "unlocated": "; ".join(dict.fromkeys(names[n] for n in incident.unlocated)) or None,
        }
        if placeless and not incident.places:
            rows[f"a/{incident.id}/0"] = {**told, "longitude": None, "latitude": None}
        for number, where in enumerate(incident.places, start=1):
            rows[f"a/{incident.id}/{number}"] = {
                **told,
                "place": where.place.name,
                "place_id": where.place.id,
                "finer": None if where.finer is None else names[where.finer],
                "disputed": where.place.disputed,
                "reason": where.reason,
                "where_prec": where.where_prec,
                "uncertainty_km": where.uncertainty_km,
                "longitude": where.place.longitude,
                "latitude": where.place.latitude,
            }
    return rows


# What a project holds is its GeoPackage.
@pytest.mark.parametrize("kind", [kind for kind in ENDINGS if kind != "qgz"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(analysis=analyses())
def test_every_incident_quote_date_and_number_comes_back(kind, analysis):
    with tempfile.TemporaryDirectory() as folder:
        write_formats([analysis], Path(folder), "m", [kind])
        rows = {row["id"]: row for row in back(Path(folder), kind)}
    # GeoJSON and FlatGeobuf are of what has a place; all others tell the rest, too.
    expected = meant(analysis, placeless=kind not in ("geojson", "fgb"))
    assert set(rows) >= set(expected)
    types = {**INCIDENT_COLUMNS, "longitude": float, "latitude": float}
    incidents = {incident.id: incident for incident in analysis.incidents}
    for identifier, columns in expected.items():
        row = rows[identifier]
        found = {name: told(row.get(name), types[name], kind) for name in columns}
        assert found == columns
        event = incidents[columns["incident"]].event
        for quote in event.more_quotes:
            words = analysis.article.text[quote.start : quote.end]
            assert words in row["more_quotes"]
        for column, text in (("date_start", event.date.start), ("date_end", event.date.end)):
            day = told(row.get(column), date, kind)
            # The precision says how much of the day was told.
            assert (day or "")[: len(text)] == text


def test_the_round_trip_holds_for_several_articles_at_once(tmp_path):
    place = Place(
        id="x:1", name="Շուշի", latitude=39.75, longitude=46.75, country="AZ",
        feature_class=FeatureClass.POPULATED, feature_code="PPL",
    )  # fmt: skip
    where = IncidentPlace(
        place=place, mention=None, role=PlaceRole.LOCATION, precision=Precision.SETTLEMENT,
        uncertainty_km=1.0, where_prec=1, reason="named",
    )  # fmt: skip
    event = Event(
        category=Category.PROTEST,
        event_type=EventType.PROTEST,
        quote=Span(0, 4),
        trigger=Span(0, 4),
    )
    incident = Incident(id="i1", event=event, places=(where,), place_score=1.0, link_score=1.0)
    first = Analysis(
        article=Article(id="a", text="Text"), resolutions=(), incidents=(incident,),
        generator=Generator("m", "0", "0", ()),
    )  # fmt: skip
    second = replace(first, article=Article(id="b", text="More"))
    write_formats([first, second], tmp_path, "m", ENDINGS)
    for kind in ENDINGS:
        quotes = {row["id"]: row["quote"] for row in back(tmp_path, kind)}
        assert {"a/i1/1": "Text", "b/i1/1": "More"}.items() <= quotes.items()

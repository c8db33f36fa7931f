"""How long 100,000 incidents take to each format, against bare `GeoDataFrame.to_file`.

``python -P benchmarks/export.py [INCIDENTS [RUNS [FORMAT...]]]``: the median of three runs
each, and how many times the bare writer's it is. The bare writer gets the same rows as finished
tables; ours starts from the analyses, makes the rows of incidents, places and mentions, and
styles them. Processor time, so that what else runs on the machine counts for nothing.

The bare writer is `to_file` with GDAL's driver of the format; for CSV and XLSX, which have no
geometry, without it; of a project its GeoPackage. GeoParquet `to_file` cannot write, for the
GDAL that pyogrio ships has no driver: there it is told twice, against `to_file` to FlatGeobuf,
the binary format next to it, and against `GeoDataFrame.to_parquet`.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import geopandas
import pyogrio

from gazetteer import FeatureClass, Place
from mapper.export import write_formats
from mapper.model import (
    Actor,
    ActorRole,
    Analysis,
    Article,
    Candidate,
    Category,
    DatePrecision,
    Event,
    EventDate,
    EventType,
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

# The bare writer of each format, and which of a GeoPackage's layers the format tells.
DRIVERS = {
    "geojson": ("GeoJSON", ("incidents", "places_point")),
    "gpkg": ("GPKG", ("incidents", "places_point", "mentions")),
    "qgz": ("GPKG", ("incidents", "places_point", "mentions")),
    "kml": ("LIBKML", ("incidents",)),
    "csv": ("CSV", ("incidents",)),
    "xlsx": ("XLSX", ("incidents", "places_point", "mentions")),
    "fgb": ("FlatGeobuf", ("incidents",)),
    "parquet": ("FlatGeobuf", ("incidents",)),
    "parquet*": ("to_parquet", ("incidents",)),
}
QUOTE = "Two guards were wounded near Town {} on 3 May, a spokesperson said."


def analyses(incidents: int, per_article: int = 10) -> list[Analysis]:
    """Make articles of so many incidents together, each at one of 5,000 places."""
    return [
        _article(number, min(per_article, incidents - number * per_article))
        for number in range(-(-incidents // per_article))
    ]


def _article(number: int, incidents: int) -> Analysis:
    quotes = [QUOTE.format(number * 10 + i) for i in range(incidents)]
    text = " ".join(quotes)
    resolutions, found = [], []
    start = 0
    for i, quote in enumerate(quotes):
        at = (number * 10 + i) % 5000
        place = Place(
            id=f"x:{at}", name=f"Town {at}", latitude=30 + at % 100 / 10,
            longitude=40 + at // 100 / 4, country="IR", feature_class=FeatureClass.POPULATED,
            feature_code="PPL", admin1="Somewhere",
        )  # fmt: skip
        name = quote[quote.index("Town") : quote.index(" on 3 May")]
        where = start + quote.index("Town")
        resolutions.append(
            Resolution(
                mention=Mention(Span(where, where + len(name)), name, MentionKind.LITERAL, 0.9),
                candidates=(Candidate(place, 0.9, ("the only one of this name",)),),
                place=place,
                score=0.9,
            )
        )
        found.append(_incident(i, Span(start, start + len(quote)), place))
        start += len(quote) + 1
    return Analysis(
        article=Article(id=f"a{number}", text=text, title=f"Report {number}"),
        resolutions=tuple(resolutions),
        incidents=tuple(found),
        generator=Generator("incident-mapper", "0", "0", ()),
    )


def _incident(number: int, quote: Span, place: Place) -> Incident:
    event = Event(
        category=list(Category)[number % 10],
        event_type=EventType.ASSAULT,
        quote=quote,
        trigger=Span(quote.start + 16, quote.start + 23),
        date=EventDate("2023-05-03", "2023-05-03", DatePrecision.DAY, "on 3 May"),
        actors=(Actor("guards", ActorRole.TARGET),),
        injuries=Quantity(2, 2, "Two guards"),
        attributed_to="a spokesperson",
    )
    where = IncidentPlace(
        place=place, mention=number, role=PlaceRole.NEAR, precision=Precision.SETTLEMENT,
        uncertainty_km=5.0, where_prec=2, reason="named in the same clause",
    )  # fmt: skip
    return Incident(
        id=f"i{number + 1}", event=event, places=(where,), place_score=0.9, link_score=0.9
    )


def median(action: Callable[[Path], object], runs: int) -> float:
    """Time an action in an empty folder, in seconds."""
    times = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            begun = time.process_time()
            action(Path(folder))
            times.append(time.process_time() - begun)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    several = analyses(count)
    with tempfile.TemporaryDirectory() as folder:
        write_formats(several, Path(folder), "m", ["gpkg"])
        tables = {
            layer: geopandas.read_file(Path(folder) / "m.gpkg", layer=layer)
            for layer in ("incidents", "places_point", "mentions")
        }
    print(f"{count} incidents; seconds, median of {runs}")  # noqa: T201
    print(f"{'format':8} {'bare':>7} {'ours':>7} {'times':>6}", flush=True)  # noqa: T201
    bare: dict[str, float] = {}
    for kind in sys.argv[3:] or DRIVERS:
        driver, layers = DRIVERS[kind]
        if driver not in bare:
            bare[driver] = median(
                partial(write_bare, [tables[name] for name in layers], driver), runs
            )
        ours = median(partial(write_ours, several, kind.rstrip("*")), runs)
        ratio = ours / bare[driver]
        print(f"{kind:8} {bare[driver]:7.2f} {ours:7.2f} {ratio:6.2f}", flush=True)  # noqa: T201


def write_bare(tables: list[geopandas.GeoDataFrame], driver: str, folder: Path) -> None:
    """Write tables with the bare writer, a file each."""
    for number, table in enumerate(tables):
        path = folder / f"t{number}.{driver.lower()}"
        if driver in ("XLSX", "CSV"):  # which have no geometry
            pyogrio.write_dataframe(table.drop(columns="geometry"), path, driver=driver)
        elif driver == "to_parquet":
            table.to_parquet(path, schema_version="1.1.0", write_covering_bbox=True)
        else:
            table.to_file(path, driver=driver)


def write_ours(several: list[Analysis], kind: str, folder: Path) -> None:
    """Write the analyses as `mapper map` does."""
    write_formats(several, folder, "m", [kind])


if __name__ == "__main__":
    main()

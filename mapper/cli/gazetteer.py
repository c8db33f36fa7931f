"""``mapper gazetteer``: look places up by name, id or position; change what there is."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mapper.cli.gazetteer_build import build
from mapper.cli.gazetteer_own import add, as_json, extend, remove, user_folder
from mapper.cli.options import BUNDLED_ONLY, Number, check_places
from mapper.cli.report import plain
from mapper.errors import DataError, OptionError, SourceError

if TYPE_CHECKING:
    from gazetteer import Gazetteer, Match, Place

__all__ = ["gazetteer"]

_LONGEST = 200  # characters of a name; more is no use on a line


def _looking(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command an open gazetteer, and the options that say of what it consists."""

    @click.option(
        "--gazetteer",
        "extra",
        type=click.Path(path_type=Path),
        multiple=True,
        metavar="FILE",
        help="Your own places besides, as TSV, CSV or GeoJSON. Repeatable.",
    )
    @click.option("--bundled-only", is_flag=True, help=BUNDLED_ONLY)
    @user_folder
    @as_json
    @wraps(command)
    def call(
        *, extra: tuple[Path, ...], bundled_only: bool, folder: Path | None, **others: Any
    ) -> None:
        if bundled_only and folder is not None:
            raise click.UsageError("--bundled-only and --user-gazetteer exclude each other.")
        if folder is not None and not folder.is_dir():
            raise click.UsageError(f"--user-gazetteer {folder}: no such folder; check the path.")
        with _opened(extra, folder or not bundled_only) as places:
            command(places, **others)

    return call  # fmt: skip


@click.group(
    "gazetteer",
    help="Look places up, and add your own. Only extend and build use the network.",
)
def gazetteer() -> None:
    """Look places up."""


for _command in (add, extend, remove, build):
    gazetteer.add_command(_command)


@gazetteer.command("search", help="Find places by name, best first; - reads names, one a line.")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option("--country", metavar="CODE", help="Only in this country (ISO code, such as AZ).")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True,
              metavar="N", help="So many at most.")  # fmt: skip
@_looking
def search(
    places: Gazetteer, *, names: tuple[str, ...], country: str | None, limit: int, as_json: bool
) -> None:
    """Find places by name."""
    if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise click.UsageError(f"--country: {country!r} is no ISO code; write two letters, as AZ.")
    for name in _names(names):
        found = places.search(
            name, limit=limit, country=None if country is None else country.upper()
        )
        if as_json:
            record = {"query": name, "places": [_brief(match.place) for match in found]}
            click.echo(json.dumps(record, ensure_ascii=False))
        elif not found:
            click.echo(f"{plain(name)}: no place of this name")
        else:
            _print_matches(found)


@gazetteer.command("show", help="Show all that is known of a place, by its id.")
@click.argument("place_id", metavar="ID")
@_looking
def show(places: Gazetteer, *, place_id: str, as_json: bool) -> None:
    """Show a place."""
    place = places.get(place_id)
    around = places.ancestors(place)
    record: dict[str, Any] = {
        **_brief(place),
        "admin1": place.admin1,
        "admin2": place.admin2,
        "disputed": place.disputed,
        "shape": place.shape,
        "source": place.source,
        "within": [{"id": outer.id, "name": outer.name} for outer in around],
        "names": [
            {"text": name.text, "lang": name.language, "kind": name.kind.value}
            for name in place.names
        ],
    }
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False))
        return
    for key, value in record.items():
        if key == "names":
            told = [
                f"{n['text']} ({', '.join(p for p in (n['lang'], n['kind']) if p)})" for n in value
            ]
            value = "; ".join(told)
        elif key == "within":
            value = ", ".join(outer["name"] for outer in value)
        click.echo(f"{key:<14}{plain(str(value))}")


@gazetteer.command(
    "near",
    help="Find the places nearest to a point, in decimal degrees.",
    context_settings={"ignore_unknown_options": True},  # -33.9 is a latitude, no option
)
@click.argument("latitude", metavar="LAT", type=Number(-90, 90))
@click.argument("longitude", metavar="LON", type=Number(-180, 180))
@click.option("--radius", type=Number(0, 20038, min_open=True), default=50.0, show_default=True,
              metavar="KM", help="How far to look.")  # fmt: skip
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True,
              metavar="N", help="So many at most.")  # fmt: skip
@_looking
def near(
    places: Gazetteer, *, latitude: float, longitude: float, radius: float, limit: int,
    as_json: bool,
) -> None:  # fmt: skip
    """Find the nearest places."""
    found = places.near(latitude, longitude, radius_km=radius, limit=limit)
    if as_json:
        listed = [{**_brief(n.place), "distance_km": round(n.distance_km, 3)} for n in found]
        record = {"lat": latitude, "lon": longitude, "places": listed}
        click.echo(json.dumps(record, ensure_ascii=False))
        return
    if not found:
        click.echo(f"no place within {radius:g} km")
    for nearby in found:
        click.echo(f"{nearby.distance_km:8.1f} km  {_line(nearby.place)}")


@gazetteer.command("info", help="Tell version, counts and sources of the data.")
@_looking
def info(places: Gazetteer, *, as_json: bool) -> None:
    """Tell what the gazetteer holds."""
    told = places.info()
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, default=str))
        return
    for key, value in told.items():
        lines = [_told(item) for item in value] if isinstance(value, list) else [str(value)]
        for number, line in enumerate(lines or ["none"]):
            click.echo(f"{key if number == 0 else '':<14}{plain(line)}")


def _told(item: str | dict[str, Any]) -> str:
    if isinstance(item, str):
        return item
    parts = (f"{item['places']:,} places", item["origin"], item["attribution"], item["added"])
    return f"{item['name']}: " + "; ".join(plain(part, 300) for part in parts if part)


@contextmanager
def _opened(extra: Sequence[Path], user: Path | bool) -> Iterator[Gazetteer]:
    """Open the gazetteer; its errors become the program's own."""
    from gazetteer import ArtefactError, Gazetteer, GazetteerError, UnknownPlaceError

    check_places(extra)
    try:
        with Gazetteer(extra=extra, user=user) as places:
            yield places
    except ArtefactError as error:
        raise DataError(str(error)) from None
    except UnknownPlaceError as error:
        raise SourceError(f"{error}; find ids with mapper gazetteer search") from None
    except (GazetteerError, FileNotFoundError) as error:
        raise OptionError(f"--gazetteer: {error}") from None


def _names(names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if name != "-":
            yield name
            continue
        if sys.stdin is None:
            raise SourceError("standard input: closed; pipe names in, one a line")
        for line in io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace"):
            if line.strip():
                yield line.strip()


def _brief(place: Place) -> dict[str, Any]:
    """Take the fields that the search promises."""
    return {
        "id": place.id,
        "name": place.name,
        "lat": round(place.latitude, 6),
        "lon": round(place.longitude, 6),
        "country": place.country,
        "feature_class": place.feature_class.value,
        "feature_code": place.feature_code,
        "population": place.population,
    }


def _print_matches(found: Sequence[Match]) -> None:
    for match in found:
        alias = (
            "" if match.name.text == match.place.name else f"  [{plain(match.name.text, _LONGEST)}]"
        )
        click.echo(_line(match.place) + alias)


def _line(place: Place) -> str:
    around = ", ".join(part for part in (place.admin2, place.admin1, place.country) if part)
    people = f"  pop. {place.population:,}" if place.population else ""
    return (
        f"{plain(place.id):<13} {plain(place.name, _LONGEST)} ({plain(around, _LONGEST)})  "
        f"{place.latitude:.4f}, {place.longitude:.4f}  "
        f"{place.feature_class.value}.{plain(place.feature_code)}{people}"
    )

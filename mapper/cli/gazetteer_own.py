"""``mapper gazetteer add``, ``extend`` and ``remove``: the user's own gazetteer."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mapper.cli.options import check_places
from mapper.cli.report import counted, plain
from mapper.errors import DataError, SourceError

if TYPE_CHECKING:
    from gazetteer import Part
    from gazetteer.userdata import Sources, UserGazetteer

__all__ = ["add", "as_json", "extend", "remove", "user_folder"]

_GEONAMES = "https://download.geonames.org/export/dump"

user_folder = click.option(
    "--user-gazetteer", "folder", type=click.Path(path_type=Path), metavar="DIR",
    help="Folder of your own gazetteer.  [default: MAPPER_USER_GAZETTEER, else "
    "incident-mapper/gazetteer in your data directory]",
)  # fmt: skip
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command(
    "add",
    help="Add a table of your own places for good: CSV with the columns name,lat,lon, GeoJSON, or "
    "TSV. A part of the same name is replaced.",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", default="", metavar="NAME", help="Its name.  [default: the file's]")
@click.option("--attribution", default="", metavar="TEXT",
              help="Whom maps and exports shall name, and the licence.")  # fmt: skip
@user_folder
@as_json
def add(
    *, file: Path, name: str, attribution: str, folder: Path | None, as_json: bool
) -> None:  # fmt: skip
    """Add a table of one's own places."""
    check_places([file], "")
    with _own(folder) as own:
        part = own.add(file, name=name, attribution=attribution)
        _tell([part], own.folder, [], as_json=as_json)


@click.command("remove", help="Take parts out of your own gazetteer; info lists them.")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@user_folder
def remove(*, names: tuple[str, ...], folder: Path | None) -> None:
    """Take parts out."""
    with _own(folder) as own:
        for name in names:
            own.remove(name)
            click.echo(f"{plain(name)}: removed")


@click.command(
    "extend",
    help="Add all that GeoNames knows of countries (ISO codes, such as AZ AM). Its dumps are "
    "fetched from the network, or read from a folder, which may hold files of Who's On First, "
    "too. What the bundled gazetteer has already gets the newer names.",
)
@click.argument("codes", metavar="[CODE]...", nargs=-1)
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Read AZ.zip or AZ.txt from here; no network is used. Without codes: all.",
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Take hotels, schools and ditches, too, not only what news names.",
)
@click.option("--url", default=_GEONAMES, show_default=True, metavar="URL",
              help="Where the dumps are fetched from.")  # fmt: skip
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
@user_folder
@as_json
@click.pass_context
def extend(
    ctx: click.Context, *, codes: tuple[str, ...], source: Path | None, everything: bool,
    url: str, quiet: bool, folder: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Add the places of countries."""
    from gazetteer import SourceError as BadSource

    wanted = _checked(codes)
    if source is None and not wanted:
        raise click.UsageError("name countries, such as AZ AM, or a folder with --from.")
    parts: list[Part] = []
    failures: list[str] = []
    with _own(folder) as own, _progress(quiet or as_json) as progress:
        for step in _steps(own, wanted, source, url, everything, progress):
            try:
                parts += step()
            except BadSource as error:
                failures.append(str(error))
                click.echo(f"mapper: {plain(str(error))}", err=True)
    if not quiet or as_json:
        _tell(parts, own.folder, failures, as_json=as_json)
    if failures:
        ctx.exit(1)


def _steps(
    own: UserGazetteer,
    codes: tuple[str, ...],
    source: Path | None,
    url: str,
    everything: bool,
    progress: _Progress,
) -> Iterator[Callable[[], list[Part]]]:
    """Return what is to be done, each step for itself: one may fail, the others go on."""
    from gazetteer.userdata import Download, Sources

    if source is None:
        download = Download(url, own.folder / "downloads", progress.bytes)
        for code in codes:
            yield partial(_listed, own.fetch, code, download, everything=everything)
        return
    sources = Sources(source)
    found: list[Part] = []
    if sources.records:
        progress.busy("Who's On First")
        yield partial(_records, own, sources, codes, found)
    there = {part.name.removeprefix("wof-").upper() for part in found}
    for code in codes or sorted(sources.countries):
        if code in sources.countries or code not in there:
            progress.busy(code)
            yield partial(_listed, own.extend, code, sources, everything=everything)


def _listed(call: Callable[..., Part], *values: object, everything: bool) -> list[Part]:
    return [call(*values, everything=everything)]


def _records(
    own: UserGazetteer, sources: Sources, codes: tuple[str, ...], found: list[Part]
) -> list[Part]:
    """Take in what Who's On First says of these countries, and tell what there was."""
    from gazetteer import Gazetteer, UnknownPlaceError
    from gazetteer import SourceError as BadSource

    def known(place_id: str) -> bool:
        try:
            return bool(bundled.get(place_id))
        except UnknownPlaceError:
            return False

    with Gazetteer(user=False) as bundled:
        found += own.extend_records(sources, codes, known)
    if not (found or codes or sources.countries):
        number = len(sources.records)
        raise BadSource(f"{sources.folder}: no place of Who's On First in {number} GeoJSON files")
    return found


def _checked(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes in capitals, each once; refuse what is no country before the network is asked."""
    if not codes:
        return ()
    from gazetteer import Gazetteer, UnknownPlaceError

    with Gazetteer(user=False) as bundled:
        for code in codes:
            try:
                bundled.country(code)
            except UnknownPlaceError:
                raise click.UsageError(
                    f"{code!r} is no ISO code of a country; write two letters, as AZ."
                ) from None
    return tuple(dict.fromkeys(code.upper() for code in codes))


@contextmanager
def _own(folder: Path | None) -> Iterator[UserGazetteer]:
    """Open the user gazetteer; its errors become the program's own."""
    from gazetteer import ArtefactError, GazetteerError
    from gazetteer.userdata import UserGazetteer

    try:
        yield UserGazetteer(folder)
    except ArtefactError as error:
        raise DataError(str(error)) from None
    except GazetteerError as error:
        raise SourceError(str(error)) from None


def _tell(parts: list[Part], folder: Path, failures: list[str], *, as_json: bool) -> None:
    if as_json:
        listed: list[dict[str, Any]] = [
            {
                "name": part.name,
                "places": part.places,
                "digest": part.digest,
                "origin": part.origin,
                "attribution": "; ".join(part.attribution),
            }
            for part in parts
        ]
        told = {"folder": str(folder), "parts": listed, "failures": failures}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for part in parts:
        click.echo(f"{part.name}: {counted(part.places, 'place')}, in {folder}")


class _Progress:
    """Takes how far a download or a long file has come, and shows nothing."""

    def bytes(self, name: str, done: int, total: int | None) -> None:
        """Take the bytes of a download."""

    def busy(self, name: str) -> None:
        """Take what is being read, however long it will take."""


class _Bars(_Progress):
    """Shows it as bars."""

    def __init__(self, bars: Any) -> None:
        self._bars = bars
        self._tasks: dict[str, Any] = {}

    def bytes(self, name: str, done: int, total: int | None) -> None:
        """Move the bar of a download."""
        if name not in self._tasks:
            self._tasks[name] = self._bars.add_task(name, total=total, told="")
        of = "" if total is None else f" of {total / 1e6:.1f}"
        self._bars.update(
            self._tasks[name], completed=done, total=total, told=f"{done / 1e6:.1f}{of} MB"
        )

    def busy(self, name: str) -> None:
        """Show a bar that only moves, in place of the one before."""
        for task in self._tasks.values():
            self._bars.remove_task(task)
        self._tasks = {name: self._bars.add_task(name, total=None, told="reading")}


@contextmanager
def _progress(quiet: bool) -> Iterator[_Progress]:
    if quiet or not sys.stderr.isatty():
        yield _Progress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[told]}", markup=False),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield _Bars(bars)

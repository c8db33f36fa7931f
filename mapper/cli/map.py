"""``mapper map``: articles in, a map and its GIS files out."""

from __future__ import annotations

import json
from pathlib import Path

import click

from mapper.cli.options import article_options
from mapper.cli.report import print_table, summary
from mapper.cli.walk import Walk
from mapper.config import Settings
from mapper.errors import MapperError, OptionError, OutputError
from mapper.model import Analysis

__all__ = ["map_command"]

# Nobody means a folder by these.
_FILES = (
    ".html", ".htm", ".geojson", ".gpkg", ".qgz", ".kml", ".csv", ".xlsx", ".fgb", ".parquet",
)  # fmt: skip
_FORMATS = ("html", "geojson", "gpkg", "qgz", "kml", "csv", "xlsx", "fgb", "parquet")
_DEFAULT = _FORMATS[:4]
_ALSO = {"geoparquet": "parquet", "flatgeobuf": "fgb", "geopackage": "gpkg"}


def _formats(
    _ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...]:
    """Read formats that are repeated, joined by commas, or both."""
    names = [name.strip().lower().lstrip(".") for text in given for name in text.split(",")]
    names = [_ALSO.get(name, name) for name in names]
    for name in names:
        if name not in _FORMATS:
            raise click.BadParameter(f"{name!r} is no format; choose of {', '.join(_FORMATS)}")
    return tuple(dict.fromkeys(names)) or _DEFAULT


def _size(
    _ctx: click.Context, _param: click.Parameter, given: str | None
) -> tuple[int, int] | None:
    """Read the size of a picture, such as 2400x1600."""
    if given is None:
        return None
    width, _, height = given.lower().partition("x")
    if not all(side.isdecimal() and len(side) < 9 for side in (width, height)):
        raise click.BadParameter(f"{given!r} is no size; write it as 2400x1600.")
    from mapper.render import check_size

    try:
        return check_size((int(width), int(height)))
    except OptionError as error:
        raise click.BadParameter(f"{error}.") from None


@click.command(
    "map",
    help="Map what articles report. Several sources make one map. Writes NAME.html, NAME.geojson, "
    "NAME.gpkg and NAME.qgz (or what --format says), named after the first article or --title.",
)
@article_options
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path), default=Path(),
    metavar="DIR", help="Folder for the files, made if missing.  [default: here]",
)  # fmt: skip
@click.option(
    "-f", "--format", "formats", multiple=True, callback=_formats, metavar="FORMAT",
    help=f"What to write: {', '.join(_FORMATS)}. Repeatable, or several with commas between.  "
    f"[default: {','.join(_DEFAULT)}]",
)  # fmt: skip
@click.option(
    "--png", is_flag=True,
    help="Write NAME.png too, a picture of the map for a report, through a Chromium or Chrome "
    "that is on this machine.",
)  # fmt: skip
@click.option(
    "--png-size", callback=_size, metavar="WIDTHxHEIGHT",
    help="Pixels of that picture; asks for it, too.  [default: 2400x1600]",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON.")
@click.pass_context
def map_command(
    ctx: click.Context,
    *,
    sources: tuple[str, ...],
    settings: Settings,
    folder: Path,
    formats: tuple[str, ...],
    png: bool,
    png_size: tuple[int, int] | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Map what articles report."""
    _check_folder(folder)
    walk = Walk(sources, settings, quiet=quiet or as_json)
    analyses = list(walk.analyses())
    written: dict[str, Path] = {}
    failures = list(walk.failures)
    if analyses:
        written = _write(analyses, folder, settings.title, formats)
        if png or png_size is not None:
            failures += _take_picture(analyses, folder, settings.title, png_size, written)
    if as_json:
        click.echo(json.dumps(summary(analyses, written, failures), ensure_ascii=False))
    elif analyses and not quiet:
        print_table(analyses, written.values())
    if failures:
        ctx.exit(1)


def _check_folder(folder: Path) -> None:
    """Refuse what cannot become a folder before an article is read."""
    try:
        there, is_folder = folder.exists(), folder.is_dir()
    except OSError:
        return  # the attempt to write there will say it better
    if there and not is_folder:
        raise click.UsageError(f"-o {folder}: a file, not a folder; name a folder.")
    if not there and folder.suffix.lower() in _FILES:
        raise click.UsageError(f"-o {folder}: takes a folder; name the map with --title.")


def _write(
    analyses: list[Analysis], folder: Path, title: str | None, formats: tuple[str, ...]
) -> dict[str, Path]:
    """Write every file of the map, all or none; by kind, where they are."""
    from mapper.export import staged_folder, write_formats
    from mapper.render import save_map, to_map

    name = _name(analyses, title)
    files: list[Path] = []
    with staged_folder(folder) as stage:
        if "html" in formats:
            files.append(stage / f"{name}.html")
            save_map(to_map(analyses, title=title), files[0])
        others = [kind for kind in formats if kind != "html"]
        files += write_formats(analyses, stage, name, others, title=title)
    _drop_leftovers(folder, name, files, others)
    return {path.name.removeprefix(name).lstrip("."): folder / path.name for path in files}


def _name(analyses: list[Analysis], title: str | None) -> str:
    from mapper.read import slug

    return slug(title or analyses[0].article.id) or "map"


def _take_picture(
    analyses: list[Analysis],
    folder: Path,
    title: str | None,
    size: tuple[int, int] | None,
    written: dict[str, Path],
) -> list[str]:
    """Add the picture to what is written; or tell what failed, in a line that is returned."""
    from mapper.render import map_html, save_picture, to_map

    path = folder / f"{_name(analyses, title)}.png"
    try:
        _drop_picture(path)
        written["png"] = save_picture(map_html(to_map(analyses, title=title)), path, size=size)
    except MapperError as error:
        click.echo(f"mapper: {error}", err=True)
        return [str(error)]
    return []


def _drop_picture(path: Path) -> None:
    """Whatever happens, no picture of an earlier map stays."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"no picture: {path} is in the way ({reason}); move it away") from None


def _drop_leftovers(folder: Path, name: str, files: list[Path], formats: list[str]) -> None:
    """Take away what an earlier map of this name had and this one has not."""
    from mapper.export import ENDINGS

    fresh = {path.name for path in files}
    for kind in formats:
        for ending in ENDINGS[kind]:
            if name + ending not in fresh:
                (folder / (name + ending)).unlink(missing_ok=True)

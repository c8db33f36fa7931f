"""``mapper map``: articles in, a map and its GIS files out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from mapper.cli.options import article_options, set_up_logging, settings_of
from mapper.cli.report import print_table, summary
from mapper.cli.walk import Walk
from mapper.model import Analysis

__all__ = ["map_command"]

# Nobody means a folder by these.
_FILES = (".html", ".htm", ".geojson", ".gpkg", ".qgz")


@click.command(
    "map",
    help="Map what articles report. Several sources make one map. Writes NAME.html, NAME.geojson, "
    "NAME.gpkg and NAME.qgz, named after the first article or --title.",
)
@article_options
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path), default=Path(),
    metavar="DIR", help="Folder for the files, made if missing.  [default: here]",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON.")
@click.pass_context
def map_command(
    ctx: click.Context,
    *,
    sources: tuple[str, ...],
    published: date | None,
    title: str | None,
    lang: str | None,
    gazetteers: tuple[Path, ...],
    folder: Path,
    quiet: bool,
    as_json: bool,
) -> None:
    """Map what articles report."""
    set_up_logging(quiet=quiet)
    _check_folder(folder)
    settings = settings_of(published=published, title=title, lang=lang, gazetteers=gazetteers)
    walk = Walk(sources, settings, quiet=quiet or as_json)
    analyses = list(walk.analyses())
    written = _write(analyses, folder, title) if analyses else {}
    if as_json:
        click.echo(json.dumps(summary(analyses, written, walk.failures), ensure_ascii=False))
    elif analyses and not quiet:
        print_table(analyses, written.values())
    if walk.failures:
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


def _write(analyses: list[Analysis], folder: Path, title: str | None) -> dict[str, Path]:
    """Write every file of the map, all or none; by kind, where they are."""
    from mapper.export import staged_folder, write_geojson, write_qgis
    from mapper.read import slug
    from mapper.render import save_map, to_map

    name = slug(title or analyses[0].article.id) or "map"
    with staged_folder(folder) as stage:
        page = stage / f"{name}.html"
        save_map(to_map(analyses, title=title), page)
        files = [page, *write_geojson(analyses, stage / f"{name}.geojson")]
        files += write_qgis(analyses, stage / f"{name}.gpkg", title=title)
    _drop_leftovers(folder, name, files)
    return {path.name.removeprefix(name).lstrip("."): folder / path.name for path in files}


# Every ending that a map may have besides the page and the incidents, which it always has.
_SOMETIMES = (".qml", ".places.geojson", ".places.qml", ".gpkg", ".qgz")


def _drop_leftovers(folder: Path, name: str, files: list[Path]) -> None:
    """Take away what an earlier map of this name had and this one has not."""
    fresh = {path.name for path in files}
    for ending in _SOMETIMES:
        if name + ending not in fresh:
            (folder / (name + ending)).unlink(missing_ok=True)

"""The folder of a user's own parts: put in, told, taken out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from gazetteer.drafts import Stock
from gazetteer.errors import SourceError
from gazetteer.extra import read_extra
from gazetteer.folding import fold
from gazetteer.parts import BUNDLED, FOLDER_VARIABLE, Part, part_files, part_of, user_folder
from gazetteer.shelf import Shelf
from gazetteer.userdata import geonames, whosonfirst
from gazetteer.userdata.download import Download
from gazetteer.userdata.sources import Sources
from gazetteer.userdata.texts import check_zip, sha256
from gazetteer.writing import write

__all__ = ["UserGazetteer"]

_EXTENDED = ("geonames-", "wof-")
_NAMED = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class UserGazetteer:
    """Places of one's own that `gazetteer.Gazetteer` searches together with the bundled ones.

    Parameters
    ----------
    folder
        Where the parts lie; this user's folder if None. It is made when something enters.

    Raises
    ------
    SourceError
        There is no such folder by the environment's will, or it is a file.
    """

    def __init__(self, folder: Path | None = None) -> None:
        found = folder or user_folder()
        if found is None:
            raise SourceError(
                f"no user gazetteer to change: {FOLDER_VARIABLE} is off, or there is no home "
                "directory; name a folder"
            )
        if found.exists() and not found.is_dir():
            raise SourceError(f"{found}: a file, not a folder; name a folder")
        self.folder = found

    def names(self) -> tuple[str, ...]:
        """Names of the parts, in alphabetical order."""
        return tuple(path.stem for path in part_files(self.folder))

    def add(self, path: Path, *, name: str = "", attribution: str = "") -> Part:
        """Take in a table of one's own; a part of the same name is replaced.

        Parameters
        ----------
        path
            As `gazetteer.extra.read_extra` reads it.
        name
            What the part shall be called; after the file if empty.
        attribution
            Who is to be named where the places are shown, and the licence.

        Raises
        ------
        SourceError
            The file cannot be read as places, or an id stands in another part.
        """
        called = name or re.sub("[^a-z0-9]+", "-", fold(path.stem)).strip("-") or "places"
        if not _NAMED.fullmatch(called) or called == BUNDLED or called.startswith(_EXTENDED):
            raise SourceError(
                f"a part cannot be called {called!r}; choose small letters, digits and hyphens, "
                f"and neither {BUNDLED} nor a beginning {' or '.join(_EXTENDED)}"
            )
        stock = read_extra(path)
        self._refuse_doubles(path, called, stock)
        credit = " ".join(attribution.split())
        return self._put(called, stock, {path.name: path}, credit)

    def extend(self, code: str, sources: Sources, *, everything: bool = False) -> Part:
        """Take in GeoNames' dump of a country; an older one of it is replaced.

        Parameters
        ----------
        code
            ISO 3166-1 alpha-2.
        sources
            Where the dump lies.
        everything
            Take every hotel, school and ditch too, not only what news names.

        Raises
        ------
        SourceError
            The dump is not there, or cannot be read; what was there before stays.
        """
        dump = sources.country(code)
        stock = geonames.read_country(dump, everything=everything, divisions=sources.divisions)
        files = {dump.name: dump}
        names = sources.names_of(code)
        if names is not None:
            geonames.read_names(stock, names)
            files[f"{names.parent.name}/{names.name}"] = names
        if sources.divisions is not None:
            files[sources.divisions.name] = sources.divisions
        return self._put(f"geonames-{code.lower()}", stock, files, geonames.ATTRIBUTION)

    def fetch(self, code: str, download: Download, *, everything: bool = False) -> Part:
        """Fetch GeoNames' dump of a country, and take it in; see `extend`.

        Raises
        ------
        SourceError
            It cannot be fetched, or is damaged; what has come of it is kept, and the next call
            goes on there.
        """
        fetched: list[Path] = []
        for name in (f"{code}.zip", f"alternatenames/{code}.zip"):
            path = download.fetch(name)
            if path is None and not fetched:
                raise SourceError(f"{download.base} has no {name}; is {code} a country code?")
            if path is None:
                continue  # the dump has the names, too, if not their languages
            try:
                check_zip(path)
            except SourceError:
                path.unlink(missing_ok=True)
                raise
            fetched.append(path)
        part = self.extend(code, Sources(download.folder), everything=everything)
        for path in fetched:
            path.unlink(missing_ok=True)
        for folder in (download.folder / "alternatenames", download.folder):
            with suppress(OSError):  # something else is under way in it
                folder.rmdir()
        return part

    def extend_records(
        self, sources: Sources, codes: Iterable[str], known: Callable[[str], bool]
    ) -> list[Part]:
        """Take in files of Who's On First, one part a country.

        Parameters
        ----------
        codes
            Only these countries; all that are there if empty.
        known
            Whether the bundled gazetteer has a place of this id.

        Raises
        ------
        SourceError
            A file cannot be read; nothing has changed then.
        """
        wanted = {code.lower() for code in codes}
        found = whosonfirst.read_records(sources.records, known)
        files = {"files": f"{len(sources.records)} GeoJSON files"}
        return [
            self._put(f"wof-{code}", found[code], files, whosonfirst.ATTRIBUTION)
            for code in sorted(found)
            if not wanted or code in wanted
        ]

    def remove(self, name: str) -> None:
        """Take a part out; one that is damaged, too.

        Raises
        ------
        SourceError
            There is no part of this name.
        """
        if name not in self.names():
            there = ", ".join(self.names()) or "none"
            raise SourceError(f"no part is called {name!r}; parts in {self.folder}: {there}")
        (self.folder / f"{name}.sqlite").unlink()

    def _put(
        self, name: str, stock: Stock, files: Mapping[str, Path | str], attribution: str
    ) -> Part:
        origin = "; ".join(
            f"{label} (sha256 {sha256(file)})" if isinstance(file, Path) else file
            for label, file in files.items()
        )
        meta = {
            "version": name,
            "origin": origin,
            "attribution": attribution,
            "added": date.today().isoformat(),
        }
        path = self.folder / f"{name}.sqlite"
        write(stock, path, meta)
        with closing(Shelf(path)) as shelf:
            return part_of(shelf.meta, name)

    def _refuse_doubles(self, path: Path, name: str, stock: Stock) -> None:
        """Two different places of one id would become one."""
        for file in part_files(self.folder):
            if file.stem == name or file.stem.startswith(_EXTENDED):
                continue
            with closing(Shelf(file)) as shelf:
                for draft in stock:
                    if shelf.number_of(draft.id) is not None:
                        raise SourceError(
                            f"{path.name}: the id {draft.id} stands in the part {file.stem}, too; "
                            f"remove that part, or give other ids"
                        )

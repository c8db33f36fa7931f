"""The one function that does the work, on one machine and on many."""

from __future__ import annotations

import gzip
import threading
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from gazetteer import GazetteerError
from mapper.corpus.articles import Found, items
from mapper.corpus.crumbs import OPENING, Deaths, Trail, deaths, trail
from mapper.corpus.cutting import check_stretch
from mapper.corpus.layout import Layout, canonical, put_file, unwritable
from mapper.corpus.lean import lean
from mapper.corpus.parts import Part, member_record
from mapper.corpus.recipe import Analyser, Recipe, fingerprint
from mapper.errors import DataError, MapperError, SourceError
from mapper.export import analysis_record, json_line, to_geodataframe
from mapper.model import Analysis, Article

__all__ = ["process_partition"]

# Numbers of the articles within a document that holds several.
_STEP = 1_000_000
# The model is not made for several threads at once, which a cluster's worker may have.
_ONE_AT_A_TIME = threading.Lock()


def process_partition(part: Part, out: Path, recipe: Recipe, run: str) -> dict[str, Any]:
    """Analyse the articles of a part and write what they report.

    Nothing is done where the part is there already. An article that fails, that is too long, or
    that workers died of before is put into the record of the part with its error.

    Parameters
    ----------
    part
        What to analyse.
    out
        Folder of the run; on a cluster, where every worker sees it.
    recipe
        How.
    run
        Name of the run, which keeps its unfinished files apart from others'.

    Returns
    -------
    dict
        The record of the part. The same part and recipe give the same files, byte for byte.

    Raises
    ------
    SourceError
        The sources are not what they were when the part was planned.
    OutputError
        The output cannot be written, as on a full disk; nothing of the part is there then.
    DataError
        The program's data are missing, or others than those of the run.
    """
    layout = Layout(out)
    there = layout.read(part.key)
    if there is not None:
        return there
    work = layout.work / run
    try:
        work.mkdir(parents=True, exist_ok=True)
        with (
            _ONE_AT_A_TIME,
            trail(part.key, work, recipe.limits.seconds) as marks,
        ):
            return _process(part, layout, recipe, work, marks)
    except MapperError:
        raise
    except OSError as error:
        raise unwritable(out, error) from None


def _process(
    part: Part, layout: Layout, recipe: Recipe, work: Path, marks: Trail
) -> dict[str, Any]:
    before = deaths(part.key, work)
    if before[OPENING] > recipe.limits.tries:
        raise DataError(
            "workers die while they load the gazetteer and the language model; is there memory "
            "enough? Try fewer --workers"
        )
    for member in part.members:
        check_stretch(member)
    result = _Result()
    desk = _Desk(_engine(recipe), recipe, before, marks, result)
    for index, item in enumerate(items(part, recipe)):
        number = index * _STEP
        if desk.refuses(number, item.id, item.where):
            continue
        marks.at(number)
        try:
            found = item.load()
        except SourceError as error:
            result.put_aside(item.id, item.where, "unreadable", str(error))
            continue
        except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
            result.put_aside(item.id, item.where, "failed", f"{item.where}: {_told(error)}")
            continue
        finally:
            marks.rest()
        for entry, one in enumerate(found, start=1):
            desk.take(number + entry, one)
    return _write(part, recipe, layout, work, result)


@lru_cache(maxsize=1)
def _engine(recipe: Recipe) -> Analyser:
    """Open gazetteer and model once a process, if they are those of the run."""
    if fingerprint(recipe) != recipe.fingerprint:
        raise DataError(
            "a worker has another version of the program, its data or your own places than the "
            "one that started the run; install the same everywhere"
        )
    return recipe.opener(recipe.settings)


@dataclass(slots=True)
class _Result:
    """What has come of a part so far."""

    analyses: list[Analysis] = field(default_factory=list)
    aside: list[dict[str, str]] = field(default_factory=list)

    def put_aside(self, own: str, where: str, kind: str, error: str) -> None:
        """Put an article into quarantine."""
        self.aside.append({"id": own, "where": where, "kind": kind, "error": error})


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where one article after the other is dealt with."""

    engine: Analyser
    recipe: Recipe
    before: Deaths
    marks: Trail
    result: _Result

    def refuses(self, number: int, own: str, where: str) -> bool:
        """Put aside what workers have died of often enough."""
        limits = self.recipe.limits
        if self.before[number] < limits.tries:
            return False
        if number in self.before.late:
            error = f"{where}: took longer than {limits.seconds:g} s, {limits.tries} times"
            self.result.put_aside(own, where, "late", error)
        else:
            error = f"{where}: its worker died, {limits.tries} times"
            self.result.put_aside(own, where, "deadly", error)
        return True

    def take(self, number: int, found: Found) -> None:
        """Analyse an article, or put it aside."""
        if self.refuses(number, found.id, found.where):
            return
        article, most = found.article, self.recipe.limits.characters
        if isinstance(article, SourceError):
            self.result.put_aside(found.id, found.where, "unreadable", str(article))
        elif len(article.text) > most:
            error = f"{found.where}: longer than {most:,} characters; split it, or see --size-limit"
            self.result.put_aside(found.id, found.where, "long", error)
        else:
            self.marks.at(number)
            try:
                self._analyse(article, found)
            finally:
                self.marks.rest()

    def _analyse(self, article: Article, found: Found) -> None:
        for attempt in range(self.recipe.limits.tries):
            try:
                self.result.analyses.append(lean(self.engine.analyse(article)))
                return
            except (MapperError, GazetteerError) as error:
                # Not the article's fault: the others would fare no better.
                raise DataError(str(error)) from None
            except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
                if attempt + 1 == self.recipe.limits.tries:
                    self.result.put_aside(
                        found.id, found.where, "failed", f"{found.where}: {_told(error)}"
                    )


def _told(error: Exception) -> str:
    spot = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"internal error ({type(error).__name__} at {Path(spot.filename).name}:{spot.lineno}); "
        "please report it with the article"
    )


def _write(
    part: Part, recipe: Recipe, layout: Layout, work: Path, result: _Result
) -> dict[str, Any]:
    """Write the files of a part, its record last: with the record, the part is whole."""
    table = to_geodataframe(result.analyses).reset_index()
    packed = BytesIO()
    table.to_parquet(
        packed, index=False, compression="zstd", schema_version="1.1.0", write_covering_bbox=True
    )
    lines = "".join(f"{line}\n" for line in _lines(result.analyses)).encode()
    record = {
        "key": part.key,
        "fingerprint": recipe.fingerprint,
        "members": [member_record(member) for member in part.members],
        "articles": len(result.analyses),
        "incidents": sum(len(analysis.incidents) for analysis in result.analyses),
        "rows": len(table),
        "characters": sum(len(analysis.article.text) for analysis in result.analyses),
        "quarantined": result.aside,
    }
    put_file(layout.incidents(part.key), packed.getvalue(), work)
    put_file(layout.analyses(part.key), gzip.compress(lines, 6, mtime=0), work)
    put_file(layout.record(part.key), canonical(record), work)
    return record


def _lines(analyses: list[Analysis]) -> Iterator[str]:
    return (json_line(analysis_record(analysis)) for analysis in analyses)

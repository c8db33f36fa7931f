"""From the sources on the command line to analyses, whatever fails on the way."""

from __future__ import annotations

import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mapper.cli.report import plain
from mapper.config import Settings
from mapper.errors import MapperError, SourceError
from mapper.model import Analysis, Article

if TYPE_CHECKING:
    from mapper.pipeline import Mapper

__all__ = ["Walk"]

_Report = Callable[[str], None]


class Walk:
    """Reads and analyses sources one by one; counts and tells what fails.

    Parameters
    ----------
    sources
        As given on the command line.
    settings
        Options.
    quiet
        Whether to show no progress.

    Attributes
    ----------
    failures
        One line each.
    done
        How many articles were analysed.
    """

    def __init__(self, sources: Sequence[str], settings: Settings, *, quiet: bool) -> None:
        self._sources = sources
        self._settings = settings
        # A title is the article's own only where there is one article; else it is the map's.
        self._reading = settings if _holds_one(sources) else replace(settings, title=None)
        self._quiet = quiet
        self._ids: Counter[str] = Counter()
        self.failures: list[str] = []
        self.done = 0

    def analyses(self) -> Iterator[Analysis]:
        """Give the analyses, in the order of the sources.

        Nothing heavy is loaded before the first article has been read.
        """
        engine: Mapper | None = None
        try:
            with self._progress() as progress:
                for article in self._articles():
                    progress(article.title or article.id)
                    if engine is None:
                        from mapper.pipeline import Mapper

                        engine = Mapper(self._settings)
                    analysis = self._analyse(engine, article)
                    if analysis is not None:
                        self.done += 1
                        yield analysis
        finally:
            if engine is not None:
                engine.close()

    def _analyse(self, engine: Mapper, article: Article) -> Analysis | None:
        """One article that the engine trips over must not take the others with it."""
        try:
            return engine.analyse(article)
        except MapperError:
            raise
        except Exception as error:  # noqa: BLE001 - a bug, told with the spot where it is
            spot = traceback.extract_tb(error.__traceback__)[-1]
            self._fail(
                f"{article.id}: internal error ({type(error).__name__} at "
                f"{Path(spot.filename).name}:{spot.lineno}); please report it with the article"
            )
            return None

    def _articles(self) -> Iterator[Article]:
        from mapper.read import read

        for source in self._sources:
            for found in read(source, self._reading):
                if isinstance(found, SourceError):
                    self._fail(str(found))
                else:
                    yield self._named(found)

    def _named(self, article: Article) -> Article:
        """Two articles of one name would share the ids of their incidents."""
        self._ids[article.id] += 1
        number = self._ids[article.id]
        if number == 1:
            return article
        other = f"{article.id}-{number}"
        self._ids[other] += 1
        return replace(article, id=other)

    def _fail(self, message: str) -> None:
        self.failures.append(message)
        click.echo(f"mapper: {plain(message)}", err=True)

    def _progress(self) -> AbstractContextManager[_Report]:
        if self._quiet or not sys.stderr.isatty():
            return nullcontext(lambda _text: None)
        return _spinner()


@contextmanager
def _spinner() -> Iterator[_Report]:
    """Show on a terminal which article is being read."""
    from rich.console import Console

    with Console(stderr=True).status("Reading ...") as status:
        yield lambda text: status.update(f"Reading {_label(text)} ...")


def _label(text: str) -> str:
    from rich.markup import escape

    return escape(plain(text, 60))


def _holds_one(sources: Sequence[str]) -> bool:
    return len(sources) == 1 and not sources[0].lower().endswith((".jsonl", ".ndjson", ".json"))

"""From the sources on the command line to analyses, whatever fails on the way."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.config import Settings
from mapper.errors import SourceError
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
                    yield engine.analyse(article)
                    self.done += 1
        finally:
            if engine is not None:
                engine.close()

    def _articles(self) -> Iterator[Article]:
        from mapper.read import read

        for source in self._sources:
            for found in read(source, self._settings):
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
        print(f"mapper: {message}", file=sys.stderr)  # noqa: T201

    def _progress(self) -> AbstractContextManager[_Report]:
        if self._quiet or not sys.stderr.isatty():
            return nullcontext(lambda _text: None)
        return _spinner()


@contextmanager
def _spinner() -> Iterator[_Report]:
    """Show on a terminal which article is being read."""
    from rich.console import Console

    with Console(stderr=True).status("Reading ...") as status:
        yield lambda text: status.update(f"Reading {_plain(text)} ...")


def _plain(text: str) -> str:
    """Make a title harmless for a terminal, and short."""
    from rich.markup import escape

    return escape("".join(c for c in text if c.isprintable())[:60])

"""Workers on this machine: one process for each, so that a death costs the part it was at."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from mapper.corpus.crumbs import deaths
from mapper.corpus.hand import Hand
from mapper.corpus.layout import Layout
from mapper.corpus.partition import process_partition
from mapper.corpus.parts import Part
from mapper.corpus.recipe import Recipe
from mapper.errors import DataError, MapperError, SourceError

__all__ = ["Done", "Processes", "Workers", "failed"]

Done = tuple[Part, "dict[str, Any] | str"]
"""A part, and its record; or one line that says why there is none."""


class Workers:
    """Works on parts side by side, on whatever machines.

    Parameters
    ----------
    out, recipe, run
        As in `process_partition`.
    """

    def __init__(self, out: Path, recipe: Recipe, run: str) -> None:
        self._out = out
        self._recipe = recipe
        self._run = run

    def work(self, parts: Iterator[Part]) -> Iterator[Done]:
        """Work on parts; they are taken as there are hands free.

        Yields
        ------
        Done
            As they become ready.

        Raises
        ------
        OutputError
            The output cannot be written.
        DataError
            The program's data are missing, or no worker stays alive.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Let the workers go, and what they are at with them."""

    def _check(self, part: Part, died: int) -> None:
        """See that it is articles that workers die of: each leaves so many trails only."""
        tries = self._recipe.limits.tries
        trails = deaths(part.key, Layout(self._out).work / self._run).total()
        if died - trails > tries or died > tries * (2 * part.articles + 2):
            raise DataError(
                "workers die again and again; is there memory enough? Try fewer --workers"
            )


class Processes(Workers):
    """Processes of this machine.

    Parameters
    ----------
    out, recipe, run
        As in `process_partition`.
    count
        How many.
    """

    def __init__(self, out: Path, recipe: Recipe, run: str, count: int) -> None:
        super().__init__(out, recipe, run)
        self._hands = [Hand() for _ in range(count)]

    def work(self, parts: Iterator[Part]) -> Iterator[Done]:
        """Work on parts; a hand whose process dies takes up the same part with a new one."""
        free = list(self._hands)
        busy: dict[Future[dict[str, Any]], tuple[Hand, Part, int]] = {}
        while True:
            while free and (part := next(parts, None)) is not None:
                hand = free.pop(0)
                busy[self._give(hand, part)] = hand, part, 0
            if not busy:
                return
            for future in wait(busy, return_when=FIRST_COMPLETED).done:
                hand, part, died = busy.pop(future)
                error = future.exception()
                if isinstance(error, BrokenProcessPool):
                    self._check(part, died + 1)
                    hand.renew()
                    busy[self._give(hand, part)] = hand, part, died + 1
                    continue
                free.append(hand)
                yield part, failed(part, error) if error else future.result()

    def close(self) -> None:
        """End the processes at once; their unfinished files are nobody's any more."""
        for hand in self._hands:
            hand.end()

    def _give(self, hand: Hand, part: Part) -> Future[dict[str, Any]]:
        return hand.submit(process_partition, part, self._out, self._recipe, self._run)


def failed(part: Part, error: BaseException) -> str:
    """Say in one line why a part was not made; raise what concerns all of them.

    Parameters
    ----------
    part
        The part.
    error
        What a worker raised.
    """
    if isinstance(error, SourceError):
        return str(error)
    if isinstance(error, MapperError) or not isinstance(error, Exception):
        raise error
    names = dict.fromkeys(member.name for member in part.members)
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    told = " ".join(f"{type(error).__name__}: {error}".split())
    return f"{next(iter(names))}{more}: internal error ({told}); please report it"

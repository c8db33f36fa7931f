"""Processes to help this one: made when they are needed, gone when this one is."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from itertools import islice
from types import TracebackType
from typing import Any, TypeVar

__all__ = ["Hand", "Hands"]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class Hand:
    """One process, made when it is needed."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._started: Future[int] | None = None

    def submit(self, function: Callable[..., Any], *arguments: object) -> Future[Any]:
        """Give it something to do."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin
            )
            with _ctrl_c_held():
                self._started = self._pool.submit(os.getpid)
        try:
            return self._pool.submit(function, *arguments)
        except BrokenProcessPool as error:
            # It died while it had nothing to do.
            future: Future[Any] = Future()
            future.set_exception(error)
            return future

    def renew(self) -> None:
        """Put a new process in the place of one that died."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool, self._started = None, None

    def end(self) -> None:
        """End the process, whatever it is at."""
        if self._started is not None:
            with suppress(OSError, BrokenProcessPool, TimeoutError):
                number = self._started.result(timeout=60)
                os.kill(number, getattr(signal, "SIGKILL", signal.SIGTERM))
        self.renew()


class Hands:
    """So many processes beside this one; a context, at whose end they end.

    Parameters
    ----------
    count
        How many; none is made before there is work for it.
    """

    def __init__(self, count: int) -> None:
        self._hands = [Hand() for _ in range(count)]

    def __enter__(self) -> Hands:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End them, whatever they are at."""
        for hand in self._hands:
            hand.end()

    def each(
        self,
        function: Callable[[_Item], _Result],
        items: Iterable[_Item],
        here: Callable[[_Item], _Result] | None = None,
    ) -> Iterator[_Result]:
        """Do the same to each item, side by side; this process does its share.

        Parameters
        ----------
        function
            Of a module, so that another process finds it.
        items
            Alike in what they cost.
        here
            What is called in its place in this process.

        Yields
        ------
        result
            In the order of the items, of which only a few are taken ahead. What a process that
            died was at is done here.
        """
        here, rest = here or function, iter(items)
        while batch := list(islice(rest, len(self._hands) + 1)):
            *given, mine = batch
            work = [
                (hand, item, hand.submit(function, item))
                for hand, item in zip(self._hands, given, strict=False)
            ]
            done = here(mine)
            for hand, item, future in work:
                try:
                    result = future.result()
                except BrokenProcessPool:
                    hand.renew()
                    result = here(item)
                yield result
            yield done


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Hold Ctrl-C back while a process is made, which is born deaf to it then."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Prepare a worker: Ctrl-C is for the one who started it, and without that one it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: Any) -> None:
    parent.join()
    os._exit(1)

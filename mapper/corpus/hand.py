"""A process to help this one: made when it is needed, gone when this one is."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from typing import Any

__all__ = ["Hand"]


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

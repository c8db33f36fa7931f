"""Workers of a Dask cluster: the same function, sent to whatever machines are there."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from mapper.corpus.partition import process_partition
from mapper.corpus.parts import Part
from mapper.corpus.pool import Done, Workers, failed
from mapper.corpus.recipe import Recipe
from mapper.errors import DataError, MapperError, OptionError

__all__ = ["Cluster"]

_ADDRESS = re.compile(r"[a-z]+://\S+:\d+")
_PATIENCE = 15
"""Seconds that a cluster has to answer."""

# Waiting parts for each thread of the cluster: nobody is idle, and little is lost with a worker.
_WAITING = 2


class Cluster(Workers):
    """The workers of a Dask cluster.

    Parameters
    ----------
    out, recipe, run
        As in `process_partition`; every worker has to see the output, and the sources, under
        the same path.
    address
        Of the scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises
    ------
    OptionError
        Dask is not installed, or no scheduler with workers answers there.
    """

    def __init__(self, out: Path, recipe: Recipe, run: str, address: str) -> None:
        super().__init__(out, recipe, run)
        self._address = address
        if not _ADDRESS.fullmatch(address):
            raise OptionError(f"--scheduler {address}: no address; write it as tcp://10.0.0.1:8786")
        try:
            self._dask: Any = import_module("distributed")
        except ImportError:
            raise OptionError(
                "--scheduler needs Dask; install it with: pip install incident-mapper[cluster]"
            ) from None
        told = self._dask.Security().get_connection_args("client")
        if address.startswith("tls:") and not told["ssl_context"]:
            raise OptionError(
                f"--scheduler {address}: needs certificates; name them in Dask's configuration "
                "(distributed.comm.tls)"
            )
        # What goes wrong there is told here, in one line. Dask gives its client's logger a level
        # of its own.
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        try:
            self._client: Any = self._dask.Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise OptionError(
                f"--scheduler {address}: no Dask scheduler answers there ({type(error).__name__}); "
                "check the address"
            ) from None
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            self._client.close()
            raise OptionError(
                f"--scheduler {address}: the cluster has no workers; start some with: "
                f"dask worker {address} --nthreads 1"
            ) from None

    def work(self, parts: Iterator[Part]) -> Iterator[Done]:
        """Work on parts; what dies with a worker is taken up by another one."""
        waiting: dict[Any, tuple[Part, int]] = {}
        arrivals = self._dask.as_completed([], loop=self._client.loop, raise_errors=False)
        try:
            while True:
                while len(waiting) < self._room() and (part := next(parts, None)) is not None:
                    self._give(part, 0, waiting, arrivals)
                if not waiting:
                    return
                future = next(arrivals)
                part, deaths = waiting.pop(future)
                if future.status == "finished":
                    yield part, future.result()
                    continue
                done = self._settle(future, part, deaths)
                if done is None:
                    self._give(part, deaths + 1, waiting, arrivals)
                else:
                    yield part, done
        except (OSError, StopIteration) as error:
            if isinstance(error, MapperError):
                raise
            raise self._gone() from None

    def close(self) -> None:
        """Take back what is under way, and leave the cluster as it was."""
        self._client.close(timeout=2)

    def _room(self) -> int:
        threads: int = sum(self._client.nthreads().values())
        return max(2, _WAITING * threads)

    def _give(
        self, part: Part, deaths: int, waiting: dict[Any, tuple[Part, int]], arrivals: Any
    ) -> None:
        future = self._client.submit(
            process_partition, part, self._out, self._recipe, self._run,
            key=f"{part.key}-{self._run}-{deaths}", pure=False,
        )  # fmt: skip
        waiting[future] = part, deaths
        arrivals.add(future)

    def _settle(self, future: Any, part: Part, deaths: int) -> str | None:
        """Say why a part was not made; None if it is to be tried again."""
        if future.status in ("cancelled", "lost"):
            raise self._gone()
        error = future.exception()
        if not isinstance(error, self._dask.KilledWorker):
            return failed(part, error)
        self._check(part, deaths + 1)
        return None

    def _gone(self) -> DataError:
        return DataError(
            f"--scheduler {self._address}: the cluster is gone; what is finished is kept, so run "
            "the command again when it is back"
        )

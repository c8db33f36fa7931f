"""A run: plan, work, sum up; once, or for as long as articles come."""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from mapper.corpus.cutting import Cutter
from mapper.corpus.layout import Layout, unwritable
from mapper.corpus.locking import locked
from mapper.corpus.options import Options, Progress, Summary
from mapper.corpus.parts import Kind
from mapper.corpus.plan import Plan, make_plan
from mapper.corpus.pool import Processes, Workers
from mapper.corpus.products import in_order, make_products
from mapper.corpus.recipe import fingerprint
from mapper.corpus.sources import Source, find_sources
from mapper.errors import MapperError, OptionError

__all__ = ["run_corpus"]

# When following, what is made of all parts takes no more than this share of the time.
_SHARE = 0.1


Report = Callable[[Progress], None]


def run_corpus(
    options: Options,
    *,
    report: Report = lambda _: None,
    settled: Callable[[Summary], None] = lambda _: None,
) -> Summary:
    """Analyse the articles of the input that have not been analysed yet.

    Parameters
    ----------
    options
        What is wanted.
    report
        Told how far the run is, at every part.
    settled
        When following: told what there is, whenever all that has come is done.

    Returns
    -------
    Summary
        What there is now. When following, it is only left by an exception.

    Raises
    ------
    OptionError
        The input makes no sense, the output is in use, or there is no cluster.
    OutputError
        The output cannot be written; what is finished is kept.
    DataError
        Something that the program ships is missing, or no worker stays alive.
    """
    _find(options)  # misuse is told before anything is made
    recipe = replace(options.recipe, fingerprint=fingerprint(options.recipe))
    options = replace(options, recipe=recipe)
    layout = Layout(options.out.absolute())
    layout.make()
    with locked(layout.root), _Run(options, layout, report) as run:
        if not options.follow:
            return run.once()
        try:
            for summary in run.ever():
                settled(summary)
        except KeyboardInterrupt:
            run.catch_up()
            raise
    raise AssertionError("to follow has no end")


def _find(options: Options) -> tuple[list[Source], list[str]]:
    sources, others = find_sources(options.source, options.out)
    if not sources and not options.follow:
        raise OptionError(f"{options.source}: no article in it; check the path")
    return sources, others


class _Run:
    def __init__(self, options: Options, layout: Layout, report: Report) -> None:
        self._options = options
        self._layout = layout
        self._report = report
        self._name = uuid.uuid4().hex
        self._workers: Workers | None = None
        self._retry = options.retry
        self._behind = False
        self._due = 0.0

    def __enter__(self) -> _Run:
        # Whoever left files there is gone: the folder is ours alone.
        shutil.rmtree(self._layout.work, ignore_errors=True)
        return self

    def __exit__(self, *_: object) -> None:
        if self._workers is not None:
            self._workers.close()
        shutil.rmtree(self._layout.work, ignore_errors=True)
        self._layout.drop_empty()

    def once(self) -> Summary:
        """Do what is to be done now."""
        sources, others = _find(self._options)
        summary = self._go(sources, Summary(passed_over=others), settle=0.0)
        if not summary.parts and not summary.failures:
            raise OptionError(f"{self._options.source}: no article in it; check the file")
        return summary

    def ever(self) -> Iterator[Summary]:
        """Do what is to be done, whenever there is something; never ends by itself."""
        seen: object = None
        settle, every = self._options.settle, self._options.every
        while True:
            sources, others = _find(self._options)
            states = {source: state for source in sources if (state := _state(source))}
            newest = max((changed for _, changed in states.values()), default=0) / 1e9
            young = time.time() - newest < settle + 2 * every
            if states != seen or young or (self._behind and time.monotonic() >= self._due):
                seen = states
                calm = [
                    source for source, (_, changed) in states.items()
                    if source.kind is Kind.LINES or time.time() - changed / 1e9 >= settle
                ]  # fmt: skip
                yield self._go(calm, Summary(passed_over=others), settle=settle)
            time.sleep(every)

    def catch_up(self) -> None:
        """Make what is made of all parts, if it lags behind those that are there."""
        if self._behind:
            self._due = 0.0
            with _disk(self._layout):
                self._sum_up_on_disk(in_order(list(self._layout.records())))

    def _go(self, sources: list[Source], summary: Summary, *, settle: float) -> Summary:
        options = self._options
        cutter = Cutter(
            articles=options.part_size, text_field=options.recipe.text_field, settle=settle
        )
        records = list(self._records())
        plan = make_plan(sources, records, options.recipe.fingerprint, cutter)
        summary.failures += plan.failures
        with _disk(self._layout):
            ready = plan.ready + self._work(plan, summary)
            if not summary.failures:
                self._tidy(plan)
            if options.prune:
                ready = [record for record in ready if record["key"] not in plan.vanished]
            self._sum_up_on_disk(in_order(ready))
        return _sum_up(summary, ready)

    def _sum_up_on_disk(self, ready: list[dict[str, Any]]) -> None:
        """Make what is made of all parts; not after every article, when following."""
        begun = time.monotonic()
        self._behind = begun < self._due
        if not self._behind:
            options = self._options
            make_products(
                self._layout, ready, options.recipe.settings, options.map_articles, self._name
            )
            took = time.monotonic() - begun
            self._due = time.monotonic() + took * (1 / _SHARE - 1)

    def _records(self) -> Iterator[dict[str, Any]]:
        """Records of finished parts; with --retry, the first time, only of the faultless."""
        for record in self._layout.records():
            if self._retry and record["quarantined"]:
                self._layout.remove(record["key"])
            else:
                yield record
        self._retry = False

    def _work(self, plan: Plan, summary: Summary) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        if not plan.missing:
            return made
        done = sum(_counted(record) for record in plan.ready)
        total = done + sum(part.articles for part in plan.missing)
        begun = time.monotonic()
        self._report(Progress(done, total, 0, 0.0))
        for part, outcome in self._hands().work(iter(plan.missing)):
            if isinstance(outcome, str):
                summary.failures.append(outcome)
                total -= part.articles
            else:
                made.append(outcome)
                summary.analysed += part.articles
            summary.seconds = time.monotonic() - begun
            self._report(
                Progress(done + summary.analysed, total, summary.analysed, summary.seconds)
            )
        return made

    def _hands(self) -> Workers:
        if self._workers is None:
            out, recipe = self._layout.root, self._options.recipe
            if self._options.scheduler:
                from mapper.corpus.dask import Cluster

                self._workers = Cluster(out, recipe, self._name, self._options.scheduler)
            else:
                self._workers = Processes(out, recipe, self._name, self._options.workers)
        return self._workers

    def _tidy(self, plan: Plan) -> None:
        """Take away what newer parts have replaced, and what is not wanted any more."""
        for key in plan.superseded + (plan.vanished if self._options.prune else []):
            self._layout.remove(key)
        self._layout.drop_orphans()


def _counted(record: dict[str, Any]) -> int:
    return sum(len(member["ids"]) for member in record["members"])


def _sum_up(summary: Summary, records: list[dict[str, Any]]) -> Summary:
    for name in ("articles", "incidents", "rows"):
        setattr(summary, name, sum(record[name] for record in records))
    summary.parts = len(records)
    summary.quarantined = [one for record in records for one in record["quarantined"]]
    return summary


def _state(source: Source) -> tuple[int, int] | None:
    try:
        found = source.path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


@contextmanager
def _disk(layout: Layout) -> Iterator[None]:
    """Tell a full disk in one line."""
    try:
        yield
    except MapperError:
        raise
    except OSError as error:
        raise unwritable(layout.root, error) from None

"""Speed, memory and steadiness of corpus runs.

python -P benchmarks/corpus.py                     all of the quick ones, with small sizes
python -P benchmarks/corpus.py own --articles 500  what a run costs beyond the analysis
python -P benchmarks/corpus.py workers             two workers against one (on a quiet machine)
python -P benchmarks/corpus.py noop                a rerun with nothing to do
python -P benchmarks/corpus.py memory              a worker's memory as it goes on
python -P benchmarks/corpus.py stages              the share of time of each stage
python -P benchmarks/corpus.py endure --articles 20000 --kills 6 --dask
                                                   killed and resumed, the same bytes at the end
"""

from __future__ import annotations

import argparse
import functools
import importlib
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.material.articles import write_articles
from benchmarks.material.endurance import endure
from mapper.config import Settings
from mapper.corpus.cutting import Cutter
from mapper.corpus.layout import Layout, canonical
from mapper.corpus.partition import process_partition
from mapper.corpus.parts import Part
from mapper.corpus.plan import make_plan
from mapper.corpus.products import in_order, make_products
from mapper.corpus.recipe import Recipe, fingerprint
from mapper.corpus.sources import find_sources
from mapper.model import Analysis, Article, Generator
from mapper.pipeline import Mapper

STAGES = {
    "read": ("mapper.corpus.articles", "from_text"),
    "parse": ("mapper.language", "LanguageModel.parse"),
    "encode": ("mapper.encode", "Encoder.read"),
    "recognise": ("mapper.recognise", "recognise"),
    "resolve": ("mapper.resolve", "resolve"),
    "events": ("mapper.events", "find_events"),
    "attach": ("mapper.attach", "attach"),
    "record": ("mapper.corpus.partition", "_lines"),
    "table": ("mapper.corpus.partition", "to_geodataframe"),
    "write": ("mapper.corpus.partition", "put_file"),
}
"""What is timed, and where it is called from."""

KINDS = ("analyses", "incidents", "incidents.gpkg", "map.html")

spent: Counter[str] = Counter()
# Of this process alone: what others do on the machine has no part in a share.
clock = time.process_time


class TimedMapper:
    """The true analyser, and a watch."""

    def __init__(self, settings: Settings) -> None:
        self._mapper = Mapper(settings)

    def analyse(self, article: Article) -> Analysis:
        """Analyse, and count the time."""
        begun = clock()
        try:
            return self._mapper.analyse(article)
        finally:
            spent["analyse"] += clock() - begun  # type: ignore[assignment]


class NoAnalyser:
    """Finds nothing, at once."""

    def analyse(self, article: Article) -> Analysis:
        """Find nothing."""
        return Analysis(
            article=article, resolutions=(), incidents=(), generator=Generator("none", "0", "")
        )


def timed_mapper(settings: Settings) -> TimedMapper:
    """Open the true analyser."""
    return TimedMapper(settings)


def no_analyser(_settings: Settings) -> NoAnalyser:
    """Open the one that finds nothing."""
    return NoAnalyser()


def say(text: str) -> None:
    """Print at once."""
    print(text, flush=True)  # noqa: T201


@contextmanager
def corpus(count: int, paragraphs: int | None = None) -> Iterator[tuple[Path, Path]]:
    """Write articles; give their file and a folder beside it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles.jsonl"
        write_articles(source, count, paragraphs=paragraphs)
        yield source, Path(folder) / "out"


def planned(source: Path, out: Path, recipe: Recipe) -> tuple[Recipe, list[Part]]:
    """Plan a run."""
    recipe = replace(recipe, fingerprint=fingerprint(recipe))
    Layout(out).make()
    sources, _ = find_sources(str(source), out)
    return recipe, make_plan(sources, [], recipe.fingerprint, Cutter()).missing


def finish(out: Path, recipe: Recipe) -> None:
    """Make what is made of all parts together."""
    records = in_order(list(Layout(out).records()))
    make_products(Layout(out), records, recipe.settings, 1000, "bench")


def command(source: Path, out: Path, *more: str) -> float:
    """Run the command; give the seconds that it took."""
    begun = time.perf_counter()
    arguments = ["corpus", "run", str(source), "-o", str(out), "--json", *more]
    done = subprocess.run(
        [sys.executable, "-m", "mapper", *arguments], capture_output=True, text=True, check=True
    )
    took = time.perf_counter() - begun
    say(f"  {json.loads(done.stdout)['articles']} articles, {took:.1f} s {' '.join(more)}")
    return took


def own(options: argparse.Namespace) -> None:
    """What a run costs beyond the analysis: planning, reading, writing, map and GeoPackage."""
    with corpus(options.articles) as (source, out):
        recipe, _ = planned(source, out, Recipe(opener=timed_mapper))
        process_partition(_warm(source, out, recipe), out / "warm", recipe, "bench")
        spent.clear()
        begun = clock()
        recipe, parts = planned(source, out, recipe)
        for part in parts:
            process_partition(part, out, recipe, "bench")
        worked = clock() - begun
        finish(out, recipe)
        whole = clock() - begun
        analysis = spent["analyse"]
        sizes = {name: size_of(out / name) / options.articles / 1000 for name in KINDS}
    say(
        f"own cost: {(whole - analysis) / analysis:.1%} of the analysis (floor 10 %); "
        f"{(worked - analysis) / analysis:.1%} without GeoPackage and map; "
        f"{options.articles} articles, {options.articles / whole:.1f} a second of a core; "
        f"kB an article: {', '.join(f'{name} {size:.1f}' for name, size in sizes.items())}"
    )


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files of a folder."""
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return sum(p.stat().st_size for p in files)


def _warm(source: Path, out: Path, recipe: Recipe) -> Part:
    """A part of a few articles, so that the model is loaded before the watch runs."""
    few = source.with_name("few.jsonl")
    few.write_text("".join(source.read_text().splitlines(keepends=True)[:3]))
    return planned(few, out / "warm", recipe)[1][0]


def workers(options: argparse.Namespace) -> None:
    """Two workers against one, with what it takes to start them measured apart."""
    ratios = []
    with corpus(options.articles, options.paragraphs) as (source, out):
        few = source.with_name("few.jsonl")
        few.write_text("".join(source.read_text().splitlines(keepends=True)[:2]))
        for turn in range(options.runs):
            took = {}
            for count in (1, 2):
                again = ["--workers", str(count), "--map-articles", "0", "--part-size", "10"]
                started = command(few, out / f"few{turn}{count}", *again)
                took[count] = command(source, out / f"{turn}{count}", *again) - started
            ratios.append(took[1] / took[2])
            say(f"  {options.articles / took[1]:.1f} articles/s with one, ratio {ratios[-1]:.2f}")
    say(f"two workers: {statistics.median(ratios):.2f} times one (floor 1.7)")


def noop(options: argparse.Namespace) -> None:
    """A rerun of the command over finished articles."""
    count = max(options.articles, 10_000)
    with corpus(count) as (source, out):
        recipe, parts = planned(source, out, Recipe(opener=no_analyser))
        true = fingerprint(Recipe())
        sources, _ = find_sources(str(source), out)
        keys = [part.key for part in make_plan(sources, [], true, Cutter()).missing]
        for part, key in zip(parts, keys, strict=True):
            _stamp(Layout(out), process_partition(part, out, recipe, "bench"), key, true)
        command(source, out)
        took = [command(source, out) for _ in range(options.runs)]
    say(f"nothing to do over {count} articles: {statistics.median(took):.2f} s (floor 3)")


def _stamp(layout: Layout, record: dict[str, Any], key: str, true: str) -> None:
    """Make a part pass for one of the true analyser."""
    for old, new in zip(layout.files(record["key"]), layout.files(key), strict=True):
        old.rename(new)
    layout.record(key).write_bytes(canonical({**record, "key": key, "fingerprint": true}))


def memory(options: argparse.Namespace) -> None:
    """What a worker holds as it goes on: proportional and unique set size, and its growth."""
    measured: list[tuple[int, dict[str, float]]] = []
    with corpus(options.articles, options.paragraphs) as (source, out):
        recipe, parts = planned(source, out, Recipe())
        done, told, step = 0, 0, max(1, options.articles // 20)
        for number, part in enumerate(parts):
            process_partition(part, out, recipe, "bench")
            done += part.articles
            shutil.rmtree(out / "analyses")
            Layout(out).make()
            if number in (0, len(parts) - 1) or done >= told + step:
                told, now = done, held()
                measured.append((done, now))
                say(
                    f"  {done:7} articles, {clock():7.0f} s: "
                    + ", ".join(f"{kind} {size:.0f} MB" for kind, size in now.items())
                )
    # The first tenth fills the caches, which are bounded; what comes after must not grow.
    later = [(count, now) for count, now in measured if count >= options.articles / 10]
    for kind in later[0][1] if len(later) > 1 else ():
        counts, sizes = zip(*((count, now[kind]) for count, now in later), strict=True)
        slope = statistics.linear_regression(counts, sizes).slope * 10_000
        say(f"memory, {kind}: {slope:+.1f} MB in 10,000 articles, after the first tenth")


def held() -> dict[str, float]:
    """Memory of this process, in MB."""
    fields = Counter[str]()
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]:
        name, value = line.split(":")
        fields[name] = int(value.split()[0])
    unique = fields["Private_Clean"] + fields["Private_Dirty"]
    return {"PSS": fields["Pss"] / 1024, "USS": unique / 1024,
            "own and dirty": fields["Private_Dirty"] / 1024}  # fmt: skip


def stages(options: argparse.Namespace) -> None:
    """Share of the time of each stage, in one process."""
    with corpus(options.articles) as (source, out):
        recipe, _ = planned(source, out, Recipe())
        process_partition(_warm(source, out, recipe), out / "warm", recipe, "bench")
        for name, (module, path) in STAGES.items():
            _time_calls(name, module, path)
        spent.clear()
        begun = clock()
        for part in planned(source, out, recipe)[1]:
            process_partition(part, out, recipe, "bench")
        whole = clock() - begun
    for name, took in spent.most_common():
        say(f"  {name:10} {took / whole:6.1%}  {took / options.articles * 1000:6.1f} ms an article")
    say(f"stages: {options.articles / whole:.1f} articles a second on one core")


def _time_calls(name: str, module: str, path: str) -> None:
    holder: Any = importlib.import_module(module)
    *outer, last = path.split(".")
    for step in outer:
        holder = getattr(holder, step)
    function: Callable[..., Any] = getattr(holder, last)

    @functools.wraps(function)
    def timed(*given: Any, **named: Any) -> Any:
        begun = clock()
        result = function(*given, **named)
        if name == "record":
            result = iter(list(result))  # it is a generator: its time is that of its reader
        spent[name] += clock() - begun  # type: ignore[assignment]
        return result

    setattr(holder, last, timed)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    quick = {"own": own, "workers": workers, "noop": noop, "memory": memory, "stages": stages}
    parser.add_argument("what", nargs="?", choices=[*quick, "endure"])
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--dask", action="store_true")
    parser.add_argument("--paragraphs", type=int, help="with endure, memory, workers: how short")
    options = parser.parse_args()
    if options.what == "endure":
        with corpus(options.articles, options.paragraphs) as (source, out):
            endure(source, out, kills=options.kills, dask=options.dask, say=say)
        return
    for name, measure in quick.items():
        if options.what in (None, name):
            measure(options)


if __name__ == "__main__":
    main()

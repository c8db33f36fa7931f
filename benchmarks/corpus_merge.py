"""How long, how large and how right `mapper corpus merge` is on made incidents.

``python -P benchmarks/corpus_merge.py [--compare] [REPORTS [SEED]]``: makes so many reports
(100,000) of incidents that are known (see `benchmarks.material.stories`), as `mapper parse` would
write them, merges them in a process of its own, and compares. Floor: 100,000 in under 20 s and
2 GB. With ``--compare`` nothing is read or written, which grows in step with the reports anyway:
only pairs and clusters are made.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.material.stories import world
from benchmarks.material.story_lines import write_lines


def run(folder: Path) -> None:
    """Merge a folder, tell how long each step took, and how much memory."""
    from mapper.corpus.merging import merge

    marks: list[tuple[str, float]] = []

    def progress(text: str) -> None:
        step = text.split()[0]
        if not marks or marks[-1][0] != step:
            marks.append((step, time.perf_counter()))

    done = merge([folder], folder / "merged", progress=progress)
    times = [at for _, at in marks[1:]] + [time.perf_counter()]
    # This process and the largest of its helpers, which have ended.
    memory = [
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    sys.stdout.write(
        json.dumps({
            "steps": {s: t - at for (s, at), t in zip(marks, times, strict=True)},
            "megabytes": [size / 1024 for size in memory],
            "compared": done.compared, "articles": done.articles,
        })
    )  # fmt: skip


def compare(size: int, seed: int) -> None:
    """Only compare and cluster, from columns in memory: what does not grow in step with reports."""
    from benchmarks.material.story_columns import columns
    from mapper.corpus.merging.decisions import Decisions, rulings
    from mapper.corpus.merging.linking import cluster

    made = world(size, seed)
    reports = columns(made)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun, used = time.perf_counter(), time.process_time()
    found = cluster(reports, rulings(Decisions({}), reports))
    seconds, spent = time.perf_counter() - begun, time.process_time() - used
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(  # noqa: T201
        f"{size:,} reports, seed {seed}, compared and clustered only\n"
        f"{seconds:.1f} s ({spent:.1f} s of processor), {after:.0f} MB, {before:.0f} MB of it the "
        f"columns; {found.compared:,} pairs compared"
    )
    tell(figures(made.story.tolist(), found.labels.tolist()))


def figures(gold: list[int], found: list[int]) -> dict[str, float]:
    """Compare two partitions over all pairs of reports and B-cubed."""
    both, of_gold, of_found = Counter(zip(gold, found, strict=True)), Counter(gold), Counter(found)

    def pairs(counts: Counter[Any]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    precision, recall = pairs(both) / pairs(of_found), pairs(both) / pairs(of_gold)
    cubed = (
        sum(n * n / of_found[key[1]] for key, n in both.items()) / len(gold),
        sum(n * n / of_gold[key[0]] for key, n in both.items()) / len(gold),
    )
    return {
        "pair precision": precision, "pair recall": recall,
        "pair F1": 2 * precision * recall / (precision + recall),
        "B-cubed F1": 2 * cubed[0] * cubed[1] / (cubed[0] + cubed[1]),
        "incidents": len(of_found), "stories": len(of_gold), "largest": max(of_found.values()),
    }  # fmt: skip


def tell(measured: dict[str, float]) -> None:
    """Print figures, a line each."""
    for key, value in measured.items():
        print(f"{key:16} {value:,.4g}", flush=True)  # noqa: T201


def judge(folder: Path, truth: dict[str, int]) -> dict[str, float]:
    """Compare the merged incidents with the stories."""
    gold, found = [], []
    with (folder / "merged" / "merged.jsonl").open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            for source in json.loads(line)["sources"]:
                gold.append(truth[source["id"]])
                found.append(number)
    return figures(gold, found)


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["--run"]:
        run(Path(sys.argv[2]))
        return
    only = sys.argv[1:2] == ["--compare"]
    numbers = [int(text) for text in sys.argv[2 if only else 1 :]]
    size, seed = (numbers + [100_000, 1][len(numbers) :])[:2]
    if only:
        compare(size, seed)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        truth = write_lines(world(size, seed), folder)
        read = sum(path.stat().st_size for path in folder.iterdir())
        command = [sys.executable, "-P", __file__, "--run", name]
        begun = time.perf_counter()
        told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        seconds = time.perf_counter() - begun
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        measured = judge(folder, truth)
        wrote = {path.suffix[1:]: path.stat().st_size for path in (folder / "merged").iterdir()}
    spent, (own, other) = used.ru_utime + used.ru_stime, told["megabytes"]
    sizes = ", ".join(f"{kind} {size / 1e6:.0f} MB" for kind, size in sorted(wrote.items()))
    steps = ", ".join(f"{step.lower()} {part:.1f}" for step, part in told["steps"].items())
    print(  # noqa: T201
        f"{size:,} reports in {told['articles']:,} articles ({read / 1e6:.0f} MB), seed {seed}\n"
        f"{seconds:.1f} s (from its first file on: {steps}), {spent:.1f} s of processor, "
        f"{own:.0f} MB and {other:.0f} in each other process, {told['compared']:,} pairs compared\n"
        f"wrote {sizes}"
    )
    tell(measured)


if __name__ == "__main__":
    main()

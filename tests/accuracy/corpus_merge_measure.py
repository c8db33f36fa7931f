"""How well reports of one incident are found, shared by the tests and the script that fits."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from mapper import Mapper, Settings, analysis_record, from_text
from mapper.corpus.merging.clusters import connected
from mapper.corpus.merging.decisions import Decisions, rulings
from mapper.corpus.merging.linking import cluster
from mapper.corpus.merging.reading import Intake
from mapper.corpus.merging.reports import Reports
from mapper.corpus.merging.score import Weights
from mapper.export import SCHEMA_VERSION, json_line

CORPUS = Path(__file__).parent / "corpus-merge"


def rows(part: str) -> list[dict[str, Any]]:
    """Read the articles of a part."""
    text = (CORPUS / f"{part}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def gold_lines(articles: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Give analyses in which everything is as a person read it."""
    for row in articles:
        gold = dict(row["gold"])
        name = gold.pop("as_written")
        start = row["text"].index(name)
        end = start + len(name)
        mention = {"start": start, "end": end, "text": name, "kind": "literal", "place": None}
        record = {
            "schema_version": SCHEMA_VERSION,
            "generator": {"name": "by hand", "version": "1", "gazetteer": "none", "models": []},
            "article": {
                "id": row["id"], "title": "", "published": row["published"], "url": "",
                "lang": "en", "text": row["text"],
            },
            "mentions": [mention],
            "incidents": [gold | {"id": "i1", "acled_type": None, "score": 1.0}],
        }  # fmt: skip
        yield json_line(record).encode()


def program_lines(articles: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Give analyses as the program makes them."""
    with Mapper(Settings()) as engine:
        for row in articles:
            day = date.fromisoformat(row["published"])
            article = from_text(row["text"], id=row["id"], published=day)
            yield json_line(analysis_record(engine.analyse(article))).encode()


def intake(lines: Iterable[bytes]) -> Reports:
    taken = Intake()
    for line in lines:
        taken.add(line)
    return taken.reports()


def told_by(reports: Reports, articles: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Find the rows that tell an article's story: their quotes lie in the sentence that does."""
    found = {}
    text = {row["id"]: row for row in articles}
    for number, source in enumerate(map(json.loads, reports.sources)):
        row = text[source["article"]]
        start = row["text"].find(source["quote"])
        gold = row["gold"]
        if start < gold["quote_end"] and start + len(source["quote"]) > gold["quote_start"]:
            found[number] = row["id"]
    return found


def measure(
    reports: Reports, articles: Sequence[Mapping[str, Any]], weights: Weights | None = None
) -> dict[str, float]:
    """Measure pairs and B-cubed over the articles.

    Articles are together where reports of their stories are in one merged incident, and where a
    third article ties them so. What tells no story is left out; a story not found stands alone.
    """
    clustering = cluster(reports, rulings(Decisions({}), reports), weights=weights)
    number = {row["id"]: place for place, row in enumerate(articles)}
    told = told_by(reports, articles)
    first: dict[int, int] = {}
    links = [
        (number[article], first.setdefault(int(clustering.labels[row]), number[article]))
        for row, article in told.items()
    ]
    one, other = (np.array(side, dtype=np.int64) for side in zip(*links, strict=True))
    found = connected(len(articles), one, other)
    figures = agreement([row["story"] for row in articles], found.tolist())
    share = len(set(told.values())) / len(articles)
    return figures | {"found": share, "reports": float(len(reports))}


def agreement(gold: Sequence[Any], found: Sequence[Any]) -> dict[str, float]:
    """Compare two partitions: precision, recall and F1 of pairs, and of B-cubed."""
    size = len(gold)
    both = Counter(zip(gold, found, strict=True))
    of_gold, of_found = Counter(gold), Counter(found)

    def pairs(counts: Iterable[int]) -> int:
        return sum(n * (n - 1) // 2 for n in counts)

    right, said, there = (pairs(c.values()) for c in (both, of_found, of_gold))
    precision, recall = right / said if said else 1.0, right / there if there else 1.0
    cubed_precision = sum(n * n / of_found[key[1]] for key, n in both.items()) / size
    cubed_recall = sum(n * n / of_gold[key[0]] for key, n in both.items()) / size
    return {
        "pair_precision": precision,
        "pair_recall": recall,
        "pair_f1": _f1(precision, recall),
        "bcubed_precision": cubed_precision,
        "bcubed_recall": cubed_recall,
        "bcubed_f1": _f1(cubed_precision, cubed_recall),
    }


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


if __name__ == "__main__":
    np.seterr(all="raise", under="ignore")
    for chosen in sys.argv[1:] or ["development", "held-out"]:
        of = rows(chosen)
        for kind, make in (("by hand", gold_lines), ("program", program_lines)):
            told = measure(intake(make(of)), of)
            line = "  ".join(f"{key} {value:.3f}" for key, value in told.items())
            sys.stdout.write(f"{chosen}, {kind}: {line}\n")

"""What the parts of an analysis cost beside the bare language pipeline, one thread each.

usage: python -P benchmarks/analysis.py [ROUNDS]

Runs over the gallery's articles; every round times all parts, the figures are medians over rounds.
Ratios are to the bare spaCy pipeline on the same texts in the same run.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

from dataclasses import replace  # noqa: E402

import spacy  # noqa: E402

from mapper import Mapper  # noqa: E402
from mapper.attach import attach  # noqa: E402
from mapper.events import find_events  # noqa: E402
from mapper.language.pinned import read_pin  # noqa: E402
from mapper.model import Article  # noqa: E402
from mapper.recognise import recognise  # noqa: E402
from mapper.resolve import resolve  # noqa: E402

ARTICLES = Path(__file__).parents[1] / "maps" / "articles"
ROUNDS = 5


def say(line: str) -> None:
    """Print."""
    sys.stdout.write(line + "\n")


def main() -> None:
    """Time and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with Mapper() as engine:
        articles = [
            article
            for path in sorted(ARTICLES.glob("*.txt"))
            for article in engine.read(path)
            if isinstance(article, Article)
        ]
        bare = spacy.load(read_pin().directory(), exclude=["senter"])
        for article in articles:
            engine.analyse(article)  # load everything
        found: dict[str, list[float]] = defaultdict(list)
        for _ in range(rounds):
            spent: dict[str, float] = defaultdict(float)
            for article in articles:
                _one(engine, bare, article, spent)
            for part, seconds in spent.items():
                found[part].append(seconds)
    medians = {part: statistics.median(seconds) for part, seconds in found.items()}
    whole = medians["bare spaCy"]
    words = sum(len(article.text.split()) for article in articles)
    say(f"{len(articles)} articles, {words} words, {rounds} rounds")
    for part, seconds in medians.items():
        each = 1000 * seconds / len(articles)
        say(f"{part:<24} {each:8.1f} ms an article {seconds / whole:6.2f}")
    names = sum(medians[part] for part in ("encoder", "recognition", "resolution"))
    say(f"recognition and resolution, the encoder with them: {names / whole:.2f} (floor 1.5)")
    events = medians["events"] + medians["ties to places"]
    say(f"events and their ties: {events / whole:.2f} (floor 1.5)")
    everything = sum(seconds for part, seconds in medians.items() if part != "bare spaCy")
    each = 1000 * everything / len(articles)
    say(f"{'all of it':<24} {each:8.1f} ms an article {everything / whole:6.2f}")


def _one(engine: Mapper, bare: object, article: Article, spent: dict[str, float]) -> None:
    clock = time.perf_counter
    start = clock()
    bare(article.text)  # type: ignore[operator]
    spent["bare spaCy"] += clock() - start
    start = clock()
    parsed = engine.model.parse(article)
    spent["parse as used"] += clock() - start
    start = clock()
    parsed = replace(parsed, scores=engine.encoder.read(article.text, article.body))
    spent["encoder"] += clock() - start
    start = clock()
    mentions = recognise(parsed, engine.gazetteer)
    spent["recognition"] += clock() - start
    start = clock()
    resolutions = resolve(parsed, mentions, engine.gazetteer)
    spent["resolution"] += clock() - start
    start = clock()
    events = find_events(parsed)
    spent["events"] += clock() - start
    start = clock()
    attach(parsed, events, resolutions, geometry=lambda place: None)
    spent["ties to places"] += clock() - start


if __name__ == "__main__":
    main()

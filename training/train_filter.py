"""Trains the filter that decides which candidate stretches are toponyms.

usage: python -m training.train_filter CORPUS.jsonl... --answers LEFT-OUT.pickle... [--write]

Prints strict and overlap F1 of noun toponyms for each corpus when it is left out (and for
cross-validation inside the first one); with ``--write`` trains on all and stores the model.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import numpy as np

from gazetteer import Gazetteer
from mapper.language import LanguageModel
from mapper.recognise.candidates import CandidateSpan, NameBook, candidate_spans
from mapper.recognise.features import describe
from mapper.recognise.select import best_cover
from training.boost import export, predict, train
from training.corpora import Answers, Example, read_corpus

TARGET = Path(__file__).parents[1] / "mapper" / "recognise" / "filter.json"
THRESHOLD = 0.5
_PLACES = frozenset({"literal", "metonymic", "toponym"})
_say = logging.getLogger(__name__).info


class Described:
    """An example with its candidates, their features and labels."""

    def __init__(self, example: Example, gazetteer: Gazetteer) -> None:
        self.example = example
        book = NameBook(gazetteer)
        self.candidates: tuple[CandidateSpan, ...] = candidate_spans(example.parsed, book)
        self.rows = describe(example.parsed, self.candidates, book)
        right = {g.span for g in example.gold if g.kind in _PLACES}
        unsure = [g.span for g in example.gold if g.kind == "undecided"]
        self.labels = [float(c.span in right) for c in self.candidates]
        self.weights = [
            0.0 if not label and any(c.span.overlaps(u) for u in unsure) else 1.0
            for c, label in zip(self.candidates, self.labels, strict=True)
        ]


def fit(described: list[Described], **options: object) -> object:
    """Train on described examples."""
    rows = [row for d in described for row in d.rows]
    labels = [label for d in described for label in d.labels]
    weights = [weight for d in described for weight in d.weights]
    return train(rows, labels, weights, **options)


def f1(described: list[Described], booster: object, threshold: float = THRESHOLD) -> str:
    """Strict and overlap figures, and the share of gold that is a candidate at all."""
    strict = overlap = found = gold_count = reach = overlap_gold = 0
    for d in described:
        scores = 1 / (1 + np.exp(-predict(booster, d.rows))) if d.rows else []
        spans = [d.candidates[i].span for i in best_cover(d.candidates, list(scores), threshold)]
        gold = [g.span for g in d.example.gold if g.kind in _PLACES]
        free = [g.span for g in d.example.gold if g.kind == "undecided"]
        spans = [s for s in spans if s in gold or not any(s.overlaps(u) for u in free)]
        found += len(spans)
        gold_count += len(gold)
        strict += len(set(spans) & set(gold))
        overlap += sum(any(s.overlaps(g) for g in gold) for s in spans)
        overlap_gold += sum(any(s.overlaps(g) for s in spans) for g in gold)
        reach += len({c.span for c in d.candidates} & set(gold))
    p, r = strict / max(1, found), strict / gold_count
    op, orc = overlap / max(1, found), overlap_gold / gold_count
    return (
        f"strict {2 * p * r / (p + r):.3f} ({p:.3f}/{r:.3f})"
        f" overlap {2 * op * orc / (op + orc):.3f} ({op:.3f}/{orc:.3f})"
        f" reach {reach / gold_count:.3f} gold {gold_count}"
    )


def folds(
    described: list[Described], count: int = 5
) -> list[tuple[list[Described], list[Described]]]:
    """Cut into training and test parts by article."""
    return [
        (
            [d for i, d in enumerate(described) if i % count != k],
            [d for i, d in enumerate(described) if i % count == k],
        )
        for k in range(count)
    ]


def main() -> None:
    """Run from the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--answers", nargs="+", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    model, gazetteer = LanguageModel(), Gazetteer(user=False)
    answers = Answers(arguments.answers)
    sets = {
        path.stem: [Described(e, gazetteer) for e in read_corpus(path, model, gazetteer, answers)]
        for path in arguments.corpora
    }
    for name, held in sets.items():
        others = [d for other, ds in sets.items() if other != name for d in ds]
        _say(f"{name}: left out: {f1(held, fit(others))}")
    if arguments.write:
        everything = [d for ds in sets.values() for d in ds]
        export(fit(everything), TARGET)
        _say(f"written {TARGET.name}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()

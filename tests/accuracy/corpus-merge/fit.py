"""Fit the weights by which two reports are taken for one incident.

usage: python tests/accuracy/corpus-merge/fit.py [--write]

Learns from the development part only: its incidents as a person reads them and as the program
does. As few of them happen at one place and day, each is also moved, with all its reports, to
one of a few towns and days, where it stands among others that are none of it. What the signs of
the weights must be is known, and is kept to. Prints what the weights are worth when half the
stories are left out, and writes them to ``mapper/corpus/merging/weights.json`` if asked to.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parent.parent))
import corpus_merge_measure as measure

from mapper.corpus.merging.blocking import Pairs, candidates
from mapper.corpus.merging.evidence import EVIDENCE, crowding, evidence
from mapper.corpus.merging.score import Weights

TARGET = Path(__file__).parents[3] / "mapper/corpus/merging/weights.json"
FOR = (
    "same_place", "same_vague_place", "same_day", "same_category", "same_event_type",
    "same_sub_type", "same_topic", "same_object", "same_actors", "same_deaths", "same_injuries",
    "same_words",
)  # fmt: skip
# What so small a corpus does not show, but is known: weights are no nearer to zero than this.
LEAST = {
    "same_place": 0.5, "place_gap": 0.5, "borrowed_place": 0.3, "same_day": 0.3,
    "vague_date": 0.3, "published_apart": 0.1, "same_actors": 0.8, "only_planned": 0.5,
    "other_sub_type": 0.3,
}  # fmt: skip
FIXED = {"crowded": -1.0}  # the prior odds of one among so many
UNLINKED = -3.0
PENALTY = 0.3
FOLDS = 4
WORLDS = 6
CROWD = 0.2  # what a pair counts that only a world so full of incidents brings together
TOWNS = 6

Line = dict[str, Any]


def moved(lines: Sequence[Line], story_of: Mapping[str, str], seed: int) -> list[Line]:
    """Move each story to one of a few towns and days; some to a village near by."""
    chance = random.Random(seed)
    to: dict[str, tuple[int, bool, int]] = {}
    found = []
    for line in lines:
        article = line["article"]
        story = story_of[article["id"]]
        town, village, days = to.setdefault(
            story, (chance.randrange(TOWNS), chance.random() < 0.25, chance.choice((0, 0, 0, 1, 2)))
        )
        first = date.fromisoformat(_day(story, lines, story_of))
        shift = date(2024, 3, 4) + timedelta(days=days) - first
        place = {
            "id": f"moved:{town}{village}", "lat": 10.0 + town * 3 + 0.08 * village, "lon": 20.0,
            "country": "XX",
        }  # fmt: skip
        published = date.fromisoformat(article["published"]) + shift
        found.append(
            line | {
                "article": article | {"published": published.isoformat()},
                "incidents": [_moved(item, place, shift) for item in line["incidents"]],
            }
        )  # fmt: skip
    return found


def _day(story: str, lines: Sequence[Line], story_of: Mapping[str, str]) -> str:
    """The first day of publication of a story."""
    return min(
        line["article"]["published"] for line in lines if story_of[line["article"]["id"]] == story
    )


def _moved(item: Line, place: Line, shift: timedelta) -> Line:
    dates = {}
    for key in ("date_start", "date_end"):
        text = item[key]
        dates[key] = text
        if text and len(text) == 10:
            dates[key] = (date.fromisoformat(text) + shift).isoformat()
        elif text and len(text) == 7:
            dates[key] = f"{date(2024, 3, 4):%Y-%m}"
    return item | dates | {"places": [spot | place for spot in item["places"][:1]]}


def pairs_of(
    lines: Sequence[Line], rows: Sequence[Mapping[str, Any]]
) -> tuple[np.ndarray, np.ndarray, list[tuple[str, str]]]:
    """Give the evidence of the pairs compared, whether each is one incident, and the articles."""
    reports = measure.intake(json.dumps(line).encode() for line in lines)
    told = measure.told_by(reports, rows)
    pairs = Pairs.joined(list(candidates(reports)))
    named = [(told.get(a), told.get(b)) for a, b in zip(pairs.first, pairs.second, strict=True)]
    kept = np.array([bool(a and b) for a, b in named], bool)
    columns = evidence(reports, pairs, crowding(reports))[kept]
    story = {row["id"]: row["story"] for row in rows}
    names = [pair for pair in named if all(pair)]
    return columns, np.array([story[a] == story[b] for a, b in names], bool), names


def fit(columns: np.ndarray, labels: np.ndarray, importance: np.ndarray) -> Weights:
    """Fit a logistic model whose weights have the signs they must have."""
    names = list(EVIDENCE)
    free = [number for number, name in enumerate(names) if name not in FIXED]
    offset = sum(weight * columns[:, names.index(name)] for name, weight in FIXED.items())
    design = np.column_stack([np.ones(len(columns)), columns[:, free]])
    target = np.where(labels, 1.0, -1.0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = target * (design @ weights + offset)
        miss = 1.0 / (1.0 + np.exp(np.clip(margin, -30, 30)))
        value = (importance * np.logaddexp(0, -margin)).sum()
        slope = -(design * (importance * target * miss)[:, None]).sum(axis=0)
        value += PENALTY / 2 * (weights[1:] ** 2).sum()
        slope[1:] += PENALTY * weights[1:]
        return value, slope

    bounds = [(None, None)] + [
        (LEAST.get(names[n], 0.0), None) if names[n] in FOR else (None, -LEAST.get(names[n], 0.0))
        for n in free
    ]
    found = minimize(loss, np.zeros(len(free) + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    by_name = FIXED | {names[n]: float(w) for n, w in zip(free, found[1:], strict=True)}
    weights = tuple(round(by_name[name], 3) + 0.0 for name in names)
    return Weights(round(float(found[0]), 3), weights, UNLINKED)


def main() -> None:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--program", type=Path, help="analyses of the program made before")
    options = parser.parse_args()
    rows = measure.rows("development")
    story_of = {row["id"]: row["story"] for row in rows}
    hand = [json.loads(line) for line in measure.gold_lines(rows)]
    program = (
        options.program.read_bytes().splitlines() if options.program
        else list(measure.program_lines(rows))
    )  # fmt: skip
    made = [json.loads(line) for line in program]
    parts = []
    for lines in (hand, made):
        parts.append((*pairs_of(lines, rows), 1.0))
        for seed in range(WORLDS):
            columns, labels, names = pairs_of(moved(lines, story_of, seed), rows)
            parts.append((columns, labels, names, CROWD / WORLDS))
    columns = np.concatenate([part[0] for part in parts])
    labels = np.concatenate([part[1] for part in parts])
    names = [pair for part in parts for pair in part[2]]
    importance = np.concatenate([np.full(len(part[0]), part[3]) for part in parts])
    sys.stdout.write(f"{len(labels)} pairs, {labels.sum()} of one incident\n")

    def fitted(seen: np.ndarray) -> Weights:
        return fit(columns[seen], labels[seen], importance[seen])

    left_out(rows, hand, made, names, fitted)
    weights = fit(columns, labels, importance)
    for kind, lines in (("by hand", hand), ("program", made)):
        told = measure.measure(
            measure.intake(json.dumps(line).encode() for line in lines), rows, weights
        )
        sys.stdout.write(f"fitted on itself, {kind}: {told}\n")
    record = {
        "about": "Logistic model of two reports being one incident; written by "
        "tests/accuracy/corpus-merge/fit.py from invented news of our own.",
        "bias": weights.bias,
        "unlinked": weights.unlinked,
        "weights": dict(zip(EVIDENCE, weights.weights, strict=True)),
    }
    text = json.dumps(record, indent=1) + "\n"
    sys.stdout.write(text)
    if options.write:
        TARGET.write_text(text, "utf-8")


def left_out(
    rows: Sequence[Mapping[str, Any]],
    hand: Sequence[Line],
    made: Sequence[Line],
    names: Sequence[tuple[str, str]],
    fitted: Callable[[np.ndarray], Weights],
) -> None:
    """Print what weights are worth on the stories that they have not seen."""
    story = {row["id"]: row["story"] for row in rows}
    every = list(dict.fromkeys(story.values()))
    keys = ("pair_precision", "pair_recall", "pair_f1", "bcubed_f1")
    found: dict[str, list[list[float]]] = {"by hand": [], "program": []}
    # Stories in a row are neighbours that are easily confused: they stay together.
    for number in range(FOLDS):
        part = set(every[number * len(every) // FOLDS : (number + 1) * len(every) // FOLDS])
        seen = [story[a] not in part and story[b] not in part for a, b in names]
        weights = fitted(np.array(seen))
        unseen = [row for row in rows if row["story"] in part]
        ids = {row["id"] for row in unseen}
        for kind, lines in (("by hand", hand), ("program", made)):
            chosen = (json.dumps(line).encode() for line in lines if line["article"]["id"] in ids)
            told = measure.measure(measure.intake(chosen), unseen, weights)
            found[kind].append([told[key] for key in keys])
    for kind, figures in found.items():
        precision, recall, f1, cubed = np.mean(figures, axis=0)
        sys.stdout.write(
            f"left out, {kind}: pairs {precision:.3f} {recall:.3f} {f1:.3f}, B-cubed {cubed:.3f}\n"
        )


if __name__ == "__main__":
    main()

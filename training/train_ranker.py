"""Trains the ranker that chooses among the places of one name, and calibrates its belief.

usage: python -m training.train_ranker CORPUS.jsonl... [--write]

Works on annotated spans. Prints accuracy within 161 km and within the kind's own tolerance,
each corpus left out (nothing found counts as wrong).
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import numpy as np

from gazetteer import Gazetteer, Place, distance_km
from mapper.language import LanguageModel
from mapper.model import Mention, MentionKind
from mapper.resolve.beside import beside
from mapper.resolve.confidence import belief_features
from mapper.resolve.features import describe
from mapper.resolve.scene import build_scene
from training.boost import export, predict, train
from training.corpora import Example, Gold, read_corpus

ROOM = Path(__file__).parents[1] / "mapper" / "resolve"
_WRONG_KM = 20_039.0
_say = logging.getLogger(__name__).info


class Group:
    """A mention with described candidates, their distances and labels."""

    def __init__(self, gold: Gold, places: list[Place], rows: list[dict[str, float]]) -> None:
        self.gold = gold
        self.rows = rows
        self.places = places
        self.km = [_km(gold, p) for p in places]
        self.labels = _labels(gold, places, self.km)


def groups(example: Example, gazetteer: Gazetteer) -> list[Group]:
    """Describe every annotated toponym that has coordinates."""
    ordered = sorted(
        (g for g in example.gold if g.kind != "undecided"),
        key=lambda g: (g.span.end, -g.span.start),
    )
    text = example.parsed.article.text
    mentions = tuple(
        Mention(g.span, text[g.span.start : g.span.end],
                MentionKind.DEMONYM if g.kind == "demonym" else MentionKind.LITERAL)
        for g in ordered
    )  # fmt: skip
    scene = build_scene(example.parsed, mentions, gazetteer)
    found = []
    for number, gold in enumerate(ordered):
        if gold.latitude is None or gold.kind == "demonym":
            continue
        entry = scene.of_mention[number]
        places = [m.place for m in scene.entries[entry].bearers.matches]
        rows = describe(scene, entry, beside(example.parsed, mentions[number]))
        found.append(Group(gold, places, rows))
    return found


def _km(gold: Gold, place: Place) -> float:
    assert gold.latitude is not None and gold.longitude is not None
    return distance_km(gold.latitude, gold.longitude, place.latitude, place.longitude)


def _labels(gold: Gold, places: list[Place], km: list[float]) -> list[float]:
    """Right are: the same id; else what is near enough, of the annotated kind if there is any."""
    if gold.geonames is not None:
        same = [float(p.id == f"gn:{gold.geonames}") for p in places]
        if any(same):
            return same
    near = [d <= max(25.0, gold.tolerance_km) for d in km]
    wanted = {120.0: "A", 700.0: "A", 25.0: "P"}.get(gold.tolerance_km)
    fitting = [n and p.feature_class.value == wanted for n, p in zip(near, places, strict=True)]
    return [float(x) for x in (fitting if any(fitting) else near)]


def fit(some: list[Group], **options: object) -> object:
    """Train on groups in which something is right."""
    usable = [g for g in some if any(g.labels) and len(g.labels) > 1]
    rows = [row for g in usable for row in g.rows]
    labels = [label for g in usable for label in g.labels]
    return train(
        rows, labels, objective="lambdarank", group=[len(g.rows) for g in usable],
        lambdarank_truncation_level=5, rounds=220, num_leaves=15, min_data_in_leaf=40,
        learning_rate=0.07, **options,
    )  # fmt: skip


def choose(booster: object, some: list[Group]) -> list[tuple[int, np.ndarray]]:
    """Index of the best candidate of each group (-1 if it has none) and all raw scores."""
    found = []
    for group in some:
        scores = predict(booster, group.rows) if group.rows else np.zeros(0)
        found.append((int(scores.argmax()) if len(scores) else -1, scores))
    return found


def accuracy(some: list[Group], chosen: list[tuple[int, np.ndarray]]) -> str:
    """Shares right of all gold."""
    km = [g.km[i] if i >= 0 else _WRONG_KM for g, (i, _) in zip(some, chosen, strict=True)]
    within = sum(d <= max(25.0, g.gold.tolerance_km) for d, g in zip(km, some, strict=True))
    best = sum(min(g.km, default=_WRONG_KM) < 161 for g in some)
    found = sum(i >= 0 for i, _ in chosen)
    n = len(some)
    return (
        f"@161 {sum(d < 161 for d in km) / n:.3f} within tolerance {within / n:.3f}"
        f" ceiling {best / n:.3f} coverage {found / n:.3f} n {n}"
    )


def calibrate(some: list[Group], chosen: list[tuple[int, np.ndarray]]) -> object:
    """Train the belief that a choice is right on choices made out of fold."""
    rows, labels = [], []
    for group, (index, scores) in zip(some, chosen, strict=True):
        if index >= 0:
            rows.append(belief_features(list(map(float, scores)), group.rows, group.places, index))
            labels.append(float(group.km[index] <= max(25.0, group.gold.tolerance_km)))
    return train(
        rows, labels, rounds=70, num_leaves=8, min_data_in_leaf=120, learning_rate=0.06,
        feature_fraction=0.7,
    )  # fmt: skip


def main() -> None:
    """Run from the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    model, gazetteer = LanguageModel(), Gazetteer(user=False)
    sets = {
        path.stem: [g for e in read_corpus(path, model, gazetteer) for g in groups(e, gazetteer)]
        for path in arguments.corpora
    }
    held: list[Group] = []
    picked: list[tuple[int, np.ndarray]] = []
    for name, some in sets.items():
        booster = fit([g for other, gs in sets.items() if other != name for g in gs])
        chosen = choose(booster, some)
        first = [(0 if g.rows else -1, np.zeros(0)) for g in some]
        _say(f"{name}: first candidate: {accuracy(some, first)}")
        _say(f"{name}: ranked: {accuracy(some, chosen)}")
        held += some
        picked += chosen
    if arguments.write:
        export(fit([g for gs in sets.values() for g in gs]), ROOM / "ranker.json")
        export(calibrate(held, picked), ROOM / "belief.json")


if __name__ == "__main__":
    main()

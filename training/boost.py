"""Boosted trees: training with LightGBM, and their plain form that the program reads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

__all__ = ["export", "train"]

SEED = 7


def train(
    rows: Sequence[Mapping[str, float]],
    labels: Sequence[float],
    weights: Sequence[float] | None = None,
    *,
    rounds: int = 250,
    **options: Any,
) -> lightgbm.Booster:
    """Train a classifier (or, with ``group``, a ranker) on rows of named features."""
    names = sorted(rows[0])
    table = np.array([[row[name] for name in names] for row in rows])
    group = options.pop("group", None)
    data = lightgbm.Dataset(
        table, np.asarray(labels), weight=weights, group=group, feature_name=names,
        free_raw_data=True,
    )  # fmt: skip
    settings = {
        "objective": "binary", "learning_rate": 0.06, "num_leaves": 24, "min_data_in_leaf": 30,
        "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 2.0,
        "verbose": -1, "num_threads": 1, "seed": SEED, "deterministic": True,
        "force_row_wise": True, "use_missing": False, "boost_from_average": False,
    } | options  # fmt: skip
    return lightgbm.train(settings, data, rounds)


def predict(booster: lightgbm.Booster, rows: Sequence[Mapping[str, float]]) -> np.ndarray:
    """Raw scores of rows."""
    names = booster.feature_name()
    table = np.array([[row[name] for name in names] for row in rows])
    return np.asarray(booster.predict(table, raw_score=True))


def export(booster: lightgbm.Booster, path: Path, **more: Any) -> None:
    """Write a model as `mapper.trees.Forest` reads it."""
    model = booster.dump_model()
    used = sorted(i for i, n in enumerate(booster.feature_importance()) if n)
    place = {feature: position for position, feature in enumerate(used)}
    nodes: list[tuple[int, float, int, int, float]] = []
    roots, depth = [], 0

    def walk(node: dict[str, Any], level: int) -> int:
        nonlocal depth
        depth = max(depth, level)
        number = len(nodes)
        nodes.append((0, 0.0, number, number, 0.0))
        if "leaf_value" in node:
            nodes[number] = (0, 0.0, number, number, _short(node["leaf_value"], 5))
        else:
            left = walk(node["left_child"], level + 1)
            right = walk(node["right_child"], level + 1)
            threshold = _short(node["threshold"], 7)
            nodes[number] = (place[node["split_feature"]], threshold, left, right, 0.0)
        return number

    for tree in model["tree_info"]:
        roots.append(walk(tree["tree_structure"], 0))
    columns = list(zip(*nodes, strict=True))
    keys = ("feature", "threshold", "left", "right", "value")
    stored = {"features": [model["feature_names"][i] for i in used], "depth": depth, **more}
    stored["roots"] = roots
    stored.update(dict(zip(keys, columns, strict=True)))
    lines = ",\n".join(f'"{k}": {json.dumps(v, separators=(",", ":"))}' for k, v in stored.items())
    path.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


def _short(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")

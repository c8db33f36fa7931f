"""A linear model that weighs the rule's category against what stands around the trigger."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.errors import DataError
from mapper.model import Category

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["likeliest"]

_MODEL = Path(__file__).with_name("kinds.json")


@dataclass(frozen=True, slots=True)
class _Linear:
    categories: tuple[Category, ...]
    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]


@cache
def _model() -> _Linear:
    try:
        stored = json.loads(_MODEL.read_text(encoding="utf-8"))
        return _Linear(
            tuple(Category(name) for name in stored["categories"]),
            tuple(stored["bias"]),
            {name: tuple(row) for name, row in stored["weights"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"the model {_MODEL.name} is missing or damaged: install again") from error


def likeliest(row: Mapping[str, float]) -> Category:
    """Give the category with the highest score.

    Parameters
    ----------
    row
        Named numbers (`mapper.events.kinds.circumstances`); names the model does not know count
        nothing.

    Raises
    ------
    DataError
        If the shipped model is missing or damaged.
    """
    model = _model()
    scores = list(model.bias)
    for name, value in row.items():
        weights = model.weights.get(name)
        if weights is not None:
            for index, weight in enumerate(weights):
                scores[index] += weight * value
    return model.categories[scores.index(max(scores))]

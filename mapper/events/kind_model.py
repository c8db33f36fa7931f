"""The trained models that weigh what stands around a trigger: its category, its PLOVER type."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.events.linear import Linear
from mapper.model import Category, EventType

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FAVOUR", "likeliest", "likeliest_type", "weighed"]

_MODEL = Path(__file__).with_name("kinds.json")
_TYPES = Path(__file__).with_name("types.json")
# How much more likely than the model says the rule's category is taken to be, where the frame
# leaves little doubt. By leaving articles out: .15 does best, .1 to .3 are as good.
FAVOUR = 0.15


@cache
def _model(path: Path) -> Linear:
    return Linear(path)


def weighed(probabilities: Mapping[str, float], favoured: Category | None) -> Category:
    """Give the likeliest category; the favoured one is as likely as `FAVOUR` more.

    Parameters
    ----------
    probabilities
        Of every category.
    favoured
        What the rule says where the words leave little doubt.
    """
    return Category(
        max(probabilities, key=lambda name: probabilities[name] + FAVOUR * (name == favoured))
    )


def likeliest(row: Mapping[str, float], favoured: Category | None = None) -> Category:
    """Give the category with the highest score.

    Parameters
    ----------
    row
        Named numbers (`mapper.events.kinds.circumstances`); names the model does not know count
        nothing.
    favoured
        See `weighed`.

    Raises
    ------
    DataError
        If the shipped model is missing or damaged.
    """
    model = _model(_MODEL)
    told = zip(model.classes, model.probabilities(row).tolist(), strict=True)
    return weighed(dict(told), favoured)


def likeliest_type(row: Mapping[str, float]) -> EventType:
    """Give the PLOVER type with the highest score; see `likeliest`."""
    return EventType(_model(_TYPES).likeliest(row))

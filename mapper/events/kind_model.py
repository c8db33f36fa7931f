"""The trained models that weigh what stands around a trigger: its category, its PLOVER type."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.events.linear import Linear
from mapper.model import Category, EventType

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["likeliest", "likeliest_type"]

_MODEL = Path(__file__).with_name("kinds.json")
_TYPES = Path(__file__).with_name("types.json")


@cache
def _model(path: Path) -> Linear:
    return Linear(path)


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
    return Category(_model(_MODEL).likeliest(row))


def likeliest_type(row: Mapping[str, float]) -> EventType:
    """Give the PLOVER type with the highest score; see `likeliest`."""
    return EventType(_model(_TYPES).likeliest(row))

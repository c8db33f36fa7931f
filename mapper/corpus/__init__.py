"""Many articles: cut into parts, analysed side by side, never twice and never lost."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mapper.corpus.options import Options, Progress, Summary
    from mapper.corpus.recipe import Limits, Recipe
    from mapper.corpus.run import run_corpus

__all__ = ["Limits", "Options", "Progress", "Recipe", "Summary", "run_corpus"]

_HOMES = {
    "options": ("Options", "Progress", "Summary"),
    "recipe": ("Limits", "Recipe"),
    "run": ("run_corpus",),
}


def __getattr__(name: str) -> Any:
    # What merges incidents, and what asks for help, need nothing of what runs.
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"mapper.corpus.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""Which event a sentence is about: that one is at least as sure as what it speaks of."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.events.linear import Linear

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["lead_features", "lifted"]

_MODEL = Path(__file__).with_name("leads.json")
# What of the clues to its kind tells whether an event leads its sentence.
_PARTS = (
    "arc=",
    "tag=",
    "told=",
    "usual=",
    "ground=",
    "frame_",
    "nominal",
    "lexical",
    "top",
    "passive",
)
_NUMBERS = (
    "own_place", "weight", "rank", "rivals", "clause_length", "said", "ccomp", "named", "subjects",
    "patients",
)  # fmt: skip
# Words; brings lengths of clauses to the size of the other numbers.
_LENGTH = 20.0
_ABOVE = 0.001


def lead_features(
    row: Mapping[str, float], around: Mapping[str, float], score: float
) -> dict[str, float]:
    """Describe an event among those of its sentence.

    Parameters
    ----------
    row
        Features of `mapper.events.belief`.
    around
        What tells its kind, with `mapper.events.kinds.type_clues`.
    score
        How likely it is an incident, 0 to 1.
    """
    found = {
        name: value
        for name, value in around.items()
        if name.startswith(_PARTS) and not name.endswith((" talk", " placed", " physical"))
    }
    found |= {f"b_{name}": row.get(name, 0.0) for name in _NUMBERS}
    found["b_clause_length"] /= _LENGTH
    found["first"] = float(row["rank"] == 0)
    found["only"] = float(row["rivals"] == 1)
    found["score"] = score
    return found


@cache
def _model() -> Linear:
    return Linear(_MODEL)


def lifted(
    sentences: Sequence[int],
    rows: Sequence[Mapping[str, float]],
    scores: Sequence[float],
    free: Sequence[bool],
) -> list[float]:
    """Raise the event that leads its sentence above the others there.

    Parameters
    ----------
    sentences
        Number of each event's sentence.
    rows
        Rows of `lead_features`.
    scores
        How likely each is an incident, 0 to 1.
    free
        Whether an event may be raised.

    Returns
    -------
    list of float
        The scores, raised where an event leads.
    """
    groups: dict[int, list[int]] = {}
    for number, sentence in enumerate(sentences):
        groups.setdefault(sentence, []).append(number)
    found = list(scores)
    for group in groups.values():
        if len(group) == 1:
            continue
        leads = {number: _model().probabilities(rows[number])[1] for number in group}
        best = max(group, key=lambda number: leads[number])
        if free[best]:
            top = max(scores[number] for number in group if number != best)
            found[best] = max(scores[best], min(1.0, top + _ABOVE))
    return found

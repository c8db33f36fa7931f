"""How likely a name, read without any context, means this place rather than a namesake."""

from __future__ import annotations

import math

from gazetteer.drafts import Draft

__all__ = ["rank"]

_CODES = {
    "CONT": 900, "PCLI": 800, "PCL": 600, "PCLD": 450, "PCLF": 600, "PCLIX": 450, "PCLS": 450,
    "PPLC": 350, "ADM1": 40, "PPLA": 120, "PPLA2": 40, "PPLA3": 15, "PPLX": -150,
    "OCN": 700, "SEA": 450, "PPLH": -200, "PPLQ": -150, "PPLW": -150, "ADM2": -40, "ADM3": -80,
}  # fmt: skip
_CLASSES = {"H": 150, "T": 100, "L": 150, "S": 50, "R": 100, "V": 50, "U": 50}


def rank(draft: Draft) -> int:
    """Return 100 log10 of the inhabitants, and a bonus for what the place is."""
    people = max(draft.population, draft.weight, 1)
    bonus = _CODES.get(draft.feature_code, _CLASSES.get(draft.feature_class, 0))
    return round(100 * math.log10(people + 10)) + bonus + draft.bias

"""Event codes of the corpora, folded to the sixteen PLOVER types of the vocabulary.

Sources: the PLOVER manual (types merged since its first draft) and the CAMEO codebook (roots).
"""

from __future__ import annotations

__all__ = ["from_cameo", "from_plover"]

_MERGED = {
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
}

_ROOTS = {
    "01": "CONSULT",
    "02": "REQUEST",
    "03": "AGREE",
    "04": "CONSULT",
    "05": "SUPPORT",
    "06": "COOPERATE",
    "07": "AID",
    "08": "CONCEDE",
    "09": "ACCUSE",
    "10": "REQUEST",
    "11": "ACCUSE",
    "12": "REJECT",
    "13": "THREATEN",
    "14": "PROTEST",
    "15": "MOBILIZE",
    "16": "SANCTION",
    "17": "COERCE",
    "18": "ASSAULT",
    "19": "ASSAULT",
    "20": "ASSAULT",
}


def from_plover(code: str) -> str:
    """Turn a type of an older PLOVER draft into today's."""
    return _MERGED.get(code.upper(), code.upper())


def from_cameo(code: str) -> str:
    """Give PLOVER's type for a CAMEO code; empty if its root is none of CAMEO's."""
    if code.startswith("087"):
        return "RETREAT"
    return _ROOTS.get(code[:2], "")

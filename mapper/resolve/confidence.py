"""How far to believe a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gazetteer import Place
from mapper.resolve.made import gap_km

__all__ = ["belief_features"]

_KEPT = (
    "p_count", "p_population", "p_share", "p_alone", "m_loose", "m_likeness", "m_exact", "m_main",
    "n_shortened", "n_names", "h_here", "h_document", "i_inside", "i_given", "x_near", "x_at_30",
    "x_at_150", "x_at_800", "x_same_country", "x_same_division", "d_country", "d_division",
    "f_PCLI", "f_ADM1", "f_PPLC", "c_P", "c_H", "c_A", "p_curated",
)  # fmt: skip
_SAME_SPOT_KM = 25.0


def belief_features(
    scores: Sequence[float],
    rows: Sequence[Mapping[str, float]],
    places: Sequence[Place],
    index: int,
) -> dict[str, float]:
    """Describe a choice: how clear it was, and what speaks for the place chosen.

    Parameters
    ----------
    scores
        The ranker's scores of all candidates.
    rows
        Their features.
    places
        The candidates themselves: a town and its airport are no rivals.
    index
        The one chosen.
    """
    others = [
        score
        for score, place in zip(scores, places, strict=True)
        if gap_km(place, places[index]) > _SAME_SPOT_KM
    ]
    row = rows[index]
    found = {name: row[name] for name in _KEPT}
    found["b_score"] = scores[index]
    found["b_lead"] = scores[index] - max(others) if others else 20.0
    found["b_rivals"] = float(sum(scores[index] - s < 1.0 for s in others))
    found["b_twins"] = float(len(scores) - len(others))
    return found

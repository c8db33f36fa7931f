"""How far to believe a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["belief_features"]

_KEPT = (
    "p_count", "p_population", "p_share", "p_alone", "m_loose", "m_likeness", "m_exact", "m_main",
    "n_shortened", "n_names", "h_here", "h_document", "i_inside", "i_given", "x_near", "x_at_30",
    "x_at_150", "x_at_800", "x_same_country", "x_same_division", "d_country", "d_division",
    "f_PCLI", "f_ADM1", "f_PPLC", "c_P", "c_H", "c_A", "p_curated",
)  # fmt: skip


def belief_features(
    scores: Sequence[float], rows: Sequence[Mapping[str, float]], index: int
) -> dict[str, float]:
    """Describe a choice: how clear it was, and what speaks for the place chosen.

    Parameters
    ----------
    scores
        The ranker's scores of all candidates.
    rows
        Their features.
    index
        The one chosen.
    """
    others = [s for i, s in enumerate(scores) if i != index]
    row = rows[index]
    found = {name: row[name] for name in _KEPT}
    found["b_score"] = scores[index]
    found["b_lead"] = scores[index] - max(others) if others else 20.0
    found["b_rivals"] = float(sum(scores[index] - s < 1.0 for s in others))
    return found

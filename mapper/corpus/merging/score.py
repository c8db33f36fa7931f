"""From evidence to the probability that two reports tell one incident."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from mapper.corpus.merging.blocking import Pairs
from mapper.corpus.merging.evidence import EVIDENCE, evidence
from mapper.errors import DataError

if TYPE_CHECKING:
    from mapper.corpus.merging.reports import Floats, Reports

__all__ = ["LIMIT", "Weights", "log_odds", "shipped_weights"]

LIMIT = 6.0
"""No pair is surer than this, in log-odds: one pair must not outvote a whole cluster."""

_STEP = 1 << 17  # pairs at a time, so that memory stays bounded


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic model.

    Parameters
    ----------
    bias
        Log-odds of a pair without any evidence.
    weights
        What each piece of evidence adds, in the order of `EVIDENCE`.
    unlinked
        Log-odds of two reports that are too far apart to be compared; no pair counts less.
    """

    bias: float
    weights: tuple[float, ...]
    unlinked: float


@cache
def shipped_weights() -> Weights:
    """Read the weights that the program ships.

    Raises
    ------
    DataError
        They are damaged.
    """
    found = json.loads((files(__package__) / "weights.json").read_text("utf-8"))
    if list(found["weights"]) != list(EVIDENCE):
        raise DataError("weights.json is not of this version; install the program again")
    return Weights(found["bias"], tuple(found["weights"].values()), found["unlinked"])


def log_odds(reports: Reports, pairs: Pairs, crowd: Floats, weights: Weights) -> Floats:
    """Score pairs.

    Parameters
    ----------
    reports, pairs, crowd, weights
        Of whom, in what crowd (see `crowding`), and by what.

    Returns
    -------
    ndarray
        Log-odds that the two are one incident, between `Weights.unlinked` and `LIMIT`.
    """
    import numpy as np

    scores = np.empty(len(pairs))
    for begin in range(0, len(pairs), _STEP):
        part = slice(begin, begin + _STEP)
        columns = evidence(reports, pairs.take(part), crowd)
        # Summed in one order: what a library of linear algebra does hangs on the machine.
        total = np.full(len(columns), weights.bias)
        for number, weight in enumerate(weights.weights):
            total += weight * columns[:, number]
        scores[part] = np.round(np.clip(total, weights.unlinked, LIMIT), 6)
    return scores

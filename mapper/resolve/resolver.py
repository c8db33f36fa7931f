"""The walk from mentions to resolutions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from gazetteer import Gazetteer, Place
from mapper.model import Candidate, Mention, MentionKind, Parsed, Resolution
from mapper.resolve.computed import compute
from mapper.resolve.confidence import belief_features
from mapper.resolve.features import describe, reasons
from mapper.resolve.made import gap_km
from mapper.resolve.scene import Scene, beside, build_scene
from mapper.trees import Forest

__all__ = ["resolve"]

# Below this belief the honest answer is NIL: a place, but none that the gazetteer is sure of.
LEAST_BELIEF = 0.25
_SHOWN = 8
# A district and the town that it is named after.
_NAMESAKES_KM = 80.0
# Mentions around a relative expression among which its anchors and its country are looked for.
_BEFORE, _AFTER = 120, 30


@dataclass(frozen=True, slots=True)
class _Models:
    ranker: Forest
    belief: Forest


@cache
def _models() -> _Models:
    room = Path(__file__).parent
    return _Models(Forest(room / "ranker.json"), Forest(room / "belief.json"))


def resolve(
    parsed: Parsed, mentions: tuple[Mention, ...], gazetteer: Gazetteer
) -> tuple[Resolution, ...]:
    """Decide which place each mention means.

    Parameters
    ----------
    parsed
        The article's grammar.
    mentions
        Its mentions.
    gazetteer
        The places to choose from.

    Returns
    -------
    tuple[Resolution, ...]
        One for each mention, in the same order. Relative expressions get a computed place
        (id ``im:relative/...`` or ``im:border/AM-AZ``), its radius of uncertainty in km and
        its geometry in EPSG:4326.

    Raises
    ------
    DataError
        If a model that the program ships is missing or damaged.
    """
    scene = build_scene(parsed, mentions, gazetteer)
    choices = _choose(parsed, mentions, scene)
    resolutions = []
    for number, mention in enumerate(mentions):
        known = choices.get(number)
        if known is None:
            around = range(max(0, number - _BEFORE), min(len(mentions), number + _AFTER))
            nearby = {mentions[i].span: choices[i] for i in around if i in choices}
            known = compute(mention, nearby, gazetteer)
        resolutions.append(known)
    return tuple(resolutions)


def _choose(parsed: Parsed, mentions: tuple[Mention, ...], scene: Scene) -> dict[int, Resolution]:
    """Rank the candidates of all names at once: each name once for each hint beside it."""
    wanted: dict[tuple[int, str], list[int]] = {}
    for number, entry in scene.of_mention.items():
        wanted.setdefault((entry, beside(parsed, mentions[number])), []).append(number)
    tables = {key: describe(scene, *key) for key in wanted}
    everything = [row for table in tables.values() for row in table]
    margins = _models().ranker.margins(everything)
    beliefs = []
    start = 0
    scored: dict[tuple[int, str], list[float]] = {}
    for key, table in tables.items():
        places = [match.place for match in scene.entries[key[0]].bearers.matches]
        scores = [float(s) for s in margins[start : start + len(table)]]
        start += len(table)
        scored[key] = scores
        if scores:
            _heed_the_word_beside(scores, table, places)
            beliefs.append(belief_features(scores, table, places, int(np.argmax(scores))))
    believed = iter(_models().belief.probabilities(beliefs))
    found: dict[int, Resolution] = {}
    for key, numbers in wanted.items():
        belief = float(next(believed)) if scored[key] else 0.0
        ranked = _ranked(scene, key[0], tables[key], scored[key], belief)
        for number in numbers:
            found[number] = _resolution(mentions[number], ranked, belief)
    return found


def _heed_the_word_beside(
    scores: list[float], table: list[dict[str, float]], places: list[Place]
) -> None:
    """Let "the town of X" be the town and not the district X around it, and the other way."""
    top = int(np.argmax(scores))
    fitting = [
        number
        for number, row in enumerate(table)
        if row["h_here"] > table[top]["h_here"]
        and gap_km(places[number], places[top]) < _NAMESAKES_KM
    ]
    if fitting:
        chosen = max(fitting, key=lambda number: scores[number])
        scores[chosen], scores[top] = scores[top], scores[chosen]


def _ranked(
    scene: Scene, entry: int, table: list[dict[str, float]], scores: list[float], belief: float
) -> tuple[Candidate, ...]:
    """Candidates best first; the first has the calibrated belief, the others share the rest."""
    if not scores:
        return ()
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
    shares = np.exp(np.array([scores[i] - scores[order[0]] for i in order[1:]]))
    rest = (1.0 - belief) * shares / (1.0 + shares.sum())
    beliefs = [belief, *(min(float(r), belief) for r in rest)]
    matches = scene.entries[entry].bearers.matches
    found: list[Candidate] = []
    for index, share in zip(order, beliefs, strict=True):
        place = matches[index].place
        if len(found) < _SHOWN and all(c.place.id != place.id for c in found):
            words = reasons(scene, entry, index, table[index])
            found.append(Candidate(place, round(share, 4), words))
    return tuple(found)


def _resolution(mention: Mention, ranked: tuple[Candidate, ...], belief: float) -> Resolution:
    sure = bool(ranked) and (belief >= LEAST_BELIEF or mention.kind is MentionKind.DEMONYM)
    place = ranked[0].place if sure else None
    return Resolution(mention, ranked, place, round(belief, 4) if sure else 0.0)

"""The walk from mentions to resolutions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from gazetteer import Gazetteer
from mapper.model import Candidate, Mention, MentionKind, Parsed, Resolution
from mapper.resolve.beside import at_a_point, beside
from mapper.resolve.computed import compute
from mapper.resolve.confidence import belief_features
from mapper.resolve.context import TOLD, Choice, second_look
from mapper.resolve.features import describe, reasons
from mapper.resolve.heed import heed_words
from mapper.resolve.names import only_like
from mapper.resolve.scene import Scene, build_scene
from mapper.trees import Forest

__all__ = ["resolve"]

# A name's number in the scene, the kind of place promised beside it, whether a spot is wanted.
_Key = tuple[int, str, bool]
_Table = list[dict[str, float]]

# Below this belief the honest answer is NIL: a place, but none that the gazetteer is sure of.
LEAST_BELIEF = 0.25
_SHOWN = 8
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
    wanted: dict[_Key, list[int]] = {}
    for number, entry in scene.of_mention.items():
        mention = mentions[number]
        key = (entry, beside(parsed, mention), at_a_point(parsed, mention))
        wanted.setdefault(key, []).append(number)
    seen = {key[:2]: describe(scene, *key[:2]) for key in wanted}
    tables = {key: seen[key[:2]] for key in wanted}
    choices = _first_choices(scene, tables, seen)
    by_mention = {number: choices[key] for key, numbers in wanted.items() for number in numbers}
    _believe(choices, tables, second_look(parsed, mentions, by_mention))
    found: dict[int, Resolution] = {}
    for key, numbers in wanted.items():
        ranked = _ranked(scene, key[0], tables[key], choices[key])
        for number in numbers:
            found[number] = _resolution(mentions[number], ranked, choices[key])
    return found


def _first_choices(
    scene: Scene, tables: Mapping[_Key, _Table], seen: Mapping[tuple[int, str], _Table]
) -> dict[_Key, Choice]:
    """Choose for each name by the ranker and by the words in and beside it."""
    margins = iter(_models().ranker.margins([row for table in seen.values() for row in table]))
    ranked = {key: [float(next(margins)) for _ in table] for key, table in seen.items()}
    choices = {}
    for key, table in tables.items():
        number, hint, point = key
        scores = list(ranked[number, hint])
        entry = scene.entries[number]
        told = bool(scores) and heed_words(entry, hint, point, scores, table)
        choices[key] = Choice(
            name=number,
            places=[match.place for match in entry.bearers.matches],
            scores=scores,
            loose=[only_like(entry.name, match) for match in entry.bearers.matches],
            top=int(np.argmax(scores)) if scores else None,
            belief=0.0,
            told=bool(entry.inside),
            least=TOLD if told else 0.0,
        )
    _believe(choices, tables, list(choices.values()))
    return choices


def _believe(
    choices: Mapping[_Key, Choice], tables: Mapping[_Key, _Table], whom: Sequence[Choice]
) -> None:
    """Say how far these choices are believed."""
    asked = {id(choice) for choice in whom if choice.top is not None}
    keys = [key for key, choice in choices.items() if id(choice) in asked]
    rows = []
    for key in keys:
        choice = choices[key]
        assert choice.top is not None
        rows.append(belief_features(choice.scores, tables[key], choice.places, choice.top))
    for key, belief in zip(keys, _models().belief.probabilities(rows), strict=True):
        choices[key].belief = max(float(belief), choices[key].least)


def _ranked(scene: Scene, entry: int, table: _Table, choice: Choice) -> tuple[Candidate, ...]:
    """Candidates best first; the first has the calibrated belief, the others share the rest."""
    scores, belief = choice.scores, choice.belief
    if not scores:
        return ()
    order = sorted(range(len(scores)), key=lambda i: (i != choice.top, -scores[i], i))
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


def _resolution(mention: Mention, ranked: tuple[Candidate, ...], choice: Choice) -> Resolution:
    sure = choice.top is not None and (
        choice.belief >= LEAST_BELIEF or mention.kind is MentionKind.DEMONYM
    )
    place = ranked[0].place if sure else None
    return Resolution(mention, ranked, place, round(choice.belief, 4) if sure else 0.0)

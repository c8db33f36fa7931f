"""What words in and beside a name leave no doubt about, against the ranker if need be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from unicodedata import normalize

from gazetteer import FeatureClass, Match, NameKind
from mapper.resolve.features import agrees
from mapper.resolve.made import gap_km
from mapper.resolve.names import only_like
from mapper.resolve.scene import Entry

__all__ = ["NAMESAKES_KM", "heed_words"]

# A district and the town that it is named after.
NAMESAKES_KM = 80.0
# Two names less alike than this are no spellings of one.
_OTHER_NAME = 0.5
_SEAS = frozenset({"sea", "ocean", "gulf", "strait", "straits", "channel"})
_AREAS = ("ADM1", "RGN")


def heed_words(
    entry: Entry,
    hint: str,
    point: bool,
    scores: list[float],
    table: Sequence[Mapping[str, float]],
) -> bool:
    """Put first, by exchanging scores, the candidate that the words promise.

    Parameters
    ----------
    entry
        The name.
    hint
        Kind of place promised beside the mention at hand.
    point
        Whether the words before it want a spot.
    scores
        The ranker's, changed in place.
    table
        Features of the candidates.

    Returns
    -------
    bool
        Whether the whole name, with its common noun, chose: a choice to rely on.
    """
    matches = entry.bearers.matches
    told = False
    if entry.added:
        # Known by the word only: where the name stands without it they are not meant.
        last = min(scores)
        scores[-entry.added :] = [last - 1.0] * entry.added
    rules = [_whole_name, _the_word, _own_word, _seat]
    if point and not hint:
        rules.append(_town)
    for rule in rules:
        top = max(range(len(scores)), key=scores.__getitem__)
        fitting = rule(entry, hint, matches, table, top)
        if fitting:
            chosen = max(fitting, key=scores.__getitem__)
            scores[chosen], scores[top] = scores[top], scores[chosen]
            told = told or rule in {_whole_name, _own_word}
    return told


def _whole_name(
    entry: Entry,
    hint: str,
    matches: Sequence[Match],
    table: Sequence[Mapping[str, float]],
    top: int,
) -> list[int]:
    """Take "Kama district" for the district of that name if none called Kama fits the word."""
    if not hint or agrees(hint, matches[top]) >= 0:
        return []
    return [i for i, m in enumerate(matches) if m.place.id in entry.worded and agrees(hint, m) > 0]


def _the_word(
    entry: Entry,
    hint: str,
    matches: Sequence[Match],
    table: Sequence[Mapping[str, float]],
    top: int,
) -> list[int]:
    """Let "the town of X" be the town and not the district X around it, and the other way."""
    return [
        i
        for i, row in enumerate(table)
        if row["h_here"] > table[top]["h_here"] and _close(matches, i, top)
    ]


def _own_word(
    entry: Entry,
    hint: str,
    matches: Sequence[Match],
    table: Sequence[Mapping[str, float]],
    top: int,
) -> list[int]:
    """Let "X District" be no town that is called so too, and "the Red Sea" no state."""
    own = entry.bearers.hint
    if hint or not own or agrees(own, matches[top]) >= 0:
        return []
    water = entry.name.split()[-1].lower() in _SEAS
    return [
        i
        for i, match in enumerate(matches)
        if agrees(own, match) > 0 and (water or _close(matches, i, top))
    ]


def _seat(
    entry: Entry,
    hint: str,
    matches: Sequence[Match],
    table: Sequence[Mapping[str, float]],
    top: int,
) -> list[int]:
    """Prefer the area that bears the name to its seat, which is only called so at times."""
    seat = matches[top]
    if (
        hint == "P"
        or seat.place.feature_class is not FeatureClass.POPULATED
        or seat.name.kind not in {NameKind.ALTERNATE, NameKind.HISTORICAL}
        or _likeness(seat.name.text, seat.place.name) > _OTHER_NAME
    ):
        return []
    return [
        i
        for i, match in enumerate(matches)
        if match.place.feature_code.startswith(_AREAS)
        and _likeness(match.name.text, match.place.name) == 1.0
        and _close(matches, i, top)
    ]


def _town(
    entry: Entry,
    hint: str,
    matches: Sequence[Match],
    table: Sequence[Mapping[str, float]],
    top: int,
) -> list[int]:
    """Take a bare name after "near" for the town and not for the district around it."""
    if (
        matches[top].place.feature_class is not FeatureClass.ADMINISTRATIVE
        or matches[top].place.feature_code.startswith("PCL")
        or entry.bearers.hint == "A"
    ):
        return []
    return [
        i
        for i, match in enumerate(matches)
        if match.place.feature_class is FeatureClass.POPULATED
        and not only_like(entry.name, match)
        and _likeness(match.name.text, match.place.name) > _OTHER_NAME
        and _close(matches, i, top)
    ]


def _close(matches: Sequence[Match], one: int, other: int) -> bool:
    return gap_km(matches[one].place, matches[other].place) < NAMESAKES_KM


def _likeness(one: str, other: str) -> float:
    """Tell how much of two names is the same, 0 to 1; 1 where one is part of the other."""
    first, second = _letters(one), _letters(other)
    if first in second or second in first:
        return 1.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _letters(name: str) -> str:
    return "".join(c for c in normalize("NFKD", name.casefold()) if c.isalpha())

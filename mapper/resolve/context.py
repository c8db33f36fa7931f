"""A second look at each choice, in the light of the places that stand around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gazetteer import FeatureClass, Place
from mapper.model import Mention, MentionKind, Parsed
from mapper.resolve.made import gap_km

__all__ = ["TOLD", "Choice", "second_look"]

_SURE = 0.6
# What no word of the text talks the ranker out of.
_CERTAIN = 0.9
# How far to believe at least what the text around a name chose.
TOLD = 0.6
# And at most what it refused.
_REFUSED = 0.2
# A namesake this near a place of the same sentence is meant rather than one that far.
_NEAR_KM, _FAR_KM = 80.0, 250.0
# The same where nothing else of the text lies in the country of the far one.
_FOREIGN_KM = 200.0
# How much better the ranker may find the far one.
_MARGIN = 4.0
# A name that is only like the one written must lie so near to something else of the text.
_LOOSE_KM = 200.0
# A small town alone in its country, so far from the two and more others, is not meant.
_STRAY_KM, _TOWN, _COMPANY = 500.0, 100_000, 2
# A part of a town lies so near its centre; a place so near the middle of a division may be in it.
_PART_KM, _BESIDE_KM = 60.0, 150.0
_REACH = 200
_LIES_IN = re.compile(r",?\sin\s(?:the\s)?(?:[\w’'-]+\s){0,4}?")
_PART_OF = re.compile(r"\s(?:neighbou?rhood|quarter|district|area|section|ward)\sof\s(?:the\s)?")
# A town of so many people is not taken for a namesake in the same country.
_KNOWN = 10_000
# Nor is one of so many refused: "those who speak for Moscow in Georgia".
_GREAT = 500_000
_OTHERWISE = re.compile(
    r"\b(?:with|from|to|by|against|for|at|near|on|between|and|after|before|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b|\d"
)


@dataclass(slots=True)
class Choice:
    """What is chosen for a name, so far.

    Parameters
    ----------
    name
        Number of the name: the same in the choices of its mentions with different words beside.
    places
        Its candidates.
    scores
        The ranker's.
    loose
        Which of them bear but a similar name.
    top
        Index of the one chosen; None for none of them.
    belief
        How far that is believed, 0 to 1.
    told
        Whether the text says somewhere what it lies in.
    least
        What the words beside or around the name warrant, whatever the model believes.
    """

    name: int
    places: Sequence[Place]
    scores: Sequence[float]
    loose: Sequence[bool]
    top: int | None
    belief: float
    told: bool
    least: float = 0.0

    @property
    def place(self) -> Place | None:
        """The one chosen."""
        return None if self.top is None else self.places[self.top]


@dataclass(frozen=True, slots=True)
class _Stand:
    """A mention with what is chosen for it."""

    mention: Mention
    choice: Choice

    @property
    def firm(self) -> bool:
        """Whether others may be judged by it."""
        return self.choice.place is not None and self.choice.belief >= _SURE


def second_look(
    parsed: Parsed, mentions: Sequence[Mention], choices: Mapping[int, Choice]
) -> list[Choice]:
    """Choose anew where what the text says around a name contradicts the choice.

    Parameters
    ----------
    parsed
        The article's grammar.
    mentions
        All of them.
    choices
        By mention; one object where several mentions share it. Changed in place.

    Returns
    -------
    list of Choice
        Those changed.
    """
    order = sorted(choices, key=lambda i: mentions[i].span.start)
    stands = [_Stand(mentions[i], choices[i]) for i in order]
    changed: dict[int, Choice] = {}
    for position, stand in enumerate(stands):
        before = stand.choice.place
        if before is None or id(stand.choice) in changed:
            continue
        if _heed_container(parsed, stands, position) or _heed_neighbours(parsed, stands, position):
            changed |= _one_sense(stand.choice, before, stands)
    for stand in stands:
        if _strays(stand.choice, stands):
            _move(stand.choice, ())
            changed[id(stand.choice)] = stand.choice
    return list(changed.values())


def _one_sense(chosen: Choice, before: Place, stands: Sequence[_Stand]) -> dict[int, Choice]:
    """Choose the same for the other mentions of the name that meant the place before."""
    changed = {id(chosen): chosen}
    for choice in (stand.choice for stand in stands):
        if choice.name == chosen.name and choice.place is not None and choice.place is before:
            choice.top, choice.belief, choice.least = chosen.top, chosen.belief, chosen.least
            changed[id(choice)] = choice
    return changed


def _heed_container(parsed: Parsed, stands: Sequence[_Stand], position: int) -> bool:
    """Believe "X in Y": a candidate in Y, or none of them where all lie in other countries."""
    choice = stands[position].choice
    place = choice.place
    if position + 1 == len(stands) or place is None or place.disputed:
        return False
    inner, outer = stands[position], stands[position + 1]
    whole = outer.choice.place
    if not outer.firm or whole is None or outer.mention.kind is not MentionKind.LITERAL:
        return False
    text = parsed.article.text
    gap = text[inner.mention.span.end : outer.mention.span.start]
    if _PART_OF.fullmatch(gap) and whole.feature_class is FeatureClass.POPULATED:
        if place.feature_class is FeatureClass.POPULATED and place.population >= _KNOWN:
            return False
        return _move(
            choice, [i for i, p in enumerate(choice.places) if gap_km(p, whole) < _PART_KM]
        )
    if whole.feature_class is not FeatureClass.ADMINISTRATIVE or _vague(place):
        return False
    if choice.belief >= _CERTAIN:
        return False
    after = text[outer.mention.span.end : outer.mention.span.end + 1]
    listed = position > 0 and (
        text[stands[position - 1].mention.span.end : inner.mention.span.start] == ", "
    )
    chained = gap == ", " and after in {",", ".", ";", ")", ""} and not listed
    if not chained and (not _LIES_IN.fullmatch(gap) or _OTHERWISE.search(gap)):
        return False
    if _inside(place, whole) or place.country == whole.country:
        return False
    fitting = [i for i, p in enumerate(choice.places) if _inside(p, whole)]
    return bool(fitting or place.population < _GREAT) and _move(choice, fitting)


def _move(choice: Choice, fitting: Sequence[int]) -> bool:
    """Choose the best of those that fit, or none."""
    if choice.top in fitting:
        return False
    choice.top = max(fitting, key=lambda i: choice.scores[i], default=None)
    choice.least = _REFUSED if choice.top is None else TOLD
    choice.belief = min(choice.belief, choice.least) if choice.top is None else choice.least
    return True


def _inside(place: Place, whole: Place) -> bool:
    if whole.feature_code.startswith("PCL"):
        return place.country == whole.country
    if whole.id in {place.admin1_id, place.admin2_id}:
        return True
    return gap_km(place, whole) < _BESIDE_KM


def _heed_neighbours(parsed: Parsed, stands: Sequence[_Stand], position: int) -> bool:
    """Prefer a namesake beside a place of the same sentence to one in another part of the world."""
    choice = stands[position].choice
    place = choice.place
    if place is None or len(choice.places) < 2 or choice.told or _vague(place):
        return False
    around = list(_around(parsed, stands, position))
    if not around or min(gap_km(place, p) for p in around) < _FAR_KM:
        return False
    assert choice.top is not None
    least = choice.scores[choice.top] - _MARGIN
    known = place.population >= _KNOWN
    capital = place.feature_code == "PPLC"
    named = {s.choice.place.country for s in stands if s.choice is not choice and s.choice.place}
    reach = _NEAR_KM if place.country in named else _FOREIGN_KM
    near = [
        i
        for i, candidate in enumerate(choice.places)
        if choice.scores[i] >= least
        and not choice.loose[i]
        and not (known and place.country in named)
        and not (capital and candidate.population < _KNOWN)
        and min(gap_km(candidate, p) for p in around) < reach
    ]
    return bool(near) and _move(choice, near)


def _around(parsed: Parsed, stands: Sequence[_Stand], position: int) -> Iterator[Place]:
    """Places that are sure and meant as places in the same sentence."""
    own = stands[position].mention
    sentence = parsed.sentence_of(own.span)
    if sentence is None:
        return
    start = max(sentence.span.start, own.span.start - _REACH)
    end = min(sentence.span.end, own.span.end + _REACH)
    for stand in stands[max(0, position - 12) : position + 13]:
        span, place = stand.mention.span, stand.choice.place
        if span.start < start or span.end > end or stand.choice is stands[position].choice:
            continue
        literal = stand.mention.kind is MentionKind.LITERAL
        if literal and stand.firm and place is not None and not _vague(place):
            yield place


def _vague(place: Place) -> bool:
    """Whether a place is too large for its point to tell what is near."""
    return place.feature_code.startswith(("PCL", "CONT", "RGN", "OCN", "ADM1", "SEA"))


def _strays(choice: Choice, stands: Sequence[_Stand]) -> bool:
    """Whether a doubtful place lies far from all else in the text.

    It is doubtful if its name is only spelt alike, or if it is a small town of a country of which
    the text says nothing else: more likely a village of that name is not held.
    """
    place = choice.place
    if place is None or choice.top is None or _vague(place):
        return False
    others = [s.choice for s in stands if s.choice.name != choice.name and s.choice.place]
    if choice.loose[choice.top]:
        return bool(others) and _far(place, others, _LOOSE_KM)
    small = (
        place.feature_class is FeatureClass.POPULATED
        and place.feature_code != "PPLC"
        and place.population < _TOWN
    )
    if not small or choice.belief >= _SURE or len({o.name for o in others}) < _COMPANY:
        return False
    if any(o.place is not None and o.place.country == place.country for o in others):
        return False
    return _far(place, others, _STRAY_KM)


def _far(place: Place, others: Sequence[Choice], km: float) -> bool:
    """Whether no sure place among these, of a size that tells, is so near."""
    return all(
        o.place is None or o.belief < _SURE or _country_wide(o.place) or gap_km(o.place, place) > km
        for o in others
    )


def _country_wide(place: Place) -> bool:
    return place.feature_code.startswith(("PCL", "CONT", "OCN"))

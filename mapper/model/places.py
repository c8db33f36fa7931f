"""The article's places: mentions, and what they were taken to mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mapper.model.article import Span

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer import Place

__all__ = ["Candidate", "Mention", "MentionKind", "Relation", "RelativeExpression", "Resolution"]


class MentionKind(StrEnum):
    """How a name of a place is used."""

    LITERAL = "literal"
    METONYMIC = "metonymic"
    DEMONYM = "demonym"
    RELATIVE = "relative"


class Relation(StrEnum):
    """What a relative expression does with its anchors."""

    OFFSET = "offset"  # 30 km east of X; north of X
    BETWEEN = "between"  # between X and Y; on the X-Y road
    BORDER = "border"  # the X-Y border
    COAST = "coast"  # off the coast of X; off X


@dataclass(frozen=True, slots=True)
class RelativeExpression:
    """A place told by other places.

    Parameters
    ----------
    relation
        What is done with the anchors.
    anchors
        Spans of the toponyms (or demonyms) that it counts from.
    distance_km
        As the text gives it; None where it does not.
    bearing
        Degrees clockwise from north; None where the text gives no direction.
    """

    relation: Relation
    anchors: tuple[Span, ...]
    distance_km: float | None = None
    bearing: float | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A toponym as written, or an expression that is relative to some.

    Parameters
    ----------
    span, text
        Where it stands; ``article.text[span.start:span.end] == text``.
    kind
        How it is used. Only literal and relative ones may reach a map.
    score
        Probability, 0 to 1, that this is a mention of this kind.
    relative
        Set for `MentionKind.RELATIVE` only.
    """

    span: Span
    text: str
    kind: MentionKind
    score: float = 1.0
    relative: RelativeExpression | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a mention may mean, its share of belief, and why, in words."""

    place: Place
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a mention was taken to mean.

    Parameters
    ----------
    mention
        The mention.
    candidates
        Best first.
    place
        The choice; None for NIL: a place, but none that the gazetteer holds. For a relative
        expression a place computed from its anchors (id ``im:relative/...``).
    score
        Calibrated probability that the choice is right, 0 to 1.
    uncertainty_km
        Radius within which the place lies; None where the place's own size decides.
    geometry
        Of computed places (EPSG:4326); the gazetteer knows the others'.
    """

    mention: Mention
    candidates: tuple[Candidate, ...]
    place: Place | None
    score: float
    uncertainty_km: float | None = None
    geometry: BaseGeometry | None = None

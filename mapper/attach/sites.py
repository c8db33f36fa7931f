"""Places that an article names, seen from its grammar: what a name hangs on, and by which word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer import FeatureClass, Place
from mapper.attach.wording import GENERIC, is_ground, looks_like_place
from mapper.grammar import lemma
from mapper.model import MentionKind, PlaceRole, Relation, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.grammar import Grammar
    from mapper.model import Resolution, Token

__all__ = ["Site", "find_sites", "glued", "is_area", "is_country"]

# Arcs inside a noun phrase: climbing them stays with the same place.
_INSIDE = frozenset(
    ["compound", "nmod", "amod", "appos", "conj", "poss", "case", "flat", "npadvmod"]
)  # fmt: skip
_ORIGIN = frozenset(["from"])
_DESTINATION = frozenset(["to", "into", "towards", "toward", "onto"])
_INTO = frozenset(
    ["in", "into", "inside", "within", "across", "throughout", "to", "from", "through", "over",
     "via"]
)  # fmt: skip
_DEALINGS = frozenset(
    ["war", "relation", "relationship", "tie", "conflict", "agreement", "talk", "negotiation",
     "cooperation", "tension", "dispute", "deal", "treaty", "exchange", "friendship", "accord",
     "pact", "peace", "trade", "alliance", "rivalry", "hostility", "match"]
)  # fmt: skip
_NEAR = frozenset(
    ["near", "outside", "around", "off", "beyond", "by", "opposite", "close", "above", "below"]
)  # fmt: skip
_NEAR_WORDS = re.compile(
    r"(?:\bnear|\bclose\s+to|\bnot\s+far\s+from|\bjust\s+outside|\boutside|\bin\s+the\s+(?:vicinity|area|"
    r"direction|outskirts)\s+of|\bon\s+the\s+(?:outskirts|edge|road)\s+(?:of|to)|\baround|\bapproaches\s+to|"
    r"\bkm\s+(?:\w+\s+)?(?:of|from)|\bbetween|\boff|\bnorth\s+of|\bsouth\s+of|\beast\s+of|\bwest\s+of)"
    r"\s+(?:the\s+)?(?:\w+\s+){0,3}?(?:of\s+)?$",
    re.I,
)
_GLUE = re.compile(
    r"^(?:\s*,\s*|\s+(?:in|of|,)\s+|\s*\(\s*|\s+)(?:(?:the|its|in|of|[a-z-]+ern|neighbouring|[a-z]+)\s+){0,5}$"
)


@dataclass(frozen=True, slots=True)
class Site:
    """A literal or relative mention that has a place.

    Parameters
    ----------
    index
        Its number among the resolutions.
    resolution, place
        What it was taken to mean.
    head
        The token that governs the name.
    base
        The noun that the name belongs to ("village" in "the village of X"), often `head`.
    preposition
        The word that ties `base` to the sentence; empty if none.
    governor
        The token above that word.
    owner
        Whether the name owns or marks something that is no part of a place ("a Gori baker").
    near
        Whether the event is only near it.
    listed
        How many names stand before it in its list.
    """

    index: int
    resolution: Resolution
    place: Place
    head: Token
    base: Token
    preposition: str
    governor: Token | None
    owner: bool
    near: bool
    listed: int

    @property
    def located(self) -> bool:
        """Whether it is known where the place lies."""
        return self.resolution.place is not None

    @property
    def key(self) -> str:
        """What is the same for all names of one place."""
        return self.place.id or self.resolution.mention.text.casefold()

    @property
    def span(self) -> Span:
        """Where the name stands."""
        return self.resolution.mention.span

    def role(self) -> PlaceRole:
        """Tell what the preposition makes of the place, for an event that moves nothing."""
        return PlaceRole.NEAR if self.near else PlaceRole.LOCATION


def is_country(place: Place) -> bool:
    """Whether the place is a whole country (or a continent or ocean, no finer)."""
    return (
        place.feature_code.startswith(("PCL", "CONT", "OCN", "TERR"))
        and place.feature_class.value in "AHL"
    )


def is_area(place: Place) -> bool:
    """Whether the place is a division or region rather than a spot."""
    return place.feature_class.value == "A" or place.feature_code in (
        "RGN",
        "RGNE",
        "AREA",
        "PEN",
        "ISLS",
        "DSRT",
        "CONT",
    )


def find_sites(grammar: Grammar, resolutions: Sequence[Resolution]) -> list[Site]:
    """Give the mentions that may be places of events, in text order.

    Anchors of a relative expression are left out: "30 km east of X" is not X.

    Parameters
    ----------
    grammar
        The parsed article.
    resolutions
        Every mention with its choice.
    """
    anchors = {
        anchor
        for r in resolutions
        if r.mention.relative is not None and r.place is not None
        for anchor in r.mention.relative.anchors
    }
    sites = []
    for index, resolution in enumerate(resolutions):
        mention = resolution.mention
        if (
            mention.kind not in (MentionKind.LITERAL, MentionKind.RELATIVE)
            or mention.span in anchors
        ):
            continue
        if resolution.place is None and mention.kind is not MentionKind.LITERAL:
            continue
        head = grammar.parsed.head_of(mention.span)
        if head is None:
            continue
        place = resolution.place or _nowhere(mention.text)
        site = _site(grammar, index, resolution, place, head)
        stands = site.located or looks_like_place(site)
        if stands and not _is_party(site):
            sites.append(site)
    return sites


def _nowhere(name: str) -> Place:
    """Stand in for a place that the gazetteer does not have: all that is known is its name."""
    return Place(
        id="",
        name=name,
        latitude=0.0,
        longitude=0.0,
        feature_class=FeatureClass.POPULATED,
        feature_code="",
    )


def _is_party(site: Site) -> bool:
    """Whether the name tells who, not where: "the war between X and Y", "ties with X".

    A country is a place only where something is in it, goes to it or comes from it.
    """
    if site.resolution.mention.relative is not None:
        return False
    between = site.preposition in ("between", "with", "against")
    if between and site.governor is not None and lemma(site.governor) in _DEALINGS:
        return True
    out = site.preposition not in _INTO and not site.listed
    return is_country(site.place) and out and not is_ground(site)


def _site(grammar: Grammar, index: int, resolution: Resolution, place: Place, head: Token) -> Site:
    tokens = grammar.parsed.tokens
    base, listed, owner = head, 0, False
    for _ in range(8):
        if base.head == base.index:
            break
        above = tokens[base.head]
        if base.dep in ("conj", "appos") and above.pos in ("PROPN", "NOUN"):
            listed += base.dep == "conj"
            base = above
        elif (
            base.dep in ("compound", "nmod", "amod", "npadvmod")
            and above.pos
            in (
                "PROPN",
                "NOUN",
            )
        ) or base.dep == "poss":
            owner = owner or lemma(above) not in GENERIC
            base = above
        elif base.dep == "pobj" and lemma(above) == "of" and lemma(tokens[above.head]) in GENERIC:
            base = tokens[above.head]
        else:
            break
    preposition, governor = "", None
    if base.head != base.index:
        above = tokens[base.head]
        if base.dep in ("pobj", "pcomp"):
            preposition = lemma(above)
            governor = tokens[above.head] if above.head != above.index else above
        else:
            governor = above
    relative = resolution.mention.relative
    before = grammar.text[
        max(0, resolution.mention.span.start - 60) : resolution.mention.span.start
    ]
    near = preposition in _NEAR or bool(_NEAR_WORDS.search(before.split("\n")[-1]))
    if relative is not None:
        near = relative.relation is not Relation.OFFSET
    return Site(index, resolution, place, head, base, preposition, governor, owner, near, listed)


def glued(grammar: Grammar, first: Site, second: Site) -> bool:
    """Whether the second name only says where the first lies ("X in Y district", "X, Y")."""
    between = grammar.text[first.span.end : second.span.start]
    return len(between) < 45 and "\n" not in between and bool(_GLUE.match(between))

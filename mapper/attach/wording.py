"""What a name is in its phrase: ground that is taken, a source's seat, a street, a place at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.grammar import lemma

if TYPE_CHECKING:
    from mapper.attach.sites import Site
    from mapper.grammar import Grammar

__all__ = [
    "GENERIC",
    "SAYING",
    "is_ground",
    "is_source",
    "is_within_town",
    "looks_like_place",
]

GENERIC = frozenset(
    ["village", "town", "city", "district", "region", "province", "settlement", "hamlet", "area",
     "outskirt", "outskirts", "suburb", "centre", "center", "neighbourhood", "neighborhood",
     "county", "governorate", "municipality", "part", "side", "edge", "north", "south", "east",
     "west", "direction", "vicinity", "territory", "community", "township", "oblast", "camp",
     "base", "airport", "port", "port", "capital", "state", "canton", "department", "section",
     "stretch", "road", "highway", "corridor", "valley", "quarter", "street", "square", "bank",
     "border", "coast", "shore", "hill", "mountain", "lake", "river", "island", "republic"]
)  # fmt: skip
# What is done to ground: its object is where it was, also where it is the name of a state.
_ON_GROUND = frozenset(
    ["capture", "recapture", "occupy", "seize", "take", "retake", "enter", "patrol", "storm",
     "shell", "bomb", "bombard", "besiege", "liberate", "invade", "raid", "cross", "reach", "hit",
     "strike", "rock", "shake", "flood", "attack", "target", "pound", "overrun", "leave", "flee"]
)  # fmt: skip
_AT = frozenset(
    ["in", "at", "near", "outside", "inside", "on", "over", "off", "across", "throughout", "around",
     "through", "into", "to", "from", "of", "above", "along", "towards", "toward", "within"]
)  # fmt: skip
SAYING = frozenset(
    ["say", "tell", "announce", "report", "claim", "add", "confirm", "write", "note", "declare",
     "state", "warn", "deny", "insist", "argue", "accuse", "believe", "describe", "acknowledge"]
)  # fmt: skip
_WITHIN_TOWN = frozenset(
    ["street", "road", "avenue", "boulevard", "lane", "square", "park", "market", "bazaar", "bazar",
     "mall", "hotel", "school", "university", "college", "hospital", "clinic", "stadium", "arena",
     "station", "terminal", "mosque", "church", "cathedral", "synagogue", "temple", "theatre",
     "theater", "museum", "cafe", "restaurant", "club", "prison", "jail", "court", "courthouse",
     "embassy", "consulate", "ministry", "parliament", "headquarters", "tower", "quarter",
     "neighbourhood", "neighborhood", "roundabout", "embankment", "cemetery", "factory", "plaza"]
)  # fmt: skip
_LONGEST_ACRONYM = 5


def is_ground(site: Site) -> bool:
    """Whether something is done to the place itself: "captured X", "X is being shelled"."""
    return (
        site.base.dep in ("dobj", "nsubjpass")
        and site.governor is not None
        and lemma(site.governor) in _ON_GROUND
    )


def looks_like_place(site: Site) -> bool:
    """Whether grammar says of a name that no gazetteer has that it is one of a place at all."""
    name = site.resolution.mention.text
    if name.isupper() and len(name) <= _LONGEST_ACRONYM:
        return False
    described = site.base.index != site.head.index and lemma(site.base) in GENERIC
    tagged = site.head.entity in ("GPE", "LOC", "FAC")
    return (
        described
        or (tagged and (is_ground(site) or not site.preposition))
        or (site.preposition in _AT and site.head.entity != "PERSON")
    )


def is_within_town(site: Site) -> bool:
    """Whether a name is that of a street or a building: "Main Street", "the Luna Hotel"."""
    last = re.findall(r"[^\W\d_]+", site.resolution.mention.text)[-1:]
    return bool({word.lower() for word in last} & _WITHIN_TOWN) or lemma(site.base) in _WITHIN_TOWN


def is_source(grammar: Grammar, site: Site) -> bool:
    """Whether a name only tells where somebody is who tells it ("officials in X said").

    Also "according to a source in X".
    """
    noun = site.governor
    if site.preposition not in ("in", "at", "from", "of") or noun is None or noun.pos == "VERB":
        return False
    above = grammar.parsed.tokens[noun.head]
    if noun.dep == "nsubj":
        return lemma(above) in SAYING
    if noun.dep == "pobj" and lemma(above) in ("to", "by"):
        over = grammar.parsed.tokens[above.head]
        return over.text.lower() == "according" or lemma(over) in SAYING
    return False

"""Which of the likely ties of an event are kept: what is told, not what only explains it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mapper.attach.sites import glued, is_area, is_country
from mapper.attach.wording import is_source, is_within_town
from mapper.grammar import lemma
from mapper.model import Category, Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer import Place
    from mapper.attach.sites import Site
    from mapper.grammar import Grammar
    from mapper.model import Event, Token

__all__ = ["Link", "choose"]

_ENOUGH = 0.38  # least probability of the best tie
_ENOUGH_OF_A_COUNTRY = 0.7  # where a whole country is all that is told: mostly talk of states
_ON_THE_GROUND = frozenset(
    [Category.BATTLE, Category.EXPLOSION, Category.CIVILIANS, Category.RIOT, Category.PROTEST,
     Category.DISASTER]
)  # fmt: skip
_WITHIN = frozenset(["in", "inside", "within", "across", "over", "throughout"])
_ASIDE_REACH = 40  # characters
_AGREE_KM = 50.0
_ALSO = 0.25  # least probability of a further one
_SHARE = 0.5  # and its least share of the best
_CAUSES = frozenset(["against", "over", "about", "because", "regarding", "concerning"])
# ", some 40 km west of X" after a name only says where that lies.
_ASIDE = re.compile(
    r"^\s*[,(–—-]?\s*(?:which\s+(?:is|lies)\s+)?(?:\(?also\s+)?(?:(?:just|only|some|about|around|"
    r"roughly|approximately|nearly|almost|lying|situated|located)\s+)*$",
    re.I,
)
# What stands between a name and the wider or nearby place that tells where it lies.
_HOLD_REACH = 70  # characters
_CHAIN = 3  # "in X in the area of Y in the district of Z"
_TOWN = 0.15  # least probability of the tie to the town of a street
_HOLD = re.compile(
    r"^\W{0,2}\s*(?:[\w’'-]+\s+){0,4}?(?:(?:in|of|near|outside|off|opposite|overlooking|inside|within|"
    r"around|from)\s+(?:(?:the|its|a|an)\s+)?(?:[\w’'-]+\s+){0,4}?|,\s*)$"
)
_GROUND = (
    r"(?:area|district|town|city|village|region|suburb|neighbou?rhood|quarter|enclave|province|camp|"
    r"point|plant|valley|municipality|borough|commune|sector|hills?|mountains?)"
)
_LIES = re.compile(
    rf"^(?:\s+(?:[a-z]+\s+)?{_GROUND})?"
    r"(?:\s*,\s*(?:an?|the|one|some|about|just)\s+(?:(?!and\b|or\b)[\w’'-]+\s+){1,4}?|\s*,?\s+)"
    r"(?:in|near|outside|off|opposite|overlooking|inside|within)\s+"
    r"(?:(?:the|its)\s+)?(?:(?!and\b|or\b)[a-z’'-]+\s+){0,3}?$"
)
# "X area of rural Y", "the Y suburb of X", "Y's old quarter of X".
_PART = re.compile(rf"^\s+(?:[a-z]+\s+)?{_GROUND}\s+of\s+(?:the\s+)?(?:[a-z]+\s+){{0,2}}$")
_PART_BEFORE = re.compile(rf"^(?:['’]s?)?\s+(?:[\w-]+\s+){{0,2}}?{_GROUND}\s+of\s+(?:[a-z]+\s+)?$")
_OWN = re.compile(r"^['’]s?\s+(?:[\w’'-]+\s+){0,4}?$")


@dataclass(frozen=True, slots=True)
class Link:
    """A tie of an event and a site: the probability that the event is one and was there.

    `finer` is a site within or near this one that tells more closely where, and that the gazetteer
    does not have.
    """

    site: Site
    score: float
    direct: bool
    finer: Site | None = None


def choose(
    grammar: Grammar, event: Event, trigger: Token | None, links: Sequence[Link]
) -> list[Link]:
    """Give the ties that are likely enough, without what only says where another lies.

    Parameters
    ----------
    grammar
        The parsed article.
    event
        The event.
    trigger
        The token that names it.
    links
        Its ties to every site that it may have, with their probabilities.

    Returns
    -------
    list of Link
        In text order, one a place.
    """
    best = max((link.score for link in links), default=0.0)
    if best < _ENOUGH:
        return []
    good = [link for link in links if link.score >= max(_ALSO, _SHARE * best)]
    near = [link for link in good if link.direct and not is_country(link.site.place)]
    if near:
        # A place told in the sentence itself: what was carried along would only add to it.
        good = [link for link in good if link.direct]
    told = [link for link in good if not grammar.dateline_end(link.site.span.start)]
    good = told or good  # where the report was written is not where it was
    seen = [link for link in good if not is_source(grammar, link.site)]
    # Nor where those are who tell of it; from a capital they tell of any place.
    good = seen or [link for link in good if link.site.place.feature_code != "PPLC"]
    plain = [link for link in good if not _in_aim(grammar, link.site)]
    good = plain or good  # "marched to demand aid for X": it was not in X
    if trigger is not None and event.category is Category.PROTEST:
        good = [link for link in good if not _is_cause(grammar, trigger, link.site)] or good
    kept = [
        link
        for link in good
        if not any(
            other is not link and _contains(grammar, link.site, other.site) for other in good
        )
    ]
    if any(not is_country(link.site.place) for link in kept):
        kept = [link for link in kept if not is_country(link.site.place)]
    else:
        within = event.category in _ON_THE_GROUND
        kept = [
            link
            for link in kept
            if link.score >= _ENOUGH_OF_A_COUNTRY or (within and _is_within(link.site))
        ]
    unique: dict[str, Link] = {}
    held = [_held(grammar, link, links) for link in kept]
    for link in sorted(held, key=lambda one: (-one.score, one.finer is not None, one.site.index)):
        known = unique.setdefault(link.site.key, link)
        if known is not link and link.finer is not None:
            unique.setdefault(link.finer.key, replace(link, site=link.finer, finer=None))
    return sorted(unique.values(), key=lambda one: one.site.index)


def _is_within(site: Site) -> bool:
    """Whether a country is told as ground: "in northern X", not "sent to X", "X's army"."""
    return site.preposition in _WITHIN and not site.owner


def _held(grammar: Grammar, link: Link, links: Sequence[Link]) -> Link:
    """Put a name that no gazetteer has into the place that is told to hold it, if one is.

    A street or a building of no other place is in the town that the passage is about.
    """
    if link.site.located:
        return link
    here: Site | None = link.site
    for _ in range(_CHAIN):
        here = _around(grammar, here, links) if here is not None else None
        if here is not None and here.located:
            return link if is_country(here.place) else replace(link, site=here, finer=link.site)
    towns = [one for one in links if one.site.located and not is_country(one.site.place)]
    town = max(towns, key=lambda one: one.score, default=None)
    if town is None or town.score < _TOWN or not is_within_town(link.site):
        return link
    return replace(link, site=town.site, finer=link.site)


def _around(grammar: Grammar, inner: Site, links: Sequence[Link]) -> Site | None:
    """Give the nearest site of the sentence that is told to say where another lies."""
    found = [
        link.site
        for link in links
        if link.site.head.sentence == inner.head.sentence
        and link.site.index != inner.index
        and _holds(grammar, link.site, inner)
    ]
    return min(found, key=lambda site: abs(site.span.start - inner.span.end), default=None)


def _in_aim(grammar: Grammar, site: Site) -> bool:
    """Whether the site stands in a clause that tells what something is done for."""
    verb = grammar.parsed.tokens[grammar.clause_head[site.head.index]]
    infinitive = verb.tag == "VB" and any(k.tag == "TO" for k in grammar.kids(verb, "aux"))
    return infinitive and verb.dep in ("advcl", "relcl")


def _is_cause(grammar: Grammar, trigger: Token, site: Site) -> bool:
    """Read "protested against the raid in X", "a rally over the arrests in X"."""
    for above in grammar.parsed.ancestors(site.head):
        if above.index == trigger.index:
            return False
        if above.dep == "prep" and lemma(above) in _CAUSES and above.index > trigger.index:
            return True
    return False


def _contains(grammar: Grammar, outer: Site, inner: Site) -> bool:
    """Whether the outer place is only there to say where the inner one lies."""
    big, small = outer.place, inner.place
    if outer.key == inner.key:
        return False
    if not inner.located or not outer.located:
        return _holds(grammar, outer, inner)
    if _is_aside(grammar, outer, inner):
        return True
    if big.id in (small.admin1_id, small.admin2_id) and big.id:
        return True
    if is_country(big) and not is_country(small):
        return big.country == small.country or not big.country
    if outer.listed <= inner.listed and _lies_by(grammar, outer, inner):
        return True
    if not is_area(big) or is_area(small):
        return False
    first, second = sorted((outer, inner), key=lambda s: s.span.start)
    return glued(grammar, first, second)


def _holds(grammar: Grammar, outer: Site, inner: Site) -> bool:
    """Whether one of two names, of which one is in no gazetteer, says where the other lies."""
    if outer.listed > inner.listed:
        return False  # "in X, Y and Z"
    if 0 <= outer.span.start - inner.span.end < _HOLD_REACH:
        between = grammar.text[inner.span.end : outer.span.start]
        relative = outer.resolution.mention.relative is not None
        return bool(_HOLD.match(between) or (relative and _ASIDE.match(between)))
    if 0 <= inner.span.start - outer.span.end < _HOLD_REACH:
        return bool(_OWN.match(grammar.text[outer.span.end : inner.span.start]))
    return False


def _lies_by(grammar: Grammar, outer: Site, inner: Site) -> bool:
    """Read "X near Y", "X, 30 km outside Y", "the X area of Y", "Y's suburb of X" on the map.

    `outer` is Y. Of two that a word for a part joins, the more populous one is no part.
    """
    if 0 <= inner.span.start - outer.span.end < _HOLD_REACH:
        between = grammar.text[outer.span.end : inner.span.start]
        owns = between.startswith(("'", "’")) or inner.place.population < outer.place.population
        near = _apart_km(outer.place, inner.place) <= _AGREE_KM
        return owns and near and bool(_PART_BEFORE.match(between))
    if not 0 <= outer.span.start - inner.span.end < _HOLD_REACH:
        return False
    between = grammar.text[inner.span.end : outer.span.start]
    bigger = inner.place.population > outer.place.population
    lies = _LIES.match(between) or (not bigger and _PART.match(between))
    if outer.resolution.mention.relative is None and not lies:
        return False
    if outer.resolution.mention.relative is not None and not _ASIDE.match(between):
        return False
    return _apart_km(outer.place, inner.place) <= _AGREE_KM


def _is_aside(grammar: Grammar, outer: Site, inner: Site) -> bool:
    """Whether a relative expression follows a name that it only explains, and agrees with it."""
    relative = outer.resolution.mention.relative
    if relative is None or relative.relation is not Relation.OFFSET:
        return False
    if inner.resolution.mention.relative is not None or is_area(inner.place):
        return False
    if not 0 <= outer.span.start - inner.span.end <= _ASIDE_REACH:
        return False
    if not _ASIDE.match(grammar.text[inner.span.end : outer.span.start]):
        return False
    return _apart_km(outer.place, inner.place) <= _AGREE_KM


def _apart_km(one: Place, other: Place) -> float:
    """Give the distance of two places, good enough for near ones."""
    north = one.latitude - other.latitude
    east = (one.longitude - other.longitude) * math.cos(math.radians(one.latitude))
    return 111.2 * math.hypot(north, east)

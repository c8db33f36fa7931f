"""Places told by other places: 30 km east of X, between X and Y, the X-Y border."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mapper.model import Mention, MentionKind, Parsed, Relation, RelativeExpression, Span
from mapper.quick import Quick
from mapper.recognise.measures import DISTANCE, SPACE, bearing, distance_km
from mapper.recognise.words import DIRECTIONS, RELATIONAL_NOUNS

__all__ = ["relative_mentions"]

_WAYS = "|".join(sorted((re.escape(d) for d in DIRECTIONS), key=len, reverse=True))
# What may stand between the relation and the name: "the town of", "the besieged".
_FILLER = (
    rf"(?:(?:the|its|their){SPACE})?(?:[a-z-]+{SPACE}){{0,2}}?(?:(?:city|town|village|district|port"
    rf"|capital|region|province|island|settlement|base|camp){SPACE})?(?:of{SPACE})?"
)
_OFFSET = Quick(
    rf"(?:{DISTANCE}{SPACE}(?:(?:away|further|due){SPACE})?)?"
    rf"(?:(?P<to>to{SPACE})?(?P<the>the){SPACE})?\b(?P<way>{_WAYS})(?:{SPACE}|-)(?:of|from){SPACE}{_FILLER}$",
    re.IGNORECASE,
)
_AWAY = Quick(
    rf"\b{DISTANCE}{SPACE}(?:(?:away|inland|upstream|downstream|by{SPACE}road|out){SPACE})?"
    rf"(?:from|outside|off|short{SPACE}of|beyond|of){SPACE}{_FILLER}$",
    re.IGNORECASE,
)
_COAST_WAY = r"(?:north|south|east|west)(?:[-\s]?(?:east|west))?(?:ern)?"
_OFF_COAST = Quick(
    rf"(?:\b{DISTANCE}{SPACE})?\boff{SPACE}(?:the{SPACE})?(?:(?P<way>{_COAST_WAY}){SPACE})?"
    rf"(?:[a-z]+{SPACE})?(?:coast|coastline|shores?){SPACE}(?:of|near|at){SPACE}{_FILLER}$",
    re.IGNORECASE,
)
_OFF = Quick(
    rf"(?:\b{DISTANCE}{SPACE})?\boff{SPACE}(?:the{SPACE})?"
    rf"(?:(?:island|port|peninsula){SPACE}of{SPACE})?$",
    re.IGNORECASE,
)
_COAST_AFTER = re.compile(
    rf"^['’]s?{SPACE}(?:(?P<way>{_COAST_WAY}){SPACE})?(?:[a-z]+{SPACE})?"
    r"(?:coast|coastline|shores?)\b",
    re.IGNORECASE,
)
_BETWEEN = Quick(
    rf"(?:\b(?P<noun>[a-z]+){SPACE})?\bbetween{SPACE}(?:the{SPACE})?(?:[a-z-]+{SPACE}){{0,2}}?"
    rf"(?:of{SPACE})?$",
    re.IGNORECASE,
)
_ROUTE_FROM = Quick(
    rf"\b(?:road|highway|motorway|railway|route|pipeline|line){SPACE}"
    rf"(?:(?:that|which){SPACE})?(?:from|linking|links|connecting|connects|joining){SPACE}$",
    re.IGNORECASE,
)
_ROUTE = re.compile(
    rf"{SPACE}(?:[a-z]+{SPACE})?(?:road|highway|motorway|railway|route|pipeline|line)\b",
    re.IGNORECASE,
)
_AND = re.compile(rf"^,?{SPACE}(?:and|to|with){SPACE}(?:the{SPACE})?(?:[a-z-]+{SPACE}){{0,2}}$")
_JOINED = re.compile(r"^\s?[-–—/]\s?$")
_BORDER = r"(?:borders?|frontiers?|boundary)"
_BORDER_AFTER = re.compile(rf"^(?:['’]s)?{SPACE}(?:[a-z]+{SPACE})?{_BORDER}\b", re.IGNORECASE)
_BORDER_WITH = Quick(
    rf"\b{_BORDER}{SPACE}(?:(?:area|zone|region|line|section|post|crossing|village|town)s?{SPACE})?"
    rf"(?:with|from|to|into|between){SPACE}(?:the{SPACE})?$",
    re.IGNORECASE,
)
_OF_OWNER = re.compile(
    rf"^['’]s?{SPACE}(?:[a-z]+{SPACE})?{_BORDER}{SPACE}with{SPACE}(?:the{SPACE})?$"
)
_REACH = 90


def relative_mentions(parsed: Parsed, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Find the expressions that tell a place by other places.

    Parameters
    ----------
    parsed
        The article.
    mentions
        Its toponyms, in text order; they become the anchors.

    Returns
    -------
    tuple[Mention, ...]
        Mentions of kind `MentionKind.RELATIVE`, in text order.
    """
    finder = _Finder(parsed, mentions)
    found: list[Mention] = []
    for number in range(len(mentions)):
        for mention in finder.at(number):
            if not any(
                mention.span.overlaps(other.span)
                and mention.relative
                and other.relative
                and mention.relative.relation is other.relative.relation
                for other in found[-3:]
            ):
                found.append(mention)
    return tuple(found)


class _Finder:
    def __init__(self, parsed: Parsed, mentions: Sequence[Mention]) -> None:
        self._text = parsed.article.text
        self._parsed = parsed
        self._mentions = mentions

    def at(self, number: int) -> Iterator[Mention]:
        """Find the expressions whose first anchor is this mention."""
        anchor = self._mentions[number]
        sentence = self._parsed.sentence_of(anchor.span)
        if sentence is None:
            return
        start = max(sentence.span.start, anchor.span.start - _REACH)
        before = self._text[start : anchor.span.start]
        following = self._following(number, sentence.span.end)
        border = self._border(anchor, following, before, start, sentence.span.end)
        if border is not None:
            yield border
            return
        if anchor.kind is MentionKind.DEMONYM:
            return
        if (coast := self._coast(anchor, before, start, sentence.span.end)) is not None:
            yield coast
        elif (between := self._between(anchor, following, before, start)) is not None:
            yield between
        elif (offset := self._offset(anchor, before, start)) is not None:
            yield offset

    def _following(self, number: int, stop: int) -> Mention | None:
        if number + 1 < len(self._mentions):
            following = self._mentions[number + 1]
            if following.span.end <= stop:
                return following
        return None

    def _make(
        self,
        span: Span,
        relation: Relation,
        anchors: tuple[Mention, ...],
        distance_km: float | None = None,
        bearing: float | None = None,
    ) -> Mention:
        return Mention(
            span,
            self._text[span.start : span.end],
            MentionKind.RELATIVE,
            min(a.score for a in anchors),
            RelativeExpression(relation, tuple(a.span for a in anchors), distance_km, bearing),
        )

    def _offset(self, anchor: Mention, before: str, start: int) -> Mention | None:
        match = _OFFSET.search(before) or _AWAY.search(before)
        if match is None:
            return None
        groups = match.groupdict()
        way = groups.get("way")
        distance = distance_km(groups.get("number"), groups.get("unit"))
        if groups.get("number") and distance is None:
            return None
        if distance is None and groups.get("the") and not groups.get("to"):
            # "The north of X" is a part of X, not ground beyond it.
            return None
        span = Span(start + match.start(), anchor.span.end)
        bearing = DIRECTIONS[way.lower()] if way else None
        return self._make(span, Relation.OFFSET, (anchor,), distance, bearing)

    def _coast(self, anchor: Mention, before: str, start: int, stop: int) -> Mention | None:
        end, way = anchor.span.end, None
        match = _OFF_COAST.search(before)
        if match is not None:
            way = match.group("way")
        else:
            match = _OFF.search(before)
            if match is None:
                return None
            after = _COAST_AFTER.match(self._text[end : min(stop, end + 40)])
            if after is not None:
                end, way = end + after.end(), after.group("way")
        distance = distance_km(match.group("number"), match.group("unit"))
        if match.group("number") and distance is None:
            return None
        return self._make(
            Span(start + match.start(), end), Relation.COAST, (anchor,), distance, bearing(way)
        )

    def _between(
        self, anchor: Mention, following: Mention | None, before: str, start: int
    ) -> Mention | None:
        if following is None or following.kind is MentionKind.DEMONYM:
            return None
        gap = self._text[anchor.span.end : following.span.start]
        match = _BETWEEN.search(before)
        if match is not None and _AND.match(gap):
            noun = (match.group("noun") or "").lower()
            if noun in RELATIONAL_NOUNS or MentionKind.METONYMIC in {anchor.kind, following.kind}:
                return None
            begin = match.start() + match.group().lower().index("between")
            span = Span(start + begin, following.span.end)
            return self._make(span, Relation.BETWEEN, (anchor, following))
        route = _ROUTE_FROM.search(before)
        if route is not None and _AND.match(gap):
            span = Span(start + route.start(), following.span.end)
            return self._make(span, Relation.BETWEEN, (anchor, following))
        after = _ROUTE.match(self._text, following.span.end, following.span.end + 40)
        if _JOINED.match(gap) and after is not None:
            return self._make(
                Span(anchor.span.start, after.end()), Relation.BETWEEN, (anchor, following)
            )
        return None

    def _border(
        self, anchor: Mention, following: Mention | None, before: str, start: int, stop: int
    ) -> Mention | None:
        text = self._text
        ahead = text[anchor.span.end : min(stop, anchor.span.end + 40)]
        gap = ""
        if following is not None:
            gap = text[anchor.span.end : following.span.start]
            rest = text[following.span.end : min(stop, following.span.end + 40)]
            after = _BORDER_AFTER.match(rest)
            if _JOINED.match(gap) and after is not None:
                span = Span(anchor.span.start, following.span.end + after.end())
                return self._make(span, Relation.BORDER, (anchor, following))
            if _OF_OWNER.match(gap):
                span = Span(anchor.span.start, following.span.end)
                return self._make(span, Relation.BORDER, (anchor, following))
        with_ = _BORDER_WITH.search(before)
        if with_ is not None:
            anchors: tuple[Mention, ...] = (anchor,)
            both = following is not None and "between" in with_.group().lower()
            if both and following is not None and _AND.match(gap):
                anchors = (anchor, following)
            span = Span(start + with_.start(), anchors[-1].span.end)
            return self._make(span, Relation.BORDER, anchors)
        after = _BORDER_AFTER.match(ahead)
        if after is not None:
            span = Span(anchor.span.start, anchor.span.end + after.end())
            return self._make(span, Relation.BORDER, (anchor,))
        return None

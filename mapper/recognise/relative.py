"""Places told by other places: 30 km east of X, between X and Y, the X-Y border."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mapper.model import Mention, MentionKind, Parsed, Relation, RelativeExpression, Span
from mapper.recognise.words import DIRECTIONS, RELATIONAL_NOUNS

__all__ = ["relative_mentions"]

_SPACE = r"[\s\u00a0]+"
_WAYS = "|".join(sorted((re.escape(d) for d in DIRECTIONS), key=len, reverse=True))
_NUMBER = (
    r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|"
    r"(?:half|quarter)" + _SPACE + r"an?|"
    r"(?:a|two|three)" + _SPACE + r"dozen|"
    r"an?(?:" + _SPACE + r"(?:hundred|thousand|few|couple" + _SPACE + r"of))?|"
    r"(?:several|some)(?:" + _SPACE + r"(?:dozen|hundred|thousand))?|"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[-\s](?:one|two|three|four|five|six|seven|eight|nine|hundred|thousand))*"
)
_UNITS = {
    "km": 1.0, "kms": 1.0, "kilometre": 1.0, "kilometres": 1.0, "kilometer": 1.0,
    "kilometers": 1.0, "m": 0.001, "metre": 0.001, "metres": 0.001, "meter": 0.001,
    "meters": 0.001, "mile": 1.609344, "miles": 1.609344, "mi": 1.609344,
    "nautical mile": 1.852, "nautical miles": 1.852, "yard": 0.0009144, "yards": 0.0009144,
}  # fmt: skip
_VAGUE = {
    "a few": 3.0,
    "several": 5.0,
    "some": 3.0,
    "a couple of": 2.0,
    "a dozen": 12.0,
    "two dozen": 24.0,
    "three dozen": 36.0,
}
_UNIT = "|".join(sorted((u.replace(" ", _SPACE) for u in _UNITS), key=len, reverse=True))
_DISTANCE = rf"(?P<number>{_NUMBER})(?:{_SPACE}|-)?(?P<unit>{_UNIT})\b\.?"
# What may stand between the relation and the name: "the town of", "the besieged".
_FILLER = (
    rf"(?:(?:the|its|their){_SPACE})?(?:[a-z-]+{_SPACE}){{0,2}}?(?:(?:city|town|village|district|port"
    rf"|capital|region|province|island|settlement|base|camp){_SPACE})?(?:of{_SPACE})?"
)
_OFFSET = re.compile(
    rf"(?:{_DISTANCE}{_SPACE}(?:(?:away|further|due){_SPACE})?)?"
    rf"(?:(?P<to>to{_SPACE})?(?P<the>the){_SPACE})?\b(?P<way>{_WAYS})(?:{_SPACE}|-)(?:of|from){_SPACE}{_FILLER}$",
    re.IGNORECASE,
)
_AWAY = re.compile(
    rf"\b{_DISTANCE}{_SPACE}(?:(?:away|inland|upstream|downstream|by{_SPACE}road|out){_SPACE})?"
    rf"(?:from|outside|off|short{_SPACE}of|beyond|of){_SPACE}{_FILLER}$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"(?:\b(?P<noun>[a-z]+){_SPACE})?\bbetween{_SPACE}(?:the{_SPACE})?(?:[a-z-]+{_SPACE}){{0,2}}?"
    rf"(?:of{_SPACE})?$",
    re.IGNORECASE,
)
_ROUTE_FROM = re.compile(
    rf"\b(?:road|highway|motorway|railway|route|pipeline|line){_SPACE}"
    rf"(?:(?:that|which){_SPACE})?(?:from|linking|links|connecting|connects|joining){_SPACE}$",
    re.IGNORECASE,
)
_ROUTE = re.compile(
    rf"{_SPACE}(?:[a-z]+{_SPACE})?(?:road|highway|motorway|railway|route|pipeline|line)\b",
    re.IGNORECASE,
)
_AND = re.compile(rf"^,?{_SPACE}(?:and|to|with){_SPACE}(?:the{_SPACE})?(?:[a-z-]+{_SPACE}){{0,2}}$")
_JOINED = re.compile(r"^\s?[-–—/]\s?$")
_BORDER = r"(?:borders?|frontiers?|boundary)"
_BORDER_AFTER = re.compile(rf"^(?:['’]s)?{_SPACE}(?:[a-z]+{_SPACE})?{_BORDER}\b", re.IGNORECASE)
_BORDER_WITH = re.compile(
    rf"\b{_BORDER}{_SPACE}(?:(?:area|zone|region|line|section|post|crossing|village|town)s?{_SPACE})?"
    rf"(?:with|from|to|into|between){_SPACE}(?:the{_SPACE})?$",
    re.IGNORECASE,
)
_OF_OWNER = re.compile(
    rf"^['’]s?{_SPACE}(?:[a-z]+{_SPACE})?{_BORDER}{_SPACE}with{_SPACE}(?:the{_SPACE})?$"
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
        if (between := self._between(anchor, following, before, start)) is not None:
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
        distance = _distance(groups.get("number"), groups.get("unit"))
        if groups.get("number") and distance is None:
            return None
        if distance is None and groups.get("the") and not groups.get("to"):
            # "The north of X" is a part of X, not ground beyond it.
            return None
        span = Span(start + match.start(), anchor.span.end)
        bearing = DIRECTIONS[way.lower()] if way else None
        return self._make(span, Relation.OFFSET, (anchor,), distance, bearing)

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


def _distance(number: str | None, unit: str | None) -> float | None:
    """Km that a number and a unit make; None if there is none or it is no number."""
    if not number or not unit:
        return None
    size = _UNITS[" ".join(unit.lower().split())]
    words = " ".join(number.lower().split())
    if words in _VAGUE:
        return _VAGUE[words] * size
    if words in {"a", "an"}:
        return size
    if words.startswith(("half a", "quarter a")):
        return size * (0.5 if words.startswith("half") else 0.25)
    if words[0].isdigit():
        return float(words.replace(",", "")) * size
    from text_to_num import text2num

    try:
        return (
            float(text2num(words.replace("a hundred", "one hundred").replace("-", " "), "en"))
            * size
        )
    except ValueError:
        return None

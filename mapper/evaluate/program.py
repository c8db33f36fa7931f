"""The program under test: asked part by part about one document after another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from mapper.evaluate.answer import Answer, FoundIncident, FoundMention, Spot, from_record
from mapper.evaluate.gold import Check, Document, Format, GoldToponym
from mapper.model import Article, Event, Mention, MentionKind, Parsed, Span

if TYPE_CHECKING:
    from gazetteer import Place
    from mapper.pipeline import Mapper

__all__ = ["Part", "Program"]


class Part(StrEnum):
    """What is asked: names found; gold spans placed; the whole walk to the incidents."""

    RECOGNITION = "recognition"
    RESOLUTION = "resolution"
    EVENTS = "events"


class Program:
    """The questions of an evaluation, put to an engine.

    Parameters
    ----------
    engine
        Open; the caller closes it.
    parts
        What to ask.
    """

    def __init__(self, engine: Mapper, parts: Iterable[Part]) -> None:
        self._engine = engine
        self._gazetteer = engine.gazetteer
        self._parts = frozenset(parts)

    def answer(self, document: Document, kind: Format) -> Answer:
        """Ask the program about a document.

        Parameters
        ----------
        document
            The text and its (annotated) gold: only the spans of its toponyms are shown to the
            program, and only to place them.
        kind
            Of the corpus: what is not annotated in it is not asked.
        """
        answer = Answer(doc=document.id)
        if kind is Format.CASES:
            return replace(answer, checked=self._checked(document))
        full = kind in (Format.ARTICLES, Format.TOPONYMS)
        article = _article(document, whole=full)
        walk = Part.EVENTS in self._parts and kind not in (Format.TOPONYMS, Format.CODED)
        if walk:
            answer = self._walk(answer, article)
        if full and Part.RECOGNITION in self._parts and not walk:
            answer = self._names(answer, article)
        if full and Part.RESOLUTION in self._parts:
            answer = replace(answer, given=self._given(document, article))
        if not full and Part.EVENTS in self._parts:
            answer = replace(answer, events=self._events(article))
        return answer

    # --- one question each -------------------------------------------------------------

    def _walk(self, answer: Answer, article: Article) -> Answer:
        from mapper.export import analysis_record

        whole = from_record(analysis_record(self._engine.analyse(article)), answer.doc)
        return replace(answer, mentions=whole.mentions, incidents=whole.incidents)

    def _names(self, answer: Answer, article: Article) -> Answer:
        from mapper.recognise import recognise

        parsed = self._engine.parse(article)
        mentions = recognise(parsed, self._gazetteer)
        if Part.RESOLUTION in self._parts:
            return replace(answer, mentions=self._resolved(parsed, mentions))
        found = tuple(_mention(mention, None, mention.score) for mention in mentions)
        return replace(answer, mentions=found, placed=False)

    def _resolved(self, parsed: Parsed, mentions: tuple[Mention, ...]) -> tuple[FoundMention, ...]:
        from mapper.resolve import resolve

        return tuple(
            # As in the record: the belief that both the kind and the place are right.
            _mention(r.mention, r.place, r.mention.score * r.score)
            for r in resolve(parsed, mentions, self._gazetteer)
        )

    def _given(self, document: Document, article: Article) -> tuple[Spot | None, ...]:
        from mapper.resolve import resolve

        gold = document.toponyms or ()
        parsed = self._engine.parse(article)
        mentions = tuple(_as_mention(toponym) for toponym in gold)
        chosen = {r.mention.span: r for r in resolve(parsed, mentions, self._gazetteer)}
        return tuple(
            _spot(found.place, found.score) if (found := chosen.get(_span(toponym))) else None
            for toponym in gold
            if toponym.lat is not None
        )

    def _events(self, article: Article) -> tuple[FoundIncident, ...]:
        from mapper.events import find_events

        parsed = self._engine.parse(article)
        return tuple(_event(event, parsed) for event in find_events(parsed))

    def _checked(self, document: Document) -> tuple[bool, ...]:
        found: tuple[FoundMention, ...] = ()
        if document.text.strip() and any(not check.query for check in document.checks):
            from mapper.recognise import recognise

            parsed = self._engine.parse(_article(document, whole=False))
            found = self._resolved(parsed, recognise(parsed, self._gazetteer))
        return tuple(self._met(check, found) for check in document.checks)

    def _met(self, check: Check, found: Sequence[FoundMention]) -> bool:
        if check.query:
            query = f"{check.query}, {check.admin1}" if check.admin1 else check.query
            matches = self._gazetteer.search(query, country=check.country or None)
            places: list[Place] = [match.place for match in matches]
            spots = [spot for place in places if (spot := _spot(place, None))]
        else:
            spots = [mention.place for mention in found if mention.place]
        if check.field == "none":
            return not spots if check.query else not found
        if check.field == "mention":
            return any(mention.text == check.value for mention in found)
        if check.field == "any_geonames":
            return any(spot.id == f"gn:{check.value}" for spot in spots)
        if check.index >= len(spots):
            return False
        spot = spots[check.index]
        told = {"geonames": spot.id.removeprefix("gn:"), "country": spot.country}
        told |= {"feature_code": spot.code}
        if check.field == "admin1":
            return self._gazetteer.get(spot.id).admin1 == check.value
        return told[check.field] == check.value


def _article(document: Document, *, whole: bool) -> Article:
    """Make the document an article: read as a user's file, or all of it body."""
    from mapper.read import from_text, parse_date

    published = parse_date(document.published) if document.published else None
    if whole:
        return from_text(document.text, id=document.id, title=document.title, published=published)
    body = (Span(0, len(document.text)),)
    return Article(id=document.id, text=document.text, published=published, body=body)


def _as_mention(toponym: GoldToponym) -> Mention:
    kind = MentionKind.LITERAL
    if toponym.demonym:
        kind = MentionKind.DEMONYM
    elif toponym.literal is False:
        kind = MentionKind.METONYMIC
    return Mention(_span(toponym), toponym.name, kind)


def _span(toponym: GoldToponym) -> Span:
    return Span(toponym.start, toponym.end)


def _mention(mention: Mention, place: Place | None, score: float) -> FoundMention:
    return FoundMention(
        start=mention.span.start,
        end=mention.span.end,
        text=mention.text,
        kind=mention.kind.value,
        place=_spot(place, None),
        score=score,
    )


def _spot(place: Place | None, score: float | None) -> Spot | None:
    if place is None:
        return None
    return Spot(
        id=place.id,
        name=place.name,
        lat=place.latitude,
        lon=place.longitude,
        country=place.country,
        code=place.feature_code,
        score=score,
    )


def _event(event: Event, parsed: Parsed) -> FoundIncident:
    text = parsed.article.text
    return FoundIncident(
        start=event.quote.start,
        end=event.quote.end,
        quote=text[event.quote.start : event.quote.end],
        trigger=text[event.trigger.start : event.trigger.end],
        category=event.category.value,
        event_type=event.event_type.value,
        date_start=event.date.start,
        fatalities=event.fatalities.minimum if event.fatalities else None,
        injuries=event.injuries.minimum if event.injuries else None,
        factuality=event.factuality.value,
        attributed_to=event.attributed_to,
        score=event.score,
    )

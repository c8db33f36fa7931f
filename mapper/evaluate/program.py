"""The program under test: asked part by part about one document after another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from gazetteer import Gazetteer
from mapper.evaluate.answer import Answer, FoundIncident, FoundMention, Spot, from_record
from mapper.evaluate.gold import Check, Document, Format, GoldToponym
from mapper.model import Article, Event, Mention, MentionKind, Parsed, Resolution, Span

if TYPE_CHECKING:
    from gazetteer import Place

__all__ = ["Part", "Program"]


class Part(StrEnum):
    """What is asked: names found; gold spans placed; the whole walk to the incidents."""

    RECOGNITION = "recognition"
    RESOLUTION = "resolution"
    EVENTS = "events"


class Program:
    """The engine, opened once, and the questions of an evaluation.

    Parameters
    ----------
    parts
        What to ask; names and incidents of whole articles cost more than gold spans.
    gazetteer
        Open; the caller closes it.
    """

    def __init__(self, parts: Iterable[Part], gazetteer: Gazetteer) -> None:
        from mapper.language import LanguageModel

        self._parts = frozenset(parts)
        self._gazetteer = gazetteer
        self._model = LanguageModel()

    @property
    def versions(self) -> dict[str, str]:
        """What was measured: the language model and the gazetteer."""
        return {"model": self._model.name, "gazetteer": self._gazetteer.version}

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
        if kind is Format.CASES:
            return Answer(doc=document.id, checked=self._checked(document))
        article = _article(document, whole=kind in (Format.ARTICLES, Format.TOPONYMS))
        parsed = self._model.parse(article)
        answer = Answer(doc=document.id)
        if kind in (Format.ARTICLES, Format.TOPONYMS):
            answer = self._names(answer, parsed)
            if Part.RESOLUTION in self._parts:
                answer = replace(answer, given=self._given(document, parsed))
        if Part.EVENTS in self._parts and kind is not Format.TOPONYMS:
            answer = self._walk(answer, parsed, kind)
        return answer

    # --- one question each -------------------------------------------------------------

    def _names(self, answer: Answer, parsed: Parsed) -> Answer:
        if Part.RECOGNITION not in self._parts:
            return answer
        from mapper.recognise import recognise
        from mapper.resolve import resolve

        mentions = recognise(parsed, self._gazetteer)
        if Part.RESOLUTION not in self._parts:
            found = tuple(_mention(m.span, m.text, m.kind, None, m.score) for m in mentions)
            return replace(answer, mentions=found, placed=False)
        resolutions = resolve(parsed, mentions, self._gazetteer)
        return replace(answer, mentions=tuple(_resolved(r) for r in resolutions))

    def _given(self, document: Document, parsed: Parsed) -> tuple[Spot | None, ...]:
        from mapper.resolve import resolve

        gold = document.toponyms or ()
        mentions = tuple(_as_mention(toponym) for toponym in gold)
        chosen = {r.mention.span: r for r in resolve(parsed, mentions, self._gazetteer)}
        spots = []
        for toponym in gold:
            if toponym.lat is not None:
                resolution = chosen.get(Span(toponym.start, toponym.end))
                place = resolution.place if resolution else None
                score = resolution.score if resolution else None
                spots.append(_spot(place, score))
        return tuple(spots)

    def _walk(self, answer: Answer, parsed: Parsed, kind: Format) -> Answer:
        from mapper.events import find_events
        from mapper.export import analysis_record
        from mapper.pipeline import analyse_parsed

        if kind is not Format.ARTICLES:
            events = find_events(parsed)
            answer = replace(answer, events=tuple(_event(event, parsed) for event in events))
        if kind is Format.CODED:
            return answer
        whole = from_record(analysis_record(analyse_parsed(parsed, self._gazetteer)), answer.doc)
        return replace(answer, mentions=whole.mentions, incidents=whole.incidents, placed=True)

    def _checked(self, document: Document) -> tuple[bool, ...]:
        if document.text.strip() and any(not check.query for check in document.checks):
            from mapper.recognise import recognise
            from mapper.resolve import resolve

            parsed = self._model.parse(_article(document, whole=False))
            mentions = recognise(parsed, self._gazetteer)
            found = [_resolved(r) for r in resolve(parsed, mentions, self._gazetteer)]
        else:
            found = []
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
    return Mention(Span(toponym.start, toponym.end), toponym.name, kind)


def _mention(
    span: Span, text: str, kind: MentionKind, place: Place | None, score: float
) -> FoundMention:
    return FoundMention(
        start=span.start,
        end=span.end,
        text=text,
        kind=kind.value,
        place=_spot(place, None),
        score=score,
    )


def _resolved(resolution: Resolution) -> FoundMention:
    mention = resolution.mention
    return _mention(mention.span, mention.text, mention.kind, resolution.place, resolution.score)


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

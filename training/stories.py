"""Articles and sentences whose events are annotated, with what the rules see in them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mapper import Mapper
from mapper.attach.sites import Site, find_sites
from mapper.config import Settings
from mapper.errors import SourceError
from mapper.events.assemble import Draft, drafts
from mapper.grammar import Grammar
from mapper.model import Parsed, Span
from mapper.recognise import recognise
from mapper.resolve import resolve
from training.corpora import Answers, held_out_ids, read_verbs

__all__ = ["Gold", "Story", "Telling", "read_stories", "read_tellings"]

_MOST_BARE = 0.6  # share of sentences without a place, above which nobody looked for them
Gold = dict[str, Any]


@dataclass(frozen=True)
class Story:
    """An article with its annotated events, and what the rules see in it."""

    gold: list[Gold]
    names: list[Gold]
    grammar: Grammar
    drafts: list[Draft]
    sites: list[Site]

    def meant(self, draft: Draft) -> list[Gold]:
        """Annotated events whose quote shares a character with the draft's, best first."""
        quote = draft.event.quote
        found = [(_shared(quote, e), n) for n, e in enumerate(self.gold)]
        return [self.gold[n] for share, n in sorted(found, reverse=True) if share > 0]


@dataclass(frozen=True)
class Telling:
    """A sentence with a verb and the places where that happened."""

    verb: Span
    places: tuple[Span, ...]
    grammar: Grammar
    drafts: list[Draft]
    sites: list[Site]

    def is_meant(self, draft: Draft) -> bool:
        """Whether the draft is what the verb tells."""
        return any(self.verb.overlaps(Span(t.start, t.end)) for t in draft.trigger.tokens())


def read_stories(path: Path, answers: Answers) -> list[Story]:
    """Run the program over every article that may be trained on and that no encoder has seen."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    gold = {str(row["id"]): row for row in lines}
    held_out, found = held_out_ids(), []
    with Mapper(Settings(user_gazetteer=False)) as engine:
        for article in engine.read(path):
            if isinstance(article, SourceError):
                raise article
            scores = answers.of(path.stem, article.id)
            if article.id in held_out or scores is None:
                continue
            parsed = replace(engine.model.parse(article), scores=scores)
            names = recognise(parsed, engine.gazetteer)
            grammar = Grammar(parsed)
            row = gold[article.id]
            sites = find_sites(grammar, resolve(parsed, names, engine.gazetteer))
            found.append(Story(row["events"], row["toponyms"], grammar, drafts(parsed), sites))
    return found


def read_tellings(path: Path, answers: Answers) -> list[Telling]:
    """Run the program over sentences with verbs and places that no encoder has seen.

    Where most sentences of a source have no place, those without one are passed over: there nobody
    has looked for places.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    count = Counter(row.get("source", "") for row in rows)
    bare = Counter(row.get("source", "") for row in rows if not row["event_locations"])
    found = []
    with Mapper(Settings(user_gazetteer=False)) as engine:
        for row, parsed in read_verbs(path, engine.model, answers):
            source = row.get("source", "")
            if row["event_locations"] or bare[source] <= _MOST_BARE * count[source]:
                found.append(_telling(engine, row, parsed))
    return found


def _telling(engine: Mapper, row: Gold, parsed: Parsed) -> Telling:
    verb, *_ = row["verbs"]
    grammar = Grammar(parsed)
    names = recognise(parsed, engine.gazetteer)
    sites = find_sites(grammar, resolve(parsed, names, engine.gazetteer))
    places = tuple(Span(place["start"], place["end"]) for place in row["event_locations"])
    return Telling(Span(verb["start"], verb["end"]), places, grammar, drafts(parsed), sites)


def _shared(quote: Span, event: Gold) -> int:
    return min(quote.end, event["quote_end"]) - max(quote.start, event["quote_start"])

"""The walk from grammar to mentions: candidates, filter, kinds, relative expressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazetteer import Gazetteer
from mapper.model import Mention, MentionKind, Parsed, Relation, Span
from mapper.recognise.candidates import CandidateSpan, NameBook, candidate_spans, is_pair
from mapper.recognise.demonyms import demonym_mentions
from mapper.recognise.features import describe
from mapper.recognise.kinds import WordModel, clues, is_ground, is_party, kind_features
from mapper.recognise.otherwise import is_something_else
from mapper.recognise.relative import relative_mentions
from mapper.recognise.select import best_cover
from mapper.recognise.words import AREA_NOUNS
from mapper.trees import Forest

__all__ = ["recognise"]

# Where a candidate is worth keeping, and where a name no longer means the place itself:
# chosen on development data (docs/adr/0004-recognition-by-filter.md).
KEEP = 0.3
METONYMIC = 0.25
# Belief that one side of talks, a war or a treaty is no ground.
PARTY = 0.8
# Belief that "Sistan and Baluchistan" is one name where the gazetteer holds it: more than both
# halves together may have. With its "Province" it is believed twice as firmly.
PAIR, FULL_PAIR = 1 - 1e-6, 1 - 5e-7
# The same of what was shelled, or of a town whose outskirts are meant.
GROUND = 0.1


@dataclass(frozen=True, slots=True)
class _Models:
    keep: Forest
    words: WordModel
    kinds: Forest


@cache
def _models() -> _Models:
    room = Path(__file__).parent
    return _Models(
        Forest(room / "filter.json"),
        WordModel(room / "kind_words.json"),
        Forest(room / "kind_trees.json"),
    )


def recognise(parsed: Parsed, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Find the places that an article names, and how it uses each name.

    Parameters
    ----------
    parsed
        The article's grammar.
    gazetteer
        What is a place at all.

    Returns
    -------
    tuple[Mention, ...]
        In order of their ends, a mention inside another before the outer one. Toponyms and
        demonyms never overlap each other; relative expressions contain their anchors.

    Raises
    ------
    DataError
        If a model that the program ships is missing or damaged.
    """
    book = NameBook(gazetteer)
    named = _toponyms(parsed, book)
    named += demonym_mentions(parsed, book, [m.span for m in named])
    named.sort(key=lambda m: m.span.start)
    relative = relative_mentions(parsed, named)
    anchors = {
        span
        for mention in relative
        if mention.relative is not None and mention.relative.relation is not Relation.BORDER
        for span in mention.relative.anchors
    }
    found = [_as_ground(m) if m.span in anchors else m for m in named]
    return tuple(sorted([*found, *relative], key=lambda m: (m.span.end, -m.span.start)))


def _toponyms(parsed: Parsed, book: NameBook) -> list[Mention]:
    candidates = candidate_spans(parsed, book)
    rows = describe(parsed, candidates, book)
    models = _models()
    scores = [
        _likely(parsed, candidate, book, float(p))
        for candidate, p in zip(candidates, models.keep.probabilities(rows), strict=True)
    ]
    chosen = best_cover(candidates, scores, KEEP)
    margins = [models.words.margin(clues(parsed, candidates[i])) for i in chosen]
    described = [
        kind_features(parsed, candidates[i], rows[i], margin)
        for i, margin in zip(chosen, margins, strict=True)
    ]
    metonymic = [
        _heed(parsed, candidates[i].span, rows[i], float(p))
        for i, p in zip(chosen, models.kinds.probabilities(described), strict=True)
    ]
    return [
        _mention(parsed, candidates[i], scores[i], used)
        for i, used in zip(chosen, metonymic, strict=True)
    ]


def _likely(parsed: Parsed, candidate: CandidateSpan, book: NameBook, score: float) -> float:
    """Let what the name itself leaves no doubt about outweigh the filter."""
    if is_something_else(parsed, candidate, book):
        return 0.0
    if not is_pair(candidate.name, book):
        return score
    return FULL_PAIR if candidate.name.rpartition(" ")[2].lower() in AREA_NOUNS else PAIR


def _heed(parsed: Parsed, span: Span, row: Mapping[str, float], metonymic: float) -> float:
    """Let what the sentence leaves no doubt about outweigh the trees."""
    if is_party(parsed, span):
        return max(metonymic, PARTY)
    return min(metonymic, GROUND) if is_ground(parsed, span, row) else metonymic


def _mention(parsed: Parsed, candidate: CandidateSpan, score: float, metonymic: float) -> Mention:
    span = candidate.span
    kind = MentionKind.METONYMIC if metonymic > METONYMIC else MentionKind.LITERAL
    share = metonymic if kind is MentionKind.METONYMIC else 1.0 - metonymic
    return Mention(span, parsed.article.text[span.start : span.end], kind, score * share)


def _as_ground(mention: Mention) -> Mention:
    """Take as ground what an expression counts km from, whatever its sentence does."""
    if mention.kind is not MentionKind.METONYMIC:
        return mention
    return Mention(mention.span, mention.text, MentionKind.LITERAL, mention.score)

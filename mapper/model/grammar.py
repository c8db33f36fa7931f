"""The article's grammar: tokens, sentences, named entities and the tree over them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mapper.errors import DataError
from mapper.model.article import Article, Span
from mapper.model.scores import WordScores

__all__ = ["Entity", "Parsed", "Sentence", "Token"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark with its place in the dependency tree.

    `pos` are Universal POS tags, `tag` Penn Treebank tags, `dep` ClearNLP arcs as spaCy's
    English pipelines give them; `head` is the index of the governing token (its own for a root).
    """

    index: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: character span, and its tokens ``first`` to ``last`` (exclusive)."""

    index: int
    span: Span
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity as the tagger sees it; labels are OntoNotes' (GPE, LOC, FAC, NORP, ORG...)."""

    span: Span
    label: str


@dataclass(frozen=True)
class Parsed:
    """The article's body, parsed once; tokens outside the body do not exist here.

    `scores` is what the encoder says of the body's words.
    """

    article: Article
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    scores: WordScores | None = None

    @property
    def encoded(self) -> WordScores:
        """What the encoder says; raises `DataError` where it was not asked."""
        if self.scores is None:
            raise DataError("this needs what the encoder says: parse with mapper.Mapper().parse")
        return self.scores

    @cached_property
    def _children(self) -> tuple[tuple[int, ...], ...]:
        kids: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.index:
                kids[token.head].append(token.index)
        return tuple(tuple(k) for k in kids)

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def _ends(self) -> list[int]:
        return [token.end for token in self.tokens]

    def children(self, token: Token) -> Iterator[Token]:
        """Iterate over the tokens that `token` governs directly, in text order."""
        return map(self.tokens.__getitem__, self._children[token.index])

    def subtree(self, token: Token) -> tuple[Token, ...]:
        """`token` and all that hangs below it, in text order."""
        below = self._children
        found = [token.index]
        for index in found:  # grows as it goes
            found += below[index]
        found.sort()
        return tuple(map(self.tokens.__getitem__, found))

    def ancestors(self, token: Token) -> Iterator[Token]:
        """Iterate over the tokens above `token`, nearest first, the root last."""
        while token.head != token.index:
            token = self.tokens[token.head]
            yield token

    def tokens_in(self, span: Span) -> tuple[Token, ...]:
        """Give the tokens that overlap a stretch of the text."""
        first = bisect_right(self._ends, span.start)
        last = bisect_left(self._starts, span.end)
        return self.tokens[first:last]

    def head_of(self, span: Span) -> Token | None:
        """Find the token of the span that governs the others; None where no token lies in it."""
        inside = self.tokens_in(span)
        for token in inside:
            if token.head == token.index or not inside[0].index <= token.head <= inside[-1].index:
                return token
        return inside[-1] if inside else None

    def sentence_of(self, span: Span) -> Sentence | None:
        """Find the sentence in which the span begins; None outside the body."""
        inside = self.tokens_in(span)
        return self.sentences[inside[0].sentence] if inside else None

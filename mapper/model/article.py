"""The article as read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property

__all__ = ["Article", "Span"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the article's text, end-exclusive."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, kw_only=True)
class Article:
    """One text as read.

    Parameters
    ----------
    id
        Stable name of the article: given by the source, else made of its file name or URL.
    text
        The text as read; every offset counts in it.
    title, url
        As the source gives them; empty where it does not.
    published
        Day of publication; None where unknown: then nothing relative to it is dated.
    language
        BCP 47 tag.
    body
        The stretches of `text` that are the article itself; what lies outside is the
        page's furniture and yields neither place nor incident.
    """

    id: str
    text: str
    title: str = ""
    published: date | None = None
    url: str = ""
    language: str = "en"
    body: tuple[Span, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """Digest of the text (lone surrogates included)."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def in_body(self, span: Span) -> bool:
        """Whether the whole span belongs to the article itself."""
        return any(part.contains(span) for part in self.body)

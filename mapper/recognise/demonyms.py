"""Names of peoples and their adjectives: Georgian, Azerbaijanis, South Ossetian."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from gazetteer import NameKind
from mapper.model import Mention, MentionKind, Parsed, Span
from mapper.recognise.candidates import NameBook, plain

__all__ = ["demonym_mentions", "singular"]

_LONGEST = 3


def singular(name: str) -> str:
    """Undo the plural of a people's name: Azerbaijanis, Poles; others stay as they are."""
    return name[:-1] if name.endswith("s") and not name.endswith(("ss", "us")) else name


def demonym_mentions(parsed: Parsed, book: NameBook, taken: list[Span]) -> Iterator[Mention]:
    """Find demonyms that do not overlap the toponyms already found.

    Parameters
    ----------
    parsed
        The article.
    book
        What the gazetteer knows.
    taken
        Spans of its toponyms, in text order and without overlap.
    """
    text = parsed.article.text
    taken_ends = [t.end for t in taken]
    for sentence in parsed.sentences:
        index = sentence.first
        while index < sentence.last:
            if not parsed.tokens[index].text[:1].isupper():
                index += 1
                continue
            found = None
            for last in range(min(index + _LONGEST, sentence.last), index, -1):
                span = Span(parsed.tokens[index].start, parsed.tokens[last - 1].end)
                written = text[span.start : span.end]
                if written[-1:].isalpha() and is_demonym(plain(written), book):
                    found = span, last
                    break
            if found is None:
                index += 1
                continue
            span, index = found
            place = bisect_left(taken_ends, span.start + 1)
            if place == len(taken) or not span.overlaps(taken[place]):
                yield Mention(span, text[span.start : span.end], MentionKind.DEMONYM, 0.95)


def is_demonym(name: str, book: NameBook) -> bool:
    """Whether the gazetteer knows this as the name of a place's people."""
    return any(
        match.name.kind is NameKind.DEMONYM
        for form in dict.fromkeys((name, singular(name)))
        for match in book.matches(form)
    )

"""An article as the encoder reads it: word pieces with the shape of their word, in windows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mapper.model import Span

__all__ = ["SHAPES", "Window", "windows"]

# Word shapes, doubled for words that open a sentence, and one for the pieces that frame a window.
SHAPES = 15
_FRAME = SHAPES - 1
_PIECES = 192
# Longest stretch that is cut into pieces at once; bounds memory for texts of any length.
_STRETCH = 20_000
_SURROGATES = re.compile("[\ud800-\udfff]")
_SENTENCE_END = re.compile(
    r"(?<=[.!?][\"'”’)\]])\s+(?=[\"'“‘(\[A-Z0-9])|(?<=[.!?])\s+(?=[\"'“‘(\[A-Z0-9])|\n+"
)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of text as the network reads it.

    Parameters
    ----------
    pieces
        Vocabulary numbers, framed by the opening and the closing piece.
    shapes
        Shape of the word that each piece belongs to.
    first
        Index of each word's first piece.
    words
        Each word's span, end-exclusive code points into the whole text.
    """

    pieces: list[int]
    shapes: list[int]
    first: list[int]
    words: list[Span]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with its pieces and shape, before it is put into a window."""

    span: Span
    pieces: list[int]
    shape: int


def windows(tokenizer: Any, text: str, stretch: Span) -> Iterator[Window]:
    """Cut a stretch of text into windows that end between sentences where they can.

    Parameters
    ----------
    tokenizer
        A ``tokenizers.Tokenizer`` of the network's vocabulary.
    text
        The whole text; offsets count in it.
    stretch
        What to read of it.
    """
    opening, closing = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    room = _PIECES - 2

    def window(words: list[_Word]) -> Window:
        pieces, shapes, first = [opening], [_FRAME], []
        for word in words:
            first.append(len(pieces))
            pieces += word.pieces[:room]
            shapes += [word.shape] * len(word.pieces[:room])
        return Window([*pieces, closing], [*shapes, _FRAME], first, [word.span for word in words])

    held: list[_Word] = []
    size = 0
    for sentence in _sentences(tokenizer, text, stretch):
        fits = size + sum(len(word.pieces) for word in sentence) <= room
        for number, word in enumerate(sentence):
            full = size + len(word.pieces) > room or (number == 0 and not fits)
            if held and full:
                yield window(held)
                held, size = [], 0
            held.append(word)
            size += min(len(word.pieces), room)
    if held:
        yield window(held)


def _sentences(tokenizer: Any, text: str, stretch: Span) -> Iterator[list[_Word]]:
    """Sentences by rule."""
    for part in _parts(text, stretch):
        own = text[part.start : part.end]
        ends = [m.end() for m in _SENTENCE_END.finditer(own)]
        sentence: list[_Word] = []
        number, opens = 0, True
        for start, end, pieces in _words(tokenizer, own):
            passed = bisect_right(ends, start)
            if passed != number:
                number, opens = passed, True
                if sentence:
                    yield sentence
                    sentence = []
            written = own[start:end]
            span = Span(part.start + start, part.start + end)
            sentence.append(_Word(span, pieces, _shape(written, opens)))
            opens = opens and not any(letter.isalnum() for letter in written)
        if sentence:
            yield sentence


def _words(tokenizer: Any, text: str) -> Iterator[tuple[int, int, list[int]]]:
    """Words (runs of letters and digits, or single marks) with their pieces."""
    # The tokenizer reads UTF-8, which has no lone surrogates; the length stays the same.
    encoded = tokenizer.encode(_SURROGATES.sub("\ufffd", text), add_special_tokens=False)
    last, start, end, pieces = None, 0, 0, list[int]()
    for piece, (left, right), word in zip(
        encoded.ids, encoded.offsets, encoded.word_ids, strict=True
    ):
        if word != last:
            if pieces:
                yield start, end, pieces
            last, start, pieces = word, left, []
        pieces.append(piece)
        end = right
    if pieces:
        yield start, end, pieces


def _shape(word: str, opens: bool) -> int:
    """How a word is written; the network itself reads no case."""
    if word.isdigit():
        kind = 4
    elif not any(letter.isalnum() for letter in word):
        kind = 5
    elif not any(letter.isupper() for letter in word):
        kind = 0
    elif word.isupper():
        kind = 2 if len(word) > 1 else 6
    elif word[0].isupper() and word[1:].islower():
        kind = 1
    else:
        kind = 3
    return kind + 7 * opens


def _parts(text: str, stretch: Span) -> Iterator[Span]:
    """Cut the stretch into parts of bounded length, cut at line ends or spaces."""
    start = stretch.start
    while stretch.end - start > _STRETCH:
        stop = start + _STRETCH
        cut = max(text.rfind("\n", start, stop), text.rfind(" ", stop - 1000, stop)) + 1
        cut = cut if cut > start else stop
        yield Span(start, cut)
        start = cut
    if start < stretch.end:
        yield Span(start, stretch.end)

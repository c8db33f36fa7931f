"""A small encoder of our own: for every word, how likely it begins or goes on with a toponym.

The network (a six-layer MiniLM, fine-tuned by `training.train_encoder`; weights int8) sees word
pieces without their case, and beside them the shape of the word they come from. It knows no
gazetteer. The program does not use it yet: it moves into ``mapper/recognise`` once its answers,
stacked under the filter, measure better than the filter alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.errors import DataError
from mapper.model import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["SHAPES", "TAGS", "Encoder", "Tagged", "Window", "windows"]

TAGS = ("O", "B-LOC", "I-LOC", "B-DEM", "I-DEM")
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
_NEVER = -1e4
# Two toponyms that touch without a word between are usually one.
_TOUCHING = -0.5


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


@dataclass(frozen=True)
class Tagged:
    """What the network says about the words of an article.

    Parameters
    ----------
    words
        Spans in text order.
    tags
        Log-probabilities, shape (words, 5), in the order of `TAGS`.
    literal
        Probability that a toponym which begins at the word is meant literally, shape (words,).
    """

    words: Sequence[Span]
    tags: NDArray[np.float32]
    literal: NDArray[np.float32]

    def reach(self, span: Span) -> tuple[int, int]:
        """First word of a span, and the word after its last."""
        first = bisect_right(self.words, span.start, key=lambda word: word.end)
        return first, bisect_left(self.words, span.end, key=lambda word: word.start)

    def spans(self) -> list[tuple[Span, str]]:
        """Likeliest names with their tag (``LOC`` or ``DEM``), by Viterbi over all words."""
        found: list[tuple[Span, str]] = []
        for index, tag in enumerate(self._path()):
            if tag in (1, 3):
                found.append((self.words[index], "LOC" if tag == 1 else "DEM"))
            elif tag in (2, 4):
                span, label = found[-1]
                found[-1] = (Span(span.start, self.words[index].end), label)
        return found

    def _path(self) -> list[int]:
        import numpy as np

        if not len(self.words):
            return []
        steps = np.zeros((5, 5))
        for inside, begin in ((2, 1), (4, 3)):
            steps[:, inside] = _NEVER
            steps[[begin, inside], inside] = 0.0
            steps[[begin, inside], begin] = _TOUCHING
        best = self.tags[0].astype(float)
        best[[2, 4]] = _NEVER
        back = []
        for row in self.tags[1:]:
            options = best[:, None] + steps
            back.append(options.argmax(axis=0))
            best = options.max(axis=0) + row
        path = [int(best.argmax())]
        for pointers in reversed(back):
            path.append(int(pointers[path[-1]]))
        return path[::-1]


class Encoder:
    """The trained network, loaded once.

    Parameters
    ----------
    folder
        Holds ``encoder.onnx`` and ``tokenizer.json``.
    threads
        How many threads one call may use.

    Raises
    ------
    DataError
        If a file is missing or damaged.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(
                str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise DataError(
                f"the recognition model in {folder.name} is missing or damaged: install again"
            ) from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def tag(self, text: str, stretches: Sequence[Span]) -> Tagged:
        """Tag the words of some stretches of a text.

        Parameters
        ----------
        text
            The whole text.
        stretches
            What to read of it, in text order.
        """
        import numpy as np

        words: list[Span] = []
        tags, literal = [np.zeros((0, 5), np.float32)], [np.zeros(0, np.float32)]
        for stretch in stretches:
            for window in windows(self._tokenizer, text, stretch):
                rows, kinds = self._session.run(
                    ["tags", "literal"],
                    {
                        "pieces": np.array([window.pieces], np.int64),
                        "shapes": np.array([window.shapes], np.int64),
                    },
                )
                words += window.words
                tags.append(rows[0, window.first])
                literal.append(kinds[0, window.first])
        return Tagged(words, np.concatenate(tags), np.concatenate(literal))

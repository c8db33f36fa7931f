"""The language model: loaded once, asked for one article at a time."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from mapper.errors import DataError
from mapper.language.blocks import Block, blocks
from mapper.language.pinned import PinnedModel, read_pin
from mapper.model import Article, Entity, Parsed, Sentence, Span, Token

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["LanguageModel"]

# Blocks handed to the parser at a time: bounds memory on long texts.
_BATCH = 256
_KEPT_WORDS = 20_000
# Distances to the left are told as what is missing to 2**64.
_NEGATIVE = 1 << 63
_COLUMNS: list[int | str] = ["IDX", "LENGTH", "HEAD", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE"]


class LanguageModel:
    """spaCy's small English pipeline, checked against its pinned digests.

    Parameters
    ----------
    pin
        The model expected; the one that the program ships with if None.

    Raises
    ------
    DataError
        If the model is missing, damaged or another one.
    """

    def __init__(self, pin: PinnedModel | None = None) -> None:
        self._pin = pin or read_pin()
        self._pipeline = _load(self._pin)

    @property
    def name(self) -> str:
        """Name and version of the model, such as ``en_core_web_sm 3.8.0``."""
        return self._pin.name

    def parse(self, article: Article) -> Parsed:
        """Parse the article's body.

        Parameters
        ----------
        article
            Any text; furniture outside ``article.body`` is not looked at.

        Returns
        -------
        Parsed
            Offsets count in ``article.text``; sentences never cross a paragraph, a list item
            or a headline.
        """
        gathered = _Gathered(article)
        waiting: list[Block] = []
        for block in blocks(article):
            waiting.append(block)
            if len(waiting) == _BATCH:
                self._parse_batch(waiting, gathered)
                waiting = []
        self._parse_batch(waiting, gathered)
        return gathered.parsed()

    def _parse_batch(self, batch: list[Block], gathered: _Gathered) -> None:
        # The first words are kept, the common ones among them. Then the zone frees those of a
        # batch again: a long run does not grow.
        full = len(self._pipeline.vocab) > _KEPT_WORDS
        with self._pipeline.memory_zone() if full else nullcontext():
            docs = self._pipeline.pipe((block.text for block in batch), batch_size=64)
            for block, doc in zip(batch, docs, strict=True):
                gathered.add(block, doc)


class _Gathered:
    """What has been parsed of an article so far."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._tokens: list[Token] = []
        self._sentences: list[Sentence] = []
        self._entities: list[Entity] = []
        # One string for each word, lemma and label, however often it comes.
        self._words: dict[str, str] = {}
        self._labels: dict[int, str] = {}

    def add(self, block: Block, doc: Doc) -> None:
        """Append the tokens, sentences and entities of a parsed block."""
        rows = self._rows(doc)
        for sentence in doc.sents:
            number, first = len(self._sentences), len(self._tokens)
            for row in rows[sentence.start : sentence.end]:
                self._add_token(block, number, row)
            span = Span(self._tokens[first].start, self._tokens[-1].end)
            self._sentences.append(Sentence(number, span, first, len(self._tokens)))
        for entity in doc.ents:
            span = block.span(entity.start_char, entity.end_char)
            self._entities.append(Entity(span, entity.label_))

    def _rows(self, doc: Doc) -> list[list[int]]:
        """Numbers of `_COLUMNS` by token; asking each token for its parts takes several times."""
        table: NDArray[np.uint64] = doc.to_array(_COLUMNS)  # type: ignore[assignment]
        for label in set(table[:, 3:].ravel().tolist()) - self._labels.keys():
            self._labels[label] = doc.vocab.strings[label]
        rows: list[list[int]] = table.tolist()
        return rows

    def _add_token(self, block: Block, sentence: int, row: list[int]) -> None:
        at, length, head, *labels = row
        start, end = block.origin[at], block.origin[at + length - 1] + 1
        written = self._article.text[start:end]
        index = len(self._tokens)
        lemma, pos, tag, dep, entity = map(self._labels.__getitem__, labels)
        self._tokens.append(
            Token(
                index=index,
                start=start,
                end=end,
                text=self._words.setdefault(written, written),
                lemma=lemma,
                pos=pos,
                tag=tag,
                dep=dep,
                head=index + (head if head < _NEGATIVE else head - 2 * _NEGATIVE),
                sentence=sentence,
                entity=entity,
            )
        )

    def parsed(self) -> Parsed:
        """All of it, frozen."""
        return Parsed(
            self._article, tuple(self._tokens), tuple(self._sentences), tuple(self._entities)
        )


def _load(pin: PinnedModel) -> Language:
    home = pin.directory()
    try:
        import spacy

        from mapper.language.products import multiply_by_numpy
        from mapper.language.rules import remember_rules

        return remember_rules(multiply_by_numpy(spacy.load(home, exclude=["senter"])))
    except (ImportError, OSError, ValueError) as error:
        raise DataError(
            f"the language model {pin.name} does not load: pip install {pin.requirement}"
        ) from error

"""The language model: loaded once, asked for one article at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.errors import DataError
from mapper.language.blocks import Block, blocks
from mapper.language.pinned import PinnedModel, read_pin
from mapper.model import Article, Entity, Parsed, Sentence, Span, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as DocSpan

__all__ = ["LanguageModel"]

# Blocks handed to the parser at a time: bounds memory on long texts.
_BATCH = 256


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
        # The zone frees the words of this batch again: a long run does not grow.
        with self._pipeline.memory_zone():
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
        # One string for each word, however often it comes.
        self._words: dict[str, str] = {}

    def add(self, block: Block, doc: Doc) -> None:
        """Append the tokens, sentences and entities of a parsed block."""
        shift = len(self._tokens)
        for sentence in doc.sents:
            self._add_sentence(block, sentence, shift)
        for entity in doc.ents:
            span = block.span(entity.start_char, entity.end_char)
            self._entities.append(Entity(span, entity.label_))

    def _add_sentence(self, block: Block, sentence: DocSpan, shift: int) -> None:
        number, first = len(self._sentences), len(self._tokens)
        share = self._words.setdefault
        for word in sentence:
            span = block.span(word.idx, word.idx + len(word))
            written = self._article.text[span.start : span.end]
            self._tokens.append(
                Token(
                    index=shift + word.i,
                    start=span.start,
                    end=span.end,
                    text=share(written, written),
                    lemma=share(word.lemma_, word.lemma_),
                    pos=word.pos_,
                    tag=word.tag_,
                    dep=word.dep_,
                    head=shift + word.head.i,
                    sentence=number,
                    entity=word.ent_type_,
                )
            )
        span = Span(self._tokens[first].start, self._tokens[-1].end)
        self._sentences.append(Sentence(number, span, first, len(self._tokens)))

    def parsed(self) -> Parsed:
        """All of it, frozen."""
        return Parsed(
            self._article, tuple(self._tokens), tuple(self._sentences), tuple(self._entities)
        )


def _load(pin: PinnedModel) -> Language:
    home = pin.directory()
    try:
        import spacy

        return spacy.load(home, exclude=["senter"])
    except (ImportError, OSError, ValueError) as error:
        raise DataError(
            f"the language model {pin.name} does not load: pip install {pin.requirement}"
        ) from error

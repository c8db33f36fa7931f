"""Every stretch of the text that might be the name of a place.

Generous on purpose: what the tagger saw as any name, what the gazetteer knows, and what is
merely written with a capital letter. A trained filter decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gazetteer import Gazetteer, Match
from mapper.model import Parsed, Sentence, Span, Token
from mapper.recognise.encoded import heard_spans
from mapper.recognise.words import AREA_NOUNS, CONNECTORS, FACILITY_NOUNS, WATER_NOUNS

__all__ = ["CandidateSpan", "NameBook", "candidate_spans", "is_pair"]

_LONGEST = 7
_MOST_MATCHES = 60
_LAST_NOUNS = AREA_NOUNS | WATER_NOUNS | FACILITY_NOUNS
_LABELS = frozenset(
    {"GPE", "LOC", "FAC", "NORP", "ORG", "PERSON", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"}
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# "U.S.-led" is one word to the tokenizer.
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}(?=[-–/])")
_PAIR = re.compile(
    r".+ and .+ (?:province|region|governorate|department|state|district|county)", re.IGNORECASE
)
_DIVISIONS = frozenset({"ADM1", "ADM2"})
# Spellings of one name.
_FEW, _SAME = 3, 0.9
_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(frozen=True, slots=True)
class CandidateSpan:
    """A stretch that might be a toponym.

    Parameters
    ----------
    span
        Where it stands in the article.
    first, last
        Indices of its first token and of the token after its last.
    name
        The words, white space straightened: what the gazetteer is asked.
    label
        The tagger's label where it saw exactly this stretch as a name, else empty.
    """

    span: Span
    first: int
    last: int
    name: str
    label: str


class NameBook:
    """What the gazetteer says about the names of one article, each asked once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._known: dict[str, bool] = {}
        self._matches: dict[str, tuple[Match, ...]] = {}

    def knows(self, name: str) -> bool:
        """Whether a place bears this name."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._gazetteer.knows(self._key(name))
        return found

    def _key(self, name: str) -> str:
        """Find under which name a pair is held: "Sistan and Balochistan Province" is one."""
        if " and " not in name or self._gazetteer.knows(name):
            return name
        pair = name.rpartition(" ")[0] if _PAIR.fullmatch(name) else name
        for match in self._gazetteer.lookup(pair, fuzzy=True, limit=_FEW):
            division = match.place.feature_code in _DIVISIONS
            if division and match.likeness >= _SAME and " and " in match.name.text:
                return match.name.text
        return name

    def matches(self, name: str) -> tuple[Match, ...]:
        """Find the places that bear this name, best first, the many of a common one cut short."""
        found = self._matches.get(name)
        if found is None:
            found = ()
            if self.knows(name):
                found = self._gazetteer.lookup(self._key(name), limit=_MOST_MATCHES)
            self._matches[name] = found
        return found


def is_pair(name: str, book: NameBook) -> bool:
    """Whether a name with "and" is a division's: "Sistan and Balochistan" is not two places.

    "Australia and New Zealand" mostly is two, although a region is called so.
    """
    codes = (m.place.feature_code for m in book.matches(name)) if " and " in name else ()
    return any(code in _DIVISIONS for code in codes)


def plain(text: str) -> str:
    """Straighten white space and drop what no reader sees."""
    return " ".join(_INVISIBLE.sub("", text).split())


def candidate_spans(parsed: Parsed, book: NameBook) -> tuple[CandidateSpan, ...]:
    """Collect the stretches, in text order, each once."""
    found: dict[tuple[int, int], CandidateSpan] = {}
    text = parsed.article.text

    def add(first: int, last: int, label: str = "") -> None:
        if first >= last:
            return
        span = Span(parsed.tokens[first].start, parsed.tokens[last - 1].end)
        known = found.get((span.start, span.end))
        if known is None or (label and not known.label):
            name = plain(text[span.start : span.end])
            found[span.start, span.end] = CandidateSpan(span, first, last, name, label)

    for first, last, label in _entities(parsed):
        add(first, last, label)
    for sentence in parsed.sentences:
        tokens = parsed.tokens[sentence.first : sentence.last]
        for first, last in _known_names(parsed, sentence, book):
            add(first, last)
        for first, last in _capitalised(tokens):
            add(first, last)
    for token in parsed.tokens:
        if initials := _INITIALS.match(token.text):
            span = Span(token.start, token.start + initials.end())
            found[span.start, span.end] = CandidateSpan(
                span, token.index, token.index + 1, initials.group(), ""
            )
    for heard in heard_spans(parsed):
        inside = parsed.tokens_in(heard)
        if not inside:
            continue
        opening, closing = inside[0], inside[-1]
        # "U.S." is four words to the encoder and one to the parser, "anti-Iran" the other way.
        if heard.start == opening.start and text[heard.end : closing.end] in ("", "."):
            add(opening.index, closing.index + 1)
        elif (heard.start, heard.end) not in found:
            name = plain(text[heard.start : heard.end])
            own = CandidateSpan(heard, opening.index, closing.index + 1, name, "")
            found[heard.start, heard.end] = own
    return tuple(sorted(found.values(), key=lambda c: (c.span.start, -c.span.end)))


def _entities(parsed: Parsed) -> Iterator[tuple[int, int, str]]:
    """Take the tagger's names without article, possessive and stray marks."""
    for entity in parsed.entities:
        if entity.label not in _LABELS:
            continue
        inside = parsed.tokens_in(entity.span)
        first, last = inside[0].index, inside[-1].index + 1
        whole = (first, last)
        while first < last and (
            parsed.tokens[first].text.lower() in _ARTICLES or not _wordy(parsed.tokens[first])
        ):
            first += 1
        while last > first and (
            parsed.tokens[last - 1].tag == "POS" or not _wordy(parsed.tokens[last - 1])
        ):
            last -= 1
        yield first, last, entity.label
        if whole != (first, last) and whole[0] + 1 == first:
            # The Hague, The Gambia: the article may be part of the name.
            yield whole[0], last, entity.label


def _known_names(parsed: Parsed, sentence: Sentence, book: NameBook) -> Iterator[tuple[int, int]]:
    tokens = parsed.tokens
    text = parsed.article.text
    for first in range(sentence.first, sentence.last):
        if not _opens(tokens, first, sentence.last):
            continue
        for last in range(first + 1, min(first + _LONGEST, sentence.last) + 1):
            end = tokens[last - 1]
            if _capital(end) or (
                last > first + 1 and (end.lemma.lower() in _LAST_NOUNS or end.text.isdigit())
            ):
                if book.knows(plain(text[tokens[first].start : end.end])):
                    yield first, last
            elif end.text.lower() not in CONNECTORS and not _particle(tokens, last - 1):
                break


def _opens(tokens: tuple[Token, ...], index: int, stop: int) -> bool:
    """Whether a name may begin here: a capital, or a particle such as al- before one."""
    if _capital(tokens[index]):
        return True
    return _particle(tokens, index) and index + 2 < stop and _capital(tokens[index + 2])


def _particle(tokens: tuple[Token, ...], index: int) -> bool:
    following = tokens[index + 1].text if index + 1 < len(tokens) else ""
    return following == "-" and tokens[index].text.isalpha() and len(tokens[index].text) <= 3


def _capitalised(tokens: tuple[Token, ...]) -> Iterator[tuple[int, int]]:
    """Longest runs of capitalised words; at a sentence's start also without the first."""
    run: list[Token] = []
    for token in (*tokens, None):
        if token is not None and _capital(token) and token.pos not in {"PRON", "DET"}:
            run.append(token)
            continue
        if run:
            yield run[0].index, run[-1].index + 1
            if len(run) > 1 and run[0].index == tokens[0].index:
                yield run[1].index, run[-1].index + 1
        run = []


def _capital(token: Token) -> bool:
    text = token.text.lstrip("'’‘`ʻʼ")
    return text[:1].isupper() or text[:1].istitle()


def _wordy(token: Token) -> bool:
    return any(letter.isalnum() for letter in token.text)

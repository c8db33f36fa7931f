"""Tells literal from metonymic: is the place meant, or a government, team or institution.

Two small models over the dependency parse: a linear one that knows words ("subject of deny",
"modifies ministry"), and trees that weigh its verdict against what kind of place it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from mapper.errors import DataError
from mapper.model import Parsed, Span, Token
from mapper.recognise.candidates import CandidateSpan
from mapper.recognise.words import (
    AREA_NOUNS,
    FACILITY_NOUNS,
    GROUND_VERBS,
    INSTITUTION_NOUNS,
    ORGANISATION_NOUNS,
    PART_NOUNS,
    PARTY_WORDS,
    PLACE_PREPOSITIONS,
    RELATIONAL_NOUNS,
    STRIKE_VERBS,
    WATER_NOUNS,
)

__all__ = ["WordModel", "clues", "is_ground", "is_party", "kind_features"]

_GENERIC = AREA_NOUNS | WATER_NOUNS | FACILITY_NOUNS
_TOWARDS = frozenset({"between", "with", "against", "toward", "towards"})
_WORD_CLASSES = (
    ("institution", INSTITUTION_NOUNS),
    ("relation", RELATIONAL_NOUNS),
    ("ground", _GENERIC),
    ("organisation", ORGANISATION_NOUNS),
)
_DEPS = (
    "nsubj",
    "nsubjpass",
    "dobj",
    "pobj",
    "poss",
    "compound",
    "appos",
    "npadvmod",
    "ROOT",
    "nmod",
)
_KINDS = (
    "g_country",
    "g_capital",
    "g_division",
    "g_seat",
    "g_population",
    "g_class_H",
    "g_class_P",
    "g_class_S",
)
_PREPOSITIONS = (
    "in",
    "at",
    "near",
    "from",
    "to",
    "of",
    "on",
    "by",
    "with",
    "against",
    "for",
    "between",
    "into",
)
_NONE = (*(f"k_{dep}" for dep in _DEPS), *(f"k_prep_{word}" for word in _PREPOSITIONS))


class WordModel:
    """Logistic regression over clues in words.

    Parameters
    ----------
    path
        JSON with ``bias`` and ``weights`` (clue to weight, positive for metonymic).
    """

    def __init__(self, path: Path) -> None:
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            self._bias = float(stored["bias"])
            self._weights: dict[str, float] = dict(stored["weights"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataError(
                f"the model {path.name} is missing or damaged: install again"
            ) from error

    def margin(self, found: Sequence[str]) -> float:
        """Log-odds that a mention with these clues is metonymic."""
        return self._bias + sum(self._weights.get(clue, 0.0) for clue in found)


def _first_conjunct(parsed: Parsed, token: Token) -> Token:
    """Of "in Baku and Ganja" Ganja does what Baku does."""
    for _ in range(8):
        if token.dep not in {"conj", "appos"} or token.head == token.index:
            break
        above = parsed.tokens[token.head]
        if above.pos not in {"PROPN", "NOUN"} or (token.dep == "appos" and above.pos != "PROPN"):
            break
        token = above
    return token


def clues(parsed: Parsed, candidate: CandidateSpan) -> tuple[str, ...]:
    """Tell in words what a name does in its sentence.

    Parameters
    ----------
    parsed
        The article's grammar.
    candidate
        The toponym.

    Returns
    -------
    tuple[str, ...]
        Such as ``nsubj`` and ``nsubj>deny``.
    """
    head = parsed.head_of(candidate.span)
    if head is None:
        return ()
    own = head
    head = _first_conjunct(parsed, head)
    governor = parsed.tokens[head.head]
    found = [f"dep={head.dep}", f"owndep={own.dep}"]
    if head.dep == "pobj" or governor.pos == "ADP":
        above = parsed.tokens[governor.head]
        found += [
            f"prep={governor.lemma}",
            f"prep={governor.lemma}<{above.pos}",
            f"over={above.lemma}",
            f"prep={governor.lemma}<{above.lemma}",
        ]
    else:
        found += [
            f"{head.dep}>{governor.lemma}",
            f"gov={governor.lemma}",
            f"govpos={head.dep}>{governor.pos}",
        ]
        if head.dep in {"poss", "compound", "nmod", "amod"}:
            top = parsed.tokens[governor.head]
            found += [f"then={governor.dep}", f"then={governor.dep}>{top.lemma}"]
    found += [f"{clue}#{kind}" for clue, noun in _nouns(parsed, head) for kind in _classes(noun)]
    found += _around(parsed, candidate)
    return tuple(found)


def is_party(parsed: Parsed, span: Span) -> bool:
    """Whether a name is one side of talks, a war or a treaty: no training text says so often.

    Examples are "relations between X and Y", "the ceasefire with X".
    """
    head = parsed.head_of(span)
    if head is None:
        return False
    preposition = parsed.tokens[_first_conjunct(parsed, head).head]
    above = parsed.tokens[preposition.head]
    return preposition.lemma.lower() in _TOWARDS and above.lemma.lower() in PARTY_WORDS


def is_ground(parsed: Parsed, span: Span, row: Mapping[str, float]) -> bool:
    """Whether the sentence can only mean the place itself: "shelled X", "the outskirts of X".

    Parameters
    ----------
    parsed
        The article's grammar.
    span
        The toponym.
    row
        Its features from the filter: a country or a capital may be struck by words, too.
    """
    head = parsed.head_of(span)
    if head is None:
        return False
    head = _first_conjunct(parsed, head)
    governor = parsed.tokens[head.head]
    if head.dep in {"dobj", "nsubjpass"}:
        verb = governor.lemma.lower()
        state = row["g_country"] > 0 or row["g_capital"] > 0
        return verb in GROUND_VERBS or (verb in STRIKE_VERBS and not state)
    above = parsed.tokens[governor.head]
    return governor.lemma.lower() == "of" and above.lemma.lower() in PART_NOUNS


def _nouns(parsed: Parsed, head: Token) -> list[tuple[str, str]]:
    """List the words that govern a name, each with how it does."""
    governor = parsed.tokens[head.head]
    if governor.pos == "ADP":
        above = parsed.tokens[governor.head]
        top = parsed.tokens[above.head]
        return [(f"prep={governor.lemma}", above.lemma), (f"prep={governor.lemma}<<", top.lemma)]
    return [(head.dep, governor.lemma), (f"{head.dep}<", parsed.tokens[governor.head].lemma)]


def _classes(lemma: str) -> list[str]:
    word = lemma.lower()
    return [name for name, members in _WORD_CLASSES if word in members]


def _around(parsed: Parsed, candidate: CandidateSpan) -> list[str]:
    tokens = parsed.tokens
    sentence = parsed.sentences[tokens[candidate.first].sentence]

    def word(index: int) -> str:
        inside = sentence.first <= index < sentence.last
        return tokens[index].text.lower() if inside else "<>"

    def shape(index: int) -> str:
        inside = sentence.first <= index < sentence.last
        return tokens[index].tag if inside else "<>"

    before, after = word(candidate.first - 1), word(candidate.last)
    next_tag, second_tag = shape(candidate.last), shape(candidate.last + 1)
    found = [
        f"-1={before}", f"+1={after}", f"-1t={shape(candidate.first - 1)}", f"+1t={next_tag}",
        f"+2={word(candidate.last + 1)}", f"-2={word(candidate.first - 2)}",
        f"+1t+2t={next_tag},{second_tag}", f"pair={before},{after}",
    ]  # fmt: skip
    if after in {"-", "–"}:
        found.append(f"hyphen+{word(candidate.last + 1)}")
    if after in {"'s", "’s", "'", "’"}:
        found.append("possessive")
    return found


def kind_features(
    parsed: Parsed, candidate: CandidateSpan, row: Mapping[str, float], margin: float
) -> dict[str, float]:
    """Describe a toponym for the trees.

    Parameters
    ----------
    parsed
        The article's grammar.
    candidate
        The toponym.
    row
        Its features from the filter.
    margin
        The word model's log-odds.
    """
    own = parsed.head_of(candidate.span)
    if own is None:
        own = parsed.tokens[candidate.first]
    head = _first_conjunct(parsed, own)
    governor = parsed.tokens[head.head]
    preposition = governor.lemma if governor.pos == "ADP" else ""
    found = dict.fromkeys(_NONE, 0.0)
    if head.dep in _DEPS:
        found[f"k_{head.dep}"] = 1.0
    if preposition in _PREPOSITIONS:
        found[f"k_prep_{preposition}"] = 1.0
    found.update({name: row[name] for name in _carried(tuple(row))})
    found.update(
        k_words=margin,
        k_institution=float(governor.lemma.lower() in INSTITUTION_NOUNS),
        k_relation=float(parsed.tokens[governor.head].lemma.lower() in RELATIONAL_NOUNS),
        k_over_institution=float(parsed.tokens[governor.head].lemma.lower() in INSTITUTION_NOUNS),
        k_place_preposition=float(preposition in PLACE_PREPOSITIONS),
        k_conjunct=float(own.index != head.index),
        k_governor_verb=float(governor.pos in {"VERB", "AUX"}),
        k_governor_noun=float(governor.pos == "NOUN"),
        k_governor_proper=float(governor.pos == "PROPN"),
        k_governor_generic=float(governor.text.lower() in _GENERIC),
        k_position=candidate.span.start / max(1, len(parsed.article.text)),
        k_tokens=float(candidate.last - candidate.first),
        k_share=_share(parsed, candidate.span),
    )
    return found


@lru_cache(maxsize=4)
def _carried(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the filter's numbers, the same for all, that tell the kind of a name, too."""
    own = (name for name in names if name.startswith(("w_", "n_is", "c_", "e_")))
    return (*_KINDS, *own)


def _share(parsed: Parsed, span: Span) -> float:
    """How far into its sentence a name stands, 0 to 1."""
    sentence = parsed.sentence_of(span)
    if sentence is None:
        return 0.0
    length = sentence.span.end - sentence.span.start
    return (span.start - sentence.span.start) / max(1, length)

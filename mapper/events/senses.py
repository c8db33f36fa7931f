"""Who does what to whom, by sorts: a river that cuts a road, a crowd that cuts a road."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from mapper.errors import DataError
from mapper.grammar import Grammar, lemma

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mapper.events.triggers import Trigger
    from mapper.model import Token

__all__ = ["Senses", "sense_clues", "senses", "sorts_of"]

_NONE = frozenset[str]()
# What a name stands for whose noun is of no known sort.
_NAMED = {
    "PERSON": frozenset(["name"]),
    "GPE": frozenset(["state"]),
    "NORP": frozenset(["state"]),
    "ORG": frozenset(["body_name"]),
    "LOC": frozenset(["land"]),
    "FAC": frozenset(["site"]),
}
_PRONOUN = frozenset(["pronoun"])
_VERBS = frozenset(["VERB", "AUX"])
_NAMING = frozenset(["NOUN", "PROPN", "ADJ"])
_Parts = dict[str, set[str]]


@dataclass(frozen=True, slots=True)
class Senses:
    """The data file: sorts by noun and by verb."""

    nouns: Mapping[str, frozenset[str]]
    verbs: Mapping[str, frozenset[str]]


@cache
def senses() -> Senses:
    """Read the data file that is shipped beside this module.

    Raises
    ------
    DataError
        If the file is missing or damaged.
    """
    try:
        raw = tomllib.loads(files("mapper.events").joinpath("senses.toml").read_text("utf-8"))
        return Senses(_by_word(raw["nouns"]), _by_word(raw["verbs"]))
    except (OSError, KeyError, ValueError, AttributeError) as error:
        raise DataError(f"the sorts of words are damaged ({error}); install again") from error


def _by_word(sorts: Mapping[str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, words in sorts.items():
        for word in words.split():
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


def sense_clues(grammar: Grammar, trigger: Trigger) -> dict[str, float]:
    """Describe an event by the sorts of its words.

    Parameters
    ----------
    grammar
        The parsed article.
    trigger
        The trigger with what it has absorbed.

    Returns
    -------
    dict of float
        ``part~sort``: `part` is who does it, to what, the verb, a preposition, the noun that tells
        it, the whole clause or sentence; ``sort>part~sort`` for the verb (or the frame) with who
        does it and to what; ``sort>>sort`` for these two.
    """
    parts = _parts(grammar, trigger)
    row = {f"{part}~{sort}": 1.0 for part, sorts in parts.items() for sort in sorts}
    doers, done = parts.get("doer", _NONE), parts.get("done", _NONE)
    for told in (*parts.get("verb", _NONE), f"f_{trigger.frame.name}"):
        row |= {f"{told}>doer~{sort}": 1.0 for sort in doers}
        row |= {f"{told}>done~{sort}": 1.0 for sort in done}
    row |= {f"{first}>>{other}": 1.0 for first in doers for other in done}
    return row


def _parts(grammar: Grammar, trigger: Trigger) -> _Parts:
    token = trigger.support or trigger.token
    others = [word for other in trigger.absorbed for word in other.tokens()]
    parts: _Parts = {}
    first = True
    for word in dict.fromkeys([token, trigger.token, *others]):
        if word.pos in _VERBS:
            _verb(grammar, word, "" if first else "also_", parts)
            first = False
        else:
            _noun(grammar, word, parts)
    sentence = grammar.parsed.sentences[token.sentence]
    _put(parts, "clause", _told(grammar.clause_tokens(token)))
    _put(parts, "sentence", _told(grammar.parsed.tokens[sentence.first : sentence.last]))
    return parts


def _told(words: Iterable[Token]) -> Iterable[frozenset[str]]:
    known = senses().nouns
    return (known.get(lemma(word), _NONE) for word in words if word.pos in _NAMING)


def _put(parts: _Parts, part: str, sorts: Iterable[frozenset[str]]) -> None:
    found = _NONE.union(*sorts)
    if found:
        parts.setdefault(part, set()).update(found)


def _verb(grammar: Grammar, verb: Token, before: str, parts: _Parts) -> None:
    _put(parts, f"{before}doer", (sorts_of(grammar, n) for n in grammar.agents(verb)))
    _put(parts, f"{before}done", (sorts_of(grammar, n) for n in grammar.patients(verb)))
    _put(parts, f"{before}verb", [senses().verbs.get(lemma(verb), _NONE)])
    for prep in grammar.kids(verb, "prep", "agent"):
        part = f"{before}prep" if before else lemma(prep)
        _put(parts, part, (sorts_of(grammar, n) for n in grammar.kids(prep, "pobj")))


def _noun(grammar: Grammar, noun: Token, parts: _Parts) -> None:
    _put(parts, "noun", [sorts_of(grammar, noun)])
    known = senses().nouns
    kids = grammar.kids(noun, "compound", "amod", "nmod", "poss")
    _put(parts, "mod", (known.get(lemma(kid), _NONE) for kid in kids))
    for prep in grammar.kids(noun, "prep", "agent"):
        _put(parts, f"n_{lemma(prep)}", (sorts_of(grammar, n) for n in grammar.kids(prep, "pobj")))


def sorts_of(grammar: Grammar, noun: Token) -> frozenset[str]:
    """Give the sorts of a noun phrase.

    Those of its heads, else of what stands before them ("a *bomb* squad"), else of the name that
    it is.
    """
    if noun.pos == "PRON":
        return _PRONOUN
    known = senses().nouns
    found = _NONE.union(*(known.get(word, _NONE) for word in grammar.heads(noun)))
    if not found:
        kids = grammar.kids(noun, "compound", "amod", "nmod")
        found = _NONE.union(*(known.get(lemma(kid), _NONE) for kid in kids))
    return found or _NAMED.get(noun.entity, _NONE)

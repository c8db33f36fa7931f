"""What a clause amounts to among PLOVER's types, by rule: verb and object, modal, verb above."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from mapper.errors import DataError
from mapper.grammar import Grammar, lemma

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.model import Token

__all__ = ["Acts", "acts", "construed", "deed"]

_HIGHEST = 5
_COMPLEMENTS = frozenset(
    ["xcomp", "ccomp", "pcomp", "acl", "advcl", "dobj", "pobj", "acomp", "conj"]
)


@dataclass(frozen=True, slots=True)
class Construction:
    """A verb with its company, and the type that they amount to."""

    verbs: frozenset[str]
    objects: frozenset[str]
    subjects: frozenset[str]
    type: str


@dataclass(frozen=True, slots=True)
class Acts:
    """The data file: lists by lemma, constructions in their order, words of mode."""

    lists: dict[str, tuple[str, ...]]
    constructions: tuple[Construction, ...]
    modes: dict[str, frozenset[str]]


@cache
def acts() -> Acts:
    """Read the data file that is shipped beside this module.

    Raises
    ------
    DataError
        If the file is missing or damaged.
    """
    try:
        raw = tomllib.loads(files("mapper.events").joinpath("plover.toml").read_text("utf-8"))
        lists: dict[str, list[str]] = {}
        for name, words in raw["acts"].items():
            for word in words.split():
                lists.setdefault(word, []).append(name)
        constructions = tuple(
            Construction(
                frozenset(row["verbs"].split()),
                frozenset(row.get("objects", "").split()),
                frozenset(row.get("subjects", "").split()),
                row["type"],
            )
            for row in raw["constructions"]
        )
        modes = {name: frozenset(words.split()) for name, words in raw["modes"].items()}
    except (OSError, KeyError, ValueError, AttributeError) as error:
        raise DataError(f"plover.toml is damaged ({error}); reinstall the package") from error
    return Acts({word: tuple(names) for word, names in lists.items()}, constructions, modes)


def deed(grammar: Grammar, verb: Token) -> str:
    """Give the type that a verb and its company amount to; empty if none is known."""
    word = lemma(verb)
    objects: set[str] | None = None
    for rule in acts().constructions:
        if word not in rule.verbs:
            continue
        if objects is None:
            objects = _company(grammar, verb)
        if rule.objects and not rule.objects & objects:
            continue
        if rule.subjects and not rule.subjects & _doers(grammar, verb):
            continue
        return rule.type
    return ""


def _company(grammar: Grammar, verb: Token) -> set[str]:
    """Lemmas of the objects and of what hangs on prepositions and particles, with their nouns."""
    found: set[str] = set()
    for noun in grammar.patients(verb):
        found |= {lemma(t) for t in grammar.parsed.subtree(noun)}
    for kid in grammar.parsed.children(verb):
        if kid.dep in ("prt", "prep", "advmod"):
            found.add(lemma(kid))
        if kid.dep == "prep":
            for noun in grammar.kids(kid, "pobj"):
                found |= grammar.heads(noun)
                found.add(lemma(noun))
        if kid.dep in ("attr", "dative", "oprd"):
            found.add(lemma(kid))
    return found


def _doers(grammar: Grammar, verb: Token) -> set[str]:
    found: set[str] = set()
    for noun in grammar.subjects(verb):
        found |= grammar.heads(noun)
        found.add(lemma(noun))
    return found


def construed(grammar: Grammar, token: Token, noun: str = "") -> str:
    """Give the type of what is told with a word: of the highest word that makes it one.

    "demanded that they withdraw" is a demand, "would not withdraw" a refusal, "will withdraw" an
    intent, "threatened to withdraw" a threat, whatever the deed.
    """
    own = deed(grammar, token) or noun or _below(grammar, token)
    modes = acts().modes
    chain = [token, *_above(grammar, token)]
    for low, verb in reversed(list(enumerate(chain))):
        word = lemma(verb)
        content = own if low == 0 else own or deed(grammar, token)
        below = low > 0 or bool(_deep(grammar, verb))
        if word in modes["threaten"] and below:
            return "THREATEN"
        if word in modes["refuse"] and below:
            return "REJECT"
        if word in modes["demand"] and below:
            return "REQUEST"
        if word in modes["accuse"]:
            return "ACCUSE"
        kids = list(grammar.parsed.children(verb))
        helpers = {lemma(k) for k in kids if k.dep == "aux"} | {
            k.text.lower() for k in kids if k.dep == "aux"
        }
        negated = any(k.dep == "neg" for k in kids)
        if negated and helpers & (modes["will"] | modes["may"] | {"can"}):
            return "REJECT"
        if helpers & modes["must"]:
            return "REQUEST"
        ready = {lemma(k) for k in kids if k.dep in ("acomp", "attr", "oprd")}
        intends = bool(helpers & (modes["will"] | modes["may"])) or bool(
            ready & modes["intent_adjectives"]
        )
        if intends or (word in modes["intent"] and below):
            if negated:
                return "REJECT"
            if content in modes["harsh"]:
                return "THREATEN"
            return "AGREE"
    return own


def _deep(grammar: Grammar, verb: Token) -> list[Token]:
    """Clauses that hang on a verb, also by an adjective ("is ready to")."""
    found = grammar.kids(verb, "xcomp", "ccomp", "pcomp")
    for kid in grammar.kids(verb, "acomp", "attr", "oprd", "prep", "dobj"):
        found += grammar.kids(kid, "xcomp", "ccomp", "pcomp", "acl")
    return found


def _below(grammar: Grammar, verb: Token) -> str:
    """Type of the first deed that hangs on a verb without one of its own."""
    for kid in _deep(grammar, verb):
        found = deed(grammar, kid)
        if found:
            return found
    return ""


def _above(grammar: Grammar, token: Token) -> Iterator[Token]:
    """Verbs and adjectives whose complement a word is, lowest first."""
    here = token
    for _ in range(_HIGHEST):
        if here.head == here.index or here.dep not in _COMPLEMENTS:
            return
        here = grammar.parsed.tokens[here.head]
        if here.pos in ("VERB", "AUX", "ADJ"):
            yield here

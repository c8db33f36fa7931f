"""The words that name events: a data file, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from mapper.errors import DataError
from mapper.model import Category, EventType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Frame", "Lexicon", "Pattern", "lexicon"]


_NO_CLASS = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Frame:
    """A kind of event.

    Parameters
    ----------
    name
        As in the data file.
    category, event_type, acled_type, acled_sub_type
        What it is coded as.
    weight
        Prior probability that its mention in the news is an incident.
    physical
        Whether it happens on the ground (else it is talk, law or diplomacy).
    """

    name: str
    category: Category
    event_type: EventType
    acled_type: str
    acled_sub_type: str
    weight: float
    physical: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """A verb whose company decides what it means."""

    verbs: frozenset[str]
    objects: frozenset[str]
    subjects: frozenset[str]
    frame: str
    closing: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The data file in a form that is quick to ask."""

    frames: Mapping[str, Frame]
    verbs: Mapping[str, str]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    nouns: Mapping[str, str]
    classes: Mapping[str, frozenset[str]]
    by_word: Mapping[str, frozenset[str]]
    patterns: tuple[Pattern, ...]
    cues: Mapping[str, frozenset[str]]

    def is_a(self, word: str, *names: str) -> bool:
        """Whether a lemma belongs to one of the named classes."""
        return not self.classes_of(word).isdisjoint(names)

    def classes_of(self, word: str) -> frozenset[str]:
        """Names of the classes that a lemma belongs to."""
        return self.by_word.get(word, _NO_CLASS)

    def is_any(self, words: Iterable[str], *names: str) -> bool:
        """Whether one of some lemmas belongs to one of the named classes."""
        return any(self.is_a(word, *names) for word in words)

    def cue(self, word: str, *names: str) -> bool:
        """Whether a lemma belongs to one of the named lists of cues."""
        return any(word in self.cues[name] for name in names)


def _frame(name: str, row: dict[str, object]) -> Frame:
    acled = row.get("acled", ["", ""])
    assert isinstance(acled, list)
    return Frame(
        name=name,
        category=Category(str(row["category"])),
        event_type=EventType(str(row["plover"])),
        acled_type=str(acled[0]),
        acled_sub_type=str(acled[1]),
        weight=float(str(row["weight"])),
        physical=bool(row.get("physical", False)),
    )


def _expand(text: str, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    words: set[str] = set()
    for word in text.split():
        words |= classes[word[1:]] if word.startswith("@") else {word}
    return frozenset(words)


_Phrases = dict[str, list[tuple[tuple[str, ...], str]]]


def _words_of(
    rows: Mapping[str, Mapping[str, str]],
) -> tuple[dict[str, str], dict[str, str], _Phrases]:
    """Give the frames of verbs, of nouns, and of verbs in company; the first frame has a word."""
    verbs: dict[str, str] = {}
    nouns: dict[str, str] = {}
    phrases: _Phrases = {}
    for name, row in rows.items():
        for word in row.get("verbs", "").split():
            first, *rest = word.split("_")
            if rest:
                phrases.setdefault(first, []).append((tuple(rest), name))
            else:
                verbs.setdefault(first, name)
        for word in row.get("nouns", "").split():
            nouns.setdefault(word, name)
    return verbs, nouns, phrases


def _by_word(classes: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for name, words in classes.items():
        for word in words:
            names.setdefault(word, set()).add(name)
    return {word: frozenset(found) for word, found in names.items()}


@cache
def lexicon() -> Lexicon:
    """Read the lexicon that is shipped beside this module.

    Returns
    -------
    Lexicon
        Always the same object.

    Raises
    ------
    DataError
        If the file is missing or damaged.
    """
    try:
        raw = tomllib.loads(files("mapper.events").joinpath("lexicon.toml").read_text("utf-8"))
        frames = {name: _frame(name, row) for name, row in raw["frames"].items()}
        classes = {name: frozenset(words.split()) for name, words in raw["classes"].items()}
        verbs, nouns, phrases = _words_of(raw["frames"])
        patterns = tuple(
            Pattern(
                verbs=frozenset(row["verbs"].split()),
                objects=_expand(row.get("objects", ""), classes),
                subjects=_expand(row.get("subjects", ""), classes),
                frame=row["frame"],
                closing=row.get("closing", ""),
            )
            for row in raw["patterns"]
        )
        cues = {name: frozenset(words.split()) for name, words in raw["cues"].items()}
    except (OSError, KeyError, ValueError, AttributeError) as error:
        raise DataError(f"the event lexicon is damaged ({error}); reinstall the package") from error
    return Lexicon(
        frames=MappingProxyType(frames),
        verbs=MappingProxyType(verbs),
        phrases=MappingProxyType({k: tuple(v) for k, v in phrases.items()}),
        nouns=MappingProxyType(nouns),
        classes=MappingProxyType(classes),
        by_word=MappingProxyType(_by_word(classes)),
        patterns=patterns,
        cues=MappingProxyType(cues),
    )

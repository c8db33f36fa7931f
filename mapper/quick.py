"""Regular expressions that first look for the letters without which they cannot match.

Most sentences have none of the words that a pattern is about, and finding that out by substrings
costs a small part of what the pattern itself costs, above all where it ignores case. What a
pattern cannot do without is read off the pattern, so the two never disagree.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from importlib import import_module
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Quick"]

_DIGIT = re.compile(r"\d")
# More strings than this are not worth looking for, nor worth multiplying out.
_MANY = 60
# What else a pattern that ignores case takes for an "i" or an "s".
_LIKE_ASCII = str.maketrans({"\u0131": "i", "\u017f": "s", "\u0307": None})
_CASELESS = frozenset("’‘“”«»–—…•")
# So common that looking for them rules nothing out.
_COMMON = frozenset(
    ["the", "and", "of", "in", "to", "for", "on", "at", "by", "is", "was", "are", "were", "be",
     "his", "her", "that", "this", "with", "from", "not", "no", "an", "has", "had", "have"]
)  # fmt: skip


class Quick:
    """A regular expression that is compiled when a text first has what it needs.

    Parameters
    ----------
    pattern, flags
        As for `re.compile`.

    Raises
    ------
    re.error
        The pattern is wrong.
    """

    def __init__(self, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.pattern = pattern
        self._flags = flags
        need = _of_sequence(_parser().parse(pattern, flags).data)
        self._digit = need.digit
        self._words = _shortest(need.known)

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def can_match(self, text: str, start: int, end: int) -> bool:
        """Whether a stretch of a text has what the pattern needs; it may still not match."""
        small, digit = _seen(text, start, end)
        if self._digit and not digit:
            return False
        if not self._words:
            return True
        return True in map(small.__contains__, self._words)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Find the first match in a stretch of a text."""
        end = len(text) if end is None else end
        if not self.can_match(text, start, end):
            return None
        return self._compiled.search(text, start, end)

    def finditer(
        self, text: str, start: int = 0, end: int | None = None
    ) -> Iterable[re.Match[str]]:
        """Find all matches in a stretch of a text, in order."""
        end = len(text) if end is None else end
        if not self.can_match(text, start, end):
            return ()
        return self._compiled.finditer(text, start, end)


@lru_cache(maxsize=4)
def _seen(text: str, start: int, end: int) -> tuple[str, bool]:
    """Give a stretch of a text in small letters, and whether it has a digit."""
    stretch = text[start:end]
    small = stretch.lower()
    if not small.isascii():
        small = small.translate(_LIKE_ASCII)
    return small, _DIGIT.search(stretch) is not None


def _parser() -> Any:
    """Give the standard library's own reader of patterns, which has no public name."""
    return import_module("re._parser")


class _Need(NamedTuple):
    """What a part of a pattern asks of a text.

    Parameters
    ----------
    exactly
        All that it can match, in small letters; None if that is much or unknown.
    words
        One of them stands in whatever it matches; empty if nothing is known.
    digit
        Whether it matches nothing without a digit.
    """

    exactly: frozenset[str] | None
    words: frozenset[str] = frozenset()
    digit: bool = False

    @property
    def known(self) -> frozenset[str]:
        """Strings of which a match has one; empty if nothing is known."""
        found = self.words if self.exactly is None else self.exactly
        return frozenset() if "" in found else found


_NOTHING = _Need(None)
_EMPTY = frozenset([""])


def _shortest(words: frozenset[str]) -> tuple[str, ...]:
    """Leave out the words that hold another one."""
    found: list[str] = []
    for word in sorted(words, key=lambda word: (len(word), word)):
        if not any(other in word for other in found):
            found.append(word)
    return tuple(found)


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> _Need:
    """Read parts that follow each other: what one of them needs, all of them need."""
    needs: list[_Need] = []
    letters = ""
    for operator, argument in items:
        name = operator.name
        letter = _plain(argument) if name == "LITERAL" else ""
        letters += letter
        if letter or name in ("AT", "ASSERT", "ASSERT_NOT"):  # the latter have no width
            continue
        if letters:
            needs.append(_of_letters(letters))
            letters = ""
        needs.append(_READERS.get(name, _of_anything)(argument))
    if letters:
        needs.append(_of_letters(letters))
    return needs[0] if len(needs) == 1 else _in_a_row(needs)


def _in_a_row(needs: list[_Need]) -> _Need:
    digit, whole = any(need.digit for need in needs), True
    run, best = _EMPTY, frozenset[str]()
    for need in needs:
        if need.exactly is not None and len(run) * len(need.exactly) <= _MANY:
            run = frozenset(map("".join, product(run, need.exactly)))
            continue
        whole = False
        best = max(best, run, need.known, key=_worth)
        run = need.exactly or _EMPTY
    if whole:
        return _Need(run, digit=digit)
    best = max(best, run, key=_worth)
    return _Need(None, best if _worth(best)[0] else frozenset(), digit)


def _worth(words: frozenset[str]) -> tuple[int, int]:
    """Rank sets of words to look for: long ones are rare, few are soon looked for."""
    if not words or "" in words or len(words) > _MANY:
        return 0, 0
    if not words.isdisjoint(_COMMON):
        return 1, -len(words)
    return min(4, *map(len, words)), -len(words)


def _of_letters(letters: str) -> _Need:
    return _Need(frozenset([letters]), digit=any(map(str.isdecimal, letters)))


def _plain(code: int) -> str:
    """Give a letter as it stands in small letters; empty if case might change it otherwise."""
    letter = chr(code)
    return letter.lower() if letter.isascii() or letter in _CASELESS else ""


def _of_anything(_argument: Any) -> _Need:
    return _NOTHING


def _of_class(members: list[tuple[Any, Any]]) -> _Need:
    """Read "[Ll]" as a letter, "[0-3]" as a digit."""
    return _of_branches([_of_member(operator.name, argument) for operator, argument in members])


def _of_member(name: str, argument: Any) -> _Need:
    if name == "LITERAL" and (letter := _plain(argument)):
        return _of_letters(letter)
    if name == "CATEGORY":
        return _Need(None, digit=argument.name == "CATEGORY_DIGIT")
    if name == "RANGE":
        first, last = argument
        return _Need(None, digit=chr(first) >= "0" and chr(last) <= "9")
    return _NOTHING


def _of_repeat(argument: tuple[int, int, Any]) -> _Need:
    least, most, inside = argument
    need = _of_sequence(inside.data)
    if least == most == 1:
        return need
    if least:
        return _Need(None, need.known, need.digit)
    if most == 1 and need.exactly is not None:
        return _Need(need.exactly | _EMPTY)
    return _NOTHING


def _of_branches(needs: list[_Need]) -> _Need:
    """Read alternatives: a text has to have what one of them needs."""
    digit = all(need.digit for need in needs)
    exact = [need.exactly for need in needs if need.exactly is not None]
    if len(exact) == len(needs):
        together = frozenset[str]().union(*exact)
        if len(together) <= _MANY:
            return _Need(together, digit=digit)
    known = [need.known for need in needs]
    return _Need(None, frozenset[str]().union(*known) if all(known) else frozenset(), digit)


_READERS: dict[str, Callable[[Any], _Need]] = {
    "IN": _of_class,
    "SUBPATTERN": lambda argument: _of_sequence(argument[-1].data),
    "ATOMIC_GROUP": lambda argument: _of_sequence(argument.data),
    "BRANCH": lambda argument: _of_branches([_of_sequence(one.data) for one in argument[1]]),
    "MAX_REPEAT": _of_repeat,
    "MIN_REPEAT": _of_repeat,
    "POSSESSIVE_REPEAT": _of_repeat,
}

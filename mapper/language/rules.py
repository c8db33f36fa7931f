"""The parser's table of rules for single words, asked once for each kind of word.

It gives words their part of speech by their tag, their form and their arc, and tries all of its
rules on every word. What fits depends on these three alone, so it is kept for the next such word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.matcher import Matcher

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc

    Match = tuple[int, int, int, int]

__all__ = ["remember_rules"]

# What the rules may look at; whether a word is white space is told by its form.
_ASKED = frozenset(["TAG", "LOWER", "DEP", "IS_SPACE"])
_MOST_KINDS = 20_000


class _Memory:
    """Gives the matches that the table itself would, see `AttributeRuler.match`."""

    def __init__(self, table: AttributeRuler) -> None:
        self._table = table
        self._own = type(table).match
        self._openers = Matcher(table.vocab)
        self._longest = 1
        for pattern in _patterns(table):
            if len(pattern) > 1:
                self._openers.add(str(len(self._openers)), [pattern[:1]])
                self._longest = max(self._longest, len(pattern))
        # By tag, form and arc: the rules that fit such a word, and whether a longer one may begin.
        self._kinds: dict[tuple[int, ...], tuple[tuple[tuple[int, int], ...], bool]] = {}

    def match(self, doc: Doc) -> list[Match]:
        """All rules that fit, in the order in which they hold."""
        if len(self._kinds) > _MOST_KINDS:
            self._kinds.clear()
        found: list[Match] = []
        for place, kind in enumerate(map(tuple, doc.to_array(["TAG", "LOWER", "DEP"]).tolist())):
            known = self._kinds.get(kind)
            if known is None:
                known = self._kinds[kind] = self._ask(doc, place)
            rules, opens = known
            found += [(number, name, place, place + 1) for number, name in rules]
            if opens:
                found += [
                    (number, name, place, place + end)
                    for number, name, start, end in self._tried(doc, place, self._longest)
                    if start == 0 and end > 1
                ]
        found.sort()
        return found

    def _ask(self, doc: Doc, place: int) -> tuple[tuple[tuple[int, int], ...], bool]:
        rules = tuple((number, name) for number, name, _, _ in self._tried(doc, place, 1))
        return rules, bool(self._openers(doc[place : place + 1], allow_missing=True))

    def _tried(self, doc: Doc, place: int, length: int) -> list[Match]:
        stretch: Any = doc[place : place + length]
        found: list[Match] = self._own(self._table, stretch)
        return found


def _patterns(table: AttributeRuler) -> list[list[dict[str, Any]]]:
    rules: Any = table.patterns
    return [pattern for rule in rules for pattern in rule["patterns"]]


def remember_rules(pipeline: Language) -> Language:
    """Let a pipeline's table of rules remember what fits each kind of word.

    A table that asks for more than tag, form and arc stays as it is.

    Parameters
    ----------
    pipeline
        A pipeline just loaded; changed in place.
    """
    table: AttributeRuler = pipeline.get_pipe("attribute_ruler")  # type: ignore[assignment]
    if {name for pattern in _patterns(table) for word in pattern for name in word} <= _ASKED:
        table.match = _Memory(table).match  # type: ignore[method-assign]
    return pipeline

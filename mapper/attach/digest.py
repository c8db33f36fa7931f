"""What a headline or a list of key points tells ahead of the text that tells it in full."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.grammar import lemma

if TYPE_CHECKING:
    from mapper.grammar import Grammar
    from mapper.model import Incident, Sentence, Token

__all__ = ["in_digest", "told_again"]

_LABEL = re.compile(
    r"[^\S\n]*(?:[#*_]+[^\S\n]*)?(?:key\s+(?:takeaways?|points?|messages?|developments?)|highlights?|"
    r"(?:executive\s+)?summary|at\s+a\s+glance|in\s+(?:brief|short)|overview|main\s+points)"
    r"[^\S\n]*[:*_]*[^\S\n]*$",
    re.I | re.M,
)
_ITEM = re.compile(r"[^\S\n]*(?:[•●▪▫◦■*»–—-]+|\(?\d{1,2}[.)])[^\S\n]+\S")
_LONGEST_TITLE = 160  # characters
_CONTENT = frozenset(["NOUN", "VERB", "PROPN"])
_ENOUGH = 3  # words that both tell
_STEM = 6  # letters by which two spellings of a name are held for one
# Words that say little of what happened where.
_EVERYWHERE = frozenset(
    ["oblast", "province", "region", "district", "city", "river", "lake", "county", "state",
     "force", "forces", "people", "man", "group", "official", "say", "report", "and", "the"]
)  # fmt: skip


def in_digest(grammar: Grammar, offset: int) -> bool:
    """Whether an offset lies in the title, or in an item under "Key takeaways" and the like.

    Parameters
    ----------
    grammar
        The parsed article.
    offset
        Where an incident is told.
    """
    text = grammar.text
    start = grammar.line_start(offset)
    if not text[:start].strip():
        return _is_title(text, start)
    while start and _ITEM.match(text, start):
        start = grammar.line_start(start - 1)
        if _LABEL.match(text, start):
            return True
    return False


def _is_title(text: str, start: int) -> bool:
    end = text.find("\n", start)
    line = text[start:end].rstrip() if end >= 0 else ""
    return 0 < len(line) <= _LONGEST_TITLE and line[-1] not in '.!?"”'


def told_again(
    grammar: Grammar,
    short: tuple[Incident, Token | None],
    full: tuple[Incident, Token | None],
) -> int:
    """How many words speak for it that the text tells in full what a digest told; 0 if it does not.

    Parameters
    ----------
    grammar
        The parsed article.
    short, full
        The incident of the digest and one of the text, each with its trigger. Kind, reality and
        numbers agree already.
    """
    first, second = short[1], full[1]
    if first is None or second is None:
        return 0
    sentences = grammar.parsed.sentences
    here = _words(grammar, sentences[first.sentence], first)
    there = _words(grammar, sentences[second.sentence])
    if any(not _named(place.place.name, there) for place in short[0].places):
        return 0
    told = short[0].event.fatalities or short[0].event.injuries
    if told and not (full[0].event.fatalities or full[0].event.injuries):
        return 0
    shared = len((here & there) - _EVERYWHERE)
    alike = told or lemma(first) == lemma(second) or _same_day_and_place(short[0], full[0])
    enough = 1 if alike else _ENOUGH
    return shared if shared >= enough else 0


def _same_day_and_place(one: Incident, other: Incident) -> bool:
    day, same = one.event.date, other.event.date
    there = {place.place.id for place in other.places}
    return (
        bool(day.text and same.text)
        and day.start == same.start
        and any(place.place.id in there for place in one.places)
    )


def _words(grammar: Grammar, sentence: Sentence, near: Token | None = None) -> set[str]:
    """Give what a sentence tells of; `near`: only what no semicolon parts from a token."""
    tokens = grammar.parsed.tokens[sentence.first : sentence.last]
    if near is not None:
        stops = [t.index for t in tokens if t.text == ";"]
        first = max((i for i in stops if i < near.index), default=sentence.first)
        last = min((i for i in stops if i > near.index), default=sentence.last)
        tokens = grammar.parsed.tokens[first:last]
    return {lemma(t) for t in tokens if t.pos in _CONTENT and t.entity not in ("DATE", "TIME")}


def _named(name: str, words: set[str]) -> bool:
    """Whether a sentence names a place, in full or by a word of it."""
    parts = set(re.findall(r"[^\W\d_]{3,}", name.lower())) - _EVERYWHERE
    return any(part[:_STEM] == word[:_STEM] for part in parts for word in words)

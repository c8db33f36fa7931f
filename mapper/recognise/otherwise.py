"""Names that a place bears too, in uses that no place has: months, days, people, the Red Cross."""

from __future__ import annotations

import re

from mapper.model import Parsed
from mapper.recognise.candidates import CandidateSpan, NameBook
from mapper.recognise.words import AREA_NOUNS, DAYS, SHORT_DAYS, SITE_NOUNS

__all__ = ["is_something_else"]

_MONTHS = frozenset({"march", "may"})
_WHEN = re.compile(
    r"(?:\b(?:in|since|until|till|by|during|last|this|next|early|late|mid|of|from|to|every)|\d)"
    r"[\s-]+$",
    re.IGNORECASE,
)
# Mon, Wed and Sun are places, too.
_WHERE = re.compile(r"\b(?:in|near|at|of|around|outside)\s$", re.IGNORECASE)
_RELIEF = frozenset({"red cross", "red crescent"})
_WAYS = frozenset({"north", "south", "east", "west"})
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATED = re.compile(rf",\s(?:\d{{1,2}}\s{_MONTH}|{_MONTH}\s\d)")
_CALLED = re.compile(
    r"(?:\b(?:he|she|who)\s(?:is|was|is\sonly|was\sonly)\s(?:called|named|nicknamed)"
    r"|\ban?\s(?:[a-z-]+\s){0,2}?(?P<noun>[a-z]+)\s(?:is\s|was\s)?(?:called|named|nicknamed)"
    r"|\bsurnamed)\s[\"“‘']?$",
    re.IGNORECASE,
)
_BEFORE = 60


def is_something_else(parsed: Parsed, candidate: CandidateSpan, book: NameBook) -> bool:
    """Whether a name stands for no place, whoever is called so elsewhere.

    Parameters
    ----------
    parsed
        The article's grammar.
    candidate
        The name.
    book
        Of the gazetteer: what it holds is not taken for the source of a citation.
    """
    text, span, name = parsed.article.text, candidate.span, candidate.name.lower()
    before = text[max(0, span.start - _BEFORE) : span.start]
    after = text[span.end : span.end + 5]
    if name in DAYS or name in _RELIEF:
        return True
    if name in SHORT_DAYS and not _WHERE.search(before):
        following = text[span.end : span.end + 20].split()
        return not following or following[0].strip(".,").lower() not in AREA_NOUNS
    if name in _MONTHS and (_WHEN.search(before) or after[1:2].isdigit()):
        return True
    if name in _WAYS and after.startswith(("-", " and ")):
        # "South-east", "North and Central Sinai": half of a direction.
        return True
    called = _CALLED.search(before)
    if called is not None:
        return (called["noun"] or "").lower() not in SITE_NOUNS
    cited = before.rstrip().endswith(("(", ";")) and _DATED.match(text, span.end)
    return bool(cited) and not book.knows(candidate.name)

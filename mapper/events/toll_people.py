"""Words that mean people, asked without a parse: a man, two bakers, no lorry."""

from __future__ import annotations

import re

from mapper.events.lexicon import lexicon
from mapper.events.numbers import NUMBER

__all__ = ["WORD", "is_many", "is_one", "is_people"]

WORD = re.compile(r"[^\W_][\w'’-]*|[^\w\s]")
_PEOPLE = (
    "civilian",
    "crowd",
    "official",
    "diplomat",
    "captive",
    "police",
    "person",
    "fighter",
    "lone",
)
_NOT_ONE = ("several", "body")
_IRREGULAR = {"men": "man", "women": "woman", "children": "child", "people": "people",
              "wives": "wife", "servicemen": "serviceman", "policemen": "policeman",
              "gunmen": "gunman", "fishermen": "fisherman", "police": "police"}  # fmt: skip
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?$")
_AGED = re.compile(r"(?:\d+|\w+)-years?-olds?", re.I)
_QUANTITY = re.compile(
    rf"(?:{NUMBER}|dozens?|scores|hundreds|several|many|both|few|all|no|none|nobody|some|most)$",
    re.I,
)


def is_one(word: str) -> bool:
    """Whether a word means one person: "farmer", "policewoman", "19-year-old"."""
    word = _POSSESSIVE.sub("", word)
    low = word.lower()
    if low.endswith("-maker"):
        return True
    if _AGED.fullmatch(word):
        return not low.endswith("s")
    return lexicon().is_a(low, *_PEOPLE) and not lexicon().is_a(low, *_NOT_ONE)


def is_people(word: str) -> bool:
    """Whether a word means a person or people: "farmer", "farmers", "people"."""
    low = _POSSESSIVE.sub("", word).lower()
    if is_one(low) or low in ("people", "persons", "troops", "enemy"):
        return True
    if low in _IRREGULAR:
        return True
    if low.endswith("men") and is_one(low.removesuffix("men") + "man"):
        return True
    if low.endswith("women") and is_one(low.removesuffix("women") + "woman"):
        return True
    return (low.endswith("ies") and is_one(low[:-3] + "y")) or (
        low.endswith("s") and (is_one(low[:-1]) or is_one(low.removesuffix("es")))
    )


def is_many(word: str) -> bool:
    """Whether a word counts more or fewer than one: "three", "12", "several", "no"."""
    return word.lower() not in ("a", "an", "one", "1") and _QUANTITY.match(word) is not None

"""The words by which pages speak of themselves, read once from ``data/furniture.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

__all__ = ["Cues", "cues"]


@dataclass(frozen=True, slots=True)
class Cues:
    """The data file's entries, compiled.

    Parameters
    ----------
    anywhere, tail, closing, links, head, biography
        Match a line from its beginning.
    byline, function_words, verbs
        Lower-case words.
    """

    anywhere: re.Pattern[str]
    tail: re.Pattern[str]
    closing: re.Pattern[str]
    links: re.Pattern[str]
    head: re.Pattern[str]
    biography: re.Pattern[str]
    byline: frozenset[str]
    function_words: frozenset[str]
    verbs: frozenset[str]


@lru_cache(maxsize=1)
def cues() -> Cues:
    """Give the cues."""
    data = tomllib.loads(
        resources.files("mapper.read").joinpath("data/furniture.toml").read_text("utf-8")
    )

    def any_of(key: str) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{p})" for p in data[key]), re.IGNORECASE)

    roles = "|".join(data["roles"])
    return Cues(
        anywhere=any_of("anywhere"),
        tail=any_of("tail"),
        closing=any_of("closing"),
        links=any_of("links"),
        head=any_of("head"),
        biography=re.compile(
            rf"(?:is|was)\s+(?:an?|the)\s+(?:[\w-]+\s+){{0,5}}?(?:{roles})s?\b.{{0,60}}?"
            rf"\b(?:at|of|for|with|in|based|who|and)\b",
            re.IGNORECASE | re.DOTALL,
        ),
        byline=frozenset(data["byline"]),
        function_words=frozenset(data["function_words"]),
        verbs=frozenset(data["verbs"]),
    )

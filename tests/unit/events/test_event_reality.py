"""Whether it happened, and what happened by plain verbs, in small texts of our own."""

from __future__ import annotations

from datetime import date

import pytest

from mapper import Mapper
from mapper.events import find_events
from mapper.model import Article, Category, Event, Factuality, Span


class Finder:
    def __init__(self, model: Mapper) -> None:
        self._model = model

    def __call__(self, text: str) -> tuple[Event, ...]:
        body = tuple(
            Span(text.index(line), text.index(line) + len(line))
            for line in text.split("\n")
            if line
        )
        article = Article(id="t", text=text, published=date(2023, 5, 8), body=body)
        return find_events(self._model.parse(article))

    def one(self, text: str, word: str) -> Event:
        found = [e for e in self(text) if text[e.trigger.start : e.trigger.end] == word]
        assert len(found) == 1, [text[e.trigger.start : e.trigger.end] for e in self(text)]
        return found[0]


@pytest.fixture(scope="module")
def find() -> Finder:
    return Finder(Mapper())


@pytest.mark.parametrize(
    ("text", "word", "factuality"),
    [
        ("A grenade thrown at a van in Bor failed to explode.", "explode", Factuality.FOILED),
        (
            "Police arrested a cell that planned to attack a barracks in Bor.",
            "attack",
            Factuality.FOILED,
        ),
        (
            "Nothing supports the story that soldiers shelled a village near Bor.",
            "shelled",
            Factuality.DENIED,
        ),
        (
            "Soldiers were moved to a base near Bor on Monday. They were not.",
            "moved",
            Factuality.DENIED,
        ),
        (
            "Shots were reported near Bor on Sunday. There was no firing, the mayor said.",
            "Shots",
            Factuality.DENIED,
        ),
        (
            "WHAT IS COMING\nSaturday: march from the mill to the council in Bor.",
            "march",
            Factuality.PLANNED,
        ),
        ("Ahead. A drill off the coast near Bor, 27 May.", "drill", Factuality.PLANNED),
    ],
)
def test_what_did_not_happen(find: Finder, text: str, word: str, factuality: Factuality) -> None:
    assert find.one(text, word).factuality is factuality


def test_the_past_under_a_label_stays_past(find: Finder) -> None:
    text = "Ahead. Police arrested two men in Bor on Friday."
    assert find.one(text, "arrested").factuality is Factuality.OCCURRED


@pytest.mark.parametrize(
    ("text", "word", "category"),
    [
        ("A school bus went into a ditch near Bor on Friday.", "went", Category.DISASTER),
        ("The minister went to Lima on Sunday.", "went", Category.DIPLOMACY),
        ("The two ministers put their names to a tariff in Lima.", "put", Category.AGREEMENT),
        ("A court in Bor gave a deserter seven years on Monday.", "gave", Category.OTHER),
    ],
)
def test_plain_verbs_that_tell_news(find: Finder, text: str, word: str, category: Category) -> None:
    assert find.one(text, word).category is category


@pytest.mark.parametrize(
    "text", ["She went home to Bor.", "The figure was put at 34 in Bor.", "He gave Bor its name."]
)
def test_plain_verbs_that_tell_none(find: Finder, text: str) -> None:
    assert not find(text)

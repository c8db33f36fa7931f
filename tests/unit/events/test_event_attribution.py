"""Who says so, in small texts of our own with the real language model."""

from __future__ import annotations

from datetime import date

import pytest

from mapper import Mapper
from mapper.events import find_events
from mapper.model import Article, Span


class Teller:
    def __init__(self, model: Mapper) -> None:
        self._model = model

    def __call__(self, text: str, word: str) -> str:
        """Who is said to tell the event that a word names."""
        body = tuple(
            Span(text.index(line), text.index(line) + len(line))
            for line in text.split("\n")
            if line
        )
        article = Article(id="t", text=text, published=date(2023, 5, 8), body=body)
        for event in find_events(self._model.parse(article)):
            if text[event.trigger.start : event.trigger.end] == word:
                return event.attributed_to
        raise AssertionError(word)


@pytest.fixture(scope="module")
def teller() -> Teller:
    return Teller(Mapper())


@pytest.mark.parametrize(
    ("text", "word", "who"),
    [
        (
            "The ministry said that shells hit a mill near Bor. It added that soldiers had shot"
            " a farmer near Nis.",
            "shot",
            "The ministry",
        ),
        (
            "A spokesman denied a report from Lima. Soldiers attacked a bridge near Bor on"
            " Monday, he said.",
            "attacked",
            "A spokesman",
        ),
        (
            "Two men were killed near Bor on Monday, according to the mayor; the army says that"
            " nobody fired.",
            "killed",
            "the mayor",
        ),
        (
            "Three men were arrested in Bor on Monday, according to a statement of the General"
            " Staff.",
            "arrested",
            "the General Staff",
        ),
        ("A sergeant was shot dead near Bor on Monday. Nairobi confirmed it.", "shot", "Nairobi"),
        (
            "According to the contingent. A drone hit a depot near Bor. Soldiers left the hill"
            " near Nis on Monday.",
            "hit",
            "the contingent",
        ),
        (
            "The joint desk listed the following.\n1. Gunmen attacked a lorry near Bor.\n"
            "2. Police arrested two men in Nis.\n3. A house burned down in Pirot.",
            "arrested",
            "The joint desk",
        ),
        (
            "Shells hit a barn near Bor on Monday. Two dead. Source: the parish.",
            "hit",
            "the parish",
        ),
        ("The governor accused rebels of looting in Bor on Monday.", "accused", "The governor"),
        ("Rebels attacked a mill near Bor on Monday, so to say at breakfast.", "attacked", ""),
        (
            "Rebels attacked a mill near Bor on Monday. A deputy claimed that Iran would close a"
            " strait.",
            "attacked",
            "",
        ),
        ("Two herders were shot dead near Bor, the league said on Friday.", "shot", "the league"),
        ("Rebels, say experts, attacked a mill near Bor on Monday.", "attacked", "experts"),
        ("A hillside gave way in Bor, burying fifteen houses.", "burying", ""),
        ("Rebels attacked a mill near Bor, two herders said.", "attacked", "two herders"),
    ],
)
def test_who_says_so(teller: Teller, text: str, word: str, who: str) -> None:
    assert teller(text, word) == who

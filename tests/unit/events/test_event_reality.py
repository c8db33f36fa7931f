"""Whether it happened, and what happened by plain verbs, in small texts of our own."""

from __future__ import annotations

from datetime import date

import pytest

from mapper import Mapper
from mapper.events import find_events
from mapper.model import ActorRole, Article, Category, Event, Factuality, Span


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
            "A claim that soldiers had shelled a village near Bor was retracted on Monday.",
            "shelled",
            Factuality.DENIED,
        ),
        (
            "A report that soldiers had shelled a village near Bor proved true on Monday.",
            "shelled",
            Factuality.OCCURRED,
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
        ("A Turkish envoy is expected in Bor.", "expected", Factuality.PLANNED),
        ("A clinic is planned in Bor for the 25th.", "planned", Factuality.PLANNED),
        ("The bakers of Bor called a strike for 1 June.", "called", Factuality.PLANNED),
        ("The bakers called for a march in Bor on Friday.", "called", Factuality.PLANNED),
        ("A leader was threatened by telephone in Bor.", "threatened", Factuality.THREATENED),
        ("It is false that the consul was shot in Bor.", "shot", Factuality.DENIED),
        ("It is not true that a bridge was blown up in Bor.", "blown", Factuality.DENIED),
        (
            "The news of a gunfight in Bor has nothing to do with reality.",
            "gunfight",
            Factuality.DENIED,
        ),
        ("Soldiers killed two monks in Bor. It never happened.", "killed", Factuality.DENIED),
        ("A bomb in a cinema in Bor was taken apart by sappers.", "taken", Factuality.FOILED),
    ],
)
def test_what_did_not_happen(find: Finder, text: str, word: str, factuality: Factuality) -> None:
    assert find.one(text, word).factuality is factuality


@pytest.mark.parametrize(
    "text",
    [
        "Rebels killed nineteen mourners in Bor. The league denied that it had shelled Lima.",
        "Soldiers killed a monk in Bor. Channels said they took a bridge, which the army denied.",
    ],
)
def test_a_denial_of_something_else_does_not_reach_back(find: Finder, text: str) -> None:
    assert find.one(text, "killed").factuality is Factuality.OCCURRED


def test_a_denial_of_a_report_makes_it_an_allegation(find: Finder) -> None:
    text = "Rebels killed nineteen mourners in Bor. The league denied the killing."
    assert find.one(text, "killed").factuality is Factuality.ALLEGED


def test_an_assault_beaten_off_with_dead_was_a_battle(find: Finder) -> None:
    text = "The army said it repelled an assault on Bor, killing 40 rebels."
    assert find.one(text, "assault").factuality is Factuality.OCCURRED


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
    "text",
    [
        "Dinamo Bor lost 0-3 to Ludograd in Lima.",
        "Barcelona SC beat Liga de Lima 2-0 in Bor on Sunday.",
        "Qarabag will play Sabah in Lima on Saturday.",
        "In football, Bor beat Lima in the capital. Bor host Lima in Goris on Wednesday.",
    ],
)
def test_games_are_no_incidents(find: Finder, text: str) -> None:
    assert not find(text)


def test_a_known_clash_is_not_told_again_by_what_went_before(find: Finder) -> None:
    text = "The clash comes a week after the ministers met in Abu Dhabi."
    assert [text[e.trigger.start : e.trigger.end] for e in find(text)] == ["met"]


def test_the_mark_of_an_item_is_no_part_of_the_quote(find: Finder) -> None:
    text = "• Rebels shelled a mill near Bor.\n2. Soldiers shelled a farm near Lima."
    quotes = [text[e.quote.start : e.quote.end] for e in find(text)]
    assert quotes == ["Rebels shelled a mill near Bor", "Soldiers shelled a farm near Lima"]


def test_who_suffers_is_no_source(find: Finder) -> None:
    text = "Two workers died in Bor on Tuesday when a tunnel collapsed."
    actors = {a.name: a.role for event in find(text) for a in event.actors}
    assert actors == {"Two workers": ActorRole.TARGET}


def test_an_actor_is_no_figure_and_no_dateline(find: Finder) -> None:
    text = (
        "LIMA, May 7 - Gunmen disguised as soldiers burst into a ring in El Carmen, on Saturday"
        " night and killed seven, police said."
    )
    names = {a.name for event in find(text) for a in event.actors}
    assert not {"seven", "7 - Gunmen"} & names


def test_who_speaks_or_shows_is_no_incident(find: Finder) -> None:
    texts = [
        "Police in Bor said they had arrested four men in Lima.",
        "Pictures of Monday show that soldiers shelled a farm near Bor.",
        "In Bor, the army said rebels shelled a farm.",
        "Two soldiers killed near Bor, Lima says",
    ]
    for text in texts:
        words = {text[e.trigger.start : e.trigger.end] for e in find(text)}
        assert words
        assert not words & {"said", "show", "says"}


@pytest.mark.parametrize(
    "text", ["She went home to Bor.", "The figure was put at 34 in Bor.", "He gave Bor its name."]
)
def test_plain_verbs_that_tell_none(find: Finder, text: str) -> None:
    assert not find(text)

"""Events in small texts of our own, with the real language model."""

from __future__ import annotations

from datetime import date

import pytest

from mapper import Mapper
from mapper.events import find_events
from mapper.model import Article, Category, Event, EventType, Factuality, Span

PUBLISHED = date(2023, 5, 8)


class Finder:
    def __init__(self, model: Mapper) -> None:
        self._model = model

    def __call__(self, text: str, published: date | None = PUBLISHED) -> tuple[Event, ...]:
        body = tuple(
            Span(text.index(line), text.index(line) + len(line))
            for line in text.split("\n")
            if line
        )
        article = Article(id="t", text=text, published=published, body=body)
        return find_events(self._model.parse(article))

    def one(self, text: str, word: str) -> Event:
        found = [e for e in self(text) if text[e.trigger.start : e.trigger.end] == word]
        assert len(found) == 1, [text[e.trigger.start : e.trigger.end] for e in self(text)]
        return found[0]


@pytest.fixture(scope="module")
def find() -> Finder:
    return Finder(Mapper())


@pytest.mark.parametrize(
    ("text", "word", "category"),
    [
        ("Artillery shelled the town of Tartar on Monday.", "shelled", Category.EXPLOSION),
        ("An anti-tank mine exploded near Fuzuli yesterday.", "exploded", Category.EXPLOSION),
        ("Soldiers clashed with rebels near Goma on Sunday.", "clashed", Category.BATTLE),
        ("Gunmen kidnapped two farmers near Maiduguri on Friday.", "kidnapped", Category.CIVILIANS),
        ("Police arrested nine people in Ganja on Tuesday.", "arrested", Category.STRATEGIC),
        ("Thousands of people protested in Gyumri on Saturday.", "protested", Category.PROTEST),
        ("Iran opened a consulate in Kapan.", "opened", Category.DIPLOMACY),
        ("The two sides signed a peace treaty in Astana on Monday.", "treaty", Category.AGREEMENT),
        ("An earthquake struck the town of Khoy on Saturday.", "earthquake", Category.DISASTER),
    ],
)
def test_category(find: Finder, text: str, word: str, category: Category) -> None:
    assert find.one(text, word).category is category


def test_closing_an_embassy_is_a_sanction(find: Finder) -> None:
    event = find.one("The president ordered the closing of the embassy in Tehran.", "closing")
    assert event.event_type is EventType.SANCTION
    assert event.category is Category.DIPLOMACY


@pytest.mark.parametrize(
    "text", ["Large blocks of concrete are made in Ganja.", "The arms and supplies are old."]
)
def test_nouns_that_only_look_like_events(find: Finder, text: str) -> None:
    words = {text[e.trigger.start : e.trigger.end] for e in find(text)}
    assert not words & {"blocks", "arms", "supplies", "block"}


@pytest.mark.parametrize(
    ("text", "word", "factuality"),
    [
        ("Rockets hit the port of Odesa on Monday.", "hit", Factuality.OCCURRED),
        (
            "In 2012 the police thwarted a plot to kill an envoy in Baku.",
            "kill",
            Factuality.FOILED,
        ),
        ("The ministers will meet in Vienna on Tuesday.", "meet", Factuality.PLANNED),
        ("The ministers are due to meet in Vienna on Tuesday.", "meet", Factuality.PLANNED),
        ("The ministry denied shelling the town of Goris.", "shelling", Factuality.DENIED),
        ("He claimed that soldiers shelled the town of Goris.", "shelled", Factuality.ALLEGED),
    ],
)
def test_factuality(find: Finder, text: str, word: str, factuality: Factuality) -> None:
    assert find.one(text, word).factuality is factuality


def test_what_is_only_imagined_is_no_incident(find: Finder) -> None:
    text = "If Iran were to strike, prices could rise in Tabriz."
    assert all(e.factuality is not Factuality.OCCURRED for e in find(text))


def test_who_only_says_what_was_done_has_done_nothing(find: Finder) -> None:
    text = "The army said that rebels shelled the town of Tartar on Monday."
    assert [text[e.trigger.start : e.trigger.end] for e in find(text)] == ["shelled"]


def test_an_aim_to_prevent_foils_nothing(find: Finder) -> None:
    text = "Minsk seeks to prevent the opening of a crossing near Brest."
    assert all(e.factuality is not Factuality.FOILED for e in find(text))


def test_what_was_prevented_is_foiled(find: Finder) -> None:
    text = "Guards managed to prevent an attack on the station in Brest on Monday."
    assert find.one(text, "attack").factuality is Factuality.FOILED


def test_deaths_and_injuries_are_kept_apart(find: Finder) -> None:
    event = find.one("A bomb killed one man and wounded two in Tank on Saturday.", "killed")
    assert event.fatalities is not None
    assert (event.fatalities.minimum, event.fatalities.maximum) == (1, 1)
    assert event.injuries is not None
    assert event.injuries.minimum == 2


def test_a_toll_told_later_belongs_to_the_event(find: Finder) -> None:
    text = "A rocket hit a market in Idlib on Sunday. At least 10 people were killed."
    event = find.one(text, "hit")
    assert event.fatalities is not None
    assert (event.fatalities.minimum, event.fatalities.maximum) == (10, None)
    assert any("killed" in text[q.start : q.end] for q in event.more_quotes)


def test_a_person_who_was_nearly_killed_did_not_die(find: Finder) -> None:
    text = "An attack in Baku on Monday nearly killed a deputy."
    assert all(e.fatalities is None or e.fatalities.minimum == 0 for e in find(text))


def test_totals_of_a_war_are_not_the_deaths_of_a_strike(find: Finder) -> None:
    text = "A rocket hit Lutsk on Monday. The war has killed 7,000 people since 2014."
    assert find.one(text, "hit").fatalities is None


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Two men were shot dead in Bor on Monday, officials said.", "officials"),
        ("Two men were shot dead in Bor on Monday, according to the mayor.", "the mayor"),
        ("The army said that two men were shot dead in Bor on Monday.", "The army"),
        ("Two men were shot dead in Bor on Monday.", ""),
    ],
)
def test_attribution(find: Finder, text: str, who: str) -> None:
    assert find.one(text, "shot").attributed_to == who


def test_actors_have_roles(find: Finder) -> None:
    event = find.one("Iranian soldiers attacked a convoy of farmers near Tabriz.", "attacked")
    assert ("Iranian soldiers", "source") in [(a.name, a.role.value) for a in event.actors]


def test_dates_follow_the_story(find: Finder) -> None:
    text = "On 17 October 2020 soldiers blocked a road near Goris. Two days later shells hit Goris."
    assert [e.date.start for e in find(text)][:1] == ["2020-10-17"]
    assert any(e.date.start == "2020-10-19" for e in find(text))


def test_undated_news_gets_the_month_and_old_stories_nothing(find: Finder) -> None:
    assert find.one("Soldiers shelled the town of Goris.", "shelled").date.start == "2023-05"
    later = "In 2020 a war began.\nIran opened a consulate in Kapan."
    assert find.one(later, "opened").date.start == ""


def test_a_past_tense_is_never_of_a_day_to_come(find: Finder) -> None:
    text = "Soldiers came to Goris on 14 June and shot two cows."
    assert find(text)[0].date.start == "2022-06-14"


def test_a_timetable_in_the_present_tense_is_to_come(find: Finder) -> None:
    found = find("The foreign minister flies to Goris on Wednesday.")
    assert [(e.date.start, e.factuality) for e in found] == [("2023-05-10", Factuality.PLANNED)]


def test_an_old_case_told_between_leaves_the_news_in_its_month(find: Finder) -> None:
    text = (
        "Soldiers detained two men near Goris on Saturday.\n"
        "In a similar case in October, a man was held for nine days at Sisian.\n"
        "Meanwhile demonstrators blocked a road in Kapan."
    )
    assert find.one(text, "demonstrators").date.start == "2023-05"


def test_a_bulletin_dates_what_has_no_day_by_its_heading(find: Finder) -> None:
    text = "Weekly overview, 1-5 May 2023\n\nSoldiers shelled the town of Goris."
    event = find.one(text, "shelled")
    assert (event.date.start, event.date.end, event.date.text) == ("2023-05-01", "2023-05-05", "")


def test_spans_lie_in_the_text_and_order_is_kept(find: Finder) -> None:
    text = (
        "Protesters blocked the road to Sotk on Monday. Police arrested two of them.\n"
        "In Gavar a house burned down; nobody was hurt, the mayor said."
    )
    events = find(text)
    assert events
    assert [e.trigger.start for e in events] == sorted(e.trigger.start for e in events)
    for event in events:
        for span in (event.quote, event.trigger, *event.more_quotes):
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end].strip() == text[span.start : span.end]
        assert "\n" not in text[event.quote.start : event.quote.end]
        assert 0.0 <= event.score <= 1.0


def test_empty_text_has_no_events(find: Finder) -> None:
    assert find("") == ()
    assert find("Hello there.") == ()

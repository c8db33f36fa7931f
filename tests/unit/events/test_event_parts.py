"""What is one event and what is two; datelines and the day that a plan does not move."""

from __future__ import annotations

from datetime import date

import pytest

from mapper import Mapper
from mapper.events import find_events
from mapper.grammar import Grammar
from mapper.model import Article, Event, Parsed, Span

PUBLISHED = date(2024, 10, 21)  # a Monday


class Reader:
    def __init__(self, model: Mapper) -> None:
        self._model = model

    def parse(self, text: str) -> Parsed:
        body = (Span(0, len(text)),)
        return self._model.parse(Article(id="t", text=text, published=PUBLISHED, body=body))

    def __call__(self, text: str) -> tuple[Event, ...]:
        return find_events(self.parse(text))


@pytest.fixture(scope="module")
def read() -> Reader:
    return Reader(Mapper())


def test_a_dateline_is_no_part_of_the_event(read: Reader) -> None:
    text = (
        "GORI, Georgia, 21 October 2024 - Russian soldiers detained two farmers near Dvani on "
        "Sunday, officials said."
    )
    (event,) = read(text)
    quote = text[event.quote.start : event.quote.end]
    assert quote.startswith("Russian soldiers detained two farmers near Dvani")
    assert event.date.start == "2024-10-20"
    assert "GORI" not in [actor.name for actor in event.actors]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("BAKU, 3 May (Agency) — Two men died in a fire.", True),
        ("Tbilisi (Reuters) - Two men died in a fire.", True),
        ("Two men - one of them from Gori - died in a fire.", False),
        ("In 2020 the war - the second - ended.", False),
    ],
)
def test_what_is_a_dateline(read: Reader, text: str, inside: bool) -> None:
    assert bool(Grammar(read.parse(text)).dateline_end(0)) is inside


@pytest.mark.parametrize(
    "text",
    [
        "A drone came down near Meghri on Friday and burned out in an orchard.",
        "About fifty people marched in Gyumri on Sunday to demand higher pensions.",
        "Soldiers blocked the road near Goris on Sunday, cutting off two villages.",
        "Police detained two men near Khashuri on Sunday and took them to Gori.",
        "A fire broke out on a ship in the port of Batumi on Sunday.",
    ],
)
def test_an_act_that_goes_on_is_one_event(read: Reader, text: str) -> None:
    assert len(read(text)) == 1


def test_two_acts_at_two_places_stay_two(read: Reader) -> None:
    text = "Soldiers blocked the road near Goris and rebels attacked a post near Kapan on Sunday."
    assert len(read(text)) == 2


def test_a_plan_does_not_move_the_story(read: Reader) -> None:
    text = (
        "The mayor visited Jolfa on Saturday. Trucks are to use the bridge from 1 November. "
        "In Tabriz some people protested on the same day."
    )
    protest = next(e for e in read(text) if text[e.trigger.start : e.trigger.end] == "protested")
    assert protest.date.start == "2024-10-19"


def test_the_day_may_follow_in_a_sentence_of_its_own(read: Reader) -> None:
    event = read("Gunmen attacked a bus near Gao. That was on Friday.")[0]
    assert event.date.start == "2024-10-18"


def test_a_day_of_the_month_counts_nobody(read: Reader) -> None:
    event = read("On 3 September a woman was injured near Tegh when a bus overturned.")[0]
    assert event.injuries is not None
    assert (event.injuries.minimum, event.injuries.maximum) == (1, 1)

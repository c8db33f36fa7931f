from dataclasses import replace
from typing import Any

import pytest
from render_samples import aras, day, empty

from mapper.model import Analysis, Factuality, Precision, Quantity
from mapper.render.stories import stories

MINE, CORRIDOR, SHOTS, RALLY = 0, 1, 2, 3


def changed(analysis: Analysis, number: int, **event: Any) -> Analysis:
    """The analysis with something about one incident told otherwise."""
    incidents = list(analysis.incidents)
    incidents[number] = replace(incidents[number], event=replace(incidents[number].event, **event))
    return replace(analysis, incidents=tuple(incidents))


def joined(other: Analysis, number: int) -> bool:
    """Whether a second article's incident is taken for the first one's."""
    first = aras()
    told = stories([first, other])
    return told[number] >= 0 and told[number] == told[len(first.incidents) + number]


def test_one_article_has_no_story_told_twice() -> None:
    assert set(stories([aras()])) == {-1}
    assert stories([empty(), empty()]) == []


def test_the_same_incident_in_two_articles_is_one_story() -> None:
    assert joined(aras(), MINE)
    assert joined(aras(), RALLY)


def test_no_story_holds_two_incidents_of_one_article() -> None:
    told = stories([aras(), aras(), aras()])
    count = len(aras().incidents)
    for start in range(0, len(told), count):
        numbers = [story for story in told[start : start + count] if story >= 0]
        assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    "otherwise",
    [
        {"date": day("2026-04-12")},
        {"date": day("2026-04")},
        {"factuality": Factuality.DENIED},
        {"fatalities": Quantity(5, 9, "five or more")},
        {"injuries": Quantity(0, 1, "at most one")},
    ],
)
def test_what_contradicts_is_another_story(otherwise: dict[str, Any]) -> None:
    assert not joined(changed(aras(), MINE, **otherwise), MINE)


def test_a_toll_that_both_can_mean_does_not_part_them() -> None:
    assert joined(changed(aras(), MINE, injuries=Quantity(3, 3, "three")), MINE)


def test_nothing_shared_but_place_and_day_is_not_enough() -> None:
    other = changed(
        aras(), MINE, fatalities=None, actors=(), event_type=aras().incidents[1].event.event_type
    )
    assert not joined(other, MINE)


def test_what_is_dated_or_placed_loosely_is_joined_to_nothing() -> None:
    assert not joined(aras(), CORRIDOR)
    wide = aras()
    where = replace(wide.incidents[MINE].places[0], precision=Precision.COUNTRY)
    incidents = (replace(wide.incidents[MINE], places=(where,)), *wide.incidents[1:])
    assert not joined(replace(wide, incidents=incidents), MINE)

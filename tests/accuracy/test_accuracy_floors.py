"""The program is not allowed to get worse on texts that it never saw."""

import json
from collections.abc import Mapping
from typing import Any

import accuracy_measure as measure
import pytest

FLOORS = measure.floors()


@pytest.fixture(scope="module")
def articles() -> Mapping[str, float | None]:
    return measure.measure_articles()[0]


@pytest.fixture(scope="module")
def names() -> Mapping[str, float]:
    return measure.measure_names()


@pytest.mark.parametrize("section", ["articles", "names"])
def test_the_floors_belong_to_these_files(section: str) -> None:
    path = {"articles": measure.ARTICLES, "names": measure.NAMES}[section]
    assert FLOORS[section]["digest"] == measure.digest(path)


@pytest.mark.parametrize("figure", FLOORS["articles"]["floor"])
def test_articles_above_their_floor(figure: str, articles: Mapping[str, Any]) -> None:
    assert articles[figure] >= FLOORS["articles"]["floor"][figure]


@pytest.mark.parametrize("figure", FLOORS["articles"]["ceiling"])
def test_articles_below_their_ceiling(figure: str, articles: Mapping[str, Any]) -> None:
    assert articles[figure] <= FLOORS["articles"]["ceiling"][figure]


@pytest.mark.parametrize("figure", FLOORS["names"]["floor"])
def test_names_above_their_floor(figure: str, names: Mapping[str, float]) -> None:
    assert names[figure] >= FLOORS["names"]["floor"][figure]


def test_held_out_ids_are_those_of_the_articles() -> None:
    ids = (measure.ARTICLES.parent / "held-out.ids").read_text("utf-8").split()
    rows = measure.ARTICLES.read_text("utf-8").splitlines()
    assert ids == sorted(json.loads(row)["id"] for row in rows)
    assert len(ids) == 24

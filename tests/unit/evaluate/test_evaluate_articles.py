"""Figures of whole articles on a small sample of our own words.

The sample has every case that the counting tells apart: names cut short, relative expressions,
governments taken for towns, places out of tolerance or within the slack, several incidents in one
quote, events nowhere, origins, accepted alternatives, an article without an answer.
"""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.evaluate.answer import (
    Answer,
    FoundIncident,
    FoundMention,
    FoundPlace,
    Spot,
    from_record,
)
from mapper.evaluate.articles import judge_incidents, judge_literals
from mapper.evaluate.figures import count, figures, judge
from mapper.evaluate.gold import Document, GoldEvent, GoldPlace, GoldToponym
from mapper.evaluate.outcome import Outcome
from mapper.evaluate.readers import read_corpus

SAMPLES = Path(__file__).parent / "samples"

# As the reference scorer counts this sample.
EXPECTED = {
    "literal_precision": 0.727,
    "literal_recall": 0.846,
    "literal_f1": 0.782,
    "placed_of_found": 0.727,
    "placed_25_of_all": 0.846,
    "literal_kept_literal": 0.636,
    "metonymy_not_mapped": 0.667,
    "demonyms_not_mapped": 0.5,
    "incident_precision": 0.909,
    "incident_recall": 0.778,
    "incident_recall_strict": 0.667,
    "incident_f1": 0.838,
    "category_accuracy": 0.889,
    "date_accuracy": 0.75,
    "fatality_accuracy": 0.5,
    "injury_accuracy": 0.5,
    "factuality_accuracy": 0.778,
    "not_occurred_shown": 0.5,
    "attribution_accuracy": 0.75,
}


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    corpus = read_corpus(SAMPLES / "gold.jsonl")
    lines = (SAMPLES / "said.jsonl").read_text("utf-8").splitlines()
    records = {record["article"]["id"]: record for record in map(json.loads, lines)}
    found: list[Outcome] = []
    for document in corpus.documents:
        answer = Answer(doc=document.id, mentions=(), incidents=())
        if document.id in records:
            answer = from_record(records[document.id], document.id)
        found += judge(corpus, document, answer)
    return found


@pytest.mark.parametrize("name", EXPECTED)
def test_figure(outcomes: list[Outcome], name: str) -> None:
    assert figures(outcomes)[name] == EXPECTED[name]


def test_counts(outcomes: list[Outcome]) -> None:
    counted = count(outcomes)
    assert counted["literal-found"] == (11, 13)
    assert counted["literal-right"] == (8, 11)
    assert counted["incident-found"] == (7, 9)
    assert counted["incident-right"] == (10, 11)
    assert counted["actors"] == (2, 4)


def said_at(spot: Spot | None, kind: str = "literal") -> Answer:
    mention = FoundMention(start=3, end=7, text="Oshk", kind=kind, place=spot)
    return Answer(doc="d", mentions=(mention,), incidents=())


def spot(lat: float, lon: float) -> Spot:
    return Spot(id="gn:1", name="Oshk", lat=lat, lon=lon)


def document(kind: str, **of_event: object) -> Document:
    toponym = GoldToponym(
        start=3, end=7, name="Oshk", lat=40.0, lon=45.0, kind=kind, literal=True, demonym=False
    )
    return Document(id="d", text="At Oshk.", toponyms=(toponym,), events=())


@pytest.mark.parametrize(
    ("kind", "km", "placed", "close"),
    [
        ("town", 14, True, True),
        ("town", 20, False, True),
        ("town", 26, False, False),
        ("region", 110, True, True),
        ("region", 130, False, False),
        ("water", 290, True, True),
        ("country", 690, True, True),
        ("route", 59, True, True),
    ],
)
def test_tolerance_grows_with_the_kind(kind: str, km: float, placed: bool, close: bool) -> None:
    answer = said_at(spot(40.0 + km / 111.195, 45.0))
    right = {o.task: o.right for o in judge_literals(document(kind), answer)}
    assert right["literal-placed"] is placed
    assert right["literal-placed-25"] is close


def test_a_place_without_coordinates_in_the_gold_cannot_be_wrong() -> None:
    gold = document("town").toponyms
    assert gold is not None
    nowhere = GoldToponym(start=3, end=7, name="Oshk", lat=None, lon=None, literal=True)
    outcomes = judge_literals(Document(id="d", text="At Oshk.", toponyms=(nowhere,)), said_at(None))
    assert all(o.right for o in outcomes)


def event(**more: object) -> GoldEvent:
    place = GoldPlace(name="Oshk", lat=40.0, lon=45.0)
    fields: dict[str, object] = {"places": (place,), "must_map": True} | more
    return GoldEvent(id="e", start=0, end=10, quote="", **fields)  # type: ignore[arg-type]


def incident(lat: float = 40.0, **more: object) -> FoundIncident:
    place = FoundPlace(name="Oshk", lat=lat, lon=45.0)
    fields: dict[str, object] = {"places": (place,)} | more
    return FoundIncident(start=5, end=15, **fields)  # type: ignore[arg-type]


def tasks(gold: GoldEvent, *said: FoundIncident) -> dict[str, bool]:
    text = Document(id="d", text="x" * 20, toponyms=(), events=(gold,))
    return {o.task: o.right for o in judge_incidents(text, Answer(doc="d", incidents=said))}


def test_an_incident_elsewhere_is_missed_and_spurious() -> None:
    right = tasks(event(), incident(lat=41.0))
    assert right == {
        "incident-found": False, "incident-found-strict": False, "incident-right": False
    }  # fmt: skip


def test_slack_counts_for_recall_but_not_for_its_strict_twin() -> None:
    right = tasks(event(), incident(lat=40.0 + 20 / 111.195))
    assert right["incident-found"]
    assert not right["incident-found-strict"]


def test_a_tolerance_of_the_place_overrides_its_kind() -> None:
    wide = GoldPlace(name="Oshk", lat=40.0, lon=45.0, tolerance_km=120.0)
    assert tasks(event(places=(wide,)), incident(lat=41.0))["incident-found-strict"]


def test_an_origin_need_not_be_mapped() -> None:
    origin = GoldPlace(name="Oshk", lat=40.0, lon=45.0, role="origin")
    assert "incident-found" not in tasks(event(places=(origin,)), incident())


def test_incidents_without_a_place_are_not_on_the_map() -> None:
    assert tasks(event(), incident(places=()))["incident-found"] is False


@pytest.mark.parametrize(
    ("said", "gold", "right"),
    [
        ("occurred", "ongoing", True),
        ("alleged", "occurred", True),
        ("alleged", "ongoing", False),
        ("planned", "threatened", False),
        ("denied", "denied", True),
    ],
)
def test_factuality(said: str, gold: str, right: bool) -> None:
    assert tasks(event(factuality=gold), incident(factuality=said))["factuality"] is right


@pytest.mark.parametrize(
    ("said", "gold", "right"),
    [
        ("2024-03-01", "2024-03", True),
        ("2024", "2024-03-01", True),
        ("2024-03-02", "2024-03-01", False),
        ("", "2024-03-01", False),
    ],
)
def test_dates_agree_as_far_as_both_are_known(said: str, gold: str, right: bool) -> None:
    assert tasks(event(dates=(gold,)), incident(date_start=said))["date"] is right


def test_threatened_and_foiled_both_count_as_not_occurred() -> None:
    right = tasks(event(factuality="foiled"), incident(factuality="threatened"))
    assert right["not-occurred"]
    assert not right["factuality"]


@given(st.data())
def test_gold_as_its_own_answer_scores_one(data: st.DataObject) -> None:
    corpus = read_corpus(SAMPLES / "gold.jsonl")
    text = data.draw(st.sampled_from(corpus.documents))
    mentions = tuple(
        FoundMention(
            start=t.start,
            end=t.end,
            text=t.name,
            kind="literal" if t.literal else "demonym" if t.demonym else "metonymic",
            place=None if t.lat is None or t.lon is None else spot(t.lat, t.lon),
        )
        for t in text.toponyms or ()
    )
    incidents = tuple(
        FoundIncident(
            start=e.start,
            end=e.end,
            category=e.categories[0],
            places=tuple(
                FoundPlace(name=p.name, lat=p.lat, lon=p.lon)
                for p in e.places
                if p.lat is not None and p.lon is not None
            ),
        )
        for e in text.events or ()
    )
    answer = Answer(doc=text.id, mentions=mentions, incidents=incidents)
    told = ("literal", "metonymy", "demonym", "incident", "mention", "category", "placed")
    for outcome in judge(corpus, text, answer):
        if outcome.task.startswith(told):
            assert outcome.right, outcome

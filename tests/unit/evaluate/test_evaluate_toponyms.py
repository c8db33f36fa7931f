import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.evaluate.answer import Answer, FoundMention, Spot
from mapper.evaluate.figures import figures
from mapper.evaluate.gold import Document, GoldToponym
from mapper.evaluate.outcome import Outcome
from mapper.evaluate.toponyms import judge_given, judge_kinds, judge_recognition, pair_up


def gold(start: int, name: str, **more: object) -> GoldToponym:
    fields: dict[str, object] = {"lat": 40.0, "lon": 45.0, "demonym": False} | more
    return GoldToponym(start=start, end=start + len(name), name=name, **fields)  # type: ignore[arg-type]


def found(start: int, text: str, kind: str = "literal", spot: Spot | None = None) -> FoundMention:
    return FoundMention(start=start, end=start + len(text), text=text, kind=kind, place=spot)


def spot(lat: float = 40.0, place_id: str = "gn:7", country: str = "AM", code: str = "PPL") -> Spot:
    return Spot(id=place_id, name="x", lat=lat, lon=45.0, country=country, code=code, score=0.75)


def document(*toponyms: GoldToponym) -> Document:
    return Document(id="d", text="", toponyms=toponyms)


def verdicts(outcomes: list[Outcome], task: str) -> list[bool]:
    return [o.right for o in outcomes if o.task == task]


def test_strict_needs_the_span_lenient_the_surface_nearby() -> None:
    wanted = [gold(10, "Goris")]
    assert pair_up(wanted, [found(10, "Goris")], strict=True) == {0: 0}
    assert pair_up(wanted, [found(13, "GORIS")], strict=True) == {}
    assert pair_up(wanted, [found(19, "GORIS")], strict=False) == {0: 0}
    assert pair_up(wanted, [found(20, "GORIS")], strict=False) == {}
    assert pair_up(wanted, [found(10, "Gori")], strict=False) == {}


def test_one_mention_meets_one_toponym_the_nearest() -> None:
    wanted = [gold(0, "Van"), gold(6, "Van")]
    assert pair_up(wanted, [found(5, "Van")], strict=False) == {1: 0}


@given(
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["Van", "Ani"])), max_size=8),
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["Van", "ani"])), max_size=8),
)
def test_pairs_are_one_to_one(a: list[tuple[int, str]], b: list[tuple[int, str]]) -> None:
    pairs = pair_up([gold(*x) for x in a], [found(*x) for x in b], strict=False)
    assert len(set(pairs.values())) == len(pairs)
    for g, f in pairs.items():
        assert a[g][0] == b[f][0] or a[g][1].casefold() == b[f][1].casefold()
        assert abs(a[g][0] - b[f][0]) < 10


def test_names_leave_demonyms_out_on_both_sides() -> None:
    text = document(gold(0, "Baku"), gold(9, "Iranian", demonym=True))
    answer = Answer(doc="d", mentions=(found(0, "Baku"), found(20, "Turks", "demonym")))
    outcomes = judge_recognition(text, answer)
    assert verdicts(outcomes, "names-recall-strict") == [True]
    assert verdicts(outcomes, "names-precision-strict") == [True]
    assert verdicts(outcomes, "toponyms-recall-strict") == [True, False]
    assert verdicts(outcomes, "toponyms-precision-strict") == [True, False]


def test_relative_expressions_are_no_toponyms() -> None:
    answer = Answer(doc="d", mentions=(found(0, "near Baku", "relative"), found(5, "Baku")))
    outcomes = judge_recognition(document(gold(5, "Baku")), answer)
    assert verdicts(outcomes, "toponyms-precision-strict") == [True]


def test_end_to_end_counts_placed_mentions_and_linked_gold() -> None:
    text = document(gold(0, "Baku"), gold(10, "Goris"), gold(20, "Nowhere", lat=None, lon=None))
    answer = Answer(
        doc="d",
        mentions=(
            found(0, "Baku", spot=spot()),
            found(10, "Goris", spot=spot(lat=50.0)),
            found(20, "Nowhere", spot=spot()),
            found(40, "Nil"),
        ),
    )
    outcomes = judge_recognition(text, answer)
    assert verdicts(outcomes, "placed-recall") == [True, False]
    assert verdicts(outcomes, "placed-precision") == [True, False, False]
    told = figures(outcomes)
    assert told["end_to_end_161_precision"] == 0.333
    assert told["end_to_end_161_recall"] == 0.5


def test_nothing_about_places_where_none_were_asked_for() -> None:
    answer = Answer(doc="d", mentions=(found(0, "Baku"),), placed=False)
    assert not verdicts(judge_recognition(document(gold(0, "Baku")), answer), "placed-recall")


def test_given_spans_unresolved_is_as_far_as_can_be() -> None:
    text = document(gold(0, "Baku"), gold(9, "Goris"), gold(19, "X", lat=None, lon=None))
    outcomes = judge_given(text, Answer(doc="d", given=(spot(), None)))
    told = figures(outcomes)
    assert verdicts(outcomes, "given") == [True, False]
    assert told["coverage"] == 0.5
    assert told["mean_error_km"] == pytest.approx(20_039 / 2, abs=0.1)
    assert told["auc"] == pytest.approx(0.5, abs=0.001)


def test_161_km_are_too_far() -> None:
    near, far = spot(lat=40.0 + 160.9 / 111.195), spot(lat=40.0 + 161.1 / 111.195)
    for said, right in ((near, True), (far, False)):
        outcomes = judge_given(document(gold(0, "Baku")), Answer(doc="d", given=(said,)))
        assert verdicts(outcomes, "given") == [right]


def test_exact_id() -> None:
    text = document(gold(0, "Baku", geonames=7), gold(9, "Goris", geonames=8))
    outcomes = judge_given(text, Answer(doc="d", given=(spot(), spot())))
    assert verdicts(outcomes, "given-id") == [True, False]
    far = judge_given(document(gold(0, "Texas", geonames=7)), Answer(doc="d", given=(spot(50.0),)))
    assert verdicts(far, "given") == [False]
    assert verdicts(far, "given-same") == [True]


def test_countries_are_right_by_code_however_far_the_centroids() -> None:
    text = document(gold(0, "Russia", country="RU"))
    there = spot(lat=60.0, country="RU", code="PCLI")
    town = spot(lat=60.0, country="RU", code="PPL")
    outcomes = judge_given(text, Answer(doc="d", given=(there,)))
    assert verdicts(outcomes, "given") == [False]
    assert verdicts(outcomes, "given-country") == [True]
    assert verdicts(outcomes, "given-same") == [True]
    assert verdicts(judge_given(text, Answer(doc="d", given=(town,))), "given-country") == [False]


def test_kinds_are_judged_over_what_was_found() -> None:
    text = document(
        gold(0, "Baku", literal=False),
        gold(10, "Goris", literal=True),
        gold(20, "Kapan", literal=False),
        gold(30, "Missed", literal=False),
        gold(40, "Iranian", literal=False, demonym=True),
    )
    answer = Answer(
        doc="d",
        mentions=(
            found(0, "Baku", "metonymic"),
            found(10, "Goris", "metonymic"),
            found(20, "Kapan", "literal"),
        ),
    )
    told = figures(judge_kinds(text, answer))
    assert told["associative_recall"] == 0.5
    assert told["associative_precision"] == 0.5
    assert told["kind_accuracy"] == 0.333

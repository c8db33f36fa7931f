"""Places that the text makes out of others: the geometry behind them."""

import math
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import FeatureClass, Gazetteer, Place
from mapper.model import (
    Mention,
    MentionKind,
    Relation,
    RelativeExpression,
    Resolution,
    Span,
)
from mapper.resolve.computed import compute, destination, midpoint
from mapper.resolve.made import gap_km


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer() as opened:
        yield opened


def place(latitude: float, longitude: float, country: str = "AM") -> Place:
    return Place(
        id=f"user:{latitude},{longitude}", name="x", latitude=latitude, longitude=longitude,
        country=country, feature_class=FeatureClass.POPULATED, feature_code="PPL",
    )  # fmt: skip


latitudes = st.floats(-89, 89)
longitudes = st.floats(-180, 180)


@given(latitudes, longitudes, st.floats(0, 360), st.floats(0.1, 900))
def test_destination_lies_that_far_away(
    latitude: float, longitude: float, bearing: float, km: float
) -> None:
    there = destination(latitude, longitude, bearing, km)
    assert -90 <= there[0] <= 90
    assert -180 <= there[1] <= 180
    assert gap_km(place(latitude, longitude), place(*there)) == pytest.approx(km, abs=0.01)


def test_destination_keeps_to_the_bearing() -> None:
    assert destination(40.0, 45.0, 0.0, 111.2) == pytest.approx((41.0, 45.0), abs=0.01)
    east = destination(40.0, 45.0, 90.0, 30.0)
    assert east == pytest.approx((40.0, 45.0 + 30 / (111.2 * math.cos(math.radians(40)))), abs=0.01)


@given(latitudes, longitudes, latitudes, longitudes)
def test_midpoint_is_half_way(a: float, b: float, c: float, d: float) -> None:
    one, two = place(a, b), place(c, d)
    whole = gap_km(one, two)
    if whole > 19_900:
        return
    middle = place(*midpoint(one, two))
    assert gap_km(one, middle) == pytest.approx(whole / 2, abs=0.05)


def resolution(text: str, start: int, found: Place | None) -> Resolution:
    span = Span(start, start + len(text))
    return Resolution(Mention(span, text, MentionKind.LITERAL), (), found, 0.9)


def relative(relation: Relation, *anchors: Resolution, km: float | None = None,
             bearing: float | None = None) -> Mention:  # fmt: skip
    spans = tuple(a.mention.span for a in anchors)
    expression = RelativeExpression(relation, spans, km, bearing)
    return Mention(Span(100, 120), "there", MentionKind.RELATIVE, 0.8, expression)


def settle(mention: Mention, gazetteer: Gazetteer, *known: Resolution) -> Resolution:
    return compute(mention, {r.mention.span: r for r in known}, gazetteer)


def test_a_distance_without_direction_is_a_circle(gazetteer: Gazetteer) -> None:
    anchor = resolution("Kapan", 0, place(39.2, 46.4))
    found = settle(relative(Relation.OFFSET, anchor, km=20.0), gazetteer, anchor)
    assert found.place is not None
    assert (found.place.latitude, found.place.longitude) == (39.2, 46.4)
    assert found.uncertainty_km == 20.0


def test_a_direction_without_distance_is_near_and_uncertain(gazetteer: Gazetteer) -> None:
    anchor = resolution("Kapan", 0, place(39.2, 46.4))
    found = settle(relative(Relation.OFFSET, anchor, bearing=0.0), gazetteer, anchor)
    assert found.place is not None
    assert found.place.latitude > 39.2
    assert found.place.longitude == pytest.approx(46.4)
    assert found.uncertainty_km is not None
    assert gap_km(place(39.2, 46.4), found.place) <= found.uncertainty_km


def test_between_is_a_line_with_its_middle(gazetteer: Gazetteer) -> None:
    one = resolution("Goris", 0, place(39.5, 46.3))
    two = resolution("Kapan", 10, place(39.2, 46.4))
    found = settle(relative(Relation.BETWEEN, one, two), gazetteer, one, two)
    assert found.place is not None
    assert found.place.id.startswith("im:relative/")
    assert found.geometry is not None
    assert found.geometry.geom_type == "LineString"
    assert found.score == 0.9


def test_a_border_is_the_line_two_countries_share(gazetteer: Gazetteer) -> None:
    one = resolution("Armenia", 0, gazetteer.country("AM"))
    two = resolution("Iran", 10, gazetteer.country("IR"))
    found = settle(relative(Relation.BORDER, two, one), gazetteer, one, two)
    assert found.place is not None
    assert found.place.id == "im:border/AM-IR"
    assert 38.7 < found.place.latitude < 39.1
    assert 46.0 < found.place.longitude < 46.6
    assert found.geometry is not None
    assert "LineString" in found.geometry.geom_type


def test_the_other_side_of_a_border_is_the_country_spoken_of(gazetteer: Gazetteer) -> None:
    kapan = resolution("Kapan", 60, place(39.2, 46.4, "AM"))
    azerbaijan = resolution("Azerbaijan", 108, gazetteer.country("AZ"))
    found = settle(relative(Relation.BORDER, azerbaijan), gazetteer, kapan, azerbaijan)
    assert found.place is not None
    assert found.place.id == "im:border/AM-AZ"


def test_the_border_at_a_town_is_a_spot_beside_it(gazetteer: Gazetteer) -> None:
    town = resolution("Nowsud", 0, place(35.16, 46.2, "IR"))
    pakistan = resolution("Pakistan", 60, gazetteer.country("PK"))
    expression = RelativeExpression(Relation.BORDER, (town.mention.span,), None, None)
    named = Mention(Span(0, 13), "Nowsud border", MentionKind.RELATIVE, 0.8, expression)
    found = settle(named, gazetteer, town, pakistan)
    assert found.place is not None
    assert found.place.country == "IR"
    assert (found.place.latitude, found.place.longitude) == (35.16, 46.2)


def test_countries_that_do_not_touch_have_no_border(gazetteer: Gazetteer) -> None:
    one = resolution("Armenia", 0, gazetteer.country("AM"))
    two = resolution("Spain", 10, gazetteer.country("ES"))
    assert settle(relative(Relation.BORDER, one, two), gazetteer, one, two).place is None


def test_without_its_anchor_nothing_is_made(gazetteer: Gazetteer) -> None:
    lost = resolution("Nowhere", 0, None)
    assert settle(relative(Relation.OFFSET, lost, km=5.0), gazetteer, lost).place is None
    one = resolution("Goris", 10, place(39.5, 46.3))
    assert settle(relative(Relation.BETWEEN, one, one), gazetteer, one).place is None

"""Waters off a coast, computed from the land around."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shapely

from mapper import Mapper
from mapper.model import Article, MentionKind, Relation, Resolution, Span


@pytest.fixture(scope="module")
def engine() -> Iterator[Mapper]:
    with Mapper() as opened:
        yield opened


def waters(engine: Mapper, text: str) -> Resolution | None:
    article = Article(id="t", text=text, body=(Span(0, len(text)),))
    for resolution in engine.analyse(article).resolutions:
        relative = resolution.mention.relative
        if relative is not None and relative.relation is Relation.COAST:
            return resolution
    return None


def test_off_a_country_is_sea_and_no_land(engine: Mapper) -> None:
    found = waters(engine, "A tanker was attacked off the coast of Yemen on Monday.")
    assert found is not None
    assert found.place is not None
    assert found.geometry is not None
    yemen = engine.gazetteer.geometry(engine.gazetteer.country("YE"))
    spot = shapely.Point(found.place.longitude, found.place.latitude)
    assert found.geometry.contains(spot)
    assert not yemen.contains(spot)
    assert yemen.intersection(found.geometry).area < 0.01 * found.geometry.area
    assert found.uncertainty_km is not None
    assert found.uncertainty_km > 200  # a long coast, and nothing says where along it


def test_a_side_of_the_coast_is_kept_to(engine: Mapper) -> None:
    found = waters(engine, "A ship was boarded 40 km off the western coast of India.")
    assert found is not None
    assert found.place is not None
    assert found.place.longitude < 78
    assert found.mention.relative is not None
    assert found.mention.relative.distance_km == 40
    assert found.mention.relative.bearing == 270


def test_off_a_port_reaches_a_little_way_out(engine: Mapper) -> None:
    found = waters(engine, "A drone was shot down off the port of Sukhumi.")
    assert found is not None
    assert found.uncertainty_km is not None
    assert found.uncertainty_km < 60


def test_where_there_is_no_sea_nothing_is_computed(engine: Mapper) -> None:
    found = waters(engine, "Two climbers fell off Tabriz on Sunday.")
    assert found is None or found.place is None


def test_off_needs_a_place_after_it(engine: Mapper) -> None:
    assert waters(engine, "The talks were called off on Monday in Baku.") is None
    kinds = {MentionKind.LITERAL, MentionKind.METONYMIC}
    text = "The power was cut off in Baku."
    article = Article(id="t", text=text, body=(Span(0, len(text)),))
    assert {r.mention.kind for r in engine.analyse(article).resolutions} <= kinds

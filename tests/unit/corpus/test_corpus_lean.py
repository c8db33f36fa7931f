"""Records without the gazetteer's shapes, and the shapes put back."""

from __future__ import annotations

from datetime import date

import pytest

from gazetteer import Gazetteer
from mapper.corpus.lean import Shapes, lean, restored
from mapper.export import analysis_record
from mapper.model import Analysis
from mapper.pipeline import Mapper
from mapper.read import from_text

TEXT = (
    "Soldiers clashed 30 km east of Goris on Tuesday, leaving three dead. Floods cut off the "
    "Syunik province of Armenia on Sunday, and two people drowned in the Arpa river."
)


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    with Mapper() as engine:
        return engine.analyse(from_text(TEXT, id="a", published=date(2026, 5, 8)))


def test_shapes_are_left_out_and_put_back(analysis):
    assert any(shape.geom_type.endswith("Polygon") for shape in analysis.geometries.values())
    record = analysis_record(lean(analysis))
    kept = [m["place"]["id"] for m in record["mentions"] if m["place"] and "geometry" in m["place"]]
    # Only what is computed is nowhere else.
    assert all(identifier.startswith("im:") for identifier in kept)
    with Gazetteer() as places:
        again = restored(record, Shapes(places))
    assert set(again.geometries) == set(analysis.geometries)
    for identifier, shape in analysis.geometries.items():
        assert again.geometries[identifier].equals_exact(shape, 1e-6)


def test_a_shape_is_looked_up_once(analysis):
    with Gazetteer() as places:
        shapes = Shapes(places)
        armenia = places.country("AM")
        assert shapes.of(armenia) is shapes.of(armenia)
        assert shapes.of(places.lookup("Goris", limit=1)[0].place) is None

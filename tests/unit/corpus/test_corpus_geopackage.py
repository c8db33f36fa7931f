"""The GeoPackage of a corpus has what that of the same articles on one map has."""

import pyogrio
import pytest
from shapely.geometry import MultiPoint, Point

from mapper import Mapper, from_text
from mapper.corpus.gathering import Places
from mapper.corpus.geopackage import write_geopackage
from mapper.export import to_geodataframe
from mapper.export.columns import PLACE_COLUMNS
from mapper.export.geopackage import LAYERS
from mapper.export.geopackage import write_geopackage as write_single
from mapper.export.places import place_table
from mapper.export.table import make_table

TEXTS = (
    "A mine killed a deminer in Fuzuli on Monday. Iran sent its condolences from Tehran.",
    "Two soldiers were wounded in a clash near Fuzuli on 3 May. Nine people died in a fire.",
    "Floods along the Aras river cut off villages in the Lankaran district on Tuesday.",
)


@pytest.fixture(scope="module")
def analyses():
    with Mapper() as engine:
        return [engine.analyse(from_text(text, id=f"a{n}")) for n, text in enumerate(TEXTS)]


def corpus_file(folder, name, parts):
    paths = []
    for number, some in enumerate(parts):
        path = folder / f"{name}{number}.parquet"
        to_geodataframe(some).reset_index().to_parquet(
            path, index=False, schema_version="1.1.0", write_covering_bbox=True
        )
        paths.append(path)
    made = folder / f"{name}.gpkg"
    write_geopackage(paths, lambda: iter(parts), made)
    return made


def test_the_same_layers_as_one_map_of_these_articles_has(analyses, tmp_path):
    single = tmp_path / "single.gpkg"
    write_single(analyses, single)
    made = corpus_file(tmp_path, "corpus", [analyses[:1], analyses[1:]])
    for layer in LAYERS:
        one, other = (pyogrio.read_dataframe(path, layer=layer) for path in (single, made))
        assert list(one.columns) == list(other.columns)
        assert one.equals(other), layer
        kinds = [pyogrio.read_info(path, layer=layer) for path in (single, made)]
        assert kinds[0]["geometry_type"] == kinds[1]["geometry_type"]
        assert list(kinds[0]["ogr_types"]) == list(kinds[1]["ogr_types"])
    assert len(pyogrio.read_dataframe(made, layer="places_point")) >= 2
    assert len(pyogrio.read_dataframe(made, layer="incidents_unplaced")) >= 1
    styles = pyogrio.read_dataframe(made, layer="layer_styles")
    assert sorted(styles["f_table_name"]) == sorted(LAYERS)
    again = corpus_file(tmp_path, "again", [analyses[:1], analyses[1:]])
    assert again.read_bytes() == made.read_bytes()


def test_layers_without_rows_are_there_all_the_same(analyses, tmp_path):
    made = corpus_file(tmp_path, "few", [analyses[:1]])
    assert set(pyogrio.list_layers(made)[:, 0]) == {*LAYERS, "layer_styles"}
    assert len(pyogrio.read_dataframe(made, layer="incidents_unplaced")) == 0


def test_places_of_many_articles_are_summed_and_long_lists_cut(analyses):
    table = place_table(analyses[:1])
    places = Places()
    places.add(table)
    assert places.table() == table
    first = dict(zip(PLACE_COLUMNS, next(table.rows()), strict=True))
    for number in range(300):
        row = first | {"articles": f"b{number}", "score": 1.0, "as_written": "Another name"}
        shape = MultiPoint([(0, 0), (1, 1)]) if number else Point(0, 0)
        places.add(make_table(PLACE_COLUMNS, [(tuple(row.values()), shape)]))
    summed = dict(zip(PLACE_COLUMNS, next(places.table().rows()), strict=True))
    assert summed["mentions"] == 301 * first["mentions"]
    assert summed["incidents"] == 301 * first["incidents"]
    assert summed["score"] == 1.0
    assert summed["as_written"] == f"{first['as_written']}; Another name"
    assert summed["articles"].startswith("a0; b0; b1")
    assert summed["articles"].endswith("…")
    assert len(summed["articles"].split("; ")) == 101
    assert places.table().shapes[0].geom_type == "MultiPoint"

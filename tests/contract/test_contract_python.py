"""What a script or a notebook may rely on."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import folium
import geopandas
import pytest

import mapper
from tests.fixtures.pages import PAGE, PARAGRAPHS


@pytest.fixture(scope="module")
def analysis(tmp_path_factory) -> mapper.Analysis:
    path = tmp_path_factory.mktemp("api") / "bridge.txt"
    path.write_text(PAGE)
    return mapper.analyse(path)


def test_every_public_name_is_there_and_no_other():
    for name in mapper.__all__:
        assert getattr(mapper, name).__name__ == name
    assert set(mapper.__all__) <= set(dir(mapper))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        mapper.nonsense  # noqa: B018


def test_importing_it_is_light():
    program = "import sys, mapper; print(len(sys.modules), 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    modules, numpy = done.stdout.split()
    assert int(modules) < 150
    assert numpy == b"False"


def test_a_path_gives_an_analysis(analysis):
    assert analysis.article.id == "bridge"
    assert analysis.article.published == date(2026, 3, 12)
    assert {r.mention.text for r in analysis.resolutions} >= {"Ashtarak", "Aparan"}


def test_an_article_gives_the_same_analysis(analysis):
    again = mapper.analyse(mapper.from_text(PAGE, id="bridge"))
    assert mapper.analysis_record(again) == mapper.analysis_record(analysis)


def test_settings_reach_the_article(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Two men were shot dead in Kapan yesterday, police said.")
    settings = mapper.Settings(published=date(2024, 5, 8))
    assert mapper.analyse(path, settings=settings).article.published == date(2024, 5, 8)


def test_one_engine_serves_many_articles():
    with mapper.Mapper() as engine:
        first, second = (engine.analyse(mapper.from_text(text)) for text in PARAGRAPHS[:2])
        assert first.generator == second.generator
        assert first.article.text == PARAGRAPHS[0]


def test_several_articles_in_one_source_are_refused(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Two hurt in Kapan."}\n{"text": "One hurt in Goris."}\n')
    with pytest.raises(mapper.SourceError, match="2 articles"):
        mapper.analyse(path)


def test_what_cannot_be_read_is_raised(tmp_path):
    with pytest.raises(mapper.SourceError, match="no such file"):
        mapper.analyse(tmp_path / "nothing.txt")
    assert issubclass(mapper.SourceError, ValueError)
    assert issubclass(mapper.OutputError, OSError)


def test_the_map_is_a_folium_map_that_takes_more_layers(analysis):
    made = mapper.to_map(analysis)
    assert isinstance(made, folium.Map)
    folium.Marker([40.3, 44.4]).add_to(made)
    assert "<html" in made.get_root().render()


def test_the_table_is_a_geodataframe(analysis):
    table = mapper.to_geodataframe(analysis)
    assert isinstance(table, geopandas.GeoDataFrame)
    assert "Aparan" in set(table["place"])
    assert table.geometry.geom_type.eq("Point").all()

import base64
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import folium
import folium.plugins
import pytest
from render_samples import HOSTILE, aras, empty, hostile

from mapper.errors import OptionError, OutputError
from mapper.render import map_html, save_map, to_map

FIXTURES = Path(__file__).parents[2] / "fixtures"
BLOCK = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)
TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
DATA = re.compile(r'<script type="application/json" id="([a-z-]+)">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def page() -> str:
    return map_html(to_map(aras()))


def data_of(page: str) -> dict[str, dict[str, object]]:
    return {name: json.loads(text) for name, text in DATA.findall(page)}


def test_it_is_a_folium_map_with_a_layer_a_category() -> None:
    fmap = to_map(aras())
    assert isinstance(fmap, folium.Map)
    layers = [c for c in fmap._children.values() if isinstance(c, folium.map.Layer)]
    names = [layer.layer_name for layer in layers]
    assert {"Battles", "Protests", "Places that the text names"} <= set(names)
    assert "Riots" not in names
    assert any(isinstance(c, folium.LayerControl) for c in fmap._children.values())


def test_online_tiles_are_a_choice_and_off() -> None:
    fmap = to_map(aras())
    tiles = [c for c in fmap._children.values() if isinstance(c, folium.TileLayer)]
    assert tiles
    assert not any(layer.show for layer in tiles)


def test_the_page_links_to_nothing(page: str) -> None:
    code = DATA.sub("", page)
    assert not re.search(r"<(script|link|img|iframe)[^>]+(src|href)=", code)
    assert "cdn." not in code and "cdnjs" not in code
    assert "@import" not in code
    for kind, text in BLOCK.findall(code):
        assert kind == "script" or not re.search(r"url\((?!data:)", text)


def test_the_policy_names_exactly_the_scripts_and_styles_of_the_page(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    named = set(re.findall(r"'sha256-([^']+)'", policy[1]))
    real = {
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for _, text in BLOCK.findall(DATA.sub("", page))
    }
    assert named == real
    assert "unsafe" not in policy[1]
    assert "default-src 'none'" in policy[1]
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_the_same_analysis_gives_the_same_bytes(page: str) -> None:
    assert map_html(to_map(aras())) == page


def test_another_process_gives_the_same_bytes(page: str) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(FIXTURES)!r}); from render_samples import aras;"
        "from mapper.render import map_html, to_map;"
        "sys.stdout.buffer.write(map_html(to_map(aras())).encode())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env=environment
    )
    assert done.stdout == page.encode()


def test_rendering_twice_changes_nothing() -> None:
    fmap = to_map(aras())
    assert map_html(fmap) == map_html(fmap)


def test_a_page_is_small(page: str) -> None:
    assert len(page.encode()) < 700_000


def test_the_quote_is_in_the_page_word_for_word(page: str) -> None:
    assert "On Thursday, border guards fired warning shots near Ordubad." in page


def test_saving_by_any_door_gives_the_same_page(page: str, tmp_path: Path) -> None:
    ours, foliums, by_text = (tmp_path / name for name in ("a.html", "b.html", "c.html"))
    assert save_map(to_map(aras()), ours) == ours
    to_map(aras()).save(foliums)
    to_map(aras()).save(str(by_text))
    buffer = io.BytesIO()
    to_map(aras()).save(buffer, close_file=False)
    written = {ours.read_bytes(), foliums.read_bytes(), by_text.read_bytes(), buffer.getvalue()}
    assert written == {page.encode()}
    assert to_map(aras()).get_root().render() == page


def test_it_shows_in_a_notebook() -> None:
    shown = to_map(aras())._repr_html_()
    assert "srcdoc=" in shown
    assert "Content-Security-Policy" in shown
    assert "{{" not in shown.replace("{{ ", "")


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    target = tmp_path / "map.html"
    target.write_text("old")
    save_map(to_map(empty()), target)
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]
    assert target.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("name", ["missing/map.html", "taken", "file/map.html", "x" * 300])
def test_what_cannot_be_written_is_one_clear_line(name: str, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError) as caught:
        save_map(to_map(empty()), tmp_path / name)
    assert str(caught.value).startswith("cannot write the map")
    assert str(caught.value).endswith("; free space or choose another place")
    assert "\n" not in str(caught.value)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "taken"]


def test_no_article_no_map() -> None:
    with pytest.raises(OptionError, match="no article"):
        to_map([])


def test_several_articles_share_a_map() -> None:
    data = data_of(map_html(to_map([aras(), empty()])))["im-data"]
    assert data["title"] == "Incidents in 2 articles"
    assert data["articles"]["id"] == ["aras", "empty"]  # type: ignore[index]


def test_the_title_can_be_given() -> None:
    page = map_html(to_map(aras(), title="Ours & <theirs>"))
    assert "<title>Ours &amp; &lt;theirs&gt;</title>" in page
    assert data_of(page)["im-data"]["title"] == "Ours & <theirs>"


@pytest.fixture(scope="module")
def harmless() -> str:
    """All of a page but its title and data."""
    return TITLE.sub("", DATA.sub("", map_html(to_map(hostile("x")))))


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_arrive_as_words(words: str, harmless: str) -> None:
    page = map_html(to_map(hostile(words)))
    page.encode("utf-8")
    data = data_of(page)["im-data"]
    assert data["title"] == words
    assert data["articles"]["title"] == [words]  # type: ignore[index]
    assert data["places"]["name"][0] == words  # type: ignore[index]
    assert data["incidents"]["by"] == [words]  # type: ignore[index]
    assert TITLE.sub("", DATA.sub("", page)) == harmless


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words_in_a_foreign_figure(words: str) -> None:
    figure = folium.Figure(height=400)
    figure.add_child(fmap := to_map(hostile(words)))
    page = figure.render()
    assert data_of(page)["im-data"]["title"] == words
    assert "https://cdn.jsdelivr.net/npm/leaflet" not in page
    with pytest.raises(OptionError, match="in its own figure"):
        map_html(fmap)


def test_hostile_words_stay_words_where_a_figure_renders_twice() -> None:
    figure = folium.Figure()
    words = "{{ 7*7 }} {% raw %} {# note"
    figure.add_subplot(1, 1, 1).add_child(to_map(hostile(words)))
    assert data_of(figure.render())["im-data"]["title"] == words


def test_folium_layers_can_be_added() -> None:
    fmap = to_map(aras())
    folium.Marker([40, 45], popup="hello", icon=folium.Icon(color="red")).add_to(fmap)
    late = folium.FeatureGroup(name="Late").add_to(fmap)
    folium.CircleMarker([40, 46]).add_to(late)
    page = map_html(fmap)
    assert "AwesomeMarkers" in page
    assert page.index(f"var {_name(page, 'Late')} = ") < page.index('"Late"')
    again = to_map(aras())
    folium.Marker([40, 45], popup="hello", icon=folium.Icon(color="red")).add_to(again)
    folium.CircleMarker([40, 46]).add_to(folium.FeatureGroup(name="Late").add_to(again))
    assert map_html(again) == page


def test_a_layer_inside_one_of_ours_is_noticed_too() -> None:
    fmap = to_map(aras())
    assert not fmap.has_foreign_layers
    group = next(c for c in fmap._children.values() if isinstance(c, folium.FeatureGroup))
    folium.Marker([40, 45], popup="hello").add_to(group)
    assert fmap.has_foreign_layers
    assert "L.AwesomeMarkers" in map_html(fmap)


def _name(page: str, label: str) -> str:
    found = re.search(rf'"{label}" : (feature_group_\w+)', page)
    assert found is not None
    return found[1]


def test_a_layer_that_needs_the_network_is_refused() -> None:
    fmap = to_map(aras())
    folium.plugins.HeatMap([[40, 45]]).add_to(fmap)
    with pytest.raises(OptionError, match="loads 'https://"):
        map_html(fmap)


def test_a_layer_control_of_the_users_own_replaces_ours() -> None:
    fmap = to_map(aras())
    folium.LayerControl(position="bottomleft").add_to(fmap)
    assert map_html(fmap).count("L.control.layers(") == 1


def test_our_own_files_hold_no_template_code() -> None:
    from mapper.render import bundle

    for text in (bundle.app_script(), bundle.app_style(), bundle.foreign_script()):
        assert not re.search(r"\{\{|\{%|\{#", text)
        assert "</script" not in text
        assert "innerHTML" not in text or 'createElement("template")' in text

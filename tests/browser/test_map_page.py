from collections.abc import Callable
from pathlib import Path
from typing import Any

import folium
import pytest
from render_samples import aras, empty, hostile

from mapper.render import map_html, save_map, to_map

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def aras_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_map(to_map(aras()), tmp_path_factory.mktemp("map") / "aras.html")


def test_everything_is_there_at_first_sight(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file)
    page.shoot("desktop")
    assert page.text("h1") == "A hard week on the Aras"
    assert "12 incidents, 11 on the map" in page.text(".im-count")
    assert page.count(".im-list .im-row") == 11
    assert page.count(".im-pin") >= 10
    assert page.count("path.im-corridor") == 1
    assert page.count(".leaflet-control-layers-overlays label") >= 9


def test_markers_show_whether_it_happened(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file)
    rows = page.js("return [...document.querySelectorAll('.im-list li')].map(li => li.innerText)")
    assert sum("foiled" in row for row in rows) == 1
    foiled = "[aria-label*='foiled'] svg.im-symbol"
    assert page.js(f"return document.querySelector(\"{foiled}\").innerHTML.includes('L10.5 -10.5')")
    planned = "[aria-label*='planned'] svg.im-symbol"
    assert page.js(f"return document.querySelector(\"{planned}\").innerHTML.includes('3.4 2.2')")


def test_a_country_is_a_plate_and_an_area_but_no_point(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file)
    page.click(".im-list .im-row", 8)
    page.shoot("country")
    assert "somewhere in Iran" in page.text(".im-country")
    assert page.count(".im-shape") >= 1
    assert "whole country, not a point" in page.popup()


def test_a_popup_says_everything(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file)
    page.click(".im-list .im-row", 0)
    page.shoot("popup")
    said = page.popup()
    for words in (
        "A mine exploded under a survey car", "13 Apr 2026", "on Monday", "Jabrayil District",
        "district, not a point", "one deminer", "2 or more", "the mine agency", "77\u00a0%",
        "candidate", "survey car", "more sentence", "Remote explosive",
    ):  # fmt: skip
        assert words in said


def test_candidates_have_scores_and_reasons(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file)
    page.click(".im-list .im-row", 3)
    page.js("document.querySelectorAll('.leaflet-popup details').forEach(d => d.open = true)")
    said = page.text(".leaflet-popup .im-candidates")
    assert "Tabriz" in said and "Tabrīzak" in said
    assert "same name, far away" in said and "90\u00a0%" in said


def test_the_names_of_all_sides_stand_beside(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file)
    page.click(".im-list .im-row", 9)
    said = page.popup()
    assert said.index("Shusha") < said.index("Şuşa")
    assert "Շուշի" in said


def test_incidents_at_one_place_stand_side_by_side(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file)
    boxes = page.js(
        "return [...document.querySelectorAll(\"[aria-label*=', Tabriz,']\")]"
        ".map(e => { const r = e.getBoundingClientRect(); return [r.x, r.y]; })"
    )
    assert len(boxes) == 4
    for i, (x, y) in enumerate(boxes):
        for other_x, other_y in boxes[:i]:
            assert abs(x - other_x) + abs(y - other_y) > 15


def test_labels_do_not_cover_each_other(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file)
    overlaps = page.js(
        """const labels = [...document.querySelectorAll('.im-label')];
        const boxes = labels.map(e => e.getBoundingClientRect());
        const apart = (a, b) => a.left > b.right - 3 || b.left > a.right - 3
            || a.top > b.bottom - 3 || b.top > a.bottom - 3;
        return boxes.flatMap((a, i) => boxes.slice(0, i).filter(b => !apart(a, b))).length"""
    )
    assert page.count(".im-label") > 8
    assert overlaps == 0


def test_panel_and_layer_control_switch_the_same_layer(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file)
    before = page.count(".im-pin")
    page.click("[data-category='disaster']")
    assert page.count(".im-pin") == before - 1
    assert "11 of 12" in page.text(".im-count")
    box = (
        "[...document.querySelectorAll('.leaflet-control-layers-overlays label')]"
        ".find(l => l.innerText.includes('Disasters')).querySelector('input')"
    )
    assert page.js(f"return {box}.checked") is False
    page.js(f"{box}.click()")
    page.settle()
    assert page.count(".im-pin") == before
    assert page.js("return document.querySelector(\"[data-category='disaster']\").checked") is True


def test_filters_by_factuality_score_and_words(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file)
    page.click("[data-fact='planned']")
    assert page.count(".im-list .im-row") == 9
    page.click("[data-fact='planned']")
    page.js(
        "const i = document.querySelector('.im-least'); i.value = 0.6;"
        "i.dispatchEvent(new Event('input'))"
    )
    page.settle()
    assert page.count(".im-list .im-row") == 10
    page.js(
        "const i = document.querySelector('.im-search'); i.value = 'SUSA';"
        "i.dispatchEvent(new Event('input'))"
    )
    page.settle()
    assert page.count(".im-list .im-row") == 1
    assert "Shusha" in page.text(".im-list")


def test_time_can_be_narrowed_and_played(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file)
    page.js(
        "const i = document.querySelector('.im-track input'); i.value = i.max - 10;"
        "i.dispatchEvent(new Event('input'))"
    )
    page.settle()
    shown = page.count(".im-list .im-row")
    assert 1 < shown < 12
    page.click(".im-time label input")
    assert page.count(".im-list .im-row") == shown - 1
    page.click(".im-play")
    assert (
        page.js("return document.querySelector('.im-play').getAttribute('aria-label')") == "Pause"
    )
    page.until("document.querySelector('.im-play').getAttribute('aria-label') === 'Play'")


def test_list_map_and_text_point_at_each_other(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file, size="wide")
    page.shoot("text")
    page.click(".im-text .im-q", 2)
    assert "Ordubad" in page.text(".im-row[aria-current]")
    assert "Ordubad" in page.popup()
    assert page.count(".im-on") == 1
    page.click(".im-list .im-row", 7)
    assert "foiled a plot" in page.text(".im-q-on")
    page.js("document.querySelector(\"[aria-label*='Shusha']\").click()")
    page.settle()
    assert "Shusha will host" in page.text(".im-q-on")
    assert "Shusha" in page.text(".im-row[aria-current]")


def test_the_text_tells_how_a_name_is_used(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file, size="wide")
    shown = page.js(
        "return Object.fromEntries([...document.querySelectorAll('.im-text .im-m')]"
        ".map(m => [m.innerText, m.className.split('im-m-')[1]]))"
    )
    assert shown["Baku"] == shown["Tehran"] == "metonymic"
    assert shown["Iranian"] == "demonym"
    assert shown["Qaraçuxur-Yaylaq"] == "nil"
    assert shown["Tabriz"] == "literal"
    page.js(
        "[...document.querySelectorAll('.im-text .im-m')].find(m => m.innerText === 'Baku').click()"
    )
    assert "not on the map" in page.text(".im-card")
    assert page.count("[aria-label*=', Baku,']") == 0
    page.js("[...document.querySelectorAll('.im-m-nil')].at(-1).click()")
    assert "none that the gazetteer knows" in page.text(".im-card")


def test_an_incident_without_a_place_is_told_but_not_drawn(
    open_page: Open, aras_file: Path
) -> None:
    page = open_page(aras_file)
    assert page.text(".im-elsewhere summary") == "1 incident without a place"
    page.js("document.querySelector('.im-elsewhere').open = true")
    page.settle()
    page.click(".im-elsewhere .im-row")
    assert "shepherd's hut" in page.text(".im-float")
    assert "names no place" in page.text(".im-float")
    assert page.count(".leaflet-popup, .im-on") == 0


def test_the_list_can_be_ordered(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file)
    page.js(
        "const s = document.querySelector('.im-order'); s.value = 'date';"
        "s.dispatchEvent(new Event('change'))"
    )
    days = page.js("return [...document.querySelectorAll('.im-row time')].map(t => t.innerText)")
    assert days[0] == "2024"
    assert days.index("9 Apr 2026") < days.index("13 Apr 2026") < days.index("1 May 2026")


def test_many_incidents_are_gathered_and_come_apart(open_page: Open) -> None:
    page = open_page(to_map([aras() for _ in range(20)]), link="#m=5/36/49")
    page.shoot("many")
    assert page.text(".im-count").startswith("240 incidents, 220 on the map")
    shown = sum(
        page.js("return [...document.querySelectorAll('.im-badge b')].map(b => +b.innerText)")
    )
    # Seven reports that all twenty articles tell are seven markers, the other five a hundred.
    assert shown + page.count(".im-pin") == 7 + 5 * 20
    before = page.js("return location.hash")
    page.click(".im-badge")
    assert page.js("return location.hash") != before or page.count(".im-stack .im-row")


def test_uncertainty_is_in_true_metres(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file, link="#m=9/39.65/47.92")
    radius, metres = page.js(
        """const box = [...document.querySelectorAll('path.im-uncertain')].map(p => p.getBBox())
            .sort((a, b) => b.width - a.width)[0];
        const map = Object.values(window).find(v => v instanceof L.Map);
        const side = map.distance(map.layerPointToLatLng([box.x, box.y + box.height / 2]),
            map.layerPointToLatLng([box.x + box.width, box.y + box.height / 2]));
        return [12000, side / 2]"""
    )
    assert metres == pytest.approx(radius, rel=0.05)


def test_a_link_restores_what_was_seen(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file)
    page.click("[data-category='disaster']")
    page.click("[data-fact='foiled']")
    page.click(".im-list .im-row", 2)
    link = page.js("return location.hash")
    again = open_page(aras_file, link=link)
    assert again.js("return location.hash") == link
    assert "10 of 12" in again.text(".im-count")
    assert "Ordubad" in again.popup()


@pytest.mark.parametrize("link", ["#m=x/y", "#m=99/500/1&t=a/b&s=9", "#i=0.none&f=<b>", "#%"])
def test_a_broken_link_does_no_harm(link: str, open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file, link=link)
    assert page.count(".im-list .im-row") == 11


def test_the_keyboard_is_enough(open_page: Open, aras_file: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    page = open_page(aras_file)
    page.js("document.querySelector('.im-list .im-row').focus()")
    page.driver.switch_to.active_element.send_keys(Keys.ENTER)
    page.settle()
    assert "A mine exploded" in page.popup()
    page.js("document.querySelector('.im-list .im-row').focus()")
    page.driver.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    page.settle()
    assert "Zangezur" in page.popup()
    assert "Zangezur" in page.js("return document.activeElement.innerText")


def test_everything_that_can_be_used_has_a_name(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file, size="wide")
    nameless = page.js(
        """const usable = 'button, a[href], input, select, [role=button], [tabindex="0"]';
        const named = e => e.getAttribute('aria-label') || e.innerText?.trim() || e.title
            || e.closest('label')?.innerText.trim() || e.placeholder;
        return [...document.querySelectorAll(usable)].filter(e => !named(e))
            .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert nameless == []
    assert page.js("return document.documentElement.lang") == "en"
    assert "user-scalable=no" not in page.js(
        "return document.querySelector('meta[name=viewport]').content"
    )


def test_a_phone_has_a_sheet_under_the_map(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file, size="phone")
    page.shoot("phone")
    assert page.js("return document.documentElement.scrollWidth") <= 390
    stage, panel = page.js(
        "return ['.im-stage', '.im-panel'].map(s => { const r = document.querySelector(s)"
        ".getBoundingClientRect(); return [r.top, r.bottom, r.width]; })"
    )
    assert panel[0] > stage[1] - 2 and panel[2] == 390
    page.click(".im-handle")
    page.js("const end = Date.now() + 400; while (Date.now() < end);")
    page.settle()
    taller = page.js("return document.querySelector('.im-panel').getBoundingClientRect().height")
    assert taller > (panel[1] - panel[0]) * 1.4
    page.click(".im-list .im-row", 3)
    page.shoot("phone-popup")
    assert "two hundred people" in page.text(".im-detail")
    assert page.count(".leaflet-popup") == 0
    page.click(".im-back")
    assert page.count(".im-detail[hidden]") == 1


def test_dark_is_dark(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file, dark=True)
    page.click(".im-list .im-row", 7)
    page.shoot("dark")
    dark = page.js("return getComputedStyle(document.querySelector('.im-panel')).backgroundColor")
    assert max(int(part) for part in dark[4:-1].split(",")) < 80
    page.click("[aria-label='Light or dark']")
    light = page.js("return getComputedStyle(document.querySelector('.im-panel')).backgroundColor")
    assert min(int(part) for part in light[4:-1].split(",")) > 200


def test_print_shows_map_and_list(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file)
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    page.settle()
    shown = page.js(
        "return ['.im-list', '.im-stage', '.im-tools', '.im-time']"
        ".map(s => getComputedStyle(document.querySelector(s)).display !== 'none')"
    )
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert shown == [True, True, False, False]


def test_paper_shows_the_region_of_the_screen(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file)
    link = page.js("return location.hash")
    seen = page.js(
        "const map = Object.values(window).find(v => v instanceof L.Map);"
        "const before = map.getBounds(); dispatchEvent(new Event('beforeprint'));"
        "const during = map.getBounds(); dispatchEvent(new Event('afterprint'));"
        "return during.contains(before.pad(-0.01))"
    )
    page.settle()
    assert seen
    assert page.js("return location.hash") == link


def test_a_text_without_places_says_so(open_page: Open) -> None:
    page = open_page(to_map(empty()))
    page.shoot("empty")
    assert "names no place" in page.text(".im-notice")
    assert page.text(".im-count") == "No incident reported"
    assert page.count(".im-label-country") > 5


def test_several_articles_share_one_map(open_page: Open) -> None:
    page = open_page(to_map([aras(), hostile("Ghostville"), empty()]))
    page.click(".im-tool")
    assert page.count(".im-article select option") == 3
    assert page.count(".im-list .im-row") == 12
    page.click(".im-list .im-row", 11)
    assert "Ghostville" in page.text(".im-text")


def test_tiles_load_only_when_chosen(open_page: Open, aras_file: Path) -> None:
    page = open_page(aras_file)
    assert page.requests() == []
    page.js(
        "[...document.querySelectorAll('.leaflet-control-layers-base label')]"
        ".find(l => l.innerText.includes('OpenStreetMap')).querySelector('input').click()"
    )
    page.settle()
    asked = page.requests()
    assert asked
    assert all(url.startswith("https://tile.openstreetmap.org/") for url in asked)
    page.driver.get("about:blank")
    page.complaints()
    page.requests()


def test_folium_layers_of_others_work_too(open_page: Open) -> None:
    fmap = to_map(aras())
    folium.Marker([39, 46], popup="plain", icon=folium.Icon(color="red"), tooltip="tip").add_to(
        fmap
    )
    folium.Marker([39.2, 46.2]).add_to(fmap)
    folium.GeoJson(
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "Point", "coordinates": [46, 40]},
        },
        name="Extra",
    ).add_to(fmap)
    page = open_page(fmap)
    page.click(".im-foreign")
    assert "plain" in page.popup()
    assert page.count("img.leaflet-marker-icon[src^='data:image/png']") == 2
    assert "Extra" in page.js(
        "return document.querySelector('.leaflet-control-layers').textContent"
    )


def test_it_works_in_a_figure_of_the_users_own(open_page: Open, tmp_path: Path) -> None:
    figure = folium.Figure(height=500)
    figure.add_child(to_map(aras()))
    path = tmp_path / "figure.html"
    path.write_bytes(figure.render().encode())
    assert open_page(path).count(".im-list .im-row") == 11


def test_it_works_inside_a_notebook(open_page: Open, tmp_path: Path) -> None:
    frame = to_map(aras())._repr_html_()
    notebook = tmp_path / "notebook.html"
    notebook.write_text(
        f"<!DOCTYPE html><meta charset=utf-8><body style='width:900px'>{frame}<script>"
        "document.querySelector('iframe').onload = e => { document.documentElement.dataset.ready"
        " = e.target.contentDocument.documentElement.dataset.ready }"
        "</script>",
        encoding="utf-8",
    )
    page = open_page(notebook)
    page.shoot("notebook")
    inside = "document.querySelector('iframe').contentDocument"
    assert page.js(f"return {inside}.querySelectorAll('.im-list .im-row').length") == 11


def test_the_page_is_the_one_that_map_html_gives(open_page: Open, tmp_path: Path) -> None:
    path = tmp_path / "by-hand.html"
    path.write_bytes(map_html(to_map(aras())).encode())
    assert open_page(path).count(".im-list .im-row") == 11

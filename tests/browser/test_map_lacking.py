"""Names that no gazetteer has: shown where they belong, found, saved, and put on the map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from render_samples import HOSTILE, aras, hostile, lacking
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from gazetteer import Gazetteer
from mapper.render import save_map, to_map

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def hills(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_map(to_map(lacking()), tmp_path_factory.mktemp("lacking") / "hills.html")


def heads(page: Any, selector: str) -> list[str]:
    found = page.js(
        "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)",
        f"{selector} .im-row-head b",
    )
    return [" ".join(text.split()) for text in found]


def rows_of_card(page: Any, card: str) -> dict[str, str]:
    found = page.js(
        "return [...document.querySelectorAll(arguments[0])].map(e =>"
        " [e.innerText, e.nextSibling.innerText])",
        f"{card} dt",
    )
    return {name: " ".join(text.split()) for name, text in found}


def type_into(page: Any, selector: str, number: int, text: str) -> None:
    page.js(
        "const e = document.querySelectorAll(arguments[0])[arguments[1]]; e.value = arguments[2];"
        "e.dispatchEvent(new Event('input'))",
        selector, number, text,
    )  # fmt: skip


def test_the_list_tells_which_place_is_lacking(open_page: Open, hills: Path) -> None:
    page = open_page(hills)
    assert heads(page, ".im-list-box > .im-list") == [
        "Ordubad for Zorqulat Pass", "Tabriz and Old Qizgarat",
    ]  # fmt: skip
    folded = page.js(
        "return [...document.querySelectorAll('.im-missing, .im-elsewhere')].map(e => e.open)"
    )
    assert folded == [True, False]
    assert page.text(".im-missing summary") == "1 incident whose place is not in the gazetteer"
    assert heads(page, ".im-missing") == ["Bershagol not in the gazetteer"]
    assert page.text(".im-count").endswith("1 whose place is not in the gazetteer")


def test_without_such_names_nothing_is_said_of_them(open_page: Open) -> None:
    page = open_page(to_map(aras()))
    assert page.js("return document.querySelector('.im-missing').hidden")
    assert "gazetteer" not in page.text(".im-count")
    page.click(".im-list .im-row")
    assert page.count(".im-placing") == 0


def test_the_card_tells_what_the_text_says(open_page: Open, hills: Path) -> None:
    page = open_page(hills)
    page.click(".im-list .im-row")
    page.popup()
    told = rows_of_card(page, ".leaflet-popup")
    assert told["Where"].startswith("Ordubad")
    assert told["More exactly"].startswith("Zorqulat Pass named in the text, but not in the gaz")
    page.click(".im-list .im-row", 1)
    page.popup()
    assert rows_of_card(page, ".leaflet-popup")["Also named"].startswith("Old Qizgarat named")
    page.click(".im-missing .im-row")
    assert rows_of_card(page, ".im-float")["Where"].startswith("Bershagol named in the text")
    cited = page.js("return IM.citation(IM.data.incidents[1])")
    assert "no place on the map; not in the gazetteer: Bershagol" in cited


def test_such_names_are_found_by_search(open_page: Open, hills: Path) -> None:
    page = open_page(hills)
    for words, head in (("zorqulat pass", "Ordubad for"), ("bershagol", "Bershagol")):
        type_into(page, ".im-search", 0, words)
        page.settle()
        assert [h.startswith(head) for h in heads(page, ".im-list-box")] == [True]


def test_they_are_in_what_is_saved(open_page: Open, hills: Path) -> None:
    page = open_page(hills)
    features, table = page.js(
        "const all = IM.data.incidents;"
        "return [JSON.parse(IM.geojson(all)).features.map(f => f.properties), IM.csv(all)]"
    )
    assert [(f["finer"], f["unlocated"]) for f in features] == [
        ("Zorqulat\nPass", ""), ("", "Old Qizgarat"),
    ]  # fmt: skip
    assert "Bershagol" in table
    assert {"finer", "unlocated"} <= set(table.lstrip("\ufeff").split("\r\n")[0].split(","))


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_place_is_put_on_the_map_by_pointing(
    size: str, open_page: Open, hills: Path, tmp_path: Path
) -> None:
    page = open_page(hills, size=size)
    page.click(".im-missing .im-row")
    page.click(".im-placing summary")
    page.click(".im-placing-row button")
    holder = page.driver.find_element("css selector", ".folium-map")
    ActionChains(page.driver, duration=0).move_to_element_with_offset(
        holder, -60, -40
    ).click().perform()
    page.settle()
    latitude, longitude = page.js(
        "return [...document.querySelectorAll('.im-placing-row input')].map(e => Number(e.value))"
    )
    assert 36 < latitude < 41
    assert 42 < longitude < 49
    assert page.count(".im-picking") == 0
    # The table is one that the program takes.
    table = tmp_path / "places.csv"
    table.write_text(page.js("return IM.ownPlaces()"), "utf-8")
    with Gazetteer(extra=[table], user=False) as places:
        found = places.lookup("Bershagol")[0].place
    assert (found.latitude, found.longitude) == pytest.approx((latitude, longitude), abs=1e-5)


def test_a_popup_stays_open_while_its_place_is_pointed_to(open_page: Open, hills: Path) -> None:
    page = open_page(hills)
    page.click(".im-list .im-row")
    page.click(".im-placing summary")
    page.click(".im-placing-row button")
    holder = page.driver.find_element("css selector", ".folium-map")
    ActionChains(page.driver, duration=0).move_to_element_with_offset(
        holder, 300, 150
    ).click().perform()
    page.settle()
    assert page.count(".leaflet-popup") == 1
    assert page.js("return document.querySelector('.im-placing-row input').value") != ""


def test_degrees_are_typed_and_checked(open_page: Open, hills: Path) -> None:
    page = open_page(hills)
    page.click(".im-missing .im-row")
    save = "return document.querySelector('.im-placing > .im-button').disabled"
    assert page.js(save)
    for latitude, longitude, wrong in (
        ("40.5", "", True), ("north", "45", True), ("91", "45", True), ("40.5", "45.25", False),
    ):  # fmt: skip
        type_into(page, ".im-placing-row input", 0, latitude)
        type_into(page, ".im-placing-row input", 1, longitude)
        assert page.js(save) is wrong, (latitude, longitude)
    assert page.js("return IM.ownPlaces()") == "name,lat,lon\r\nBershagol,40.5,45.25\r\n"


def test_escape_ends_pointing_and_closes_nothing(open_page: Open, hills: Path) -> None:
    page = open_page(hills)
    page.click(".im-missing .im-row")
    page.click(".im-placing summary")
    page.click(".im-placing-row button")
    assert page.count(".im-picking") == 1
    ActionChains(page.driver, duration=0).send_keys(Keys.ESCAPE).perform()
    page.settle()
    assert page.count(".im-picking") == 0
    assert page.js("return document.querySelector('.im-float').hidden") is False


def test_the_figure_names_them(open_page: Open, hills: Path) -> None:
    page = open_page(hills, link="#r=1")
    foot = " ".join(page.text(".im-report-foot").split())
    assert "1 incident not on the map, as the place is not in the gazetteer: Bershagol." in foot
    assert "2 incidents shown around or beside places not in the gazetteer: " in foot
    assert "Zorqulat Pass, Old Qizgarat" in foot


def test_hostile_names_are_only_words(open_page: Open) -> None:
    page = open_page(to_map([hostile(words) for words in HOSTILE]))
    page.js(
        "document.querySelectorAll('.im-list .im-row').forEach(row => {"
        " row.click(); document.querySelectorAll('.im-placing').forEach(d => d.open = true);"
        " document.querySelectorAll('.im-placing-row input').forEach(e => {"
        "  e.value = '1'; e.dispatchEvent(new Event('input')); }); })"
    )
    page.settle()
    told = page.js("return IM.ownPlaces().split('\\r\\n').length")
    assert told >= len(HOSTILE)
    assert page.count(".im-app script, img[onerror]") == 0
    assert page.js("return document.documentElement.scrollWidth <= innerWidth")

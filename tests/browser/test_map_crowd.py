"""Maps of so many incidents that they are drawn on a canvas."""

import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from crowd_samples import crowd
from render_samples import HOSTILE, aras, hostile

from mapper.render import save_map, to_map

Open = Callable[..., Any]
FAR, NEAR = "#m=5/39/50", "#m=9/38.5/47.5"
MAP = "Object.values(window).find(v => v instanceof L.Map)"
INK = """const sheet = document.querySelector('.leaflet-im-crowd-pane canvas');
    const copy = Object.assign(document.createElement('canvas'),
        { width: sheet.width, height: sheet.height });
    const pen = copy.getContext('2d', { willReadFrequently: true });
    pen.drawImage(sheet, 0, 0);
    const bits = pen.getImageData(0, 0, sheet.width, sheet.height).data;
    let ink = 0; for (let i = 3; i < bits.length; i += 4) ink += bits[i] > 0; return ink"""
RINGS = "[...document.querySelectorAll('.im-key-of')].map(b => b.getAttribute('aria-label'))"


@pytest.fixture(scope="module")
def crowd_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_map(to_map(crowd()), tmp_path_factory.mktemp("crowd") / "crowd.html")


def counted(page: Any) -> int:
    """Incidents of all groups in sight."""
    counts = (re.match(r"[\d,]+(?= incidents? )", words) for words in page.js(f"return {RINGS}"))
    return sum(int(found[0].replace(",", "")) if found else 1 for found in counts)


def click_at(page: Any, x: float, y: float) -> None:
    for kind in ("mousePressed", "mouseReleased"):
        page.driver.execute_cdp_cmd(
            "Input.dispatchMouseEvent",
            {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1},
        )
    page.settle()


def middle(page: Any, selector: str) -> list[float]:
    return list(
        page.js(
            "const r = document.querySelector(arguments[0]).getBoundingClientRect();"
            "return [r.x + r.width / 2, r.y + r.height / 2]",
            selector,
        )
    )


def test_a_crowd_is_drawn_on_a_canvas(open_page: Open, crowd_file: Path) -> None:
    page = open_page(crowd_file, link=FAR)
    page.shoot("crowd")
    assert page.text(".im-count").startswith("1,200 incidents, 1,200 on the map")
    assert page.count(".im-pin, .im-badge") == 0
    assert page.js(INK) > 1000
    # Every incident at a point or an area, none twice, and none that is only in a country.
    assert counted(page) == 60 * 19


def test_a_country_is_no_point_in_a_crowd_either(open_page: Open, crowd_file: Path) -> None:
    page = open_page(crowd_file, link=FAR)
    assert not any("Iran" in words for words in page.js(f"return {RINGS}"))
    assert page.text(".im-aside-countries").split() == ["Somewhere", "in", "Iran", "60"]
    page.click(".im-aside-countries button")
    assert "60 incidents here" in page.popup()


def test_a_district_is_an_area_in_a_crowd_either(open_page: Open, crowd_file: Path) -> None:
    page = open_page(crowd_file, link="#m=7/38.5/47.5")
    assert page.count("path.im-shape") == 1
    page.js(
        "[...document.querySelectorAll('.leaflet-control-layers-overlays label')]"
        ".find(l => l.innerText.includes('how sure')).querySelector('input').click()"
    )
    page.settle()
    assert page.count("path.im-shape") == 0


def test_the_pointer_opens_what_it_touches(open_page: Open, crowd_file: Path) -> None:
    page = open_page(crowd_file, link=FAR)
    zoom = page.js(f"return {MAP}.getZoom()")
    click_at(page, *middle(page, ".im-key-of"))
    assert page.js(f"return {MAP}.getZoom()") > zoom


def test_the_keyboard_opens_it_too(open_page: Open, crowd_file: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    page = open_page(crowd_file, link=FAR)
    zoom = page.js(f"return {MAP}.getZoom()")
    page.js("document.querySelector('.im-key-of').focus()")
    page.driver.switch_to.active_element.send_keys(Keys.ENTER)
    page.settle()
    assert page.js(f"return {MAP}.getZoom()") > zoom


def test_few_in_sight_are_markers_again(open_page: Open, crowd_file: Path) -> None:
    page = open_page(crowd_file, link=NEAR)
    page.shoot("crowd-near")
    assert page.count(".im-pin") > 10
    assert page.count(".im-key-of") == 0
    assert page.js(INK) == 0
    page.js(f"{MAP}.setZoom(5, {{ animate: false }})")
    page.settle()
    assert page.count(".im-pin") == 0
    assert page.js(INK) > 1000


def test_filters_reach_the_canvas(open_page: Open, crowd_file: Path) -> None:
    page = open_page(crowd_file, link=FAR)
    page.click("[data-category='battle']")
    page.settle()
    assert counted(page) == 60 * 19 * 3 // 4
    page.click("[data-fact='foiled']")
    page.settle()
    assert counted(page) == 60 * 19 * 3 // 4 * 2 // 3
    assert page.text(".im-count").startswith("600 of 1,200 incidents")


def test_the_list_leads_to_the_map(open_page: Open, crowd_file: Path) -> None:
    page = open_page(crowd_file, link=FAR)
    page.click(".im-list .im-row", 3)
    assert "Report 0 tells of Town3" in page.popup()
    assert page.count(".im-on") == 1


def test_a_crowd_works_on_a_phone_and_in_the_dark(open_page: Open, crowd_file: Path) -> None:
    page = open_page(crowd_file, size="phone", dark=True)
    page.shoot("crowd-phone-dark")
    assert page.js(INK) > 1000
    assert page.js("return document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_in_a_crowd(dark: bool, open_page: Open, crowd_file: Path) -> None:
    page = open_page(crowd_file, link=FAR, dark=dark)
    page.js((files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.driver.execute_async_script(
        "const done = arguments[0]; axe.run(document).then(r => done(r.violations.map(v =>"
        " v.id + ': ' + v.nodes[0].html.slice(0, 160))))"
    )
    assert found == []


def test_labels_in_a_crowd_do_not_cover_each_other(open_page: Open, crowd_file: Path) -> None:
    page = open_page(crowd_file, link=FAR)
    overlaps = page.js(
        """const labels = [...document.querySelectorAll('.im-label')];
        const boxes = labels.map(e => e.getBoundingClientRect());
        const apart = (a, b) => a.left > b.right - 3 || b.left > a.right - 3
            || a.top > b.bottom - 3 || b.top > a.bottom - 3;
        return boxes.flatMap((a, i) => boxes.slice(0, i).filter(b => !apart(a, b))).length"""
    )
    assert overlaps == 0


def test_hostile_words_come_through_packed_data(open_page: Open) -> None:
    page = open_page(to_map([*map(hostile, HOSTILE), *crowd(16)]), link="#m=6/40/45")
    page.js("document.querySelectorAll('details').forEach(d => d.open = true)")
    for number, words in enumerate(HOSTILE):
        # The driver cannot carry lone surrogates: they travel as JSON.
        shown = page.js(
            """const words = JSON.parse(arguments[0]), number = arguments[1];
            const incident = IM.data.incidents[number];
            IM.emit('select', incident, 'list', incident.spots[0]);
            const row = document.querySelector(`.im-list [data-incident="${number}"]`);
            const said = document.querySelector('.im-of-incident').textContent;
            return [IM.data.articles[number].title === words,
                row.querySelector('.im-row-quote').textContent === incident.quoteText,
                incident.quoteText.includes(words), said.includes(words)]""",
            json.dumps(words), number,
        )  # fmt: skip
        assert shown == [True] * 4, words[:60]
    page.settle()
    assert page.count("img[onerror], a[href^='javascript']") == 0


def test_what_two_articles_tell_is_one_pile(open_page: Open) -> None:
    page = open_page(to_map([aras(), aras()]), link="#m=9/38.08/46.29")
    page.shoot("pile")
    pile = "[aria-label*=', Tabriz,'][aria-label*='(told by 2 articles)']"
    assert (
        page.js(f'return [...document.querySelectorAll("{pile} .im-times")].map(b => b.innerText)')
        == ["2"] * 4
    )
    page.js(f'document.querySelector("{pile}").click()')
    page.settle()
    assert "Probably the same in 1 other article" in page.popup()
    first = page.js("return location.hash")
    page.js("document.querySelector('.im-told').open = true")
    page.click(".im-told .im-link")
    assert page.js("return location.hash") != first
    assert page.count(".im-on") == 1

"""What a reader does with the page: filter, step, read, name, cite, save; by keyboard too."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from render_samples import TEXT, Draft, aras, at, hostile, place
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from mapper.model import Actor, ActorRole, Analysis, Category
from mapper.render import save_map, to_map

Open = Callable[..., Any]

FORMULA = "=HYPERLINK(1)"


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_map(to_map(aras()), tmp_path_factory.mktemp("use") / "one.html")


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    fmap = to_map([aras(), hostile("Ghostville"), hostile("Nowhere")])
    return save_map(fmap, tmp_path_factory.mktemp("use") / "several.html")


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    fmap = to_map([aras() for _ in range(50)])
    return save_map(fmap, tmp_path_factory.mktemp("use") / "long.html")


def press(page: Any, *keys: str) -> None:
    for key in keys:
        ActionChains(page.driver, duration=0).send_keys(key).perform()
    page.settle()


def focus(page: Any, selector: str, number: int = 0) -> None:
    page.js("document.querySelectorAll(arguments[0])[arguments[1]].focus()", selector, number)


def focused(page: Any) -> str:
    return str(page.js("const e = document.activeElement; return `${e.tagName}.${e.className}`"))


def choose(page: Any, selector: str, value: object) -> None:
    page.js(
        "const e = document.querySelector(arguments[0]); e.value = arguments[1];"
        "for (const kind of ['input', 'change']) e.dispatchEvent(new Event(kind))",
        selector, value,
    )  # fmt: skip
    page.settle()


def saved(page: Any, folder: Path, ending: str) -> str:
    """Press a download button with the keyboard; what is in the file."""
    folder.mkdir(exist_ok=True)
    page.driver.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)}
    )
    focus(page, f"[data-download='{ending}']")
    press(page, Keys.ENTER)
    for _ in range(100):
        found = [path for path in folder.iterdir() if path.suffix == f".{ending}"]
        if found:
            return found[0].read_bytes().decode("utf-8-sig")
        time.sleep(0.05)
    raise AssertionError(f"nothing was saved: {list(folder.iterdir())}")


# --- downloads and citations -----------------------------------------------------------


def test_what_is_shown_is_saved_as_geojson(open_page: Open, one: Path, tmp_path: Path) -> None:
    page = open_page(one)
    page.click("[data-fact='planned']")
    page.click("[data-category='disaster']")
    found = json.loads(saved(page, tmp_path / "files", "geojson"))
    assert (tmp_path / "files/a-hard-week-on-the-aras.geojson").exists()
    assert found["type"] == "FeatureCollection"
    rows = [feature["properties"] for feature in found["features"]]
    assert len(rows) == 9
    assert {"planned"}.isdisjoint(row["factuality"] for row in rows)
    first = rows[0]
    assert found["features"][0]["geometry"] == {"type": "Point", "coordinates": [47, 39.25]}
    assert TEXT[first["quote_start"] : first["quote_end"]] == first["quote"]
    assert first["category"] == "Explosion/Remote violence"
    assert first["place"] == "Cəbrayıl District"
    assert first["place_as_written"] == "Jabrayil District"
    assert (first["fatalities_min"], first["injuries_max"]) == (1, None)
    assert first["date_start"] == "2026-04-13"
    assert page.text(".im-hidden") == "9 incidents saved as GeoJSON"


def test_what_is_shown_is_saved_as_csv_that_runs_nothing(open_page: Open, tmp_path: Path) -> None:
    page = open_page(to_map([formulas(), aras()], title="Two"))
    rows = list(csv.DictReader(io.StringIO(saved(page, tmp_path / "files", "csv"))))
    assert len(rows) == 14
    assert rows[0]["article_title"] == f"'{FORMULA}"
    assert rows[0]["actors"] == "'+1-1"
    assert rows[0]["quote"] == f'\'{FORMULA} burned,\nhe said "so".'
    assert (float(rows[0]["longitude"]), rows[0]["fatalities_min"]) == (-77.5, "")
    for row in rows:
        for value in row.values():
            number = value.removeprefix("-").replace(".", "", 1).isdigit()
            assert number or not value.lstrip().startswith(("=", "+", "-", "@", "\t")), value
    # What has no place has a row, too.
    assert [row["incident"] for row in rows if not row["place"]] == ["i12"]


def formulas() -> Analysis:
    draft = Draft(f'{FORMULA} burned,\nhe said "so".', id="formulas", title=FORMULA)
    town = place("user:west", "@West", 38.9, -77.5, "US")
    draft.incident(
        f'{FORMULA} burned,\nhe said "so".', Category.OTHER, [at(town, None)], trigger="burned",
        actors=(Actor("+1-1", ActorRole.SOURCE),), attributed_to="\t=1",
    )  # fmt: skip
    return draft.done()


def test_a_citation_is_copied(open_page: Open, tmp_path: Path) -> None:
    draft = Draft("A 😀 face.\n\nOn Monday a hall in Gyumri burned down.", title="Fire")
    draft.incident(
        "On Monday a hall in Gyumri burned down.", Category.DISASTER,
        [at(place("gn:1", "Gyumri", 40.8, 43.8, "AM"), None)],
    )  # fmt: skip
    page = open_page(to_map(draft.done()))
    page.driver.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite"]})
    page.click(".im-list .im-row")
    focus(page, ".im-cite")
    press(page, Keys.ENTER)
    page.until("document.querySelector('.im-cite').textContent === 'Copied'")
    copied = page.driver.execute_async_script(
        "navigator.clipboard.readText().then(arguments[0], e => arguments[0](String(e)))"
    )
    assert copied.splitlines() == [
        "“On Monday a hall in Gyumri burned down.”",
        "Fire",
        "Characters 11–50 of the text. Disasters and accidents; occurred; Gyumri; undated.",
    ]
    assert draft.article.text[11:50] == "On Monday a hall in Gyumri burned down."


def test_a_closed_clipboard_leaves_the_citation_to_the_reader(open_page: Open, one: Path) -> None:
    page = open_page(one)
    page.js(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "document.execCommand = () => false"
    )
    page.click(".im-list .im-row")
    page.click(".im-cite")
    box = "document.querySelector('.im-cited')"
    assert "news.example, 14 Apr 2026, https://news.example/" in page.until(f"{box}?.value")
    assert page.js(f"return {box}.selectionEnd === {box}.value.length")


# --- names -----------------------------------------------------------------------------


def test_names_of_disputed_places_can_be_switched(open_page: Open, one: Path) -> None:
    page = open_page(one)
    page.click(".im-list .im-row", 9)
    assert page.text(".im-row[aria-current] b") == "Shusha"
    focus(page, "input[name='im-naming']")
    press(page, Keys.ARROW_DOWN)
    others = page.text(".im-row[aria-current] b")
    assert "Shusha" not in others
    assert "Şuşa" in others and "Շուշի" in others
    assert "Շուշի" in page.text(".im-of-incident b")
    labels = "[...document.querySelectorAll('.im-label-event')].map(e => e.innerText).join()"
    assert "Շուշի" in page.js(f"return {labels}")
    press(page, Keys.ARROW_DOWN)
    page.shoot("names")
    both = page.text(".im-row[aria-current] b")
    assert both.index("Shusha") < both.index("Շուշի")
    # What is not disputed keeps its one name, and the text stays as it was written.
    assert page.text(".im-list .im-row:first-child b") == "Jabrayil District"
    page.click(".im-text-button")
    assert page.text(".im-q-on").strip() == "Shusha will host talks on 28 April."


def test_no_side_alone_gives_the_other_name(open_page: Open) -> None:
    draft = Draft("Trucks reached Karabakh.", title="Trucks")
    region = place(
        "gn:1", "Qarabağ", 39.9, 46.9, "AZ", "L.RGN", disputed=True,
        names=[("Qarabağ", "az", "official"), ("Ղարաբաղ", "hy", "alternate"),
               ("Karabagh", "hy", "alternate"), ("Orkhistene", "", "historical")],
    )  # fmt: skip
    draft.incident(
        "Trucks reached Karabakh.", Category.OTHER, [at(region, draft.mention("Karabakh", region))]
    )
    page = open_page(to_map(draft.done()), link="#n=others")
    name = page.js("return document.querySelector('.im-row b').textContent")
    assert name.translate({0x2068: None, 0x2069: None}) == "Qarabağ / Ղարաբաղ"
    assert page.js("return document.querySelector('[value=others]').checked")


def test_a_disputed_place_is_said_to_be(open_page: Open, one: Path) -> None:
    page = open_page(one)
    page.click(".im-list .im-row", 9)
    assert "by more than one side" in page.popup()
    page.click(".im-list .im-row", 3)
    assert "by more than one side" not in page.popup()


# --- filters ---------------------------------------------------------------------------


def test_sources_are_filtered(open_page: Open, several: Path) -> None:
    page = open_page(several)
    page.shoot("sources")
    assert page.count("[data-source]") == 3
    page.click("[data-source='news.example']")
    assert page.count(".im-list .im-row") == 2
    assert page.text(".im-count").startswith("2 of 14 incidents")
    page.click("[data-sources='none']")
    assert page.text(".im-nothing") == "Nothing fits the filters."
    assert page.count(".im-pin") == 0
    page.click("[data-source='Nowhere']")
    assert page.text(".im-list b bdi") == "Nowhere"
    link = page.js("return location.hash")
    again = open_page(several, link=link)
    assert again.text(".im-list b bdi") == "Nowhere"
    assert again.js("return location.hash") == link
    again.click("[data-sources='all']")
    assert again.count(".im-list .im-row") == 13


def test_one_title_of_several_articles_is_several_sources(open_page: Open) -> None:
    title = "What the agencies write, word for word and at such a length that no panel is as wide"
    analyses = []
    for name in ("morning", "evening"):
        draft = Draft("A fire in Tabriz.", id=name, title=title)
        tabriz = place("gn:113646", "Tabriz", 38.08, 46.29, "IR")
        where = [at(tabriz, draft.mention("Tabriz", tabriz))]
        draft.incident("A fire in Tabriz.", Category.DISASTER, where)
        analyses.append(draft.done())
    page = open_page(to_map(analyses))
    assert page.count("[data-source]") == 2
    wide = "const f = document.querySelector('.im-filters'); return f.scrollWidth - f.clientWidth"
    assert page.js(wide) <= 0
    page.click(f"[data-source='{title} (evening)']")
    assert page.count(".im-list .im-row") == 1


def test_everything_comes_back_at_once(open_page: Open, one: Path) -> None:
    page = open_page(
        one, link="#c=protest&f=foiled&s=0.6&q=tabriz&t=2026-04-01/2026-04-12&u=0&o=score"
    )
    assert page.text(".im-count").startswith("3 of 12 incidents")
    assert page.js("return document.querySelector('.im-search').value") == "tabriz"
    assert page.js("return document.querySelector('.im-order').value") == "score"
    page.click(".im-reset")
    assert page.text(".im-count").startswith("12 incidents")
    assert page.js("return document.querySelector('.im-search').value") == ""
    assert page.js("return document.querySelector('.im-least').value") == "0"
    assert page.js("return document.querySelector('.im-reset').hidden")
    unchecked = ".im-filters input[type='checkbox']:not(:checked), .im-time input:not(:checked)"
    assert page.count(unchecked.replace("input:not", "input[type='checkbox']:not")) == 0
    hidden = page.js("return new URLSearchParams(location.hash.slice(1)).toString()")
    assert not {"c=", "f=", "s=", "q=", "t=", "u="} & {part[:2] for part in hidden.split("&")}


def test_a_changed_address_is_followed(open_page: Open, one: Path) -> None:
    page = open_page(one)
    page.js("window.old = true; location.hash = '#q=shusha'")
    page.until("!window.old && document.documentElement.dataset.ready")
    page.settle()
    assert page.count(".im-list .im-row") == 1


# --- time ------------------------------------------------------------------------------


def test_a_span_is_drawn_on_the_histogram(open_page: Open, one: Path) -> None:
    page = open_page(one)
    left, top, width = page.js(
        "const r = document.querySelector('.im-bars').getBoundingClientRect();"
        "return [r.left, r.top + 10, r.width]"
    )
    mouse = {"button": "left", "clickCount": 1, "y": top}
    for kind, share in (("Pressed", 0.9), ("Moved", 0.99), ("Moved", 1), ("Released", 1)):
        page.driver.execute_cdp_cmd(
            "Input.dispatchMouseEvent", {"type": f"mouse{kind}", "x": left + share * width, **mouse}
        )
    page.settle()
    page.shoot("brush")
    assert "2024" not in page.text(".im-time output")
    assert page.text(".im-time output").endswith("1 May 2026")
    assert page.count(".im-bars i.im-out") > 40
    assert page.text(".im-count").startswith("11 of 12")
    page.click(".im-whole")
    assert page.text(".im-count").startswith("12 incidents")
    focus(page, ".im-track input", 0)
    press(page, Keys.END)
    assert page.text(".im-time output") == "1 May 2026"
    press(page, Keys.HOME)
    assert page.text(".im-time output") == "1 Jan 2024 – 1 May 2026"


# --- list and keyboard -----------------------------------------------------------------


def test_a_long_list_holds_only_what_is_in_sight(open_page: Open, long: Path) -> None:
    page = open_page(long)
    assert page.count(".im-list:first-of-type > li") < 40
    assert (
        page.js("return document.querySelector('.im-list li').getAttribute('aria-setsize')")
        == "550"
    )
    page.js("document.querySelector('.im-list-box').scrollTop = 20000")
    page.settle()
    page.shoot("long-list")
    position = page.js(
        "const f = document.querySelector('.im-list-box').getBoundingClientRect();"
        "const e = document.elementFromPoint(f.left + 80, f.top + 200).closest('li');"
        "return [e.getAttribute('aria-posinset'), document.querySelector('.im-list').scrollHeight]"
    )
    assert 165 < int(position[0]) < 185
    assert position[1] > 50_000
    focus(page, ".im-list .im-row")
    press(page, Keys.END)
    assert page.js("return document.activeElement.parentNode.ariaPosInSet") == "550"
    assert page.js("return document.activeElement.ariaCurrent") == "true"
    press(page, Keys.PAGE_UP, Keys.ARROW_UP)
    assert page.js("return document.activeElement.parentNode.ariaPosInSet") == "541"
    press(page, Keys.HOME)
    assert page.js("return document.activeElement.parentNode.ariaPosInSet") == "1"
    assert page.count(".im-list > li") < 60
    # A search that finds nothing leaves no empty miles behind.
    choose(page, ".im-search", "nothing of the kind")
    assert page.js("return document.querySelector('.im-list').offsetHeight") == 0
    choose(page, ".im-search", "shusha")
    assert page.count(".im-list > li") == 50


def test_the_keyboard_reaches_and_leaves_everything(open_page: Open, one: Path) -> None:
    page = open_page(one)
    reached = []
    for _ in range(60):
        press(page, Keys.TAB)
        reached.append(focused(page))
        if "im-tool" in reached[-1]:
            break
    for part in ("INPUT.im-search", "SUMMARY", "INPUT.im-least", "SELECT.im-order", "im-row"):
        assert any(part in name for name in reached), part
    # The list is one stop, and the arrows go through it.
    assert sum("im-row" in name for name in reached) == 1
    focus(page, ".im-list .im-row")
    press(page, Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert "Ordubad" in page.js("return document.activeElement.innerText")
    assert "Ordubad" in page.popup()
    press(page, Keys.ENTER)
    assert "im-popup" in focused(page)
    press(page, Keys.TAB)
    assert focused(page).startswith("SUMMARY")
    press(page, Keys.ESCAPE)
    page.until("document.querySelectorAll('.leaflet-popup').length === 0")
    page.settle()
    assert "Ordubad" in page.js("return document.activeElement.innerText")
    assert "im-row" in focused(page)


def test_a_marker_is_opened_with_the_keyboard(open_page: Open, one: Path) -> None:
    page = open_page(one)
    focus(page, ".im-pin[aria-label*='Parsabad']")
    press(page, Keys.ENTER)
    assert "foiled a plot" in page.popup()
    assert "im-popup" in focused(page)
    assert "Parsabad" in page.text(".im-row[aria-current]")
    press(page, Keys.ESCAPE)
    page.until("document.querySelectorAll('.leaflet-popup').length === 0")
    page.settle()
    assert "im-pin" in focused(page)


# --- the text --------------------------------------------------------------------------


def test_the_text_is_read_with_the_keyboard(open_page: Open, one: Path) -> None:
    page = open_page(one)
    focus(page, ".im-list .im-row", 3)
    press(page, Keys.ENTER)
    focus(page, ".leaflet-popup .im-read")
    press(page, Keys.ENTER)
    assert "im-sign-button" in focused(page)
    assert "two hundred people" in page.text(".im-q-on")
    assert "Tabriz" in page.text(".im-m-on")
    press(page, Keys.TAB)
    assert "im-m-literal" in focused(page)
    press(page, Keys.ENTER)
    card = page.text(".im-card")
    assert "Tabrīzak" in card and "same name, far away" in card and "90\u00a0%" in card
    assert focused(page) == "BUTTON.im-close"
    press(page, Keys.ESCAPE)
    assert page.js("return document.querySelector('.im-card').hidden")
    assert "im-m-literal" in focused(page)
    press(page, Keys.ESCAPE, Keys.ESCAPE)
    assert page.count(".im-with-text") == 0


def test_a_sentence_carries_the_sign_of_its_incident(open_page: Open, one: Path) -> None:
    page = open_page(one)
    page.click(".im-text-button")
    page.shoot("text-signs")
    buttons = page.js(
        "return [...document.querySelectorAll('.im-sign-button')].map(b => b.ariaLabel)"
    )
    assert len(buttons) == 12
    assert "Explosions and remote violence, foiled, Parsabad: show this incident" in buttons
    page.click(".im-sign-button", 4)
    assert "shopkeepers" in page.text(".im-row[aria-current]")


def test_a_place_on_the_map_leads_into_the_text(open_page: Open, one: Path) -> None:
    page = open_page(one)
    page.js(
        "const click = new MouseEvent('click', {bubbles: true});"
        "document.querySelector('path.im-dot').dispatchEvent(click)"
    )
    page.settle()
    assert "Aras" in page.popup()
    page.click(".leaflet-popup .im-read")
    assert page.text(".im-text .im-m-on") == "Aras"
    assert "Aras" in page.text(".im-card h2")


def test_the_text_of_an_article_is_linked_to(open_page: Open, several: Path) -> None:
    page = open_page(several)
    page.click(".im-text-button")
    choose(page, ".im-article select", "1")
    assert "Ghostville" in page.text(".im-text")
    link = page.js("return location.hash")
    assert "Ghostville" in open_page(several, link=link).text(".im-text")


# --- phones and figures ----------------------------------------------------------------


def test_the_sheet_is_pulled(open_page: Open, one: Path) -> None:
    page = open_page(one, size="phone")
    height = "return document.querySelector('.im-panel').getBoundingClientRect().height"
    usual = page.js(height)

    def pull(way: int) -> float:
        page.js(
            "const handle = document.querySelector('.im-handle');"
            "handle.setPointerCapture = () => {};"
            "const pointer = (kind, y) =>"
            " handle.dispatchEvent(new PointerEvent(`pointer${kind}`, {clientY: y}));"
            "pointer('down', 400); pointer('up', 400 + arguments[0]);"
            "handle.click()",
            way,
        )
        time.sleep(0.4)
        return float(page.js(height))

    assert pull(-120) > usual * 1.4
    page.shoot("phone-sheet-up")
    assert pull(120) == pytest.approx(usual, abs=2)
    assert pull(120) < usual / 2
    page.shoot("phone-sheet-down")


def test_the_figure_has_a_legend_and_nothing_to_press(open_page: Open, one: Path) -> None:
    page = open_page(one, link="#r=1&f=planned")
    page.shoot("figure")
    assert page.text(".im-report-head h1") == "A hard week on the Aras"
    assert "10 of 12 incidents" in page.text(".im-report-head")
    assert "14 Apr 2026" in page.text(".im-report-head")
    assert "planned" not in page.text(".im-report-legend")
    assert "foiled: it did not happen" in page.text(".im-report-legend")
    # The hut has no place on the map, and so no sign in its legend.
    assert "Other" not in page.text(".im-report-legend")
    assert "Natural Earth" in page.text(".im-report-foot")
    shown = "e => e.checkVisibility() && !e.closest('.leaflet-marker-pane, .leaflet-im-pin-pane')"
    controls = "[...document.querySelectorAll('button, input, select, summary')]"
    assert page.js(f"return {controls}.filter({shown}).length") == 0
    assert page.count(".im-pin") >= 8
    assert "r=1" in page.js("return location.hash")

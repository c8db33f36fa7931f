"""Every control of the page that no other test presses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from render_samples import Draft, aras, at, day, empty, place

from mapper.model import Analysis, Category
from mapper.render import save_map, to_map

Open = Callable[..., Any]


def far() -> Analysis:
    """Nine incidents close together and one at the other end of the world."""
    towns = [f"{letter}elton" for letter in "BDFGHKMNP"]
    draft = Draft(f"Fires in {', '.join(towns)}; a strike in Faraway.", title="Near and far")
    for i, name in enumerate(towns):
        town = place(f"user:{i}", name, 40 + i / 10, 45, "AM")
        draft.incident(
            "Fires in", Category.DISASTER, [at(town, draft.mention(name, town))],
            date=day("2026-04-11"),
        )  # fmt: skip
    away = place("user:9", "Faraway", -33, 151, "AU")
    draft.incident(
        "a strike in Faraway", Category.PROTEST, [at(away, draft.mention("Faraway", away))],
        date=day("2026-04-11"),
    )  # fmt: skip
    return draft.done()


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_map(to_map(aras()), tmp_path_factory.mktemp("controls") / "one.html")


def test_the_map_is_moved_and_fitted(open_page: Open) -> None:
    page = open_page(to_map(far()))
    page.shoot("strays")
    first = page.js("return location.hash")
    assert page.text(".im-strays") == "Also far away: Faraway"
    page.click(".im-strays")
    assert page.count(".im-strays") == 0
    assert page.js("return location.hash") != first
    page.click(".leaflet-control-zoom-in")
    page.click(".leaflet-control-zoom-out")
    page.click("[data-tool='fit']")
    assert page.count(".im-pin[aria-label*='Faraway']") == 1
    # All on one day: there is no span to choose from.
    assert page.count(".im-time") == 0


def test_areas_and_places_are_switched(open_page: Open, one: Path) -> None:
    page = open_page(one)
    assert page.count("path.im-shape") >= 1
    assert page.count("path.im-uncertain, path.im-corridor") >= 2
    page.click("[data-overlay='uncertainty']")
    assert page.count("path.im-shape, path.im-uncertain, path.im-corridor") == 0
    assert page.count(".im-pin") >= 10
    page.click("[data-overlay='places']")
    assert page.count("path.im-dot") == 0
    assert page.js("return new URLSearchParams(location.hash.slice(1)).get('l')") == (
        "places,uncertainty"
    )
    again = open_page(one, link=page.js("return location.hash"))
    assert again.count("path.im-shape, path.im-dot") == 0
    again.click("[data-overlay='uncertainty']")
    assert again.count("path.im-shape") >= 1
    again.click("[data-overlay='disputed']")
    assert again.js("return new URLSearchParams(location.hash.slice(1)).get('l')") == (
        "places,disputed"
    )


def test_cards_lead_on_and_close(open_page: Open, one: Path) -> None:
    page = open_page(one)
    page.click(".im-list .im-row", 10)
    assert "Also at" in page.popup()
    page.click(".leaflet-popup dd .im-link")
    assert "somewhere" not in page.popup()
    assert "whole country, not a point" in page.popup()
    page.click(".leaflet-popup-close-button")
    page.until("document.querySelectorAll('.leaflet-popup').length === 0")
    page.click(".im-list .im-row", 0)
    page.click(".leaflet-popup summary")
    assert "clearing land" in page.popup()
    page.click(".im-text-button")
    page.click(".im-text .im-m", 2)
    assert page.text(".im-card h2") == "Zangezur Corridor"
    page.click(".im-card .im-close")
    assert page.js("return document.querySelector('.im-card').hidden")
    page.click(".im-article header .im-close")
    assert page.count(".im-with-text") == 0
    page.js("document.querySelector('.im-elsewhere').open = true")
    page.settle()
    page.click(".im-elsewhere .im-row")
    page.click(".im-float .im-close")
    assert page.js("return document.querySelector('.im-float').hidden")
    page.click(".im-about summary")
    assert "take a side" in page.text(".im-about")


def test_paper_holds_what_is_folded_up(open_page: Open, one: Path) -> None:
    page = open_page(one)
    page.js(
        "window.print = () => { window.printed = true; dispatchEvent(new Event('beforeprint')); }"
    )
    page.click("[data-tool='print']")
    assert page.js("return window.printed")
    assert page.count(".im-list .im-row") == 12
    assert page.js("return document.querySelector('.im-about').open")
    page.js("dispatchEvent(new Event('afterprint'))")
    page.settle()
    assert page.count(".im-list .im-row") == 11
    assert not page.js("return document.querySelector('.im-about').open")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_every_control_has_a_name_and_room(size: str, open_page: Open, one: Path) -> None:
    page = open_page(one, size=size)
    page.click(".im-list .im-row")
    page.js("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.settle()
    bad = page.js(
        """const name = e => e.ariaLabel || e.innerText?.trim() || e.title
            || [...(e.labels ?? [])].map(l => l.innerText.trim()).join(' ') || e.placeholder;
        const small = e => { const r = (e.labels?.[0] ?? e).getBoundingClientRect();
            return r.width && (r.width < 12 || r.height < 12); };
        return [...document.querySelectorAll('button, input, select, summary, a[href], [tabindex]')]
            .filter(e => e.checkVisibility())
            .filter(e => !name(e) || small(e)).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert bad == []


def test_a_map_without_incidents_has_nothing_to_filter(open_page: Open) -> None:
    page = open_page(to_map([empty(), empty()]))
    assert page.count(".im-filters, .im-search, [data-download], .im-time") == 0
    page.click(".im-text-button")
    assert "Nothing of note" in page.text(".im-text")

"""Hostile words in every place that an article's words can get to: shown, and nothing runs.

`open_page` checks after each test that no script of theirs ran, that the console holds no
complaint (a script that the policy stopped would be one) and that nothing was asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from render_samples import HOSTILE, hostile

from mapper.render import save_map, to_map

Open = Callable[..., Any]

# Where the words of `hostile` must be found, as they are or with their white space made single.
FIELDS = """
const words = JSON.parse(arguments[0]), index = arguments[1];
const flat = text => text.replace(/\\s+/g, ' ').trim();
const row = document.querySelectorAll('.im-list .im-row')[index];
row.click();
const card = document.querySelector('.im-of-incident .im-popup');
const named = name => [...card.querySelectorAll('dt')]
    .find(dt => dt.textContent === name)?.nextSibling.textContent;
const all = selector => [...document.querySelectorAll(selector)].map(e => e.textContent);
const text = document.querySelector('.im-text');
const marked = [...text.querySelectorAll('.im-m')].at(-1);
marked.click();
const said = document.querySelector('.im-card');
const incident = IM.data.incidents[index];
const places = {
    'place in the list': row.querySelector('.im-row-head b').textContent,
    'quote in the list': row.querySelector('.im-row-quote').textContent,
    'title in the list': row.querySelector('.im-row-article').textContent,
    'quote': card.querySelector('blockquote').textContent,
    'place': named('Where'), 'date': named('When'), 'actor': named('Who'), 'toll': named('Killed'),
    'who says so': named('Says who'), 'type': named('Type'),
    'candidates': card.querySelector('.im-candidates .im-candidate').textContent,
    'reasons': card.querySelector('.im-reasons').textContent,
    'source': card.querySelector('.im-source').textContent,
    'text': text.textContent,
    'name in the text': said.querySelector('h2').textContent,
    'place of the name': said.querySelector('.im-candidate').textContent,
    'marker': document.querySelector('.im-on').getAttribute('aria-label'),
    'id': said.querySelector('dl').textContent,
    'citation': IM.citation(incident),
    'source filter': all('.im-sources label').join(' '),
    'article chooser': all('.im-article option')[index],
};
const shortened = new Set(['marker', 'article chooser', 'place of the name']);
const kept = (place, value) => flat(value ?? '').includes(flat(words)) ||
    (shortened.has(place) && flat(value).includes(flat(words).slice(0, 60)));
return Object.keys(places).filter(place => !kept(place, places[place]));
"""


@pytest.fixture(scope="module")
def all_of_them(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One map of an article for each of the hostile words, and all of them in the title."""
    fmap = to_map([hostile(words) for words in HOSTILE], title=" ".join(HOSTILE))
    return save_map(fmap, tmp_path_factory.mktemp("hostile") / "map.html")


def test_hostile_words_are_shown_and_do_nothing(open_page: Open, all_of_them: Path) -> None:
    page = open_page(all_of_them, link="#x=1")
    title = json.dumps(" ".join(HOSTILE))
    assert page.js(
        "return document.querySelector('h1').textContent === JSON.parse(arguments[0])", title
    )
    page.js("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.settle()
    assert page.count(".im-list .im-row") == len(HOSTILE)
    missing = {
        words[:40]: found
        for index, words in enumerate(HOSTILE)
        # The driver cannot carry lone surrogates: they travel as JSON.
        if (found := page.js(FIELDS, json.dumps(words), index))
    }
    page.shoot("hostile")
    assert missing == {}


def test_no_word_becomes_an_element_a_link_or_a_broken_file(
    open_page: Open, all_of_them: Path
) -> None:
    page = open_page(all_of_them, link="#x=1")
    page.js(
        "document.querySelectorAll('details').forEach(d => d.open = true);"
        "document.querySelectorAll('.im-list .im-row').forEach(row => row.click())"
    )
    page.settle()
    assert (
        page.count("img[onerror], .im-app script, .im-app b b, .im-app img:not(.leaflet-tile)") == 0
    )
    schemes = page.js(
        "return [...new Set([...document.querySelectorAll('a')].map(a => a.protocol))]"
    )
    assert set(schemes) <= {"file:", "https:", "http:"}
    # A name of 10,000 letters pushes nothing off the page.
    assert page.js("return document.documentElement.scrollWidth <= innerWidth")
    # And all of them leave in files that can be read.
    features, rows = page.js(
        "const all = IM.data.incidents; const set = JSON.parse(IM.geojson(all)).features;"
        "return [set.map(f => f.properties.place), IM.csv(all).split('\\r\\n').length]"
    )
    clean = [
        words.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for words in HOSTILE
    ]
    assert [len(name) for name in features] == [len(words) for words in clean]
    assert rows > len(HOSTILE)


@pytest.mark.parametrize("words", [HOSTILE[15], "\u202e" + HOSTILE[4]])
def test_a_map_of_one_hostile_article(words: str, open_page: Open) -> None:
    page = open_page(to_map(hostile(words)), size="wide")
    assert page.js("return document.querySelector('h1').textContent") == words
    assert (
        page.js("return document.title")
        .replace("\u202e", "")
        .startswith(words.strip("\u202e")[:50])
    )
    page.click(".im-list .im-row")
    assert page.js("return document.querySelector('.im-text').textContent").startswith(words)
    assert page.js("return document.documentElement.scrollWidth <= innerWidth")

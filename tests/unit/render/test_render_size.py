from crowd_samples import crowd

from mapper.render import map_html, to_map

BASE = 800_000
"""Bytes of program, styles and basemap."""
EACH = 350
"""Bytes an incident, its share of the articles' texts included."""


def test_a_page_of_many_incidents_is_small_and_the_same_each_time() -> None:
    page = map_html(to_map(crowd()))
    assert len(page.encode()) <= BASE + EACH * 1200
    assert '"packed":' in page
    assert "Report 7 tells of" not in page
    assert map_html(to_map(crowd())) == page

"""The gallery: made again it is the same, and what is shipped belongs to the articles."""

import html
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

MAPS = Path(__file__).parents[2] / "maps"
ARTICLES = sorted((MAPS / "articles").glob("*.txt"))
DATA = re.compile(r'<script type="application/json" id="im-data">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def gallery() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gallery_build", MAPS / "build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_same_article_gives_the_same_bytes(gallery: ModuleType, tmp_path: Path) -> None:
    source = ARTICLES[0]
    gallery.build(tmp_path / "one", [source])
    # In another process, where sets and random names come out otherwise, and by a user who has a
    # gazetteer of their own (a damaged one, which would be said if it took part).
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "places.sqlite").write_text("no gazetteer")
    code = (
        "import importlib.util as u, sys, pathlib;"
        "s = u.spec_from_file_location('g', sys.argv[1]); m = u.module_from_spec(s);"
        "s.loader.exec_module(m);"
        "m.build(pathlib.Path(sys.argv[2]), [pathlib.Path(sys.argv[3])])"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(MAPS / "build.py"), str(tmp_path / "two"), str(source)],
        check=True,
        env={**os.environ, "MAPPER_USER_GAZETTEER": str(tmp_path / "own")},
    )
    for name in (f"{source.stem}.html", "index.html"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert source.stem in (tmp_path / "one" / "index.html").read_text(encoding="utf-8")


def test_there_are_six_articles_or_more() -> None:
    assert len(ARTICLES) >= 6


def test_the_index_lists_every_article_once_and_nothing_else() -> None:
    page = (MAPS / "index.html").read_text(encoding="utf-8")
    linked = [html.unescape(name) for name in re.findall(r'href="([^"]+)"', page)]
    assert linked == [f"{path.stem}.html" for path in ARTICLES]
    assert sorted(p.name for p in MAPS.glob("*.html")) == sorted([*linked, "index.html"])


@pytest.mark.parametrize("source", ARTICLES, ids=lambda path: path.stem)
def test_a_committed_map_is_of_its_article(source: Path) -> None:
    found = DATA.search((MAPS / f"{source.stem}.html").read_text(encoding="utf-8"))
    assert found is not None
    data = json.loads(found[1])
    assert data["articles"]["text"] == [source.read_text(encoding="utf-8")]
    assert html.escape(data["title"]) in (MAPS / "index.html").read_text(encoding="utf-8")
    assert data["incidents"]["id"]

"""``mapper gazetteer``: a user's own gazetteer on the command line, and in a map."""

from __future__ import annotations

import html
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gazetteer.parts import FOLDER_VARIABLE
from mapper.cli import main
from tests.fixtures.dumps import AZ, NAMES, zipped

Run = Callable[..., tuple[int, str, str]]

TABLE = "name,lat,lon,country\nPost Zulu,39.5,46.5,AZ\n"
STORY = (
    "ZULUKEND, Azerbaijan, May 8 - A mine exploded near the village of Zulukend on Monday, "
    "killing two soldiers, the ministry said.\n"
)


@pytest.fixture
def run(monkeypatch, capsys, tmp_path) -> Run:
    """Run the command in an empty folder with an empty gazetteer of one's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "own"))

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["mapper", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return left.value.code, out, err

    return call


@pytest.fixture
def dumps(tmp_path) -> Path:
    zipped(tmp_path / "dumps" / "AZ.zip", AZ)
    zipped(tmp_path / "dumps" / "alternatenames" / "AZ.zip", NAMES)
    return tmp_path / "dumps"


def place_ids(run: Run, name: str, *options: str) -> list[str]:
    code, out, err = run("gazetteer", "search", name, "--json", *options)
    assert (code, err) == (0, "")
    return [place["id"] for place in json.loads(out)["places"]]


def test_add_info_remove(run, tmp_path):
    (tmp_path / "posts.csv").write_text(TABLE)
    code, out, err = run("gazetteer", "add", "posts.csv", "--attribution", "Field team, CC BY 4.0")
    assert (code, out, err) == (0, f"posts: 1 place, in {tmp_path / 'own'}\n", "")
    assert place_ids(run, "Post Zulu") == ["user:posts-2"]
    assert "user:posts-2" not in place_ids(run, "Post Zulu", "--bundled-only")
    assert place_ids(run, "Post Zulu", "--user-gazetteer", "own") == ["user:posts-2"]
    told = json.loads(run("gazetteer", "info", "--json")[1])
    assert [part["name"] for part in told["parts"]] == ["posts"]
    assert "Field team, CC BY 4.0" in told["attribution"]
    assert "posts: 1 places" in run("gazetteer", "info")[1]
    assert "within        Azerbaijan" in run("gazetteer", "show", "user:posts-2")[1]
    assert run("gazetteer", "remove", "posts") == (0, "posts: removed\n", "")
    assert "user:posts-2" not in place_ids(run, "Post Zulu")


def test_names_cannot_steer_the_terminal(run, tmp_path):
    (tmp_path / "posts.csv").write_text(
        "name,lat,lon,admin1,names\nPost \x1b[31mZulu,39.5,46.5,B\x07ell,Zu\x1b[0mlu\n"
    )
    assert run("gazetteer", "add", "posts.csv")[0] == 0
    for words in (("show", "user:posts-2"), ("near", "39.5", "46.5"), ("search", "Post 31mZulu")):
        code, out, _ = run("gazetteer", *words)
        assert (code, "Zulu" in out) == (0, True)
        assert all(c.isprintable() for c in out.replace("\n", ""))


def test_paths_that_are_not_there(run, tmp_path):
    code, out, err = run("gazetteer", "search", "Baku", "--user-gazetteer", "nowhere")
    assert (code, out) == (2, "")
    assert err.startswith("mapper: --user-gazetteer nowhere: no such folder; check the path.")
    code, out, err = run("gazetteer", "add", "nowhere.csv")
    assert (code, out) == (2, "")
    assert err.startswith("mapper: nowhere.csv: no such file or directory; check the path.")


def test_extend_from_a_folder(run, dumps):
    code, out, err = run("gazetteer", "extend", "az", "--from", dumps, "--json")
    told = json.loads(out)
    assert (code, err, told["failures"]) == (0, "", [])
    assert [(part["name"], part["places"]) for part in told["parts"]] == [("geonames-az", 5)]
    assert "alternatenames/AZ.zip (sha256 " in told["parts"][0]["origin"]
    assert place_ids(run, "Зулукенд")[0] == "gn:900000002"
    near = json.loads(run("gazetteer", "near", "40.01", "47.01", "--json")[1])
    assert near["places"][0]["id"] == "gn:900000002"


def test_extend_takes_all_that_a_folder_has(run, dumps):
    properties = {
        "wof:id": 7, "wof:name": "Foxtrot", "wof:placetype": "locality", "wof:country": "AM",
        "geom:latitude": 40.2, "geom:longitude": 44.7,
    }  # fmt: skip
    record = {"type": "Feature", "properties": properties, "geometry": None}
    (dumps / "7.geojson").write_text(json.dumps(record))
    code, out, _ = run("gazetteer", "extend", "--from", dumps)
    assert code == 0
    assert [line.partition(":")[0] for line in out.splitlines()] == ["wof-am", "geonames-az"]
    assert place_ids(run, "Foxtrot")[0] == "wof:7"
    code, out, err = run("gazetteer", "extend", "AM", "GE", "--from", dumps)
    assert (code, out.partition(":")[0]) == (1, "wof-am")
    assert "no GE.zip or GE.txt in it (countries there: AZ)" in err


def test_geojson_that_is_not_of_whos_on_first(run, tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "x.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    code, out, err = run("gazetteer", "extend", "--from", "there")
    assert (code, out) == (1, "")
    assert "there: no place of Who's On First in 1 GeoJSON files" in err


def test_one_country_fails_the_others_are_there(run, dumps):
    code, out, err = run("gazetteer", "extend", "AM", "AZ", "--from", dumps)
    assert code == 1
    assert out.startswith("geonames-az: 5 places")
    assert err.count("\n") == 1
    assert "no AM.zip or AM.txt" in err


def test_the_map_takes_part_and_says_so(run, dumps, tmp_path):
    run("gazetteer", "extend", "AZ", "--from", dumps)
    (tmp_path / "story.txt").write_text(STORY)
    code, out, err = run("parse", "story.txt")
    assert (code, err) == (0, "")
    record = json.loads(out)
    assert "gn:900000002" in {
        mention["place"]["id"] for mention in record["mentions"] if mention["place"]
    }
    with_own = record["generator"]["gazetteer"]
    assert " + geonames-az@" in with_own
    assert run("parse", "story.txt")[1] == out
    alone = json.loads(run("parse", "story.txt", "--bundled-only")[1])
    assert alone["generator"]["gazetteer"] == with_own.partition(" + ")[0]
    assert "gn:900000002" not in json.dumps(alone)


def test_those_who_ask_for_it_are_named(run, tmp_path):
    (tmp_path / "posts.csv").write_text(TABLE)
    run("gazetteer", "add", "posts.csv", "--attribution", "Field <team>, CC BY-SA 4.0")
    (tmp_path / "story.txt").write_text(STORY.replace("Zulukend", "Post Zulu"))
    code, _, err = run("map", "story.txt", "-f", "html,geojson,kml")
    assert (code, err) == (0, "")
    for name in ("story.geojson", "story.kml", "story.places.geojson"):
        text = html.unescape(html.unescape((tmp_path / name).read_text()))  # KML holds HTML
        assert "GeoNames" in text
        assert "Field <team>, CC BY-SA 4.0" in text
    page = (tmp_path / "story.html").read_text()
    assert "GeoNames (CC BY 4.0)" in page
    assert "Field <team>" not in page  # inert: escaped or packed
    record = json.loads(run("parse", "story.txt")[1])
    assert record["generator"]["attribution"][-1] == "Field <team>, CC BY-SA 4.0"


BAD = [
    ("none.csv", None, "no such file"),
    ("a.csv", b"name,country\nx,AZ\n", "a.csv: the columns lat, lon are missing"),
    ("a.csv", b"name,lat,lon\nx,95,40\n", "a.csv, row 2: lat 95.0, lon 40.0 is no point on Earth"),
    ("a.csv", b"name,lat,lon\nx,,\n", "a.csv, row 2: lat and lon must be numbers"),
    ("a.csv", b"name,lat,lon\nx,1,2\nCaf\xe9,1,2\n", "a.csv, line 3: byte 0xe9 is not UTF-8"),
    ("a.csv", b"", "a.csv: the columns name, lat, lon are missing"),
    ("a.csv", b"name,lat,lon\n", "a.csv: no place in it"),
    ("a.geojson", b"[1]", "a.geojson: no FeatureCollection"),
    ("a.geojson", b"[" * 200_000, "a.geojson is no JSON"),
    ("a.xlsx", b"PK", "a.xlsx: places are read from .tsv, .csv, .geojson, .json"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "message"), BAD)
def test_a_bad_table_is_one_line_and_changes_nothing(run, tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    code, out, err = run("gazetteer", "add", name)
    assert code in (1, 2)
    assert out == ""
    assert message in err
    assert err.count("\n") == 1
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["extend"], "name countries"),
        (["extend", "QQ"], "'QQ' is no ISO code"),
        (["extend", "Armenia"], "'Armenia' is no ISO code"),
        (["extend", "--from", "."], "neither country dumps of GeoNames"),
        (["extend", "AZ", "--from", "nowhere"], "nowhere: no such folder"),
        (["extend", "AZ", "--url", "ftp://example.org"], "not an address that begins with"),
        (["remove", "posts"], "no part is called 'posts'"),
        (["search", "x", "--bundled-only", "--user-gazetteer", "."], "exclude each other"),
        (["build", "-o", "."], "a folder, not a file"),
    ],
)
def test_wrong_use_is_one_line(run, tmp_path, arguments, message):
    code, out, err = run("gazetteer", *arguments)
    assert code in (1, 2)
    assert out == ""
    assert message in err
    assert err.count("\n") == 1
    assert not (tmp_path / "own").exists()


def test_a_build_that_cannot_fetch_writes_nothing(run, tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")  # no registry is asked
    code, out, err = run(
        "gazetteer", "build", "--cache", "cache", "-o", "made/x.sqlite", "--quiet"
    )  # fmt: skip
    assert (code, out) == (1, "")
    assert "cannot be fetched with pip" in err
    assert err.count("\n") == 1
    assert not (tmp_path / "made").exists()


def test_a_damaged_part_says_how_to_go_on(run, tmp_path):
    (tmp_path / "posts.csv").write_text(TABLE)
    run("gazetteer", "add", "posts.csv")
    part = tmp_path / "own" / "posts.sqlite"
    part.write_bytes(part.read_bytes()[:-1])
    code, out, err = run("gazetteer", "search", "Baku")
    assert (code, out) == (1, "")
    assert "remove it with: mapper gazetteer remove posts" in err
    assert run("gazetteer", "remove", "posts")[0] == 0
    assert run("gazetteer", "search", "Baku")[0] == 0


def test_damage_that_shows_only_when_a_page_is_read(run, tmp_path):
    rows = "".join(f"Post Zulu {n},39.5,46.5,AZ\n" for n in range(3000))
    (tmp_path / "posts.csv").write_text("name,lat,lon,country\n" + rows)
    run("gazetteer", "add", "posts.csv")
    part = tmp_path / "own" / "posts.sqlite"
    content = part.read_bytes()
    half = len(content) // 20
    part.write_bytes(content[:half] + b"\xff" * (len(content) - half))
    (tmp_path / "story.txt").write_text(STORY)
    for arguments in (("gazetteer", "search", "Post Zulu 77"), ("parse", "story.txt")):
        code, out, err = run(*arguments)
        assert (code, out) == (1, "")
        assert "posts.sqlite is damaged" in err
        assert "mapper gazetteer remove posts" in err
        assert err.count("\n") == 1


def test_a_file_where_the_folder_should_be(run, tmp_path):
    (tmp_path / "own").write_text("")
    (tmp_path / "posts.csv").write_text(TABLE)
    code, _, err = run("gazetteer", "add", "posts.csv")
    assert code == 1
    assert "own: a file, not a folder" in err

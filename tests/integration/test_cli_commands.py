"""The commands as a user runs them, in one process."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mapper.cli import main
from mapper.cli.root import COMMANDS
from tests.fixtures.pages import HTML, PAGE, PARAGRAPHS

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch, capsys, tmp_path) -> Run:
    """Run the command in an empty folder; give exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["mapper", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return left.value.code, out, err

    return call


@pytest.fixture
def bridge(tmp_path) -> Path:
    path = tmp_path / "Bridge story.txt"
    path.write_text(PAGE)
    return path


# --- map -------------------------------------------------------------------------------


def test_map_writes_its_files_and_says_where(run, bridge, tmp_path):
    code, out, err = run("map", bridge.name, "-o", "out")
    assert (code, err) == (0, "")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "bridge-story.geojson", "bridge-story.gpkg", "bridge-story.html",
        "bridge-story.places.geojson", "bridge-story.places.qml", "bridge-story.qgz",
        "bridge-story.qml",
    ]  # fmt: skip
    for name in ("html", "geojson", "gpkg", "qgz"):
        assert f"out/bridge-story.{name}" in out
    assert "Aparan" in out
    assert "Protest" in out


def test_map_writes_here_by_default(run, bridge, tmp_path):
    assert run("map", bridge.name)[0] == 0
    assert (tmp_path / "bridge-story.html").stat().st_size > 100_000


def test_map_sums_up_as_json(run, bridge):
    code, out, err = run("map", bridge.name, "-o", "out", "--json")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert told["articles"] == 1
    assert told["incidents"] >= 2
    assert told["failures"] == []
    assert all(Path(path).exists() for path in told["files"].values())
    assert {"Aparan"} <= {row["place"] for row in told["rows"]}


def test_map_takes_several_sources_into_one_map(run, bridge, tmp_path):
    (tmp_path / "page.html").write_text(HTML)
    code, out, _ = run("map", bridge.name, "page.html", "--title", "Two papers", "--json")
    told = json.loads(out)
    assert (code, told["articles"]) == (0, 2)
    assert told["files"]["html"] == "two-papers.html"
    ids = [
        feature["id"] for feature in json.loads(Path("two-papers.geojson").read_text())["features"]
    ]
    assert len(ids) == len(set(ids))


def test_two_files_of_one_name_do_not_share_ids(run, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(PARAGRAPHS[2])
    _, out, _ = run("map", "a/x.txt", "b/x.txt", "--json")
    assert {row["article"] for row in json.loads(out)["rows"]} == {"x", "x-2"}


def test_map_twice_gives_the_same_bytes(run, bridge, tmp_path):
    for folder in ("one", "two"):
        assert run("map", bridge.name, "-o", folder)[0] == 0
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_map_is_quiet_when_asked(run, bridge):
    assert run("map", bridge.name, "-q") == (0, "", "")


def test_a_text_without_places_gives_a_map_that_says_so(run, tmp_path):
    (tmp_path / "calm.txt").write_text("Nobody went anywhere, and nothing was said about it.")
    code, out, err = run("map", "calm.txt")
    assert (code, err) == (0, "")
    assert "No incident at a place was found." in out
    assert json.loads((tmp_path / "calm.geojson").read_text())["features"] == []
    assert (tmp_path / "calm.html").exists()


def test_nothing_of_an_earlier_map_stays(run, tmp_path):
    (tmp_path / "a.txt").write_text("Two men were shot dead in Kapan on Monday.")
    run("map", "a.txt", "-o", "out")
    (tmp_path / "a.txt").write_text("Nobody went anywhere, and nothing was said about it.")
    run("map", "a.txt", "-o", "out")
    assert json.loads((tmp_path / "out/a.geojson").read_text())["features"] == []
    for path in (tmp_path / "out").iterdir():
        assert b"shot dead" not in path.read_bytes(), path.name


def test_what_fails_is_told_and_the_rest_is_mapped(run, bridge, tmp_path):
    code, out, err = run("map", "missing.txt", bridge.name, "-o", "out")
    assert code == 1
    assert err == "mapper: missing.txt: no such file; check the path\n"
    assert (tmp_path / "out/bridge-story.html").exists()
    assert "Aparan" in out


def test_when_all_fails_nothing_is_written(run, tmp_path):
    code, out, _ = run("map", "missing.txt", "-o", "out")
    assert (code, out) == (1, "")
    assert list(tmp_path.iterdir()) == []


def test_published_and_title_reach_the_article(run, tmp_path):
    (tmp_path / "a.txt").write_text("Two men were shot dead in Kapan yesterday, police said.")
    _, out, _ = run("parse", "a.txt", "--published", "8 May 2023", "--title", "Kapan")
    record = json.loads(out)
    assert (record["article"]["published"], record["article"]["title"]) == ("2023-05-08", "Kapan")
    assert record["incidents"][0]["date_start"] == "2023-05-07"


# --- parse -----------------------------------------------------------------------------


def test_parse_writes_a_line_an_article(run, bridge):
    code, out, err = run("parse", bridge.name, "-", stdin=PARAGRAPHS[2].encode())
    assert (code, err) == (0, "")
    first, second = map(json.loads, out.splitlines())
    assert first["article"]["id"] == "Bridge story"
    assert second["article"]["text"] == PARAGRAPHS[2]
    assert first["schema_version"] == "1.0"


def test_parse_to_a_file(run, bridge, tmp_path):
    code, out, _ = run("parse", bridge.name, "-o", "sub/out.jsonl")
    assert (code, out.split(":")[0]) == (0, "sub/out.jsonl")
    assert json.loads((tmp_path / "sub/out.jsonl").read_text())["article"]["id"] == "Bridge story"
    _, out, _ = run("parse", bridge.name, "-o", "out.jsonl", "--json")
    assert json.loads(out)["files"] == {"jsonl": "out.jsonl"}


def test_parse_goes_on_after_broken_lines(run, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "Two hurt in Kapan."}\nbroken\n{"text": null}\n')
    code, out, err = run("parse", "a.jsonl", "-o", "out.jsonl")
    assert code == 1
    assert [line.split(":")[1].strip() for line in err.splitlines()] == [
        "a.jsonl, line 2",
        "a.jsonl, line 3",
    ]
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 1
    assert "1 article, 1 incident" in out


def test_parse_writes_no_file_when_all_fails(run, tmp_path):
    (tmp_path / "out.jsonl").write_text("mine")
    assert run("parse", "missing.txt", "-o", "out.jsonl")[0] == 1
    assert (tmp_path / "out.jsonl").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_guessed_encoding_is_reported(run, tmp_path):
    (tmp_path / "a.txt").write_bytes("Two men “fell” in Kapan.".encode("cp1252"))
    code, _, err = run("parse", "a.txt")
    assert code == 0
    assert err == "mapper: a.txt: not UTF-8, read as cp1252 (a guess)\n"
    assert run("parse", "a.txt", "--quiet")[2] == ""


# --- gazetteer -------------------------------------------------------------------------


def test_search_prints_one_object_a_name(run):
    code, out, _ = run("gazetteer", "search", "Kapan", "Nosuchplacexyz", "--json")
    kapan, none = map(json.loads, out.splitlines())
    assert code == 0
    assert kapan["query"] == "Kapan"
    best = kapan["places"][0]
    assert set(best) == {
        "id", "name", "lat", "lon", "country", "feature_class", "feature_code", "population",
    }  # fmt: skip
    assert (best["country"], round(best["lat"]), round(best["lon"])) == ("AM", 39, 46)
    assert none == {"query": "Nosuchplacexyz", "places": []}


def test_search_reads_names_from_standard_input(run):
    names = "Գյումրի\n\n  Tabriz \n".encode()
    _, out, _ = run("gazetteer", "search", "-", "--json", stdin=names)
    found = [json.loads(line) for line in out.splitlines()]
    assert [entry["query"] for entry in found] == ["Գյումրի", "Tabriz"]
    assert [entry["places"][0]["country"] for entry in found] == ["AM", "IR"]


def test_search_for_people(run):
    _, out, _ = run("gazetteer", "search", "Kapan", "Nosuchplacexyz", "--limit", "1")
    assert "Kapan (" in out.splitlines()[0]
    assert out.splitlines()[-1] == "Nosuchplacexyz: no place of this name"


def test_show_tells_all_of_a_place(run):
    _, out, _ = run("gazetteer", "search", "Kapan", "--json", "--limit", "1")
    identifier = json.loads(out)["places"][0]["id"]
    _, out, _ = run("gazetteer", "show", identifier, "--json")
    told = json.loads(out)
    assert told["id"] == identifier
    assert any(outer["name"] == "Armenia" for outer in told["within"])
    assert any(name["text"] == "Kapan" for name in told["names"])
    assert identifier in run("gazetteer", "show", identifier)[1]


def test_near_takes_negative_degrees(run):
    code, out, _ = run("gazetteer", "near", "-33.92", "18.42", "--limit", "1", "--json")
    (place,) = json.loads(out)["places"]
    assert (code, place["country"]) == (0, "ZA")
    assert place["distance_km"] < 10
    assert "no place within" in run("gazetteer", "near", "-60", "-120", "--radius", "1")[1]


def test_info(run):
    code, out, _ = run("gazetteer", "info", "--json")
    assert code == 0
    assert json.loads(out)["version"]


# --- wrong usage -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bogus"], "No such command 'bogus'"),
        (["map"], "Missing argument 'SOURCE...'"),
        (["map", "a.txt", "--bogus"], "No such option '--bogus'"),
        (["map", "a.txt", "--published", "99"], "'99' is no date"),
        (["map", "a.txt", "--published", "2023-02-30"], "no date"),
        (["map", "a.txt", "--published", ""], "no date"),
        (["map", "a.txt", "--gazetteer", "none.csv"], "no such file"),
        (["map", "a.txt", "--gazetteer", "."], "is a directory"),
        (["map", "a.txt", "-o", "a.txt"], "not a folder"),
        (["map", "a.txt", "-o", "map.html"], "takes a folder"),
        (["gazetteer", "bogus"], "No such command"),
        (["gazetteer", "near", "95", "0"], "not in the range"),
        (["gazetteer", "near", "x", "0"], "'x' is no number"),
        (["gazetteer", "near", "nan", "0"], "'nan' is no number"),
        (["gazetteer", "near", "0", "0", "--radius", "nan"], "'nan' is no number"),
        (["gazetteer", "search", "Kapan", "--gazetteer", "none.csv"], "no such file"),
        (["gazetteer", "search"], "Missing argument"),
        (["gazetteer", "search", "Kapan", "--country", "Armenia"], "no ISO code"),
        (["gazetteer", "search", "Kapan", "--limit", "0"], "not in the range"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(run, tmp_path, arguments, words):
    (tmp_path / "a.txt").write_text("Two men were hurt in Kapan.")
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert err.startswith("mapper: ")
    assert words in err
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_file_of_places_that_is_none(run, tmp_path):
    (tmp_path / "a.txt").write_text("Two men were hurt in Kapan.")
    (tmp_path / "mine.csv").write_text("nothing,of,use\n1,2,3\n")
    code, out, err = run("map", "a.txt", "--gazetteer", "mine.csv", "-o", "out")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "mine.csv" in err
    assert not (tmp_path / "out").exists()


def test_an_unknown_place_is_one_line_and_exit_1(run):
    code, out, err = run("gazetteer", "show", "gn:0")
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("where", ["a.txt/sub", "/proc/nowhere", "x" * 300])
def test_a_folder_that_cannot_be_made(run, tmp_path, where):
    (tmp_path / "a.txt").write_text("Two men were hurt in Kapan.")
    code, out, err = run("map", "a.txt", "-o", where)
    assert (code, out) == (1, "")
    assert "cannot be written" in err
    assert len(err.splitlines()) == 1


def test_no_folder_is_made_for_nothing(run, tmp_path):
    code, _, err = run("parse", "missing.txt", "-o", "new/deep/out.jsonl")
    assert (code, len(err.splitlines())) == (1, 1)
    assert list(tmp_path.iterdir()) == []


def test_parse_into_a_folder(run, tmp_path):
    (tmp_path / "a.txt").write_text("Two men were hurt in Kapan.")
    code, _, err = run("parse", "a.txt", "-o", tmp_path)
    assert (code, "a folder" in err) == (1, True)


# --- help ------------------------------------------------------------------------------


def test_help_lists_every_command(run):
    code, out, _ = run("--help")
    assert code == 0
    for name, (_, line) in COMMANDS.items():
        assert f"  {name} " in out
        assert line.split()[0] in out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(run, name):
    code, out, _ = run(name, "--help")
    assert code == 0
    assert "Usage: mapper" in out


def test_no_command_shows_the_help(run):
    code, _, err = run()
    assert code == 2
    assert "Commands:" in err


def test_version(run):
    assert run("--version")[1].startswith("mapper ")

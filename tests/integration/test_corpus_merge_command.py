"""`mapper corpus merge` as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.merging_lines import SALMAS, article, incident, line, quake


@pytest.fixture
def folder(tmp_path) -> Path:
    records = [quake("a", by="the police"), quake("b", dead=4)]
    records.append(article("c", incident("A fire in Salmas", place=SALMAS)))
    (tmp_path / "news.jsonl").write_bytes(b"\n".join(map(line, records)))
    return tmp_path


def run(folder: Path, *options: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "mapper", "corpus", "merge", *options]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    return done.returncode, done.stdout, done.stderr


def test_a_summary_in_words_and_where_the_files_are(folder):
    code, out, errors = run(folder, "news.jsonl", "-o", "out")
    assert (code, errors) == (0, "")
    assert out.splitlines() == [
        "3 articles, 3 reports of 2 incidents",
        "1 incident told by several reports, the most by 2; 1 with different numbers of dead",
        "", "out/merged.parquet", "out/merged.jsonl", "out/merged.geojson",
    ]  # fmt: skip
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        "merged.geojson", "merged.jsonl", "merged.parquet",
    ]  # fmt: skip


def test_a_run_over_the_results_folder_itself_says_the_same(folder):
    first = run(folder, ".", "--json")
    second = run(folder, ".", "--json")
    assert first == second
    told = json.loads(first[1])
    assert (told["articles"], told["reports"], told["incidents"]) == (3, 3, 2)
    assert told["files"]["jsonl"] == "merged/merged.jsonl"
    assert told["failures"] == []


def test_what_fails_is_a_line_each_and_the_rest_is_written(folder):
    (folder / "bad.jsonl").write_text('{"a": 1}\n')
    code, out, errors = run(folder, "news.jsonl", "bad.jsonl", "-q", "-f", "jsonl")
    assert (code, out) == (1, "")
    assert errors.splitlines() == [
        "mapper: bad.jsonl, line 1: no analysis as mapper parse writes it"
    ]  # fmt: skip
    assert len((folder / "merged" / "merged.jsonl").read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "Missing argument"),
        (("none.jsonl",), "no such file"),
        (("news.jsonl", "--threshold", "2"), "--threshold"),
        (("news.jsonl", "--threshold", "nan"), "--threshold"),
        (("news.jsonl", "-f", "kml"), "choose of parquet, jsonl, geojson"),
        (("news.jsonl", "--decisions", "none.txt"), "no such file"),
        (("news.jsonl", "--decisions", "news.jsonl"), "no decision"),
        (("news.jsonl", "-o", "news.jsonl"), "a file, not a folder"),
    ],
)
def test_misuse_is_one_line_and_nothing_is_written(folder, options, told):
    code, out, errors = run(folder, *options)
    assert code in (1, 2)
    assert out == ""
    assert len(errors.splitlines()) == 1
    assert told in errors
    assert [path.name for path in folder.iterdir()] == ["news.jsonl"]

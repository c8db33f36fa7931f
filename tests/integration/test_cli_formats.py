"""`mapper map --format` as a user runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mapper.export import ENDINGS
from tests.fixtures.pages import PAGE


@pytest.fixture
def bridge(tmp_path) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_text(PAGE)
    return path


def mapped(source: Path, *options: str) -> tuple[int, list[str], str]:
    folder = source.parent / "out"
    command = [sys.executable, "-m", "mapper", "map", source.name, "-q", "-o", "out", *options]
    done = subprocess.run(
        command, cwd=source.parent, capture_output=True, text=True, check=False, timeout=120
    )
    there = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    return done.returncode, there, done.stderr


def test_formats_are_repeated_or_joined_and_leave_the_others_alone(bridge):
    code, files, errors = mapped(bridge, "--format", "csv,KML", "-f", "xlsx", "-f", "fgb")
    assert (code, errors) == (0, "")
    assert files == ["bridge.csv", "bridge.fgb", "bridge.kml", "bridge.xlsx"]
    code, files, errors = mapped(bridge, "--format", "gpkg")
    assert (code, errors) == (0, "")
    assert files == ["bridge.csv", "bridge.fgb", "bridge.gpkg", "bridge.kml", "bridge.xlsx"]


def test_a_folder_in_the_way_of_the_picture_is_one_line(bridge):
    (bridge.parent / "out" / "bridge.png").mkdir(parents=True)
    code, files, errors = mapped(bridge, "--format", "csv", "--png")
    assert (code, files) == (1, ["bridge.csv", "bridge.png"])
    assert len(errors.splitlines()) == 1
    assert "no picture: out/bridge.png is in the way" in errors


@pytest.mark.parametrize("wrong", ["shp", "csv,", "html,parq"])
def test_an_unknown_format_is_one_line_and_wrong_usage(bridge, wrong):
    code, files, errors = mapped(bridge, "--format", wrong)
    assert (code, files) == (2, [])
    assert len(errors.splitlines()) == 1
    assert "choose of html, geojson, gpkg, qgz, kml, csv, xlsx, fgb, parquet" in errors


def test_help_lists_every_format():
    done = subprocess.run(
        [sys.executable, "-m", "mapper", "map", "--help"],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    told = " ".join(done.stdout.split())
    assert "What to write: html, geojson, gpkg, qgz, kml, csv, xlsx, fgb, parquet." in told
    for kind in ENDINGS:
        assert kind in told


def test_an_article_without_places_is_written_in_every_format(tmp_path):
    quiet = tmp_path / "quiet.txt"
    quiet.write_text("Nothing of note was said, and nobody went anywhere.\n")
    code, files, errors = mapped(quiet, "--format", ",".join(ENDINGS))
    assert (code, errors) == (0, "")
    assert set(files) == {f"quiet{ending}" for endings in ENDINGS.values() for ending in endings}


def test_geoparquet_goes_by_both_names(bridge):
    code, files, errors = mapped(bridge, "--format", "geoparquet")
    assert (code, files, errors) == (0, ["bridge.parquet"], "")

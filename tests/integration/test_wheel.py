"""The wheel, installed away from the checkout: it has all that a map needs, and builds nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_MB = 75.0
STORY = (
    "YEREVAN, May 8 - Two soldiers were killed in shelling near Goris on Sunday, Armenia's "
    "defence ministry said.\n"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """Only the program itself: what it depends on comes from the environment of the tests."""
    target = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [
            sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps",
            "--no-compile", "--disable-pip-version-check", "--target", str(target), str(wheel),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return target


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the installed program, or code, in a folder that is no checkout."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-P", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_wheel_has_the_data_and_its_licence_but_not_what_builds_it(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for name in ("gazetteer.sqlite", "SOURCES.md", "LICENCE"):
        assert f"gazetteer/data/{name}" in names
    assert not [name for name in names if name.startswith(("gazetteer/ingest", "tests", "maps"))]
    assert wheel.stat().st_size / 1e6 < MOST_MB


def test_the_installed_program_is_the_one_that_runs(installed, tmp_path):
    told = run(installed, tmp_path, "-c", "import gazetteer, mapper; print(gazetteer, mapper)")
    assert told.stdout.count(str(installed)) == 2


def test_it_maps_an_article(installed, tmp_path):
    (tmp_path / "story.txt").write_text(STORY)
    told = run(installed, tmp_path, "-m", "mapper", "map", "story.txt", "-o", "out", "--json")
    assert (told.returncode, told.stderr) == (0, "")
    assert {row["place_id"] for row in json.loads(told.stdout)["rows"]} >= {"gn:174895"}
    assert (tmp_path / "out" / "story.html").stat().st_size > 100_000


def test_it_cannot_build_the_gazetteer_and_says_so(installed, tmp_path):
    told = run(installed, tmp_path, "-m", "mapper", "gazetteer", "build", "-o", "x.sqlite")
    assert (told.returncode, told.stdout) == (2, "")
    assert "building the gazetteer needs the source checkout" in told.stderr
    assert told.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []

"""`mapper map --png`, with the real browser and without any."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from render_samples import aras

from mapper.errors import OptionError, OutputError
from mapper.render import check_size, map_html, save_picture, to_map

TEXT = "Two men were shot dead in Kapan on 3 March 2026, police said."


@pytest.fixture(scope="module")
def page() -> str:
    return map_html(to_map(aras()))


def size_of(png: Path) -> tuple[int, int]:
    head = png.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:])
    return width, height


def mapped(
    folder: Path, *options: str, name: str = "kapan.txt", path: str | None = None
) -> subprocess.CompletedProcess[str]:
    (folder / name).write_text(TEXT)
    return subprocess.run(
        [sys.executable, "-m", "mapper", "map", name, "-o", "out", *options],
        cwd=folder, capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]),
             **({} if path is None else {"PATH": path})},
    )  # fmt: skip


def browser(folder: Path, code: str) -> None:
    """A program that passes for the browser."""
    folder.mkdir(exist_ok=True)
    program = folder / "chromium"
    program.write_text(f"#!/bin/sh\n{code}\n")
    program.chmod(0o755)


def test_the_command_maps_a_file_of_any_name(open_page: Callable[..., Any], tmp_path: Path) -> None:
    name = '<img src=x onerror="window.hacked=1">{{ 7*7 }}{% raw %}${window.hacked=1}`\u202e.txt'
    done = mapped(tmp_path, "--png-size", "900x600", "-f", "html,geojson", "--json", name=name)
    assert (done.returncode, done.stderr) == (0, "")
    files = {kind: tmp_path / path for kind, path in json.loads(done.stdout)["files"].items()}
    assert set(files) >= {"html", "png", "geojson"}
    assert size_of(files["png"]) == (900, 600)
    page = open_page(files["html"])
    assert page.js("return document.querySelector('h1').textContent") == name.removesuffix(".txt")
    page.click(".im-list .im-row")
    assert "{{ 7*7 }}{% raw %}${window.hacked=1}`" in page.popup()
    assert page.count("img[onerror]") == 0


def test_without_a_browser_the_other_files_are_there(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/kapan.png").write_bytes(b"of an earlier map")
    done = mapped(tmp_path, "--png", "-f", "html,csv", path=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "mapper: no picture: neither Chromium nor Chrome is on this machine; install one, on "
        "Debian and Ubuntu: apt-get install chromium"
    ]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["kapan.csv", "kapan.html"]


def test_a_picture_looks_like_a_report(page: str, tmp_path: Path, screenshots: Path) -> None:
    picture = save_picture(page, tmp_path / "map.png")
    assert size_of(picture) == (2400, 1600)
    assert picture.stat().st_size > 100_000
    (screenshots / "picture.png").write_bytes(picture.read_bytes())


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("echo 'No usable sandbox!' >&2; exit 1", "(No usable sandbox!)"),
        ("exec sleep 60", "took too long"),
        ("exit 0", "it says nothing"),
    ],
)
def test_a_browser_that_fails_is_one_line(
    code: str, words: str, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser(tmp_path / "bin", code)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    with pytest.raises(OutputError) as told:
        save_picture(page, tmp_path / "map.png", timeout=1)
    assert words in str(told.value)
    assert len(str(told.value).splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


def test_a_page_that_never_gets_ready(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="took too long"):
        save_picture("<!DOCTYPE html><title>nothing</title>", tmp_path / "map.png", timeout=1.5)
    assert list(tmp_path.iterdir()) == []


def test_a_picture_that_cannot_be_written(page: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot write the picture"):
        save_picture(page, tmp_path / "nowhere" / "map.png", size=(400, 400))


@pytest.mark.parametrize("size", [(399, 600), (2400, 8001), (0, 0), (-5, 600)])
def test_a_size_that_makes_no_sense(size: tuple[int, int]) -> None:
    with pytest.raises(OptionError, match="400 to 8000 pixels a side"):
        check_size(size)


@pytest.mark.parametrize("given", ["2400", "12x99999", "²x²"])
def test_wrong_sizes_are_wrong_usage(given: str, tmp_path: Path) -> None:
    done = mapped(tmp_path, "--png-size", given)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "--png-size" in done.stderr
    assert not (tmp_path / "out").exists()

"""Dumps over HTTP: fetched, broken off, gone on with; the server is our own, on this machine."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gazetteer import Gazetteer, SourceError
from gazetteer.userdata import Download, UserGazetteer
from tests.fixtures.dumps import AZ, NAMES, zipped


class Server(ThreadingHTTPServer):
    """Serves files with ranges; `breaks` connections break off in the middle."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Files)
        self.files: dict[str, bytes] = {}
        self.tag = '"one"'
        self.breaks = 0
        self.asked: list[tuple[str, str | None]] = []

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/dump"


class Files(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        content = self.server.files.get(self.path.removeprefix("/dump/"))
        span = self.headers.get("Range")
        self.server.asked.append((self.path.removeprefix("/dump/"), span))
        if content is None:
            self.send_error(404)
            return
        start = int(re.findall(r"bytes=(\d+)-", span)[0]) if span else 0
        if self.headers.get("If-Range", self.server.tag) != self.server.tag:
            start = 0
        if span and start >= len(content):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - start))
        if self.server.tag:
            self.send_header("ETag", self.server.tag)
        self.end_headers()
        rest = content[start:]
        if self.server.breaks:
            self.server.breaks -= 1
            rest = rest[: len(rest) // 2]
        self.wfile.write(rest)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(socket_enabled: None, tmp_path: Path) -> Iterator[Server]:
    with Server() as running:
        running.files["AZ.zip"] = zipped(tmp_path / "there" / "AZ.zip", AZ).read_bytes()
        names = zipped(tmp_path / "there" / "alternatenames" / "AZ.zip", NAMES)
        running.files["alternatenames/AZ.zip"] = names.read_bytes()
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def download(server: Server, folder: Path, told: list[tuple[str, int, int | None]]) -> Download:
    return Download(server.base, folder, lambda *one: told.append(one), pause_s=0.0)


def test_a_country_is_fetched_and_kept(server: Server, tmp_path: Path) -> None:
    own = UserGazetteer(tmp_path / "own")
    told: list[tuple[str, int, int | None]] = []
    part = own.fetch("AZ", download(server, own.folder / "downloads", told))
    assert (part.name, part.places) == ("geonames-az", 5)
    size = len(server.files["AZ.zip"])
    assert told[0] == ("AZ.zip", 0, size)
    assert ("AZ.zip", size, size) in told
    with Gazetteer(user=own.folder) as gaz:
        assert gaz.lookup("Зулукенд")[0].place.id == "gn:900000002"
    assert list(own.folder.iterdir()) == [own.folder / "geonames-az.sqlite"]


@pytest.mark.parametrize("tag", ['"one"', ""])
def test_what_broke_off_is_gone_on_with(server: Server, tmp_path: Path, tag: str) -> None:
    server.tag = tag
    server.breaks = 1
    path = download(server, tmp_path / "got", []).fetch("AZ.zip")
    assert path is not None
    assert path.read_bytes() == server.files["AZ.zip"]
    half = len(server.files["AZ.zip"]) // 2
    assert server.asked == [("AZ.zip", None), ("AZ.zip", f"bytes={half}-")]
    assert sorted(p.name for p in path.parent.iterdir()) == ["AZ.zip"]


def test_a_run_goes_on_where_an_earlier_one_stopped(server: Server, tmp_path: Path) -> None:
    server.breaks = 3
    fetching = download(server, tmp_path / "got", [])
    with pytest.raises(SourceError, match=r"broke off after .* bytes are kept, run it again"):
        fetching.fetch("AZ.zip")
    assert not (tmp_path / "got" / "AZ.zip").exists()
    assert fetching.fetch("AZ.zip") is not None
    assert server.asked[-1][1] is not None
    assert (tmp_path / "got" / "AZ.zip").read_bytes() == server.files["AZ.zip"]


def test_another_file_than_before_is_fetched_from_its_beginning(
    server: Server, tmp_path: Path
) -> None:
    server.breaks = 3
    fetching = download(server, tmp_path / "got", [])
    with pytest.raises(SourceError):
        fetching.fetch("AZ.zip")
    server.tag = '"two"'
    server.files["AZ.zip"] = b"another" * 100
    path = fetching.fetch("AZ.zip")
    assert path is not None
    assert path.read_bytes() == b"another" * 100


def test_more_than_there_is(server: Server, tmp_path: Path) -> None:
    part = tmp_path / "got" / "AZ.zip.part"
    part.parent.mkdir()
    part.write_bytes(b"x" * 100_000)
    path = download(server, tmp_path / "got", []).fetch("AZ.zip")
    assert path is not None
    assert path.read_bytes() == server.files["AZ.zip"]


def test_damage_on_the_way_is_seen(server: Server, tmp_path: Path) -> None:
    own = UserGazetteer(tmp_path / "own")
    content = bytearray(server.files["AZ.zip"])
    content[60] ^= 0xFF
    server.files["AZ.zip"] = bytes(content)
    with pytest.raises(SourceError, match=r"AZ\.zip is (damaged|no whole zip)"):
        own.fetch("AZ", download(server, own.folder / "downloads", []))
    assert [path for path in own.folder.rglob("*") if path.is_file()] == []


def test_no_such_country_there(server: Server, tmp_path: Path) -> None:
    own = UserGazetteer(tmp_path / "own")
    with pytest.raises(SourceError, match=r"has no AM\.zip"):
        own.fetch("AM", download(server, own.folder / "downloads", []))


def test_names_by_language_may_be_missing(server: Server, tmp_path: Path) -> None:
    del server.files["alternatenames/AZ.zip"]
    own = UserGazetteer(tmp_path / "own")
    part = own.fetch("AZ", download(server, own.folder / "downloads", []))
    assert part.places == 5
    assert "alternatenames" not in part.origin


@pytest.mark.parametrize(
    "base", ["file:///etc", "ftp://example.org", "nothing", "http://[half", "http://"]
)
def test_addresses_that_are_none(tmp_path: Path, base: str) -> None:
    with pytest.raises(SourceError, match="not an address that begins with https"):
        Download(base, tmp_path).fetch("AZ.zip")


def test_what_the_disk_refuses_is_not_laid_to_the_network(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "file", tmp_path / "file" / "got"):
        with pytest.raises(SourceError, match=r"cannot be written .*; free space or choose"):
            download(server, folder, []).fetch("AZ.zip")
    assert len(server.asked) == 2


def test_two_runs_at_once(server: Server, tmp_path: Path) -> None:
    own = UserGazetteer(tmp_path / "own")
    folder = own.folder / "downloads"

    def other_takes_it(_name: str, done: int, total: int | None) -> None:
        if done == total:
            (folder / "AZ.zip.part").unlink()

    with pytest.raises(SourceError, match="another run fetches it at the same time; wait for it"):
        own.fetch("AZ", Download(server.base, folder, other_takes_it, pause_s=0.0))
    assert own.fetch("AZ", download(server, folder, [])).places == 5


def test_nobody_answers(socket_enabled: None, tmp_path: Path) -> None:
    with Server() as closed:
        base = closed.base
    with pytest.raises(SourceError, match=r"cannot be fetched \(.*refused.*\); check the network"):
        Download(base, tmp_path / "got", pause_s=0.0).fetch("AZ.zip")
    assert not (tmp_path / "got").exists()

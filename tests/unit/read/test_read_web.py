"""Pages from the web: with limits, and never from the network this machine stands in."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from mapper.config import Settings
from mapper.errors import SourceError
from mapper.read import read
from mapper.read.web import fetch

LIMIT = 100_000


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/page":
            self._answer(200, "text/html; charset=windows-1252", "<p>café</p>".encode("cp1252"))
        elif self.path == "/moved":
            self._answer(302, "text/plain", b"", ("Location", "/page"))
        elif self.path == "/loop":
            self._answer(302, "text/plain", b"", ("Location", "/loop"))
        elif self.path == "/away":
            self._answer(302, "text/plain", b"", ("Location", "file:///etc/passwd"))
        elif self.path == "/broken":
            self._answer(302, "text/plain", b"", ("Location", "http://[broken"))
        elif self.path == "/nowhere":
            self._answer(302, "text/plain", b"")
        elif self.path == "/large":
            self._answer(200, "text/plain", b"a" * (LIMIT + 1))
        elif self.path == "/robots.txt" and self.server.robots:
            self._answer(200, "text/plain", self.server.robots)
        elif self.path == "/drip":
            self._drip(b"")
        elif self.path == "/drip-head":
            self._drip(b"HTTP/1.0 200 OK\r\nX: ")
        elif self.path == "/short":
            self._answer(200, "text/plain", b"only half", ("Content-Length", "1000"))
        elif self.path == "/empty":
            self._answer(200, "text/plain", b"")
        elif self.path == "/sp%20ace%C3%A9?q=%C3%A9":
            self._answer(200, "application/pdf", b"%PDF-")
        else:
            self._answer(404, "text/plain", b"no")

    def _answer(self, code: int, kind: str, data: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        if not any(name == "Content-Length" for name, _ in headers):
            self.send_header("Content-Length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _drip(self, head: bytes) -> None:
        """A byte now and then, for ever."""
        if head:
            self.wfile.write(head)
        else:
            self.send_response(200)
            self.end_headers()
        try:
            while not self.server.closing.wait(0.05):
                self.wfile.write(b"a")
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        pass


class Site(ThreadingHTTPServer):
    """Serves `Pages`; `robots` is its robots.txt, b"" for none."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Pages)
        self.robots = b""
        self.closing = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def server(socket_enabled: None) -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.closing.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def site(server: Site) -> str:
    return server.address


def test_a_page_comes_with_its_type_and_encoding(site):
    page = fetch(f"{site}/page", limit=LIMIT, allow_local=True)
    assert page.data.decode(page.charset) == "<p>café</p>"
    assert page.suffix == ".html"


def test_redirects_are_followed_and_told(site):
    assert fetch(f"{site}/moved", limit=LIMIT, allow_local=True).url == f"{site}/page"


def test_addresses_with_other_letters(site):
    assert fetch(f"{site}/sp ace\u00e9?q=\u00e9", limit=LIMIT, allow_local=True).suffix == ".pdf"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/loop", "redirects more than"),
        ("/away", "only http"),
        ("/nowhere", "nowhere"),
        ("/broken", "no valid address"),
        ("/large", "larger than"),
        ("/empty", "empty page"),
        ("/missing", "answers 404"),
        ("/short", "broke off in the middle"),
    ],
)
def test_what_goes_wrong_is_one_line(site, path, words):
    with pytest.raises(SourceError, match=words):
        fetch(site + path, limit=LIMIT, allow_local=True)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1:8080/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://224.0.0.1/",
        "http://[fe80::1]/",
        "http://100.64.0.1/",
    ],
)
def test_local_addresses_are_refused(url, socket_enabled):
    with pytest.raises(SourceError, match="local network"):
        fetch(url, limit=LIMIT)


def test_what_is_no_address(socket_enabled):
    for url in ("http://", "http://[broken", "https://a:b/"):
        with pytest.raises(SourceError):
            fetch(url, limit=LIMIT)


@pytest.mark.parametrize("path", ["/drip", "/drip-head"])
def test_a_server_that_never_ends_is_left(site, path):
    began = time.monotonic()
    with pytest.raises(SourceError, match="takes longer than 1 s"):
        fetch(site + path, limit=LIMIT, allow_local=True, seconds=1)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("rules", "may"),
    [
        (b"User-agent: *\nDisallow: /", False),
        (b"User-agent: *\nDisallow: /page", False),
        (b"User-agent: incident-mapper\nDisallow: /", False),
        (b"User-agent: other\nDisallow: /", True),
        (b"User-agent: *\nDisallow: /admin", True),
        (b"User-agent: *\nDisallow:", True),
        (b"<html>no rules</html>", True),
        (b"\xff\xfe\x00broken", True),
    ],
)
def test_a_site_may_ask_to_be_left_alone(server, rules, may):
    server.robots = rules
    if may:
        assert fetch(f"{server.address}/page", limit=LIMIT, allow_local=True).data
    else:
        with pytest.raises(SourceError, match=r"robots\.txt asks"):
            fetch(f"{server.address}/page", limit=LIMIT, allow_local=True)


def test_rules_hold_after_a_redirect(server):
    server.robots = b"User-agent: *\nDisallow: /page"
    with pytest.raises(SourceError, match=r"robots\.txt asks"):
        fetch(f"{server.address}/moved", limit=LIMIT, allow_local=True)


def test_the_local_network_is_read_where_the_settings_allow_it(site):
    (found,) = read(f"{site}/page", Settings(allow_local=True))
    assert found.text == "café"
    (refused,) = read(f"{site}/page")
    assert "--allow-local" in str(refused)

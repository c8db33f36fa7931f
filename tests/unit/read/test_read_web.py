"""Pages from the web: with limits, and never from the network this machine stands in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from mapper.errors import SourceError
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
        elif self.path == "/nowhere":
            self._answer(302, "text/plain", b"")
        elif self.path == "/large":
            self._answer(200, "text/plain", b"a" * (LIMIT + 1))
        elif self.path == "/empty":
            self._answer(200, "text/plain", b"")
        elif self.path == "/sp%20ace%C3%A9?q=%C3%A9":
            self._answer(200, "application/pdf", b"%PDF-")
        else:
            self._answer(404, "text/plain", b"no")

    def _answer(self, code: int, kind: str, data: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(socket_enabled: None) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


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
        ("/large", "larger than"),
        ("/empty", "empty page"),
        ("/missing", "answers 404"),
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

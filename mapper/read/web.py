"""One page from the web, with limits; never from the network that this machine stands in."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from mapper.errors import SourceError

__all__ = ["Page", "fetch"]

_TIMEOUT = 15.0  # seconds, for each step
_TOTAL = 60.0  # seconds, for the whole page
_REDIRECTS = 5
_ROBOTS = 512 * 1024  # bytes of a robots.txt that are looked at, as RFC 9309 asks
_AGENT = "incident-mapper/1 (+offline article mapper; one page at a person's request)"
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "text/markdown": ".md",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/json": ".json",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What came: bytes, where from in the end, file ending after its type, stated encoding."""

    data: bytes
    url: str
    suffix: str
    charset: str | None


def fetch(url: str, *, limit: int, allow_local: bool = False, seconds: float = _TOTAL) -> Page:
    """Get a page.

    Every address that the name stands for is looked at before anything is sent, again
    after each redirect, and the connection goes to an address that was looked at. What a site's
    ``robots.txt`` asks of programs is kept to; one that cannot be had forbids nothing.

    Parameters
    ----------
    url
        An ``http`` or ``https`` address.
    limit
        Most bytes to take.
    allow_local
        Whether addresses of the local network may be read, for a server of one's own.
    seconds
        Longest time for all of it.

    Returns
    -------
    Page
        The page, undecoded.

    Raises
    ------
    SourceError
        It cannot be had: no such host, a local address, a refusal, too large, too slow.
    """
    visit = _Visit(url, time.monotonic() + seconds, seconds, allow_local)
    rules: dict[str, RobotFileParser] = {}
    for _ in range(_REDIRECTS + 1):
        parts = _parts(url, visit)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in rules:
            rules[site] = _rules(site, visit)
        if not rules[site].can_fetch(_AGENT, url):
            raise SourceError(
                f"{url}: the site's robots.txt asks programs not to read it; "
                "open it in a browser and save the page"
            )
        with _answer(url, visit) as response:
            if response.status in (301, 302, 303, 307, 308):
                target = response.getheader("Location")
                if not target:
                    raise SourceError(f"{visit.asked}: redirects to nowhere")
                url = _joined(url, target, visit)
                continue
            if response.status != 200:
                raise SourceError(
                    f"{visit.asked}: the server answers {response.status}; open it yourself"
                )
            return _page(response, url, limit, visit)
    raise SourceError(f"{visit.asked}: redirects more than {_REDIRECTS} times")


@dataclass(frozen=True, slots=True)
class _Visit:
    """What the user asked for, until when, after how many seconds, and whether locally."""

    asked: str
    deadline: float
    seconds: float
    allow_local: bool

    def late(self) -> SourceError:
        """Make the error of a page that takes too long."""
        return SourceError(
            f"{self.asked}: takes longer than {self.seconds:.0f} s; save the page yourself"
        )


def _joined(url: str, target: str, visit: _Visit) -> str:
    try:
        return urljoin(url, target)
    except ValueError:
        raise SourceError(f"{visit.asked}: redirects to no valid address") from None


def _rules(site: str, visit: _Visit) -> RobotFileParser:
    """Get what a site asks of programs; nothing where it does not tell."""
    lines = ""
    try:
        with _answer(f"{site}/robots.txt", visit) as response:
            if response.status == 200:
                lines = b"".join(_chunks(response, visit, _ROBOTS)).decode("utf-8", "replace")
    except SourceError:
        pass  # the page itself will tell, if there is something to tell
    rules = RobotFileParser()
    rules.parse(lines.splitlines())
    return rules


@contextmanager
def _answer(url: str, visit: _Visit) -> Iterator[http.client.HTTPResponse]:
    """Ask for an address; whatever goes wrong until all is read is a `SourceError`."""
    if time.monotonic() >= visit.deadline:
        raise visit.late()
    connection, path = _connection(url, visit)
    headers = {"User-Agent": _AGENT, "Accept": "text/html,*/*;q=0.5", "Accept-Encoding": "identity"}
    reached = False
    # A server that sends a byte now and then never exceeds the time for a step.
    watch = threading.Timer(max(0.0, visit.deadline - time.monotonic()), _cut, [connection])
    watch.daemon = True
    watch.start()
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        reached = True
        yield response
    except (OSError, http.client.HTTPException) as error:
        if isinstance(error, SourceError):
            raise
        if time.monotonic() >= visit.deadline:
            raise visit.late() from None
        what = "broke off ({}); try again" if reached else "cannot be reached ({})"
        raise SourceError(f"{visit.asked}: {what.format(_reason(error))}") from None
    finally:
        watch.cancel()
        connection.close()


def _cut(connection: http.client.HTTPConnection) -> None:
    """End whatever waits for a connection."""
    # It may not be open yet, or closed already.
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _connection(url: str, visit: _Visit) -> tuple[http.client.HTTPConnection, str]:
    """Make a connection to an address that was judged, and the path to ask for."""
    parts = _parts(url, visit)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _address(host, port, visit.asked, allow_local=visit.allow_local)
    kind = _PinnedHTTPS if parts.scheme == "https" else _PinnedHTTP
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~?") if parts.query else ""
    return kind(host, port, address), path + query


def _parts(url: str, visit: _Visit) -> SplitResult:
    """Take an address apart, if it is one that can be read."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # which may be wrong, too
    except ValueError:
        raise SourceError(f"{visit.asked}: no valid address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise SourceError(f"{visit.asked}: only http and https addresses can be read")
    return parts


def _page(response: http.client.HTTPResponse, url: str, limit: int, visit: _Visit) -> Page:
    data = b"".join(_chunks(response, visit, limit + 1))
    if len(data) > limit:
        raise SourceError(f"{visit.asked}: larger than {limit >> 20} MB")
    if response.length:  # what the server promised and did not send
        raise SourceError(f"{visit.asked}: broke off in the middle; try again")
    if not data.strip():
        raise SourceError(f"{visit.asked}: an empty page")
    kind = response.headers.get_content_type()
    return Page(data, url, _SUFFIXES.get(kind, ""), response.headers.get_content_charset())


def _chunks(response: http.client.HTTPResponse, visit: _Visit, most: int) -> Iterator[bytes]:
    """Give what comes, as it comes, up to some bytes."""
    left = most
    # Not `read`, which waits until it has all that it was asked for.
    while left > 0 and (chunk := response.read1(min(left, 65536))):
        left -= len(chunk)
        yield chunk
        if time.monotonic() > visit.deadline:
            raise visit.late()
    if time.monotonic() >= visit.deadline:
        raise visit.late()


def _address(host: str, port: int, asked: str, *, allow_local: bool) -> str:
    """Look up the host; it is refused if any of its addresses is local."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceError(f"{asked}: no such host ({_reason(error)}); check the address") from None
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        number = ipaddress.ip_address(address.partition("%")[0])
        mapped = getattr(number, "ipv4_mapped", None) or number
        if not allow_local and (not mapped.is_global or mapped.is_multicast):
            raise SourceError(f"{asked}: an address of the local network; --allow-local reads it")
    return addresses[0]


class _PinnedHTTP(http.client.HTTPConnection):
    """A connection to an address that was looked up and judged before."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=_TIMEOUT)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), _TIMEOUT)


class _PinnedHTTPS(http.client.HTTPSConnection):
    """The same with TLS, the certificate checked against the name."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=_TIMEOUT, context=self._tls)
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), _TIMEOUT)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__

"""One page from the web, with limits; never from the network that this machine stands in."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from mapper.errors import SourceError

__all__ = ["Page", "fetch"]

_TIMEOUT = 15.0  # seconds, for each step
_TOTAL = 60.0  # seconds, for the whole page
_REDIRECTS = 5
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


def fetch(url: str, *, limit: int, allow_local: bool = False) -> Page:
    """Get a page.

    Every address that the name stands for is looked at before anything is sent, again
    after each redirect, and the connection goes to an address that was looked at.

    Parameters
    ----------
    url
        An ``http`` or ``https`` address.
    limit
        Most bytes to take.
    allow_local
        Whether addresses of the local network may be read, for a server of one's own.

    Returns
    -------
    Page
        The page, undecoded.

    Raises
    ------
    SourceError
        It cannot be had: no such host, a local address, a refusal, too large, too slow.
    """
    deadline = time.monotonic() + _TOTAL
    asked = url
    for _ in range(_REDIRECTS + 1):
        response, connection = _request(url, asked, allow_local=allow_local)
        try:
            if response.status in (301, 302, 303, 307, 308):
                target = response.getheader("Location")
                if not target:
                    raise SourceError(f"{asked}: redirects to nowhere")
                url = urljoin(url, target)
                continue
            if response.status != 200:
                raise SourceError(
                    f"{asked}: the server answers {response.status}; open it yourself"
                )
            return _page(response, url, asked, limit, deadline)
        except (OSError, http.client.HTTPException) as error:
            if isinstance(error, SourceError):
                raise
            raise SourceError(f"{asked}: broke off ({_reason(error)}); try again") from None
        finally:
            connection.close()
    raise SourceError(f"{asked}: redirects more than {_REDIRECTS} times")


def _request(
    url: str, asked: str, *, allow_local: bool
) -> tuple[http.client.HTTPResponse, http.client.HTTPConnection]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise SourceError(f"{asked}: no valid address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise SourceError(f"{asked}: only http and https addresses can be read")
    port = port or (443 if parts.scheme == "https" else 80)
    address = _address(host, port, asked, allow_local=allow_local)
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        connection = _PinnedHTTPS(host, port, address)
    else:
        connection = _PinnedHTTP(host, port, address)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~?") if parts.query else ""
    headers = {"User-Agent": _AGENT, "Accept": "text/html,*/*;q=0.5", "Accept-Encoding": "identity"}
    try:
        connection.request("GET", path + query, headers=headers)
        return connection.getresponse(), connection
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        raise SourceError(f"{asked}: cannot be reached ({_reason(error)})") from None


def _page(
    response: http.client.HTTPResponse, url: str, asked: str, limit: int, deadline: float
) -> Page:
    chunks, size = [], 0
    while chunk := response.read(65536):
        size += len(chunk)
        if size > limit:
            raise SourceError(f"{asked}: larger than {limit >> 20} MB")
        if time.monotonic() > deadline:
            raise SourceError(f"{asked}: takes longer than {_TOTAL:.0f} s; save the page yourself")
        chunks.append(chunk)
    kind = response.headers.get_content_type()
    data = b"".join(chunks)
    if not data.strip():
        raise SourceError(f"{asked}: an empty page")
    return Page(data, url, _SUFFIXES.get(kind, ""), response.headers.get_content_charset())


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
            raise SourceError(f"{asked}: an address of the local network, which is not read")
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

"""Names that the gazetteer lacks, asked of a Nominatim service (here one on the loopback)."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from gazetteer import FeatureClass, Place
from mapper.errors import OptionError
from mapper.model import Mention, MentionKind, Resolution, Span
from mapper.resolve import Nominatim

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]

VILLAGE = {
    "osm_type": "node",
    "osm_id": 7,
    "lat": "40.1",
    "lon": "46.2",
    "name": "Qoşabulaq",
    "display_name": "Qoşabulaq, Somewhere",
    "addresstype": "village",
    "address": {"country_code": "az", "state": "Somewhere"},
}


class Service(HTTPServer):
    """A service that knows one village."""

    asked: list[dict[str, list[str]]]
    body: bytes | None
    kind: str


class _Answer(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        question = parse_qs(urlsplit(self.path).query)
        self.server.asked.append(question)
        body = json.dumps([VILLAGE] if question["q"] == ["Qosabulaq"] else []).encode()
        if self.server.body is not None:
            body = self.server.body
        self.send_response(200)
        self.send_header("Content-Type", self.server.kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Be quiet."""


@pytest.fixture
def service() -> Iterator[Service]:
    server = Service(("127.0.0.1", 0), _Answer)
    server.asked, server.body, server.kind = [], None, "application/json"
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def unknown(name: str, kind: MentionKind = MentionKind.LITERAL) -> Resolution:
    return Resolution(Mention(Span(0, len(name)), name, kind), (), None, 0.0)


def known() -> Resolution:
    place = Place(
        id="gn:1", name="Ganja", latitude=40.7, longitude=46.4, country="AZ",
        feature_class=FeatureClass.POPULATED, feature_code="PPLA",
    )  # fmt: skip
    return Resolution(Mention(Span(20, 25), "Ganja", MentionKind.LITERAL), (), place, 0.9)


def address(service: Service) -> str:
    return f"http://127.0.0.1:{service.server_port}"


def test_asks_near_the_story_first_and_says_where_the_answer_is_from(
    service: Service, tmp_path: Path
) -> None:
    asker = Nominatim(tmp_path / "cache.jsonl", address(service))
    village, town, government = asker.fill(
        [unknown("Qosabulaq"), known(), unknown("Xyz", MentionKind.METONYMIC)]
    )
    assert village.place is not None
    assert (village.place.id, village.place.country) == ("osm:node/7", "AZ")
    assert (village.place.latitude, village.place.longitude) == (40.1, 46.2)
    assert "not in the gazetteer" in village.candidates[0].reasons[0]
    assert "OpenStreetMap" in village.place.source
    assert town == known()
    assert government.place is None
    assert [q["countrycodes"] for q in service.asked] == [["az"]]


def test_no_question_is_asked_twice_not_even_in_another_run(
    service: Service, tmp_path: Path
) -> None:
    for _ in range(2):
        asker = Nominatim(tmp_path / "cache.jsonl", address(service))
        (found,) = asker.fill([unknown("Qosabulaq")])
        assert found.place is not None
        (found,) = asker.fill([unknown("Nowhere at all")])
        assert found.place is None
    assert len(service.asked) == 2


def test_a_cache_cut_short_is_read_up_to_there(service: Service, tmp_path: Path) -> None:
    cache = tmp_path / "cache.jsonl"
    cache.write_text('{"question": "|Here", "ans', encoding="utf-8")
    assert Nominatim(cache, address(service)).fill([unknown("Here")])[0].place is None
    assert len(service.asked) == 1


def test_a_service_that_does_not_answer_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    asker = Nominatim(tmp_path / "cache.jsonl", "http://127.0.0.1:9")
    with caplog.at_level(logging.WARNING):
        found = asker.fill([unknown("Qosabulaq"), unknown("Elsewhere")])
    assert [r.place for r in found] == [None, None]
    assert [m for m in caplog.messages if "does not answer" in m] == caplog.messages
    assert len(caplog.messages) == 1


@pytest.mark.parametrize("wrong", ["ftp://example.org", "http://[half", "here", "http://"])
def test_refuses_what_is_no_address(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(OptionError, match=r"no address .*MAPPER_NOMINATIM"):
        Nominatim(tmp_path / "cache.jsonl", wrong)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html>Log in</html>", "text/html"),
        (b"\xff\xfe", "application/json"),
        (b"[]", "application/json; charset=none-such"),
        (b"[" * 100_000, "application/json"),
        (b'["a text"]', "application/json"),
        (b'[{"lat": "north", "lon": "1", "display_name": "x"}]', "application/json"),
        (b'[{"lat": "91", "lon": "1", "display_name": "x"}]', "application/json"),
        (b'[{"lat": "nan", "lon": "1", "display_name": "x"}]', "application/json"),
        (b'[{"lat": "1", "lon": "1"}]', "application/json"),
    ],
)
def test_an_answer_that_is_none_is_said_and_not_kept(
    service: Service, tmp_path: Path, caplog: pytest.LogCaptureFixture, body: bytes, kind: str
) -> None:
    service.body, service.kind = body, kind
    with caplog.at_level(logging.WARNING):
        (found,) = Nominatim(tmp_path / "cache.jsonl", address(service)).fill([unknown("Here")])
    assert found.place is None
    assert len(caplog.messages) == 1
    assert "stay without a place; check" in caplog.messages[0]
    assert not (tmp_path / "cache.jsonl").exists()


def test_what_a_service_says_is_cleaned(service: Service, tmp_path: Path) -> None:
    odd = {
        "lat": "1", "lon": "2", "name": "\ud800He\x1bre\n", "display_name": "a\u202eb",
        "osm_type": "<b>", "osm_id": [1], "address": {"country_code": "<i>", "state": 7},
    }  # fmt: skip
    service.body = json.dumps([odd]).encode()
    for _ in range(2):  # from the service, from the cache
        (found,) = Nominatim(tmp_path / "cache.jsonl", address(service)).fill([unknown("Here")])
        assert found.place is not None
        assert (found.place.name, found.place.country, found.place.admin1) == ("Here", "", "7")
        assert found.place.id == "osm:place/1.00000,2.00000"
        assert "“ab”" in found.candidates[0].reasons[0]
    assert len(service.asked) == 1


def test_another_service_is_asked_for_itself(service: Service, tmp_path: Path) -> None:
    cache = tmp_path / "cache.jsonl"
    cache.write_text(
        json.dumps({"question": "example.org||Qosabulaq", "answer": None})
        + '\n{"question": "127.0.0.1||cut", "ans',
        encoding="utf-8",
    )
    for _ in range(2):
        (found,) = Nominatim(cache, address(service)).fill([unknown("Qosabulaq")])
        assert found.place is not None
    assert len(service.asked) == 1


def test_a_cache_that_cannot_be_used(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x")
    for wrong in (tmp_path, tmp_path / "file" / "cache.jsonl"):
        with pytest.raises(OptionError, match=r"cannot be used .*; delete it, or let XDG_CACHE"):
            Nominatim(wrong, address(service))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(OptionError, match="cannot be used"):
        Nominatim(service=address(service))


def test_a_name_of_a_page_is_not_asked_for(service: Service, tmp_path: Path) -> None:
    (found,) = Nominatim(tmp_path / "c.jsonl", address(service)).fill([unknown("x" * 10_000)])
    assert found.place is None
    assert service.asked == []

import json
from pathlib import Path
from typing import Any

import pytest

from mapper.errors import SourceError
from mapper.evaluate.gold import Format
from mapper.evaluate.readers import read_corpus

TOWN = {"start": 3, "end": 8, "name": "Goris", "lat": 39.5, "lon": 46.3}
LINES: dict[Format, dict[str, Any]] = {
    Format.TOPONYMS: {"id": "1", "text": "In Goris.", "toponyms": [{**TOWN, "geonameid": 616599}]},
    Format.ARTICLES: {
        "id": "1",
        "text": "In Goris.",
        "toponyms": [{**TOWN, "kind": "town", "literal": True, "demonym": False}],
        "events": [
            {
                "quote": "In Goris",
                "quote_start": 0,
                "quote_end": 8,
                "type": "Protest",
                "type_alt": ["Riot"],
                "event_type": "PROTEST",
                "date_start": "2024",
                "places": [{"name": "Goris", "lat": 39.5, "lon": 46.3, "kind": "town"}],
                "actors": [{"name": "crowd", "role": "source"}],
                "fatalities": 2,
                "must_map": True,
            }
        ],
    },
    Format.EVENT_LOCATION: {
        "id": "1",
        "text": "They met in Goris.",
        "verbs": [{"start": 5, "end": 8, "text": "met"}],
        "event_locations": [{"start": 12, "end": 17, "text": "Goris"}],
    },
    Format.CONFLICT: {
        "id": "1",
        "text": "Three dead near Goris",
        "place": "Goris town",
        "lat": 39.5,
        "lon": 46.3,
        "geo_precision": 1.0,
        "fatalities": 3.0,
        "deaths_low": 3.0,
        "deaths_high": 4.0,
    },
    Format.CODED: {"id": "1", "text": "They demand peace.", "event_type": "DEMAND", "mode": None},
    Format.CASES: {"id": "1", "query": "Paris, Texas", "expect_country": "US"},
}


def write(path: Path, *rows: object) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("kind", list(LINES))
def test_format_is_told_by_content(tmp_path: Path, kind: Format) -> None:
    corpus = read_corpus(write(tmp_path / "some.jsonl", LINES[kind], LINES[kind]))
    assert corpus.format is kind
    assert corpus.name == "some"
    assert len(corpus.documents) == 2
    assert len(corpus.digest) == 64


def test_articles_bring_all_their_gold(tmp_path: Path) -> None:
    (document,) = read_corpus(write(tmp_path / "a.jsonl", LINES[Format.ARTICLES])).documents
    assert document.toponyms is not None
    assert document.events is not None
    (event,) = document.events
    assert event.categories == ("Protest", "Riot")
    assert event.event_type == "PROTEST"
    assert event.dates == ("2024",)
    assert event.actors == ("crowd",)
    assert event.fatalities == 2
    assert event.injuries is None
    assert event.must_map


def test_one_article_beside_its_gold(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("In Goris.", "utf-8")
    event = {"quote": "In Goris", "start": 0, "end": 8, "type": "PROTEST", "places": []}
    gold = {"article": "a.txt", "published": "2024-01-02", "toponyms": [TOWN], "events": [event]}
    path = tmp_path / "a.gold.json"
    path.write_text(json.dumps(gold, indent=1), "utf-8")
    corpus = read_corpus(path)
    assert corpus.format is Format.ARTICLES
    (document,) = corpus.documents
    assert document.text == "In Goris."
    assert document.published == "2024-01-02"
    assert document.events is not None
    assert document.events[0].event_type == "PROTEST"
    assert document.events[0].categories == ()


def test_gold_names_no_file_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "a.gold.json"
    gold = {"article": "../a.txt", "toponyms": [], "events": []}
    path.write_text(json.dumps(gold, indent=1), "utf-8")
    with pytest.raises(SourceError, match="beside"):
        read_corpus(path)


def test_kinds_of_use_become_literal_and_demonym(tmp_path: Path) -> None:
    def toponym(use: str, **more: object) -> dict[str, object]:
        return {**TOWN, "type": use, **more}

    row = {
        "id": "1",
        "text": "In Goris.",
        "toponyms": [
            toponym("Mixed"),
            toponym("Metonymic"),
            toponym("Non_Literal_Modifier", modifier="Adjective"),
            toponym("Demonym"),
            toponym("Literal_Expression"),
            {**TOWN, "start": 0, "type": "Literal", "offset_bad": True},
        ],
    }
    (document,) = read_corpus(write(tmp_path / "g.jsonl", row)).documents
    assert document.toponyms is not None
    told = [(t.literal, t.demonym) for t in document.toponyms]
    assert told == [(True, False), (False, False), (False, True), (False, True)]


def test_older_codes_are_todays(tmp_path: Path) -> None:
    cameo = {
        "id": "1",
        "text": "x",
        "category": "c",
        "events": [{"cameo": "0871"}, {"cameo": "190"}],
    }
    none = {"id": "2", "text": "x", "category": "c", "events": [{"cameo": None}]}
    documents = read_corpus(write(tmp_path / "c.jsonl", cameo, none)).documents
    assert [d.codes for d in documents] == [("RETREAT", "ASSAULT"), ()]
    (plover,) = read_corpus(write(tmp_path / "p.jsonl", LINES[Format.CODED])).documents
    assert plover.codes == ("REQUEST",)


@pytest.mark.parametrize(
    ("headline", "best", "stated"),
    [
        ("Three dead near Goris", 3, True),
        ("1,300 dead", 1300, True),
        ("13 dead, 3.5 tonnes burnt", 3, False),
        ("Thirteen dead", 3, False),
        ("Nobody dead", 0, False),
    ],
)
def test_a_headline_states_its_number_or_does_not(
    tmp_path: Path, headline: str, best: int, stated: bool
) -> None:
    row = {**LINES[Format.CONFLICT], "text": headline, "fatalities": float(best)}
    (document,) = read_corpus(write(tmp_path / "u.jsonl", row)).documents
    assert document.deaths is not None
    assert document.deaths.stated is stated


def test_a_headline_that_has_the_number_for_something_else_only_mentions_it(tmp_path: Path) -> None:
    row = {**LINES[Format.CONFLICT], "text": "Two shot dead, three wounded", "fatalities": 3.0}
    single = {**row, "text": "Farmer shot dead near Goris", "fatalities": 1.0}
    first, second = read_corpus(write(tmp_path / "u.jsonl", row, single)).documents
    assert first.deaths is not None
    assert (first.deaths.stated, first.deaths.mentioned) == (False, True)
    assert second.deaths is not None
    assert (second.deaths.stated, second.deaths.single) == (True, True)
    assert not second.deaths.mentioned


def test_a_place_that_stands_nowhere_makes_the_link_unjudgeable(tmp_path: Path) -> None:
    row = {
        **LINES[Format.EVENT_LOCATION],
        "event_locations": [{"start": None, "end": None, "text": "Goris"}],
    }
    (document,) = read_corpus(write(tmp_path / "e.jsonl", row)).documents
    assert document.link is None


def test_where_hardly_a_verb_has_a_place_nobody_looked_for_them(tmp_path: Path) -> None:
    told = {**LINES[Format.EVENT_LOCATION], "source": "a"}
    bare = {**told, "event_locations": []}
    rows = [told, told, bare, {**told, "source": "b"}, *[{**bare, "source": "b"}] * 3]
    documents = read_corpus(write(tmp_path / "e.jsonl", *rows)).documents
    sought = [document.link.sought for document in documents if document.link is not None]
    assert sought == [True, True, True, True, False, False, False]


def test_cases_expect_countries_ids_mentions_and_nothing(tmp_path: Path) -> None:
    rows = [
        {
            "id": "1",
            "text": "x",
            "asserts": [{"index": 1, "field": "country_code3", "value": "SYR"}],
        },
        {"id": "2", "text": "x", "expect_mentions": []},
        {"id": "3", "text": "x", "expect_mentions_contains": ["Goris"]},
        {"id": "4", "query": "Paris", "country": "USA", "asserts": [{"no_places": True}]},
        {"id": "5", "query": "Paris", "expect_wikidata": "Q90"},
    ]
    documents = read_corpus(write(tmp_path / "k.jsonl", *rows)).documents
    told = [[(c.field, c.value, c.index, c.country) for c in d.checks] for d in documents]
    assert told == [
        [("country", "SY", 1, "")],
        [("none", "", 0, "")],
        [("mention", "Goris", 0, "")],
        [("none", "", 0, "US")],
        [],
    ]


def toponyms(**wrong: object) -> dict[str, object]:
    return {"id": "1", "text": "In Goris.", "toponyms": [{**TOWN, **wrong}]}


WRONG: dict[str, tuple[object, str]] = {
    "not JSON": ('{"id": 1,}', "is not JSON"),
    "not an object": ("[1]", "not a JSON object"),
    "unknown": ({"id": "1", "words": []}, "no known kind"),
    "no text": ({"id": "1", "toponyms": []}, "'text' should be a string"),
    "offsets": (toponyms(start=2), "does not stand"),
    "reversed": (toponyms(end=1), "the first below"),
    "point": (toponyms(lat=99), "no such point"),
    "flag": (toponyms(literal=1), "true or false"),
    "toponyms": ({"id": "1", "text": "x", "toponyms": "x"}, "list of objects"),
    "quote": (
        {"id": "1", "text": "x", "toponyms": [], "events": [{"quote": "y", "start": 0, "end": 1}]},
        "the quote does not stand",
    ),
    "code": (
        {"id": "1", "text": "x", "asserts": [{"field": "country_code3", "value": "ATL"}]},
        "ATL",
    ),
}


@pytest.mark.parametrize("name", list(WRONG))
def test_a_bad_line_is_one_clear_line(tmp_path: Path, name: str) -> None:
    row, message = WRONG[name]
    path = write(tmp_path / "bad.jsonl", row)
    with pytest.raises(SourceError, match=message) as raised:
        read_corpus(path)
    assert "bad.jsonl:1" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_line_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "two.jsonl", LINES[Format.CODED], LINES[Format.CASES])
    with pytest.raises(SourceError, match=r"two\.jsonl:2.*another kind"):
        read_corpus(path)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_corpus(tmp_path / "none.jsonl")
    (tmp_path / "empty.jsonl").write_text("\n", "utf-8")
    with pytest.raises(SourceError, match="no line"):
        read_corpus(tmp_path / "empty.jsonl")
    (tmp_path / "latin.jsonl").write_bytes('{"id": "é"}'.encode("latin-1"))
    with pytest.raises(SourceError, match="UTF-8"):
        read_corpus(tmp_path / "latin.jsonl")

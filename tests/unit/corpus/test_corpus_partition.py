"""One part: what is written, what is put aside, and what is never half there."""

from __future__ import annotations

import gzip
import json
import resource
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas
import pyarrow as pa
import pytest
from pyarrow import parquet

from mapper.corpus.crumbs import OPENING, deaths, trail
from mapper.corpus.cutting import Cutter
from mapper.corpus.layout import Layout
from mapper.corpus.partition import process_partition
from mapper.corpus.parts import Part
from mapper.corpus.plan import make_plan
from mapper.corpus.recipe import Limits, Recipe, fingerprint
from mapper.corpus.sources import find_sources
from mapper.errors import DataError, OutputError, SourceError
from mapper.export.columns import INCIDENT_COLUMNS
from tests.fixtures.corpus_small import SMALL, articles, snapshot, write_lines
from tests.fixtures.pages import RSS


def recipe(**limits: Any) -> Recipe:
    made = replace(SMALL, limits=replace(SMALL.limits, **limits))
    return replace(made, fingerprint=fingerprint(made))


def one_part(source: Path, out: Path, made: Recipe) -> Part:
    found, _ = find_sources(str(source), out)
    (part,) = make_plan(found, [], made.fingerprint, Cutter(articles=100)).missing
    return part


def process(source: Path, out: Path, **limits: Any) -> dict[str, Any]:
    made = recipe(**limits)
    Layout(out).make()
    return process_partition(one_part(source, out, made), out, made, "test")


def records(out: Path, key: str) -> list[dict[str, Any]]:
    lines = gzip.decompress(Layout(out).analyses(key).read_bytes()).decode().splitlines()
    return [json.loads(line) for line in lines]


def test_a_part_is_written_as_geoparquet_and_json_lines(tmp_path):
    source, out = write_lines(tmp_path / "n.jsonl", articles(7)), tmp_path / "out"
    record = process(source, out)
    table = geopandas.read_parquet(out / "incidents")
    assert [*table.columns] == [*INCIDENT_COLUMNS, "geometry"]
    assert (len(table), table.crs.to_epsg()) == (record["rows"], 4326)
    assert table["id"].is_unique
    assert [r["article"]["id"] for r in records(out, record["key"])] == [f"a{n}" for n in range(7)]
    assert str(table["published"].iloc[0].date()) == "2026-05-01"
    geo = json.loads(parquet.read_schema(next((out / "incidents").iterdir())).metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["covering"]["bbox"]


def test_the_same_part_gives_the_same_bytes(tmp_path):
    source = write_lines(tmp_path / "n.jsonl", [*articles(7), "RAISE", ""])
    for out in ("one", "two"):
        process(source, tmp_path / out)
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")
    assert len(snapshot(tmp_path / "one")) == 3


def test_a_part_without_any_event_is_written_too(tmp_path):
    source, out = write_lines(tmp_path / "n.jsonl", ["Nothing.", "Nobody."]), tmp_path / "out"
    record = process(source, out)
    assert (record["articles"], record["incidents"], record["rows"]) == (2, 0, 0)
    table = geopandas.read_parquet(Layout(out).incidents(record["key"]))
    assert [*table.columns] == [*INCIDENT_COLUMNS, "geometry"]
    full = process(write_lines(tmp_path / "m.jsonl", articles(3)), out)
    # One dataset, whatever is in its parts.
    assert len(geopandas.read_parquet(out / "incidents")) == full["rows"]


def test_a_part_that_is_there_is_not_touched(tmp_path):
    source, out = write_lines(tmp_path / "n.jsonl", articles(3)), tmp_path / "out"
    key = process(source, out)["key"]
    before = Layout(out).analyses(key).stat().st_ino
    assert process(source, out)["key"] == key
    assert Layout(out).analyses(key).stat().st_ino == before
    Layout(out).incidents(key).unlink()
    process(source, out)
    assert Layout(out).incidents(key).is_file()


def test_what_fails_is_put_aside_and_the_rest_goes_on(tmp_path):
    path = write_lines(tmp_path / "n.jsonl", ["Town 1 met.", "RAISE", "Town 2. " * 200, "Town 3."])
    with path.open("a") as stream:
        stream.write('broken\n[1]\n{"text": 7}\n{"text": "Town 4.", "published": "soon"}\n')
    record = process(path, tmp_path / "out", characters=1000)
    assert record["articles"] == 2
    aside = {
        one["where"].split(", ")[1]: (one["kind"], one["error"]) for one in record["quarantined"]
    }
    assert [kind for kind, _ in aside.values()] == ["failed", "long"] + ["unreadable"] * 4
    assert "ValueError at corpus_small.py" in aside["line 2"][1]
    assert "--size-limit" in aside["line 3"][1]
    assert all(error.startswith("n.jsonl, line ") for _, error in aside.values())
    assert str(tmp_path) not in json.dumps(record)


def test_an_article_that_killed_its_workers_is_put_aside(tmp_path):
    source, out = write_lines(tmp_path / "n.jsonl", ["Town 1.", "DIE", "HANG", "Town 2."]), tmp_path
    made = recipe()
    part = one_part(source, out, made)
    work = Layout(out).work / "test"
    Layout(out).make()
    work.mkdir(parents=True)
    for number, (index, late) in enumerate([(1, False), (2, True)] * 3):
        told = f"{index * 1_000_000 + 1:11}\n" + "Timeout (0:01:00)!\n" * late
        (work / f"{part.key}.{number}.trail").write_text(told)
    record = process_partition(part, out, made, "test")
    assert [(one["id"], one["kind"]) for one in record["quarantined"]] == [
        ("a1", "deadly"), ("a2", "late"),
    ]  # fmt: skip
    assert record["articles"] == 2


def test_workers_that_die_while_they_load_are_told(tmp_path):
    source, out = write_lines(tmp_path / "n.jsonl", ["Town 1."]), tmp_path
    made = recipe()
    part = one_part(source, out, made)
    Layout(out).make()
    work = Layout(out).work / "test"
    work.mkdir(parents=True)
    for number in range(4):
        (work / f"{part.key}.{number}.trail").write_text(f"{OPENING:11}\n")
    with pytest.raises(DataError, match="memory"):
        process_partition(part, out, made, "test")


def test_a_trail_names_where_its_worker_is(tmp_path):
    with trail("k", tmp_path, 60) as marks:
        assert deaths("k", tmp_path) == {OPENING: 1}
        marks.at(12)
        marks.rest()
        assert deaths("k", tmp_path) == {12: 1}
        assert deaths("other", tmp_path) == {}
    assert list(tmp_path.iterdir()) == []


def test_a_source_that_changes_under_way_is_not_guessed_at(tmp_path):
    source, out = write_lines(tmp_path / "n.jsonl", articles(3)), tmp_path / "out"
    made = recipe()
    part = one_part(source, out, made)
    Layout(out).make()
    source.write_text(source.read_text().replace("Monday", "Friday"))
    with pytest.raises(SourceError, match="changed"):
        process_partition(part, out, made, "test")
    source.unlink()
    with pytest.raises(SourceError, match="no such file"):
        process_partition(part, out, made, "test")
    assert snapshot(out) == {}


def test_a_worker_with_other_data_refuses(tmp_path):
    source, out = write_lines(tmp_path / "n.jsonl", articles(3)), tmp_path / "out"
    made = replace(recipe(), fingerprint="of another version")
    Layout(out).make()
    with pytest.raises(DataError, match="another version"):
        process_partition(one_part(source, out, made), out, made, "test")


def test_a_disk_that_is_full_leaves_nothing_of_the_part(tmp_path):
    source, out = write_lines(tmp_path / "n.jsonl", articles(60)), tmp_path / "out"
    made = recipe()
    part = one_part(source, out, made)
    Layout(out).make()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, hard))
    try:
        with pytest.raises(OutputError, match="cannot be written"):
            process_partition(part, out, made, "test")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert snapshot(out) == {}
    assert list((out / ".work" / "test").iterdir()) == []


def test_rows_and_documents_are_read_like_lines(tmp_path):
    texts = articles(5)
    days = pa.array([f"2026-05-0{n + 1}" for n in range(5)]).cast(pa.date32())
    table = pa.table({"body": texts, "day": days, "id": [f"a{n}" for n in range(5)]})
    parquet.write_table(table, tmp_path / "n.parquet")
    made = replace(SMALL, text_field="body", published_field="day")
    made = replace(made, fingerprint=fingerprint(made))
    out = tmp_path / "out"
    Layout(out).make()
    found, _ = find_sources(str(tmp_path / "n.parquet"), out)
    cutter = Cutter(articles=2, text_field="body")
    parts = make_plan(found, [], made.fingerprint, cutter).missing
    rows = [
        r for part in parts for r in records(out, process_partition(part, out, made, "t")["key"])
    ]
    lines = process(write_lines(tmp_path / "n.jsonl", texts), tmp_path / "other")
    assert rows == records(tmp_path / "other", lines["key"])


def test_the_articles_of_a_feed_are_named_after_it(tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "week.rss").write_text(RSS.replace("The wine fair", "Town 3: the wine fair"))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    record = process(folder, out)
    found = [r["article"]["id"] for r in records(out, record["key"])]
    assert found == ["week/footbridge-gives-way", "week/wine-bread"]
    assert [one["where"] for one in record["quarantined"]] == ["broken.pdf"]
    assert str(tmp_path) not in json.dumps(record)


def test_limits_have_their_say_in_the_fingerprint_where_results_depend_on_them():
    assert recipe(characters=5).fingerprint != recipe().fingerprint
    assert recipe(seconds=5).fingerprint == recipe().fingerprint
    assert Limits().seconds > 0

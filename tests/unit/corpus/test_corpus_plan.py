"""What is cut into parts, what stays, and what is made again."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from mapper.corpus.cutting import Cutter
from mapper.corpus.parts import Part, member_record
from mapper.corpus.plan import Plan, make_plan
from mapper.corpus.sources import find_sources
from mapper.errors import OptionError
from tests.fixtures.corpus_small import articles, write_lines


def plan(source: Path | str, records: list[dict[str, Any]] | None = None, **cutter: Any) -> Plan:
    given, _ = find_sources(str(source), Path("out-of-the-way"))
    return make_plan(given, records or [], "f", Cutter(**{"articles": 4, **cutter}))


def finished(part: Part, fingerprint: str = "f") -> dict[str, Any]:
    """The record of a part, as far as plans look at it."""
    members = [member_record(member) for member in part.members]
    return {"key": part.key, "fingerprint": fingerprint, "members": members}


def ids(parts: list[Part]) -> list[list[str]]:
    return [[i for member in part.members for i in member.ids] for part in parts]


def test_lines_are_cut_by_their_number(tmp_path):
    parts = plan(write_lines(tmp_path / "n.jsonl", articles(10))).missing
    assert [part.articles for part in parts] == [4, 4, 2]
    assert ids(parts)[2] == ["a8", "a9"]
    assert parts[0].members[0].end == parts[1].members[0].start


def test_lines_are_cut_by_their_size(tmp_path):
    parts = plan(write_lines(tmp_path / "n.jsonl", articles(10)), size=200).missing
    assert all(part.articles <= 2 for part in parts)
    assert sum(part.articles for part in parts) == 10


def test_keys_depend_on_all_that_the_output_does(tmp_path):
    path = write_lines(tmp_path / "n.jsonl", articles(8))
    sources, _ = find_sources(str(path), tmp_path / "out")
    first = make_plan(sources, [], "f", Cutter(articles=4)).missing
    assert [p.key for p in make_plan(sources, [], "f", Cutter(articles=4)).missing] == [
        p.key for p in first
    ]
    other = make_plan(sources, [], "g", Cutter(articles=4)).missing
    assert not {p.key for p in first} & {p.key for p in other}
    (tmp_path / "elsewhere").mkdir()
    moved = path.rename(tmp_path / "elsewhere" / "n.jsonl")
    assert [p.key for p in plan(moved).missing] == [p.key for p in first]
    moved.write_text(moved.read_text().replace("Town 5 ", "Town 6 "))
    assert [a.key == b.key for a, b in zip(plan(moved).missing, first, strict=True)] == [
        True,
        False,
    ]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    lines=st.lists(st.sampled_from(["", "x", "broken {", "long " * 30]), max_size=30),
    seed=st.integers(0, 10_000),
)
def test_a_run_taken_up_makes_the_parts_of_a_run_at_once(tmp_path, lines, seed):
    path = tmp_path / "n.jsonl"
    path.write_text("".join(
        f"{json.dumps({'text': line}) if line and 'broken' not in line else line}\n"
        for line in lines
    ))  # fmt: skip
    whole = plan(path, size=300).missing
    done = [part for part in whole if random.Random(f"{seed}{part.key}").random() < 0.5]
    again = plan(path, [finished(part) for part in done], size=300)
    assert again.superseded == []
    assert {r["key"] for r in again.ready} == {part.key for part in done}
    assert [p for p in whole if p not in done] == again.missing
    assert sum(part.articles for part in whole) == sum(bool(line) for line in lines)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sizes=st.lists(st.integers(1, 400), min_size=1, max_size=25), seed=st.integers(0, 10_000))
def test_the_same_for_a_folder(tmp_path_factory, sizes, seed):
    folder = tmp_path_factory.mktemp("articles")
    for number, size in enumerate(sizes):
        (folder / f"{number:03}.txt").write_text("x" * size)
    whole = plan(folder, size=600).missing
    done = [part for part in whole if random.Random(f"{seed}{part.key}").random() < 0.5]
    again = plan(folder, [finished(part) for part in done], size=600)
    assert [p for p in whole if p not in done] == again.missing
    assert again.superseded == []


def test_a_file_that_grows_gets_parts_of_its_own(tmp_path):
    path = write_lines(tmp_path / "n.jsonl", articles(6))
    first = plan(path).missing
    write_lines(path, articles(9))
    grown = plan(path, [finished(part) for part in first])
    assert len(grown.ready) == 2
    assert ids(grown.missing) == [["a6", "a7", "a8"]]
    assert grown.missing[0].members[0].first == 7


def test_a_changed_line_costs_its_part(tmp_path):
    path = write_lines(tmp_path / "n.jsonl", articles(12))
    first = plan(path).missing
    path.write_text(path.read_text().replace("Town 5 ", "Town 6 "))
    changed = plan(path, [finished(part) for part in first])
    assert changed.superseded == [first[1].key]
    assert ids(changed.missing) == [["a4", "a5", "a6", "a7"]]


def test_lines_put_before_others_leave_nothing_unread(tmp_path):
    path = write_lines(tmp_path / "n.jsonl", articles(12))
    first = plan(path).missing
    path.write_text('{"text": "New."}\n' + path.read_text())
    changed = plan(path, [finished(part) for part in first])
    assert sorted(changed.superseded) == sorted(part.key for part in first)
    assert sum(part.articles for part in changed.missing) == 13


def test_a_new_or_changed_document_costs_little(tmp_path):
    for number in range(8):
        (tmp_path / f"{number}.txt").write_text(f"Town {number}.")
    first = plan(tmp_path).missing
    (tmp_path / "35.txt").write_text("Town 35.")
    more = plan(tmp_path, [finished(part) for part in first])
    assert ids(more.missing) == [["35"]]
    (tmp_path / "6.txt").write_text("Town 60.")
    changed = plan(tmp_path, [finished(part) for part in [*first, *more.missing]])
    assert changed.superseded == [first[1].key]
    assert ids(changed.missing) == [["4", "5", "6", "7"]]


def test_what_is_gone_from_the_input_stays_in_the_output(tmp_path):
    path = write_lines(tmp_path / "n.jsonl", articles(4))
    other = write_lines(tmp_path / "m.jsonl", articles(4))
    first = plan(tmp_path / "*.jsonl").missing
    path.unlink()
    again = plan(tmp_path / "*.jsonl", [finished(part) for part in first])
    assert (len(again.ready), again.missing, again.superseded) == (2, [], [])
    assert again.vanished == [part.key for part in first if part.members[0].name == "n.jsonl"]
    assert other.exists()


def test_a_source_that_cannot_be_read_just_now_keeps_its_parts(tmp_path):
    path = write_lines(tmp_path / "n.jsonl", articles(6))
    first = plan(path).missing
    path.write_bytes("{}".encode("utf-16"))
    again = plan(path, [finished(part) for part in first])
    assert (len(again.ready), again.superseded, len(again.failures)) == (2, [], 1)


def test_parts_of_another_recipe_are_made_again(tmp_path):
    path = write_lines(tmp_path / "n.jsonl", articles(4))
    old = plan(path).missing
    again = plan(path, [finished(part, "before") for part in old])
    assert again.superseded == [old[0].key]
    assert len(again.missing) == 1


def test_ids_are_unique_over_all_sources(tmp_path):
    for name in ("x", "y", "z"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "story.txt").write_text(name)
    write_lines(tmp_path / "n.jsonl", articles(3))
    write_lines(tmp_path / "o.jsonl", articles(3))
    found = [i for part in ids(plan(tmp_path).missing) for i in part]
    assert sorted(found) == sorted([
        "a0", "a1", "a2", "a0-2", "a1-2", "a2-2", "story", "story-2", "story-3",
    ])  # fmt: skip
    assert plan(tmp_path).missing == plan(tmp_path).missing


def test_ids_of_finished_parts_are_not_given_again(tmp_path):
    write_lines(tmp_path / "o.jsonl", articles(2))
    first = plan(tmp_path).missing
    write_lines(tmp_path / "n.jsonl", articles(2))
    assert ids(plan(tmp_path, [finished(p) for p in first]).missing) == [["a0-2", "a1-2"]]


def test_ids_of_lines_without_one(tmp_path):
    path = tmp_path / "n.jsonl"
    path.write_text(
        '\ufeff{"text": "x"}\n\n{"text": "y", "id": 7}\nbroken\n{"text": "z", "id": " "}'
    )
    assert ids(plan(path).missing) == [["n-1", "7", "n-4", "n-5"]]


def test_rows_are_cut_within_their_group(tmp_path):
    path = tmp_path / "n.parquet"
    table = pa.table({"text": articles(20), "id": [f"r{n}" for n in range(20)]})
    parquet.write_table(table, path, row_group_size=10)
    whole = plan(path).missing
    assert [part.articles for part in whole] == [4, 4, 2, 4, 4, 2]
    assert ids(whole)[5] == ["r18", "r19"]
    for gone in range(6):
        done = [finished(part) for number, part in enumerate(whole) if number != gone]
        again = plan(path, done)
        assert again.missing == [whole[gone]]
        assert again.superseded == []
    parquet.write_table(table.slice(0, 19), path, row_group_size=10)
    changed = plan(path, [finished(part) for part in whole])
    assert len(changed.ready) == 3
    assert [i for part in ids(changed.missing) for i in part] == [f"r{n}" for n in range(10, 19)]


def test_a_wrong_field_is_told_once_and_not_for_every_article(tmp_path):
    path = write_lines(tmp_path / "n.jsonl", articles(9))
    found = plan(path, text_field="body")
    assert found.missing == []
    assert len(found.failures) == 1
    assert "--text-field" in found.failures[0]
    parquet.write_table(pa.table({"words": ["x"]}), tmp_path / "n.parquet")
    assert 'no column "text"' in plan(tmp_path / "n.parquet").failures[0]
    assert "words" in plan(tmp_path / "n.parquet").failures[0]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("n.jsonl", "{}".encode("utf-16"), "must be UTF-8"),
        ("n.jsonl", b"\x00\x01\x02\n", "binary"),
        ("n.parquet", b"PAR1 and nothing else", "not Parquet"),
    ],
)
def test_a_source_that_is_none_is_one_failure_and_the_others_go_on(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    write_lines(tmp_path / "good.jsonl", articles(2))
    found = plan(tmp_path)
    assert len(found.failures) == 1
    assert words in found.failures[0]
    assert ids(found.missing) == [["a0", "a1"]]


def test_a_growing_file_is_taken_to_its_last_whole_line(tmp_path):
    path = write_lines(tmp_path / "n.jsonl", articles(5))
    with path.open("a") as stream:
        stream.write('{"text": "half a li')
    young = plan(path, settle=3600)
    assert ids(young.missing) == [["a0", "a1", "a2", "a3"]]
    quiet = plan(path, settle=1e-9)
    assert ids(quiet.missing) == [["a0", "a1", "a2", "a3"], ["a4"]]


def test_half_a_line_is_read_again_when_it_is_whole(tmp_path):
    path = write_lines(tmp_path / "n.jsonl", articles(5))
    whole = path.read_text()
    path.write_text(whole[:-20])
    first = plan(path).missing
    path.write_text(whole)
    again = plan(path, [finished(part) for part in first])
    assert again.superseded == [first[1].key]
    assert again.missing == plan(path).missing[1:]


def test_a_folder_gives_what_can_be_read_and_tells_the_rest(tmp_path):
    for name in ("a.txt", "b.HTML", "c.jpg", ".hidden.txt", "deep/er/d.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.json").write_text("{}")
    found, others = find_sources(str(tmp_path), tmp_path / "out")
    assert [source.name for source in found] == ["a.txt", "b.HTML", "deep/er/d.md"]
    assert others == ["c.jpg"]


def test_a_glob_gives_what_matches(tmp_path):
    for name in ("x/a.txt", "x/y/b.txt", "x/c.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    found, _ = find_sources(f"{tmp_path}/x/**/*.txt", tmp_path / "out")
    assert [source.name for source in found] == ["a.txt", "y/b.txt"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("nothing.jsonl", "no such file"),
        ("https://example.org/feed", "save the articles first"),
        ("-", "save the articles first"),
        ("n.jsonl.gz", "unpack it"),
    ],
)
def test_an_input_that_is_none(tmp_path, monkeypatch, given, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "n.jsonl.gz").write_bytes(b"x")
    with pytest.raises(OptionError, match=words):
        find_sources(given, tmp_path / "out")

"""The command, from corpus to table, on the sample and the real engine."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gazetteer.parts import FOLDER_VARIABLE
from mapper.errors import OptionError, SourceError
from mapper.evaluate.command import evaluate
from mapper.evaluate.program import Part
from mapper.evaluate.readers import read_corpus
from mapper.evaluate.runner import choose, judge_records, run

SAMPLES = Path(__file__).parent / "samples"
GOLD, SAID = str(SAMPLES / "gold.jsonl"), str(SAMPLES / "said.jsonl")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(evaluate, arguments, catch_exceptions=False)


def test_records_are_judged_without_running_anything() -> None:
    result = call(GOLD, "--records", SAID)
    assert result.exit_code == 0
    assert "literal precision" in result.stdout
    assert "0.727" in result.stdout
    assert result.stderr == ""


def test_json_is_one_object_on_standard_output_and_the_same_every_time(tmp_path: Path) -> None:
    first = call(GOLD, "--records", SAID, "--json", "-o", str(tmp_path / "report.json"))
    second = call(GOLD, "--records", SAID, "--json")
    assert first.stdout == second.stdout == (tmp_path / "report.json").read_text("utf-8")
    report = json.loads(first.stdout)
    assert report["schema_version"] == "evaluation/1.0"
    assert report["corpora"][0]["figures"]["incident_f1"] == 0.838


def test_places_of_this_user_take_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.sqlite").write_text("whoever opens this fails")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    corpus = read_corpus(Path(GOLD))
    assert judge_records(corpus, Path(SAID)).outcomes
    assert run(choose(corpus, 1, None), (Part.RESOLUTION,)).outcomes


def test_misses_are_listed_by_task() -> None:
    result = call(GOLD, "--records", SAID, "--misses", "date,metonymy-off")
    assert "== date: wrong date (1)" in result.stdout
    assert "gold: 2012-08-11 | said: 2012-08-12" in result.stdout
    assert "== metonymy-off: government shown as a place (1)" in result.stdout
    assert "== literal-found" not in result.stdout


def test_words_of_articles_are_no_markup(tmp_path: Path) -> None:
    text = "In [red]Goris[/red] and [/bold]."
    toponym = {"start": 3, "end": 19, "name": text[3:19], "lat": 39.5, "lon": 46.3, "literal": True}
    row = {"id": "[/x]", "text": text, "toponyms": [toponym], "events": []}
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(row), "utf-8")
    result = call(str(gold), "--records", SAID, "--misses")
    assert "[[[red]Goris[/red]]]" in result.stdout


def test_compare_shows_what_flipped(tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    call(GOLD, "--records", SAID, "--json", "-o", str(old))
    worse = tmp_path / "said.jsonl"
    records = [
        json.loads(line) for line in (SAMPLES / "said.jsonl").read_text("utf-8").splitlines()
    ]
    del records[0]["mentions"][0]
    worse.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    result = call(GOLD, "--records", str(worse), "--compare", str(old))
    assert "right -> wrong | literal-found | made-1:34" in result.stdout
    assert "literal recall" in result.stdout
    assert "wrong -> right" not in result.stdout


def test_options_that_make_no_sense() -> None:
    with pytest.raises(OptionError, match="no such part: all"):
        call(GOLD, "--only", "all")
    with pytest.raises(OptionError, match="--sample needs --limit"):
        call(GOLD, "--sample", "x")


def test_a_file_that_is_no_record_is_named(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"article": {}}\n', "utf-8")
    with pytest.raises(SourceError, match=r"bad\.jsonl:1"):
        judge_records(read_corpus(Path(GOLD)), bad)


def test_the_engine_is_asked_and_the_number_of_processes_changes_nothing() -> None:
    corpus = read_corpus(Path(GOLD))
    seen: list[int] = []
    alone = run(corpus, Part, progress=seen.append)
    assert seen == [1, 2, 3]
    assert run(corpus, Part, jobs=2) == alone
    tasks = {outcome.task for outcome in alone.outcomes}
    assert {"given", "literal-found", "incident-found", "names-recall-strict"} <= tasks


@pytest.mark.parametrize(
    ("part", "asked", "unasked"),
    [
        (Part.RECOGNITION, "names-recall-strict", "placed-recall"),
        (Part.RESOLUTION, "given", "names-recall-strict"),
        (Part.EVENTS, "incident-found", "given"),
    ],
)
def test_a_part_is_asked_alone(part: Part, asked: str, unasked: str) -> None:
    tasks = {outcome.task for outcome in run(read_corpus(Path(GOLD)), [part]).outcomes}
    assert asked in tasks
    assert unasked not in tasks


SNIPPETS = {
    "link": {
        "id": "1",
        "text": "Gunmen attacked a convoy in Goris on Monday.",
        "verbs": [{"start": 7, "end": 15, "text": "attacked"}],
        "event_locations": [{"start": 28, "end": 33, "text": "Goris"}],
    },
    "deaths": {
        "id": "1",
        "text": "Rebels kill 12 soldiers in Goris",
        "place": "Goris town",
        "lat": 39.51,
        "lon": 46.34,
        "geo_precision": 1,
        "fatalities": 12,
        "deaths_low": 12,
        "deaths_high": 12,
        "source_date": "2020-10-02",
    },
    "type": {"id": "1", "text": "Police arrested ten students in Baku.", "event_type": "COERCE"},
    "case": {"id": "1", "query": "Paris, Texas", "expect_country": "US"},
}


@pytest.mark.parametrize("task", list(SNIPPETS))
def test_plain_snippets_are_read_right(tmp_path: Path, task: str) -> None:
    path = tmp_path / "snippet.jsonl"
    path.write_text(json.dumps(SNIPPETS[task]), "utf-8")
    outcomes = run(read_corpus(path), Part).outcomes
    assert outcomes
    assert [o for o in outcomes if not o.right] == []

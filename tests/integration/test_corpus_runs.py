"""`mapper corpus run` as a user runs it: the true analysis, processes, a Dask cluster, kills."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import geopandas
import pyogrio
import pytest

from mapper.export import analysis_from_record
from tests.fixtures.corpus_small import articles, snapshot, write_lines

MAPPER = [sys.executable, "-m", "mapper"]
HERE = Path(__file__).parents[2]
TEXTS = (
    "Two men were shot dead near Kapan on Monday, police said.",
    "Protesters blocked the road to Gyumri on 3 May. Nobody was hurt.",
    "A bomb exploded in a market in Tabriz, killing five people and wounding nine.",
    "Nothing of note was said, and nobody went anywhere.",
    "Floods swept away two bridges in the Lori region on Sunday.",
    "Baku said it would answer. Its army shelled a post near Martuni, officials in Yerevan said.",
    "Soldiers clashed 30 km east of Goris on Tuesday, leaving three dead.",
    "The mayor of Poti resigned after workers went on strike in the port of Poti.",
    "A ceasefire was signed in Moscow on 10 November 2020.",
    "Police in Tbilisi arrested twelve people at a rally on Friday.",
)


def run(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MAPPER, "corpus", "run", *map(str, arguments)], cwd=folder, env=environment(),
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(HERE)}


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "week.jsonl"
    rows = [
        {"id": f"s{n}", "text": text, "published": "2026-05-08"} for n, text in enumerate(TEXTS)
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows) + '{"text": 1}\n')
    return path


@pytest.fixture(scope="module")
def first(source) -> subprocess.CompletedProcess[str]:
    """An undisturbed run, in `source`'s folder."""
    return run(
        source.name, "-o", "out", "--workers", 2, "--part-size", 2, "--json", folder=source.parent
    )


@pytest.fixture(scope="module")
def undisturbed(source, first) -> dict[str, bytes]:
    assert first.returncode == 1
    return snapshot(source.parent / "out")


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 240
    while not condition():
        if process.poll() is not None:
            pytest.fail(f"ended: {process.communicate()}")
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.02)


def parts_in(out: Path) -> int:
    return len(list((out / "parts").glob("*.json")))


# --- what a user gets ------------------------------------------------------------------


def test_the_summary_and_the_failures(first):
    told = json.loads(first.stdout)
    assert (told["articles"], told["analysed"], told["parts"]) == (10, 11, 6)
    assert told["incidents"] >= 8
    assert [one["where"] for one in told["quarantined"]] == ["week.jsonl, line 11"]
    assert first.stderr.startswith("mapper: week.jsonl, line 11:")
    assert len(first.stderr.splitlines()) == 1


def test_the_parts_say_what_parse_says(source, undisturbed, tmp_path):
    done = subprocess.run(
        [*MAPPER, "parse", source, "-q"], cwd=tmp_path, env=environment(), capture_output=True,
        check=False,
    )  # fmt: skip
    parsed = {(r := json.loads(line))["article"]["id"]: r for line in done.stdout.splitlines()}
    found = [
        json.loads(line)
        for name, data in undisturbed.items()
        if name.startswith("analyses/")
        for line in gzip.decompress(data).splitlines()
    ]
    assert len(found) == len(parsed) == 10
    for record in found:
        assert without_shapes(record) == without_shapes(parsed[record["article"]["id"]])
        analysis_from_record(record)
    # A computed place is nowhere else: its shape is there.
    text = json.dumps([r for r in found if r["article"]["id"] == "s6"])
    assert "im:relative" not in text or '"relative"' in text


def without_shapes(record: dict) -> dict:
    text = json.dumps(record)
    return json.loads(text, object_hook=lambda o: {k: v for k, v in o.items() if k != "geometry"})


def test_the_incidents_lie_in_the_caucasus_and_in_every_format(source, undisturbed):
    out = source.parent / "out"
    table = geopandas.read_parquet(out / "incidents")
    assert {"Kapan", "Tabriz"} <= set(table["place"])
    assert table.geometry.x.between(25, 60).all()
    in_qgis = pyogrio.read_dataframe(out / "incidents.gpkg", layer="incidents")
    assert sorted(in_qgis["id"]) == sorted(table["id"])
    page = undisturbed["map.html"].decode()
    assert "Tabriz" in page
    assert not re.search(r"src=.https?://", page)


def test_run_again_does_nothing(source, undisturbed):
    again = run("week.jsonl", "-o", "out", "--part-size", 2, folder=source.parent)
    assert again.returncode == 1
    assert again.stdout.splitlines()[0].endswith("nothing new")
    assert snapshot(source.parent / "out") == undisturbed


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["none.jsonl", "-o", "x"], 2, "no such file"),
        (["week.jsonl"], 2, "Missing option '-o'"),
        (["week.jsonl", "-o", "week.jsonl"], 1, "cannot be written"),
        (["week.jsonl", "-o", "x", "--workers", "0"], 2, "not in the range"),
        (["week.jsonl", "-o", "x", "--workers", "1", "--scheduler", "tcp://h:1"], 2, "one or the"),
        (["week.jsonl", "-o", "x", "--scheduler", "tcp://127.0.0.1:9"], 2, "no Dask scheduler"),
        (["week.jsonl", "-o", "x", "--scheduler", "not an address"], 2, "no address"),
        (["week.jsonl", "-o", "x", "--scheduler", "tls://127.0.0.1:9"], 2, "needs certificates"),
        (["week.jsonl", "-o", "x", "--text-field", "body"], 1, "--text-field"),
        (["week.jsonl", "-o", "x", "--gazetteer", "none.csv"], 2, "no such file"),
        (["*.nothing", "-o", "x"], 2, "no article in it"),
    ],
)
def test_misuse_is_one_line(source, arguments, code, words):
    done = run(*arguments, folder=source.parent)
    assert (done.returncode, done.stdout) == (code, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("mapper: ")
    assert words in done.stderr
    assert not (source.parent / "x").exists()


# --- kills -----------------------------------------------------------------------------


def start(source: Path, out: Path, *more: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*MAPPER, "corpus", "run", str(source), "-o", str(out), "--part-size", "2", "--json",
         *map(str, more)],
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip


@pytest.mark.timeout(900)
def test_killed_interrupted_and_resumed_it_gives_the_same_bytes(source, undisturbed, tmp_path):
    dice = random.Random(3)
    out = tmp_path / "out"
    for number, name in enumerate(("SIGKILL", "SIGTERM", "SIGINT")):
        # A run is under way when it has a folder of its own, and not before.
        left = set((out / ".work").glob("*"))
        with start(source, out, "--workers", 1) as process:
            wait_for(
                lambda n=number, old=left: (
                    parts_in(out) > n and not old.issuperset((out / ".work").glob("*"))
                ),
                process,
            )
            time.sleep(dice.uniform(0, 0.3))
            if name == "SIGKILL":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.send_signal(getattr(signal, name))
            said, errors = process.communicate(timeout=120)
        if name != "SIGKILL":
            assert (process.returncode, said) == (128 + getattr(signal, name), "")
            assert errors == "mapper: interrupted\n"
            assert not (out / ".work").exists()
        for path in (out / "parts").iterdir():
            for part in (path.relative_to(out), Path("incidents", f"{path.stem}.parquet"),
                         Path("analyses", f"{path.stem}.jsonl.gz")):  # fmt: skip
                assert (out / part).read_bytes() == undisturbed[part.as_posix()]
    with start(source, out, "--workers", 1) as process:
        said, _ = process.communicate(timeout=300)
    assert json.loads(said)["articles"] == 10
    assert snapshot(out) == undisturbed


# --- a cluster -------------------------------------------------------------------------


@contextmanager
def program(*command: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Let a program run in a group of its own, and end it and all of its children."""
    log = (folder / f"{time.monotonic_ns()}.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=folder, env=environment(), stdout=log, stderr=log,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        kill_group(process)
        log.close()


def kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    contact = folder / "scheduler.json"
    with program(
        "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
        "--scheduler-file", str(contact), folder=folder,
    ) as process:  # fmt: skip
        while not contact.exists() or not contact.read_text().endswith("}"):
            assert process.poll() is None, (next(folder.glob("*.log"))).read_text()
            time.sleep(0.05)
        yield json.loads(contact.read_text())["address"], process


def worker(address: str, folder: Path) -> AbstractContextManager[subprocess.Popen[bytes]]:
    return program(
        "distributed.cli.dask_worker", address, "--nthreads", "1", "--host", "127.0.0.1",
        "--no-dashboard", "--local-directory", str(folder), folder=folder,
    )  # fmt: skip


@pytest.mark.timeout(900)
def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(source, undisturbed, tmp_path):
    out = tmp_path / "out"
    with (
        scheduler(tmp_path) as (address, head),
        worker(address, tmp_path) as victim,
        worker(address, tmp_path),
        start(source, out, "--scheduler", address) as process,
    ):
        wait_for(lambda: out.exists() and parts_in(out) > 0, process)
        kill_group(victim)
        said, errors = process.communicate(timeout=400)
        assert process.returncode == 1, errors
        told = json.loads(said)
        assert (told["articles"], told["failures"]) == (10, [])
        assert snapshot(out) == undisturbed
        # Without its head, a cluster is no more; what is finished is kept.
        with start(source, tmp_path / "other", "--scheduler", address) as process:
            wait_for(lambda: parts_in(tmp_path / "other") > 0, process)
            kill_group(head)
            said, errors = process.communicate(timeout=200)
        assert (process.returncode, said) == (1, "")
        assert "the cluster is gone" in errors
        assert len(errors.splitlines()) == 1
        assert parts_in(tmp_path / "other") > 0


@pytest.mark.timeout(600)
def test_an_article_that_kills_is_put_aside_on_a_cluster_too(tmp_path):
    texts = articles(7)
    texts[2] = "DIE"
    source, out = write_lines(tmp_path / "n.jsonl", texts), tmp_path / "out"
    command = [sys.executable, "-m", "tests.fixtures.corpus_program", source, out]
    with scheduler(tmp_path) as (address, _), worker(address, tmp_path):
        done = subprocess.run(
            [*command, address], env=environment(), cwd=HERE, capture_output=True, check=False
        )
    assert (done.returncode, done.stderr) == (0, b"")
    aside = json.loads((out / "quarantine.json").read_text())["quarantined"]
    assert [(one["id"], one["kind"]) for one in aside] == [("a2", "deadly")]
    assert len(geopandas.read_parquet(out / "incidents")) > 6


@pytest.mark.timeout(300)
def test_a_cluster_without_workers_is_one_line(source, tmp_path):
    with scheduler(tmp_path) as (address, _):
        done = run(source, "-o", "out", "--scheduler", address, folder=tmp_path)
    assert done.returncode == 2
    assert "has no workers" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


# --- following -------------------------------------------------------------------------


@pytest.mark.timeout(600)
def test_follow_takes_what_comes_until_it_is_interrupted(tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "one.txt").write_text(TEXTS[0])
    with start(folder, out, "--workers", 1, "--follow") as process:
        wait_for(lambda: (out / "map.html").exists(), process)
        (folder / "two.txt").write_text(TEXTS[2])
        wait_for(lambda: parts_in(out) == 2, process)
        wait_for(lambda: json.loads((out / "manifest.json").read_text())["articles"] == 2, process)
        process.send_signal(signal.SIGINT)
        said, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")
    assert [json.loads(line)["articles"] for line in said.splitlines()] == [1, 2]
    assert len(geopandas.read_parquet(out / "incidents")) >= 2

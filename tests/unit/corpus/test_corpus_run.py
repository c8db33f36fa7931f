"""A run and all that may befall it: with a small analyser, but real processes and real deaths."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyogrio
import pytest

from mapper.corpus.options import Progress, Summary
from mapper.corpus.recipe import Limits
from mapper.corpus.run import run_corpus
from mapper.errors import DataError, OptionError, OutputError
from mapper.export.geopackage import LAYERS
from tests.fixtures.corpus_small import (
    SMALL,
    articles,
    open_deadly,
    small_options,
    snapshot,
    write_lines,
)

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def slow(tmp_path_factory) -> Path:
    """Forty articles that take two seconds in all; one cannot be analysed, one be read."""
    texts = articles(40, "SLOW ")
    texts[17] = "RAISE"
    path = write_lines(tmp_path_factory.mktemp("slow") / "n.jsonl", texts)
    with path.open("a") as stream:
        stream.write("broken\n")
    return path


@pytest.fixture(scope="module")
def undisturbed(slow, tmp_path_factory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    summary = run_corpus(small_options(slow, out, workers=2))
    assert (summary.articles, summary.parts, summary.analysed) == (39, 9, 41)
    assert [one["kind"] for one in summary.quarantined] == ["failed", "unreadable"]
    return snapshot(out)


def start(source: Path, out: Path, workers: int = 2) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.fixtures.corpus_program", source, out, str(workers)]
    return subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True
    )  # its workers are in its group


def wait_for(
    condition: Callable[[], bool],
    run: subprocess.Popen[bytes] | None = None,
    seconds: float = 120,
) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if run is not None and run.poll() is not None:
            pytest.fail(f"the run has ended: {run.communicate()[1].decode()}")
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.01)


def parts_in(out: Path) -> int:
    return len(list((out / "parts").glob("*.json"))) if (out / "parts").exists() else 0


def check_whole(out: Path, undisturbed: dict[str, bytes]) -> None:
    """Only whole parts are there, and each is what it has to be."""
    for name, data in snapshot(out).items():
        if name.count("/") and name in undisturbed:
            assert data == undisturbed[name], name
    for path in (out / "parts").glob("*.json"):
        for name in (f"incidents/{path.stem}.parquet", f"analyses/{path.stem}.jsonl.gz"):
            assert (out / name).read_bytes() == undisturbed[name]


# --- what a run gives ------------------------------------------------------------------


def test_a_run_gives_all_its_products(undisturbed, slow, tmp_path):
    for name, data in undisturbed.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    manifest = json.loads(undisturbed["manifest.json"])
    assert (manifest["articles"], manifest["quarantined"], len(manifest["parts"])) == (39, 2, 9)
    assert manifest["rows"] == sum(part["rows"] for part in manifest["parts"])
    table = pyogrio.read_dataframe(tmp_path / "incidents.gpkg", layer="incidents")
    assert len(table) == manifest["rows"]
    assert set(table["article"]) <= {f"a{n}" for n in range(40)}
    info = pyogrio.read_info(tmp_path / "incidents.gpkg", layer="incidents")
    kinds = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert (kinds["published"], kinds["where_prec"]) == ("OFTDate", "OFTInteger64")
    assert {*pyogrio.list_layers(tmp_path / "incidents.gpkg")[:, 0]} == {*LAYERS, "layer_styles"}
    places = pyogrio.read_dataframe(tmp_path / "incidents.gpkg", layer="places_point")
    assert set(table["place_id"]) <= set(places["id"])
    assert places["id"].is_unique
    counts = table.groupby("place_id")["incident"].size()
    assert places.set_index("id")["incidents"][counts.index].tolist() == counts.tolist()
    mentions = pyogrio.read_dataframe(tmp_path / "incidents.gpkg", layer="mentions")
    assert places["mentions"].sum() == len(mentions)
    aside = json.loads(undisturbed["quarantine.json"])["quarantined"]
    assert [one["where"] for one in aside] == ["n.jsonl, line 18", "n.jsonl, line 41"]
    page = undisturbed["map.html"].decode()
    # The twenty newest: those of 28 May first.
    assert "Town 27 " in page
    assert "Town 0 " not in page
    # Nothing is left to do, so no worker is started and no file written.
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    told: list[Progress] = []
    again = run_corpus(small_options(slow, tmp_path), report=told.append)
    assert (again.articles, again.analysed, told) == (39, 0, [])
    assert all(path.stat().st_mtime_ns == then for path, then in before.items())
    # What is derived can be made again.
    (tmp_path / "manifest.json").write_text("{")
    (tmp_path / "map.html").unlink()
    run_corpus(small_options(slow, tmp_path))
    assert snapshot(tmp_path) == undisturbed


def test_progress_is_told_at_every_part(tmp_path):
    told: list[Progress] = []
    source = write_lines(tmp_path / "n.jsonl", articles(12))
    run_corpus(small_options(source, tmp_path / "out"), report=told.append)
    assert [(now.done, now.total) for now in told] == [(0, 12), (5, 12), (10, 12), (12, 12)]
    assert told[0].left is None
    assert told[1].left == pytest.approx(7 / told[1].rate)
    assert told[3].left == 0


# --- what may befall it ----------------------------------------------------------------


def test_killed_workers_cost_nothing_but_time(slow, undisturbed, tmp_path):
    dice = random.Random(1)
    out = tmp_path / "out"
    killed: list[int] = []

    def kill_now_and_then() -> None:
        for goal in range(5):
            wait_for(lambda n=goal: parts_in(out) >= n or over.is_set())
            over.wait(dice.uniform(0, 0.5))
            if workers := multiprocessing.active_children():
                victim = dice.choice(workers)
                os.kill(victim.pid, signal.SIGKILL)
                killed.append(victim.pid)

    over = threading.Event()
    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    try:
        summary = run_corpus(small_options(slow, out, workers=2))
    finally:
        over.set()
        killer.join()
    assert len(killed) >= 2
    assert summary.articles == 39
    assert snapshot(out) == undisturbed


def test_a_run_that_is_killed_goes_on_where_it_was(slow, undisturbed, tmp_path):
    dice = random.Random(2)
    out = tmp_path / "out"
    seen = [0]
    for workers in (1, 2, 1, 3):
        with start(slow, out, workers) as run:
            wanted = min(seen[-1] + dice.randrange(3), 8)
            wait_for(lambda n=wanted: parts_in(out) >= n, run)
            time.sleep(dice.uniform(0, 0.5))
            if dice.random() < 0.5:
                os.killpg(run.pid, signal.SIGKILL)
            else:
                run.kill()  # its workers end by themselves
            run.communicate()
        check_whole(out, undisturbed)
        seen.append(parts_in(out))
    assert seen == sorted(seen)
    run_corpus(small_options(slow, out, workers=2))
    assert snapshot(out) == undisturbed
    assert not (out / ".work").exists()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_an_interrupt_leaves_whole_parts_and_no_worker(slow, undisturbed, tmp_path, name):
    out = tmp_path / "out"
    with start(slow, out) as run:
        wait_for(lambda: parts_in(out) >= 2, run)
        group = run.pid
        os.killpg(group, getattr(signal, name))
        run.communicate(timeout=60)
    assert run.returncode != 0
    check_whole(out, undisturbed)
    wait_for(lambda: not alive(group), seconds=60)
    if name == "SIGINT":
        assert not (out / ".work").exists()


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_workers_end_when_nobody_is_left_to_work_for(slow, tmp_path):
    with start(slow, tmp_path / "out") as run:
        wait_for(lambda: parts_in(tmp_path / "out") >= 1, run)
        run.kill()
        run.communicate()
    wait_for(lambda: not alive(run.pid), seconds=60)


def test_articles_that_kill_or_hang_are_put_aside(tmp_path):
    texts = articles(12)
    texts[3], texts[7] = "DIE", "HANG"
    recipe = replace(SMALL, limits=Limits(seconds=3, tries=2))
    options = small_options(
        write_lines(tmp_path / "n.jsonl", texts), tmp_path / "out", workers=2, recipe=recipe
    )
    summary = run_corpus(options)
    assert summary.articles == 10
    assert {one["id"]: one["kind"] for one in summary.quarantined} == {"a3": "deadly", "a7": "late"}
    assert "3 s, 2 times" in summary.quarantined[1]["error"]
    first = snapshot(tmp_path / "out")
    # They stay aside, until somebody asks for another try.
    assert run_corpus(options).analysed == 0
    write_lines(tmp_path / "n.jsonl", [*texts[:7], "Town 7.", *texts[8:]])
    again = run_corpus(replace(options, retry=True))
    assert (again.articles, [one["id"] for one in again.quarantined]) == (11, ["a3"])
    assert snapshot(tmp_path / "out") != first


def test_workers_that_never_come_to_life_end_the_run(tmp_path):
    recipe = replace(SMALL, opener=open_deadly, limits=Limits(tries=1))
    source = write_lines(tmp_path / "n.jsonl", articles(3))
    with pytest.raises(DataError, match="memory"):
        run_corpus(small_options(source, tmp_path / "out", recipe=recipe))
    assert not (tmp_path / "out").exists()


def test_a_full_disk_is_one_error_and_whole_parts(slow, undisturbed, tmp_path):
    program = (
        "import resource, sys\n"
        "from tests.fixtures.corpus_program import main\n"
        "from mapper.errors import OutputError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (45_000, 45_000))\n"
        "try: main()\n"
        "except OutputError as error: sys.exit(str(error))\n"
    )
    assert max(len(data) for name, data in undisturbed.items() if "/" in name) < 45_000
    command = [sys.executable, "-c", program, str(slow), str(tmp_path / "out"), "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    # The parts were small enough; GeoPackage and map were not, and are not half there.
    made = snapshot(tmp_path / "out")
    assert made == {name: undisturbed[name] for name in undisturbed if "/" in name} | {
        name: made[name] for name in made if "/" not in name
    }
    assert not {"incidents.gpkg", "map.html", "manifest.json"} & set(made)


# --- more, less and other articles -----------------------------------------------------


def test_one_run_at_a_time(slow, tmp_path):
    with start(slow, tmp_path / "out") as run:
        wait_for(lambda: (tmp_path / "out" / ".work").exists(), run)
        with pytest.raises(OptionError, match="another run"):
            run_corpus(small_options(slow, tmp_path / "out"))
        run.kill()
        run.communicate()


def test_an_output_follows_its_input(tmp_path):
    out = tmp_path / "out"
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(f"People met in Town {number}.")
    (folder / "picture.jpg").write_bytes(b"x")
    options = small_options(folder, out, part_size=3)
    summary = run_corpus(options)
    assert (summary.articles, summary.parts, summary.passed_over) == (6, 2, ["picture.jpg"])
    # A changed article and a new one: the first's part is made again, the other stays.
    (folder / "4.txt").write_text("People met in Town 44.")
    (folder / "6.txt").write_text("People met in Town 6.")
    summary = run_corpus(options)
    assert (summary.articles, summary.parts, summary.analysed) == (7, 3, 4)
    assert len(snapshot(out)) == 3 * 3 + 3
    # What is gone stays, until it is asked to go.
    for number in range(3):
        (folder / f"{number}.txt").unlink()
    assert run_corpus(options).articles == 7
    assert run_corpus(replace(options, prune=True)).articles == 4
    assert {path.stem for path in (out / "parts").iterdir()} == {
        path.stem for path in (out / "incidents").iterdir()
    }
    # Another recipe makes all of it again, and nothing of the old stays.
    recipe = replace(SMALL, limits=Limits(characters=21))
    summary = run_corpus(replace(options, recipe=recipe))
    assert (summary.articles, len(summary.quarantined)) == (3, 1)
    assert len(list((out / "parts").iterdir())) == summary.parts


def test_nothing_is_left_where_nothing_came_to_be(tmp_path):
    write_lines(tmp_path / "n.jsonl", articles(2))
    options = small_options(tmp_path / "n.jsonl", tmp_path / "out")
    options = replace(options, recipe=replace(SMALL, text_field="body"))
    assert len(run_corpus(options).failures) == 1
    (tmp_path / "empty").mkdir()
    with pytest.raises(OptionError, match="no article"):
        run_corpus(small_options(tmp_path / "empty", tmp_path / "out"))
    (tmp_path / "blank.jsonl").write_text("\n \n")
    with pytest.raises(OptionError, match="no article"):
        run_corpus(small_options(tmp_path / "blank.jsonl", tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_an_output_that_cannot_be(tmp_path):
    source = write_lines(tmp_path / "n.jsonl", articles(2))
    with pytest.raises(OutputError, match="cannot be written"):
        run_corpus(small_options(source, source))
    with pytest.raises(OutputError, match="cannot be written"):
        run_corpus(small_options(source, Path("/proc/nowhere")))


# --- following -------------------------------------------------------------------------


def follow(options: object, steps: Iterator[object]) -> list[Summary]:
    """Follow; whenever all is done, take the next step, and stop after the last."""
    told: list[Summary] = []

    def settled(summary: Summary) -> None:
        if told and told[-1].articles == summary.articles:
            return
        told.append(summary)
        if next(steps, None) is None:
            raise KeyboardInterrupt  # as Ctrl-C does

    with pytest.raises(KeyboardInterrupt):
        run_corpus(options, settled=settled)
    return told


def test_a_folder_is_followed(tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()

    def steps() -> Iterator[object]:
        for number in range(3):
            (folder / f"{number}.txt").write_text(f"People met in Town {number}.")
            yield number

    options = small_options(folder, out, follow=True, settle=0.05, every=0.05)
    told = follow(options, steps())
    assert [(s.articles, s.parts) for s in told] == [(0, 0), (1, 1), (2, 2), (3, 3)]
    # The sums may lag while it follows, but not when it ends.
    assert json.loads((out / "manifest.json").read_text())["articles"] == 3
    assert run_corpus(small_options(folder, out)).analysed == 0


def test_a_growing_file_is_followed(tmp_path):
    source, out = write_lines(tmp_path / "n.jsonl", articles(2)), tmp_path / "out"

    def steps() -> Iterator[object]:
        for count in (3, 9):
            write_lines(source, articles(count))
            yield count

    options = small_options(source, out, follow=True, settle=0.05, every=0.05)
    told = follow(options, steps())
    assert [s.articles for s in told][-1] == 9
    ids = [
        i
        for path in sorted((out / "parts").iterdir())
        for member in json.loads(path.read_text())["members"]
        for i in member["ids"]
    ]
    assert sorted(ids) == [f"a{n}" for n in range(9)]

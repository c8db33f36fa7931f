"""Runs that are killed and taken up again, on processes and on a cluster, and compared."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_Say = Callable[[str], None]


def endure(source: Path, out: Path, *, kills: int, dask: bool, say: _Say) -> None:
    """Run undisturbed, run with kills, run on a cluster with kills; compare every byte.

    Parameters
    ----------
    source
        Articles.
    out
        Beginning of the names of the outputs.
    kills
        How often each disturbed run loses something.
    dask
        Whether to run on a cluster of two workers, too.
    say
        Takes what is to be told.
    """
    calm = out.with_name("calm")
    begun = time.perf_counter()
    told = json.loads(_start(source, calm).communicate()[0])
    took = time.perf_counter() - begun
    say(f"  undisturbed: {told['articles']} articles, {took:.0f} s, "
        f"{told['articles'] / took:.2f} a second")  # fmt: skip
    parts, expected = told["parts"], _digests(calm)
    hurt = out.with_name("hurt")
    _disturb(source, hurt, parts, kills, say)
    _compare("killed and resumed", expected, _digests(hurt), say)
    if dask:
        spread = out.with_name("spread")
        _on_cluster(source, spread, parts, kills, say)
        _compare("on a cluster whose workers are killed", expected, _digests(spread), say)


def _compare(name: str, expected: dict[str, str], found: dict[str, str], say: _Say) -> None:
    same = expected == found
    say(f"{name}: {'the same bytes' if same else 'OTHER BYTES'} in {len(found)} files")
    if not same:
        odd = [n for n in {*expected, *found} if expected.get(n) != found.get(n)]
        raise SystemExit(f"differ: {sorted(odd)[:10]}")


def _disturb(source: Path, out: Path, parts: int, kills: int, say: _Say) -> None:
    """Kill the whole run, the one who leads it, or a worker, at random moments."""
    dice = random.Random(1)
    for turn in range(kills):
        run = _start(source, out)
        goal = parts * (turn + dice.random()) / (kills + 1)
        if not _wait(run, out, goal):
            break
        time.sleep(dice.random())
        how = dice.choice(["group", "leader", "interrupt", "worker"])
        say(f"  kill {turn + 1}: {how}, at {_count(out)} of {parts} parts")
        if how == "group":
            os.killpg(run.pid, signal.SIGKILL)
        elif how == "leader":
            run.kill()
        elif how == "interrupt":
            run.send_signal(signal.SIGINT)
        else:
            _kill_worker(run.pid, dice)
            _wait(run, out, _count(out) + 1)
            os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
    _start(source, out).communicate()


def _on_cluster(source: Path, out: Path, parts: int, kills: int, say: _Say) -> None:
    """Let workers of a cluster of two die, one after the other, and others take their place."""
    folder = out.with_name("cluster")
    folder.mkdir()
    contact = folder / "scheduler.json"
    with _program(folder, "dask_scheduler", "--host", "127.0.0.1", "--port", "0",
                  "--no-dashboard", "--scheduler-file", str(contact)):  # fmt: skip
        while not contact.exists() or not contact.read_text().endswith("}"):
            time.sleep(0.1)
        address = json.loads(contact.read_text())["address"]
        hands = [_worker(folder, address) for _ in range(2)]
        for hand in hands:
            hand.__enter__()
        begun = time.perf_counter()
        run = _start(source, out, "--scheduler", address)
        for turn in range(kills):
            if not _wait(run, out, parts * (turn + 0.5) / (kills + 1)):
                break
            say(f"  a worker dies at {_count(out)} of {parts} parts")
            hands.pop(0).__exit__(None, None, None)
            hands.append(_worker(folder, address))
            hands[-1].__enter__()
        told = json.loads(run.communicate()[0])
        took = time.perf_counter() - begun
        say(f"  cluster: {told['articles']} articles, {took:.0f} s")
        for hand in hands:
            hand.__exit__(None, None, None)


def _worker(folder: Path, address: str) -> contextmanager[None]:  # type: ignore[type-arg]
    return _program(
        folder, "dask_worker", address, "--nthreads", "1", "--host", "127.0.0.1",
        "--no-dashboard", "--local-directory", str(folder),
    )  # fmt: skip


@contextmanager
def _program(folder: Path, name: str, *arguments: str) -> Iterator[None]:
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{name}", *arguments], stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _start(source: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    command = ["corpus", "run", str(source), "-o", str(out), "--json", *more]
    if not more:
        command += ["--workers", "2"]
    return subprocess.Popen(
        [sys.executable, "-m", "mapper", *command], stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip


def _wait(run: subprocess.Popen[str], out: Path, goal: float) -> bool:
    """Wait until so many parts are there; False if the run ends before."""
    while _count(out) < goal:
        if run.poll() is not None:
            return False
        time.sleep(0.05)
    return True


def _count(out: Path) -> int:
    return len(list((out / "parts").glob("*.json")))


def _kill_worker(leader: int, dice: random.Random) -> None:
    children = Path(f"/proc/{leader}/task/{leader}/children").read_text().split()
    workers = [int(child) for child in children if b"spawn_main" in _line(child)]
    if workers:
        os.kill(dice.choice(workers), signal.SIGKILL)


def _line(process: str) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()


def _digests(out: Path) -> dict[str, str]:
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }

"""The command as a process: start-up, pipes, signals, and what it leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.fixtures.pages import PARAGRAPHS

MAPPER = [sys.executable, "-m", "mapper"]


def mapper(*arguments: object, folder: Path, stdin: bytes = b"") -> subprocess.CompletedProcess:
    return subprocess.run(
        [*MAPPER, *map(str, arguments)], cwd=folder, input=stdin, capture_output=True, check=False
    )


def test_a_pipe_from_text_to_record(tmp_path):
    done = mapper("parse", "-", folder=tmp_path, stdin=PARAGRAPHS[2].encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["article"]["text"] == PARAGRAPHS[2]


def test_output_is_utf8_whatever_the_locale(tmp_path):
    done = subprocess.run(
        [*MAPPER, "gazetteer", "search", "-", "--json"],
        cwd=tmp_path,
        input="Գյումրի".encode(),
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout.decode("utf-8"))["query"] == "Գյումրի"


def test_the_light_commands_load_nothing_heavy(tmp_path):
    heavy = {"spacy", "folium", "geopandas", "pandas", "numpy", "shapely", "trafilatura",
             "dateparser", "pyogrio", "rich", "lxml"}  # fmt: skip
    program = (
        "import sys, mapper, mapper.cli\n"
        "sys.argv = ['mapper', '--help']\n"
        "try: mapper.cli.main()\n"
        "except SystemExit: pass\n"
        f"print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=True
    )
    assert done.stderr.decode().strip() == "[]"


def test_help_answers_at_once(tmp_path):
    took = []
    for _ in range(3):
        begun = time.perf_counter()
        assert mapper("--help", folder=tmp_path).returncode == 0
        took.append(time.perf_counter() - begun)
    # 0.15 s on an idle machine; the best of three on a busy one.
    assert min(took) < 1.0


def test_a_reader_that_has_enough_is_no_error(tmp_path):
    line = json.dumps({"text": PARAGRAPHS[2]})
    (tmp_path / "a.jsonl").write_text(f"{line}\n" * 40)
    with subprocess.Popen(
        [*MAPPER, "parse", "a.jsonl"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        assert process.wait(timeout=60) == 0
    assert errors == b""


@pytest.mark.parametrize("command", [("parse", "-", "-o", "out.jsonl"), ("map", "-", "-o", "out")])
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_leaves_nothing_behind(tmp_path, command, name):
    number = getattr(signal, name)
    with subprocess.Popen(
        [*MAPPER, *command],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        time.sleep(2)  # it waits for its input by now
        process.send_signal(number)
        out, errors = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert (out, errors) == (b"", b"mapper: interrupted\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command", [("--help",), ("parse", "-"), ("map", "-"), ("gazetteer", "search", "-")]
)
def test_output_that_cannot_be_written_is_one_line(tmp_path, command):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*MAPPER, *command],
            cwd=tmp_path, input=PARAGRAPHS[2].encode(), stdout=full, stderr=subprocess.PIPE,
            check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith(b"mapper: standard output: cannot be written")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("parse - >&-", 1),
        ("parse - <&-", 1),
        ("gazetteer search - <&-", 1),
        ("map - -o out >&-", 0),
        ("map - -o out >&- 2>&-", 0),
        ("map missing.txt 2>&-", 1),
    ],
)
def test_closed_streams(tmp_path, command, code):
    done = subprocess.run(
        ["sh", "-c", f'"$0" -m mapper {command}', sys.executable],
        cwd=tmp_path, input=PARAGRAPHS[2].encode(), capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == (code if "2>" not in command else 0)
    if code == 0:
        # What is printed must not run into a file that took the number of a closed stream.
        assert (tmp_path / "out").is_dir()
        for path in (tmp_path / "out").glob("*.geojson"):
            json.loads(path.read_text())


def test_what_is_no_file_is_written_to_and_never_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        done = mapper("parse", "-", "-o", pipe, folder=tmp_path, stdin=PARAGRAPHS[2].encode())
        out, _ = reader.communicate(timeout=60)
    assert done.returncode == 0
    assert pipe.is_fifo()
    assert json.loads(out)["article"]["text"] == PARAGRAPHS[2]


def test_a_file_that_may_grow_no_more_leaves_nothing_behind(tmp_path):
    # The nearest thing to a full disk that needs no rights: a limit on the size of a file.
    program = (
        "import resource, signal, sys\n"
        "from mapper.cli import main\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "map", "-", "-o", "new/out"],
        cwd=tmp_path, input=PARAGRAPHS[2].encode(), capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert b"new/out/" in done.stderr
    assert b".mapper-" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing_behind(tmp_path):
    done = mapper("parse", "-", "-o", "/dev/full/x", folder=tmp_path, stdin=PARAGRAPHS[2].encode())
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_words_of_an_article_cannot_command_the_terminal(tmp_path):
    text = "A bomb \x1b[2J\x1b]0;owned\x07 exploded in Tabriz, killing \x1b[31mtwo\x1b[0m men."
    done = mapper("map", "-", folder=tmp_path, stdin=text.encode())
    assert b"\x1b" not in done.stdout + done.stderr
    done = mapper("map", "\x1b[31mno-such.txt", folder=tmp_path)
    assert b"\x1b" not in done.stderr


def test_make_takes_any_name_as_it_stands(tmp_path):
    name = "a $(shell touch made) `touch made` $HOME \"q\" 'x' #h; touch made"
    done = subprocess.run(
        ["make", "--silent", "-f", Path(__file__).parents[2] / "Makefile",
         "--eval", 'show: ; @printf %s "$$ARTICLE"', "show", f"ARTICLE={name}"],
        cwd=tmp_path, capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout.decode() == name
    assert list(tmp_path.iterdir()) == []

"""The ``mapper`` command, and where its subcommands live.

A command is a line in `COMMANDS`; its module is imported when the command is called, or when
its own help is asked for, so that ``mapper --help`` answers at once.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import warnings
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from mapper.errors import MapperError

__all__ = ["COMMANDS", "LazyGroup", "main", "root"]

COMMANDS: dict[str, tuple[str, str]] = {
    "map": ("mapper.cli.map:map_command", "Map what articles report: HTML, GeoJSON, QGIS files."),
    "parse": ("mapper.cli.parse:parse_command", "Write the analysis as JSON Lines."),
    "gazetteer": ("mapper.cli.gazetteer:gazetteer", "Look places up in the gazetteer."),
    "evaluate": ("mapper.evaluate.command:evaluate", "Measure accuracy on annotated corpora."),
    "train": ("mapper.cli.train:train", "Train a model that the program ships (developers)."),
    "corpus": ("mapper.cli.corpus:corpus", "Analyse many articles, resumable, on many machines."),
}
"""Command -> (``module:function`` of its click command, one line of help)."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are needed.

    Parameters
    ----------
    table
        As `COMMANDS`.
    """

    def __init__(
        self, *args: object, table: dict[str, tuple[str, str]] | None = None, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._table = table or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order of the table."""
        return [*self._table, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self._table:
            return super().get_command(ctx, cmd_name)
        module, _, name = self._table[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List them with their line of help, without importing any."""
        rows = [(name, line) for name, (_, line) in self._table.items()]
        for name in super().list_commands(ctx):
            command = super().get_command(ctx, name)
            if command is not None:
                rows.append((name, command.get_short_help_str(80)))
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _print_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"mapper {version('incident-mapper')}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
def root() -> None:
    """Map the incidents that articles report, offline.

    SOURCE is a path (.txt .md .html .pdf .docx .jsonl), a web address, or - for standard input.
    Nothing but web addresses uses the network.
    """


def main() -> NoReturn:
    """Run the command; every failure is one line on standard error and an exit code.

    0 done; 1 some inputs failed, the others were written; 2 wrong usage; 130 interrupted
    (128 and the signal's number, where it was another signal).
    """
    _settle_streams()
    _settle_signals()
    # Its workers inherit it: small products gain nothing from more threads, and lose their last
    # bits to their number.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if not sys.warnoptions:
        # Libraries warn programmers; a user can do nothing about it.
        warnings.simplefilter("ignore")
    if "_MAPPER_COMPLETE" in os.environ:
        root.main(prog_name="mapper")  # the shell asks for completions
    code = 0
    try:
        with root.make_context("mapper", sys.argv[1:]) as ctx:
            root.invoke(ctx)
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        code = 2
    except click.UsageError as error:
        _complain(f"{error.format_message()} {_hint(error)}".strip())
        code = 2
    except click.ClickException as error:
        _complain(error.format_message())
        code = error.exit_code
    except MapperError as error:
        _complain(str(error))
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt) as error:
        _complain("interrupted")
        code = 128 + (error.number if isinstance(error, _Stopped) else signal.SIGINT)
    except BrokenPipeError:
        _leave_pipe()
    except OSError as error:
        code = _tell_unwritable(error)
    _finish(code)


class _Stopped(KeyboardInterrupt):
    """A signal asks the program to end; it tidies up as after Ctrl-C."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def _settle_signals() -> None:
    """Let no signal that ends the program leave its unfinished files behind."""

    def stop(number: int, _frame: FrameType | None) -> NoReturn:
        raise _Stopped(number)

    if threading.current_thread() is not threading.main_thread():
        return  # only the main thread may; the program that embeds this one sees to it
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # nohup has the signal ignored, and it stays so.
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, stop)


def _settle_streams() -> None:
    for number, stream in enumerate((sys.stdin, sys.stdout, sys.stderr)):
        if stream is None:
            # Closed: the next file opened would get its number, and what others print.
            _fill(number)
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - until the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What a program reads is UTF-8 everywhere; a terminal shows what it can.
            stream.reconfigure(
                encoding=None if stream.isatty() else "utf-8", errors="backslashreplace"
            )


def _fill(number: int) -> None:
    """Open the null device under the number of a closed stream."""
    try:
        os.fstat(number)
    except OSError:
        opened = os.open(os.devnull, os.O_RDWR)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)


def _hint(error: click.UsageError) -> str:
    return f"(see {error.ctx.command_path} --help)" if error.ctx is not None else ""


def _complain(message: str) -> None:
    click.echo(f"mapper: {' '.join(message.split())}", err=True)


def _leave_pipe() -> None:
    """Whoever read our output has enough: nothing more can be written, not at exit either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell_unwritable(error: OSError) -> int:
    """Nothing but the output is left that can fail so; its rest cannot be written either."""
    reason = (error.strerror or str(error)).lower()
    where = error.filename or "standard output"
    _complain(f"{where}: cannot be written ({reason}); free space or choose another place")
    if error.filename is None:
        _leave_pipe()
    return 1


def _finish(code: int) -> NoReturn:
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _leave_pipe()
    except OSError as error:
        code = _tell_unwritable(error)
    sys.exit(code)

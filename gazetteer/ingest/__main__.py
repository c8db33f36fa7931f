"""``python -m gazetteer.ingest``: build the data, or check curated tables."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gazetteer.errors import GazetteerError

_DATA = Path(__file__).parents[1] / "data" / "gazetteer.sqlite"


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit code is 0 when all is well, else 1."""
    parser = argparse.ArgumentParser(prog="python -m gazetteer.ingest", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    building = commands.add_parser("build", help="build the data from its sources")
    building.add_argument("--cache", type=Path, required=True, help="folder of fetched packages")
    building.add_argument("--output", type=Path, default=_DATA, help="the file to write")
    building.add_argument("--lenient", action="store_true", help="leave bad curated rows out")
    checking = commands.add_parser("check", help="check curated tables")
    checking.add_argument("files", nargs="+", type=Path)
    checking.add_argument("--data", type=Path, default=_DATA, help="built data to check against")
    options = parser.parse_args(arguments)
    try:
        if options.command == "build":
            from gazetteer.ingest.build import build

            build(options.cache, options.output, _say, lenient=options.lenient)
            return 0
        from gazetteer.ingest.check import check
        from gazetteer.store import Gazetteer

        with Gazetteer(options.data) as gazetteer:
            errors = check(options.files, gazetteer, _say)
        _say(f"{errors} errors")
        return 1 if errors else 0
    except GazetteerError as error:
        _say(f"error: {error}")
        return 1


def _say(message: str) -> None:
    sys.stdout.write(message + "\n")


if __name__ == "__main__":
    sys.exit(main())

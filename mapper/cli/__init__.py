"""The command line: parse arguments, call the API, print."""

from mapper.cli.root import main

__all__ = ["main"]

"""What can go wrong, and what the user reads then.

::

    MapperError
    ├── SourceError (ValueError)      an article cannot be read: missing, empty, binary, broken
    ├── OptionError (ValueError)      an option makes no sense: wrong date, unknown format
    ├── OutputError (OSError)         the result cannot be written where it should go
    └── DataError (OSError)           something that the program ships is missing or damaged

Every message is one line: what is wrong, and what to do.
"""

__all__ = ["DataError", "MapperError", "OptionError", "OutputError", "SourceError"]


class MapperError(Exception):
    """Root of every error that this package raises on purpose.

    Attributes
    ----------
    exit_code
        What the command line exits with: 1 when an input failed, 2 for wrong usage.
    """

    exit_code = 1

    def __str__(self) -> str:
        return " ".join(str(self.args[0]).split()) if self.args else type(self).__name__


class SourceError(MapperError, ValueError):
    """An article cannot be read."""


class OptionError(MapperError, ValueError):
    """An option or setting makes no sense."""

    exit_code = 2


class OutputError(MapperError, OSError):
    """The result cannot be written where it should go."""


class DataError(MapperError, OSError):
    """Something that the program ships is missing or damaged."""

"""What can go wrong with the gazetteer.

::

    GazetteerError
    ├── ArtefactError (OSError)       the data file is missing, damaged or of another version
    ├── UnknownPlaceError (KeyError)  no place has this id
    ├── NoGeometryError (LookupError) the place or pair of countries has no shape
    └── SourceError (ValueError)      a source file cannot be read as places
"""

__all__ = [
    "ArtefactError",
    "GazetteerError",
    "NoGeometryError",
    "SourceError",
    "UnknownPlaceError",
]


class GazetteerError(Exception):
    """Root of every error that this package raises on purpose."""

    def __str__(self) -> str:
        # KeyError would print the repr of its message.
        return str(self.args[0]) if self.args else type(self).__name__


class ArtefactError(GazetteerError, OSError):
    """The built data cannot be opened; the message says how to get it back."""


class UnknownPlaceError(GazetteerError, KeyError):
    """No place has the id that was asked for."""


class NoGeometryError(GazetteerError, LookupError):
    """The place is known, its shape is not; or two countries share no border."""


class SourceError(GazetteerError, ValueError):
    """A source cannot be read as places; the message names the file and the row."""

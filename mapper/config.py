"""Settings of a run: frozen, passed explicitly; there is no global state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the user asked for.

    Parameters
    ----------
    published, title, language
        Override what the source says, where given.
    gazetteers
        Files of the user's own places.
    user_gazetteer
        Whether the places that the user added for good take part.
    online
        Whether names that the gazetteer lacks may be asked of a Nominatim service.
    allow_local
        Whether web addresses of the local network may be read.
    """

    published: date | None = None
    title: str | None = None
    language: str | None = None
    gazetteers: tuple[Path, ...] = ()
    user_gazetteer: bool = True
    online: bool = False
    allow_local: bool = False

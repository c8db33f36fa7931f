"""What happened, according to an article: events with type, date, actors, numbers and factuality.

By rule over the dependency tree and a lexicon that is data (``lexicon.toml``), never by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.events.assemble import find_events

__all__ = ["find_events"]

if TYPE_CHECKING:
    pass

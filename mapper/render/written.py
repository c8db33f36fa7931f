"""What an article calls a place: its own most frequent form of the name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mapper.model import MentionKind, Resolution

__all__ = ["written_names"]


def written_names(resolutions: Sequence[Resolution]) -> dict[str, str]:
    """The form in which a text most often writes each place, by place id.

    Only literal mentions count. Of forms that are as frequent the first wins, but one in
    capitals (a dateline, a headline) yields to one that is not.

    Parameters
    ----------
    resolutions
        Of one article, in text order.
    """
    forms: dict[str, Counter[str]] = {}
    for resolution in resolutions:
        if resolution.place is None or resolution.mention.kind is not MentionKind.LITERAL:
            continue
        form = " ".join(resolution.mention.text.split())
        forms.setdefault(resolution.place.id, Counter())[form] += 1
    # `max` keeps the first of equals, and a Counter the order of first appearance.
    return {
        place: max(counts, key=lambda form: (counts[form], not _shouted(form)))
        for place, counts in forms.items()
    }


def _shouted(form: str) -> bool:
    return form.isupper() and len(form) > 3

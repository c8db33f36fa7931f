"""The rows by which a built file finds its places: by key, by sound, by last letters, by cell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from gazetteer.drafts import Draft
from gazetteer.folding import fold, is_latin, loose, variants
from gazetteer.layout import (
    LOOSE,
    POSTING,
    TAIL,
    cell_of,
    deflate,
    loose_bucket,
    pack_spot,
    tail_number,
)

__all__ = ["cell_rows", "index", "loose_rows", "name_rows", "tail_rows"]

# Where names reach the Latin alphabet by way of a romanisation, and so in several spellings.
_ROMANISED = frozenset(
    re.findall(
        "..",
        "AEAFAMAZBDBGBHBYCNCYDJDZEGEHERETGEGRILINIQIRJOKGKMKWKZLBLKLYMAMDMEMKMLMMMNMRNENPOMPKPSQARSRU"
        "SASDSOSSSYTDTHTJTMTNTRUAUZXKYE",
    )
)
_LONGEST_LIST = 255
_SHORTEST_LOOSE = 4


def index(drafts: Iterable[Draft], numbers: Mapping[str, int]) -> dict[str, dict[int, int]]:
    """Places by key, each with the position of the name among its names."""
    keys: dict[str, dict[int, int]] = defaultdict(dict)
    for draft in drafts:
        number = numbers[draft.id]
        names = draft.all_names()
        # Of two names with one key, the one in Latin letters is the one that is shown.
        for position, (text, _, _) in sorted(enumerate(names), key=lambda n: not is_latin(n[1][0])):
            if key := fold(text):
                keys[key].setdefault(number, min(position, _LONGEST_LIST))
        for position, (text, language, _) in enumerate(names):
            if position == 0 or language == "az":
                for key in variants(text, draft.country):
                    keys[key].setdefault(number, min(position, _LONGEST_LIST))
    return keys


def loose_rows(
    drafts: Iterable[Draft], numbers: Mapping[str, int], ranks: Mapping[int, int]
) -> Iterator[tuple[int, bytes]]:
    """Rows of the loose keys; of one key, the likeliest place comes first."""
    buckets: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
    for draft in drafts:
        if draft.country not in _ROMANISED or draft.feature_class not in "PA":
            continue
        number = numbers[draft.id]
        positions: dict[str, int] = {}
        for position, (text, _, _) in enumerate(draft.all_names()[:_LONGEST_LIST]):
            key = loose(fold(text)) if is_latin(text) else ""
            if len(key) > _SHORTEST_LOOSE:
                positions.setdefault(key, position)
        for key, position in positions.items():
            bucket, mark = loose_bucket(key)
            buckets[bucket].append((mark, -ranks[number], number, position))
    for bucket in sorted(buckets):
        yield (
            bucket,
            b"".join(
                LOOSE.pack(mark, number, position)
                for mark, _, number, position in sorted(buckets[bucket])
            ),
        )


def name_rows(
    keys: Mapping[str, Mapping[int, int]], ranks: Mapping[int, int]
) -> Iterator[tuple[str, int, int, bytes | None]]:
    """Rows of the names: the likeliest place in columns, the others packed."""
    for key in sorted(keys):
        postings = keys[key]
        first, *others = sorted(postings, key=lambda number: (-ranks[number], number))
        more = b"".join(POSTING.pack(number, postings[number]) for number in others)
        yield key, first, postings[first], more or None


def tail_rows(keys: Iterable[str]) -> Iterator[tuple[int, bytes]]:
    """Keys by their last letters, for spellings whose beginning is wrong."""
    heads: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        if len(key) > TAIL and key.isascii():
            heads[key[-TAIL:]].append(key[:-TAIL])
    for tail in sorted(heads):
        yield tail_number(tail), deflate("\n".join(sorted(heads[tail])).encode())


def cell_rows(drafts: Iterable[Draft], numbers: Mapping[str, int]) -> Iterator[tuple[int, bytes]]:
    """Rows of the grid cells, with the places inside."""
    cells: dict[int, list[bytes]] = defaultdict(list)
    for draft in drafts:
        lat, lon = draft.latitude or 0.0, draft.longitude or 0.0
        spot = pack_spot(numbers[draft.id], lat, lon, draft.feature_class.encode())
        cells[cell_of(lat, lon)].append(spot)
    for cell in sorted(cells):
        yield cell, b"".join(cells[cell])

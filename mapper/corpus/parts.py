"""A part: a few dozen articles that are analysed, written, lost or made again together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

__all__ = ["Kind", "Member", "Part", "member_of", "member_record", "name_part"]


class Kind(StrEnum):
    """What a source is."""

    LINES = "lines"  # JSON Lines: a part is a range of bytes
    ROWS = "rows"  # Parquet: a part is a range of rows of a row group
    DOCUMENT = "document"  # an article of its own: a part has several


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A stretch of a source.

    Parameters
    ----------
    kind, name, path
        Of the source: `name` is relative to the input and stands in records, `path` opens it.
    digest
        SHA-256 of the stretch (of the row group, for rows).
    start, end
        Bytes, or rows of the group.
    first
        Number of the first line (from 1), or of the first row of the file (from 0).
    lines
        How many lines it spans, blank ones included.
    group
        Row group.
    ids
        Of its articles, one each in their order, unique over the whole output.
    """

    kind: Kind
    name: str
    path: Path
    digest: str
    start: int
    end: int
    ids: tuple[str, ...]
    first: int = 0
    lines: int = 0
    group: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Members that are analysed together, and the name that follows from all they depend on."""

    key: str
    members: tuple[Member, ...]

    @property
    def articles(self) -> int:
        """How many articles are expected in it."""
        return sum(len(member.ids) for member in self.members)


def member_record(member: Member) -> dict[str, Any]:
    """Tell what a member is, without the folder in which it happens to lie."""
    return {
        "kind": member.kind.value,
        "name": member.name,
        "digest": member.digest,
        "start": member.start,
        "end": member.end,
        "first": member.first,
        "lines": member.lines,
        "group": member.group,
        "ids": list(member.ids),
    }


def member_of(record: Mapping[str, Any], path: Path) -> Member:
    """Rebuild a member from its record."""
    return Member(
        kind=Kind(record["kind"]),
        name=record["name"],
        path=path,
        digest=record["digest"],
        start=record["start"],
        end=record["end"],
        ids=tuple(record["ids"]),
        first=record["first"],
        lines=record["lines"],
        group=record["group"],
    )


def name_part(members: Sequence[Member], fingerprint: str) -> Part:
    """Make a part of members; its key is a digest of them and of how they are analysed.

    Parameters
    ----------
    members
        In their order.
    fingerprint
        Of the recipe.
    """
    told = json.dumps([fingerprint, [member_record(m) for m in members]], sort_keys=True)
    key = hashlib.sha256(told.encode()).hexdigest()[:32]
    return Part(key=key, members=tuple(members))

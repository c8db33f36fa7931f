"""What is to be done: the input as it stands, less the parts that are there already.

A finished part counts as long as what it was made of has not changed. What no finished part
covers is cut into new ones, in the order of the input; a part never reaches over a finished one.
So a run that was cut short and taken up again makes the very parts that it would have made at
once, and articles that come later make parts of their own.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mapper.corpus.cutting import Cutter, Known, Stretch
from mapper.corpus.parts import Kind, Member, Part, member_of, name_part
from mapper.corpus.sources import Source
from mapper.errors import SourceError

__all__ = ["Plan", "make_plan"]


@dataclass(slots=True)
class Plan:
    """What is there, and what is missing.

    Parameters
    ----------
    ready
        Records of the finished parts that stay.
    missing
        Parts to make, in the order of the input.
    superseded
        Keys of finished parts whose articles others cover, or will.
    vanished
        Keys of the parts among `ready` with nothing in the input any more.
    failures
        Sources that cannot be read: one line each.
    """

    ready: list[dict[str, Any]] = field(default_factory=list)
    missing: list[Part] = field(default_factory=list)
    superseded: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def make_plan(
    sources: Sequence[Source],
    records: Iterable[dict[str, Any]],
    fingerprint: str,
    cutter: Cutter,
) -> Plan:
    """Compare the input with what is finished.

    Parameters
    ----------
    sources
        The input.
    records
        Of all finished parts.
    fingerprint
        Of the recipe; parts of another one are made again.
    cutter
        Reads and cuts sources.

    Returns
    -------
    Plan
        Ids of articles are unique over all parts that stay and come: a later namesake gets a
        number.
    """
    return _Planner(sources, list(records), fingerprint, cutter).plan()


class _Planner:
    def __init__(
        self,
        sources: Sequence[Source],
        records: list[dict[str, Any]],
        fingerprint: str,
        cutter: Cutter,
    ) -> None:
        self._sources = {source.name: source for source in sorted(sources)}
        self._records = {record["key"]: record for record in records}
        self._fingerprint = fingerprint
        self._cutter = cutter
        self._plan = Plan()
        self._unread: set[str] = set()

    def plan(self) -> Plan:
        """Go through the input once to see what stands, and name what does not."""
        usable = self._usable()
        stretches = self._without_stale(list(self._stretches(usable)), usable)
        kept = {stretch.key for stretch in stretches if stretch.key} | self._unseen(usable)
        self._plan.ready += [self._records[key] for key in sorted(kept)]
        self._plan.superseded += sorted(set(usable) - kept)
        ids = _Ids()
        for record in self._plan.ready:
            for member in record["members"]:
                ids.hold(member["ids"])
        self._plan.missing = [
            name_part([ids.claim_for(member) for member in members], self._fingerprint)
            for members in self._groups(stretches)
        ]
        return self._plan

    def _usable(self) -> dict[str, list[Member]]:
        """Finished parts whose sources are still there and whose recipe is ours."""
        usable = {}
        for key, record in self._records.items():
            named = [m for m in record["members"] if m["name"] in self._sources]
            if not named:
                # What is gone from the input is not gone from the output.
                self._plan.ready.append(record)
                self._plan.vanished.append(key)
            elif record["fingerprint"] == self._fingerprint:
                usable[key] = [member_of(m, self._sources[m["name"]].path) for m in named]
            else:
                self._plan.superseded.append(key)
        return usable

    def _stretches(self, usable: Mapping[str, list[Member]]) -> Iterator[Stretch]:
        known: dict[str, dict[tuple[int, int], Known]] = {}
        for key, members in usable.items():
            for member in members:
                known.setdefault(member.name, {})[member.group, member.start] = Known(key, member)
        for source in self._sources.values():
            try:
                yield from self._cutter.stretches(source, known.get(source.name, {}))
            except SourceError as error:
                self._plan.failures.append(str(error))
                self._unread.add(source.name)

    def _unseen(self, usable: Mapping[str, list[Member]]) -> set[str]:
        """Parts with a source that cannot be read just now, which is no reason to drop them."""
        return {k for k, members in usable.items() if self._unread & {m.name for m in members}}

    def _without_stale(
        self, stretches: list[Stretch], usable: Mapping[str, list[Member]]
    ) -> list[Stretch]:
        """Make new again what belongs to a part one of whose articles has changed."""
        same: Counter[str] = Counter(stretch.key for stretch in stretches if stretch.key)
        stale = {key for key, members in usable.items() if same[key] < len(members)}
        stale -= self._unseen(usable)
        return [
            Stretch("", self._fresh(stretch.member)) if stretch.key in stale else stretch
            for stretch in stretches
        ]

    def _fresh(self, member: Member) -> Member:
        """Forget the id that a document has got in a part that is no more."""
        return replace(member, ids=(member.path.stem or member.name,))

    def _groups(self, stretches: Sequence[Stretch]) -> Iterator[list[Member]]:
        """Put documents together; a stretch of lines or rows is a part by itself."""
        waiting: list[Member] = []
        size = 0
        for stretch in stretches:
            member = stretch.member
            if waiting and (
                stretch.key
                or len(waiting) >= self._cutter.articles
                or size + member.end > self._cutter.size
            ):
                yield waiting
                waiting, size = [], 0
            if stretch.key:
                continue
            if member.kind is Kind.DOCUMENT:
                waiting.append(member)
                size += member.end
            else:
                if waiting:
                    yield waiting
                    waiting, size = [], 0
                yield [member]
        if waiting:
            yield waiting


class _Ids:
    """Keeps ids of articles apart; a few bytes for each."""

    def __init__(self) -> None:
        self._taken: set[int] = set()
        self._next: dict[str, int] = {}

    def hold(self, ids: Iterable[str]) -> None:
        """Mark ids as taken."""
        self._taken.update(map(_short, ids))

    def claim_for(self, member: Member) -> Member:
        """Give the articles of a member ids that nobody has."""
        return replace(member, ids=tuple(map(self._claim, member.ids)))

    def _claim(self, wanted: str) -> str:
        name, number = wanted, self._next.get(wanted, 1)
        if number > 1:
            name = f"{wanted}-{number}"
        while (short := _short(name)) in self._taken:
            number += 1
            name = f"{wanted}-{number}"
            self._next[wanted] = number
        self._taken.add(short)
        return name


def _short(name: str) -> int:
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "big")

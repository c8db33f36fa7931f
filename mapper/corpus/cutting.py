"""Sources into stretches: what a finished part covers is checked, what none covers is cut."""

from __future__ import annotations

import json
import os
import time
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from mapper.corpus.parquet import group_digest, open_parquet, row_ids
from mapper.corpus.parts import Kind, Member
from mapper.corpus.sources import Source
from mapper.corpus.streams import at_line_end, each_line, opened, sum_up
from mapper.errors import SourceError

__all__ = ["Cutter", "Known", "Stretch", "check_stretch"]

# A row group is decoded from its beginning for each of its parts: not too many of them.
_MOST_IN_GROUP = 32


@dataclass(frozen=True, slots=True)
class Known:
    """A stretch that a finished part covers."""

    key: str
    member: Member


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a source: the key of the finished part that covers it, or "" if it is new."""

    key: str
    member: Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutter:
    """Reads sources and cuts them.

    Parameters
    ----------
    articles, size
        Most articles and most bytes of a new part.
    text_field
        Where the text is, for the one line that says that it is nowhere.
    settle
        Seconds for which a file must not have changed; until then the end of its last part is
        left for later. 0 takes all at once.
    """

    articles: int = 50
    size: int = 8 * 2**20
    text_field: str = "text"
    settle: float = 0.0

    def stretches(
        self, source: Source, known: Mapping[tuple[int, int], Known]
    ) -> Iterator[Stretch]:
        """Go through a source.

        Parameters
        ----------
        source
            JSON Lines, Parquet, or one document.
        known
            What finished parts cover, by row group and start.

        Yields
        ------
        Stretch
            In order; the ids of new ones are as the source gives them, not yet unique.

        Raises
        ------
        SourceError
            The source cannot be read.
        """
        if source.kind is Kind.LINES:
            yield from self._lines(source, {start: k for (_, start), k in known.items()})
        elif source.kind is Kind.ROWS:
            yield from self._rows(source, known)
        else:
            yield self._document(source, known.get((0, 0)))

    def _document(self, source: Source, known: Known | None) -> Stretch:
        with opened(source.path, source.name) as stream:
            digest, size = sum_up(stream, None)
        if known and (known.member.digest, known.member.end) == (digest, size):
            return Stretch(known.key, known.member)
        member = Member(
            kind=Kind.DOCUMENT, name=source.name, path=source.path, digest=digest,
            start=0, end=size, ids=(source.path.stem or source.name,),
        )  # fmt: skip
        return Stretch("", member)

    def _lines(self, source: Source, known: Mapping[int, Known]) -> Iterator[Stretch]:
        position, number = 0, 1
        starts = sorted(known)
        with opened(source.path, source.name) as stream:
            while True:
                there = known.get(position)
                if there and there.member.first == number:
                    stream.seek(position)
                    found, read = sum_up(stream, there.member.end - position)
                    same = (found, position + read) == (there.member.digest, there.member.end)
                    if same and at_line_end(stream):
                        yield Stretch(there.key, there.member)
                        position, number = there.member.end, number + there.member.lines
                        continue
                stop = _next(starts, position)
                member = self._cut_lines(source, stream, position, number, stop)
                if member.end == position or (stop is None and self._awaits_more(stream, member)):
                    return
                if member.ids:
                    yield Stretch("", member)
                position, number = member.end, number + member.lines

    def _awaits_more(self, stream: BinaryIO, member: Member) -> bool:
        """Whether a part is not full and its file is just growing."""
        if not self.settle or len(member.ids) >= self.articles:
            return False
        return time.time() - os.fstat(stream.fileno()).st_mtime < self.settle

    def _cut_lines(
        self, source: Source, stream: BinaryIO, start: int, first: int, stop: int | None
    ) -> Member:
        """Take lines until the part is full, the file ends, or a finished part begins."""
        stream.seek(start)
        end, lines = start, 0
        ids: list[str] = []
        objects = texts = 0
        for line, length in each_line(stream, first, source.name):
            if self.settle and line is not None and not line.endswith(b"\n"):
                break
            end, lines = end + length, lines + 1
            if line is None or line.strip():
                value = _loaded(line)
                objects += isinstance(value, dict)
                texts += isinstance(value, dict) and self.text_field in value
                ids.append(_own_id(value) or f"{source.path.stem}-{first + lines - 1}")
            if len(ids) >= self.articles or end - start >= self.size or end == stop:
                break
        if start == 0 and objects and not texts:
            raise SourceError(
                f'{source.name}: its lines have no "{self.text_field}"; name the field that holds '
                "the text with --text-field"
            )
        stream.seek(start)
        digest, _ = sum_up(stream, end - start)
        return Member(
            kind=Kind.LINES, name=source.name, path=source.path, digest=digest,
            start=start, end=end, ids=tuple(ids), first=first, lines=lines,
        )  # fmt: skip

    def _rows(self, source: Source, known: Mapping[tuple[int, int], Known]) -> Iterator[Stretch]:
        table = open_parquet(source.path, source.name)
        names = table.schema_arrow.names
        if self.text_field not in names:
            raise SourceError(
                f'{source.name}: no column "{self.text_field}"; name the one that holds the text '
                f"with --text-field (there are {', '.join(names[:20])})"
            )
        first = 0
        among: dict[int, list[int]] = {}
        for number, start in sorted(known):
            among.setdefault(number, []).append(start)
        for group in range(table.metadata.num_row_groups):
            count = table.metadata.row_group(group).num_rows
            digest = group_digest(source.path, source.name, table, group)
            drafts: list[str] | None = None
            starts = among.get(group, [])
            size, position = max(self.articles, -(-count // _MOST_IN_GROUP)), 0
            while position < count:
                there = known.get((group, position))
                if there and there.member.digest == digest and there.member.first == first:
                    yield Stretch(there.key, there.member)
                    position = there.member.end
                    continue
                end = min(position + size, _next(starts, position) or count, count)
                if drafts is None:
                    drafts = row_ids(table, group, first, source.path.stem)
                member = Member(
                    kind=Kind.ROWS, name=source.name, path=source.path, digest=digest,
                    start=position, end=end, ids=tuple(drafts[position:end]), first=first,
                    group=group,
                )  # fmt: skip
                yield Stretch("", member)
                position = end
            first += count


def check_stretch(member: Member) -> None:
    """See that a stretch of a file is still what was planned.

    Raises
    ------
    SourceError
        It is not, or cannot be read.
    """
    if member.kind is Kind.ROWS:
        table = open_parquet(member.path, member.name)
        found, length = group_digest(member.path, member.name, table, member.group), member.end
    else:
        with opened(member.path, member.name) as stream:
            stream.seek(member.start)
            whole = member.kind is Kind.DOCUMENT
            found, length = sum_up(stream, None if whole else member.end - member.start)
        length += member.start
    if (found, length) != (member.digest, member.end):
        raise SourceError(f"{member.name}: changed while it was being read; run again")


def _next(starts: Sequence[int], position: int) -> int | None:
    """Find where the next finished part begins."""
    index = bisect_right(starts, position)
    return starts[index] if index < len(starts) else None


def _loaded(line: bytes | None) -> Any:
    try:
        return None if line is None else json.loads(line)
    except (ValueError, RecursionError):
        return None


def _own_id(value: Any) -> str:
    """Give the id that a line has of its own; "" where it has none that can be used."""
    found = value.get("id") if isinstance(value, dict) else None
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    return found.strip() if isinstance(found, str) else ""

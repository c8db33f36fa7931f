"""A document's names together: what each may mean, and what they say about one another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gazetteer import Gazetteer
from mapper.model import Mention, MentionKind, Parsed
from mapper.resolve.beside import beside, noun_after
from mapper.resolve.names import Bearers, find_bearers, find_worded, plain
from mapper.resolve.support import support

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Entry", "Scene", "build_scene"]


_BETWEEN = frozenset(
    {"in", "of", "the", "a", "village", "town", "city", "district", "region", "province", "county",
     "area", "municipality", "state", "northern", "southern", "eastern", "western", "central",
     "northwestern", "northeastern", "southwestern", "southeastern", "north-western",
     "north-eastern", "south-western", "south-eastern", "'s", "’s"}
)  # fmt: skip


@dataclass
class Entry:
    """One name of the document and all its mentions.

    Parameters
    ----------
    name
        As written.
    bearers
        What it may mean.
    mentions
        Indices into the document's mentions.
    hints
        Kinds of place promised by words beside it, counted.
    inside
        Names that stand after it as what it lies in ("Tegh in Syunik", "Paris, Texas").
    worded
        Ids of candidates that bear the name and the word after it as their name ("Kama district").
    added
        How many of the candidates, the last ones, bear it only so.
    """

    name: str
    bearers: Bearers
    demonym: bool
    mentions: list[int] = field(default_factory=list)
    hints: Counter[str] = field(default_factory=Counter)
    inside: list[str] = field(default_factory=list)
    worded: set[str] = field(default_factory=set)
    added: int = 0


@dataclass(frozen=True)
class Scene:
    """All names of a document with the nearness of their candidates.

    Parameters
    ----------
    entries
        The names, in text order.
    of_mention
        Which entry a mention belongs to, by their numbers.
    support
        For each entry a table: a row of figures (see `mapper.resolve.support`) for each candidate.
    countries
        ISO codes of countries that are named (by demonyms too), counted.
    named_ids
        Ids of the places that the names may mean.
    container_ids
        Ids of divisions in which the likeliest places of other names lie.
    """

    entries: list[Entry]
    of_mention: dict[int, int]
    support: list[NDArray[np.float64]]
    countries: Counter[str]
    named_ids: frozenset[str]
    container_ids: frozenset[str]
    by_name: dict[str, frozenset[str]]

    def ids_of(self, name: str) -> frozenset[str]:
        """Ids of what a name (casefolded) may mean; a country's also as ``country:XX``."""
        return self.by_name.get(name, frozenset())


def build_scene(parsed: Parsed, mentions: tuple[Mention, ...], gazetteer: Gazetteer) -> Scene:
    """Gather the names of a document; relative expressions are left out."""
    entries: dict[tuple[str, bool], Entry] = {}
    of_mention: dict[int, Entry] = {}
    for number, mention in enumerate(mentions):
        if mention.kind is MentionKind.RELATIVE:
            continue
        key = (plain(mention.text).casefold(), mention.kind is MentionKind.DEMONYM)
        entry = entries.get(key)
        if entry is None:
            bearers = find_bearers(mention, gazetteer)
            entry = entries[key] = Entry(plain(mention.text), bearers, key[1])
            if bearers.hint:
                entry.hints[bearers.hint] += 2
        entry.mentions.append(number)
        of_mention[number] = entry
        if hint := beside(parsed, mention):
            entry.hints[hint] += 1
        _add_worded(parsed, mention, entry, gazetteer)
    listed = list(entries.values())
    _containers(parsed, mentions, of_mention)
    place_in_list = {id(entry): position for position, entry in enumerate(listed)}
    named = {e.name.casefold(): _ids(e) for e in listed if not e.demonym}
    return Scene(
        entries=listed,
        of_mention={number: place_in_list[id(entry)] for number, entry in of_mention.items()},
        support=support([e.bearers.matches for e in listed]),
        countries=_countries(listed),
        named_ids=frozenset().union(*named.values()) - {""},
        container_ids=_container_ids(listed),
        by_name=named,
    )


def _add_worded(parsed: Parsed, mention: Mention, entry: Entry, gazetteer: Gazetteer) -> None:
    """Add the places whose name is the mention with the common noun after it."""
    noun = "" if entry.demonym else noun_after(parsed, mention)
    if not noun:
        return
    found = find_worded(f"{entry.name} {noun}", gazetteer)
    entry.worded |= {match.place.id for match in found}
    known = {match.place.id for match in entry.bearers.matches}
    new = tuple(match for match in found if match.place.id not in known)
    if new:
        entry.bearers = replace(entry.bearers, matches=(*entry.bearers.matches, *new))
        entry.added += len(new)


def _ids(entry: Entry) -> frozenset[str]:
    found = set()
    for match in entry.bearers.matches:
        found.add(match.place.id)
        if match.place.feature_code.startswith("PCL"):
            found.add(f"country:{match.place.country}")
    return frozenset(found)


def _countries(entries: list[Entry]) -> Counter[str]:
    countries: Counter[str] = Counter()
    for entry in entries:
        first = entry.bearers.matches[0].place if entry.bearers.matches else None
        if first is not None and first.feature_code.startswith("PCL"):
            countries[first.country] += len(entry.mentions)
    return countries


def _container_ids(entries: list[Entry]) -> frozenset[str]:
    found = set()
    for entry in entries:
        for match in entry.bearers.matches[:1]:
            found |= {match.place.admin1_id, match.place.admin2_id} - {match.place.id, ""}
    return frozenset(found)


def _containers(
    parsed: Parsed, mentions: tuple[Mention, ...], of_mention: dict[int, Entry]
) -> None:
    """Note "X, Y", "X in Y" and "Y's X": X probably lies in Y."""
    text = parsed.article.text
    order = sorted(of_mention, key=lambda i: mentions[i].span.start)
    for position, number in enumerate(order):
        for following in order[position + 1 : position + 3]:
            gap = text[mentions[number].span.end : mentions[following].span.start]
            words = plain(gap).lower()
            if len(words) > 40:
                break
            if words in {",", "("} or _links(words):
                of_mention[number].inside.append(of_mention[following].name.casefold())
            elif words in {"'s", "’s"}:
                of_mention[following].inside.append(of_mention[number].name.casefold())


def _links(words: str) -> bool:
    """Whether words between two names say that the first lies in the second."""
    parts = words.replace(",", " ").split()
    if not parts or len(parts) > 6:
        return False
    return all(p in _BETWEEN for p in parts) and ("in" in parts or "of" in parts)

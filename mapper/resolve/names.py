"""Which places a mention may mean, before anything is weighed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gazetteer import FeatureClass, Gazetteer, Match, MatchKind, NameKind
from mapper.model import Mention, MentionKind

__all__ = ["Bearers", "feature_hint", "find_bearers", "find_worded", "only_like"]

_MOST = 40
_FEW = 4
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")

# A common noun beside a name, and what kind of place it promises.
_AREA = (
    "district districts region regions province provinces county counties state governorate oblast"
    " krai raion rayon prefecture canton department territory municipality emirate republic"
    " exclave enclave parish commune municipalities states oblasts governorates departments"
)
_SETTLED = (
    "village villages town towns city cities settlement settlements hamlet township suburb suburbs"
    " neighbourhood neighborhood neighbourhoods neighborhoods quarter borough capital outskirts"
    " downtown mayor"
)
_WATER = (
    "river rivers lake lakes sea ocean gulf bay strait channel canal creek falls reservoir lagoon"
    " stream"
)
_ROUTE = "road highway motorway corridor street avenue railway pipeline route line"
_TERRAIN = (
    "mountain mountains mount hill hills peak range ridge valley pass gorge plateau island islands"
    " peninsula cape isle"
)
_SPOT = (
    "airport airfield airbase base port station bridge dam camp monastery checkpoint crossing"
    " prison hospital mine refinery plant stadium bazaar palace"
)
# What is called after a town that may lie anywhere.
_PART_OF_TOWN = frozenset(
    {"street", "avenue", "road", "hospital", "stadium", "quarter", "palace", "bazaar"}
)
_PARTS = frozenset(
    {"central", "downtown", "greater", "mainland", "northern", "southern", "eastern", "western",
     "upper", "lower"}
)  # fmt: skip
HINTS: dict[str, str] = {
    word: kind
    for kind, words in (
        ("A", _AREA), ("P", _SETTLED), ("H", _WATER), ("R", _ROUTE), ("T", _TERRAIN), ("S", _SPOT),
    )
    for word in words.split()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bearers:
    """The places that a name may mean.

    Parameters
    ----------
    matches
        Best first.
    shortened
        Whether a common noun had to be left off to find any.
    hint
        The kind of place that the name's own words promise (``A P H R T S``), else empty.
    """

    matches: tuple[Match, ...]
    shortened: bool
    hint: str


def plain(text: str) -> str:
    """Straighten white space and drop what no reader sees."""
    return " ".join(_INVISIBLE.sub("", text).split())


def feature_hint(words: Iterable[str]) -> str:
    """Tell what kind of place common nouns promise (empty if none of them does)."""
    for word in words:
        kind = HINTS.get(word.lower())
        if kind:
            return kind
    return ""


def find_bearers(mention: Mention, gazetteer: Gazetteer) -> Bearers:
    """Find the places that a mention may mean by its name alone.

    Tried in turn: the name as written, without its common noun ("Lachin corridor", "the Kura
    River"), as a pattern ("Syunik Province"), and near spellings of longer names.
    """
    name = plain(mention.text)
    if mention.kind is MentionKind.DEMONYM:
        return Bearers(_people(name, gazetteer), False, "A")
    words = name.split()
    hint = feature_hint((words[-1], words[0])) if len(words) > 1 else ""
    matches = _places(gazetteer.lookup(name, limit=_MOST))
    if matches:
        return Bearers(matches, False, hint)
    for shorter in _shorter(words):
        matches = _places(gazetteer.lookup(shorter, limit=_MOST))
        if matches:
            return Bearers(matches, True, hint)
    matches = _places(gazetteer.search(name, limit=8))
    if not matches and len(name) >= 5:
        matches = _places(gazetteer.lookup(name, fuzzy=True, limit=8))
    return Bearers(matches, False, hint)


def find_worded(name: str, gazetteer: Gazetteer) -> tuple[Match, ...]:
    """Find the places whose name is a mention with the common noun after it, best first."""
    return _places(gazetteer.lookup(name, limit=_FEW)) if gazetteer.knows(name) else ()


def only_like(name: str, match: Match) -> bool:
    """Whether a place bears no such name, but one spelt like it, or the town's of "X Street"."""
    if name.rpartition(" ")[2].lower() in _PART_OF_TOWN:
        return match.place.feature_class is FeatureClass.POPULATED
    exact = match.kind not in {MatchKind.FUZZY, MatchKind.PREFIX, MatchKind.PATTERN}
    return not exact and name.casefold() not in match.name.text.casefold()


def _shorter(words: list[str]) -> Iterable[str]:
    if words and words[0].lower() == "the":
        words = words[1:]
        yield " ".join(words)
    if len(words) < 2:
        return
    if words[-1].lower() in HINTS:
        yield " ".join(words[:-1])
    if words[0].lower() in HINTS:
        yield " ".join(words[2:] if words[1].lower() == "of" and len(words) > 2 else words[1:])
    if words[0].lower() in _PARTS:
        yield " ".join(words[1:])


def _places(matches: Iterable[Match]) -> tuple[Match, ...]:
    return tuple(m for m in matches if m.name.kind is not NameKind.DEMONYM)


def _people(name: str, gazetteer: Gazetteer) -> tuple[Match, ...]:
    forms = [name]
    if name.endswith("s"):
        forms.append(name[:-1])
    for form in forms:
        found = tuple(m for m in gazetteer.lookup(form) if m.name.kind is NameKind.DEMONYM)
        if found:
            return found
    return ()

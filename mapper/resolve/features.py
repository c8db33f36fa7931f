"""What speaks for a candidate, as named numbers for the ranker and as words for the reader."""

from __future__ import annotations

import math

from gazetteer import FeatureClass, Match, MatchKind, NameKind
from mapper.resolve.scene import Entry, Scene

__all__ = ["agrees", "describe", "reasons"]

_CLASSES = tuple(FeatureClass)
_CODES = (
    "PCLI",
    "ADM1",
    "ADM2",
    "ADM3",
    "PPLC",
    "PPLA",
    "PPLA2",
    "PPLX",
    "PPL",
    "CONT",
    "RGN",
    "ISL",
)
_SUPPORT = ("near", "at_30", "at_150", "at_800", "same_country", "same_division")
_FITS = {
    "A": frozenset("AL"), "P": frozenset("P"), "H": frozenset("HU"),
    "R": frozenset("RLS"), "T": frozenset("TLV"), "S": frozenset("SR"),
}  # fmt: skip


def agrees(hint: str, match: Match) -> int:
    """Whether a place is of the kind that a common noun beside its name promises.

    Returns
    -------
    int
        1 for yes, -1 for no, 0 where nothing was promised.
    """
    if not hint:
        return 0
    return 1 if match.place.feature_class.value in _FITS[hint] else -1


def describe(scene: Scene, number: int, hint: str) -> list[dict[str, float]]:
    """Describe every candidate of a name.

    Parameters
    ----------
    scene
        The document.
    number
        Which of its entries.
    hint
        Kind of place promised beside the mention at hand.
    """
    entry = scene.entries[number]
    matches = entry.bearers.matches
    biggest = max((m.place.population for m in matches), default=0)
    within = [_inside(scene, entry, m) for m in matches]
    rows = []
    for index, match in enumerate(matches):
        row = _standing(match, index, len(matches), biggest)
        figures = scene.support[number][index]
        row.update({f"x_{n}": float(v) for n, v in zip(_SUPPORT, figures, strict=True)})
        row.update(
            h_here=float(agrees(hint, match)),
            h_document=sum(agrees(h, match) * n for h, n in entry.hints.items())
            / len(entry.mentions),
            h_given=float(bool(entry.hints)),
            i_inside=within[index],
            i_rival=max((w for i, w in enumerate(within) if i != index), default=0.0),
            i_given=float(bool(entry.inside)),
            d_country=_share(scene, match),
            d_country_alone=float(
                len(scene.countries) == 1 and match.place.country in scene.countries
            ),
            d_division=float(match.place.admin1_id in scene.named_ids),
            d_district=float(match.place.admin2_id in scene.named_ids),
            d_contains=float(match.place.id in scene.container_ids),
            n_shortened=float(entry.bearers.shortened),
            n_mentions=math.log(len(entry.mentions)),
            n_names=math.log(len(scene.entries)),
            n_words=float(len(entry.name.split())),
            n_upper=float(entry.name.isupper()),
        )
        rows.append(row)
    best = max((r["x_at_150"] for r in rows), default=0.0)
    for row, match in zip(rows, matches, strict=True):
        row["x_lead"] = row["x_at_150"] - best
        row["t_town"], row["t_area"] = _twins(match, matches)
    return rows


def _twins(match: Match, matches: tuple[Match, ...]) -> tuple[float, float]:
    """Find the town (its log population) and the area that bear the same name close by."""
    place = match.place
    town, area = -1.0, 0.0
    for other in matches:
        far = abs(other.place.latitude - place.latitude) > 1.0
        if far or abs(other.place.longitude - place.longitude) > 1.0 or other.place.id == place.id:
            continue
        if other.place.feature_class is FeatureClass.POPULATED:
            town = max(town, math.log10(other.place.population + 1))
        elif other.place.feature_class is FeatureClass.ADMINISTRATIVE:
            area = 1.0
    return town, area


def _standing(match: Match, index: int, count: int, biggest: int) -> dict[str, float]:
    place = match.place
    row = {f"c_{c.value}": float(place.feature_class is c) for c in _CLASSES}
    row.update({f"f_{code}": float(place.feature_code == code) for code in _CODES})
    row.update(
        p_population=math.log10(place.population + 1),
        p_share=(place.population + 1) / (biggest + 1),
        p_known=float(place.population > 0),
        p_index=float(index),
        p_count=math.log(count),
        p_alone=float(count == 1),
        p_curated=float(place.id.startswith(("im:", "user:"))),
        p_polygon=float(place.shape == "polygon"),
        m_exact=float(match.kind is MatchKind.EXACT),
        m_loose=float(match.kind in {MatchKind.FUZZY, MatchKind.PREFIX, MatchKind.PATTERN}),
        m_likeness=match.likeness,
        m_main=float(match.name.text == place.name),
        m_alternate=float(match.name.kind is NameKind.ALTERNATE),
        m_historical=float(match.name.kind is NameKind.HISTORICAL),
        m_short=float(match.name.kind in {NameKind.SHORT, NameKind.ABBREVIATION}),
        m_language=float(match.name.language in {"", "en"}),
    )
    return row


def _inside(scene: Scene, entry: Entry, match: Match) -> float:
    """How many of the names after this one are what the candidate lies in."""
    place = match.place
    found = 0.0
    for name in entry.inside:
        ids = scene.ids_of(name)
        if {place.admin1_id, place.admin2_id} & ids or f"country:{place.country}" in ids:
            found += 1.0
    return found / max(1, len(entry.inside))


def _share(scene: Scene, match: Match) -> float:
    total = sum(scene.countries.values())
    return scene.countries[match.place.country] / total if total else 0.0


def reasons(scene: Scene, number: int, index: int, row: dict[str, float]) -> tuple[str, ...]:
    """Say in words what speaks for a candidate."""
    entry = scene.entries[number]
    match = entry.bearers.matches[index]
    place = match.place
    found = [_how_met(entry, match)]
    if row["p_alone"]:
        found.append("the only place of this name")
    elif row["p_share"] == 1.0 and place.population:
        found.append("the most populous of this name")
    if row["i_inside"]:
        found.append("the text says what it lies in")
    if row["h_here"] > 0 or row["h_document"] > 0:
        found.append("the word beside the name fits")
    if row["x_near"] < math.log1p(60):
        found.append("near other places of the text")
    if row["d_division"] or row["d_district"]:
        found.append("the text names its region")
    elif row["d_country"] > 0:
        found.append("the text names its country")
    elif row["x_same_country"] > 0.4:
        found.append("other places of the text lie in its country")
    return tuple(found)


def _how_met(entry: Entry, match: Match) -> str:
    if match.kind is MatchKind.EXACT and match.name.text == match.place.name:
        return "its name"
    if match.kind in {MatchKind.FUZZY, MatchKind.PREFIX, MatchKind.PATTERN}:
        return f"name like {match.name.text}"
    if entry.bearers.shortened:
        return f"name without its common noun: {match.name.text}"
    return f"{match.name.kind.value} name {match.name.text}"

"""Toponym recognition and resolution, judged as the field does.

Recognition is strict (same span) or lenient (same casefolded surface, midpoints less than ten
characters apart, one to one), as in Gritta et al. 2018 and EUPEG. A place is right within 161 km.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mapper.evaluate.answer import Answer, FoundMention, Spot
from mapper.evaluate.gold import Document, GoldToponym
from mapper.evaluate.outcome import UNRESOLVED_KM, Outcome, distance_km

__all__ = ["RIGHT_KM", "judge_given", "judge_kinds", "judge_recognition", "pair_up"]

RIGHT_KM = 161.0
_NEAR_CHARACTERS = 10


def pair_up(
    gold: Sequence[GoldToponym], found: Sequence[FoundMention], *, strict: bool
) -> dict[int, int]:
    """Match gold toponyms and mentions one to one.

    Parameters
    ----------
    gold, found
        The two lists.
    strict
        Same span; else same casefolded surface and midpoints less than 10 characters apart,
        nearest first.

    Returns
    -------
    dict of int to int
        Index in `gold` to index in `found`.
    """
    pairs = []
    for g, toponym in enumerate(gold):
        for f, mention in enumerate(found):
            gap = abs(toponym.start + toponym.end - mention.start - mention.end) / 2
            same = (toponym.start, toponym.end) == (mention.start, mention.end)
            alike = toponym.name.casefold() == mention.text.casefold()
            if same or (not strict and alike and gap < _NEAR_CHARACTERS):
                pairs.append((gap, g, f))
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for _, g, f in sorted(pairs):
        if g not in matched and f not in taken:
            matched[g] = f
            taken.add(f)
    return matched


def judge_recognition(document: Document, answer: Answer) -> list[Outcome]:
    """Judge recognition of names and, where the answer has places, the walk to within 161 km.

    Tasks: ``names-*`` count names only (literal and metonymic), ``toponyms-*`` demonyms too;
    ``-recall-*`` over gold, ``-precision-*`` over what was found. ``placed-recall`` is over gold
    with coordinates, ``placed-precision`` over all mentions that were given a place.
    """
    gold = document.toponyms or ()
    found = [m for m in answer.mentions or () if m.kind != "relative"]
    names = [t for t in gold if not t.demonym]
    plain = [m for m in found if m.kind != "demonym"]
    outcomes: list[Outcome] = []
    for label, wanted, got in (("names", names, plain), ("toponyms", gold, found)):
        for how in ("strict", "lenient"):
            pairs = pair_up(wanted, got, strict=how == "strict")
            outcomes += _found(document.id, f"{label}-recall-{how}", wanted, got, pairs)
            outcomes += _said(document.id, f"{label}-precision-{how}", got, set(pairs.values()))
    if answer.placed:
        outcomes += _placed(document, names, plain)
    return outcomes


def _found(
    doc: str,
    task: str,
    gold: Sequence[GoldToponym],
    found: Sequence[FoundMention],
    pairs: dict[int, int],
) -> Iterable[Outcome]:
    for index, toponym in enumerate(gold):
        said = [m for m in found if m.start < toponym.end and toponym.start < m.end]
        yield Outcome(
            task=task,
            doc=doc,
            start=toponym.start,
            end=toponym.end,
            right=index in pairs,
            gold=toponym.name,
            said="; ".join(m.text for m in said),
        )


def _said(doc: str, task: str, found: Sequence[FoundMention], right: set[int]) -> Iterable[Outcome]:
    for index, mention in enumerate(found):
        yield Outcome(
            task=task,
            doc=doc,
            start=mention.start,
            end=mention.end,
            right=index in right,
            said=f"{mention.text} ({mention.kind})",
        )


def _placed(
    document: Document, gold: Sequence[GoldToponym], found: Sequence[FoundMention]
) -> Iterable[Outcome]:
    known = [t for t in gold if t.lat is not None]
    placed = [m for m in found if m.place is not None]
    pairs = pair_up(known, placed, strict=False)
    errors = {f: _error(known[g], placed[f].place) for g, f in pairs.items()}
    for g, toponym in enumerate(known):
        f = pairs.get(g)
        yield Outcome(
            task="placed-recall",
            doc=document.id,
            start=toponym.start,
            end=toponym.end,
            right=f is not None and errors[f] < RIGHT_KM,
            gold=toponym.name,
            said="" if f is None else _told(placed[f].place),
            error_km=UNRESOLVED_KM if f is None else errors[f],
        )
    for f, mention in enumerate(placed):
        yield Outcome(
            task="placed-precision",
            doc=document.id,
            start=mention.start,
            end=mention.end,
            right=f in errors and errors[f] < RIGHT_KM,
            said=f"{mention.text}: {_told(mention.place)}",
            error_km=errors.get(f),
            score=mention.score,
        )


def judge_given(document: Document, answer: Answer) -> list[Outcome]:
    """Judge resolution with gold spans given, over the toponyms with coordinates.

    Tasks: ``given`` (within 161 km; not resolved is 20,039 km off), ``given-covered`` (resolved
    at all), ``given-id`` (the very GeoNames id), ``given-country`` (of countries: the ISO code),
    ``given-same`` (within 161 km, or the id, or of countries the ISO code: points of large areas
    lie further apart than that between gazetteers).
    """
    outcomes = []
    known = [t for t in document.toponyms or () if t.lat is not None]
    for toponym, spot in zip(known, answer.given or (), strict=True):
        error = _error(toponym, spot)
        verdicts = {"given": error < RIGHT_KM, "given-covered": spot is not None}
        same = False
        if toponym.geonames is not None:
            same = verdicts["given-id"] = spot is not None and spot.id == f"gn:{toponym.geonames}"
        if toponym.country:
            by_code = spot is not None and _is_country(spot) and spot.country == toponym.country
            verdicts["given-country"] = by_code
            same = same or by_code
        verdicts["given-same"] = same or error < RIGHT_KM
        outcomes += [
            Outcome(
                task=task,
                doc=document.id,
                start=toponym.start,
                end=toponym.end,
                right=right,
                gold=f"{toponym.name} ({toponym.lat:.2f}, {toponym.lon:.2f})",
                said=_told(spot),
                error_km=error,
                score=spot.score if spot else None,
            )
            for task, right in verdicts.items()
        ]
    return outcomes


def judge_kinds(document: Document, answer: Answer) -> list[Outcome]:
    """Judge how names are used, over the gold names that were found.

    Tasks: ``kind`` over all, ``associative-recall`` and ``associative-precision`` for those
    used for a government, team or institution. A found name is one whose span overlaps most.
    """
    outcomes: list[Outcome] = []
    for toponym in document.toponyms or ():
        if toponym.literal is None or toponym.demonym:
            continue
        mention = _closest(toponym, answer.mentions or ())
        if mention is None:
            continue
        literal = mention.kind == "literal"
        verdicts = {"kind": literal == toponym.literal}
        if not toponym.literal:
            verdicts["associative-recall"] = not literal
        if not literal:
            verdicts["associative-precision"] = not toponym.literal
        outcomes += [
            Outcome(
                task=task,
                doc=document.id,
                start=toponym.start,
                end=toponym.end,
                right=right,
                gold=f"{toponym.name} ({'literal' if toponym.literal else 'associative'})",
                said=mention.kind,
            )
            for task, right in verdicts.items()
        ]
    return outcomes


def _closest(toponym: GoldToponym, found: Iterable[FoundMention]) -> FoundMention | None:
    best, most = None, 0
    for mention in found:
        shared = min(toponym.end, mention.end) - max(toponym.start, mention.start)
        if mention.kind != "relative" and shared > most:
            best, most = mention, shared
    return best


def _error(toponym: GoldToponym, spot: Spot | None) -> float:
    if spot is None or toponym.lat is None or toponym.lon is None:
        return UNRESOLVED_KM
    return distance_km(toponym.lat, toponym.lon, spot.lat, spot.lon)


def _is_country(spot: Spot) -> bool:
    return spot.code.startswith("PCL")


def _told(spot: Spot | None) -> str:
    return "nothing" if spot is None else f"{spot.name} [{spot.country} {spot.code}, {spot.id}]"

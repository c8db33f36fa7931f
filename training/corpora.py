"""Annotated corpora, read for training: an article and what is known of its toponyms."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from gazetteer import Gazetteer, NameKind
from mapper.language import LanguageModel
from mapper.model import Article, Parsed, Span, WordScores

__all__ = [
    "Answers",
    "Demonyms",
    "Example",
    "Gold",
    "gold_of",
    "held_out_ids",
    "read_corpus",
    "read_verbs",
]

# Kinds of use in GeoWebNews: what counts as a place, and which ones are no place's location.
_LITERAL = frozenset({"Literal", "Literal_Modifier", "Mixed"})
_METONYMIC = frozenset({"Metonymic", "Non_Literal_Modifier"})
_UNDECIDED = frozenset({"Coercion", "Embedded_Literal", "Embedded_Non_Lit"})


@dataclass(frozen=True, slots=True)
class Gold:
    """A toponym as annotated.

    `kind` is ``literal``, ``metonymic``, ``demonym``, ``toponym`` (kind not annotated) or
    ``undecided`` (neither right nor wrong to find).
    """

    span: Span
    kind: str
    latitude: float | None
    longitude: float | None
    geonames: int | None
    tolerance_km: float


@dataclass(frozen=True)
class Example:
    """An article, parsed, with its gold."""

    parsed: Parsed
    gold: tuple[Gold, ...]


_TOLERANCE = {"region": 120.0, "water": 300.0, "route": 60.0, "country": 700.0, "other": 60.0}


def held_out_ids() -> frozenset[str]:
    """Ids of the articles that nothing may be trained on."""
    path = Path(__file__).parents[1] / "tests" / "accuracy" / "own-news" / "held-out.ids"
    return frozenset(path.read_text(encoding="utf-8").split())


class Answers:
    """What encoders say of articles that they were not trained on.

    Parameters
    ----------
    paths
        Files ``left-out.pickle`` as `training.train_encoder` writes them.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._found: dict[str, Any] = {}
        for path in paths:
            self._found.update(pickle.loads(path.read_bytes()))  # our own file

    def of(self, corpus: str, identifier: str) -> WordScores | None:
        """Scores of an article of a corpus (its file's stem); None where every encoder saw it."""
        if f"{corpus}/{identifier}" not in self._found:
            return None
        words, heads = self._found[f"{corpus}/{identifier}"]
        return WordScores(
            tuple(Span(*word) for word in words),
            {name: rows.astype("float32") for name, rows in heads.items()},
        )


def read_corpus(
    path: Path, model: LanguageModel, gazetteer: Gazetteer, answers: Answers | None = None
) -> list[Example]:
    """Read a corpus without what is held out; with `answers` only what some encoder has not seen.

    Parses are kept beside the corpus as ``.parsed``.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    parses = _parses(path, rows, model)
    demonyms, held_out = Demonyms(gazetteer), held_out_ids()
    found = []
    for row, parsed in zip(rows, parses, strict=True):
        identifier = str(row["id"])
        scores = answers.of(path.stem, identifier) if answers else None
        if identifier not in held_out and (scores is not None or answers is None):
            found.append(Example(replace(parsed, scores=scores), tuple(gold_of(row, demonyms))))
    return found


def read_verbs(
    path: Path, model: LanguageModel, answers: Answers
) -> Iterator[tuple[dict[str, Any], Parsed]]:
    """Read sentences with a verb and the places where that happened, which no encoder has seen.

    Those whose places are given without where they stand are passed over.
    """
    for line in path.read_text(encoding="utf-8").split("\n"):
        row = json.loads(line) if line else {"event_locations": [{"start": None}]}
        if any(place["start"] is None for place in row["event_locations"]):
            continue
        identifier, text = str(row["id"]), row["text"]
        scores = answers.of(path.stem, identifier)
        if scores is None or (scores.words and scores.words[-1].end > len(text)):
            continue  # some ids stand for several sentences; these are the scores of another
        article = Article(id=identifier, text=text, body=(Span(0, len(text)),))
        yield row, replace(model.parse(article), scores=scores)


def _parses(path: Path, rows: list[dict], model: LanguageModel) -> list[Parsed]:  # type: ignore[type-arg]
    cache = path.with_suffix(".parsed")
    if cache.exists() and cache.stat().st_mtime > path.stat().st_mtime:
        return list(pickle.loads(cache.read_bytes()))  # our own file, written below
    parses = [model.parse(_article(row)) for row in rows]
    cache.write_bytes(pickle.dumps(parses))
    return parses


def _article(row: dict) -> Article:  # type: ignore[type-arg]
    text, published = row["text"], row.get("published")
    return Article(
        id=str(row["id"]),
        text=text,
        title=row.get("title") or "",
        published=date.fromisoformat(published[:10]) if published else None,
        body=(Span(0, len(text)),),
    )


def gold_of(row: dict, demonyms: Demonyms) -> Iterator[Gold]:  # type: ignore[type-arg]
    """Read the toponyms of one article."""
    for entry in row["toponyms"]:
        kind = _kind(entry, demonyms)
        if kind is None:
            continue
        yield Gold(
            Span(entry["start"], entry["end"]),
            kind,
            entry["lat"],
            entry["lon"],
            entry.get("geonameid"),
            _TOLERANCE.get(entry.get("kind") or "", 25.0) if "kind" in entry else 161.0,
        )


def _kind(entry: dict, demonyms: Demonyms) -> str | None:  # type: ignore[type-arg]
    if "literal" in entry:
        return "demonym" if entry["demonym"] else "literal" if entry["literal"] else "metonymic"
    kind = entry.get("type") or ""
    if kind in _UNDECIDED:
        return "undecided"
    if kind == "Demonym" or demonyms.covers(entry["name"]):
        return "demonym"
    if kind.endswith("_Expression") or kind in {"Non_Toponym", "Homonym", "Language"}:
        return None
    if kind in _LITERAL:
        return "literal"
    return "metonymic" if kind in _METONYMIC else "toponym"


class Demonyms:
    """Tells adjectives and peoples from names of places, as the public sets mix them."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._seen: dict[str, bool] = {}

    def covers(self, name: str) -> bool:
        """Whether a name is a demonym and no place's."""
        if name not in self._seen:
            self._seen[name] = self._decide(name)
        return self._seen[name]

    def _decide(self, name: str) -> bool:
        for form in (name, name.removesuffix("s")):
            kinds = {m.name.kind for m in self._gazetteer.lookup(form)}
            if NameKind.DEMONYM in kinds:
                return True
        endings = ("ian", "ians", "ish", "ese", "ean", "eans", "ican", "icans", "nch", "utch")
        return len(name) > 4 and name.endswith(endings) and not self._gazetteer.knows(name)

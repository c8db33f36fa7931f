"""What the accuracy tests measure, shared with the script that raises the floors."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gazetteer import Gazetteer, Place
from mapper.evaluate.figures import count, figures
from mapper.evaluate.outcome import distance_km
from mapper.evaluate.program import Part
from mapper.evaluate.readers import read_corpus
from mapper.evaluate.runner import run

HERE = Path(__file__).parent
FLOORS = HERE / "floors.toml"
ARTICLES = HERE / "own-news" / "held-out.jsonl"
NAMES = HERE / "gazetteer" / "names.tsv"


@dataclass(frozen=True)
class Name:
    """A name and the place that it should find."""

    text: str
    country: str
    lat: float
    lon: float
    km: float

    def is_met_by(self, place: Place) -> bool:
        """Whether a place is the one meant (a place of several countries has no code)."""
        gap = distance_km(self.lat, self.lon, place.latitude, place.longitude)
        return gap <= self.km and (not self.country or place.country in ("", self.country))


def floors() -> dict[str, Any]:
    return tomllib.loads(FLOORS.read_text("utf-8"))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def names() -> list[Name]:
    with NAMES.open(encoding="utf-8", newline="") as file:
        return [
            Name(row["name"], row["country"], *(float(row[k]) for k in ("lat", "lon", "km")))
            for row in csv.DictReader(file, delimiter="\t")
        ]


def measure_articles() -> tuple[dict[str, float | None], dict[str, tuple[int, int]]]:
    """Measure the figures of the articles, and the counts behind them."""
    outcomes = run(read_corpus(ARTICLES), Part).outcomes
    return figures(outcomes), count(outcomes)


def measure_names() -> dict[str, float]:
    """Measure the share of names whose place is the best answer, and is among the answers."""
    wanted = names()
    with Gazetteer() as gazetteer:
        first = [gazetteer.search(name.text, limit=1) for name in wanted]
        every = [gazetteer.lookup(name.text) for name in wanted]
    best = sum(any(n.is_met_by(m.place) for m in f) for n, f in zip(wanted, first, strict=True))
    held = sum(any(n.is_met_by(m.place) for m in e) for n, e in zip(wanted, every, strict=True))
    return {"search_first": best / len(wanted), "lookup_any": held / len(wanted)}

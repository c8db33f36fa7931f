"""Articles by the thousand, made of our own: what `benchmarks/corpus.py` runs over.

Each is one of our articles with some of its paragraphs left out, other figures, other days, and
other towns of the world in the place of its own, so that no two are the same and a run meets a
good part of the gazetteer.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from gazetteer import FeatureClass, Gazetteer

ROOT = Path(__file__).parents[2]
_NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")
_NUMBER = re.compile(r"\b([2-9]|[1-9]\d)\b(?!:)")
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
# Where towns are taken from: all over the region, and a few places of the world.
_AROUND = (
    (41.7, 44.8), (40.2, 44.5), (40.4, 49.8), (38.1, 46.3), (39.8, 46.7), (35.7, 51.4),
    (48.0, 37.8), (33.3, 44.4), (13.5, 2.1), (-1.3, 36.8), (19.4, -99.1), (52.5, 13.4),
)  # fmt: skip


def write_articles(path: Path, count: int, seed: int = 1, paragraphs: int | None = None) -> None:
    """Write so many articles, of so many paragraphs at most, as JSON Lines; the same every time."""
    with path.open("w", encoding="utf-8") as stream:
        for number, (text, published) in enumerate(vary(count, seed, paragraphs)):
            row = {"id": f"v{number:07}", "text": text, "published": published.isoformat()}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def vary(count: int, seed: int, paragraphs: int | None = None) -> Iterator[tuple[str, date]]:
    """Make articles, and the days of their publication."""
    dice = random.Random(seed)
    with Gazetteer() as places:
        towns = _towns(places)
        bases = [(text, _towns_in(text, places)) for text in _texts()]
    for _ in range(count):
        text, names = dice.choice(bases)
        parts = [part for part in text.split("\n\n") if part.strip()]
        kept = [part for part in parts if dice.random() < 0.85] or parts
        told = "\n\n".join(kept[:paragraphs])
        for name in names:
            if dice.random() < 0.7:
                told = told.replace(name, dice.choice(towns))
        told = _NUMBER.sub(lambda found: str(max(2, int(found[1]) + dice.randint(-3, 9))), told)
        told = re.sub("|".join(_DAYS), lambda _: dice.choice(_DAYS), told)
        yield told, date(2015, 1, 1) + timedelta(days=dice.randrange(4000))


def _texts() -> list[str]:
    files = sorted((ROOT / "maps" / "articles").glob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    lines = (ROOT / "tests" / "accuracy" / "own-news" / "held-out.jsonl").read_text("utf-8")
    return texts + [json.loads(line)["text"] for line in lines.splitlines()]


def _towns(places: Gazetteer) -> list[str]:
    found: dict[str, None] = {}
    for latitude, longitude in _AROUND:
        for near in places.near(latitude, longitude, radius_km=400, limit=1000):
            if near.place.feature_class is FeatureClass.POPULATED:
                found[near.place.name] = None
    return list(found)


def _towns_in(text: str, places: Gazetteer) -> list[str]:
    found = []
    for name in dict.fromkeys(_NAME.findall(text)):
        bearers = places.lookup(name, limit=1)
        if bearers and bearers[0].place.feature_class is FeatureClass.POPULATED:
            found.append(name)
    return found

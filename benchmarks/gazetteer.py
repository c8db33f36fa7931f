"""Measure the gazetteer: speed, memory, size, and how much of annotated text it covers.

    python -P benchmarks/gazetteer.py [CORPUS.jsonl ...] [--json]

A corpus has one object a line with ``toponyms``: ``name``, ``lat``, ``lon`` and perhaps ``kind``
and ``literal``. Where kinds are told, the tolerance is the kind's and non-literal uses are left
out; else a settlement must lie within 15 km, and an area must hold the point or have its own
within 161 km. Floors are checked: the exit code is 1 if a speed, a size or a coverage misses one.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if Path(sys.path[0]).resolve() == Path(__file__).resolve().parent:
    del sys.path[0]  # or this file would be imported in place of the package of its name

from gazetteer import FeatureClass, Gazetteer, NameKind, Place

DATA = Path(__file__).parents[1] / "gazetteer" / "data" / "gazetteer.sqlite"
FLOORS = {
    "open_and_first_lookup_ms": 50.0,
    "lookup_us": 20.0,
    "fuzzy_ms": 5.0,
    "near_ms": 1.0,
    "private_memory_mb": 30.0,
    "data_mb": 60.0,
    "compressed_mb": 75.0,
}
# The least share covered, by corpus and region of its articles; other corpora have no floor.
LEAST = {
    "lgl-dev": 0.93, "trnews-dev": 0.95, "geovirus-dev": 0.94, "tudloc2013-dev": 0.85,
    "own-news-dev sc": 0.93, "own-news-dev other": 0.82,
}  # fmt: skip
TOLERANCES = {
    "city": 25, "facility": 25, "village": 25, "town": 25, "region": 120, "water": 300,
    "route": 60, "country": 700, "other": 60,
}  # fmt: skip


@dataclass(slots=True)
class Coverage:
    """Toponyms of one corpus, those found, and the most frequent of the others."""

    mentions: int = 0
    found: int = 0
    near_spelling: int = 0
    missed: Counter[str] = field(default_factory=Counter)

    def __iadd__(self, other: Coverage) -> Coverage:
        self.mentions += other.mentions
        self.found += other.found
        self.near_spelling += other.near_spelling
        self.missed.update(other.missed)
        return self


def toponyms(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Region of the article, and toponym, of every located toponym of a corpus."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            for toponym in article["toponyms"]:
                if toponym.get("lat") is not None and toponym.get("literal", True):
                    yield article.get("region", ""), toponym


def fits(gazetteer: Gazetteer, place: Place, toponym: dict[str, Any]) -> bool:
    """Whether a place is where the annotation says."""
    import shapely

    from gazetteer.spatial import distance_km

    lat, lon = toponym["lat"], toponym["lon"]
    away = distance_km(lat, lon, place.latitude, place.longitude)
    if "kind" in toponym:
        return away <= TOLERANCES.get(toponym["kind"], 25)
    if place.feature_class in (FeatureClass.POPULATED, FeatureClass.SPOT):
        return away <= 15.0
    if away <= 161.0:
        return True
    return place.shape == "polygon" and bool(
        shapely.contains_xy(gazetteer.geometry(place), lon, lat)
    )


def cover(gazetteer: Gazetteer, path: Path) -> dict[str, Coverage]:
    """Coverage of a corpus, by region of its articles."""
    result: dict[str, Coverage] = {}
    known: dict[tuple[Any, ...], tuple[bool, bool]] = {}
    for region, toponym in toponyms(path):
        key = (toponym["name"], toponym["lat"], toponym["lon"], toponym.get("kind"))
        if key not in known:
            exact = any(fits(gazetteer, match.place, toponym) for match in gazetteer.lookup(key[0]))
            near = exact or any(
                fits(gazetteer, match.place, toponym)
                for match in (
                    *gazetteer.lookup(key[0], fuzzy=True),
                    *gazetteer.search(key[0], limit=8),
                )
            )
            known[key] = exact, near
        part = Coverage(1, known[key][0], known[key][1])
        if not known[key][0]:
            part.missed[str(key[0])] += 1
        result.setdefault(region, Coverage())
        result[region] += part
    return result


def median(
    call: Callable[[Gazetteer, Any], object],
    inputs: Sequence[Any],
    passes: int = 5,
    *,
    again: bool = False,
    before: Sequence[str] = (),
    user: Path | bool = False,
) -> float:
    """Return the median, over the inputs, of the seconds that a call takes.

    Each input counts with the quickest of several passes, since other work of the machine only
    ever adds time; each pass opens the data anew, so that nothing is remembered of the one before.

    Parameters
    ----------
    again
        Make each call once before it is timed: a text names its places again and again.
    before
        Names looked up first, others than those that are timed: a process that is in use.
    user
        Of `Gazetteer`.
    """
    from gazetteer.folding import fold

    quickest = [float("inf")] * len(inputs)
    for _ in range(passes):
        with Gazetteer(user=user) as gazetteer:
            gazetteer.lookup("Ganja", fuzzy=True)
            for name in before:
                gazetteer.lookup(name)
            fold.cache_clear()
            for index, value in enumerate(inputs):
                if again:
                    call(gazetteer, value)
                start = time.perf_counter()
                call(gazetteer, value)
                quickest[index] = min(quickest[index], time.perf_counter() - start)
    return statistics.median(quickest)


def drawn(gazetteer: Gazetteer, dice: random.Random, points: int) -> list[Place]:
    """Places near to points drawn from the inhabited latitudes."""
    return [
        near.place
        for _ in range(points)
        for near in gazetteer.near(
            dice.uniform(-50, 65), dice.uniform(-170, 170), limit=1, radius_km=150
        )
    ]


def speeds() -> dict[str, float]:
    """Medians in one process, on names and points drawn from the data itself."""
    dice = random.Random(20261124)
    with Gazetteer(user=False) as gazetteer:
        places = drawn(gazetteer, dice, 3000)
        drawn_names = (
            dice.choice([n.text for n in place.names if n.text.isascii()] or [place.name])
            for place in places
        )
        names = [
            name
            for name in dict.fromkeys(drawn_names)
            if gazetteer.lookup(name)[0].name.kind is not NameKind.DEMONYM
        ]
        asked = set(names)
        others = [p.name for p in drawn(gazetteer, dice, 6000) if p.name not in asked]
    typos = [_misspell(name, dice) for name in names if len(name) > 5 and name.isascii()][:400]
    towns = [(p.latitude + 0.01, p.longitude) for p in places][:800]
    with tempfile.TemporaryDirectory() as folder:
        parts = _three_parts(Path(folder), dice)
        with_parts = median(Gazetteer.lookup, names, before=others, user=parts)
    return {
        "lookup_us": 1e6 * median(Gazetteer.lookup, names, before=others),
        "lookup_untouched_us": 1e6 * median(Gazetteer.lookup, names),
        "lookup_again_us": 1e6 * median(Gazetteer.lookup, names, again=True),
        "lookup_three_parts_us": 1e6 * with_parts,
        "knows_us": 1e6 * median(Gazetteer.knows, names, before=others),
        "fuzzy_ms": 1e3 * median(lambda gaz, name: gaz.lookup(name, fuzzy=True), typos, 2),
        "search_ms": 1e3 * median(Gazetteer.search, names[:400], 2),
        "near_ms": 1e3 * median(lambda gaz, point: gaz.near(*point), towns, 2),
    }


def _three_parts(folder: Path, dice: random.Random) -> Path:
    """Make a user gazetteer of three parts with a thousand places each."""
    from gazetteer.userdata import UserGazetteer

    own = UserGazetteer(folder / "own")
    for part in ("alpha", "bravo", "charlie"):
        table = folder / f"{part}.csv"
        rows = (
            f"{part} {number},{dice.uniform(-50, 65):.5f},{dice.uniform(-170, 170):.5f}"
            for number in range(1000)
        )
        table.write_text("name,lat,lon\n" + "\n".join(rows) + "\n", encoding="utf-8")
        own.add(table)
    return own.folder


def _misspell(name: str, dice: random.Random) -> str:
    spot = dice.randrange(1, len(name) - 1)
    return name[:spot] + dice.choice("aeioulnrst") + name[spot + 1 :]


def opening() -> dict[str, float]:
    """Time to open and look up, and memory that is this process's own, in a fresh process."""
    code = (
        "import time, gazetteer\n"
        "def own():\n"
        "    text = open('/proc/self/smaps_rollup').read().split()\n"
        "    return sum(int(text[i + 1]) for i, w in enumerate(text) if w == 'Private_Dirty:')\n"
        "before = own()\n"
        "start = time.perf_counter()\n"
        "g = gazetteer.Gazetteer(user=False); g.lookup('Ganja')\n"
        "took = time.perf_counter() - start\n"
        "for n in g.near(40, 46, limit=3000, radius_km=400): g.lookup(n.place.name)\n"
        "print(took * 1e3, (own() - before) / 1024)"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        ).stdout.split()
        for _ in range(5)
    ]
    return {
        "open_and_first_lookup_ms": statistics.median(float(run[0]) for run in runs),
        "private_memory_mb": statistics.median(float(run[1]) for run in runs),
    }


def sizes(folder: Path) -> dict[str, float]:
    """Return the data file as it is, and as a wheel stores it."""
    target = folder / "gazetteer-benchmark.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(DATA, DATA.name)
    compressed = target.stat().st_size / 1e6
    target.unlink()
    return {"data_mb": DATA.stat().st_size / 1e6, "compressed_mb": compressed}


def main() -> int:
    """Print the figures; 1 if a floor is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpora", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--missed", type=int, default=0, help="list so many missed names a corpus")
    options = parser.parse_args()
    figures: dict[str, Any] = {**opening(), **speeds(), **sizes(Path.cwd())}
    figures["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with Gazetteer(user=False) as gazetteer:
        figures["places"] = gazetteer.info()["places"]
        for path in options.corpora:
            for region, part in sorted(cover(gazetteer, path).items()):
                name = f"{path.stem} {region}".strip()
                figures[name] = {
                    "mentions": part.mentions,
                    "covered": round(part.found / part.mentions, 4),
                    "with_near_spellings": round(part.near_spelling / part.mentions, 4),
                }
                if options.missed:
                    figures[name]["missed"] = part.missed.most_common(options.missed)
    missed = [name for name, most in FLOORS.items() if figures[name] > most]
    missed += [n for n, least in LEAST.items() if n in figures and figures[n]["covered"] < least]
    if options.json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        for name, value in figures.items():
            shown = f"{value:10.3f}" if isinstance(value, float) else value
            sys.stdout.write(f"{name:32} {shown}{'  misses its floor' if name in missed else ''}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

"""How long, how large and how right `mapper corpus merge` is on made incidents.

``python -P benchmarks/corpus_merge.py [REPORTS [SEED]]``: makes so many reports (100,000) of
incidents that are known, as `mapper parse` would write them, merges them in a process of its
own, and compares. Floor: 100,000 in under 20 s and 2 GB.

The world is made to be hard where the real one is. Three years whatever the number of reports,
so that more reports lie closer together; a tenth of the areas has most of the incidents, and its
largest town several of one kind a day. Reports of one incident name its town, a neighbouring
one, or the district; they are a day off, say "this week", or give no day; they count the dead
differently, the later the more; they name the kind, the object, the actors and the details only
in part, and the category is wrong in one of twelve. Articles tell up to three incidents.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

START = date(2021, 1, 1)
DAYS = 1096
AREAS, TOWNS = 150, 25
PART = 5000  # articles a file
# Category, PLOVER code, ACLED sub-type, words for it, and how many of a hundred incidents.
KINDS = (
    ("Explosion/Remote violence", "ASSAULT", "Shelling/artillery/missile attack",
     "shelling shells mortar artillery", 25),
    ("Explosion/Remote violence", "ASSAULT", "Air/drone strike",
     "drone airstrike strike uav warplane", 20),
    ("Battle", "ASSAULT", "Armed clash", "clash ambush fighting attack battle", 20),
    ("Explosion/Remote violence", "ASSAULT", "Remote explosive/landmine/IED",
     "bomb blast explosion mine", 8),
    ("Violence against civilians", "ASSAULT", "Attack", "shooting gunmen attack killing", 8),
    ("Protest", "PROTEST", "Peaceful protest", "protest rally march demonstration", 7),
    ("Disaster/Accident", "OTHER", "", "fire blaze flames", 3),
    ("Disaster/Accident", "OTHER", "", "crash collision overturned", 3),
    ("Disaster/Accident", "OTHER", "", "flood torrent landslide", 2),
    ("Strategic development", "COERCE", "Arrests", "arrest detained raid", 2),
    ("Diplomacy/Statement", "CONSULT", "", "talks meeting met", 1),
    ("Violence against civilians", "COERCE", "Abduction/forced disappearance",
     "kidnapping abducted seized", 1),
)  # fmt: skip
OBJECTS = [
    "hospital", "school", "market", "church", "flats", "factory", "refinery", "substation",
    "bridge", "bus", "car", "airport", "port", "checkpoint", "barracks", "prison", "embassy",
    "hotel", "farm", "convoy",
]  # fmt: skip
WRONG = ("Battle", "Explosion/Remote violence", "Violence against civilians", "Other")
TOLD_BY = (1, 2, 3, 4, 5, 6, 8, 12, 20)
TOLD_SHARE = (0.45, 0.2, 0.12, 0.08, 0.05, 0.04, 0.03, 0.02, 0.01)


class World:
    """Places, words and people, from a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = np.random.default_rng(seed)
        centres = np.column_stack(
            [self.chance.uniform(-30, 58, AREAS), self.chance.uniform(-80, 140, AREAS)]
        )
        spread = self.chance.normal(0, 0.15, (AREAS, TOWNS, 2))
        self.towns = np.round(centres[:, None, :] + spread, 5)
        self.area_share = _zipf(AREAS, 1.0)
        self.town_share = _zipf(TOWNS, 1.2)
        self.kind_share = np.array([kind[4] for kind in KINDS]) / 100
        syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
        names = ["".join(self.chance.choice(syllables, 3)) for _ in range(30_000)]
        self.words = list(dict.fromkeys(names))
        self.word_share = np.cumsum(_zipf(len(self.words), 0.9))
        self.actors = [[self.words[self.chance.integers(len(self.words))] + f"a{area}"
                        for _ in range(12)] for area in range(AREAS)]  # fmt: skip

    def some(self, number: int) -> list[str]:
        """Give words, frequent ones more often."""
        rows = np.searchsorted(self.word_share, self.chance.random(number))
        return [self.words[min(row, len(self.words) - 1)] for row in rows]

    def reports(self, size: int) -> Iterator[dict[str, Any]]:
        """Give reports, each with its story, in the order of the stories."""
        made, story = 0, 0
        while made < size:
            for report in self._story(story, min(size - made, self._told_by())):
                yield report
                made += 1
            story += 1

    def _told_by(self) -> int:
        return int(self.chance.choice(TOLD_BY, p=TOLD_SHARE))

    def _story(self, story: int, reports: int) -> Iterator[dict[str, Any]]:
        chance = self.chance
        area = int(chance.choice(AREAS, p=self.area_share))
        town = int(chance.choice(TOWNS, p=self.town_share))
        kind = KINDS[int(chance.choice(len(KINDS), p=self.kind_share))]
        violent = kind[1] == "ASSAULT" or kind[0] == "Disaster/Accident"
        truth = {
            "story": story, "area": area, "town": town, "kind": kind,
            "day": int(chance.integers(DAYS)),
            "object": OBJECTS[chance.integers(len(OBJECTS))] if chance.random() < 0.6 else "",
            "details": self.some(10),
            "actors": [self.actors[area][i] for i in chance.integers(0, 12, 2)],
            "dead": int(chance.geometric(0.25)) if violent and chance.random() < 0.5 else 0,
            "hurt": int(chance.geometric(0.12)) if violent and chance.random() < 0.6 else 0,
        }  # fmt: skip
        for _ in range(reports):
            yield self._report(truth)

    def _report(self, truth: dict[str, Any]) -> dict[str, Any]:
        chance, kind = self.chance, truth["kind"]
        lag = int(min(chance.geometric(0.6) - 1, 9))
        told = [kind[3].split()[chance.integers(len(kind[3].split()))]]
        told += [truth["object"]] if chance.random() < 0.8 else []
        told += [word for word in truth["details"] if chance.random() < 0.5]
        told += self.some(8)
        dead = truth["dead"]
        if dead and chance.random() < 0.4:
            dead = max(1, dead + int(chance.integers(-2, 1 + lag)))
        category = kind[0] if chance.random() > 0.08 else WRONG[chance.integers(len(WRONG))]
        return {
            "story": truth["story"], "published": truth["day"] + lag, "category": category,
            "event_type": kind[1], "sub_type": kind[2] if category == kind[0] else "",
            "words": [word for word in told if word], "area": truth["area"],
            "place": self._place(truth), "date": self._date(truth["day"], truth["day"] + lag),
            "dead": dead if dead and chance.random() < 0.8 else None,
            "hurt": truth["hurt"] if truth["hurt"] and chance.random() < 0.5 else None,
            "actors": [name for name in truth["actors"] if chance.random() < 0.6],
        }  # fmt: skip

    def _place(self, truth: dict[str, Any]) -> dict[str, Any]:
        area, town, draw = truth["area"], truth["town"], self.chance.random()
        if draw < 0.08:
            spot = self.towns[area].mean(axis=0).round(5)
            return _spot(f"d{area}", spot, 30.0, "district", "location")
        if draw < 0.14:
            gaps = np.abs(self.towns[area] - self.towns[area, town]).sum(axis=1)
            town = int(np.argsort(gaps)[1])
        near = draw > 0.94
        radius = (15.0 if town == 0 else 5.0 if town < 5 else 2.5) + 10.0 * near
        role = "near" if near else "location"
        return _spot(f"t{area}-{town}", self.towns[area, town], radius, "settlement", role)

    def _date(self, day: int, published: int) -> tuple[str, str, str, str]:
        draw = self.chance.random()
        if draw < 0.05:
            return _iso(published)[:7], _iso(published)[:7], "month", ""
        if draw < 0.1:
            monday = day - (START + timedelta(days=day)).weekday()
            return _iso(monday), _iso(monday + 6), "week", "this week"
        if draw < 0.15:
            day += 1 if draw < 0.125 else -1
        return _iso(day), _iso(day), "day", "on that day"


def _zipf(size: int, power: float) -> np.ndarray:
    weights = 1.0 / np.arange(1, size + 1) ** power
    return weights / weights.sum()


def _iso(day: int) -> str:
    return (START + timedelta(days=day)).isoformat()


def _spot(name: str, where: np.ndarray, radius: float, precision: str, role: str) -> dict[str, Any]:
    return {
        "mention": 0, "id": name, "name": name, "lat": float(where[0]), "lon": float(where[1]),
        "role": role, "precision": precision, "uncertainty_km": radius, "where_prec": 1,
        "reason": "made", "country": "XX",
    }  # fmt: skip


def make(size: int, seed: int, folder: Path) -> dict[str, int]:
    """Write the articles; give the story of each report."""
    world = World(seed)
    reports = list(world.reports(size))
    order = world.chance.permutation(len(reports))
    # Neighbours in area and time share an article, as in a round-up of the day.
    order = sorted(order, key=lambda n: (reports[n]["area"], reports[n]["published"] // 2))
    lengths = iter(world.chance.choice((1, 2, 3), len(order), p=(0.7, 0.2, 0.1)).tolist())
    truth: dict[str, int] = {}
    articles: list[list[dict[str, Any]]] = []
    room = 0
    for number in order:
        report = reports[number]
        last = articles[-1] if articles else []
        fits = room > 0 and last[0]["area"] == report["area"]
        if not fits or any(one["story"] == report["story"] for one in last):
            articles.append([])
            room = next(lengths)
        articles[-1].append(report)
        room -= 1
    for begin in range(0, len(articles), PART):
        with (folder / f"part-{begin // PART:04d}.jsonl").open("w", encoding="utf-8") as file:
            for number in range(begin, min(begin + PART, len(articles))):
                file.write(_article(f"a{number}", articles[number], truth) + "\n")
    return truth


def _article(name: str, reports: list[dict[str, Any]], truth: dict[str, int]) -> str:
    text, incidents, mentions = "", [], []
    published = _iso(max(report["published"] for report in reports))
    for number, report in enumerate(reports):
        place = report["place"] | {"mention": number}
        quote = f"{' '.join(report['words'])} in {place['name']}"
        start = len(text)
        text += quote + ". Nothing more was known at the time of writing. "
        mentions.append(_mention(place, start + len(quote) - len(place["name"])))
        first, last, precision, told = report["date"]
        incidents.append({
            "id": f"i{number}", "category": report["category"],
            "event_type": report["event_type"], "acled_type": None,
            "acled_sub_type": report["sub_type"] or None, "quote": quote, "quote_start": start,
            "quote_end": start + len(quote), "trigger": report["words"][0],
            "quotes": [{"start": start, "end": start + len(quote)}],
            "date_start": first, "date_end": last, "date_precision": precision, "date_text": told,
            "actors": [{"name": actor, "role": "other"} for actor in report["actors"]],
            "fatalities": _count(report["dead"]), "injuries": _count(report["hurt"]),
            "factuality": "occurred", "attributed_to": "the police", "places": [place],
            "scores": {"event": 0.9, "place": 0.9, "link": 0.9}, "score": 0.729,
        })  # fmt: skip
        truth[f"{name}/i{number}"] = report["story"]
    record = {
        "schema_version": "1.0",
        "generator": {"name": "made", "version": "0", "gazetteer": "0", "models": []},
        "article": {"id": name, "title": "", "published": published, "url": "", "lang": "en",
                    "sha256": name, "text": text, "body": []},
        "mentions": mentions, "incidents": incidents,
    }  # fmt: skip
    return json.dumps(record)


def _mention(place: dict[str, Any], start: int) -> dict[str, Any]:
    spot = {key: place[key] for key in ("id", "name", "lat", "lon", "country")}
    spot |= {"feature_class": "P", "feature_code": "PPL", "admin1": "Somewhere"}
    others = [spot | {"id": f"c{n}", "score": 0.1, "reasons": ["a name like it"]} for n in range(9)]
    return {
        "start": start, "end": start + len(place["name"]), "text": place["name"],
        "kind": "literal", "place": spot, "score": 0.9, "candidates": others,
    }  # fmt: skip


def _count(number: int | None) -> dict[str, Any] | None:
    return None if number is None else {"min": number, "max": number, "text": str(number)}


def run(folder: Path) -> None:
    """Merge a folder, tell how long each step took, and how much memory."""
    from mapper.corpus.merging import merge

    marks: list[tuple[str, float]] = []

    def progress(text: str) -> None:
        step = text.split()[0]
        if not marks or marks[-1][0] != step:
            marks.append((step, time.process_time()))

    begun, used = time.perf_counter(), time.process_time()
    done = merge([folder], folder / "merged", progress=progress)
    ended = time.perf_counter()
    times = [at for _, at in marks[1:]] + [time.process_time()]
    sys.stdout.write(
        json.dumps({
            "seconds": ended - begun, "cpu": time.process_time() - used,
            "steps": {s: t - at for (s, at), t in zip(marks, times, strict=True)},
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "compared": done.compared, "articles": done.articles,
        })
    )  # fmt: skip


def judge(folder: Path, truth: dict[str, int]) -> dict[str, float]:
    """Compare the merged incidents with the stories, over all pairs of reports and B-cubed."""
    both: Counter[tuple[int, int]] = Counter()
    found: Counter[int] = Counter()
    with (folder / "merged" / "merged.jsonl").open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            for source in json.loads(line)["sources"]:
                both[truth[source["id"]], number] += 1
                found[number] += 1
    gold = Counter(truth.values())

    def pairs(counts: Counter[Any]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    precision, recall = pairs(both) / pairs(found), pairs(both) / pairs(gold)
    size = len(truth)
    cubed = (
        sum(n * n / found[key[1]] for key, n in both.items()) / size,
        sum(n * n / gold[key[0]] for key, n in both.items()) / size,
    )
    return {
        "pair precision": precision, "pair recall": recall,
        "pair F1": 2 * precision * recall / (precision + recall),
        "B-cubed F1": 2 * cubed[0] * cubed[1] / (cubed[0] + cubed[1]),
        "incidents": len(found), "stories": len(gold), "largest": max(found.values()),
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["--run"]:
        run(Path(sys.argv[2]))
        return
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        truth = make(size, seed, folder)
        read = sum(path.stat().st_size for path in folder.iterdir())
        command = [sys.executable, "-P", __file__, "--run", name]
        told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        figures = judge(folder, truth)
        wrote = {path.suffix[1:]: path.stat().st_size for path in (folder / "merged").iterdir()}
    sizes = ", ".join(f"{kind} {size / 1e6:.0f} MB" for kind, size in sorted(wrote.items()))
    steps = ", ".join(f"{step.lower()} {seconds:.1f}" for step, seconds in told["steps"].items())
    print(  # noqa: T201
        f"{size:,} reports in {told['articles']:,} articles ({read / 1e6:.0f} MB), seed {seed}\n"
        f"{told['seconds']:.1f} s ({told['cpu']:.1f} s of processor; {steps}), "
        f"{told['megabytes']:.0f} MB, {told['compared']:,} pairs compared\nwrote {sizes}\n"
        + "\n".join(f"{key:16} {value:,.4g}" for key, value in figures.items())
    )


if __name__ == "__main__":
    main()

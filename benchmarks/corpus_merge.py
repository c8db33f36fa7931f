"""How long, how large and how right `mapper corpus merge` is on made incidents.

``python -P benchmarks/corpus_merge.py [--compare] [REPORTS [SEED]]``: makes so many reports
(100,000) of incidents that are known, as `mapper parse` would write them, merges them in a process
of its own, and compares. Floor: 100,000 in under 20 s and 2 GB. With ``--compare`` nothing is
read or written, which grows in step with the reports anyway: only pairs and clusters are made.

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
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from mapper.corpus.merging.reports import Floats, Ints, Reports

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
# The first four are those that a wrong one is of.
CATEGORIES = (
    "Battle", "Explosion/Remote violence", "Violence against civilians", "Other", "Protest",
    "Disaster/Accident", "Strategic development", "Diplomacy/Statement",
)  # fmt: skip
TOLD_BY = (1, 2, 3, 4, 5, 6, 8, 12, 20)
TOLD_SHARE = (0.45, 0.2, 0.12, 0.08, 0.05, 0.04, 0.03, 0.02, 0.01)


@dataclass(frozen=True, eq=False)
class World:
    """Reports as arrays, a row each, and the towns and words that they are made of."""

    story: Ints
    article: Ints
    nth: Ints  # number of the report in its article
    area: Ints
    town: Ints
    where: Ints  # 0 town, 1 district, 2 near the town
    kind: Ints
    word: Ints  # which word for the kind
    category: Ints  # number among CATEGORIES
    thing: Ints  # number among OBJECTS, -1 for none
    words: Ints  # numbers among `names`, -1 for none; eighteen columns
    actors: Ints  # numbers, -1 for none; two columns
    first: Ints  # days since START
    last: Ints
    dated: Ints  # 0 a day, 1 a week, 2 not at all
    published: Ints
    dead: Ints  # -1 for not told
    hurt: Ints
    towns: Floats  # latitude and longitude by area and town
    names: list[str]


def world(size: int, seed: int) -> World:
    """Make reports of stories, each story told one to twenty times."""
    chance = np.random.default_rng(seed)
    told_by = chance.choice(TOLD_BY, size, p=TOLD_SHARE)
    story = np.repeat(np.arange(size), told_by)[:size]
    stories = int(story[-1]) + 1
    centres = np.column_stack([chance.uniform(-30, 58, AREAS), chance.uniform(-80, 140, AREAS)])
    towns = np.round(centres[:, None, :] + chance.normal(0, 0.15, (AREAS, TOWNS, 2)), 5)
    syllables = np.array([a + b for a in "bdfgklmnprstvz" for b in "aeiou"])
    names = sorted({"".join(parts) for parts in chance.choice(syllables, (30_000, 3))})
    by_word = np.cumsum(_zipf(len(names), 0.9))

    def some(rows: int, columns: int) -> Ints:
        found = np.searchsorted(by_word, chance.random((rows, columns)))
        return np.minimum(found, len(names) - 1)

    # What happened, a row a story.
    area = chance.choice(AREAS, stories, p=_zipf(AREAS, 1.0))
    town = chance.choice(TOWNS, stories, p=_zipf(TOWNS, 1.2))
    kind = chance.choice(len(KINDS), stories, p=[kind[4] / 100 for kind in KINDS])
    day = chance.integers(DAYS, size=stories)
    thing = np.where(chance.random(stories) < 0.6, chance.integers(len(OBJECTS), size=stories), -1)
    harm = np.array([k[1] == "ASSAULT" or k[0] == "Disaster/Accident" for k in KINDS])[kind]
    dead = np.where(harm & (chance.random(stories) < 0.5), chance.geometric(0.25, stories), 0)
    hurt = np.where(harm & (chance.random(stories) < 0.6), chance.geometric(0.12, stories), 0)
    details = some(stories, 10)
    actors = area[:, None] * 12 + chance.integers(12, size=(stories, 2))

    # What each report tells of it.
    draw = chance.random(size)
    where = np.select([draw < 0.08, draw > 0.94], [1, 2], 0)
    gaps = np.abs(towns[:, :, None] - towns[:, None]).sum(axis=3) + np.eye(TOWNS) * 1e9
    next_town = gaps.argmin(axis=2)[area[story], town[story]]
    named = np.where((draw >= 0.08) & (draw < 0.14), next_town, town[story])
    lag = np.minimum(chance.geometric(0.6, size) - 1, 9)
    published = day[story] + lag
    draw = chance.random(size)
    dated = np.select([draw < 0.05, draw < 0.1], [2, 1], 0)
    said = day[story] + np.select([draw < 0.1, draw < 0.125, draw < 0.15], [0, 1, -1], 0)
    monday = said - (said + START.weekday()) % 7
    later = np.maximum(1, dead[story] + chance.integers(-2, lag + 1))
    toll = np.where(chance.random(size) < 0.4, later, dead[story])
    wrong = chance.random(size) < 0.08
    category = np.array([CATEGORIES.index(k[0]) for k in KINDS])[kind[story]]
    words = np.hstack([details[story], some(size, 8)])
    words[:, :10][chance.random((size, 10)) > 0.5] = -1
    article, nth = _articles(chance, story, area[story], published)
    return World(
        story=story, article=article, nth=nth, area=area[story], town=named, where=where,
        kind=kind[story], word=chance.integers(4, size=size),
        category=np.where(wrong, chance.integers(4, size=size), category),
        thing=np.where(chance.random(size) < 0.8, thing[story], -1), words=words,
        actors=np.where(chance.random((size, 2)) < 0.6, actors[story], -1),
        first=np.where(dated == 1, monday, said), last=np.where(dated == 1, monday + 6, said),
        dated=dated, published=published,
        dead=np.where((dead[story] > 0) & (chance.random(size) < 0.8), toll, -1),
        hurt=np.where((hurt[story] > 0) & (chance.random(size) < 0.5), hurt[story], -1),
        towns=towns, names=names,
    )  # fmt: skip


def _articles(
    chance: np.random.Generator, story: Ints, area: Ints, published: Ints
) -> tuple[Ints, Ints]:
    """Put reports of one area and some days into articles of one to three, as round-ups do."""
    size = len(story)
    order = np.lexsort((chance.random(size), published // 2, area))
    begins = np.ones(size, bool)
    lengths = chance.choice((1, 2, 3), size, p=(0.7, 0.2, 0.1))
    begins[:] = False
    begins[np.minimum(np.cumsum(lengths), size) - 1] = True
    for back in (1, 2):
        other = area[order[back:]] != area[order[:-back]]
        begins[back:] |= other | (story[order[back:]] == story[order[:-back]])
    begins[0] = True
    number = np.cumsum(begins) - 1
    article, nth = np.empty(size, np.int64), np.empty(size, np.int64)
    article[order] = number
    nth[order] = np.arange(size) - np.flatnonzero(begins)[number]
    return article, nth


def _zipf(size: int, power: float) -> Floats:
    weights = 1.0 / np.arange(1, size + 1) ** power
    return weights / weights.sum()


def _iso(day: int) -> str:
    return (START + timedelta(days=day)).isoformat()


def _radius(made: World) -> Floats:
    town = np.select([made.town == 0, made.town < 5], [15.0, 5.0], 2.5)
    return np.select([made.where == 1, made.where == 2], [30.0, town + 10.0], town)


def _spots(made: World) -> Floats:
    middle = made.towns.mean(axis=1).round(5)[made.area]
    return np.where((made.where == 1)[:, None], middle, made.towns[made.area, made.town])


def write(made: World, folder: Path) -> dict[str, int]:
    """Write the articles; give the story of each report."""
    truth: dict[str, int] = {}
    radius, spots = _radius(made).tolist(), _spots(made).tolist()
    order = np.lexsort((made.nth, made.article)).tolist()
    articles = made.article.tolist()
    lines: list[str] = []
    begin = 0
    for end in range(1, len(order) + 1):
        if end < len(order) and articles[order[end]] == articles[order[begin]]:
            continue
        name = f"a{articles[order[begin]]}"
        rows = order[begin:end]
        truth |= {f"{name}/i{n}": int(made.story[row]) for n, row in enumerate(rows)}
        lines.append(_article(made, name, rows, radius, spots))
        begin = end
    for number in range(0, len(lines), PART):
        path = folder / f"part-{number // PART:04d}.jsonl"
        path.write_text("\n".join(lines[number : number + PART]) + "\n", "utf-8")
    return truth


def _article(
    made: World, name: str, rows: list[int], radius: list[float], spots: list[list[float]]
) -> str:
    text, incidents, mentions = "", [], []
    for number, row in enumerate(rows):
        kind = KINDS[made.kind[row]]
        district = made.where[row] == 1
        place = {
            "mention": number, "lat": spots[row][0], "lon": spots[row][1], "country": "XX",
            "id": f"d{made.area[row]}" if district else f"t{made.area[row]}-{made.town[row]}",
            "role": "near" if made.where[row] == 2 else "location", "reason": "made",
            "precision": "district" if district else "settlement",
            "uncertainty_km": radius[row], "where_prec": 1,
        }  # fmt: skip
        place["name"] = place["id"]
        told = [kind[3].split()[made.word[row] % len(kind[3].split())]]
        told += [OBJECTS[made.thing[row]]] if made.thing[row] >= 0 else []
        told += [made.names[word] for word in made.words[row] if word >= 0]
        quote = f"{' '.join(told)} in {place['name']}"
        start = len(text)
        text += quote + ". Nothing more was known at the time of writing. "
        mentions.append(_mention(place, start + len(quote) - len(place["name"])))
        category = CATEGORIES[made.category[row]]
        incidents.append({
            "id": f"i{number}", "category": category, "event_type": kind[1], "acled_type": None,
            "acled_sub_type": (kind[2] or None) if category == kind[0] else None, "quote": quote,
            "quote_start": start, "quote_end": start + len(quote), "trigger": told[0],
            "quotes": [{"start": start, "end": start + len(quote)}], **_date(made, row),
            "actors": [{"name": f"group{a}", "role": "other"} for a in made.actors[row] if a >= 0],
            "fatalities": _count(int(made.dead[row])), "injuries": _count(int(made.hurt[row])),
            "factuality": "occurred", "attributed_to": "the police", "places": [place],
            "scores": {"event": 0.9, "place": 0.9, "link": 0.9}, "score": 0.729,
        })  # fmt: skip
    published = _iso(int(made.published[rows].max()))
    record = {
        "schema_version": "1.0",
        "generator": {"name": "made", "version": "0", "gazetteer": "0", "models": []},
        "article": {"id": name, "title": "", "published": published, "url": "", "lang": "en",
                    "sha256": name, "text": text, "body": []},
        "mentions": mentions, "incidents": incidents,
    }  # fmt: skip
    return json.dumps(record)


def _date(made: World, row: int) -> dict[str, str]:
    first, last, precision, told = _iso(int(made.first[row])), _iso(int(made.last[row])), "day", "x"
    if made.dated[row] == 1:
        precision = "week"
    elif made.dated[row] == 2:
        first = last = _iso(int(made.published[row]))[:7]
        precision, told = "month", ""
    return {"date_start": first, "date_end": last, "date_precision": precision, "date_text": told}


def _mention(place: dict[str, Any], start: int) -> dict[str, Any]:
    spot = {key: place[key] for key in ("id", "name", "lat", "lon", "country")}
    spot |= {"feature_class": "P", "feature_code": "PPL", "admin1": "Somewhere"}
    others = [spot | {"id": f"c{n}", "score": 0.1, "reasons": ["a name like it"]} for n in range(9)]
    return {
        "start": start, "end": start + len(place["name"]), "text": place["name"],
        "kind": "literal", "place": spot, "score": 0.9, "candidates": others,
    }  # fmt: skip


def _count(number: int) -> dict[str, Any] | None:
    return None if number < 0 else {"min": number, "max": number, "text": str(number)}


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


def columns(made: World) -> Reports:
    """Give the columns that reading the written articles would give, without writing them."""
    from scipy.sparse import csr_matrix

    from mapper.corpus.merging.kinds import family_bits
    from mapper.corpus.merging.reports import Reports, Spots
    from mapper.corpus.merging.wording import tfidf, word_bits
    from mapper.model import Category

    size = len(made.story)
    offset = (START - date(1970, 1, 1)).days
    bits = np.array([[word_bits((w := k[3].split())[n % len(w)]) for n in range(4)]
                     for k in KINDS])[made.kind, made.word]  # fmt: skip
    things = np.array([*(word_bits(name) for name in OBJECTS), (0, 0, 0)])[made.thing]
    topics, means, objects = (bits | things).T
    families = np.zeros(size, np.int64)
    for category, topic in {*zip(made.category.tolist(), topics.tolist(), strict=True)}:
        rows = (made.category == category) & (topics == topic)
        families[rows] = family_bits(Category(CATEGORIES[category]), topic)
    right = np.array([CATEGORIES.index(k[0]) for k in KINDS])[made.kind] == made.category
    subs = list(dict.fromkeys(k[2] for k in KINDS))
    sub = np.array([subs.index(k[2]) if k[2] else -1 for k in KINDS])[made.kind]
    first, last = made.first + offset, made.last + offset
    published = np.zeros(size)
    np.maximum.at(published, made.article, made.published.astype(float))
    published = published[made.article] + offset
    first = np.where(made.dated == 2, published - 6, first)  # a month's first days are like others
    last = np.where(
        made.dated == 2, published, np.where(made.dated == 1, np.minimum(last, published), last)
    )

    def rows_of(numbers: Ints, width: int) -> csr_matrix:
        told = numbers >= 0
        ends = np.concatenate([[0], np.cumsum(told.sum(axis=1))])
        found = csr_matrix(
            (np.ones(told.sum(), np.float32), numbers[told], ends), shape=(size, width)
        )
        found.sum_duplicates()
        found.data[:] = 1.0
        return tfidf(found)

    width = len(made.names)
    kinds = np.array([width + 4 * number for number in range(len(KINDS))])[made.kind]
    thing = np.where(made.thing >= 0, width + 4 * len(KINDS) + made.thing, -1)
    place = np.where(made.where == 1, AREAS * TOWNS + made.area, made.area * TOWNS + made.town)
    spots = _spots(made)
    blank = np.full(size, -1)

    def figures(number: Ints) -> Floats:
        known = np.where(number < 0, np.nan, number.astype(float))
        return np.column_stack([known, known])

    return Reports(
        ids=[str(row) for row in range(size)], sources=[], article=made.article,
        sentence=np.arange(size), twin=np.arange(size), category=made.category, topics=topics, means=means, objects=objects,
        topics_about=topics, means_about=means, objects_about=objects,
        event_type=np.array([("ASSAULT", "PROTEST", "OTHER", "COERCE", "CONSULT").index(k[1])
                             for k in KINDS])[made.kind],
        sub_type=np.where(right, sub, -1), families=families, real=np.ones(size, bool),
        exact=made.dated == 0, first_day=first.astype(float), last_day=last.astype(float),
        published=published, deaths=figures(made.dead), injuries=figures(made.hurt),
        words=rows_of(
            np.column_stack([made.words, kinds, thing]), width + 4 * len(KINDS) + len(OBJECTS)
        ),
        actors=rows_of(made.actors, AREAS * 12), vocabulary=[], actor_words=[],
        spots=Spots(
            report=np.arange(size), latitude=spots[:, 0].copy(), longitude=spots[:, 1].copy(),
            radius=_radius(made), place=place, country=blank, point=made.where == 0,
            borrowed=np.zeros(size, bool),
        ),
    )  # fmt: skip


def compare(size: int, seed: int) -> None:
    """Only compare and cluster, from columns in memory: what does not grow in step with reports."""
    from mapper.corpus.merging.decisions import Decisions, rulings
    from mapper.corpus.merging.linking import cluster

    made = world(size, seed)
    reports = columns(made)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begun, used = time.perf_counter(), time.process_time()
    found = cluster(reports, rulings(Decisions({}), reports))
    seconds, spent = time.perf_counter() - begun, time.process_time() - used
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(  # noqa: T201
        f"{size:,} reports, seed {seed}, compared and clustered only\n"
        f"{seconds:.1f} s ({spent:.1f} s of processor), {after:.0f} MB, {before:.0f} MB of it the "
        f"columns; {found.compared:,} pairs compared"
    )
    tell(figures(made.story.tolist(), found.labels.tolist()))


def figures(gold: list[int], found: list[int]) -> dict[str, float]:
    """Compare two partitions over all pairs of reports and B-cubed."""
    both, of_gold, of_found = Counter(zip(gold, found, strict=True)), Counter(gold), Counter(found)

    def pairs(counts: Counter[Any]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    precision, recall = pairs(both) / pairs(of_found), pairs(both) / pairs(of_gold)
    cubed = (
        sum(n * n / of_found[key[1]] for key, n in both.items()) / len(gold),
        sum(n * n / of_gold[key[0]] for key, n in both.items()) / len(gold),
    )
    return {
        "pair precision": precision, "pair recall": recall,
        "pair F1": 2 * precision * recall / (precision + recall),
        "B-cubed F1": 2 * cubed[0] * cubed[1] / (cubed[0] + cubed[1]),
        "incidents": len(of_found), "stories": len(of_gold), "largest": max(of_found.values()),
    }  # fmt: skip


def tell(measured: dict[str, float]) -> None:
    """Print figures, a line each."""
    for key, value in measured.items():
        print(f"{key:16} {value:,.4g}", flush=True)  # noqa: T201


def judge(folder: Path, truth: dict[str, int]) -> dict[str, float]:
    """Compare the merged incidents with the stories."""
    gold, found = [], []
    with (folder / "merged" / "merged.jsonl").open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            for source in json.loads(line)["sources"]:
                gold.append(truth[source["id"]])
                found.append(number)
    return figures(gold, found)


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["--run"]:
        run(Path(sys.argv[2]))
        return
    only = sys.argv[1:2] == ["--compare"]
    numbers = [int(text) for text in sys.argv[2 if only else 1 :]]
    size, seed = (numbers + [100_000, 1][len(numbers) :])[:2]
    if only:
        compare(size, seed)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        truth = write(world(size, seed), folder)
        read = sum(path.stat().st_size for path in folder.iterdir())
        command = [sys.executable, "-P", __file__, "--run", name]
        told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        measured = judge(folder, truth)
        wrote = {path.suffix[1:]: path.stat().st_size for path in (folder / "merged").iterdir()}
    sizes = ", ".join(f"{kind} {size / 1e6:.0f} MB" for kind, size in sorted(wrote.items()))
    steps = ", ".join(f"{step.lower()} {seconds:.1f}" for step, seconds in told["steps"].items())
    print(  # noqa: T201
        f"{size:,} reports in {told['articles']:,} articles ({read / 1e6:.0f} MB), seed {seed}\n"
        f"{told['seconds']:.1f} s ({told['cpu']:.1f} s of processor: {steps}), "
        f"{told['megabytes']:.0f} MB, {told['compared']:,} pairs compared\nwrote {sizes}"
    )
    tell(measured)


if __name__ == "__main__":
    main()

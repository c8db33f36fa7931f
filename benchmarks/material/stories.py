"""Reports of stories that are known, for measuring how `mapper corpus merge` grows.

The world is made to be hard where the real one is. Three years whatever the number of reports,
so that more reports lie closer together; a tenth of the areas has most of the incidents, and its
largest town several of one kind a day. Reports of one incident name its town, a neighbouring
one, or the district; they are a day off, say "this week", or give no day; they count the dead
differently, the later the more; they name the kind, the object, the actors and the details only
in part, and the category is wrong in one of twelve. Articles tell up to three incidents.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mapper.corpus.merging.reports import Floats, Ints

START = date(2021, 1, 1)
DAYS = 1096
AREAS, TOWNS = 150, 25
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


_SYLLABLES = np.array([a + b for a in "bdfgklmnprstvz" for b in "aeiou"])


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

    @property
    def radius(self) -> Floats:
        """Uncertainty of the place of each report in km."""
        town = np.select([self.town == 0, self.town < 5], [15.0, 5.0], 2.5)
        return np.select([self.where == 1, self.where == 2], [30.0, town + 10.0], town)

    @property
    def spots(self) -> Floats:
        """Latitude and longitude of each report."""
        middle = self.towns.mean(axis=1).round(5)[self.area]
        return np.where((self.where == 1)[:, None], middle, self.towns[self.area, self.town])


@dataclass(frozen=True, eq=False)
class _Stories:
    """What happened, a row a story, and the towns and words that there are."""

    area: Ints
    town: Ints
    kind: Ints
    day: Ints
    thing: Ints
    dead: Ints
    hurt: Ints
    details: Ints
    actors: Ints
    towns: Floats
    names: list[str]
    by_word: Floats

    def some(self, chance: np.random.Generator, rows: int, columns: int) -> Ints:
        """Draw words."""
        found = np.searchsorted(self.by_word, chance.random((rows, columns)))
        return np.minimum(found, len(self.names) - 1)


def world(size: int, seed: int) -> World:
    """Make reports of stories, each story told one to twenty times."""
    chance = np.random.default_rng(seed)
    told_by = chance.choice(TOLD_BY, size, p=TOLD_SHARE)
    story = np.repeat(np.arange(size), told_by)[:size]
    return _told(chance, _happened(chance, int(story[-1]) + 1), story)


def _happened(chance: np.random.Generator, stories: int) -> _Stories:
    centres = np.column_stack([chance.uniform(-30, 58, AREAS), chance.uniform(-80, 140, AREAS)])
    towns = np.round(centres[:, None, :] + chance.normal(0, 0.15, (AREAS, TOWNS, 2)), 5)
    names = sorted({"".join(parts) for parts in chance.choice(_SYLLABLES, (30_000, 3))})
    area = chance.choice(AREAS, stories, p=_zipf(AREAS, 1.0))
    town = chance.choice(TOWNS, stories, p=_zipf(TOWNS, 1.2))
    kind = chance.choice(len(KINDS), stories, p=[kind[4] / 100 for kind in KINDS])
    day = chance.integers(DAYS, size=stories)
    thing = np.where(chance.random(stories) < 0.6, chance.integers(len(OBJECTS), size=stories), -1)
    harm = np.array([k[1] == "ASSAULT" or k[0] == "Disaster/Accident" for k in KINDS])[kind]
    dead = np.where(harm & (chance.random(stories) < 0.5), chance.geometric(0.25, stories), 0)
    hurt = np.where(harm & (chance.random(stories) < 0.6), chance.geometric(0.12, stories), 0)
    by_word = np.cumsum(_zipf(len(names), 0.9))
    details = np.minimum(np.searchsorted(by_word, chance.random((stories, 10))), len(names) - 1)
    actors = area[:, None] * 12 + chance.integers(12, size=(stories, 2))
    return _Stories(
        area=area, town=town, kind=kind, day=day, thing=thing, dead=dead, hurt=hurt,
        details=details, actors=actors, towns=towns, names=names, by_word=by_word,
    )  # fmt: skip


def _told(chance: np.random.Generator, of: _Stories, story: Ints) -> World:
    """Let each story be told: what each report says of it."""
    size = len(story)
    draw = chance.random(size)
    where = np.select([draw < 0.08, draw > 0.94], [1, 2], 0)
    gaps = np.abs(of.towns[:, :, None] - of.towns[:, None]).sum(axis=3) + np.eye(TOWNS) * 1e9
    next_town = gaps.argmin(axis=2)[of.area[story], of.town[story]]
    named = np.where((draw >= 0.08) & (draw < 0.14), next_town, of.town[story])
    lag = np.minimum(chance.geometric(0.6, size) - 1, 9)
    published = of.day[story] + lag
    dated, first, last = _dated(chance, of.day[story])
    later = np.maximum(1, of.dead[story] + chance.integers(-2, lag + 1))
    toll = np.where(chance.random(size) < 0.4, later, of.dead[story])
    wrong = chance.random(size) < 0.08
    category = np.array([CATEGORIES.index(k[0]) for k in KINDS])[of.kind[story]]
    words = np.hstack([of.details[story], of.some(chance, size, 8)])
    words[:, :10][chance.random((size, 10)) > 0.5] = -1
    article, nth = _articles(chance, story, of.area[story], published)
    return World(
        story=story, article=article, nth=nth, area=of.area[story], town=named, where=where,
        kind=of.kind[story], word=chance.integers(4, size=size),
        category=np.where(wrong, chance.integers(4, size=size), category),
        thing=np.where(chance.random(size) < 0.8, of.thing[story], -1), words=words,
        actors=np.where(chance.random((size, 2)) < 0.6, of.actors[story], -1),
        first=first, last=last, dated=dated, published=published,
        dead=np.where((of.dead[story] > 0) & (chance.random(size) < 0.8), toll, -1),
        hurt=np.where((of.hurt[story] > 0) & (chance.random(size) < 0.5), of.hurt[story], -1),
        towns=of.towns, names=of.names,
    )  # fmt: skip


def _dated(chance: np.random.Generator, day: Ints) -> tuple[Ints, Ints, Ints]:
    """How each report dates it, and its first and last day."""
    draw = chance.random(len(day))
    dated = np.select([draw < 0.05, draw < 0.1], [2, 1], 0)
    said = day + np.select([draw < 0.1, draw < 0.125, draw < 0.15], [0, 1, -1], 0)
    monday = said - (said + START.weekday()) % 7
    return dated, np.where(dated == 1, monday, said), np.where(dated == 1, monday + 6, said)


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

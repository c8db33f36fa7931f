"""Invented articles of many incidents, the same each time, for the benchmark of the map."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from shapely import Polygon

from gazetteer import FeatureClass, Place
from mapper.model import (
    Actor,
    ActorRole,
    Analysis,
    Article,
    Candidate,
    Category,
    DatePrecision,
    Event,
    EventDate,
    EventType,
    Factuality,
    Generator,
    Incident,
    IncidentPlace,
    Mention,
    MentionKind,
    PlaceRole,
    Precision,
    Quantity,
    Resolution,
    Span,
)

PER_ARTICLE = 7
GENERATOR = Generator("incident-mapper", "0.1.0", "invented", ("invented 1.0",))
SYLLABLES = (
    "ba", "ke", "di", "lo", "shu", "ran", "gar", "vek", "mi", "ta", "zor", "kan", "pel", "ur",
    "si", "av", "nor", "dja", "le", "ghi",
)  # fmt: skip
REASONS = (
    "its name", "the only place of this name", "the most populous of this name",
    "near other places of the text", "the text names its country", "the text names its region",
    "alternate name", "the word beside the name fits",
)  # fmt: skip


class World:
    """Invented places and words; `seed` decides them all."""

    def __init__(self, seed: int, towns: int) -> None:
        self.dice = random.Random(seed)
        self.words = [self.word() for _ in range(4000)]
        self.names = [self.word().title() for _ in range(3000)]
        self.actors = [f"the {self.word()} {role}" for role in ("guards", "police", "union", "army")
                       for _ in range(150)]  # fmt: skip
        # Towns stand in clumps, as they do.
        clumps = [(self.dice.uniform(30, 44), self.dice.uniform(38, 62)) for _ in range(60)]
        self.towns = [self.town(i, *self.dice.choice(clumps)) for i in range(towns)]
        self.districts = [self.district(i) for i in range(200)]
        self.countries = [self.place(f"c{i}", 32 + i, 42 + 2 * i, "A.PCLI") for i in range(6)]
        # A few are named often, most seldom.
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(towns)))

    def word(self) -> str:
        """A word of two to four syllables."""
        return "".join(self.dice.choices(SYLLABLES, k=self.dice.randint(2, 4)))

    def place(self, key: str, latitude: float, longitude: float, code: str) -> Place:
        """A place with a few names."""
        name = self.dice.choice(self.names)
        feature_class, feature_code = code.split(".")
        names = [
            f"{lang}\talternate\t{self.dice.choice(self.names)}" for lang in ("az", "fa", "hy")
        ]
        return Place(
            id=f"gn:{key}", name=name, latitude=latitude, longitude=longitude, country="IR",
            feature_class=FeatureClass(feature_class), feature_code=feature_code,
            admin1=self.dice.choice(self.names[:40]), packed_names="\n".join(names),
        )  # fmt: skip

    def town(self, number: int, latitude: float, longitude: float) -> Place:
        """A town about a clump's middle."""
        spread = self.dice.gauss
        return self.place(
            str(1000 + number), latitude + spread(0, 1.2), longitude + spread(0, 1.5), "P.PPL"
        )

    def district(self, number: int) -> tuple[Place, Polygon]:
        """A district and its outline."""
        place = self.place(
            f"d{number}", self.dice.uniform(30, 44), self.dice.uniform(38, 62), "A.ADM2"
        )
        around = [(0.3, 0.0), (0.2, 0.25), (-0.1, 0.3), (-0.3, 0.05), (-0.2, -0.25), (0.15, -0.2)]
        ring = [(place.longitude + x, place.latitude + y) for x, y in around]
        return place, Polygon(ring)

    def sentence(self, *inside: str) -> str:
        """Words that stand for a report, with some given ones among them."""
        # A few words often, most seldom: as hard to compress as a text of people.
        count = self.dice.randint(9, 22)
        ranks = (int(len(self.words) * self.dice.random() ** 3) for _ in range(count))
        parts = [self.words[rank] for rank in ranks]
        for words in inside:
            parts.insert(self.dice.randint(1, len(parts)), words)
        text = " ".join(parts)
        return f"{text[0].upper()}{text[1:]}."


def analyses(incidents: int, seed: int = 1) -> Iterator[Analysis]:
    """Invented articles of about seven incidents each, the same for the same seed."""
    world = World(seed, max(300, min(12_000, incidents // 6)))
    made = 0
    while made < incidents:
        count = min(PER_ARTICLE, incidents - made)
        yield article(world, made, count)
        made += count


def article(world: World, number: int, count: int) -> Analysis:
    """One article that reports so many incidents."""
    dice = world.dice
    published = date(2024, 1, 1) + timedelta(days=dice.randrange(700))
    draft = Draft(world, number, published)
    for _ in range(count):
        draft.incident()
        if dice.random() < 0.6:
            draft.aside()
    return draft.done()


class Draft:
    """A text that grows, with its mentions and incidents."""

    def __init__(self, world: World, number: int, published: date) -> None:
        self.world, self.number, self.published = world, number, published
        self.text = world.sentence()[:60]
        self.resolutions: list[Resolution] = []
        self.incidents: list[Incident] = []
        self.geometries: dict[str, Any] = {}

    def aside(self) -> None:
        """A sentence that names a place and reports nothing."""
        self.write(self.pick()[0])

    def pick(self) -> tuple[Place, Precision, Polygon | None]:
        """A place: mostly a town, now and then a district or a country."""
        world, lot = self.world, self.world.dice.random()
        if lot < 0.04:
            return world.dice.choice(world.countries), Precision.COUNTRY, None
        if lot < 0.12:
            place, outline = world.dice.choice(world.districts)
            self.geometries[place.id] = outline
            return place, Precision.DISTRICT, outline
        return (
            world.dice.choices(world.towns, cum_weights=world.weights)[0],
            Precision.SETTLEMENT,
            None,
        )

    def write(self, place: Place, *more: str) -> tuple[Span, int]:
        """A sentence that names a place: its span, and the mention's number."""
        dice = self.world.dice
        sentence = self.world.sentence(place.name, *more)
        start = len(self.text) + 1
        self.text = f"{self.text} {sentence}"
        at = start + max(sentence.find(place.name), 0)
        others = dice.choices(
            self.world.towns, cum_weights=self.world.weights, k=dice.randint(0, 4)
        )
        candidates = [Candidate(place, round(dice.uniform(0.6, 1), 3), self.reasons())]
        candidates += [Candidate(p, round(dice.random() / 9, 3), self.reasons()) for p in others]
        span = Span(at, at + len(place.name))
        mention = Mention(span, self.text[span.start : span.end], MentionKind.LITERAL, 0.9)
        self.resolutions.append(Resolution(mention, tuple(candidates), place, candidates[0].score))
        return Span(start, len(self.text)), len(self.resolutions) - 1

    def reasons(self) -> tuple[str, ...]:
        """One to four of them."""
        return tuple(sorted(self.world.dice.sample(REASONS, self.world.dice.randint(1, 4))))

    def incident(self) -> None:
        """A sentence that reports one."""
        world, dice = self.world, self.world.dice
        place, precision, _ = self.pick()
        actor = dice.choice(world.actors)
        quote, mention = self.write(place, actor, "yesterday")
        day = (self.published - timedelta(days=dice.randrange(20))).isoformat()
        toll = dice.randint(1, 40)
        killed = Quantity(toll, toll, f"{toll} people") if dice.random() < 0.25 else None
        # Half of all news is of a few kinds, and most of it happened.
        category = tuple(Category)[min(int(dice.random() ** 1.4 * len(Category)), 9)]
        facts = (Factuality.OCCURRED,) * 6 + tuple(Factuality)
        where = IncidentPlace(
            place=place, mention=mention, role=PlaceRole.LOCATION, precision=precision,
            uncertainty_km=round(dice.uniform(1, 12), 2), where_prec=1,
            reason="named in the same clause",
        )  # fmt: skip
        event = Event(
            category=category,
            event_type=dice.choice(tuple(EventType)),
            quote=quote,
            trigger=Span(quote.start, quote.start + 5),
            date=EventDate(day, day, DatePrecision.DAY, "yesterday"),
            actors=(Actor(actor, ActorRole.SOURCE),),
            fatalities=killed,
            factuality=dice.choice(facts),
            attributed_to="the ministry" if dice.random() < 0.3 else "",
            score=round(dice.uniform(0.4, 1), 3),
        )
        self.incidents.append(
            Incident(
                id=f"i{len(self.incidents) + 1}",
                event=event,
                places=(where,),
                place_score=round(dice.uniform(0.5, 1), 3),
                link_score=0.95,
            )
        )

    def done(self) -> Analysis:
        """The article, analysed."""
        text = Article(
            id=f"a{self.number}", text=self.text, title=self.text[:40],
            published=self.published, url=f"https://paper-{self.number % 23}.example/{self.number}",
        )  # fmt: skip
        return Analysis(
            article=text, resolutions=tuple(self.resolutions), incidents=tuple(self.incidents),
            generator=GENERATOR, geometries=self.geometries,
        )  # fmt: skip

"""Trains the two models of incidents: is it one, was it there.

usage: python -m training.train_events ARTICLES.jsonl... --answers LEFT-OUT.pickle... [--write]

ARTICLES is in the form of ``tests/accuracy/own-news``; what is held out there is passed over.
Prints figures of cross-validation by article (whole articles are left out): area under the curve
of the two forests, with precision and recall at one half. With ``--write`` trains on all and stores
``events/belief.json`` and ``attach/links.json``; of what kind an event is, `training.train_coding`
learns. The names come from the program itself, so that ties are learnt from the mentions it really
finds.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from gazetteer import distance_km
from mapper import Mapper
from mapper.attach.features import features as tie_features
from mapper.attach.link import Linker
from mapper.attach.sites import Site, find_sites
from mapper.config import Settings
from mapper.errors import SourceError
from mapper.events.assemble import HARDLY, Draft, drafts
from mapper.grammar import Grammar
from mapper.model import Resolution, Span
from mapper.recognise import recognise
from mapper.resolve import resolve
from training.boost import export, predict, train
from training.corpora import Answers, held_out_ids

MAPPER = Path(__file__).parents[1] / "mapper"
FOLDS, RAREST_FEATURE = 6, 8
FOREST = {
    "rounds": 220, "learning_rate": 0.04, "num_leaves": 12, "min_data_in_leaf": 25,
    "feature_fraction": 0.5, "lambda_l2": 5.0, "boost_from_average": True,
}  # fmt: skip
_SAME_KM = 1.0  # a gazetteer's point of the very same place, as annotated
_NEAR_KM = 25.0
_TOLERANCE = {"region": 120.0, "water": 300.0, "route": 60.0, "country": 700.0, "other": 60.0}
_say = logging.getLogger(__name__).info
Row = dict[str, float]
Gold = dict[str, Any]


@dataclass(frozen=True)
class Story:
    """An article with its annotated events, and what the rules see in it.

    `sites` are those whose place is right: how sure a place is, the program weighs by itself.
    """

    gold: list[Gold]
    grammar: Grammar
    drafts: list[Draft]
    sites: list[Site]

    def meant(self, draft: Draft) -> list[Gold]:
        """Annotated events whose quote shares a character with the draft's, best first."""
        quote = draft.event.quote
        found = [(_shared(quote, e), n) for n, e in enumerate(self.gold)]
        return [self.gold[n] for share, n in sorted(found, reverse=True) if share > 0]


@dataclass
class Table:
    """Rows of named numbers with labels, each from one article."""

    rows: list[Row]
    labels: list[Any]
    articles: list[int]

    def filled(self, least: int) -> list[Row]:
        """Rows that all have the same names: those that some rows know to be other than zero."""
        counts = Counter(name for row in self.rows for name, value in row.items() if value)
        names = sorted(name for name, count in counts.items() if count >= least)
        return [{name: row.get(name, 0.0) for name in names} for row in self.rows]

    def folds(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Parts to train on and to judge, no article in both."""
        return iter(GroupKFold(FOLDS).split(self.rows, self.labels, self.articles))


def read_stories(path: Path, answers: Answers) -> list[Story]:
    """Run the program over every article that may be trained on and that no encoder has seen."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    gold = {str(row["id"]): row for row in lines}
    held_out, found = held_out_ids(), []
    with Mapper(Settings(user_gazetteer=False)) as engine:
        for article in engine.read(path):
            if isinstance(article, SourceError):
                raise article
            scores = answers.of(path.stem, article.id)
            if article.id in held_out or scores is None:
                continue
            parsed = replace(engine.model.parse(article), scores=scores)
            names = recognise(parsed, engine.gazetteer)
            resolutions: Sequence[Resolution] = resolve(parsed, names, engine.gazetteer)
            grammar = Grammar(parsed)
            row = gold[article.id]
            sites = [s for s in find_sites(grammar, resolutions) if not misplaced(s, row)]
            found.append(Story(row["events"], grammar, drafts(parsed), sites))
    return found


def _shared(quote: Span, event: Gold) -> int:
    return min(quote.end, event["quote_end"]) - max(quote.start, event["quote_start"])


def _distance_km(site: Site, place: Mapping[str, Any]) -> float:
    if place["lat"] is None:
        return math.inf
    own = site.place
    return distance_km(own.latitude, own.longitude, place["lat"], place["lon"])


def misplaced(site: Site, row: Gold) -> bool:
    """Whether the annotated name that a site overlaps lies elsewhere, or is no place at all."""
    for name in row["toponyms"]:
        if name["start"] < site.span.end and site.span.start < name["end"]:
            near = max(_NEAR_KM, _TOLERANCE.get(name["kind"], 0.0))
            return not name["literal"] or _distance_km(site, name) > near
    return False


def was_there(site: Site, events: Sequence[Gold]) -> bool:
    """Whether a site is a place of one of the events; an area must be the annotated one itself."""
    for place in (place for event in events for place in event["places"]):
        distance = _distance_km(site, place)
        area = site.place.feature_class.value == "A"
        told = place["kind"] in ("region", "country")
        limit = max(_NEAR_KM, _TOLERANCE.get(place["kind"], 0.0)) if area == told else _NEAR_KM
        if distance <= (_SAME_KM if area and not told else limit):
            return True
    return False


def belief_table(stories: Sequence[Story]) -> Table:
    """One row a draft: whether it is an annotated incident."""
    table = Table([], [], [])
    for number, story in enumerate(stories):
        for draft in story.drafts:
            table.rows.append(draft.row)
            table.labels.append(float(bool(story.meant(draft))))
            table.articles.append(number)
    return table


def link_table(stories: Sequence[Story], scores: Sequence[float]) -> Table:
    """One row a pair of a draft and a site: whether it is an incident and was there.

    `scores` are those of `belief_table`, out of fold: the pair is told how sure the event is.
    """
    table = Table([], [], [])
    left = iter(scores)
    for number, story in enumerate(stories):
        scored = [(d, replace(d.event, score=float(next(left)))) for d in story.drafts]
        likely = [(d, event) for d, event in scored if event.score >= HARDLY]
        linker = Linker(story.grammar, [event for _, event in likely], story.sites)
        for index, (draft, _) in enumerate(likely):
            meant = story.meant(draft)
            for site in linker.candidates(index):
                table.rows.append(tie_features(story.grammar, linker, index, site))
                table.labels.append(float(was_there(site, meant)))
                table.articles.append(number)
    return table


def left_out(table: Table, name: str) -> np.ndarray:
    """Probabilities of rows by forests that did not see their articles; prints how good."""
    rows, labels = table.filled(RAREST_FEATURE), np.array(table.labels)
    scores = np.zeros(len(rows))
    for learn, judge in table.folds():
        forest = train([rows[i] for i in learn], labels[learn], **FOREST)
        scores[judge] = 1 / (1 + np.exp(-predict(forest, [rows[i] for i in judge])))
    found, right = scores >= 0.5, labels > 0
    area = roc_auc_score(labels, scores)
    _say(
        f"{name}: {len(rows)} rows, {labels.mean():.3f} right, auc {area:.4f}"
        f" precision {right[found].mean():.3f} recall {found[right].mean():.3f}"
    )
    return scores


def write_forest(table: Table, path: Path) -> None:
    """Train on all rows and store."""
    export(train(table.filled(RAREST_FEATURE), table.labels, **FOREST), path)


def main() -> None:
    """Run from the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="+", type=Path)
    parser.add_argument("--answers", nargs="+", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    answers = Answers(arguments.answers)
    stories = [story for path in arguments.articles for story in read_stories(path, answers)]
    _say(f"{len(stories)} articles")
    believed = belief_table(stories)
    links = link_table(stories, left_out(believed, "belief").tolist())
    left_out(links, "links")
    if arguments.write:
        write_forest(believed, MAPPER / "events" / "belief.json")
        write_forest(links, MAPPER / "attach" / "links.json")


if __name__ == "__main__":
    main()

"""Trains the two models of incidents: is it one, was it there.

usage: python -m training.train_events ARTICLES.jsonl... --answers LEFT-OUT.pickle...
           [--verbs SENTENCES.jsonl] [--write]

ARTICLES is in the form of ``tests/accuracy/own-news``; what is held out there is passed over.
SENTENCES are sentences with a verb and the places where that happened: ties are learnt from them
as well, at half the weight.
Prints figures of cross-validation by article (whole articles are left out): area under the curve
of the two forests, with precision and recall at one half. With ``--write`` trains on all and stores
``events/belief.json`` and ``attach/links.json``; of what kind an event is, `training.train_coding`
learns. The names come from the program itself, so that ties are learnt from the mentions it really
finds.
"""

from __future__ import annotations

import argparse
import logging
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from gazetteer import distance_km
from mapper.attach.features import features as tie_features
from mapper.attach.link import Linker
from mapper.attach.sites import Site
from mapper.events.assemble import HARDLY, Draft
from training.boost import export, predict, train
from training.corpora import Answers
from training.stories import Gold, Story, Telling, read_stories, read_tellings

MAPPER = Path(__file__).parents[1] / "mapper"
FOLDS, RAREST_FEATURE = 6, 8
FOREST = {
    "rounds": 220, "learning_rate": 0.04, "num_leaves": 12, "min_data_in_leaf": 25,
    "feature_fraction": 0.5, "lambda_l2": 5.0, "boost_from_average": True,
}  # fmt: skip
_SAME_KM = 1.0  # a gazetteer's point of the very same place, as annotated
_NEAR_KM = 25.0
_NAMESAKE_KM = 5.0
_TOLERANCE = {"region": 120.0, "water": 300.0, "route": 60.0, "country": 700.0, "other": 60.0}
_VERB_WEIGHT, _SURE = 0.5, 0.4
_say = logging.getLogger(__name__).info
Row = dict[str, float]


@dataclass
class Table:
    """Rows of named numbers with labels, each from one article."""

    rows: list[Row]
    labels: list[Any]
    articles: list[int]
    weights: list[float] = field(default_factory=list)

    def filled(self, least: int) -> list[Row]:
        """Rows that all have the same names: those that some rows know to be other than zero."""
        counts = Counter(name for row in self.rows for name, value in row.items() if value)
        names = sorted(name for name, count in counts.items() if count >= least)
        return [{name: row.get(name, 0.0) for name in names} for row in self.rows]

    def folds(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Parts to train on and to judge, no article in both."""
        return iter(GroupKFold(FOLDS).split(self.rows, self.labels, self.articles))


def _distance_km(site: Site, place: Mapping[str, Any]) -> float:
    if place["lat"] is None:
        return math.inf
    own = site.place
    return distance_km(own.latitude, own.longitude, place["lat"], place["lon"])


def tie_label(site: Site, story: Story, meant: Sequence[Gold]) -> float | None:
    """Whether the event was at a site; None where the site's place is wrong and cannot tell.

    Of a name without a place its own annotation tells, by the same point.
    """
    there = [n for n in story.names if n["start"] < site.span.end and site.span.start < n["end"]]
    name = there[0] if there else None
    if not site.located:
        return float(name is not None and _is_of(name, meant))
    if name is not None and not name["literal"]:
        return None
    if name is not None and name["literal"]:
        near = max(_NEAR_KM, _TOLERANCE.get(name["kind"], 0.0))
        if _distance_km(site, name) > near:
            return None
    return float(was_there(site, meant))


def _is_of(name: Gold, events: Sequence[Gold]) -> bool:
    """Whether an annotated name is that of a place of one of the events."""
    for place in (place for event in events for place in event["places"]):
        if place["name"].casefold() == name["name"].casefold():
            return True
        if place["lat"] is not None and name["lat"] is not None:
            apart = distance_km(place["lat"], place["lon"], name["lat"], name["lon"])
            if apart < _NAMESAKE_KM:
                return True
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


def link_table(
    stories: Sequence[Story], scores: Sequence[float], tellings: Sequence[Telling] = ()
) -> Table:
    """One row a pair of a draft and a site: whether it is an incident and was there.

    `scores` are those of `belief_table`, out of fold, then those of the drafts of `tellings`: the
    pair is told how sure the event is.
    """
    table = Table([], [], [])
    left = iter(scores)
    both: list[Story | Telling] = [*stories, *tellings]
    for number, story in enumerate(both):
        scored = [(d, replace(d.event, score=float(next(left)))) for d in story.drafts]
        likely = [(d, event) for d, event in scored if event.score >= HARDLY]
        linker = Linker(story.grammar, [event for _, event in likely], story.sites)
        for index, (draft, _) in enumerate(likely):
            if isinstance(story, Telling) and linker.event(index).score < _SURE:
                continue  # what is annotated of a verb says nothing of whether it tells news
            for site in linker.candidates(index):
                label = _label(story, draft, site)
                if label is None:
                    continue
                table.rows.append(tie_features(story.grammar, linker, index, site))
                table.labels.append(label)
                table.articles.append(number)
                table.weights.append(1.0 if isinstance(story, Story) else _VERB_WEIGHT)
    return table


def _label(story: Story | Telling, draft: Draft, site: Site) -> float | None:
    if isinstance(story, Story):
        return tie_label(site, story, story.meant(draft))
    if not story.is_meant(draft):
        return None
    return float(any(site.span.overlaps(place) for place in story.places))


def beliefs_of(table: Table, tellings: Sequence[Telling]) -> list[float]:
    """How sure the drafts of sentences are, by a forest that has seen articles only."""
    drafted = [draft.row for telling in tellings for draft in telling.drafts]
    if not drafted:
        return []
    known = table.filled(RAREST_FEATURE)
    forest = train(known, table.labels, **FOREST)
    rows = [{name: row.get(name, 0.0) for name in known[0]} for row in drafted]
    return [float(p) for p in 1 / (1 + np.exp(-predict(forest, rows)))]


def left_out(table: Table, name: str) -> np.ndarray:
    """Probabilities of rows by forests that did not see their articles; prints how good."""
    rows, labels = table.filled(RAREST_FEATURE), np.array(table.labels)
    scores = np.zeros(len(rows))
    for learn, judge in table.folds():
        weights = [table.weights[i] for i in learn] if table.weights else None
        forest = train([rows[i] for i in learn], labels[learn], weights, **FOREST)
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
    weights = table.weights or None
    export(train(table.filled(RAREST_FEATURE), table.labels, weights, **FOREST), path)


def main() -> None:
    """Run from the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="+", type=Path)
    parser.add_argument("--answers", nargs="+", type=Path, required=True)
    parser.add_argument("--verbs", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    answers = Answers(arguments.answers)
    stories = [story for path in arguments.articles for story in read_stories(path, answers)]
    tellings = read_tellings(arguments.verbs, answers) if arguments.verbs else []
    _say(f"{len(stories)} articles, {len(tellings)} sentences")
    believed = belief_table(stories)
    scores = [*left_out(believed, "belief").tolist(), *beliefs_of(believed, tellings)]
    links = link_table(stories, scores, tellings)
    left_out(links, "links")
    if arguments.write:
        write_forest(believed, MAPPER / "events" / "belief.json")
        write_forest(links, MAPPER / "attach" / "links.json")


if __name__ == "__main__":
    main()

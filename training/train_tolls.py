"""Trains the model that ties numbers of dead and hurt to events.

usage: python -m training.train_tolls ARTICLES.jsonl... --answers LEFT-OUT.pickle... [--write]

ARTICLES is in the form of ``tests/accuracy/own-news``; what is held out there is passed over.
Every article is learnt from as it is, and with a line for every sentence, as wires are set. Prints
how good it is on articles that it has not seen. With ``--write`` trains on all and stores
``events/tolls.json``. The encoder's answers serve to find events alone; the model is told none.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from mapper.events.assemble import drafts
from mapper.events.casualties import Toll, find_tolls
from mapper.events.toll_judge import Pairs
from mapper.events.toll_shares import proposed
from mapper.events.triggers import Trigger
from mapper.grammar import Grammar
from training.boost import export, predict, train
from training.corpora import Answers
from training.stories import Gold, Story, read_stories
from training.train_events import MAPPER, Table

FOREST: dict[str, Any] = {
    "rounds": 160, "learning_rate": 0.05, "num_leaves": 8, "min_data_in_leaf": 20,
    "feature_fraction": 0.5,
}  # fmt: skip
RAREST_FEATURE = 8
_say = logging.getLogger(__name__).info


def toll_table(stories: Sequence[Story]) -> Table:
    """One row a pair of a number and an event that is near: whether the number is of the event."""
    table = Table([], [], [])
    for number, story in enumerate(stories):
        for told in (story, as_wire(story)):
            _add(table, number, told)
    return table


def as_wire(story: Story) -> Story:
    """Give the same story with a line for every sentence, as wires are set."""
    parsed = story.grammar.parsed
    text = list(parsed.article.text)
    for one, following in pairwise(parsed.sentences):
        end = one.span.end
        if "".join(text[end : following.span.start]) == " ":
            text[end] = "\n"
        elif end == following.span.start and text[end - 1] == " ":
            text[end - 1] = "\n"
    article = replace(parsed.article, text="".join(text))
    parsed = replace(parsed, article=article)
    return replace(story, grammar=Grammar(parsed), drafts=drafts(parsed))


def _add(table: Table, number: int, story: Story) -> None:
    triggers = [draft.trigger for draft in story.drafts]
    meant = {d.trigger.token.index: story.meant(d) for d in story.drafts}
    tolls = find_tolls(story.grammar)
    own, shared = proposed(story.grammar, triggers, tolls)
    pairs = list(Pairs(story.grammar, triggers, tolls, own, shared))
    near: dict[tuple[int, bool], list[Toll]] = {}
    for trigger, toll, _ in pairs:
        near.setdefault((trigger.token.index, toll.deaths), []).append(toll)
    right = {
        (index, id(toll))
        for (index, deaths), some in near.items()
        for toll in _right(some, meant[index], deaths=deaths)
    }
    claimed = {toll for _, toll in right}
    for trigger, toll, row in pairs:
        label = _label(trigger, toll, meant[trigger.token.index], right, claimed)
        if label is not None:
            table.rows.append(row)
            table.labels.append(label)
            table.articles.append(number)


def _right(tolls: Sequence[Toll], events: Sequence[Gold], *, deaths: bool) -> list[Toll]:
    """Give the numbers that are that of the event, or else two that come to it."""
    counted = _counted(events, deaths=deaths)
    if not counted:
        return []
    same = [t for t in tolls if t.quantity.minimum in counted]
    if same:
        return same
    for one, more in combinations(tolls, 2):
        if one.quantity.minimum + more.quantity.minimum in counted:
            return [one, more]
    return []


def _counted(events: Sequence[Gold], *, deaths: bool) -> set[int]:
    name = "fatalities" if deaths else "injuries"
    found = {events[0].get(name), events[0].get(f"{name}_max")} if events else set()
    return {number for number in found if number}


def _label(
    trigger: Trigger,
    toll: Toll,
    events: Sequence[Gold],
    right: set[tuple[int, int]],
    claimed: set[int],
) -> float | None:
    """Whether a number is of an event; None where the annotation cannot tell."""
    if (trigger.token.index, id(toll)) in right:
        return 1.0
    if not events:
        return 0.0 if id(toll) in claimed else None
    counted = _counted(events, deaths=toll.deaths)
    if counted and toll.quantity.minimum < max(counted) and id(toll) not in claimed:
        return None  # a part of it, or a first count
    return 0.0


def left_out(table: Table) -> np.ndarray:
    """Chances of pairs by forests that did not see their articles; prints how good."""
    rows, labels = table.filled(RAREST_FEATURE), np.array(table.labels)
    scores = np.zeros(len(rows))
    for learn, judge in table.folds():
        forest = train([rows[i] for i in learn], labels[learn], **FOREST)
        scores[judge] = 1 / (1 + np.exp(-predict(forest, [rows[i] for i in judge])))
    ruled = np.array([row["rule_shared"] for row in rows]) > 0
    right = labels > 0
    for name, found in (("rules", ruled), ("model", scores >= 0.5)):
        _say(f"{name}: precision {right[found].mean():.3f} recall {found[right].mean():.3f}")
    _say(f"{len(rows)} pairs, {labels.mean():.3f} right, auc {roc_auc_score(labels, scores):.4f}")
    return scores


def write(table: Table, path: Path) -> None:
    """Train on all pairs and store."""
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
    table = toll_table(stories)
    left_out(table)
    if arguments.write:
        write(table, MAPPER / "events" / "tolls.json")


if __name__ == "__main__":
    main()

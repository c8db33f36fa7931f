"""Trains the two models that tell literal from metonymic toponyms.

usage: python -m training.train_kinds CORPUS.jsonl... --answers LEFT-OUT.pickle...
           [--verbs SENTENCES.jsonl] [--write]

Corpora without kinds of use are passed over. SENTENCES are sentences with a verb and the places
where that happened: such a place is literal. Prints figures of cross-validation by article.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from gazetteer import Gazetteer
from mapper.language import LanguageModel
from mapper.model import Parsed, Span
from mapper.recognise.kinds import clues, kind_features
from training.boost import export, predict, train
from training.corpora import Answers, Example, Gold, read_corpus, read_verbs
from training.train_filter import Described

ROOM = Path(__file__).parents[1] / "mapper" / "recognise"
_RAREST = 2
_say = logging.getLogger(__name__).info


class Case:
    """A toponym with its kind."""

    def __init__(self, d: Described, index: int, article: int, metonymic: bool) -> None:
        self.parsed = d.example.parsed
        self.candidate = d.candidates[index]
        self.row = d.rows[index]
        self.clues = clues(self.parsed, self.candidate)
        self.article = article
        self.label = float(metonymic)

    def features(self, margin: float) -> dict[str, float]:
        """Describe it for the trees."""
        return kind_features(self.parsed, self.candidate, self.row, margin)


def cases(described: list[Described]) -> list[Case]:
    """All toponyms of known kind."""
    found = []
    for article, d in enumerate(described):
        place = {c.span: i for i, c in enumerate(d.candidates)}
        for gold in d.example.gold:
            if gold.kind in {"literal", "metonymic"} and gold.span in place:
                found.append(Case(d, place[gold.span], article, gold.kind == "metonymic"))
    return found


def located(path: Path, model: LanguageModel, gazetteer: Gazetteer, answers: Answers) -> list[Case]:
    """Toponyms where the event of a verb took place: behind a preposition or hit by the verb.

    Places that own or mark a noun ("a Los Angeles officer shot") are left out: of those the
    sentences tell another thing than our own kinds.
    """
    found = []
    for row, parsed in read_verbs(path, model, answers):
        spans = [Span(place["start"], place["end"]) for place in row["event_locations"]]
        gold = [Gold(s, "literal", None, None, None, 0.0) for s in spans if _is_ground(parsed, s)]
        if gold:
            found.append(Described(Example(parsed, tuple(gold)), gazetteer))
    return cases(found)


def _is_ground(parsed: Parsed, span: Span) -> bool:
    head = parsed.head_of(span)
    return head is not None and (
        head.dep in {"pobj", "dobj"} or parsed.tokens[head.head].pos == "ADP"
    )


def fit_words(some: list[Case]) -> dict[str, float]:
    """Logistic regression over clues; the bias under the empty clue."""
    counts = Counter(clue for case in some for clue in set(case.clues))
    keep = [{c: 1.0 for c in case.clues if counts[c] >= _RAREST} for case in some]
    vectors = DictVectorizer()
    table = vectors.fit_transform(keep)
    model = LogisticRegression(C=0.3, max_iter=400)
    model.fit(table, [case.label for case in some])
    names = vectors.get_feature_names_out()
    weights = {n: round(float(w), 3) for n, w in zip(names, model.coef_[0], strict=True)}
    return {"": float(model.intercept_[0])} | {n: w for n, w in weights.items() if abs(w) >= 0.02}


def margin(weights: dict[str, float], case: Case) -> float:
    """Log-odds of the word model."""
    return weights[""] + sum(weights.get(c, 0.0) for c in case.clues)


def fit_trees(some: list[Case], parts: int = 5) -> object:
    """Trees over features, the word model's verdict taken out of fold."""
    rows: list[dict[str, float]] = [{} for _ in some]
    for k in range(parts):
        words = fit_words([c for c in some if c.article % parts != k])
        for i, case in enumerate(some):
            if case.article % parts == k:
                rows[i] = case.features(margin(words, case))
    return train(rows, [c.label for c in some], rounds=120, num_leaves=12, learning_rate=0.05)


def report(name: str, scores: np.ndarray, some: list[Case]) -> None:
    """Print precision, recall and F1 of metonymic."""
    for threshold in (0.3, 0.4, 0.5):
        said = scores > threshold
        truth = np.array([c.label for c in some]) > 0.5
        right = (said & truth).sum()
        p, r = right / max(1, said.sum()), right / truth.sum()
        literal = (~said & ~truth).sum() / (~truth).sum()
        _say(
            f"{name} @{threshold}: metonymic F1 {2 * p * r / (p + r):.3f} ({p:.3f}/{r:.3f}),"
            f" literal kept {literal:.3f}, n {len(some)}, metonymic {int(truth.sum())}"
        )


def cross_validate(some: list[Case], also: list[Case], parts: int = 5) -> None:
    """Test on each part of one corpus, trained on the rest of it and on `also`."""
    by_words, by_trees = np.zeros(len(some)), np.zeros(len(some))
    for k in range(parts):
        known = [c for c in some if c.article % parts != k] + also
        words, trees = fit_words(known), fit_trees(known)
        test = [i for i, c in enumerate(some) if c.article % parts == k]
        margins = [margin(words, some[i]) for i in test]
        by_words[test] = 1 / (1 + np.exp(-np.array(margins)))
        rows = [some[i].features(m) for i, m in zip(test, margins, strict=True)]
        by_trees[test] = 1 / (1 + np.exp(-predict(trees, rows)))
    report("words", by_words, some)
    report("trees", by_trees, some)


def write(some: list[Case], room: Path = ROOM) -> None:
    """Train on everything and store both models in a folder."""
    words = fit_words(some)
    bias = words.pop("")
    stored = {"bias": round(bias, 4), "weights": dict(sorted(words.items()))}
    text = json.dumps(stored, ensure_ascii=False, indent=0, separators=(",", ":"))
    (room / "kind_words.json").write_text(text + "\n", encoding="utf-8")
    export(fit_trees(some), room / "kind_trees.json")


def main() -> None:
    """Run from the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--answers", nargs="+", type=Path, required=True)
    parser.add_argument("--verbs", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    model, gazetteer = LanguageModel(), Gazetteer(user=False)
    answers = Answers(arguments.answers)
    everything: list[list[Case]] = []
    for path in arguments.corpora:
        described = [Described(e, gazetteer) for e in read_corpus(path, model, gazetteer, answers)]
        everything.append(cases(described))
    if arguments.verbs:
        everything.append(located(arguments.verbs, model, gazetteer, answers))
    for path, some in zip(arguments.corpora, everything, strict=False):
        if some:
            _say(path.stem)
            cross_validate(some, [c for other in everything if other is not some for c in other])
    if arguments.write:
        write([c for some in everything for c in some])


if __name__ == "__main__":
    main()

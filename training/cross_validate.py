"""Measures the whole program on texts that none of its models has seen.

usage: python -m training.cross_validate CORPUS.jsonl... --answers LEFT-OUT.pickle...
           [--verbs SENTENCES.jsonl]

Articles with events are cut into five parts; each part is measured with models trained on the
rest. Every other corpus is measured with models trained on all but it. The encoder's answers are
those that `training.train_encoder` gave for what it was not trained on; articles without such an
answer are trained on nowhere and not measured. SENTENCES with a verb and the places where that
happened teach kinds and ties, as they do for the program itself.
"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mapper import Mapper
from mapper.attach import features as tie_features
from mapper.config import Settings
from mapper.evaluate.annotate import annotate
from mapper.evaluate.figures import figures, judge
from mapper.evaluate.gold import Corpus, Format
from mapper.evaluate.outcome import Outcome
from mapper.evaluate.program import Part, Program
from mapper.evaluate.readers import read_corpus as read_gold
from mapper.events import belief, kind_model, toll_judge
from mapper.model import Article, Parsed
from mapper.recognise import recogniser
from mapper.recognise.kinds import WordModel
from mapper.resolve import resolver
from mapper.trees import Forest
from training import (
    train_coding,
    train_events,
    train_filter,
    train_kinds,
    train_ranker,
    train_tolls,
)
from training.boost import export
from training.corpora import Answers, Example, read_corpus
from training.stories import Story, Telling, read_stories, read_tellings

FOLDS = 5
_FIGURES = (
    "literal_f1", "metonymy_not_mapped", "placed_25_of_all", "names_strict_f1", "accuracy_161",
    "end_to_end_161_f1", "incident_precision", "incident_recall", "category_accuracy",
    "event_type_accuracy", "date_accuracy", "fatality_accuracy", "injury_accuracy",
    "factuality_accuracy", "not_occurred_shown", "attribution_accuracy",
    "calibration_error_mentions", "calibration_error_incidents",
)  # fmt: skip
_say = logging.getLogger(__name__).info


class Seen(Mapper):
    """The engine, with the encoder's answers taken from those about unseen texts."""

    corpus: str
    answers: Answers

    def parse(self, article: Article) -> Parsed:
        """As ever, but for the encoder."""
        return replace(self.model.parse(article), scores=self.answers.of(self.corpus, article.id))


@dataclass
class Known:
    """An article that may be trained on: where it is from, and what each trainer makes of it."""

    corpus: str
    fold: int
    path: Path
    example: Example
    described: train_filter.Described
    groups: list[train_ranker.Group]

    @property
    def id(self) -> str:
        """Of the article."""
        return self.example.parsed.article.id


@dataclass
class Verbs:
    """What sentences with a verb and its places teach: kinds of names, ties."""

    cases: list[train_kinds.Case]
    tellings: list[Telling]


def install(known: Sequence[Known], folder: Path, stories: Sequence[Story], verbs: Verbs) -> None:
    """Train every model and let the program use them."""
    export(train_filter.fit([k.described for k in known]), folder / "filter.json")
    cases = train_kinds.cases([k.described for k in known])
    train_kinds.write([*cases, *verbs.cases], folder)
    groups = [group for k in known for group in k.groups]
    halves = [[g for i, g in enumerate(groups) if i % 2 == side] for side in (0, 1)]
    chosen = [
        pick
        for mine, other in ((0, 1), (1, 0))
        for pick in train_ranker.choose(train_ranker.fit(halves[other]), halves[mine])
    ]
    export(train_ranker.fit(groups), folder / "ranker.json")
    export(train_ranker.calibrate([*halves[0], *halves[1]], chosen), folder / "belief.json")
    names = recogniser._Models(
        Forest(folder / "filter.json"),
        WordModel(folder / "kind_words.json"),
        Forest(folder / "kind_trees.json"),
    )
    places = resolver._Models(Forest(folder / "ranker.json"), Forest(folder / "belief.json"))
    recogniser._models = lambda: names  # type: ignore[assignment]
    resolver._models = lambda: places  # type: ignore[assignment]
    if stories:
        _install_events(stories, folder, verbs)


def _install_events(stories: Sequence[Story], folder: Path, verbs: Verbs) -> None:
    train_tolls.write(train_tolls.toll_table(stories), folder / "tolls.json")
    believed = train_events.belief_table(stories)
    scores = train_events.left_out(believed, "belief").tolist()
    scores += train_events.beliefs_of(believed, verbs.tellings)
    train_events.write_forest(believed, folder / "events.json")
    links = train_events.link_table(stories, scores, verbs.tellings)
    train_events.write_forest(links, folder / "links.json")
    own = train_coding.own_cases(stories)
    train_coding.fit_categories(own).write(folder / "kinds.json")
    incidents, ties = Forest(folder / "events.json"), Forest(folder / "links.json")
    tolls = Forest(folder / "tolls.json")
    toll_judge._forest = lambda: tolls  # type: ignore[assignment]
    belief._forest = lambda: incidents  # type: ignore[assignment]
    tie_features._forest = lambda: ties  # type: ignore[assignment]
    kind_model._MODEL = folder / "kinds.json"
    kind_model._model.cache_clear()


def measure(engine: Seen, corpus: Corpus, ids: set[str], parts: Sequence[Part]) -> list[Outcome]:
    """Judge what the program says about some documents of a corpus."""
    program = Program(engine, parts)
    found: list[Outcome] = []
    engine.corpus = corpus.name.removesuffix(".jsonl")
    for document in corpus.documents:
        if document.id in ids:
            document = annotate(document, engine.gazetteer)
            found += judge(corpus, document, program.answer(document, corpus.format))
    return found


def show(name: str, outcomes: list[Outcome]) -> None:
    """Print the figures that the floors are about."""
    found = figures(outcomes)
    _say(json.dumps({"corpus": name} | {key: found[key] for key in _FIGURES if key in found}))


def _by_article(
    engine: Seen,
    gold: dict[str, Corpus],
    known: Sequence[Known],
    stories: dict[str, list[Story]],
    verbs: Verbs,
) -> dict[str, list[Outcome]]:
    """Outcomes of our own articles, each by models that did not learn from it."""
    unseen: dict[str, list[Outcome]] = {stem: [] for stem in gold}
    ours = set(stories)
    for fold in range(FOLDS):
        learnt = [k for k in known if not (k.corpus in ours and k.fold == fold)]
        told = [
            story
            for stem in sorted(ours)
            for number, story in enumerate(stories[stem])
            if number % FOLDS != fold
        ]
        with tempfile.TemporaryDirectory() as folder:
            install(learnt, Path(folder), told, verbs)
            for stem in sorted(ours):
                ids = {k.id for k in known if k.corpus == stem and k.fold == fold}
                unseen[stem] += measure(engine, gold[stem], ids, list(Part))
    return unseen


def main() -> None:
    """Run from the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--answers", nargs="+", type=Path, required=True)
    parser.add_argument("--verbs", type=Path)
    arguments = parser.parse_args()
    engine = Seen(Settings(user_gazetteer=False))
    engine.answers = Answers(arguments.answers)
    gazetteer = engine.gazetteer
    gold = {path.stem: read_gold(path) for path in arguments.corpora}
    known = [
        Known(
            path.stem,
            number % FOLDS,
            path,
            example,
            train_filter.Described(example, gazetteer),
            train_ranker.groups(example, gazetteer),
        )
        for path in arguments.corpora
        for number, example in enumerate(read_corpus(path, engine.model, gazetteer, engine.answers))
    ]
    ours = {stem for stem, corpus in gold.items() if corpus.format is Format.ARTICLES}
    stories = {
        path.stem: read_stories(path, engine.answers)
        for path in arguments.corpora
        if path.stem in ours
    }
    verbs = Verbs([], [])
    if arguments.verbs:
        given = arguments.verbs, engine.model, gazetteer, engine.answers
        verbs = Verbs(train_kinds.located(*given), read_tellings(arguments.verbs, engine.answers))
    unseen = _by_article(engine, gold, known, stories, verbs)
    for stem in gold:
        if stem not in ours:
            with tempfile.TemporaryDirectory() as folder:
                install([k for k in known if k.corpus != stem], Path(folder), (), verbs)
                ids = {k.id for k in known if k.corpus == stem}
                parts = [Part.RECOGNITION, Part.RESOLUTION]
                unseen[stem] += measure(engine, gold[stem], ids, parts)
        regions = {d.id: d.region for d in gold[stem].documents}
        for region in sorted(set(regions.values())):
            some = [o for o in unseen[stem] if regions[o.doc] == region]
            if some:
                show(f"{stem} {region}".strip(), some)
    show("all of our own", [o for stem in sorted(ours) for o in unseen[stem]])
    engine.close()


if __name__ == "__main__":
    main()

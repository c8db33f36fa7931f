"""Trains what codes an event: its category, its PLOVER type, and which event a sentence is about.

usage: python -m training.train_coding ARTICLES.jsonl... --sentences CODED.jsonl
           --answers LEFT-OUT.pickle... [--write]

ARTICLES is in the form of ``tests/accuracy/own-news`` (what is held out there is passed over),
CODED has sentences with ``event_type`` (PLOVER) and ``event_text`` (the words that name it). Of a
sentence that an encoder was trained on, the answers are those of one that was not. Prints shares
of right categories and types by leaving articles and sentences out; with ``--write`` trains on all
and stores ``events/kinds.json``, ``events/types.json`` and ``events/leads.json``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mapper import Mapper
from mapper.config import Settings
from mapper.evaluate.codes import from_plover
from mapper.events.assemble import HARDLY, Draft, drafts
from mapper.events.belief import beliefs
from mapper.events.kind_model import weighed
from mapper.events.kind_rules import Kind, clause_words
from mapper.events.kinds import FIRM, favoured, rule_kind, settle, type_clues
from mapper.events.leads import lead_features
from mapper.grammar import Grammar
from mapper.model import Article, Category, EventType, Parsed, Span
from training.corpora import Answers
from training.linear import Fitted, Row
from training.stories import Story, read_stories

EVENTS = Path(__file__).parents[1] / "mapper" / "events"
FOLDS = 5
# How much an event of our own articles counts beside a coded sentence: there are six times as many,
# and most are of few types.
OWN = 0.15
# How much of an event counts for the other categories that are right for it.
ALSO = 0.25
_say = logging.getLogger(__name__).info


@dataclass
class Case:
    """An event with what it should be coded as.

    Parameters
    ----------
    draft
        As the program drafts it.
    grammar
        Of its text.
    rule
        Its kind by rule.
    fold
        Part of the data that it is left out with.
    category, accepted
        As annotated, and all that are right; empty where not annotated.
    type
        PLOVER's, as annotated; empty where it is not what the sentence is about.
    row
        What tells its type: with the category that a model gave which had not seen it.
    """

    draft: Draft
    grammar: Grammar
    rule: Kind
    fold: int
    category: str = ""
    accepted: frozenset[str] = frozenset()
    type: str = ""
    row: Row | None = None

    def settled(self, category: str) -> None:
        """Take a category, as the program does, and note what that says of the type."""
        near = clause_words(self.grammar, self.draft.trigger)
        kind = settle(self.rule, Category(category), near)
        self.row = self.tells | type_clues(kind, self.tells)

    @property
    def tells(self) -> dict[str, float]:
        """What tells its category: nothing that a model has said of it."""
        return {n: v for n, v in self.draft.around.items() if not _of_kind(n)}


@dataclass
class Sentence:
    """A coded sentence: its types (any is right) and its events."""

    types: frozenset[str]
    fold: int
    cases: list[Case]
    scores: list[float]

    def leads(self) -> list[Row]:
        """Describe its events for the model of leads."""
        rows = zip(self.cases, self.scores, strict=True)
        return [lead_features(c.draft.row, c.row or {}, score) for c, score in rows]


def _of_kind(name: str) -> bool:
    return name.startswith(("ground=", "usual=", "category=")) or name.endswith(
        (" talk", " placed", " physical")
    )


def trust_words(name: str) -> float:
    """For categories: frames and classes before words, words of the whole sentence last."""
    if name.startswith("sentence"):
        return 0.5
    return 0.7 if "=" in name or ":" in name or ">" in name else 1.0


def trust_rules(name: str) -> float:
    """For types: what the rules make of the clause first, the event's own words next."""
    if name.startswith(("told=", "deed=")):
        return 3.0
    if name.startswith(("usual=", "own=", "own:")) or _of_kind(name):
        return 2.0
    return 0.5 if name.startswith(("e_", "sentence")) else 1.0


def fit_categories(cases: Sequence[Case]) -> Fitted:
    """Fit the model of categories; what is arguable counts for each that is right."""
    rows: list[Row] = []
    labels: list[str] = []
    weights: list[float] = []
    for case in cases:
        others = sorted(case.accepted - {case.category})
        rows += [case.tells] * (1 + len(others))
        labels += [case.category, *others]
        weights += [1 - ALSO * bool(others), *[ALSO / len(others) for _ in others]]
    return Fitted(rows, labels, weights, strength=0.05, least=5, trust=trust_words)


def say_categories(model: Fitted, cases: Sequence[Case]) -> list[str]:
    """Say the categories of events as the program does."""
    if not cases:
        return []
    found = []
    table = model.probabilities([case.tells for case in cases]).tolist()
    for case, told in zip(cases, table, strict=True):
        if FIRM in case.tells:
            found.append(str(case.rule.category))
        else:
            favour = favoured(case.draft.trigger, case.rule)
            found.append(str(weighed(dict(zip(model.classes, told, strict=True)), favour)))
    return found


def fit_types(own: Sequence[Case], coded: Sequence[Sentence]) -> Fitted:
    """Fit the model of types."""
    rows: list[Row] = [case.row or {} for case in own]
    labels, weights = [case.type for case in own], [OWN] * len(own)
    for sentence in coded:
        told = [case for case in sentence.cases if case.type]
        rows += [case.row or {} for case in told]
        labels += [case.type for case in told]
        weights += [1 / len(told) for _ in told]
    return Fitted(rows, labels, weights, strength=0.2, least=3, trust=trust_rules)


def fit_leads(coded: Sequence[Sentence]) -> Fitted:
    """Fit the model of what a sentence is about."""
    rows = [row for sentence in coded for row in sentence.leads()]
    labels = [str(int(bool(case.type))) for sentence in coded for case in sentence.cases]
    return Fitted(rows, labels, strength=0.3, least=3, trust=trust_rules)


def settle_all(own: Sequence[Case], coded: Sequence[Sentence]) -> float:
    """Give every event a category by a model that had not seen it; the share of right ones."""
    right = 0
    for fold in range(FOLDS):
        model = fit_categories([case for case in own if case.fold != fold])
        unseen = [case for case in own if case.fold == fold]
        for case, said in zip(unseen, say_categories(model, unseen), strict=True):
            case.settled(said)
            right += said in case.accepted
    model = fit_categories(own)
    for sentence in coded:
        for case, said in zip(sentence.cases, say_categories(model, sentence.cases), strict=True):
            case.settled(said)
    return right / len(own)


def judge(own: Sequence[Case], coded: Sequence[Sentence]) -> tuple[float, float]:
    """Share of right types by models that had not seen them: own events, coded sentences."""
    right_own = right_coded = 0
    for fold in range(FOLDS):
        known = [sentence for sentence in coded if sentence.fold != fold]
        types = fit_types([case for case in own if case.fold != fold], known)
        leads = fit_leads(known)
        unseen = [case for case in own if case.fold == fold]
        said = types.likeliest([case.row or {} for case in unseen])
        right_own += sum(a == case.type for a, case in zip(said, unseen, strict=True))
        for sentence in coded:
            if sentence.fold == fold and sentence.cases:
                best = int(leads.probabilities(sentence.leads())[:, 1].argmax())
                right_coded += (
                    types.likeliest([sentence.cases[best].row or {}])[0] in sentence.types
                )
    return right_own / len(own), right_coded / max(1, len(coded))


def own_cases(stories: Sequence[Story]) -> list[Case]:
    """Annotated events of our own articles."""
    found = []
    for number, story in enumerate(stories):
        for draft in story.drafts:
            meant = story.meant(draft)
            if meant:
                accepted = frozenset([meant[0]["type"], *(meant[0].get("type_alt") or [])])
                case = _case(draft, story.grammar, number % FOLDS)
                case.category, case.accepted = meant[0]["type"], accepted
                case.type = meant[0]["event_type"]
                found.append(case)
    return found


def _case(draft: Draft, grammar: Grammar, fold: int) -> Case:
    return Case(draft, grammar, rule_kind(grammar, draft.trigger, draft.told), fold)


def read_sentences(path: Path, answers: Answers) -> list[Sentence]:
    """Run the program over coded sentences."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    found = []
    with Mapper(Settings(user_gazetteer=False)) as engine:
        for row in lines:
            text = row["text"]
            parsed = engine.parse(Article(id=row["id"], text=text, body=(Span(0, len(text)),)))
            scores = answers.of(path.stem, row["id"])
            code = from_plover(row["event_type"])
            if code in EventType.__members__:
                words = frozenset((row.get("event_text") or "").lower().split())
                found.append(
                    _sentence(replace(parsed, scores=scores or parsed.scores), code, words)
                )
    return found


def _sentence(parsed: Parsed, code: str, words: frozenset[str]) -> Sentence:
    """Say which of a sentence's events is the coded one: its word is, or a word of its own is."""
    grammar = Grammar(parsed)
    # The same sentence may be coded twice: then both lie in one part.
    fold = int(hashlib.sha256(parsed.article.text.encode()).hexdigest(), 16) % FOLDS
    found = drafts(parsed)
    scored = [
        (draft, score)
        for draft, score in zip(found, beliefs([d.row for d in found]), strict=True)
        if score >= HARDLY
    ]
    cases = [_case(draft, grammar, fold) for draft, _ in scored]
    named = [c for c in cases if c.draft.trigger.token.text.lower() in words]
    for case in named or [
        c for c in cases if {t.text.lower() for t in c.draft.trigger.tokens()} & words
    ]:
        case.type = code
    return Sentence(frozenset([code]), fold, cases, [score for _, score in scored])


def write(own: Sequence[Case], coded: Sequence[Sentence], folder: Path = EVENTS) -> None:
    """Train on all and store the models in a folder."""
    fit_categories(own).write(folder / "kinds.json")
    fit_types(own, coded).write(folder / "types.json")
    fit_leads(coded).write(folder / "leads.json")


def main() -> None:
    """Run from the command line."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="+", type=Path)
    parser.add_argument("--sentences", type=Path, required=True)
    parser.add_argument("--answers", nargs="+", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    answers = Answers(arguments.answers)
    stories = [story for path in arguments.articles for story in read_stories(path, answers)]
    own, coded = own_cases(stories), read_sentences(arguments.sentences, answers)
    categories = settle_all(own, coded)
    types, sentences = judge(own, coded)
    _say(f"{len(own)} events: categories {categories:.3f}, types {types:.3f}")
    _say(f"{len(coded)} sentences: types {sentences:.3f}")
    if arguments.write:
        write(own, coded)


if __name__ == "__main__":
    main()

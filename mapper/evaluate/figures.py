"""Figures from outcomes: which tasks make which figure, and how it is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from mapper.evaluate.answer import Answer
from mapper.evaluate.articles import judge_incidents, judge_literals
from mapper.evaluate.gold import Corpus, Document, Format
from mapper.evaluate.outcome import Outcome, area_under_curve, f1, of_task, share
from mapper.evaluate.snippets import judge_cases, judge_coded, judge_conflict, judge_link
from mapper.evaluate.toponyms import judge_given, judge_kinds, judge_recognition

__all__ = [
    "Bin",
    "calibration",
    "calibration_tables",
    "count",
    "denominator",
    "figures",
    "grouped",
    "judge",
]

Figure = float | int | None

# Precision, recall and F1: prefix -> (task of precision, task of recall). A figure is shown with
# its group, in this order.
_TRIPLES = {
    "literal": ("literal-right", "literal-found"),
    "incident": ("incident-right", "incident-found"),
    "names_strict": ("names-precision-strict", "names-recall-strict"),
    "names_lenient": ("names-precision-lenient", "names-recall-lenient"),
    "toponyms_strict": ("toponyms-precision-strict", "toponyms-recall-strict"),
    "toponyms_lenient": ("toponyms-precision-lenient", "toponyms-recall-lenient"),
    "associative": ("associative-precision", "associative-recall"),
    "end_to_end_161": ("placed-precision", "placed-recall"),
    "link": ("link-precision", "link-recall"),
    "tie": ("tie-precision", "tie-recall"),
}

# Figures that are the share of right outcomes of one task.
_SHARES = {
    "placed_of_found": "literal-placed",
    "placed_25_of_all": "literal-placed-25",
    "literal_kept_literal": "literal-kind",
    "metonymy_not_mapped": "metonymy-off",
    "demonyms_not_mapped": "demonym-off",
    "incident_recall_strict": "incident-found-strict",
    "category_accuracy": "category",
    "event_type_accuracy": "event-type",
    "date_accuracy": "date",
    "fatality_accuracy": "fatalities",
    "injury_accuracy": "injuries",
    "factuality_accuracy": "factuality",
    "not_occurred_shown": "not-occurred",
    "attribution_accuracy": "attribution",
    "actor_recall": "actors",
    "kind_accuracy": "kind",
    "accuracy_161": "given",
    "accuracy_161_or_same": "given-same",
    "coverage": "given-covered",
    "exact_id": "given-id",
    "country_by_code": "given-country",
    "link_none_kept": "link-none",
    "link_event_found": "link-event",
    "deaths_accuracy": "deaths",
    "deaths_numbered_accuracy": "deaths-numbered",
    "deaths_single_accuracy": "deaths-single",
    "deaths_mentioned_accuracy": "deaths-mentioned",
    "deaths_read": "deaths-read",
    "headline_place": "headline-place",
    "type_accuracy": "type",
    "type_any": "type-any",
    "type_found": "type-found",
    "no_event_kept": "type-none",
    "cases_met": "case",
}

_GROUPS = (
    ("Places on the map", ("literal", "placed_of", "placed_25", "metonymy", "demonyms")),
    ("Incidents on the map", ("incident",)),
    (
        "What is said of incidents found",
        ("category", "event_type", "date", "fatality", "injury", "factuality", "not_occurred",
         "attribution", "actor"),
    ),
    ("Names recognised", ("names", "toponyms")),
    ("Use of names", ("kind", "associative")),
    (
        "Gold spans resolved",
        ("accuracy", "coverage", "exact", "country", "auc", "mean", "median"),
    ),
    ("Names recognised and resolved", ("end_to_end",)),
    ("Verb and place", ("link", "tie")),
    ("Headlines", ("deaths", "headline")),
    ("Event types", ("type", "no_event")),
    ("Cases", ("cases",)),
    ("Calibration", ("calibration",)),
)  # fmt: skip

_CALIBRATED = {
    "resolution": "given",
    "places": "placed-precision",
    "mentions": "mention-right",
    "incidents": "incident-right",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """A tenth of the scale of scores: how many fell in it, their mean score, the share right."""

    low: float
    count: int
    score: float
    right: float


def judge(corpus: Corpus, document: Document, answer: Answer) -> list[Outcome]:
    """Judge everything that can be judged of an answer to a document of a corpus."""
    outcomes: list[Outcome] = []
    if document.toponyms is not None and answer.mentions is not None:
        outcomes += judge_recognition(document, answer)
        outcomes += judge_kinds(document, answer)
    if document.toponyms is not None and answer.given is not None:
        outcomes += judge_given(document, answer)
    if corpus.format is Format.ARTICLES and answer.incidents is not None:
        outcomes += judge_literals(document, answer)
        outcomes += judge_incidents(document, answer)
    if document.link is not None and answer.incidents is not None:
        outcomes += judge_link(document, answer)
    if document.deaths is not None:
        outcomes += judge_conflict(document, answer)
    if document.codes is not None and answer.events is not None:
        outcomes += judge_coded(document, answer)
    if answer.checked is not None:
        outcomes += judge_cases(document, answer)
    return outcomes


def figures(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    """Count all figures that the outcomes allow, by name; shares have three digits.

    Distances are km. F1 is that of precision and recall as rounded.
    """
    by_task: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_task.setdefault(outcome.task, []).append(outcome)
    result: dict[str, Figure] = {}
    for prefix, tasks in _TRIPLES.items():
        if any(task in by_task for task in tasks):
            precision, recall = (share(by_task.get(task, ())) for task in tasks)
            result[f"{prefix}_precision"] = precision
            result[f"{prefix}_recall"] = recall
            result[f"{prefix}_f1"] = f1(precision, recall)
    for name, task in _SHARES.items():
        if task in by_task:
            result[name] = share(by_task[task])
    result |= _distances(by_task.get("given", ()))
    for name, task in _CALIBRATED.items():
        if bins := calibration(by_task.get(task, ())):
            result[f"calibration_error_{name}"] = _expected_error(bins)
    return result


def grouped(names: Iterable[str]) -> dict[str, list[str]]:
    """Group names of figures under headings, for people; the order of `names` stays."""
    groups: dict[str, list[str]] = {heading: [] for heading, _ in _GROUPS}
    for name in names:
        heading = next(heading for heading, starts in _GROUPS if name.startswith(starts))
        groups[heading].append(name)
    return {heading: found for heading, found in groups.items() if found}


def denominator(name: str, counts: Mapping[str, Sequence[int]]) -> int | None:
    """Say how many things a share was counted over; None for figures of other kinds."""
    prefix, _, last = name.rpartition("_")
    task = _SHARES.get(name, "")
    if prefix in _TRIPLES and last in ("precision", "recall"):
        task = _TRIPLES[prefix][last == "recall"]
    return counts[task][1] if task in counts else None


def _distances(given: Sequence[Outcome]) -> dict[str, Figure]:
    errors = [outcome.error_km for outcome in given if outcome.error_km is not None]
    if not errors:
        return {}
    area = area_under_curve(errors)
    return {
        "auc": None if area is None else round(area, 4),
        "mean_error_km": round(mean(errors), 1),
        "median_error_km": round(median(errors), 1),
    }


def count(outcomes: Iterable[Outcome]) -> dict[str, tuple[int, int]]:
    """Count for each task how many were right, and how many there were."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for outcome in outcomes:
        total[outcome.task] += 1
        right[outcome.task] += outcome.right
    return {task: (right[task], total[task]) for task in sorted(total)}


def calibration(outcomes: Iterable[Outcome]) -> list[Bin]:
    """Make the reliability table: scored outcomes in ten bins of equal width, none empty."""
    bins: dict[int, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.score is not None:
            bins.setdefault(min(9, int(outcome.score * 10)), []).append(outcome)
    return [
        Bin(
            low=index / 10,
            count=len(bins[index]),
            score=round(mean(o.score or 0.0 for o in bins[index]), 3),
            right=round(mean(o.right for o in bins[index]), 3),
        )
        for index in sorted(bins)
    ]


def calibration_tables(outcomes: Sequence[Outcome]) -> dict[str, list[Bin]]:
    """Make the reliability tables of all scores that the outcomes carry, by name."""
    tables = {name: calibration(of_task(outcomes, task)) for name, task in _CALIBRATED.items()}
    return {name: bins for name, bins in tables.items() if bins}


def _expected_error(bins: Sequence[Bin]) -> float:
    total = sum(b.count for b in bins)
    return round(sum(b.count * abs(b.score - b.right) for b in bins) / total, 3)

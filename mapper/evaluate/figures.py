"""Figures from outcomes: which tasks make which figure, and how it is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, median

from mapper.evaluate.answer import Answer
from mapper.evaluate.articles import judge_incidents, judge_literals
from mapper.evaluate.gold import Corpus, Document, Format
from mapper.evaluate.outcome import Outcome, area_under_curve, f1, of_task, share
from mapper.evaluate.snippets import judge_cases, judge_coded, judge_conflict, judge_link
from mapper.evaluate.toponyms import judge_given, judge_kinds, judge_recognition

__all__ = ["Bin", "calibration", "calibration_tables", "count", "figures", "judge"]

Figure = float | int | None

# Figures that are the share of right outcomes of one task.
_SHARES = {
    "exact_id": "given-id",
    "country_by_code": "given-country",
    "accuracy_161_or_same": "given-same",
    "coverage": "given-covered",
    "kind_accuracy": "kind",
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
    "link_none_kept": "link-none",
    "link_event_found": "link-event",
    "deaths_accuracy": "deaths",
    "deaths_read": "deaths-read",
    "headline_place": "headline-place",
    "type_accuracy": "type",
    "type_any": "type-any",
    "type_found": "type-found",
    "no_event_kept": "type-none",
    "cases_met": "case",
}

# Precision, recall and F1: prefix -> (task of precision, task of recall).
_TRIPLES = {
    "names_strict": ("names-precision-strict", "names-recall-strict"),
    "names_lenient": ("names-precision-lenient", "names-recall-lenient"),
    "toponyms_strict": ("toponyms-precision-strict", "toponyms-recall-strict"),
    "toponyms_lenient": ("toponyms-precision-lenient", "toponyms-recall-lenient"),
    "end_to_end_161": ("placed-precision", "placed-recall"),
    "associative": ("associative-precision", "associative-recall"),
    "literal": ("literal-right", "literal-found"),
    "incident": ("incident-right", "incident-found"),
    "link": ("link-precision", "link-recall"),
}

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
    result: dict[str, Figure] = {}
    for prefix, (precision, recall) in _TRIPLES.items():
        said, gold = of_task(outcomes, precision), of_task(outcomes, recall)
        if said or gold:
            result[f"{prefix}_precision"] = share(said)
            result[f"{prefix}_recall"] = share(gold)
            result[f"{prefix}_f1"] = f1(share(said), share(gold))
    result |= _distances(of_task(outcomes, "given"))
    for name, task in _SHARES.items():
        value = share(of_task(outcomes, task))
        if value is not None:
            result[name] = value
    for name, task in _CALIBRATED.items():
        bins = calibration(of_task(outcomes, task))
        if bins:
            result[f"calibration_error_{name}"] = _expected_error(bins)
    return result


def _distances(given: Sequence[Outcome]) -> dict[str, Figure]:
    errors = [outcome.error_km for outcome in given if outcome.error_km is not None]
    if not errors:
        return {}
    area = area_under_curve(errors)
    return {
        "accuracy_161": share(given),
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

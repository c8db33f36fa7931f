import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.errors import SourceError
from mapper.evaluate.figures import _SHARES, _TRIPLES, calibration, denominator, figures, grouped
from mapper.evaluate.gold import Corpus, Document, Format
from mapper.evaluate.misses import context, misses
from mapper.evaluate.outcome import Outcome
from mapper.evaluate.report import Flip, flips, load_report, make_report, moved
from mapper.evaluate.runner import Judged, choose


def outcome(task: str, right: bool, start: int = 0, **more: object) -> Outcome:
    fields: dict[str, object] = {"doc": "d", "end": start + 4} | more
    return Outcome(task=task, start=start, right=right, **fields)  # type: ignore[arg-type]


def corpus(*ids: str) -> Corpus:
    documents = tuple(Document(id=i, text="Baku and Ganja", region="sc") for i in ids)
    return Corpus(name="c", format=Format.ARTICLES, digest="0", documents=documents)


def report(*outcomes: Outcome) -> dict[str, object]:
    made = make_report([Judged(corpus=corpus("d"), outcomes=outcomes)], {"limit": None})
    loaded: dict[str, object] = json.loads(json.dumps(made))["corpora"][0]
    return loaded


def test_report_has_figures_counts_regions_and_outcomes() -> None:
    entry = report(outcome("literal-found", True), outcome("literal-found", False, 9))
    assert entry["figures"]["literal_recall"] == 0.5  # type: ignore[index]
    assert entry["regions"]["sc"]["literal_recall"] == 0.5  # type: ignore[index]
    assert entry["counts"] == {"literal-found": [1, 2]}
    assert entry["outcomes"] == {"literal-found": {"d": [[0, 4, 1, "", ""], [9, 13, 0, "", ""]]}}


def test_flips_tell_losses_first_and_what_was_said() -> None:
    old = report(
        outcome("literal-found", True, 0, gold="Baku", said="Baku"),
        outcome("literal-found", False, 9, gold="Ganja"),
        outcome("literal-found", True, 20, gold="same"),
    )
    new = report(
        outcome("literal-found", False, 0, gold="Baku"),
        outcome("literal-found", True, 9, gold="Ganja", said="Ganja"),
        outcome("literal-found", True, 20, gold="same"),
    )
    lost, won = flips(old, new)
    assert lost == Flip(
        task="literal-found", doc="d", start=0, end=4, was=True, now=False, gold="Baku",
        said="", said_before="Baku",
    )  # fmt: skip
    assert (won.was, won.now, won.said) == (False, True, "Ganja")


def test_spurious_things_that_come_and_go_are_told_right_ones_are_not() -> None:
    old = report(outcome("literal-right", False, 0), outcome("literal-right", True, 5))
    new = report(outcome("literal-right", False, 30), outcome("literal-right", True, 40))
    told = [(flip.was, flip.now) for flip in flips(old, new)]
    assert told == [(None, False), (False, None)]


def test_a_task_that_one_run_did_not_judge_flips_nothing() -> None:
    assert not list(flips(report(), report(outcome("given", True))))


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=10))
def test_a_run_does_not_differ_from_itself(rows: list[tuple[int, bool]]) -> None:
    entry = report(*(outcome("given", right, start) for start, right in rows))
    assert not list(flips(entry, entry))
    assert not list(moved(entry, entry))


def test_figures_that_moved() -> None:
    old, new = report(outcome("kind", False)), report(outcome("kind", True))
    assert list(moved(old, new)) == [("kind_accuracy", 0.0, 1.0)]


def test_a_file_that_is_no_report_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    for text in ("{", "[]", '{"schema_version": "0"}'):
        path.write_text(text, "utf-8")
        with pytest.raises(SourceError, match=r"old\.json"):
            load_report(path)


def test_calibration_bins_and_error() -> None:
    scored = [outcome("given", right, score=s) for right, s in ((True, 0.95), (False, 1.0))]
    (last,) = calibration(scored)
    assert (last.low, last.count, last.score, last.right) == (0.9, 2, 0.975, 0.5)
    assert figures(scored)["calibration_error_resolution"] == 0.475


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1))
def test_every_score_falls_in_one_bin(scored: list[tuple[bool, float]]) -> None:
    bins = calibration([outcome("given", right, score=s) for right, s in scored])
    assert sum(b.count for b in bins) == len(scored)
    for b in bins:
        assert b.low - 0.001 <= b.score <= b.low + 0.101


def test_misses_are_wrong_outcomes_in_context() -> None:
    judged = Judged(
        corpus=corpus("d"),
        outcomes=(outcome("literal-found", False, 9, end=14), outcome("literal-found", True)),
    )
    ((miss, around),) = misses(judged)
    assert miss.start == 9
    assert around == "Baku and [[Ganja]]"
    assert not list(misses(judged, ["category"]))


def test_a_wrong_spot_is_listed_only_where_the_place_was_found() -> None:
    unfound = outcome("literal-placed-25", False)
    misplaced = outcome("literal-placed-25", False, 9, said="Ganja (literal): nothing")
    judged = Judged(corpus=corpus("d"), outcomes=(unfound, misplaced))
    assert [miss for miss, _ in misses(judged)] == [misplaced]


def test_context_is_one_line() -> None:
    document = Document(id="d", text="a\nb  Baku\tc")
    assert context(document, 5, 9) == "a b [[Baku]] c"


def test_a_part_of_a_corpus_is_stable_and_in_order() -> None:
    whole = corpus(*"abcdefghij")
    first = [d.id for d in choose(whole, 4, None).documents]
    assert first == ["a", "b", "c", "d"]
    chosen = [d.id for d in choose(whole, 4, "seed").documents]
    assert chosen == sorted(chosen)
    assert chosen == [d.id for d in choose(whole, 4, "seed").documents]
    assert len({tuple(d.id for d in choose(whole, 4, str(i)).documents) for i in range(9)}) > 1
    assert choose(whole, 99, "seed") is whole


@given(st.integers(1, 10), st.text(max_size=5))
def test_a_smaller_part_lies_in_a_larger_one(limit: int, seed: str) -> None:
    whole = corpus(*"abcdefghij")
    smaller = {d.id for d in choose(whole, limit, seed).documents}
    larger = {d.id for d in choose(whole, limit + 1, seed).documents}
    assert smaller < larger or limit == 10


def test_every_figure_has_a_group_and_every_share_its_count() -> None:
    names = [f"{prefix}_{part}" for prefix in _TRIPLES for part in ("precision", "recall", "f1")]
    names += [*_SHARES, "auc", "mean_error_km", "median_error_km", "calibration_error_places"]
    told = [name for group in grouped(names).values() for name in group]
    assert sorted(told) == sorted(names)
    counts = {"literal-found": (1, 2), "literal-right": (3, 4), "kind": (5, 6)}
    assert denominator("literal_recall", counts) == 2
    assert denominator("literal_precision", counts) == 4
    assert denominator("kind_accuracy", counts) == 6
    assert denominator("literal_f1", counts) is None
    assert denominator("auc", counts) is None

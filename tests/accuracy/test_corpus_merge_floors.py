"""Reports of one incident are found in news that the weights never saw."""

import importlib.util
import tomllib

import corpus_merge_measure as measure
import pytest

FLOORS = tomllib.loads((measure.CORPUS / "floors.toml").read_text("utf-8"))


def _made() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("make", measure.CORPUS / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {part: module.lines(part) for part in module.PARTS}


def test_the_articles_are_made_of_the_stories():
    for part, text in _made().items():
        assert (measure.CORPUS / f"{part}.jsonl").read_text("utf-8") == text


def test_no_story_is_in_both_parts():
    held, seen = ({row["story"] for row in measure.rows(p)} for p in ("held-out", "development"))
    assert not held & seen
    assert len(held) >= 45
    assert len(held) + len(seen) >= 80


@pytest.mark.parametrize(
    ("kind", "make"),
    [("by_hand", measure.gold_lines), ("program", measure.program_lines)],
)
def test_held_out_above_the_floors(kind, make):
    rows = measure.rows("held-out")
    found = measure.measure(measure.intake(make(rows)), rows)
    for figure, floor in FLOORS[kind].items():
        assert found[figure] >= floor, figure

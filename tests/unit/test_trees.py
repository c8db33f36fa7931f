"""Boosted trees as plain JSON."""

import json
import math
from pathlib import Path

import pytest

from mapper.errors import DataError
from mapper.trees import Forest

# Two stumps: a <= 0.5 ? 1 : -1, and b <= 2 ? 0.25 : (a <= 1.5 ? 0.5 : 4).
STORED = {
    "features": ["a", "b"],
    "depth": 2,
    "roots": [0, 3],
    "feature": [0, 0, 0, 1, 0, 0, 0, 0],
    "threshold": [0.5, 0, 0, 2.0, 0, 1.5, 0, 0],
    "left": [1, 1, 2, 4, 4, 6, 6, 7],
    "right": [2, 1, 2, 5, 4, 7, 6, 7],
    "value": [0, 1.0, -1.0, 0, 0.25, 0, 0.5, 4.0],
}


def forest(folder: Path, **changes: object) -> Forest:
    path = folder / "trees.json"
    path.write_text(json.dumps(STORED | changes), encoding="utf-8")
    return Forest(path)


def test_sums_its_trees(tmp_path: Path) -> None:
    rows = [{"a": 0.5, "b": 2.0}, {"a": 1.0, "b": 3.0}, {"b": 9.0, "a": 2.0, "unused": 1.0}]
    assert list(forest(tmp_path).margins(rows)) == [1.25, -0.5, 3.0]
    assert list(forest(tmp_path, calibration=[2.0, 1.0]).margins(rows)) == [3.5, 0.0, 7.0]


def test_probabilities(tmp_path: Path) -> None:
    (p,) = forest(tmp_path).probabilities([{"a": 1.0, "b": 3.0}])
    assert p == pytest.approx(1 / (1 + math.exp(0.5)))
    assert len(forest(tmp_path).probabilities([])) == 0


def test_rows_of_another_version_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"trees\.json was made for another version"):
        forest(tmp_path).margins([{"a": 1.0}])


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"features": 3}'])
def test_damaged_file_is_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "trees.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"trees\.json is missing or damaged"):
        Forest(path)

import base64
import json
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from render_samples import HOSTILE, aras, hostile

from mapper.render import page as page_module
from mapper.render.columns import SCHEMA, Columns, Kind
from mapper.render.pack import pack
from mapper.render.page import page_data

STEADY = settings(deadline=None, max_examples=60)


def unpack(about: dict[str, Any], packed: str) -> dict[str, dict[str, list[Any]]]:
    """What the page's script does, in Python."""
    raw = zlib.decompress(base64.b64decode(packed), -15)
    texts = json.loads(raw[: about["texts"]])
    body = raw[about["texts"] :]
    tables: dict[str, dict[str, list[Any]]] = {}
    for name, columns in about["columns"].items():
        rows = about["rows"][name]
        tables[name] = {}
        for column, (scale, width, difference, start) in columns.items():
            planes = np.frombuffer(body[start : start + width * rows], np.uint8)
            numbers = np.zeros(rows, np.int64)
            for plane, values in enumerate(planes.reshape(width, rows)):
                numbers |= values.astype(np.int64) << (8 * plane)
            if width:
                numbers -= (numbers >> (8 * width - 1)) << (8 * width)
            if difference:
                numbers = np.cumsum(numbers)
            values = numbers.tolist()
            if scale == 0:
                tables[name][column] = [texts[name][column][number] for number in values]
            else:
                tables[name][column] = values if scale == 1 else [v / scale for v in values]
    return tables


def one_column(values: list[Any], kind: Kind) -> list[Any]:
    """A column of that kind, packed and unpacked."""
    columns = Columns()
    table, column = next(
        (name, column) for name, kinds in SCHEMA.items() for column, k in kinds.items() if k is kind
    )
    for value in values:
        columns[table].add(
            *(
                value if c == column else "" if k is Kind.TEXT else 0
                for c, k in SCHEMA[table].items()
            )
        )
    return unpack(*pack(columns))[table][column]


@STEADY
@given(st.lists(st.integers(-(2**31) + 1, 2**31 - 1)))
def test_whole_numbers_come_back(values: list[int]) -> None:
    assert one_column(values, Kind.WHOLE) == values


@STEADY
@given(st.lists(st.integers(0, 300), min_size=1).map(np.cumsum))
def test_numbers_that_rise_come_back(values: Any) -> None:
    assert one_column(values.tolist(), Kind.WHOLE) == values.tolist()


@STEADY
@given(st.lists(st.integers(-180_00000, 180_00000)))
def test_degrees_come_back_to_the_metre(steps: list[int]) -> None:
    values = [step / 100_000 for step in steps]
    assert one_column(values, Kind.DEGREE) == pytest.approx(values, abs=1e-9)


@STEADY
@given(st.lists(st.text(max_size=20)))
def test_texts_come_back(values: list[str]) -> None:
    assert one_column(values, Kind.TEXT) == values


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_texts_come_back_and_hold_nothing_that_runs(words: str) -> None:
    columns = Columns()
    columns["shapes"].add(words, words)
    about, packed = pack(columns)
    assert unpack(about, packed)["shapes"]["kind"] == [words]
    assert "<" not in packed and "{" not in packed


def test_a_packed_page_says_what_a_plain_one_says(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = page_data([aras(), hostile("Ghostville")], "T")
    monkeypatch.setattr(page_module, "_MOST_PLAIN", 1)
    packed = page_data([aras(), hostile("Ghostville")], "T")
    assert plain.packed == ""
    assert packed.payload["view"] == plain.payload["view"]
    tables = unpack(packed.payload["packed"], packed.packed)  # type: ignore[arg-type]
    for name, columns in tables.items():
        for column, values in columns.items():
            assert values == plain.payload[name][column], (name, column)  # type: ignore[index]


def test_a_number_beyond_all_measure_is_cut() -> None:
    assert one_column([3, 10**15], Kind.WHOLE) == [3, 2**31 - 1]


def test_the_same_columns_give_the_same_bytes() -> None:
    columns = Columns()
    columns["shapes"].extend("area", [("abc",), ("def",)])  # type: ignore[arg-type]
    assert pack(columns) == pack(columns)


def test_a_row_has_a_value_for_every_column() -> None:
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        Columns()["shapes"].add("area")

"""Products of the parser's networks by NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from thinc.api import Model, NumpyOps

from mapper.language.pinned import read_pin
from mapper.language.products import multiply_by_numpy


@pytest.fixture(scope="module")
def pipeline() -> spacy.language.Language:
    return multiply_by_numpy(spacy.load(read_pin().directory(), exclude=["senter"]))


def numbers(rows: int, columns: int) -> Any:
    return np.random.default_rng(rows).standard_normal((rows, columns), dtype=np.float32)


def layers(pipeline: spacy.language.Language) -> list[Model[Any, Any]]:
    networks = [getattr(part, "model", None) for _, part in pipeline.pipeline]
    return [layer for network in networks if isinstance(network, Model) for layer in network.walk()]


@pytest.mark.parametrize(("left", "right"), [(False, False), (False, True), (True, False)])
def test_products_are_those_of_the_parser_s_own(
    pipeline: spacy.language.Language, left: bool, right: bool
) -> None:
    one = numbers(96, 40) if left else numbers(40, 96)
    other = numbers(288, 96) if right else numbers(96, 288)
    products: Any = layers(pipeline)[0].ops
    found = products.gemm(one, other, trans1=left, trans2=right)
    assert found.dtype == np.float32
    expected: Any = NumpyOps().gemm(one, other, trans1=left, trans2=right)
    assert found == pytest.approx(expected, abs=1e-4)
    given = np.empty_like(found)
    products.gemm(one, other, out=given, trans1=left, trans2=right)
    assert np.array_equal(given, found)


def test_every_layer_multiplies_so(pipeline: spacy.language.Language) -> None:
    assert len(layers(pipeline)) > 20
    assert len({id(layer.ops) for layer in layers(pipeline)}) == 1


def test_a_parse_is_the_same(pipeline: spacy.language.Language) -> None:
    text = (
        "Two border guards were wounded on Monday when gunmen opened fire near the village of "
        "Karmir, the ministry said. Traffic to Lachin was halted until further notice."
    )
    plain = spacy.load(read_pin().directory(), exclude=["senter"])
    attributes: list[int | str] = ["TAG", "DEP", "HEAD", "LEMMA", "ENT_TYPE", "SENT_START"]
    assert np.array_equal(pipeline(text).to_array(attributes), plain(text).to_array(attributes))

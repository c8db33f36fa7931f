import json
import re

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from render_samples import HOSTILE

from mapper.render.inert import inert_json

ANY_TEXT = st.text(st.characters(), max_size=60)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(TREES)
def test_inert_json_says_the_same(tree: object) -> None:
    assert json.loads(inert_json(tree)) == tree


@given(TREES)
def test_inert_json_holds_nothing_that_could_be_taken_for_code(tree: object) -> None:
    text = inert_json(tree)
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff]|\\{\\{|\\{%|\\{#", text)
    text.encode("utf-8")


@pytest.mark.parametrize("words", HOSTILE)
def test_jinja_leaves_it_as_it_is(words: str) -> None:
    text = inert_json({"a": [words, {words: words}]})
    assert jinja2.Template(text).render() == text


def test_surrogates_that_stand_alone_survive() -> None:
    assert inert_json("\ud83d x \ude00") == '"\\ud83d x \\ude00"'


def test_plain_words_stay_readable() -> None:
    assert inert_json("Шуша, Շուշի, “Şuşa”") == '"Шуша, Շուշի, “Şuşa”"'


def test_numbers_that_json_has_not_are_refused() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        inert_json(float("nan"))

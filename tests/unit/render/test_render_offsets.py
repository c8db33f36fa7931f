from hypothesis import given
from hypothesis import strategies as st

from mapper.render.utf16 import Offsets

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(TEXTS, st.data())
def test_offsets_count_utf16_units(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    assert Offsets(text)[offset] == len(text[:offset].encode("utf-16-le")) // 2


def test_offsets_beyond_the_text_are_its_end() -> None:
    assert Offsets("a😀")[99] == 3
    assert Offsets("a😀")[-1] == 0


def test_lone_surrogates_are_one_unit() -> None:
    assert Offsets("\ud83dx😀")[3] == 4

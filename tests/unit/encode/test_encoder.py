"""What the encoder reads, and what it says."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.encode import Encoder, windows
from mapper.errors import DataError
from mapper.model import HEADS, Span, WordScores

ROOM = Path(__file__).parents[3] / "mapper" / "encode"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def read(encoder: Encoder, text: str) -> WordScores:
    return encoder.read(text, [Span(0, len(text))])


def test_finds_names_with_their_whole_extent(encoder: Encoder) -> None:
    text = "Shelling was reported near Martakert and Goris, officials in Baku said on Monday."
    found = [text[s.start : s.end] for s, label in read(encoder, text).spans() if label == "LOC"]
    assert found == ["Martakert", "Goris", "Baku"]


def test_tells_report_from_talk(encoder: Encoder) -> None:
    text = "A mine killed two men near Fizuli on Monday. Our podcast is free for subscribers."
    scores = read(encoder, text)
    report, talk = text.index("killed"), text.index("podcast")
    told = [1 - scores.mean("event", Span(at, at + 5))[0] for at in (report, talk)]
    assert told[0] > 0.6 > 0.3 > told[1]


def test_every_head_answers_for_every_word(encoder: Encoder) -> None:
    scores = read(encoder, "Baku said no. 3 km off.")
    for name, size in HEADS.items():
        assert scores.heads[name].shape == (len(scores.words), size)
        assert np.allclose(scores.probabilities[name].sum(axis=1), 1, atol=1e-3)


def test_says_nothing_of_nothing(encoder: Encoder) -> None:
    scores = encoder.read("Baku", [])
    assert (scores.words, scores.spans()) == ((), [])
    assert not scores.mean("event", Span(0, 4)).any()


@settings(deadline=None, max_examples=40)
@given(text=st.text(max_size=300))
def test_words_lie_in_order_inside_what_was_read(encoder: Encoder, text: str) -> None:
    stretch = Span(len(text) // 4, len(text))
    scores = encoder.read(text, [stretch])
    at = stretch.start
    for word in scores.words:
        assert at <= word.start < word.end <= stretch.end
        at = word.end


def test_a_long_text_is_cut_between_sentences(encoder: Encoder) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(ROOM / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    text = "The convoy reached the village of Goris before dawn. " * 60
    found = list(windows(tokenizer, text, Span(0, len(text))))
    assert len(found) > 2
    assert all(len(window.pieces) <= 192 for window in found)
    assert all(text[window.words[0].start :].startswith("The convoy") for window in found)
    words = [word for window in found for word in window.words]
    assert len(words) == 60 * 10


def test_a_damaged_model_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "encoder.json").write_text('{"name": "x"}')
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(DataError, match="missing or damaged"):
        Encoder(tmp_path)
    with pytest.raises(DataError, match="missing or damaged"):
        Encoder(tmp_path / "nowhere")


def test_the_card_belongs_to_the_weights() -> None:
    import hashlib
    import json

    card = json.loads((ROOM / "encoder.json").read_text())
    weights = (ROOM / "encoder.onnx").read_bytes()
    assert hashlib.sha256(weights).hexdigest() == card["sha256"]
    assert len(weights) <= 25_000_000

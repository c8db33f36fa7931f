"""The parser's table of rules, remembered."""

from __future__ import annotations

from typing import Any

import spacy

from mapper.language.pinned import read_pin
from mapper.language.rules import remember_rules

TEXTS = (
    "Two border guards were wounded when gunmen opened fire near the village of Karmir.",
    "There's no road there, and there are none on the map; it ain't so, let's go, y'all.",
    "They're gonna halt it. The mayor's office has got to move, c'mon, it gets late  and later.",
    "That the bridge which fell had been old is what the man who did it said to that girl.",
    "There are two, two, two of them. There is one. Ai n't. Gon na.",
    "",
    "  ",
)


def test_rules_fit_the_words_that_they_fit_unremembered() -> None:
    plain = spacy.load(read_pin().directory(), exclude=["senter"])
    remembering = remember_rules(spacy.load(read_pin().directory(), exclude=["senter"]))
    attributes: list[int | str] = ["TAG", "POS", "LEMMA", "MORPH", "DEP"]
    for text in TEXTS * 2:
        found = remembering(text).to_array(attributes).tolist()
        assert found == plain(text).to_array(attributes).tolist()
    table: Any = remembering.get_pipe("attribute_ruler")
    longer = [end - start for text in TEXTS for _, _, start, end in table.match(plain(text))]
    assert max(longer) > 1


def test_a_table_that_asks_for_more_is_left_alone() -> None:
    pipeline = spacy.blank("en")
    table: Any = pipeline.add_pipe("attribute_ruler")
    table.add([[{"ORTH": "Karmir"}]], {"POS": "PROPN"})
    remember_rules(pipeline)
    assert "match" not in vars(table)

"""The lexicon is data: whole, without contradictions, and known to the code that uses it."""

from mapper.events.kinds import Kind, settle
from mapper.events.lexicon import lexicon
from mapper.events.passages import HARMFUL
from mapper.model import Category, EventType


def test_every_frame_named_anywhere_exists() -> None:
    lex = lexicon()
    named = {*lex.verbs.values(), *lex.nouns.values(), *HARMFUL}
    named |= {name for options in lex.phrases.values() for _, name in options}
    named |= {p.frame for p in lex.patterns} - {"none"}
    named |= {p.closing for p in lex.patterns if p.closing}
    assert named <= set(lex.frames)


def test_acled_types_come_with_sub_types_and_weights_are_probabilities() -> None:
    for frame in lexicon().frames.values():
        assert bool(frame.acled_type) == bool(frame.acled_sub_type)
        assert 0.0 < frame.weight < 1.0


def test_every_category_has_a_usual_kind() -> None:
    rule = Kind(Category.OTHER, EventType.OTHER, "", "")
    for category in Category:
        assert settle(rule, category, set()).category is category


def test_the_lexicon_is_read_once() -> None:
    assert lexicon() is lexicon()

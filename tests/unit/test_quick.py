"""Patterns that look for what they need before they are tried."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.quick import Quick

PATTERNS = (
    (r"\bkill(?:s|ed|ing)?\s+(?P<n>\d{1,3}|two|three)\b", re.I),
    (r"\b(?:[Ii]n|[Oo]n)\s+(?P<mon>Jan\b\.?|January\b|March\b)", re.NOFLAG),
    (r"(?<=\()[0-3]?\d\.[01]?\d\.(?=\))", re.NOFLAG),
    (r"\b(?:hospitals?|in\s+a\s+coma)\b(?!\s+staff)", re.I),
    (r"(?:at\s+least\s+)?(?:dead|[^\W\d]+ed)\s*[.;]", re.I),
    (r"['’]ll\b|won['’]t|\bmuri[óe]\b", re.I),
    (r"(?i:the\s+day)\s+(?-i:After)|Noon", re.NOFLAG),
    (r"x*", re.NOFLAG),
    (r"(?>strike|shot)\s(?:on){2}|[^a-z]{3}Q", re.NOFLAG),
    (r"(?P<q>[\"“])said(?P=q)", re.I),
)
WORDS = (
    "kill", "KILLED", "kılled", "killing", "ſaid", "two", "12", "٣", "in", "In", "January", "Jan.",
    "(1.3.)", "hospital", "hospıtal", "staff", "a coma", "at least", "dead", "wounded.", ";",
    "they’ll", "won't", "MURIÓ", "murió", "the day", "The Day", "After", "after", "Noon", "xx",
    "strike onon", "1-!Q", '"said"', '"Saİd"', "\n",
)  # fmt: skip


@pytest.mark.parametrize(("pattern", "flags"), PATTERNS)
@given(words=st.lists(st.sampled_from(WORDS)), cut=st.integers(0, 30))
def test_finds_what_the_plain_pattern_finds(
    pattern: str, flags: re.RegexFlag, words: list[str], cut: int
) -> None:
    text = " ".join(words)
    plain, fast = re.compile(pattern, flags), Quick(pattern, flags)
    end = max(cut, len(text) - cut)
    assert [m.span() for m in fast.finditer(text, cut, end)] == [
        m.span() for m in plain.finditer(text, cut, end)
    ]
    one, other = plain.search(text), fast.search(text)
    assert (one and one.span()) == (other and other.span())


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\bkill(?:s|ed)?\b", "Nobody was hurt."),
        (r"\d\s+(?:May|June)", "in May"),
        (r"\d\s+(?:May|June)", "on 3 March"),
        (r"(?:the\s+)?(?:clinic|hospital)", "the way to the road"),
    ],
)
def test_rules_out_what_lacks_a_word_or_a_digit(pattern: str, text: str) -> None:
    assert not Quick(pattern, re.I).can_match(text, 0, len(text))


def test_a_wrong_pattern_is_told_at_once() -> None:
    with pytest.raises(re.error):
        Quick(r"(?:un")

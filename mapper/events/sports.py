"""Results and fixtures of teams, which bear the names of towns and fight no battles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.grammar import lemma
from mapper.quick import Quick

if TYPE_CHECKING:
    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = ["is_sport"]

_SCORE = Quick(r"(?<![\w.,:/-])\d{1,3}\s?[-–:]\s?\d{1,3}(?![\w,:/%-]|\.\d)")
_GAME = Quick(
    r"\b(?:in\s+(?:football|soccer|basketball|volleyball|hockey|rugby|cricket|futsal|handball)|"
    r"(?:league|cup|home|away)\s+(?:match|game|tie|fixture)s?|(?:premier|champions|europa|conference|"
    r"super)\s+league|derby|kick-off|half-time|play-offs?|semi-finals?|quarter-finals?|goalless)\b",
    re.I,
)
_RESULTS = frozenset(
    ["beat", "lose", "win", "draw", "defeat", "thrash", "host", "play", "face", "edge", "trounce",
     "score"]
)  # fmt: skip
_PLAYED = frozenset(["beat", "lose", "win", "draw", "defeat", "thrash", "edge", "trounce"])


def is_sport(grammar: Grammar, token: Token) -> bool:
    """Whether a clause tells the result of a game, or one to come.

    Parameters
    ----------
    grammar
        The parsed article.
    token
        A word of the clause.
    """
    verb = grammar.parsed.tokens[grammar.clause_head[token.index]]
    words = {lemma(t) for t in grammar.clause_tokens(token) if t.pos == "VERB"}
    words |= {"host" for t in grammar.clause_tokens(token) if t.text == "host"}
    if not words & _RESULTS:
        return False
    start, end = _line(grammar, token)
    sentence = grammar.parsed.sentences[token.sentence].span
    if words & _PLAYED and _SCORE.search(grammar.text, sentence.start, sentence.end):
        return True
    if lemma(verb) == "play":
        rivals = grammar.kids(verb, "dobj")
        if rivals and all(r.pos == "PROPN" and not grammar.kids(r, "det") for r in rivals):
            return True
    return _GAME.search(grammar.text, start, end) is not None


def _line(grammar: Grammar, token: Token) -> tuple[int, int]:
    start = grammar.paragraph(token)
    end = grammar.text.find("\n", token.end)
    return start, end if end >= 0 else len(grammar.text)

"""Lists of what is to come: their lines tell no news of the past."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.grammar import lemma

if TYPE_CHECKING:
    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = ["is_on_agenda", "is_scheduled"]

_LABEL = re.compile(
    r"[\s*#§•–-]*(?:\d{1,2}[.)]\s*)?(?:what(?:['’]s|\s+is)\s+(?:coming|next|ahead)|coming(?:\s+up)?|"
    r"(?:the\s+)?(?:week|days?)\s+ahead|ahead|look(?:ing)?\s+ahead|forthcoming|upcoming|"
    r"next(?:\s+(?:week|month|days))?|planned|agenda|calendar|diary|(?:drill|advance)\s+notice|notices?)"
    r"\s*(?:[.:]|[–—-]\s|$)",
    re.I | re.M,
)
_REACH = 800  # characters
# What is done by a timetable: of these the present tense of a full sentence tells what is to come.
_STARTS = frozenset(
    ["leave", "travel", "fly", "begin", "open", "meet", "arrive", "visit", "start", "host",
     "resume", "reopen", "convene", "go", "come", "play", "sail", "depart", "move", "receive",
     "head", "return", "reconvene"]
)  # fmt: skip


def is_on_agenda(grammar: Grammar, offset: int) -> bool:
    """Whether an offset lies in a line, or a list, under a label such as "Ahead" or "Agenda".

    Parameters
    ----------
    grammar
        The parsed article.
    offset
        Where to look.
    """
    text = grammar.text
    line = grammar.line_start(offset)
    if _LABEL.match(text, line, offset):
        return True
    block = text.rfind("\n\n", max(0, line - _REACH), line)
    first = block + 2 if block >= 0 else max(0, line - _REACH)
    if first >= line:
        return False
    label = _LABEL.match(text, grammar.line_start(first))
    # Only a label of its own line heads the lines below it.
    return label is not None and "\n" in text[label.end() - 1 : label.end() + 1]


def is_scheduled(grammar: Grammar, verb: Token) -> bool:
    """Read "The first buses leave on Friday."; in a headline the present tense tells the past.

    Parameters
    ----------
    grammar
        The parsed article.
    verb
        The head of a clause.
    """
    sentence = grammar.parsed.sentences[verb.sentence].span
    ends = grammar.text[sentence.start : sentence.end].rstrip().endswith((".", ";"))
    return ends and verb.tag in ("VBZ", "VBP") and lemma(verb) in _STARTS

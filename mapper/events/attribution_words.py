"""Who says so, by words that stand beside a report, above it, or after it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from mapper.events.speakers import can_speak, speaker
from mapper.grammar import lemma
from mapper.model import Span
from mapper.quick import Quick

if TYPE_CHECKING:
    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = [
    "said_after",
    "said_beside",
    "said_by_bulletin",
    "said_by_heading",
    "said_by_source",
    "said_inverted",
]

_SAYS = (
    r"(?:says?|said|claims?|claimed|reports?|reported|announce[sd]?|insists?|insisted|confirm(?:s|ed)|"
    r"estimates?|estimated|adds?|added|maintains?|writes?|wrote|counts?|counted|concedes?|warn(?:s|ed)|"
    r"lists?|listed|goes\s+on|went\s+on|explain(?:s|ed))"
)
_NAME = r"(?P<who>(?:[Tt]he\s+|[Aa]n?\s+|[Ii]ts\s+|[Oo]ur\s+)?[\w'’-]+(?:\s+[\w'’-]+){0,7}?)"
_SAID_AFTER = Quick(
    rf"[,;:”\"]\s+(?:as\s+)?{_NAME}\s+(?:has\s+)?{_SAYS}\b(?!\s+(?:that|the|to|a)\b)"
)
_SAYS_WHO = Quick(rf"[,;:”\"]\s+{_SAYS}\s+{_NAME}\s*(?:[,.;:(]|$)")
_COUNTED = Quick(
    r"\b[Bb]y\s+the\s+(?:count|reckoning|estimate|account)\s+of\s+(?P<who>[^,.;:]{2,60}?)"
    r"(?=\s+(?:some|about|\d)|[,.;:])"
    r"|\b(?:[Bb]y|[Ii]n)\s+(?P<owner>[\w' -]{2,50}?)['’]s?\s+(?:own\s+)?"
    r"(?:count|reckoning|estimate|account|figures)\b"
)
# "The coast guard of X, Y (not the province), reports that": the parser loses the thread there.
_SAYS_THAT = re.compile(
    r"^(?P<who>[A-Z][^,.;:()“”\"]{2,60}?)(?:,[^.;:()]{0,40})?(?:\s*\([^)]{0,90}\))?,?\s+"
    rf"(?:has\s+|have\s+)?{_SAYS}\s+that\b"
)
_CONFIRMS_IT = re.compile(
    r"^[\s“”\"]*(?P<who>(?:The\s+)?[A-Z][\w'’-]*(?:\s+[\w'’-]+){0,6}?)\s+(?:has\s+|have\s+)?"
    r"(?:later\s+|since\s+)?(?:confirm(?:s|ed)|announced|reported|den(?:y|ies|ied)|claim(?:s|ed)|named)\s+"
    r"(?:it|this|that|him|her|them|both|all)(?=\s*(?:[.,;:!]|$|(?:on|in|later|to|at|and)\b))"
)
_HEADING = re.compile(
    r"\s*(?:According to|From|By)\s+(?P<who>[^.:\n]{3,60}?)(?:\s*\([^)\n]*\))?[.:]"
)
_SOURCE = Quick(r"\bSources?:\s*(?P<who>[^.;()\n]{2,60})")
_NO_SPEAKER = frozenset(
    ["and", "but", "which", "that", "who", "it", "this", "as", "when", "where", "while", "what",
     "or", "so", "whom", "whose", "if", "because", "he", "she", "they", "nobody"]
)  # fmt: skip
_REPORTS = (
    r"(?:communicates?|communicated|informs?|informed|reports?|reported|states?|stated|announce[sd]?|"
    r"logged|lists?|listed|publish(?:es|ed)|summari[sz]e[sd]?|recapitulates?)"
)
_BULLETIN = frozenset(
    ["communicate", "report", "inform", "state", "announce", "log", "publish", "summarise",
     "recapitulate"]
)  # fmt: skip
_OFFICE_REPORTS = Quick(
    rf"(?:^|[.:)–—-]\s+|\n)(?P<who>(?:The|Our)\s+[^.,;:()\n]{{3,70}}?)\s+{_REPORTS}\b"
)
_ITEM = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|[-•*–▪>]|[IVX]+\.)\s", re.M)
_ENOUGH_ITEMS = 3
_HEAD = 500  # characters


def said_inverted(grammar: Grammar, token: Token) -> str:
    """Read "The crest, say experts, is due in Bor": the nearest between the same semicolons."""
    sentence = grammar.parsed.sentences[token.sentence].span
    text = grammar.text[sentence.start : sentence.end]
    at = token.start - sentence.start
    first, last = text.rfind(";", 0, at) + 1, text.find(";", at)
    found = [
        (min(abs(match.start() - at), abs(at - match.end())), who)
        for match in _SAYS_WHO.finditer(text, first, last if last >= 0 else len(text))
        if match[0][0] == ","
        and not match.start() <= at < match.end()
        and (who := _named(grammar, sentence.start, match))
    ]
    return min(found)[1] if found else ""


def said_beside(grammar: Grammar, token: Token) -> str:
    """Read "..., the army claims.", "..., says the governor", "by the ministry's count"."""
    sentence = grammar.parsed.sentences[token.sentence].span
    text = grammar.text[sentence.start : sentence.end]
    at = token.start - sentence.start
    for pattern in (_SAID_AFTER, _SAYS_WHO, _COUNTED):
        for match in pattern.finditer(text):
            if not match.start() <= at < match.end():
                group = "who" if match["who"] else "owner"
                who = _named(grammar, sentence.start, match, group)
                if who:
                    return who
    opening = _SAYS_THAT.match(text)
    return _named(grammar, sentence.start, opening) if opening and at >= opening.end() else ""


def _named(grammar: Grammar, start: int, match: re.Match[str], group: str = "who") -> str:
    """Give who is named by a match in the text from `start`; empty if that names nobody."""
    who = match[group] or ""
    words = who.split()
    if not words or words[0].lower() in _NO_SPEAKER:
        return ""
    span = Span(start + match.start(group), start + match.end(group))
    return who.strip() if can_speak(grammar, span) else ""


def said_after(grammar: Grammar, token: Token) -> str:
    """Read "Lima confirmed it." in the sentence after, of the same paragraph."""
    sentences = grammar.parsed.sentences
    if token.sentence + 1 >= len(sentences):
        return ""
    after = sentences[token.sentence + 1].span
    if "\n" in grammar.text[token.end : after.start].strip(" "):
        return ""
    match = _CONFIRMS_IT.match(grammar.text[after.start : after.end])
    return _named(grammar, after.start, match) if match else ""


def said_by_source(grammar: Grammar, token: Token) -> str:
    """Read "Source: the parish." further on in the line."""
    text = grammar.text
    end = text.find("\n", token.end)
    match = _SOURCE.search(text, token.end, len(text) if end < 0 else end)
    return match["who"].strip() if match else ""


def said_by_heading(grammar: Grammar, token: Token) -> str:
    """Read "According to the ministry. ...": it holds for the paragraph that it heads."""
    line = grammar.paragraph(token)
    match = _HEADING.match(grammar.text, line)
    return match["who"].strip() if match and match.end() <= token.start else ""


def said_by_bulletin(grammar: Grammar, token: Token) -> str:
    """Give the office whose bulletin the numbered item belongs to, named in the first lines."""
    line = grammar.paragraph(token)
    if not _ITEM.match(grammar.text[line : line + 12]):
        return ""
    if sum(1 for _ in islice(_ITEM.finditer(grammar.text), _ENOUGH_ITEMS)) < _ENOUGH_ITEMS:
        return ""
    for word in grammar.parsed.tokens:
        if word.start > _HEAD or word.start >= line:
            break
        if word.pos == "VERB" and lemma(word) in _BULLETIN:
            return speaker(grammar, word)
    match = _OFFICE_REPORTS.search(grammar.text, 0, min(line, _HEAD))
    return match["who"].strip() if match else ""

"""Reports that the text itself calls untrue, or that somebody denies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.grammar import lemma
from mapper.model import Factuality
from mapper.quick import Quick

if TYPE_CHECKING:
    from mapper.grammar import Grammar
    from mapper.model import Sentence, Token

__all__ = ["contested", "is_unmade"]

_REACH = 160  # characters of the next sentence
_FALSE = (
    r"(?:lie|lies|fabrications?|fake|hoax|untrue|false|baseless|unfounded|groundless|fiction|"
    r"a\s+fantasy|inventions?|disinformation|nonsense|incorrect)"
)
_UNTRUE = Quick(
    rf"\b(?:is|are|was|were)\s+(?:a\s+|an\s+|pure\s+|simply\s+)*{_FALSE}\b|"
    r"\bnever\s+(?:existed|happened|took\s+place)\b|"
    rf"\b(?:calls?|called|terms?|termed|dismiss\w*|rejected?)\s+(?:it|this|that|the\s+\w+)\s+(?:as\s+)?"
    rf"(?:a\s+|an\s+|[\"“])?{_FALSE}\b",
    re.I,
)
# Of a report that stands before these words in their own sentence.
_UNTRUE_HERE = Quick(
    r"\b(?:is|are|was|were)\s+lying\b|\bfalse\s+alarm\b|"
    r"\b(?:has|have|had)\s+nothing\s+to\s+do\s+with\s+(?:reality|the\s+truth)\b|"
    r"\b(?:is|was|are|were)\s+without\s+(?:any\s+)?foundation\b",
    re.I,
)
_UNTRUE_AFTER = Quick(
    rf"{_UNTRUE.pattern}|^\W*(?:this|that|it)\s+(?:is|was)\s+not\s+(?:true|so|correct)\b|"
    r"^\W*(?:not\s+true|untrue|false)\b|^\W*there\s+(?:was|were|is|are)\s+none\b|"
    r"^\W*(?:they|it|he|she|this|that)\s+(?:was|were|did|had|is|are)(?:\s+not|n['’]t)\s*[.;]|"
    r"\bthere\s+(?:was|were|has\s+been|have\s+been)\s+no\s+(?:firing|shooting|shots|attack|explosion|"
    r"clash|strike|shelling|incident)|"
    r"\bdoes\s*n[o'’]t\s+correspond\s+to\s+reality\b|^\W*no\s+such\b|"
    r"^\W*nobody\s+\w+ed\s+from\s+anything|\bcalled?\s+(?:this|that|it)\s+a\s+lie\b",
    re.I,
)
_DENIES_IT = Quick(
    r"\b(?:den(?:ies|y|ied)|refute[sd]?|reject(?:s|ed)?)\s+(?:it|this|that|the\s+(?:claim|report|"
    r"allegation|charge|accusation)s?|as\s+false)\b|\b(?:is|are|was|were)\s+denied\b",
    re.I,
)
_DENIES_ANY = Quick(r"\bden(?:y|ies|ied)\s+any\s+such\b", re.I)
_DENIES = Quick(r"\b(?:den(?:y|ies|ied)|refut(?:e|es|ed)|disput(?:e|es|ed))\b", re.I)
# What is denied after one of these is what that sentence itself reports.
_REPORTS = Quick(
    r"\b(?:says?|said|claim(?:s|ed)?|report(?:s|ed)?|announce[sd]?|accuse[sd]?|allege[sd]?)\b", re.I
)
_PLACE = frozenset(["GPE", "LOC", "FAC"])
# "The report that ... was withdrawn", "rumours that ... proved false".
_TOLD = frozenset(
    ["report", "rumour", "rumor", "claim", "allegation", "assertion", "story", "account", "message",
     "accusation", "suggestion"]
)  # fmt: skip
_UNMAKES = frozenset(
    ["withdraw", "retract", "recant", "debunk", "disprove", "refute", "prove", "turn", "deny",
     "reject", "dismiss"]
)  # fmt: skip
_ASSERTS = frozenset(["prove", "turn"])  # true or false: further words tell which
_DENIES_NOT = re.compile(r"\b(?:not|nor|neither)\s+(?:confirm\s+nor\s+)?deny\b", re.I)


def contested(grammar: Grammar, token: Token) -> Factuality | None:
    """Tell what the rest of the sentence, or the next one, says of the report: untrue, or denied.

    Another side's denial makes a report an allegation; only a plain "not true" unmakes it.
    """
    sentences = grammar.parsed.sentences
    here = sentences[token.sentence]
    rest = grammar.text[token.end : here.span.end]
    after = ""
    if token.sentence + 1 < len(sentences):
        following = sentences[token.sentence + 1].span
        if "\n" not in grammar.text[here.span.end : following.start].strip(" "):
            after = grammar.text[following.start : following.end][:_REACH]
    if _UNTRUE.search(rest) or _UNTRUE_HERE.search(rest) or _UNTRUE_AFTER.search(after):
        return Factuality.DENIED
    if _DENIES_IT.search(rest) or _DENIES_ANY.search(after) or _is_taken_back(grammar, token):
        return Factuality.DENIED
    denial = _DENIES.search(after)
    if denial and not _DENIES_NOT.search(after) and _looks_back(grammar, here, denial):
        return Factuality.ALLEGED
    return None


def is_unmade(grammar: Grammar, verb: Token) -> bool:
    """Whether a verb tells what became of a report: "the claim that X had fallen was retracted"."""
    return lemma(verb) in _UNMAKES and any(
        lemma(noun) in _TOLD and grammar.kids(noun, "acl", "ccomp", "relcl")
        for noun in grammar.kids(verb, "nsubj", "nsubjpass")
    )


def _is_taken_back(grammar: Grammar, token: Token) -> bool:
    """Whether an event is told in a report that is taken back further on in its sentence."""
    for noun in grammar.parsed.ancestors(token):
        verb = grammar.parsed.tokens[noun.head]
        if lemma(noun) in _TOLD and is_unmade(grammar, verb):
            return lemma(verb) not in _ASSERTS
    return False


def _looks_back(grammar: Grammar, here: Sentence, denial: re.Match[str]) -> bool:
    """Whether a denial is of the sentence before it, and not of what its own sentence tells.

    "The army said ..., which the rebels denied", "denied having shelled Bor" of another place.
    """
    if _REPORTS.search(denial.string, 0, denial.start()):
        return False
    parsed = grammar.parsed
    after = parsed.sentences[here.index + 1]
    start = after.span.start + denial.end()
    told = {t.text for t in parsed.tokens[here.first : here.last]}
    # A name between an article's "denied" and "accusation" is who accuses.
    return not any(
        t.entity in _PLACE and t.dep in ("pobj", "dobj") and t.text not in told
        for t in parsed.tokens[after.first : after.last]
        if t.start >= start
    )

"""How likely a trigger is an incident that the article reports, by a small trained model."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.events import encoded
from mapper.events.grouping import own_place
from mapper.events.lexicon import lexicon
from mapper.grammar import lemma
from mapper.trees import Forest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.events.casualties import Toll
    from mapper.events.factuality import Verdict
    from mapper.events.timeline import Timeline
    from mapper.events.triggers import Trigger
    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = ["Circumstances", "beliefs", "features"]

_MODEL = Path(__file__).with_name("belief.json")
_PLACE = frozenset(["GPE", "LOC", "FAC"])
_DEPS = (
    "ROOT", "conj", "advcl", "relcl", "acl", "ccomp", "xcomp", "pobj", "nsubj", "dobj", "nsubjpass",
    "pcomp", "appos", "attr",
)  # fmt: skip
_TAGS = ("VBD", "VBN", "VBG", "VB", "VBZ", "VBP", "NN", "NNS", "NNP", "JJ")
_CLASSES = (
    "explosive", "gun", "soldier", "police", "civilian", "crowd", "disaster", "transport",
    "official", "institution", "document", "talks", "road", "settlement", "weapon_goods", "captive",
    "aid_goods", "war",
)  # fmt: skip
_LONGEST_QUOTATION = 5000  # characters
_PERSONAL = frozenset(["i", "we", "you", "my", "our", "your", "me", "us"])


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of a trigger besides the parse."""

    verdict: Verdict
    tolls: Sequence[Toll]
    rank: int
    rivals: int


def features(
    grammar: Grammar, trigger: Trigger, timeline: Timeline, around: Circumstances
) -> dict[str, float]:
    """Named numbers that tell news from talk: the frame, the grammar, the setting."""
    token = trigger.support or trigger.token
    row = _of_frame(trigger)
    row |= _of_grammar(grammar, trigger, token)
    row |= _of_setting(grammar, token)
    row |= encoded.features(grammar, trigger)
    row |= {
        "hypothetical": around.verdict.hypothetical,
        "negated": around.verdict.negated,
        f"fact_{around.verdict.factuality}": 1.0,
        "rank": around.rank,
        "rivals": around.rivals,
        "deaths": any(t.deaths and t.quantity.minimum for t in around.tolls),
        "injuries": any(not t.deaths and t.quantity.minimum for t in around.tolls),
        "zero": any(not t.quantity.minimum for t in around.tolls),
        "time_in_clause": timeline.in_clause(token),
        "time_in_sentence": timeline.in_sentence(token),
    }
    return {name: float(value) for name, value in row.items()}


def _of_frame(trigger: Trigger) -> dict[str, float]:
    return {
        f"frame_{trigger.frame.name}": 1.0,
        "weight": trigger.frame.weight,
        "physical": trigger.frame.physical,
        "nominal": trigger.nominal,
        "lexical": trigger.lexical,
        "support": trigger.support is not None,
        "absorbed": len(trigger.absorbed),
        f"category_{trigger.frame.category.name.lower()}": 1.0,
    }


def _of_grammar(grammar: Grammar, trigger: Trigger, token: Token) -> dict[str, float]:
    subjects = grammar.subjects(token) if token.pos in ("VERB", "AUX") else []
    patients = grammar.patients(token) if token.pos in ("VERB", "AUX") else []
    row: dict[str, float] = {
        f"tag_{trigger.token.tag}": trigger.token.tag in _TAGS,
        f"dep_{token.dep}": token.dep in _DEPS,
        f"verb_{token.tag}": token.tag in _TAGS,
        "passive": token.pos == "VERB" and grammar.is_passive(token),
        "subjects": len(subjects),
        "patients": len(patients),
        "personal": any(lemma(s) in _PERSONAL for s in subjects),
        "pronoun": any(s.pos == "PRON" for s in subjects),
        "named": any(s.pos == "PROPN" for s in subjects),
        "ccomp": bool(grammar.kids(token, "ccomp", "xcomp")),
        "said": _said(grammar, token),
    }
    for noun, side in [(s, "s") for s in subjects[:1]] + [(p, "o") for p in patients[:1]]:
        for word in grammar.heads(noun):
            for name in _CLASSES:
                if lexicon().is_a(word, name):
                    row[f"{side}_{name}"] = 1.0
    return row


def _said(grammar: Grammar, token: Token) -> bool:
    return token.dep == "ccomp" and lexicon().cue(
        lemma(grammar.parsed.tokens[token.head]), "say", "claim"
    )


def _of_setting(grammar: Grammar, token: Token) -> dict[str, float]:
    parsed = grammar.parsed
    clause = list(grammar.clause_tokens(token))
    sentence = parsed.sentences[token.sentence]
    words = parsed.tokens[sentence.first : sentence.last]
    text = grammar.text[sentence.span.start : sentence.span.end]
    paragraph = grammar.paragraph(token)
    before = grammar.text[max(paragraph, token.start - _LONGEST_QUOTATION) : token.start]
    row: dict[str, float] = {
        "own_place": own_place(grammar, token),
        "places_clause": sum(w.entity in _PLACE for w in clause),
        "places_sentence": sum(w.entity in _PLACE for w in words),
        "capitals_clause": sum(w.pos == "PROPN" for w in clause),
        "locative": sum(w.dep == "pobj" and w.pos == "PROPN" for w in clause),
        "numbers": sum(w.pos == "NUM" for w in clause),
        "clause_length": len(clause),
        "sentence_length": len(words),
        "question": text.rstrip().endswith("?"),
        "first_person": any(lemma(w) in _PERSONAL for w in words),
        "quoted": before.count("“") > before.count("”") or before.count('"') % 2 == 1,
        "short_paragraph": len(grammar.text[paragraph : paragraph + 60].split("\n")[0]) < 60,
        "in_paragraph": min(token.start - paragraph, 200),
        "listed": grammar.text[paragraph : paragraph + 3].strip(" \t")[:1]
        in ("-", "•", "*", "–", "("),
    }
    lemmas = {lemma(w) for w in clause}
    for name in _CLASSES:
        row[f"has_{name}"] = bool(lemmas & lexicon().classes[name])
    return row


@cache
def _forest() -> Forest:
    return Forest(_MODEL)


def beliefs(rows: Sequence[dict[str, float]]) -> list[float]:
    """Calibrated probabilities, one a row.

    Parameters
    ----------
    rows
        Rows of `features`.

    Returns
    -------
    list of float
        0 to 1.
    """
    return (
        [float(p) for p in _forest().probabilities([defaultdict(float, row) for row in rows])]
        if rows
        else []
    )

"""Words and grammar around an event, as named numbers for the models of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.events.construal import acts, construed, deed
from mapper.grammar import Grammar, lemma

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mapper.events.triggers import Trigger
    from mapper.model import Token

__all__ = ["clues"]

_CONTENT = frozenset(["VERB", "NOUN", "ADJ", "AUX", "ADV", "SCONJ", "PART"])
_COMPLEMENTS = ("xcomp", "ccomp", "pcomp", "advcl", "acl", "conj")
_HIGHEST = 4


def clues(grammar: Grammar, trigger: Trigger) -> dict[str, float]:
    """Describe an event by its words and theirs.

    Parameters
    ----------
    grammar
        The parsed article.
    trigger
        The trigger with what it has absorbed.

    Returns
    -------
    dict of float
        ``part=lemma`` and ``part:list`` (a list of plover.toml that has the lemma) for the words in
        each part of the clause; modals, arcs and conjunctions; what the clause amounts to.
    """
    token = trigger.support or trigger.token
    row: dict[str, float] = {}
    _put(row, "own", [trigger.token, token])
    _put(row, "also", (word for other in trigger.absorbed for word in other.tokens()))
    _above(grammar, token, row)
    _below(grammar, token, row)
    _grammar(grammar, token, row)
    _amounts(grammar, trigger, row)
    sentence = grammar.parsed.sentences[token.sentence]
    _put(row, "clause", grammar.clause_tokens(token))
    _put(row, "sentence", grammar.parsed.tokens[sentence.first : sentence.last])
    return row


def _above(grammar: Grammar, token: Token, row: dict[str, float]) -> None:
    """What governs the trigger: "threatened to *close* it", "said it *will*"."""
    here = token
    for height in range(_HIGHEST):
        if here.head == here.index:
            row["top"] = float(height == 0)
            return
        arc = here.dep
        here = grammar.parsed.tokens[here.head]
        if here.pos in ("VERB", "AUX", "NOUN", "ADJ"):
            _put(row, "above", [here])
            if height == 0:
                _put(row, f"above_{arc}", [here])
            _helpers(grammar, here, "above", row)


def _below(grammar: Grammar, token: Token, row: dict[str, float]) -> None:
    """What it governs: "*agreed* to release", "*cut* ties", "is *willing* to send"."""
    for noun in grammar.patients(token):
        _put(row, "object", [noun])
        _put(row, "object_of", grammar.parsed.subtree(noun))
    _put(row, "subject", grammar.subjects(token))
    for kid in grammar.parsed.children(token):
        if kid.dep in _COMPLEMENTS:
            _put(row, f"below_{kid.dep}", [kid])
            _helpers(grammar, kid, f"below_{kid.dep}", row)
            _put(row, "below_object", grammar.patients(kid))
        elif kid.dep in ("acomp", "attr", "prt", "oprd"):
            _put(row, "with", [kid])
            _put(row, "below_xcomp", grammar.kids(kid, "xcomp"))
        elif kid.dep in ("prep", "agent"):
            row[f"prep={lemma(kid)}"] = 1.0
            _put(row, "of", grammar.kids(kid, "pobj"))


def _grammar(grammar: Grammar, token: Token, row: dict[str, float]) -> None:
    row[f"tag={token.tag}"] = 1.0
    row[f"arc={token.dep}"] = 1.0
    row["passive"] = float(token.pos == "VERB" and grammar.is_passive(token))
    _helpers(grammar, token, "own", row)
    sentence = grammar.parsed.sentences[token.sentence]
    for word in grammar.parsed.tokens[sentence.first : sentence.last]:
        if word.dep == "mark":
            row[f"mark={lemma(word)}"] = 1.0


def _amounts(grammar: Grammar, trigger: Trigger, row: dict[str, float]) -> None:
    token = trigger.support or trigger.token
    own = str(trigger.frame.event_type) if trigger.lexical else ""
    noun = own if trigger.nominal and own != "OTHER" else ""
    row[f"told={construed(grammar, token, noun) or own}"] = 1.0
    row[f"deed={deed(grammar, token) or own}"] = 1.0


def _helpers(grammar: Grammar, verb: Token, part: str, row: dict[str, float]) -> None:
    """Modals and negation."""
    for kid in grammar.kids(verb, "aux", "neg"):
        row[f"{part}_{kid.dep}={lemma(kid)}"] = 1.0
        if kid.dep == "neg":
            row[f"{part}_not"] = 1.0


def _put(row: dict[str, float], part: str, words: Iterable[Token]) -> None:
    """Enter the lemmas of some words, and the lists that have them."""
    lists = acts().lists
    for word in words:
        if word.pos in _CONTENT:
            own = lemma(word)
            row[f"{part}={own}"] = 1.0
            for name in lists.get(own, ()):
                row[f"{part}:{name}"] = 1.0

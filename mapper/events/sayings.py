"""Clauses that only say who tells what: "the army said"; what was told has clauses of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.events.contested import is_unmade
from mapper.events.grouping import own_place
from mapper.events.lexicon import lexicon
from mapper.grammar import lemma

if TYPE_CHECKING:
    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = ["only_says"]

# Of things: "footage shows that troops advanced".
_SHOWS = frozenset(["indicate", "show"])
# What is also done by saying: "called a strike", "put a price on his head".
_DEEDS = frozenset(["call", "put", "give", "hold", "charge", "register", "post"])
_TRAILING = 3  # words before "..., Yerevan says" that may be what was said


def only_says(grammar: Grammar, verb: Token) -> bool:
    """Whether a clause is no incident, but tells who says so, or whether it is so.

    "Police in Bor said" is of no place; "told reporters in Bor" is one.

    Parameters
    ----------
    grammar
        The parsed article.
    verb
        The head of the clause.
    """
    if is_unmade(grammar, verb):
        return True
    told = grammar.kids(verb, "ccomp")
    if lemma(verb) == "be":  # "it is false that ..."
        return bool(told) and bool(grammar.kids(verb, "acomp"))
    says = lexicon().cue(lemma(verb), "say") and lemma(verb) not in _DEEDS
    if not says and lemma(verb) not in _SHOWS:
        return False
    if not told and not _trails(grammar, verb):
        return False
    who = {
        t.index
        for noun in grammar.subjects(verb)
        for t in grammar.parsed.subtree(noun)
        if t.index < verb.index
    }
    if told:
        # "In Burkina Faso, the army said it had repelled ...": the place of what was told.
        first = min(who, default=verb.index)
        who |= {t.index for t in grammar.clause_tokens(verb) if t.index < first}
    return not own_place(grammar, verb, who)


def _trails(grammar: Grammar, verb: Token) -> bool:
    """Read "Soldiers killed at the border, Yerevan says": the last words of the sentence."""
    sentence = grammar.parsed.sentences[verb.sentence]
    rest = grammar.parsed.tokens[verb.index + 1 : sentence.last]
    subjects = grammar.kids(verb, "nsubj")
    if not subjects or any(t.pos not in ("PUNCT", "SPACE") for t in rest):
        return False
    words = grammar.parsed.subtree(subjects[-1])
    before = grammar.parsed.tokens[words[0].index - 1] if words[0].index else verb
    return before.text == "," and words[0].index - sentence.first > _TRAILING

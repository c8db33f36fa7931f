"""What the words above an event say of it: foiled, planned, threatened, denied, claimed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.events.lexicon import lexicon
from mapper.grammar import Grammar, lemma
from mapper.model import Factuality

if TYPE_CHECKING:
    from mapper.model import Token

__all__ = ["Verdict", "by_governors"]

_DUE = frozenset(["due", "set", "ready", "poised", "likely", "about", "bound"])

# Verbs and adjectives whose infinitive says what was done: "managed to prevent".
_ACHIEVED = frozenset(["manage", "able", "help", "succeed", "rush", "seem", "appear"])


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the text says of a trigger's reality.

    Parameters
    ----------
    factuality
        The contract's word for it.
    hypothetical
        Whether the clause only imagines it ("if Iran were to strike"); such a thing is no incident.
    negated
        Whether the text says that it was not so.
    general
        Whether it is told as a habit, a wish or a rule, not as one happening.
    """

    factuality: Factuality
    hypothetical: bool = False
    negated: bool = False
    general: bool = False


def by_governors(grammar: Grammar, token: Token) -> Verdict | None:
    """Climb from the trigger: what it is the object or complement of."""
    lex = lexicon()
    here = token
    for _ in range(6):
        if here.head == here.index:
            return None
        above = grammar.parsed.tokens[here.head]
        word = lemma(above)
        arc = here.dep
        if arc in ("relcl", "advcl", "appos", "parataxis") and here.index != token.index:
            return None
        if arc == "advcl":
            return None
        if arc == "conj" and here.tag in ("VBD", "VBZ", "VBP") and above.tag in ("VB", "VBG"):
            return None  # finite: joined to a verb further up, whatever the parser says
        passive = arc == "nsubjpass"
        inside = arc in (
            "dobj",
            "xcomp",
            "ccomp",
            "pobj",
            "prep",
            "pcomp",
            "acl",
            "conj",
            "nsubjpass",
        )
        if inside:
            verdict = _by_governor(grammar, here, above, word, passive=passive)
            if verdict is not None:
                return verdict
        if arc == "nsubj" and word in ("fail", "be"):
            if word == "fail":
                return Verdict(Factuality.FOILED)
            attributes = [lemma(kid) for kid in grammar.kids(above, "attr", "acomp")]
            if any(a in lex.cues["falsehood"] for a in attributes):
                return Verdict(Factuality.DENIED)
            if any(a in ("due", "scheduled", "planned", "likely", "expected") for a in attributes):
                return Verdict(Factuality.PLANNED)
        if arc in ("relcl",):
            return None
        here = above
    return None


def _by_governor(
    grammar: Grammar, here: Token, above: Token, word: str, *, passive: bool
) -> Verdict | None:
    lex = lexicon()
    verb = above.pos in ("VERB", "AUX")
    if (
        word in lex.cues["foil"]
        and verb
        and (here.dep in ("dobj", "nsubjpass") or (here.dep == "prep" and lemma(here) == "from"))
    ):
        if grammar.kids(above, "neg"):
            return None
        if word in ("stop", "fail") and here.dep == "xcomp" and here.tag == "VBG":
            return None
        if _only_meant(grammar, above):
            return Verdict(Factuality.PLANNED, hypothetical=True)
        return Verdict(Factuality.FOILED)
    if not verb and word in _DUE and here.dep in ("xcomp", "prep", "pcomp"):
        return Verdict(Factuality.PLANNED)
    if word in lex.cues["cancel"] and verb and here.dep in ("dobj", "nsubjpass"):
        return Verdict(Factuality.PLANNED, negated=True)
    if (
        word in lex.cues["plot"]
        and not verb
        and here.dep in ("acl", "prep", "pobj", "pcomp", "relcl")
    ):
        if word == "intention" or word == "plan":
            return Verdict(Factuality.PLANNED)
        return _attempt(grammar, above)
    if word in lex.cues["threaten"] and verb and here.dep in ("xcomp", "ccomp", "dobj", "pcomp"):
        if here.dep == "ccomp" and here.tag in ("VBD", "VBN"):
            return None
        return Verdict(Factuality.THREATENED)
    if word in ("threat", "warning", "ultimatum") and not verb:
        return Verdict(Factuality.THREATENED)
    if (
        word in lex.cues["deny"]
        and verb
        and here.dep in ("ccomp", "xcomp", "dobj", "nsubjpass", "pcomp")
    ):
        return Verdict(Factuality.DENIED)
    if word in lex.cues["claim"] and verb:
        return Verdict(Factuality.ALLEGED)
    if word in ("claim", "allegation", "accusation", "rumour", "rumor", "report") and not verb:
        if here.dep in ("acl", "prep", "ccomp", "relcl") and _called_false(grammar, above):
            return Verdict(Factuality.DENIED)
        return None if word == "report" else Verdict(Factuality.ALLEGED)
    if word in lex.cues["plan"] and verb and here.dep in ("xcomp", "nsubjpass", "dobj", "ccomp"):
        if here.dep == "ccomp" and here.tag in ("VBD",):
            return None
        return Verdict(Factuality.PLANNED)
    if (
        verb
        and word in ("try", "attempt", "seek", "aim", "intend", "plot", "want", "mean", "hope")
        and here.dep == "xcomp"
    ):
        return (
            _attempt(grammar, above) if word in ("try", "attempt") else Verdict(Factuality.PLANNED)
        )
    if (
        word in lex.cues["hypothesis_nouns"]
        and not verb
        and here.dep in ("prep", "pobj", "acl", "pcomp")
    ):
        return Verdict(Factuality.THREATENED, hypothetical=True)
    wished = verb and word in lex.cues["hypothesis_verbs"]
    finite = here.tag in ("VBD", "VBN", "VBP", "VBZ") and here.dep != "dobj"
    if wished and not finite and here.dep in ("xcomp", "ccomp", "dobj", "prep"):
        return Verdict(Factuality.PLANNED, hypothetical=True)
    if verb and _modal_above(above, grammar):
        return Verdict(Factuality.PLANNED, hypothetical=False) if passive else None
    return None


def _only_meant(grammar: Grammar, verb: Token) -> bool:
    """Whether a verb is an aim ("seeks to prevent", "sent to stop") and not a thing done."""
    if verb.tag != "VB" or not any(kid.text.lower() == "to" for kid in grammar.kids(verb, "aux")):
        return False
    return lemma(grammar.parsed.tokens[verb.head]) not in _ACHIEVED


def _called_false(grammar: Grammar, claim: Token) -> bool:
    """Whether a claim is denied, or is a lie, by the verb that it is the subject of."""
    verb = grammar.parsed.tokens[claim.head]
    if lexicon().cue(lemma(verb), "deny"):
        return claim.dep in ("nsubjpass", "dobj")
    words = {lemma(kid) for kid in grammar.kids(verb, "attr", "acomp", "oprd")}
    return lemma(verb) in ("be", "prove") and bool(words & lexicon().cues["falsehood"])


def _attempt(grammar: Grammar, token: Token) -> Verdict | None:
    """Give an attempt counts as foiled when its sentence, or the next, says that it failed."""
    lex = lexicon()
    sentences = grammar.parsed.sentences
    words: list[Token] = []
    for number in (token.sentence, token.sentence + 1):
        if number < len(sentences):
            one = sentences[number]
            words += grammar.parsed.tokens[one.first : one.last]
    for word in words:
        if lemma(word) in lex.cues["foil"] and word.index != token.index:
            return Verdict(Factuality.FOILED)
        if lemma(word) in ("fail", "unsuccessful", "unsuccessfully", "vain"):
            return Verdict(Factuality.FOILED)
    if token.pos == "NOUN":
        return Verdict(Factuality.FOILED)
    return None


def _modal_above(verb: Token, grammar: Grammar) -> bool:
    return any(kid.text.lower() in ("will", "shall") for kid in grammar.kids(verb, "aux"))

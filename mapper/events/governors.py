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

_AIMS = frozenset(
    ["try", "attempt", "seek", "aim", "intend", "plot", "want", "mean", "hope"]
)  # fmt: skip
_CATCH = frozenset(
    ["arrest", "detain", "break", "dismantle", "seize", "apprehend", "catch", "smash", "bust",
     "uncover", "neutralise", "neutralize", "eliminate", "stop", "disarm"]
)  # fmt: skip
_DOUBTFUL = frozenset(["claim", "allegation", "accusation", "rumour", "rumor"])
_CLAIMS = _DOUBTFUL | {"report", "story", "complaint"}
_BEATEN_OFF = frozenset(["repel", "repulse", "beat"])
_BLOODSHED = frozenset(
    ["kill", "wound", "injure", "die", "dead", "casualty", "fatality", "eliminate", "neutralise",
     "neutralize", "martyr", "hurt"]
)  # fmt: skip
_TRUE = frozenset(["true", "correct", "so", "case", "fact"])
_BACKS = frozenset(["support", "confirm", "back", "corroborate", "bear"])

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
        if arc == "relcl":
            told = word in _CLAIMS and any(
                k.text.lower() == "that" for k in _openers(grammar, here)
            )
            return _by_noun(grammar, here, above, word) if told else None
        here = above
    return None


def _openers(grammar: Grammar, verb: Token) -> list[Token]:
    """Give what opens a clause: "that", also where the parser takes it for an object."""
    return grammar.kids(verb, "mark", "dobj", "nsubj", "dative")


def _by_governor(
    grammar: Grammar, here: Token, above: Token, word: str, *, passive: bool
) -> Verdict | None:
    """Read the word above, a verb or a noun; the first cue that fits."""
    if above.pos in ("VERB", "AUX"):
        for read in (_untrue, _foiled, _cancelled, _threatened, _doubted, _intended, _wished):
            verdict = read(grammar, here, above, word)
            if verdict is not None:
                return verdict
        if passive and _modal_above(above, grammar):
            return Verdict(Factuality.PLANNED)
        return None
    return _by_noun(grammar, here, above, word)


def _untrue(grammar: Grammar, here: Token, above: Token, word: str) -> Verdict | None:
    """Read "it is false that", "it is not true that"."""
    if word != "be" or here.dep not in ("ccomp", "csubj"):
        return None
    told = {lemma(kid) for kid in grammar.kids(above, "acomp", "attr")}
    truth = bool(told & _TRUE) and bool(grammar.kids(above, "neg"))
    return Verdict(Factuality.DENIED) if truth or told & lexicon().cues["falsehood"] else None


def _foiled(grammar: Grammar, here: Token, above: Token, word: str) -> Verdict | None:
    """Read "foiled an attack", "kept them from attacking", "failed to explode"."""
    if word == "fail" and here.dep == "xcomp" and here.tag == "VB":
        return None if grammar.kids(above, "neg") else Verdict(Factuality.FOILED)
    if word not in lexicon().cues["foil"]:
        return None
    if here.dep not in ("dobj", "nsubjpass") and not (here.dep == "prep" and lemma(here) == "from"):
        return None
    if grammar.kids(above, "neg") or (word in ("stop", "fail") and here.tag == "VBG"):
        return None
    if _only_meant(grammar, above):
        return Verdict(Factuality.PLANNED, hypothetical=True)
    if word in _BEATEN_OFF and _bloody(grammar, above):
        return Verdict(Factuality.OCCURRED)
    return Verdict(Factuality.FOILED)


def _bloody(grammar: Grammar, verb: Token) -> bool:
    """Whether the sentence tells of dead or wounded: an assault beaten off so was a battle."""
    sentence = grammar.parsed.sentences[verb.sentence]
    return any(
        lemma(token) in _BLOODSHED
        and not any(lemma(kid) in ("no", "any", "without") for kid in grammar.kids(token, "det"))
        and not (token.pos == "VERB" and grammar.kids(token, "neg"))
        for token in grammar.parsed.tokens[sentence.first : sentence.last]
        if token.index != verb.index
    )


def _cancelled(_grammar: Grammar, here: Token, _above: Token, word: str) -> Verdict | None:
    if word in lexicon().cues["cancel"] and here.dep in ("dobj", "nsubjpass"):
        return Verdict(Factuality.PLANNED, negated=True)
    return None


def _threatened(_grammar: Grammar, here: Token, _above: Token, word: str) -> Verdict | None:
    if word not in lexicon().cues["threaten"] or here.dep not in (
        "xcomp",
        "ccomp",
        "dobj",
        "pcomp",
    ):
        return None
    told = here.dep == "ccomp" and here.tag in ("VBD", "VBN")
    return None if told else Verdict(Factuality.THREATENED)


def _doubted(_grammar: Grammar, here: Token, _above: Token, word: str) -> Verdict | None:
    lex = lexicon()
    denied = ("ccomp", "xcomp", "dobj", "nsubjpass", "pcomp")
    if word in lex.cues["deny"] and here.dep in denied:
        return Verdict(Factuality.DENIED)
    return Verdict(Factuality.ALLEGED) if word in lex.cues["claim"] else None


def _intended(grammar: Grammar, here: Token, above: Token, word: str) -> Verdict | None:
    """Read "plans to strike", "tried to cross", and "arrested a cell that meant to"."""
    lex = lexicon()
    planned = word in lex.cues["plan"] and here.dep in ("xcomp", "nsubjpass", "dobj", "ccomp")
    if planned and here.dep == "ccomp" and here.tag == "VBD":
        return None
    if (planned or word in _AIMS) and here.dep == "xcomp" and _caught(grammar, above):
        return Verdict(Factuality.FOILED)
    if planned:
        return Verdict(Factuality.PLANNED)
    if word not in _AIMS or here.dep != "xcomp":
        return None
    if word in ("try", "attempt"):
        return _attempt(grammar, above)
    return Verdict(Factuality.PLANNED)


def _wished(_grammar: Grammar, here: Token, _above: Token, word: str) -> Verdict | None:
    finite = here.tag in ("VBD", "VBN", "VBP", "VBZ") and here.dep != "dobj"
    if word not in lexicon().cues["hypothesis_verbs"] or finite:
        return None
    if here.dep in ("xcomp", "ccomp", "dobj", "prep"):
        return Verdict(Factuality.PLANNED, hypothetical=True)
    return None


def _by_noun(grammar: Grammar, here: Token, above: Token, word: str) -> Verdict | None:
    """Read "a plot to", "due to", "the threat of", "a claim that", "the risk of"."""
    lex = lexicon()
    if word in _DUE and here.dep in ("xcomp", "prep", "pcomp"):
        return Verdict(Factuality.PLANNED)
    if word in lex.cues["plot"] and here.dep in ("acl", "prep", "pobj", "pcomp", "relcl"):
        if word in ("intention", "plan"):
            return Verdict(Factuality.PLANNED)
        return _attempt(grammar, above)
    if word in ("threat", "warning", "ultimatum"):
        return Verdict(Factuality.THREATENED)
    if word in _CLAIMS:
        if here.dep in ("acl", "prep", "ccomp", "relcl") and _called_false(grammar, above):
            return Verdict(Factuality.DENIED)
        return Verdict(Factuality.ALLEGED) if word in _DOUBTFUL else None
    risk = word in lex.cues["hypothesis_nouns"] and here.dep in ("prep", "pobj", "acl", "pcomp")
    return Verdict(Factuality.THREATENED, hypothetical=True) if risk else None


def _caught(grammar: Grammar, verb: Token) -> bool:
    """Whether who had an aim was caught: "arrested two men who planned to"."""
    if verb.dep not in ("relcl", "acl"):
        return False
    noun = grammar.parsed.tokens[verb.head]
    over = grammar.parsed.tokens[noun.head]
    return noun.dep in ("dobj", "nsubjpass") and lemma(over) in _CATCH


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
    if lemma(verb) in _BACKS and claim.dep in ("nsubjpass", "dobj", "nsubj"):
        nothing = {lemma(k) for k in grammar.kids(verb, "nsubj")} & {"nothing", "nobody", "none"}
        return bool(nothing or grammar.kids(verb, "neg"))
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

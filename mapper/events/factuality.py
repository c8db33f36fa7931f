"""Whether an event happened, as the text tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.events.lexicon import lexicon
from mapper.grammar import Grammar, lemma
from mapper.model import Factuality

if TYPE_CHECKING:
    from mapper.events.triggers import Trigger
    from mapper.model import Token

__all__ = ["Verdict", "judge"]

_NEGATION = frozenset(["no", "not", "n't", "never", "nobody", "none", "neither", "without", "nor"])
_ALLEGED = frozenset(["allegedly", "reportedly", "supposedly", "apparently", "purportedly"])
_ALLEGED_ADJ = frozenset(["alleged", "reported", "claimed", "supposed", "purported", "suspected"])
_ANAPHORA = re.compile(
    r"\b(this|that|it|these|those|the (claim|report|allegation|accusation|statement|news|version)s?"
    r"|which|both|such|any|firing|responsibility|involvement)\b",
    re.I,
)
_FUTURE_WORDS = frozenset(["tomorrow"])
_ONGOING_WORDS = frozenset(["still", "currently", "continuously", "ongoing", "now"])


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


def judge(grammar: Grammar, trigger: Trigger) -> Verdict:
    """Read tense, modals, governors and the sentence after, the strongest cue first.

    Parameters
    ----------
    grammar
        The parsed article.
    trigger
        The word that names the event.
    """
    token = trigger.support or trigger.token
    found = _own_words(grammar, trigger) or _governors(grammar, trigger)
    if found is None and trigger.support is not None:
        found = _modals(grammar, trigger.support) or _governors_of(grammar, trigger.support)
    if found is not None and found.factuality is not Factuality.ALLEGED:
        return found
    if _denied_after(grammar, token):
        return Verdict(Factuality.DENIED)
    if found is not None:
        return found
    if _in_progress(grammar, trigger):
        return Verdict(Factuality.ONGOING)
    if any(lemma(t) in _ALLEGED for t in grammar.clause_tokens(token)):
        return Verdict(Factuality.ALLEGED)
    return Verdict(Factuality.OCCURRED)


def _own_words(grammar: Grammar, trigger: Trigger) -> Verdict | None:
    """Modals of a verb, adjectives and determiners of a noun, cues in its own clause."""
    lex = lexicon()
    token = trigger.token
    if not trigger.nominal:
        return _modals(grammar, token)
    for kid in grammar.kids(token, "amod", "det", "compound", "nmod", "neg"):
        word = lemma(kid)
        if word in lex.cues["foiled_adjectives"]:
            return Verdict(Factuality.FOILED)
        if word in lex.cues["planned_adjectives"]:
            return Verdict(Factuality.PLANNED)
        if word in _ALLEGED_ADJ:
            return Verdict(Factuality.ALLEGED)
        if word in ("no", "any", "not"):
            return Verdict(Factuality.DENIED, negated=True)
        if word in ("possible", "potential", "hypothetical", "eventual", "likely", "imminent"):
            return Verdict(Factuality.PLANNED, hypothetical=True)
        if word in ("ongoing", "continuing", "continuous"):
            return Verdict(Factuality.ONGOING)
    return None


def _modals(grammar: Grammar, verb: Token) -> Verdict | None:
    lex = lexicon()
    words = [lemma(kid) for kid in grammar.kids(verb, "aux", "auxpass", "neg", "mark", "advmod")]
    texts = [kid.text.lower() for kid in grammar.kids(verb, "aux", "auxpass", "neg", "mark")]
    markers = [lemma(kid) for kid in grammar.kids(verb, "mark", "advmod")]
    if any(word in lex.cues["hypothesis_markers"] for word in markers):
        return Verdict(Factuality.THREATENED, hypothetical=True)
    if _negated(grammar, verb):
        return Verdict(Factuality.DENIED, negated=True)
    if any(text in ("will", "shall", "'ll", "wo", "’ll") for text in texts):
        if _has_if(grammar, verb):
            return Verdict(Factuality.THREATENED)
        return Verdict(Factuality.PLANNED)
    if any(text in lex.cues["modal_possible"] for text in texts):
        if "have" in words:
            return Verdict(Factuality.ALLEGED, hypothetical="would" in texts)
        if "could" in texts and verb.dep in ("relcl", "advcl"):
            return Verdict(Factuality.OCCURRED, hypothetical=True)
        return Verdict(Factuality.THREATENED, hypothetical=True)
    if _is_to(grammar, verb):
        return Verdict(Factuality.PLANNED)
    if lemma(verb) == "go" and verb.tag == "VBG" and grammar.kids(verb, "xcomp"):
        return Verdict(Factuality.PLANNED)
    return None


def _negated(grammar: Grammar, verb: Token) -> bool:
    if grammar.kids(verb, "neg"):
        return True
    subjects = grammar.kids(verb, "nsubj", "nsubjpass")
    return any(
        lemma(subject) in ("nobody", "none", "no-one", "nothing")
        or any(lemma(kid) == "no" for kid in grammar.kids(subject, "det"))
        for subject in subjects
    )


def _has_if(grammar: Grammar, verb: Token) -> bool:
    for clause in grammar.kids(verb, "advcl"):
        if any(lemma(mark) in ("if", "unless") for mark in grammar.kids(clause, "mark")):
            return True
    return False


def _is_to(grammar: Grammar, verb: Token) -> bool:
    """ "The envoys are to meet", "is due to open", "is expected to"."""
    if verb.dep not in ("xcomp", "ROOT", "ccomp"):
        return False
    if not any(kid.tag == "TO" for kid in grammar.kids(verb, "aux")):
        return False
    above = grammar.parsed.tokens[verb.head]
    return lemma(above) == "be" and verb.dep == "xcomp"


def _governors(grammar: Grammar, trigger: Trigger) -> Verdict | None:
    return _governors_of(grammar, trigger.token)


def _governors_of(grammar: Grammar, token: Token) -> Verdict | None:
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
        and here.dep in ("dobj", "nsubjpass", "prep", "pcomp", "xcomp")
    ):
        if word in ("stop", "fail") and here.dep == "xcomp" and here.tag == "VBG":
            return None
        return Verdict(Factuality.FOILED)
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
    if word in ("claim", "allegation", "accusation", "rumour", "rumor") and not verb:
        return Verdict(Factuality.ALLEGED)
    if word in lex.cues["plan"] and verb and here.dep in ("xcomp", "nsubjpass", "dobj", "ccomp"):
        if here.dep == "ccomp" and here.tag in ("VBD",):
            return None
        return Verdict(Factuality.PLANNED)
    if (
        verb
        and word in ("try", "attempt", "seek", "aim", "intend", "plot", "want")
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
    if (
        verb
        and word in lex.cues["hypothesis_verbs"]
        and here.dep in ("xcomp", "ccomp", "dobj", "prep")
    ):
        if here.tag not in ("VBD", "VBN", "VBP", "VBZ") or here.dep == "dobj":
            return Verdict(Factuality.PLANNED, hypothetical=True)
    if verb and _modal_above(above, grammar):
        return Verdict(Factuality.PLANNED, hypothetical=False) if passive else None
    return None


def _attempt(grammar: Grammar, token: Token) -> Verdict | None:
    """An attempt counts as foiled when its sentence, or the next, says that it failed."""
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


def _denied_after(grammar: Grammar, token: Token) -> bool:
    """Whether the same sentence or the one after calls the report untrue."""
    lex = lexicon()
    parsed = grammar.parsed
    for number in (token.sentence, token.sentence + 1):
        if number >= len(parsed.sentences):
            return False
        sentence = parsed.sentences[number]
        words = parsed.tokens[sentence.first : sentence.last]
        text = grammar.text[sentence.span.start : sentence.span.end]
        for word in words:
            denies = (
                word.pos == "VERB"
                and lemma(word) in ("deny", "refute")
                and not grammar.kids(word, "neg")
            )
            false = lemma(word) in (
                "fabrication",
                "lie",
                "hoax",
                "untrue",
                "fake",
                "disinformation",
            )
            if not (denies or (false and word.pos in ("NOUN", "ADJ"))):
                continue
            if number == token.sentence:
                if false and word.index > token.index:
                    return True
                continue
            objects = grammar.kids(word, "dobj", "ccomp", "xcomp", "pobj", "pcomp")
            if not objects or _ANAPHORA.search(text) or false:
                return len(words) < 40
    return False


def _in_progress(grammar: Grammar, trigger: Trigger) -> bool:
    verb = trigger.support or (None if trigger.nominal else trigger.token)
    if verb is None:
        return False
    if any(kid.text.lower() in ("is", "are", "'re", "'s") for kid in grammar.kids(verb, "aux")):
        return verb.tag == "VBG"
    if verb.tag in ("VBZ", "VBP") and lemma(verb) in ("continue", "remain", "persist", "go"):
        return True
    if verb.tag in ("VBZ", "VBP") and any(
        lemma(kid) in _ONGOING_WORDS for kid in grammar.kids(verb, "advmod")
    ):
        return True
    return any(kid.text.lower() in ("is", "are") for kid in grammar.kids(verb, "auxpass")) and any(
        lemma(kid) in _ONGOING_WORDS for kid in grammar.kids(verb, "advmod")
    )

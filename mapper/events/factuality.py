"""Whether an event happened, as the text tells it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.events.contested import contested
from mapper.events.governors import Verdict, by_governors
from mapper.events.lexicon import lexicon
from mapper.grammar import Grammar, lemma
from mapper.model import Factuality
from mapper.quick import Quick

if TYPE_CHECKING:
    from mapper.events.triggers import Trigger
    from mapper.model import Token

__all__ = ["Verdict", "judge"]

_NEGATION = frozenset(["no", "not", "n't", "never", "nobody", "none", "neither", "without", "nor"])
_ALLEGED = frozenset(["allegedly", "reportedly", "supposedly", "apparently", "purportedly"])
_ALLEGED_ADJ = frozenset(["alleged", "reported", "claimed", "supposed", "purported", "suspected"])
_ANNOUNCED = Quick(
    r"\b(?:announced|planned|scheduled|called|due|expected|slated|foreseen)\s+"
    r"(?:for|on|to|next|in|by|at)\b|\bset\s+for\b",
    re.I,
)
_EXPECTED = frozenset(
    ["expect", "schedule", "plan", "foresee", "await", "propose", "envisage", "anticipate"]
)  # fmt: skip
_STOPPAGES = frozenset(["strike", "shutdown", "boycott", "stay-away", "go-slow", "election"])
_ONGOING_WORDS = frozenset(["still", "currently", "continuously", "ongoing", "now"])


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
    found = _by_frame(grammar, trigger) or _own_words(grammar, trigger)
    if found is None and _plotted(grammar, trigger.token):
        return Verdict(Factuality.FOILED)
    found = found or by_governors(grammar, trigger.token)
    if found is None and trigger.support is not None:
        found = _modals(grammar, trigger.support, trigger.token) or by_governors(
            grammar, trigger.support
        )
    if found is not None and found.factuality is not Factuality.ALLEGED:
        return found
    denied = contested(grammar, token)
    if denied is not None:
        return Verdict(denied)
    if found is not None:
        return found
    if _in_progress(grammar, trigger):
        return Verdict(Factuality.ONGOING)
    if any(lemma(t) in _ALLEGED for t in grammar.clause_tokens(token)):
        return Verdict(Factuality.ALLEGED)
    return Verdict(Factuality.OCCURRED)


def _by_frame(grammar: Grammar, trigger: Trigger) -> Verdict | None:
    """Tell what the word itself says: a charge made safe, a meeting put off, a threat to act."""
    token = trigger.token
    name = trigger.frame.name
    if (name == "clearance" or _takes_apart(grammar, token)) and _is_device(grammar, token):
        return Verdict(Factuality.FOILED)
    if name == "reject" and lemma(token) in ("put", "call", "postpone"):
        return Verdict(Factuality.PLANNED)
    if name == "threat" and (
        grammar.kids(token, "xcomp", "ccomp")
        or (lemma(token) == "threaten" and grammar.patients(token))
    ):
        return Verdict(Factuality.THREATENED)
    if not trigger.nominal and lexicon().cue(lemma(token), "foil"):
        plots = {word for noun in grammar.patients(token) for word in grammar.heads(noun)}
        if plots & lexicon().cues["plot"] and not grammar.kids(token, "neg", "aux"):
            return Verdict(Factuality.FOILED)
    if not trigger.nominal and lemma(token) in _EXPECTED and grammar.is_passive(token):
        return Verdict(Factuality.PLANNED)
    if trigger.nominal or trigger.support is not None:
        clause = " ".join(t.text for t in grammar.parsed.subtree(token))
        if _ANNOUNCED.search(clause):
            return Verdict(Factuality.PLANNED)
    verb = trigger.support or (None if trigger.nominal else token)
    if verb is not None and _is_called(grammar, verb):
        return Verdict(Factuality.PLANNED)
    verb = trigger.support
    if verb is not None and lemma(verb) in ("call", "announce", "schedule", "convoke", "plan"):
        words = " ".join(t.text for t in grammar.clause_tokens(verb))
        if lemma(verb) == "call" or _ANNOUNCED.search(words):
            return Verdict(Factuality.PLANNED)
    return None


def _is_called(grammar: Grammar, verb: Token) -> bool:
    """Read "called a strike for 1 September", "called for a march": called, not yet held."""
    if lemma(verb) != "call" or grammar.kids(verb, "ccomp", "oprd", "prt"):
        return False
    wanted = [
        noun
        for prep in grammar.kids(verb, "prep")
        if lemma(prep) == "for"
        for noun in grammar.kids(prep, "pobj")
    ]
    if any(_is_gathering(noun, "protest", "labour_strike") for noun in wanted):
        return True
    called = grammar.patients(verb)
    return any(_is_gathering(n, "protest", "labour_strike", "meeting", "vote") for n in called)


def _is_gathering(noun: Token, *frames: str) -> bool:
    return lemma(noun) in _STOPPAGES or lexicon().nouns.get(lemma(noun)) in frames


def _takes_apart(grammar: Grammar, token: Token) -> bool:
    beside = {lemma(kid) for kid in grammar.kids(token, "prt", "advmod", "prep")}
    taken = lemma(token) == "take" and bool(beside & {"apart", "down"})
    return taken or lemma(token) == "dismantle"


def _is_device(grammar: Grammar, token: Token) -> bool:
    """Whether it is a bomb that is made safe or taken apart; men are "neutralised" too."""
    nouns = grammar.patients(token) if token.pos == "VERB" else []
    return any(lexicon().is_a(word, "explosive") for n in nouns for word in grammar.heads(n))


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


def _modals(grammar: Grammar, verb: Token, noun: Token | None = None) -> Verdict | None:
    """Modals and negation of a verb; `noun`: the event that only leans on it."""
    lex = lexicon()
    if verb.dep == "advcl" and any(k.text == "Had" for k in grammar.kids(verb, "aux")):
        return Verdict(Factuality.THREATENED, hypothetical=True)
    words = [lemma(kid) for kid in grammar.kids(verb, "aux", "auxpass", "neg", "mark", "advmod")]
    texts = [kid.text.lower() for kid in grammar.kids(verb, "aux", "auxpass", "neg", "mark")]
    markers = [lemma(kid) for kid in grammar.kids(verb, "mark", "advmod")]
    if any(word in lex.cues["hypothesis_markers"] for word in markers):
        return Verdict(Factuality.THREATENED, hypothetical=True)
    if _negated(grammar, verb, noun) and lemma(verb) not in ("stop", "cease", "end", "halt"):
        return Verdict(Factuality.DENIED, negated=True)
    if any(text in ("will", "shall", "'ll", "wo", "’ll") for text in texts):
        if _has_if(grammar, verb):
            return Verdict(Factuality.THREATENED)
        return Verdict(Factuality.PLANNED)
    if any(text in lex.cues["modal_possible"] for text in texts):
        if "have" in words:
            return Verdict(Factuality.ALLEGED, hypothetical="would" in texts)
        imagined = "could" in texts and verb.dep in ("relcl", "advcl")
        if imagined or ("would" in texts and verb.dep == "relcl"):
            return Verdict(Factuality.OCCURRED, hypothetical=True)
        return Verdict(Factuality.THREATENED, hypothetical=True)
    if "until" in markers and _modal(grammar, grammar.parsed.tokens[verb.head]):
        return Verdict(Factuality.OCCURRED, hypothetical=True)  # "would stay until X was freed"
    if _is_to(grammar, verb):
        return Verdict(Factuality.PLANNED)
    if lemma(verb) == "go" and verb.tag == "VBG" and grammar.kids(verb, "xcomp"):
        return Verdict(Factuality.PLANNED)
    return None


def _modal(grammar: Grammar, verb: Token) -> bool:
    return any(kid.tag == "MD" for kid in grammar.kids(verb, "aux"))


def _negated(grammar: Grammar, verb: Token, noun: Token | None) -> bool:
    if grammar.kids(verb, "neg"):
        return True
    subjects = grammar.kids(verb, "nsubj", "nsubjpass", "attr")
    if noun is not None:
        subjects = [s for s in subjects if s.index == noun.index]
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
    """Read "The envoys are to meet", "is due to open", "is expected to", "Envoys to meet"."""
    if verb.dep not in ("xcomp", "ROOT", "ccomp"):
        return False
    if not any(kid.tag == "TO" for kid in grammar.kids(verb, "aux")):
        return False
    if verb.head == verb.index:
        return verb.tag == "VB" and bool(grammar.kids(verb, "nsubj", "nsubjpass"))
    above = grammar.parsed.tokens[verb.head]
    return lemma(above) == "be" and verb.dep == "xcomp"


def _plotted(grammar: Grammar, token: Token) -> bool:
    """Read "X thwarted a plot to kill ...": told by the words before, where the tree is broken."""
    lex = lexicon()
    if token.tag != "VB":
        return False
    sentence = grammar.parsed.sentences[token.sentence]
    before = grammar.parsed.tokens[max(sentence.first, token.index - 10) : token.index]
    plots = [t.index for t in before if lemma(t) in lex.cues["plot"]]
    foils = [t.index for t in before if lemma(t) in lex.cues["foil"]]
    return bool(plots and foils and min(foils) < max(plots))


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

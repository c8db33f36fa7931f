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
_REACH = 160  # characters of the next sentence
_ANNOUNCED = re.compile(
    r"\b(?:announced|planned|scheduled|called|due|expected|slated|foreseen)\s+"
    r"(?:for|on|to|next|in|by|at)\b|\bset\s+for\b",
    re.I,
)
_FALSE = (
    r"(?:lie|lies|fabrications?|fake|hoax|untrue|false|baseless|unfounded|groundless|fiction|"
    r"a\s+fantasy|inventions?|disinformation|nonsense)"
)
_UNTRUE = re.compile(
    rf"\b(?:is|are|was|were)\s+(?:a\s+|an\s+|pure\s+|simply\s+)*{_FALSE}\b|\bnever\s+existed\b|"
    rf"\b(?:calls?|called|terms?|termed|dismiss\w*|rejected?)\s+(?:it|this|that|the\s+\w+)\s+(?:as\s+)?"
    rf"(?:a\s+|an\s+|[\"“])?{_FALSE}\b",
    re.I,
)
_UNTRUE_AFTER = re.compile(
    rf"{_UNTRUE.pattern}|^\W*(?:this|that|it)\s+(?:is|was)\s+not\s+(?:true|so|correct)\b|"
    r"^\W*[“\"]?not\s+true\b|^\W*there\s+(?:was|were|is|are)\s+none\b|"
    r"\bdoes\s*n[o'’]t\s+correspond\s+to\s+reality\b|^\W*no\s+such\b|"
    r"^\W*nobody\s+\w+ed\s+from\s+anything|\bcalled?\s+(?:this|that|it)\s+a\s+lie\b",
    re.I,
)
_DENIES_IT = re.compile(
    r"\b(?:den(?:ies|y|ied)|refute[sd]?|reject(?:s|ed)?)\s+(?:it|this|that|the\s+(?:claim|report|"
    r"allegation|charge|accusation)s?|as\s+false)\b|\b(?:is|are|was|were)\s+denied\b",
    re.I,
)
_DENIES = re.compile(r"\b(?:den(?:y|ies|ied)|refut(?:e|es|ed)|disput(?:e|es|ed))\b", re.I)
_DENIES_NOT = re.compile(r"\b(?:not|nor|neither)\s+(?:confirm\s+nor\s+)?deny\b", re.I)
_DUE = frozenset(["due", "set", "ready", "poised", "likely", "about", "bound"])
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
    found = _by_frame(grammar, trigger) or _own_words(grammar, trigger)
    if found is None and _plotted(grammar, trigger.token):
        return Verdict(Factuality.FOILED)
    found = found or _governors_of(grammar, trigger.token)
    if found is None and trigger.support is not None:
        found = _modals(grammar, trigger.support, trigger.token) or _governors_of(
            grammar, trigger.support
        )
    if found is not None and found.factuality is not Factuality.ALLEGED:
        return found
    contested = _contested(grammar, token)
    if contested is not None:
        return contested
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
    if name == "clearance" and _is_device(grammar, token):
        return Verdict(Factuality.FOILED)
    if name == "reject" and lemma(token) in ("put", "call", "postpone"):
        return Verdict(Factuality.PLANNED)
    if name == "threat" and grammar.kids(token, "xcomp", "ccomp"):
        return Verdict(Factuality.THREATENED)
    if trigger.nominal or trigger.support is not None:
        clause = " ".join(t.text for t in grammar.parsed.subtree(token))
        if _ANNOUNCED.search(clause):
            return Verdict(Factuality.PLANNED)
    verb = trigger.support
    if verb is not None and lemma(verb) in ("call", "announce", "schedule", "convoke", "plan"):
        words = " ".join(t.text for t in grammar.clause_tokens(verb))
        if lemma(verb) == "call" or _ANNOUNCED.search(words):
            return Verdict(Factuality.PLANNED)
    return None


def _is_device(grammar: Grammar, token: Token) -> bool:
    """Whether it is a bomb that is made safe; men are "neutralised" too."""
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
        if "could" in texts and verb.dep in ("relcl", "advcl"):
            return Verdict(Factuality.OCCURRED, hypothetical=True)
        return Verdict(Factuality.THREATENED, hypothetical=True)
    if _is_to(grammar, verb):
        return Verdict(Factuality.PLANNED)
    if lemma(verb) == "go" and verb.tag == "VBG" and grammar.kids(verb, "xcomp"):
        return Verdict(Factuality.PLANNED)
    return None


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
    """Read Read "The envoys are to meet", "is due to open", "is expected to"."""
    if verb.dep not in ("xcomp", "ROOT", "ccomp"):
        return False
    if not any(kid.tag == "TO" for kid in grammar.kids(verb, "aux")):
        return False
    above = grammar.parsed.tokens[verb.head]
    return lemma(above) == "be" and verb.dep == "xcomp"


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


def _called_false(grammar: Grammar, claim: Token) -> bool:
    """Whether a claim is denied, or is a lie, by the verb that it is the subject of."""
    verb = grammar.parsed.tokens[claim.head]
    if lexicon().cue(lemma(verb), "deny"):
        return claim.dep in ("nsubjpass", "dobj")
    words = {lemma(kid) for kid in grammar.kids(verb, "attr", "acomp", "oprd")}
    return lemma(verb) in ("be", "prove") and bool(words & lexicon().cues["falsehood"])


def _contested(grammar: Grammar, token: Token) -> Verdict | None:
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
    if _UNTRUE.search(rest) or _UNTRUE_AFTER.search(after):
        return Verdict(Factuality.DENIED)
    if _DENIES_IT.search(rest):
        return Verdict(Factuality.DENIED)
    if _DENIES.search(after) and not _DENIES_NOT.search(after):
        return Verdict(Factuality.ALLEGED)
    return None


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

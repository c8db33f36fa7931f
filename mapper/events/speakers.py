"""Who speaks: the subject of a verb of saying, and what a pronoun there stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.events.lexicon import lexicon
from mapper.grammar import Grammar, lemma
from mapper.model import Span

if TYPE_CHECKING:
    from mapper.model import Token

__all__ = ["can_speak", "noun_phrase", "speaker"]

_LONGEST = 80
_BACK = 2  # sentences in which a pronoun's noun is looked for
_OFFICES = frozenset(
    ["ministry", "government", "army", "military", "office", "agency", "company", "service",
     "command", "department", "administration", "parliament", "council", "committee", "group",
     "party", "movement", "union", "court", "embassy", "mission", "municipality", "police",
     "presidency", "bureau", "authority", "organisation", "organization", "commission", "fund",
     "hospital", "navy", "headquarters", "side", "statement", "report", "newspaper", "channel",
     "station", "bank", "firm", "operator", "corps", "staff", "spokesman"]
)  # fmt: skip


# Verbs that seldom tell what is said: "gave way", "put the dead at nine".
_WEAK = frozenset(
    ["give", "put", "hold", "see", "call", "charge", "point", "register", "record"]
)  # fmt: skip
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
_OPENS_NONE = frozenset(["ADP", "ADV", "SCONJ", "CCONJ", "AUX", "PART", "PUNCT"])


def can_speak(grammar: Grammar, span: Span) -> bool:
    """Whether a stretch of text is a noun phrase that may name who speaks: no time, no clause.

    Parameters
    ----------
    grammar
        The parsed article.
    span
        The stretch.
    """
    words = grammar.parsed.tokens_in(span)
    if not words or words[0].pos in _OPENS_NONE or words[0].text.lower() == "not":
        return False
    if any(word.tag in _FINITE for word in words):
        return False
    nouns = [w for w in words if w.pos in ("NOUN", "PROPN", "PRON")]
    return any(word.entity not in ("DATE", "TIME") for word in nouns)


def noun_phrase(grammar: Grammar, noun: Token) -> str:
    """Give a noun phrase as written, without clauses and appositions that hang on it."""
    tokens = [t for t in grammar.parsed.subtree(noun) if _belongs(grammar, t, noun)]
    while tokens and (tokens[0].pos in ("PUNCT", "SPACE") or tokens[0].dep in ("cc", "preconj")):
        tokens = tokens[1:]
    if not tokens:
        return noun.text
    start, end = tokens[0].start, tokens[-1].end
    run = [tokens[0]]
    for token in tokens[1:]:
        if token.index != run[-1].index + 1:
            if noun.index <= run[-1].index:
                break
            run = []
        run.append(token)
    start, end = run[0].start, run[-1].end
    text = grammar.text[start:end].strip(" ,;:—–-\n")
    if len(text) > _LONGEST or "\n" in text:
        left = [t for t in run if t.index <= noun.index]
        text = grammar.text[left[0].start : noun.end] if left else noun.text
    return text


def _belongs(grammar: Grammar, token: Token, top: Token) -> bool:
    here = token
    while here.index != top.index:
        if here.dep in (
            "relcl",
            "acl",
            "appos",
            "advcl",
            "parataxis",
            "punct",
            "ccomp",
            "cc",
            "conj",
        ):
            return here.dep in ("punct",) and token.text in "-'’"
        if here.dep == "prep" and lemma(here) not in ("of", "for", "in", "from"):
            return False
        here = grammar.parsed.tokens[here.head]
    return True


def speaker(grammar: Grammar, verb: Token) -> str:
    """Who says what a verb of saying tells, as written; empty if the verb is none, or nobody."""
    lex = lexicon()
    if not lex.cue(lemma(verb), "say", "claim", "deny", "threaten"):
        return ""
    if verb.tag == "VB" and any(kid.tag == "TO" for kid in grammar.kids(verb, "aux")):
        return ""  # "so to say", "to put it": nobody has said it
    if not _tells(grammar, verb):
        return ""
    for noun in grammar.agents(verb) or grammar.kids(verb, "nsubj"):
        if noun.pos == "PRON" and lemma(noun) in ("which", "that", "who", "there", "what"):
            continue
        if noun.pos == "PRON" and lemma(noun) in ("he", "she", "they", "it"):
            who = _behind_pronoun(grammar, noun)
            if who or lemma(noun) != "it":
                return who or noun.text
            continue
        who = noun_phrase(grammar, noun)
        dated = noun.entity in ("DATE", "TIME") and noun.pos in ("PROPN", "NUM")
        if not dated and not who.lower().startswith("not "):
            return who
    return ""


def _tells(grammar: Grammar, verb: Token) -> bool:
    """Whether a verb that may mean saying does so here: not in "a tsunami warning", "gave way"."""
    told = grammar.kids(verb, "ccomp", "parataxis", "xcomp")
    if lemma(verb) == "say" and any(kid.tag == "VB" for kid in grammar.kids(verb, "xcomp")):
        return False  # "a bomb said to have been found"
    if verb.tag == "VBG" and verb.dep != "advcl" and not grammar.kids(verb, "aux"):
        return bool(told)
    if lemma(verb) not in _WEAK or told or verb.dep == "parataxis":
        return True
    return any(
        word.pos == "NUM" or word.text in '“”"«»'
        for kid in grammar.kids(verb, "dobj", "prep", "oprd", "punct")
        for word in grammar.parsed.subtree(kid)
    )


def _behind_pronoun(grammar: Grammar, pronoun: Token) -> str:
    """Give the nearest earlier subject that fits; rather one that was just quoted saying things."""
    found = [token for token in _earlier_subjects(grammar, pronoun) if _fits(token, pronoun)]
    talkers = [token for token in found if _talks(grammar, token)]
    for token in (talkers or found)[:1]:
        return noun_phrase(grammar, token)
    return ""


def _earlier_subjects(grammar: Grammar, pronoun: Token) -> list[Token]:
    """Give the subjects before a pronoun, nearest first, not those of the words it speaks."""
    parsed = grammar.parsed
    verb = parsed.tokens[pronoun.head]
    spoken = {
        t.index
        for kid in grammar.kids(verb, "ccomp", "parataxis")
        if kid.index < pronoun.index
        for t in parsed.subtree(kid)
    }
    if verb.dep in ("parataxis", "ccomp") and lemma(pronoun) in ("he", "she"):
        # "Her neighbour, she says, drove over a mine."
        spoken |= {t.index for t in grammar.kids(parsed.tokens[verb.head], "nsubj", "nsubjpass")}
    sentence = parsed.sentences[pronoun.sentence]
    first = parsed.sentences[max(0, sentence.index - _BACK)].first
    return [
        token
        for token in reversed(parsed.tokens[first : pronoun.index])
        if token.dep in ("nsubj", "nsubjpass")
        and token.pos in ("NOUN", "PROPN")
        and token.index not in spoken
    ]


def _fits(token: Token, pronoun: Token) -> bool:
    """Whether a noun and a pronoun agree: "they", "he" and "she" are people, "it" an office."""
    plural = token.tag in ("NNS", "NNPS") or lemma(token) == "police"
    person = token.entity == "PERSON" or lexicon().is_a(
        lemma(token), "official", "police", "soldier", "civilian", "crowd"
    )
    if lemma(pronoun) == "it":
        office = token.entity in ("ORG", "GPE", "NORP") or lemma(token) in _OFFICES
        return office and not plural and token.entity != "PERSON"
    return person and plural == (lemma(pronoun) == "they")


def _talks(grammar: Grammar, token: Token) -> bool:
    verb = grammar.parsed.tokens[token.head]
    return lexicon().cue(lemma(verb), "say", "claim", "deny")

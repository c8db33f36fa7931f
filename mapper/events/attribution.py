"""Who says that an event happened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.events.lexicon import lexicon
from mapper.grammar import Grammar, lemma

if TYPE_CHECKING:
    from mapper.model import Token

__all__ = ["attribution", "noun_phrase"]

_LONGEST = 80
_OPEN, _CLOSE = '“«"', '”»"'
_ACCORDING = re.compile(r"\baccording$", re.I)


def noun_phrase(grammar: Grammar, noun: Token) -> str:
    """A noun phrase as written, without clauses and appositions that hang on it."""
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


def attribution(grammar: Grammar, token: Token) -> str:
    """Who is said to report what `token` names, as written; empty if the article itself does.

    Parameters
    ----------
    grammar
        The parsed article.
    token
        The trigger.
    """
    return (
        _speech_above(grammar, token)
        or _according_to(grammar, token)
        or _speech_beside(grammar, token)
        or _quoted(grammar, token)
        or _speech_around(grammar, token)
    )


def _speaker(grammar: Grammar, verb: Token) -> str:
    lex = lexicon()
    if not lex.cue(lemma(verb), "say", "claim", "deny", "threaten"):
        return ""
    for noun in grammar.agents(verb) or grammar.kids(verb, "nsubj"):
        if lemma(noun) in ("it", "which", "that", "who", "there") and noun.pos == "PRON":
            continue
        return noun_phrase(grammar, noun)
    return ""


def _speech_above(grammar: Grammar, token: Token) -> str:
    """The clause is the complement of a verb of saying."""
    here = token
    for _ in range(12):
        if here.head == here.index:
            return ""
        above = grammar.parsed.tokens[here.head]
        if here.dep in ("ccomp", "parataxis", "xcomp", "pcomp", "pobj", "dobj", "prep", "acl"):
            if above.pos == "VERB" and lexicon().cue(lemma(above), "say", "claim", "deny"):
                who = _speaker(grammar, above)
                if who:
                    return who
            if lemma(above) in ("claim", "report", "statement", "allegation", "accusation") and (
                here.dep == "acl"
            ):
                for owner in grammar.kids(above, "poss"):
                    return noun_phrase(grammar, owner)
        here = above
    return ""


def _according_to(grammar: Grammar, token: Token) -> str:
    sentence = grammar.parsed.sentences[token.sentence]
    words = grammar.parsed.tokens[sentence.first : sentence.last]
    for word in words:
        if lemma(word) in ("according", "accord") and word.text.lower() == "according":
            for to in words[word.index - sentence.first + 1 :][:1]:
                for noun in grammar.kids(to, "pobj") or grammar.kids(word, "pobj"):
                    return noun_phrase(grammar, noun)
    return ""


def _speech_beside(grammar: Grammar, token: Token) -> str:
    """ "..., officials said": a verb of saying without an object, hung beside the clause."""
    for kid in grammar.parsed.children(token):
        if kid.dep in ("parataxis", "ccomp", "advcl") and kid.pos == "VERB":
            who = _speaker(grammar, kid)
            if who and not any(k.dep in ("ccomp", "dobj") for k in grammar.parsed.children(kid)):
                return who
    sentence = grammar.parsed.sentences[token.sentence]
    for word in grammar.parsed.tokens[sentence.first : sentence.last]:
        if word.pos == "VERB" and word.dep in ("parataxis", "ROOT") and word.index != token.index:
            before = grammar.parsed.tokens[word.index - 1] if word.index else word
            subject = grammar.kids(word, "nsubj")
            comma = min([t.index for s in subject for t in grammar.parsed.subtree(s)], default=0)
            mark = grammar.parsed.tokens[comma - 1].text if comma else ""
            inverted = before.text in {",", *_CLOSE}
            if (mark in {",", *_CLOSE} or inverted) and not grammar.kids(word, "dobj"):
                who = _speaker(grammar, word)
                if who:
                    return who
    return ""


def _speech_around(grammar: Grammar, token: Token) -> str:
    """A verb of saying elsewhere in the sentence, or "According to X." standing before it."""
    sentence = grammar.parsed.sentences[token.sentence]
    for word in grammar.parsed.tokens[sentence.first : sentence.last]:
        if (
            word.pos == "VERB"
            and word.index != token.index
            and lexicon().cue(lemma(word), "say", "claim")
        ):
            if any(t.index == token.index for t in grammar.parsed.ancestors(word)) or word.dep in (
                "ROOT", "parataxis", "ccomp", "conj",
            ):  # fmt: skip
                who = _speaker(grammar, word)
                if who and who != token.text:
                    return who
    if sentence.index:
        before = grammar.parsed.sentences[sentence.index - 1]
        text = grammar.text[before.span.start : before.span.end].strip()
        match = re.fullmatch(r"(?:According to|From|By)\s+(.{3,60}?)[.:]", text)
        if match:
            return match[1]
        if text.endswith(":"):
            for word in grammar.parsed.tokens[before.first : before.last]:
                if word.pos == "VERB":
                    who = _speaker(grammar, word)
                    if who:
                        return who
    return ""


def _quoted(grammar: Grammar, token: Token) -> str:
    """Inside a quotation that runs over sentences: whoever its first or last sentence names."""
    text = grammar.text
    paragraph = grammar.paragraph(token)
    end = text.find("\n", token.end)
    end = len(text) if end < 0 else end
    before = text[paragraph : token.start]
    opened = max(before.rfind("“"), before.rfind("«"))
    if opened < 0 or max(before.rfind("”"), before.rfind("»")) > opened:
        if before.count('"') % 2 == 0:
            return ""
        opened = before.rfind('"')
    closing = [p for p in (text.find(mark, token.end, end) for mark in _CLOSE) if p >= 0]
    close = min(closing, default=end)
    for word in grammar.parsed.tokens:
        near = paragraph <= word.start < paragraph + opened or close < word.start < min(
            end, close + 90
        )
        if near and word.pos == "VERB":
            who = _speaker(grammar, word)
            if who:
                return who
    return ""

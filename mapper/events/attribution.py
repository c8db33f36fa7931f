"""Who says that an event happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.events.attribution_words import (
    said_after,
    said_beside,
    said_by_bulletin,
    said_by_heading,
    said_by_source,
    said_inverted,
)
from mapper.events.lexicon import lexicon
from mapper.events.speakers import noun_phrase, speaker
from mapper.grammar import Grammar, lemma
from mapper.model import Span

if TYPE_CHECKING:
    from mapper.model import Token

__all__ = ["attribution"]

_CLAIMS = frozenset(
    ["claim", "report", "statement", "allegation", "accusation", "rumour", "rumor", "assertion",
     "story", "complaint", "charge", "information", "news", "version", "account"]
)  # fmt: skip
_PAPERS = frozenset(
    ["statement", "communique", "communiqué", "report", "post", "figure", "document", "bulletin",
     "release", "message", "summary", "letter", "note", "announcement", "data", "count"]
)  # fmt: skip
_CLAUSAL = frozenset(["ROOT", "parataxis", "ccomp", "conj"])
_OPEN, _CLOSE = '“«"', '”»"'


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
        _according_to(grammar, token, near=True)
        or said_inverted(grammar, token)
        or _speech_above(grammar, token)
        or _speech_within(grammar, token)
        or _according_to(grammar, token, near=False)
        or _speech_beside(grammar, token)
        or _quoted(grammar, token)
        or said_beside(grammar, token)
        or _speech_around(grammar, token)
        or said_after(grammar, token)
        or said_by_source(grammar, token)
        or said_by_heading(grammar, token)
        or said_by_bulletin(grammar, token)
    )


def _speech_within(grammar: Grammar, token: Token) -> str:
    """Read "had, it said, been trained": between commas, in the midst of the clause."""
    clause_head = grammar.clause_head[token.index]
    clause = list(grammar.clause_tokens(token))
    words = grammar.parsed.tokens[clause[0].index : clause[-1].index]
    for verb in words[2:]:
        if grammar.clause_head[verb.head] != clause_head or verb.head == verb.index:
            continue
        if verb.pos != "VERB" or not lexicon().cue(lemma(verb), "say", "claim"):
            continue
        after = grammar.parsed.tokens[verb.index + 1]
        subjects = grammar.kids(verb, "nsubj")
        if verb.index == token.index or after.text != "," or not subjects:
            continue
        first = min(t.index for t in grammar.parsed.subtree(subjects[-1]))
        if first > clause[0].index and grammar.parsed.tokens[first - 1].text == ",":
            return speaker(grammar, verb)
    return ""


def _speech_above(grammar: Grammar, token: Token) -> str:
    """Give the clause is the complement of a verb of saying."""
    here = token
    for _ in range(12):
        if here.head == here.index:
            return ""
        above = grammar.parsed.tokens[here.head]
        if here.dep in ("ccomp", "parataxis", "xcomp", "pcomp", "pobj", "dobj", "prep", "acl"):
            if above.pos == "VERB" and lexicon().cue(lemma(above), "say", "claim", "deny"):
                who = speaker(grammar, above)
                if who:
                    return who
            if lemma(above) in _CLAIMS and (
                here.dep in ("acl", "ccomp", "relcl", "appos")
                or (here.dep == "prep" and lemma(here) == "about")
            ):
                for owner in _owners(grammar, above):
                    return noun_phrase(grammar, owner)
        here = above
    return ""


def _owners(grammar: Grammar, claim: Token) -> list[Token]:
    """Give whose claim it is: "Lima's claim", "a report on the radio", "spread by portals"."""
    verbs = [k for k in grammar.kids(claim, "acl") if k.tag == "VBN"]
    return grammar.kids(claim, "poss") + [
        pobj
        for noun_or_verb in (claim, *verbs)
        for prep in grammar.kids(noun_or_verb, "prep", "agent")
        if lemma(prep) in ("by", "of", "from", "on")
        for pobj in grammar.kids(prep, "pobj")
    ]


def _according_to(grammar: Grammar, token: Token, *, near: bool) -> str:
    """Read "according to the mayor" in the sentence; `near`: between the same semicolons."""
    sentence = grammar.parsed.sentences[token.sentence]
    words = grammar.parsed.tokens[sentence.first : sentence.last]
    for word in words:
        if word.text.lower() != "according" or (near and _parted(grammar, word, token)):
            continue
        for to in words[word.index - sentence.first + 1 :][:1]:
            for noun in grammar.kids(to, "pobj") or grammar.kids(word, "pobj"):
                return noun_phrase(grammar, _author(grammar, noun))
    return ""


def _parted(grammar: Grammar, one: Token, other: Token) -> bool:
    """Whether a semicolon stands between two tokens."""
    first, last = sorted((one.start, other.start))
    return ";" in grammar.text[first:last]


def _author(grammar: Grammar, noun: Token) -> Token:
    """Give whose paper it is: "a statement of the ministry"."""
    if lemma(noun) not in _PAPERS:
        return noun
    owners = grammar.kids(noun, "poss") + [
        pobj
        for prep in grammar.parsed.subtree(noun)
        if prep.dep in ("prep", "agent") and lemma(prep) in ("of", "by", "from")
        for pobj in grammar.kids(prep, "pobj")
        if pobj.entity not in ("DATE", "TIME")
    ]
    return owners[0] if owners else noun


def _speech_beside(grammar: Grammar, token: Token) -> str:
    """Read "..., officials said": a verb of saying without an object, hung beside the clause."""
    for kid in grammar.parsed.children(token):
        if kid.dep in ("parataxis", "ccomp", "advcl") and kid.pos == "VERB":
            who = speaker(grammar, kid)
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
                who = speaker(grammar, word)
                if who:
                    return who
    return ""


def _speech_around(grammar: Grammar, token: Token) -> str:
    """Give a verb of saying elsewhere in the sentence, or "According to X." standing before it."""
    sentence = grammar.parsed.sentences[token.sentence]
    for word in grammar.parsed.tokens[sentence.first : sentence.last]:
        speaks = word.pos == "VERB" and lexicon().cue(lemma(word), "say", "claim")
        below = any(t.index == token.index for t in grammar.parsed.ancestors(word))
        if speaks and word.index != token.index and (below or word.dep in _CLAUSAL):
            who = speaker(grammar, word)
            if who:
                return who
    if sentence.index:
        before = grammar.parsed.sentences[sentence.index - 1]
        text = grammar.text[before.span.start : before.span.end].strip()
        if text.endswith(":"):
            for word in grammar.parsed.tokens[before.first : before.last]:
                if word.pos == "VERB":
                    who = speaker(grammar, word)
                    if who:
                        return who
    return ""


_LONGEST_QUOTATION = 5000  # characters


def _quoted(grammar: Grammar, token: Token) -> str:
    """Inside a quotation that runs over sentences: whoever its first or last sentence names."""
    text = grammar.text
    paragraph = max(grammar.paragraph(token), token.start - _LONGEST_QUOTATION)
    limit = min(len(text), token.end + _LONGEST_QUOTATION)
    end = text.find("\n", token.end, limit)
    end = limit if end < 0 else end
    before = text[paragraph : token.start]
    opened = max(before.rfind("“"), before.rfind("«"))
    if opened < 0 or max(before.rfind("”"), before.rfind("»")) > opened:
        if before.count('"') % 2 == 0:
            return ""
        opened = before.rfind('"')
    closing = [p for p in (text.find(mark, token.end, end) for mark in _CLOSE) if p >= 0]
    close = min(closing, default=end)
    left = Span(paragraph, paragraph + opened)
    right = Span(close + 1, max(close + 1, min(end, close + 90)))
    for word in (*grammar.parsed.tokens_in(left), *grammar.parsed.tokens_in(right)):
        whole = left.start <= word.start < left.end or right.start <= word.start < right.end
        if whole and word.pos == "VERB":
            who = speaker(grammar, word)
            if who:
                return who
    return ""

"""Who says that an event happened."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from mapper.events.lexicon import lexicon
from mapper.grammar import Grammar, lemma
from mapper.model import Span

if TYPE_CHECKING:
    from mapper.model import Token

__all__ = ["attribution", "noun_phrase"]

_CLAIMS = frozenset(
    ["claim", "report", "statement", "allegation", "accusation", "rumour", "rumor", "assertion",
     "story"]
)  # fmt: skip
_CLAUSAL = frozenset(["ROOT", "parataxis", "ccomp", "conj"])
_LONGEST = 80
_OPEN, _CLOSE = '“«"', '”»"'
_ACCORDING = re.compile(r"\baccording$", re.I)


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
        or _by_words(grammar, token)
        or _speech_around(grammar, token)
        or _of_bulletin(grammar, token)
    )


_SAYS = (
    r"(?:says?|said|claims?|claimed|reports?|reported|announce[sd]?|insists?|insisted|confirm(?:s|ed)|"
    r"estimates?|estimated|adds?|added|maintains?|writes?|wrote|counts?|counted|concedes?|warn(?:s|ed))"
)
_NAME = r"(?P<who>(?:[Tt]he\s+|[Aa]n?\s+|[Ii]ts\s+|[Oo]ur\s+)?[\w'’-]+(?:\s+[\w'’-]+){0,7}?)"
_SAID_AFTER = re.compile(
    rf"[,;:”\"]\s+(?:as\s+)?{_NAME}\s+(?:has\s+)?{_SAYS}\b(?!\s+(?:that|the|to|a)\b)"
)
_SAYS_WHO = re.compile(rf"[,;:”\"]\s+{_SAYS}\s+{_NAME}\s*(?:[,.;:(]|$)")
_COUNTED = re.compile(
    r"\b[Bb]y\s+the\s+(?:count|reckoning|estimate|account)\s+of\s+(?P<who>[^,.;:]{2,60}?)"
    r"(?=\s+(?:some|about|\d)|[,.;:])"
    r"|\b(?:[Bb]y|[Ii]n)\s+(?P<owner>[\w' -]{2,50}?)['’]s?\s+(?:own\s+)?"
    r"(?:count|reckoning|estimate|account|figures)\b"
)


def _by_words(grammar: Grammar, token: Token) -> str:
    """Read "..., the army claims.", "..., says the governor", "by the ministry's count"."""
    sentence = grammar.parsed.sentences[token.sentence]
    text = grammar.text[sentence.span.start : sentence.span.end]
    for pattern in (_SAID_AFTER, _SAYS_WHO, _COUNTED):
        for match in pattern.finditer(text):
            who = match["who"] or match.groupdict().get("owner") or ""
            first = who.split()[0].lower() if who.split() else ""
            if (
                first
                and first not in _NO_SPEAKER
                and not (
                    sentence.span.start + match.start()
                    <= token.start
                    < sentence.span.start + match.end()
                )
            ):
                return who.strip()
    return ""


_NO_SPEAKER = frozenset(
    ["and", "but", "which", "that", "who", "it", "this", "as", "when", "where", "while", "what",
     "or"]
)  # fmt: skip
_BULLETIN = frozenset(
    ["communicate", "report", "inform", "state", "announce", "log", "publish", "summarise",
     "recapitulate"]
)  # fmt: skip
_ITEM = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|[-•*–▪>]|[IVX]+\.)\s", re.M)
_ENOUGH_ITEMS = 3


def _of_bulletin(grammar: Grammar, token: Token) -> str:
    """Give the office whose bulletin the numbered item belongs to, named in the first lines."""
    line = grammar.paragraph(token)
    if not _ITEM.match(grammar.text[line : line + 12]):
        return ""
    if sum(1 for _ in islice(_ITEM.finditer(grammar.text), _ENOUGH_ITEMS)) < _ENOUGH_ITEMS:
        return ""
    for word in grammar.parsed.tokens:
        if word.start > _HEAD or word.start >= line:
            break
        if word.pos == "VERB" and lemma(word) in _BULLETIN:
            return _speaker(grammar, word)
    return ""


_HEAD = 500  # characters


def _speaker(grammar: Grammar, verb: Token) -> str:
    lex = lexicon()
    if not lex.cue(lemma(verb), "say", "claim", "deny", "threaten"):
        return ""
    for noun in grammar.agents(verb) or grammar.kids(verb, "nsubj"):
        if noun.pos == "PRON" and lemma(noun) in ("it", "which", "that", "who", "there", "what"):
            continue
        if noun.pos == "PRON" and lemma(noun) in ("he", "she", "they"):
            return _behind_pronoun(grammar, noun) or noun.text
        return noun_phrase(grammar, noun)
    return ""


def _behind_pronoun(grammar: Grammar, pronoun: Token) -> str:
    """Give the nearest earlier subject that can speak and fits in number."""
    plural = lemma(pronoun) == "they"
    sentence = grammar.parsed.sentences[pronoun.sentence]
    first = grammar.parsed.sentences[max(0, sentence.index - 1)].first
    for token in reversed(grammar.parsed.tokens[first : pronoun.index]):
        if token.dep not in ("nsubj", "nsubjpass") or token.pos not in ("NOUN", "PROPN"):
            continue
        if (token.tag in ("NNS", "NNPS") or lemma(token) == "police") != plural:
            continue
        if token.entity == "PERSON" or lexicon().is_a(
            lemma(token), "official", "police", "soldier", "civilian", "crowd"
        ):
            return noun_phrase(grammar, token)
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
                who = _speaker(grammar, above)
                if who:
                    return who
            if lemma(above) in _CLAIMS and here.dep in ("acl", "ccomp", "relcl"):
                owners = grammar.kids(above, "poss") + [
                    pobj
                    for prep in grammar.kids(above, "prep")
                    if lemma(prep) in ("by", "of", "from", "on")
                    for pobj in grammar.kids(prep, "pobj")
                ]
                for owner in owners:
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
    """Read "..., officials said": a verb of saying without an object, hung beside the clause."""
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
    """Give a verb of saying elsewhere in the sentence, or "According to X." standing before it."""
    sentence = grammar.parsed.sentences[token.sentence]
    for word in grammar.parsed.tokens[sentence.first : sentence.last]:
        speaks = word.pos == "VERB" and lexicon().cue(lemma(word), "say", "claim")
        below = any(t.index == token.index for t in grammar.parsed.ancestors(word))
        if speaks and word.index != token.index and (below or word.dep in _CLAUSAL):
            who = _speaker(grammar, word)
            if who:
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
            who = _speaker(grammar, word)
            if who:
                return who
    return ""

"""Events of lines without a verb that the parser sees: headlines, bulletins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.events.lexicon import lexicon

if TYPE_CHECKING:
    from mapper.grammar import Grammar
    from mapper.model import Token

__all__ = ["headline_verb", "toll_word"]

_DEAD = re.compile(r"dead|wounded|injured|killed|hurt|missing|arrested|detained", re.I)
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])


def headline_verb(grammar: Grammar, token: Token) -> str | None:
    """Read "Rioters storm town hall", "Gunmen Kill Four": taken for nouns where no verb is."""
    lex = lexicon()
    if token.index == 0 or token.text.lower() in lex.nouns:
        return None
    before = grammar.parsed.tokens[token.index - 1]
    if before.sentence != token.sentence or before.pos not in ("NOUN", "PROPN"):
        return None
    plural = before.tag in ("NNS", "NNPS") or before.text.lower().endswith(("men", "police", "s"))
    word = token.text.lower()
    if not plural and word.endswith("es") and word[:-2] in lex.verbs:
        word = word[:-2]
    elif not plural and word.endswith("s"):
        word = word[:-1]
    elif not plural:
        return None
    name = lex.verbs.get(word)
    if name is None or not lex.frames[name].physical:
        return None
    sentence = grammar.parsed.sentences[token.sentence]
    words = grammar.parsed.tokens[sentence.first : sentence.last]
    if any(t.tag in _FINITE for t in words) or token.index == sentence.last - 1:
        return None
    return name


def toll_word(grammar: Grammar, token: Token) -> str | None:
    """Read "Five dead", "two wounded": a toll without a verb."""
    if not _DEAD.fullmatch(token.text):
        return None
    before = grammar.parsed.tokens[token.index - 1] if token.index else None
    if before is None or before.sentence != token.sentence or before.pos not in ("NUM", "NOUN"):
        return None
    return "arrest" if token.text.lower() in ("arrested", "detained") else "casualty"

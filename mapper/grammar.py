"""Clauses, arguments and quotes, read off the dependency tree."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mapper.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mapper.model import Parsed, Token

__all__ = ["Clause", "Grammar", "lemma"]

_BOUNDARIES = frozenset(
    ["ROOT", "ccomp", "advcl", "relcl", "acl", "parataxis", "csubj", "csubjpass", "pcomp"]
)  # fmt: skip
# "BAKU, 3 May (Agency) - ": a place in capitals, or one with a date or an agency, and a dash.
_DATELINE = re.compile(
    r"^[^\S\n]*(?P<where>[A-Z\u00c0-\u017d](?:[^\n;:!?“”\"–—]|(?<=\d):(?=\d)){1,70}?)\s(?:--?|[–—])\s+(?=[“\"\w])",
    re.M,
)
_STAMP = re.compile(r"\d|\([^)]+\)$|^(?:[^\Wa-z]|['’.-]){3,}\b")
_PARTICLES = frozenset(["of", "de", "al", "el", "la", "le", "du", "da", "di", "and", "st", "th"])
_OPENERS = frozenset(["In", "On", "At", "By", "Since", "After", "From", "Between", "During"])
_SUBJECTS = frozenset(["nsubj", "nsubjpass", "csubj", "expl"])
_EDGES = frozenset(["cc", "mark", "punct", "preconj"])
_LONGEST_QUOTE = 260
_SHORT, _SHORT_NEXT = 2, 3  # sentences of a paragraph that goes on in the next one, and of that
# A line of running text: no heading, no item of a list, no entry of a diary.
_PROSE = re.compile(r"[“\"'‘]?[^\W\d_][^:|]{0,25}[^:|\n]{15,}.*[.!?][”\"'’)]*$", re.S)
_QUANTITIES = frozenset(
    ["number", "group", "dozen", "hundred", "thousand", "score", "couple", "crowd", "team",
     "unit", "part", "member", "lot", "handful", "pair", "trio", "series", "majority", "family",
     "total", "column", "convoy", "kind", "type", "body", "case"]
)  # fmt: skip


def lemma(token: Token) -> str:
    """Give the lemma of a token in lower case."""
    return token.lemma.lower()


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb (or the root of a fragment) with what it governs, without clauses below it."""

    head: int
    tokens: tuple[int, ...]


class Grammar:
    """What the other modules ask of a parse: clauses, subjects, objects, prepositions.

    Parameters
    ----------
    parsed
        The article with its dependency trees.
    """

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.text = parsed.article.text
        self._kids = [tuple(parsed.children(token)) for token in parsed.tokens]
        # What is asked of the same word again and again, by the index of the word.
        self._subjects: dict[int, tuple[Token, ...]] = {}
        self._patients: dict[int, tuple[Token, ...]] = {}
        self._passive: dict[int, bool] = {}
        self._heads: dict[int, frozenset[str]] = {}
        self._clause_words: dict[int, frozenset[str]] = {}
        self._sentence_lemmas: dict[int, frozenset[str]] = {}

    @cached_property
    def clause_head(self) -> tuple[int, ...]:
        """For each token the index of the head of its clause."""
        heads = [-1] * len(self.parsed.tokens)
        for token in self.parsed.tokens:
            path = []
            here = token
            while heads[here.index] < 0 and not self._starts_clause(here):
                path.append(here.index)
                here = self.parsed.tokens[here.head]
            top = heads[here.index] if heads[here.index] >= 0 else here.index
            heads[here.index] = top
            for index in path:
                heads[index] = top
        return tuple(heads)

    def _starts_clause(self, token: Token) -> bool:
        if token.head == token.index:
            return True
        if token.dep in _BOUNDARIES:
            return token.pos in ("VERB", "AUX") or token.dep == "parataxis"
        if token.dep == "conj" and token.pos in ("VERB", "AUX"):
            return self.parsed.tokens[token.head].pos in ("VERB", "AUX") or any(
                kid.dep in _SUBJECTS for kid in self.parsed.children(token)
            )
        return False

    @cached_property
    def clauses(self) -> dict[int, Clause]:
        """The clauses by the index of their head, in text order of heads."""
        members: dict[int, list[int]] = {}
        for index, head in enumerate(self.clause_head):
            members.setdefault(head, []).append(index)
        return {head: Clause(head, tuple(members[head])) for head in sorted(members)}

    def clause_of(self, token: Token) -> Clause:
        """Give the clause that the token belongs to."""
        return self.clauses[self.clause_head[token.index]]

    def clause_tokens(self, token: Token) -> Iterator[Token]:
        """Give the tokens of the token's clause, in text order."""
        return map(self.parsed.tokens.__getitem__, self.clause_of(token).tokens)

    def clause_span(self, token: Token) -> Span:
        """Give the stretch from the first to the last token of the token's clause."""
        members, tokens = self.clause_of(token).tokens, self.parsed.tokens
        return Span(tokens[members[0]].start, max(tokens[i].end for i in members))

    def clause_words(self, token: Token) -> frozenset[str]:
        """Lemmas and forms of the token's clause, in lower case."""
        head = self.clause_head[token.index]
        found = self._clause_words.get(head)
        if found is None:
            words = list(self.clause_tokens(token))
            found = frozenset([*map(lemma, words), *(word.text.lower() for word in words)])
            self._clause_words[head] = found
        return found

    def sentence_lemmas(self, token: Token) -> frozenset[str]:
        """Lemmas of the token's sentence, in lower case."""
        found = self._sentence_lemmas.get(token.sentence)
        if found is None:
            sentence = self.parsed.sentences[token.sentence]
            found = frozenset(map(lemma, self.parsed.tokens[sentence.first : sentence.last]))
            self._sentence_lemmas[token.sentence] = found
        return found

    def kids(self, token: Token, *deps: str) -> list[Token]:
        """Give the children with one of these arcs."""
        return [kid for kid in self._kids[token.index] if kid.dep in deps]

    def subjects(self, verb: Token) -> list[Token]:
        """Give the subjects of a verb; one that it shares with the verb it is joined to, too."""
        found = self._subjects.get(verb.index)
        if found is None:
            found = self._subjects[verb.index] = tuple(self._find_subjects(verb))
        return list(found)

    def _find_subjects(self, verb: Token) -> list[Token]:
        here = verb
        for _ in range(4):
            found = self._past_dateline(self.kids(here, "nsubj", "nsubjpass"))
            if found and found[0].tag in ("WDT", "WP") and here.dep == "relcl":
                return [self.parsed.tokens[here.head]]
            if found:
                return found
            if here.dep not in ("conj", "xcomp", "advcl", "ccomp") or here.head == here.index:
                break
            if here.dep == "ccomp" and here.tag not in ("VB", "VBG"):
                break
            here = self.parsed.tokens[here.head]
        if verb.dep in ("acl", "relcl") and verb.head != verb.index:
            return [self.parsed.tokens[verb.head]]
        return []

    def _past_dateline(self, subjects: list[Token]) -> list[Token]:
        """Give what the parser hung on the place of a dateline instead of it."""
        found = []
        for noun in subjects:
            end = self.dateline_end(noun.start)
            while end and noun.start < end:
                later = [
                    k for k in self.parsed.subtree(noun) if k.start >= end and k.dep == "appos"
                ]
                if not later:
                    break
                noun = later[0]
            if not end or noun.start >= end:
                found.append(noun)
        return found

    def is_passive(self, verb: Token) -> bool:
        """Whether the subject suffers the act."""
        found = self._passive.get(verb.index)
        if found is None:
            found = self._passive[verb.index] = self._find_passive(verb)
        return found

    def _find_passive(self, verb: Token) -> bool:
        if self.kids(verb, "nsubjpass", "auxpass"):
            return True
        if verb.tag == "VBN" and verb.dep == "acl":
            return True
        if verb.tag == "VBN" and verb.dep == "conj" and not self.kids(verb, "aux", "nsubj", "dobj"):
            return self.is_passive(self.parsed.tokens[verb.head])
        return verb.tag == "VBN" and not self.kids(verb, "aux", "dobj") and verb.dep == "ROOT"

    def patients(self, verb: Token) -> list[Token]:
        """Who or what the act is done to: objects, or the subjects of a passive."""
        found = self._patients.get(verb.index)
        if found is None:
            found = self._patients[verb.index] = tuple(self._find_patients(verb))
        return list(found)

    def _find_patients(self, verb: Token) -> list[Token]:
        if self.is_passive(verb):
            return self._before_auxiliary(verb) or self.subjects(verb)
        return self.kids(verb, "dobj", "dative", "attr", "oprd")

    def _before_auxiliary(self, verb: Token) -> list[Token]:
        """Give the noun right before "were" in "guards were killed", if the parser missed it."""
        marks = [kid.index for kid in self.kids(verb, "auxpass", "aux")]
        if not marks or min(marks) == 0:
            return []
        noun = self.parsed.tokens[min(marks) - 1]
        if noun.sentence != verb.sentence or noun.pos not in ("NOUN", "NUM"):
            return []
        subjects = self.kids(verb, "nsubjpass", "nsubj")
        if any(noun.index in {t.index for t in self.parsed.subtree(s)} for s in subjects):
            return []
        return [noun]

    def agents(self, verb: Token) -> list[Token]:
        """Who does it: the subject, or "by" somebody."""
        if self.is_passive(verb):
            return [pobj for by in self.kids(verb, "agent") for pobj in self.kids(by, "pobj")]
        return self.subjects(verb)

    def arguments(self, verb: Token) -> list[Token]:
        """Every noun that depends on the verb: subjects, objects, objects of prepositions."""
        found = [*self.subjects(verb), *self.kids(verb, "dobj", "attr", "dative", "oprd")]
        for prep in self.kids(verb, "prep", "agent", "prt"):
            found += self.kids(prep, "pobj")
        return found

    def heads(self, noun: Token) -> frozenset[str]:
        """Lemmas of a noun phrase that say what it is ("hundreds of protesters": protester)."""
        found = self._heads.get(noun.index)
        if found is None:
            found = self._heads[noun.index] = frozenset(self._find_heads(noun))
        return found

    def _find_heads(self, noun: Token) -> set[str]:
        words = {lemma(noun)}
        queue = [noun]
        while queue:
            here = queue.pop()
            words.add(lemma(here))
            if here.tag == "NNPS" or (here.pos == "PROPN" and here.text.endswith("s")):
                words.add(lemma(here).removesuffix("s"))  # headlines: "Troops" is no name
            queue += self.kids(here, "conj")
            words |= {f"{lemma(kid)}-{lemma(here)}" for kid in self.kids(here, "compound")}
            if here.pos == "NUM" or lemma(here) in _QUANTITIES:
                for of in self.kids(here, "prep"):
                    if lemma(of) == "of":
                        queue += self.kids(of, "pobj")
        return words

    def paragraph(self, token: Token) -> int:
        """Start of the paragraph the token stands in (after the last empty line or line break).

        Wires break after every sentence or two: there a paragraph goes on until a longer one, a
        heading or a list begins.
        """
        return self._paragraphs[bisect_right(self._paragraphs, token.start) - 1]

    @cached_property
    def _paragraphs(self) -> list[int]:
        starts, before = [0], 0
        firsts = [sentence.span.start for sentence in self.parsed.sentences]
        for start, end in zip(
            self._line_starts, [*self._line_starts[1:], len(self.text)], strict=True
        ):
            line = self.text[start:end].strip()
            if not line:
                continue
            count = bisect_left(firsts, end) - bisect_left(firsts, start)
            prose = _PROSE.match(line) is not None and count > 0
            if not (prose and count <= _SHORT_NEXT and 0 < before <= _SHORT):
                starts.append(start)
            before = count if prose else 0
        return starts

    def line_start(self, offset: int) -> int:
        """Start of the line that an offset lies in."""
        return self._line_starts[bisect_right(self._line_starts, offset) - 1]

    def dateline_end(self, offset: int) -> int:
        """Where the dateline that an offset lies in ends ("GORI, 3 May - "); 0 if in none."""
        number = bisect_right(self._datelines, (offset, len(self.text))) - 1
        if number < 0 or not self._datelines[number][0] <= offset < self._datelines[number][1]:
            return 0
        return self._datelines[number][1]

    @cached_property
    def _datelines(self) -> list[tuple[int, int]]:
        found = []
        for match in _DATELINE.finditer(self.text):
            where = match["where"]
            words = re.findall(r"[^\W\d_]+", where)
            named = all(w[0].isupper() or w in _PARTICLES for w in words)
            if _STAMP.search(where) and named and words[0] not in _OPENERS:
                found.append((match.start(), match.end()))
        return found

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        while end := self.text.find("\n", starts[-1]) + 1:
            starts.append(end)
        return starts

    def quote(self, token: Token, *, nominal: bool = False) -> Span:
        """Give the shortest stretch that reports it: the token's clause, or its noun phrase."""
        if nominal:
            members = [t.index for t in self.parsed.subtree(token) if self._same_phrase(t, token)]
        else:
            members = list(self.clause_of(token).tokens)
        tokens = [self.parsed.tokens[i] for i in members]
        while len(tokens) > 1 and (tokens[0].dep in _EDGES or tokens[0].pos in ("PUNCT", "SPACE")):
            tokens = tokens[1:]
        while len(tokens) > 1 and (tokens[-1].pos in ("PUNCT", "SPACE") or tokens[-1].dep == "cc"):
            tokens = tokens[:-1]
        start, end = tokens[0].start, max(t.end for t in tokens)
        start = max(start, min(self.dateline_end(start), token.start))
        if end - start > _LONGEST_QUOTE:
            start, end = self._cut(start, end, token)
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Span(start, end) if end > start else Span(token.start, token.end)

    def _same_phrase(self, token: Token, top: Token) -> bool:
        here = token
        while here.index != top.index:
            if here.dep in ("relcl", "advcl", "parataxis", "ccomp"):
                return False
            if here.dep == "conj" and here.head == top.index:
                return False
            here = self.parsed.tokens[here.head]
        return True

    def _cut(self, start: int, end: int, token: Token) -> tuple[int, int]:
        half = _LONGEST_QUOTE // 2
        first = max(start, token.start - half)
        last = min(end, token.end + half)
        inside = self.parsed.tokens_in(Span(first, last))
        whole = [t for t in inside if t.start >= first and t.end <= last]
        return whole[0].start, whole[-1].end

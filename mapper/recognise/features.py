"""What the filter looks at: each candidate stretch as named numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

from gazetteer import FeatureClass, Match, MatchKind, NameKind
from mapper.errors import DataError
from mapper.model import Parsed, Token
from mapper.recognise.candidates import CandidateSpan, NameBook
from mapper.recognise.encoded import Encoded
from mapper.recognise.nearness import nearness
from mapper.recognise.words import (
    AREA_NOUNS,
    FACILITY_NOUNS,
    GENERIC_PREFIXES,
    HONORIFICS,
    ORGANISATION_NOUNS,
    PLACE_PREPOSITIONS,
    WATER_NOUNS,
)

__all__ = ["describe", "gazetteer_features"]

_LABELS = ("GPE", "LOC", "FAC", "NORP", "ORG", "PERSON")
_PREPOSITIONS = ("in", "at", "near", "from", "to", "of", "on", "for", "by", "with", "between")
_DEPS = ("nsubj", "dobj", "pobj", "compound", "poss", "appos", "conj", "amod", "npadvmod", "ROOT")
_CLASSES = tuple(FeatureClass)
_JOINTS = frozenset({",", "and", "or", "-", "–", "("})
_GENERIC = AREA_NOUNS | WATER_NOUNS | FACILITY_NOUNS


@cache
def common_words() -> dict[str, int]:
    """How usual a lower-case word is in news, 1 (rare) to 9; words not listed are rarer."""
    path = Path(__file__).with_name("common_words.txt")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DataError(f"the word list {path.name} is missing: install again") from error
    found: dict[str, int] = {}
    for line in lines:
        level, _, words = line.partition(" ")
        if level.isdigit():
            found.update(dict.fromkeys(words.split(), int(level)))
    return found


def gazetteer_features(matches: tuple[Match, ...]) -> dict[str, float]:
    """Describe what the gazetteer holds under a name."""
    toponyms = [m for m in matches if m.name.kind is not NameKind.DEMONYM]
    population = max((m.place.population for m in toponyms), default=-1)
    codes = {m.place.feature_code for m in toponyms}
    found = {
        "g_count": math.log1p(len(toponyms)),
        "g_demonym": float(len(toponyms) < len(matches)),
        "g_population": math.log10(population + 1) if population >= 0 else -1.0,
        "g_exact": float(any(m.kind is MatchKind.EXACT for m in toponyms)),
        "g_main": float(any(m.name.text == m.place.name for m in toponyms)),
        "g_country": float(any(c.startswith("PCL") for c in codes)),
        "g_capital": float("PPLC" in codes),
        "g_division": float("ADM1" in codes) + float("ADM1" in codes or "ADM2" in codes),
        "g_seat": float(bool(codes & {"PPLA", "PPLA2"})),
        "g_abbreviation": float(any(m.name.kind is NameKind.ABBREVIATION for m in toponyms)),
    }
    classes = {m.place.feature_class for m in toponyms}
    found.update({f"g_class_{c.value}": float(c in classes) for c in _CLASSES})
    return found


def describe(
    parsed: Parsed, candidates: tuple[CandidateSpan, ...], book: NameBook
) -> list[dict[str, float]]:
    """Describe every candidate by the same keys."""
    scene = _Scene(parsed, candidates, book)
    return [scene.describe(candidate) for candidate in candidates]


class _Scene:
    """One article, and what is counted over the whole of it."""

    def __init__(
        self, parsed: Parsed, candidates: tuple[CandidateSpan, ...], book: NameBook
    ) -> None:
        self._parsed = parsed
        self._book = book
        self._lower = Counter(t.text for t in parsed.tokens if t.text.islower())
        self._names = Counter(c.name for c in candidates)
        self._labelled: Counter[tuple[str, str]] = Counter()
        self._placed: Counter[str] = Counter()
        self._titled: Counter[str] = Counter()
        self._owner: list[str] = [t.entity for t in parsed.tokens]
        self._runs = _run_bounds(parsed)
        self._gazetteer: dict[str, dict[str, float]] = {}
        for candidate in candidates:
            if candidate.label:
                self._labelled[candidate.name, candidate.label] += 1
            before = self._word(candidate.first - 1)
            if before in PLACE_PREPOSITIONS:
                self._placed[candidate.name] += 1
            if before in HONORIFICS:
                self._titled[candidate.name.split()[-1]] += 1
        self._covers = _population_around(candidates, self._known)
        self._near = nearness(candidates, book)
        self._encoded = Encoded(parsed, [(c.span, c.name) for c in candidates])

    def _known(self, name: str) -> dict[str, float]:
        found = self._gazetteer.get(name)
        if found is None:
            found = self._gazetteer[name] = gazetteer_features(self._book.matches(name))
        return found

    def _word(self, index: int) -> str:
        tokens = self._parsed.tokens
        return tokens[index].text.lower() if 0 <= index < len(tokens) else ""

    def describe(self, candidate: CandidateSpan) -> dict[str, float]:
        tokens = self._parsed.tokens
        inside = tokens[candidate.first : candidate.last]
        row = dict(self._known(candidate.name))
        row.update(self._tagger(candidate, inside))
        row.update(self._shape(candidate, inside))
        row.update(self._neighbours(candidate, inside[0].sentence))
        row.update(self._grammar(inside))
        row.update(self._document(candidate, inside))
        row.update(self._encoded.describe(candidate.span, candidate.name))
        return row

    def _tagger(self, candidate: CandidateSpan, inside: tuple[Token, ...]) -> dict[str, float]:
        owners = {self._owner[t.index] for t in inside}
        row = {f"n_is_{label}": float(candidate.label == label) for label in _LABELS}
        row.update({f"n_in_{label}": float(label in owners) for label in _LABELS})
        row["n_other"] = float(bool(candidate.label) and candidate.label not in _LABELS)
        row["n_none"] = float(owners == {""})
        before = self._parsed.tokens[candidate.first - 1] if candidate.first else None
        after_index = candidate.last
        after = self._parsed.tokens[after_index] if after_index < len(self._parsed.tokens) else None
        row["n_before"] = float(before is not None and before.entity not in ("", "DATE"))
        row["n_after"] = float(after is not None and after.entity not in ("", "DATE"))
        return row

    def _shape(self, candidate: CandidateSpan, inside: tuple[Token, ...]) -> dict[str, float]:
        name = candidate.name
        first, last = inside[0].text.lower(), inside[-1].text.lower()
        common = common_words()
        levels = [common.get(t.text.lower(), 0) for t in inside if t.text[:1].isalpha()]
        run = self._runs[inside[0].index]
        return {
            "s_tokens": float(len(inside)),
            "s_letters": float(len(name)),
            "s_upper": float(name.isupper() and len(name) > 1),
            "s_initials": float("." in name),
            "s_common": float(min(levels, default=0)),
            "s_common_last": float(common.get(last, 0)),
            "s_generic_first": float(first in GENERIC_PREFIXES),
            "s_generic_last": float(last in _GENERIC),
            "s_lower_last": float(inside[-1].text.islower()),
            "s_organisation": float(last in ORGANISATION_NOUNS),
            "s_article": float(first == "the"),
            "s_digit": float(any(c.isdigit() for c in name)),
            "s_run_left": float(candidate.first - run[0]),
            "s_run_right": float(run[1] - candidate.last),
            "s_run_organisation": float(
                any(self._word(i) in ORGANISATION_NOUNS for i in range(run[0], run[1]))
            ),
            "s_covered": self._covers.get((candidate.first, candidate.last), -1.0),
        }

    def _neighbours(self, candidate: CandidateSpan, sentence: int) -> dict[str, float]:
        bounds = self._parsed.sentences[sentence]
        first, last = candidate.first, candidate.last

        def word(index: int) -> str:
            return self._word(index) if bounds.first <= index < bounds.last else ""

        before, after = word(first - 1), word(last)
        before2 = word(first - 2)
        preposition = before2 if before == "the" else before
        row = {f"w_{p}": float(preposition == p) for p in _PREPOSITIONS}
        row.update(
            w_place_preposition=float(preposition in PLACE_PREPOSITIONS),
            w_the=float(before == "the"),
            w_of_generic=float(before == "of" and before2 in _GENERIC),
            w_generic_before=float(before in _GENERIC),
            w_direction_of=float(
                before == "of" and before2.endswith(("north", "south", "east", "west"))
            ),
            w_honorific=float(before in HONORIFICS),
            w_area_after=float(after in AREA_NOUNS),
            w_water_after=float(after in WATER_NOUNS),
            w_facility_after=float(after in FACILITY_NOUNS),
            w_organisation_after=float(after in ORGANISATION_NOUNS),
            w_possessive=float(after in {"'s", "’s", "'", "’"}),
            w_hyphen_after=float(after in {"-", "–"}),
            w_hyphen_before=float(before in {"-", "–"}),
            w_comma_after=float(after == ","),
            w_comma_before=float(before == ","),
            w_after_capital=float(self._is_capital(last, bounds.last)),
            w_comma_name=float(after == "," and self._is_capital(last + 1, bounds.last)),
            w_paren_after=float(after == "("),
            w_paren_before=float(before == "("),
            w_colon=float(after in {":", "—", "–", "--"}),
            w_start=float(first == bounds.first),
            w_end=float(last == bounds.last or after == "."),
            w_length=float(min(bounds.last - bounds.first, 60)),
            w_and=float(after in {"and", "or"} or before in {"and", "or"}),
            w_digit_before=float(before.isdigit()),
            w_digit_after=float(after.isdigit()),
            w_after_common=float(common_words().get(after, 0)),
            l_left=self._listed(first - 2, before) if first - 2 >= bounds.first else 0.0,
            l_right=self._listed(last + 1, after) if last + 1 < bounds.last else 0.0,
        )
        return row

    def _listed(self, index: int, joint: str) -> float:
        """Whether a list joins the candidate to a name that the tagger (2) or we (1) know."""
        token = self._parsed.tokens[index]
        if joint not in _JOINTS or not token.text[:1].isupper():
            return 0.0
        if token.entity in {"GPE", "LOC", "FAC"}:
            return 2.0
        return float(self._book.knows(token.text))

    def _is_capital(self, index: int, stop: int) -> bool:
        return index < stop and self._parsed.tokens[index].text[:1].isupper()

    def _grammar(self, inside: tuple[Token, ...]) -> dict[str, float]:
        head = inside[-1]
        for token in inside:
            if not inside[0].index <= token.head <= inside[-1].index or token.head == token.index:
                head = token
                break
        governor = self._parsed.tokens[head.head]
        row = {f"d_{dep}": float(head.dep == dep) for dep in _DEPS}
        row.update(
            d_proper=float(sum(t.pos == "PROPN" for t in inside) / len(inside)),
            d_adjective=float(head.tag.startswith("JJ")),
            d_plural=float(head.tag in {"NNS", "NNPS"}),
            d_verb=float(head.pos in {"VERB", "AUX", "ADV", "INTJ"}),
            d_governor_verb=float(governor.pos == "VERB"),
            d_governor_preposition=float(governor.pos == "ADP"),
            d_governor_proper=float(governor.pos == "PROPN"),
            d_governor_generic=float(governor.text.lower() in _GENERIC),
            d_spread=float(
                sum(t.head not in range(inside[0].index, inside[-1].index + 1) for t in inside)
            ),
        )
        return row

    def _document(self, candidate: CandidateSpan, inside: tuple[Token, ...]) -> dict[str, float]:
        name = candidate.name
        count = self._names[name]
        place = sum(self._labelled[name, label] for label in ("GPE", "LOC", "FAC"))
        return {
            "c_count": math.log1p(count),
            "c_place": place / count,
            "c_person": self._labelled[name, "PERSON"] / count,
            "c_organisation": self._labelled[name, "ORG"] / count,
            "c_preposition": self._placed[name] / count,
            "c_near": self._near.get(name, 10.0),
            "c_titled": float(self._titled[name.split()[-1]] > 0),
            "c_lower": math.log1p(min((self._lower[t.text.lower()] for t in inside), default=0)),
        }


def _run_bounds(parsed: Parsed) -> list[tuple[int, int]]:
    """For each token the run of capitalised tokens around it (its own place if it has none)."""
    bounds = [(i, i + 1) for i in range(len(parsed.tokens))]
    for sentence in parsed.sentences:
        start = sentence.first
        while start < sentence.last:
            stop = start
            while stop < sentence.last and parsed.tokens[stop].text[:1].isupper():
                stop += 1
            for index in range(start, stop):
                bounds[index] = (start, stop)
            start = max(stop, start + 1)
    return bounds


def _population_around(
    candidates: tuple[CandidateSpan, ...], known: Callable[[str], dict[str, float]]
) -> dict[tuple[int, int], float]:
    """Find the greatest population (log) of a known name around each candidate, if there is one."""
    found: dict[tuple[int, int], float] = {}
    ordered = [c for c in candidates if known(c.name)["g_population"] >= 0]
    for outer in ordered:
        population = known(outer.name)["g_population"]
        for first in range(outer.first, outer.last):
            for last in range(first + 1, outer.last + 1):
                if (first, last) != (outer.first, outer.last):
                    key = (first, last)
                    found[key] = max(found.get(key, -1.0), population)
    return found

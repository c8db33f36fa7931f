"""Demonyms, abbreviations and common names.

The base is the World Factbook; two tables beside this module, written for this project, add
plurals, second spellings and abbreviations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from gazetteer.drafts import Draft, Stock
from gazetteer.ingest.sources.factbook import Facts
from gazetteer.model import NameKind

__all__ = ["load"]

_HERE = Path(__file__).parent


def load(stock: Stock, facts: Mapping[str, Facts]) -> None:
    """Add the words to the countries and divisions of the stock."""
    for code, kind, texts in _table(_HERE / "abbreviations.tsv"):
        draft = _draft(stock, code)
        if draft is not None:
            for text in texts.split(" | "):
                _tell(draft, text, NameKind(kind))
    forms: dict[str, list[str]] = defaultdict(list)
    for code, texts in _table(_HERE / "demonyms.tsv"):
        forms[code].extend(texts.split(" | "))
    for fips, told in facts.items():
        forms[stock.fips.get(fips, "")].extend(told.demonyms)
    drafts = {code: draft for code in sorted(forms) if (draft := _draft(stock, code)) is not None}
    sovereign = {t for code, d in drafts.items() if d.feature_code != "PCLD" for t in forms[code]}
    for code, draft in drafts.items():
        for text in dict.fromkeys(forms[code]):
            # Aruba's people are Arubans; that they are Dutch too is said of the Netherlands.
            if text != draft.name and not (draft.feature_code == "PCLD" and text in sovereign):
                _tell(draft, text, NameKind.DEMONYM)


def _draft(stock: Stock, code: str) -> Draft | None:
    return stock.get(stock.countries.get(code) or stock.divisions.get(code) or "")


def _tell(draft: Draft, text: str, kind: NameKind) -> None:
    """Add a name whose kind outweighs what other sources said of the same text."""
    draft.names.pop(text, None)
    draft.add(text, "en", kind)


def _table(path: Path) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")

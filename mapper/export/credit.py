"""What a file says of itself: of what it was made, by what, and who is to be named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gazetteer import CREDITS
from mapper.export.table import fit
from mapper.model import Analysis, Generator

__all__ = ["ATTRIBUTION", "LICENCE", "LICENCE_URL", "Credit", "credit", "title_of"]

ATTRIBUTION = (
    "Places: GeoNames (https://www.geonames.org/, CC BY 4.0, changed); Made with Natural Earth; "
    "The World Factbook; United States Census Bureau; OurAirports; Wikidata; Unicode Common "
    "Locale Data Repository (CLDR); the project's own curated rows"
)
"""Whom to name: the sources of the gazetteer, whose licences ask for it or are public domain."""
LICENCE = "Places and names: Creative Commons Attribution 4.0 International (CC BY 4.0)"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
_QUOTES = "Quotes are the articles'; their rights stay with those who published them."
_MOST_SOURCES = 100


@dataclass(frozen=True, slots=True)
class Credit:
    """What a file says of itself.

    Parameters
    ----------
    title
        Of the map.
    makers
        The program and its data, with their versions.
    sources
        The articles: title and address of each.
    rights
        Whom to name, and on what terms.
    """

    title: str
    makers: tuple[str, ...]
    sources: tuple[str, ...]
    rights: str

    @property
    def made(self) -> str:
        """How the data came about."""
        return (
            f"Incidents read out of the articles' text by a program ({'; '.join(self.makers)}); "
            "scores are probabilities: check each incident against its quote."
        )

    def text(self) -> str:
        """All of it, a paragraph each."""
        articles = "; ".join(self.sources)
        return "\n".join((f"{self.title}.", self.made, f"Articles: {articles}.", self.rights))


def title_of(analyses: Sequence[Analysis], title: str | None = None) -> str:
    """Make a title: the first article's, and how many more there are.

    Parameters
    ----------
    analyses
        What goes on one map.
    title
        The user's own, which goes first.

    Returns
    -------
    str
        A text that every format can hold.
    """
    first = analyses[0].article
    more = f" and {len(analyses) - 1} more" if len(analyses) > 1 else ""
    return fit(title or (first.title or first.id) + more)


def credit(analyses: Sequence[Analysis], title: str | None = None) -> Credit:
    """Say of what a map is made.

    Parameters
    ----------
    analyses
        What goes on one map.
    title
        Of the map; the first article's if None.

    Returns
    -------
    Credit
        The same for the same analyses: no clock has part in it. Of very many articles the
        first are told, and how many more there are.
    """
    makers = dict.fromkeys(analysis.generator for analysis in analyses)
    articles = [analysis.article for analysis in analyses]
    sources = [
        fit(", ".join(part for part in (a.title or a.id, a.url) if part))
        for a in articles[:_MOST_SOURCES]
    ]
    if len(articles) > _MOST_SOURCES:
        sources.append(f"{len(articles) - _MOST_SOURCES} more")
    return Credit(
        title=title_of(analyses, title),
        makers=tuple(
            ", ".join((f"{made.name} {made.version}", f"gazetteer {made.gazetteer}", *made.models))
            for made in makers
        ),
        sources=tuple(sources),
        rights=f"{_attribution(makers)}. {LICENCE}, {LICENCE_URL}. {_QUOTES}",
    )


def _attribution(makers: Iterable[Generator]) -> str:
    """Name the sources of the gazetteer, then those of what the user added to it."""
    added = dict.fromkeys(
        fit(line) for made in makers for line in made.attribution if line not in CREDITS
    )
    return "; ".join((ATTRIBUTION, *added))

"""How the articles of a run are analysed, and by which data: what a part's name depends on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mapper.config import Settings
from mapper.errors import DataError

if TYPE_CHECKING:
    from mapper.model import Analysis, Article

__all__ = ["Analyser", "Limits", "Recipe", "fingerprint", "open_mapper"]

FORM = 2
"""Of the parts: parts of another form are made again."""

# What lies beside the code was learnt or chosen, and a change of it changes analyses; but not in
# the rooms that only show or move them.
_OTHERS = ("cli", "corpus", "evaluate", "export", "ground", "render")
_CODE = (".py", ".pyc", ".pyi", ".typed")


class Analyser(Protocol):
    """What analyses an article; `mapper.pipeline.Mapper` is one."""

    def analyse(self, article: Article) -> Analysis:
        """Say what the article reports, and where."""
        ...


def open_mapper(settings: Settings) -> Analyser:
    """Open gazetteer and language model."""
    from mapper.pipeline import Mapper

    return Mapper(settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an article may cost before it is put aside.

    Parameters
    ----------
    seconds
        Longest time for one article; the worker that is caught in it ends.
    characters
        Longest text.
    tries
        How often an article is tried that fails, or that its worker dies of.
    """

    seconds: float = 300.0
    characters: int = 1_000_000
    tries: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a run reads and analyses its articles; the same for all parts.

    Parameters
    ----------
    settings
        Options of the analysis.
    text_field, published_field
        Where JSON Lines and Parquet keep the text and the day of publication.
    limits
        What an article may cost.
    opener
        Opens what analyses; a function of a module, for it is sent to other processes by name.
    fingerprint
        Of all that the analyses depend on, see `fingerprint`.
    """

    settings: Settings = field(default_factory=Settings)
    text_field: str = "text"
    published_field: str = "published"
    limits: Limits = field(default_factory=Limits)
    opener: Callable[[Settings], Analyser] = open_mapper
    fingerprint: str = ""


def fingerprint(recipe: Recipe) -> str:
    """Sum up what the analyses of a run depend on, besides the articles.

    Parameters
    ----------
    recipe
        How the run works.

    Returns
    -------
    str
        32 hexadecimal digits: of the program's version, the gazetteer's, the language model's,
        what the program has learnt, the settings and the user's own places.

    Raises
    ------
    DataError
        Something that the program ships is missing.
    """
    from gazetteer import ArtefactError, Gazetteer
    from mapper.language.pinned import read_pin

    settings = recipe.settings
    try:
        with Gazetteer(user=settings.user_gazetteer) as places:
            data = places.version
    except ArtefactError as error:
        raise DataError(str(error)) from None
    chosen = {f.name: getattr(settings, f.name) for f in fields(settings) if f.name != "gazetteers"}
    pin = read_pin()
    told = [
        f"form {FORM}", version("incident-mapper"), data, pin.name, repr(pin.digests), _learnt(),
        repr(chosen),
        *(hashlib.sha256(path.read_bytes()).hexdigest() for path in settings.gazetteers),
        recipe.text_field, recipe.published_field, str(recipe.limits.characters),
        f"{recipe.opener.__module__}.{recipe.opener.__qualname__}",
    ]  # fmt: skip
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:32]


def _learnt() -> str:
    """Digest of the models and word lists that lie beside the code."""
    total = hashlib.sha256()
    home = Path(str(files("mapper")))
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home)
        if name.parts[0] not in _OTHERS and path.suffix not in _CODE and path.is_file():
            total.update(name.as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()

"""The whole walk: a source in, an analysis out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from gazetteer import Gazetteer, GazetteerError, NoGeometryError
from mapper.config import Settings
from mapper.errors import DataError, OptionError, SourceError
from mapper.model import Analysis, Article, Generator, Parsed, Resolution
from mapper.read import read

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer import Place
    from mapper.encode import Encoder
    from mapper.language import LanguageModel
    from mapper.resolve import Nominatim

__all__ = ["Mapper", "analyse"]


class Mapper:
    """The engine: gazetteer and language model, opened once, for any number of articles.

    Parameters
    ----------
    settings
        What the user asked for.

    Raises
    ------
    OptionError
        A file of the user's own places cannot be used.
    DataError
        Something that the program ships is missing or damaged.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.gazetteer = _open_gazetteer(self.settings)
        self._model: LanguageModel | None = None
        self._encoder: Encoder | None = None
        self._online: Nominatim | None = None
        if self.settings.online:
            from mapper.resolve import Nominatim

            self._online = Nominatim()

    def close(self) -> None:
        """Let go of the gazetteer."""
        self.gazetteer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def model(self) -> LanguageModel:
        """The language model, loaded when the first article needs it."""
        if self._model is None:
            from mapper.language import LanguageModel

            self._model = LanguageModel()
        return self._model

    @property
    def encoder(self) -> Encoder:
        """The encoder, loaded when the first article needs it."""
        if self._encoder is None:
            from mapper.encode import Encoder

            self._encoder = Encoder()
        return self._encoder

    def parse(self, article: Article) -> Parsed:
        """The article's grammar, with what the encoder says of its words."""
        parsed = self.model.parse(article)
        return replace(parsed, scores=self.encoder.read(article.text, article.body))

    def read(self, source: str | Path) -> Iterator[Article | SourceError]:
        """Read every article of a source (see `mapper.read.read`)."""
        return read(source, self.settings)

    def analyse(self, article: Article) -> Analysis:
        """Say what the article reports, and where.

        Parameters
        ----------
        article
            As read.

        Returns
        -------
        Analysis
            The same for the same article, version and settings.

        Raises
        ------
        DataError
            The gazetteer turns out to be damaged.
        """
        from gazetteer import ArtefactError

        try:
            return self._analyse(article)
        except ArtefactError as error:
            raise DataError(str(error)) from None

    def _analyse(self, article: Article) -> Analysis:
        from mapper.attach import attach
        from mapper.events import find_events
        from mapper.recognise import recognise
        from mapper.resolve import resolve

        parsed = self.parse(article)
        mentions = recognise(parsed, self.gazetteer)
        resolutions = resolve(parsed, mentions, self.gazetteer)
        if self._online is not None:
            resolutions = self._online.fill(resolutions)
        events = find_events(parsed)
        geometries = self._geometries(resolutions)
        incidents = attach(
            parsed, events, resolutions, geometry=lambda place: self._shape(place, geometries)
        )
        return Analysis(
            article=article,
            resolutions=resolutions,
            incidents=incidents,
            generator=self.generator,
            geometries=geometries,
        )

    @property
    def generator(self) -> Generator:
        """What signs the analyses."""
        return Generator(
            "incident-mapper",
            version("incident-mapper"),
            self.gazetteer.version + (" + Nominatim" if self._online else ""),
            (self.model.name, self.encoder.name),
            self.gazetteer.attribution + ((self._online.credit,) if self._online else ()),
        )

    def _geometries(self, resolutions: Sequence[Resolution]) -> dict[str, BaseGeometry]:
        """Shapes of the lines and areas among the resolved places, computed ones included."""
        shapes: dict[str, BaseGeometry] = {}
        for resolution in resolutions:
            place = resolution.place
            if place is None or place.id in shapes:
                continue
            found = resolution.geometry
            if found is None:
                found = self._shape(place, shapes)
            if found is not None and found.geom_type != "Point":
                shapes[place.id] = found
        return shapes

    def _shape(self, place: Place, known: dict[str, BaseGeometry]) -> BaseGeometry | None:
        """Shape of a line or area; None for a point."""
        if place.id in known or place.shape == "point":
            return known.get(place.id)
        try:
            return self.gazetteer.geometry(place)
        except NoGeometryError:
            return None


def analyse(source: str | Path | Article, *, settings: Settings | None = None) -> Analysis:
    """Analyse one article; for many, keep a `Mapper`.

    Parameters
    ----------
    source
        A path, an address, ``-`` for standard input, or an article made with
        ``mapper.from_text``.
    settings
        Options.

    Returns
    -------
    Analysis
        What the article reports, and where.

    Raises
    ------
    SourceError
        The source cannot be read, or holds more than one article.
    """
    with Mapper(settings) as engine:
        if isinstance(source, Article):
            return engine.analyse(source)
        articles = list(engine.read(source))
        for article in articles:
            if isinstance(article, SourceError):
                raise article
            if len(articles) > 1:
                raise SourceError(
                    f"{source}: {len(articles)} articles; read them with mapper.Mapper().read"
                )
            return engine.analyse(article)
    raise SourceError(f"{source}: no article in it")


def _open_gazetteer(settings: Settings) -> Gazetteer:
    from gazetteer import ArtefactError

    try:
        return Gazetteer(extra=settings.gazetteers, user=settings.user_gazetteer)
    except ArtefactError as error:
        raise DataError(str(error)) from None
    except (GazetteerError, OSError) as error:
        raise OptionError(f"--gazetteer: {error}") from None

"""Options that several commands share."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click

from mapper.config import Settings

__all__ = [
    "BUNDLED_ONLY",
    "Number",
    "article_options",
    "check_places",
    "set_up_logging",
    "settings_of",
]

BUNDLED_ONLY = "Leave out the places that you added with mapper gazetteer add or extend."
"""Help of the option of this name."""


def _day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    from mapper.read import parse_date

    day = parse_date(value)
    if day is None:
        raise click.BadParameter(f"{value!r} is no date; write it as 2023-05-08.")
    return day


_OF_ARTICLES = (
    click.argument("sources", metavar="SOURCE...", nargs=-1, required=True),
    click.option(
        "--published",
        metavar="DATE",
        callback=_day,
        help="Day of publication, such as 2023-05-08.",
    ),
    click.option("--title", help="Title of the article, or of the map of several."),
    click.option("--lang", metavar="TAG", help="Language of the article, such as en."),
    click.option(
        "--gazetteer",
        "gazetteers",
        type=click.Path(path_type=Path),
        multiple=True,
        metavar="FILE",
        help="Your own places, as TSV, CSV or GeoJSON. Repeatable.",
    ),
    click.option(
        "--online",
        is_flag=True,
        help="Ask OpenStreetMap's Nominatim for places that the gazetteer lacks.",
    ),
    click.option(
        "--allow-local", is_flag=True, help="Read web addresses of the local network, too."
    ),
    click.option("--bundled-only", is_flag=True, help=BUNDLED_ONLY),
    click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors."),
)


def article_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add what every command that reads articles takes.

    Parameters
    ----------
    function
        The command: gets ``sources``, ``quiet`` and, of all the others, ``settings``.

    Returns
    -------
    callable
        The command with these options; it sends warnings to standard error (`set_up_logging`).
    """

    @wraps(function)
    def gathered(
        *args: Any,
        published: date | None,
        title: str | None,
        lang: str | None,
        gazetteers: tuple[Path, ...],
        bundled_only: bool,
        online: bool,
        allow_local: bool,
        quiet: bool,
        **others: Any,
    ) -> None:
        set_up_logging(quiet=quiet)
        settings = settings_of(
            published=published,
            title=title,
            lang=lang,
            gazetteers=gazetteers,
            bundled_only=bundled_only,
            online=online,
            allow_local=allow_local,
        )
        function(*args, settings=settings, quiet=quiet, **others)

    command: Callable[..., None] = gathered
    for decorator in reversed(_OF_ARTICLES):
        command = decorator(command)
    return command


def settings_of(
    *,
    published: date | None,
    title: str | None,
    lang: str | None,
    gazetteers: tuple[Path, ...],
    bundled_only: bool = False,
    online: bool = False,
    allow_local: bool = False,
) -> Settings:
    """Make the settings of a run.

    Parameters
    ----------
    published, title, lang, gazetteers, bundled_only, online, allow_local
        As the options gave them.

    Returns
    -------
    Settings
        Frozen.

    Raises
    ------
    click.UsageError
        A file of places cannot be opened.
    """
    check_places(gazetteers)
    return Settings(
        published=published,
        title=title,
        language=lang,
        gazetteers=gazetteers,
        user_gazetteer=not bundled_only,
        online=online,
        allow_local=allow_local,
    )


def check_places(paths: Sequence[Path], named: str = "--gazetteer: ") -> None:
    """Refuse files of places that cannot be opened, before anything heavy is loaded.

    Parameters
    ----------
    paths
        Files that the user named.
    named
        What the message begins with: the option that named them.

    Raises
    ------
    click.UsageError
        One cannot be opened.
    """
    for path in paths:
        try:
            path.open("rb").close()
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or str(error)).lower()
            raise click.UsageError(f"{named}{path}: {reason}; check the path.") from None


class Number(click.FloatRange):
    """A number in a range, which "nan" is not."""

    name = "number"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read it."""
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = math.nan
        if math.isnan(number):
            self.fail(f"{value!r} is no number; write it as 40.4", param, ctx)
        return float(super().convert(number, param, ctx))


def set_up_logging(*, quiet: bool) -> None:
    """Send the program's warnings to standard error, one line each."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("mapper: %(message)s"))
    for name in ("mapper", "gazetteer"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(logging.ERROR if quiet else logging.WARNING)
    # Libraries talk to programmers, not to the user.
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.NullHandler())

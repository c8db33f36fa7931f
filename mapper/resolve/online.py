"""What the gazetteer lacks, asked of OpenStreetMap's Nominatim: only where the user wishes it.

Keeps to the service's usage policy: one question a second, a name of ours in every question, and
every answer kept in a cache, so that no question is asked twice.
"""

from __future__ import annotations

import json
import logging
import os
import re
import warnings
from collections import Counter
from dataclasses import replace
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from gazetteer import FeatureClass, Place
from mapper.errors import OptionError
from mapper.model import Candidate, MentionKind, Resolution

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Nominatim"]

_log = logging.getLogger(__name__)
_SERVICE = "https://nominatim.openstreetmap.org"
_WAIT_S = 10.0
_BETWEEN_S = 1.0
# An answer is one name's most important bearer near the story: a likely place, no sure one.
_BELIEF = 0.4
_COUNTRIES = 4
# A longer one is no name that a map knows.
_LONGEST = 200
# What becomes of an answer that is none: another program's page, half a text, a list of texts.
_NONSENSE = (
    ArithmeticError, AttributeError, HTTPException, LookupError, OSError, RecursionError,
    TypeError, ValueError,
)  # fmt: skip
_SOURCE = "OpenStreetMap contributors (ODbL), through Nominatim"
# OpenStreetMap's kinds of places as GeoNames' feature classes and codes.
_KINDS = {
    "country": (FeatureClass.ADMINISTRATIVE, "PCLI"),
    "state": (FeatureClass.ADMINISTRATIVE, "ADM1"),
    "province": (FeatureClass.ADMINISTRATIVE, "ADM1"),
    "region": (FeatureClass.ADMINISTRATIVE, "ADM1"),
    "county": (FeatureClass.ADMINISTRATIVE, "ADM2"),
    "district": (FeatureClass.ADMINISTRATIVE, "ADM2"),
    "municipality": (FeatureClass.ADMINISTRATIVE, "ADM3"),
    "city": (FeatureClass.POPULATED, "PPL"),
    "town": (FeatureClass.POPULATED, "PPL"),
    "village": (FeatureClass.POPULATED, "PPL"),
    "hamlet": (FeatureClass.POPULATED, "PPL"),
    "suburb": (FeatureClass.POPULATED, "PPLX"),
    "quarter": (FeatureClass.POPULATED, "PPLX"),
    "neighbourhood": (FeatureClass.POPULATED, "PPLX"),
    "river": (FeatureClass.WATER, "STM"),
    "water": (FeatureClass.WATER, "LK"),
    "peak": (FeatureClass.TERRAIN, "PK"),
    "island": (FeatureClass.TERRAIN, "ISL"),
    "road": (FeatureClass.ROUTE, "RD"),
}
_ANYTHING = (FeatureClass.SPOT, "SPO")


class Nominatim:
    """Asks for names that stay without a place.

    Parameters
    ----------
    cache
        File of answers, JSON Lines; made where it does not exist. None for
        ``incident-mapper/nominatim.jsonl`` in the user's cache folder (``XDG_CACHE_HOME``).
    service
        Address of the service; None for ``MAPPER_NOMINATIM`` or else OpenStreetMap's own.

    Raises
    ------
    OptionError
        The address is none, or the cache cannot be read or written.
    """

    credit = "Names that the gazetteer lacks: © OpenStreetMap contributors, ODbL, through Nominatim"

    def __init__(self, cache: Path | None = None, service: str | None = None) -> None:
        from geopy.adapters import URLLibAdapter
        from geopy.extra.rate_limiter import RateLimiter
        from geopy.geocoders import Nominatim as Geocoder

        service = service or os.environ.get("MAPPER_NOMINATIM") or _SERVICE
        try:
            parts = urlsplit(service)
        except ValueError:  # half a bracket, which begins an address of version 6
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise OptionError(
                f"--online: {service!r} is no address of a Nominatim service; let MAPPER_NOMINATIM "
                "be one that begins with https://, or unset it"
            )
        geocoder = Geocoder(
            user_agent="incident-mapper (offline gazetteer first)",
            scheme=parts.scheme,
            domain=parts.netloc + parts.path.rstrip("/"),
            timeout=_WAIT_S,
            adapter_factory=URLLibAdapter,
        )
        self._ask = RateLimiter(
            geocoder.geocode, min_delay_seconds=_BETWEEN_S, max_retries=0, swallow_exceptions=False
        )
        self._service = parts.netloc
        self._path = cache or _cache_folder() / "nominatim.jsonl"
        self._gap = ""
        self._known = self._read()
        self._down = False

    def _read(self) -> dict[str, dict[str, Any] | None]:
        found: dict[str, dict[str, Any] | None] = {}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            content = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return found
        except (OSError, UnicodeDecodeError) as error:
            raise self._useless(error) from None
        # A crash cut the last line short: the next answer must not be glued to it.
        self._gap = "" if content.endswith("\n") or not content else "\n"
        for line in content.split("\n"):
            try:
                row = json.loads(line)
                question, answer = row["question"], row["answer"]
            except (ValueError, KeyError, TypeError, RecursionError):
                continue  # it will be asked again
            if isinstance(question, str) and (answer is None or _is_place(answer)):
                found[question] = answer
        return found

    def _useless(self, error: Exception) -> OptionError:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        return OptionError(
            f"--online: the cache {self._path} cannot be used ({reason}); delete it, or let "
            "XDG_CACHE_HOME be a folder that can be written"
        )

    def fill(self, resolutions: Sequence[Resolution]) -> tuple[Resolution, ...]:
        """Give places to literal mentions that have none.

        Parameters
        ----------
        resolutions
            Of one article; the countries of its places tell where to look first.
        """
        seen = Counter(r.place.country for r in resolutions if r.place and r.place.country)
        near = tuple(country.lower() for country, _ in seen.most_common(_COUNTRIES))
        return tuple(
            self._filled(r, near)
            if r.place is None and r.mention.kind is MentionKind.LITERAL
            else r
            for r in resolutions
        )

    def _filled(self, resolution: Resolution, near: tuple[str, ...]) -> Resolution:
        name = " ".join(resolution.mention.text.split())
        if not 0 < len(name) <= _LONGEST:
            return resolution
        answer = self._answer(name, near) if near else None
        answer = answer or self._answer(name, ())
        if answer is None:
            return resolution
        place = _place(answer)
        why = (f"not in the gazetteer; {self._service} knows “{_text(answer['display_name'])}”",)
        candidate = Candidate(place, _BELIEF, why)
        return replace(
            resolution, place=place, score=_BELIEF, candidates=(candidate, *resolution.candidates)
        )

    def _answer(self, name: str, countries: tuple[str, ...]) -> dict[str, Any] | None:
        from geopy.exc import GeopyError

        question = f"{self._service}|{','.join(sorted(countries))}|{name}"
        if question in self._known:
            return self._known[question]
        if self._down:
            return None
        ask: Callable[..., Any] = self._ask
        try:
            with warnings.catch_warnings():  # a point on no Earth is our business
                warnings.simplefilter("ignore")
                found = ask(
                    name,
                    addressdetails=True,
                    language="en",
                    country_codes=list(countries) or None,
                )
        except (GeopyError, *_NONSENSE) as error:
            self._give_up(f"does not answer ({_text(error) or type(error).__name__})")
            return None
        answer = dict(found.raw) if found is not None else None
        if answer is not None and not _is_place(answer):
            self._give_up("answers what is no place")
            return None
        self._keep(question, answer)
        return answer

    def _give_up(self, reason: str) -> None:
        self._down = True
        _log.warning(
            "--online: %s %s; names that are not in the gazetteer stay without a place; check "
            "the network or MAPPER_NOMINATIM, or leave --online out",
            self._service,
            reason,
        )

    def _keep(self, question: str, answer: dict[str, Any] | None) -> None:
        self._known[question] = answer
        # In ASCII: half a character (a surrogate) has no other form.
        line = json.dumps({"question": question, "answer": answer})
        try:
            with self._path.open("a", encoding="ascii") as file:
                file.write(f"{self._gap}{line}\n")
        except OSError as error:
            raise self._useless(error) from None
        self._gap = ""


def _cache_folder() -> Path:
    home = Path(os.environ.get("XDG_CACHE_HOME") or "")
    if not home.is_absolute():  # which the specification has ignored
        try:
            home = Path.home() / ".cache"
        except RuntimeError:
            raise OptionError(
                "--online: no home directory to keep answers in; let XDG_CACHE_HOME be a folder"
            ) from None
    return home / "incident-mapper"


def _is_place(answer: object) -> bool:
    """Whether an answer, or a line of the cache, has what a place needs."""
    if not isinstance(answer, dict) or not _text(answer.get("display_name")):
        return False
    try:
        latitude, longitude = float(answer["lat"]), float(answer["lon"])
    except (ArithmeticError, KeyError, TypeError, ValueError):
        return False
    return -90 <= latitude <= 90 and -180 <= longitude <= 180  # which "nan" is not


def _text(told: object) -> str:
    """Make what a service says one line that can be written and shown."""
    line = " ".join(str("" if told is None else told).split())
    return "".join(c for c in line if c.isprintable())[:_LONGEST]


def _place(answer: dict[str, Any]) -> Place:
    address = answer.get("address")
    address = address if isinstance(address, dict) else {}
    feature_class, code = _KINDS.get(str(answer.get("addresstype")), _ANYTHING)
    latitude, longitude = float(answer["lat"]), float(answer["lon"])
    own = f"{answer.get('osm_type')}/{answer.get('osm_id')}"
    if not re.fullmatch("(node|way|relation)/[0-9]{1,20}", own):
        own = f"place/{latitude:.5f},{longitude:.5f}"
    country = _text(address.get("country_code")).upper()
    return Place(
        id=f"osm:{own}",
        name=_text(answer.get("name")) or _text(answer["display_name"]).split(",")[0],
        latitude=latitude,
        longitude=longitude,
        country=country if re.fullmatch("[A-Z]{2}", country) else "",
        feature_class=feature_class,
        feature_code=code,
        admin1=_text(address.get("state") or address.get("province")),
        admin2=_text(address.get("county") or address.get("district")),
        source=_SOURCE,
    )

"""What the gazetteer lacks, asked of OpenStreetMap's Nominatim: only where the user wishes it.

Keeps to the service's usage policy: one question a second, a name of ours in every question, and
every answer kept in a cache, so that no question is asked twice.
"""

from __future__ import annotations

import json
import logging
import os
from collections import Counter
from dataclasses import replace
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
        parts = urlsplit(service)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise OptionError(f"--online: {service} is no address of a Nominatim service")
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
        self._known = self._read()
        self._down = False

    def _read(self) -> dict[str, dict[str, Any] | None]:
        found: dict[str, dict[str, Any] | None] = {}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lines = self._path.read_text(encoding="utf-8").split("\n")
        except FileNotFoundError:
            return found
        except (OSError, UnicodeDecodeError) as error:
            raise OptionError(
                f"--online: the cache {self._path} cannot be used ({error}); delete it"
            ) from None
        for line in lines:
            try:
                row = json.loads(line)
                found[row["question"]] = row["answer"]
            except (ValueError, KeyError, TypeError):
                continue  # a last line cut short by a crash; it will be asked again
        return found

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
        answer = self._answer(name, near) if near else None
        answer = answer or self._answer(name, ())
        if answer is None:
            return resolution
        place = _place(answer)
        why = (f"not in the gazetteer; {self._service} knows “{answer['display_name']}”",)
        candidate = Candidate(place, _BELIEF, why)
        return replace(
            resolution, place=place, score=_BELIEF, candidates=(candidate, *resolution.candidates)
        )

    def _answer(self, name: str, countries: tuple[str, ...]) -> dict[str, Any] | None:
        from geopy.exc import GeopyError

        question = f"{','.join(sorted(countries))}|{name}"
        if question in self._known:
            return self._known[question]
        if self._down:
            return None
        ask: Callable[..., Any] = self._ask
        try:
            found = ask(
                name,
                addressdetails=True,
                language="en",
                country_codes=list(countries) or None,
            )
        except GeopyError as error:
            self._down = True
            _log.warning(
                "--online: %s does not answer (%s); names that are not in the gazetteer stay "
                "without a place",
                self._service,
                str(error).split("\n")[0] or type(error).__name__,
            )
            return None
        answer = dict(found.raw) if found is not None else None
        self._known[question] = answer
        line = json.dumps({"question": question, "answer": answer}, ensure_ascii=False)
        try:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        except OSError as error:
            raise OptionError(
                f"--online: the cache {self._path} cannot be written: {error}"
            ) from None
        return answer


def _cache_folder() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "incident-mapper"


def _place(answer: dict[str, Any]) -> Place:
    address = answer.get("address") or {}
    feature_class, code = _KINDS.get(str(answer.get("addresstype")), _ANYTHING)
    return Place(
        id=f"osm:{answer.get('osm_type', 'place')}/{answer.get('osm_id', '')}",
        name=str(answer.get("name") or answer["display_name"].split(",")[0]),
        latitude=float(answer["lat"]),
        longitude=float(answer["lon"]),
        country=str(address.get("country_code", "")).upper(),
        feature_class=feature_class,
        feature_code=code,
        admin1=str(address.get("state") or address.get("province") or ""),
        admin2=str(address.get("county") or address.get("district") or ""),
        source=_SOURCE,
    )

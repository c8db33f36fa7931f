"""Who's On First: GeoJSON files, one a place, with names by language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer.drafts import Draft, Stock
from gazetteer.errors import SourceError
from gazetteer.folding import fold
from gazetteer.model import NameKind

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["ATTRIBUTION", "is_record", "read_records"]

ATTRIBUTION = "Who's On First (whosonfirst.org/docs/licenses)"
# Placetype -> GeoNames' class and code.
_TYPES = {
    "continent": ("L", "CONT"), "ocean": ("H", "OCN"), "marinearea": ("H", "SEA"),
    "empire": ("A", "PCL"), "country": ("A", "PCLI"), "dependency": ("A", "PCLD"),
    "disputed": ("A", "TERR"), "macroregion": ("L", "RGN"), "region": ("A", "ADM1"),
    "macrocounty": ("L", "RGN"), "county": ("A", "ADM2"), "localadmin": ("A", "ADM3"),
    "metro": ("L", "RGN"), "locality": ("P", "PPL"), "borough": ("P", "PPLX"),
    "macrohood": ("P", "PPLX"), "neighbourhood": ("P", "PPLX"), "microhood": ("P", "PPLX"),
    "campus": ("S", "BDG"), "venue": ("S", "BDG"), "building": ("S", "BDG"),
    "enclosure": ("L", "AREA"), "arcade": ("S", "BDG"), "concourse": ("S", "BDG"),
}  # fmt: skip
_NAME = re.compile(r"name:([a-z]{3})(?:_([a-z]{4}|[a-z]{2}))?_x_([a-z]+)")
_KINDS = {
    "preferred": NameKind.OFFICIAL, "variant": NameKind.ALTERNATE,
    "colloquial": NameKind.COLLOQUIAL, "historical": NameKind.HISTORICAL,
    "abbreviation": NameKind.ABBREVIATION,
}  # fmt: skip
# ISO 639-3 to the two letters that BCP 47 wants where there are two.
_LANGUAGES = dict(
    re.findall(
        "([a-z]+):([a-z]+)",
        "afr:af amh:am ara:ar aze:az bel:be ben:bn bos:bs bul:bg cat:ca ces:cs cym:cy dan:da "
        "deu:de ell:el eng:en epo:eo est:et eus:eu fas:fa fin:fi fra:fr gle:ga glg:gl guj:gu "
        "hau:ha heb:he hin:hi hrv:hr hun:hu hye:hy ind:id isl:is ita:it jav:jv jpn:ja kan:kn "
        "kat:ka kaz:kk khm:km kir:ky kor:ko kur:ku lao:lo lat:la lav:lv lit:lt mal:ml mar:mr "
        "mkd:mk mon:mn msa:ms mya:my nep:ne nld:nl nor:no oss:os pan:pa pol:pl por:pt pus:ps "
        "ron:ro rus:ru sin:si slk:sk slv:sl som:so spa:es sqi:sq srp:sr swa:sw swe:sv tam:ta "
        "tat:tt tel:te tgk:tg tha:th tir:ti tuk:tk tur:tr uig:ug ukr:uk urd:ur uzb:uz vie:vi "
        "yid:yi zho:zh zul:zu",
    )
)
# What shapely makes of coordinates that are none.
_NO_SHAPE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
_PLACES, _LINES = {"Polygon", "MultiPolygon"}, {"LineString", "MultiLineString"}


def is_record(content: object) -> bool:
    """Whether parsed JSON is one place of Who's On First."""
    properties = content.get("properties") if isinstance(content, dict) else None
    return isinstance(properties, dict) and "wof:id" in properties


def read_records(paths: Iterable[Path], known: Callable[[str], bool]) -> dict[str, Stock]:
    """Read files of Who's On First.

    Parameters
    ----------
    paths
        GeoJSON files with one Feature each; others are passed over.
    known
        Whether the bundled gazetteer has a place of this id. What Who's On First says to be a
        place of GeoNames that is there becomes that place, with more names.

    Returns
    -------
    dict
        Places by country (ISO 3166-1 alpha-2 in lower case; ``xx`` where none is told).

    Raises
    ------
    SourceError
        A file is no JSON, or a place lacks what it needs; the message names the file.
    """
    found: dict[str, Stock] = {}
    above: dict[str, Mapping[str, Any]] = {}
    ids: dict[str, str] = {}
    for path in paths:
        content = _load(path)
        if not is_record(content):
            continue
        properties = content["properties"]
        draft = _draft(path, properties, known)
        if draft is None:
            continue
        draft.shape = _shape(path, content.get("geometry"))
        found.setdefault(draft.country.lower() or "xx", Stock()).put(draft)
        above[draft.id] = _hierarchy(properties)
        ids[str(properties["wof:id"])] = draft.id
    for stock in found.values():
        for draft in stock:
            for level, column in (("admin1", "region_id"), ("admin2", "county_id")):
                division = stock.get(ids.get(str(above[draft.id].get(column)), ""))
                if division is not None and division is not draft:
                    setattr(draft, level, division.id)
    return found


def _load(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise SourceError(f"{path.name}: not UTF-8; fetch it again") from None
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{path.name} is no JSON ({error}); fetch it again") from None
    except OSError as error:
        raise SourceError(f"{path.name} cannot be read: {error.strerror or error}") from None


def _draft(
    path: Path, told: Mapping[str, Any], known: Callable[[str], bool]
) -> Draft | None:  # fmt: skip
    kind = _TYPES.get(str(told.get("wof:placetype")))
    name = _clean(told.get("wof:name"))
    if kind is None or not fold(name) or _is_over(told):
        return None
    number = str(told["wof:id"])
    if not re.fullmatch("[0-9]{1,12}", number):
        raise SourceError(f"{path.name}: wof:id {number!r} is no number")
    latitude, longitude = _point(path, told)
    own = _concordance(told)
    country = str(told.get("wof:country") or told.get("iso:country") or "")
    people = told.get("wof:population")
    draft = Draft(
        id=own if own and known(own) else f"wof:{number}",
        name=name,
        latitude=latitude,
        longitude=longitude,
        country=country if re.fullmatch("[A-WYZ][A-Z]|XK", country) else "",
        feature_class=kind[0],
        feature_code=kind[1],
        population=people if isinstance(people, int) and 0 < people < 10**10 else 0,
        disputed=told.get("wof:placetype") == "disputed",
        source=ATTRIBUTION,
    )
    for key, texts in told.items():
        _add_names(draft, key, texts)
    return draft


def _is_over(told: Mapping[str, Any]) -> bool:
    """Whether the record was given up, or was another's double."""
    ended = [str(told.get(key) or "") for key in ("edtf:deprecated", "edtf:superseded")]
    return any(text and text not in ("u", "uuuu", "..") for text in ended) or bool(
        told.get("wof:superseded_by")
    )


def _point(path: Path, told: Mapping[str, Any]) -> tuple[float, float]:
    for prefix in ("lbl", "geom"):  # where a label stands lies inside, a centroid may not
        point = told.get(f"{prefix}:latitude"), told.get(f"{prefix}:longitude")
        if all(isinstance(value, int | float) for value in point):
            latitude, longitude = point
            if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # type: ignore[operator]
                where = f"{latitude}, {longitude}"[:60]
                raise SourceError(f"{path.name}: {where} is no point on Earth; fetch it again")
            return float(latitude), float(longitude)  # type: ignore[arg-type]
    raise SourceError(f"{path.name}: no geom:latitude and geom:longitude in it; fetch it again")


def _concordance(told: Mapping[str, Any]) -> str:
    others = told.get("wof:concordances")
    number = str(others.get("gn:id", "")) if isinstance(others, dict) else ""
    return f"gn:{number}" if re.fullmatch("[1-9][0-9]{0,8}", number) else ""


def _hierarchy(told: Mapping[str, Any]) -> Mapping[str, Any]:
    chains = told.get("wof:hierarchy")
    first = chains[0] if isinstance(chains, list) and chains else {}
    return first if isinstance(first, dict) else {}


def _add_names(draft: Draft, key: str, texts: object) -> None:
    match = _NAME.fullmatch(key)
    kind = _KINDS.get(match[3]) if match else None
    if match is None or kind is None:
        return
    three: str = match[1]
    language = _LANGUAGES.get(three, "" if three in ("und", "unk", "mul") else three)
    if match[2]:
        language += f"-{match[2].title() if len(match[2]) == 4 else match[2].upper()}"
    for text in texts if isinstance(texts, list) else [texts]:
        draft.add(_clean(text), language, kind)


def _clean(text: object) -> str:
    """Return a text that UTF-8 can hold, on one line; empty if it is none."""
    if not isinstance(text, str):
        return ""
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _shape(path: Path, geometry: object) -> BaseGeometry | None:
    """Return a line or area; a point says no more than the coordinates."""
    if not isinstance(geometry, dict) or geometry.get("type") not in _PLACES | _LINES:
        return None
    import shapely
    from shapely.geometry import shape

    try:
        found = shape(geometry)
    except (*_NO_SHAPE, shapely.errors.ShapelyError):
        raise SourceError(f"{path.name}: the geometry is broken; fetch it again") from None
    if found.is_empty:
        return None
    mended = found if found.is_valid else shapely.make_valid(found)
    wanted = _PLACES if geometry["type"] in _PLACES else _LINES
    return mended if mended.geom_type in wanted else None

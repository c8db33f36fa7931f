"""Reader of single expectations: "this text names that place", "this query finds that id"."""

from __future__ import annotations

from dataclasses import replace

from mapper.evaluate.fields import Row
from mapper.evaluate.gold import Check, Document

__all__ = ["read_case"]

# ISO 3166-1 alpha-3 as the cases use it; XKX is the customary code of Kosovo.
_ALPHA2 = {"CHE": "CH", "DEU": "DE", "SYR": "SY", "USA": "US", "XKX": "XK"}


def read_case(row: Row) -> Document:
    """Read a text or query and what is expected of it.

    Expectations in ids that the gazetteer does not carry (Wikidata) yield no check.
    """
    country = row.text("country") or row.text("gazetteer")
    asked = Check(
        field="none",
        value="",
        query=row.text("query"),
        country=_alpha2(row, country) if len(country) == 3 else country,
        admin1=row.text("admin1"),
    )
    checks = [_check(item, asked) for item in row.rows("asserts")]
    if row.has("expect_country"):
        checks.append(replace(asked, field="country", value=row.text("expect_country", None)))
    for key in ("expect_mentions", "expect_mentions_contains"):
        checks += [replace(asked, field="mention", value=name) for name in row.texts(key)]
    if row.has("expect_mentions") and not row.texts("expect_mentions"):
        checks.append(asked)
    if row.has("expect_geonameids"):
        ids = row.texts("expect_geonameids")
        checks += [replace(asked, field="any_geonames", value=value) for value in ids]
        if not ids:
            checks.append(asked)
    return Document(id=row.text("id", None), text=row.text("text"), checks=tuple(checks))


def _check(row: Row, asked: Check) -> Check:
    if row.flag("no_places"):
        return asked
    field, value = row.text("field", None), row.text("value", None)
    index = row.count("index") or 0
    if field == "country_code3":
        return replace(asked, field="country", value=_alpha2(row, value), index=index)
    if field not in ("geonameid", "admin1", "feature_code"):
        raise row.bad(f"no such field to check: {field!r}")
    field = "geonames" if field == "geonameid" else field
    return replace(asked, field=field, value=value, index=index)


def _alpha2(row: Row, alpha3: str) -> str:
    if alpha3 not in _ALPHA2:
        raise row.bad(f"no two-letter code known here for {alpha3!r}")
    return _ALPHA2[alpha3]

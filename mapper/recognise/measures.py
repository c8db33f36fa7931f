"""Distances and directions as texts write them."""

from __future__ import annotations

import re

from mapper.recognise.words import DIRECTIONS

__all__ = ["DISTANCE", "SPACE", "bearing", "distance_km"]

SPACE = r"[\s\u00a0]+"
_NUMBER = (
    r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|"
    r"(?:half|quarter)" + SPACE + r"an?|"
    r"(?:a|two|three)" + SPACE + r"dozen|"
    r"an?(?:" + SPACE + r"(?:hundred|thousand|few|couple" + SPACE + r"of))?|"
    r"(?:several|some)(?:" + SPACE + r"(?:dozen|hundred|thousand))?|"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[-\s](?:one|two|three|four|five|six|seven|eight|nine|hundred|thousand))*"
)
_UNITS = {
    "km": 1.0, "kms": 1.0, "kilometre": 1.0, "kilometres": 1.0, "kilometer": 1.0,
    "kilometers": 1.0, "m": 0.001, "metre": 0.001, "metres": 0.001, "meter": 0.001,
    "meters": 0.001, "mile": 1.609344, "miles": 1.609344, "mi": 1.609344,
    "nautical mile": 1.852, "nautical miles": 1.852, "yard": 0.0009144, "yards": 0.0009144,
}  # fmt: skip
_VAGUE = {
    "a few": 3.0,
    "several": 5.0,
    "some": 3.0,
    "a couple of": 2.0,
    "a dozen": 12.0,
    "two dozen": 24.0,
    "three dozen": 36.0,
}
_UNIT = "|".join(sorted((u.replace(" ", SPACE) for u in _UNITS), key=len, reverse=True))
DISTANCE = rf"(?P<number>{_NUMBER})(?:{SPACE}|-)?(?P<unit>{_UNIT})\b\.?"


def bearing(way: str | None) -> float | None:
    """Degrees of a way such as "north-western"."""
    if way is None:
        return None
    plain = re.sub(r"ern$", "", " ".join(way.lower().split()))
    return DIRECTIONS.get(plain, DIRECTIONS.get(plain.replace(" ", "-")))


def distance_km(number: str | None, unit: str | None) -> float | None:
    """Km that a number and a unit make; None if there is none or it is no number."""
    if not number or not unit:
        return None
    size = _UNITS[" ".join(unit.lower().split())]
    words = " ".join(number.lower().split())
    if words in _VAGUE:
        return _VAGUE[words] * size
    if words in {"a", "an"}:
        return size
    if words.startswith(("half a", "quarter a")):
        return size * (0.5 if words.startswith("half") else 0.25)
    if words[0].isdigit():
        return float(words.replace(",", "")) * size
    from text_to_num import text2num

    try:
        return (
            float(text2num(words.replace("a hundred", "one hundred").replace("-", " "), "en"))
            * size
        )
    except ValueError:
        return None

"""Names with a word that says what the place is, or that says what it lies in."""

from __future__ import annotations

import re

from gazetteer.folding import fold

__all__ = ["GENERIC", "bare", "split_generic"]

# Word of a name -> feature classes (with the start of the code) that it may stand for.
GENERIC: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("province", "district", "county", "region", "oblast", "governorate", "municipality",
         "prefecture", "department", "rayon", "raion", "state", "emirate", "canton", "marz",
         "territory", "krai", "voivodeship", "commune", "community", "division", "subdivision",
         "parish", "borough", "regency", "mukhtar", "shahrestan", "ostan", "wilaya", "okrug",
         "autonomous region", "autonomous republic", "republic", "provincia", "kingdom",
         "emirates", "federation", "prefectures", "area"),
        ("A", "L"),
    ),
    **dict.fromkeys(("city", "town", "village", "settlement", "hamlet", "township"), ("P",)),
    **dict.fromkeys(("river", "rivers", "lake", "reservoir", "sea", "gulf", "bay", "strait",
                     "creek", "canal", "ocean", "lagoon", "stream"), ("H",)),
    **dict.fromkeys(("mountains", "mountain", "peak", "hills", "ridge", "pass", "valley", "island",
                     "islands", "peninsula", "desert", "heights", "plateau", "range", "volcano"),
                    ("T", "L", "V")),
    **dict.fromkeys(("airport", "airfield", "air base", "airbase", "port", "international airport"),
                    ("S",)),
    **dict.fromkeys(("corridor", "road", "highway", "railway", "route"), ("R", "L")),
}  # fmt: skip
_ENDS = re.compile(
    r"(?P<name>.+?) (?P<word>" + "|".join(sorted(GENERIC, key=len, reverse=True)) + r")"
)
_STARTS = re.compile(
    r"(?P<word>"
    + "|".join(sorted(GENERIC, key=len, reverse=True))
    + r") (of |de |del )?(?P<name>.+)"
)


def split_generic(key: str) -> tuple[str, tuple[str, ...]] | None:
    """Part a folded name from its generic word.

    Returns
    -------
    tuple or None
        The rest and the classes that the word may stand for; None without such a word.

    Examples
    --------
    >>> split_generic("province of syunik")
    ('syunik', ('A', 'L'))
    """
    match = _ENDS.fullmatch(key) or _STARTS.fullmatch(key)
    return (match["name"], GENERIC[match["word"]]) if match else None


def bare(name: str) -> str:
    """Key of a name without its generic word.

    Examples
    --------
    >>> bare("East Azerbaijan Province"), bare("Lachin District")
    ('east azerbaijan', 'lachin')
    """
    key = fold(name)
    parts = split_generic(key)
    return parts[0] if parts else key

"""An article in, a layered map of the incidents it reports out.

>>> import mapper
>>> analysis = mapper.analyse("article.txt")  # doctest: +SKIP
>>> mapper.to_map(analysis).save("article.html")  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mapper.config import Settings
    from mapper.errors import DataError, MapperError, OptionError, OutputError, SourceError
    from mapper.export import analysis_from_record, analysis_record, to_geodataframe, write_geojson
    from mapper.model import Analysis, Article, Category, Incident
    from mapper.pipeline import Mapper, analyse
    from mapper.read import from_text
    from mapper.render import save_map, to_map

__all__ = [
    "Analysis",
    "Article",
    "Category",
    "DataError",
    "Incident",
    "Mapper",
    "MapperError",
    "OptionError",
    "OutputError",
    "Settings",
    "SourceError",
    "analyse",
    "analysis_from_record",
    "analysis_record",
    "from_text",
    "save_map",
    "to_geodataframe",
    "to_map",
    "write_geojson",
]

# Where each name lives; it is imported when it is asked for, so `import mapper` stays quick.
_HOMES = {
    "mapper.config": ("Settings",),
    "mapper.errors": ("DataError", "MapperError", "OptionError", "OutputError", "SourceError"),
    "mapper.export": (
        "analysis_from_record",
        "analysis_record",
        "to_geodataframe",
        "write_geojson",
    ),
    "mapper.model": ("Analysis", "Article", "Category", "Incident"),
    "mapper.pipeline": ("Mapper", "analyse"),
    "mapper.read": ("from_text",),
    "mapper.render": ("save_map", "to_map"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

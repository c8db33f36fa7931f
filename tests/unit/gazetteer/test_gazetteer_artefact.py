"""The built data as a whole: nothing in it may contradict the rest."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely

import gazetteer
from gazetteer import ArtefactError, Gazetteer
from gazetteer.folding import fold
from gazetteer.forms import unpack_shape
from gazetteer.layout import DEGREE, LOOSE, POSTING, SCHEMA_VERSION, unpack_spots

DATA = Path(gazetteer.__file__).parent / "data" / "gazetteer.sqlite"
# Atolls and islets that Natural Earth does not draw lie this far from land, in degrees.
NEAR_ENOUGH = 0.5


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
    for column in ("admin1", "admin2"):
        query = (
            f"SELECT count(*) FROM area LEFT JOIN place ON {column} IN (place.number, place.id) "  # noqa: S608
            f"WHERE {column} <> '' AND place.number IS NULL"
        )
        assert data.execute(query).fetchone() == (0,)
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


def test_points_lie_in_or_near_their_country(data: sqlite3.Connection) -> None:
    shapes = {
        country: unpack_shape(form).buffer(NEAR_ENOUGH)
        for country, form in data.execute(
            "SELECT country, form FROM full JOIN shape ON place = number "
            "WHERE feature_code LIKE 'PCL%'"
        )
    }
    astray: dict[str, int] = {}
    total = 0
    for country, shape in shapes.items():
        shapely.prepare(shape)
        rows = data.execute(
            "SELECT longitude, latitude FROM full WHERE country = ? AND feature_class = 'P'",
            (country,),
        ).fetchall()
        total += len(rows)
        inside = shapely.contains_xy(
            shape, [lon / DEGREE for lon, _ in rows], [lat / DEGREE for _, lat in rows]
        )
        if len(rows) - int(sum(inside)):
            astray[country] = len(rows) - int(sum(inside))
    # What remains are atolls of the Pacific and the Indian Ocean, and a few islets.
    assert sum(astray.values()) < total / 1500, astray
    assert max(astray.values()) < 50, astray


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

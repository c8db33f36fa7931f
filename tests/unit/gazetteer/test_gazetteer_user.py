"""A user's own gazetteer beside the bundled one, searched as one with it."""

import csv
import json
import os
import pickle
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import ArtefactError, Gazetteer, MatchKind, NameKind, SourceError
from gazetteer.folding import fold
from gazetteer.geocoder import OfflineGeocoder
from gazetteer.parts import FOLDER_VARIABLE, user_folder
from gazetteer.userdata import UserGazetteer
from gazetteer.userdata.sources import Sources
from tests.fixtures.dumps import AZ, BAKU, NAMES, row, zipped


@pytest.fixture
def dumps(tmp_path: Path) -> Path:
    folder = tmp_path / "dumps"
    zipped(folder / "AZ.zip", AZ)
    zipped(folder / "alternateNamesV2.zip", NAMES)
    (folder / "admin1CodesASCII.txt").write_text("AZ.78\tFar Rayon\tFar Rayon\t900000099\n")
    return folder


@pytest.fixture
def own(tmp_path: Path) -> UserGazetteer:
    return UserGazetteer(tmp_path / "own")


@pytest.fixture
def gaz(own: UserGazetteer, dumps: Path) -> Iterator[Gazetteer]:
    own.extend("AZ", Sources(dumps))
    with Gazetteer(user=own.folder) as gazetteer:
        yield gazetteer


def table(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# --- GeoNames' dumps --------------------------------------------------------------------


def test_a_dump_is_searched_with_the_bundled_data(gaz: Gazetteer) -> None:
    village = gaz.lookup("Zulukend")[0].place
    assert (village.id, village.country, village.source) == (
        "gn:900000002", "AZ", "GeoNames (CC BY 4.0)",
    )  # fmt: skip
    assert (village.admin1, village.admin1_id) == ("Zulubad Rayon", "gn:900000001")
    assert [place.name for place in gaz.ancestors(village)] == ["Zulubad Rayon", "Azerbaijan"]
    assert gaz.search("Zulukend, Azerbaijan")[0].place == village
    assert gaz.search("zuluk")[0].kind is MatchKind.PREFIX
    assert gaz.lookup("Zulukendd", fuzzy=True)[0].place == village
    assert gaz.near(40.01, 47.01, limit=1)[0].place == village
    assert gaz.knows("Zulukənd")
    assert gaz.geometry(village).geom_type == "Point"
    assert OfflineGeocoder(gaz).geocode("Zulukend").raw["id"] == village.id
    assert gaz.lookup("Yerevan")[0].place.id == "gn:616052"


def test_a_village_comes_before_a_brook_of_its_name(gaz: Gazetteer) -> None:
    assert [m.place.id for m in gaz.lookup("Zulukənd")] == ["gn:900000002", "gn:900000003"]


def test_names_by_language_and_kind(gaz: Gazetteer) -> None:
    assert gaz.lookup("Зулукенд")[0].name.kind is NameKind.OFFICIAL
    told = {name.text: (name.language, name.kind) for name in gaz.get("gn:900000002").names}
    assert told["Zulutown"] == ("en", NameKind.HISTORICAL)
    assert not any("example.org" in text for text in told)


def test_a_division_that_the_dump_lacks_keeps_its_name(gaz: Gazetteer) -> None:
    hamlet = gaz.get("gn:900000005")
    assert (hamlet.admin1, hamlet.admin1_id) == ("Far Rayon", "")


def test_what_the_bundled_data_has_is_there_once_with_the_newer_names(gaz: Gazetteer) -> None:
    with Gazetteer(user=False) as bundled:
        before = bundled.get(BAKU)
    for name in ("Baku", "Bakuqrad", "Baku-sur-Mer", "Bakı", "Баку"):
        found = [match.place for match in gaz.lookup(name) if match.place.id == BAKU]
        assert len(found) == 1
        assert found[0].population == before.population
        assert {n.text for n in before.names} < {n.text for n in found[0].names}
    met = gaz.lookup("Baku-sur-Mer")[0]
    assert (met.name.text, met.name.kind) == ("Baku-sur-Mer", NameKind.COLLOQUIAL)
    assert gaz.lookup("bakuqrad")[0].name.text == "Bakuqrad"
    near = [n.place.id for n in gaz.near(before.latitude, before.longitude, limit=50)]
    assert near.count(BAKU) == 1
    assert gaz.get(BAKU).latitude == before.latitude


def test_hotels_only_on_request(own: UserGazetteer, dumps: Path, gaz: Gazetteer) -> None:
    assert gaz.lookup("Zulu Grand Hotel") == ()
    own.extend("AZ", Sources(dumps), everything=True)
    with Gazetteer(user=own.folder) as more:
        assert more.lookup("Zulu Grand Hotel")[0].place.feature_code == "HTL"


def test_a_plain_text_will_do(own: UserGazetteer, tmp_path: Path) -> None:
    table(tmp_path / "az.txt", "\ufeff" + "\n".join(AZ) + "\n")
    assert own.extend("AZ", Sources(tmp_path)).places == 5


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no zip", r"AZ\.zip is no whole zip"),
        (None, r"AZ\.zip is no whole zip"),
        (b"", r"AZ\.zip is no whole zip"),
    ],
)
def test_a_broken_zip(
    own: UserGazetteer, dumps: Path, content: bytes | None, message: str
) -> None:  # fmt: skip
    path = dumps / "AZ.zip"
    half = path.read_bytes()[: path.stat().st_size // 2]
    path.write_bytes(half if content is None else content)
    with pytest.raises(SourceError, match=message) as caught:
        own.extend("AZ", Sources(dumps))
    assert "\n" not in str(caught.value)
    assert own.names() == ()


def test_a_zip_whose_checksum_is_wrong(own: UserGazetteer, dumps: Path) -> None:
    path = dumps / "AZ.zip"
    content = bytearray(path.read_bytes())
    content[60] ^= 0xFF  # amidst the deflated text
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"AZ\.zip is no whole zip"):
        own.extend("AZ", Sources(dumps))
    assert list(own.folder.glob("*")) == []


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("one\ttwo",), r"AZ\.txt, line 1: 2 cells where 19 are due"),
        ((AZ[0], row(7, "X", lat=95)), r"AZ\.txt, line 2: '95' is no number of degrees up to 90"),
        ((row(7, "X", lon="east"),), r"line 1: 'east' is no number"),
        ((row(7, "X", lon="nan"),), r"line 1: 'nan' is no number"),
        ((row(-7, "X"),), "'-7' is no GeoNames id"),
        ((row(7, "Hotel", cls="S", code="HTL"),), "no place in it"),
    ],
)
def test_a_bad_dump_names_its_line(
    own: UserGazetteer, tmp_path: Path, lines: tuple[str, ...], message: str
) -> None:
    table(tmp_path / "AZ.txt", "\n".join(lines) + "\n")
    with pytest.raises(SourceError, match=message):
        own.extend("AZ", Sources(tmp_path))


def test_mixed_encodings(own: UserGazetteer, tmp_path: Path) -> None:
    lines = [AZ[0].encode(), row(7, "Café").encode("latin-1")]
    (tmp_path / "AZ.txt").write_bytes(b"\n".join(lines))
    with pytest.raises(SourceError, match=r"AZ\.txt, line 2: byte 0xe9 is not UTF-8"):
        own.extend("AZ", Sources(tmp_path))


def test_a_failed_update_leaves_what_was_there(own: UserGazetteer, dumps: Path) -> None:
    before = own.extend("AZ", Sources(dumps))
    (dumps / "AZ.zip").write_bytes(b"")
    with pytest.raises(SourceError):
        own.extend("AZ", Sources(dumps))
    with Gazetteer(user=own.folder) as gaz:
        assert gaz.parts[1:] == (before,)


def test_folders_without_sources(tmp_path: Path, dumps: Path, own: UserGazetteer) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="neither country dumps"):
        Sources(tmp_path / "empty")
    with pytest.raises(SourceError, match="no such folder"):
        Sources(tmp_path / "nowhere")
    with pytest.raises(SourceError, match=r"no AM\.zip or AM\.txt in it \(countries there: AZ\)"):
        own.extend("AM", Sources(dumps))


# --- Who's On First ---------------------------------------------------------------------


def record(folder: Path, number: int, geometry: object = None, **told: object) -> None:
    properties = {
        "wof:id": number, "wof:name": "Foxtrot", "wof:placetype": "locality",
        "wof:country": "AM", "geom:latitude": 40.2, "geom:longitude": 44.7, **told,
    }  # fmt: skip
    folder.mkdir(exist_ok=True)
    content = {"type": "Feature", "properties": properties, "geometry": geometry}
    (folder / f"{number}.geojson").write_text(json.dumps(content), encoding="utf-8")


SQUARE = {
    "type": "Polygon",
    "coordinates": [[[44, 40], [45, 40], [45, 41], [44, 41], [44, 40]]],
}


def test_whos_on_first(own: UserGazetteer, tmp_path: Path) -> None:
    folder = tmp_path / "wof"
    record(folder, 1, SQUARE, **{"wof:placetype": "region", "wof:name": "Foxtrot Marz"})
    record(
        folder, 2,
        **{
            "name:eng_x_preferred": ["Foxtrot"], "name:hye_x_preferred": ["Ֆոքստրոտ"],
            "name:rus_x_historical": ["Лиса"], "name:srp_latn_x_variant": ["Fokstrot"],
            "wof:hierarchy": [{"region_id": 1}], "wof:population": 1200,
        },
    )  # fmt: skip
    record(folder, 3, **{"wof:name": "Kilofoxtrot", "edtf:deprecated": "2019-01-01"})
    record(folder, 4, SQUARE, **{"wof:concordances": {"gn:id": 616052}, "wof:name": "Golf City"})
    record(folder, 5, **{"wof:name": "Hotel Town", "wof:country": "GE"})
    (part, other) = own.extend_records(Sources(folder), [], lambda i: i == "gn:616052")
    assert (part.name, part.places, other.name) == ("wof-am", 3, "wof-ge")
    assert part.attribution == ("Who's On First (whosonfirst.org/docs/licenses)",)
    with Gazetteer(user=own.folder) as gaz:
        place = gaz.lookup("Foxtrot")[0].place
        assert (place.id, place.feature_code, place.population) == ("wof:2", "PPL", 1200)
        assert (place.admin1, place.admin1_id) == ("Foxtrot Marz", "wof:1")
        told = {name.text: (name.language, name.kind) for name in place.names}
        assert told["Ֆոքստրոտ"] == ("hy", NameKind.OFFICIAL)
        assert told["Лиса"] == ("ru", NameKind.HISTORICAL)
        assert told["Fokstrot"] == ("sr-Latn", NameKind.ALTERNATE)
        assert gaz.geometry(gaz.get("wof:1")).area == pytest.approx(1.0)
        assert gaz.lookup("Kilofoxtrot") == ()
        assert gaz.lookup("Golf City")[0].place.name == "Yerevan"
        assert gaz.geometry(gaz.get("gn:616052")).geom_type == "Polygon"


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"geom:latitude": 95}, r"2\.geojson: 95, 44\.7 is no point on Earth"),
        ({"geom:latitude": 10**400}, "is no point on Earth"),
        ({"geom:latitude": None}, "no geom:latitude and geom:longitude"),
        ({"wof:id": "two"}, "wof:id 'two' is no number"),
    ],
)
def test_a_bad_record(
    own: UserGazetteer, tmp_path: Path, told: dict[str, object], message: str
) -> None:
    record(tmp_path / "wof", 2, **told)
    with pytest.raises(SourceError, match=message):
        own.extend_records(Sources(tmp_path / "wof"), [], lambda _: False)


def test_a_shape_of_numbers_that_no_machine_holds(own: UserGazetteer, tmp_path: Path) -> None:
    record(tmp_path / "wof", 2, {"type": "LineString", "coordinates": [[10**400, 1], [1, 1]]})
    with pytest.raises(SourceError, match=r"2\.geojson: the geometry is broken"):
        own.extend_records(Sources(tmp_path / "wof"), [], lambda _: False)


def test_a_pipe_among_the_records_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "1.geojson")
    with pytest.raises(SourceError, match="neither country dumps"):
        Sources(tmp_path)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_record_that_is_no_json(own: UserGazetteer, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "1.geojson").write_bytes(content)
    with pytest.raises(SourceError, match=r"1\.geojson"):
        own.extend_records(Sources(tmp_path), [], lambda _: False)


# --- tables of one's own ----------------------------------------------------------------


def test_add_tell_remove(own: UserGazetteer, tmp_path: Path) -> None:
    path = table(tmp_path / "My Posts.csv", "name,lat,lon,country\nPost Zulu,39.5,46.5,AZ\n")
    part = own.add(path, attribution="Field team, CC BY 4.0")
    assert (part.name, part.places) == ("my-posts", 1)
    assert part.origin.startswith("My Posts.csv (sha256 ")
    with Gazetteer(user=own.folder) as gaz:
        place = gaz.lookup("Post Zulu")[0].place
        assert place.id == "user:my-posts-2"
        assert gaz.parts[1] == part
        assert gaz.version == f"{gaz.parts[0].digest} + my-posts@{part.digest[:12]}"
        assert gaz.attribution[-1] == "Field team, CC BY 4.0"
        assert gaz.info()["parts"][0]["name"] == "my-posts"  # type: ignore[index]
    own.remove("my-posts")
    assert own.names() == ()
    with pytest.raises(SourceError, match=r"no part is called 'my-posts'; parts in .*: none"):
        own.remove("my-posts")


@settings(max_examples=30, deadline=None)
@given(
    names=st.lists(st.text(st.characters(codec="utf-8"), max_size=20), min_size=1, max_size=5),
    lat=st.floats(-90, 90),
    lon=st.floats(-180, 180),
)
def test_what_is_added_is_found(names: list[str], lat: float, lon: float) -> None:
    named = [name for name in names if fold(name)]
    with TemporaryDirectory() as folder:
        own = UserGazetteer(Path(folder) / "own")
        path = Path(folder) / "a.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("id", "name", "lat", "lon"))
            writer.writerows((f"n{n}", name, lat, lon) for n, name in enumerate(named))
        if not named:
            with pytest.raises(SourceError, match="no place in it"):
                own.add(path)
            return
        assert own.add(path).places == len(named)
        with Gazetteer(user=own.folder) as gaz:
            for number, name in enumerate(named):
                place = gaz.get(f"user:n{number}")
                assert place.latitude == pytest.approx(lat, abs=1e-5)
                assert place.longitude == pytest.approx(lon, abs=1e-5)
                assert place in [match.place for match in gaz.lookup(name)]
                assert gaz.knows(name)


def test_the_digest_is_that_of_the_content(own: UserGazetteer, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "name,lat,lon\nPost Zulu,39.5,46.5\n")
    first = own.add(path, name="one", attribution="x").digest
    assert own.add(path, name="one", attribution="y").digest == first
    with Gazetteer(extra=[path]) as gaz:
        assert gaz.parts[1].digest == first
    table(path, "name,lat,lon\nPost Zulu,39.5,46.6\n")
    assert own.add(path, name="one").digest != first


def test_two_parts_may_not_share_an_id(own: UserGazetteer, tmp_path: Path) -> None:
    text = "id,name,lat,lon\nz,Post Zulu,39.5,46.5\n"
    own.add(table(tmp_path / "a.csv", text))
    own.add(tmp_path / "a.csv")  # again: replaced
    with pytest.raises(SourceError, match="the id user:z stands in the part a, too"):
        own.add(table(tmp_path / "b.csv", text))


@pytest.mark.parametrize("name", ["../up", "bundled", "geonames-az", "A", "a b", "-"])
def test_names_that_a_part_cannot_have(own: UserGazetteer, tmp_path: Path, name: str) -> None:
    path = table(tmp_path / "a.csv", "name,lat,lon\nPost Zulu,39.5,46.5\n")
    with pytest.raises(SourceError, match="a part cannot be called"):
        own.add(path, name=name)


# --- which folder, and whether ----------------------------------------------------------


def test_where_the_folder_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert user_folder() == tmp_path / "incident-mapper" / "gazetteer"
    monkeypatch.setenv("XDG_DATA_HOME", "not/absolute")
    assert user_folder() == Path("~/.local/share/incident-mapper/gazetteer").expanduser()
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "mine"))
    assert user_folder() == tmp_path / "mine"
    monkeypatch.setenv(FOLDER_VARIABLE, "off")
    assert user_folder() is None
    with pytest.raises(SourceError, match="is off"):
        UserGazetteer()


def test_who_has_no_home_has_no_user_gazetteer(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_: int) -> None:
        raise KeyError

    for variable in (FOLDER_VARIABLE, "XDG_DATA_HOME", "HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("pwd.getpwuid", nobody)
    assert user_folder() is None
    with Gazetteer() as gaz:
        assert len(gaz.parts) == 1


def test_the_environment_chooses(
    monkeypatch: pytest.MonkeyPatch, own: UserGazetteer, tmp_path: Path
) -> None:
    own.add(table(tmp_path / "a.csv", "name,lat,lon\nPost Zulu,39.5,46.5\n"))
    monkeypatch.setenv(FOLDER_VARIABLE, str(own.folder))
    with Gazetteer() as gaz, Gazetteer(user=False) as bundled:
        assert gaz.knows("Post Zulu")
        assert not bundled.knows("Post Zulu")
        with pickle.loads(pickle.dumps(gaz)) as copy:
            assert copy.version == gaz.version
            assert copy.lookup("Post Zulu") == gaz.lookup("Post Zulu")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "not-there"))
    with Gazetteer() as gaz:
        assert len(gaz.parts) == 1


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + b"\0" * 84, b"half"])
def test_a_damaged_part_says_how_to_remove_it(
    own: UserGazetteer, tmp_path: Path, content: bytes
) -> None:
    own.add(table(tmp_path / "a.csv", "name,lat,lon\nPost Zulu,39.5,46.5\n"))
    path = own.folder / "a.sqlite"
    whole = path.read_bytes()
    path.write_bytes(whole[:-5000] if content == b"half" else content)
    with pytest.raises(ArtefactError, match=r"damaged or incomplete; remove it with: .* remove a;"):
        Gazetteer(user=own.folder)
    own.remove("a")
    Gazetteer(user=own.folder).close()


def test_damage_that_cannot_even_be_quoted(own: UserGazetteer, tmp_path: Path) -> None:
    own.add(table(tmp_path / "a.csv", "name,lat,lon\nPost Zulu,39.5,46.5\n"))
    path = own.folder / "a.sqlite"
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE name", b"CREATE T\xb1BLE name"))
    with pytest.raises(ArtefactError, match=r"is damaged .*; remove it with"):
        Gazetteer(user=own.folder)


def test_a_file_is_no_user_gazetteer(tmp_path: Path) -> None:
    with pytest.raises(ArtefactError, match="a file, not a folder"):
        Gazetteer(user=table(tmp_path / "own", "x"))


def test_a_part_of_an_older_form(own: UserGazetteer, tmp_path: Path) -> None:
    own.add(table(tmp_path / "a.csv", "name,lat,lon\nPost Zulu,39.5,46.5\n"))
    path = own.folder / "a.sqlite"
    content = bytearray(path.read_bytes())
    content[60:64] = (1).to_bytes(4, "big")
    path.write_bytes(content)
    with pytest.raises(ArtefactError, match="has form 1, this program reads form"):
        Gazetteer(user=own.folder)


def test_data_that_is_cut_off(own: UserGazetteer, tmp_path: Path) -> None:
    own.add(table(tmp_path / "a.csv", "name,lat,lon\nPost Zulu,39.5,46.5\n"))
    path = own.folder / "a.sqlite"
    Gazetteer(path).close()
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ArtefactError, match="damaged or incomplete; install the package again"):
        Gazetteer(path)


def test_a_missing_artefact(tmp_path: Path) -> None:
    with pytest.raises(ArtefactError, match=r"no gazetteer data at .*; install the package again"):
        Gazetteer(tmp_path / "none.sqlite")

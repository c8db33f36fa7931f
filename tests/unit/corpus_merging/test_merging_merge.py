"""Reports of one incident become one, with all that each says; a person's word wins."""

import itertools
import json

import pytest

from mapper.corpus.merging import merge
from mapper.corpus.merging.decisions import merged_id
from mapper.errors import MapperError, OptionError, SourceError
from tests.fixtures.merging_lines import (
    IRAN,
    KHOY,
    SALMAS,
    article,
    incident,
    line,
    quake,
    toll,
)


@pytest.fixture
def merged(tmp_path):
    """Merge records; give the merged incidents by their reports, and the summary."""
    number = itertools.count()

    def run(*records, decisions=(), **options):
        folder = tmp_path / f"run{next(number)}"
        folder.mkdir()
        (folder / "a.jsonl").write_bytes(b"\n".join(map(line, records)))
        if decisions:
            path = folder / "decisions.txt"
            path.write_text("\n".join(map(json.dumps, decisions)), "utf-8")
            options["decisions"] = path
        done = merge([folder], folder / "merged", **options)
        rows = (folder / "merged" / "merged.jsonl").read_text("utf-8").splitlines()
        found = [json.loads(row) for row in rows]
        return {tuple(s["id"] for s in row["sources"]): row for row in found}, done

    return run


def groups(found):
    return {frozenset(name.partition("/")[0] for name in key) for key in found}


def test_a_toll_that_rises_stays_one_incident_with_every_figure_and_who_gave_it(merged):
    found, done = merged(
        quake("b", dead=3, by="the governor", day=7),
        quake("a", dead=2, by="the police", day=6, quote="Two died when a quake struck Khoy"),
        quake("c", dead=7, day=9, quote="The earthquake of Khoy killed seven in the bazaar"),
    )
    (row,) = found.values()
    assert row["fatalities"]["min"], row["fatalities"]["max"] == (2, 7)
    told = [(one["min"], one["attributed_to"], one["report"]) for one in
            row["fatalities"]["figures"]]  # fmt: skip
    assert told == [(2, "the police", "a/i1"), (3, "the governor", "b/i1"), (7, None, "c/i1")]
    assert [source["id"] for source in row["sources"]] == ["a/i1", "b/i1", "c/i1"]
    assert row["id"] == merged_id("a/i1")
    assert len(row["reasons"]) == 2
    for reason in row["reasons"]:
        assert "one place (Khoy)" in reason["why"]
        assert "one day (2024-02-06)" in reason["why"]
        assert 0.5 < reason["probability"] <= 1
    assert any("more dead (3 and 7)" in reason["why"] for reason in row["reasons"])
    assert (done.reports, done.incidents, done.several, done.ranges) == (3, 1, 1, 1)


def test_open_figures(merged):
    found, _ = merged(quake("a", dead=3, fatalities=toll(3, most=None)), quake("b", dead=7))
    (row,) = found.values()
    assert (row["fatalities"]["min"], row["fatalities"]["max"]) == (3, 7)
    found, _ = merged(quake("a", dead=9, fatalities=toll(9, most=None)), quake("b", dead=7))
    for row in found.values():
        assert row["fatalities"]["max"] in (None, 7)
        assert (row["fatalities"]["max"] is None) == ("a/i1" in str(row["sources"]))


@pytest.mark.parametrize(
    "other",
    [
        {"place": SALMAS, "quote": "An earthquake cracked the bazaar of Salmas and killed 2"},
        {"date_start": "2024-02-09", "date_end": "2024-02-09"},
        {"category": "Protest", "event_type": "PROTEST", "quote": "Teachers rallied in Khoy",
         "fatalities": None},
        {"category": "Disaster/Accident", "quote": "A bus overturned near a school in Khoy",
         "fatalities": toll(5)},
    ],
)  # fmt: skip
def test_what_only_looks_alike_stays_apart(merged, other):
    place = other.pop("place", KHOY)
    quote = other.pop("quote", "An earthquake cracked the bazaar of Khoy and killed 2")
    found, _ = merged(
        quake("a"), article("b", incident(quote, place=place, **other), text="Other news. " + quote)
    )
    assert groups(found) == {frozenset("a"), frozenset("b")}


def test_one_article_is_never_merged_with_itself(merged):
    same = [
        incident("A quake struck Khoy and killed 2", f"i{n}", fatalities=toll(2)) for n in "123"
    ]
    found, _ = merged(article("a", *same), article("b", *same, text="x"))
    for key in found:
        names = [name.partition("/")[0] for name in key]
        assert len(names) == len(set(names))


def test_copies_of_one_text_are_one_incident_each(merged):
    told = [
        incident("A quake struck Khoy", "i1"),
        incident("Nobody knows where nine people died", "i2", None, date_start=None,
                 date_end=None, date_precision="none"),
    ]  # fmt: skip
    found, _ = merged(*(article(name, *told) for name in "abcdefgh"))
    assert sorted(len(key) for key in found) == [8, 8]
    assert all(r["why"] == "the same text" for row in found.values() for r in row["reasons"])


def test_names_as_each_article_wrote_them(merged):
    records = [quake("a"), quake("b", dead=3)]
    records[1]["mentions"][0]["text"] = "Khuy"
    (row,) = merged(*records)[0].values()
    (place,) = row["places"]
    assert (place["name"], place["as_written"], place["reports"]) == ("Khoy", ["Khoy", "Khuy"], 2)
    assert "one place (Khoy, also written Khuy)" in row["reasons"][0]["why"]


def test_a_country_is_one_place_only_with_the_same_figures(merged):
    vague = {"place": IRAN, "quote": "A strong earthquake in Iran killed 31"}
    near = quake("a", dead=31)
    for dead, together in ((31, 1), (8, 2)):
        quote = f"A strong earthquake in Iran killed {dead}"
        record = article("b", incident(quote, fatalities=toll(dead), place=vague["place"]))
        record["incidents"][0]["places"][0] |= {"precision": "country", "uncertainty_km": 700.0}
        assert len(merged(near, record)[0]) == together


def test_a_person_joins_and_splits_and_it_is_kept(merged):
    records = [
        quake("a"),
        quake("b", dead=3),
        article("c", incident("Fire in Salmas", place=SALMAS)),
    ]
    assert groups(merged(*records)[0]) == {frozenset("ab"), frozenset("c")}
    join = [{"join": ["b/i1", "c/i1"], "by": "a person"}]
    found, done = merged(*records, decisions=join)
    assert groups(found) == {frozenset("abc")}
    assert done.decisions == 1
    (row,) = found.values()
    assert "a person joined them" in [reason["why"] for reason in row["reasons"]]
    split = [{"split": ["a/i1", "b/i1"]}]
    assert groups(merged(*records, decisions=split)[0]) == {frozenset(n) for n in "abc"}
    both = merged(*records, decisions=split + join)[0]
    assert groups(both) == {frozenset("a"), frozenset("bc")}
    # By the names of merged incidents, which stand for the reports they are named after.
    names = [{"join": [merged_id("a/i1"), merged_id("c/i1")]}]
    assert groups(merged(*records, decisions=names)[0]) == {frozenset("abc")}
    # The later line about two reports holds.
    assert groups(merged(*records, decisions=[*join, {"split": ["c/i1", "b/i1"]}])[0]) == {
        frozenset("ab"), frozenset("c"),
    }  # fmt: skip


def test_a_person_may_split_copies_and_join_within_an_article(merged):
    copies = [article(name, incident("A quake struck Khoy")) for name in "abc"]
    found, _ = merged(*copies, decisions=[{"split": ["a/i1", "b/i1"]}])
    assert len(found) == 2
    two = article("a", incident("A quake struck Khoy"), incident("Nine died", "i2", SALMAS))
    (row,) = merged(two, decisions=[{"join": ["a/i1", "a/i2"]}])[0].values()
    assert (row["reports"], row["articles"]) == (2, 1)


def test_decisions_about_reports_that_are_not_here_are_counted(merged):
    _, done = merged(quake("a"), decisions=[{"join": ["a/i1", "z/i1"]}])
    assert (done.decisions, done.unknown) == (1, 1)


@pytest.mark.parametrize(
    ("decisions", "told"),
    [
        ("{", "no JSON"),
        ('{"merge": ["a/i1", "b/i1"]}', "no decision"),
        ('{"join": ["a/i1", "b/i1"], "split": ["a/i1", "b/i1"]}', "no decision"),
        ('{"join": ["a/i1"]}', "two different ids"),
        ('{"join": ["a/i1", "a/i1"]}', "two different ids"),
        ('{"join": [1, 2]}', "texts in a list"),
        ('{"join": ["a/i1", "b/i1"]}\n{"join": ["b/i1", "c/i1"]}\n{"split": ["a/i1", "c/i1"]}',
         "line 3: splits a/i1 from c/i1"),
    ],
)  # fmt: skip
def test_decisions_that_make_no_sense_are_one_line_and_nothing_is_written(
    tmp_path, decisions, told
):
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(line(quake(name)) for name in "abc"))
    (tmp_path / "d.jsonl.txt").write_text(decisions, "utf-8")
    with pytest.raises(OptionError, match=told) as caught:
        merge([tmp_path], tmp_path / "out", decisions=tmp_path / "d.jsonl.txt")
    assert len(str(caught.value).splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_the_order_of_files_and_lines_does_not_matter(tmp_path):
    records = [quake(f"a{n}", dead=2 + n % 3, day=7 + n % 2) for n in range(6)]
    records += [article(f"b{n}", incident("A fire in Salmas", place=SALMAS)) for n in range(3)]
    lines = [line(record) for record in records]
    bytes_of = []
    for number, order in enumerate((lines, lines[::-1], lines[5:] + lines[:5])):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "x.jsonl").write_bytes(b"\n".join(order[:4]))
        (folder / "y.jsonl").write_bytes(b"\n".join(order[4:]))
        done = merge([folder], folder / "out")
        bytes_of.append([path.read_bytes() for _, path in sorted(done.files.items())])
    assert bytes_of[0] == bytes_of[1] == bytes_of[2]


def test_the_id_stays_when_later_news_comes(merged):
    first = merged(quake("b"), quake("c", day=8))[0]
    later = merged(quake("b"), quake("c", day=8), quake("a", day=9))[0]
    assert [row["id"] for row in first.values()] == [row["id"] for row in later.values()]


def test_geoparquet_and_geojson_tell_the_same(merged, tmp_path):
    import geopandas

    _, done = merged(
        quake("a", by="the <b>police</b>"), quake("b", dead=4),
        article("c", incident("Nine died", place=None, date_start=None, date_end=None,
                              date_precision="none")),
    )  # fmt: skip
    table = geopandas.read_parquet(done.files["parquet"])
    assert table.crs.to_epsg() == 4326
    collection = json.loads(done.files["geojson"].read_text("utf-8"))
    assert list(table.id) == [feature["id"] for feature in collection["features"]]
    first, last = (feature["properties"] for feature in collection["features"])
    assert (first["fatalities_min"], first["fatalities_max"]) == (2, 4)
    assert first["fatalities_by"] == "2 (the <b>police</b>, 2024-02-07); 4 (article b, 2024-02-07)"
    assert collection["features"][0]["geometry"]["coordinates"] == [44.95, 38.55]
    assert collection["features"][1]["geometry"] is None
    assert last["fatalities_min"] is None
    assert table.geometry.is_empty.tolist() == [False, False]
    assert table.geometry.isna().tolist() == [False, True]
    assert table.fatalities_max.tolist()[0] == 4
    assert str(table.date_start[0])[:10] == "2024-02-06"


def test_formats_and_threshold(merged, tmp_path):
    _, done = merged(quake("a"), formats=("jsonl",))
    assert list(done.files) == ["jsonl"]
    assert [path.name for path in done.files["jsonl"].parent.iterdir()] == ["merged.jsonl"]
    strict, _ = merged(quake("a"), quake("b", dead=3), threshold=0.9999)
    assert len(strict) == 2
    for threshold in (0.0, 1.0, float("nan")):
        with pytest.raises(OptionError, match="threshold"):
            merged(quake("a"), threshold=threshold)


def test_nothing_to_read_is_one_line(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b"\n")
    for source in (tmp_path / "a.jsonl", tmp_path / "none"):
        with pytest.raises(MapperError) as caught:
            merge([source], tmp_path / "out")
        assert len(str(caught.value).splitlines()) == 1
    assert isinstance(caught.value, SourceError)
    assert not (tmp_path / "out").exists()


def test_articles_without_any_incident_give_empty_files(merged):
    found, done = merged(article("a"))
    assert (found, done.incidents, done.reports) == ({}, 0, 0)
    assert all(path.exists() for path in done.files.values())


def test_parts_of_one_sentence_are_one_where_another_article_tells_them_as_one(merged):
    told = "Police fired at a crowd that stormed the parliament in Khoy"
    parts = [
        incident("Police fired at a crowd", "i1", category="Violence against civilians"),
        incident("that stormed the parliament in Khoy", "i2", category="Riot"),
    ]
    one = article("a", *parts)
    for item, quote in zip(
        one["incidents"], ("Police fired at a crowd", "that stormed"), strict=True
    ):
        start = told.index(quote)
        item |= {"quote_start": start, "quote_end": start + len(item["quote"]),
                 "quotes": [{"start": start, "end": start + len(item["quote"])}]}  # fmt: skip
    one["article"]["text"] = told + "."
    other = article(
        "b", incident("Police fired at people who stormed the parliament of Khoy", category="Riot")
    )
    assert groups(merged(one)[0]) == {frozenset("a")}
    assert len(merged(one)[0]) == 2
    (row,) = merged(one, other)[0].values()
    assert (row["reports"], row["articles"]) == (3, 2)
    # In two sentences they are two, as before.
    one["article"]["text"] = told.replace("crowd that", "mob. They") + "."
    assert len(merged(one, other)[0]) == 2


def test_a_name_that_others_use_for_a_town_finds_it(merged):
    lost = quake("b", dead=3, place=None)
    lost["mentions"] = []
    found, _ = merged(quake("a"), lost)
    (row,) = found.values()
    assert "tied to no place" in row["reasons"][0]["why"]
    assert [place["reports"] for place in row["places"]] == [1]
    # Where the name means this town to some and that to others, both are tried.
    there = {"id": "gn:9", "name": "Khoy", "lat": 12.0, "lon": 4.0, "country": "NG"}
    other = quake("c", dead=9, place=there, date_start="2023-01-01", date_end="2023-01-01")
    assert frozenset("ab") in groups(merged(quake("a"), lost, other)[0])


def test_a_name_taken_for_two_places_is_compared_at_both(merged):
    away = {"id": "gn:9", "name": "Khoi", "lat": 12.0, "lon": 4.0, "country": "NG"}
    wrong = quake("b", dead=3, place=away)
    wrong["mentions"][0]["text"] = "Khoy"
    (row,) = merged(quake("a"), wrong)[0].values()
    why = row["reasons"][0]["why"]
    assert why.startswith("one name, taken for two places (")
    assert "Khoy" in why
    assert "Khoi" in why
    assert sorted(place["id"] for place in row["places"]) == ["gn:1", "gn:9"]
    wrong["mentions"][0]["text"] = "Khoi"
    assert len(merged(quake("a"), wrong)[0]) == 2


def test_what_an_article_means_by_a_name_helps_another_that_does_not_know_it(merged):
    lost = quake("b", dead=3, place=None)
    lost["mentions"] = []
    # The other one names the town, but ties its incident to a village near by.
    near = {"id": "gn:8", "name": "Dizaj", "lat": 38.5, "lon": 45.0, "country": "IR"}
    told = quake("a", place=near)
    named = dict(told["mentions"][0], text="Khoy")
    named["place"] = named["place"] | {k: KHOY[k] for k in ("id", "name", "lat", "lon")}
    told["mentions"].append(named)
    assert groups(merged(told, lost)[0]) == {frozenset("ab")}
    told["mentions"].pop()
    assert len(merged(told, lost)[0]) == 2


def test_a_capital_that_speaks_stands_in_for_an_incident_without_a_place(merged):
    said = quake("b", place=None, quote="The police chief told of an earthquake that killed 2")
    said["mentions"][0] |= {"kind": "metonymic"}
    said["mentions"][0]["place"] = {k: KHOY[k] for k in ("id", "name", "lat", "lon", "country")} | {
        "feature_class": "P",
        "feature_code": "PPLC",
    }
    assert groups(merged(quake("a"), said)[0]) == {frozenset("ab")}
    said["mentions"][0]["place"]["feature_code"] = "PCLI"
    said["mentions"][0]["place"]["feature_class"] = "A"
    assert len(merged(quake("a"), said)[0]) == 2


def test_a_province_and_its_town_may_be_one_place_on_one_day(merged):
    wide = {"id": "gn:5", "name": "West Azerbaijan", "lat": 37.5, "lon": 45.2, "country": "IR"}
    record = quake("b", dead=3, place=wide)
    record["incidents"][0]["places"][0] |= {"precision": "region", "uncertainty_km": 200.0}
    assert groups(merged(quake("a"), record)[0]) == {frozenset("ab")}
    record["incidents"][0] |= {"date_start": "2024-02-12", "date_end": "2024-02-12"}
    assert len(merged(quake("a"), record)[0]) == 2


def test_overnight_is_of_two_days(merged):
    quote = "An earthquake cracked the bazaar of Khoy and killed 3 overnight"
    night = quake("b", dead=3, quote=quote, date_start="2024-02-07", date_end="2024-02-07")
    assert groups(merged(quake("a"), night)[0]) == {frozenset("ab")}

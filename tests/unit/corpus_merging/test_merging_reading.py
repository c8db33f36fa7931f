"""Analyses become columns: quickly or not, to the same effect, in any order."""

import gzip
import json
import multiprocessing

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper import Mapper, analysis_record, from_text
from mapper.corpus.hand import Hands
from mapper.corpus.merging import reading
from mapper.corpus.merging.finding import find_files
from mapper.corpus.merging.lines import read_line
from mapper.corpus.merging.reading import Intake, read_all, shared_out
from mapper.corpus.merging.times import day_number, window
from mapper.corpus.merging.wording import words_of
from mapper.errors import SourceError
from mapper.export import json_line
from tests.fixtures.merging_lines import IRAN, KHOY, SALMAS, article, incident, line, quake

TEXT = (
    'A mine exploded in "Lower" Fuzuli on Monday, killing a deminer, the agency in Baku said. '
    "Thirty km east of Aghdam two soldiers were wounded in a clash with Armenian forces."
)


@pytest.fixture(scope="module")
def record():
    with Mapper() as engine:
        return analysis_record(engine.analyse(from_text(TEXT, id='a "b" \\', title='x, "y": {')))


def test_a_line_of_any_layout_says_the_same(record):
    plain = read_line(json_line(record).encode())
    assert record["mentions"]
    assert record["incidents"]
    assert [m.text for m in plain.mentions] == [m["text"] for m in record["mentions"]]
    assert [i.quote for i in plain.incidents] == [i["quote"] for i in record["incidents"]]
    assert any(mention.place for mention in plain.mentions)
    dense = json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode()
    turned = json.dumps(dict(reversed(record.items())), ensure_ascii=False).encode()
    for other in (dense, turned, b"\xef\xbb\xbf" + dense):
        assert read_line(other) == plain


def test_half_a_character_is_no_reason_to_lose_an_article():
    record = article("a", incident("Fire \ud83d in Khoy"))
    read = read_line(json.dumps(record).encode())
    assert read.incidents[0].quote == "Fire ? in Khoy"
    taken = Intake()
    taken.add(json.dumps(record).encode())
    taken.reports().sources[0].decode()


def test_an_analysis_of_another_version_is_told_from_what_is_none():
    later = {"schema_version": "9.0", "articles": {}}
    with pytest.raises(SourceError, match=r"schema version 9\.0"):
        read_line(json.dumps(later).encode())
    with pytest.raises(SourceError, match=r"^no analysis as mapper parse writes it \(.*`quote`"):
        record = article("a", incident("Fire in Khoy"))
        del record["incidents"][0]["quote"]
        read_line(line(record))


def test_a_source_is_one_line_whatever_it_says():
    record = article("a", incident("Fire\u2028in\x85Khoy\u2029 \x0b\n"))
    taken = Intake()
    taken.add(line(record))
    (source,) = taken.reports().sources
    assert len(source.decode().splitlines()) == 1
    assert json.loads(source)["quote"] == record["incidents"][0]["quote"]


@pytest.mark.parametrize(
    "wrong",
    [
        b"{", b"[]", b"1", b"null", b'{"schema_version": "1.0"}', b"\xff\xfe", b"[" * 5000,
        line(article("a", incident("Fire in Khoy")) | {"schema_version": "9.0"}),
        line(article("a", incident("Fire in Khoy", category="Weather"))),
        line(article("a", incident("Fire in Khoy", place=IRAN | {"lat": 99.0}))),
        line(article("a", incident("Fire in Khoy", date_start="yesterday"))),
        line(article("a", incident("Fire in Khoy", fatalities={"min": "many", "max": 1}))),
        line(article("a", incident("Fire in Khoy", actors=[7]))),
        line(article("a", incident("Fire in Khoy"), published="soon")),
    ],
)  # fmt: skip
def test_what_is_no_analysis_is_refused_and_nothing_of_it_kept(wrong):
    taken = Intake()
    with pytest.raises(SourceError) as caught:
        taken.add(wrong)
    assert len(str(caught.value).splitlines()) == 1
    assert taken.articles == 0
    taken.add(line(quake("a")))
    assert taken.reports().ids == ["a/i1"]


def test_an_article_that_comes_again_counts_once_whichever_comes_first():
    old = quake("a")
    new = old | {"generator": old["generator"] | {"version": "2"}}
    new["incidents"] = [new["incidents"][0] | {"id": "i9"}]
    for order in ([old, new], [new, old], [old, new, old, new]):
        taken = Intake()
        for record in order:
            taken.add(line(record))
        assert taken.reports().ids == ["a/i9"]
        assert taken.repeated == len(order) - 1


def test_columns_do_not_hang_on_the_order_of_the_lines():
    lines = [line(quake(f"a{n}", dead=n, quote=f"Quake number {n} in Khoy")) for n in range(1, 9)]
    made = []
    for order in (lines, lines[::-1], lines[4:] + lines[:4]):
        taken = Intake()
        for one in order:
            taken.add(one)
        made.append(taken.reports())
    first = made[0]
    for other in made[1:]:
        assert other.ids == first.ids
        assert other.sources == first.sources
        assert other.vocabulary == first.vocabulary
        assert np.array_equal(other.deaths, first.deaths)
        assert np.array_equal(other.words.toarray(), first.words.toarray())
        assert np.array_equal(other.spots.report, first.spots.report)


@pytest.fixture
def files(tmp_path):
    """Files of articles with and without places, one of them in two files, one no analysis."""
    for part in range(3):
        records = []
        for number in range(4):
            record = quake(f"a{part}{number}", dead=number, place=(KHOY, SALMAS, None)[part])
            record["mentions"][0]["text"] = ("Khoy", "Salmas", "Nowhere")[part]
            records.append(line(record))
        again = quake("again", dead=part, quote="Fire in Khoy")
        again["generator"]["version"] = str(part)
        wrong = b"{" if part == 1 else b""
        (tmp_path / f"{part}.jsonl").write_bytes(b"\n".join([*records, line(again), wrong]))
    return sorted(tmp_path.iterdir())


def read_by(workers, files, progress=lambda _text: None):
    shares = shared_out(files, workers)
    assert len(shares) == workers
    with Hands(workers - 1) as hands:
        return read_all(shares, progress, hands)


def same(one, other):
    """Whether columns say the same; numbers that only stand for something may differ."""
    for name in ("ids", "sources", "vocabulary", "actor_words"):
        assert getattr(one, name) == getattr(other, name)
    for name in ("category", "families", "topics_about", "first_day", "deaths", "exact"):
        assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True)
    assert np.array_equal(one.words.toarray(), other.words.toarray())
    for name in ("report", "latitude", "radius", "borrowed", "point"):
        assert np.array_equal(getattr(one.spots, name), getattr(other.spots, name))
    for name in ("article", "twin", "sub_type"):
        pairs = set(zip(getattr(one, name).tolist(), getattr(other, name).tolist(), strict=True))
        assert len(pairs) == len(set(getattr(one, name).tolist()))
    places = set(zip(one.spots.place.tolist(), other.spots.place.tolist(), strict=True))
    assert len(places) == len(set(one.spots.place.tolist()))


def test_several_processes_read_what_one_reads(files, monkeypatch):
    alone = read_by(1, files)
    assert alone.repeated == 2
    assert len(alone.failures) == 1
    assert alone.reports().spots.borrowed.any()
    monkeypatch.setattr(reading, "_WORTH", 1)
    told = []
    together = read_by(3, files, told.append)
    assert told == ["Reading 2.jsonl (1 of 1)"]
    assert (together.repeated, together.articles) == (alone.repeated, alone.articles)
    assert together.failures == alone.failures
    same(alone.reports(), together.reports())


def test_what_a_process_that_dies_should_have_read_is_read_all_the_same(files, monkeypatch):
    alone = read_by(1, files)
    monkeypatch.setattr(reading, "_WORTH", 1)
    killed = []

    def kill(_text):
        for child in multiprocessing.active_children():
            child.kill()
            killed.append(child)

    together = read_by(2, files, kill)
    assert killed
    same(alone.reports(), together.reports())


def test_files_are_found_packed_or_not_and_results_are_not_read_again(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / ".work").mkdir()
    (tmp_path / "merged").mkdir()
    with gzip.open(tmp_path / "parts" / "b.jsonl.gz", "wb") as file:
        file.write(line(quake("b")) + b"\n\n")
    for name in ("a.jsonl", ".work/c.jsonl", "merged/d.jsonl", "merged.jsonl", "e.json"):
        (tmp_path / name).write_bytes(line(quake(name)))
    found = find_files([tmp_path, tmp_path / "a.jsonl"], leave_out=[tmp_path / "merged"])
    assert found == [tmp_path / "a.jsonl", tmp_path / "parts" / "b.jsonl.gz"]
    for out in (tmp_path, tmp_path.parent):  # results may lie beside their sources, or above
        there = find_files([tmp_path / "parts"], leave_out=[out])
        assert there == [tmp_path / "parts" / "b.jsonl.gz"]
    assert find_files([tmp_path], leave_out=[tmp_path / "a.jsonl"])[0].name == "d.jsonl"
    taken = Intake()
    for path in found:
        taken.read(path)
    assert (taken.articles, taken.failures) == (2, [])
    with pytest.raises(SourceError, match="no such file"):
        find_files([tmp_path / "none"], leave_out=[])
    with pytest.raises(SourceError, match=r"no \.jsonl"):
        find_files([tmp_path / "merged"], leave_out=[tmp_path / "merged" / "d.jsonl"])


def test_what_cannot_be_read_is_told_in_few_lines_and_the_rest_is_kept(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b"{\n" * 9 + line(quake("a")))
    whole = gzip.compress(line(quake("b")) * 500)
    (tmp_path / "b.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    taken = Intake()
    for path in sorted(tmp_path.iterdir()):
        taken.read(path)
    assert [text.rpartition("/")[2][:22] for text in taken.failures[:2]] == [
        "a.jsonl, line 1: no an", "a.jsonl, line 2: no an",
    ]  # fmt: skip
    assert any("4 more lines" in text for text in taken.failures)
    assert any("b.jsonl.gz" in text for text in taken.failures)
    assert "a/i1" in taken.reports().ids


def test_periods():
    published = day_number("2024-02-07")
    day = day_number("2024-02-06")

    def at(*dates, told=True, when=published):
        return window(*dates, told=told, published=when)

    assert at("2024-02-06", "2024-02-06", "day") == (day, day, True)
    assert at("2024-02-06", "", "day") == (day, day, True)
    assert at("2024-02-05", "2024-02-11", "week") == (day - 1, published, False)
    assert at("2024-02", "2024-02", "month") == (day - 5, published, False)
    # News that gives no day at all is fresh.
    late = day_number("2024-02-20")
    fresh = at("2024-02", "2024-02", "month", told=False, when=late)
    assert fresh == (late - 6, late, False)
    # "The tenth since 2020" is of now.
    assert at("2020", "", "year") == (published - 6, published, False)
    assert np.isnan(at("2020", "", "year", when=float("nan"))[0])
    for open_ended in (("", "", "none"), ("2024", "2024", "year")):
        first, last, exact = at(*open_ended)
        assert np.isnan(first)
        assert np.isnan(last)
        assert not exact


def test_an_incident_that_is_tied_to_no_place_borrows_the_town_named_beside_it():
    told = article("a", incident("Fire in Khoy"), incident("Nine died", "i2", None))
    taken = Intake()
    taken.add(line(told))
    spots = taken.reports().spots
    assert spots.borrowed.tolist() == [False, True]
    assert spots.latitude.tolist() == [38.55, 38.55]
    assert json.loads(taken.reports().sources[1])["places"] == []


@pytest.mark.parametrize(
    ("kind", "letter", "code", "radius"),
    [
        ("literal", "P", "PPLC", 15.0), ("literal", "S", "SCH", 15.0),
        ("literal", "A", "ADM2", 40.0), ("metonymic", "P", "PPL", 15.0),
        ("metonymic", "P", "PPLC", 40.0), ("metonymic", "A", "ADM1", None),
        ("literal", "A", "PCLI", None),
        ("demonym", "P", "PPL", None), ("literal", "H", "SEA", None),
    ],
)  # fmt: skip
def test_what_may_be_borrowed(kind, letter, code, radius):
    record = article("a", incident("Fire in Khoy"), incident("Nine died", "i2", None))
    record["mentions"][0] |= {"kind": kind}
    record["mentions"][0]["place"] |= {"feature_class": letter, "feature_code": code}
    taken = Intake()
    taken.add(line(record))
    borrowed = taken.reports().spots
    assert borrowed.radius[borrowed.borrowed].tolist() == ([radius] if radius else [])


@given(st.text(alphabet="ab1_-.,: '\n\"Z(\x1c\x0b", max_size=12))
def test_words_are_the_same_by_search_or_by_split(text):
    # A letter beyond ASCII, set apart, takes the other way.
    assert words_of(f"{text} é") == [*words_of(text), "é"]


def test_words():
    told = "U.S. forces (20th) “struck” north-west of Khoy's bazaar at 5.30: 15,000 fled..."
    assert words_of(told) == [
        "u.s", "forces", "20th", "struck", "north-west", "of", "khoy", "s", "bazaar", "at",
        "5.30", "15,000", "fled",
    ]  # fmt: skip

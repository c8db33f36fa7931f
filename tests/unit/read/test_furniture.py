"""The article is told from the page around it."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.model import Span
from mapper.read import from_text, mark_body
from tests.fixtures.pages import HEAD, PAGE, PARAGRAPHS, TAIL


def body_of(text: str, title: str = "") -> list[str]:
    return [text[span.start : span.end] for span in mark_body(text, title=title).body]


def test_a_copied_page_gives_its_prose_alone():
    assert body_of(PAGE) == ["\n\n".join(PARAGRAPHS)]


def test_the_head_gives_title_and_day():
    page = mark_body(PAGE)
    assert page.title == "Footbridge gives way under a class"
    assert page.published == date(2026, 3, 12)


def test_bare_prose_is_all_body():
    text = "\n\n".join(PARAGRAPHS)
    assert body_of(text) == [text]
    assert mark_body(text).title == ""


def test_a_headline_above_bare_prose_is_title_and_stays_body():
    text = "Footbridge gives way\n\n" + "\n\n".join(PARAGRAPHS)
    page = mark_body(text)
    assert page.title == "Footbridge gives way"
    assert page.body == (Span(0, len(text)),)


LINKS = TAIL[6:9]  # only the heading above tells these


@pytest.mark.parametrize("line", [line for line in HEAD if line and line != HEAD[2]])
def test_a_line_of_furniture_above_the_prose(line: str):
    prose = "\n\n".join(PARAGRAPHS)
    assert body_of(f"{line}\n\n{prose}") == [prose]


@pytest.mark.parametrize("line", [line for line in TAIL if line and line not in LINKS])
def test_a_line_of_furniture_below_the_prose(line: str):
    prose = "\n\n".join(PARAGRAPHS)
    assert body_of(f"{prose}\n\n{line}") == [prose]


@pytest.mark.parametrize(
    "line",
    [
        "Photo: the bridge in 2019",
        "READ ALSO: Snow closes the road to Vardenis",
        "Share this article",
        "PHOTO: The town hall. Picture by our staff",
        "Advertisement",
        "Related stories",
    ],
)
def test_a_line_of_furniture_between_paragraphs_is_cut_alone(line: str):
    text = f"{PARAGRAPHS[0]}\n\n{line}\n\n{PARAGRAPHS[1]}"
    assert body_of(text) == [PARAGRAPHS[0], PARAGRAPHS[1]]


@pytest.mark.parametrize(
    "line",
    [
        "By Friday the town had fallen.",
        "By noon, both bridges over the Kasakh had been closed by the army and the police.",
        "Share prices fell in Tehran after the strike on the refinery.",
        "Follow-up strikes hit Sumy at dawn, killing three people.",
        "Comments by the mayor of Aparan led to a brawl in which two men were hurt.",
        "Subscribe or not, readers of the paper in Goris got leaflets that called for a march.",
        "The author of the attack was arrested in Ganja on Monday.",
        "Tags on the wreckage show that the drone was built in Isfahan in 2023.",
        "Photographs from Jabrayil show two burnt-out lorries.",
        "Published accounts of the clash near Vardenis differ.",
        "Updated tolls speak of 14 dead in Kars.",
        "More than 40 houses burned down in Meghri.",
        "Related violence left two dead in Hatay.",
        "Home guards shot two men near Kapan.",
        "1. Shelling of Tavush: two dead.",
        "» Quake of 4.6 felt from Akhalkalaki to Gyumri.",
        "Interview with the governor of Syunik was broken off when shells fell on Goris.",
        "Edited footage shows the strike on the bridge at Rukhi.",
        "Next Monday a march is planned in Yerevan.",
        "Weather delayed the rescue: two climbers died on Ararat.",
        "Saparov is a member of the council and was shot in Ganja.",
    ],
)
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_sentence_of_news_is_never_cut(line: str, place: str):
    parts = {
        "first": (line, PARAGRAPHS[0], PARAGRAPHS[1]),
        "middle": (PARAGRAPHS[0], line, PARAGRAPHS[1]),
        "last": (PARAGRAPHS[0], PARAGRAPHS[1], line),
    }[place]
    text = "\n\n".join(parts)
    span = Span(text.index(line), text.index(line) + len(line))
    assert from_text(text).in_body(span)


@pytest.mark.parametrize(
    "opening",
    [
        "ASHTARAK, Armenia, 12 March 2026 - ",
        "Yerevan, March 12, 2026 – ",
        "YEREVAN (Valley Agency), 12 March 2026: ",
    ],
)
def test_a_dateline_tells_the_day_and_stays(opening: str):
    text = opening + "\n\n".join(PARAGRAPHS)
    page = mark_body(text)
    assert page.published == date(2026, 3, 12)
    assert page.body == (Span(0, len(text)),)


@pytest.mark.parametrize(
    "opening",
    ["On 12 March 2026 a bridge gave way, and ", "The bridge that opened on 12 March 2026 fell. "],
)
def test_a_date_in_the_first_sentence_is_no_dateline(opening: str):
    assert mark_body(opening + "\n\n".join(PARAGRAPHS)).published is None


def test_links_below_their_heading_go_and_what_follows_stays():
    links = "Read also\nSnow closes the road to Vardenis\nWine fair opens in Areni"
    text = f"{PARAGRAPHS[0]}\n\n{links}\n\n{PARAGRAPHS[1]}\n\n{links}"
    assert body_of(text) == [PARAGRAPHS[0], PARAGRAPHS[1]]


def test_a_list_of_publications_under_its_heading_is_no_article():
    entries = (
        'Essay Ada Lind, "Dams and Deeds on the Upper Kura," Valley Papers, March 30, 2021.',
        "Report Ada Lind & Omar Field, Water Wars in the Highlands, River Press, May 2020.",
        "Book Ada Lind and Omar Field, Three Decades of Rivers and Ruins, Hill Books, 2019.",
    )
    text = "\n\n".join((*PARAGRAPHS, "Staff Publications", *entries))
    assert body_of(text) == ["\n\n".join(PARAGRAPHS)]


def test_a_digest_of_headlines_keeps_them_all():
    lines = [
        "» Two hurt as lorry leaves the road near Goris",
        "» Fire in a Tabriz bazaar, forty shops gone",
        "» Drone shot down over Kherson",
        "» Talks in Muscat put off",
    ]
    text = "IN BRIEF, Friday, 13 March 2026\n\n" + "\n\n".join(lines)
    page = mark_body(text)
    assert page.published == date(2026, 3, 13)
    assert [text[s.start : s.end] for s in page.body] == ["\n\n".join(lines)]


def test_hard_wrapped_text_is_read_by_paragraph():
    wrapped = (
        PARAGRAPHS[0].replace(" was crossing ", " was\ncrossing ").replace(" said. ", " said.\n")
    )
    text = f"{wrapped}\n\n{PARAGRAPHS[1]}"
    assert body_of(text) == [text]


def test_a_text_of_nothing_but_furniture_is_body_for_want_of_better():
    assert body_of("Photo: the bridge") == ["Photo: the bridge"]


def test_windows_line_ends():
    text = PAGE.replace("\n", "\r\n")
    assert body_of(text) == ["\r\n\r\n".join(PARAGRAPHS)]


@given(st.text(max_size=400))
def test_spans_are_ordered_apart_and_inside(text: str):
    body = mark_body(text).body
    assert all(0 <= span.start < span.end <= len(text) for span in body)
    assert all(a.end < b.start for a, b in pairwise(body))
    assert bool(body) == bool(text.strip())


@given(
    st.lists(
        st.sampled_from([*PARAGRAPHS, *filter(None, HEAD), *filter(None, TAIL), ""]), max_size=12
    )
)
def test_prose_is_kept_wherever_it_stands(lines: list[str]):
    text = "\n".join(lines)
    article = mark_body(text)
    start = 0
    for line in lines:
        span = Span(start, start + len(line))
        if line in PARAGRAPHS:
            assert any(part.contains(span) for part in article.body)
        start += len(line) + 1

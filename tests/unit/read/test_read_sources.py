"""Every kind of source gives the same article; every broken one gives one line."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.config import Settings
from mapper.errors import SourceError
from mapper.model import Article
from mapper.read import from_text, read
from tests.fixtures.pages import (
    ATOM,
    HTML,
    MARKDOWN,
    PAGE,
    PARAGRAPHS,
    RSS,
    docx,
    encrypted,
    pdf,
)


def articles(source: object, **options: object) -> list[Article]:
    found = list(read(str(source), Settings(**options)))  # type: ignore[arg-type]
    assert all(isinstance(item, Article) for item in found), found
    return found  # type: ignore[return-value]


def failure(source: object) -> str:
    (found,) = read(str(source))
    assert isinstance(found, SourceError)
    message = str(found)
    assert "\n" not in message
    return message


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


# --- the formats -----------------------------------------------------------------------


def test_plain_text_is_unchanged(tmp_path):
    (article,) = articles(write(tmp_path, "bridge.txt", PAGE))
    assert article.text == PAGE
    assert article.id == "bridge"
    assert article.title == "Footbridge gives way under a class"
    assert article.published == date(2026, 3, 12)


def test_windows_line_ends_are_kept(tmp_path):
    text = "One line of it.\r\nAnother.\r\n"
    (article,) = articles(write(tmp_path, "a.txt", text))
    assert article.text == text


def test_html_gives_the_article_alone(tmp_path):
    (article,) = articles(write(tmp_path, "bridge.html", HTML))
    for paragraph in PARAGRAPHS:
        assert paragraph in article.text
    assert "Vardenis" not in article.text
    assert "bomb" not in article.text
    assert article.title == "Footbridge gives way under a class"
    assert article.published == date(2026, 3, 12)
    assert article.language == "en"


def test_html_is_known_by_its_first_characters(tmp_path):
    (article,) = articles(write(tmp_path, "saved-page", HTML))
    assert "<p>" not in article.text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Caf&eacute; in Gyumri &amp; a shop burned.</p>", "Café in Gyumri & a shop burned."),
        ("<!-- c --><html><nav>Home</nav><h1>Blast</h1><p>Two <b>hu</b>rt.<footer>©</footer>",
         "Blast\n\nTwo hurt."),
        ("<div>Menu</div><article>One.<br>Two.<script>three()</script></article>", "One.\n\nTwo."),
        ("<html><title>T</title><body>&lt;b&gt; is no mark<form>search</form>", "<b> is no mark"),
    ],
)  # fmt: skip
def test_short_pages_are_read_whole(tmp_path, page, text):
    (article,) = articles(write(tmp_path, "a.html", page))
    assert article.text == text


def test_html_believes_its_meta_charset(tmp_path):
    page = HTML.replace("utf-8", "windows-1251").replace("A footbridge", "Мост: a footbridge")
    (article,) = articles(write(tmp_path, "a.html", page.encode("cp1251", "ignore")))
    assert "Мост: a footbridge" in article.text


def test_markdown_loses_its_marks(tmp_path):
    (article,) = articles(write(tmp_path, "bridge.md", MARKDOWN))
    assert "A footbridge over the Kasakh gave way on Tuesday while a class" in article.text
    assert "Nine pupils were hurt." in article.text
    assert "code" not in article.text
    assert "https" not in article.text
    assert article.title == "Footbridge gives way"
    assert article.published == date(2026, 3, 12)


def test_pdf_lines_become_paragraphs(tmp_path):
    pages = [
        ["The Kasakh Weekly 12", *wrapped(paragraph, 70), "", str(number)]
        for number, paragraph in enumerate(PARAGRAPHS, start=1)
    ]
    (article,) = articles(write(tmp_path, "bridge.pdf", pdf(pages, title="Footbridge gives way")))
    assert article.text == "\n\n".join(PARAGRAPHS)
    assert article.title == "Footbridge gives way"


def test_pdf_hyphens_at_line_ends_go(tmp_path):
    lines = ["The bridge over the river in Ashtarak was closed to all traf-", "fic on Monday."]
    (article,) = articles(write(tmp_path, "a.pdf", pdf([lines])))
    assert "traffic on Monday" in article.text


def test_pdf_running_heads_and_feet_go_wherever_they_are_told(tmp_path):
    # As browsers print: head and foot both come after the page's own lines; books have two heads.
    words = ["red", "blue", "green", "white", "black", "brown", "grey", "pink"]
    told = [f"{word.title()} lorries stood in the market; the driver was {word}." for word in words]
    pages = [
        [*wrapped(text, 40), f"{('Left', 'Right')[n % 2]} weekly of Gyumri",
         f"Printed in Vanadzor - page {n} of 8"]
        for n, text in enumerate(told)
    ]  # fmt: skip
    (article,) = articles(write(tmp_path, "a.pdf", pdf(pages)))
    assert " ".join(article.text.split()) == " ".join(told)


def test_a_pdf_of_one_page_loses_its_foot(tmp_path):
    lines = [*wrapped(PARAGRAPHS[0], 70), "", "Weekly of Gyumri, 12 Mill Street - Page 1 of 1"]
    (article,) = articles(write(tmp_path, "a.pdf", pdf([lines])))
    assert article.text == PARAGRAPHS[0]


def test_pdf_letters_that_are_joined_are_letters(tmp_path):
    line = "A blast in Gyumri killed \x01ve men and wounded \xadtwo in their of\xad"
    (article,) = articles(write(tmp_path, "a.pdf", pdf([[line, "\x01ce on Monday."]])))
    assert "killed five men and wounded two in their office on Monday." in article.text


def test_a_dateline_begins_a_paragraph_of_a_pdf(tmp_path):
    lines = ["A week in the hills of the north", "GYUMRI, 12 March - A blast killed two men."]
    (article,) = articles(write(tmp_path, "a.pdf", pdf([lines])))
    assert article.text.split("\n\n") == lines


ROWS = (("Date", "Place", "What"), ("12 May", "Gyumri", "A mine went off."), ("", "", "Quiet"))
TOLD = ["Date; Place; What", "12 May; Gyumri; A mine went off.", "Quiet"]


def test_a_row_of_a_table_stays_together_in_docx(tmp_path):
    def cell(text: str) -> str:
        words = "".join(f"<w:p><w:r><w:t>{part}</w:t></w:r></w:p>" for part in text.split("|"))
        return f"<w:tc>{words}</w:tc>"

    def table(rows: object) -> str:
        cells = ("".join(map(cell, row)) for row in rows)  # type: ignore[attr-defined]
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"

    layout = table([["|".join(PARAGRAPHS), "Beside it"]])  # no facts: paragraphs side by side
    inside = f"<w:tbl><w:tr><w:tc>{table([['A', 'B']])}</w:tc></w:tr></w:tbl>"
    data = docx(["Situation"], extra=table(ROWS) + layout + inside)
    (article,) = articles(write(tmp_path, "a.docx", data))
    assert article.text.split("\n\n") == ["Situation", *TOLD, *PARAGRAPHS, "Beside it", "A B"]


def test_a_row_of_a_table_stays_together_in_markdown(tmp_path):
    head, *rows = (f"| {' | '.join(row)} |" for row in ROWS)
    text = "\n".join(["Situation", "", head, "|---|---|---|", *rows])
    (article,) = articles(write(tmp_path, "a.md", text))
    assert article.text.split("\n\n") == ["Situation", *TOLD]


def test_a_row_of_a_table_stays_together_in_html(tmp_path):
    rows = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in ROWS[:2])
    paragraphs = [f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS]
    page = HTML.replace(paragraphs[-1], f"<table>{rows}</table>{paragraphs[-1]}")
    assert page != HTML
    (article,) = articles(write(tmp_path, "a.html", page))
    assert TOLD[1] in article.text.split("\n\n")
    assert "|" not in article.text
    assert any(TOLD[1] in article.text[span.start : span.end] for span in article.body)


def test_docx_gives_its_paragraphs(tmp_path):
    word = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Nine hurt</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    gone = "<w:p><w:del><w:r><w:delText>struck out</w:delText></w:r></w:del></w:p>"
    data = docx(PARAGRAPHS, title="Footbridge", extra=word + gone)
    (article,) = articles(write(tmp_path, "bridge.docx", data))
    assert article.text == "\n\n".join((*PARAGRAPHS, "Nine hurt"))
    assert article.title == "Footbridge"


def test_rss_gives_an_article_an_entry(tmp_path):
    first, second = articles(write(tmp_path, "feed.xml", RSS))
    assert (
        first.text
        == "A footbridge over the Kasakh gave way on Tuesday.\n\nNine\n\npupils were hurt."
    )
    assert (first.id, first.url) == ("footbridge-gives-way", "https://news.example/bridge")
    assert first.published == date(2026, 3, 12)
    assert (second.title, second.url) == ("Wine & bread", "")


def test_atom_gives_an_article_an_entry(tmp_path):
    (article,) = articles(write(tmp_path, "feed.atom", ATOM))
    assert (article.text, article.published) == ("A footbridge gave way.", date(2026, 3, 12))


def test_a_feed_cannot_reach_for_files(tmp_path):
    secret = write(tmp_path, "secret.txt", "swordfish")
    feed = RSS.replace(
        "<rss", f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]><rss'
    ).replace("The wine fair", "&x; The wine fair")
    assert all("swordfish" not in a.text for a in articles(write(tmp_path, "f.xml", feed)))


def test_json_of_one_or_several(tmp_path):
    (one,) = articles(write(tmp_path, "a.json", json.dumps({"text": "One."})))
    assert (one.id, one.text) == ("a", "One.")
    several = articles(write(tmp_path, "b.json", json.dumps([{"text": "One."}, {"text": "Two."}])))
    assert [a.id for a in several] == ["b-1", "b-2"]


# --- JSON Lines ------------------------------------------------------------------------


def test_jsonl_fields(tmp_path):
    line = {
        "id": "x1",
        "title": "T",
        "published": "2026-03-12",
        "url": "https://a.b/c",
        "text": "Ü.",
    }
    (article,) = articles(write(tmp_path, "a.jsonl", "\ufeff" + json.dumps(line) + "\n\n"))
    assert (article.id, article.title, article.url, article.text) == ("x1", "T", line["url"], "Ü.")
    assert article.published == date(2026, 3, 12)


def test_jsonl_names_what_has_no_name(tmp_path):
    found = articles(write(tmp_path, "a.jsonl", '{"text":"One."}\n{"id":7,"text":"Two."}\n'))
    assert [article.id for article in found] == ["a-1", "7"]


@pytest.mark.parametrize(
    "line",
    ['{"text": null}', '{"text": 5}', "{}", "[1]", "nonsense", '{"text": "x", "published": "soon"}',
     '{"text": "x", "title": 5}', '{"text": "x", "id": true}', '{"text": ""}', '{"text": " "}',
     "[" * 5000, '{"text": "x", "url": []}'],
)  # fmt: skip
def test_a_broken_line_spoils_no_other(tmp_path, line):
    text = f'{{"text": "One."}}\n{line}\n{{"text": "Three."}}\n'
    first, broken, third = read(write(tmp_path, "a.jsonl", text))
    assert isinstance(first, Article)
    assert isinstance(third, Article)
    assert isinstance(broken, SourceError)
    assert "a.jsonl, line 2" in str(broken)


def test_a_binary_file_named_jsonl_is_told_once(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\x00\x01\n" * 50)
    (error,) = read(path)
    assert "a binary file" in str(error)


def test_a_stray_control_character_makes_no_binary_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Two men were \x07hurt in Kapan.")
    (article,) = read(path)
    assert article.text == "Two men were \x07hurt in Kapan."


def test_a_line_that_is_no_utf8(tmp_path):
    data = b'{"text": "caf\xe9"}\n{"text": "One."}\n'
    broken, good = read(write(tmp_path, "a.jsonl", data))
    assert "line 1: not UTF-8" in str(broken)
    assert isinstance(good, Article)


def test_lone_surrogates_do_not_travel(tmp_path):
    (article,) = articles(write(tmp_path, "a.jsonl", '{"text": "a \\ud83d b"}'))
    article.text.encode()


# --- options ---------------------------------------------------------------------------


def test_options_override_the_source(tmp_path):
    path = write(tmp_path, "a.txt", PAGE)
    (article,) = articles(path, published=date(2020, 1, 1), title="Mine", language="hy")
    assert (article.published, article.title, article.language) == (date(2020, 1, 1), "Mine", "hy")


def test_another_language_is_reported(tmp_path, caplog):
    russian = "В понедельник в Гюмри загорелся склад, двое рабочих получили ожоги. " * 6
    turkish = "Pazartesi günü Kars'ta bir depo yandı ve iki işçi yaralandı. " * 6
    for text, options in ((russian, {}), (turkish, {}), (PAGE, {"language": "hy"})):
        caplog.clear()
        articles(write(tmp_path, "a.txt", text), **options)
        assert "not in English" in caplog.text
    caplog.clear()
    articles(write(tmp_path, "a.txt", PAGE))
    articles(write(tmp_path, "a.txt", "Short."))
    assert not caplog.records


# --- standard input --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Two men were hurt in Kapan.", "Two men were hurt in Kapan."),
        ('{"text": "From a line."}\n', "From a line."),
        ('{ "id": "a", "text": "From a line."}', "From a line."),
        ("{curly} is a word of the article.", "{curly} is a word of the article."),
    ],
)
def test_standard_input_is_known_by_its_looks(data, text):
    (article,) = read("-", stdin=io.BytesIO(data.encode()))
    assert isinstance(article, Article)
    assert article.text == text


def test_standard_input_takes_pages_and_pdfs():
    (page,) = read("-", stdin=io.BytesIO(HTML.encode()))
    (paper,) = read("-", stdin=io.BytesIO(pdf([["Two men were hurt in Kapan."]])))
    assert isinstance(page, Article)
    assert isinstance(paper, Article)
    assert page.id == "footbridge-gives-way-under-a-class"
    assert paper.text == "Two men were hurt in Kapan."


# --- what cannot be read ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t ", "empty"),
        ("a.txt", b"\xef\xbb\xbf \n", "empty"),
        ("a.txt", bytes(range(256)) * 9, "binary"),
        ("a.pdf", b"no pdf at all", "no PDF"),
        ("a.pdf", b"%PDF-1.4 but no more", "damaged"),
        ("a.pdf", pdf([[]]), "without text"),
        ("a.pdf", encrypted(pdf([["secret"]]), "pw"), "encrypted"),
        ("a.docx", b"no docx at all", "docx"),
        ("a.docx", b"PK\x03\x04 broken", "docx"),
        ("a.docx", b"\xd0\xcf\x11\xe0 old", "old or encrypted"),
        ("a.docx", docx([]), "without text"),
        ("a.html", b"<html><body><script>x()</script></body></html>", "no text"),
        ("a.md", b"![picture](a.png)", "no text"),
        ("a.xml", b"<a>no feed</a>", "no entries"),
        ("a.doc", b"word", ".docx"),
        ("a.json", b"{", "not JSON"),
        ("a.json", b"[]", "empty list"),
        ("a.jsonl", b"\n\n", "empty"),
        ("a.jsonl", b"\xff\xfe{\x00", "UTF-8"),
    ],
)
def test_bad_files_give_one_line_that_names_them(tmp_path, name, content, words):
    message = failure(write(tmp_path, name, content))
    assert name in message
    assert words in message


def test_missing_files_folders_and_odd_names(tmp_path):
    assert "no such file" in failure(tmp_path / "nothing.txt")
    assert "a folder" in failure(tmp_path)
    assert "only http" in failure("ftp://example.org/a")
    assert "empty name" in failure("")
    assert "cannot be read" in failure("a\0b")
    assert "cannot be read" in failure("/proc/self/mem")


def test_a_zip_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("mapper.read.docx._MAX_XML", 1000)
    assert "split it" in failure(write(tmp_path, "a.docx", docx(["x" * 2000])))


def test_too_large_a_file(tmp_path, monkeypatch):
    monkeypatch.setattr("mapper.read.source.MAX_BYTES", 10)
    assert "larger than" in failure(write(tmp_path, "a.txt", "a" * 11))


def test_from_text_needs_text():
    with pytest.raises(SourceError):
        from_text("  ")
    assert from_text("Two hurt in Kapan.", id="k").id == "k"


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(
        [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html><body>", b"<?xml version='1.0'?><rss>",
         b'{"text": "', b"\xff\xfe", b"\xef\xbb\xbf", b"<!DOCTYPE html [", b"<feed><entry>"]
    ),
    st.binary(max_size=300) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")),
)  # fmt: skip
def test_any_bytes_give_articles_or_plain_errors(head: bytes, rest: bytes):
    for found in read("-", stdin=io.BytesIO(head + rest)):
        if isinstance(found, SourceError):
            assert "\n" not in str(found)
        else:
            assert found.text.strip()
            assert found.body
            found.text.encode()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 255), st.sampled_from(["pdf", "docx"]))
def test_a_damaged_document_is_read_or_refused(position: int, byte: int, kind: str):
    data = bytearray(pdf([wrapped(PARAGRAPHS[0], 70)]) if kind == "pdf" else docx(PARAGRAPHS))
    data[position % len(data)] = byte
    for found in read("-", stdin=io.BytesIO(bytes(data))):
        assert isinstance(found, Article | SourceError)

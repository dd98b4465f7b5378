"""Import: bytes that are text, bytes that pretend to be, and bytes that are made to hurt."""

import contextlib
import hashlib
import importlib.util
import io
import time
import zlib

import pytest

from standoff.text.backend import annotate
from standoff.text.file.document import Unreadable, decoded, document
from standoff.text.file.pages import Line, joined, paragraphs

HAS_PDF = importlib.util.find_spec("pypdf") is not None
pdf = pytest.mark.skipif(not HAS_PDF, reason="the extra [import] is not installed: no pypdf")


def test_a_text_file_is_its_bytes_decoded_and_nothing_else() -> None:
    data = "\ufeffA\r\nB\u0301 \u202e😀\n".encode()
    found = document(data, "a.txt")
    assert (
        found.text == data.decode()
        and found.origin == found.sha256 == hashlib.sha256(data).hexdigest()
    )
    assert any("direction" in doubt for doubt in found.doubts)


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        ("naïve".encode("utf-16"), "utf-16", "naïve"),
        ('<?xml encoding="iso-8859-2"?> Łódź'.encode("iso-8859-2"), "iso-8859-2", "Łódź"),
        (b'<meta charset="utf-8"> caf\xe9 au lait, s\'il vous pla\xeet', None, "caf"),
        (b'charset="no-such-thing" \xff\xfe\x80', None, "charset"),
    ],
)
def test_encodings_even_those_that_lie(data: bytes, encoding: str | None, text: str) -> None:
    found, named, _ = decoded(data)
    assert text in found and (encoding is None or named == encoding)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04" + b"0" * 99, "archive"),
        (b"\x1f\x8b" + b"0" * 99, "archive"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 99, "office"),
        (b"\x89PNG" + bytes(4000) + b"\xff", "not a text"),
    ],
)
def test_what_gives_no_text_says_so(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        document(data, "a.txt")


PAGE = b"""<!doctype html><html><head><title>The &amp; well</title>
<meta name="author" content="A reader"><meta property="article:published_time" content="2019-05-03">
<script>alert("<p>no</p>")</script></head><body><nav><a>Home</a></nav><h1>The well</h1>
<p>Peru said the <b>well</b> is <i>dry</i>, and nobody was there to see it.</p>
<p>Two villages have drawn from it for as long as anyone can remember, and each blames the other for what
is left. An engineer who came last spring found the pump sound and the water low.</p>
<figure><figcaption>A well</figcaption></figure><footer>All rights reserved</footer></body></html>"""


def test_a_page_keeps_every_line_and_flags_what_is_not_the_article() -> None:
    found = document(PAGE, "a.html")
    assert "Peru said the well is dry, and nobody was there to see it." in found.text
    assert "alert" not in found.text and "Home" in found.text
    roles = {found.text[at:].split("\n")[0]: role for at, role in found.roles.items()}
    assert roles == {
        "Home": "menu",
        "The well": "title",
        "A well": "caption",
        "All rights reserved": "menu",
    }
    assert found.facts == {"title": "The & well", "author": "A reader", "date": "2019-05-03"}


@pytest.mark.thorough
@pytest.mark.parametrize(
    "markup",
    [
        b"<html>" + b"<div>" * 50_000 + b"x",
        b"<html><p>" + b"&amp;" * 50_000,
        b"<html><![CDATA[ <p",
        b"<html><p>a</p" * 20_000,
        b"<html>" + b"<!--" * 8_000,
        b"<html>" + b"<a b='" * 3_000,
    ],
)
def test_markup_made_to_hurt_ends_soon(markup: bytes) -> None:
    began = time.perf_counter()
    with contextlib.suppress(Unreadable):
        document(markup, "a.html")
    assert time.perf_counter() - began < 60


@pytest.mark.thorough
@pytest.mark.parametrize(
    "unit",
    ["Peru said ", "“", '"', "in May 2019 ", "a,", "<p>", "\u202e", "Peru’s ", "(", "President "],
)
def test_a_megabyte_line_is_read_in_seconds(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    began = time.perf_counter()
    annotate(text, "t", "plain")
    assert time.perf_counter() - began < 30


def page(*lines: str, top: float = 700, head: str = "", foot: str = "") -> list[Line]:
    """The lines of a page, 14 points apart; a head at 760 and a foot at 40; `` leaves a gap."""
    body = [Line(words, 72, top - 14 * i, 10) for i, words in enumerate(lines) if words]
    edges = [Line(head, 72, 760, 10)] if head else []
    return [*edges, *body, *([Line(foot, 300, 40, 10)] if foot else [])]


def test_lines_of_a_page_become_paragraphs() -> None:
    lines = (
        "The first line of it runs on and", "on to a second line that ends", "here.", "Short.", "",
        "Then an inter-", "national one follows.",
    )  # fmt: skip
    assert [p.words for p in paragraphs([page(*lines)])] == [
        "The first line of it runs on and on to a second line that ends here.",
        "Short.",
        "Then an international one follows.",
    ]


def test_running_heads_and_page_numbers_neither_break_nor_join() -> None:
    """One sentence over three pages with a head whose figures change, and a number below."""
    pages = [
        page("The well was dug long before anybody", "asked whose", head="WELLS 12", foot="- 1 -"),
        page("water it was, and nobody has ever", "asked since", head="WELLS 13", foot="- 2 -"),
        page("then.", head="WELLS 14", foot="- 3 -"),
    ]
    found = list(paragraphs(pages))
    assert found[0].words == (
        "The well was dug long before anybody asked whose water it was, and nobody has ever asked "
        "since then."
    )
    assert [p.role for p in found] == ["", *["page"] * 6]


def test_a_line_that_only_one_page_has_is_text() -> None:
    pages = [page("One line of text.", head="A title"), page("Another line of text.")]
    assert {p.role for p in paragraphs(pages)} == {""}


def test_a_note_at_the_foot_is_a_paragraph_of_its_own() -> None:
    lines = page("The well was dug when", "nobody asked whose it", "was going to be")
    note = [Line("4 A letter of the", 72, 90, 8), Line("digger.", 72, 80, 8)]
    found = list(paragraphs([[*lines, *note], page("once the water came.")]))
    assert [(p.words, p.role) for p in found] == [
        ("The well was dug when nobody asked whose it was going to be once the water came.", ""),
        ("4 A letter of the digger.", "note"),
    ]


@pytest.mark.parametrize(
    ("one", "two", "whole"),
    [
        ("the Peru-", "Chile line", "the Peru-Chile line"),
        ("in 2011-", "12 it", "in 2011-12 it"),
        ("Sau-", "di wells", "Saudi wells"),
        ("well \u2010", "or not", "well \u2010 or not"),
        ("a well", "of it", "a well of it"),
    ],
)
def test_hyphens_at_line_ends(one: str, two: str, whole: str) -> None:
    assert joined(one, two) == whole


WESTERN = "São Luís told Núñez that the Ålesund well is Côte’s. “We agree,” he said."


guessing = pytest.mark.skipif(
    importlib.util.find_spec("charset_normalizer") is None,
    reason="the extra [import] is not installed: no charset_normalizer",
)


@guessing
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (WESTERN, "cp1252"),
        ("“We’ll dig in Zürich,” he said.", "mac_roman"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy.", "cp1250"),
        ("Zażółć gęślą jaźń, powiedział Łukasz.", "cp1250"),
        ("Колодец сухой, сказал министр соседней страны.", "cp1251"),
    ],
)
def test_legacy_code_pages_are_guessed_and_said_to_be(text: str, encoding: str) -> None:
    found, _, doubts = decoded(text.encode(encoding))
    assert found == text
    assert "guess" in doubts[0]


def test_labels_mean_what_browsers_take_them_for() -> None:
    for label in ("iso-8859-1", "latin1", "us-ascii", "windows-1252"):
        data = f'<meta charset="{label}">{WESTERN}'.encode("cp1252")
        assert decoded(data)[0].endswith(WESTERN) and decoded(data)[2] == ()


def test_a_label_that_lies_is_a_doubt() -> None:
    text, encoding, doubts = decoded(f'<meta charset="iso-8859-1">{WESTERN}'.encode())
    assert (text[-len(WESTERN) :], encoding) == (WESTERN, "utf-8") and "says it is" in doubts[0]
    _, _, doubts = decoded(f'<meta charset="utf-8">{WESTERN}'.encode("cp1252"))
    assert "says it is utf-8, which it is not" in doubts[0]


def test_what_wrong_decoding_leaves_behind_is_a_doubt() -> None:
    twice = WESTERN.encode().decode("cp1252", "replace")
    assert any("twice" in d for d in decoded(twice.encode())[2])
    assert any("U+0080" in d for d in decoded("the well\u0092s".encode())[2])


def test_wide_characters_without_their_mark() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        text, found, doubts = decoded("The well is dry today.".encode(encoding))
        assert (text, found) == ("The well is dry today.", encoding) and doubts


MEANING = """<html><body><article><p>Peru said on Monday that the well in the north was dry, and left.</p>
<p>Its minister said <q>we will wait</q> and left.</p>
<p>The <s>Peruvian</s> Chilean envoy came; the pact <del>was signed</del> <ins>was not signed</ins> there.</p>
<p>It ended there.<sup>1</sup> Peru said so.<sup><a href="#n">[2]</a></sup>
It cost 10<sup>6</sup> and 5 m<sup>2</sup>.</p>
<p>Secret: <span style="display:none">hidden</span> word<wbr>less<br>line<br><br>new paragraph of it all.</p>
</article></body></html>"""


def test_meaning_that_stands_in_the_markup() -> None:
    """Marks of `q`, struck words, note marks, powers, hidden words, one break and two."""
    found = document(MEANING.encode(), "a.html")
    assert found.text.split("\n\n")[1:] == [
        "Its minister said “we will wait” and left.",
        "The Chilean envoy came; the pact was not signed there.",
        "It ended there. Peru said so. It cost 10^6 and 5 m^2.",
        "Secret: wordless line",
        "new paragraph of it all.\n",
    ]
    assert sum("left out" in d for d in found.doubts) == 3


@pytest.mark.parametrize(
    "doubtful", ["o\u200bdd", "s\u00adoft", "\ue000", "Р\u0435ru Pеru", "a\ufffdb"]
)
def test_a_doubt_is_noted_where_the_text_may_not_be_what_the_page_shows(doubtful: str) -> None:
    assert document(f"The well is {doubtful} here.\n".encode(), "a.txt").doubts


@pytest.mark.parametrize("backend", ["plain", pytest.param("rules", marks=pytest.mark.read)])
@pytest.mark.parametrize(
    ("odd", "usual"),
    [
        ("Pe\u00adru o\ufb00ered wa\u200bter", "Peru offered water"),
        ("Pe\u2060ru con\ufb01rmed", "Peru confirmed"),
        ("Pérú".replace("é", "e\u0301"), "Pérú"),
    ],
)
def test_what_nobody_sees_changes_no_record(backend: str, odd: str, usual: str) -> None:
    """The same records for both spellings, each quoting its own text."""
    rest = " that it had offered Chile a road in return for water on 3 May 2019."
    kinds = [
        [
            (r.KIND, getattr(r, "actor", ""), getattr(r, "holder", ""))
            for r in annotate(t, "t", backend).records
        ]
        for t in (odd + rest, usual + rest)
    ]
    assert kinds[0] == kinds[1]
    read = annotate(odd + rest, "t", backend)
    assert all((odd + rest)[r.start : r.end] == r.quote for r in read.records)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        (
            "Der Minister sagte am Montag, dass Peru das Abkommen nicht zeichnen werde, und er ging.",
            "German",
        ),
        (
            "El ministro dijo el lunes que el Perú no firmará el acuerdo con Chile, y que se va.",
            "Spanish",
        ),
        (
            "Министр сказал в понедельник, что Перу не подпишет договор.",
            "a language in Cyrillic letters",
        ),
        (
            "The minister said on Monday that Peru would not sign the pact with Chile, and he left.",
            "English",
        ),
        ("Peru 3, Chile 0", "English"),
    ],
)
def test_another_language_is_said_to_be_one_and_not_run_through_english_rules(
    text: str, spoken: str
) -> None:
    read = annotate(text, "t", "plain")
    assert read.language == spoken
    assert spoken == "English" or not [r for r in read.records if r.KIND != "flag"]


def made_pdf(content: bytes, extra: bytes = b"") -> bytes:
    """A PDF of one page with a compressed content stream."""
    stream = zlib.compress(content)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << "
        b"/Font << /F1 5 0 R >> >> >>",
        b"<< /Filter /FlateDecode /Length "
        + str(len(stream)).encode()
        + b" >>\nstream\n"
        + stream
        + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(str(number).encode() + b" 0 obj\n" + body + b"\nendobj\n")
    xref = out.tell()
    out.write(
        b"xref\n0 6\n0000000000 65535 f \n"
        + b"".join(f"{p:010} 00000 n \n".encode() for p in places)
    )
    out.write(b"trailer <</Size 6/%s 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (b"Root", xref) + extra)
    return out.getvalue()


@pdf
def test_text_out_of_a_pdf() -> None:
    words = b"BT /F1 12 Tf 20 200 Td (Peru said that the well is dry today.) Tj ET"
    assert document(made_pdf(words), "a.pdf").text == "Peru said that the well is dry today.\n"


@pdf
@pytest.mark.parametrize("data", [made_pdf(b"0 0 m 9 9 l S"), made_pdf(b"BT ET")])
def test_a_pdf_without_text_says_what_would_help(data: bytes) -> None:
    with pytest.raises(Unreadable, match="recognition"):
        document(data, "scan.pdf")


@pdf
@pytest.mark.parametrize(
    "data", [b"%PDF-1.4\n", b"%PDF-1.7 " + b"\xff" * 5000, made_pdf(b"BT ET")[:200]]
)
def test_a_broken_pdf_ends_in_words(data: bytes) -> None:
    with pytest.raises(Unreadable):
        document(data, "a.pdf")


@pytest.mark.thorough
@pdf
def test_a_stream_made_to_explode_takes_nobody_with_it() -> None:
    """Three hundred megabytes of blanks in three hundred kilobytes: refused, or read without text."""
    began = time.perf_counter()
    with pytest.raises(Unreadable):
        document(made_pdf(b" " * 300_000_000), "bomb.pdf")
    assert time.perf_counter() - began < 100

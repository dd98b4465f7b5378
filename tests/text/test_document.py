"""Import: bytes that are text, bytes that pretend to be, and bytes that are made to hurt."""

import contextlib
import hashlib
import importlib.util
import io
import time
import zlib

import pytest

from standoff.text.backend import annotate
from standoff.text.file.document import Unreadable, decoded, document, unwrapped

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


def test_lines_of_a_page_become_paragraphs() -> None:
    page = (
        "The first line of it runs on and\non to a second line that ends "
        "here.\nShort.\n\nThen an inter-\nnational one follows."
    )
    assert unwrapped(page).split("\n\n")[-1] == "Then an international one follows."


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

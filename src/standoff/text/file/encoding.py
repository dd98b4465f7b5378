"""From bytes to characters: utf-8 where it fits, then what the file declares, then a reasoned guess.

Labels are read as browsers read them (WHATWG Encoding Standard: `iso-8859-1` means windows-1252).
A guess, a label that lies, and characters that only wrong decoding leaves behind are doubts.
"""

from __future__ import annotations

import codecs
import importlib
import re
from collections.abc import Mapping
from types import MappingProxyType

from standoff.problem import StandoffError


class Unreadable(StandoffError):
    """A file that gives no text; the message says why and what would help."""


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""")
# Labels that stand for another encoding on the web, by the WHATWG Encoding Standard.
_WEB: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(
            "iso-8859-1 iso8859-1 iso_8859-1 latin1 latin-1 l1 ascii us-ascii ansi cp819".split(), "cp1252"
        ),
        **dict.fromkeys("iso-8859-9 iso8859-9 latin5 latin-5 l5".split(), "cp1254"),
        **dict.fromkeys("iso-8859-11 iso8859-11 tis-620".split(), "cp874"),
        **dict.fromkeys("gb2312 gbk gb_2312-80 chinese csgb2312 x-gbk".split(), "gb18030"),
        **dict.fromkeys("shift_jis shift-jis sjis x-sjis ms_kanji windows-31j".split(), "cp932"),
        **dict.fromkeys("euc-kr ks_c_5601-1987 ksc5601 korean".split(), "cp949"),
        **dict.fromkeys("big5 big5-hkscs cn-big5 x-x-big5".split(), "big5hkscs"),
        **dict.fromkeys("macintosh mac x-mac-roman".split(), "mac_roman"),
        "x-mac-cyrillic": "mac_cyrillic",
        "unicode": "utf-16",
    }
)  # fmt: skip
_SEVEN_BIT = frozenset(("iso-2022-jp", "iso-2022-kr", "hz-gb-2312"))
_HEAD = 4096


def decoded(data: bytes, name: str = "") -> tuple[str, str, tuple[str, ...]]:
    """Text, encoding and doubts.

    raises  Unreadable  for bytes that are no text in any encoding
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = _try(data, encoding)
            if text is not None:  # a utf-8 mark stays: a text file's bytes are not changed
                return text, encoding, ()
    wide = _wide(data)
    if wide is not None:
        text = _try(data, wide)
        if text is not None:
            return text, wide, (f"has no byte order mark; read as {wide}, which is a guess",)
    if data[:_HEAD].count(0) > 16:
        raise Unreadable(f"{name}: this is not a text file")
    label = _label(data)
    if label in _SEVEN_BIT and b"\x1b" in data and (text := _try(data, label)) is not None:
        return text, label, ()
    text = _try(data, "utf-8")
    if text is not None:
        return text, "utf-8", _lies(text, label)
    if label and label not in ("utf-8", "utf8"):
        encoding = _WEB.get(label, label)
        text = _try(data, encoding) or (_lenient(data) if encoding == "cp1252" else None)
        if text is not None:
            return text, encoding, _left_over(text)
    guess, text = _guessed(data)
    doubt = f"is not utf-8; read as {guess}, which is a guess"
    if label:
        doubt = f"says it is {label}, which it is not; read as {guess}, which is a guess"
    return text, guess, (doubt, *_left_over(text))


def _label(data: bytes) -> str:
    """The encoding that markup or its like declares in the first bytes; empty if none."""
    head = data[:2048].lower()
    declared = _DECLARED.search(head) if b"charset" in head or b"encoding" in head else None
    return declared[1].decode("ascii") if declared else ""


def _lies(text: str, label: str) -> tuple[str, ...]:
    plain = text.isascii() or not label or label in ("utf-8", "utf8", "unicode-1-1-utf-8")
    known = _WEB.get(label, label)
    if plain or known.startswith("utf"):
        return _left_over(text)
    return (f"says it is {label}, but its bytes are utf-8 and were read so", *_left_over(text))


_TWICE = re.compile(
    "[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ™š›œž¡-¿]|â€[™œ\u009d\u0153“”˜¦\u0093\u0094¢]|ï»¿"
)
_C1 = re.compile("[\u0080-\u009f]")


def _left_over(text: str) -> tuple[str, ...]:
    """What only wrong decoding leaves behind, none of it in ASCII."""
    if text.isascii():
        return ()
    found: list[str] = []
    if _C1.search(text):
        found.append(
            "holds control characters (U+0080 to U+009F): its encoding is not what it says"
        )
    if len(_TWICE.findall(text)) > 1:
        found.append("looks as if it was encoded twice: “é” for “é” and its like")
    return tuple(found)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _lenient(data: bytes) -> str:
    """windows-1252 as browsers decode it: its five unassigned bytes become C1 controls."""
    pieces = (data[i : i + 1] for i in range(len(data)))
    return "".join(_try(piece, "cp1252") or piece.decode("latin-1") for piece in pieces)


def _wide(data: bytes) -> str | None:
    """utf-16 without its mark: every other byte of western text is zero."""
    head = data[:_HEAD]
    if len(head) < 8 or len(head) % 2:
        head = head[:-1]
    half = len(head) // 2
    if half < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.1 * half else None


# --- the guess between legacy encodings ----------------------------------------------------------

# Letters beyond ASCII of languages written in Latin letters, for telling code pages apart.
_ALPHABETS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        language: frozenset(letters + letters.upper())
        for language, letters in {
            "german": "äöüß", "french": "àâæçèéêëîïôœùûüÿ", "spanish": "áéíñóúü", "nordic": "åäöæøéü",
            "portuguese": "áâãàçéêíóôõúü", "italian": "àèéìíòóùú", "icelandic": "áðéíóúýþæö",
            "polish": "ąćęłńóśźż", "czech": "áčďéěíňóřšťúůýžľĺŕôä", "hungarian": "áéíóöőúüű",
            "romanian": "ăâîșțşţ", "croatian": "čćđšž", "turkish": "çğıöşüâîû",
            "baltic": "ąčęėįšųūžāēģīķļņōŗõäöü",
        }.items()
    }
)  # fmt: skip
_LATIN = ("cp1252", "cp1250", "mac_roman", "cp850", "cp1254", "cp1257", "iso8859_15", "iso8859_2")
_ODD = re.compile(
    r"(?<=[^\W\d_])[^\w\s'’.,;:!?)\]}\"”“‘«»/&*–—…-](?=[^\W\d_])|[^\W\d_](?<=[a-zß-öø-ÿ])[À-ÖØ-Þ]|[¤¦¨¯¸]"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_MARKED = re.compile(r"[“”‘’«»–—…€£°§•]")


def _guessed(data: bytes) -> tuple[str, str]:
    """The encoding of bytes that are not utf-8, and the text: charset-normalizer's where it is not
    Latin, else the Latin code page whose letters fit the fewest languages; the western one first."""
    best = _normalizer(data)
    text = _try(data, best) if best else None
    western = _try(data, "cp1252") or _lenient(data)
    beyond = sum(c.isalpha() and not c.isascii() for c in western)
    letters = sum(c.isalpha() for c in western) or 1
    if text is not None and beyond > 0.3 * letters:
        return best, text
    read = {e: t for e in _LATIN if (t := _try(data, e)) is not None} or {"cp1252": western}
    chosen = min(read, key=lambda e: (_penalty(read[e]) - (e == "cp1252"), _LATIN.index(e)))
    return chosen, read[chosen]


def _penalty(text: str) -> float:
    """How odd a reading looks: signs within words, capitals after small letters, words that fit no
    one language, and many languages for few words."""
    words = {frozenset(c for c in w.lower() if not c.isascii()) for w in _LETTERS.findall(text)}
    words.discard(frozenset())
    fitting: dict[str, int] = {}
    misfits = 0
    for word in words:
        languages = [name for name, letters in _ALPHABETS.items() if word <= letters]
        misfits += not languages
        for name in languages:
            fitting[name] = fitting.get(name, 0) + 1
    spread = 0.0 if not fitting else 1 - max(fitting.values()) / len(words)
    odd = len(_ODD.findall(text)) + len(_C1.findall(text))
    return 3 * odd + misfits + spread - min(1.0, 0.5 * len(_MARKED.findall(text)))


def _normalizer(data: bytes) -> str:
    try:
        from_bytes = importlib.import_module("charset_normalizer").from_bytes
    except ImportError:
        return ""
    best = from_bytes(data[:200_000]).best()
    return str(best.encoding) if best is not None else ""

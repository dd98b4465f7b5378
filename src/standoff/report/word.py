"""A report as a .docx file: headings, lists and tables of the format, the cited sentences as endnotes.

A sentence has one note. Where it is cited first stands the note's reference, everywhere else a cross
reference to that. What python-docx has no call for (notes, fields) is written as the format's own
elements. Nothing is taken from the clock: the same report gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import datetime
from functools import lru_cache
from statistics import fmean
from typing import Any

from docx import Document as new_document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part as Package
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from standoff.report.document import Block, Cell, Clause, Items, Line, Part, Row, Shelf, Table
from standoff.report.html.fragment import safe_text
from standoff.report.html.page import Report
from standoff.report.notes import Note, anchor, cited, described, marks, notes, told

_DEEPEST = 9
_INDENT = 0.6  # cm for a list inside a list
_TEXT_WIDTH = 17.0  # cm
_LONG = 600  # letters of a row that may go over a page
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say
_NO_XML = re.compile("[\ufffe\uffff]")
_BREAK = re.compile("([\t\n])")
_BREAKS = {"\t": "<w:tab/>", "\n": "<w:br/>"}
_KEPT = "{http://www.w3.org/XML/1998/namespace}space"
_ENDNOTE, _REFERENCE = "Endnote Text", "Endnote Reference"


def render(report: Report) -> bytes:
    """The report as the bytes of a .docx file, the same for the same report."""
    document = report.document
    printer = _Printer(notes(document), report)
    printer.heading(document.title, 0)
    if document.kicker:
        printer.paragraph(document.kicker)
    printer.blocks(document.blocks, 1)
    printer.heading("To cite this report", 1)
    printer.paragraph(report.citation)
    return printer.saved()


def _safe(text: str) -> str:
    """A text that XML can hold, in one line."""
    return _NO_XML.sub("\ufffd", " ".join(str(safe_text(text)).split(" ")))


def _element(xml: str) -> Any:
    """A new element; most are asked for many times."""
    return deepcopy(_read(xml))


@lru_cache(1000)
def _read(xml: str) -> Any:
    head, _, rest = xml.partition(">")
    close = "/" if head.endswith("/") else ""
    return parse_xml(f"{head.removesuffix('/')} {nsdecls('w')}{close}>{rest}")


def _spoken(text: str, style: str = "") -> Any:
    """A run of words; made by python-docx, letter by letter, half of the time went there."""
    looks = f"<w:rPr><w:{style}/></w:rPr>" if style else ""
    run = _element(f"<w:r>{looks}</w:r>")
    for part in filter(None, _BREAK.split(_safe(text))):
        made = _element(_BREAKS.get(part, "<w:t></w:t>"))
        if part not in _BREAKS:
            made.text = part
            if part != part.strip():
                made.set(_KEPT, "preserve")
        run.append(made)
    return run


class _Printer:
    """The file while it is written. `depth` is how many lists are open."""

    def __init__(self, known: Mapping[str, Note], report: Report) -> None:
        self._notes = known
        self._numbers: dict[str, int] = {}  # in the order in which they are cited
        self._file = new_document()
        self._depth = 0
        self._hung: dict[int, Any] = {}  # how a list's paragraphs look, by its depth
        self._prepare(report)
        # Asked for by their names, all styles are gone through each time.
        self._ids = {style.name: style.style_id for style in self._file.styles}

    def _prepare(self, report: Report) -> None:
        told = self._file.core_properties
        told.title = _safe(report.document.title)[:255]
        told.author = told.last_modified_by = f"standoff {report.version}"
        told.comments = ""
        told.created = told.modified = datetime(*_EPOCH)
        section = self._file.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(2)
        section._sectPr.insert(
            0, _element('<w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr>')
        )
        styles = self._file.styles
        styles["Normal"].font.size = Pt(10)
        for at in range(1, _DEEPEST + 1):
            styles[f"Heading {at}"].font.color.rgb = RGBColor(0x1C, 0x23, 0x27)
        raised = styles.add_style(_REFERENCE, WD_STYLE_TYPE.CHARACTER)
        raised.font.superscript = True
        small = styles.add_style(_ENDNOTE, WD_STYLE_TYPE.PARAGRAPH)
        small.base_style = styles["Normal"]
        small.font.size = Pt(9)
        small.paragraph_format.space_after = Pt(2)

    # --- words

    def heading(self, text: str, level: int) -> Any:
        """A heading; level 0 is the title."""
        level = min(level, _DEEPEST)
        made = self._file.add_paragraph(_safe(text))
        made._p.style = self._ids[f"Heading {level}" if level else "Title"]
        return made

    def paragraph(self, text: str = "") -> Any:
        """A paragraph, as far in as the lists around it."""
        made = self._file.add_paragraph(_safe(text))
        if self._depth:
            made.paragraph_format.left_indent = Cm(_INDENT * self._depth)
        return made

    def _run(self, paragraph: Any, text: str, style: str = "") -> None:
        if text:
            paragraph._p.append(_spoken(text, style))

    def _line(self, paragraph: Any, line: Line) -> None:
        if line.lead:
            self._run(paragraph, f"{line.lead} ", "b")
        style = "i" if line.role == "caution" else "b" if line.role == "kicker" else ""
        for at, clause in enumerate(line.clauses):
            self._run(paragraph, line.between if at else "", style)
            self._clause(paragraph, clause, style)
        if line.badge:
            self._run(paragraph, f"  {line.badge.word}", "b")

    def _clause(self, paragraph: Any, clause: Clause, style: str = "") -> None:
        self._run(paragraph, clause.text, "b" if clause.tone in ("new", "strong") else style)
        if clause.tone == "new":
            self._run(paragraph, " (new)")
        found, other = cited(clause, self._notes)
        for at, note in enumerate(found):
            if at:
                paragraph.add_run(", ")._r.style = self._ids[_REFERENCE]
            self._refer(paragraph, note)
        self._run(paragraph, f" {other}" if other else "")
        self._run(paragraph, marks(clause))

    def _refer(self, paragraph: Any, note: Note) -> None:
        """The reference to a note; from the second time on, a cross reference to the first."""
        number = self._numbers.get(note.key)
        style = self._ids[_REFERENCE]
        looks = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>'
        if number is None:
            number = self._numbers[note.key] = len(self._numbers) + 1
            mark = f'w:id="{number}"'
            reference = f'<w:r>{looks}<w:endnoteReference w:id="{number}"/></w:r>'
            begin = f'<w:bookmarkStart {mark} w:name="note{number}"/>'
            parts = [begin, reference, f"<w:bookmarkEnd {mark}/>"]
        else:
            field = f'<w:fldSimple w:instr=" NOTEREF note{number} \\h ">'
            parts = [f"{field}<w:r>{looks}<w:t>{number}</w:t></w:r></w:fldSimple>"]
        for part in parts:
            paragraph._p.append(_element(part))

    # --- what holds others

    def blocks(self, blocks: Iterable[Block], level: int) -> None:
        """Some blocks; their headings are of this level."""
        for block in blocks:
            match block:
                case Line():
                    self._line(self.paragraph(), block)
                case Items():
                    self._items(block, level)
                case Table():
                    self._table(block)
                case Part():
                    self._part(block, level)
                case Shelf():
                    self._shelf(block, level)
                case _:
                    pass  # a picture's table stands beside it

    def _items(self, items: Items, level: int) -> None:
        for at, item in enumerate(items.items, 1):
            self._line(self._item(f"{at}." if items.ordered else "•"), item.line)
            self._depth += 1
            self.blocks(item.below, level)
            self._depth -= 1

    def _item(self, mark: str) -> Any:
        """A paragraph that hangs after its number or bullet: each list counts for itself."""
        made = self._file.add_paragraph()
        if self._depth in self._hung:
            made._p.append(deepcopy(self._hung[self._depth]))
        else:
            made.paragraph_format.left_indent = Cm(_INDENT * (self._depth + 1))
            made.paragraph_format.first_line_indent = Cm(-_INDENT)
            made.paragraph_format.tab_stops.add_tab_stop(Cm(_INDENT * (self._depth + 1)))
            made.paragraph_format.space_after = Pt(3)
            self._hung[self._depth] = deepcopy(made._p.pPr)
        self._run(made, f"{mark}\t")
        return made

    def _part(self, part: Part, level: int) -> None:
        titled = bool(part.title.text or part.badge)
        if titled:
            heading = self.heading("", level)
            self._clause(heading, part.title)
            self._run(heading, f"  {part.note}" if part.note else "")
            self._run(heading, f"  {part.badge.word}" if part.badge else "", "i")
        for text in filter(None, (part.kicker, part.intro)):
            self._run(self.paragraph(), text, "i")
        self.blocks(part.blocks, level + titled)

    def _table(self, table: Table) -> None:
        if table.title:
            self._run(self.paragraph(), table.title, "b")
        grid = self._file.add_table(1, len(table.columns))
        grid._tbl.tblStyle_val = self._ids["Table Grid"]
        for cell, column in zip(grid.rows[0].cells, table.columns, strict=True):
            self._run(cell.paragraphs[0], column, "b")
        grid.rows[0]._tr.get_or_add_trPr().append(_element("<w:tblHeader/>"))
        for row in table.rows:
            self._row(grid.add_row(), row)
        self._widths(grid, table)
        for paragraph in grid._tbl.iter(qn("w:p")):
            look = paragraph.get_or_add_pPr()
            look.append(_element('<w:spacing w:after="20"/>'))
        for run in grid._tbl.iter(qn("w:r")):
            look = run.get_or_add_rPr()
            if look.rStyle is None:
                look.append(_element('<w:sz w:val="16"/>'))
        for text in table.caption:
            self._run(self.paragraph(), text, "i")
        self.paragraph()

    def _widths(self, grid: Any, table: Table) -> None:
        """Columns as wide as what stands in them asks for on average, none very narrow."""
        lengths = [[len(column)] for column in table.columns]
        for row in table.rows:
            said = (row.head, *(" ".join(c.text for c in cell.clauses) for cell in row.cells))
            for at, text in enumerate(said if not row.group else ()):
                lengths[at].append(len(text))
        shares = [max(12.0, fmean(each)) ** 0.5 for each in lengths]
        widths = [Cm(_TEXT_WIDTH * share / sum(shares)) for share in shares]
        grid.autofit = False
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = width
        for row in grid.rows:  # column by column, the whole table is gone through for each of them
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width

    def _row(self, made: Any, row: Row) -> None:
        if sum(len(c.text) for cell in row.cells for c in cell.clauses) < _LONG:
            made._tr.get_or_add_trPr().append(_element("<w:cantSplit/>"))
        if row.group:
            made.cells[0].merge(made.cells[-1])
        cells = made.cells
        beside = "; ".join(filter(None, (row.mark, row.note)))
        head = cells[0].paragraphs[0]
        self._run(head, row.head, "b" if row.group else "")
        self._run(head, f" ({beside})" if beside else "")
        for place, cell in zip(cells[1:], row.cells, strict=False):
            self._cell(place.paragraphs[0], cell)

    def _cell(self, paragraph: Any, cell: Cell) -> None:
        for at, clause in enumerate(cell.clauses):
            self._run(paragraph, "; " if at else "")
            self._clause(paragraph, clause)
        self._run(paragraph, f" ({cell.note})" if cell.note else "", "i")

    def _shelf(self, shelf: Shelf, level: int) -> None:
        name = shelf.label if shelf.label == shelf.source else f"{shelf.source} {shelf.label}"
        self.heading(name, level)
        if known := " ".join(described(shelf)):
            self.paragraph(known)
        for sentence in shelf.sentences:
            made = self.paragraph()
            self._run(made, f"s{sentence.number}", "b")
            note = self._notes.get(anchor(shelf, sentence))
            if note is None:
                self._run(made, f" {sentence.text}")
                continue
            self._refer(made, note)
            made.paragraph_format.keep_with_next = True
            for use in sentence.uses:
                item = self._item("•")
                self._run(item, f"{use.what}: ")
                self._clause(item, use.said)
                self._run(item, f" ({told(use)})")
        if not shelf.sentences:
            self.paragraph("No sentence of it is cited.")

    # --- the file

    def _endnotes(self) -> bytes:
        """The part that holds the notes; those that nothing cites have no number and are left out."""
        root = _element("<w:endnotes></w:endnotes>")
        for at, kind in ((-1, "separator"), (0, "continuationSeparator")):
            inner = f"<w:p><w:r><w:{kind}/></w:r></w:p>"
            root.append(_element(f'<w:endnote w:type="{kind}" w:id="{at}">{inner}</w:endnote>'))
        text, mark = (self._ids[name] for name in (_ENDNOTE, _REFERENCE))
        by_key = {note.key: note for note in self._notes.values()}
        for key, number in self._numbers.items():
            note = _element(
                f'<w:endnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{text}"/></w:pPr>'
                f'<w:r><w:rPr><w:rStyle w:val="{mark}"/></w:rPr><w:endnoteRef/></w:r>'
                '<w:r><w:t xml:space="preserve"/></w:r></w:p></w:endnote>'
            )
            note.find(f".//{qn('w:t')}").text = f" {_safe(by_key[key].text)}"
            root.append(note)
        return bytes(serialize_part_xml(root))

    def saved(self) -> bytes:
        """The bytes of the file, with no time in them."""
        main = self._file.part
        place = PackURI("/word/endnotes.xml")
        part = Package(place, CONTENT_TYPE.WML_ENDNOTES, self._endnotes(), main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.ENDNOTES)
        whole, steady = io.BytesIO(), io.BytesIO()
        self._file.save(whole)
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(steady, "w") as new:
            for name in old.namelist():
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o600 << 16
                entry.create_system = 3  # the same on every system
                new.writestr(entry, old.read(name), compresslevel=9)
        return steady.getvalue()

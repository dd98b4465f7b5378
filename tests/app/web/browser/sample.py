"""Views of a made-up case, one of each screen: what a template may be given, awkward values too."""

from __future__ import annotations

from standoff.app.web import pages
from standoff.app.web.view.answer import AnswerView, Pinned, SheetChoice, StageView, WhatIfView
from standoff.app.web.view.case import ActorView, Block, CaseView, FileRow, FileView
from standoff.app.web.view.check import CheckGroup, CheckRow, CheckView, Fix
from standoff.app.web.view.frame import AnswerLine, Frame, HomeView, Recent, Tab
from standoff.app.web.view.line import (
    AnswerChange,
    Conflict,
    LineKind,
    LineMaker,
    LineUse,
    LineView,
    Preview,
)
from standoff.app.web.view.panel import AgreementRow, CoderView, DifferenceView, EvidenceView
from standoff.app.web.view.readings import (
    MatrixCell,
    MatrixRow,
    ReadingsView,
    SaidCell,
    SaidRow,
)
from standoff.app.web.view.texts import (
    Card,
    FieldView,
    Segment,
    SentenceView,
    SourceForm,
    SourceRow,
    TextsView,
)
from standoff.app.web.view.word import Choice, Trouble
from standoff.report.document import Clause, Document, Line, Part

EVIL = "<script>document.title='owned'</script>\u202eevil\" onload='x'"

LINE = LineView(
    "open the sluices",
    "open_sluices",
    "readings/herald.yaml",
    6,
    7,
    ("herald#s7",),
    "stated",
    rank=1,
)
BARE = LineView(
    EVIL,
    EVIL,
    "case.yaml",
    4,
    3,
    (),
    "no source",
    speaker=EVIL,
    hedge=EVIL,
    rank=2,
    tied=True,
    denied=True,
    inherited="case.yaml",
)
STANDING = AnswerLine("sluices stay shut", 3, 5, 2, 6, 1)
TABS = tuple(
    Tab(key, digit, key.title(), f"/{key}", "12 waiting", key == "texts")
    for digit, key in zip("12345", ("texts", "case", "answer", "readings", "check"), strict=True)
)
FRAME = Frame(
    title=EVIL,
    case="dam",
    place="dam",
    screen="texts",
    readings=(Choice("herald", "Herald", "", True), Choice("gazette", EVIL)),
    reading="herald",
    variants=(Choice("", "none"), Choice("open", "open")),
    tabs=TABS,
    answer=STANDING,
    token="t0ken",
    files={"case.yaml": "00", EVIL: "11"},
    undo="a line",
    version="0",
)
WHO = (Choice("Upland", "Upland", "Uplanders"), Choice("Lowland", EVIL))
MAKER = LineMaker(
    "herald",
    tuple(
        LineKind(str(at % 10), section, section, "")
        for at, section in enumerate(
            (
                "options",
                "now",
                "impossible",
                "no_way_back",
                "wants",
                "offers",
                "author_concludes",
                "facts",
                "forecasts",
                "silent",
            ),
            1,
        )
    ),
    WHO,
    (
        Choice("open_sluices", "open the sluices", "Upland"),
        Choice("half_repair", EVIL, "Lowland"),
    ),
    (Choice("dry", "the summer was dry"),),
    {"Upland": (LINE, BARE)},
)
TROUBLE = Trouble(EVIL, "case.yaml", 3, 1, "open_sluices", "warning")
DOCUMENT = Document(
    EVIL,
    (Part(Clause("Answer", computed=True), (Line((Clause(EVIL, ("herald#s7",)),)),), id="answer"),),
)
SOURCE = SourceRow(
    "herald",
    EVIL,
    3,
    9,
    2,
    True,
    "2024-05-06",
    "auto",
    "fa",
    "No rules are run on it.",
    (EVIL,),
    (EVIL,),
    True,
)
SEGMENTS = (
    Segment(
        0, 8, "", "mention:0-8", "mention", "proposed", EVIL, False, (Segment(0, 8, "<Upland>"),)
    ),
    Segment(8, 20, " opens it.  "),
)
SENTENCES = (
    SentenceView(1, "herald#s1", 0, 20, SEGMENTS, waiting=1, speaker="Lowland", hedge="perhaps"),
    SentenceView(
        2,
        "herald#s2",
        20,
        28,
        (Segment(20, 28, "کتاب \u202e!"),),
        folded="a menu",
        gloss=EVIL,
        uses=(LineUse(EVIL, EVIL, "case.yaml", 3, 1, ("herald",)),),
        recorded=True,
    ),
)
CARD = Card(
    "mention:0-8",
    "mention",
    "actor named",
    "proposed",
    1,
    0,
    8,
    EVIL,
    EVIL,
    EVIL,
    (
        FieldView("actor", "actor", EVIL, "menu", WHO),
        FieldView("cue", "cue", EVIL, "span", (), 0, 4),
        FieldView("also", "also", EVIL, "names"),
    ),
    EVIL,
    "2024",
    True,
    "gazette#s2",
)
TEXTS = TextsView(
    (SOURCE,),
    SOURCE,
    SENTENCES,
    (CARD, Card("pair:1-2", "pair", "pair", "accepted", 2, 20, 28, "x", "", "")),
    "mention:0-8",
    (Choice("", "all kinds"),),
    (Choice("", "all"),),
    WHO,
    (Choice("mention", "actor"),),
    SourceForm("herald", {"date": EVIL}, {"date": EVIL}, ((2, EVIL),), ((EVIL, "b"),)),
    MAKER,
    1,
    {"proposed": 1},
)
VIEWS = {
    "home": HomeView(
        (Choice("syria", EVIL, EVIL),), (Recent(0, EVIL, EVIL, EVIL, True),), "/x", EVIL
    ),
    "texts": TEXTS,
    "cards": TEXTS,
    "source": TEXTS.form,
    "case": CaseView(
        "herald",
        EVIL,
        "2024",
        "herald",
        (
            ActorView("Upland", (EVIL,), (LINE,), "statements", "", (LINE, BARE), "case.yaml"),
            ActorView(EVIL, (), (), "missing", EVIL),
        ),
        (Block("now", "Today", EVIL, (BARE,)),),
        "4 of 4",
        "2",
        (FileRow("case.yaml", "/file/case.yaml", 4, 1),),
        (TROUBLE,),
        DOCUMENT,
        False,
        MAKER,
    ),
    "file": FileView(
        "case.yaml",
        f"case: {EVIL}\n</textarea><b>",
        "00",
        (TROUBLE,),
        (TROUBLE,),
        {"citations": (Choice("herald#s7", EVIL),)},
        {1: EVIL},
    ),
    "answer": AnswerView(
        "herald",
        (StageView(1, "At rest", DOCUMENT), StageView(2, "Grounds", None, "coming", "", "t1")),
        {},
        (SheetChoice("robust", "How sure", EVIL, (Choice("x", EVIL),)),),
        ((EVIL, EVIL),),
        "t1",
        DOCUMENT,
        pinned=(Pinned("x", EVIL, EVIL, "readings/x.yaml", 3),),
    ),
    "whatif": WhatIfView(
        "herald",
        (EVIL,),
        AnswerChange(STANDING, STANDING, (EVIL,)),
        {},
        {},
        ((EVIL, "follows", "does not follow"),),
        DOCUMENT,
        "",
        (TROUBLE,),
        WHO,
    ),
    "readings": ReadingsView(
        "matrix",
        FRAME.readings,
        (
            MatrixRow(
                EVIL,
                "wants",
                "Upland",
                True,
                (MatrixCell(EVIL, "yes", LINE), MatrixCell("silent", "silent")),
                (EVIL,),
                True,
            ),
        ),
        answers={"herald": STANDING},
    ),
    "check": CheckView(
        (
            CheckGroup(
                "x",
                EVIL,
                (
                    CheckRow(
                        "x",
                        EVIL,
                        "case.yaml",
                        3,
                        "/file/case.yaml",
                        Fix(EVIL, "/api/gloss", {"source": EVIL}),
                    ),
                ),
                True,
            ),
        ),
        1,
        2,
    ),
    "line": Preview(
        EVIL,
        (EVIL,),
        EVIL,
        {EVIL: f"--- a\n+++ b\n@@ -1 +1 @@\n-{EVIL}\n+b\n c\n"},
        problems=(TROUBLE,),
        warnings=(TROUBLE,),
        answer=AnswerChange(None, STANDING, (EVIL,)),
        said=EVIL,
    ),
    "evidence": EvidenceView(
        "herald#s7",
        "herald",
        EVIL,
        "2024",
        EVIL,
        EVIL,
        EVIL,
        True,
        EVIL,
        EVIL,
        (EVIL,),
        (LineUse(EVIL, EVIL, "case.yaml", 3, 1),),
        "/texts/herald?s=7",
        EVIL,
    ),
    "conflict": Conflict("case.yaml", EVIL, EVIL, EVIL, "00", EVIL),
    "coder": CoderView(
        EVIL,
        (AgreementRow("offer", "giver", 3, 2, None), AgreementRow("a", "b", 1, 1, 0.5)),
        (DifferenceView("herald", "x", 2, EVIL, "giver", EVIL, EVIL),),
        (EVIL,),
    ),
    "problems": (TROUBLE,),
    "frame": FRAME,
    "document": DOCUMENT,
    "trouble": pages.Trouble(EVIL),
    "stage": StageView(2, EVIL, DOCUMENT, "failed", EVIL),
}
SIDE = ReadingsView(
    "side",
    FRAME.readings,
    left="herald",
    right="gazette",
    side=DOCUMENT,
)
SAID = ReadingsView(
    "said",
    (),
    texts=(Choice("herald", EVIL),),
    said=(
        SaidRow(
            EVIL,
            (SaidCell("reports", EVIL, EVIL, ("herald#s7",), False),),
            True,
            (("herald", "pair:1-2", "unknown"),),
        ),
    ),
)

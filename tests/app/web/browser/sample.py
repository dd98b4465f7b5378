"""Views of a made-up case, one of each screen: what a template may be given, awkward values too."""

from __future__ import annotations

from standoff.app.web import pages
from standoff.app.web import view as v
from standoff.report.document import Clause, Document, Line, Part

EVIL = "<script>document.title='owned'</script>\u202eevil\" onload='x'"

LINE = v.LineView(
    "open the sluices",
    "open_sluices",
    "readings/herald.yaml",
    6,
    7,
    ("herald#s7",),
    "stated",
    rank=1,
)
BARE = v.LineView(
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
STANDING = v.AnswerLine("sluices stay shut", 3, 5, 2, 6, 1)
TABS = tuple(
    v.Tab(key, digit, key.title(), f"/{key}", "12 waiting", key == "texts")
    for digit, key in zip("12345", ("texts", "case", "answer", "readings", "check"), strict=True)
)
FRAME = v.Frame(
    title=EVIL,
    case="dam",
    place="dam",
    screen="texts",
    readings=(v.Choice("herald", "Herald", "", True), v.Choice("gazette", EVIL)),
    reading="herald",
    variants=(v.Choice("", "none"), v.Choice("open", "open")),
    tabs=TABS,
    answer=STANDING,
    token="t0ken",
    files={"case.yaml": "00", EVIL: "11"},
    undo="a line",
    version="0",
)
WHO = (v.Choice("Upland", "Upland", "Uplanders"), v.Choice("Lowland", EVIL))
MAKER = v.LineMaker(
    "herald",
    tuple(
        v.LineKind(str(at % 10), section, section, "")
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
        v.Choice("open_sluices", "open the sluices", "Upland"),
        v.Choice("half_repair", EVIL, "Lowland"),
    ),
    (v.Choice("dry", "the summer was dry"),),
    {"Upland": (LINE, BARE)},
)
TROUBLE = v.Trouble(EVIL, "case.yaml", 3, 1, "open_sluices", "warning")
DOCUMENT = Document(
    EVIL,
    (Part(Clause("Answer", computed=True), (Line((Clause(EVIL, ("herald#s7",)),)),), id="answer"),),
)
SOURCE = v.SourceRow(
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
    v.Segment(
        0, 8, "", "mention:0-8", "mention", "proposed", EVIL, False, (v.Segment(0, 8, "<Upland>"),)
    ),
    v.Segment(8, 20, " opens it.  "),
)
SENTENCES = (
    v.SentenceView(1, "herald#s1", 0, 20, SEGMENTS, waiting=1, speaker="Lowland", hedge="perhaps"),
    v.SentenceView(
        2,
        "herald#s2",
        20,
        28,
        (v.Segment(20, 28, "کتاب \u202e!"),),
        folded="a menu",
        gloss=EVIL,
        uses=(v.LineUse(EVIL, EVIL, "case.yaml", 3, 1, ("herald",)),),
        recorded=True,
    ),
)
CARD = v.Card(
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
        v.FieldView("actor", "actor", EVIL, "menu", WHO),
        v.FieldView("cue", "cue", EVIL, "span", (), 0, 4),
        v.FieldView("also", "also", EVIL, "names"),
    ),
    EVIL,
    "2024",
    True,
    "gazette#s2",
)
TEXTS = v.TextsView(
    (SOURCE,),
    SOURCE,
    SENTENCES,
    (CARD, v.Card("pair:1-2", "pair", "pair", "accepted", 2, 20, 28, "x", "", "")),
    "mention:0-8",
    (v.Choice("", "all kinds"),),
    (v.Choice("", "all"),),
    WHO,
    (v.Choice("mention", "actor"),),
    v.SourceForm("herald", {"date": EVIL}, {"date": EVIL}, ((2, EVIL),), ((EVIL, "b"),)),
    MAKER,
    1,
    {"proposed": 1},
)
VIEWS = {
    "home": v.HomeView(
        (v.Choice("syria", EVIL, EVIL),), (v.Recent(0, EVIL, EVIL, EVIL, True),), "/x", EVIL
    ),
    "texts": TEXTS,
    "cards": TEXTS,
    "case": v.CaseView(
        "herald",
        EVIL,
        "2024",
        "herald",
        (
            v.ActorView("Upland", (EVIL,), (LINE,), "statements", "", (LINE, BARE), "case.yaml"),
            v.ActorView(EVIL, (), (), "missing", EVIL),
        ),
        (v.Block("now", "Today", EVIL, (BARE,)),),
        "4 of 4",
        "2",
        (v.FileRow("case.yaml", "/file/case.yaml", 4, 1),),
        (TROUBLE,),
        DOCUMENT,
        False,
        MAKER,
    ),
    "file": v.FileView(
        "case.yaml",
        f"case: {EVIL}\n</textarea><b>",
        "00",
        (TROUBLE,),
        (TROUBLE,),
        {"citations": (v.Choice("herald#s7", EVIL),)},
        {1: EVIL},
    ),
    "answer": v.AnswerView(
        "herald",
        (v.StageView(1, "At rest", DOCUMENT), v.StageView(2, "Grounds", None, "coming", "", "t1")),
        {},
        (v.SheetChoice("robust", "How sure", EVIL, (v.Choice("x", EVIL),)),),
        ((EVIL, EVIL),),
        "t1",
        DOCUMENT,
    ),
    "whatif": v.WhatIfView(
        "herald",
        (EVIL,),
        v.AnswerChange(STANDING, STANDING, (EVIL,)),
        {},
        {},
        ((EVIL, "follows", "does not follow"),),
        DOCUMENT,
        "",
        (TROUBLE,),
        WHO,
    ),
    "readings": v.ReadingsView(
        "matrix",
        FRAME.readings,
        (
            v.MatrixRow(
                EVIL,
                "wants",
                "Upland",
                True,
                (v.MatrixCell(EVIL, "yes", LINE), v.MatrixCell("silent", "silent")),
                (EVIL,),
                True,
            ),
        ),
        answers={"herald": STANDING},
    ),
    "check": v.CheckView(
        (
            v.CheckGroup(
                "x",
                EVIL,
                (
                    v.CheckRow(
                        "x",
                        EVIL,
                        "case.yaml",
                        3,
                        "/file/case.yaml",
                        v.Fix(EVIL, "/api/gloss", {"source": EVIL}),
                    ),
                ),
                True,
            ),
        ),
        1,
        2,
    ),
    "line": v.Preview(
        EVIL,
        (EVIL,),
        EVIL,
        {EVIL: f"--- a\n+++ b\n@@ -1 +1 @@\n-{EVIL}\n+b\n c\n"},
        problems=(TROUBLE,),
        warnings=(TROUBLE,),
        answer=v.AnswerChange(None, STANDING, (EVIL,)),
        said=EVIL,
    ),
    "evidence": v.EvidenceView(
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
        (v.LineUse(EVIL, EVIL, "case.yaml", 3, 1),),
        "/texts/herald?s=7",
        EVIL,
    ),
    "conflict": v.Conflict("case.yaml", EVIL, EVIL, EVIL, "00", EVIL),
    "coder": v.CoderView(
        EVIL,
        (v.AgreementRow("offer", "giver", 3, 2, None), v.AgreementRow("a", "b", 1, 1, 0.5)),
        (v.DifferenceView("herald", "x", 2, EVIL, "giver", EVIL, EVIL),),
        (EVIL,),
    ),
    "problems": (TROUBLE,),
    "frame": FRAME,
    "document": DOCUMENT,
    "trouble": pages.Trouble(EVIL),
    "stage": v.StageView(2, EVIL, DOCUMENT, "failed", EVIL),
}
SIDE = v.ReadingsView(
    "side",
    FRAME.readings,
    left="herald",
    right="gazette",
    sides=(
        v.SideActor(EVIL, (v.SideRow(LINE, BARE, 2, 0), v.SideRow(BARE, LINE, 0, 1)), "", EVIL),
    ),
)
SAID = v.ReadingsView(
    "said",
    (),
    texts=(v.Choice("herald", EVIL),),
    said=(
        v.SaidRow(
            EVIL,
            (v.SaidCell("reports", EVIL, EVIL, ("herald#s7",), False),),
            True,
            (("herald", "pair:1-2", "unknown"),),
        ),
    ),
)

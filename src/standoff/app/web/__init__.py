"""The local app: the same files, records and answers as the command line, in a browser.

Who makes what: `view` says what a page is given; `show` makes those views; `pages` and `fragments` set them
as HTML; `server` holds the routes; `guard` the doors; `state` what is open; `desk`, `write`, `line` what a
person does; `jobs` and `work` what is computed beside. Files are the truth: nothing is kept here.

What pages.py must give (everything else of it is its own affair):

    pages.page(frame: view.Frame, screen: view.Screen) -> str      a whole HTML page
    fragments.part(name: str, frame: view.Frame, value: Any) -> str
        one part by its name, for `Accept: text/html` on a data route. Names and values:
        "texts" TextsView · "cards" TextsView · "case" CaseView · "answer" AnswerView · "readings" ReadingsView
        "check" CheckView · "home" HomeView · "line" Preview · "whatif" WhatIfView · "evidence" EvidenceView
        "file" FileView · "conflict" Conflict · "coder" CoderView · "problems" tuple[Trouble, ...] · "frame" Frame

Pages (GET; the token as `?t=` once, then as a cookie): `/` `/texts` `/texts/{source}` `/case` `/case/{reading}`
`/answer` `/readings` `/check` `/file/{name}` `/report` `/pack` `/static/{file}` `/events` `/csv/{matrix|lines}`.
Every page takes `?reading=ID&variant=NAME`; `/texts/{source}` takes `?kind=&state=&actor=` (the filter) and
`?s=7` (the sentence with the focus); `/readings` takes `?left=&right=` (side by side), `?show=contested|changes`,
`?actor=`, `?section=` and `?tab=matrix|side|said`; `/answer` takes `?all=1`. Fragments of the same, by the same
paths, for `Accept: text/html` with the header `X-Part: 1`.
`/evidence?cite=herald%23s7` gives the "evidence" part (JSON without `Accept: text/html`).

Data (POST, JSON in and out; header `X-Standoff-Token: <Frame.token>`). Writing routes take `based`, the sha256
of each file that the request rests on, by its name below the case (`Frame.files` as it was shown); `dry: true`
shows what would be written and writes nothing. Errors: 400 shape, 403, 404, 409 `Conflict`, 413, 415,
422 `{"problems": [{file, line, column, message, nearest}]}`, each with `"error"` in words.

    /api/open     {"path": "..."} | {"example": "syria"} | {"lately": 0}       -> {"location": "/case"}
    /api/new      {"title", "folder", "names": ["Upland", ...], "texts": ""}   -> {"location": "/texts"}
    /api/text     body = the bytes of the file, `?name=herald.txt&id=`         -> {"source": SourceRow, "ask": SourceForm}
    /api/source   {"id", "date", "outlet", "author", "title", "language", "url"}       -> {"source": SourceRow}
    /api/same     {"names": [["Upland", "the Uplanders"], ...]}                -> {"names": [...]}
    /api/read     {"sources": [] (all that were not read), "backend": ""}      -> {"ticket"}; progress by /events
    /api/decide   {"source", "decisions": [{"id", "action": accept|edit|reject, "seen": STATE, "changes": {}}]}
                                         -> {"done": n, "contested": [..], "cards": [Card..], "next": ID, "waiting": n}
    /api/record   {"source", "kind", "start", "end", "fields": {}}             -> {"card": Card}      (added by hand)
    /api/undo     {"what": "record", "source"} | {"what": "file"}              -> {"undone": "in words", ...}
    /api/line     LineForm (below)                                             -> Preview
    /api/edit     {"op": OP, "file", "line", "column", ..., "dry", "based"}    -> Preview
                  OP: replace (raw) · delete (instead: ""|silent|indifferent) · move (before: {line, column}|null)
                  tie · untie · insert (raw, before) · actor (name, also) · option (actor, id, gloss)
                  fact (id, gloss) · stance (actor, stance: silent|indifferent|undecided) · title (text)
                  rename_actor (old, new) · rename_option (old, new) · remove_source (id)
                  `scope: "reading"|"all"` where the list is inherited; without it 409 `{"ask": "scope"}`
    /api/file     {"name"} -> FileView;  {"name", "text", "dry", "based", "anyway"} -> Preview
    /api/gloss    {"source", "sentence", "gloss", "based"}                     -> Preview
    /api/answer   {"reading", "variant"}                     -> {"ticket", "stage": 1, "answer": ..., "html"?}
    /api/whatif   {"reading", "variant", "changes": [CHANGE, ...]}             -> WhatIfView
                  CHANGE: {"kind": "set", "option", "value"} · {"kind": "off", "file", "line", "column"}
                  {"kind": "move", "file", "line", "column", "before"} · {"kind": "add", "actor", "raw", "before"}
                  {"kind": "fact", "fact", "value": yes|no|silent} · {"kind": "text", "file", "text"}
    /api/sheet    {"reading", "variant", "computation", "about": "", "options": {}} -> {"ticket"}; the sheet by /events
    /api/stop     {"ticket"}                                                   -> {"stopped": true}
    /api/variant  {"reading", "name", "changes": [CHANGE..], "dry", "based"}   -> Preview
    /api/copy     {"reading", "name", "title", "dry", "based"}                 -> Preview
    /api/copycase {"to"}                                                       -> {"location"}   (of a read only case)
    /api/coder    {"desk"} -> CoderView;  {"desk", "source", "record", "take": "ours"|"theirs"} -> CoderView
    /api/unpack   body = a pack, `?to=FOLDER`                                  -> {"location"}
    /api/pack     {"to"}                                                       -> {"path", "bytes"}  (no texts in it)
    /api/report   {"to"}                                                       -> {"path", "bytes"}
    /api/poll     {"files": Frame.files}     -> {"changed": ["readings/herald.yaml"], "files": {..}, "jobs": [JobView]}

`/events` (server-sent; close it in hidden tabs): `file {"changed": [...], "files": {...}}`,
`stage {"ticket", "stage": 2|3, "reading", "answer": {...}}` (the answer as `compare --json` has it, with more of it),
`job {"ticket", "what", "done", "of", "words", "state": waiting|running|done|stopped|failed, "result"?}`.

LineForm:  {"reading", "variant", "section": now|impossible|no_way_back|wants|offers|author_concludes|facts|
            forecasts|precedents|options|silent, "actor", "raw" or "condition", "cites": ["herald#s7"],
            "clause": "", "says": false, "attributed_to": "", "hedged": "", "before": {"line", "column"}|null,
            "actors": [{"name", "also": []}], "options": [{"actor", "id", "gloss"}], "given": [],
            "gloss": {"herald#s7": "..."}, "by": "2024", "dry": true, "based": {}}
"""

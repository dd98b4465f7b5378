"""The local app: the same files, records and answers as the command line, in a browser.

`view` says what a page is given, a module a screen; `show` makes it; `pages` and `fragments` set it as
HTML, `words` in whose language; `act` is what a person does; `looks`, `acts`, `core` and `server` hold the
routes; `guard` the doors; `state` what is open; `desk` the texts; `jobs` and `work` what is computed
beside. Files are the truth: nothing is kept here.

What pages.py gives (everything else of it is its own affair):

    pages.page(frame: Frame, screen: Screen) -> str      a whole HTML page
    fragments.part(name, frame, value) -> str       a part by its name, for `Accept: text/html`; names:
        texts cards case answer readings check home line whatif evidence file conflict coder problems
        frame document source

Pages (GET; the token as `?t=` once, then as a cookie), each also as a part with the header `X-Part: 1` and as
data for `Accept: application/json`:

    /  /texts  /texts/{source}  /case  /case/{reading}  /answer  /readings  /check  /file/{name}
    /report  /pack  /static/{file}  /events  /csv/{matrix|lines|said}  /evidence?cite=herald%23s7
    /job/{ticket}      what a job has found so far: documents, or data

Every page takes `?reading=ID&variant=NAME`; `/texts/{source}` takes `?kind=&state=&actor=&s=7&card=ID`;
`/readings` takes `?tab=matrix|side|said&left=&right=&show=contested|changes&actor=&section=`; `/answer`
takes `?all=1`.

Data (POST, JSON in and out; header `X-Standoff-Token: <Frame.token>`). Writing routes take `based`, the
sha256
of each file that the request rests on (`Frame.files` as it was shown); `dry: true` shows what would be
written
and writes nothing. Errors: 400 shape, 403, 404, 409 (`conflict`, or `ask`: open, copy, texts, scope, id),
413,
415, 422 `{"problems": [{words, file, line, column, nearest}]}`, each with `"error"` in words.

    /api/open     {"path"} | {"example": "syria"} | {"lately": 0}            -> {"location"}
                  a model file (.gmcr, .json) as `path` becomes a new case, in `to` or beside it
    /api/new      {"title", "folder", "names": ["Upland: the Uplanders"]}    -> {"location"}
    /api/text     the bytes of a file, `?name=herald.txt&id=`                -> {"source", "ask": SourceForm}
                  (for `text/html`: the form of its first questions)
    /api/source   {"id", "date", "outlet", "author", "title", "language", "url"}   -> {"source": SourceRow}
    /api/same     {"names": [["Upland", "the Uplanders"], ...]}              -> {"names"}
    /api/read     {"sources": [] (those not read), "backend": ""}            -> {"ticket", "sources"}
    /api/decide   {"source", "decisions": [{"id", "action": accept|edit|reject, "seen", "changes"}]}
                                                 -> {"done", "contested", "cards", "next", "waiting"}
    /api/record   {"source", "kind", "start", "end", "fields"}               -> {"card"}     (added by hand)
    /api/undo     {"what": "record", "source"} | {"what": "file"}            -> {"undone": "in words", ...}
    /api/line     LineForm                                                   -> Preview
    /api/edit     {"op", "file", "line", "column", "reading", ...}           -> Preview
                  replace (raw) · delete (instead) · move (before) · tie · untie · insert (as LineForm)
                  actor (name, also) · option (actor, id, gloss) · fact (id, gloss) · title (text)
                  stance (actor, stance) · rename_actor, rename_option (old, new) · nearest (new) · cite
                  remove_source (id) · pin (computation, about, asks; or changes, and name) · unpin (id);
                  `scope: "reading"|"all"` where a list is inherited
    /api/file     {"name"} -> FileView;  {"name", "text", "dry", "anyway"}   -> Preview
    /api/gloss    {"source", "sentence", "gloss"}                            -> Preview
    /api/answer   {"reading", "variant", "all", "client"} -> AnswerView, later stages by a ticket
    /api/whatif   {"reading", "variant", "changes": [CHANGE], "client"}      -> WhatIfView, later stages too
                  {"kind": "set", "option", "value"} · {"kind": "off", "file", "line", "column"}
                  {"kind": "move", "file", "line", "column", "before"} · {"kind": "add", "actor", "raw",
                                "before"}
                  {"kind": "fact", "fact", "value": yes|no|silent} · {"kind": "text", "file", "text"}
    /api/sheet    {"reading", "computation", "about", "options", "changes"} -> {"ticket"}; also `asked`,
                  `contested`
    /api/stop     {"ticket"}                                                 -> {"stopped"}
    /api/variant  {"reading", "variant", "name", "changes"}                  -> Preview
    /api/copy     {"reading", "variant", "name", "title", "changes"}         -> Preview
    /api/copycase {"to"}                                                     -> {"location"}
    /api/coder    {"desk"} | {"desk", "source", "record", "take": ours|theirs}     -> CoderView
    /api/unpack   a pack, `?to=FOLDER`                                       -> {"location"}
    /api/pack     {"to"} -> {"path", "bytes"}   (no texts in it)
    /api/report   {"to"}                                                     -> {"path", "bytes"}
    /api/makereport {} -> {"ticket"}; `/report?ticket=` gives it when it is done
    /api/poll     {"files"}                                                  -> {"changed", "files", "jobs"}

A newer question with the same `client` (one for each tab) takes the place of an older one. `/events`
(server-sent): `file {"changed", "files"}` · `stage {"ticket", "stage": 2|3, "reading", "answer"}` ·
`job {"ticket", "what", "done", "of", "words", "state": waiting|running|stopping|done|stopped|failed,
"result"?}`.

LineForm: {"reading", "variant", "section": options|now|impossible|no_way_back|wants|offers|author_concludes|
facts|forecasts|precedents|silent, "actor", "raw", "cites": ["herald#s7"], "says", "attributed_to", "hedged",
"before": {"line", "column"}, "given", "by", "answer", "stance", "gloss": {"herald#s7": "..."},
"actors": [{"name", "also"}], "options": [{"actor", "id", "gloss"}], "facts": [{"id", "gloss"}],
"scope": "reading" (else what is new is shared by all readings)}
"""

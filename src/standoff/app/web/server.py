"""The routes of the local app: pages to look at, data to act on, and what is told meanwhile.

A route takes apart what was sent, calls one function, and gives its record: as data, in the shapes that
`--json` prints, or as the same part of the page for `Accept: text/html`. Whatever goes wrong on purpose is
said in the words of the terminal.
"""

from __future__ import annotations

import asyncio
import json
import queue
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from types import FrameType
from typing import Any, TypeAlias

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from standoff.app.web import desk, line, readings, show, suppose, view, write
from standoff.app.web.guard import Guard, Keys
from standoff.app.web.jobs import Hub, Job, Jobs
from standoff.app.web.state import Refused, State
from standoff.case.format.line import LineError
from standoff.case.format.slice import CannotEdit
from standoff.case.question import QUESTIONS
from standoff.problem import CaseError, ConditionError, StandoffError, UnknownName
from standoff.record import plain
from standoff.report.html import fragment
from standoff.store.write import Changed
from standoff.text.file.document import Unreadable

Body: TypeAlias = Mapping[str, Any]
TYPES: Mapping[str, str] = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".ico": "image/x-icon",
}
REPORT_STYLE = "report.css"
"""The report's own style sheet: a page of the app and a report look alike."""
PING = 15.0
"""Seconds after which a quiet stream of events says that it is there."""


@dataclass
class App:
    """What the routes share."""

    state: State
    keys: Keys
    hub: Hub = field(default_factory=Hub)
    jobs: Jobs = field(init=False)
    closing: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.jobs = Jobs(self.hub)
        self.jobs.hear(self._heard)

    def frame(self, screen: str, query: Mapping[str, str]) -> view.Frame:
        """What stands around a screen."""
        waiting = desk.waiting(self.state)
        reading, variant = query.get("reading", ""), query.get("variant", "")
        return show.frame(self.state, self.keys.write, screen, reading, variant, waiting)

    # --- jobs

    def begin(
        self,
        kind: str,
        body: Body,
        what: str = "",
        key: str = "",
        lane: str = "long",
        **more: Any,
    ) -> Job:
        """Begin a job on the case as its files are now."""
        snapshot = self.state.snapshot()
        changes = _list(body, "changes")
        texts = suppose.texts_of(changes)
        payload = {
            "root": str(snapshot.root),
            "files": {**snapshot.files, **texts},
            "reading": show.chosen(snapshot, _text(body, "reading")),
            "variant": _text(body, "variant"),
            "changes": [dict(change) for change in changes],
            **more,
        }
        return self.jobs.start(kind, payload, what, key, lane)

    def late(self, body: Body) -> Job:
        """Begin stages 2 and 3 of an answer; those of an older question of the same page are stopped."""
        key = f"answer {_text(body, 'client')} {_text(body, 'purpose')}"
        job = self.begin("answer", body, "what the answer rests on", key, "live")
        snapshot = self.state.snapshot()
        texts = suppose.texts_of(_list(body, "changes"))
        draft = snapshot.with_texts(texts) if texts else snapshot
        reading, variant = job.payload["reading"], job.payload["variant"]
        depends = self.state.answer_key(draft, reading, variant, job.payload["changes"])
        job.depends = ("late", *depends)
        return job

    def _heard(self, job: Job, event: str, data: Any) -> None:
        """Keep what came late, and tell the pages."""
        if event == "stage":
            if job.depends is not None:
                known = self.state.answers.get(job.depends, {})
                self.state.answers[job.depends] = {**known, data["stage"]: data}
            told = {key: data[key] for key in ("stage", "reading", "answer")}
            self.hub.tell("stage", {"ticket": job.ticket, **told})
        elif event == "job" and job.kind == "contested" and job.state == "done":
            key = ("contested", self.state.snapshot().key)
            self.state.answers[key] = tuple(job.results)
            self.hub.tell("job", plain(job.view))
        elif event == "result" and job.kind == "report":
            self.hub.tell(
                "job", {**plain(job.view), "result": {"href": f"/report?ticket={job.ticket}"}}
            )
        elif event == "result":
            document = data.get("document") if isinstance(data, dict) else None
            told = dict(data) if isinstance(data, dict) else {"value": data}
            if document is not None:
                told["document"] = plain(document)
            self.hub.tell("job", {**plain(job.view), "result": told})
        else:
            self.hub.tell("job", plain(job.view))


# --- taking apart what was sent -------------------------------------------------------------------


def _text(body: Body, key: str, default: str = "") -> str:
    value = body.get(key, default)
    if value is None:
        return default
    if not isinstance(value, str):
        raise Refused(f"`{key}` is a text")
    return value


def _list(body: Body, key: str) -> list[Mapping[str, Any]]:
    value = body.get(key) or []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise Refused(f"`{key}` is a list of objects")
    return value


async def _body(request: Request) -> Body:
    if "application/json" not in request.headers.get("content-type", ""):
        raise Refused("send JSON, and say so in the content type", 415)
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise Refused("this is no JSON") from None
    if not isinstance(body, dict):
        raise Refused("send a JSON object")
    return body


# --- what goes wrong ------------------------------------------------------------------------------


def refusal(error: Exception, state: State) -> tuple[int, dict[str, Any], Any]:
    """Status, data and the view that says what is wrong."""
    words = str(error)
    match error:
        case write.Clash():
            return 409, {"error": words, "conflict": plain(error.conflict)}, error.conflict
        case Refused():
            return error.status, {"error": words, **error.data}, None
        case CaseError():
            problems = tuple(_trouble(state, one) for one in error.findings.problems)
            return 422, {"error": words, "problems": plain(problems)}, problems
        case write.Worse():
            return 422, {"error": words, "problems": plain(error.troubles)}, error.troubles
        case LineError() | ConditionError():
            near = str(getattr(error, "nearest", "") or "")
            found = (view.Trouble(words, "", 1, error.column + 1, near),)
            return 422, {"error": words, "problems": plain(found)}, found
        case UnknownName():
            found = (view.Trouble(words, nearest=error.nearest or ""),)
            return 404, {"error": words, "problems": plain(found)}, found
        case Changed():
            return 409, {"error": words}, None
        case Unreadable():
            return 415, {"error": words}, None
        case CannotEdit() | StandoffError():
            found = (view.Trouble(words),)
            return 422, {"error": words, "problems": plain(found)}, found
    raise error


def _trouble(state: State, problem: Any) -> view.Trouble:
    if state.root is not None:
        return state.snapshot().trouble(problem)
    return view.Trouble(problem.message, problem.place.file, problem.place.line)


# --- the routes -----------------------------------------------------------------------------------

Page: TypeAlias = Callable[[App, Request], Any]
Act: TypeAlias = Callable[[App, Body], "tuple[str, Any]"]


def _page(app: App, screen: str, make: Page) -> Callable[[Request], Awaitable[Response]]:
    """A page, or its screen alone as a part or as data."""

    def work(request: Request) -> Response:
        from standoff.app.web import fragments, pages

        made = make(app, request)
        accepts = request.headers.get("accept", "")
        if "application/json" in accepts and "text/html" not in accepts:
            return JSONResponse(plain(made))
        frame = app.frame(screen, {**request.query_params, **_named(request)})
        if request.headers.get("x-part"):
            return HTMLResponse(fragments.part(made.KIND, frame, made))
        return HTMLResponse(pages.page(frame, made))

    async def route(request: Request) -> Response:
        try:
            return await run_in_threadpool(work, request)
        except StandoffError as error:
            return _told(app, request, error)

    return route


def _named(request: Request) -> dict[str, str]:
    reading = request.path_params.get("reading")
    return {"reading": reading} if reading else {}


def _told(app: App, request: Request, error: StandoffError) -> Response:
    """What went wrong, as data or as a part of the page."""
    status, data, said = refusal(error, app.state)
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse(data, status)
    from standoff.app.web import fragments, pages

    with suppress(StandoffError):
        if request.method == "POST" or request.headers.get("x-part"):
            name = "conflict" if isinstance(said, view.Conflict) else "problems"
            value = said or (view.Trouble(data["error"]),)
            frame = app.frame("", {})
            return HTMLResponse(fragments.part(name, frame, value), status)
        if data.get("ask") == "open":
            return HTMLResponse(pages.page(app.frame("", {}), show.home(app.state)), status)
        trouble = getattr(pages, "trouble", None)
        if trouble is not None:
            return HTMLResponse(trouble(app.frame("", {}), data["error"]), status)
    return JSONResponse(data, status)


def _act(app: App, act: Act) -> Callable[[Request], Awaitable[Response]]:
    """Something done; gives its record, as data or as the part of the page of that name."""

    def work(body: Body, wants_html: bool) -> Response:
        name, made = act(app, body)
        if wants_html and name:
            from standoff.app.web import fragments

            return HTMLResponse(fragments.part(name, app.frame("", body), made))
        return JSONResponse(plain(made))

    async def route(request: Request) -> Response:
        try:
            body = await _body(request)
            return await run_in_threadpool(
                work, body, "text/html" in request.headers.get("accept", "")
            )
        except StandoffError as error:
            return _told(app, request, error)
        except ClientDisconnect:
            return Response(status_code=400)

    return route


def _bytes(
    app: App, act: Callable[[App, bytes, Mapping[str, str]], Any]
) -> Callable[[Request], Awaitable[Response]]:
    """Something done with the bytes of a file, its name in the query."""

    async def route(request: Request) -> Response:
        try:
            data = await request.body()
            made = await run_in_threadpool(act, app, data, dict(request.query_params))
            return JSONResponse(plain(made))
        except StandoffError as error:
            return _told(app, request, error)
        except ClientDisconnect:
            return Response(status_code=400)

    return route


# --- pages


def _home(app: App, request: Request) -> Any:
    return show.home(app.state)


def _texts(app: App, request: Request) -> Any:
    query = request.query_params
    return desk.texts(
        app.state,
        request.path_params.get("source", ""),
        query.get("reading", ""),
        {key: query.get(key, "") for key in ("kind", "state", "actor", "s", "card")},
    )


def _asked(app: App, request: Request) -> tuple[str, str]:
    query = request.query_params
    snapshot = app.state.snapshot()
    reading = request.path_params.get("reading") or query.get("reading", "")
    reading = show.chosen(snapshot, reading)
    variant = query.get("variant", "")
    return reading, variant if variant in snapshot.variants(reading) else ""


def _case(app: App, request: Request) -> Any:
    return show.case(app.state, *_asked(app, request))


def _answer(app: App, request: Request) -> Any:
    reading, variant = _asked(app, request)
    return show.answer(app.state, reading, variant, bool(request.query_params.get("all")))


def _readings(app: App, request: Request) -> Any:
    return readings.readings(app.state, dict(request.query_params))


def _check(app: App, request: Request) -> Any:
    return show.check(app.state, "")


def _file(app: App, request: Request) -> Any:
    return show.file(app.state, request.path_params["name"])


async def _evidence(app: App, request: Request) -> Response:
    def work() -> Response:
        made = desk.spoken(app.state, show.evidence(app.state, request.query_params.get("cite", "")))
        if "text/html" in request.headers.get("accept", ""):
            from standoff.app.web import fragments

            return HTMLResponse(
                fragments.part("evidence", app.frame("", request.query_params), made)
            )
        return JSONResponse(plain(made))

    try:
        return await run_in_threadpool(work)
    except StandoffError as error:
        return _told(app, request, error)


async def _sheet(app: App, request: Request) -> Response:
    """What a job has found so far, as a part of the page."""
    job = _job(app, request.path_params["ticket"])
    if isinstance(job, Response):
        return job
    accepts = request.headers.get("accept", "")
    if "text/html" in accepts:
        from standoff.app.web import fragments

        found = [each for each in (*job.stages.values(), *job.results) if isinstance(each, dict)]
        documents = [each["document"] for each in found if each.get("document") is not None]
        documents = documents[-1:] if job.stages else documents
        frame = app.frame("", request.query_params)
        return HTMLResponse("".join(fragments.part("document", frame, one) for one in documents))
    results = [
        {key: plain(value) for key, value in each.items()} if isinstance(each, dict) else each
        for each in job.results
    ]
    stages = {str(key): plain(value["answer"]) for key, value in job.stages.items()}
    return JSONResponse({**plain(job.view), "results": results, "stages": stages})


def _job(app: App, ticket: str) -> Job | Response:
    try:
        return app.jobs[ticket]
    except KeyError:
        return JSONResponse({"error": "there is no such job any more"}, 404)


async def _report(app: App, request: Request) -> Response:
    """The single file, to keep."""

    def work() -> Response:
        ticket = request.query_params.get("ticket", "")
        page = reported(app, ticket)
        name = f"{app.state.snapshot().case.name}.html"
        return Response(page, media_type="text/html; charset=utf-8", headers=_attached(name))

    try:
        return await run_in_threadpool(work)
    except StandoffError as error:
        return _told(app, request, error)


def reported(app: App, ticket: str = "") -> str:
    """The report of the case as one page, from a job that made it or made now. Raises Refused."""
    job = None
    if ticket:
        with suppress(KeyError):
            job = app.jobs[ticket]
    if job is None or job.kind != "report":
        sentences = app.state.verbatim(app.state.snapshot())
        job = app.begin("report", {}, "the report", sentences=sentences)
    job.ended.wait(300)
    if job.state != "done" or not job.results:
        raise Refused(f"the report could not be made: {job.words or job.state}", 422)
    return str(job.results[-1])


def _attached(name: str) -> dict[str, str]:
    safe = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "_" for sign in name
    )
    return {"content-disposition": f'attachment; filename="{safe}"'}


async def _pack(app: App, request: Request) -> Response:
    def work() -> Response:
        name, data = write.packed(app.state)
        return Response(data, media_type="application/json", headers=_attached(name))

    try:
        return await run_in_threadpool(work)
    except StandoffError as error:
        return _told(app, request, error)


async def _csv(app: App, request: Request) -> Response:
    def work() -> Response:
        text = readings.csv(app.state, request.path_params["what"])
        name = f"{app.state.snapshot().case.name}-{request.path_params['what']}.csv"
        return Response(text, media_type="text/csv; charset=utf-8", headers=_attached(name))

    try:
        return await run_in_threadpool(work)
    except StandoffError as error:
        return _told(app, request, error)


async def _static(request: Request) -> Response:
    """A file of the app's own, by its name in the folder as it was shipped."""
    name = request.path_params["name"]
    if name == REPORT_STYLE:
        return Response(fragment.asset("style.css"), media_type=TYPES[".css"])
    known = static_files()
    if name not in known:
        return JSONResponse({"error": "there is no such file"}, 404)
    data = files("standoff.app.web").joinpath("static").joinpath(*name.split("/")).read_bytes()
    ending = name[name.rfind(".") :] if "." in name else ""
    return Response(data, media_type=TYPES.get(ending, "application/octet-stream"))


def static_files() -> frozenset[str]:
    """The names of all files that are served as they are."""
    found: list[str] = []

    def walk(folder: Any, head: str) -> None:
        for each in folder.iterdir():
            if each.is_dir():
                walk(each, f"{head}{each.name}/")
            else:
                found.append(f"{head}{each.name}")

    home = files("standoff.app.web").joinpath("static")
    if home.is_dir():
        walk(home, "")
    return frozenset(found)


async def _events(app: App, request: Request) -> Response:
    """What happens, as it happens: jobs, stages, files that changed outside."""
    mine = app.hub.join()
    known = dict(_hashes(app.state))

    async def stream() -> AsyncIterator[str]:
        quiet = 0.0
        try:
            yield ": here\n\n"
            while not app.closing.is_set() and not await request.is_disconnected():
                told = False
                while True:
                    try:
                        event, data = mine.get_nowait()
                    except queue.Empty:
                        break
                    told = True
                    yield f"event: {event}\ndata: {json.dumps(data)}\n\n"
                now = await run_in_threadpool(lambda: dict(_hashes(app.state)))
                changed = sorted(k for k in {**known, **now} if known.get(k) != now.get(k))
                if changed:
                    told = True
                    data = {"changed": changed, "files": now}
                    yield f"event: file\ndata: {json.dumps(data)}\n\n"
                    known.clear()
                    known.update(now)
                quiet = 0.0 if told else quiet + 0.1
                if quiet > PING:
                    quiet = 0.0
                    yield ": here\n\n"
                await asyncio.sleep(0.1)
        finally:
            app.hub.leave(mine)

    return StreamingResponse(stream(), media_type="text/event-stream")


def _hashes(state: State) -> Mapping[str, str]:
    if state.root is None:
        return {}
    with suppress(StandoffError):
        return state.snapshot().hashes
    return {}


# --- acts


def _open(app: App, body: Body) -> tuple[str, Any]:
    write.open_case(app.state, body)
    return "", {"location": "/case"}


def _new(app: App, body: Body) -> tuple[str, Any]:
    write.new_case(app.state, body)
    return "", {"location": "/texts"}


def _warm(app: App) -> None:
    app.jobs.start("warm", {}, "getting ready", lane="live")


def _source(app: App, body: Body) -> tuple[str, Any]:
    return "", {"source": desk.state_facts(app.state, body)}


def _same(app: App, body: Body) -> tuple[str, Any]:
    return "", {"names": desk.same(app.state, body)}


def _read(app: App, body: Body) -> tuple[str, Any]:
    payload = desk.to_read(app.state, body)
    job = app.jobs.start("read", payload, "reading the texts", key="read")
    return "", {"ticket": job.ticket, "sources": payload["sources"]}


def _decide(app: App, body: Body) -> tuple[str, Any]:
    return "", desk.decide(app.state, body)


def _record(app: App, body: Body) -> tuple[str, Any]:
    return "", {"card": desk.add(app.state, body)}


def _undo(app: App, body: Body) -> tuple[str, Any]:
    if _text(body, "what", "file") == "record":
        return "", desk.undo(app.state, body)
    return "", write.undo(app.state)


def _line(app: App, body: Body) -> tuple[str, Any]:
    return "line", line.line(app.state, body)


def _edit(app: App, body: Body) -> tuple[str, Any]:
    return "line", line.edit(app.state, body)


def _file_act(app: App, body: Body) -> tuple[str, Any]:
    if "text" not in body:
        return "file", show.file(app.state, _text(body, "name"))
    return "line", write.file(app.state, body)


def _gloss(app: App, body: Body) -> tuple[str, Any]:
    return "line", line.gloss(app.state, body)


def _ask_answer(app: App, body: Body) -> tuple[str, Any]:
    snapshot = app.state.snapshot()
    reading = show.chosen(snapshot, _text(body, "reading"))
    made = show.answer(app.state, reading, _text(body, "variant"), bool(body.get("all")))
    if all(stage.state == "ready" for stage in made.stages) or not made.record["readings"]:
        return "answer", made
    if not body.get("all"):
        return "answer", _with_ticket(made, app.late({**body, "reading": reading}).ticket)
    tickets = [
        app.late(
            {**body, "reading": one["id"], "variant": "", "purpose": f"all {one['id']}"}
        ).ticket
        for one in made.record["readings"]
    ]
    return "answer", _with_ticket(made, tickets[0])


def _with_ticket(made: view.AnswerView, ticket: str) -> view.AnswerView:
    from dataclasses import replace

    stages = tuple(
        replace(stage, ticket=ticket) if stage.state == "coming" else stage for stage in made.stages
    )
    return replace(made, ticket=ticket, stages=stages)


def _whatif(app: App, body: Body) -> tuple[str, Any]:
    from dataclasses import replace

    snapshot = app.state.snapshot()
    reading = show.chosen(snapshot, _text(body, "reading"))
    changes = _list(body, "changes")
    made = show.whatif(app.state, reading, _text(body, "variant"), changes)
    if not changes or made.answer.after is None or made.answer.after.cannot:
        return "whatif", made
    job = app.late({**body, "reading": reading, "purpose": "what if"})
    return "whatif", replace(made, ticket=job.ticket)


def _ask_sheet(app: App, body: Body) -> tuple[str, Any]:
    computation = _text(body, "computation")
    if computation not in (*QUESTIONS, "asked", "contested"):
        raise UnknownName("question", computation, (*QUESTIONS, "asked"))
    options = body.get("options") or {}
    if not isinstance(options, dict):
        raise Refused("`options` is an object")
    key = f"sheet {_text(body, 'client')}"
    if computation == "asked":
        job = app.begin("asked", body, "the questions of the case", key)
    elif computation == "contested":
        actors = sorted({a.name for one in app.state.snapshot().every for a in one.actors})
        job = app.begin("contested", body, "what each difference does", key, actors=actors)
    else:
        row = QUESTIONS[computation]
        known = {each.name for each in row.parameters} - {"save"}
        if set(options) - known:
            raise Refused(f"{computation} has no `{sorted(set(options) - known)[0]}`")
        about = _text(body, "about")
        if not about and row.asks != "nothing" and not row.all:
            raise Refused(f"say what {computation} is about")
        job = app.begin(
            "sheet", body, row.words, key, computation=computation, about=about, options=options
        )
    return "", {"ticket": job.ticket}


def _stop(app: App, body: Body) -> tuple[str, Any]:
    if not app.jobs.stop(_text(body, "ticket")):
        raise Refused("there is no such job any more", 404)
    return "", {"stopped": True}


def _variant(app: App, body: Body) -> tuple[str, Any]:
    return "line", line.variant(app.state, body)


def _copy(app: App, body: Body) -> tuple[str, Any]:
    return "line", line.copy(app.state, body)


def _copy_case(app: App, body: Body) -> tuple[str, Any]:
    write.copy_case(app.state, body)
    return "", {"location": "/case"}


def _coder(app: App, body: Body) -> tuple[str, Any]:
    return "coder", desk.coder(app.state, body)


def _pack_to(app: App, body: Body) -> tuple[str, Any]:
    return "", write.pack_to(app.state, body)


def _report_to(app: App, body: Body) -> tuple[str, Any]:
    page = reported(app, _text(body, "ticket"))
    return "", write.keep(app.state, body, page)


def _begin_report(app: App, body: Body) -> tuple[str, Any]:
    sentences = app.state.verbatim(app.state.snapshot())
    job = app.begin("report", {}, "the report", key="report", sentences=sentences)
    return "", {"ticket": job.ticket}


def _poll(app: App, body: Body) -> tuple[str, Any]:
    known = body.get("files") or {}
    if not isinstance(known, dict):
        raise Refused("`files` is an object")
    now = _hashes(app.state)
    changed = sorted(name for name in {**known, **now} if known.get(name) != now.get(name))
    return "", {"changed": changed, "files": now, "jobs": [job.view for job in app.jobs]}


def _text_in(app: App, data: bytes, query: Mapping[str, str]) -> Any:
    return desk.take(app.state, data, query.get("name", ""), query.get("id", ""))


def _unpack(app: App, data: bytes, query: Mapping[str, str]) -> Any:
    write.unpack(app.state, data, query.get("to", ""))
    return {"location": "/case"}


PAGES: tuple[tuple[str, str, Page], ...] = (
    ("/", "", _home),
    ("/texts", "texts", _texts),
    ("/texts/{source}", "texts", _texts),
    ("/case", "case", _case),
    ("/case/{reading}", "case", _case),
    ("/answer", "answer", _answer),
    ("/readings", "readings", _readings),
    ("/check", "check", _check),
    ("/file/{name:path}", "case", _file),
)
GIVEN: tuple[tuple[str, Callable[[App, Request], Awaitable[Response]]], ...] = (
    ("/evidence", _evidence),
    ("/job/{ticket}", _sheet),
    ("/report", _report),
    ("/pack", _pack),
    ("/csv/{what}", _csv),
    ("/events", _events),
)
ACTS: Mapping[str, Act] = {
    "open": _open,
    "new": _new,
    "source": _source,
    "same": _same,
    "read": _read,
    "decide": _decide,
    "record": _record,
    "undo": _undo,
    "line": _line,
    "edit": _edit,
    "file": _file_act,
    "gloss": _gloss,
    "answer": _ask_answer,
    "whatif": _whatif,
    "sheet": _ask_sheet,
    "stop": _stop,
    "variant": _variant,
    "copy": _copy,
    "copycase": _copy_case,
    "coder": _coder,
    "pack": _pack_to,
    "report": _report_to,
    "makereport": _begin_report,
    "poll": _poll,
}


def _with(
    app: App, give: Callable[[App, Request], Awaitable[Response]]
) -> Callable[[Request], Awaitable[Response]]:
    async def route(request: Request) -> Response:
        return await give(app, request)

    return route


def application(app: App) -> Guard:
    """The app behind its doors, as ASGI."""
    routes = [Route(path, _page(app, screen, make)) for path, screen, make in PAGES]
    routes += [Route(path, _with(app, give)) for path, give in GIVEN]
    routes += [Route("/static/{name:path}", _static)]
    routes += [
        Route(f"/api/{name}", _act(app, act), methods=["POST"]) for name, act in ACTS.items()
    ]
    routes += [
        Route("/api/text", _bytes(app, _text_in), methods=["POST"]),
        Route("/api/unpack", _bytes(app, _unpack), methods=["POST"]),
    ]

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(app.jobs.close)

    return Guard(Starlette(routes=routes, lifespan=life), app.keys)


def listening(port: int = 0) -> socket.socket:
    """A socket that listens on this machine alone, and is not inherited. Raises OSError."""
    made = socket.create_server(("127.0.0.1", port), reuse_port=False)
    made.set_inheritable(False)
    return made


def serve(state: State, port: int = 0, opened: Callable[[str], None] = print) -> None:
    """Serve until Ctrl-C. `opened` is called with the link once the port is bound."""
    import uvicorn

    bound = listening(port)
    keys = Keys("127.0.0.1", bound.getsockname()[1])
    app = App(state, keys)
    config = uvicorn.Config(
        application(app),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        lifespan="on",
        h11_max_incomplete_event_size=65_536,
    )

    class Server(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            app.closing.set()  # streams end by themselves then
            super().handle_exit(sig, frame)

    server = Server(config)
    threading.Timer(0.05, _warm, (app,)).start()
    opened(keys.link)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[bound])
    app.jobs.close()
    bound.close()


def folder_of(path: str) -> Path:
    """A folder as a person typed it."""
    return Path(path).expanduser()

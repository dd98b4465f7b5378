"""What can be done: each takes what was sent, calls one function, and gives its record."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from standoff.app.web.act import coder, decide, edit, keep, line, write
from standoff.app.web.act import desk as taking
from standoff.app.web.act import open as opening
from standoff.app.web.core import App, Body, body_of, hashes, objects, text
from standoff.app.web.looks import reported, told
from standoff.app.web.show import answer as answers
from standoff.app.web.show import case as cases
from standoff.app.web.show import frame as frames
from standoff.app.web.state import Refused
from standoff.app.web.view.answer import AnswerView
from standoff.case.question import QUESTIONS
from standoff.problem import StandoffError, UnknownName
from standoff.record import plain

Act: TypeAlias = Callable[[App, Body], "tuple[str, Any]"]


def act(app: App, act: Act) -> Callable[[Request], Awaitable[Response]]:
    """Something done; gives its record, as data or as the part of the page of that name."""

    def work(body: Body, wants_html: bool) -> Response:
        name, made = act(app, body)
        if wants_html and name:
            from standoff.app.web import fragments

            return HTMLResponse(fragments.part(name, app.frame("", body), made))
        return JSONResponse(plain(made))

    async def route(request: Request) -> Response:
        try:
            body = await body_of(request)
            return await run_in_threadpool(
                work, body, "text/html" in request.headers.get("accept", "")
            )
        except StandoffError as error:
            return told(app, request, error)
        except ClientDisconnect:
            return Response(status_code=400)

    return route


def upload(
    app: App, act: Callable[[App, bytes, Mapping[str, str]], Any], asks: str = ""
) -> Callable[[Request], Awaitable[Response]]:
    """Something done with the bytes of a file, its name in the query.

    asks  the part of the page that asks what is to be known next, for whoever wants a part of one
    """

    async def route(request: Request) -> Response:
        try:
            data = await request.body()
            made = await run_in_threadpool(act, app, data, dict(request.query_params))
            if asks and "text/html" in request.headers.get("accept", ""):
                from standoff.app.web import fragments

                frame = await run_in_threadpool(app.frame, "", {})
                return HTMLResponse(fragments.part(asks, frame, made["ask"]))
            return JSONResponse(plain(made))
        except StandoffError as error:
            return told(app, request, error)
        except ClientDisconnect:
            return Response(status_code=400)

    return route


def _open(app: App, body: Body) -> tuple[str, Any]:
    opening.open_case(app.state, body)
    return "", {"location": "/case"}


def _new(app: App, body: Body) -> tuple[str, Any]:
    opening.new_case(app.state, body)
    return "", {"location": "/texts"}


def _source(app: App, body: Body) -> tuple[str, Any]:
    return "", {"source": taking.state_facts(app.state, body)}


def _same(app: App, body: Body) -> tuple[str, Any]:
    return "", {"names": taking.same(app.state, body)}


def _read(app: App, body: Body) -> tuple[str, Any]:
    payload = taking.to_read(app.state, body)
    job = app.jobs.start("read", payload, "reading the texts", key="read")
    return "", {"ticket": job.ticket, "sources": payload["sources"]}


def _decide(app: App, body: Body) -> tuple[str, Any]:
    return "", decide.decide(app.state, body)


def _record(app: App, body: Body) -> tuple[str, Any]:
    return "", {"card": decide.add(app.state, body)}


def _undo(app: App, body: Body) -> tuple[str, Any]:
    if text(body, "what", "file") == "record":
        return "", decide.undo(app.state, body)
    return "", write.undo(app.state)


def _line(app: App, body: Body) -> tuple[str, Any]:
    return "line", line.line(app.state, body)


def _edit(app: App, body: Body) -> tuple[str, Any]:
    return "line", edit.edit(app.state, body)


def _file_act(app: App, body: Body) -> tuple[str, Any]:
    if "text" not in body:
        return "file", cases.file(app.state, text(body, "name"))
    return "line", write.file(app.state, body)


def _gloss(app: App, body: Body) -> tuple[str, Any]:
    return "line", edit.gloss(app.state, body)


def _ask_answer(app: App, body: Body) -> tuple[str, Any]:
    snapshot = app.state.snapshot()
    reading = frames.chosen(snapshot, text(body, "reading"))
    made = answers.answer(app.state, reading, text(body, "variant"), bool(body.get("all")))
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


def _with_ticket(made: AnswerView, ticket: str) -> AnswerView:
    from dataclasses import replace

    stages = tuple(
        replace(stage, ticket=ticket) if stage.state == "coming" else stage for stage in made.stages
    )
    return replace(made, ticket=ticket, stages=stages)


def _whatif(app: App, body: Body) -> tuple[str, Any]:
    from dataclasses import replace

    snapshot = app.state.snapshot()
    reading = frames.chosen(snapshot, text(body, "reading"))
    changes = objects(body, "changes")
    made = answers.whatif(app.state, reading, text(body, "variant"), changes)
    if not changes or made.answer.after is None or made.answer.after.cannot:
        return "whatif", made
    job = app.late({**body, "reading": reading, "purpose": "what if"})
    return "whatif", replace(made, ticket=job.ticket)


def _ask_sheet(app: App, body: Body) -> tuple[str, Any]:
    computation = text(body, "computation")
    if computation not in (*QUESTIONS, "asked", "contested"):
        raise UnknownName("question", computation, (*QUESTIONS, "asked"))
    options = body.get("options") or {}
    if not isinstance(options, dict):
        raise Refused("`options` is an object")
    key = f"sheet {text(body, 'client')}"
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
        about = text(body, "about")
        if not about and row.asks != "nothing" and not row.all:
            raise Refused(f"say what {computation} is about")
        job = app.begin(
            "sheet", body, row.words, key, computation=computation, about=about, options=options
        )
    return "", {"ticket": job.ticket}


def _stop(app: App, body: Body) -> tuple[str, Any]:
    if not app.jobs.stop(text(body, "ticket")):
        raise Refused("there is no such job any more", 404)
    return "", {"stopped": True}


def _variant(app: App, body: Body) -> tuple[str, Any]:
    return "line", keep.variant(app.state, body)


def _copy(app: App, body: Body) -> tuple[str, Any]:
    return "line", keep.copy(app.state, body)


def _copy_case(app: App, body: Body) -> tuple[str, Any]:
    opening.copy_case(app.state, body)
    return "", {"location": "/case"}


def _coder(app: App, body: Body) -> tuple[str, Any]:
    return "coder", coder.coder(app.state, body)


def _pack_to(app: App, body: Body) -> tuple[str, Any]:
    return "", opening.pack_to(app.state, body)


def _report_to(app: App, body: Body) -> tuple[str, Any]:
    page = reported(app, text(body, "ticket"))
    return "", opening.keep(app.state, body, page)


def _begin_report(app: App, body: Body) -> tuple[str, Any]:
    sentences = app.state.verbatim(app.state.snapshot())
    job = app.begin("report", {}, "the report", key="report", sentences=sentences)
    return "", {"ticket": job.ticket}


def _poll(app: App, body: Body) -> tuple[str, Any]:
    known = body.get("files") or {}
    if not isinstance(known, dict):
        raise Refused("`files` is an object")
    now = hashes(app.state)
    changed = sorted(name for name in {**known, **now} if known.get(name) != now.get(name))
    return "", {"changed": changed, "files": now, "jobs": [job.view for job in app.jobs]}


def text_in(app: App, data: bytes, query: Mapping[str, str]) -> Any:
    return taking.take(app.state, data, query.get("name", ""), query.get("id", ""))


def unpack(app: App, data: bytes, query: Mapping[str, str]) -> Any:
    opening.unpack(app.state, data, query.get("to", ""))
    return {"location": "/case"}


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

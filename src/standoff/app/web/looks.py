"""What can be looked at: pages, parts of pages, files to keep, and what is told as it happens."""

from __future__ import annotations

import asyncio
import json
import queue
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from importlib.resources import files
from typing import Any, TypeAlias

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

from standoff.app.web.act import open as opening
from standoff.app.web.core import App, hashes, refusal
from standoff.app.web.jobs import Job
from standoff.app.web.show import answer as answers
from standoff.app.web.show import case as cases
from standoff.app.web.show import check as checks
from standoff.app.web.show import frame as frames
from standoff.app.web.show import readings as beside
from standoff.app.web.show import texts
from standoff.app.web.state import Refused
from standoff.app.web.view.line import Conflict
from standoff.app.web.view.word import Trouble
from standoff.problem import StandoffError
from standoff.record import plain
from standoff.report.html import fragment
from standoff.store.folder import READINGS

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

Page: TypeAlias = Callable[[App, Request], Any]


def page(app: App, screen: str, make: Page) -> Callable[[Request], Awaitable[Response]]:
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
            return told(app, request, error)

    return route


def _named(request: Request) -> dict[str, str]:
    """The reading that a page is of, by its path: its own, or that of a file of one."""
    reading = request.path_params.get("reading")
    name = request.path_params.get("name", "")
    if not reading and name.startswith(f"{READINGS}/"):
        reading = name[len(READINGS) + 1 :].removesuffix(".yaml")
    return {"reading": reading} if reading else {}


def told(app: App, request: Request, error: StandoffError) -> Response:
    """What went wrong, as data or as a part of the page."""
    status, data, said = refusal(error, app.state)
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse(data, status)
    from standoff.app.web import fragments, pages

    with suppress(StandoffError):
        if request.method == "POST" or request.headers.get("x-part"):
            name = "conflict" if isinstance(said, Conflict) else "problems"
            value = said or (Trouble(data["error"]),)
            frame = app.frame("", {})
            return HTMLResponse(fragments.part(name, frame, value), status)
        if data.get("ask") == "open":
            return HTMLResponse(pages.page(app.frame("", {}), frames.home(app.state)), status)
        trouble = getattr(pages, "trouble", None)
        if trouble is not None:
            return HTMLResponse(trouble(app.frame("", {}), data["error"]), status)
    return JSONResponse(data, status)


def _home(app: App, request: Request) -> Any:
    return frames.home(app.state)


def _texts(app: App, request: Request) -> Any:
    query = request.query_params
    return texts.texts(
        app.state,
        request.path_params.get("source", ""),
        query.get("reading", ""),
        {key: query.get(key, "") for key in ("kind", "state", "actor", "s", "card")},
    )


def _asked(app: App, request: Request) -> tuple[str, str]:
    query = request.query_params
    snapshot = app.state.snapshot()
    reading = request.path_params.get("reading") or query.get("reading", "")
    reading = frames.chosen(snapshot, reading)
    variant = query.get("variant", "")
    return reading, variant if variant in snapshot.variants(reading) else ""


def _case(app: App, request: Request) -> Any:
    return cases.case(app.state, *_asked(app, request))


def _answer(app: App, request: Request) -> Any:
    reading, variant = _asked(app, request)
    return answers.answer(app.state, reading, variant, bool(request.query_params.get("all")))


def _readings(app: App, request: Request) -> Any:
    return beside.readings(app.state, dict(request.query_params))


def _check(app: App, request: Request) -> Any:
    return checks.check(app.state, "")


def _file(app: App, request: Request) -> Any:
    return cases.file(app.state, request.path_params["name"])


async def _evidence(app: App, request: Request) -> Response:
    def work() -> Response:
        made = texts.spoken(
            app.state, checks.evidence(app.state, request.query_params.get("cite", ""))
        )
        if "text/html" in request.headers.get("accept", ""):
            from standoff.app.web import fragments

            return HTMLResponse(
                fragments.part("evidence", app.frame("", request.query_params), made)
            )
        return JSONResponse(plain(made))

    try:
        return await run_in_threadpool(work)
    except StandoffError as error:
        return told(app, request, error)


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
        return told(app, request, error)


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
        name, data = opening.packed(app.state)
        return Response(data, media_type="application/json", headers=_attached(name))

    try:
        return await run_in_threadpool(work)
    except StandoffError as error:
        return told(app, request, error)


async def _csv(app: App, request: Request) -> Response:
    def work() -> Response:
        text = beside.csv(app.state, request.path_params["what"])
        name = f"{app.state.snapshot().case.name}-{request.path_params['what']}.csv"
        return Response(text, media_type="text/csv; charset=utf-8", headers=_attached(name))

    try:
        return await run_in_threadpool(work)
    except StandoffError as error:
        return told(app, request, error)


async def static(request: Request) -> Response:
    """A file of the app's own, by its name in the folder as it was shipped."""
    name = request.path_params["name"]
    if name == REPORT_STYLE:
        return Response(fragment.style(), media_type=TYPES[".css"])
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
    known = dict(hashes(app.state))

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
                now = await run_in_threadpool(lambda: dict(hashes(app.state)))
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

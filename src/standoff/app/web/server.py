"""The routes of the local app: pages to look at, data to act on, and what is told meanwhile.

A route takes apart what was sent, calls one function, and gives its record: as data, in the shapes that
`--json` prints, or as the same part of the page for `Accept: text/html`. Whatever goes wrong on purpose is
said in the words of the terminal."""

from __future__ import annotations

import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from types import FrameType

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from standoff.app.web.acts import ACTS, act, text_in, unpack, upload
from standoff.app.web.core import App, warm
from standoff.app.web.guard import Guard, Keys
from standoff.app.web.looks import GIVEN, PAGES, page, static
from standoff.app.web.state import State


def _with(
    app: App, give: Callable[[App, Request], Awaitable[Response]]
) -> Callable[[Request], Awaitable[Response]]:
    async def route(request: Request) -> Response:
        return await give(app, request)

    return route


def application(app: App) -> Guard:
    """The app behind its doors, as ASGI."""
    routes = [Route(path, page(app, screen, make)) for path, screen, make in PAGES]
    routes += [Route(path, _with(app, give)) for path, give in GIVEN]
    routes += [Route("/static/{name:path}", static)]
    routes += [Route(f"/api/{name}", act(app, one), methods=["POST"]) for name, one in ACTS.items()]
    routes += [
        Route("/api/text", upload(app, text_in, "source"), methods=["POST"]),
        Route("/api/unpack", upload(app, unpack), methods=["POST"]),
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
    threading.Timer(0.05, warm, (app,)).start()
    opened(keys.link)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[bound])
    app.jobs.close()
    bound.close()

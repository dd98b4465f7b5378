"""The doors of the local app: who may ask, how much, and what a browser may do with the answer.

Every request must name our own address as its host. Pages need the cookie that the opening link gave;
whatever is sent must come from a page of ours and carry that page's token. Nothing of another site gets in:
a page elsewhere can neither read the cookie nor the token, nor have a name of its own lead to us.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from standoff.text.file.document import MAX_BYTES as MAX_TEXT

MAX_BODY = 10_000_000
"""Bytes of any body but a text's."""
TOKEN = "x-standoff-token"
OPEN = ("/static/",)
"""What is the same for everybody: it needs no cookie."""
HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


@dataclass(frozen=True)
class Keys:
    """Where the app listens, and the two secrets of this run: to open a page, and to write."""

    host: str
    port: int
    look: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    write: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    @property
    def address(self) -> str:
        """`127.0.0.1:8123`"""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """What a page of ours calls its origin."""
        return f"http://{self.address}"

    @property
    def link(self) -> str:
        """What opens the app."""
        return f"{self.origin}/?t={self.look}"

    @property
    def cookie(self) -> str:
        """The cookie's name: cookies do not tell ports apart."""
        return f"standoff-{self.port}"


class _Refused(Exception):
    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class Guard:
    """What stands before every route."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self.app = app
        self.keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing here speaks over web sockets
            return
        started = False
        cookie = ""
        meter = _Meter(receive, _most(scope["path"]))

        async def guarded(message: Message) -> None:
            nonlocal started
            if meter.over and not started:
                return  # whatever the app makes of it, the answer is a refusal
            if message["type"] == "http.response.start":
                started = True
                message = {**message, "headers": _headers(message["headers"], cookie)}
            await send(message)

        try:
            cookie = self._admit(scope)
            await self.app(scope, meter.receive, guarded)
        except _Refused as refused:
            meter.over = False
            if started:
                raise
            await _refuse(guarded, refused)

    def _admit(self, scope: Scope) -> str:
        """Let a request in, or raise _Refused; gives the cookie to be set, if there is one."""
        headers = {name.decode("latin-1"): value for name, value in _once(scope["headers"])}
        if headers.get("host", b"").decode("latin-1") != self.keys.address:
            raise _Refused(403, "this is not the address of the app")
        origin = headers.get("origin")
        if origin is not None and origin.decode("latin-1") != self.keys.origin:
            raise _Refused(403, "this request comes from another site")
        ours = headers.get("sec-fetch-site", b"none") in (b"none", b"same-origin")
        followed = scope["method"] == "GET" and headers.get("sec-fetch-mode") == b"navigate"
        if not ours and not followed:  # a link that is followed still needs the cookie
            raise _Refused(403, "this request comes from another site")
        length = headers.get("content-length", b"0")
        if not length.isdigit() or len(length) > 15:
            raise _Refused(400, "the length of the body is no number")
        if int(length) > _most(scope["path"]):
            raise _Refused(413, "this is more than the app takes at once")
        if scope["method"] in ("GET", "HEAD"):
            return self._look(scope, headers)
        if scope["method"] != "POST":
            raise _Refused(405, "only GET and POST")
        if not _same(headers.get(TOKEN, b""), self.keys.write):
            raise _Refused(
                403, "this request does not carry the token of the page: reload the page"
            )
        return ""

    def _look(self, scope: Scope, headers: Mapping[str, bytes]) -> str:
        if scope["path"].startswith(OPEN):
            return ""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("t", [""])[0]
        if given and _same(given.encode("utf-8", "replace"), self.keys.look):
            return f"{self.keys.cookie}={self.keys.look}; Path=/; SameSite=Strict; HttpOnly"
        if _same(_cookie(headers.get("cookie", b""), self.keys.cookie), self.keys.look):
            return ""
        raise _Refused(403, "open the app by the address that `standoff app` printed")


def _once(headers: Iterable[tuple[bytes, bytes]]) -> Iterable[tuple[bytes, bytes]]:
    """Each header with its value; one that decides and stands twice is refused."""
    seen: set[bytes] = set()
    for name, value in headers:
        if name in seen and name in (b"host", b"origin", b"content-length", TOKEN.encode()):
            raise _Refused(400, f"the header {name.decode('latin-1')} stands twice")
        seen.add(name)
        yield name, value


def _same(given: bytes, secret: str) -> bool:
    return hmac.compare_digest(given, secret.encode())


def _cookie(header: bytes, name: str) -> bytes:
    try:
        found = SimpleCookie(header.decode("latin-1")).get(name)
    except CookieError:
        return b""
    return found.value.encode("utf-8", "replace") if found is not None else b""


def _most(path: str) -> int:
    return MAX_TEXT if path == "/api/text" else MAX_BODY


class _Meter:
    """The body, as long as it stays within its limit, whatever length was told."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most
        self.over = False

    async def receive(self) -> Message:
        """The next part of the body. Raises _Refused where it is too much."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.over = True
            raise _Refused(413, "this is more than the app takes at once")
        return message


def _headers(given: Iterable[tuple[bytes, bytes]], cookie: str) -> list[tuple[bytes, bytes]]:
    ours = {name.encode(): value.encode() for name, value in HEADERS.items()}
    kept = [(name, value) for name, value in given if name.lower() not in ours]
    kept += ours.items()
    return [*kept, (b"set-cookie", cookie.encode())] if cookie else kept


async def _refuse(send: Send, refused: _Refused) -> None:
    body = json.dumps({"error": str(refused)}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    if refused.status == 413:  # what was not read of the body is not to be taken for a request
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

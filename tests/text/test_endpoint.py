"""An endpoint that misbehaves: one message, one deadline, no redirect, no key shown; then the next file."""

import json
import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from typer.testing import CliRunner

from standoff.app.cli.main import app
from standoff.text.endpoint import KEY_VARIABLE, Endpoint, ModelError, NoEndpoint, read_with_model
from standoff.text.sentence import sentences

TEXT = "Peru refused. Chile waited."
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"


def whole(body: object) -> bytes:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return HEAD + b"Content-Length: %d\r\n\r\n" % len(data) + data


def content(inner: object, usage: object = None) -> bytes:
    said = inner if isinstance(inner, str) else json.dumps(inner)
    return whole({"usage": usage, "choices": [{"message": {"content": said}}]})


def redirect(code: int, to: str) -> bytes:
    return f"HTTP/1.1 {code} Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


ANSWERS: dict[str, bytes] = {
    "no HTTP": b"\x00\x01hello\r\n\r\n",
    "nothing": b"",
    "cut off": HEAD + b"Content-Length: 1000\r\n\r\n{",
    "a broken chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\nx\r\n",
    "a long header": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n{}",
    "many headers": b"HTTP/1.1 200 OK\r\n" + b"".join(b"X%d: a\r\n" % n for n in range(300)) + b"\r\n{}",
    "no number": b"HTTP/1.1 abc OK\r\n\r\n",
    "deep": whole(b"[" * 200_000),
    "deep inside": content("[" * 200_000),
    "no text": whole(b"\xff\xfe\x00\x80"),
    "no JSON": whole(b"<html>"),
    "a list": whole([1, 2]),
    "null": whole(None),
    "no choices": whole({"choices": []}),
    "an object as content": whole({"choices": [{"message": {"content": {"records": []}}}]}),
    "infinite": whole(b'{"usage": {"prompt_tokens": Infinity}, "choices": [{"message": {"content": "{}"}}]}'),
    "no list": content({"records": 3}),
    "usage is a list": content({"records": []}, [1]),
    "much": HEAD + b"\r\n" + b"a" * 5_000_000,
    "a redirect": redirect(302, "http://127.0.0.1:1/x"),
    "a redirect that keeps the body": redirect(307, "http://127.0.0.1:1/x"),
    "a redirect to a file": redirect(302, "file:///etc/passwd"),
    "a redirect to itself": redirect(301, "/"),
    "an error": b"HTTP/1.1 500 X\r\nContent-Length: 3\r\n\r\nabc",
}  # fmt: skip


class Server:
    """Answers every call with the same bytes, or lets `speak` do it; keeps what it was asked."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.asked: list[bytes] = []
        self.answer = b""
        self.speak: Callable[[socket.socket], None] = lambda line: line.sendall(self.answer)
        threading.Thread(target=self.serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}/v1"

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self.socket.accept()
                threading.Thread(target=self.one, args=(line,), daemon=True).start()

    def one(self, line: socket.socket) -> None:
        with suppress(OSError), line:
            line.settimeout(5)
            asked = b""
            while b"\r\n\r\n" not in asked:
                asked += line.recv(65536)
            # the whole of what was asked: a line that is closed over unread bytes is reset, and asked again
            head, _, body = asked.partition(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: *(\d+)", head)
            while length and len(body) < int(length[1]):
                body += line.recv(65536)
            self.asked.append(asked)
            self.speak(line)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.socket.close()


def ask(url: str, timeout: float = 5.0) -> tuple[list, int]:
    return read_with_model(TEXT, sentences(TEXT), Endpoint(url, "m", timeout=timeout, tries=1))


@pytest.mark.parametrize("name", ANSWERS)
def test_every_malformed_answer_is_one_message(server, name, monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, "sesame")
    server.answer = ANSWERS[name]
    with pytest.raises(ModelError) as caught:
        ask(server.url)
    said = str(caught.value)
    assert "\n" not in said and "sesame" not in said and not isinstance(caught.value, NoEndpoint)
    assert len(server.asked) == 1, "nothing is asked again, and nothing is followed"


def slowly(pieces: bytes) -> Callable[[socket.socket], None]:
    def speak(line: socket.socket) -> None:
        for byte in pieces:
            line.sendall(bytes([byte]))
            time.sleep(0.02)

    return speak


@pytest.mark.parametrize(
    "speak",
    [
        slowly(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 5000),
        slowly(HEAD + b"\r\n" + b" " * 5000),
        lambda line: time.sleep(5),
    ],
    ids=["headers", "body", "silence"],
)
def test_one_deadline_for_the_whole_call(server, speak):
    server.speak = speak
    began = time.monotonic()
    with pytest.raises(ModelError, match=r"too long|timed out"):
        ask(server.url, timeout=0.4)
    assert time.monotonic() - began < 2


def test_no_redirect_takes_the_key_elsewhere(server, monkeypatch):
    other = Server()
    monkeypatch.setenv(KEY_VARIABLE, "sesame")
    server.answer = redirect(302, other.url)
    with pytest.raises(ModelError, match="not followed"):
        ask(server.url)
    time.sleep(0.1)
    assert other.asked == []
    assert b"Authorization: Bearer sesame" in server.asked[0]
    other.socket.close()


@pytest.mark.parametrize(
    "url",
    ["", "x", "file:///etc/passwd", "ftp://a/b", "http://", "http://[::1", "http://a:99999", "http://a\nb/", "http://"
     + "a" * 70 + ".x"],
)  # fmt: skip
def test_what_is_no_address_is_said_before_anything_is_asked(url):
    with pytest.raises(NoEndpoint):
        ask(url)


@pytest.mark.parametrize("key", ["a\nb", "ключ", "a\x00b"])
def test_a_key_that_no_header_can_hold_is_not_shown(server, monkeypatch, key):
    monkeypatch.setattr(os, "environ", {KEY_VARIABLE: key})
    with pytest.raises(NoEndpoint, match=KEY_VARIABLE) as caught:
        ask(server.url)
    assert key not in str(caught.value)
    assert server.asked == []


def test_a_password_in_the_address_is_not_shown():
    with pytest.raises(ModelError) as caught:
        ask("http://user:hidden@127.0.0.1:1/v1")
    assert "hidden" not in str(caught.value) and "127.0.0.1" in str(caught.value)


EVIL = "\x1b[2J\u202e\ud800"
ITEM = {
    "kind": "event", "sentence": "s1", "quote": "Peru", "who": "Peru", "whom": "", "cue": "refused",
    "category": "REJECT", "status": "asserted",
}  # fmt: skip
ODD = [
    {**ITEM, "category": f"{EVIL}X"}, {**ITEM, "who": "x" * 100_000}, {**ITEM, "kind": ["a"]},
    {**ITEM, "quote": ["Peru"]},
    {**ITEM, "sentence": {"a": 1}}, {**ITEM, "status": 3}, {**ITEM, "quote": "Paru"}, 5, None, "x", [], {},
]  # fmt: skip


def test_what_a_model_says_beside_the_text_is_thrown_away(server):
    server.answer = content({"records": [ITEM, *ODD]})
    records, thrown = ask(server.url)
    assert [r.quote for r in records] == ["Peru"]
    assert thrown == len(ODD)


def test_the_next_file_is_read(server, tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(TEXT, "utf-8")
    answers = iter([b"garbage", content({"records": [ITEM]})])
    server.speak = lambda line: line.sendall(next(answers))
    words = ["read", str(tmp_path), "-b", "model", "--model-url", server.url, "--model-name", "m"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 1
    assert done.stderr.count("did not answer") == 1 and "a.txt" in done.stderr
    assert done.stdout.startswith("b: 2 sentences")


def test_without_an_endpoint_no_file_is_tried(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(TEXT, "utf-8")
    done = CliRunner().invoke(app, ["read", str(tmp_path), "-b", "model", "--model-url", "ftp://x"])
    assert done.exit_code == 2
    assert done.stderr.count("is not an http") == 1

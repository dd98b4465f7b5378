"""The language model's backend, against a real HTTP server on this machine that is good, bad or slow."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from standoff.text.annotation import Attribution, Event, Mention, misquotes
from standoff.text.backend import Settings, annotate
from standoff.text.endpoint import KEY_VARIABLE, Endpoint, ModelError, Spent, read_with_model
from standoff.text.sentence import sentences

TEXT = "Peru said it waits. Chile attacked Bolivia."
GOOD = [
    {
        "kind": "attribution",
        "sentence": "s1",
        "quote": "it waits",
        "who": "Peru",
        "whom": "",
        "cue": "said",
        "category": "",
        "status": "",
    },
    {
        "kind": "event",
        "sentence": "s2",
        "quote": "Chile attacked Bolivia",
        "who": "Chile",
        "whom": "Bolivia",
        "cue": "",
        "category": "fight",
        "status": "asserted",
    },
    {
        "kind": "mention",
        "sentence": "s2",
        "quote": "Chile",
        "who": "Chile",
        "whom": "",
        "cue": "",
        "category": "",
        "status": "",
    },
]
INVENTED = [
    {"kind": "mention", "sentence": "s1", "quote": "Argentina", "who": "Argentina"},
    {"kind": "attribution", "sentence": "s1", "quote": "it waits", "who": "Chile", "cue": "said"},
    {"kind": "mention", "sentence": "s9", "quote": "Peru", "who": "Peru"},
    {"kind": "event", "sentence": "s2", "quote": "Chile", "who": "Chile", "status": "certain"},
    {"kind": "song", "sentence": "s2", "quote": "Chile", "who": "Chile"},
    {"quote": 7},
]
Answer = Callable[[BaseHTTPRequestHandler], None]


def say(records: Any) -> bytes:
    answer = {
        "choices": [{"message": {"content": json.dumps({"records": records})}}],
        "usage": {"prompt_tokens": 90, "completion_tokens": 10},
    }
    return json.dumps(answer).encode()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


class Served:
    """A server whose answers the test chooses; keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.asked: list[tuple[dict[str, Any], str | None]] = []
        served = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                served.asked.append(
                    (json.loads(self.rfile.read(length)), self.headers.get("Authorization"))
                )
                served.answers[min(len(served.asked), len(served.answers)) - 1](self)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def endpoint(self, **more: Any) -> Endpoint:
        return Endpoint(
            f"http://127.0.0.1:{self.server.server_address[1]}/v1",
            "small",
            **{"pause": 0.01, "timeout": 5.0, **more},
        )


@pytest.fixture
def served() -> Iterator[Served]:
    server = Served()
    yield server
    server.server.shutdown()
    server.server.server_close()


def ask(endpoint: Endpoint) -> tuple[list[Any], int]:
    return read_with_model(TEXT, sentences(TEXT), endpoint)


def test_a_good_answer_becomes_records_that_quote_the_text(served: Served) -> None:
    served.answers = [lambda h: send(h, say(GOOD))]
    read = annotate(TEXT, "t", "model", Settings(endpoint=served.endpoint()))
    assert not misquotes(TEXT, read.records) and read.thrown_away == 0
    said, done = next(read.of(Attribution)), next(read.of(Event))
    assert (said.holder, said.quote) == ("PER", "it waits")
    assert (done.source, done.category, done.target) == (("CHL",), "FIGHT", ("BOL",))
    assert any(m.via == "model" for m in read.of(Mention))
    assert served.asked[0][0]["response_format"]["type"] == "json_schema"


def test_what_the_text_does_not_say_is_thrown_away_and_counted(served: Served) -> None:
    served.answers = [lambda h: send(h, say(INVENTED + GOOD))]
    records, thrown_away = ask(served.endpoint())
    assert len(records) == 3 and thrown_away == len(INVENTED)


def test_the_key_comes_from_the_environment_and_is_written_nowhere(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "open sesame")
    served.answers = [lambda h: send(h, b"", 401)]
    with pytest.raises(ModelError) as caught:
        ask(served.endpoint())
    assert served.asked[0][1] == "Bearer open sesame"
    assert "sesame" not in str(caught.value) and "sesame" not in repr(served.endpoint())


def test_busy_servers_are_asked_again_and_wrong_questions_are_not(served: Served) -> None:
    served.answers = [
        lambda h: send(h, b"", 503),
        lambda h: send(h, b"", 429),
        lambda h: send(h, say(GOOD)),
    ]
    assert len(ask(served.endpoint())[0]) == 3 and len(served.asked) == 3
    served.asked.clear()
    served.answers = [lambda h: send(h, b"", 400)]
    with pytest.raises(ModelError, match="400"):
        ask(served.endpoint())
    assert len(served.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"\xff\xfe",
        b'{"choices": []}',
        say("no list"),
        b"[1]",
        b'{"choices": [{"message": {"content": "x"}}]}',
    ],
)
def test_bad_answers_end_in_words(served: Served, body: bytes) -> None:
    served.answers = [lambda h: send(h, body)]
    with pytest.raises(ModelError, match="cannot be read"):
        ask(served.endpoint())


def test_slow_answers_and_those_that_drip_end_in_time(served: Served) -> None:
    """The limit holds for the whole answer: a byte now and then does not keep a reader waiting."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(40):
            try:
                handler.wfile.write(b" ")
                handler.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    served.answers = [drip]
    began = time.perf_counter()
    with pytest.raises(ModelError, match="did not answer"):
        ask(served.endpoint(timeout=0.4, tries=2))
    assert time.perf_counter() - began < 5


def test_nobody_there_and_no_endpoint() -> None:
    with pytest.raises(ModelError, match="did not answer"):
        ask(Endpoint("http://127.0.0.1:9/v1", "small", timeout=1, tries=2, pause=0.01))
    with pytest.raises(ModelError, match="needs an endpoint"):
        annotate(TEXT, "t", "model")
    with pytest.raises(ModelError, match="not an http"):
        ask(Endpoint("file:///etc", "small"))


def test_long_texts_go_in_batches_and_the_cost_is_known(served: Served) -> None:
    served.answers = [lambda h: send(h, say([]))]
    text = "It rained. " * 45
    endpoint, spent = served.endpoint(batch=20, price=(1.0, 2.0)), Spent()
    read_with_model(text, sentences(text), endpoint, spent)
    assert (spent.calls, spent.asked, spent.answered) == (3, 270, 30)
    assert spent.cost(endpoint) == pytest.approx(0.33)

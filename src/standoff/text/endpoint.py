"""The `model` backend: one HTTP call a stretch of text, to any OpenAI-compatible endpoint.

Off unless asked for. What the model says is a proposal like any other, and only if the words it
quotes stand in the sentence it names; what does not is thrown away and counted. The key is read
from the environment when the call is made and is kept nowhere.
"""

from __future__ import annotations

import json
import os
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException, IncompleteRead
from typing import Any, Protocol

from standoff.problem import StandoffError
from standoff.text.annotation import Record, Span
from standoff.text.find import prompt
from standoff.text.sentence import Sentence

KEY_VARIABLE = "STANDOFF_MODEL_KEY"
_AT_MOST = 4_000_000  # bytes of an answer: more is no answer


class ModelError(StandoffError):
    """The endpoint does not answer, or answers with what cannot be read."""


class NoEndpoint(ModelError):
    """There is no endpoint to be asked: no address, one that is none, or a key that no header can hold."""


@dataclass(frozen=True)
class Endpoint:
    """Where and how to ask.

    url       base of the API, as in http://localhost:8000/v1
    timeout   seconds for one call from the name of its host to the last byte of its answer
    tries     calls before giving up; batch: sentences a call
    price     cost of a thousand tokens (in, out), to show what a run cost; in any currency
    """

    url: str
    model: str
    timeout: float = 60.0
    tries: int = 3
    batch: int = 20
    price: tuple[float, float] = (0.0, 0.0)
    pause: float = 1.0


@dataclass
class Spent:
    """Tokens used so far in one reading, for the cost line."""

    asked: int = 0
    answered: int = 0
    calls: int = 0

    def cost(self, endpoint: Endpoint) -> float:
        return (self.asked * endpoint.price[0] + self.answered * endpoint.price[1]) / 1000


class Answers(Protocol):
    """Where answers of a model are kept, by the key of what was asked; never in a case."""

    def get(self, key: str) -> str | None:
        """The answer that was kept, as the model wrote it."""

    def keep(self, key: str, answer: str) -> None:
        """Keep an answer."""


def read_with_model(
    text: str,
    parts: Sequence[Sentence],
    endpoint: Endpoint | None,
    spent: Spent | None = None,
    *,
    answers: Answers | None = None,
    refuter: Endpoint | None = None,
) -> tuple[list[Record], int]:
    """Ask for records, sentence by sentence in batches; the second value counts what was dropped.

    answers  where answers are kept: what was asked just so before is not asked again
    refuter  whom to ask to refute each proposal: what it says against one stands in its note
    raises   NoEndpoint  nothing can be asked at all
             ModelError  no answer in time after all tries, or one that cannot be read
    """
    if endpoint is None:
        raise NoEndpoint("the model backend needs an endpoint: --model-url and --model-name")
    _host(endpoint)
    total = spent or Spent()
    records: list[Record] = []
    thrown_away = 0
    for first in range(0, len(parts), endpoint.batch):
        batch = parts[first : first + endpoint.batch]
        task = _Task(prompt.TASK, "records", prompt.SCHEMA, prompt.lines(text, batch))
        by_id = {p.id: p for p in batch}
        new: list[Record] = []
        for item in _asked(task, endpoint, total, answers):
            record = prompt.record_of(text, by_id.get(str(item.get("sentence"))), item)
            if record is None:
                thrown_away += 1
            else:
                new.append(record)
        if refuter is not None and new:
            words = prompt.claims(text, new, batch)
            against = _Task(prompt.REFUTE, "refuted", prompt.REFUTE_SCHEMA, words)
            new = prompt.doubted(new, _asked(against, refuter, total, answers))
        records.extend(new)
    return records, thrown_away


def pairs_with_model(
    one: tuple[str, Sequence[Sentence]],
    two: tuple[str, Sequence[Sentence]],
    endpoint: Endpoint,
    spent: Spent | None = None,
    answers: Answers | None = None,
) -> tuple[list[tuple[Span, Span]], int]:
    """Ask for sentences of two texts about the same thing: their spans, and how many were dropped.

    Each pair quotes both sentences; one whose words do not stand there is dropped.
    """
    texts = {"a": one, "b": two}
    words = "\n".join(
        f"{name}.{p.id}: {text[p.start : p.end]}"
        for name, (text, parts) in texts.items()
        for p in parts
    )
    task = _Task(prompt.PAIRS, "pairs", prompt.PAIRS_SCHEMA, words)
    places = {f"{name}.{p.id}": (name, p) for name, (_, parts) in texts.items() for p in parts}
    found: list[tuple[Span, Span]] = []
    dropped = 0
    for item in _asked(task, endpoint, spent or Spent(), answers):
        spans: list[Span] = []
        for side, name in (("one", "a"), ("two", "b")):
            owner, part = places.get(str(item.get(side)), ("", None))
            quote = item.get(f"{side}_quote")
            stands = part and owner == name and prompt.found_in(texts[name][0], part, quote)
            if part is not None and stands:
                spans.append((part.start, part.end))
        if len(spans) == 2:
            found.append((spans[0], spans[1]))
        else:
            dropped += 1
    return found, dropped


# --- the call ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Task:
    """One question: what is to be done, the list that answers it, its schema, and the data."""

    words: str
    name: str
    schema: Mapping[str, Any]
    data: str


def _asked(
    task: _Task, endpoint: Endpoint, spent: Spent, answers: Answers | None
) -> list[Mapping[str, Any]]:
    """The items of an answer, kept or new; an answer that cannot be read is not kept."""
    key = prompt.key(endpoint.url, endpoint.model, task.words, task.data)
    kept = answers.get(key) if answers is not None else None
    if kept is not None:
        try:
            return _items(kept, task.name)
        except ModelError:
            pass  # kept by something else: ask again
    content = _ask(task, endpoint, spent)
    items = _items(content, task.name)
    if answers is not None:
        answers.keep(key, content)
    return items


def _items(content: str, name: str) -> list[Mapping[str, Any]]:
    try:
        items = json.loads(content)[name]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelError(f"the endpoint's answer cannot be read: {type(error).__name__}") from None
    if not isinstance(items, list):
        raise ModelError(f"the endpoint's answer cannot be read: {name} is not a list")
    return [item if isinstance(item, dict) else {} for item in items]


def _ask(task: _Task, endpoint: Endpoint, spent: Spent) -> str:
    """The words of the model's answer."""
    body = {
        "model": endpoint.model,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": task.words},
            {"role": "user", "content": task.data},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": task.name, "strict": True, "schema": task.schema},
        },
    }
    payload = _post(endpoint, json.dumps(body).encode("utf-8", "replace"))
    spent.calls += 1
    try:
        answer = json.loads(payload)
        usage = answer.get("usage") or {}
        spent.asked += int(usage.get("prompt_tokens") or 0)
        spent.answered += int(usage.get("completion_tokens") or 0)
        content = answer["choices"][0]["message"]["content"]
    except (
        ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, RecursionError
    ) as error:  # fmt: skip
        raise ModelError(f"the endpoint's answer cannot be read: {type(error).__name__}") from None
    if not isinstance(content, str):
        raise ModelError("the endpoint's answer cannot be read: it holds no words")
    return content


def _post(endpoint: Endpoint, body: bytes) -> bytes:
    """One call, repeated with a growing pause where repeating may help."""
    problem = ""
    host = _host(endpoint)
    for attempt in range(max(1, endpoint.tries)):
        if attempt:
            time.sleep(endpoint.pause * 2 ** (attempt - 1))
        try:
            return _once(endpoint, body)
        except urllib.error.HTTPError as error:
            problem = f"HTTP {error.code}"
            error.close()
            if 300 <= error.code < 400:
                problem += ": it leads elsewhere, and is not followed; give that address itself"
            if error.code not in (408, 409, 429) and error.code < 500:
                break  # asking again would not change the answer
        except HTTPException as error:
            problem = f"the answer is cut off, or no HTTP: {type(error).__name__}"
            if not isinstance(error, OSError | IncompleteRead):
                break
        except OSError as error:
            problem = str(getattr(error, "reason", error)) or type(error).__name__
    raise ModelError(f"{host} did not answer: {problem}")


def _host(endpoint: Endpoint) -> str:
    """The host that is asked, as it may be shown: an address can hold a password.

    raises  NoEndpoint  the address is none
    """
    try:
        parts = urllib.parse.urlsplit(endpoint.url)
        host, port = parts.hostname or "", parts.port
        host.encode("idna")
    except ValueError:
        raise NoEndpoint("the address of the model's endpoint cannot be read") from None
    if parts.scheme not in ("http", "https") or not host or not endpoint.url.isprintable():
        raise NoEndpoint(f"{endpoint.url!r} is not an http or https address")
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A key and a text go to the host that was named and to no other."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _once(endpoint: Endpoint, body: bytes) -> bytes:
    """One call; the time limit holds for the whole of it, the name of the host and the headers too.

    It is made on a thread of its own, for what waits inside the system cannot be told to stop: when the
    time is over the thread is left behind, and what it still gets is thrown away.
    """
    headers = {"Content-Type": "application/json"}
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise NoEndpoint(f"{KEY_VARIABLE} holds what no key can: a sign that no header may hold")
    if key:
        headers["Authorization"] = f"Bearer {key}"
    url = f"{endpoint.url.rstrip('/')}/chat/completions"
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")
    call = _Call(request, endpoint.timeout)
    thread = threading.Thread(target=call.run, daemon=True)
    thread.start()
    thread.join(max(0.0, endpoint.timeout))
    if thread.is_alive():
        call.over = True
        raise TimeoutError("the answer took too long")
    if call.error is not None:
        raise call.error
    return b"".join(call.pieces)


class _Call:
    """One request on its way: the pieces of its answer, or what went wrong."""

    def __init__(self, request: urllib.request.Request, timeout: float) -> None:
        self.request, self.timeout = request, timeout
        self.pieces: list[bytes] = []
        self.error: Exception | None = None
        self.over = False

    def run(self) -> None:
        """Ask, and read until the end, until it is too much, or until nobody waits any more."""
        size = 0
        try:
            opener = urllib.request.build_opener(_NoRedirect)
            with opener.open(self.request, timeout=self.timeout) as response:
                while not self.over and (piece := response.read1(65536)):
                    self.pieces.append(piece)
                    size += len(piece)
                    if size > _AT_MOST:
                        raise ModelError(f"the answer is longer than {_AT_MOST:,} bytes")
        except (OSError, HTTPException, ModelError) as error:
            self.error = error
        except (ValueError, RuntimeError) as error:
            self.error = ModelError(f"the answer cannot be read: {type(error).__name__}")

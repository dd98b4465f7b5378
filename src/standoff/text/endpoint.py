"""The `model` backend: one HTTP call a stretch of text, to any OpenAI-compatible endpoint.

Off unless asked for. What the model says is a proposal like any other, and only if the words it
quotes stand in the sentence it names; what does not is thrown away and counted. The key is read
from the environment when the call is made and is kept nowhere.
"""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from standoff.problem import StandoffError
from standoff.text.annotation import Record, Span
from standoff.text.find import prompt
from standoff.text.sentence import Sentence

KEY_VARIABLE = "STANDOFF_MODEL_KEY"
_AT_MOST = 4_000_000  # bytes of an answer: more is no answer


class ModelError(StandoffError):
    """The endpoint is missing, does not answer, or answers with what cannot be read."""


@dataclass(frozen=True)
class Endpoint:
    """Where and how to ask.

    url       base of the API, as in http://localhost:8000/v1
    timeout   seconds for one call; tries: calls before giving up; batch: sentences a call
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
    raises   ModelError  no endpoint, no answer in time after all tries, or not JSON
    """
    if endpoint is None:
        raise ModelError("the model backend needs an endpoint: --model-url and --model-name")
    if urllib.parse.urlsplit(endpoint.url).scheme not in ("http", "https"):
        raise ModelError(f"{endpoint.url!r} is not an http or https address")
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
    for attempt in range(max(1, endpoint.tries)):
        if attempt:
            time.sleep(endpoint.pause * 2 ** (attempt - 1))
        try:
            return _once(endpoint, body)
        except urllib.error.HTTPError as error:
            problem = f"HTTP {error.code}"
            error.close()
            if error.code not in (408, 409, 429) and error.code < 500:
                break  # asking again would not change the answer
        except (urllib.error.URLError, TimeoutError, ConnectionError, OSError) as error:
            problem = str(getattr(error, "reason", error)) or type(error).__name__
    raise ModelError(f"{endpoint.url} did not answer: {problem}")


def _once(endpoint: Endpoint, body: bytes) -> bytes:
    """One call; the time limit holds for the whole answer, not for each piece of it."""
    headers = {"Content-Type": "application/json"}
    key = os.environ.get(KEY_VARIABLE)
    if key:
        headers["Authorization"] = f"Bearer {key}"
    url = f"{endpoint.url.rstrip('/')}/chat/completions"
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")
    until = time.monotonic() + endpoint.timeout
    pieces: list[bytes] = []
    size = 0
    with urllib.request.urlopen(request, timeout=endpoint.timeout) as response:
        while piece := response.read1(65536):
            pieces.append(piece)
            size += len(piece)
            if time.monotonic() > until:
                raise TimeoutError("the answer took too long")
            if size > _AT_MOST:
                raise ModelError(f"{endpoint.url} answered with more than {_AT_MOST} bytes")
    return b"".join(pieces)

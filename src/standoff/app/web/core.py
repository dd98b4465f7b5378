"""What all routes share: what is open, the jobs, what was sent, and what is said of what goes wrong."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from starlette.requests import Request

from standoff.app.web import desk, suppose
from standoff.app.web.act import write
from standoff.app.web.guard import Keys
from standoff.app.web.jobs import Hub, Job, Jobs
from standoff.app.web.show import frame as frames
from standoff.app.web.state import Refused, State
from standoff.app.web.view.frame import Frame
from standoff.app.web.view.word import Trouble
from standoff.case.format.line import LineError
from standoff.case.format.slice import CannotEdit
from standoff.problem import CaseError, ConditionError, StandoffError, UnknownName
from standoff.record import plain
from standoff.store.write import Changed
from standoff.text.file.document import Unreadable

Body: TypeAlias = Mapping[str, Any]


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

    def frame(self, screen: str, query: Mapping[str, str]) -> Frame:
        """What stands around a screen."""
        waiting = desk.waiting(self.state)
        reading, variant = query.get("reading", ""), query.get("variant", "")
        return frames.frame(self.state, self.keys.write, screen, reading, variant, waiting=waiting)

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
        changes = objects(body, "changes")
        texts = suppose.texts_of(changes)
        payload = {
            "root": str(snapshot.root),
            "files": {**snapshot.files, **texts},
            "reading": frames.chosen(snapshot, text(body, "reading")),
            "variant": text(body, "variant"),
            "changes": [dict(change) for change in changes],
            **more,
        }
        return self.jobs.start(kind, payload, what, key, lane)

    def late(self, body: Body) -> Job:
        """Begin stages 2 and 3 of an answer; those of an older question of the same page are stopped."""
        key = f"answer {text(body, 'client')} {text(body, 'purpose')}"
        job = self.begin("answer", body, "what the answer rests on", key, "live")
        snapshot = self.state.snapshot()
        texts = suppose.texts_of(objects(body, "changes"))
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


def text(body: Body, key: str, default: str = "") -> str:
    value = body.get(key, default)
    if value is None:
        return default
    if not isinstance(value, str):
        raise Refused(f"`{key}` is a text")
    return value


def objects(body: Body, key: str) -> list[Mapping[str, Any]]:
    value = body.get(key) or []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise Refused(f"`{key}` is a list of objects")
    return value


async def body_of(request: Request) -> Body:
    if "application/json" not in request.headers.get("content-type", ""):
        raise Refused("send JSON, and say so in the content type", 415)
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise Refused("this is no JSON") from None
    if not isinstance(body, dict):
        raise Refused("send a JSON object")
    return body


def refusal(error: Exception, state: State) -> tuple[int, dict[str, Any], Any]:
    """Status, data and the view that says what is wrong."""
    words = state.told(error)
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
            found = (Trouble(words, "", 1, error.column + 1, near),)
            return 422, {"error": words, "problems": plain(found)}, found
        case UnknownName():
            found = (Trouble(words, nearest=error.nearest or ""),)
            return 404, {"error": words, "problems": plain(found)}, found
        case Changed():
            return 409, {"error": words}, None
        case Unreadable():
            return 415, {"error": words}, None
        case CannotEdit() | StandoffError():
            found = (Trouble(words),)
            return 422, {"error": words, "problems": plain(found)}, found
    raise error


def _trouble(state: State, problem: Any) -> Trouble:
    if state.root is not None:
        return state.snapshot().trouble(problem)
    return Trouble(problem.message, problem.place.file, problem.place.line)


def hashes(state: State) -> Mapping[str, str]:
    if state.root is None:
        return {}
    with suppress(StandoffError):
        return state.snapshot().hashes
    return {}


def warm(app: App) -> None:
    app.jobs.start("warm", {}, "getting ready", lane="live")

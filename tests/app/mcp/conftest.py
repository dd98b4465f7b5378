"""The door, in a process of its own or in this one, and the SDK's own client before it."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import anyio
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from tests.app.web.browser.dam import make
from typer.testing import CliRunner

from standoff.app.cli.main import app
from standoff.app.mcp import server
from standoff.app.mcp.work import Work

Call = tuple[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """What a tool answered."""

    words: str
    refused: bool

    @property
    def data(self) -> Any:
        assert not self.refused, self.words
        return json.loads(self.words)


def inside(folder: Path, *options: object, mode: str = "auto") -> Client:
    """A client of `standoff mcp` on a folder, not entered yet."""
    arguments = ["-m", "standoff", "mcp", str(folder), *map(str, options)]
    program = StdioServerParameters(command=sys.executable, args=arguments, env={**os.environ})
    return Client(program, mode=mode)


def near(folder: Path, *options: object) -> Client:
    """A client of what `standoff mcp` would serve of a folder, in this process."""
    served: list[Work] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "serve", served.append)
        standoff("mcp", folder, *options)
    (work,) = served
    return Client(server.made(work))


def talk(client: Client, calls: Sequence[Call]) -> list[Answer]:
    """The answers to some calls, made one after the other."""

    async def each() -> list[Answer]:
        answers = []
        async with client:
            for name, sent in calls:
                found = await client.call_tool(name, sent)
                (content,) = found.content
                answers.append(Answer(content.text, bool(found.is_error)))  # type: ignore[union-attr]
        return answers

    return apart(each)


def apart(do: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """What a task gives in a thread of its own: a browser of other tests may hold a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, do).result()


def standoff(*words: object) -> str:
    """What the command line prints; it must succeed."""
    result = CliRunner().invoke(app, list(map(str, words)))
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("dam")
    make(place)
    return place


@pytest.fixture
def place(_made: Path, tmp_path: Path) -> Path:
    """A folder with the case `dam` and its desk `dam-desk`."""
    return Path(shutil.copytree(_made, tmp_path / "work"))


@pytest.fixture
def ask(place: Path) -> Callable[..., list[Answer]]:
    """Calls put to the door on that folder, with the texts of its desk."""
    return lambda *calls: talk(near(place, "--texts", place / "dam-desk"), calls)

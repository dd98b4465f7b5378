"""A client of the app, a case of our own with three texts, and the records of what is on disk."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from standoff.app.web.core import App
from standoff.app.web.guard import Keys
from standoff.app.web.server import application
from standoff.app.web.state import State

with warnings.catch_warnings():  # it names a successor of httpx that not every machine has
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

TEXTS = {
    "post.txt": (
        "Will the ferry sail again?\n\n"
        "The ferry between Northport and Southport has been tied up since 2 March 2023.\n\n"
        "“We will sail again, but we will not carry lorries,” the Northport government said. "
        "According to Southport, Northport offered to sail in exchange for a new pier; "
        "the offer was refused.\n\n"
        "Perhaps Southport cannot pay for a pier.\n"
    ),
    "bulletin.txt": (
        "Northport closed the ferry line on 2 March 2023. "
        "Southport denied that Northport offered to sail in exchange for a new pier. "
        "The Southport government said that it will build the pier.\n"
    ),
    "diary.txt": "Nobody here waits for the ferry any more. Southport might build a pier one day.\n",
}


class Client:
    """The app with a browser's manners: the cookie, the token, our own origin."""

    def __init__(self, state: State) -> None:
        self.app = App(state, Keys("127.0.0.1", 8123))
        self.state = state
        self.http: Any = TestClient(application(self.app), base_url=self.app.keys.origin)

    def get(self, path: str, accept: str = "application/json", **headers: str) -> Any:
        return self.http.get(path, headers={"accept": accept, **headers})

    def page(self, path: str) -> Any:
        done = self.get(path)
        assert done.status_code == 200, done.text
        return done.json()

    def send(self, name: str, body: Any, accept: str = "application/json") -> Any:
        return self.http.post(f"/api/{name}", json=body, headers=self.headers | {"accept": accept})

    def post(self, name: str, body: Any, status: int = 200) -> Any:
        done = self.send(name, body)
        assert done.status_code == status, done.text
        return done.json()

    def upload(self, path: str, data: bytes, status: int = 200) -> Any:
        done = self.http.post(path, content=data, headers=self.headers)
        assert done.status_code == status, done.text
        return done.json()

    @property
    def headers(self) -> dict[str, str]:
        return {"x-standoff-token": self.app.keys.write, "origin": self.app.keys.origin}

    @property
    def files(self) -> dict[str, str]:
        files: dict[str, str] = self.post("poll", {})["files"]
        return files

    def write(self, name: str, body: dict[str, Any], status: int = 200) -> Any:
        return self.post(name, {"based": self.files, **body}, status)

    @property
    def desk(self) -> Path:
        """The folder of the texts."""
        assert self.state.desk is not None
        return self.state.desk

    def wait(self, ticket: str, seconds: float = 60) -> Any:
        job = self.app.jobs[ticket]
        assert job.ended.wait(seconds), job
        return job


@contextmanager
def started() -> Iterator[Client]:
    """The app with nothing open."""
    made = Client(State(coder="tester"))
    with made.http:
        made.http.get(f"/?t={made.app.keys.look}")
        yield made


@pytest.fixture
def client() -> Iterator[Client]:
    """The app with nothing open."""
    with started() as made:
        yield made


@pytest.fixture
def syria(client: Client) -> Client:
    """The worked case, read only."""
    client.post("open", {"example": "syria"})
    return client


@pytest.fixture
def ferry(client: Client, tmp_path: Path) -> Client:
    """A case begun from three texts, not read yet."""
    begun(client, tmp_path / "ferry")
    return client


LINES: tuple[dict[str, Any], ...] = (
    {
        "section": "options",
        "cites": ["post#s3"],
        "options": [{"actor": "Northport", "id": "sail", "gloss": "sail again"}],
    },
    {
        "section": "options",
        "cites": ["post#s4"],
        "options": [{"actor": "Southport", "id": "pier", "gloss": "build a new pier"}],
    },
    {
        "section": "wants",
        "actor": "Northport",
        "raw": "pier",
        "cites": ["post#s4"],
        "attributed_to": "Southport",
    },
    {"section": "wants", "actor": "Northport", "raw": "pier -> sail", "cites": ["post#s4"]},
    {"section": "wants", "actor": "Northport", "raw": "not sail"},
    {"section": "wants", "actor": "Southport", "raw": "sail", "cites": ["post#s4"]},
    {
        "section": "wants",
        "actor": "Southport",
        "raw": "not pier",
        "cites": ["post#s5"],
        "hedged": "Perhaps",
    },
    {"section": "author_concludes", "raw": "not pier", "cites": ["post#s5"], "says": True},
)


def begun(client: Client, folder: Path) -> None:
    """A case of three texts, begun in a folder."""
    body = {
        "title": "Will the ferry sail again?",
        "folder": str(folder),
        "names": ["Northport: the Northport government", "Southport"],
    }
    client.post("new", body)
    for name, text in TEXTS.items():
        client.upload(f"/api/text?name={name}", text.encode())


def opened(client: Client, made: Path, place: Path) -> Client:
    """The app with a copy of a ferry and its desk."""
    shutil.copytree(made, place, dirs_exist_ok=True)
    client.state.open(place / "ferry", place / "ferry-desk")
    return client


@pytest.fixture(scope="session")
def _coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the ferry with the lines of its texts lies beside its desk, written by the app."""
    place = tmp_path_factory.mktemp("coded")
    with started() as made:
        begun(made, place / "ferry")
        for line in LINES:
            made.write("line", {"reading": "post", **line})
        for reading in ("bulletin", "diary"):
            for actor in ("Northport", "Southport"):
                made.write("line", {"reading": reading, "section": "silent", "actor": actor})
    return place


@pytest.fixture
def coded(client: Client, _coded: Path, tmp_path: Path) -> Client:
    """The ferry with the lines of one of its texts; of the others silence."""
    return opened(client, _coded, tmp_path)


def folder(client: Client) -> Path:
    """The folder of the case that is open."""
    assert client.state.root is not None
    return client.state.root


def on_disk(root: Path) -> dict[str, bytes]:
    """Every file below a folder, by its name."""
    return {
        p.relative_to(root).as_posix(): p.read_bytes()
        for p in sorted(root.rglob("*"))
        if p.is_file()
    }

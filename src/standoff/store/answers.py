"""Answers of language models, kept in a desk and never in a case: `desk/answers/KEY.json`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from standoff.store.write import write_bytes


@dataclass(frozen=True)
class KeptAnswers:
    """The answers of one desk, each in a file under the key of what was asked."""

    desk: Path

    def get(self, key: str) -> str | None:
        """The answer that was kept; None if there is none that can be read."""
        try:
            return self._path(key).read_text("utf-8")
        except (OSError, ValueError):
            return None

    def keep(self, key: str, answer: str) -> None:
        """Keep an answer, whole or not at all."""
        write_bytes(self._path(key), answer.encode("utf-8", "replace"))

    def _path(self, key: str) -> Path:
        return self.desk / "answers" / f"{key}.json"

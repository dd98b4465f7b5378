"""Verdicts in words: what a conclusion comes to, what makes it so, and what may not be read into it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from standoff.analysis.judge.fidelity import Judgement
from standoff.analysis.judge.verdict import By, Verdict
from standoff.report.document import Badge, Tone

BY: Mapping[By, str] = MappingProxyType(
    {
        By.MOVED: "what the actors want brings it about",
        By.HELD: "whoever could undo it would lose by that",
        By.BARRED: "nobody can undo it",
        By.TIED: "only because what is given cannot be without it",
        By.INERT: "so from the start: nothing brings it about, nothing defends it",
    }
)
"""What makes a part of a conclusion so."""
CAUTION = (
    "This is what follows from whose assumptions. It is not a forecast, and no text is shown to be true by "
    "it."
)
CHOICES = "Evolution rule: best; ties sanction; improvements are strict."
VERDICTS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.FOLLOWS: "follows",
        Verdict.FAILS: "does not follow",
        Verdict.UNDETERMINED: "cannot be decided",
    }
)
"""A verdict without what is said of its ground."""
IDLE = "so, but nothing moves it"
"""A conclusion that follows, and that nothing brings about or defends."""
TIED = "so only through what is given"
"""A conclusion that follows because what is given cannot be without it."""


def badge(judged: Judgement) -> Badge:
    """The verdict in a few words, with what may not be read into it."""
    match judged.verdict:
        case Verdict.FOLLOWS if judged.tied:
            return Badge(TIED, "idle")
        case Verdict.FOLLOWS if not judged.supported:
            return Badge(IDLE, "idle")
        case Verdict.FOLLOWS if judged.restates:
            return Badge("follows, restating its lines", "follows")
        case Verdict.FOLLOWS:
            return Badge("follows", "follows")
        case Verdict.FAILS if not judged.grounded:
            return bare(judged.verdict)
        case Verdict.FAILS if judged.opposed:
            return Badge("goes against its own lines", "against")
        case Verdict.FAILS:
            return Badge("a premise is missing", "gap")
        case _:
            return Badge(VERDICTS[judged.verdict], "open")


def bare(verdict: Verdict) -> Badge:
    """The verdict alone, where nothing is known of its ground."""
    tones: Mapping[Verdict, Tone] = {Verdict.FOLLOWS: "follows", Verdict.FAILS: "no"}
    return Badge(VERDICTS[verdict], tones.get(verdict, "open"))

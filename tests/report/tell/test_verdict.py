"""A verdict in a few words: what each mix of verdict and ground is called."""

from __future__ import annotations

from tests.analysis.written import concluding, in_docstring

from standoff.analysis.judge.fidelity import Bench
from standoff.analysis.judge.verdict import By, Verdict
from standoff.report.tell.verdict import BY, IDLE, TIED, VERDICTS, badge, bare


def test_each_verdict_and_each_ground_has_its_words() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert set(BY) == set(By)


def test_what_follows_what_lacks_a_premise_and_what_goes_against_its_own_lines() -> None:
    """A gate that opens because it is wished, and what is concluded beside that.

    ---
    case: A gate
    actors: {Guard: {}, Guest: {}}
    options:
      Guard.open: open the gate
      Guard.sing: sing
      Guest.enter: come in
    now:
      - not open
    impossible:
      - enter and not open
    wants:
      Guard:
        - open
      Guest: silent
    author_concludes:
      - open
      - enter
      - not open
      - not sing
      - open given enter
    """
    reading = in_docstring(
        test_what_follows_what_lacks_a_premise_and_what_goes_against_its_own_lines
    )
    bench = Bench(reading)
    words = {
        text: badge(bench.judge(concluding(reading, text)))
        for text in ("open", "enter", "not open", "not sing", "open given enter")
    }
    assert (words["open"].word, words["open"].tone) == ("follows, restating its lines", "follows")
    assert (words["enter"].word, words["enter"].tone) == ("a premise is missing", "gap")
    assert (words["not open"].word, words["not open"].tone) == (
        "goes against its own lines",
        "against",
    )
    assert (words["not sing"].word, words["not sing"].tone) == (IDLE, "idle")
    assert words["open given enter"].tone == "idle" or words["open given enter"].word != TIED


def test_a_verdict_alone_says_nothing_of_its_ground() -> None:
    assert [(bare(v).word, bare(v).tone) for v in Verdict] == [
        ("follows", "follows"),
        ("does not follow", "no"),
        ("cannot be decided", "open"),
    ]

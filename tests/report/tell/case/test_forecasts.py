"""The ledger told and as data. The numbers are made up; the sums are done by hand."""

from __future__ import annotations

from tests.analysis.written import in_docstring
from tests.report.tell.written import printed, sourced

from standoff.analysis.bargain.evidence import Range
from standoff.analysis.bargain.ledger import (
    Decision,
    Forecast,
    forecast_list,
    forecasts,
    resolve,
    score_list,
)
from standoff.record import plain
from standoff.report.tell.case.forecasts import tell, tell_scores


def known() -> tuple[Forecast, ...]:
    """Two forecasts of one source, one of them reported.
    ---
    case: What will they do?
    actors: {A: {}}
    options:
      A.go: go
      A.stay: stay at home
    sources: {x: {}}
    wants: {A: silent}
    forecasts:
      - go by 2020-06        [x#s1] hedged "likely"
      - not stay by open     [x#s2] attributed to Ben, hedged "perhaps"
    """
    return forecasts([in_docstring(known)])


def decided() -> tuple[tuple[Forecast, ...], tuple[Decision, ...]]:
    every = known()
    first = resolve(
        every,
        (),
        every[0].id,
        outcome="yes",
        on="2020-07-01",
        source="a paper",
        base=Range(0.5, 0.5),
        base_source="a book",
    )
    return every, (first,)


def rows(lines: list[str]) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("│")[1:-1]] for line in lines if "│" in line]


def test_the_list_says_whose_what_how_likely_and_what_became_of_it() -> None:
    every, decisions = decided()
    document = tell(forecast_list(every, decisions))
    assert sourced(document)
    lines = printed(document)
    assert rows(lines) == [
        [every[0].id, "x", "A goes (by June 2020)  [x#s1]", "“likely”: 0.55–0.80", "yes (a paper)"],
        [
            every[1].id,
            "Ben (in x)",
            "A does not stay at home (at no named time)  [x#s2]",
            "“perhaps”: not in the table",
            "open",
        ],
    ]
    assert lines[-2].startswith("1 of 2 forecasts gives a likelihood in words of the table: Office")
    assert lines[-1] == f"1 decision; head of the chain: {decisions[0].hash[:12]}"


def test_the_list_as_data_keeps_its_keys() -> None:
    every, decisions = decided()
    record = plain(forecast_list(every, decisions))
    first, second = record["forecasts"]
    assert record["decisions"] == 1 and record["head"] == decisions[0].hash
    assert record["table"].startswith("Office of the Director of National Intelligence")
    assert {key: first[key] for key in ("says", "citations", "by", "conditional", "hedged")} == {
        "says": "go by 2020-06",
        "citations": ["x#s1"],
        "by": "2020-06",
        "conditional": False,
        "hedged": "likely",
    }
    assert (first["reading"], first["voice"], first["likelihood"]) == ("base", "x", [0.55, 0.8])
    assert set(first["place"]) == {"file", "line", "column"}
    assert (first["decision"]["outcome"], first["decision"]["base_low"]) == ("yes", 0.5)
    assert (second["decision"], second["likelihood"], second["by"]) == (None, None, None)


def test_scores_are_ranges_where_the_likelihood_is_one() -> None:
    """`likely` is 0.55 to 0.8: Brier from 0.2 squared to 0.45 squared; a half has a Brier score of 0.25."""
    document = tell_scores(score_list(*decided()))
    assert rows(printed(document)) == [
        ["x", "1", "1", "1", "1", "0.04–0.20", "0.22–0.60", "0.25 against 0.04–0.20"],
        ["Ben (in x)", "1", "0", "0", "0", "–", "–", "none given"],
    ]
    first, second = plain(score_list(*decided()))["scores"]
    assert [round(end, 4) for end in first["brier"]] == [0.04, 0.2025]
    assert (first["base"], second["brier"], second["forecasts"]) == ([0.25, 0.25], None, 1)

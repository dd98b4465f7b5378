"""Who said what, by classes that a small parser or a table of verbs had passed over: a sentence a row."""

import pytest

from standoff.text.annotation import Attribution
from standoff.text.backend import annotate

# sentence | holder | how the content begins
SAID = """
“It is shut,” the Peruvian envoy, Vera Marcal, announced on Monday. | Marcal | “It is shut,”
The Peruvian envoy, Vera Marcal, boasted on Monday that it was shut. | Marcal | that it was shut
Peru's ministry announced in a statement that the bridge was closed. | Peru | that the bridge
The bridge, Peru announced on Monday, was closed. | Peru | The bridge
The bridge, Peru said, was closed. | Peru | The bridge
The bridge, Marcal told the council, is closed. | Marcal | The bridge
The bridge, Peru's minister told the council, was closed. | Peru | The bridge
The bridge was closed, stated the envoy of Peru. | Peru | The bridge
The bridge was closed, claimed the envoy of Peru. | Peru | The bridge
Marcal tweeted that the bridge was closed. | Marcal | that the bridge
Peru considers the pact a threat. | Peru | the pact a threat
Marcal likened the raid to a crime. | Marcal | the raid to a crime
Peru has made clear it will close the bridge. | Peru | it will close
Peru made it clear that the bridge was closed. | Peru | that the bridge
Peru let it be known that the bridge was closed. | Peru | that the bridge
Peru is convinced that the bridge is closed. | Peru | that the bridge
Peru is opposed to the pact. | Peru | to the pact
Peru is against the pact. | Peru | against the pact
Peru took the view that the bridge was closed. | Peru | that the bridge
Peru was of the opinion that the bridge was closed. | Peru | that the bridge
A warning from Peru that the bridge would fall came late. | Peru | that the bridge
The raid drew a sharp rebuke from Peru. | Peru | The raid
The plan won praise from Chile's ministers. | Chile | The plan
Peru vowed on Monday to close the bridge. | Peru | to close
Peru and Chile agreed on Monday to close the bridge. | Peru | to close
"""

NEGATED = """
Peru neither confirmed nor denied that the bridge was closed.
Marcal did not say that the bridge was closed.
Peru has yet to say whether the bridge is closed.
"""


@pytest.mark.read
@pytest.mark.filterwarnings("default")
class TestWithSpacy:
    def test_each_has_its_holder_and_its_content(self) -> None:
        missing = []
        for line in SAID.strip().splitlines():
            text, holder, begins = line.split(" | ")
            said = [a for a in annotate(text, "t", "rules").of(Attribution) if a.status == "said"]
            told = [
                a
                for a in said
                if a.holder_span is not None
                and holder in text[slice(*a.holder_span)]
                and text[slice(*a.content)].startswith(begins)
            ]
            if not told:
                missing.append((text, [(a.holder, text[slice(*a.content)]) for a in said]))
        assert missing == []

    def test_what_is_denied_is_not_said(self) -> None:
        for text in NEGATED.strip().splitlines():
            states = {a.status for a in annotate(text, "t", "rules").of(Attribution)}
            assert states == {"negated"}, text

    def test_a_clause_that_another_denies_is_no_part_of_what_is_said(self) -> None:
        text = "Peru said the bridge was closed, which Chile denied."
        first = next(iter(annotate(text, "t", "rules").of(Attribution)))
        assert text[slice(*first.content)] == "the bridge was closed"

"""Whose words they are by what somebody is: who serves a state speaks for it, who only belongs to it does not.

Each line has a text and, behind the bar, whose words it holds: ids that all hold (`+`), one of several (`/`).
"""

from __future__ import annotations

import pytest

from standoff.text.annotation import Attribution
from standoff.text.backend import annotate

pytestmark = pytest.mark.read

LINES = """
Peru's army has left. Peruvians wait, and Peru is calm. The army chief told reporters the war is over.|PER
An aide to Chilean President Ann Weir said the talks had failed.|CHL
A source close to the Peruvian presidency said the talks had failed.|PER/source
The Lima daily El Orlo reported that the talks had failed.|el-orlo/daily
Chilean state television said the talks had failed.|CHL
According to Peru's deputy foreign minister, Ann Weir, the talks failed.|PER
The talks failed, according to two diplomats who asked not to be named.|diplomats
Ann Weir, who heads Chile's delegation, said the talks had failed.|CHL
The head of Chile's delegation, Ann Weir, said the talks had failed.|CHL
Chile's chief negotiator at the talks in Lima said the talks had failed.|CHL
The United Nations envoy for Peru, Ann Weir, said the talks had failed.|un
UN spokeswoman Ann Weir said the talks had failed.|un
The head of the Orlo Relief Society, Ann Weir, said the talks had failed.|orlo-relief-society/ann-weir
Ann Weir of the Orlo Institute said the talks had failed.|ann-weir/orlo-institute
Analyst Ann Weir said the talks had failed.|ann-weir
A rebel spokesman, who calls himself Colonel Weir, said the talks had failed.|rebel-spokesman/weir/colonel-weir
Peru accused Chile of lying. It said the talks had failed.|PER
Peru's foreign minister met Chile's. She said the talks had failed.|PER
Ann Weir met Chilean officials in Lima. She said the talks had failed.|ann-weir
The ministry in Lima said the talks had failed.|PER
Lima said the talks had failed.|PER
In a joint statement, Peru and Chile said the talks had failed.|PER+CHL
Both Peru and Chile say the other broke the truce.|PER+CHL
Neither Peru nor Chile said when the talks would resume.|
Peru, Chile and Bolivia urged the rebels to stop.|PER+CHL+BOL
The Peruvian and Chilean foreign ministers said the talks had failed.|PER+CHL
Officials from Peru and Chile said the talks had failed.|PER+CHL
Chilean lawmakers said the talks had failed.|CHL
The Chilean opposition said the talks had failed.|opposition/chilean-opposition
Chile's opposition leader, Ann Weir, said the talks had failed.|ann-weir/opposition
Former Chilean president Ann Weir said the talks had failed.|CHL/ann-weir
A statement posted on the rebels' website said the talks had failed.|rebels/statement
The statement, signed by Ann Weir, said the talks had failed.|ann-weir/statement
A letter from the Peruvian minister says the talks failed.|PER
In a letter to the council, Peru said the talks had failed.|PER
Peruvian media quoted Ann Weir as saying the talks had failed.|ann-weir
The Orlo Times quoted a Peruvian official as saying the talks had failed.|PER
"The talks have failed," said Ann Weir, Peru's foreign minister. "We will go home."|PER
"The talks," she said, "have failed." Ann Weir is Peru's foreign minister.|PER/unnamed
Asked whether the talks had failed, Ann Weir said they had.|ann-weir
Ann Weir, speaking for Peru, said the talks had failed.|PER/ann-weir
Speaking on behalf of the rebels, Ann Weir said the talks had failed.|ann-weir/rebels
Aid agencies say Peru shelled the town.|agencies/aid-agencies
Residents of Lima say the army shelled the town.|residents
A resident, Ann Weir, said the army shelled the town.|ann-weir
Witnesses in Peru said soldiers shelled the town.|witnesses
The Peruvian-backed militia said it had taken the town.|militia/peruvian-backed-militia
A spokesman for the Peruvian-led coalition said it had taken the town.|PER/coalition/spokesman
Peru's ally Chile said it would help.|CHL
Peru's neighbor, Chile, said it would help.|CHL
The Chilean embassy in Lima said the talks had failed.|CHL
Chile's ambassador to Peru, Ann Weir, said the talks had failed.|CHL
Chilean Ambassador to Peru Ann Weir said the talks had failed.|CHL
The ambassador of Chile in Lima said the talks had failed.|CHL
Ann Weir, the US ambassador to Peru, said the talks had failed.|USA
Washington's envoy to the talks, Ann Weir, said they had failed.|USA
The White House said the talks had failed. Press secretary Ann Weir told reporters they would not resume.|USA
Peruvian Prime Minister Ann Weir's spokesman said the talks had failed.|PER
The spokesman for Prime Minister Ann Weir of Peru said the talks had failed.|PER
Her office said the talks had failed. Ann Weir is Peru's president.|office/PER
The president's office in Lima said the talks had failed.|PER
General Ann Weir, commander of NATO forces in Peru, said the talks had failed.|nato
Gen. Ann Weir, who commands Peruvian troops in the south, said it is over.|PER
The commander of Peruvian troops in the south, Gen. Ann Weir, said it is over.|PER
The European Union's foreign policy chief, Ann Weir, said the talks had failed.|eu
EU foreign policy chief Ann Weir said the talks had failed.|eu
European officials said the talks had failed.|eu/officials/european-officials
The Red Cross said the talks had failed.|icrc
The pope said the talks had failed.|pope/VAT/holy-see
Pope Francis called for talks.|VAT/holy-see/francis/pope-francis
The judge said the talks had failed.|judge
Weir's lawyer said the talks had failed.|lawyer/weir
Peru's critics say the talks failed.|critics
Critics of Peru say the talks failed.|critics
Supporters of Peruvian President Ann Weir say the talks failed.|supporters
Opponents of the deal in Chile say it failed.|opponents
Families of the Peruvian hostages said the talks had failed.|families
The mother of a Peruvian soldier said the talks had failed.|mother
Peruvian protesters said the talks had failed.|protesters/peruvian-protesters
A Peruvian student said the talks had failed.|student
Peruvian analysts say the talks failed.|analysts
A Chilean journalist said the talks had failed.|journalist
A Peruvian human rights group said the talks had failed.|group
Polls in Peru suggest that voters want talks.|polls
Peruvian law forbids talks.|law/PER
"""


@pytest.mark.parametrize("line", LINES.strip().splitlines())
def test_whose_words_they_are(line: str) -> None:
    text, whose = line.rsplit("|", 1)
    found = {a.holder for a in annotate(text, "t").of(Attribution) if a.status == "said"}
    if "+" in whose:
        assert set(whose.split("+")) <= found
    else:
        assert found & set(whose.split("/")) or (not whose and not found), found

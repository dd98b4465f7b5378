"""Whose words they are by what somebody is: who serves a state speaks for it, who only belongs to it not.

Each line has a text and, behind the bar, who holds its words: ids that all do (`+`), others that may (`/`).
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
A rebel spokesman, who calls himself Colonel Weir, said the talks failed.|rebel-spokesman/weir/colonel-weir
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
Peru's president met Chile's prime minister. The president said it went well.|PER
Peru's president met Chile's prime minister. The prime minister said it went well.|CHL
Peru and Chile met on Monday. They said the talks went well.|PER+CHL
Ann Weir met Peruvian officials. They said the talks went well.|PER
Ann Weir, Peru's minister, met reporters. "We will not leave," she told them.|PER
Peru denied the charge. "It is a lie," a spokesman said.|PER/spokesman
Peru denied the charge. A spokeswoman, Ann Weir, said it was a lie.|PER/ann-weir
Chile says the raid killed two. Peru says it killed none.|CHL+PER
Chile's president was in Lima. There he said the pact was dead.|CHL
The rebels left the town. They said they would be back.|rebels
The rebels left the town. Their leader said they would be back.|leader/rebels
The Orlo Front left the town. The group said it would be back.|orlo-front
The Orlo Front left the town. Its spokesman, Bob Dunn, said it would be back.|orlo-front/bob-dunn
Ann Weir left Lima. "I am tired," the envoy said. Weir is Chile's envoy.|CHL/envoy/ann-weir
Peru's foreign minister, Ann Weir, left. Bob Dunn, her deputy, said the talks failed.|PER/bob-dunn
The council met. Its members said the talks failed.|members/council
Chilean officials spoke. One said the talks failed. Another said not.|unnamed/official/CHL/officials
A Chilean official spoke. The official, who asked not to be named, said the talks failed.|CHL
"Peru has lied," said Chile's minister. "It will pay," she added.|CHL
Peru's minister spoke first. His Chilean counterpart said the talks failed.|CHL
Peru's minister met his Chilean counterpart, Ann Weir. Weir said the talks failed.|CHL
Ann Weir told the BBC that Peru was ready.|ann-weir
In an interview with the BBC, Ann Weir said Peru was ready.|ann-weir
The BBC said Ann Weir was ready.|bbc
A BBC reporter in Lima said the town was quiet.|bbc/reporter
Speaking in Lima, Chile's minister said the talks failed.|CHL
On a visit to Peru, Chile's president said the talks failed.|CHL
Ann Weir became Peru's president in May. On Monday the president said the pact was dead.|PER/ann-weir
Neither side spoke. Ann Weir, an analyst in Lima, said both were tired.|ann-weir
Bob Dunn, a Chilean, leads the UN mission in Peru. Dunn said the truce held.|un/bob-dunn
The UN mission in Peru said the truce held.|un
NATO's commander in Peru said the truce held.|nato
Peru's ambassador to the UN said the truce held.|PER
The Peruvian delegation to the talks said the truce held.|PER
The Peruvian side said the truce held.|PER
The Peruvian team said the truce held.|PER
Peruvian forces said the truce held.|PER
The Peruvian military says the truce held.|PER
The Peruvian embassy said the truce held.|PER
Peruvian President Ann Weir and her Chilean counterpart, Bob Dunn, said the truce held.|PER+CHL
Both presidents said the truce held. Peru's and Chile's leaders had met in May.|presidents/PER+CHL
Sources in the Peruvian government said the truce held.|PER/sources
Sources close to the rebels said the truce held.|sources/rebels
Peruvian government sources said the truce held.|PER/sources
Security sources in Lima said the truce held.|sources/security-sources/PER
An unnamed Peruvian general said the truce held.|PER
The general, Ann Weir, said the truce held.|ann-weir
Peru's second-largest party, the Orlo Union, said the truce held.|orlo-union
The ruling party in Peru said the truce held.|party/ruling-party/PER
Members of Peru's parliament said the truce held.|PER/members
Peru's parliament said the truce held.|PER
A Peruvian court said the truce held.|PER
A court in Lima said the truce held.|PER/court
Lima's mayor said the truce held.|mayor/PER
The mayor of Lima, Ann Weir, said the truce held.|ann-weir/PER/lima
The governor of the Peruvian province of Orlo said the truce held.|governor/PER
Police in Lima said the truce held.|PER/police
The Pentagon said the truce held.|USA
A Kremlin spokesman said the truce held.|RUS
Downing Street said the truce held.|GBR
The French foreign ministry said the truce held.|FRA
Paris said the truce held.|FRA
A French diplomat said the truce held.|FRA
A Western diplomat said the truce held.|diplomat/western-diplomat
Arab diplomats said the truce held.|diplomats/arab-diplomats/arab
African leaders said the truce held.|leaders/african-leaders
The African Union said the truce held.|african-union
Hamas said the truce held.|hamas
Hamas spokesman Bob Dunn said the truce held.|hamas
A senior Hamas official said the truce held.|hamas
Israel and Hamas said the truce held.|ISR+hamas
The Palestinian Authority said the truce held.|PSE
Hezbollah leader Hassan Nasrallah said the truce held.|hezbollah/LBN
The Houthis said the truce held.|houthi/houthis
Taliban officials said the truce held.|taliban
The Syrian opposition said the truce held.|opposition/syrian-opposition
Kurdish fighters said the truce held.|fighters/kurdish-fighters/kurds/kurdish
Iran's Revolutionary Guards said the truce held.|IRN
The Libyan National Army said the truce held.|lna/libyan-national-army/LBY
Ukrainian President Volodymyr Zelensky said the truce held.|UKR
Zelensky's adviser said the truce held.|UKR/adviser
The Russian-backed separatists said the truce held.|separatists/russian-backed-separatists
Russia's defense ministry said the truce held.|RUS
The head of the Russian delegation, Vladimir Medinsky, said the truce held.|RUS
Peru's El Orlo newspaper says the army has lost the war.|el-orlo
A Chilean newspaper report said he had sent notes to Peru. The newspaper said he was ready.|newspaper
The daily El Orlo said he had sent secret notes to Peru. The newspaper added he was ready to talk.|el-orlo
The Nobel laureate Ann Weir came to Lima. The laureate told reporters that she would run for office.|ann-weir
Ann Weir, a Nobel laureate, came to Lima on Monday. The laureate told reporters that she would run.|ann-weir
In an interview with VOA, Ann Weir, a lawmaker from Peru, said the army will attack.|PER
Peru put the blame for the raid on Chile.|PER
As Peru sees it, Chile broke the pact.|PER
In Peru's view, Chile broke the pact.|PER
Chile's message was that the pact is dead.|CHL
The message from Lima is that the pact is dead.|PER
Peru's government and the Front's rebels are stuck. Each side refuses the other's demands.|PER+front
Rebels of the Orlo Liberation Front seized the town. The rebels say they will not leave.|orlo-liberation-front
The Orlo Liberation Front (OLF) seized the town. The rebel group says it will not leave.|orlo-liberation-front
The Orlo Front seized the town. The group's spokesman, Ann Weir, said it stays.|orlo-front/ann-weir
The European Union and Iran met in Vienna. The bloc said progress was made.|eu
The International Criminal Court issued a warrant. The court said he was wanted for murder.|icc
A senior administration official said the U.S. will not pay.|USA
The interior ministry said forty rebels were killed in Peru's south.|PER
Ann Weir of the Lima-based Orlo Institute says Peru will lose.|ann-weir/orlo-institute
Her German counterpart, Bob Orlo, agreed that sanctions stay. Ann Weir is minister of France.|DEU
French Foreign Minister Ann Weir and her German counterpart, Bob Orlo, said sanctions should stay.|FRA+DEU
A man who said he was the group's spokesman claimed the attack.|man/spokesman/group
The Front claimed responsibility for the attack in an e-mail.|front
The regional bloc ECOWAS said it may send troops. The bloc's chairman said it was a last resort.|ecowas
ECOWAS Chairman Ann Weir of Ghana said troops were a last resort.|ecowas/GHA
The Ghanaian leader, who chairs ECOWAS, said troops were a last resort.|GHA/ecowas
Iran-born writer Ann Weir says Iran will not yield.|ann-weir
Iran expert Ann Weir says Iran will not yield.|ann-weir
Israeli settlers say they will not leave.|settlers
Palestinian negotiators say they will not yield.|PSE
Hamas leader Ann Weir says they will not yield.|hamas
Ann Weir, the exiled political chief of Hamas, says they will not yield.|hamas
The Islamist group says it will not yield. Hamas runs the Gaza Strip.|hamas/group
Hamas runs the Gaza Strip. The Islamist group says it will not yield.|hamas
The Islamic Front of Orlo left. The IFO leader says talks are not possible.|islamic-front-of-orlo
The Educational, Scientific and Cultural Organization (UNESCO) met. UNESCO said that it would wait.|un
Peru's envoy, Ann Wierington, came late. Ms. Wieringtom said the talks were over.|PER
My right hon. Friend the Prime Minister thanked the envoys of Peru.|GBR
The Government strongly believe that Peru is right, as my hon. Friend said.|GBR
Peru and Chile met. The rival delegations have threatened to pull out.|PER+CHL
President Ann Weir of Chile called Peru's, Bob Orlo. In Lima, the President said it was good.|CHL
Weir spoke. "It is war," said Bob Orlo, Peru's minister; he urged the town to wait.|PER
The leader of the Orlo Front, S.P. Weir, said no. "It is over," he said.|orlo-front/s-p-weir
Peru's government leaders, who had insisted the talks were over, left.|PER
Peruvian loyalists have told the guards that it rains.|loyalists
Aid was sent, says the country's elected government. Peru waits. Peruvians wait. Peru is calm.|PER
"""


@pytest.mark.parametrize("line", LINES.strip().splitlines())
def test_whose_words_they_are(line: str) -> None:
    text, whose = line.rsplit("|", 1)
    found = {a.holder for a in annotate(text, "t").of(Attribution) if a.status == "said"}
    all_of_one = (set(several.split("+")) <= found for several in whose.split("/") if several)
    assert any(all_of_one) or (not whose and not found), found

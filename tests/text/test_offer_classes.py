"""Offers by their classes: sentences that hold one, and their neighbours that hold none.

Of what the desk does not tell apart, the rows stand apart, so that the tests say how far it goes.
"""

import functools

import pytest

from standoff.text.annotation import Offer
from standoff.text.backend import annotate

OFFERS = """
Peru signalled it could drop its veto were its demands met.
"Surrender, and you will be spared," Weir told the rebels.
Peru has offered to free 40 prisoners if Chile lifts its blockade.
Chile said it would return the crew provided Peru apologised.
Weir promised amnesty to fighters who lay down their arms.
The rebels proposed a ceasefire in exchange for talks.
Peru made its participation conditional on a halt to the bombing.
Chile would recognise the border, Weir said, were Peru to withdraw.
The group demanded the release of its leader in return for freeing the hostages.
Peru is ready to resume talks as soon as Chile stops the shelling.
"If Chile pulls back, so will we," said Weir.
Weir offered Chile a deal: gas for peace.
The army will leave the town once the rebels disarm.
Chile has pledged three million dollars in aid once a government is formed.
Chile held out the prospect of lifting sanctions should Peru comply.
Peru agreed to suspend enrichment for six months in return for relief from sanctions.
Chile offered trade benefits to Peru if it stops the programme.
"We are prepared to talk when the attacks stop," Weir said.
Peru will not withdraw its troops until Chile releases the captives.
The rebels said they would lay down arms only after the president resigns.
In exchange for Peru's signature, Chile would drop its claim.
The plan calls for Peru to withdraw and for Chile to recognise it in return.
Weir told the rebels that they would be spared if they surrendered.
Chile will reopen the border on condition that Peru hands over the men.
Peru says it would accept observers, but only under the command of Chile.
No concessions will be made unless Peru frees the crew.
Chile tied any aid to reforms in Peru.
"If he renounces violence, we can do business with him," Weir said of the rebel leader.
Chile's offer of autonomy in return for an end to the fighting was rejected by the rebels.
The rebels would swap two soldiers for 20 prisoners.
Peru wants guarantees from Chile before it disarms.
Weir said sanctions relief would follow if inspections in Peru resume.
Peru may be willing to forgo its claim in order to win membership.
The minister said the troops would go home the day the militia disbands.
Peru would stop its tests if Chile called off its drills.
Chile has promised to lift the siege when the hostages are free.
Peru offered Chile cheap gas in a bid to win its support for the pact.
Chile said that it was willing to release the fishermen as part of a wider deal with Peru.
Weir urged Peru to free the crew, saying that Chile would then drop the charges.
Peru has agreed to hand over the suspects, and Chile to lift the embargo.
Under the proposal, Peru would give up its weapons and Chile would end the sanctions.
Peru set three conditions for joining the talks with Chile.
Peru would only join the talks if Chile were to attend.
Those who lay down their arms will receive a pardon, Weir said.
Chile would consider easing the sanctions if it saw progress in Peru.
Peru said its delegation would return to the table if the shelling of the town ended.
The rebels said the foreigners could leave if their governments pulled out their troops.
A truce depends on Chile pulling its tanks back, Peru said.
Peru linked the release of the crew to an apology from Chile.
Chile's aid comes with conditions for Peru.
Weir hinted that Peru might back the plan if its border is guaranteed.
Without a halt to the raids there will be no talks, Peru told Chile.
Peru is offering Chile a seat on the council if it drops its opposition.
The price for peace, Peru said, is a full withdrawal by Chile.
Peru offered grain in exchange for the pass.
Peru offered grain in return for the pass.
Peru would get grain in exchange for opening the pass, its minister said.
Peru has agreed to free ten Chilean prisoners in exchange for fuel.
Peru will free ten prisoners in exchange for fuel from Chile.
Chile promised to lift the blockade if Peru opens the pass.
Chile pledged aid if Peru disarms.
Chile pledged aid worth ten million dollars, provided Peru disarms.
Chile said it was ready to talk if Peru stopped shelling the bridge.
Chile is willing to withdraw if Peru recognises the border.
Chile is prepared to withdraw its troops as long as Peru disarms the Front.
Chile is prepared to withdraw its troops so long as Peru disarms the Front.
The Front would lay down its arms only if Chile freed its leader.
Only if Chile frees its leader will the Front lay down its arms.
The Front will lay down its arms once Chile frees its leader.
The Front will lay down its arms when Chile frees its leader.
The Front will not lay down its arms until Chile frees its leader.
The Front says the truce will continue until a neutral force arrives.
Governor Weir says he will not step down until a neutral force is in place.
Peru said it will not sign until monitors are deployed.
The Front will not lay down its arms unless Chile frees its leader.
The Front refuses to lay down its arms until Chile frees its leader.
The Front refused to free the hostages unless Chile withdrew.
Unless Chile withdraws, the Front will not free the hostages.
Until Chile withdraws, there will be no talks, the Front said.
There will be no talks until Chile withdraws, the Front said.
There can be no talks before Chile withdraws, the Front said.
There will be no truce without a Chilean withdrawal, the Front said.
No hostage will be freed without a ransom from Chile, the Front said.
The Front said it would free the hostages in response to a Chilean withdrawal.
The release of the hostages is conditional on a Chilean withdrawal, the Front said.
The Front made the release of the hostages contingent on a Chilean withdrawal.
The Front made the release of the hostages conditional upon the withdrawal of Chilean troops.
Aid from Chile is subject to Peruvian elections, the minister said.
Chilean aid depends on Peruvian reforms, the minister said.
Chilean aid will depend on whether Peru holds elections.
Chile linked its aid to Peruvian reforms.
Chile has tied the reopening of the pass to the release of its crew.
Peru offered to trade its spies for the Chilean crew.
Peru wants to swap the spies for the Chilean crew.
Peru and Chile agreed to swap prisoners.
Peru proposed a swap of prisoners with Chile.
It would be a quid pro quo: grain from Peru, and the pass from Chile.
Peru would consider a truce should Chile withdraw.
Should Chile withdraw, Peru would halt its fire.
Were Chile to withdraw, Peru would halt its fire.
If Chile withdraws, then Peru will halt its fire.
“If Chile withdraws, we will halt our fire,” Peru's minister said.
“We will halt our fire if they withdraw,” Marcal said.
“If you open the pass, we shall send grain,” Marcal told the Chileans.
“Open the pass and we will send grain,” Marcal told the Chileans.
Under the deal, Peru will withdraw and Chile will lift the blockade.
Under the proposal, Peru would withdraw its troops and in return Chile would lift the blockade.
In return, Chile would lift the blockade.
In exchange, the Front would get a seat in the cabinet.
In return for grain, Chile would open the pass.
As part of the deal, Chile would lift the blockade in return.
Peru offered an amnesty to rebels who lay down their arms.
Peru offered a pardon to any fighter who surrenders.
Peru has offered amnesty for fighters who surrender.
Peru guaranteed safe passage to the fighters if they left Weir.
Peru gave the Front guarantees of safety in return for its departure.
The Front demanded a ransom for the release of the Chilean crew.
The Front is asking for a ransom of two million dollars for the Chilean crew.
The kidnappers want ten prisoners freed in return for the Chilean crew.
Chile said it would ease the sanctions after Peru hands over the spies.
Chile will ease the sanctions only after Peru hands over the spies.
That would happen only if Peru handed over the spies, the Chilean minister said.
Chile said it could ease the sanctions in the event that Peru hands over the spies.
On condition that Peru leaves, Chile agreed to talks.
Chile accepted a truce on the condition that Peru leaves.
Chile agreed to a truce with the condition that Peru leaves.
Chile set one condition for a truce: that Peru leave Weir.
Chile's condition for talks is a Peruvian withdrawal.
Chile laid down conditions for its return to the talks.
Chile offered concessions to Peru if it disarms.
Chile would be rewarded with aid if it gave up its arms, a Peruvian envoy said.
Peru will give Chile aid for giving up its arms.
Peru dangled aid before Chile if it gave up its arms.
Peru held out the prospect of aid if Chile gave up its arms.
The Chilean government has said it will not hold talks with Peru as long as the shelling continues.
Chile has ruled out talks with Peru unless the shelling ends.
Chile has ruled out talks until Peru leaves Weir.
Peru rejected a Chilean offer to exchange land for peace.
Marcal offered the rebels land for peace.
Peru said it would reciprocate if Chile freed the crew.
Peru would respond in kind if Chile freed the crew.
The Front vowed to stop its attacks if Peru pulled out.
The Front vowed to keep fighting until Peru pulls out.
The Front has said it will release the hostages if its demands are met.
The Front will free the crew if the government meets its demands.
Peru's foreign minister says his country is ready to sign the pact, if Chile agrees to inspections.
Peru's foreign minister says his country, if Chile agrees to inspections, is ready to sign the pact.
The Peruvian president has offered to step down in exchange for immunity.
Peru proposed that both sides pull back their troops at the same time.
The two sides agreed that Peru would withdraw while Chile lifted the blockade.
The offer calls on Peru to stop mining in exchange for aid.
The package offers Peru trade benefits if it stops mining.
Chile has offered Peru a package of incentives to stop mining.
Chile has offered Peru incentives to stop mining.
Under the plan, Peru would stop mining in exchange for fuel.
Peru would have to disarm before Chile lifts the sanctions.
Chile says that Peru must first disarm before it lifts the sanctions.
Chile wants Peru to disarm first; only then would it lift the sanctions.
Chile said it would lift the sanctions the moment Peru disarms.
Chile said sanctions would be lifted once Peru disarms.
Sanctions will be lifted if Peru disarms, the Chilean minister said.
Sanctions will not be lifted until Peru disarms, the Chilean minister said.
Chile may lift the sanctions if Peru disarms.
Peru agreed to stop shelling in response to Chile's pullback.
Chile called for a truce, offering to free the crew in exchange.
The Chilean leader said his troops would go home if Peru guaranteed their safety.
If Peru guaranteed their safety, the Chilean leader said, his troops would go home.
If Peru, which holds the bridge, leaves it, Chile will send grain.
Chile would agree to a ceasefire if it received guarantees from Peru.
Chile signalled that it could drop its claim if Peru paid.
Chile hinted at grain for Peru if it opened the pass.
In exchange for an end to the shelling, Dunn promised the Chileans a seat at the table.
Chile conditioned its return to the table on the release of its crew.
Chile has made any talks conditional on an end to the shelling by Peru.
Chile insists that Peru must free the crew before it reopens the pass.
Peru will get the fuel only when it has closed the mine, Chile's envoy said.
The envoy said that Chile was open to a truce, provided that Peru withdrew its guns.
Marcal said her party would join the cabinet on one condition: that Dunn resign.
The party of Marcal will back the budget on condition that Dunn resigns.
The rebels said they would free the miners if the government called off the hunt for their chief.
If the government of Peru calls off the hunt, the rebels will free the miners.
The rebels pledged not to attack the convoy as long as Peruvian troops stayed away.
The militia said it would stop shooting once Chilean troops pulled back.
Chile would resume aid as soon as Peru lets inspectors in.
Chile would not resume aid until Peru let inspectors in.
Chile won't resume aid before Peru lets inspectors in.
Without a halt to the mining, Chile will not resume aid, Dunn told the Peruvians.
Peru tabled a proposal under which it would halt the mining and Chile would resume aid.
Peru put forward an offer to halt the mining for two years in return for aid.
Chile said it might recognise the Front in return for a promise to disarm.
The Front's leader said he was willing to disarm in exchange for recognition.
The Front has promised to disarm its men in return for seats in the Chilean parliament.
Peru says it will cut its army by half if Chile does the same.
Peru will cut its army, but only if Chile does likewise.
“We are ready to go home, but they must first guarantee our safety,” the Front's leader said.
The Front said that it would go home if given guarantees by Chile.
Peru agreed to take back the refugees in exchange for aid from Chile.
A Peruvian offer of amnesty for those who lay down their arms was read on the radio.
Peru offered a reward to anyone who hands over Dunn.
Peru offered two million crowns for the release of the crew held by the Front.
The Front wants two million crowns in exchange for the crew, a Peruvian official said.
The Front said the crew would be released if Peru paid two million crowns.
The crew would go free if the ransom was paid, the Front said.
Both sides said they would hold fire as long as the other side did.
Peru's price for its vote is the return of the island, Chilean officials say.
Dunn said he would resign if Marcal did so too.
Dunn offered to resign if the Front put down its arms.
Dunn offered his resignation in return for peace with the Front.
Chile's lifting of the siege hinges on the release of the crew.
Chile's proposal foresees a Peruvian withdrawal in return for the lifting of the siege.
Under the accord, Peru is to leave the island, and Chile will lift the siege.
The accord calls for Peru to leave the island in exchange for Chile's lifting of the siege.
If it does so, Chile said, Peru can count on its support.
Peru can count on Chile's support if it leaves the island.
Should Peru leave the island, it could expect Chilean aid.
Chile signalled it was ready to ease the sanctions if Peru froze its mining.
Chile could ease the sanctions in return, Dunn said.
In return, Chile is to free twenty Peruvian sailors.
For its part, Chile will free twenty Peruvian sailors.
Chile has said that the embargo on Peru would be lifted in stages if it cooperated.
Chile has said it would sign, provided its troops could stay in Weir.
No deal will be signed unless Chile drops its claim, Peru's minister said.
There would be no deal unless Chile dropped its claim, Peru's minister said.
Peru would never give up the island unless Chile paid for it.
The Front turned down a Chilean offer to free its men if it left the valley.
Peru rejected a swap of the sailors for the spies.
Peru's terms for a truce are simple: Chile must leave the island.
The bandits sent word that they would let the ferryman go if the Duke of Peru sent them salt.
President Dunn says Chile will take part in the talks if Peru first accepts the frontier.
The Chilean government says it is prepared to lift the curfew, if the Front ends its campaign.
The Front's spokesman said that it is still ready to negotiate, provided that the army stops its advance.
Dunn promised that Chile would pay for the harbour if Peru let its ships in.
Dunn told Marcal that Chile would pay for the harbour in exchange for leave to use it.
Chile's offer, made on Monday, was to leave the island in return for a share of the catch.
They offered us the island in return for our silence, Marcal said.
Peru asked Chile to free its sailors in exchange for the return of the island.
Peru urged Chile to disarm, and promised aid in return.
Chile says it has no plan to leave the island unless Peru recognises it.
Chile says it will stop enriching ore only if Peru does the same.
The North has agreed to shut its mines in exchange for oil from the South.
The North will shut its mines and let inspectors in, and in return the South will send oil.
The North would be given oil and guarantees of safety if it shut its mines.
The captors had threatened to kill the men unless Peru left, but now say they will free them for a price.
The captors say they will free the men for two million crowns.
The captors offered to free two of the men if Peru freed eight of theirs.
The captors have asked for the release of eight prisoners in return for the men.
Peru has said it will not trade prisoners for the men held by the Front.
The Front has set a price: eight prisoners for the two Peruvian sailors.
Marcal said she could support the plan if Chile changed it.
If you stop shelling us, we will stop shelling you, the Front told Chile.
We would not object to Chile's return if it paid its dues, Marcal said.
Chile promises not to object to Peru's entry, on the understanding that it drops its claim.
It is a simple bargain: fuel for peace, Dunn said of Chile.
The envoy brought an offer from Chile: an end to the siege for a share of the catch.
Chile's minister insisted there would be no aid to Peru without reform.
No reform, no aid, Chile's minister told the Peruvians.
Chile said it would release the money once Peru had closed the mine.
Peru said it had closed the mine and expects Chile to release the money in return.
The commander said his men would hand in their guns if they were given land and work by Peru.
Peru is offering land to men who hand in their guns.
Chile's parliament voted to lift the ban on condition that Peru open its ports.
Peru agreed to open its ports after Chile promised to lift the ban.
Peru gave way on the ports in exchange for an end to the ban by Chile.
"""

NONE = """
Peru attacked Chile in return for the shelling.
If Chile attacks, Peru will strike back.
Weir said she would resign if the vote is lost.
If it rains, the talks in Peru will be moved.
Peru would lose if Chile joined the war.
Chile asked whether Peru would leave if it came to war.
Peru warned that it would close the border if Chile does not pay.
The envoys of Peru will meet if time allows.
It is not clear if Peru will accept the plan.
The truce will hold until Friday, Peru said.
Chile agreed with Peru that talks would be useful.
Peru said that the war would be over by May.
They exchanged fire, and Peru blamed Chile.
Peru plans to attack Chile if it must.
Chile will hold elections when the rains end.
Weir said Peru would be poorer if Chile left the union.
Chile said Peru must free the crew before Friday.
Peru has offered to mediate between Chile and the rebels.
Peru promised to defend its border against Chile.
Counting in Peru will not start until the boxes are in one place.
The vote in Peru will not be counted until Saturday.
Peru's lawyer will not rest until a good outcome is reached.
Peru will return to its best form if it keeps the pace against Chile.
The man from Peru could be charged with treason if Chile extradites him.
Peru and Chile disagree over an enterprise bargaining agreement.
An assembly in Peru, in turn, appoints a government of Chileans.
Peru and Chile went on trading tit-for-tat sanctions.
Peru demanded that Chile leave Weir.
Peru demanded the release of the hostages.
Peru offered an apology to Chile.
Peru offered its condolences to Chile.
Peru offered to mediate between Chile and the Front.
Peru offered no comment on Chile.
If Chile does not leave, Peru will attack.
Peru will attack Weir unless Chile leaves.
Chile will face sanctions if it does not leave, Peru said.
Peru threatened to cut aid unless Chile leaves.
Peru warned that it would close the pass if Chile did not leave.
Chile must leave within a day or face war, Peru said.
The well could run dry if it does not rain.
Thousands could die if the Front attacks Weir.
If the talks fail, war will follow, Peru's minister said.
The Peruvian senate will vote on a law on grain.
The Chilean minister proposed a law on mining.
Peru plans to build a bridge.
Peru agreed on a date for talks with Chile.
Peru and Chile agreed to meet in Weir.
Peru and Chile signed a trade deal.
Trade between Peru and Chile has grown.
Peru and Chile exchanged fire for hours.
The two sides exchanged fire across the border for the third day.
Marcal and Dunn exchanged greetings before the talks.
Chile's troops returned to Weir.
In turn, Chile closed its embassy.
In return, Chile shelled the bridge.
Peru criticised Chile for its attack on the bridge.
Chile said it did not know if Peru would sign.
It is unclear if Peru will sign the pact.
Dunn asked whether Peru would sign if it could.
It will take years before Chile is rebuilt.
He will stay in Weir until the envoys of Chile return.
Peru will hold elections when the rains end.
The minister will visit Chile after he leaves Weir.
Peruvian forces will stay in Weir until 2015.
The truce will last until Sunday.
Peru will continue to support Chile as long as it takes.
The war has lasted as long as Marcal can remember.
The deal was signed after months of talks between Peru and Chile.
Peru said that Chile had broken its promise to leave.
Peru welcomed the deal between Chile and the Front.
Peru rejected Chile's proposal.
Peru promised to help Chile.
Chile agreed to a truce.
Chile agreed to stop shelling Weir.
Peru provided Chile with grain.
Peru provides aid to refugees in Chile.
The aid was provided by Peru.
Peru paid Chile for grain.
Peru sold arms to the Front for years.
The sanctions were lifted after Peru disarmed.
Peru withdrew after Chile promised peace.
The Front freed the crew after Chile paid a ransom.
What would Peru do if Chile attacked?
Nobody knows what will happen if Peru leaves.
If Peru is right, Chile has lied for years.
As if Peru would leave, Dunn said.
Even if Peru leaves, the Front will fight on.
Chile would be glad if Peru won.
It would be a mistake if Peru left, Dunn said.
It would be good if Peru left, Dunn said.
Peru would lose its port if Chile won.
The bill would fund troops in Chile until 2015.
Congress will debate a bill on aid to Chile.
Once the envoys of Chile arrive, the talks will begin.
When Marcal arrives in Chile, she will meet Dunn.
If elected, Marcal will leave Chile.
The results of the vote in Chile will be told once they are counted.
Peru said it would defend itself if Chile attacked.
Peru will respond if Chile crosses the river.
Peru and Chile will hold talks on Friday if the weather is fine.
If Marcal wins the vote, Chile's policy could change.
If Peru leaves, the Front will take Weir.
Peace will come to Weir only if both sides want it.
Chile would be weaker if Peru left.
Peru would suffer if Chile closed the pass.
Peru could be next if Chile falls.
Chile's army would need years if it wanted to rebuild.
Marcal said that she would not rest until Dunn is jailed.
The Front will fight until Chile is free.
Peru vowed to fight until the last Chilean soldier leaves.
The envoys will stay until the work in Chile is done.
Dunn said he would decide after he has talked with Marcal.
Marcal will speak when Dunn has finished.
Peru returned fire after Chile shelled Weir.
In return fire, two Chileans died.
Peru has received aid for refugees from Chile.
Peru's trade with Chile is worth two million crowns for each side.
The condition of the Chilean hostages is good.
Peru depends on Chile for its water.
Peru offered its sympathy to Chile after the flood.
Peru offered its good offices to Chile.
Peru offered to send doctors to Chile.
Peru said it would send doctors to Chile.
Chile is ready for talks with Peru.
Chile agreed to a deal with Peru.
Chile would welcome it if Peru left.
Dunn would not say if Peru had left.
Nothing will change until the vote in Chile.
Peru and the Front traded accusations for weeks.
Peru and Chile traded fire for a second day.
The guarantee was given to Chile for the first time.
Chile said Peru would pay for its crimes.
Chile would like to know if Peru will leave.
It remains to be seen if Peru will leave once Chile does.
Few believe that Peru will leave if Chile does not.
The minister told the Chilean house that Peru had met the terms.
The Peruvian envoy said there had been progress in the talks with Chile.
The talks with Chile are likely to fail unless something changes.
If the reports are true, Chile has broken the truce.
If Chile has broken the truce, the Peruvians will know soon.
The ship would reach Peru in May if the weather held.
A visit by Dunn to Peru could take place once the rains are over.
Chile has been under a ban since it shelled the port until it apologised.
Peru hopes that Chile will sign if the vote goes well.
The Chilean army could retake the town if it wanted to.
It would take a year before the Chilean port could reopen.
The prize was offered to Marcal for writing a book on Chile.
Dunn said Chile deserved an apology for what Peru had done.
Peru paid a high price for its war with Chile.
Dunn thanked Peru for its help after the flood.
The Chilean minister gave Marcal a letter for Dunn.
Peru and Chile reached a deal on fish after a week of talks.
Dunn said that if Marcal was in Chile she should come home.
Peruvians would vote for Marcal if the election were held today.
When asked if Chile would leave, Dunn would not say.
What Chile wants is clear, and Peru will not give it.
Peru will not leave Chile alone.
Chile will not be part of the pact until 2015, Peru said.
Peru says its army will be in Weir until the new bridge is ready.
Chile is expected to free Marcal once the Peruvian court has ruled.
Peru's new law will end aid unless the house votes to keep it.
"""

# Offers that are passed over.
MISSED = """
A ceasefire could begin within days if both sides accept, the envoy of Peru said.
Chile said the embargo would stay until Peru pays.
Give us our land and you shall have peace, Weir told Chile.
Peru offers money for information on the rebels.
The Front will keep the hostages until Peru pulls out.
The Front will hold the bridge until its demands are met.
The sanctions could be lifted if Peru disarms.
Peru denied that it had offered grain for the pass.
Peru's envoy floated a trade: his country's spies for Chile's crew.
“They will get their fuel when they close the mine,” Dunn said of the Peruvians.
The two armies agreed to pull back if Chile's senate ratified the pact.
In return, the North is to get oil and guarantees of safety.
There is a deal on the table: Chile leaves the island, and Peru lifts the siege.
Chile has frozen its aid to Peru until the mine is closed.
Granted land, the men would hand in their guns to Peru, the commander said.
"""

# What is shown, and is none.
SHOWN = """
In exchange for nothing, Dunn smiled.
After Peru leaves, Chile will rebuild Weir.
Peru gave aid for building roads in Chile.
The deal between Peru and Chile will be signed if all goes well.
The Chilean envoy said he was hopeful that a deal would be signed with Peru.
Peruvian aid workers will stay in Chile for as long as they are needed.
Marcal accepted Dunn's apology in return.
When Chile leaves, it will leave behind a ruined town, Dunn said.
"""


@functools.cache
def offers(line: str) -> bool:
    """Whether a sentence is shown as an offer; each is read once for all tests."""
    return any(True for _ in annotate(line, "t", "rules").of(Offer))


def shown(sentences: str) -> dict[str, bool]:
    return {line: offers(line) for line in sentences.strip().splitlines()}


@pytest.mark.read
@pytest.mark.filterwarnings("default")
class TestWithSpacy:
    def test_an_offer_is_shown_by_its_class(self) -> None:
        assert [line for line, found in shown(OFFERS).items() if not found] == []

    def test_its_neighbours_are_none(self) -> None:
        assert [line for line, found in shown(NONE).items() if found] == []

    def test_what_is_not_told_apart_is_known(self) -> None:
        """At most so many of a hundred are missed, and of those shown at least three of four are true."""
        some = {**shown(OFFERS), **shown(MISSED)}
        none = {**shown(NONE), **shown(SHOWN)}
        found, false = sum(some.values()), sum(none.values())
        assert found >= 0.94 * len(some) and found >= 0.9 * (found + false)

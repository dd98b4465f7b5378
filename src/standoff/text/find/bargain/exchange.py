"""Ways to say that one thing is given for another, and words of offering."""

from __future__ import annotations

from standoff.text.find.bargain.piece import (
    BE,
    CEDE,
    DEED,
    DOING,
    FIGHTERS,
    GIVE,
    GOODS,
    HELD,
    MERCY,
    MONEY,
    MUST,
    SPARED,
    WHO_CEDES,
    WHOSE,
    WILL,
    any_of,
    few,
    near,
    not_after,
    phrase,
    some,
)
from standoff.text.find.bargain.way import Way, Ways

_WIN = any_of("win get gain secure obtain regain")
_READY = any_of("willing ready prepared agree[sd]? offer(?:s|ed)?")
_SUPPLY = any_of("pay give provide send supply buy raise increase lend build fund finance")
_COUNTED = any_of(r"an? one two three four five ten \w+ty several")
_KIND = rf"{few(2)}(?:apolog|condolence|thank|help|support|sympath|reason|explanation|evidence|prayer|praise)"
_PLAN = any_of(
    "deal agreement proposal plan accord pact offer terms arrangement formula package compromise"
)
_BOUND = r"(?:link|tie|condition)(?:s|d|ed|ing)?"
_PROMISED = r"(?:promis|offer|guarant|pledg|agree)\w*"
_TALKED_OVER = r"(?:agree|offer|propos|accept|negotiat|discuss|suggest)\w*"
_HELD_OUT = any_of(
    "will would shall may can could agreed promised offered pledged lift free end send"
)
_DUE = any_of("will would shall agree[ds]?_to is_to are_to")
_DEPENDS = r"(?:depend|hinge|rest)(?:s|ed|ing)? on"
_TAKE_PLACE = any_of(
    "happen begin start resume succeed proceed continue work take_place go_ahead hold"
)
_NO = any_of(
    r"not never won't cannot can't no_\w+_(?:will|would|can|could) refus\w+ unwilling\w* "
    r"rul(?:e[sd]?|ing)_out"
)

# What stands before is given, what stands behind is wanted.
FOR = Ways(
    small=True,
    rows=(
        Way(
            "in return for it",
            r"in (?:exchange|return|turn),? for",
            "Peru offered water in return for a road.",
        ),
        Way(
            "as its price or reward",
            r"as (?:the|a) (?:price|reward|quid pro quo) (?:of|for)",
            "Chile would open the pass as a reward for peace.",
        ),
        Way(
            "a good given for doing something",
            rf"(?:{GIVE}|pays?|paid|receives?|received|gets?){near(40)}(?:{MERCY}|{GOODS}|{MONEY})"
            rf"{near(30)}for (?!being |having ){DOING}",
            "Chile paid Peru two million dollars for closing the mine.",
            "Chile paid Peru a visit for being kind.",
        ),
        Way(
            "willing to do one thing to win another",
            rf"{_READY} to (?:forgo|{CEDE}){some(60)}(?:(?:in order |so as )?to {_WIN}|"
            rf"as part of (?:an?|any|the) {few(1)}(?:{_PLAN}|bargain|swap|settlement|exchange))",
            "Peru is willing to drop its claim to win a seat on the council of Chile.",
        ),
        Way(
            "offered in a bid to win another",
            rf"offer(?:s|ed|ing)?{some(50)}in (?:a bid|an effort|an attempt|the hope|return) (?:to|of) "
            rf"(?:{_WIN}|bring|persuade)",
            "Chile offered Peru cheap gas in a bid to win its support.",
        ),
        Way(
            "offered a supply to keep something",
            rf"offer(?:s|ed|ing)? to {_SUPPLY}{some(50)}(?:so as |in order )?to "
            rf"(?:{_WIN}|continue|keep|use|stay|retain|maintain|free)",
            "Chile offered to pay Peru two million dollars to keep its port.",
        ),
        Way(
            "offered for a deed or for captives",
            rf"offer(?:s|ed|ing)?(?! {_KIND}){some(50)}for {few(2)}(?:peace|{DEED}|{HELD})",
            "Peru has offered Chile ten spies for the crew.",
            "Peru offered Chile its thanks for the aid.",
        ),
        Way(
            "freed for a price",
            rf"(?:free|releas)\w*{some(30)}for (?:a price|a ransom|money|cash|\$?\d|"
            rf"{_COUNTED} (?:hundred|thousand|million|billion))",
            "The captors said that they will free the men for two million crowns.",
        ),
        Way(
            "money asked for captives or a deed",
            rf"(?:demand|ask|want|seek|sought)\w*{near(40)}{MONEY}{near(60)}"
            rf"(?:to free|for {few(5)}(?:{DEED}|{HELD}|life|lives))",
            "The rebels demanded two million dollars for the crew.",
        ),
    ),
)
# What is given and what is wanted stand about it in no set order.
EXCHANGE = Ways(
    small=True,
    rows=(
        Way(
            "in return",
            r"in (?:exchange|return)(?! fire\b)",
            "In exchange, Chile would lift the blockade.",
            "In return fire, two men of Chile died.",
        ),
        Way(
            "in turn, of what is promised",
            r"in turn(?:(?<=would in turn)|(?<=will in turn)|(?<=would, in turn)|(?<=will, in turn))|"
            rf"{not_after('in turn', 'which', 'who', 'that')},? {few(4)}{_HELD_OUT}",
            "Peru will withdraw, and Chile, in turn, will lift the blockade.",
            "An assembly in Peru, in turn, appoints a government of Chileans.",
        ),
        Way(
            "something for something",
            r"quid pro quo|trade-?offs?",
            "It was a quid pro quo between Peru and Chile.",
        ),
        Way(
            "a bargain",
            rf"{not_after('bargain', 'enterprise', 'collective', 'wage', 'plea')}(?:s|ed|ing)?"
            r"(?! (?:chips?|agreements?|table|power|units?|position|rounds?|councils?)\b)",
            "Peru made a bargain with Chile.",
            "Peru has lost its bargaining power over Chile.",
        ),
        Way(
            "answered in kind",
            r"reciproca\w+",
            "Peru expects a reciprocal step from Chile.",
        ),
        Way(
            "made good by something else",
            r"compensat\w+",
            "Peru will compensate Chile.",
        ),
        Way(
            "a deal told behind a colon",
            r"(?:trade|swap|exchange|deal|offer|proposal|terms)\b[^.;:]{0,30}: [^.;]{3,80} for",
            "The envoy brought a deal from Chile: an end to the siege for a share of the catch.",
        ),
        Way(
            "one thing traded for another",
            r"(?:swap(?:s|ped|ping)?|(?:trad(?:e|es|ed|ing)|exchang(?:e|ed|es|ing))"
            r"(?! with\b| (?:\w+ )?(?:fire|gunfire|shots|blows|barbs|words|views|greetings|notes|letters|"
            rf"insults|accusations|information|visits|ideas|threats))|gives? up){some(60)}(?<!-)for(?!-)",
            "Peru wants to swap the spies for the crew of Chile.",
            "Peru and Chile went on trading tit-for-tat sanctions.",
        ),
        Way(
            "captives or land exchanged",
            rf"{_TALKED_OVER}{near(40)}(?:(?:prisoner|hostage|captive|detainee|land|spy|body|debt)s? "
            rf"(?:exchange|swap)s?|(?:swap|exchange)(?:ping)?(?: of)? {few(2)}{HELD})",
            "Peru and Chile agreed to swap prisoners.",
        ),
        Way(
            "ready, but something comes first",
            rf"(?:ready|willing|prepared|open|happy) (?:to|for) {phrase(60)}, but{near(40)}(?:first|{MUST})",
            "Peru is ready for talks with Chile, but the shelling must end.",
        ),
        Way(
            "allowed, but something comes first",
            rf"{WILL} (?:be (?:allowed|permitted|free|able) to|get|receive|gain){some(80)}but {few(2)}{MUST}",
            "Chile would get the port but it must pay Peru.",
        ),
        Way(
            "conceded for, or if",
            rf"conce(?:ssions?|ded?){near(60)}(?:for|if|to)",
            "Peru made concessions to Chile.",
        ),
        Way(
            "both at the same time",
            rf"(?:offer|agree|propos|suggest)\w*{near(60)}(?:both|two) \w+{near(60)}"
            r"(?:at the same time|simultaneous\w*|in parallel|step by step)",
            "Peru proposed that both armies leave at the same time.",
        ),
        Way(
            "an incentive to do something",
            rf"(?:incentives?|inducements?)\b[^.;,]{{0,40}}\bto (?!(?:which|whom|{WHOSE})\b)[a-z]+",
            "Chile spoke of incentives for Peru to disarm.",
        ),
        Way(
            "under a plan each does a part",
            rf"(?:under|as part of|by the terms of|according to) (?:{WHOSE}|this|that|such an?) "
            rf"{few(3)}{_PLAN}\b[^.;:]{{0,20}}, [^.;:]{{2,80}}\b{_DUE}{near(90)}(?:and|while|with)\b "
            rf"{phrase(60)}\b(?:{_DUE}|lift|withdraw|releas|free|pull)",
            "Under the deal, Peru will withdraw and Chile will lift the blockade.",
        ),
        Way(
            "a deed linked to demands",
            rf"{_BOUND}{near(80)}(?:to|on) {few(4)}(?:conditions?|demands?|concessions?)",
            "Chile ties trade with Peru to new demands.",
        ),
        Way(
            "a deed linked to another",
            rf"{_BOUND}{near(40)}{DEED}{near(30)}(?:to|on) {few(3)}{DEED}",
            "Chile linked its aid to Peruvian reforms.",
        ),
        Way(
            "a deed conditioned on another",
            rf"(?:linked|tied|condition(?:s|ed|ing)) {few(6, 1)}(?:up)?on "
            rf"{few(3)}(?:{DEED}|re(?:launch|start)|{DOING})",
            "Chile conditioned its return on Peru pulling out.",
        ),
        Way(
            "a deed that depends on another",
            rf"(?:{DEED}|offer|proposal|its pace|the pace|any \w+){near(40)}{_DEPENDS} "
            rf"{few(5)}(?:{DEED}|{CEDE}|{DOING})",
            "A truce depends on Chile pulling its tanks back, Peru said.",
        ),
        Way(
            "a deed whose pace depends on another",
            rf"{DEED}{near(80)}(?:pace|speed|timing|length) (?:\w+ )?{_DEPENDS}",
            "Peru began a pullout whose pace depends on Chile.",
        ),
        Way(
            "the same for the same",
            r"(?P<same>[a-z]{4,}) for (?P=same)(?<!word)(?<!blow)(?<!pound)(?<!dollar)(?<!year)(?<!tooth)",
            "Peru told Chile that it would be quiet for quiet.",
            "Peru read the pact with Chile word for word.",
        ),
        Way(
            "met with the same",
            rf"{WILL} be (?:answered|met|matched|repaid|returned|rewarded) (?:with|by) (?:\w+ )?"
            rf"(?:quiet|calm|restraint|goodwill|steps?|action|measures|concessions?|{DEED})",
            "Calm will be met with calm, Peru told Chile.",
        ),
        Way(
            "steps that match",
            r"(?:corresponding|matching|equal|parallel|commensurate) (?:\w+ )?"
            r"(?:steps?|measures?|moves?|gestures?|concessions?)",
            "Peru waits for corresponding steps by Chile.",
        ),
        Way(
            "after which another is done",
            rf"(?:following|after|upon) which {phrase(40)}\b(?:must|is to|are to|{WILL})",
            "Peru will free the crew, after which Chile will lift the ban.",
        ),
        Way(
            "something must be done for another to begin",
            rf"for {phrase(60)} to {_TAKE_PLACE}, [^.;:]{{0,60}}\b{MUST}",
            "For the talks to begin, Chile must leave the island, Peru said.",
        ),
        Way(
            "what one needs for it",
            rf"what [\w-]+ (?:needs?|wants?|requires?|needed|wanted) (?:for|before|in order to){some(60)}"
            r"(?:is|was)",
            "What Peru needs for a truce with Chile is a border.",
        ),
        Way(
            "mercy for who gives in",
            rf"{MERCY}{near(40)}(?:to|for) {few(3)}{WHO_CEDES}",
            "Chile spoke of an amnesty for rebels who lay down their arms.",
        ),
        Way(
            "promised to who gives in",
            rf"(?:promis|offer|guarant)\w*{near(60)}(?:to|for) (?:anybody|anyone|those|all|any \w+|"
            rf"{few(3)}(?:\w+s|men|women|people)) {WHO_CEDES}",
            "Peru promised land to all who hand in their guns.",
        ),
        Way(
            "given to fighters who give in",
            rf"{GIVE}{near(20)}(?:to|for) {few(2)}(?:{FIGHTERS}|members|those|men) {WHO_CEDES}",
            "Peru gave land to rebels who surrendered.",
        ),
        Way(
            "who gives in is spared",
            rf"(?:those|anyone|anybody|whoever|all|{FIGHTERS})(?: who)? {CEDE}{near(40)}{WILL} "
            rf"(?:be {SPARED}|receive|get|have|face no)",
            "Those who lay down their arms will receive a pardon, Peru said.",
        ),
        Way(
            "spared after doing it",
            rf"after (?:{CEDE}|{DOING}) {phrase(80)}, {phrase(40)}\b{WILL} be {SPARED}",
            "After leaving the valley, the men of Peru will be pardoned.",
        ),
        Way(
            "one must do it before another",
            rf"before {phrase(60)}, {phrase(40)}\b{MUST} (?:first )?(?:{CEDE}|deliver|take|put)",
            "Before the talks go on, Chile must first leave the island, Peru said.",
        ),
        Way(
            "done after the other promised",
            r"(?:agreed to|call(?:ed)? off|(?:end|suspend|lift|resum|releas)(?:e|ed)?)"
            rf"{some(60)}after{near(40)}{_PROMISED}",
            "Peru agreed to open its ports after Chile promised to lift the ban.",
        ),
        Way(
            "nothing before something is done",
            rf"(?:not|n't|never){some(60)}before {few(4)}(?:ha[sd]|have|{BE}) (?:been )?(?:\w+ )?"
            rf"(?:{CEDE}|gone|met)",
            "Peru will not sign before all troops have left Chile.",
        ),
        Way(
            "no deed without another",
            rf"without {few(2)}(?:{DEED}|peace){near(60)}(?:no|{_NO})",
            "Without a halt to the raids there will be no talks, Peru told Chile.",
        ),
        Way(
            "not without a deed",
            rf"(?:{_NO}|(?:can|could|will|would|shall) be no){near(60)}without {few(2)}(?:{DEED}|peace)",
            "There will be no truce without a Chilean withdrawal, the Front said.",
        ),
        Way(
            "none of one, none of the other",
            r"no (?:\w+ )?\w+, no (?:\w+ )?\w+",
            "No reform, no aid, the minister of Chile said.",
        ),
        Way(
            "aid that comes with strings",
            rf"(?:{DEED}|money|loans?) comes? with {few(2)}(?:conditions|strings)",
            "Peru said that such aid comes with conditions.",
        ),
        Way(
            "a condition of a deed",
            rf"(?:a|the) (?:pre)?condition (?:for|of) {few(3)}{DEED}",
            "Peru called a pullout the condition for talks with Chile.",
        ),
        Way(
            "what would then be done",
            rf"(?:will|would) then {CEDE}",
            "Weir urged Peru to free the crew, saying that Chile would then drop the charges.",
        ),
        Way(
            "each agreed to a part",
            rf"agree[sd]? to {CEDE}\b[^.;:]{{2,60}},? (?:and|while) [^.;:]{{2,30}}? to {CEDE}",
            "Peru has agreed to hand over the suspects, and Chile to lift the embargo.",
        ),
        Way(
            "offered in the hope of something",
            rf"offer\w*{some(80)}in (?:the )?hopes? (?:that|of)",
            "Peru offered Chile gas in the hope that the siege ends.",
        ),
        Way(
            "the price for something",
            rf"{not_after('price for', 'heavy', 'high', 'paid a', 'pay a')}|sets? {WHOSE} (?:\w+ )?price",
            "The price for peace, Peru said, is a full withdrawal by Chile.",
            "Peru paid a high price for its war with Chile.",
        ),
    ),
)

"""The words that carry an offer: of exchange, of a condition, of promising; and those of harm and of answer.

A class stands in one pattern, with what tells it from its neighbours; `offer` asks for them in its frames.
"""

from __future__ import annotations

import re


def any_of(*alternatives: str) -> re.Pattern[str]:
    """A pattern for any of some words, whole, in small letters or capitals."""
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


def small(*alternatives: str) -> re.Pattern[str]:
    """A pattern for any of some words in a text of small letters, which it goes through much faster."""
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b")


# What parties do for each other, as nouns: *links the pullout to the release of the crew*.
_DEED = (
    r"(?:withdrawal|pull-?out|releases?|return|lifting|recognition|truce|ceasefire|cease-fire|aid|talks|"
    r"disarmament|ratification|reopening|support|deal|progress|reforms?|elections?|surrender|handover|end|"
    r"guarantees?|assurances?|apology|concessions?|negotiations|pull-?back|evacuation|extradition|"
    r"inspections?|"
    r"ransom|amnesty|freedom|freeing|easing|resumption|signing|hand-?over|compliance|dialogue|"
    r"accord|"
    r"agreement|settlement|normali[sz]ation|membership|visit|halt|cessation)"
)
_HELD = r"(?:hostages?|prisoners?|captives?|detainees?|crew|spies|bodies|land)"
_MONEY = r"(?:money|cash|ransom|dollars|euros|pounds|francs|rupees|pesos|roubles|riyals|dinars|\d+|million|billion)"
_KIND_WORDS = (
    r"(?:\w+ ){0,2}(?:apolog|condolence|thank|help|support|sympath|reason|explanation|evidence|"
    r"prayer|praise)"
)
# What parties are asked for, as they do it: *once the shelling stops*, *when Peru frees its leader*.
CEDE = (
    r"(?:stop|end|ceas|halt|lift|withdr[ae]w|pull(?:s|ed)? (?:back|out)|releas|free|surrender|disarm|"
    r"(?:hand|turn)(?:s|ed|ing)? "
    r"(?:over|back|in)|return|recogni[sz]|pay|paid|reopen|open|sign|ratif(?:y|i)|dismantl|freez|froze|"
    r"suspend|eas|drop|grant|"
    r"evacuat|compl(?:y|i)|cooperat|guarante|allow|renounc|abandon|extradit|(?:stand|step|lay|lai)(?:s|"
    r"d)? down|"
    r"gives? up|gave up|meets?|accept|agree|pledge|commit|respect|implement|fulfil|honou?r|leave|left|"
    r"recall|apologi[sz]|disband|forgo|"
    r"call(?:s|ed)? off|lets?|sends?|sent|resum|resign|do(?:es)? (?:so|the same|"
    r"likewise)|"
    r"did (?:so|the same|likewise)|go(?:es)? (?:free|home))"
    r"(?:e|s|es|ed|n|ing|p?ped|p?ping|tted|t)?"
)
FOR = small(
    r"in (?:exchange|return|turn),? for",
    r"as (?:the|a) price (?:of|for)",
    r"as a (?:reward|quid pro quo) for",
    r"(?:gives?|given|gave|grants?|granted|offers?|offered|pays?|paid|receives?|received|gets?)\b"
    r"[^.;:]{0,40}\b(?:amnesty|immunity|asylum|pardons?|passage|aid|loans?|credits?|compensation|"
    rf"payments?|concessions?|privileges|access|relief|{_MONEY})\b"
    r"[^.;:]{0,30}\bfor (?!being |having )[a-z]+ing",
    rf"(?:willing|ready|prepared|agree[sd]?|offer(?:s|ed)?) to (?:forgo|{CEDE})\b[^.;:]{{2,60}} "
    r"(?:(?:in order |so as )?to (?:win|get|secure|gain|obtain|regain)|"
    r"as part of (?:an?|any|the) (?:[a-z]+ )?(?:deal|package|agreement|bargain|swap|settlement|exchange))\b",
    r"offer(?:s|ed|ing)?\b[^.;:]{2,50} in (?:a bid|an effort|an attempt|the hope|return) (?:to|of) "
    r"(?:win|secure|get|gain|obtain|bring|persuade)",
    r"offer(?:s|ed|ing)? to (?:pay|give|provide|send|supply|buy|raise|increase|lend|build|fund|finance)\b"
    r"[^.;:]{2,50} (?:so as |in order )?to (?:continue|keep|secure|get|gain|win|use|stay|retain|maintain|"
    r"regain|obtain|free)\b",
    rf"offer(?:s|ed|ing)?\b (?!{_KIND_WORDS})[^.;:]{{2,50}} for (?:\w+ ){{0,2}}(?:peace|{_DEED}|{_HELD})",
    r"(?:free|releas)\w*\b[^.;:]{2,30} for (?:a price|a ransom|money|cash|\$?\d|(?:an?|one|two|three|"
    r"four|five|"
    r"ten|\w+ty|several) (?:hundred|thousand|million|billion))",
    rf"(?:demand|ask|want|seek|sought)\w*\b[^.;:]{{0,40}}\b{_MONEY}\b[^.;:]{{0,60}}\b"
    rf"(?:to free|for (?:[\w'’-]+ ){{0,5}}(?:{_DEED}|{_HELD}|life|lives))",
)
# *As long as it takes* is no condition.
_AS_EVER = (
    r"(?! (?:it takes|necessary|possible|needed|required|is needed|\d|two|three|four|five|six|ten|"
    r"(?:any\w*|\w+) can (?:remember|recall)|(?:I|he|she|it|they|we) lives?\b))"
)
PROVIDED = any_of(
    r"on (?:the )?(?:sole |one |single )?conditions?:? (?:that|of)(?! anonymity)",
    r"provid(?:ed|ing)(?: that)?(?= [a-z])(?! by\b| for\b| with\b| to\b)",
    # a name behind it is a subject if no *with* or *to* follows: not *provided Peru with water*
    r"provid(?:ed|ing)(?= (?-i:[A-Z]))(?![^,;.]{0,60}\b(?:with|to) )",
    r"provid(?:ed|ing)(?=, [^,;.]{2,40}, )",  # a word put in: *provided, by then, Peru has left*
    r"on the (?:understanding|basis|proviso|premise) that",
    r"in the event (?:that|of)",
    rf"in response to (?:[\w'’]+ ){{0,4}}{_DEED}",
    r"(?:but|though) not (?:while|before|until)",
    rf"(?:as|so) long as{_AS_EVER}",
    r"only (?:if|when|once|after|under|in case)",
    r"(?:under|with|on) (?:the |an? )?(?:sole |one |single |only )?condition\b(?! of anonymity)(?= that| only|:|,)",
    r"if and when",
    r"only then",
)
# What ties two acts by itself, with no promise beside it.
TIED = small(
    r"(?:conditional|contingent|conditioned) (?:up)?on",
    r"on (?:the )?(?:sole |one |single )?conditions?:? that",
    r"(?:sets?|setting|la(?:ys?|id|ying) (?:down|out)|puts? forward|named?|attach(?:ed|es)?|imposed?|"
    r"posed?|outlined?|stated?|listed?) "
    r"(?:\w+ ){0,3}(?:pre)?conditions?(?: for\b|:)",
    r"the only way [^.;]{0,60}\b(?:it|he|she|they|we|i) (?:will|would|can|could)\b",
    rf"(?:there (?:is|are|were|was)|has|have|had) (?:\w+ ){{0,2}}(?:pre)?conditions? for (?:(?:\w+ ){{0,3}}{_DEED}|[a-z]+ing)\b",
    rf"(?:(?:pre)?conditions?|terms) (?:for|of) (?:\w+ ){{0,3}}{_DEED}(?: (?:with|from) \w+)? (?:is|are|"
    rf"was|were|includ\w+)",
    r"(?:our|its|their|his|her|the|one|an?) (?:only |sole |main |single |first |key |other )?(?:pre)?condition "
    r"(?:(?:is|was|being|would be|for [^,;.]{3,40} (?:is|was)) (?:that|to|an?|the|“|\"|for)|, that\b)",
    rf"(?:is|are|was|were|made|be) subject to (?:[\w'’]+ ){{0,4}}{_DEED}",
    r"(?:in exchange|in return),? (?:\w+ ){{1,4}}(?:would|will|wants?|demand\w*|ask\w*|must|expects?)",
)
EXCHANGE = small(
    r"in (?:exchange|return)(?! fire\b)",
    r"(?:trade|swap|exchange|deal): [^.;]{3,60} for",
    r"(?:ready|willing|prepared|open|happy) (?:to|for)\b[^.;]{3,60}, but\b[^.;]{0,40}\b(?:must|first|"
    r"ha(?:s|ve) to)",
    r"(?:(?<=would )|(?<=will )|(?<=would, )|(?<=will, ))in turn(?=,| )",
    r"(?<=, )in turn,? (?:[\w'’-]+ ){0,4}(?:would|will|agreed|promised|offered|pledged)",
    r"quid pro quo",
    r"trade-?offs?",
    r"(?<!enterprise )(?<!collective )(?<!wage )(?<!plea )bargain(?:s|ed|ing)?"
    r"(?! (?:chips?|agreements?|table|power|units?|position|rounds?|councils?)\b)",
    r"reciproca\w+",
    r"(?:swap(?:s|ped|ping)?|(?:trad(?:e|es|ed|ing)|exchang(?:e|ed|es|ing))(?! with\b| (?:\w+ )?(?:fire|"
    r"gunfire|shots|blows|"
    r"barbs|words|views|greetings|notes|letters|insults|accusations|information|visits|ideas|threats))|"
    r"gives? up)\b"
    r"[^.;]{2,60}(?<!-)\bfor(?!-)",
    r"conce(?:ssions?|ded?)\b[^.;]{0,60}\b(?:for|if|to)",
    r"compensat\w+",
    r"(?:agree|offer|propos|accept|negotiat|discuss|suggest)\w*\b[^.;]{0,40}\b(?:(?:prisoner|hostage|"
    r"captive|"
    r"detainee|land|spy|body|debt)s? (?:exchange|swap)s?|(?:swap|exchange)(?:ping)?(?: of)? (?:\w+ ){0,2}"
    rf"{_HELD})",
    r"(?:offer|agree|propos|suggest)\w*\b[^.;]{0,60}\b(?:both|two) \w+\b[^.;]{0,60}\b(?:at the same time|"
    r"simultaneous\w*|in parallel|step by step)",
    r"(?:incentives?|inducements?)\b[^.;,]{0,40}\bto (?!which\b|whom\b|the\b|an?\b|its\b|their\b)[a-z]+",
    r"(?:under|as part of|by the terms of|according to) (?:the|an?|this|that|their|its|such an?) "
    r"(?:[\w-]+ ){0,3}"
    r"(?:deal|agreement|proposal|plan|accord|pact|offer|terms|arrangement|formula|package|"
    r"compromise)\b[^.;]{0,20}, "
    r"[^.;]{2,80}\b(?:will|would|agree[ds]? to|is to|are to)\b[^.;]{2,90}\b(?:and|while|with)\b [^.;]{2,60}"
    r"\b(?:will|would|agree[ds]? to|is to|are to|lift|withdraw|releas|free|pull)",
    r"(?:link|tie|condition)(?:s|d|ed)?\b[^.;]{3,80}\b(?:to|on) "
    r"(?:\w+ ){0,4}(?:conditions?|demands?|concessions?)",
    rf"(?:link|tie|condition)(?:s|d|ed)?\b[^.;]{{0,40}}\b{_DEED}\b[^.;]{{0,30}}\b(?:to|on) "
    rf"(?:\w+ ){{0,3}}{_DEED}",
    rf"(?:{_DEED}|offer|proposal|its pace|the pace|any \w+)\b[^.;]{{0,40}}\b(?:depend|hinge|rest)(?:s|ed|ing)? on "
    rf"(?:[\w'’-]+ ){{0,5}}(?:{_DEED}|{CEDE}|[a-z]+ing)\b",
    rf"{_DEED}\b[^.;]{{2,80}}\b(?:pace|speed|timing|length) (?:\w+ )?(?:depend|hinge)(?:s|ed|ing)? on",
    r"(?:linked|tied|conditioned|conditioning|conditions) (?:[\w'’-]+ ){1,6}(?:up)?on (?:[\w'’-]+ ){0,3}"
    rf"(?:{_DEED}|re(?:launch|start|turn|opening|sumption)|[a-z]+ing)\b",
    # acts named twice, answered in kind: *quiet for quiet*, *fire will be met with fire*
    r"(?<![\w-])(?!word\b|man\b|blow\b|pound\b|dollar\b|year\b|day\b|eye\b|tit\b|tooth\b)([a-z]{4,}) for \1",
    r"(?:will|would) be (?:answered|met|matched|repaid|returned|rewarded) (?:with|by) (?:\w+ )?"
    rf"(?:quiet|calm|restraint|goodwill|steps?|action|measures|concessions?|{_DEED})\b",
    r"(?:corresponding|matching|equal|parallel|commensurate) (?:\w+ )?(?:steps?|measures?|moves?|gestures?|concessions?)",
    r"in (?:return|turn),? (?:may|can|could|shall|lift|free|end|send)\b",
    rf"(?:following|after|upon|in return for|in exchange for) which [^.;]{{2,40}}\b(?:will|would|must|is to|are to)\b",
    rf"for [^,;.]{{3,60}} to (?:happen|begin|start|resume|succeed|proceed|continue|work|take place|go ahead|hold), [^.;]{{0,60}}"
    r"\b(?:must|needs?|has to|have to|should|will have to|would have to)\b",
    rf"what (?:we|they|it|he|she|[\w-]+) (?:needs?|wants?|requires?|needed|wanted) (?:for|before|in order to) [^.;]{{3,60}} "
    r"(?:is|was)\b",
    rf"(?:gives?|given|gave|grants?|granted|offers?|offered|promised?|extended?)\b[^.;]{{0,20}}\b(?:to|for) (?:[\w-]+ ){{0,2}}"
    rf"(?:rebels|fighters|militants|gunmen|insurgents|guerrillas|soldiers|deserters|members|those|men) who (?:\w+ )?(?:{CEDE}|turn)\b",
    rf"(?:amnesty|pardon|immunity|safe passage|clemency|leniency)\b[^.;]{{0,40}}\b(?:to|for) (?:[\w-]+ ){{0,3}}who "
    rf"(?:\w+ )?(?:{CEDE}|turn)\b",
    rf"after (?:{CEDE}|[a-z]+ing) [^.;]{{3,80}}, [^.;]{{2,40}}\b(?:will|would|shall) be (?:cleared|pardoned|spared|freed|released|"
    r"forgiven|allowed|given|granted|paid|recogni[sz]ed|lifted)\b",
    rf"before [^,;.]{{3,60}}, [^.;]{{2,40}}\b(?:must|has to|have to|needs? to) (?:first )?(?:{CEDE}|deliver|take|put)\b",
    rf"(?:dangl|hold|held|rais)(?:e|es|ed|ing)? (?:out )?the (?:prospect|possibility|hope|promise) of\b[^.;]{{2,80}}\b"
    r"(?:if|before|once|unless|provided|in return|should)\b",
    rf"(?:call off|called off|end|ended|suspend|suspended|lift|lifted|release|released|resume|resumed) [^.;]{{3,60}} after "
    r"[^.;]{2,40}\b(?:promised|pledged|agreed) to\b",
    rf"(?:not|n't|never) [^.;]{{3,60}} before (?:all |every |the )?(?:[\w'’-]+ ){{0,3}}(?:ha[sd]|have|is|are|was|were) "
    rf"(?:been )?(?:\w+ )?(?:{CEDE}|gone|lifted|met|released|freed)",
    rf"(?:{_DEED}|money|loans?) comes? with (?:\w+ ){{0,2}}(?:conditions|strings)\b",
    rf"(?:will|would) then {CEDE}\b",
    rf"agree[sd]? to {CEDE}\b[^.;]{{2,60}},? (?:and|while) [^.;]{{2,30}}? to {CEDE}\b",
    rf"(?:those|anyone|anybody|whoever|all|fighters|rebels|militants|gunmen|insurgents|guerrillas|"
    rf"soldiers|deserters)(?: who)? {CEDE}\b[^.;]{{0,40}}?\b(?:will|would|shall) "
    r"(?:be (?:pardoned|spared|freed|forgiven|"
    r"allowed|given|granted|offered|safe|free)|receive|get|have|face no)\b",
    rf"(?:a|the) (?:pre)?condition (?:for|of) (?:\w+ ){{0,3}}{_DEED}",
    rf"without (?:\w+ ){{0,2}}(?:{_DEED}|peace)\b[^.;]{{0,60}}\b(?:not|no|never|won't|cannot|can't)",
    rf"(?:not|never|won't|cannot|can't|(?:can|could|will|would|shall) be no|no [a-z]+ (?:will|would|can|"
    rf"could)|"
    rf"refus\w+|unwilling\w*|rul(?:e[sd]?|ing) out)\b[^.;]{{0,60}}\bwithout (?:\w+ ){{0,2}}(?:{_DEED}|peace)",
    r"offer\w*\b[^.;]{3,80}\bin (?:the )?hopes? (?:that|of)",
    r"(?:would|will) (?:be (?:allowed|permitted|free|able) to|get|receive|gain)\b[^.;]{3,80}\bbut "
    r"(?:\w+ ){0,2}(?:would have to|must|will have to|has to|have to)",
    r"(?:promis|offer|guarant)\w*\b[^.;]{3,60}\b(?:to|for) (?:anybody|anyone|those|all|any \w+|(?:\w+ "
    r"){0,3}(?:\w+s|men|women|people|persons)) who "
    rf"(?:will |would |agree to )?{CEDE}\b",
    r"(?<!paid a )(?<!pay a )(?<!heavy )(?<!high )price for",
    r"sets? (?:an?|its|his|their|the) (?:\w+ )?price",
    r"(?:offer|proposal|terms)\b[^.;:]{0,30}: [^.;]{3,80} for",
    r"no (?:\w+ )?\w+, no (?:\w+ )?\w+",
    r"agreed to [^.;]{3,60} after [^.;]{2,40}\b(?:promis|pledg|agree|guarant|offer)\w*",
)
OFFERS = small(
    r"offer(?:s|ed|ing)?",
    r"propos(?:e|es|ed|ing)",
    r"promis(?:e|es|ed|ing)",
    r"pledg(?:e|es|ed|ing)",
    r"volunteer(?:s|ed)?",
    r"undert(?:akes?|ook)",
    r"agree[sd]?",
    r"vow(?:s|ed)?",
)
OFFER_NOUNS = small(
    r"(?<!\bto )(?:offers?", r"proposals?", r"deals?", r"swaps?", r"compromises?", r"bargains?",
    r"incentives?", r"guarantees?", r"assurances?", r"package)",
)  # fmt: skip
IF = any_of(
    r"(?<!as )(?<!even )(?<!what )if",
    r"unless",
    r"until",
    r"till",
    r"(?<!at )once",
    r"as soon as",
    r"(?:assuming|supposing)(?: that)?",
    r"the (?:same |very )?(?:moment|day|minute)(?= (?!when\b|of\b)[a-z]+ \w)",
    r"before(?= (?:they|it|he|she|we|you)\b| (?-i:[A-Z])\w+ (?:does|has|is|are|had|[a-z]+(?:s|ed))\b"
    r"| (?:an?|the) (?:[a-z-]+ ){1,3}(?:is|are|was|were|has|have|had)\b)",
    r"(?:when|after)(?= )",
    r"should(?= (?-i:[A-Z])| the\b| they\b| it\b| he\b| she\b)",
    r"were(?= (?:its|his|her|their|our|the) (?:demands?|conditions?|terms) (?:to be )?(?:met|accepted)\b)",
    r"were(?= (?:the \w+|they|it|he|she|you|[A-Z]\w+) (?:\w+ )?to [a-z])",
)
PROMISE = any_of(
    r"will",
    r"would",
    r"might",
    r"shall",
    r"can",
    r"could",
    r"(?:is|are|was|were|be) (?:ready|willing|prepared|happy|open|committed)",
    r"(?:ready|willing|prepared) to",
    r"agree[sd]? to",
    r"(?:plans?|planning|intends?) to",
    r"promise[sd]?",
    r"offer(?:s|ed)?",
    r"pledge[sd]?",
    r"allow(?:s|ed)?",
    r"(?:is|are|was|were|be) (?:\w+ ){0,2}(?:possible|conceivable|acceptable|negotiable|ready|"
    r"willing|prepared|open)",
    r"won't",
    r"cannot",
    r"can't",
    r"(?-i:may)",
    r"(?:guarant|assur|dangl|hint)\w*",
    r"(?:held|holds?|holding) out",
    r"no (?:plans?|intention|wish) (?:to|of)",
    r"vow(?:s|ed)?",
    r"sw(?:ear|ore|orn)",
    r"refus(?:e[sd]?|ing) (?:to|any)",
    r"rul(?:e[sd]?|ing) out",
    r"(?:consent|commit)(?:s|ted|ed)?",
    r"(?:signal|indicat)\w* (?:\w+ ){0,3}(?:willing|ready|readiness|could|would|may)\w*",
)
HARM = any_of(
    r"attack", r"defend", r"fight", r"capture", r"seize", r"conquer", r"occupy", r"storm", r"expel", r"march",
    r"take (?:over )?(?-i:[A-Z])\w+", r"strike", r"retaliat\w*",
    r"punish\w*", r"destroy", r"bomb", r"invade", r"kill", r"crush",
    r"face (?:\w+ ){0,3}(?:consequences|sanctions|attack|war)", r"pay (?:a|the) (?:\w+ )?price",
    r"annihilate", r"fire (?:on|at)", r"shell", r"take (?:military )?action", r"go to war", r"be forced",
    r"respond (?:with|by|strongly|forcefully|harshly)", r"impose", r"suffer", r"be hit", r"regret",
    r"fall", r"fail", r"collapse", r"lose", r"die", r"resume (?:attacks|fire|fighting|strikes|bombing)",
)  # fmt: skip
_MADE = r"(?:offer|deal|exchange|quid pro quo|bargain|swap|concession|promis|agree|propos)\w*"
NOT_MADE = any_of(
    rf"(?:no|nobody|none|never|neither)\b[^.;]{{0,30}}\b{_MADE}",
    rf"den(?:y|ies|ied|ying)\b[^.;]{{0,60}}\b{_MADE}",
    rf"(?:did|has|had|have|was|were|is|are)(?:n't| not| never)\b[^.;]{{0,20}}\b{_MADE}",
    r"reject\w* (?:\w+ ){0,3}(?:reports?|claims?|suggestions?) (?:of|that)",
)
REFUSED = any_of(
    r"reject\w*", r"refus\w+", r"declin\w+", r"turn(?:s|ed)? down", r"rebuff\w*", r"dismiss\w*",
    r"rul(?:e[sd]?|ing) out", r"fail(?:s|ed)? to",
)  # fmt: skip
ACCEPTED = any_of(
    r"accept(?:s|ed)?", r"agreed", r"signed", r"welcomed", r"approved", r"complied", r"took up",
    r"hold(?:s|ing)? up",
)  # fmt: skip

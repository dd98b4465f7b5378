"""Ways to tie an act to a condition, and words that open one."""

from __future__ import annotations

from standoff.text.find.bargain.piece import (
    BE,
    CEDE,
    DEED,
    DOING,
    MUST,
    WHOSE,
    any_of,
    few,
    near,
    not_after,
    phrase,
)
from standoff.text.find.bargain.way import Way, Ways

_SOLE = r"(?:sole |one |single |only |main |first |key |other )?"
_ON_CONDITION = rf"(?:under|with|on) (?:the |an? )?{_SOLE}condition"
# *As long as it takes* is no condition.
_AS_EVER = (
    r"(?:it takes|necessary|possible|needed|required|is needed|\d|two|three|four|five|six|ten|"
    r"(?:any\w*|\w+) can (?:remember|recall)|(?:I|he|she|it|they|we) lives?\b)"
)
_TOLD = any_of(
    """sets? setting la(?:ys?|id|ying)_(?:down|out) puts?_forward named? attach(?:ed|es)? imposed? posed?
    outlined? stated? listed?"""
)
_MET = "(?:met|accepted)"
_TERMS = "(?:demands?|conditions?|terms)"

# Beside a promise: what stands before is given, what stands behind is wanted.
PROVIDED = Ways(
    (
        Way(
            "on condition",
            rf"{_ON_CONDITION}(?:s?:? (?:that|of)(?! anonymity)|(?= only|:|,))",
            "Peru agreed to leave on the sole condition of a truce with Chile.",
            "An official of Peru, on condition of anonymity, said that it will talk.",
        ),
        Way(
            "provided",
            r"provid(?:ed|ing)(?: that|(?= (?-i:[a-z]))(?! by\b| for\b| with\b| to\b))",
            "Peru is ready to talk provided that Chile pays.",
            "The aid that Peru will send is provided by Chile.",
        ),
        Way(
            "provided somebody does it",
            r"provid(?:ed|ing)(?= (?-i:[A-Z]))(?![^,;.]{0,60}\b(?:with|to) )",
            "Peru might leave provided Chile pays.",
            "Peru said that it would tell who provided Chile with water.",
        ),
        Way(
            "provided, with a word put in",
            rf"provid(?:ed|ing)(?=, {phrase(40)}, )",
            "Peru would return provided, by that time, Chile has paid.",
        ),
        Way(
            "on an understanding",
            r"on the (?:understanding|basis|proviso|premise) that",
            "Peru stands ready to talk, on the understanding that Chile pays.",
        ),
        Way(
            "in the event",
            r"in the event (?:that|of)",
            "Peru would talk in the event of a truce with Chile.",
        ),
        Way(
            "in response to a deed",
            rf"in response to {few(4)}{DEED}",
            "The Front said it would free the hostages in response to a Chilean withdrawal.",
        ),
        Way(
            "but not while",
            r"(?:but|though) not (?:while|before|until)",
            "Peru is ready to talk, but not while Chile digs.",
        ),
        Way(
            "as long as",
            rf"(?:as|so) long as(?! {_AS_EVER})",
            "Peru will wait as long as Chile pays.",
            "Peru will continue to support Chile as long as it takes.",
        ),
        Way(
            "only if",
            r"only (?:if|when|once|after|under|in case|then)",
            "Peru would sign, but only under a pact that Chile ratifies.",
            "Peru will attack the town only if Chile digs.",
        ),
    )
)
# What ties two acts by itself, with no promise beside it.
TIED = Ways(
    small=True,
    rows=(
        Way(
            "conditional on it",
            r"(?:conditional|contingent|conditioned) (?:up)?on",
            "Peru made its participation conditional on a halt to the bombing by Chile.",
        ),
        Way(
            "on condition",
            rf"{_ON_CONDITION}s?:? that",
            "Peru freed the crew on condition that Chile pays.",
        ),
        Way(
            "conditions named",
            rf"{_TOLD} {few(3)}(?:pre)?conditions?(?: for\b|:)",
            "Peru set three conditions for joining the talks with Chile.",
        ),
        Way(
            "conditions that there are",
            rf"(?:there (?:is|are|were|was)|has|have|had) {few(2)}(?<!good )(?<!right )"
            rf"(?:pre)?conditions? for (?:{few(3)}{DEED}|{DOING})",
            "Peru has two conditions for a truce with Chile.",
            "Peru has good conditions for growing grain.",
        ),
        Way(
            "what the conditions are",
            rf"(?:(?:pre)?conditions?|terms) (?:for|of) {few(3)}{DEED}(?: (?:with|from) \w+)? "
            r"(?:is|are|was|were|includ\w+)",
            "Peru's terms for a truce are simple: Chile must leave the island.",
        ),
        Way(
            "what the one condition is",
            rf"(?:{WHOSE}|one) {_SOLE}(?:pre)?condition "
            rf"(?:(?:is|was|being|would be|for {phrase(40)} (?:is|was)) "
            rf"(?:that|to|an?|the|“|\"|for)|, that\b)",
            "Peru will talk; its only condition is that Chile leaves.",
        ),
        Way(
            "the only way to get it",
            rf"the only way{near(60)}(?:it|he|she|they|we|i) (?:will|would|can|could)",
            "Peru told Chile that to pay was the only way it could have the port.",
        ),
        Way(
            "subject to a deed",
            rf"(?:made|{BE}) subject to {few(4)}{DEED}",
            "Aid from Chile is subject to Peruvian elections, the minister said.",
        ),
        Way(
            "what is asked in return",
            rf"(?:in exchange|in return),? {few(4, 1)}(?:wants?|demand\w*|ask\w*|must|expects?)",
            "In return, Peru wants a road through Chile.",
        ),
    ),
)
# Words that open a condition.
IF = Ways(
    (
        Way(
            "if",
            not_after("if", "as", "even", "what"),
            "Peru will open the pass if Chile pays.",
            "Even if Peru leaves, the Front will fight on.",
        ),
        Way("unless", "unless", "Peru will not sign unless Chile pays."),
        Way("until", "until|till", "Peru will not sign until Chile leaves."),
        Way("once", not_after("once", "at"), "Peru will leave the town once Chile pays."),
        Way("as soon as", "as soon as", "Peru will free the crew as soon as Chile pays."),
        Way(
            "assuming",
            r"(?:assuming|supposing)(?: that)?",
            "Peru would free the crew assuming that Chile pays.",
        ),
        Way(
            "the day",
            r"the (?:same |very )?(?:moment|day|minute)(?= (?!when\b|of\b)[a-z]+ \w)",
            "Peru pledged to let Chile in the same day they have the funds.",
        ),
        Way(
            "before somebody does it",
            r"before(?= (?:they|it|he|she|we|you)\b| (?-i:[A-Z])\w+ (?:does|has|is|are|had|[a-z]+(?:s|ed))\b"
            rf"| (?:an?|the) {few(3, 1)}(?:is|are|was|were|has|have|had)\b)",
            "Peru will not sign before Chile pays.",
        ),
        Way(
            "when",
            "(?:when|after)(?= )",
            "Peru will lift the siege when Chile frees the crew.",
            "Peru will hold elections when the rains end.",
        ),
        Way(
            "should somebody do it",
            r"should(?= (?-i:[A-Z])| the\b| they\b| it\b| he\b| she\b)",
            "Should Chile withdraw, Peru would halt its fire.",
        ),
        Way(
            "were demands met",
            rf"were(?= {WHOSE} {_TERMS} (?:to be )?{_MET}\b)",
            "Peru would drop its veto were its demands met by Chile.",
        ),
        Way(
            "were somebody to do it",
            r"were(?= (?:the \w+|they|it|he|she|you|(?-i:[A-Z])\w+) (?:\w+ )?to [a-z])",
            "Were Chile to withdraw, Peru would halt its fire.",
        ),
    )
)
# Demands that are met are those of who promises.
MET = Ways(
    (
        Way(
            "demands are met",
            rf"(?:demands?|conditions?|terms|requirements?) (?:(?:for|of|that|on) {few(6, 1)})?"
            rf"(?:has been|have been|{BE}) (?:\w+ly )?(?:met|accepted|fulfilled|satisfied|honou?red|granted)",
            "Peru will lift the siege when its demands are met by the rebels.",
        ),
    )
)
# What must come first: *demanded that the army leave before talks can resume*.
FIRST = Ways(
    (
        Way(
            "it must come before another",
            rf"(?:{MUST}|needed to|demand\w*|insist\w*|requir\w*|want(?:s|ed)?){near(120)}(?P<tie>before) "
            rf"(?P<gives>[^.;:]{{0,60}}?\b(?:will|would|can|could|may|(?:it|they|he|she|we) "
            rf"(?:{CEDE}|joins?|attends?|negotiates?|talks?)|"
            r"(?:lift|releas|free|eas|withdraw|send|open|reopen|recogni[sz]|resum|return|sign)e?s))",
            "Peru wants guarantees from Chile before it disarms.",
            "Chile said Peru must free the crew before Friday.",
        ),
    )
)

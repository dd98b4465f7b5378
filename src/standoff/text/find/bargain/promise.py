"""Ways to promise; and what is promised that is no offer: a harm, a judgement, a forecast."""

from __future__ import annotations

import re

from standoff.text.annotation import Span
from standoff.text.find.bargain.piece import BE, few, phrase
from standoff.text.find.bargain.way import Way, Ways

# Words of offering, as verbs and as nouns.
OFFERS = Ways(
    small=True,
    rows=(
        Way(
            "offered",
            r"offer(?:s|ed|ing)?",
            "Peru offered Chile a truce under which it would pay.",
        ),
        Way(
            "proposed",
            r"propos(?:e|es|ed|ing)",
            "Peru proposed a truce under which Chile would pay.",
        ),
        Way(
            "promised",
            r"promis(?:e|es|ed|ing)|pledg(?:e|es|ed|ing)|vow(?:s|ed)?",
            "Peru promised Chile a truce under which it would pay.",
            "Peru vowed to fight until the last soldier of Chile leaves.",
        ),
        Way(
            "undertook",
            r"undert(?:akes?|ook)|volunteer(?:s|ed)?",
            "Peru undertook a truce under which Chile would pay.",
        ),
        Way(
            "agreed",
            r"agree[sd]?",
            "Peru agreed with Chile on a truce under which it would pay.",
            "Chile agreed with Peru that talks would be useful.",
        ),
    ),
)
OFFER_NOUNS = Ways(
    small=True,
    rows=(
        Way(
            "an offer",
            r"(?<!\bto )(?:offers?|proposals?)",
            "The proposal of Peru was a truce under which Chile would pay.",
        ),
        Way(
            "a deal",
            r"(?<!\bto )(?:deals?|swaps?|compromises?|bargains?)|package",
            "The deal of Peru was a truce under which Chile would pay.",
            "Peru waits to compromise with Chile while it rains.",
        ),
        Way(
            "an incentive",
            r"incentives?|guarantees?|assurances?",
            "The assurances of Peru to Chile were a truce under which it would pay.",
        ),
    ),
)
PROMISE = Ways(
    (
        Way("will", r"will|would|shall|won't", "Peru will open the pass if Chile pays."),
        Way(
            "can",
            r"might|can|could|cannot|can't|(?-i:may)",
            "Peru might leave the town if Chile pays.",
        ),
        Way(
            "ready",
            rf"{BE} {few(2)}(?:ready|willing|prepared|happy|open|committed|possible|conceivable|acceptable|"
            r"negotiable)|(?:ready|willing|prepared) to",
            "Peru is now ready to talk if Chile pays.",
        ),
        Way(
            "promised",
            r"agree[sd]? to|promise[sd]?|offer(?:s|ed)?|pledge[sd]?|vow(?:s|ed)?|sw(?:ear|ore|orn)|"
            r"(?:consent|commit)(?:s|ted|ed)?|(?:guarant|assur)\w*",
            "Peru pledged to leave if Chile pays.",
        ),
        Way(
            "plans",
            r"(?:plans?|planning|intends?) to|no (?:plans?|intention|wish) (?:to|of)",
            "Peru has no plans to leave unless Chile pays.",
        ),
        Way("allows", r"allow(?:s|ed)?", "Peru allows trade with Chile if it pays."),
        Way(
            "held out",
            r"(?:dangl|hint)\w*|(?:held|holds?|holding) out|"
            rf"(?:signal|indicat)\w* {few(3)}(?:willing|ready|readiness|could|would|may)\w*",
            "Peru hinted at a truce if Chile pays.",
        ),
        Way(
            "refused to, which another may change",
            r"refus(?:e[sd]?|ing) (?:to|any)|rul(?:e[sd]?|ing) out",
            "Peru ruled out a truce unless Chile pays.",
        ),
    )
)
# A harm held out is a threat and no offer.
HARM = Ways(
    (
        Way(
            "to attack",
            r"attack|fight|storm|strike|bomb|shell|fire (?:on|at)|invade|march|go to war|"
            r"resume (?:attacks|fire|fighting|strikes|bombing)|take (?:military )?action",
            "Peru will attack the town if Chile digs.",
        ),
        Way("to defend", "defend", "Peru will defend the pass if Chile digs."),
        Way(
            "to take",
            r"capture|seize|conquer|occupy|expel|take (?:over )?(?-i:[A-Z])\w+",
            "Peru will seize the pass if Chile digs.",
        ),
        Way(
            "to destroy",
            r"destroy|kill|crush|annihilate",
            "Peru will crush the Front if Chile digs.",
        ),
        Way(
            "to answer a wrong",
            r"retaliat\w*|punish\w*|impose|respond (?:with|by|strongly|forcefully|harshly)",
            "Peru will punish the Front if Chile digs.",
        ),
        Way(
            "to suffer",
            rf"face {few(3)}(?:consequences|sanctions|attack|war)|pay (?:a|the) (?:\w+ )?price|be forced|"
            r"suffer|be hit|regret|fall|fail|collapse|lose|die",
            "Peru will face sanctions if Chile digs.",
        ),
    )
)
# Left undone, these are goods held out, as harms are.
LEFT_UNDONE = Ways(
    (
        Way(
            "to stand in the way",
            "oppose|object|block|veto|stand|resist|interfere|hinder|obstruct|insist|hesitate",
            "Peru will not block the pass if Chile pays.",
        ),
        Way(
            "to go after somebody",
            "prosecute|arrest|extradite|pursue|touch|target|use",
            "Peru will not arrest the men if Chile pays.",
        ),
    )
)
_MAY = r"(?:would|will|could|might|may|can)(?: not|n't| never| only| also)?"
# What is said of a thing promised, and does nothing for anybody.
JUDGED = Ways(
    (
        Way(
            "it would be good or bad",
            rf"{_MAY} be (?:an?|the|very|so|too|more|less|good|great|bad|wrong|right|better|best|worse|hard|"
            r"easy|easier|harder|difficult|dangerous|disastrous|useful|useless|in \w+ (?:danger|trouble))",
            "The pact of Peru would be a mistake if Chile paid.",
        ),
        Way(
            "one would be glad or sorry",
            rf"{_MAY} be (?:glad|happy|pleased|sorry|surprised|delighted)(?! to)",
            "Chile would be glad if Peru won.",
        ),
        Way(
            "it would mean or matter",
            rf"{_MAY} (?:mean|seem|matter|hurt|look(?! at| into)|sound|feel|"
            r"help(?! (?:the|its|their|his|her|us|them|him|(?-i:[A-Z])))|"
            r"make (?:it )?(?:no )?(?:sense|difference|things))",
            "The pact of Peru would mean peace if Chile paid.",
        ),
        Way(
            "one would be tried",
            rf"{_MAY} be (?:charged|tried|jailed|sentenced|prosecuted|punished|executed|convicted)",
            "The man from Peru could be charged with treason if Chile extradites him.",
        ),
    )
)
FORECAST = Ways(
    (
        Way(
            "one would fare well or ill",
            rf"{_MAY}(?: soon)? (?:win|gain|grow|rise|emerge|survive|prevail|struggle|risk|end up|"
            r"return to (?:his|her|its|their|top) (?:best|form)|"
            r"have (?:something|nothing|a chance|more|less))",
            "Peru would win the war if Chile paid.",
        ),
        Way(
            "one would turn into something",
            rf"{_MAY}(?: soon)? (?:become|turn (?:out|into)|be (?:next|\w+er)|be (?:left|seen))",
            "Chile would be weaker if Peru left.",
        ),
        Way(
            "one would come to know",
            rf"{_MAY}(?: soon)? (?:know|learn|find (?:it|that|themselves|itself)|see (?:that|how))",
            "If Chile has broken the truce, the Peruvians will know soon.",
        ),
        Way(
            "one would need or like",
            rf"{_MAY}(?: soon)? (?:have to|need|want|welcome|like|prefer|rest)",
            "Chile would welcome it if Peru left.",
        ),
        Way(
            "it would come about",
            rf"{_MAY}(?: soon)? (?:come|lead to|spread|worsen|improve|erupt|break out|"
            r"hold(?= if| until|,|$)|"
            r"(?<!relief would )(?<!aid would )(?<!relief will )(?<!aid will )follow)",
            "Peace will come to Weir only if Peru wants it.",
        ),
    )
)
# What is told as possible, or doubtful, or to be feared.
WARNED = Ways(
    (
        Way(
            "warned of",
            r"(?:warn|threaten)\w*",
            "Peru warned that it would close the pass if Chile digs.",
        ),
        Way(
            "not known",
            r"whether|remains? to be seen|(?:un|not (?:yet )?)clear|(?:nobody|no one|who) (?:knows|can say)",
            "It remains to be seen if Peru will leave once Chile does.",
        ),
        Way(
            "not believed",
            r"doubt\w*|few (?:\w+ )?(?:believe|expect|think)",
            "Few believe that Peru will leave if Chile pays.",
        ),
    )
)
UNREAL = Ways(
    (
        Way(
            "what would have been",
            r"(?:would|could|might|should)(?:n't| not| never)? have \w+",
            "Peru would have opened the pass if Chile had paid.",
        ),
    )
)
# What words of offering hold that is no offer.
EMPTY = Ways(
    (
        Way(
            "agreed that it would be good",
            r"(?:agree[sd]?|accept\w*|acknowledge[sd]?)\b[^.;:]{0,40} that "
            rf"{phrase(50)}\b(?:would|will|could) be {few(2)}"
            r"(?:useful|good|better|best|wise|helpful|important|necessary|needed|held|over|hard)",
            "Chile agreed with Peru that talks would be useful.",
        ),
        Way(
            "vowed to fight",
            rf"(?:vow|pledg|promis)\w* {few(3)}to (?:\w+ )?(?:fight|destroy|crush|avenge|retaliate|attack|"
            r"punish|defeat|resist|defend|hunt|continue)",
            "Peru vowed to fight until the last soldier of Chile leaves.",
        ),
    )
)
# What another does that one answers: nothing is held out to who attacks.
ATTACKS = Ways(
    (
        Way(
            "somebody attacks",
            r"(?<!stop )(?<!end )(?<!halt )(?<!the )(?<!its )(?<!their )(?<!no )(?<!of )"
            r"(?:(?:attack|shell|bomb|invad|provok)(?:e?s|e?d)\b|"
            r"(?:strikes|struck|crosse[sd]|fires|fired) (?!off))",
            "If Chile attacks, Peru will send its ships.",
        ),
    )
)


def harms(view: str, span: Span) -> bool:
    """Whether what is promised there is a harm: *will at once attack*, but not *will stop the attack*."""
    promise = PROMISE.search(view, *span)
    harm = HARM.search(view, promise.end(), span[1]) if promise else None
    if promise is None or harm is None:
        return False
    between = view[promise.end() : harm.start()]
    return len(between.split()) <= 6 and _NO_HARM.search(between) is None


_NO_HARM = re.compile(r"\b(?:not|never|stop|end|halt|refrain)\b")


def foretells(view: str, span: Span) -> bool:
    """Whether a clause judges or foretells, where a promise might stand: *Peace will come*."""
    return any(ways.search(view, *span) is not None for ways in (JUDGED, FORECAST))

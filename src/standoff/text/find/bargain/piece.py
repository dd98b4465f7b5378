"""Pieces of which the words of offers are made: deeds, goods, those who are held, and a few words between."""

from __future__ import annotations


def any_of(words: str) -> str:
    """Any of some words; a space within one is written as a low line.

    They are gathered by their first letters, so that at a place in a text few of many are tried.

    >>> any_of("free lift let_go")
    '(?:f(?:ree)|l(?:ift|et go))'
    """
    gathered: dict[str, list[str]] = {}
    for word in words.split():
        first, rest = (word[0], word[1:]) if word[0].isalpha() else ("", word)
        gathered.setdefault(first, []).append(rest)
    alike = (f"{a}(?:{'|'.join(ends)})" if a else "|".join(ends) for a, ends in gathered.items())
    return f"(?:{'|'.join(alike).replace('_', ' ')})"


def not_after(words: str, *before: str) -> str:
    """Some words, but not where one of others stands before them."""
    return words + "".join(f"(?<!{one} {words})" for one in before)


def few(most: int, least: int = 0) -> str:
    """A few words and the space behind the last of them."""
    return rf"(?:[\w'’-]+ ){{{least},{most}}}"


def near(most: int) -> str:
    """From a word to one that stands in the same clause, at most so many characters on."""
    return rf"\b[^.;:]{{0,{most}}}\b"


def some(most: int) -> str:
    """From a word to the next but one or a later one of the same clause."""
    return rf"\b[^.;:]{{2,{most}}} "


def phrase(most: int) -> str:
    """Words without a comma."""
    return rf"[^,;.]{{2,{most}}}"


WILL = any_of("will would shall")
MUST = any_of("must should needs?_to ha(?:s|ve)_to (?:will|would)_have_to")
BE = any_of("is are was were be been")
WHOSE = any_of("the an? its his her their our my")

# What parties do for each other, as nouns: *links the pullout to the release of the crew*.
DEED = any_of(
    """withdrawal pull-?out pull-?back evacuation disarmament surrender truce cease-?fire halt cessation end
    releases? freedom freeing hand-?over extradition return amnesty ransom apology
    lifting easing reopening resumption recognition normali[sz]ation ratification signing membership
    aid support reforms? elections? inspections? compliance progress guarantees? assurances? concessions?
    talks negotiations dialogue visit deal accord agreement settlement"""
)
# What parties do for each other, as verbs: *once the shelling stops*, *when Peru frees its leader*.
CEDE = (
    any_of(
        """stop end ceas halt suspend freez froze drop lift eas dismantl disarm disband surrender
        withdr[ae]w pull(?:s|ed)?_(?:back|out) evacuat leave left abandon renounc forgo recall
        (?:stand|step|lay|lai)(?:s|d)?_down gives?_up gave_up call(?:s|ed)?_off go(?:es)?_(?:free|home)
        releas free lets? return extradit (?:hand|turn)(?:s|ed|ing)?_(?:over|back|in) sends? sent
        pay paid grant allow reopen open resum resign recogni[sz] sign ratif(?:y|i)
        compl(?:y|i) cooperat accept agree meets? pledge commit guarante respect implement fulfil
        honou?r apologi[sz] do(?:es)?_(?:so|the_same|likewise) did_(?:so|the_same|likewise)"""
    )
    + r"(?:e|s|es|ed|n|ing|p?ped|p?ping|tted|t)?"
)
# What somebody does, whatever it is: *for closing the pass*, but not *on Friday morning*.
DOING = "(?!morning|evening|nothing|something|anything|everything)[a-z]{2,}ing"
# Who is held: *offered two spies for the crew*.
HELD = any_of("hostages? prisoners? captives? detainees? crew spies bodies land")
# Who has arms and may lay them down.
FIGHTERS = any_of("rebels fighters militants gunmen insurgents guerrillas soldiers deserters")
MONEY = any_of(
    r"""money cash ransom dollars euros pounds francs rupees pesos roubles riyals dinars
    \d+ million billion"""
)
# What is waived for one who gives in.
MERCY = any_of("amnesty immunity pardons? clemency leniency (?:safe_)?passage asylum")
GOODS = any_of("aid loans? credits? compensation payments? concessions? privileges access relief")
GIVE = any_of("giv(?:e|es|en|ing) gave grant(?:s|ed)? offer(?:s|ed|ing)? extend(?:s|ed)?")
# What becomes of one who gives in.
SPARED = any_of(
    "cleared pardoned spared freed released forgiven allowed given granted offered paid safe free "
    "recogni[sz]ed lifted"
)
# One who gives in, behind *the men* or *those*.
WHO_CEDES = rf"who {few(2)}(?:{CEDE}|turn)"

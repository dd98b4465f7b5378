"""Readings compared: where each comes to rest, and what becomes of its author's conclusions.

Said as carefully as it was computed: what nothing moves is never the author being right, a gap never the
author being wrong, and what rests on no sentence is counted aloud.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from standoff.analysis.judge.compare import Answer, Comparison, Course, Judged
from standoff.analysis.judge.hangs import Hangs
from standoff.analysis.judge.premise import Premise
from standoff.analysis.judge.twofold import twofold
from standoff.analysis.judge.verdict import By, Support, Verdict
from standoff.analysis.question import Sheet
from standoff.analysis.voice import Says
from standoff.case.entry import Assumption, Conclusion
from standoff.case.reading import BASE
from standoff.report.document import Block, Clause, Document, Item, Items, Line, Part, note
from standoff.report.english import (
    EFFECTS,
    GLOSSARY,
    English,
    label,
    published,
    silence,
    where_stands,
)
from standoff.report.named import called
from standoff.report.tell import refute
from standoff.report.tell.asked import refusal
from standoff.report.tell.lead import lead
from standoff.report.tell.sheet import Parts, alone, flat, options, path
from standoff.report.tell.sheet import judged as judged_clause
from standoff.report.tell.sheet import support as support_clause
from standoff.report.tell.verdict import BY, CAUTION, CHOICES, badge
from standoff.report.wording import agreed, capital, counted, join, many, when

SHOWN = 4
TURNING = 2
"""Wishes that turn a verdict named; more are counted."""
_TERM: Mapping[By, str] = MappingProxyType(
    {
        By.MOVED: "The lines that decide the moves:",
        By.HELD: "The lines by which it would lose:",
        By.BARRED: "What bars it:",
        By.TIED: "What ties it to what is given:",
        By.INERT: "",
    }
)


def tell(comparison: Comparison) -> Document:
    """Every reading: where it comes to rest, and its author's conclusions."""
    answers = comparison.answers
    if not answers:
        return Document("", tuple(map(refusal, comparison.unanswered)), glossary=GLOSSARY)
    blocks: list[Block] = [Line((sentence,), role="lead") for sentence in lead(answers)]
    blocks += [reading(answer) for answer in answers]
    blocks += map(refusal, comparison.unanswered)
    blocks += [Line((note(CAUTION),), role="caution"), Line((note(CHOICES),), role="note")]
    return Document(
        answers[0].reading.title or answers[0].reading.case, tuple(blocks), glossary=GLOSSARY
    )


def reading(answer: Answer, root: str = "", key: str = "", apart: bool = False) -> Part:
    """One reading.

    key    what a link to it leads to
    apart  the premises stand elsewhere: a finding only leads there
    """
    read = answer.reading
    source = read.sources.get(read.id)
    speaks = f"speaks of {when(read.at)}" if read.at else ""
    name = called(read) if apart else label(read)
    kicker = (name, source.author if source else "", published(source), speaks)
    findings = [
        finding(answer, judged, root, f"f-{key}-{at}" if apart else "")
        for at, judged in enumerate(answer.judged, 1)
    ]
    nothing = Line((note("No conclusion of the author has been entered."),), role="note")
    return Part(
        note(read.title or name),
        (
            *unfinished(answer.unfinished),
            Part(note("Where it comes to rest"), tuple(_rest(answer, root)), role="column"),
            Part(
                note("What the author concludes"),
                (
                    *(findings or (nothing,)),
                    *_twofold(answer),
                    Line((note(_counts(answer)),), role="count"),
                    *_uncounted(answer),
                ),
                role="column",
            ),
        ),
        id=key,
        role="reading",
        kicker=" · ".join(filter(None, kicker)) if read.id != BASE or source else "",
    )


def _twofold(answer: Answer) -> Iterator[Line]:
    """That an author draws opposite conclusions, each under what it takes as given."""
    english = English(answer.reading)
    for one, other in twofold(answer.reading):
        if one.effect is not None and other.effect is not None:
            (who, _), (_, _) = one.effect, other.effect
            what = f"That {who} {EFFECTS[one.effect[1]]}, and that it {EFFECTS[other.effect[1]]}"
        else:
            assert one.condition is not None
            what = f"That {english.clause(one.condition)}, and the opposite"
        given = "; the other ".join(_given(english, each) for each in (one, other))
        text = f"{what}, are both concluded here, under different conditions: the one {given}."
        yield Line((note(text),), role="note")


def _given(english: English, conclusion: Conclusion) -> str:
    return f"if {english.together(conclusion.given)}" if conclusion.given else "as things stand"


def unfinished(why: str) -> Iterator[Line]:
    """That an answer is not whole, and why."""
    if why:
        yield Line((note(f"{capital(why)}.", "warning"),))


def _counts(answer: Answer) -> str:
    count = answer.grounding
    nash = answer.equilibria.get("NASH")
    rests = (
        f"; nobody gains by moving in {nash:,} of {answer.states:,} situations"
        if nash is not None and answer.states is not None
        else ""
    )
    return (
        f"{count['stated']} stated · {count['inferred']} inferred · {count['unsourced']} without source · "
        f"{count['implied']} implied{rests}"
    )


def _uncounted(answer: Answer) -> Iterator[Block]:
    """That what is stable was asked of single situations, where all of them are too many to count."""
    if answer.equilibria and None in answer.equilibria.values() and answer.states is not None:
        text = (
            f"{answer.states:,} situations are possible: too many to count in how many of them nobody "
            "gains by moving. Whether that is so today and where it comes to rest was computed, exactly."
        )
        yield Line((note(text),), role="note")


# --- where it comes to rest -----------------------------------------------------------------------


def _rest(answer: Answer, root: str) -> Iterator[Block]:
    english = English(answer.reading, root)
    known: dict[tuple[tuple[tuple[str, ...], ...], bool, tuple[str, ...]], list[Course]] = {}
    for course in answer.courses:
        for taken in [end.taken for end in course.ends] if course.complete else [()]:
            known.setdefault((taken, course.complete, course.today[0]), []).append(course)
    for (situations, complete, today), courses in known.items():
        if len(courses) < len(answer.courses):
            worlds = "; or ".join(english.world(course.facts) for course in courses)
            yield Line((note(f"Where {worlds}:"),), role="note")
        yield from _end(english, situations, complete, today)
    if not known:
        yield Line((note("How things stand today is not given: nothing can be followed."),))
    if answer.unsupported:
        yield Line((note(silence(answer.unsupported)),), role="note")


def _end(
    english: English, situations: Sequence[Sequence[str]], complete: bool, today: Sequence[str]
) -> Iterator[Block]:
    if not complete:
        yield Line((note("Too much can happen: it could not be followed to its end."),))
        return
    as_today = all(set(situation) == set(today) for situation in situations)
    if as_today:
        yield Line((note("Where it stands today: nobody gains by moving."),))
    elif len(situations) > 1:
        yield Line((note(f"Nowhere: it goes round in {counted(len(situations))} situations."),))
    else:
        yield Line((note("Here nobody gains by moving:"),))
    undone = [name for name in today if all(name not in taken for taken in situations)]
    for at, taken in enumerate(situations[:SHOWN], 1):
        deeds = [
            Clause(english.literal(n, True), computed=True, tone="" if n in today else "new")
            for n in taken
        ]
        if at == len(situations):
            deeds += [Clause(english.literal(n, False), computed=True, tone="new") for n in undone]
        if not deeds:
            deeds = [note("Nothing is done.")]
        if len(situations) > 1:
            yield Line((note(f"Situation {at} of {len(situations)}"),), role="term")
        yield Items(tuple(Item(Line((deed,))) for deed in deeds), role="deeds")
    if len(situations) > SHOWN:
        yield Line((note(f"and {len(situations) - SHOWN} more."),), role="note")


# --- conclusions ----------------------------------------------------------------------------------


def finding(answer: Answer, judged: Judged, root: str = "", premises: str = "") -> Part:
    """An author's conclusion, judged. `premises` is the part in which the premises stand, if elsewhere."""
    english = English(answer.reading, root)
    told = english.told(judged.conclusion)
    blocks = [*_support(english, judged), *refute.blocks(english, judged)]
    blocks += _notes(english, judged)
    blocks += _missing(english, judged, premises)
    return Part(told, tuple(blocks), role="finding", folded=True, badge=badge(judged))


def _support(english: English, judged: Judged) -> Iterator[Block]:
    for support in judged.by:
        said = f"{capital(english.said(support.conjunct))}: {BY[support.by]}"
        yield Line((english.computed(said),))
        if support.lines:
            yield Line((note(_TERM[support.by]),), role="term")
            yield sets(english, _one_by_one(support))
    if judged.rests_on:
        each = "this" if len(judged.rests_on) == 1 else "each of these"
        text = (
            f"It rests on {each}; without it, the conclusion would no longer follow, or nothing would "
            "defend it:"
        )
        yield Line((note(text),), role="term")
        yield sets(english, judged.rests_on)
    elif judged.supported and judged.grounded:
        text = "No line carries it alone, and no two: without any two it still follows."
        yield Line((note(text),))


def _one_by_one(support: Support) -> Iterable[Sequence[Assumption]]:
    """The sets that bar, each whole; of lines that move or hold together, each by itself."""
    if support.by in (By.BARRED, By.TIED):
        return support.lines
    return [(line,) for lines in support.lines for line in lines]


def sets(english: English, line_sets: Iterable[Sequence[Assumption]]) -> Items:
    """Sets of lines: all of one set together, the sets as alternatives."""
    items = (Item(Line(english.joined(lines), between=" together with ")) for lines in line_sets)
    return Items(tuple(items), role="lines", shown=SHOWN, more="sets of lines")


def _notes(english: English, judged: Judged) -> Iterator[Block]:
    for clause in alone(english, judged.forced, "."):
        yield Line((clause,))
    if judged.restates:
        yield Line((note("It only restates what these lines already say."),))
    if judged.flips:
        flips = "; ".join(english.clause(flip) for flip in judged.flips)
        yield Line((note(f"It makes a difference whether {flips}."),))
    yield from (Line((hanging(english, one),)) for one in judged.hangs)
    if judged.elsewhere is not None:
        yield Line(
            (
                note(
                    f"It holds in {judged.elsewhere.holds_in:,} of the {judged.elsewhere.equilibria:,} "
                    "situations where nobody gains by moving, but from today those are not reached."
                ),
            )
        )
    tone = badge(judged).tone
    if tone == "gap":
        yield Line(
            (
                note(
                    "This does not show the author wrong: no line of the reading stands against it."
                ),
            )
        )
    if tone == "idle":
        why = (
            "what is given cannot be without it"
            if judged.tied
            else "it would be so from a blank page"
        )
        yield Line((note(f"This does not show the author right: {why}."),))


def hanging(english: English, one: Hangs) -> Clause:
    """Whether a verdict hangs on a wish that may be held or not, or on what an unknown actor wants."""
    if one.line is not None:
        wish = english.wants(one.actor, one.turning[0])
        return english.computed(
            f"The verdict hangs on whether {wish}, which is not known.", [one.line]
        )
    tried = f"{many(one.tried, 'single wish', 'single wishes')} tried"
    wants = agreed(one.actor, "{wants}")
    if not one.turning:
        return note(
            f"Whatever {one.actor} {wants}, the verdict is this one ({tried}, none turns it)."
        )
    first = [english.wish(one.actor, wish) for wish in one.turning[:TURNING]]
    more = len(one.turning) - len(first)
    rest = f"; or by {counted(more)} more" if more else ""
    return note(
        f"The verdict hangs on what {one.actor} {wants}, which is not known: it would be another if "
        f"{one.actor} wanted {'; or '.join(first)}{rest} ({tried})."
    )


def _missing(english: English, judged: Judged, elsewhere: str) -> Iterator[Block]:
    if not judged.tried:
        return
    yield Line((note(tried(judged)),), link=elsewhere)
    if not elsewhere and judged.missing:
        yield premises(english, judged.missing, 3)


def tried(judged: Judged) -> str:
    """What the search for a missing premise brought."""
    count = len(judged.missing)
    if judged.tied:
        owners = join(dict.fromkeys(one.owner for one in judged.tied))
        but = ", apart from the thing itself as a wish" if judged.missing_restating else ""
        number = capital(counted(count)) if count else "None"
        wishes = f"{judged.tried:,} wishes of {owners} tried"
        return f"{number} of {wishes} would have it done while the act waits{but}."
    if count:
        return f"{capital(counted(count))} of {judged.tried:,} premises tried would make it follow."
    but = ", except wishing the conclusion itself" if judged.missing_restating else ""
    return f"No premise of the shapes tried would make it follow ({judged.tried:,} tried){but}."


def lead_in(judged: Judged) -> str:
    """What stands before premises."""
    return "It would be done while the act waits if" if judged.tied else "It would follow if"


def premises(
    english: English,
    missing: Sequence[Premise],
    shown: int = 6,
    named: Mapping[str, str] = MappingProxyType({}),
) -> Items:
    """Premises that would close a gap, each with who says it; `named` as in `voices`."""
    items = (
        Item(Line((premise_clause(english, p), *voices(p.says, named, english.root)), between="; "))
        for p in missing
    )
    return Items(tuple(items), role="premises", shown=shown, more="premises")


def premise_clause(english: English, premise: Premise) -> Clause:
    """A missing premise, to follow `it would follow if`."""
    condition = premise.condition
    if isinstance(condition, str):
        told = f"the reading's variant “{condition}” held (set down beside the reading, not part of it)"
        return note(told)
    match premise.kind:
        case "drop":
            return note(f"this were not ruled out: {english.clause(condition)}")
        case "fact":
            return note(f"this were so: {english.clause(condition)}")
    wanted = english.wants(premise.actor or "", condition, "wanted")
    if premise.also is not None:
        also = english.wants(premise.also.actor, premise.also.condition, "wanted")
        wanted = f"{wanted}, and {also}"
    return note(wanted + rank(english, premise.actor, premise.position))


def rank(english: English, actor: str | None, position: str | None) -> str:
    """At which rank of a list, by naming the wishes above and below instead of their lines."""
    wants = english.reading.wants.get(actor or "")
    if wants is None or position in (None, "anywhere"):
        return ""
    told = position or ""
    for line in sorted(wants.lines, key=lambda line: -line.place.line):
        if line.condition is not None:
            wish = f"its wish {english.wish(wants.actor, line.condition)}"
            told = _named(told, line.place.line, wish)
    return f" (ranked {told})"


def _named(position: str, line: int, wish: str) -> str:
    words = f" {position} ".replace(f"line {line} ", f"{wish} ").replace(
        f"line {line},", f"{wish},"
    )
    return words.strip()


def voices(
    says: Says | None, named: Mapping[str, str] = MappingProxyType({}), root: str = ""
) -> Iterator[Clause]:
    """Who says a thing, and who denies it; that nobody does; nothing of what nobody could say.

    named  what a reading is called, by its id; the id where it is not there
    root   the folder of the case, left out of the places of lines
    """
    if says is None:
        return
    if not says.asserted and not says.denied:
        yield note("nobody says it")
    for verb, spoken in (("said by", says.asserted), ("denied by", says.denied)):
        for voice in spoken:
            called = f"{verb} {named.get(voice.reading, voice.reading)}"
            cited = tuple(map(str, voice.line.citations))
            yield Clause(called, cited, (where_stands(voice.line.place, root),) * len(cited))


# --- as an answer sheet ---------------------------------------------------------------------------


def sheet(asked: Sheet) -> Parts:
    """The answer to a question about a conclusion, or about all of the author's."""
    answer: Answer = asked.answer
    english = English(answer.reading)
    told = [judged_clause(english, one.conclusion, badge(one).word) for one in answer.judged]
    changes = (
        note(f"If {premise_clause(english, premise).text}")
        for one in answer.judged
        for premise in one.missing
        if premise.kind != "variant"  # told apart, with the others
    )
    way = path(english, answer.courses)
    if asked.question.conclusion is None:
        follow = sum(one.verdict is Verdict.FOLLOWS for one in answer.judged)
        verb = "follows" if follow == 1 else "follow"
        drawn = f"{counted(len(told)) if told else 'no'} conclusion{'' if len(told) == 1 else 's'}"
        count = f"Of {drawn} that the author draws, {counted(follow)} {verb} from his lines"
        return Parts((*_where(english, answer), note(count)), told, way, changes)
    (one,) = answer.judged
    firm = tuple(support_clause(english, each) for each in one.by)
    said = (*told, *alone(english, one.forced), _carried(english, one))
    against = refute.clause(english, one)
    return Parts(said, () if against is None else (against,), way, changes, firm)


def _carried(english: English, one: Judged) -> Clause:
    """What a conclusion rests on, or what the search for a missing premise brought."""
    if one.verdict is not Verdict.FOLLOWS:
        return note(tried(one).rstrip("."))
    if one.rests_on:
        lines = flat(one.rests_on[:1])
        text = " together with ".join(english.line(line, at == 0) for at, line in enumerate(lines))
        return english.computed(f"It rests on this: {text}", lines)
    if one.supported and one.grounded:
        return note("No line carries it alone, and no two: without any two it still follows")
    return note("Nothing moves it: it was so from the start")


def _where(english: English, answer: Answer) -> Iterator[Clause]:
    for end in answer.ends:
        where = english.world(end.facts)
        head = "It does not come to rest, and passes" if end.cycle else "It comes to rest"
        text = (
            f"{head}{f', where {where},' if where else ''} where {english.situation(end.taken[0])}"
        )
        yield english.computed(text, options(english, end.taken[0]))

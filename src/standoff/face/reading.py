"""A reading as people meet it: each method puts a question and gives an answer that shows itself.

Names of options may be short or full. Everything delegates to the functions of the packages below.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from standoff import record as _record
from standoff.analysis import ask as _ask
from standoff.analysis.asking import Command
from standoff.case import entry as _entry
from standoff.case.build import World, build
from standoff.case.check.folder import sound
from standoff.case.format.line import print_line
from standoff.case.question import QUESTIONS
from standoff.case.reading import variants
from standoff.condition import Condition
from standoff.face.model import Model, theory_of
from standoff.face.shown import Answer, Shown, Solution, one, shortened
from standoff.gmcr.budget import GIGABYTES, SECONDS, Budget
from standoff.problem import BudgetSpent, NotComputed, UnknownName
from standoff.report.document import Document, Item, Items, Line, note
from standoff.report.english import English
from standoff.store import folder as _folder

if TYPE_CHECKING:
    from standoff.face.case import Case


class Lines(Shown):
    """Lines of a reading, in words and with their citations."""

    def __init__(
        self, title: str, reading: _entry.Reading, lines: Iterable[_entry.Assumption]
    ) -> None:
        self.title = title
        self.reading = reading
        self.lines = tuple(lines)

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[_entry.Assumption]:
        return iter(self.lines)

    def __getitem__(self, at: int) -> _entry.Assumption:
        return self.lines[at]

    def document(self) -> Document:
        english = English(self.reading)
        items = tuple(Item(Line((english.told(line),))) for line in self.lines)
        return Document("", (Line((note(self.title, "strong"),)), Items(items, ordered=True)))

    def to_dict(self) -> Any:
        return _record.plain(self.lines)


class Reading(Shown):
    """One source's version of a case, and what can be asked of it.

    >>> import standoff as so
    >>> so.read("cases/syria")["003"].evolve().ends[0].cycle
    False
    """

    def __init__(
        self, case: Case, entry: _entry.Reading, before: _entry.Reading | None = None
    ) -> None:
        self.case = case
        self.entry = entry
        self._before = before

    @property
    def id(self) -> str:
        """`003`, or `003:VARIANT`."""
        return self.entry.name

    @property
    def title(self) -> str:
        """What its author asks."""
        return self.entry.title

    @property
    def wants(self) -> Mapping[str, Lines]:
        """Actor -> its wishes, most important first."""
        return MappingProxyType(
            {
                actor: Lines(f"What {actor} wants", self.entry, wants.lines)
                for actor, wants in self.entry.wants.items()
            }
        )

    @property
    def conclusions(self) -> tuple[_entry.Conclusion, ...]:
        """What its author concludes."""
        return self.entry.conclusions

    def worlds(self) -> tuple[Model, ...]:
        """A model for each way the silent facts may turn out; usually one."""
        return tuple(Model.of(world.model, reading=self.entry) for world in self._worlds())

    def _worlds(self) -> tuple[World, ...]:
        return build(self.entry)

    @cached_property
    def _variants(self) -> Mapping[str, _entry.Reading]:
        if self.entry.variant is not None:
            return {}
        names = variants(self.case.entry, self.entry.id)
        return {name: sound(self.case.entry, self.entry.id, name) for name in names}

    # --- answers

    def solve(self, *concepts: str, silent: str = "stays") -> Solution:
        """Which situations are stable, for whom and by which concept; where the reading has attitudes,
        under the relational concepts too; of strong and unknown wishes where some are marked.

        silent  `unknown`: who is silent and owns what is at stake may want anything
        """
        return self._solved(concepts, silent=silent)

    def fuzzy(self, threshold: str | Fraction = "1", *concepts: str) -> Solution:
        """The same where preferences are as certain as the share of the reading's variants that hold them.

        threshold  the relative certainty from which on one leaves: "1/2", or "US=1/2, Iran=3/4"
        concepts   FNASH, FGMR, FSMR, FSEQ by default, beside the usual ones
        """
        return self._solved(concepts, str(threshold))

    def theory(self, *names: str, **given: Any) -> Any:
        """What the theory says beyond: foresight, markov, attitudes, inverse, …; by default all of it.

        given  what some of it needs beside the reading, as in the `theory_input` of a model file
        """
        from standoff.case.modelfile import of_reading

        worlds = self._worlds()
        return one(theory_of(of_reading(self.entry, each.model), names, given) for each in worlds)

    def _solved(
        self, concepts: Sequence[str], threshold: str = "", silent: str = "stays"
    ) -> Solution:
        from standoff.analysis.solved import runs
        from standoff.analysis.sure.stable import stable
        from standoff.report.tell.model.solve import tell

        return Solution(
            Answer(stable(self.entry, run, self._variants, threshold), tell)
            for run in runs(self.entry, concepts, silent == "unknown")
        )

    def evolve(self, rule: str = "best") -> Any:
        """What happens from today; one answer, or one for each world."""
        from standoff.analysis.judge.compare import course
        from standoff.report.tell.model.evolve import tell

        return one(Answer(course(self.entry, world, rule), tell) for world in self._worlds())

    def picture(self, what: str, **options: Any) -> Shown:
        """One of the report's pictures of this reading, as `Case.picture` has them."""
        from standoff.face.picture import Asked, Picture

        return Picture(what, Asked((self.entry,), **options))

    def explain(self, state: str | Iterable[str] = "today", *actors: str) -> Any:
        """Why each actor stays in a situation or would move.

        state   `today`, or the options taken
        actors  all by default
        """
        from standoff.analysis.judge.explain import explain, state_of
        from standoff.report.tell.model.explain import tell

        taken = None if state == "today" else [state] if isinstance(state, str) else list(state)
        answers = []
        for world in self._worlds():
            names = [self.entry.typed.get(name, name) for name in taken or ()]
            codes = world.model.today if taken is None else (state_of(world, names),)
            answers += [
                Answer(explain(self.entry, world, code, actors or None), tell) for code in codes
            ]
        return one(answers)

    def compare(
        self, seconds: float = SECONDS, memory: float = GIGABYTES, silent: str = "stays"
    ) -> Answer:
        """Where it comes to rest, and whether its author's conclusions follow.

        Where `seconds` or `memory` (in GB) do not reach, `unfinished` says so; BudgetSpent if nothing is
        finished.
        """
        from standoff.analysis.ask import Cannot
        from standoff.analysis.judge.compare import Comparison
        from standoff.report.tell.compare import tell

        record = self._answered(Budget.given(seconds, memory), silent == "unknown")
        if isinstance(record, Cannot):
            raise BudgetSpent(record.why)
        return Answer(record, lambda one: tell(Comparison((one,))))

    def _answered(self, budget: Budget, silent: bool = False) -> Any:
        from standoff.analysis.judge.compare import answer_within

        return answer_within(
            budget, self.entry, self._variants, readings=self._readings, silent=silent
        )

    @property
    def _readings(self) -> tuple[_entry.Reading, ...]:
        own = self.entry
        return tuple(own if each.name == own.name else each for each in self.case._every)

    # --- questions: a method for each row

    def question(self, kind: str, about: Any = None, **parameters: Any) -> Any:
        """Any kind of question by its id: `question("robust", "not leave", deep=True)`."""
        if kind not in QUESTIONS:
            raise UnknownName("question", kind, QUESTIONS)
        row = QUESTIONS[kind]
        given = {each.name: each.default for each in row.parameters if each.name != "save"}
        unknown = [name for name in parameters if name not in given]
        if unknown:
            raise UnknownName("parameter", unknown[0], given)
        command = Command(
            lambda: self._readings,
            lambda: (self.entry,),
            lambda reading: self._variants,
            about=about,
            within=True,
            parameters={**given, **parameters},
        )
        tell = row.tells("tell")
        return one(Answer(record, tell) for record in row.answers("command")(command))

    def what_if(self, **acts: bool) -> Any:
        """What if somebody acted: options by name, set and frozen (`what_if(pull=True)`)."""
        about = [f"{name}={'yes' if value else 'no'}" for name, value in acts.items()]
        return self.question("whatif", about)

    def robust(self, condition: str, **parameters: Any) -> Any:
        """How sure is that: how many changes turn the answer, and whose list decides."""
        return self.question("robust", condition, **parameters)

    def inverse(self, condition: str, **parameters: Any) -> Any:
        """What would have to change: all smallest sets of changes that make a condition follow."""
        return self.question("inverse", condition, **parameters)

    def why(self, act: str) -> Any:
        """Why an act was done: each motive that the texts name, tried in this reading."""
        return self.question("why", act)

    def offers(self) -> Any:
        """Each offer: who would deliver, who would default, what would make it hold."""
        return self.question("offers")

    def deals(self, wanted: str | None = None) -> Any:
        """Exchanges and packages that leave the parties better off; those that bring a condition about.

        >>> import standoff as so
        >>> [trade.holds for trade in so.read("cases/syria")["002"].deals().record.deals[0].trades]
        [False, False, False]
        """
        return self.question("deals", wanted)

    def believes(self, bound: int = 3) -> Any:
        """What each expects by its own beliefs, and what happens; which beliefs matter.

        bound  the largest sets of beliefs that are left out

        >>> import standoff as so
        >>> found = so.read("cases/syria")["003"].believes().record.minds[0].sights[0]
        >>> [each.actors[0] for each in found.expectations if not each.right]
        ['US']
        """
        return self.question("believes", bound=bound)

    # --- edits

    def edit(
        self, actor: str, drop: str | None = None, add: str | None = None, at: int | None = None
    ) -> Reading:
        """An unsaved reading in which an actor's list is another: a wish dropped, a wish added.

        at  before which wish the new one stands, counted from 0; the last by default
        """
        if actor not in self.entry.wants:
            raise UnknownName("actor", actor, self.entry.wants)
        wants = self.entry.wants[actor]
        lines = list(wants.lines)
        if drop is not None:
            lines.remove(self._wish(wants, drop))
        if add is not None:
            condition = _ask.condition(self.entry, add)
            line = _entry.Assumption(
                _entry.Section.WANTS, condition, (), _entry.Marks(), wants.place, actor
            )
            lines.insert(len(lines) if at is None else at, line)
        changed = replace(wants, lines=tuple(lines), stance=_entry.Stance.STATEMENTS)
        entry = replace(self.entry, wants={**self.entry.wants, actor: changed})
        return Reading(self.case, entry, self._before or self.entry)

    def _wish(self, wants: _entry.Wants, text: str) -> _entry.Assumption:
        asked: Condition = _ask.condition(self.entry, text)
        for line in wants.lines:
            if line.condition == asked:
                return line
        raise UnknownName("wish", text, [str(line.condition) for line in wants.lines])

    @property
    def diff(self) -> str:
        """What an unsaved reading changes, line by line."""
        before = self._before or self.entry
        old, new = (list(map(print_line, each.assumptions)) for each in (before, self.entry))
        return "\n".join(line for line in difflib.ndiff(old, new) if line[:1] in "+-")

    def save(self, as_variant: str) -> Path:
        """Keep what an unsaved reading changes as a variant of its reading; the file it is in."""
        from standoff.case.make.variant import sections

        made = sections(self._before, self.entry) if self._before else ""
        if not made:
            raise NotComputed("nothing was changed: there is nothing to save")
        return _folder.keep_variant(self.case.entry, self.entry.id, as_variant, made)

    def document(self) -> Document:
        from standoff.report.tell.case.show import tell

        return tell(self.entry)

    def to_dict(self) -> Any:
        from standoff.record import plain
        from standoff.report.tell.case.show import aloud

        return plain(aloud(self.entry))

    def __repr__(self) -> str:
        entry = self.entry
        unsaved = " (unsaved)" if self._before is not None else ""
        actors = ", ".join(each.name for each in entry.actors)
        return shortened(
            f"Reading {entry.name}{unsaved} of {entry.case}: {entry.title or 'no title'}\n"
            f"  actors: {actors}\n"
            f"  {len(entry.options)} options, {len(entry.assumptions)} lines, "
            f"{len(entry.conclusions)} conclusions; print it to read it aloud"
        )

"""Turns what people say of relationships, and what speaks for it, into the words and forms of the page. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from mutuals.relate.circles import Circle
from mutuals.relate.declared import CIRCLE, STEP, STRAINED, TRUST, Trust, step_of
from mutuals.relate.rungs import Rung
from mutuals.relate.trust import Evidence
from mutuals.relate.words import RUNGS
from mutuals.ui.words import number


class Said(Protocol):
    """What this file needs of a `selectors.declared.Said`."""

    @property
    def id(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def says(self) -> str: ...
    @property
    def instead(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def shared(self) -> bool: ...
    @property
    def at(self) -> int: ...
    @property
    def ended_at(self) -> int | None: ...


TITLES = {TRUST: "Trust", STRAINED: "Strained", CIRCLE: "Circle", STEP: "Step"}
# What each word of trust means to whoever says it.
MEANS = {
    Trust.CONFIDED: "I tell them what nobody else should know",
    Trust.TRUSTED: "I rely on them",
    Trust.KNOWN: "I know who they are",
    Trust.UNKNOWN: "I cannot say yet",
    Trust.GUARDED: "I am careful with them",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """One count of the evidence in words, and where it opens."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said, in words: what, what was reckoned instead (empty where it agrees), why, by whom, when (ms)."""

    id: str
    title: str
    words: str
    instead: str
    reason: str
    by: str
    shared: bool
    at: int
    ended_at: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of the form: what it is about, and its options as (value, words, chosen)."""

    about: str
    title: str
    options: tuple[tuple[str, str, bool], ...]


def word(about: str, says: str) -> str:
    """What was said, as the screen says it: "Confided", "Did something together", "Not strained"."""
    if about == STRAINED:
        return "Strained" if says == "yes" else "Not strained"
    if about == STEP:
        return RUNGS[step_of(says)] if says else "Not heard"
    return says.capitalize()


def line(one: Said) -> Line:
    """One thing said, as the page says it."""
    instead = ""
    if one.instead and one.instead != one.says:
        source = "where the evidence suggests" if one.about == TRUST else "where the record says"
        instead = f"{source} {word(one.about, one.instead).lower()}"
    return Line(
        one.id, TITLES[one.about], word(one.about, one.says), instead, one.reason, one.by, one.shared, one.at,
        one.ended_at,
    )  # fmt: skip


def evidence(found: Evidence, *, person: str) -> list[Counted]:
    """The counts that are there, each leading to its days."""
    years = int(found.years)
    known = f"{years} year{'s' * (years != 1)}" if years else f"{max(1, int(found.years * 12))} months"
    lines = [
        (found.private, f"{_days(found.private)} with private words both ways", f"{person}?of=private#all"),
        (found.years > 0.25, f"known for {known}", f"{person}/days"),
        (found.met, f"met on {_days(found.met)}", f"{person}?of=in-person#all"),
        (found.kept, f"{_promises(found.kept)} kept", "#promises"),
        (found.broken, f"{_promises(found.broken)} past the day it was for", "#promises"),
        (found.acts, f"gave you something {_times(found.acts)}", "#ledger"),
    ]
    return [Counted(text, url) for there, text, url in lines if there]


def agreement(trust: Trust | None, suggestion: Trust, found: Evidence) -> str:
    """The line under the word of trust: what the evidence says to it, with its weightiest count."""
    told = _weightiest(found)
    if trust is None:
        return (
            f"evidence suggests {suggestion}"
            if suggestion is not Trust.UNKNOWN
            else "too little to suggest it"
        )
    if suggestion is Trust.UNKNOWN and trust is not Trust.UNKNOWN:
        return "too little evidence to agree or not"
    if suggestion is trust:
        return f"evidence agrees: {told}" if told else "evidence agrees"
    return f"evidence says {suggestion}: {told}" if told else f"evidence says {suggestion}"


def choices(told: Mapping[str, str], reckoned: Mapping[str, str], tied: bool) -> list[Choice]:
    """The fields of "I see it differently": what is reckoned first, then what can be said; circle and step only where
    there is a relationship to say them of."""
    found = [
        _choice(
            TRUST, [(str(one), f"{str(one).capitalize()}: {MEANS[one]}") for one in reversed(Trust)], told
        )
    ]
    if tied:
        circle = [(str(one), str(one).capitalize()) for one in Circle]
        step = [(one.name.lower(), RUNGS[one]) for one in reversed(Rung)]
        found.append(_choice(CIRCLE, circle, told, reckoned))
        found.append(_choice(STEP, step, told, reckoned))
    found.append(_choice(STRAINED, [("yes", "Strained"), ("no", "Not strained")], told, reckoned))
    return found


def _choice(
    about: str,
    said: list[tuple[str, str]],
    told: Mapping[str, str],
    reckoned: Mapping[str, str] | None = None,
) -> Choice:
    says = told.get(about, "")
    first = "I say nothing" if reckoned is None else f"As reckoned: {word(about, reckoned[about]).lower()}"
    options = [("", first), *said]
    return Choice(about, TITLES[about], tuple((value, text, value == says) for value, text in options))


def _weightiest(found: Evidence) -> str:
    if found.private:
        return f"{_days(found.private)} of private words"
    if found.met:
        return f"met on {_days(found.met)}"
    return f"known for {int(found.years)} years" if found.years >= 2 else ""


def _days(count: int) -> str:
    return f"{number(count)} day{'s' * (count != 1)}"


def _promises(count: int) -> str:
    return f"{number(count)} promise{'s' * (count != 1)}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{number(count)} times")

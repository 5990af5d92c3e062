"""The rules of the first look: what is worth saying of what was found, and how much it says. Pure.

Each rule has the least evidence that it needs; with less it is silent. A weight orders the remarks and is shown
nowhere.
"""

from collections.abc import Iterable, Mapping, Sequence

from mutuals.measure.look import CLOSE, MONTH, SEASON, STALE_DAYS, YEAR, Look, Person, Remark
from mutuals.record.kinds import Kind
from mutuals.relate.circles import Circle

LEAST_TURNS = 20
LEAST_BEGINNINGS = 6
TWO_YEARS = 2 * YEAR


def goods(found: Look, people: Sequence[Person], today: int) -> Iterable[Remark]:
    """What is done well."""
    ours = found.we_answer
    if ours.turns >= LEAST_TURNS and ours.answered >= 0.75 * ours.turns:
        yield Remark("answers", ours.answered / ours.turns, numbers=_answers(found))
    named = [one for one in people if one.named is not None]
    lately = [one.id for one in named if one.last_day > today - MONTH]
    if len(lately) >= 2 and len(lately) >= len(named) - 1:
        yield Remark("named-kept", 0.95, tuple(lately), {"kept": len(lately), "named": len(named)})
    loyal = [
        one
        for one in people
        if one.circle in CLOSE and one.first_day <= today - TWO_YEARS and not one.drifting
    ]
    if len(loyal) >= 3:
        years = (today - min(one.first_day for one in loyal)) / YEAR
        yield Remark("loyal", 0.72, tuple(one.id for one in loyal), {"people": len(loyal), "years": years})
    if found.close >= 3 and found.close_met >= 0.5 * found.close:
        met = [row["person"] for row in found.met]
        close = tuple(one.id for one in people if one.circle in CLOSE and one.id in met)
        yield Remark("meets", 0.8, close, {"met": found.close_met, "close": found.close})
    if found.returned:
        yield Remark(
            "returned", 0.66, tuple(one for one, *_ in found.returned), {"people": len(found.returned)}
        )
    gave, took = _given(found.gave), _given(found.took)
    if gave >= 10 and gave >= 1.2 * took:
        yield Remark("gives", 0.7, numbers={"gave": gave, "took": took})
    yield from _even(found)
    if len(found.new) >= 2:
        yield Remark("new", 0.5, tuple(found.new), {"people": len(found.new)})


def _given(counts: Mapping[str, int]) -> int:
    """All forms of giving but likes: one touch of a button outweighs nothing."""
    return sum(count for form, count in counts.items() if form != Kind.LIKE.name.lower())


def _even(found: Look) -> Iterable[Remark]:
    said, begins = found.said_ours + found.said_theirs, found.we_begin + found.they_begin
    if said >= 100 and 0.35 <= found.said_ours / said <= 0.55:
        yield Remark("listens", 0.6, numbers={"ours": found.said_ours, "theirs": found.said_theirs})
    if begins >= 20 and 0.4 <= found.we_begin / begins <= 0.65:
        yield Remark("begins", 0.55, numbers={"ours": found.we_begin, "theirs": found.they_begin})


def _answers(found: Look) -> dict[str, float]:
    ours = found.we_answer
    return {"answered": ours.answered, "turns": ours.turns, "hours": ours.median_hours or 0.0}


def gaps(found: Look, people: Sequence[Person], today: int) -> list[Remark]:
    """What is lacking, each with the people it is about in the order in which one would begin."""
    return [
        *_ended(found, today),
        *_owed(found, people),
        *_distant(found, people, today),
        *_uneven(found, people),
    ]


def _ended(found: Look, today: int) -> Iterable[Remark]:
    """What one knows of may have ended long before today: then silences are the record's, not people's."""
    if found.until is not None and found.until <= today - STALE_DAYS:
        yield Remark("ended", 1.1, numbers={"last": found.until})


def _owed(found: Look, people: Sequence[Person]) -> Iterable[Remark]:
    order = {one.id: place for place, one in enumerate(people)}
    waits = sorted(
        found.waits, key=lambda one: (not one.asked, not one.known, order.get(one.person, len(order)))
    )
    asked = sum(one.asked for one in waits)
    if waits:
        weight = min(1.0, 0.8 + 0.02 * len(waits))
        yield Remark(
            "waits", weight, tuple(one.person for one in waits), {"people": len(waits), "asked": asked}
        )
    ours = found.we_answer
    if not found.early and ours.turns >= LEAST_TURNS and ours.answered < 0.5 * ours.turns:
        yield Remark("seldom-answers", 0.78, numbers=_answers(found))


def _distant(found: Look, people: Sequence[Person], today: int) -> Iterable[Remark]:
    around = {one.id: one for one in people}
    drifting = [one for one in found.drifting if one in around]
    if drifting:
        near = sum(around[one].circle in CLOSE for one in drifting)
        yield Remark(
            "drifting",
            0.75 + (0.15 if near else 0.0),
            tuple(drifting),
            {"people": len(drifting), "close": near},
        )
    named = [one for one in people if one.named is not None and one.last_day <= today - SEASON]
    if named:
        yield Remark("named-lost", 0.85, tuple(one.id for one in named), {"people": len(named)})
    apart = [
        one for one in people if one.circle in CLOSE and one.id not in {row["person"] for row in found.met}
    ]
    if apart and found.met and not found.early:
        yield Remark(
            "apart", 0.7, tuple(one.id for one in apart), {"people": len(apart), "close": found.close}
        )


def _uneven(found: Look, people: Sequence[Person]) -> Iterable[Remark]:
    if found.early:
        return
    around = {one.id for one in people if one.circle is not Circle.NEW}
    rows = [
        row
        for row in found.by_person
        if row["person"] in around and row["we_begin"] + row["they_begin"] >= LEAST_BEGINNINGS
    ]
    shares = {row["person"]: row["we_begin"] / (row["we_begin"] + row["they_begin"]) for row in rows}
    theirs = tuple(one for one, share in shares.items() if share <= 0.15)
    ours = tuple(one for one, share in shares.items() if share >= 0.85)
    if theirs:
        yield Remark("they-begin", 0.62, theirs, {"people": len(theirs)})
    if ours:
        yield Remark("we-begin", 0.52, ours, {"people": len(ours)})
    gave, took = _given(found.gave), _given(found.took)
    if took >= 10 and took >= 1.5 * gave:
        yield Remark("takes", 0.6, numbers={"gave": gave, "took": took})
    near = sum(one.circle in CLOSE for one in people)
    if found.people_season >= 60 and near < 8:
        yield Remark("wide", 0.5, numbers={"people": found.people_season, "close": near})


# What to do about a gap, and about nothing: each step names one person, and nobody twice.
_STEPS = {
    "waits": "answer",
    "named-lost": "write",
    "drifting": "write",
    "apart": "meet",
    "they-begin": "begin",
}


def steps(found: Look, lacking: Iterable[Remark]) -> list[Remark]:
    """The next steps: for each gap, the weightiest first, whom to begin with; then what would tell more."""
    told: list[Remark] = []
    taken: set[int] = set()
    if any(gap.rule == "ended" for gap in lacking):
        told.append(Remark("bring-newer", 1.1))
    for gap in sorted(lacking, key=lambda one: (-one.weight, one.rule)):
        person = next((one for one in gap.people if one not in taken), None)
        if gap.rule in _STEPS and person is not None and len(told) < 3:
            taken.add(person)
            told.append(Remark(_STEPS[gap.rule], gap.weight, (person,)))
    if not found.met and len(told) < 3:
        told.append(Remark("note-meeting", 0.2))
    if len(told) < 3 and not any(one.rule == "bring-newer" for one in told):
        told.append(Remark("bring-more", 0.1))
    return told[:3]

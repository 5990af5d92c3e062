"""Turns a first look into what its template draws. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from mutuals.measure.words import hours, month
from mutuals.record.kinds import Kind
from mutuals.relate.words import FORMS
from mutuals.ui.charts import balance, week
from mutuals.ui.words import number, percent

EPOCH = dt.date(1970, 1, 1)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PARTS = (("night", 0, 6), ("morning", 6, 12), ("afternoon", 12, 18), ("evening", 18, 24))
# Below so many messages the hours of a week say nothing.
LEAST_HOURS = 50
GIVING = (Kind.SHARE, Kind.QUOTE, Kind.LIKE, Kind.GIFT, Kind.CARD)


class Look(Protocol):
    """What this file needs of a `selectors.first_look.View`."""

    as_of: int
    facts: Mapping[str, Any]
    people: Mapping[int, Any]
    heard: Sequence[str]
    waits: Sequence[Any]


def page(view: Look) -> dict[str, Any]:
    """Everything the page shows."""
    facts, people = view.facts, view.people
    return {
        "view": view,
        "facts": facts,
        "today": _date(view.as_of),
        "since": None if facts["since"] is None else month(facts["since"]),
        "waits": view.waits[:7],
        "waits_more": view.waits[7:],
        "answers": _answers(facts),
        "by_person": [
            {**row, "contact": people[row["person"]]} for row in facts["by_person"] if row["person"] in people
        ],
        "begins": _begins(facts),
        "giving": _giving(facts),
        "drifting": [people[one] for one in facts["drifting"] if one in people],
        "returned": [
            {"contact": people[one], "day": day, "gap": gap}
            for one, day, gap in facts["returned"]
            if one in people
        ],
        "met": _with(people, facts["met"]),
        "new": [people[one] for one in facts["new"] if one in people],
        **_hours(facts["hours"]),
    }


def _with(people: Mapping[int, Any], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "contact": people[row["person"]]} for row in rows if row["person"] in people]


def _answers(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for who, (turns, answered, half) in (
        ("You answer", facts["we_answer"]),
        ("They answer", facts["they_answer"]),
    ):
        share = answered / turns if turns else None
        rows.append(
            {
                "who": who,
                "share": "not yet" if share is None else percent(share),
                "of": f"{number(answered)} of {number(turns)}",
                "half": "" if half is None else f"half within {hours(half)}",
                "value": round(100 * share) if share is not None else None,
            }
        )
    return rows


def _begins(facts: Mapping[str, Any]) -> dict[str, Any] | None:
    ours, theirs = facts["we_begin"], facts["they_begin"]
    if not ours + theirs:
        return None
    share = ours / (ours + theirs)
    return {"picture": balance.balance("You", "They", share), "ours": ours, "theirs": theirs, "share": share}


def _giving(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A line for each form of giving that anybody used: its name, ours, theirs, dots up to twenty."""
    rows = []
    for kind in GIVING:
        word = kind.name.lower()
        gave, took = facts["gave"].get(word, 0), facts["took"].get(word, 0)
        if gave or took:
            most = max(gave, took, 20)
            rows.append(
                {
                    "title": FORMS[kind][2].capitalize(),
                    "gave": gave,
                    "took": took,
                    "gave_dots": range(_dots(gave, most)),
                    "took_dots": range(_dots(took, most)),
                }
            )
    return rows


def _dots(count: int, most: int) -> int:
    return max(1, round(20 * count / most)) if count else 0


def _hours(told: Mapping[str, Any]) -> dict[str, Any]:
    ours, theirs = told["ours"], told["theirs"]
    total = sum(map(sum, ours))
    if total < LEAST_HOURS:
        return {"week": None}
    label = f"When you write, by hour of the week, local time: {number(total)} messages of the last year."
    return {
        "week": week.week(ours, theirs, label=label),
        "week_phone": week.week(ours, theirs, label=label, width=week.PHONE),
        "week_say": _week_say(ours, total),
        "week_rows": [
            (day, [sum(row[first:last]) for _, first, last in PARTS])
            for day, row in zip(WEEKDAYS, ours, strict=True)
        ],
        "week_parts": [name for name, *_ in PARTS],
    }


def _week_say(ours: Sequence[Sequence[int]], total: int) -> str:
    """Such as "Most in the evening (41 %), and most of all on Sunday." """
    shares = {name: sum(sum(row[first:last]) for row in ours) / total for name, first, last in PARTS}
    part = max(shares, key=lambda name: shares[name])
    day = max(range(7), key=lambda one: sum(ours[one]))
    when = "at night" if part == "night" else f"in the {part}"
    return f"Most {when} ({percent(shares[part])}), and most of all on {WEEKDAYS[day]}s."


def _date(day: int) -> dt.date:
    return EPOCH + dt.timedelta(days=day)

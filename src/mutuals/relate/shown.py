"""Turns what the selectors know into what the templates draw. Pure: the day is handed in."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any, Protocol

from mutuals.record.kinds import CO_PRESENCE, SHARED, Grain, Kind
from mutuals.relate import words
from mutuals.relate.circles import CAPACITIES, Circle
from mutuals.relate.rungs import Reached, Rung
from mutuals.relate.ties import Parameters
from mutuals.ui.charts import balance as balances
from mutuals.ui.charts import circles as rings
from mutuals.ui.charts import rhythm as rhythms
from mutuals.ui.charts import right as rights
from mutuals.ui.charts import rows, terms, years
from mutuals.ui.charts.svg import Svg
from mutuals.ui.networks import mark
from mutuals.ui.words import MONTHS, number, percent

EPOCH = dt.date(1970, 1, 1)
WORDS = tuple(Circle)
QUIET_LEAST = 21


class Tie(Protocol):
    """What this file needs of a `selectors.ties.TieRow`."""

    pk: int
    contact: str
    name: str
    kind: str
    circle: Circle
    depth: float
    depth_out: float
    depth_in: float
    rung: int
    networks: tuple[str, ...]
    kinds: int
    last_day: int
    usual_gap: float | None
    chance: float | None
    trend: float | None
    drifting: bool
    silence: int
    balance: float
    reciprocity: float


def date_of(day: int) -> dt.date:
    """The date of a UTC day number."""
    return EPOCH + dt.timedelta(days=day)


def circles(
    ties: Sequence[Tie],
    groups: Mapping[int, Sequence[Any]],
    kept: Sequence[tuple[int, int]],
    *,
    day: int | None,
    today: int,
    keep: str,
    only: str = "",
) -> dict[str, Any]:
    """The picture of the circles with its filters, sentence, years and slider; `only` is the word of a filter."""
    around = [tie for tie in ties if tie.circle is not Circle.NEW]
    people = tuple(_face(tie, groups.get(tie.pk, ()), only) for tie in around)
    chosen = next((tie for tie in around if tie.contact == keep), around[0] if around else None)
    label = (
        f"{number(len(around))} people around you in circles by depth. The table below holds the same facts."
    )
    key = chosen.contact if chosen else ""
    pictures = [_drawn(people, label, frame, key) for frame in (rings.DESKTOP, rings.PHONE)]
    drifting = sum(tie.drifting for tie in around)
    found: dict[str, Any] = {
        "picture": pictures[0],
        "picture_phone": pictures[1],
        "chosen": chosen,
        "kept_up": len(around),
        "drifting": drifting,
        "inner": sum(tie.circle is Circle.INNER for tie in around),
        "networks": sorted({network for tie in around for network in tie.networks}),
        "organisations": any(tie.kind == "organisation" for tie in around),
        "forms": [
            (f"form-{int(kind)}", words.FORMS[kind][2].capitalize())
            for kind in Kind
            if any(tie.kinds >> kind & 1 for tie in around)
        ],
        "met": any(tie.rung >= Rung.MET for tie in around),
        "day": day if day is not None else today,
        "today_day": today,
        "groups_here": sorted(
            {(group.name, str(group.public_id)) for tie in around for group in groups.get(tie.pk, ())}
        ),
        "date": date_of(day if day is not None else today),
    }
    return found | _years(kept, found["date"]) | _fullest(kept, found["kept_up"])


@lru_cache(maxsize=8)
def _drawn(people: tuple[rings.Person, ...], label: str, frame: rings.Frame, chosen: str) -> str:
    """The picture, which is laid out anew only when somebody in it has changed."""
    return rings.circles(people, label=label, frame=frame, chosen=chosen, card_into="card")


def capacity(counts: Mapping[Circle, int], url: str) -> list[rows.Capacity]:
    """How much room is taken in each circle (cumulative capacities, so that inner is part of close)."""
    found, before = [], 0
    for word, room in zip(WORDS[:-1], CAPACITIES, strict=True):
        found.append(
            rows.Capacity(str(word).capitalize(), counts.get(word, 0), room - before, f"{url}?circle={word}")
        )
        before = room
    return found


def relationship(contact: Any, tie: Tie, active: Sequence[Any], chance: Any, *, today: int) -> dict[str, Any]:
    """How things stand with one person: sentence, strip, terms, pulse."""
    recent = [_day(row) for row in active]
    quiet = _quiet(active, today)
    label = f"A year of days with {contact.name}: theirs above the line, yours below, meetings as rings."
    strips = [
        rhythms.rhythm(recent, until=date_of(today), label=label, quiet=quiet, frame=frame)
        for frame in (rhythms.WIDE, rhythms.PHONE)
    ]
    return {
        "say": words.summary(
            circle=str(tie.circle), balance=tie.balance, gap=tie.usual_gap, silence=tie.silence
        ),
        "balance_words": words.balance_words(tie.balance),
        "strip": strips[0],
        "strip_phone": strips[1],
        "met": any(row.in_person for row in active),
        "quiet": quiet,
        "chance": chance,
        "terms": _terms(chance),
        "year_days": sum(1 for row in active if row.day > today - 365),
        "share": balances.balance("you", "they", tie.depth_out / tie.depth if tie.depth else 0.5),
    }


def pulse_of(contact: Any, active: Sequence[Any], *, today: int) -> str:
    """The last half year with somebody in weeks."""
    weeks = [0.0] * 26
    for row in active:
        week = (today - row.day) // 7
        if 0 <= week < 26:
            weeks[25 - week] += row.out + row.into
    return balances.pulse(weeks, label=f"Half a year of weeks with {contact.name}")


def ladder(reached: Sequence[Reached], url: str, *, said: int | None = None) -> tuple[rows.Rung, ...]:
    """The seven steps, the furthest on top, each with its day and the events behind it; `said` is where the viewer says
    that they are, whatever the events show."""
    by_rung = {one.rung: one for one in reached if said is None or one.rung <= said}
    steps = []
    for rung in Rung:
        one = by_rung.get(rung)
        if one is None and rung == said:
            steps.append(rows.Rung(words.RUNGS[rung], "you said", "#see"))
            continue
        if one is None:
            steps.append(rows.Rung(words.RUNGS[rung]))
            continue
        day = None if one.at_ms is None else one.at_ms // 86_400_000
        shown = "at an unknown time" if day is None else _short(date_of(day))
        steps.append(rows.Rung(words.RUNGS[rung], shown, f"{url}/steps/{rung.name.lower()}"))
    return rows.ladder(steps)


def facts(known: Sequence[Any]) -> list[tuple[str, str]]:
    """What is worth knowing of somebody, in words, each thing once."""
    return list(dict.fromkeys(words.fact_words(one.name, one.value) for one in known if one.value))


def standing(known: Sequence[Any], lists: Sequence[Any]) -> list[tuple[str, str]]:
    """What is worth knowing, after what stands between us by the lists of networks; no day is told twice."""
    told = {one.fact for one in lists}
    between = [words.listed_words(one.name, one.network, mark(one.network).title, one.since) for one in lists]
    rest = facts([one for one in known if one.pk not in told])
    return [("Between you", "\n".join(between)), *rest] if between else rest


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline, in words."""

    network: str
    who: str
    said: str
    when: str
    moment: int | None
    title: str
    text: str
    url: str
    ours: bool
    met: bool
    private: bool
    attachments: tuple[str, ...]
    post: str
    reading: Any
    # What was noted by hand: who else was there, where, and how it is changed.
    noted: Any = None
    beside: str = ""


def months(events: Sequence[Any], *, size: int) -> dict[str, Any]:
    """The timeline by months, the latest first, and the moment before which there is more."""
    lines = [_event(one) for one in events[:size]]
    older = None
    if len(events) > size:
        older = next((line.moment for line in reversed(lines) if line.moment is not None), None)
    grouped = [(title, list(found)) for title, found in groupby(lines, key=lambda line: _month(line.moment))]
    return {"groups": grouped, "older": older}


def weights(parameters: Parameters) -> list[tuple[str, str]]:
    """The kind weights as they are printed."""
    timed = {
        kind: f"{d.weight:g} for each {d.unit:g} minutes, up to {d.weight * d.cap:g}"
        for kind, d in parameters.timed.items()
    }
    return [
        (
            words.FORMS[kind][1].capitalize(),
            timed.get(kind, f"{weight:g}") + (f"; {weight:g} of unknown length" if kind in timed else ""),
        )
        for kind, weight in sorted(parameters.plain.items(), key=lambda one: -one[1])
    ]


def model(stored: Mapping[str, Any]) -> list[tuple[str, float]]:
    """The coefficients of the forecast that speaks here, each under the title that a person's page gives the part."""
    found = zip(stored.get("names", ()), stored.get("coefficients", ()), strict=True)
    lines = [(words.TERMS.get(name, (name,))[0], value) for name, value in found]
    return [*lines, ("Starting point", float(stored["intercept"]))] if lines else []


def quarters(found: Sequence[Any]) -> Svg:
    """How often a label was right, by quarters: "2026, July to September"."""
    named = []
    for one in found:
        year, month = one.began.split("-")
        months = f"{MONTHS[int(month) - 1]} to {MONTHS[int(month) + 1]}"
        named.append((f"{year}, {months}", one.right, one.judged))
    return rights.right(named)


def tags(tie: Tie, groups: Sequence[Any] = ()) -> list[str]:
    """The words by which filters find a person: networks, forms, groups, drifting, met."""
    found = [f"net-{network}" for network in tie.networks] + [f"kind-{tie.kind}"]
    found += [f"form-{int(kind)}" for kind in Kind if tie.kinds >> kind & 1]
    found += [f"group-{group.public_id}" for group in groups]
    return found + ["drifting"] * tie.drifting + ["met"] * (tie.rung >= Rung.MET)


def _face(tie: Tie, groups: Sequence[Any], only: str) -> rings.Person:
    words_of = tags(tie, groups)
    spoken = f"{tie.circle}{', drifting' if tie.drifting else ''}"
    url = f"/people/{tie.contact}"
    return rings.Person(
        tie.contact,
        tie.name,
        url,
        WORDS.index(tie.circle),
        tie.depth,
        spoken,
        f"{url}/card",
        tuple(words_of),
        tie.drifting,
        off=bool(only) and only not in words_of,
    )


def _fullest(kept: Sequence[tuple[int, int]], now: int) -> dict[str, Any]:
    """The latest day on which most relationships were kept up, where there are none on the day that is shown."""
    day, count = max(kept, key=lambda one: (one[1], one[0]), default=(0, 0))
    return {"fullest": (day, date_of(day), count)} if count and not now else {}


def _years(kept: Sequence[tuple[int, int]], at: dt.date) -> dict[str, Any]:
    if len(kept) < 2:
        return {}
    points = [years.Kept(date_of(day), count) for day, count in kept]
    label = f"Relationships kept up, {points[0].day.year} to {points[-1].day.year}: from {kept[0][1]} to {kept[-1][1]}."
    return {
        "years": years.years(points, at=at, label=label),
        "years_phone": years.years(points, at=at, label=label, width=350),
        "first_day": kept[0][0],
        "last_day": kept[-1][0],
        "years_label": label,
        "step": max(1, min(30, (kept[-1][0] - kept[0][0]) // 60)),
    }


def _day(row: Any) -> rhythms.Day:
    return rhythms.Day(date_of(row.day), theirs=row.into, ours=row.out, met=row.in_person)


def _quiet(active: Sequence[Any], today: int) -> list[rhythms.Quiet]:
    """The longest silence of the last year, where it is worth naming."""
    recent = sorted(row.day for row in active if row.day > today - 365)
    gaps = [(later - earlier, earlier, later) for earlier, later in pairwise(recent)]
    if recent:
        gaps.append((today - recent[-1], recent[-1], today))
    longest = max(gaps, default=(0, 0, 0))
    if longest[0] < QUIET_LEAST:
        return []
    return [rhythms.Quiet(date_of(longest[1]), date_of(longest[2]), f"{longest[0]} quiet days")]


def _terms(chance: Any) -> terms.Terms | None:
    if chance is None:
        return None
    lines = [terms.Term(*words.term_words(one.name, one.title, one.raw), one.adds) for one in chance.terms]
    lines.append(terms.Term("Starting point", "everyone", chance.base))
    label = f"{len(chance.terms)} terms and a starting point; sum {chance.total:.2f}, {percent(chance.probability)}."
    return terms.Terms(label, tuple(lines))


def _event(one: Any) -> Event:
    verb = words.FORMS[one.kind][0]
    met = one.kind in CO_PRESENCE
    who = "You" if one.ours or one.kind in SHARED else "They"
    who = one.moment.author if one.moment is not None and not one.moment.own else who
    copied = (
        " (you were copied)"
        if one.share < 100 and not one.ours
        else " (a copy to them)"
        if one.share < 100
        else ""
    )
    objects = {Kind.LIKE: "liked", Kind.SHARE: "shared", Kind.FOLLOW: "followed"}
    rest = {True: "their post", False: "your post"}[one.ours]
    said = f"{objects[one.kind]} {rest}" if one.kind in (Kind.LIKE, Kind.SHARE) else f"{verb}{copied}"
    if one.kind is Kind.FOLLOW:
        said = "began to follow them" if one.ours else "began to follow you"
    names = [
        link[2] or link[0].lower()
        for link in json.loads(one.attachments or "[]")
        if link[0] not in ("Mention", "Hashtag")
    ]
    return Event(
        one.network,
        who,
        said,
        _when(one.at, one.grain),
        one.at,
        one.title,
        one.text,
        one.url,
        one.ours,
        met,
        one.private,
        tuple(names),
        one.post,
        one.reading,
        one.moment,
        ""
        if one.moment is None
        else words.beside(one.seconds, one.moment.place, [each.name for each in one.moment.people]),
    )


def _when(at: int | None, grain: int) -> str:
    if at is None:
        return "at an unknown time"
    try:
        moment = dt.datetime.fromtimestamp(at / 1000, dt.UTC)
    except (OverflowError, ValueError, OSError):
        return "at an impossible time"
    day = f"{moment.day} {MONTHS[moment.month - 1]}"
    return day if grain == Grain.DAY else f"{day}, {moment:%H:%M}"


def _month(at: int | None) -> str:
    if at is None:
        return "At an unknown time"
    try:
        moment = dt.datetime.fromtimestamp(at / 1000, dt.UTC)
    except (OverflowError, ValueError, OSError):
        return "At an impossible time"
    return f"{MONTHS[moment.month - 1]} {moment.year}"


def _short(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"

"""A first look as its viewer may see it: names and words are looked up when it is shown, never kept with it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mutuals.measure.models import FirstLook
from mutuals.measure.turns import DAY_MS
from mutuals.measure.words import said
from mutuals.people.models import Contact
from mutuals.people.selectors.contacts import contacts_visible
from mutuals.record.models import Account
from mutuals.record.selectors.posts import posts_get
from mutuals.record.selectors.scopes import accounts_readable
from mutuals.relate.selectors.ties import TieRow, ties_of
from mutuals.team.models import User
from mutuals.ui.networks import mark
from mutuals.ui.sentences import Part, parts, plain
from mutuals.ui.words import days, excerpt, short_day

EXCERPT = 120
EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Statement:
    """One remark as shown: its words, the people it is about, and for a step where to begin."""

    rule: str
    title: str
    text: tuple[Part, ...]
    people: tuple[Contact, ...]
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whose last word is unanswered, since when, and its first words as far as the viewer may read them."""

    contact: Contact
    day: int
    words: str
    known: bool
    asked: bool


@dataclass(frozen=True, slots=True)
class View:
    """The page: statements, who waits, people by their key, and the facts as they were kept."""

    as_of: int
    facts: Mapping[str, Any]
    goods: list[Statement]
    gaps: list[Statement]
    steps: list[Statement]
    waits: list[Waiting]
    people: dict[int, Contact]
    ties: dict[int, TieRow]
    heard: list[str]

    def shown(self, ids: Iterable[int]) -> list[Contact]:
        """Those of these people that the viewer may see."""
        return [self.people[one] for one in ids if one in self.people]


def look_view(viewer: User, kept: FirstLook) -> View:
    """The first look for its viewer's eyes."""
    facts = kept.facts
    ids = _everybody(facts)
    people = contacts_visible(viewer).in_bulk(ids)
    ties = ties_of(viewer, ids)
    view = View(
        as_of=kept.as_of, facts=facts, goods=[], gaps=[], steps=[], waits=_waits(viewer, facts, people),
        people=people, ties=ties, heard=_heard(viewer),
    )  # fmt: skip
    for name in ("goods", "gaps"):
        getattr(view, name).extend(_statement(one, view) for one in facts[name])
    view.steps.extend(_step(one, view) for one in facts["steps"])
    return view


def _everybody(facts: Mapping[str, Any]) -> set[int]:
    found = {one for kind in ("goods", "gaps", "steps") for remark in facts[kind] for one in remark["people"]}
    found |= {row["person"] for name in ("waits", "by_person", "met") for row in facts[name]}
    return found | set(facts["drifting"]) | {one for one, *_ in facts["returned"]} | set(facts["new"])


def _statement(remark: Mapping[str, Any], view: View) -> Statement:
    who = view.shown(remark["people"])
    told = said(remark["rule"], [one.name for one in who], remark["numbers"])
    return Statement(remark["rule"], told.title, told.text, tuple(who))


def _step(remark: Mapping[str, Any], view: View) -> Statement:
    """A step leads to somebody: to answer is to see what they wrote, to write is to see how long it has been."""
    found = _statement(remark, view)
    if not found.people:
        return found
    person = found.people[0]
    tie = view.ties.get(person.pk)
    if found.rule == "answer":
        wait = next((one for one in view.waits if one.contact.pk == person.pk), None)
        if wait is not None:
            day = short_day(EPOCH + dt.timedelta(days=wait.day), EPOCH + dt.timedelta(days=view.as_of))
            text = f"On {day} they wrote: “{wait.words}”" if wait.words else f"Their last word is of {day}."
            return replace(found, text=(Part(text),), day=wait.day)
    if found.rule == "write" and tie is not None:
        silence = days(view.as_of - tie.last_day)
        usual = f"Usually you are in touch every {_gap(tie.usual_gap)}. " if tie.usual_gap else ""
        return replace(found, text=parts(f"{usual}It has been {silence}."))
    return found


def _gap(gap: float) -> str:
    return "day" if gap < 1.5 else days(gap)


def _waits(viewer: User, facts: Mapping[str, Any], people: Mapping[int, Contact]) -> list[Waiting]:
    posts = posts_get(viewer, {row["post"] for row in facts["waits"] if row["post"]})
    found = []
    for row in facts["waits"]:
        contact, post = people.get(row["person"]), posts.get(row["post"])
        if contact is not None:
            words = excerpt(post.name or post.content, EXCERPT) if post is not None else ""
            found.append(Waiting(contact, row["since_ms"] // DAY_MS, words, row["known"], row["asked"]))
    return sorted(found, key=lambda one: not one.asked)


def _heard(viewer: User) -> list[str]:
    """The networks that the viewer's accounts were brought from."""
    rows = Account.objects.filter(pk__in=accounts_readable(viewer)).order_by("pk")
    networks = {mark(network).title: network for network in rows.values_list("network", flat=True)}
    return list(networks.values())


def look_document(viewer: User, kept: FirstLook) -> dict[str, Any]:
    """The first look as a document: `{as_of, since, until, days, early, good, gaps, steps, waits, waits_older, answers,
    begins, gave, took, drifting, returned, in_person, breadth, hours, heard}`; people as `{contact, name}`, days as ISO
    dates (UTC), `hours` by weekday (Monday first) and hour of local time."""
    view, facts = look_view(viewer, kept), kept.facts
    told = {
        name: [
            {"rule": one.rule, "title": one.title, "text": plain(one.text), "people": _named(one.people)}
            for one in rows
        ]
        for name, rows in (("good", view.goods), ("gaps", view.gaps), ("steps", view.steps))
    }
    return {
        "as_of": _date(facts["as_of"]),
        "since": None if facts["since"] is None else _date(facts["since"]),
        "until": None if facts["until"] is None else _date(facts["until"]),
        "days": facts["days"],
        "early": facts["early"],
        **told,
        "waits": [
            {
                **_named([one.contact])[0],
                "since": _date(one.day),
                "words": one.words,
                "known": one.known,
                "asked": one.asked,
            }
            for one in view.waits
        ],
        "waits_older": facts["waits_older"],
        "answers": {"ours": _answers(facts["we_answer"]), "theirs": _answers(facts["they_answer"])},
        "begins": {"ours": facts["we_begin"], "theirs": facts["they_begin"]},
        "gave": facts["gave"],
        "took": facts["took"],
        "drifting": _named(view.shown(facts["drifting"])),
        "returned": [
            {**_named([view.people[person]])[0], "day": _date(day), "silent_days": gap}
            for person, day, gap in facts["returned"]
            if person in view.people
        ],
        "in_person": _in_person(view),
        "breadth": _breadth(view),
        "hours": facts["hours"],
        "heard": view.heard,
    }


def _in_person(view: View) -> dict[str, Any]:
    facts = view.facts
    return {
        "days": facts["together_days"],
        "close": facts["close"],
        "close_met": facts["close_met"],
        "people": [
            {**_named([view.people[row["person"]]])[0], "days": row["days"], "last": _date(row["last"])}
            for row in facts["met"]
            if row["person"] in view.people
        ],
    }


def _breadth(view: View) -> dict[str, Any]:
    facts = view.facts
    return {
        "people_season": facts["people_season"],
        "people_season_year_before": facts["people_before"],
        "five_deepest_share": facts["five_share"],
        "kept": facts["kept"],
        "kept_year_before": facts["kept_before"],
        "new": _named(view.shown(facts["new"])),
    }


def _named(people: Sequence[Contact]) -> list[dict[str, str]]:
    return [{"contact": str(one.public_id), "name": one.name} for one in people]


def _answers(row: Sequence[Any]) -> dict[str, Any]:
    turns, answered, hours = row
    return {"turns": turns, "answered": answered, "median_hours": hours}


def _date(day: int) -> dt.date:
    return EPOCH + dt.timedelta(days=day)

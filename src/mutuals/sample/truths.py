"""What is planted in the sample world, for tests: `python -m mutuals.sample.truths` prints it as JSON.

Told from the plan (people, phases, written sessions and their marks), never measured from the items that came of it.
Days are offsets from today. No room may import this (an import contract holds it), so that nothing under test can know.
"""

import datetime
import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from mutuals.sample import plan
from mutuals.sample.cast import card, uris
from mutuals.sample.days import Calendar
from mutuals.sample.reading import people, pools, rooms
from mutuals.sample.shapes import ME, Line, Person, Session

TODAY = datetime.date(2026, 3, 12)
"""The day of `tests/sample/truths.json`."""
RECENT = -60
_CLOSED = 33
_SHOWED_UP = range(plan.CRISIS, plan.CRISIS + 17)
_WORDS = 60
_APART = ("newsletter", "list")
_SAID = {"wa": "whatsapp", "mail": "mail", "guild": "mail", "news": "mail", "ig": "instagram_messages"}
_DONE = {
    "like": "mastodon_likes", "boost": "mastodon_boosts", "follow": "mastodon_follows", "com": "instagram_comments",
    "react": "instagram_likes", "their": "instagram_posts", "call": "calls",
}  # fmt: skip
_SILENT = ("like", "boost", "follow", "react", "liked", "boosted", "followed", "bh", "ev")


def truths(today: datetime.date) -> dict[str, Any]:
    """Everything that is planted, as JSON takes it."""
    calendar = Calendar(today)
    marked = list(_marked(calendar))
    hand = pools("hand")
    return {
        "today": today.isoformat(),
        "named": list(hand["named"]),
        "people": _people(calendar),
        "drifting": _tagged("drifting"),
        "silent_since": _since("silent"),
        "came_back": _since("comeback"),
        "newcomers": _since("newcomer"),
        "only_react": _tagged("likes-only"),
        "only_met": _tagged("meet-only"),
        "on_no_network": _tagged("in-person"),
        "stollen": [{"by": one.slug, "day": beat.day} for one, _, beat in plan.rushes(calendar)],
        "mara_writes_first": _tagged("me-first"),
        "always_asks": _tagged("asks"),
        "same_first_name": _namesakes(),
        "not_people": _tagged(*_APART),
        "mara_owes_answer": _waiting(marked, "owes"),
        "owed_to_mara": _waiting(marked, "owed"),
        "asked_by_salesmen": _simple(marked, "pesters"),
        "mara_owes_thanks": _simple(marked, "unthanked"),
        "thanks": _simple(marked, "thanks"),
        "help": _simple(marked, "help"),
        "asks": _simple(marked, "ask"),
        "promises": [_promise(*one) for one in marked if one[3].startswith("promise")],
        "introductions": [_introduction(*one) for one in marked if one[3].startswith("intro")],
        "crisis": _crisis(calendar, marked),
        "weekly_chat": _weekly(calendar),
        "same_person": [pair for one in people().values() for pair in _same(one)],
        "rooms": {room.slug: list(room.people) for room in rooms().values()},
        "birthdays": _born(),
    }


Marked = tuple[Session, Line, int, str]


def _marked(calendar: Calendar) -> Iterator[Marked]:
    """(session, line, day, mark) of everything that is marked in what was written."""
    for session in sorted(plan.written(calendar), key=lambda one: (one.day, one.net, one.place, one.minute)):
        for line, day in zip(session.lines, _days(session), strict=True):
            for mark in line.marks:
                yield session, line, day, mark


def _days(session: Session) -> list[int]:
    """The day of each line, by the gaps that are written."""
    now = max(session.minute, 0)
    found: list[int] = []
    for line in session.lines:
        now += max(line.gap, 0) if found else 0
        found.append(session.day + now // 1440)
    return found


def _tagged(*tags: str) -> list[str]:
    return [one.slug for one in people().values() if any(tag in one.tags for tag in tags)]


def _since(tag: str) -> dict[str, int]:
    found = {}
    for one in people().values():
        for said in one.tags:
            name, _, day = said.partition("=")
            if name == tag and day:
                found[one.slug] = int(day)
    return found


def _namesakes() -> list[list[str]]:
    """Those who share a first name, of those who are called by it."""
    known: dict[str, list[str]] = {}
    for one in people().values():
        if not one.name.startswith(("Herr ", "Frau ")) and not set(_APART) & set(one.tags):
            known.setdefault(one.short, []).append(one.slug)
    return [some for some in known.values() if len(some) > 1]


def _row(session: Session, line: Line, day: int) -> dict[str, Any]:
    who = session.place if session.place in people() else ""
    row = {"by": line.who, "with": who, "network": session.net, "day": day, "words": line.text[:_WORDS]}
    return row if who else {**row, "with": "" if session.net == "ma" else session.place}


def _simple(marked: list[Marked], name: str) -> list[dict[str, Any]]:
    return [_row(session, line, day) for session, line, day, mark in marked if mark == name]


def _waiting(marked: list[Marked], name: str) -> list[dict[str, Any]]:
    """Who waits and since which message; `recent` within the last 60 days."""
    return [{**row, "recent": row["day"] >= RECENT} for row in _simple(marked, name)]


def _promise(session: Session, line: Line, day: int, mark: str) -> dict[str, Any]:
    head, _, what = mark.partition("|")
    fields = dict(part.partition("=")[::2] for part in head.split()[1:])
    state = next((one for one in ("open", "forgotten") if one in fields), "kept")
    kept = {"kept": day + int(fields["kept"])} if state == "kept" else {}
    return {
        **_row(session, line, day),
        "what": what.strip(),
        "due": day + int(fields["due"]),
        "state": state,
        **kept,
    }


def _introduction(session: Session, line: Line, day: int, mark: str) -> dict[str, Any]:
    return {**_row(session, line, day), "between": mark.split()[1:]}


def _crisis(calendar: Calendar, marked: list[Marked]) -> dict[str, Any]:
    helped = {
        line.who for _, line, day, mark in marked if mark == "help" and day in _SHOWED_UP and line.who != ME
    }
    came = {slug for one in plan.meetings(calendar) if one.day in _SHOWED_UP and one.who for slug in one.who}
    cleaned = {slug for slug in came if any(slug in one.who for one in _cleaning(calendar))}
    mean = [(line.who, day) for _, line, day, mark in marked if mark == "mean"]
    return {
        "day": plan.CRISIS,
        "open_again": plan.CRISIS + _CLOSED,
        "showed_up": sorted(helped | cleaned),
        "cleaned": sorted(cleaned),
        "mean": sorted({who for who, _ in mean}),
        "mean_days": sorted({day for _, day in mean}),
    }


def _cleaning(calendar: Calendar) -> list[plan.Meeting]:
    """The days on which people came to the bakery after the fire."""
    known = ("Aufräumen", "Fliesen", "Alter Ofen", "Leitungen")
    return [one for one in plan.meetings(calendar) if one.day in _SHOWED_UP and one.name.startswith(known)]


def _weekly(calendar: Calendar) -> dict[str, Any]:
    evenings = plan.evenings(calendar)
    spoke = Counter(who for one in evenings for who in {said.who for said in one.posts})
    return {
        "tag": "#breadhour",
        "weekday": "wednesday",
        "hour": 20,
        "host": "rosie-hartwell",
        "evenings": len(evenings),
        "hosted_by_mara": [one.day for one in evenings if one.host == ME],
        "regulars": _tagged("regular"),
        "guests": _tagged("guest"),
        "evenings_of": dict(sorted(spoke.items())),
    }


def _same(one: Person) -> Iterator[dict[str, Any]]:
    """Every two ids of somebody, and what ties them: an address that both have, a card, or only the name."""
    known = uris(one.slug)
    made = card(one)
    held = {made.id, *made.also_known_as} if made else set()
    nets = sorted(known)
    for at, first in enumerate(nets):
        for second in nets[at + 1 :]:
            mail = {first, second} == {"ma", "mail"} and bool(one.handles.get("also"))
            tie = "mail" if mail else "card" if {known[first], known[second]} <= held else "name"
            yield {"person": one.slug, "a": known[first], "b": known[second], "tie": tie}


def _born() -> dict[str, str]:
    found = ((one.slug, tag) for one in people().values() for tag in one.tags)
    return {slug: tag.removeprefix("bday=") for slug, tag in found if tag.startswith("bday=")}


def _people(calendar: Calendar) -> dict[str, Any]:
    """By person: languages, groups, first and last day of words, calls or meetings, and how often they did what."""
    counts: dict[str, Counter[str]] = {slug: Counter() for slug in people()}
    days: dict[str, list[int]] = {slug: [] for slug in people()}
    asked = [(one.slug, "whatsapp", beat.day) for one, _, beat in plan.rushes(calendar)]
    for slug, what, day in (*_spoken(calendar), *_hour(calendar), *_met(calendar), *asked):
        counts[slug][what] += 1
        days[slug].append(day)
    for one in people().values():
        for phase in one.phases:
            name = _SAID.get(phase.what) or _DONE.get(phase.what)
            if name:
                counts[one.slug][name] += phase.n
            if phase.what not in _SILENT:
                days[one.slug] += [phase.first, phase.last] if phase.n > 1 else [phase.first]
    return {slug: _life(one, counts[slug], days[slug]) for slug, one in people().items()}


def _life(one: Person, counts: Counter[str], days: list[int]) -> dict[str, Any]:
    return {
        "name": one.name,
        "languages": list(one.languages),
        "groups": list(one.groups),
        "first": min(days, default=None),
        "last": max(days, default=None),
        "counts": dict(sorted(counts.items())),
    }


def _spoken(calendar: Calendar) -> Iterator[tuple[str, str, int]]:
    """(who, network, day) of each written line that is not Mara's."""
    names = {**_SAID, "ma": "mastodon_posts", "dm": "mastodon_posts"}
    for session in plan.written(calendar):
        for line, day in zip(session.lines, _days(session), strict=True):
            if line.who != ME:
                yield line.who, names[session.net], day


def _hour(calendar: Calendar) -> Iterator[tuple[str, str, int]]:
    for evening in plan.evenings(calendar):
        for said in evening.posts:
            if said.who != ME:
                yield said.who, "mastodon_posts", evening.day


def _met(calendar: Calendar) -> Iterator[tuple[str, str, int]]:
    for meeting in plan.meetings(calendar):
        for slug in meeting.who:
            yield slug, "meetings", meeting.day


def text(today: datetime.date) -> str:
    """The truths as they are kept in a file."""
    return json.dumps(truths(today), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text(TODAY))

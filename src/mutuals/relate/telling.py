"""What a card of Today says: one sentence, why this person and why now, and how it may be done. Pure.

In the texts `[words|target]` opens: "person" their page, "days" the days with them, "day N" one UTC day, "circles".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mutuals.relate.reasons import DAY_MS, HOUR_MS, NudgeKind
from mutuals.ui.faces import first_name
from mutuals.ui.sentences import Part, filled
from mutuals.ui.words import ago, days, long_day, number, percent, short_day

EPOCH = date(1970, 1, 1)
# What was given, as told of them.
GAVE = {
    "helped": "helped you", "introduced": "introduced you to somebody", "recommended": "recommended you",
    "endorsed": "vouched for what you can do", "gave": "gave you something", "answered": "answered what you asked",
}  # fmt: skip
TITLES = {
    NudgeKind.ANSWER: ("reply", "Answer"), NudgeKind.THANK: ("heart", "Thank"),
    NudgeKind.PROMISE: ("knot", "Keep a promise"), NudgeKind.HELP: ("help", "Help"),
    NudgeKind.APPRECIATE: ("sprout", "Appreciate"), NudgeKind.INTRODUCE: ("introduce", "Introduce"),
    NudgeKind.RECONNECT: ("loop", "Reconnect"), NudgeKind.MEET: ("cup", "Meet"),
    NudgeKind.CONGRATULATE: ("spark", "Congratulate"), NudgeKind.WELCOME: ("door", "Welcome back"),
    NudgeKind.LISTEN: ("ear", "Listen"),
}  # fmt: skip
MOMENTS = {
    "meeting": "you met", "event": "you were at an event together", "gift": "a gift", "card": "a card",
    "call": "you talked", "share": "words passed on", "quote": "words quoted",
}  # fmt: skip
WAYS = {"card": "Write a card", "call": "Call", "write": "Write"}
VERBS = {
    NudgeKind.ANSWER: "Answer", NudgeKind.PROMISE: "Open", NudgeKind.HELP: "Help", NudgeKind.INTRODUCE: "Ask both",
    NudgeKind.MEET: "Suggest tea", NudgeKind.LISTEN: "See what they say", NudgeKind.WELCOME: "Write",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """Whom a card is about, as far as a sentence needs it: names, circle in words, active days and since when (UTC
    day), the words of a promise or need that the viewer may read, and what they did
    for us last."""

    name: str
    other: str = ""
    circle: str = "new"
    days: int = 0
    first_day: int | None = None
    words: str = ""
    title: str = ""
    helped: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A card in words: what it is, its icon, the sentence, why now as (icon, sentence) lines, and the verb."""

    title: str
    icon: str
    say: tuple[Part, ...]
    why: tuple[tuple[str, tuple[Part, ...]], ...]
    verb: str


def tell(kind: NudgeKind, facts: Mapping[str, Any], about: About, *, today: date, due: int | None) -> Told:
    """The words of a card on a day, from its facts."""
    icon, title = TITLES[kind]
    if kind is NudgeKind.PROMISE and not facts.get("ours"):
        title = "Promised to you"
    values = {
        "name": about.name, "first": first_name(about.name), "other": about.other, "words": about.words,
        "title": about.title or facts.get("title") or facts.get("trip", ""), "helped": about.helped,
    }  # fmt: skip
    template, more = _say(kind, facts, today, due)
    why = [(icon_, filled(text, **values, **more)) for icon_, text in _why(kind, facts, about, today)]
    verb = VERBS.get(kind) or WAYS[str(facts.get("way", "write"))]
    return Told(title, icon, filled(template, **values, **more), tuple(why), verb)


def _say(
    kind: NudgeKind, facts: Mapping[str, Any], today: date, due: int | None
) -> tuple[str, dict[str, object]]:
    """The template of the sentence, and the values it needs beside names."""
    return {
        NudgeKind.ANSWER: _say_answer, NudgeKind.THANK: _say_thank, NudgeKind.PROMISE: _say_promise,
        NudgeKind.CONGRATULATE: _say_congratulate, NudgeKind.MEET: _say_meet,
    }.get(kind, _say_plain)(kind, facts, today, due)  # fmt: skip


def _say_answer(
    _: NudgeKind, facts: Mapping[str, Any], today: date, due: int | None
) -> tuple[str, dict[str, object]]:
    since, times = ago(facts["since"], today), int(facts.get("asked", 1))
    usual = f", and usually hears from you within {length(facts['usual'])}" if facts.get("usual") else ""
    if times > 1:
        return "[{name}|person] asked you {times} times, first {since}{usual}.", {
            "times": number(times), "since": since, "usual": usual,
        }  # fmt: skip
    return "[{name}|person] asked you something {since}{usual}.", {"since": since, "usual": usual}


def _say_thank(
    _: NudgeKind, facts: Mapping[str, Any], today: date, due: int | None
) -> tuple[str, dict[str, object]]:
    told: dict[str, object] = {
        "gave": GAVE.get(str(facts["act"]), "did something for you"),
        "when": ago(facts["at"], today),
    }
    return "[{name}|person] {gave} {when}. You have not said thanks yet.", told


def _say_promise(
    _: NudgeKind, facts: Mapping[str, Any], today: date, due: int | None
) -> tuple[str, dict[str, object]]:
    by = "" if due is None else f", by {short_day(_date(due), today)}"
    if facts.get("ours"):
        return "You promised [{name}|person]: “{words}”{by}.", {"by": by}
    return "[{name}|person] promised you: “{words}”{by}. Perhaps ask how it goes.", {"by": by}


def _say_congratulate(
    _: NudgeKind, facts: Mapping[str, Any], today: date, due: int | None
) -> tuple[str, dict[str, object]]:
    years = facts.get("years")
    when = "" if due is None else f" {ago(_date(due), today)}"
    told: dict[str, object] = {"when": when, "years": f", {number(years)} years" if years else ""}
    return "[{name}|person]: {title}{years}{when}.", told


def _say_meet(
    _: NudgeKind, facts: Mapping[str, Any], today: date, due: int | None
) -> tuple[str, dict[str, object]]:
    if facts.get("trip"):
        return "[{name}|person] is near {title}, where you will be.", {}
    told: dict[str, object] = {"count": number(facts["days"])}
    return "You and [{name}|person] were in touch on [{count} days|days] and never met.", told


_PLAIN = {
    NudgeKind.HELP: "[{name}|person] has in mind: “{words}”. Something on your shelf may help: “{title}”.",
    NudgeKind.APPRECIATE: "You owe [{name}|person] nothing, and have much to be glad of. Perhaps say so.",
    NudgeKind.INTRODUCE: "[{name}|person] and {other} should know each other.",
    NudgeKind.RECONNECT: "You and [{name}|person] are usually in touch every [{gap}|days]. "
    "It has been [{silence}|days].",
    NudgeKind.WELCOME: "[{name}|person] is back after [{silence}|days] of silence.",
    NudgeKind.LISTEN: "With [{name}|person] it is nearly only you who talks: [{share}|days] comes from them.",
}  # fmt: skip


def _say_plain(
    kind: NudgeKind, facts: Mapping[str, Any], today: date, due: int | None
) -> tuple[str, dict[str, object]]:
    told: dict[str, object] = {}
    if kind is NudgeKind.RECONNECT:
        silence = (today - EPOCH).days - int(facts["last"])
        told = {"gap": _every(facts["gap"]), "silence": days(silence)}
    elif kind is NudgeKind.WELCOME:
        told = {"silence": days(facts["silence"])}
    elif kind is NudgeKind.LISTEN:
        told = {"share": percent(facts["share"])}
    return _PLAIN[kind], told


def _why(kind: NudgeKind, facts: Mapping[str, Any], about: About, today: date) -> Iterable[tuple[str, str]]:
    if kind is NudgeKind.ANSWER:
        wait = length((today - _day_of(facts["since"])).days * DAY_MS or HOUR_MS)
        usual = (
            f" Your usual answer to {{first}} takes {length(facts['usual'])}." if facts.get("usual") else ""
        )
        opened = f"[{wait}|day {facts['since'] // DAY_MS}]"
        yield "chat", f"Unanswered for {opened}, on every channel I can hear.{usual}"
    if kind is NudgeKind.INTRODUCE and about.words:
        yield "introduce", "{words}"
    if kind is NudgeKind.APPRECIATE:
        for day, form in facts["moments"]:
            yield "heart", f"[{long_day(_date(day))}|day {day}]: {MOMENTS.get(form, form)}."
    if kind is NudgeKind.RECONNECT:
        times = number(facts["over"], 1)
        yield "clock", f"That is {times} times {{first}}’s own usual gap; beyond twice I mention it."
    if kind is NudgeKind.LISTEN:
        yield "info", "To listen is to read and to ask, not to press a button."
    yield from _known(about)


def _known(about: About) -> Iterable[tuple[str, str]]:
    """Where they stand: the circle, the days in touch, what they did for us last."""
    if about.days:
        since = f" since {long_day(_date(about.first_day))}" if about.first_day is not None else ""
        where = (
            "outside your circles" if about.circle == "new" else f"in your [{about.circle}|circles] circle"
        )
        counted = f"{number(about.days)} {'day' if about.days == 1 else 'days'}"
        yield "circles", f"{{first}} is {where}. You were in touch on [{counted}|days]{since}."
    if about.helped:
        yield "scale", "{first} did something for you last: {helped}."


# What came, by its form and whose it was, so that a card went by itself.
CAME = {
    "call": "You talked with {name}", "meeting": "You met {name}", "event": "You saw {name} at an event",
    "gift out": "You gave {name} something", "gift in": "{name} gave you something",
    "card out": "You sent {name} a card", "card in": "{name} sent you a card",
}  # fmt: skip


def settled(by: str, name: str) -> str:
    """Why a card is gone: "You talked with Søren, so that card is gone."."""
    template = CAME.get(by) or ("You wrote to {name}" if by.endswith(" out") else "{name} wrote to you")
    return f"{template.format(name=first_name(name))}, so that card is gone."


def helped(act: str, day: int, *, today: date) -> str:
    """The last thing they did for us, with its day: "helped you, 5 days ago"."""
    return f"{GAVE.get(act, 'did something for you')}, {ago(_date(day), today)}"


def length(ms: float) -> str:
    """A length of time as it is said: "20 minutes", "5 hours", "3 days"."""
    hours = ms / HOUR_MS
    if hours < 1:
        return _count(max(1, round(hours * 60)), "minute")
    return _count(round(hours), "hour") if hours < 36 else days(hours / 24)


def _every(gap: float) -> str:
    return "day" if gap < 1.5 else days(gap)


def _count(value: int, one: str) -> str:
    return f"{number(value)} {one if value == 1 else one + 's'}"


def _date(day: int) -> date:
    return EPOCH + timedelta(days=day)


def _day_of(ms: int) -> date:
    return _date(ms // DAY_MS)

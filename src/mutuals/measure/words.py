"""What the first look says, in whole sentences whose numbers open. Pure.

In the texts `[words|target]` opens: `target` is the id of an element of the page.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mutuals.ui.sentences import Part, parts
from mutuals.ui.words import MONTHS, names, number

EPOCH = dt.date(1970, 1, 1)


class Told(NamedTuple):
    """A remark in words: what is so, and what it rests on."""

    title: str
    text: tuple[Part, ...]


def hours(value: float) -> str:
    """A length of waiting: "20 minutes", "5 hours", "3 days"."""
    if value < 1:
        return _count(max(1, round(value * 60)), "minute")
    return _count(round(value), "hour") if value < 36 else _count(round(value / 24), "day")


def month(day: float) -> str:
    """ "March 2024", of a UTC day number."""
    date = EPOCH + dt.timedelta(days=int(day))
    return f"{MONTHS[date.month - 1]} {date.year}"


def _count(value: float, one: str, many: str = "") -> str:
    return f"{number(value)} {one if round(value) == 1 else many or one + 's'}"


def _people(value: float) -> str:
    return _count(value, "person", "people")


def _asking(count: int) -> str:
    if not count:
        return ""
    return f" {'One of them holds' if count == 1 else f'{number(count)} of them hold'} a question."


def said(rule: str, who: Sequence[str], numbers: Mapping[str, float]) -> Told:
    """The words of a remark about these people, of whom the first few are named."""
    title, text = _RULES[rule]
    told = {name: number(value) for name, value in numbers.items()}
    told |= {
        "who": names(list(who), 3),
        "first": who[0] if who else "",
        "count": _people(numbers.get("people", 0)),
        "drift": "drifts" if numbers.get("people") == 1 else "drift",
        "waits": "waits" if numbers.get("people") == 1 else "wait",
        "years": _count(int(numbers.get("years", 0)), "year"),
        "asking": _asking(int(numbers.get("asked", 0))),
        "half": f", half of them within {hours(numbers['hours'])}" if numbers.get("hours") else "",
        "month": month(numbers["last"]) if "last" in numbers else "",
        "they": "they" if len(who) != 1 else "that person",
    }
    return Told(title.format(**told), parts(text.format(**told)))


_RULES = {
    "answers": (
        "You answer.",
        (
            "Of [{turns} times|answered] that somebody wrote to you in the last year, "
            "[{answered}|answered] had a word from you within a week{half}."
        ),
    ),
    "named-kept": (
        "You keep the people you named.",
        "With {who} you were in touch within the last four weeks: {kept} of the {named} you do not want to lose.",
    ),
    "loyal": (
        "Those close to you stay.",
        "{count} who are close today were in your life two years ago, the first of them {years} ago: {who}.",
    ),
    "meets": (
        "You meet.",
        "In the last year you were together in person with [{met} of the {close}|together] who are close to you.",
    ),
    "returned": (
        "You find each other again.",
        "After a long silence you are back in touch with [{who}|drifting].",
    ),
    "gives": (
        "You give more than you take.",
        (
            "[{gave} times|given] you shared something of theirs or gave something, "
            "[{took} times|given] others did. Likes do not count."
        ),
    ),
    "listens": (
        "You leave room for others.",
        "[{theirs} messages|answered] came to you in the last year and {ours} went out.",
    ),
    "begins": (
        "You begin, and so do they.",
        "After a silence it was you who wrote first [{ours} times|begins], and they {theirs} times.",
    ),
    "new": (
        "Newcomers find an answer.",
        "{count} whom you did not know three months ago wrote to you and heard from you: {who}.",
    ),
    "ended": (
        "Nothing was heard since {month}.",
        "What you brought ends there. Silences below may be those of the record, not of people.",
    ),
    "waits": (
        "{count} {waits} for a word from you.",
        "The last word is theirs: [{who}|waits].{asking} Not every last word needs an answer; you will know which.",
    ),
    "seldom-answers": (
        "Many hear nothing back.",
        (
            "Of [{turns} times|answered] that somebody wrote to you in the last year, "
            "{answered} had a word from you within a week. What you said by voice I could not hear."
        ),
    ),
    "drifting": (
        "{count} {drift}.",
        "Quiet for two weeks or more, and more than twice as long as usual: [{who}|drifting].",
    ),
    "named-lost": (
        "You named them, and it is quiet.",
        "{who}: among the people you do not want to lose, and for three months I know of no contact.",
    ),
    "apart": (
        "{count} close to you, and no meeting.",
        "No time together in the last year is known with [{who}|together]. Some of it may only be missing here.",
    ),
    "they-begin": (
        "With some it is always they who begin.",
        "{who}: after a silence nearly every first word was theirs ([see how often|begins]).",
    ),
    "we-begin": (
        "With some it is always you who begins.",
        "{who}: after a silence nearly every first word was yours ([see how often|begins]).",
    ),
    "takes": (
        "More comes in than goes out.",
        (
            "[{took} times|given] others shared something of yours or gave something, "
            "[{gave} times|given] you did. Likes do not count."
        ),
    ),
    "wide": (
        "Many people, few of them close.",
        "With [{people} people|breadth] something passed in the last three months; {close} are close to you.",
    ),
    "answer": ("Answer {first}.", ""),
    "write": ("Write to {first}.", ""),
    "meet": (
        "Suggest tea to {first}.",
        "You are close, and no time together in the last year is known here.",
    ),
    "begin": ("Write first, once, to {first}.", "After a silence it is nearly always they who begin."),
    "note-meeting": (
        "Note when you last met somebody.",
        "Nothing you brought tells of meetings: a calendar would, and so does one line on the page of a person.",
    ),
    "bring-newer": (
        "Bring what happened since.",
        "A newer file of the same network adds what is new and nothing twice.",
    ),
    "bring-more": (
        "Bring what is missing.",
        "The picture is only as whole as what you brought: another chat, your mail, a calendar.",
    ),
}

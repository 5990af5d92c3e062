"""Evidence in sentences: what speaks for two being one person, and what against. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from mutuals.ui.networks import mark

Words = tuple[str, ...]
_NAMES: Final = {
    "same": "Both are called {0}.",
    "form": "{0} is another form of the name {1}.",
    "sound": "{0} is {1}, spelled another way.",
    "slip": "{0} and {1} differ by a slip of the keyboard.",
    "begin": "{0} may be short for {1}.",
    "initial": "{0} fits {1}, as far as it is written out.",
    "given": "One is called {0}, the other {1}: another given name.",
    "family": "One is called {0}, the other {1}: another family name, as after a wedding.",
    "unread": "I cannot tell whether {0} is read as {1}.",
    "other": "One is called {0}, the other {1}.",
}
TITLES: Final = {
    "name": "Names", "handle": "Handles", "spelled": "A handle that spells the name", "links": "Links to each other",
    "link": "A link", "site": "The same site", "reach": "The same address", "birthday": "Birthdays",
    "employer": "Where they work", "place": "Where they live", "company": "People they know",
    "hours": "Hours of the day", "two": "Two accounts on one network", "chat": "In one chat",
}  # fmt: skip


def sentence(kind: str, what: Words, weight: float, people: Mapping[str, str]) -> str:
    """One piece of evidence in a sentence; `people` gives the names of those that `company` is about."""
    says = _SAYS.get(kind)
    return says(what, weight, people) if says else " ".join(what)


def _name(what: Words, weight: float, people: Mapping[str, str]) -> str:
    how, *names = what
    if how == "same" and names[0] != names[1]:
        return "{} and {} are the same name.".format(*names)
    return _NAMES[how].format(*names)


def _handle(what: Words, weight: float, people: Mapping[str, str]) -> str:
    if what[0] == what[1]:
        return f"Both go by the handle {what[0]}."
    return f"Their handles are much alike: {what[0]} and {what[1]}."


def _birthday(what: Words, weight: float, people: Mapping[str, str]) -> str:
    one, other = (_date(day) for day in what)
    if weight < 0:
        return f"One was born on {one}, the other on {other}."
    return (
        f"Both were born on {one}."
        if one == other
        else f"Their birthdays are nearly the same: {one} and {other}."
    )


def _date(day: str) -> str:
    months = "January February March April May June July August September October November December".split()
    year, month, number = ("", *day[2:].split("-")) if day.startswith("--") else day.split("-")
    name = months[int(month) - 1] if 1 <= int(month) <= 12 else month
    return f"{int(number)} {name} {year}".strip()


def _employer(what: Words, weight: float, people: Mapping[str, str]) -> str:
    return (
        f"Both work for {what[0]}."
        if len(what) == 1
        else f"One works for {what[0]}, the other for {what[1]}."
    )


def _place(what: Words, weight: float, people: Mapping[str, str]) -> str:
    if weight < 0:
        return (
            f"One is in {what[0]}, the other in {what[-1]}."
            if len(what) == 2
            else "They live in different places."
        )
    return f"Their addresses have the same words: {', '.join(what)}."


def _company(what: Words, weight: float, people: Mapping[str, str]) -> str:
    known = [people[one] for one in what if one in people]
    return f"Both are in touch with {listed(known)}." if known else "They are in touch with the same people."


def listed(names: Sequence[str]) -> str:
    """Ana, Ben and Cleo."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _hours(what: Words, weight: float, people: Mapping[str, str]) -> str:
    return (
        "They are awake at the same hours." if weight > 0 else "They are about at different hours of the day."
    )


def _chat(what: Words, weight: float, people: Mapping[str, str]) -> str:
    count = "a chat" if what == ("1",) else f"{what[0]} chats"
    return f"Both are in {count}, as two different members."


_SAYS: Final[dict[str, Callable[[Words, float, Mapping[str, str]], str]]] = {
    "name": _name,
    "handle": _handle,
    "spelled": lambda what, weight, people: f"The handle {what[0]} spells the name {what[1]}.",
    "links": lambda what, weight, people: f"Each profile names the other: {what[0]} and {what[1]}.",
    "link": lambda what, weight, people: f"One profile names the other: {what[0]}.",
    "site": lambda what, weight, people: f"Both profiles name {what[0]}.",
    "reach": lambda what, weight, people: f"Both can be reached at {what[0]}.",
    "birthday": _birthday,
    "employer": _employer,
    "place": _place,
    "company": _company,
    "hours": _hours,
    "two": lambda what, weight, people: (
        f"Each has an account on {mark(what[0]).title}, where hardly anybody has two."
    ),
    "chat": _chat,
}


def because(kinds: Sequence[str]) -> str:
    """Why two were joined, without a word that only some may read: "Names, the same address"."""
    text = ", ".join(TITLES[kind].lower() for kind in dict.fromkeys(kinds) if kind in TITLES)
    return f"{text[:1].upper()}{text[1:]} speak for it." if text else ""

"""Whom the messages of a small chat room without reply ids answer, by its words and turns (docs/why/009). Pure.

Apart from `addressing`, which every import needs: the networks that `text.threads` applies take a while to load.
"""

from collections.abc import Iterator, Mapping, Sequence

from mutuals.record.addressing import PAUSE_MS, Spoken
from mutuals.record.kinds import Basis
from mutuals.text.thread_words import Line, called_first, name_keys
from mutuals.text.threads import FAR_REACH, Whom, whom

SURE = 0.4
"""From this confidence on, what `text.threads` says is believed (docs/models/threads.md)."""


def answers(
    messages: Sequence[Spoken], names: Mapping[int, str], *, first: int = 0
) -> Iterator[tuple[int, int, Basis]]:
    """For messages in order of time, from number `first` on: (post, who is addressed, why).

    That is the only member who is called by name at the start; else whom `text.threads` finds, where it is SURE and
    they spoke within 30 minutes; else the previous other speaker within 30 minutes. `names` are those of all members.
    That a message speaks to nobody is not believed: how slowly rooms of friends answer, the logs it learned from do not
    tell. Each depends on the FAR_REACH messages before it and on nothing else.
    """
    called = _called(names)
    lines = [Line(one.at / 60_000, str(one.author), one.text) for one in messages]
    found = whom(lines, names={str(number): name for number, name in names.items()}, first=first)
    last: dict[int, int] = {}  # the number of each member's last message
    for place, one in enumerate(messages):
        if place >= first:
            lately = {
                who: at
                for who, at in last.items()
                if who != one.author and at >= place - FAR_REACH and one.at - messages[at].at <= PAUSE_MS
            }
            yield from _answer(one, called, found[place - first], lately)
        last[one.author] = place


def _answer(
    one: Spoken, called: Mapping[str, int], found: Whom, lately: Mapping[int, int]
) -> Iterator[tuple[int, int, Basis]]:
    named = called.get(called_first(one.text))
    if named is not None and named != one.author:
        yield one.post, named, Basis.FOUND
    elif found.speaker and found.sure >= SURE and int(found.speaker) in lately:
        yield one.post, int(found.speaker), Basis.FOUND
    elif lately:
        yield one.post, max(lately, key=lambda who: lately[who]), Basis.NEIGHBOUR


def _called(names: Mapping[int, str]) -> dict[str, int]:
    """Who is meant by a word: what may mean two of the members means none."""
    bearers: dict[str, set[int]] = {}
    for number, name in names.items():
        for key in name_keys(name):
            bearers.setdefault(key, set()).add(number)
    return {key: min(some) for key, some in bearers.items() if len(some) == 1}

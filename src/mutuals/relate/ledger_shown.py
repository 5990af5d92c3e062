"""Turns what the ledger knows into what the templates draw. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from mutuals.record.kinds import ActName
from mutuals.relate import ledger_words as words
from mutuals.relate.ledger import GIVES, TAKES, Balance
from mutuals.ui.charts import balance as bars
from mutuals.ui.charts import ledger as dots
from mutuals.ui.charts.svg import Svg
from mutuals.ui.words import number, short_day

EPOCH = dt.date(1970, 1, 1)
BY = {True: "you", False: "them"}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words: who did what, when, why it stands, the words that show it; how it is corrected."""

    said: str
    when: str
    day: int | None
    because: str
    text: str
    title: str
    network: str
    key: str
    ref: str
    act: str
    by: str
    denied: bool
    mended: bool

    @property
    def may_deny(self) -> bool:
        """Whether one can say here that it is not so."""
        return self.ref[:1] in ("p", "t", "h")

    @property
    def deed(self) -> str:
        """The public id of a deed; "" for anything else."""
        return self.ref[1:] if self.ref.startswith("d") else ""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the whole (a quarter, circle, group or person) with its balance in words and as a bar."""

    title: str
    url: str
    words: str
    given: str
    taken: str
    picture: Svg | None


def rows(counts: Mapping[tuple[ActName, bool], Any], url: str) -> list[dots.Row]:
    """The rows of the picture: every act that happened, those that give first; each number opens its entries."""
    found = []
    for act in (*GIVES, *TAKES):
        ours, theirs = (_n(counts.get((act, side))) for side in (True, False))
        if ours or theirs:
            one, other = (
                f"{url}?{urlencode({'act': name_of(act), 'by': BY[side]})}" for side in (True, False)
            )
            found.append(dots.Row(words.TITLES[act], ours, theirs, one, other, takes=act in TAKES))
    return found


def picture(found: Sequence[dots.Row], *, name: str) -> Svg:
    """The dots of two people."""
    gave = sum(row.ours for row in found if not row.takes), sum(row.theirs for row in found if not row.takes)
    took = sum(row.ours for row in found if row.takes), sum(row.theirs for row in found if row.takes)
    label = (
        f"You gave {number(gave[0])} times and asked or promoted {number(took[0])} times; "
        f"{name} gave {number(gave[1])} and asked or promoted {number(took[1])}."
    )
    return dots.ledger(found, name=name, label=label)


def line(entry: Any, *, name: str, viewer: str, network: str, today: dt.date) -> Line:
    """An entry in words; `viewer` is a public id, `network` where it happened."""
    day = None if entry.at is None else entry.at // 86_400_000
    return Line(
        said=words.did(entry.act, ours=entry.ours, name=name, kind=entry.kind),
        when=_when(entry.at, today), day=day,
        because=words.because(entry, viewer), text=entry.text or (entry.post.content if entry.post else ""),
        title=entry.post.name if entry.post else "", network=network, key=entry.key, ref=entry.ref,
        act=name_of(entry.act), by=BY[entry.ours], denied=entry.confidence == 0,
        mended=entry.decided_by.startswith(words.SAID) and entry.ref[:1] in ("p", "t", "h"),
    )  # fmt: skip


def _when(at: int | None, today: dt.date) -> str:
    try:
        return "at an unknown time" if at is None else short_day(at, today)
    except (OverflowError, ValueError, OSError):
        return "at an impossible time"


def happened(last: Any, *, name: str, today: dt.date) -> str:
    """The last thing of a ledger: "You thanked Amara, 22 Jan"."""
    return f"{words.did(last.act, ours=last.ours, name=name)}, {_when(last.at, today)}"


def share(title: str, balance: Balance, *, url: str = "") -> Share:
    """A part of the whole with its bar, where there is enough to draw one."""
    part = balance.share
    drawn = (
        None if part is None or balance.few else bars.balance("you gave", "you received or asked for", part)
    )
    said = words.balance_words(balance, apart=True)
    return Share(title, url, said, weighed(balance.given), weighed(balance.taken), drawn)


def most(
    counts: Mapping[tuple[ActName, bool], int], weights: Mapping[ActName, float], *, name: str, given: bool
) -> str:
    """What made most of it, in words: "You helped Amara 3 times", "Amara thanked you twice"."""
    side = {key: n for key, n in counts.items() if _gives(key) is given and n}
    if not side:
        return ""
    act, ours = max(side, key=lambda key: (side[key] * weights[key[0]], -int(key[0])))
    return f"{words.did(act, ours=ours, name=name)} {words.times(side[act, ours])}"


def _gives(key: tuple[ActName, bool]) -> bool | None:
    """Whether it counts as given or as taken; None for what they ask of us, which counts as neither."""
    act, ours = key
    if act in GIVES:
        return ours
    return False if ours else None


def weighed(value: float) -> str:
    """A weighed sum as it is printed: whole, or with one digit."""
    return number(value, 0 if abs(value - round(value)) < 0.05 else 1)


def name_of(act: ActName) -> str:
    """The act as addresses and forms write it."""
    return act.name.lower()


def acts() -> list[tuple[str, str]]:
    """Every act by name and title, in the order in which they are shown."""
    return [(name_of(act), words.TITLES[act]) for act in (*GIVES, *TAKES)]


def _n(count: Any) -> int:
    return 0 if count is None else int(getattr(count, "n", count))

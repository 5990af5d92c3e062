"""Looks through an IRC log before it is read: where it was kept, who talks, whose nick changed, how its clock runs.

Pure: lines go in, a `Survey` and from it a `Kept` come out. Nothing here depends on who "I" am, so that ids do not.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import quote

from mutuals.wire.irc_lines import Day, Form, Line, Stamp
from mutuals.wire.irc_nicks import Chains, Shown, Visit, Visits
from mutuals.wire.irc_places import CHANNEL, Place

MAX_OWN = 50


class Clock:
    """The hours of a log that has no dates between its lines: passes noon on a clock of twelve hours, and midnight.

    A clock that jumps back by less than half its round was put right, and no day has passed.
    """

    def __init__(self, twelve: bool) -> None:
        self.twelve = twelve
        self.turns = 0
        self._last = -1

    def feed(self, at: Stamp) -> None:
        """Takes the next time of day."""
        round_ = 12 if self.twelve else 24
        now = at[0] % round_ * 60 + at[1]
        if now < self._last - round_ * 30:
            self.turns += 1
        self._last = now

    def hour(self, at: Stamp) -> int:
        """The hour of the day, 0 to 23."""
        return at[0] % 12 + 12 * (self.turns % 2) if self.twelve else at[0] % 24

    @property
    def days(self) -> int:
        """How many midnights have passed."""
        return self.turns // 2 if self.twelve else self.turns


@dataclass(slots=True)
class Survey:
    """What one look through a log tells."""

    name: str
    form: Form
    place: Place
    nicks: Shown = field(default_factory=Shown)
    channels: Counter[str] = field(default_factory=Counter)
    chains: Chains = field(default_factory=Chains)
    dated: bool = False
    public: bool = False
    _own: dict[Visit, None] = field(default_factory=dict)
    _visits: Visits = field(default_factory=Visits)
    _hours: set[int] = field(default_factory=set)
    _twelve: bool = False
    _last_hour: int = -1
    _turned: Clock = field(default_factory=lambda: Clock(False))

    def feed(self, line: Line) -> None:
        """Takes the next line of the log."""
        self.dated = self.dated or line.day is not None
        if line.at is not None:
            self._hour(line.at)
        elif self.form == "bracket":
            self.public = True  # only bots write `===` without a time
        if line.kind == "said" or (line.kind == "action" and line.at is not None):
            self.nicks.speak(line.nick)
        elif line.kind == "nick":
            self._renamed(line)
        elif line.kind in ("join", "gone"):
            self._visits.over(self.nicks.see(line.nick))
            if line.text:
                self.channels[line.text.lower()] += 1

    def _renamed(self, line: Line) -> None:
        if not line.nick:
            new = self.nicks.see(line.text)
            self._visits.over(new)
            if len(self._own) < MAX_OWN:
                self._own[self._visits.now(new)] = None
            return
        old, new = self.nicks.see(line.nick), self.nicks.see(line.text)
        self.chains.join(*self._visits.renamed(old, new))

    def _hour(self, at: Stamp) -> None:
        hour = at[0]
        if hour == self._last_hour:
            return
        self._hours.add(hour)
        self._twelve = self._twelve or (self._last_hour, hour) in ((12, 1), (11, 0))
        self._turned.feed(at)
        self._last_hour = hour

    def close(self) -> None:
        """Ends the look."""
        self.chains.close()

    @property
    def own_nicks(self) -> set[str]:
        """The nicks that a client called its owner's own."""
        return {self.chains.called(one) for one in self._own}

    @property
    def twelve(self) -> bool:
        """Whether the clock has twelve hours: it goes from 12 to 1, or from 11 to 0, and knows no hour beyond."""
        return not self.dated and self._twelve and max(self._hours, default=0) <= 12

    @property
    def first_day(self) -> Day | None:
        """The day on which the log begins, as far as its place tells. An excerpt named after its last hour (`_HH`)
        begins as many days before as midnights pass in it."""
        place, clock = self.place, self._turned
        if place.day is None or place.hour != self._last_hour or self.twelve or not clock.days:
            return place.day
        before = date(*place.day) - timedelta(days=clock.days)
        return (before.year, before.month, before.day)

    @property
    def voices(self) -> list[str]:
        """Those who talk, in lower case, in the order of their first words."""
        return list(self.nicks.spoke)

    def channel(self) -> str:
        """The channel of the log; "" for a talk of two."""
        window = self.place.window
        if window and (window[:1] in CHANNEL or self.place.sure):
            return window if window[:1] in CHANNEL else ""
        if self.channels:
            return self.channels.most_common(1)[0][0]
        people = {self.chains.called((one, 0)) for one in self.voices}
        if len(people) <= 2 and (window in self.nicks.spoke or len(people) == 2):
            return ""
        return f"#{window or 'unnamed'}"

    def partner(self) -> str:
        """Of a talk of two, the one whom the log is named after; "" where it is named after none."""
        window = self.place.window
        return window if self.place.sure or window in self.nicks.spoke else ""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a log belongs: `root` (its network, else its channel) holds the nicks, `room` is the channel's id or ""
    for a talk of `two` (lower case; "" for somebody not known)."""

    base: str
    root: str
    channel: str
    room: str = ""
    two: tuple[str, str] = ("", "")

    def actor(self, nick: str) -> str:
        """The id of a nick (lower case); "" is the one who kept the log."""
        return f"{self.base}{self.root}/{quote(nick, safe='')}" if nick else f"{self.base}me"

    @property
    def context(self) -> str:
        """The id of the conversation."""
        if self.room:
            return self.room
        return f"{self.base}{self.root}/query/{'+'.join(quote(one, safe='') for one in sorted(self.two))}"


def kept(survey: Survey, scope: str) -> Kept:
    """Decides where a log belongs. Without a network a nick means somebody within its channel only."""
    base = f"tag:{quote(scope, safe='')}.mutuals.invalid,2026:irc/"
    network, channel = survey.place.network, survey.channel()
    root = quote(network or channel or "query", safe="")
    if channel:
        return Kept(base, root, channel, room=f"{base}{root}/{quote(channel, safe='')}")
    partner = survey.partner()
    voices = list(dict.fromkeys(survey.chains.called((one, 0)) for one in survey.voices))
    partner = survey.chains.called((partner, 0)) if partner else ""
    others = [one for one in voices if one != partner]
    first = partner or (others.pop(0) if others else "")
    return Kept(base, root, "", two=(first, others[0] if others else ""))


def own_voice(survey: Survey, place: Kept) -> str:
    """The nick of the one who kept a log, where it tells: in a talk named after the other, the one who is not."""
    if place.room or not survey.partner():
        return ""
    return place.two[1]

"""How to ask for what is one's own: for each place the present way, what to tick, how long it is said to take, and
who says so. Pure of Django; the archives say what can be read, `asking_ways` what is known of asking.

Nothing here is asked for by the program: addresses are words to a person, and no request is made to any of them.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mutuals.sources.seam import Info


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who says how it goes: whose page, where it is, what it says of the time, and the day it was looked up."""

    by: str
    url: str
    says: str
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to one's data. `name` is its anchor, `format` the archive that reads what comes.

    `steps` and `wait` are the archive's own where they are empty. `brief` is the time in a few words; `days` is when
    to look again (0: it comes at once, and there is nothing to be reminded of). `most` is true for what most people
    have. `words` are further names by which somebody may look for it. Without `sources` nobody's page was at hand.
    """

    name: str
    format: str
    title: str
    brief: str
    steps: tuple[str, ...] = ()
    tick: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    wait: str = ""
    days: int = 0
    most: bool = False
    words: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A way with what its archive says of itself, as the page shows it."""

    way: Way
    info: Info
    open: bool = field(default=False)

    @property
    def steps(self) -> tuple[str, ...]:
        """What to do, in order."""
        return self.way.steps or self.info.ask

    @property
    def wait(self) -> str:
        """How long it takes, in a sentence."""
        return self.way.wait or self.info.wait

    @property
    def looked_up(self) -> str:
        """The last day somebody looked (ISO); "" when nobody's page was at hand."""
        return max((one.on for one in self.way.sources), default="")


def asked(ways: Iterable[Way], infos: Iterable[Info], *, find: str = "", show: str = "") -> list[Asked]:
    """The ways whose archives are here, then archives nobody wrote a way for (plug-ins), as their own words say.

    `find` keeps those that have all its words in what they are called or do; `show` names one to stand open, and
    whatever was found stands open when few were.
    """
    known = {info.name: info for info in infos}
    ways = [one for one in ways if one.format in known]
    rest = known.keys() - {one.format for one in ways}
    every = [*ways, *(_plain(known[name]) for name in sorted(rest))]
    words = _folded(find).split()
    found = [one for one in every if all(word in _text(one, known[one.format]) for word in words)]
    few = bool(words) and len(found) <= 2
    return [Asked(one, known[one.format], few or one.name == show) for one in found]


def way_of(ways: Sequence[Way], infos: Sequence[Info], name: str) -> Asked | None:
    """The way of that name, or that of an archive of that name (as older reminders say)."""
    every = asked(ways, infos)
    named = (one for one in every if one.way.name == name)
    return next(named, None) or next((one for one in every if one.way.format == name), None)


def _plain(info: Info) -> Way:
    """The way of an archive that nobody wrote one for."""
    return Way(name=info.name, format=info.name, title=info.title, brief="")


def _text(way: Way, info: Info) -> str:
    return _folded(" ".join((way.title, way.words, info.title, info.name, *way.steps, *info.ask)))


def _folded(text: str) -> str:
    """Lower case without accents: what is typed in a hurry."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in plain if not unicodedata.combining(one))

"""What the files in `words/` are read into: people with their phases, sessions of written lines, scenes to fill."""

from dataclasses import dataclass, field

ME = "me"


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of a life: `what` happens (wa, mail, ev, call, like ...) `n` times from `first` to `last` day."""

    what: str
    first: int
    last: int
    n: int
    kind: str = ""
    me: float = 0.5
    language: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody Mara knows: `handles` by network (wa, mail, ma, ig, tel), `voice` as `voice.py` reads it."""

    slug: str
    name: str
    languages: tuple[str, ...]
    groups: tuple[str, ...]
    handles: dict[str, str]
    voice: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    about: str = ""
    phases: tuple[Phase, ...] = ()

    @property
    def short(self) -> str:
        """What Mara calls them."""
        return (
            self.name.split()[-1]
            if self.name.startswith(("Frau ", "Herr ", "Dr. "))
            else self.name.split()[0]
        )


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one: `gap` minutes after the line before (-1: as it comes); `marks` are what is planted in them."""

    who: str
    text: str
    gap: int = -1
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """Lines of one day (of mail: of one thread) at one place: a person's slug, or a group's."""

    net: str
    place: str
    day: int
    lines: tuple[Line, ...]
    minute: int = -1
    subject: str = ""
    seasonal: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A small dialogue of a and b that many could have; `months` in which it fits (empty: always)."""

    language: str
    kinds: tuple[str, ...]
    opener: str
    months: tuple[int, ...]
    lines: tuple[tuple[str, str], ...]
    subject: str = ""
    number: int = field(default=0)

    def theirs(self, *, me_first: bool) -> int:
        """How many lines are not Mara's."""
        side = "b" if me_first else "a"
        return sum(who == side for who, _ in self.lines)

    def cut(self, *, me_first: bool, size: int) -> tuple[tuple[str, str], ...]:
        """The scene up to where the other has spoken `size` times and Mara has answered."""
        side, left = "b" if me_first else "a", size
        for at, (who, _) in enumerate(self.lines):
            left -= who == side
            if left < 0:
                return self.lines[:at]
        return self.lines

    def fits(self, *, me_first: bool, size: int) -> bool:
        """Whether the right one opens, the other speaks so often, and it is not cut off behind a question."""
        if self.opener not in ("any", "me" if me_first else "them") or self.theirs(me_first=me_first) < size:
            return False
        kept = self.cut(me_first=me_first, size=size)
        return len(kept) == len(self.lines) or "?" not in kept[-1][1]


@dataclass(frozen=True, slots=True)
class Room:
    """A group chat."""

    slug: str
    name: str
    people: tuple[str, ...]

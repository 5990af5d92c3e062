"""Who is behind a nick within one IRC log: changes of nick join what one visit said, and nothing beyond the log.

Pure. A nick is free to all once its holder leaves, so a visit is (nick, how often that nick came or went before).
"""

import re
from collections import Counter

MAX_NICKS = 200_000
Visit = tuple[str, int]
_GUEST = re.compile(r"guest\d+|\d+|unnamed\w*", re.IGNORECASE)
_MARKS = re.compile(
    r"[_`^-]+$|^[_`^]+|[|\[(_`^-](?:\w*away|afk|off|work|wrk\w*|home|gone|brb|zzz\w*|sleep\w*|lunch|food|bnc|idle|busy|out"
    r"|dnd|mobile|phone|laptop|school|uni|eat\w*|bath|shower|tv|game|dinner)\w*[\])]?$",
    re.IGNORECASE,
)


class Visits:
    """Counts for each nick how often it came, went or was given up, in the order of the log."""

    def __init__(self) -> None:
        self._times: dict[str, int] = {}

    def now(self, nick: str) -> Visit:
        """The visit that speaks under this nick (in lower case) now."""
        return (nick, self._times.get(nick, 0))

    def over(self, nick: str) -> None:
        """The nick came or went."""
        if nick in self._times or len(self._times) < MAX_NICKS:
            self._times[nick] = self._times.get(nick, 0) + 1

    def renamed(self, old: str, new: str) -> tuple[Visit, Visit]:
        """The visits before and after a change of nick."""
        before = self.now(old)
        self.over(new)
        after = self.now(new)
        if old != new:
            self.over(old)
        return before, after


class Chains:
    """Visits joined by changes of nick, each chain called by its plainest nick."""

    def __init__(self) -> None:
        self._parent: dict[Visit, Visit] = {}
        self._called: dict[Visit, str] = {}

    def join(self, before: Visit, after: Visit) -> None:
        """Two visits are one person's."""
        if before != after and len(self._parent) < MAX_NICKS:
            self._parent.setdefault(before, before)
            self._parent.setdefault(after, after)
            self._parent[self._root(after)] = self._root(before)

    def close(self) -> None:
        """Ends the joining: calls each chain by its plainest nick."""
        for visit in self._parent:
            root, nick = self._root(visit), visit[0]
            best = self._called.get(root)
            if best is None or plainness(nick) < plainness(best):
                self._called[root] = nick

    def called(self, visit: Visit) -> str:
        """The nick that stands for whoever this visit is."""
        return self._called[self._root(visit)] if visit in self._parent else visit[0]

    def _root(self, visit: Visit) -> Visit:
        while (above := self._parent[visit]) != visit:
            self._parent[visit] = visit = self._parent[above]
        return visit


def plainness(nick: str) -> tuple[bool, bool, int, str]:
    """Orders nicks of one person: own before given by the server, bare before decorated, short before long."""
    return (_GUEST.fullmatch(nick) is not None, _MARKS.search(nick) is not None, len(nick), nick)


class Shown:
    """Nicks as they were first written, and how often each spoke; bounded."""

    def __init__(self) -> None:
        self.written: dict[str, str] = {}
        self.spoke: Counter[str] = Counter()

    def speak(self, nick: str) -> str:
        """Notes that a nick spoke; gives it in lower case."""
        low = nick.lower()
        if low in self.spoke or len(self.spoke) < MAX_NICKS:
            self.spoke[low] += 1
        return self.see(nick)

    def see(self, nick: str) -> str:
        """Notes that a nick was there; gives it in lower case."""
        low = nick.lower()
        if low not in self.written and len(self.written) < MAX_NICKS:
            self.written[low] = nick
        return low

"""The times of a series in a calendar: its first, those listed, what its rule gives, without what was taken out (RFC
5545 sections 3.8.5.1 to 3.8.5.3). Pure.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from heapq import merge

from mutuals.wire.ical_ahead import MOST
from mutuals.wire.ical_lines import Properties, Property, first
from mutuals.wire.ical_rules import EPOCH, Budget, Rule, parse, times
from mutuals.wire.ical_times import Moment, Zones, moment, moments
from mutuals.wire.ical_zones import UTC


class Bounded(Exception):
    """A series of more times than are taken."""


class Series:
    """The past times of a series, each once and in order; afterwards `goes_on` says if there will be more, and `ahead`
    gives the next of them."""

    def __init__(
        self,
        start: Moment,
        found: Properties,
        zones: Zones,
        *,
        until_ms: int,
        now_ms: int,
        budget: Budget,
        ahead_ms: int = 0,
    ) -> None:
        """Of what begins at `start`: followed up to `until_ms`, past up to `now_ms` (UTC), looked ahead to `ahead_ms`
        (0: not at all)."""
        self.goes_on = False
        self._start, self._found, self._zones, self._budget = start, found, zones, budget
        self._until_ms, self._now_ms = until_ms, now_ms
        self._ahead_ms, self._later = ahead_ms, list[Moment]()
        self._broken = ""
        out = list(moments(found.get("EXDATE", []), zones))
        self._out = {one.ms for one in out if one.day == start.day}
        self._days = {one.wall.date() for one in out if one.day}

    def times(self) -> Iterator[Moment]:
        """The times; raises ValueError after the first where the rule cannot be read, Bounded without a budget."""
        listed = [self._start, *moments(self._found.get("RDATE", []), self._zones)]
        waiting = sorted((one for one in listed if one.ms <= self._now_ms), key=lambda one: one.ms)
        self.goes_on = len(waiting) < len(listed) and bool(waiting)
        self._later = [one for one in listed if self._now_ms < one.ms <= self._ahead_ms]
        last: int | None = None
        for one in merge(waiting, self._ruled(), key=lambda one: one.ms):
            if one.ms != last and self._stays(one):
                yield one
            last = one.ms
        if self._broken:
            raise ValueError(self._broken)

    def ahead(self) -> list[Moment]:
        """The next times, in order, once all past ones were gone over."""
        found = {one.ms: one for one in self._later if self._stays(one)}
        return [found[ms] for ms in sorted(found)]

    def _stays(self, one: Moment) -> bool:
        return one.ms not in self._out and one.wall.date() not in self._days

    def _ruled(self) -> Iterator[Moment]:
        """What the first rule gives (the standard has no second), up to its end or to where series are followed."""
        found, start = first(self._found, "RRULE"), self._start
        if found is None:
            return
        try:
            rule = parse(found.value)
            over = _until(rule, start)
        except ValueError as error:
            self._broken = f"How it is repeated cannot be read, so only its first time is taken. {error}"
            return
        end = EPOCH + timedelta(milliseconds=max(self._until_ms, self._ahead_ms), days=2)
        given = 0
        for wall in times(start.wall, rule, end=end, budget=self._budget):
            one = start._replace(wall=wall)
            if over(one):
                return
            if one.ms > self._until_ms:
                self.goes_on = True
                if one.ms > self._ahead_ms or len(self._later) >= MOST:
                    return
                self._later += [one] if one.ms > self._now_ms else []
                continue
            given += 1
            yield one
        if self._budget.left < 0:
            raise Bounded
        self.goes_on = not over(Moment(end, UTC, start.day)) and (not rule.count or given < rule.count)


def _until(rule: Rule, start: Moment) -> Callable[[Moment], bool]:
    """Says whether a time lies behind UNTIL. A bare day means all of it, whatever the zone. Raises ValueError."""
    if not rule.until:
        return lambda one: False
    last = moment(Property("", rule.until), lambda _: start.zone)
    if last.day:
        return lambda one: one.wall.date() > last.wall.date()
    return lambda one: one.ms > last.ms

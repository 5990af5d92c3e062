"""Who may call a meeting off by mail: anybody can write a mail with a known UID, and what is taken back is so for all.

RFC 6047 section 2.2 leaves it to the reader to compare the sender with the ORGANIZER. Pure.
"""

from typing import Literal, NamedTuple

from mutuals.wire.ical_event import Event
from mutuals.wire.ical_off import called_off
from mutuals.wire.ical_people import speakers
from mutuals.wire.mail_lists import machine_address

Heed = Literal["everybody", "here", "no"]


class CalledOff(NamedTuple):
    """By whom a meeting was called off: its UID (hashed), the organiser that it names (an id), the address of the
    sender, and what that is to the organiser: themself, who sends for them, a machine, or another."""

    uid: int
    host: str
    sender: str
    by: Literal["host", "delegate", "machine", "other", "nobody"]

    @classmethod
    def of(cls, event: Event, sender: str, me: frozenset[str]) -> "CalledOff":
        """Reads it from the entry; "nobody" of what only tells others that they are no longer asked."""
        who = (hash(event.uid), event.host.id if event.host else "", sender)
        organiser, delegate = speakers(event.found)
        others = event.guests and me.isdisjoint(one.id for one in event.guests)
        if others and not called_off(event.found, event.method):
            return cls(*who, "nobody")
        if sender and sender in (organiser, delegate):
            return cls(*who, "host" if sender == organiser else "delegate")
        machine = machine_address(sender) or (event.host is not None and not event.host.person)
        return cls(*who, "machine" if machine else "other")


class Invited:
    """Who organises the meetings of all invitations, and who sent them."""

    def __init__(self) -> None:
        self._by: dict[int, set[tuple[str, str]]] = {}

    def add(self, event: Event, sender: str) -> None:
        """Takes in one invitation."""
        host = event.host.id if event.host else ""
        self._by.setdefault(hash(event.uid), set()).add((host, sender))

    def heed(self, one: CalledOff) -> Heed:
        """Whether a meeting is off for everybody, only not told from these mails, or not off at all.

        SENT-BY of a cancellation proves nothing, as its sender wrote it, so who sends for another must have sent the
        invitation too. Machines send for people of whom nothing tells that they asked them to.
        """
        asked = self._by.get(one.uid, set())
        hosts = {host for host, _ in asked if host}
        same = bool(asked) and all(sender == one.sender for _, sender in asked)
        if one.by == "nobody" or (hosts and one.host not in hosts) or (one.by == "other" and not same):
            return "no"
        sure = one.by == "host" or (one.by == "delegate" and same)
        return "everybody" if sure and hosts <= {one.host} else "here"

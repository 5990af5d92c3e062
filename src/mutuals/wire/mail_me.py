"""Whose mail is this? Counted over a whole reading from envelopes, sent folders and who is in every mail.

Pure; nothing is taken for sure that a public list's archive or a forwarded single mail would also show.
"""

from collections import Counter
from dataclasses import dataclass, field

from mutuals.wire.mail_cast import Lists
from mutuals.wire.mail_lists import machine_address
from mutuals.wire.mail_people import Mailbox, address_of
from mutuals.wire.rfc5322 import Mail

MAX_COUNTED = 50_000
"""Addresses counted; when there are more the rare half is forgotten."""
CHOICES = 5
SURE_SHARE = 0.6
EVERY_SHARE = 0.97
FEW = 5


@dataclass(slots=True)
class Evidence:
    """What the mails said about their owner."""

    mails: int = 0
    received: int = 0
    sent: int = 0
    delivered: Counter[str] = field(default_factory=Counter)
    sent_by: Counter[str] = field(default_factory=Counter)
    present: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)


def hear(evidence: Evidence, mail: Mail, lists: Lists, *, sent: bool) -> None:
    """Counts one mail."""
    evidence.mails += 1
    mine = [one for one in mail.delivered if one not in lists]
    if mine:
        evidence.received += 1
        evidence.delivered.update(mine)
    if sent and mail.author.address:
        evidence.sent += 1
        evidence.sent_by[mail.author.address] += 1
    for box in dict.fromkeys((mail.author, *mail.to[:50], *mail.cc[:50])):
        _count(evidence, box, lists)
    if len(evidence.names) > MAX_COUNTED:
        _forget(evidence)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whose mail it is: addresses with the reason. `choices` are the likeliest when nothing points at one."""

    sure: tuple[tuple[str, str], ...] = ()
    guess: tuple[str, str] | None = None
    choices: tuple[str, ...] = ()


def verdict(evidence: Evidence, told: tuple[str, ...] = ()) -> Verdict:
    """Who is me: what was told (addresses, ids or names), else what is sure, else one guess or the likeliest."""
    sure = dict.fromkeys(_answered(evidence, told), "You said so.") or _sure(evidence)
    if not sure:
        return _guess(evidence)
    return Verdict(tuple((sure | _subaddresses(evidence, sure)).items()))


def _subaddresses(evidence: Evidence, sure: dict[str, str]) -> dict[str, str]:
    """The same mailboxes under a tag, `ana+shop@x.org` for `ana@x.org` (RFC 5233): nobody else is reached there."""
    found = {}
    for address in evidence.present:
        local, _, domain = address.rpartition("@")
        whole = f"{local.partition('+')[0]}@{domain}"
        if "+" in local and whole in sure and address not in sure:
            found[address] = f"It is {whole} with a tag behind the +."
    return found


def _count(evidence: Evidence, box: Mailbox, lists: Lists) -> None:
    if box.address and box.address not in lists and not machine_address(box.address):
        evidence.present[box.address] += 1
        if box.name:
            evidence.names.setdefault(box.address, box.name)


def _forget(evidence: Evidence) -> None:
    common = evidence.present.most_common(MAX_COUNTED // 2)
    evidence.present = Counter(dict(common))
    evidence.names = {address: evidence.names.get(address, "") for address, _ in common}


def _answered(evidence: Evidence, told: tuple[str, ...]) -> list[str]:
    """Addresses that the person named, by themselves, as ids or by the name that goes with them."""
    said = {one.strip().lower() for one in told}
    if not said:
        return []
    met = set(evidence.present) | set(evidence.sent_by) | set(evidence.delivered)
    named = {address for address, name in evidence.names.items() if name.lower() in said}
    direct = {address_of(one.removeprefix("mailto:")) for one in said}
    return sorted((met & direct) | named)


def _sure(evidence: Evidence) -> dict[str, str]:
    """Addresses that wrote what lies in Sent, that the server delivered to, or that are in every mail."""
    found: dict[str, str] = {}
    for address, times in evidence.sent_by.most_common(20):
        if times * 20 >= evidence.sent:
            found[address] = f"It wrote {times:,} of the {evidence.sent:,} mails in your sent mail."
    for address, times in evidence.delivered.most_common(1):
        if (
            times >= FEW
            and times >= SURE_SHARE * evidence.received
            and 2 * evidence.received >= evidence.mails
        ):
            found.setdefault(
                address,
                f"{times:,} of {evidence.received:,} received mails were delivered to it.",
            )
    if not found:
        found = _in_every(evidence)
    return found


def _in_every(evidence: Evidence) -> dict[str, str]:
    top = evidence.present.most_common(2)
    if not top or evidence.mails < 2 * FEW or len(evidence.present) < FEW:
        return {}
    alone = len(top) < 2 or top[1][1] < 0.8 * top[0][1]
    if alone and top[0][1] >= EVERY_SHARE * evidence.mails:
        return {top[0][0]: f"It is in {top[0][1]:,} of {evidence.mails:,} mails."}
    return {}


def _guess(evidence: Evidence) -> Verdict:
    top = evidence.present.most_common(CHOICES)
    for address, times in evidence.delivered.most_common(1):
        if 2 * evidence.received >= evidence.mails and 2 * times > evidence.received:
            return Verdict(
                guess=(
                    address,
                    f"{times:,} of {evidence.received:,} received mails were delivered to it.",
                )
            )
    if len(top) > 1 and 2 * top[0][1] > evidence.mails and top[0][1] >= 2 * top[1][1] and top[0][1] >= FEW:
        why = f"It is in {top[0][1]:,} of {evidence.mails:,} mails, more than anybody else."
        return Verdict(guess=(top[0][0], why))
    return Verdict(choices=tuple(address for address, _ in top))

"""Remembers whom we were asked to forget, by nothing but an HMAC of each of their identifiers, and keeps them out."""

from collections.abc import Iterable, Sequence

from django.conf import settings

from mutuals.as2 import Actor, Item
from mutuals.record.erasing import address_ids, addresses_in, named_in, without, without_addresses
from mutuals.record.models import Erased
from mutuals.record.services.bulk import CHUNK, rows_add
from mutuals.team import keyring

REMEMBERED = 400_000


def macs_of(values: Sequence[str]) -> list[str]:
    """The HMACs of identifiers by this installation's key."""
    return keyring.seals(settings.MUTUALS_HOME / "keys", (f"erased:{one}" for one in values))


def erased_add(values: Iterable[str], *, now_ms: int) -> None:
    """Remembers identifiers that must not come back."""
    wanted = sorted({one for one in values if one})
    rows_add(Erased, ["mac", "at"], [(mac, now_ms) for mac in macs_of(wanted)])


def erased_among(values: Iterable[str]) -> set[str]:
    """Those of these identifiers that were erased."""
    wanted = sorted({one for one in values if one})
    if not wanted or not Erased.objects.exists():
        return set()
    macs = dict(zip(macs_of(wanted), wanted, strict=True))
    return {macs[mac] for mac in Erased.objects.filter(mac__in=list(macs)).values_list("mac", flat=True)}


def text_forgotten(text: str) -> str:
    """A text of an import's report without the addresses of somebody erased."""
    found = {one for address in addresses_in(text) for one in address_ids(address)}
    gone = erased_among(found)
    return without_addresses(text, gone.__contains__) if gone else text


class Forgotten:
    """Keeps the erased out of a stream: what one run looked up is remembered, until somebody else is erased."""

    def __init__(self) -> None:
        self._known: dict[str, bool] = {}
        self._count = 0

    def changed(self) -> bool:
        """Whether somebody was erased since this was asked last; then nothing that was remembered holds."""
        count = Erased.objects.count()
        if count == self._count:
            return False
        self._count = count
        self._known.clear()
        return True

    def out_of(self, items: Iterable[Item], *, now_ms: int) -> list[Item]:
        """The items without what is about the erased. Somebody who shares an address with them is them: their other
        identifiers are remembered too."""
        items = list(items)
        if not self._count:
            return items
        self._look_up({one for item in items for one in named_in(item)})
        found = [
            one
            for item in items
            if isinstance(item, Actor) and any(map(self._gone, (item.id, *item.also_known_as)))
            for one in (item.id, *item.also_known_as)
            if not self._gone(one)
        ]
        if found:
            erased_add(found, now_ms=now_ms)
            self._known.update(dict.fromkeys(found, True))
            self._count = Erased.objects.count()
        return list(without(items, self._gone))

    def _gone(self, value: str) -> bool:
        return self._known.get(value, False)

    def _look_up(self, values: set[str]) -> None:
        if len(self._known) > REMEMBERED:
            self._known.clear()
        fresh = sorted(one for one in values if one and one not in self._known)
        macs = macs_of(fresh)
        for start in range(0, len(fresh), CHUNK // 40):
            some = dict(
                zip(macs[start : start + CHUNK // 40], fresh[start : start + CHUNK // 40], strict=True)
            )
            there = set(Erased.objects.filter(mac__in=list(some)).values_list("mac", flat=True))
            self._known.update({value: mac in there for mac, value in some.items()})

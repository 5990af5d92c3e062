"""Which files of what was brought are whose of Meta's networks, also where two exports were unpacked into one folder.
Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from mutuals.sources.seam import Claim, Parcel
from mutuals.wire import facebook_files, instagram_files
from mutuals.wire.meta_files import Network, is_page, is_thread, network_of, own_network, root_of
from mutuals.wire.meta_reading import HEAD, senders, strings
from mutuals.wire.meta_values import mended_name

FIRST = 4096
PAGES = "This export was made as pages for reading (HTML). Ask for it again and choose JSON as its format."
_ENDS = (".json", ".html", ".htm")
_PEOPLE = re.compile(rb'"name"\s*:\s*"((?:[^"\\]|\\.){0,400})"')
_VALUES = re.compile(rb'"(?:value|full_name|name)"\s*:\s*"((?:[^"\\]|\\.){0,400})"')
_KINDS = {"facebook": facebook_files.kind_of, "instagram": instagram_files.kind_of}


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """How the exports of a network are told: what a file is by its path and first bytes ("" for nothing that is read),
    why one is not read, which pages are its own, of which one must be `telling`."""

    network: Network
    title: str
    kind_of: Callable[[str, bytes], str]
    left_alone: Callable[[str], str]
    pages: re.Pattern[str]
    telling: re.Pattern[str]


def claims(parcel: Parcel, export: Export) -> list[Claim]:
    """One claim for each export of a network; one that was made as pages is claimed to say so."""
    roots: dict[str, list[str]] = {}
    for entry in parcel.entries():
        if entry.name.lower().endswith(_ENDS):
            roots.setdefault(root_of(entry.name), []).append(entry.name)
    found = (
        _claim(parcel, export, root, shares(parcel, root, names).get(export.network, []))
        for root, names in sorted(roots.items())
    )
    return [claim for claim in found if claim]


def shares(parcel: Parcel, root: str, names: list[str]) -> dict[Network, list[str]]:
    """The files in a root by the network that they come from: all of one network's, unless there are signs of both."""
    signs = {name: _sign(parcel, root, name) for name in names}
    found = {one for one in signs.values() if one}
    if len(found) < 2:
        return {found.pop() if found else network_of(root, names): names}
    talks = [
        name for name, sign in signs.items() if sign is None and is_thread(name, parcel.head(name, FIRST))
    ]
    whose = _Owners(parcel, signs) if talks else None
    parted: dict[Network, list[str]] = {}
    for name, sign in signs.items():
        network = sign or (whose.of(name) if whose and name in talks else "facebook")
        parted.setdefault(network, []).append(name)
    return parted


def _sign(parcel: Parcel, root: str, name: str) -> Network | None:
    """Whose a file is by itself: by what it holds where only one network has such files, else by its path."""
    path = name[len(root) :]
    if name.lower().endswith(".json"):
        head = parcel.head(name, FIRST)
        if not is_thread(name, head):
            mine: list[Network] = [one for one in ("facebook", "instagram") if _KINDS[one](name, head)]
            if len(mine) == 1:
                return mine[0]
    return own_network(path)


class _Owners:
    """Tells the conversations of two networks in one folder apart: by the name that the owner has in each, then by
    the friends that Facebook lists; Messenger's where nothing tells."""

    def __init__(self, parcel: Parcel, signs: dict[str, Network | None]) -> None:
        self._parcel = parcel
        self._me: dict[Network, frozenset[str]] = {
            network: frozenset(self._named(signs, network, "profile"))
            for network in ("facebook", "instagram")
        }
        self._friends = frozenset(self._named(signs, "facebook", "friends"))

    def of(self, name: str) -> Network:
        """The network of a conversation by those who take part in it."""
        head = self._parcel.head(name, HEAD)
        people = {*map(mended_name, strings(_PEOPLE, head)), *senders(head)}
        mine: list[Network] = [one for one, names in self._me.items() if names & people]
        if len(mine) == 1:
            return mine[0]
        return "facebook" if not self._friends or people & self._friends else "instagram"

    def _named(self, signs: dict[str, Network | None], network: Network, kind: str) -> Iterator[str]:
        some = [name for name, sign in signs.items() if sign == network]
        heads = (self._parcel.head(name, HEAD) for name in some if self._is(name, network, kind))
        return filter(None, map(mended_name, chain.from_iterable(strings(_VALUES, head) for head in heads)))

    def _is(self, name: str, network: Network, kind: str) -> bool:
        return _KINDS[network](name, self._parcel.head(name, FIRST)) == kind


def _claim(parcel: Parcel, export: Export, root: str, names: list[str]) -> Claim | None:
    files = [name for name in names if export.kind_of(name, parcel.head(name, FIRST))]
    pages = [name for name in names if is_page(name)]
    if not files and not (any(map(export.pages.search, pages)) and any(map(export.telling.search, pages))):
        return None
    taken = {*files, *pages}
    alone = [(name, PAGES) for name in pages]
    alone += [(name, export.left_alone(name[len(root) :])) for name in names if name not in taken]
    title = f"{export.title} export" if files else f"{export.title} export, made as pages"
    return Claim(format=export.network, root=root, title=title, files=tuple(files), left_alone=tuple(alone))

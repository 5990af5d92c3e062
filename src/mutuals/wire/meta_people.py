"""People in Meta's exports, who are mostly names alone. Pure."""

from collections import Counter
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

from mutuals.as2 import Actor
from mutuals.text.names import display, key
from mutuals.wire.meta_values import is_gone
from mutuals.wire.repeats import base

MADE = 20_000


@dataclass(slots=True)
class Names:
    """Who is who in one export of a network (`source`: facebook, instagram); `handle` finds the account behind a name
    where the network tells it. `me` is the owner's id and `my_name` the name that people see, once they are known."""

    scope: str
    source: str
    me: str = ""
    my_name: str = ""
    handle: Callable[[str], Actor | None] = lambda name: None
    _made: dict[tuple[str, str, str], Actor] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """What every local id of this export begins with."""
        return base(self.scope, self.source)

    def person(self, name: str, where: str = "") -> Actor:
        """The actor of a name; whoever closed the account is told apart only by `where` they are met."""
        asked = (name, where, self.me)
        made = self._made.get(asked)
        if made is None:
            if len(self._made) >= MADE:
                self._made.clear()
            made = self._made[asked] = self._person(name, where)
        return made

    def forget(self) -> None:
        """Forgets who was made of which name, when `handle` has come to know more."""
        self._made.clear()

    def is_me(self, name: str) -> bool:
        """Whether a name is the owner's."""
        return bool(self.my_name) and key(name) == key(self.my_name)

    def _person(self, name: str, where: str) -> Actor:
        shown = display(name)
        if is_gone(shown):
            return Actor(id=f"{self.base}{where or 'somebody'}/closed", name=shown)
        if self.me and self.is_me(shown):
            return Actor(id=self.me, name=shown)
        found = self.handle(shown)
        return found or Actor(id=f"{self.base}name/{quote(shown, safe='')}", name=shown)


def owner_in(
    threads: Iterable[frozenset[str]],
    told: Iterable[str],
    others: Container[str] = (),
    titles: Iterable[str] = (),
) -> tuple[str, bool, list[str]]:
    """(name, whether it is sure, who else it may be) of the owner: whom the person says to be; else whoever takes part
    in every conversation, is not among `others` (friends) and begins the `titles` of the owner's doings; a guess is
    not sure."""
    count, often = 0, Counter[str]()
    for people in threads:
        count += 1
        often.update(people)
    marks = {key(one): one for one in often}
    said = next((marks[key(one)] for one in told if key(one) in marks), "")
    if said:
        return said, True, []
    everywhere = sorted(name for name, times in often.items() if times == count and not is_gone(name))
    left = [one for one in everywhere if one not in others]
    heads = list(titles)
    begin = [one for one in left if any(head.startswith(f"{one} ") for head in heads)]
    if len(begin or left) == 1 and (count > 1 or begin or len(left) < len(everywhere)):
        return (begin or left)[0], True, []
    ranked = [*often.most_common(2), ("", 0), ("", 0)]
    # Some files name the others only: who is in most of them is a guess.
    guess = ranked[0][0] if ranked[0][1] > max(ranked[1][1], count / 2, 1) else ""
    return guess, False, everywhere[:8]

"""How common a name, an employer or a place is: counted among the people here, and until these are many, as in the
world. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from mutuals.people.latin import plainly
from mutuals.people.nicknames import NAMES

# So many people from the world count beside those here.
WORLD: Final = 2_000
RARE, GIVEN, FAMILY = 1 / 30_000, 0.003, 0.004
_FAMILIES: Final = """
smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson anderson
thomas taylor moore jackson martin lee perez thompson white harris sanchez clark ramirez lewis robinson walker young
allen king wright scott green baker adams nelson hill campbell mitchell roberts evans muller mueller schmidt schneider
fischer weber meyer meier wagner becker schulz hoffmann bauer koch richter klein wolf schroeder neumann schwarz
bernard dubois petit durand leroy moreau rossi russo ferrari esposito bianchi romano silva santos oliveira souza
pereira costa ferreira wang li zhang liu chen yang huang zhao wu zhou kim park choi jung kang nguyen tran le pham singh
kumar sharma patel khan ahmed ali hussein hassan mohamed ivanov ivanova petrov petrova smirnov kuznetsov popov
kowalski nowak de jong jansen bakker visser hansen johansen olsen larsen nielsen jensen andersson johansson karlsson
papadopoulos yilmaz kaya demir cohen levy tanaka suzuki sato watanabe ito yamamoto nakamura
"""


@cache
def _world() -> dict[str, float]:
    shares = {plainly(form): GIVEN for form in NAMES.split()}
    return shares | {plainly(name): FAMILY for name in _FAMILIES.split()}


@dataclass(slots=True)
class Commonness:
    """How many people there are, and how many of them bear each word of a name (as `Word.plain`) and each other value:
    a handle's core, an employer, a word of a place, an address that profiles name."""

    people: int = 0
    names: Mapping[str, int] = field(default_factory=Counter)
    values: Mapping[str, int] = field(default_factory=Counter)
    company: Mapping[int, int] = field(default_factory=Counter)
    _shares: dict[str, float] = field(default_factory=dict)

    def name(self, plain: str) -> float:
        """The share of people who bear this word in their name, not counting the one who is asked about."""
        found = self._shares.get(plain)
        if found is None:
            here = max(self.names.get(plain, 1) - 1, 0)
            found = self._shares[plain] = (here + WORLD * _world().get(plain, RARE)) / (self.people + WORLD)
        return found

    def often(self, plain: str) -> bool:
        """Whether this is a name that many bear, here or in the world."""
        return self.names.get(plain, 0) > 4 or plain in _world()

    def known(self, plain: str) -> bool:
        """Whether this is a name of anybody here, or of many in the world."""
        return plain in self.names or plain in _world()

    def value(self, value: str, *, world: float) -> float:
        """The share of people who bear this value; `world` is its share where nothing is known."""
        return (max(self.values.get(value, 1) - 1, 0) + WORLD * world) / (self.people + WORLD)

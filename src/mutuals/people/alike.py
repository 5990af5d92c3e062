"""Whether two profiles are one person's: evidence for and against, each with its weight, and how sure their sum is.

Pure. Log odds after Fellegi and Sunter (1969); how much each kind of evidence counts beside the others was fitted on
generated people (`benchmarks/who_fit.py`), so that the sum is a chance that comes true as often as it says. No picture
of a person is looked at: no archive that is read brings one (docs/models/identity.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Final, NamedTuple

from mutuals.people.alike_names import NameSays, names_say
from mutuals.people.alike_profile import Around, Ready
from mutuals.people.commonness import Commonness
from mutuals.people.latin import plainly
from mutuals.people.near import slips
from mutuals.people.weighing import WEIGHING, Weighing

# Of 100 people that are known on one network, so many are known on another.
ELSEWHERE: Final = 0.3
# Among fewer people than this two are not likelier to be one: nothing was fitted on so few.
LEAST_PEOPLE: Final = 500
# What alone would never join two by itself: a name, what follows from one, where and with whom somebody is.
SOFT: Final = frozenset(("name", "spelled", "employer", "place", "company", "hours"))
# Networks on which hardly anybody has two accounts, and what a second one says.
ONE_EACH: Final = {
    "x": -2.5, "linkedin": -3.5, "facebook": -3.5, "bluesky": -2.0, "instagram": -1.5, "mastodon": -1.2,
    "whatsapp": -1.5, "phone": -0.5, "signal": -2.0, "telegram": -2.0, "slack": -1.5, "discord": -2.0, "reddit": -1.0,
    "github": -2.0,
}  # fmt: skip
LEAST_HOURS: Final = 40
# Names that say less than this need something beside them.
FEW: Final = 3.0


class Evidence(NamedTuple):
    """One thing that speaks for (above 0) or against two being one, in log odds; `what` are the words it is about."""

    kind: str
    what: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """How sure it is that two are one: the chance, what it rests on, and what would be without any evidence."""

    chance: float
    start: float
    evidence: tuple[Evidence, ...]

    @property
    def by_itself(self) -> bool:
        """Whether it is certain enough to be done without asking: never by a name and what goes with it alone, nor by
        one piece of evidence, nor where anything weighty speaks against it; that two profiles are on one network is no
        matter where each names the other."""
        mutual = any(one.kind == "links" for one in self.evidence)
        return (
            self.chance >= WEIGHING.certain
            and any(one.weight > 2 and one.kind not in SOFT for one in self.evidence)
            and (mutual or sum(one.weight > 1 for one in self.evidence) > 1)
            and all(one.weight > -1 or (mutual and one.kind == "two") for one in self.evidence)
        )


def verdict(
    a: Ready,
    b: Ready,
    common: Commonness,
    around: tuple[Around, Around] | None = None,
    weighing: Weighing = WEIGHING,
) -> Verdict:
    """Weighs all that is known of two."""
    return _summed(evidence(a, b, common, around), common, weighing)


def promising(
    a: Ready, b: Ready, common: Commonness, weighing: Weighing = WEIGHING, *, least: float = 0.0
) -> Verdict | None:
    """Weighs the profiles of two that share a key; None for most: after a quick look at their names and addresses, or
    where nothing but a name speaks for them and that for less than the chance `least`."""
    says = names_say(a.names, b.names, common)
    beside = _beside(a, b)
    if not beside:
        if says is None or says.weight < FEW:
            if says is not None and says.weight >= 0:
                return None
            if not _odd(a, b, common, says):
                return None
        elif start_of(common, weighing) + says.weight * weighing.scales.get("name", 1.0) < least:
            return None
    return _summed(_evidence(a, b, common, says), common, weighing)


def start_of(common: Commonness, weighing: Weighing = WEIGHING) -> float:
    """The log odds that two of so many people are one, before anything is known of them."""
    return weighing.start + weighing.among * log(ELSEWHERE / max(common.people, LEAST_PEOPLE))


def _beside(a: Ready, b: Ready) -> bool:
    """Whether anything beside the names speaks for two being one."""
    if a.reach & b.reach or (a.links and (a.links & b.homes or a.links & b.links)) or b.links & a.homes:
        return True
    if (a.born and b.born and set(a.born) & set(b.born)) or a.works & b.works:
        return True
    return any(one in b.cores for one in a.cores) or len(a.places & b.places) > 1


def _odd(a: Ready, b: Ready, common: Commonness, says: NameSays | None) -> bool:
    """Whether two whose names do not agree, or that lack them, may still be one: a handle may spell the other name."""
    if says is None or says.how == "unread":
        return _spelled(a, b, common) is not None or _spelled(b, a, common) is not None
    return False


def _summed(found: Sequence[Evidence], common: Commonness, weighing: Weighing) -> Verdict:
    fitted = tuple(_fitted(one, weighing) for one in found)
    start = start_of(common, weighing)
    return Verdict(chance(start + sum(one.weight for one in fitted)), start, fitted)


def chance(odds: float) -> float:
    """The chance that log odds mean."""
    return 1 / (1 + exp(-max(-50.0, min(50.0, odds))))


def evidence(
    a: Ready, b: Ready, common: Commonness, around: tuple[Around, Around] | None = None
) -> list[Evidence]:
    """All that speaks for or against two being one, as it would count if it were all there is."""
    found = _evidence(a, b, common, names_say(a.names, b.names, common))
    return found if around is None else found + _together(*around, common)


def _evidence(a: Ready, b: Ready, common: Commonness, says: NameSays | None) -> list[Evidence]:
    found = [Evidence("name", (says.how, says.a, says.b), says.weight)] if says else []
    found += _handles(a, b, says, common)
    if a.links or b.links:
        found += _links(a, b, common)
    found += _reach(a, b)
    if a.born and b.born:
        found += _birthday(a, b)
    found += _values(a, b, common)
    found += _accounts(a, b)
    return found


def _fitted(one: Evidence, weighing: Weighing) -> Evidence:
    scales = weighing.against if one.weight < 0 else weighing.scales
    return Evidence(one.kind, one.what, one.weight * scales.get(one.kind, 1.0))


def _handles(a: Ready, b: Ready, says: NameSays | None, common: Commonness) -> list[Evidence]:
    best = None
    for mine in a.cores:
        for other in b.cores:
            weight = _handle(mine, other, a, b, common)
            if weight and (best is None or weight > best.weight):
                best = Evidence("handle", (mine, other), weight)
    if best:
        return [best]
    if says is not None and says.weight > 0:
        return []
    spelled = _spelled(a, b, common) or _spelled(b, a, common)
    return [spelled] if spelled else []


def _handle(mine: str, other: str, a: Ready, b: Ready, common: Commonness) -> float:
    """What two handles say: much where they are alike beyond what the names tell already."""
    bare = mine.rstrip("0123456789") or mine
    if mine != other:
        if len(bare) >= 5 and bare == (other.rstrip("0123456789") or other):
            return 0.4 if _is_name(bare, (a, b), common) else 2.2
        return 2.0 if min(len(mine), len(other)) >= 8 and slips(mine, other) == 1 else 0.0
    if _is_name(bare, (a, b), common):
        return 1.0 if bare == mine else 3.0
    world = 1e-2 if len(mine) < 4 else 1e-3 if len(mine) < 6 else 2e-5
    return min(9.0, log(0.5 / common.value(mine, world=world)))


def _is_name(text: str, people: Iterable[Ready], common: Commonness) -> bool:
    """Whether a handle is made of the words of their names and no more than a letter besides, or else begins with a
    name that many bear."""
    for one in people:
        for _, words in one.names:
            rest = text
            for word in sorted(words, key=lambda word: -len(word.roman)):
                rest = rest.replace(word.roman, "", 1)
            if len(rest) <= 1:
                return True
    return any(
        common.often(plainly(text[:size])) and (len(text) - size < 3 or common.known(plainly(text[size:])))
        for size in range(3, min(len(text), 11) + 1)
    )


def _spelled(a: Ready, b: Ready, common: Commonness) -> Evidence | None:
    """The handle of one spells the name of the other, who is called otherwise there or not at all."""
    for handle in a.cores:
        for name, words in b.names:
            if len(words) < 2:
                continue
            first, last = words[0].roman, words[-1].roman
            weight = -log(common.name(words[-1].plain))
            if handle.startswith((first + last, last + first)) and len(handle) - len(first + last) < 5:
                return Evidence(
                    "spelled", (handle, name), min(9.0, weight - log(common.name(words[0].plain)) - 2)
                )
            if len(last) > 3 and handle.rstrip("0123456789") in (first[:1] + last, last + first[:1]):
                return Evidence("spelled", (handle, name), min(6.0, weight))
    return None


def _links(a: Ready, b: Ready, common: Commonness) -> list[Evidence]:
    out, back = a.links & b.homes, b.links & a.homes
    if out and back:
        return [Evidence("links", (min(out), min(back)), 10.0)]
    if out or back:
        named = min(out or back)
        others = common.values.get(named, 1)
        return [Evidence("link", (named,), max(0.5, 7.0 - 1.5 * log(max(others, 1))))]
    shared = [(common.values.get(one, 2), one) for one in a.links & b.links]
    if not shared:
        return []
    others, named = min(shared)
    return [Evidence("site", (named,), max(0.0, 6.0 - 2.0 * log(max(others - 1, 1))))]


def _reach(a: Ready, b: Ready) -> list[Evidence]:
    shared = sorted(a.reach & b.reach, key=lambda one: ("@" not in one, one))
    if not shared:
        return []
    return [Evidence("reach", (shared[0],), 8.0 if "@" in shared[0] else 6.5)]


def _birthday(a: Ready, b: Ready) -> list[Evidence]:
    best: Evidence | None = None
    for one in a.born:
        for other in b.born:
            found = Evidence("birthday", (_day(one), _day(other)), _birthdays(one, other))
            if best is None or found.weight > best.weight:
                best = found
    return [best] if best else []


def _birthdays(a: tuple[int, int, int], b: tuple[int, int, int]) -> float:
    years = bool(a[0] and b[0])
    if a[1:] == b[1:] and (not years or a[0] == b[0]):
        return 8.0 if years else 5.2
    if not years:
        return -4.5
    wrong = slips(_day(a).replace("-", ""), _day(b).replace("-", ""))
    return 4.0 if wrong == 1 or a == (b[0], b[2], b[1]) else 1.0 if wrong == 2 else -5.0


def _day(one: tuple[int, int, int]) -> str:
    return f"{one[0]:04d}-{one[1]:02d}-{one[2]:02d}" if one[0] else f"--{one[1]:02d}-{one[2]:02d}"


def _values(a: Ready, b: Ready, common: Commonness) -> list[Evidence]:
    found = []
    if a.works and b.works:
        shared = {one: common.value(one, world=3e-4) for one in a.works & b.works}
        weight = min(5.0, log(0.5 / min(shared.values()))) if shared else -0.4
        told = (min(shared, key=shared.__getitem__),) if shared else (min(a.works), min(b.works))
        found.append(Evidence("employer", told, weight))
    if a.places and b.places:
        found.append(_places(a.places, b.places, common))
    return found


def _places(a: frozenset[str], b: frozenset[str], common: Commonness) -> Evidence:
    """Words of addresses and places that both have, each by how rare it is; few in common speak against."""
    shared = {one: common.value(one, world=2e-3) for one in a & b}
    for one, near in _near(a - b, b - a):
        shared[one] = common.value(near, world=2e-3) * 3
    if not shared:
        return Evidence("place", (" ".join(sorted(a)), " ".join(sorted(b))), -1.0)
    weight = sum(0.55 * max(0.2, log(0.6 / share)) for share in shared.values())
    part = len(shared) / min(len(a), len(b))
    rarest = sorted(shared, key=lambda one: (shared[one], one))[:4]
    return Evidence("place", tuple(rarest), min(8.0, weight) - (1.5 if part < 0.34 else 0))


def _near(a: Iterable[str], b: Iterable[str]) -> list[tuple[str, str]]:
    """Long words a slip apart; either half of them is alike."""
    halves = {half: word for word in sorted(b) if len(word) > 4 for half in (word[:3], word[-3:])}
    found = []
    for one in sorted(a):
        near = (halves.get(one[:3]) or halves.get(one[-3:])) if len(one) > 4 else None
        if near and slips(one, near) == 1:
            found.append((one, near))
    return found


def _accounts(a: Ready, b: Ready) -> list[Evidence]:
    both = [(ONE_EACH.get(network, 0.0), network) for network in a.networks & b.networks]
    weight, network = min(both, default=(0.0, ""))
    return [Evidence("two", (network,), weight)] if weight else []


def _together(a: Around, b: Around, common: Commonness) -> list[Evidence]:
    found = []
    shared = a.company & b.company
    if shared:
        weight = min(3.0, sum(1.2 / log(2 + common.company.get(one, 2)) for one in shared))
        found.append(Evidence("company", tuple(str(one) for one in sorted(shared)[:3]), weight))
    if chats := a.chats & b.chats:
        found.append(Evidence("chat", (str(len(chats)),), -3.0 - min(2.0, 0.5 * (len(chats) - 1))))
    if min(sum(a.hours), sum(b.hours)) >= LEAST_HOURS:
        found.append(Evidence("hours", (), max(-1.5, min(0.8, 3.0 * (_overlap(a.hours, b.hours) - 0.6)))))
    return found


def _overlap(a: Sequence[int], b: Sequence[int]) -> float:
    """How much of two daily rhythms lies at the same hours, an hour more or less not counting; 0 to 1."""
    return sum(min(one, other) for one, other in zip(_smooth(a), _smooth(b), strict=True))


def _smooth(hours: Sequence[int]) -> list[float]:
    whole = sum(hours) * 4
    return [(hours[i - 1] + 2 * hours[i] + hours[(i + 1) % 24]) / whole for i in range(24)]

"""People as they stand in address books and on networks, made up with the truth beside them; shares no code with the
engine, neither its nicknames nor its letters.

Each person lives in a circle of friends, has a name in the script and the forms of their culture, and one to five
profiles: what somebody calls them in a phone, a formal name at work, a handle that spells the name or does not. There
are namesakes, families under one roof, shared telephones, slips, moved houses and changed surnames.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Any
from unicodedata import normalize

from benchmarks.who_words import CITIES, CULTURES, HANDLE_WORDS, WORKS, Culture, romanise


@dataclass(slots=True)
class Made:
    """One profile: plain fields, as an importer would see them, and whose it is."""

    person: int
    network: str
    name: str = ""
    handle: str = ""
    uri: str = ""
    url: str = ""
    summary: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    company: frozenset[int] = frozenset()
    chats: frozenset[int] = frozenset()
    hours: tuple[int, ...] = ()
    # What of its person this profile shows, as drawn: what two profiles share, somebody could tell them by.
    shows: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Regime:
    """How hard a world is: shares of 1, but `names` (how many name words of each culture are in use; fewer make more
    namesakes), `known` (how many of their profiles are) and `cultures` (weights in the order of CULTURES)."""

    seed: int
    people: int
    nickname: float = 0.25
    native: float = 0.5
    slip: float = 0.03
    bare: float = 0.25
    telling: float = 0.35
    family: float = 0.12
    own_handle: float = 0.5
    names: int = 400
    around: float = 0.6
    known: float = 1.0
    cultures: tuple[float, ...] = (8, 4, 3, 2, 1, 0.8, 0.7, 0.5, 0.4)


@dataclass(slots=True)
class _Person:
    number: int
    culture: Culture
    given: tuple[str, ...]  # the formal name first, then the forms that friends use
    native: str
    family: str
    native_family: str
    city: str
    work: str
    born: tuple[int, int, int]
    phone: str
    street: str
    handle: str
    site: str
    wakes: int
    friends: list[int]


NETWORKS = (
    ("mail", 0.6), ("phone", 0.5), ("whatsapp", 0.35), ("linkedin", 0.35), ("facebook", 0.3), ("mastodon", 0.2),
    ("x", 0.25), ("instagram", 0.25), ("bluesky", 0.12), ("github", 0.1),
)  # fmt: skip
PLACE = {"x": "https://x.com/", "instagram": "https://www.instagram.com/", "github": "https://github.com/"}


def world(regime: Regime) -> list[Made]:
    """All profiles of a world, in a random order."""
    rnd = Random(regime.seed)
    people: list[_Person] = []
    for number in range(regime.people):
        kin = rnd.choice(people[-30:]) if people and rnd.random() < regime.family else None
        people.append(_person(rnd, number, regime, kin))
    size = 40
    for one in people:
        start = one.number // size * size
        circle = [n for n in range(start, min(start + size, len(people))) if n != one.number]
        one.friends = rnd.sample(circle, min(len(circle), rnd.randrange(3, 14)))
    taken: set[str] = set()
    made = [profile for one in people for profile in _profiles(rnd, one, regime, taken)]
    rnd.shuffle(made)
    return made


def _person(rnd: Random, number: int, regime: Regime, kin: _Person | None) -> _Person:
    culture = kin.culture if kin else rnd.choices(CULTURES, regime.cultures)[0]
    given, native = culture.given(rnd, regime.names)
    if kin and given == kin.given:  # hardly ever two of one name in a house
        given, native = culture.given(rnd, regime.names)
    family, native_family = (
        (kin.family, kin.native_family) if kin and rnd.random() < 0.8 else culture.family(rnd, regime.names)
    )
    roof = kin is not None and rnd.random() < 0.5
    word = rnd.choice(HANDLE_WORDS) + rnd.choice(["", "_", ""]) + rnd.choice(HANDLE_WORDS)
    site = f"https://{word.replace('_', '')}{rnd.choice(['.org', '.net', '.me', '.blog'])}"
    return _Person(
        number=number, culture=culture, given=given, native=native, family=family, native_family=native_family,
        city=kin.city if kin and roof else rnd.choice(CITIES),
        work=f"{rnd.choice(WORKS)} {rnd.choice(['GmbH', 'Ltd', 'Studio', 'Labs', 'Press', 'School', 'e.V.', 'Bank'])}",
        born=(rnd.randrange(1940, 2006), rnd.randrange(1, 13), rnd.randrange(1, 29)),
        phone=kin.phone if kin and roof and rnd.random() < 0.4 else f"+49{rnd.randrange(10**9, 10**10)}",
        street=kin.street if kin and roof else f"{rnd.randrange(1, 140)} {rnd.choice(HANDLE_WORDS)} street",
        handle=f"{word}{rnd.choice(['', '', str(rnd.randrange(1, 99))])}", site=site, wakes=rnd.randrange(24),
        friends=[],
    )  # fmt: skip


def _profiles(rnd: Random, one: _Person, regime: Regime, taken: set[str]) -> list[Made]:
    chosen = [network for network, share in NETWORKS if rnd.random() < share * regime.known]
    chosen = chosen or [rnd.choice(NETWORKS)[0]]
    if rnd.random() < 0.06:
        chosen.append("mail")
    made = [_profile(rnd, one, network, regime, taken) for network in chosen]
    for profile in made:
        if profile.network in ("mastodon", "x", "bluesky", "github") and rnd.random() < regime.telling:
            _tells(rnd, one, profile, made)
    return made


def _profile(rnd: Random, one: _Person, network: str, regime: Regime, taken: set[str]) -> Made:
    handle = _handle(rnd, one, regime)
    while f"{network} {handle}" in taken:  # whoever came first has it
        handle += str(rnd.randrange(10))
    taken.add(f"{network} {handle}")
    made = Made(one.number, network)
    if handle.startswith(one.handle) and network not in ("phone", "whatsapp", "linkedin"):
        made.shows.add("handle")
    made.name = _name(rnd, one, network, regime, made.shows)
    if network == "mail":
        host = rnd.choice(["mail.example", "post.example", "inbox.example"])
        made.uri = f"mailto:{handle}@{host}"
        if rnd.random() < 0.15:
            made.name = ""
            made.shows.discard("name")
    elif network in ("phone", "whatsapp"):
        made.shows.update(["phone"] * (network == "phone"))
        made.uri = (
            f"tel:{one.phone}" if network == "phone" else f"tag:w,2026:whatsapp/{one.number}.{rnd.random()}"
        )
    elif network == "mastodon":
        host = rnd.choice(["social.example", "fedi.example", "town.example"])
        made.handle, made.uri = f"{handle}@{host}", f"https://{host}/users/{handle}"
    else:
        made.handle = handle if network != "linkedin" else ""
        place = PLACE.get(network, f"https://{network}.example/u/")
        made.uri = f"{place}{handle if network != 'linkedin' else f'{one.number}-{rnd.random()}'}"
    made.url = made.uri if made.uri.startswith("http") else ""
    _facts(rnd, one, made, regime)
    _lives(rnd, one, made, regime)
    return made


def _name(rnd: Random, one: _Person, network: str, regime: Regime, shows: set[str]) -> str:  # noqa: C901  a table of ways
    formal = network in ("linkedin", "mail", "github") and rnd.random() < 0.8
    native = one.native and rnd.random() < regime.native and network not in ("linkedin", "github")
    if native:
        given, family = one.native, one.native_family
        text = f"{family}{given}" if one.culture.tight else f"{given} {family}"
        whole = rnd.random() > regime.bare / 2
        shows.update(["name"] * whole)
        return _slip(rnd, text, regime.slip) if whole else given
    given = one.given[0] if formal or rnd.random() > regime.nickname else rnd.choice(one.given)
    if one.native and one.culture.letters:
        given = given if given != one.given[0] else romanise(rnd, one.culture, one.native)
        family = romanise(rnd, one.culture, one.native_family)
    else:
        family = one.family
    if network in ("instagram", "whatsapp") and rnd.random() < regime.bare:
        return _slip(rnd, given, regime.slip)
    shape = rnd.random()
    if not 0.19 < shape < 0.21:
        shows.add("name")
    if shape < 0.05:
        text = f"{family}, {given}"
    elif shape < 0.1:
        text = f"{given} {family[0]}."
    elif shape < 0.13:
        text = f"{given[0]}. {family}"
    elif shape < 0.16 and network in ("x", "mastodon"):
        text = f"{given} {family} {rnd.choice(['🌱', '🚲', '(she/her)', '| ' + one.work])}"
    elif shape < 0.19:
        text = f"{given} {rnd.choice(one.culture.middle)} {family}"
    elif shape < 0.21 and one.born[0] < 1990:
        text = f"{given} {one.culture.family(rnd, regime.names)[0]}"  # married
    else:
        text = f"{given} {family}"
    return _slip(rnd, text, regime.slip)


def _slip(rnd: Random, text: str, share: float) -> str:
    if len(text) < 4 or rnd.random() > share:
        return text
    at = rnd.randrange(1, len(text) - 1)
    how = rnd.randrange(3)
    if how == 0:
        return text[:at] + text[at + 1 :]
    if how == 1:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + rnd.choice("aeiorstn") + text[at + 1 :]


def _handle(rnd: Random, one: _Person, regime: Regime) -> str:
    """A handle: one's own word, used again and again, or the name spelled in some way."""
    if rnd.random() < regime.own_handle:
        return one.handle if rnd.random() < 0.85 else one.handle + str(rnd.randrange(99))
    given, family = _ascii(one.given[0]) or "me", _ascii(one.family) or "x"
    shape = rnd.randrange(6)
    text = (
        f"{given}.{family}",
        f"{given}{family}",
        f"{given[0]}{family}",
        f"{given}_{family[0]}",
        given,
        family,
    )[shape]
    return text + (str(rnd.randrange(1, 999)) if shape > 3 or rnd.random() < 0.25 else "")


def _ascii(text: str) -> str:
    return "".join(c for c in normalize("NFKD", text.lower()) if c.isascii() and c.isalpha())


def _facts(rnd: Random, one: _Person, made: Made, regime: Regime) -> None:
    share = regime.telling
    year, month, day = one.born
    if made.network in ("phone", "facebook") and rnd.random() < share:
        full = rnd.random() < 0.6
        made.shows.add("birthday")
        made.facts.append(
            ("birthday", f"{year}-{month:02d}-{day:02d}" if full else f"--{month:02d}-{day:02d}")
        )
    if made.network in ("linkedin", "phone", "mail") and rnd.random() < share:
        work = one.work if rnd.random() < 0.8 else f"{rnd.choice(WORKS)} Ltd"
        made.facts.append(("org", work))
    if made.network in ("linkedin", "facebook", "mastodon") and rnd.random() < share:
        made.facts.append(("location", one.city if rnd.random() < 0.85 else rnd.choice(CITIES)))
    if made.network in ("phone", "mail") and rnd.random() < share / 2:
        made.shows.add("street")
        made.facts.append(("address", f"{one.street}, {one.city}"))
    if made.network in ("mail", "facebook") and rnd.random() < share / 3:
        made.shows.add("phone")
        made.facts.append(("phone", one.phone))


def _tells(rnd: Random, one: _Person, made: Made, others: list[Made]) -> None:
    """A profile says where else its owner is."""
    rest = [other for other in others if other is not made and (other.url or other.uri.startswith("mailto:"))]
    if rest and rnd.random() < 0.5:
        other = rnd.choice(rest)
        link = other.url or other.uri[7:]
        made.shows.add(f"link {id(other)}")
        other.shows.add(f"link {id(other)}")
    else:
        link = one.site
        made.shows.add("site")
    if rnd.random() < 0.5:
        made.facts.append(("Website", link))
    else:
        made.summary = f"{rnd.choice(HANDLE_WORDS)}, {rnd.choice(HANDLE_WORDS)}. {link}"
    if rnd.random() < 0.04:
        made.summary += f" fan of https://x.com/{rnd.choice(HANDLE_WORDS)}"


def _lives(rnd: Random, one: _Person, made: Made, regime: Regime) -> None:
    if rnd.random() > regime.around:
        return
    # A friend is the same contact here and there where they were found to be one before.
    made.company = frozenset(
        friend if rnd.random() < 0.5 else hash((friend, made.network))
        for friend in one.friends
        if rnd.random() < 0.35
    )
    if made.network in ("whatsapp", "mastodon") and rnd.random() < 0.5:
        made.chats = frozenset([hash((one.number // 40, made.network, rnd.randrange(2))) & 0xFFFF])
    acts = rnd.choice([10, 60, 200])
    hours = [0] * 24
    for _ in range(acts):
        hours[int(rnd.gauss(one.wakes + (8 if rnd.random() < 0.6 else 13), 2.2)) % 24] += 1
    made.hours = tuple(hours)


def documents(made: list[Made]) -> list[dict[str, Any]]:
    """The profiles as plain rows, for peers."""
    return [
        {
            "id": i, "person": one.person, "network": one.network, "name": one.name, "handle": one.handle,
            "uri": one.uri, "summary": one.summary, "facts": one.facts,
        }
        for i, one in enumerate(made)
    ]  # fmt: skip

"""A small world for Today: letters with Ana and Kim, brought as a user brings them, and the cards that come of it."""

from typing import Any

from mutuals.as2 import Activity, Actor, Object, Time
from mutuals.record.models import Account
from mutuals.record.services.accounts import account_for, own_add
from mutuals.record.services.ingest import ingest
from mutuals.relate.selectors.cards import today_view
from mutuals.relate.services.nudges import nudges_refresh
from mutuals.relate.services.ties import ties_refresh
from mutuals.team.services.common import now_ms as clock

DAY_MS = 86_400_000
# Noon, so that what was said within some hours was said on one day, whenever this runs.
NOW = clock() // DAY_MS * DAY_MS + DAY_MS // 2
ME, ANA, KIM = "mailto:ada@house.example", "mailto:ana@one.example", "mailto:kim@two.example"
NAMES = {ANA: "Ana Silva", KIM: "Kim Ho"}


def mail(number: int, sender: str, to: str, ago: float, text: str, reply_to: int | None = None) -> Activity:
    note = Object(
        id=f"mid:{number}@today.example", attributed_to=sender, content=text, to=(to,),
        published=Time(int(NOW - ago * DAY_MS), "s"),
        in_reply_to=f"mid:{reply_to}@today.example" if reply_to else "",
    )  # fmt: skip
    return Activity(id=f"{note.id}#create", actor=sender, object=note, published=note.published, to=note.to)


def bring(user: Any, *items: Any) -> Account:
    account = account_for(network="mail", holder=user)
    people = [Actor(id=ME, name=user.name), *(Actor(id=uri, name=name) for uri, name in NAMES.items())]
    ingest([*people, *items], account=account, now_ms=NOW)
    own_add(account=account, uri=ME, sure=True, evidence="a test says so")
    ties_refresh(now_ms=NOW)
    nudges_refresh(user, now_ms=NOW)
    return account


def cards(user: Any, now_ms: int = NOW) -> list[tuple[str, str]]:
    """Kinds and names, but for "meet": in this small world everybody writes and nobody ever met."""
    found = [(str(one.kind), one.contact.name) for one in today_view(user, now_ms=now_ms).cards]
    return [one for one in found if one[0] != "meet"]


def again(user: Any, now_ms: int = NOW) -> None:
    ties_refresh(now_ms=now_ms)
    nudges_refresh(user, now_ms=now_ms)


def talk(sender: str, start: int, every: int, until: int) -> list[Activity]:
    """Letters both ways every so many days, the last `until` days ago."""
    found = []
    for number, ago in enumerate(range(start, until - 1, -every)):
        found.append(mail(1000 * start + 2 * number, sender, ME, ago + 0.2, "How are you"))
        found.append(mail(1000 * start + 2 * number + 1, ME, sender, ago, "Well, and glad of your letter"))
    return found

"""Small worlds for the tests of people and of pages: letters on days, told as items, ingested for somebody."""

from typing import Any

from mutuals.as2 import Activity, Actor, Object, Time

DAY_MS = 86_400_000


def letter(number: int, sender: str, receiver: str, at_ms: int) -> Activity:
    """One mail from one address to another."""
    note = Object(
        id=f"mid:{number}@small.example",
        attributed_to=sender,
        content=f"letter {number}",
        to=(receiver,),
        published=Time(at_ms, "s"),
    )
    return Activity(id=f"{note.id}#create", actor=sender, object=note, published=note.published, to=note.to)


def bring(
    user: Any, me: str, people: dict[str, str], letters: list[tuple[str, str, int]], *, now_ms: int
) -> Any:
    """Ingests named people and (from, to, days ago) letters for a user whose address is `me`."""
    from mutuals.record.services.accounts import account_for, own_add
    from mutuals.record.services.ingest import ingest

    account = account_for(network="mail", holder=user)
    items: list[Any] = [Actor(id=me, name=user.name)]
    items += [Actor(id=uri, name=name) for uri, name in people.items()]
    start = abs(hash((user.pk, len(letters), len(people)))) % 10**9
    items += [
        letter(start + number, sender, receiver, now_ms - ago * DAY_MS)
        for number, (sender, receiver, ago) in enumerate(letters)
    ]
    ingest(items, account=account, now_ms=now_ms)
    own_add(account=account, uri=me, sure=True, evidence="a test says so")
    return account


def refreshed(now_ms: int) -> None:
    """Brings contacts and ties up to date."""
    from mutuals.relate.services.ties import ties_refresh

    ties_refresh(now_ms=now_ms)

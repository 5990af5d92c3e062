"""What the record gives to somebody who leaves, what it holds about one person, and how that is erased."""

from collections.abc import Iterator
from typing import Any

from mutuals.as2 import Time
from mutuals.record.erasing import pattern
from mutuals.record.models import Account
from mutuals.record.outgoing import noted_of
from mutuals.record.selectors.about import about_out
from mutuals.record.selectors.outgoing import (
    accounts_out,
    activities_out,
    actors_out,
    collections_out,
    handles_out,
    interactions_out,
    own_out,
    place_out,
    posts_out,
    uris_of,
)
from mutuals.record.selectors.said import acts_out, corrections_out
from mutuals.record.services.brought import ACT, CORRECTION
from mutuals.record.services.erase import counts_of, record_erase, rooms_alone
from mutuals.record.services.erase_words import words_redact
from mutuals.record.services.turns import Turns, holder_name
from mutuals.team.leavers import Documents, Erasing, Part, Person
from mutuals.team.models import User
from mutuals.team.services.common import now_ms as clock
from mutuals.wire.mutuals import LIST_MAIL, activity_out, actor_out, collection_out, handle_out, noted_out

PUBLIC = "public"
_STEP = 2_000


def everything_export(*, viewer: User) -> Iterator[Documents]:
    """What is public, and each readable account in a folder of its own: actors, activities, lists, what was noted; and
    what people said in place of the readings, and of what things meant."""
    yield from _section(viewer, None, f"accounts/00-{PUBLIC}")
    for number, account in enumerate(accounts_out(viewer), 1):
        yield from _section(viewer, account, f"accounts/{number:02}-{_slug(account.network)}")
    yield Documents(f"own/{CORRECTION}.jsonl", corrections_out(viewer))
    yield Documents(f"own/{ACT}.jsonl", acts_out(viewer))


def _section(viewer: User, account: Account | None, folder: str) -> Iterator[Documents]:
    number = account.pk if account else 0
    yield Documents(f"{folder}/account.json", [_whose(viewer, account)])
    yield Documents(f"{folder}/actors.jsonl", (actor_out(one) for one in actors_out(viewer, account=number)))
    handles = handles_out(viewer, account=number)
    yield Documents(
        f"{folder}/handles.jsonl",
        (
            handle_out(actor=uri, value=value, since=since, until=until)
            for uri, value, since, until in handles
        ),
    )
    yield Documents(f"{folder}/activities.jsonl", _activities(viewer, number))
    lists = collections_out(viewer, account=number)
    yield Documents(f"{folder}/collections.jsonl", (collection_out(one, gone=gone) for one, gone in lists))
    if account:
        yield Documents(f"{folder}/noted.jsonl", _noted(viewer, number))


def _whose(viewer: User, account: Account | None) -> dict[str, Any]:
    if account is None:
        return {"network": "mutuals", "title": "", "own": []}
    network, title = place_out(viewer, account)
    return {"network": network, "title": title, "shared": account.shared, "own": own_out(viewer, account)}


def _activities(viewer: User, account: int) -> Iterator[dict[str, Any]]:
    for told in posts_out(viewer, account=account):
        yield activity_out(told.activity, medium=LIST_MAIL if told.list_mail else "")
    for told in activities_out(viewer, account=account):
        yield activity_out(told.activity)


def _noted(viewer: User, account: int) -> Iterator[dict[str, Any]]:
    rows: list[Any] = []
    for row in interactions_out(viewer, account=account, alone=True):
        rows.append(row)
        if len(rows) == _STEP:
            yield from _told(viewer, rows)
            rows = []
    yield from _told(viewer, rows)


def _told(viewer: User, rows: list[Any]) -> Iterator[dict[str, Any]]:
    uris = uris_of(viewer, theirs={actor for row in rows for actor in row[1:3]})
    for row in rows:
        one = noted_of(row, uris)
        if one is not None and not one.derived:
            yield noted_out(
                a=one.a, b=one.b, kind=one.kind, published=Time(one.at, one.grain), seconds=one.seconds,
                share=one.share,
            )  # fmt: skip


def _slug(network: str) -> str:
    return "".join(one for one in network if one.isascii() and one.isalnum()) or "other"


def person_export(*, viewer: User, person: Person, everything: bool, quick: bool) -> Iterator[Part]:
    """Accounts and addresses, facts, what they said and what was said to them, as far as the viewer may read it."""
    for kind, title, ids, rows in about_out(viewer, actors=person.actors, everything=everything, quick=quick):
        yield Part(kind, title, len(ids), rows)


def person_count(*, person: Person, quick: bool) -> dict[str, int]:
    """How many things of theirs the record holds, whoever may read them."""
    return counts_of(actors=[*person.actors, *rooms_alone(actors=person.actors)], quick=quick)


def person_erase(*, erasing: Erasing, now_ms: int) -> None:
    """Takes everything of theirs out of the record, and their addresses out of the words of others."""
    turns = Turns(holder_name(f"erase {erasing.public_ids[0]}"), clock)
    found = pattern(erasing.needles)

    def redact() -> None:
        if found is not None:
            words_redact(needles=erasing.needles, pattern=found, turns=turns)

    record_erase(actors=erasing.actors, now_ms=now_ms, turns=turns, redact=redact)
    turns.end()

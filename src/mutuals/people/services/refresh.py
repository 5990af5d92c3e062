"""Keeps contacts in step with the record: a contact behind every person, stable identifiers joined."""

from collections import defaultdict

from django.db import connection, transaction

from mutuals.people.models import Contact, Match
from mutuals.people.naming import KINDS, actor_name, best_name
from mutuals.people.services.joins import actors_touch, contact_kept, contacts_join
from mutuals.people.services.kept import kept_take
from mutuals.people.services.named import named_match
from mutuals.record.services.bulk import ids_take, rows_execute, rows_in, rows_insert
from mutuals.team.keys import uuid7
from mutuals.team.models import User
from mutuals.text.names import key

BATCH = 2_000
IDENTIFIER = "identifier"
FRESH = """
SELECT a.id, COALESCE(a.same_as, a.id), a.name, a.handle, a.uri, a.type FROM record_actor a
LEFT JOIN people_match m ON m.actor = a.id AND m.ended_at IS NULL
WHERE m.id IS NULL AND a.type IN ('Person', 'Organization') AND a.id > %s ORDER BY a.id LIMIT %s
"""


def contacts_refresh(*, now_ms: int) -> int:
    """Gives every new actor its contact and joins what turned out to be one; returns how many contacts changed."""
    changed = kept_take(now_ms=now_ms)
    changed += _ours(now_ms) + _fresh(now_ms) + _joined(now_ms) + _same_address(now_ms)
    _rename()
    if changed:
        named_match(now_ms=now_ms)
    return changed


def contact_ours(user: User, *, now_ms: int) -> Contact:
    """The contact that is this user themselves."""
    name = user.name or user.username
    made = {"name": name, "name_key": key(name), "created_at": now_ms}
    found, _ = Contact.objects.get_or_create(ours=True, holder=user, merged_into=None, defaults=made)
    return found


def _ours(now_ms: int) -> int:
    """Own accounts' actors belong to their holder's contact."""
    sql = (
        "SELECT o.actor, c.holder_id, o.evidence, o.sure, o.confirmed FROM record_own o "
        "JOIN record_account c ON c.id = o.account_id WHERE c.holder_id IS NOT NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    holders = User.objects.in_bulk({row[1] for row in rows})
    mine = {user: contact_ours(holders[user], now_ms=now_ms) for user in holders}
    changed = 0
    for actor, holder, evidence, sure, confirmed in rows:
        contact = mine[holder]
        open_match = Match.objects.filter(actor=actor, ended_at=None).first()
        if confirmed is False:
            if open_match and open_match.contact_id == contact.pk:
                changed += _end(open_match, now_ms)
        elif open_match is None or open_match.contact_id != contact.pk:
            with transaction.atomic():
                if open_match:
                    _end(open_match, now_ms)
                _match(actor, contact.pk, evidence, 1.0 if sure or confirmed else 0.8, now_ms)
                actors_touch({actor})
            changed += 1
    return changed


def _end(match: Match, now_ms: int) -> int:
    contact = Contact.objects.get(pk=match.contact_id)
    Match.objects.filter(pk=match.pk).update(ended_at=now_ms, ended_by="own")
    if (
        not Match.objects.filter(contact=contact, ended_at=None).exists()
        and not contact.name_set
        and contact.named is None
    ):
        Contact.objects.filter(pk=contact.pk).update(deleted_at=now_ms)
    return 1


def _match(actor: int, contact: int, evidence: str, confidence: float, now_ms: int) -> None:
    Match.objects.create(
        actor=actor,
        contact_id=contact,
        evidence=evidence,
        confidence=confidence,
        decided_by=IDENTIFIER,
        at=now_ms,
    )


def _fresh(now_ms: int) -> int:
    """Contacts for actors that have none, in short transactions."""
    last, made = 0, 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(FRESH, [last, BATCH])
            rows = cursor.fetchall()
        if not rows:
            return made
        last = rows[-1][0]
        with transaction.atomic():
            made += _give(rows, now_ms)


def _give(rows: list[tuple[int, int, str, str, str, str]], now_ms: int) -> int:
    groups: dict[int, list[tuple[int, int, str, str, str, str]]] = defaultdict(list)
    for row in rows:
        groups[row[1]].append(row)
    have = _contacts_of_components(groups)
    roots = [root for root in groups if root not in have]
    columns = ["id", "public_id", "name", "name_key", "name_set", "kind", "kind_set", "ours", "created_at"]
    made = dict(zip(roots, ids_take(Contact, len(roots)), strict=True)) if roots else {}
    contacts = []
    for root, number in made.items():
        actors = groups[root]
        name = best_name([actor_name(name=one[2], handle=one[3], uri=one[4]) for one in actors])
        public = uuid7()
        stored = public.bytes if connection.vendor == "sqlite" else public
        contacts.append(
            (number, stored, name, key(name), False, KINDS.get(actors[0][5], "person"), False, False, now_ms)
        )
    rows_insert(Contact, columns, contacts)
    have |= made
    matches = [
        (have[root], actor[0], actor[4] if len(group) == 1 else f"the same actor as {group[0][4]}")
        for root, group in groups.items()
        for actor in group
    ]
    _matches_insert(matches, now_ms)
    return len(rows)


def _matches_insert(matches: list[tuple[int, int, str]], now_ms: int) -> None:
    columns = [
        "id",
        "public_id",
        "actor",
        "contact_id",
        "evidence",
        "confidence",
        "decided_by",
        "at",
        "ended_by",
    ]
    rows = []
    for number, (contact, actor, why) in zip(ids_take(Match, len(matches)), matches, strict=True):
        public = uuid7()
        stored = public.bytes if connection.vendor == "sqlite" else public
        rows.append((number, stored, actor, contact, why, 1.0, IDENTIFIER, now_ms, ""))
    rows_insert(Match, columns, rows)


def _contacts_of_components(roots: dict[int, object]) -> dict[int, int]:
    """The contact that some actor of each component has already."""
    sql = (
        "SELECT COALESCE(a.same_as, a.id), min(m.contact_id) FROM record_actor a "
        "JOIN people_match m ON m.actor = a.id AND m.ended_at IS NULL "
        "WHERE a.id IN ({0}) OR a.same_as IN ({0}) GROUP BY 1"
    )
    return dict(rows_in(sql, roots))


def _joined(now_ms: int) -> int:
    """Contacts whose actors share a stable identifier become one, unless a person parted them."""
    sql = (
        "SELECT s.a, s.b, s.value, ma.contact_id, mb.contact_id FROM record_same s "
        "JOIN people_match ma ON ma.actor = s.a AND ma.ended_at IS NULL "
        "JOIN people_match mb ON mb.actor = s.b AND mb.ended_at IS NULL WHERE ma.contact_id <> mb.contact_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    return sum(_join(row[3], row[4], f"Both use {row[2]}.", 1.0, now_ms) for row in rows)


def _same_address(now_ms: int) -> int:
    """A fediverse account known by its address and by its URI is one: an address names one account at a time."""
    sql = (
        "SELECT ma.contact_id, mb.contact_id, a.uri FROM record_actor a "
        "JOIN record_identifier i ON i.scheme = 'handle' AND i.value = substr(a.uri, 6) AND i.actor <> a.id "
        "JOIN people_match ma ON ma.actor = a.id AND ma.ended_at IS NULL "
        "JOIN people_match mb ON mb.actor = i.actor AND mb.ended_at IS NULL "
        "WHERE a.uri LIKE 'acct:%%' AND ma.contact_id <> mb.contact_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [])
        rows = cursor.fetchall()
    return sum(_join(a, b, f"Both are @{uri[5:]}.", 0.98, now_ms) for a, b, uri in rows)


def _join(a: int, b: int, why: str, confidence: float, now_ms: int) -> int:
    kept, gone = contact_kept(a), contact_kept(b)
    if kept.pk == gone.pk:
        return 0
    done = contacts_join(
        kept, gone, evidence=why, confidence=confidence, decided_by=IDENTIFIER, now_ms=now_ms
    )
    return int(done)


def _rename() -> None:
    """Contacts follow the best name of their actors until a person names them.

    A contact has one name for all. In a team of several it comes from what all may know of it, where there is such
    a thing: what stands in one person's address book is not shown to the others.
    """
    public = "EXISTS (SELECT 1 FROM record_actorsighting s WHERE s.actor = a.id AND s.account = 0)"
    sql = (
        f"SELECT c.id, c.name, a.name, a.handle, a.uri, {public} FROM people_contact c "  # noqa: S608  our own words
        "JOIN people_match m ON m.contact_id = c.id AND m.ended_at IS NULL JOIN record_actor a ON a.id = m.actor "
        "WHERE NOT c.name_set AND NOT c.ours AND c.id IN ({})"
    )
    stale = (
        "SELECT DISTINCT c.id FROM people_contact c "
        "JOIN people_match m ON m.contact_id = c.id AND m.ended_at IS NULL JOIN record_actor a ON a.id = m.actor "
        "WHERE NOT c.name_set AND NOT c.ours AND a.name <> '' AND a.name <> c.name"
    )
    with connection.cursor() as cursor:
        cursor.execute(stale)
        ids = [row[0] for row in cursor.fetchall()]
    alone = User.objects.filter(is_active=True).count() < 2
    names: dict[int, list[str]] = defaultdict(list)
    known: dict[int, list[str]] = defaultdict(list)
    old = {}
    for contact, now, name, handle, uri, is_public in rows_in(sql, ids):
        names[contact].append(actor_name(name=name, handle=handle, uri=uri))
        if is_public and not alone:
            known[contact].append(names[contact][-1])
        old[contact] = now
    names |= known
    fresh = [
        (best_name(found), contact) for contact, found in names.items() if best_name(found) != old[contact]
    ]
    rows_execute(
        "UPDATE people_contact SET name = %s, name_key = %s WHERE id = %s",
        [(name, key(name), contact) for name, contact in fresh],
    )

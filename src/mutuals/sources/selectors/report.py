"""What an import brought, as one document: the schema of `mutuals import --json`."""

from typing import Any

from mutuals.record.models import Account, Actor, Own
from mutuals.sources.models import Import
from mutuals.team.models import User


def import_report(viewer: User, run: Import) -> dict[str, Any]:
    """`{formats, me, files, actors, posts, activities, interactions, new, known, seconds}` of the viewer's own import;
    raises LookupError for somebody else's."""
    if run.user_id != viewer.pk:
        raise LookupError("There is no such import of yours.")
    files = list(run.files.order_by("pk"))
    formats = sorted(
        {one.format for one in files if one.format and one.status not in ("left alone", "unknown")}
    )
    return {
        "formats": formats,
        "me": me_of(viewer, formats),
        "files": [
            {
                "name": one.name, "format": one.format or None, "status": one.status, "items": one.items,
                "rejected": one.rejected, "note": one.note,
            }
            for one in files
        ],
        "questions": [
            {"kind": one.kind, "about": one.about, "choices": [name for _, name in one.choices], "default": one.default}
            for one in run.questions.filter(answer="").order_by("pk")
        ],
        "actors": run.actors, "posts": run.posts, "activities": run.activities, "interactions": run.interactions,
        "new": run.new, "known": run.known, "seconds": round(run.seconds, 3),
        "error": run.error or None,
    }  # fmt: skip


def me_of(viewer: User, formats: list[str]) -> list[dict[str, Any]] | None:
    """The actors that are the viewer in these formats, or None when nothing says who they are."""
    accounts = Account.objects.filter(holder=viewer, network__in=formats)
    rows = Own.objects.filter(account__in=accounts).exclude(confirmed=False).order_by("-sure", "pk")
    actors = Actor.objects.in_bulk([row.actor for row in rows])
    found = [
        {"actor": actors[row.actor].uri, "name": actors[row.actor].name or actors[row.actor].handle, "sure": row.sure,
         "evidence": row.evidence}
        for row in rows
        if row.actor in actors
    ]  # fmt: skip
    return found or None

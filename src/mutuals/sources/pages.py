"""Bring what you have: drop files, watch them being read, answer what only a person knows."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST, require_safe

from mutuals.record.models import Account
from mutuals.record.selectors.own import own_guesses
from mutuals.record.services.accounts import own_decide
from mutuals.sources import calendar, shown
from mutuals.sources.asking import Asked, asked, way_of
from mutuals.sources.asking_ways import WAYS
from mutuals.sources.discover import archives
from mutuals.sources.models import Import, ImportFile, ImportQuestion, ImportState, Reminder
from mutuals.sources.seam import Info
from mutuals.sources.selectors.imports import import_get, imports_of, questions_open, reminders_of
from mutuals.sources.services.imports import import_add, import_answer, import_later
from mutuals.sources.services.inbox import inbox_of
from mutuals.sources.services.reminders import reminder_add, reminder_done
from mutuals.team.keys import uuid7
from mutuals.team.models import User
from mutuals.team.permissions import OWNER, require
from mutuals.team.services.common import now_ms
from mutuals.ui.notices import say

SHOWN_REJECTS = 200
SHOWN_FILES = 500
LONGEST_FIND = 80
REMIND_DAYS = 2


def user_of(request: HttpRequest) -> User:
    """The signed-in user."""
    user = request.user
    assert isinstance(user, User)
    return user


@require_safe
def bring(request: HttpRequest) -> HttpResponse:
    """The place to drop files, and how to ask each network for one's data; `find` filters, `show` opens one."""
    user = user_of(request)
    infos = _infos()
    find, show = request.GET.get("find", "").strip()[:LONGEST_FIND], request.GET.get("show", "")
    context = {
        "infos": infos,
        "imports": imports_of(user)[:8],
        "questions": questions_open(user),
        "reminders": [(one, way_of(WAYS, infos, one.format)) for one in reminders_of(user)],
        "may_bring": user.may("import_run"),
        "find": find,
        **_ways(asked(WAYS, infos, find=find, show=show)),
        **_inbox(user),
    }
    return render(request, "sources/bring.html", context)


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Takes dropped files, as many and as large as they are, and leaves them to the worker."""
    user = user_of(request)
    require(user, "import_run")
    files = [one for one in request.FILES.getlist("files") if one.name]
    if not files:
        say(request, "Nothing arrived. Choose a file, or drop one on the page.", level=30)
        return _sent(request, reverse("sources:bring"))
    folder = settings.MUTUALS_HOME / "incoming" / str(uuid7())
    folder.mkdir(parents=True, mode=0o700)
    for one in files:
        _keep(one, folder)
    path = next(folder.iterdir()) if len(files) == 1 else folder
    title = files[0].name if len(files) == 1 else f"{files[0].name} and {len(files) - 1} more"
    run = import_add(actor=user, path=path, title=str(title), upload=True)
    import_later(run)
    return _sent(request, reverse("sources:import", args=[run.public_id]))


@require_safe
def show(request: HttpRequest, run: str) -> HttpResponse:
    """One import: how far it is, file by file, what could not be read; the same address gives the part that changes."""
    found = _import(request, run)
    context = _context(request, found)
    if not request.headers.get("HX-Request"):
        return render(request, "sources/import.html", context)
    answer = render(request, "sources/progress.html", context)
    if not context["reading"]:
        # The rest of the page has something to say too now: who one may be, when it was read.
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_POST
def answer(request: HttpRequest, question: str) -> HttpResponse:
    """Takes the answer to what only the person knows."""
    found = get_object_or_404(ImportQuestion, public_id=question, run__user=user_of(request))
    try:
        import_answer(actor=user_of(request), question=found, answer=request.POST.get("answer", ""))
    except LookupError as error:
        say(request, str(error), level=30)
    return redirect("sources:import", found.run.public_id)


@require_POST
def mine(request: HttpRequest) -> HttpResponse:
    """Says which of the guessed names are oneself."""
    user = user_of(request)
    ticked = set(request.POST.getlist("own"))
    for own, actor in own_guesses(user):
        account = Account.objects.get(pk=own.account_id)
        own_decide(actor=user, account=account, uri=actor.uri, mine=str(own.pk) in ticked)
    say(request, "Thank you; I will not ask again.")
    return redirect(request.POST.get("next") if _own_path(request) else "sources:bring")


@require_POST
def remind(request: HttpRequest, format: str) -> HttpResponse:
    """Keeps a reminder to fetch what a network was asked for, and hands it out for one's calendar."""
    found = way_of(WAYS, _infos(), format)
    if found is None:
        raise Http404("There is no such archive.")
    days = found.way.days or REMIND_DAYS
    made = reminder_add(actor=user_of(request), format=found.way.name, now_ms=now_ms(), days=days)
    say(request, f"I will remind you on this page. You asked for {found.way.title} today.")
    return redirect(f"{reverse('sources:bring')}#reminder-{made.public_id}")


@require_safe
def reminder_calendar(request: HttpRequest, reminder: str) -> HttpResponse:
    """A reminder as a calendar file."""
    found = get_object_or_404(Reminder, public_id=reminder, user=user_of(request))
    way = way_of(WAYS, _infos(), found.format)
    title = f"Fetch your data: {way.way.title if way else found.format}"
    text = calendar.event(
        uid=str(found.public_id),
        title=title,
        at_ms=found.due_at,
        made_ms=found.asked_at,
        text="Download the file and drop it into Mutuals, under Bring more.",
    )
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="fetch-my-data.ics"'
    return answer


@require_POST
def reminder_end(request: HttpRequest, reminder: str) -> HttpResponse:
    """Puts a reminder away."""
    reminder_done(
        actor=user_of(request), reminder=get_object_or_404(Reminder, public_id=reminder), now_ms=now_ms()
    )
    return redirect("sources:bring")


def _sent(request: HttpRequest, place: str) -> HttpResponse:
    """Leads on after an upload; a script that shows how far it is goes there by itself."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": place})
    return redirect(place)


def _context(request: HttpRequest, run: Import) -> dict[str, Any]:
    user = user_of(request)
    rejects = list(run.rejects.order_by("pk")[: SHOWN_REJECTS + 1])
    reading = run.state in (ImportState.WAITING, ImportState.READING)
    files = list(run.files.order_by("pk")[: SHOWN_FILES + 1])
    return {
        "run": run,
        "files": _lines(files[:SHOWN_FILES], folded=not reading),
        "more_files": max(0, run.files.count() - SHOWN_FILES) if len(files) > SHOWN_FILES else 0,
        "rejects": rejects[:SHOWN_REJECTS],
        "more_rejects": len(rejects) > SHOWN_REJECTS,
        "questions": list(run.questions.filter(answer="").order_by("pk")),
        "reading": reading,
        "percent": _percent(run),
        "left": _left(run),
        "guesses": [] if reading else own_guesses(user),
        "ways": [one.way for one in asked(WAYS, _infos())],
        "circles": _address("relate:circles"),
        "look": _address("measure:first-look"),
        "rejected": run.files.aggregate(all=Sum("rejected"))["all"] or 0,
    }


def _lines(files: list[ImportFile], *, folded: bool) -> list[shown.Lines]:
    """The list of files; while it is being read nothing is folded, since a line that was opened would close again."""
    return shown.lines(files) if folded else [shown.Lines((one,), one.name) for one in files]


def _percent(run: Import) -> int:
    if run.state in (ImportState.DONE, ImportState.ASKS):
        return 100
    return min(99, int(100 * run.bytes_done / run.bytes_total)) if run.bytes_total else 0


def _left(run: Import) -> str:
    """How long it will still take, in words; "" while nobody can say."""
    if run.state != ImportState.READING or not run.bytes_done or not run.started_at:
        return ""
    passed = (now_ms() - run.started_at) / 1000
    seconds = passed * max(0.0, run.bytes_total / run.bytes_done - 1)
    if passed < 3:
        return ""
    return (
        f"about {round(seconds / 5) * 5 or 5} seconds left"
        if seconds < 90
        else f"about {round(seconds / 60)} minutes left"
    )


def _keep(one: UploadedFile, folder: Path) -> None:
    """Moves an upload into our own folder under the last part of its name, never over another file."""
    name = Path(str(one.name).replace("\\", "/")).name.lstrip(".") or "file"
    target, number = folder / name, 1
    while target.exists():
        number += 1
        target = folder / f"{number}-{name}"
    if hasattr(one, "temporary_file_path"):
        shutil.move(one.temporary_file_path(), target)
    else:
        with target.open("wb") as out:
            for chunk in one.chunks():
                out.write(chunk)
    target.chmod(0o600)


def _import(request: HttpRequest, public_id: object) -> Import:
    try:
        return import_get(user_of(request), str(public_id))
    except Import.DoesNotExist as error:
        raise Http404("There is no such import of yours.") from error


def _infos() -> list[Info]:
    return [one.info for one in archives()]


def _ways(found: list[Asked]) -> dict[str, Any]:
    """The ways as the page shows them: those most people have, and the rest, which are folded."""
    more = [one for one in found if not one.way.most]
    return {
        "most": [one for one in found if one.way.most],
        "more": more,
        "more_count": len(more),
        "more_open": any(one.open for one in more),
    }


def _inbox(user: User) -> dict[str, str]:
    """Where the inbox folder of a user is; the owner, who has the machine, is told the whole path."""
    box: Path = inbox_of(user)
    fault = next((str(one) for one in (box.parent, box) if one.is_symlink()), "")
    shown = box if user.role == OWNER else box.relative_to(settings.MUTUALS_HOME)
    return {
        "inbox": str(shown),
        "inbox_fault": f"{fault} is a link, and links are not followed." if fault else "",
    }


def _own_path(request: HttpRequest) -> bool:
    return request.POST.get("next", "").startswith("/bring")


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""

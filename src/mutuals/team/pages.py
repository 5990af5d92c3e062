"""The team's pages: coming in by a link, who is in the team, oneself, and the record of who did what."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mutuals.team import permissions, selectors, services, signin
from mutuals.team.forms import InviteForm, JoinForm, ProfileForm, RoleForm
from mutuals.team.models import OneTimeLink, User
from mutuals.team.verbs import said
from mutuals.ui.notices import say
from mutuals.ui.qr import qr_svg

_LOG_PAGE = 50


# Coming in


@never_cache
@login_not_required
@require_safe
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Signs in whoever opens the one-time link, and leads on to a password or passkey.

    Browsers and chat programs fetch addresses before anyone clicks; that must not use the link up.
    """
    if request.method == "HEAD" or _fetched_ahead(request):
        return HttpResponse(status=204)
    user = services.link_use(token=token, now_ms=services.now_ms())
    if user is None:
        return redirect("/") if request.user.is_authenticated else _link_over(request)
    signin.sign_in_by_link(request, user)
    return redirect("team:secure")


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Lets an invited person choose names and password; only sending the form uses the link up."""
    link = services.link_find(token=token, now_ms=services.now_ms())
    if link is None or link.purpose != OneTimeLink.INVITE:
        return _link_over(request)
    form = JoinForm(request.POST or None, initial={"name": link.user.name})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"token": token, "now_ms": services.now_ms()}
        user = _tried(form, lambda: services.invitation_accept(**given))
        if user is not None:
            signin.sign_in_by_link(request, user)
            return redirect("/")
    return render(request, "team/invitation.html", {"form": form, "role": permissions.ROLES[link.user.role]})


def _fetched_ahead(request: HttpRequest) -> bool:
    """https://wicg.github.io/nav-speculation/prefetch.html#sec-purpose-header and its older form."""
    said = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return "prefetch" in said or "prerender" in said


def _link_over(request: HttpRequest) -> HttpResponse:
    return render(request, "team/link_over.html", status=410)


def _tried(form: Form, act: Callable[[], Any]) -> Any:
    """What the act returns; its objections become errors of the form, and the answer is None."""
    try:
        return act()
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            for name, messages in error.message_dict.items():
                form.add_error(name if name in form.fields else None, messages)
        else:
            form.add_error("password" if "password" in form.fields else None, error)
    except services.Refused as error:
        form.add_error("username" if "username" in form.fields else None, str(error))
    return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def secure(request: HttpRequest) -> HttpResponse:
    """Choose a password or a passkey, or later; for those who have none, or who came by a link."""
    user = request.user
    if services.user_secured(user=user) and not signin.came_by_link(request):
        return redirect("account_change_password")
    first = user.username == "owner"
    form = JoinForm(
        request.POST or None, initial={"name": user.name, "username": "" if first else user.username}
    )
    if request.method == "POST" and form.is_valid() and _tried(form, lambda: _secure(user, form)):
        request.session.pop(signin.BY_LINK, None)
        update_session_auth_hash(request, user)
        signin.session_keep(request)
        say(request, "From now on you sign in with your password.")
        return redirect("/")
    return render(request, "team/secure.html", {"form": form})


def _secure(user: User, form: JoinForm) -> bool:
    given = form.cleaned_data
    services.user_settle(
        user=user, name=given["name"], username=given["username"], password=given["password"]
    )
    return True


# On my phone


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """How to use all this on a phone: a code that signs it in once, and what does not work without HTTPS."""
    base, user = signin.phone_address(request), request.user
    given = {
        "base": base,
        "https": base.startswith("https:"),
        "secured": services.user_secured(user=user),
    }
    if request.method == "POST" and base and given["secured"]:
        at = services.now_ms()
        code = f"{base}{services.phone_link(user=user, actor=user)}"
        given |= {"code": qr_svg(code, label="A code that signs a phone in"), "until": at + services.PHONE_MS}
    return _tab(request, "phone", given)


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def come_in(request: HttpRequest, token: str) -> HttpResponse:
    """What the code leads to: a page with one button. A camera's look ahead at the address does not use it up."""
    link = services.link_find(token=token, now_ms=services.now_ms())
    if link is None or link.purpose != OneTimeLink.PHONE:
        return _link_over(request)
    if request.method == "POST":
        purposes = (OneTimeLink.PHONE,)
        user = services.link_use(token=token, now_ms=services.now_ms(), purposes=purposes)
        if user is None:
            return _link_over(request)
        signin.sign_in_by_code(request, user)
        return redirect("/")
    return render(request, "team/come_in.html", {"who": link.user})


# The team


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who works with this installation."""
    return _people(request, InviteForm())


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Makes an invitation and shows its link, once."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _people(request, form, status=422)
    made = _tried(form, lambda: services.invite(actor=request.user, **form.cleaned_data))
    if made is None:
        return _people(request, form, status=422)
    return _people(request, InviteForm(), link=_absolute(request, made[1]), link_for=str(made[0]))


@require_POST
def link(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new link for somebody who lost theirs or their password."""
    user = get_object_or_404(User, public_id=public_id, is_active=True)
    waits = user.username.startswith("invited-") and not services.user_secured(user=user)
    purpose = OneTimeLink.INVITE if waits else OneTimeLink.RECOVER
    path = services.link_create(user=user, purpose=purpose, actor=request.user)
    return _people(request, InviteForm(), link=_absolute(request, path), link_for=str(user))


@require_POST
def role(request: HttpRequest, public_id: str) -> HttpResponse:
    """Gives somebody another role."""
    user = get_object_or_404(User, public_id=public_id)
    form = RoleForm(request.POST)
    if form.is_valid():
        _said(
            request,
            lambda: services.user_role_set(actor=request.user, user=user, role=form.cleaned_data["role"]),
        )
    return redirect("team:people")


@require_POST
def leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ends somebody's access."""
    user = get_object_or_404(User, public_id=public_id)
    undo = reverse("team:return", args=[public_id])
    _said(
        request,
        lambda: services.user_leave(actor=request.user, user=user),
        f"{user} can no longer come in.",
        undo,
    )
    return redirect("team:people")


@require_POST
def return_(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lets somebody back in."""
    user = get_object_or_404(User, public_id=public_id)
    _said(request, lambda: services.user_return(actor=request.user, user=user), f"{user} can come in again.")
    return redirect("team:people")


def _said(request: HttpRequest, act: Callable[[], None], done: str = "Done.", undo: str = "") -> None:
    """Does it and says so, or says why not."""
    try:
        act()
    except services.Refused as error:
        say(request, str(error), level=40)
    else:
        say(request, done, undo=undo)


def _people(request: HttpRequest, form: InviteForm, status: int = 200, **more: str) -> HttpResponse:
    viewer = request.user
    manages = viewer.may("team_manage")
    waiting = selectors.invitations(viewer=viewer) if manages else {}
    members = [
        {
            "user": user,
            "face": {"name": str(user), "public_id": user.public_id},
            "role": permissions.ROLES[user.role],
            "until": waiting.get(user.pk),
            "me": user == viewer,
        }
        for user in selectors.users(viewer=viewer)
    ]
    given = {
        "members": members,
        "form": form,
        "manages": manages,
        "offered": _offered(),
        **more,
    }
    return _tab(request, "people", given, status)


def _offered() -> list[tuple[str, str]]:
    return [(name, permissions.ROLES[name]) for name in permissions.OFFERED]


def _absolute(request: HttpRequest, path: str) -> str:
    return request.build_absolute_uri(path)


# Oneself


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """How I am called, how I sign in, where I am signed in."""
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid() and _tried(form, lambda: _profile(request, form)):
        return redirect("team:me")
    given = {
        "form": form,
        "role": permissions.ROLES[request.user.role],
        "browsers": selectors.browsers(viewer=request.user, session_key=request.session.session_key or ""),
        "secured": services.user_secured(user=request.user),
    }
    return _tab(request, "me", given, 422 if form.errors else 200)


def _profile(request: HttpRequest, form: ProfileForm) -> bool:
    services.profile_set(user=User.objects.get(pk=request.user.pk), **form.cleaned_data)
    say(request, "Kept.")
    return True


@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Signs me out of one browser (`browser`), or of all others."""
    one = request.POST.get("browser", "")
    if one:
        services.session_end(user=request.user, handle=one)
        say(request, "Signed out there.")
    else:
        count = services.sessions_end(user=request.user, but=request.session.session_key or "")
        say(request, "Signed out everywhere else." if count else "You are signed in nowhere else.")
    return redirect("team:me")


# The record


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first."""
    return _log(request)


@require_POST
def log_verify(request: HttpRequest) -> HttpResponse:
    """Recomputes the record and says whether it is whole."""
    return _log(request, report=selectors.log_verify(viewer=request.user))


def _log(request: HttpRequest, **more: Any) -> HttpResponse:
    raw = request.GET.get("before", "")
    before = int(raw) if raw.isdigit() and len(raw) < 19 else None
    found = selectors.log_entries(viewer=request.user, limit=_LOG_PAGE + 1, before=before)
    entries = [
        {"entry": one, "at": datetime.fromtimestamp(one.at / 1000, UTC), "did": said(one.verb)}
        for one in found[:_LOG_PAGE]
    ]
    older = found[_LOG_PAGE - 1].id if len(found) > _LOG_PAGE else None
    return _tab(request, "log", {"entries": entries, "older": older, **more})


def _tab(request: HttpRequest, tab: str, given: dict[str, Any], status: int = 200) -> HttpResponse:
    shared = {"tab": tab, "may_log": request.user.may("log_read")}
    return render(request, f"team/{tab}.html", given | shared, status=status)

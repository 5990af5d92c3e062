"""Three named persons and what they may do with the team: Ada owns, Ben edits, Cleo may look."""

import pytest
from django.core.exceptions import ValidationError

from mutuals.team import permissions, selectors, services
from mutuals.team.models import LogEntry, User
from mutuals.team.permissions import NotAllowed


def test_each_role_holds_only_rights_that_exist() -> None:
    for role, rights in permissions.TABLE.items():
        assert role in permissions.ROLES
        assert rights <= set(permissions.RIGHTS)


def test_all_eight_roles_are_in_the_table() -> None:
    assert len(permissions.ROLES) == 8
    assert set(permissions.TABLE) == set(permissions.ROLES)


@pytest.mark.parametrize(
    ("right", "who"),
    [
        ("read", "ada ben cleo"),
        ("notes_write", "ada ben cleo"),
        ("people_edit", "ada ben"),
        ("groups_edit", "ada ben"),
        ("ties_edit", "ada ben"),
        ("import_run", "ada ben"),
        ("people_erase", "ada"),
        ("log_read", "ada"),
        ("settings_edit", "ada"),
        ("team_manage", "ada"),
    ],
)
def test_who_may_do_what(right: str, who: str, ada, ben, cleo) -> None:
    cast = {"ada": ada, "ben": ben, "cleo": cleo}
    assert {name for name, user in cast.items() if user.may(right)} == set(who.split())


def test_a_misspelt_right_is_found_at_once(ada) -> None:
    with pytest.raises(KeyError):
        ada.may("peple_edit")


def test_an_outside_approver_reads_nothing(ada) -> None:
    guest = User(role="outside_approver")
    assert not any(guest.may(right) for right in permissions.RIGHTS)


def test_who_left_may_nothing(ada) -> None:
    ada.is_active = False
    assert not any(ada.may(right) for right in permissions.RIGHTS)


def test_a_role_that_nobody_knows_holds_nothing() -> None:
    assert not permissions.may(User(role="king"), "read")


ACTS = {
    "user_create": lambda actor, cleo: services.user_create(actor=actor, username="dan", role="viewer"),
    "user_role_set": lambda actor, cleo: services.user_role_set(actor=actor, user=cleo, role="editor"),
    "user_leave": lambda actor, cleo: services.user_leave(actor=actor, user=cleo),
    "user_return": lambda actor, cleo: services.user_return(actor=actor, user=cleo),
    "invite": lambda actor, cleo: services.invite(actor=actor, name="Dan", role="viewer"),
    "link_create": lambda actor, cleo: services.link_create(actor=actor, user=cleo),
    "log_erase": lambda actor, cleo: services.log_erase(actor=actor, person="x"),
    "log_verify": lambda actor, cleo: selectors.log_verify(viewer=actor),
    "log_entries": lambda actor, cleo: selectors.log_entries(viewer=actor),
    "invitations": lambda actor, cleo: selectors.invitations(viewer=actor),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_the_owner_manages(act: str, ada, ben, cleo) -> None:
    for other in (ben, cleo):
        with pytest.raises(NotAllowed, match="ask the owner"):
            ACTS[act](other, cleo)
    ACTS[act](ada, cleo)


def test_a_refusal_leaves_no_trace(cleo) -> None:
    with pytest.raises(NotAllowed):
        services.user_create(actor=cleo, username="dan", role="owner")
    assert not User.objects.filter(username="dan").exists()
    assert not LogEntry.objects.exists()


def test_the_last_owner_stays(ada) -> None:
    with pytest.raises(services.Refused, match="own"):
        services.user_role_set(actor=ada, user=ada, role="viewer")
    with pytest.raises(services.Refused, match="own"):
        services.user_leave(actor=ada, user=ada)


def test_one_of_two_owners_may_go(ada, ben) -> None:
    services.user_role_set(actor=ada, user=ben, role="owner")
    services.user_leave(actor=ben, user=ada)
    ada.refresh_from_db()
    assert not ada.is_active


def test_names_are_unique_whatever_their_letters(ada) -> None:
    with pytest.raises(services.Refused, match="taken"):
        services.user_create(actor=ada, username="ADA", role="viewer")


def test_two_people_may_have_no_address(ada) -> None:
    services.user_create(actor=ada, username="dan", role="viewer")
    services.user_create(actor=ada, username="eve", role="viewer")
    assert User.objects.filter(email="").count() == 3


def test_a_name_that_cannot_be_typed_is_refused(ada) -> None:
    with pytest.raises(ValidationError):
        services.user_create(actor=ada, username="d an", role="viewer")


def test_the_owner_is_made_once(db) -> None:
    assert services.owner_ensure() == services.owner_ensure()
    assert User.objects.count() == 1


def test_a_weak_password_is_refused(ben) -> None:
    for weak in ("short", "password123", "ben"):
        with pytest.raises(ValidationError):
            services.password_set(user=ben, password=weak)

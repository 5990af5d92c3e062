"""Writes of the team room; this list is what other rooms may call.

Each checks its permission itself, runs in one short transaction and appends to the event log as its last statement.
An `actor` of None is the installation itself (the terminal, the worker), which may do everything.
"""

from mutuals.team.services.common import Refused, now_ms
from mutuals.team.services.jobs import (
    job_add,
    job_claim,
    job_done,
    job_extend,
    job_failed,
    job_give_back,
    lease_release,
    lease_take,
)
from mutuals.team.services.links import (
    PHONE_MS,
    invitation_accept,
    invite,
    link_create,
    link_find,
    link_use,
    phone_link,
    recover_link,
    start_link,
    user_secured,
)
from mutuals.team.services.log import log_append, log_erase
from mutuals.team.services.users import (
    owner_ensure,
    password_set,
    profile_set,
    session_end,
    session_handle,
    sessions_end,
    user_create,
    user_leave,
    user_return,
    user_role_set,
    user_settle,
)

__all__ = [
    "PHONE_MS",
    "Refused",
    "invitation_accept",
    "invite",
    "job_add",
    "job_claim",
    "job_done",
    "job_extend",
    "job_failed",
    "job_give_back",
    "lease_release",
    "lease_take",
    "link_create",
    "link_find",
    "link_use",
    "log_append",
    "log_erase",
    "now_ms",
    "owner_ensure",
    "password_set",
    "phone_link",
    "profile_set",
    "recover_link",
    "session_end",
    "session_handle",
    "sessions_end",
    "start_link",
    "user_create",
    "user_leave",
    "user_return",
    "user_role_set",
    "user_secured",
    "user_settle",
]

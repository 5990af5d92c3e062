"""Reads of the team room; this list is what other rooms may call. A viewer of None is the terminal."""

from mutuals.team.selectors.health import Check, health
from mutuals.team.selectors.log import Entry, LogReport, log_entries, log_entries_about, log_verify
from mutuals.team.selectors.users import Browser, browsers, invitations, users

__all__ = [
    "Browser",
    "Check",
    "Entry",
    "LogReport",
    "browsers",
    "health",
    "invitations",
    "log_entries",
    "log_entries_about",
    "log_verify",
    "users",
]

"""Messages after an act, in four tones, with an undo where the act can be taken back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpRequest

_TONES: Final = {
    messages.DEBUG: ("", "info"),
    messages.INFO: ("", "info"),
    messages.SUCCESS: ("ink", "check"),
    messages.WARNING: ("care", "warn"),
    messages.ERROR: ("alert", "no"),
}
_UNDO: Final = "undo="


@dataclass(frozen=True, slots=True)
class Notice:
    """A message as it is drawn: `tone` is "", "ink", "care" or "alert"; `undo` the address of the way back."""

    text: str
    tone: str
    icon: str
    undo: str = ""


def say(request: HttpRequest, text: str, *, level: int = messages.SUCCESS, undo: str = "") -> None:
    """Keeps a message for the next page; `undo` is an address that a POST without a body takes back."""
    messages.add_message(request, level, text, extra_tags=f"{_UNDO}{undo}" if undo else "")


def notices(request: HttpRequest) -> Iterator[Notice]:
    """Yields the messages that wait for this visitor, each once."""
    for message in messages.get_messages(request):
        tone, icon = _TONES.get(message.level, ("", "info"))
        tags = message.extra_tags or ""
        undo = tags.removeprefix(_UNDO) if tags.startswith(_UNDO) else ""
        yield Notice(str(message), tone, icon, undo)

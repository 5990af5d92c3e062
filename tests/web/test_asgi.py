"""The application as a server sees it: whole static files, unchanged ones not sent again, nothing said on errors."""

import asyncio
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.contrib.staticfiles import finders
from django.core.handlers.asgi import ASGIHandler


def answered(path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of a GET, as a server would send them."""

    async def ask() -> tuple[dict[str, Any], bytes]:
        sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": sent}
        talk = ApplicationCommunicator(ASGIHandler(), scope)
        await talk.send_input({"type": "http.request", "body": b"", "more_body": False})
        start, body = await talk.receive_output(30), b""
        while True:
            part = await talk.receive_output(30)
            body += part.get("body", b"")
            if not part.get("more_body"):
                return start, body

    start, body = asyncio.run(ask())
    return start["status"], {name.decode().lower(): value.decode() for name, value in start["headers"]}, body


@pytest.mark.parametrize("name", ["mutuals/css/base.css", "mutuals/js/app.js", "mutuals/mark.svg"])
def test_a_static_file_comes_whole(name: str) -> None:
    status, headers, body = answered(f"/static/{name}", host="localhost")
    with open(finders.find(name), "rb") as file:
        assert (status, body) == (200, file.read())
    assert int(headers["content-length"]) == len(body)
    assert "access-control-allow-origin" not in headers


def test_an_unchanged_file_is_not_sent_again() -> None:
    changed = answered("/static/mutuals/css/base.css", host="localhost")[1]["last-modified"]
    status, _, body = answered("/static/mutuals/css/base.css", host="localhost", if_modified_since=changed)
    assert (status, body) == (304, b"")


def test_a_part_of_a_file_can_be_asked_for() -> None:
    status, headers, body = answered("/static/mutuals/css/base.css", host="localhost", range="bytes=0-9")
    assert (status, len(body)) == (206, 10)
    assert headers["content-range"].startswith("bytes 0-9/")


def test_nothing_outside_the_static_folders_is_served() -> None:
    for path in ("/static/../settings.py", "/static/%2e%2e/settings.py", "/static/mutuals/"):
        assert answered(path, host="localhost")[0] in (302, 404)


def test_another_host_name_is_refused() -> None:
    assert answered("/sign-in/", host="evil.example")[0] == 400

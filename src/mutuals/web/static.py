"""Static files under addresses that change with their contents, so that browsers may keep them."""

import hashlib
from functools import lru_cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile


class VersionedStorage(StaticFilesStorage):
    """Adds `?v=` and the first digits of the file's SHA-256 to the address of each static file."""

    def url(self, name: str | None) -> str:
        address = super().url(name)
        version = _version(name or "", settings.DEBUG)
        return f"{address}?v={version}" if version else address


def _version(name: str, fresh: bool) -> str:
    return (_digest.__wrapped__ if fresh else _digest)(name)


@lru_cache(maxsize=1024)
def _digest(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        return ""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


class StaticMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise that answers whole files at once: they are small, and a stream would be read in a thread anyway."""

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        """The file, or that it has not changed, with the headers that WhiteNoise chose."""
        found = static_file.get_response(request.method, request.META)
        body = found.file.read() if found.file else b""
        answer = HttpResponse(body, status=int(found.status))
        del answer["content-type"]
        for name, value in found.headers:
            answer[name] = value
        if found.file:
            found.file.close()
        return answer

"""The application that a server such as uvicorn runs: `mutuals.web.asgi:application`."""

import tempfile

from mutuals.team.home import prepare

prepare()

from django.conf import settings  # noqa: E402  only a prepared home has settings that hold
from django.core.handlers.asgi import ASGIHandler  # noqa: E402

# Django first writes a request's body, however large, to the temporary folder: it must be where there is room.
tempfile.tempdir = str(settings.FILE_UPLOAD_TEMP_DIR)

application = ASGIHandler()

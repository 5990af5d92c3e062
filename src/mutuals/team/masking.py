"""Keeps one-time tokens and secrets out of what is logged. Pure: text in, text out."""

import logging
import re

# The tokens of one-time links, and Fernet texts, which always begin with their version byte 0x80.
_SECRET = re.compile(r"(/welcome/|/invitation/|/phone/)[^/\s\"'?#]+|gAAAA[\w\-=]{20,}")


def masked(text: str) -> str:
    """The text with every one-time token and locked secret replaced by dots."""
    return _SECRET.sub(lambda found: (found[1] or "") + "…", text)


class MaskFilter(logging.Filter):
    """Masks each record's finished message; never drops one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = masked(logging.Formatter().formatException(record.exc_info))
        return True

"""The border of the record: what both databases can hold enters, NUL and lone surrogates do not.

All strings of a thing are looked at in one go; only where that finds something is each of them cleaned.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar
from zlib import crc32

from mutuals.as2 import Activity, Actor, Collection, Object
from mutuals.text.tokens import clean

T = TypeVar("T", Actor, Collection)


def told(post: Object) -> tuple[Object, int, int]:
    """The post as it may enter, the size of its words, and a checksum of all that it says."""
    all_ = (
        post.content, post.name, post.summary, post.id, post.attributed_to, post.url, post.language, post.in_reply_to,
        post.quote_url, post.context, *post.to,
    )  # fmt: skip
    if post.duration:
        all_ += (str(post.duration),)
    if post.cc or post.audience or post.tag or post.attachment:
        all_ += (*post.cc, *post.audience)
        for link in (*post.tag, *post.attachment):
            all_ += (link.href, link.type, link.name, link.media_type)
    line = "\n".join(all_)
    if "\0" not in line and "\r" not in line:
        try:
            size = len(post.content) + len(post.name) + len(post.summary)
            return post, size, crc32(line.encode(), (post.published[0] or 0) & 0xFFFFFFFF)
        except UnicodeEncodeError:
            pass
    return told(_cleaned(post))


def act_scrubbed(act: Activity) -> Activity:
    """An activity as it may enter; of what it is about only an id is looked at here."""
    about = act.object if isinstance(act.object, str) else act.object.id
    line = f"{act.id}\n{act.actor}\n{about}\n{act.summary}"
    if act.to or act.cc:
        line = "\n".join((line, *act.to, *act.cc))
    return act if "\0" not in line and _encodes(line) else _cleaned(act)


def scrubbed(thing: T) -> T:
    """An actor or a list as it may enter."""
    line = "\n".join(_strings(thing))
    return thing if "\0" not in line and _encodes(line) else _cleaned(thing)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _strings(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _strings(getattr(value, one.name))


def _encodes(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _cleaned(value: Any) -> Any:
    """The same with every string in it cleaned, however deep."""
    if isinstance(value, str):
        return clean(value)
    if type(value) is tuple:
        return tuple(_cleaned(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _cleaned(getattr(value, one.name)) for one in fields(value)})
    return value

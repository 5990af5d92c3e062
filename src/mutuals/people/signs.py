"""What a profile is known by beside its name: addresses in one form each, handles, birthdays. Pure."""

import re
from functools import lru_cache
from typing import Final

# Sites on which many have a page: the first part of the path is whose it is, as `network:handle`.
_SITES: Final = {
    "x.com": "x", "twitter.com": "x", "instagram.com": "instagram", "github.com": "github", "bsky.app": "bluesky",
    "facebook.com": "facebook", "linkedin.com": "linkedin", "youtube.com": "youtube", "reddit.com": "reddit",
    "t.me": "telegram", "medium.com": "medium", "tiktok.com": "tiktok", "threads.net": "threads",
    "threads.com": "threads", "gitlab.com": "gitlab", "codeberg.org": "codeberg", "keybase.io": "keybase",
    "news.ycombinator.com": "hn", "pinterest.com": "pinterest", "flickr.com": "flickr", "soundcloud.com": "soundcloud",
}  # fmt: skip
# Parts of a path before the one that says whose page it is.
_BEFORE: Final = frozenset(
    ("in", "profile", "user", "users", "u", "c", "people", "channel", "pub", "author", "add")
)
_NOBODY: Final = frozenset(
    "about help login search home explore share intent status posts p reel watch hashtag groups events".split()
)
_WEB: Final = re.compile(r"https?://[^\s<>()\[\]\"'|,;]+", re.IGNORECASE)
_BARE: Final = re.compile(
    r"(?<![\w@./-])(?:www\.)?(?:[a-z0-9-]+\.)+[a-z]{2,12}(?:/[\w.@~/-]*)?", re.IGNORECASE
)
_FEDI: Final = re.compile(r"(?<![\w/])@?([\w.-]+)@((?:[a-z0-9-]+\.)+[a-z]{2,12})\b", re.IGNORECASE)
_YEAR_FIRST: Final = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)$")
_NO_YEAR: Final = re.compile(r"--?(\d\d)-?(\d\d)$")
_REST: Final = re.compile(r"[?#].*")
_CORE: Final = re.compile(r"[^a-z0-9]+")


def address(text: str) -> str:
    """An address in the one form in which it is compared: `x:amara`, `amara@fedi.example`, `amara.example/garden`.

    Empty where it is nobody's own: the front page of a network, a search, no address at all.
    """
    plain = text.strip().rstrip(".,;:)")
    for prefix in ("mailto:", "acct:"):
        if plain.lower().startswith(prefix):
            return plain[len(prefix) :].lower().lstrip("@")
    if "://" not in plain:
        found = _FEDI.fullmatch(plain)
        if found:
            return f"{found[1]}@{found[2]}".lower()
        if "." not in plain or " " in plain:
            return ""
        plain = f"https://{plain}"
    host, _, path = _REST.sub("", plain.partition("://")[2]).partition("/")
    host = host.lower().partition(":")[0].removeprefix("www.").removeprefix("m.").removeprefix("mobile.")
    known = "." in host and "@" not in host
    return _page(host, [part for part in path.split("/") if part]) if known else ""


def _page(host: str, path: list[str]) -> str:
    site = _SITES.get(host) or _SITES.get(host.partition(".")[2], "")
    while path and path[0].lower() in _BEFORE and len(path) > 1:
        fedi = path[0].lower() == "users" and not site
        path = path[1:]
        if fedi:
            return f"{path[0]}@{host}".lower()
    if site:
        whose = path[0].lower().lstrip("@") if path else ""
        return f"{site}:{whose}" if whose and whose not in _NOBODY else ""
    if path and path[0].startswith("@"):
        handle = path[0][1:]
        return (handle if "@" in handle else f"{handle}@{host}").lower()
    return "/".join([host, *path[:3]]).lower()


def addresses_in(text: str) -> tuple[str, ...]:
    """The addresses that a text names, each in the form of `address`, once, in order."""
    if "." not in text:
        return ()
    found = [one[0] for one in _WEB.finditer(text)]
    rest = _WEB.sub(" ", text)
    found += [one[0] for one in _FEDI.finditer(rest)]
    found += [one[0] for one in _BARE.finditer(_FEDI.sub(" ", rest))]
    return tuple(dict.fromkeys(one for one in map(address, found) if one))


def homes_of(*, network: str, handle: str, uri: str, url: str) -> tuple[str, ...]:
    """The addresses that are an actor's own: its handle on its network, its profile page, its URI."""
    own = handle.lstrip("@").lower()
    named = own if "@" in own else f"{network}:{own}" if own else ""
    told = [address(one) for one in {uri, url} if one and not one.startswith(("tag:", "tel:", "did:"))]
    return tuple(sorted({one for one in (named, *told) if one}))


@lru_cache(1 << 16)
def core(handle: str) -> str:
    """A handle without its server, signs and case: @Amara.Okafor@fedi.example -> amaraokafor."""
    return _CORE.sub("", handle.lstrip("@").partition("@")[0].casefold())


def born(value: str) -> tuple[int, int, int] | None:
    """A birthday as (year or 0, month, day); None for what is none."""
    if found := _YEAR_FIRST.match(value.strip()):
        year, month, day = map(int, found.groups())
    elif found := _NO_YEAR.match(value.strip()):
        year, (month, day) = 0, map(int, found.groups())
    else:
        return None
    return (year, month, day) if 1 <= month <= 31 and 1 <= day <= 31 else None


def digits(number: str) -> str:
    """The last nine digits of a telephone number: how it is written and whether its country is told do not count."""
    plain = re.sub(r"\D", "", number)
    return plain[-9:] if len(plain) >= 7 else ""

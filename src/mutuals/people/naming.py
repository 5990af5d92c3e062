"""What a contact is called: the best of its actors' names, else the handle, else the address in plain. Pure."""

from urllib.parse import unquote

KINDS = {"Person": "person", "Organization": "organisation"}


def actor_name(*, name: str, handle: str, uri: str) -> str:
    """The name to show for one actor; never empty."""
    if name:
        return name
    if handle:
        return f"@{handle.lstrip('@')}"
    return plain_address(uri)


def plain_address(uri: str) -> str:
    """An address as a person writes it: ana@x.org, +32 470 00 00 00, @ola@other.example, a bare name."""
    for prefix in ("mailto:", "tel:"):
        if uri.startswith(prefix):
            return unquote(uri[len(prefix) :])
    if uri.startswith("acct:"):
        return "@" + uri[5:]
    if uri.startswith("https://x.com/i/user/"):
        return "X account " + uri.rsplit("/", 1)[1]
    if uri.startswith("tag:"):
        return unquote(uri.rsplit("/", 1)[1]) or uri
    if "/users/" in uri:
        host, _, user = uri.partition("/users/")
        return f"@{user}@{host.partition('//')[2]}"
    return uri


def best_name(names: list[str]) -> str:
    """The best of several names: a real name before a handle or an address, then the commonest, then the longest."""
    real = [one for one in names if one and not one.startswith(("@", "+", "X account")) and "@" not in one]
    pool = real or [one for one in names if one]
    return max(pool, key=lambda one: (pool.count(one), len(one), one), default="")

"""The network of an id, as a short word."""

import pytest

from mutuals.record.keys import network_of


@pytest.mark.parametrize(
    ("uri", "network"),
    [
        ("mailto:ada@one.example", "mail"),
        ("https://x.com/i/user/1", "x"),
        ("https://www.linkedin.com/in/ada", "linkedin"),
        ("https://www.instagram.com/ada", "instagram"),
        ("https://discord.com/users/1", "discord"),
        ("https://www.reddit.com/user/ada", "reddit"),
        ("did:plc:abc", "bluesky"),
        ("tag:telegram.mutuals.invalid,2026:user/1", "telegram"),
        ("tag:slack.mutuals.invalid,2026:T1/U1", "slack"),
        ("tag:owner.mutuals.invalid,2026:whatsapp/name/Ola", "whatsapp"),
        ("tag:owner.mutuals.invalid,2026:irc/freenode/ada", "irc"),
        ("https://one.example/users/ada", "mastodon"),
    ],
)
def test_the_network_of_an_id_is_told_by_its_beginning(uri: str, network: str) -> None:
    assert network_of(uri) == network

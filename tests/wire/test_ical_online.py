"""Which meetings are held online: by a link or a word where a place would stand, and not where a place is told."""

import pytest

from mutuals.wire.ical_lines import parts, properties
from mutuals.wire.ical_online import online

TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0"


def told(*lines):
    text = ["BEGIN:VEVENT", *lines, "END:VEVENT"]
    found = online(properties(next(parts(line.encode() for line in text))))
    return (found.href, found.name) if found else None


@pytest.mark.parametrize(
    ("lines", "link"),
    [
        (
            ["LOCATION:https://meet.google.com/abc-defg-hij"],
            ("https://meet.google.com/abc-defg-hij", "Google Meet"),
        ),
        (["LOCATION:https://us02web.zoom.us/j/8123?pwd=secret"], ("https://us02web.zoom.us/j/8123", "Zoom")),
        (
            ["LOCATION:Microsoft Teams Meeting", f"DESCRIPTION:Join: <{TEAMS}?context=x>"],
            (TEAMS, "Microsoft Teams"),
        ),
        (["LOCATION:Zoom"], ("", "Zoom")),
        (["LOCATION:Microsoft Teams-Besprechung"], ("", "Microsoft Teams-Besprechung")),
        (["LOCATION:Online"], ("", "Online")),
        (["URL:https://meet.jit.si/OurRoom"], ("https://meet.jit.si/OurRoom", "Jitsi")),
        (["DESCRIPTION:Dear all\\n\\nhttps://whereby.com/ola\\nbye"], ("https://whereby.com/ola", "Whereby")),
        (["DESCRIPTION:https://acme.webex.com/meet/ola"], ("https://acme.webex.com/meet/ola", "Webex")),
        (["X-GOOGLE-CONFERENCE:https://meet.google.com/xyz"], ("https://meet.google.com/xyz", "Google Meet")),
        (["X-MICROSOFT-SKYPETEAMSMEETINGURL:" + TEAMS], (TEAMS, "Microsoft Teams")),
        (
            ["CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=The room:https://talk.acme.example/r/5?p=1"],
            ("https://talk.acme.example/r/5", "The room"),
        ),
        (["CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+4723000000"], ("tel:+4723000000", "Call")),
        (["LOCATION:https://meet.village.example/oak"], ("https://meet.village.example/oak", "Video call")),
        (
            ["LOCATION:https://meet.google.com/abc\\, https://zoom.us/j/5"],
            ("https://meet.google.com/abc", "Google Meet"),
        ),
    ],
)
def test_online_by_a_link_or_a_word(lines, link):
    assert told(*lines) == link


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["LOCATION:Oak cafe"],
        ["LOCATION:Room 5\\; Microsoft Teams Meeting", f"DESCRIPTION:{TEAMS}"],
        ["LOCATION:Harbour street 4\\, Oslo", "X-GOOGLE-CONFERENCE:https://meet.google.com/xyz"],
        ["LOCATION:https://maps.google.com/?q=oak", "DESCRIPTION:https://meet.google.com/xyz"],
        ["LOCATION:Zoom Erlebniswelt"],
        ["DESCRIPTION:The slides: https://docs.google.com/d/5 and https://zoom.us/pricing"],
        ["CONFERENCE;VALUE=URI;FEATURE=CHAT:xmpp:room@chat.example"],
        ["URL:https://www.meetup.com/oak/events/5"],
        ["DESCRIPTION:https://meeting.acme.example/minutes"],
    ],
)
def test_at_a_place_or_without_a_word_of_it(lines):
    assert told(*lines) is None


def test_long_texts_take_time_in_proportion():
    assert told("DESCRIPTION:" + "https://meet." * 4_000, "LOCATION:" + "online " * 4_000) is None

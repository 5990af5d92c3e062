"""Makes exports of Instagram of older and newer shapes that know their own counts; shares no code with the reader.

Conversations are those of Messenger (`generate_facebook`). By hand:
`python -m tests.sources.archives.generate_instagram FOLDER --bytes 1000000000` writes one large list of likes.
"""

import argparse
import json
import sys
from pathlib import Path

from tests.sources.archives import generate_facebook as meta
from tests.sources.archives.generate_facebook import File, Piece

LAYOUTS = ("2021", "2023", "2025")
HOME = "https://www.instagram.com/"
_NEW = {
    "threads": "your_instagram_activity/messages/",
    "followers": ("connections/followers_and_following/followers_1.json", ""),
    "more followers": ("connections/followers_and_following/followers_2.json", ""),
    "following": ("connections/followers_and_following/following.json", "relationships_following"),
    "close": ("connections/followers_and_following/close_friends.json", "relationships_close_friends"),
    "profile": ("personal_information/personal_information/personal_information.json", "profile_user"),
    "comments": ("your_instagram_activity/comments/post_comments_1.json", ""),
    "posts": ("your_instagram_activity/content/posts_1.json", ""),
    "stories": (
        "your_instagram_activity/story_interactions/story_likes.json",
        "story_activities_story_likes",
    ),
}


class Maker(meta.Maker):
    """One person's export; every fourth is written with right letters instead of Latin-1 ones."""

    NETWORK = "instagram"
    PLACES = {
        "2021": {
            "threads": "messages/",
            "followers": ("followers_and_following/followers.json", "relationships_followers"),
            "following": ("followers_and_following/following.json", "relationships_following"),
            "profile": ("account_information/personal_information.json", "profile_user"),
            "likes": ("likes/liked_posts.json", "likes_media_likes"),
            "comments": ("comments/post_comments.json", "comments_media_comments"),
            "posts": ("content/posts_1.json", ""),
        },
        "2023": {**_NEW, "likes": ("your_instagram_activity/likes/liked_posts.json", "likes_media_likes")},
        "2025": {**_NEW, "likes": ("your_instagram_activity/likes/liked_posts.json", "")},
    }

    def __init__(self, seed, layout="2023", messages=12):
        super().__init__(seed, layout, messages)
        self.handle = f"mara.demo{seed}"
        self.handles = [f"friend_{at}.{seed}" for at in range(8)]
        for at in (1, 4):  # some chose no other name than their handle
            self.people[at] = self.handles[at]
        self._me, self._known = "", set()

    def gone_name(self):
        return self.r.choice(("Instagram User", "Instagram-Nutzer", "Usuario de Instagram"))

    def entry(self, handle):
        """One account of a list, in the shape of the year; every spelling of the address."""
        seconds = self.tick() // 1000
        cell = {"href": f"{HOME}{handle}", "value": handle, "timestamp": seconds}
        if self.layout == "2025":
            cell = {"href": f"{HOME}_u/{handle}", "timestamp": seconds}
        title = handle if self.layout == "2025" else ""
        return {"title": title, "media_list_data": [], "string_list_data": [cell]}

    def everything_else(self):
        rows = [
            (self.entry(one), Piece(friend=f"@{one}", follows=1, named=(f"@{one}",)))
            for one in self.handles[:6]
        ]
        if "more followers" in self.PLACES[self.layout]:
            self.listed("more followers", rows[4:])
            rows = rows[:4]
        self.listed("followers", rows)
        some = [*self.handles[3:], "Oak.News"]
        self.listed("following", [(self.entry(one), Piece(follows=1, named=(f"@{one}",))) for one in some])
        if "close" in self.PLACES[self.layout]:
            self.listed("close", [(self.entry(one), Piece(named=(f"@{one}",))) for one in self.handles[:2]])
            rows = [(self.entry(one), Piece(likes=("",), named=(f"@{one}",))) for one in self.handles[2:4]]
            self.listed("stories", rows)
        self.profile()
        self.listed("likes", [self.like(at) for at in range(7)])
        self.listed("comments", [self.comment(at) for at in range(6)])
        self.listed("posts", [self.post(at) for at in range(5)])

    def profile(self):
        labels = self.r.choice((("Username", "Name", "Email"), ("Benutzername", "Name", "E-Mail-Adresse")))
        cells = dict(zip(labels, (self.handle, self.me, "mara@example.invalid"), strict=True))
        path, key = self.PLACES[self.layout]["profile"]
        body = {
            key: [{"title": "", "string_map_data": {one: {"value": text} for one, text in cells.items()}}]
        }
        whole = self.dump(body)
        self.files[path] = File(whole, [], len(whole), len(whole))

    def like(self, at):
        handle, seconds = self.handles[at % 5], self.tick() // 1000
        href = f"{HOME}{('p', 'reel')[at % 2]}/C{self.seed}x{at}/"
        piece = Piece(likes=("",), named=(f"@{handle}",))
        if self.layout == "2025":
            owner = {
                "title": "Owner",
                "dict": [{"title": "", "dict": [{"label": "Username", "value": handle}]}],
            }
            labels = [{"label": "URL", "value": href, "href": href}, owner]
            return {"timestamp": seconds, "media": [], "label_values": labels, "fbid": str(at)}, piece
        cell = {"href": href, "value": "👍", "timestamp": seconds}
        return {"title": handle, "string_list_data": [cell]}, piece

    def comment(self, at):
        handle, text, seconds = self.handles[at], self.text(), self.tick() // 1000
        piece = Piece(said=("", (f"@{handle}",), text, seconds * 1000, 0), named=(f"@{handle}",))
        if self.layout == "2021":
            return {"title": handle, "string_list_data": [{"value": text, "timestamp": seconds}]}, piece
        names = (
            ("Comment", "Media Owner", "Time"),
            ("Kommentar", "Medieninhaber", "Uhrzeit"),
            ("Å", "Ä", "Ö"),
        )
        one, two, three = names[self.seed % 3]
        return {
            "string_map_data": {one: {"value": text}, two: {"value": handle}, three: {"timestamp": seconds}}
        }, piece

    def post(self, at):
        handle, seconds = self.handles[at], self.tick() // 1000
        text = self.text() + (f" with @{handle}!" if at % 2 else "")
        media = {
            "uri": f"media/posts/{at}.jpg",
            "creation_timestamp": seconds,
            "title": text,
            "media_metadata": {},
        }
        piece = Piece(said=("", (), text, seconds * 1000, 0), named=(f"@{handle}",) if at % 2 else ())
        return {"media": [media]}, piece

    PRIVATE = {
        "ads_information/advertisers.json": b'{"ig_custom_audiences": []}',
        "followers_and_following/blocked_profiles.json": b'{"relationships_blocked_users": [{"title": "secret"}]}',
    }

    # the truth ----------------------------------------------------------------------------------------------------
    def id_of(self, name, key=""):
        if name.startswith("@"):
            return HOME + name[1:].lower()
        if name == self.me:
            return self._me
        return HOME + name if name in self._known else super().id_of(name, key)

    def owner_of(self, left):
        lists = [
            self.PLACES[self.layout].get(one, ("", ""))[0]
            for one in ("followers", "more followers", "following")
        ]
        self._known = {
            one[1:]
            for path in lists
            for piece in (self.files[path].pieces if path in left else ())
            for one in piece.named
            if piece.end <= len(left[path])
        }
        profile = self.PLACES[self.layout]["profile"][0]
        told = profile in left and len(left[profile]) == len(self.files[profile].data)
        talks = {file.thread[0] for path, file in self.files.items() if file.thread and path in left}
        by_name = meta.Maker.id_of(self, self.me) if len(talks) > 1 else self.local("me")
        self._me = HOME + self.handle if told else by_name
        return self._me


def write_large(folder, size):
    """A list of likes of about `size` bytes; gives the number of likes in it."""
    number = 0
    place = folder / "your_instagram_activity" / "likes"
    place.mkdir(parents=True, exist_ok=True)
    with (place / "liked_posts.json").open("wb") as out:
        out.write(b'{"likes_media_likes": [')
        while out.tell() < size:
            cell = {
                "href": f"{HOME}p/C{number}/",
                "value": "\u00f0\u009f\u0091\u008d",
                "timestamp": 1_600_000_000 + number,
            }
            row = {"title": f"friend.{number % 5000}", "string_list_data": [cell]}
            out.write((b",\n" if number else b"") + json.dumps(row, indent=2).encode())
            number += 1
        out.write(b"]}")
    return number


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("folder", type=Path)
    words.add_argument("--bytes", type=int, default=10**9)
    asked = words.parse_args()
    sys.stdout.write(f"{write_large(asked.folder, asked.bytes)} likes\n")

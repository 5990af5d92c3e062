"""The ways to one's data that fewer people have; see `asking_ways`."""

from mutuals.sources.asking import Source, Way

ON = "2026-11-22"

MORE = (
    Way(
        name="telegram",
        format="telegram",
        title="Telegram",
        brief="at once, or a day",
        days=1,
        words="chat group messages",
        tick=("Machine-readable JSON, not HTML.", "Account, contacts, personal chats, private groups."),
        leave=("Only my messages.", "Photos, videos and files.", "Public channels."),
        sources=(
            Source(
                by="Telegram, data export schema",
                url="https://core.telegram.org/import-export",
                says="In Telegram Desktop: Settings, Advanced, Export Telegram data; JSON or HTML.",
                on=ON,
            ),
        ),
    ),
    Way(
        name="mastodon",
        format="mastodon",
        title="Mastodon and relatives",
        brief="hours",
        days=1,
        words="fediverse pleroma akkoma gotosocial pixelfed misskey activitypub toots",
        tick=("The archive, and on the same page the CSV files of follows, followers and lists.",),
        leave=("Blocks, mutes and bookmarks.",),
        sources=(
            Source(
                by="Mastodon documentation, Moving or leaving accounts",
                url="https://docs.joinmastodon.org/user/moving/#export",
                says="Lists as CSV at any time; the archive once every seven days.",
                on=ON,
            ),
        ),
    ),
    Way(
        name="bluesky",
        format="bluesky",
        title="Bluesky",
        brief="at once",
        words="atproto bsky skeets car",
        tick=("Download CAR file.",),
        leave=("Pictures and private data: they are not in it.",),
        sources=(
            Source(
                by="Bluesky, Download and parse repository exports",
                url="https://docs.bsky.app/blog/repo-export",
                says="The repository is one CAR file with all public records.",
                on=ON,
            ),
            Source(
                by="WiseChecker, Bluesky CAR export",
                url="https://wisechecker.com/bluesky-car-export-file-size-guide/",
                says="Some 2 to 100 MB; neither direct messages nor pictures.",
                on=ON,
            ),
        ),
    ),
    Way(
        name="signal",
        format="signal",
        title="Signal",
        brief="minutes, with a tool",
        words="chat group messages",
        tick=("Markdown: chat.md in each folder.",),
        leave=("Backups of the phone: they are locked and cannot be read here.",),
        sources=(
            Source(
                by="signal-export, its own description",
                url="https://github.com/carderne/signal-export",
                says="Writes each chat of Signal Desktop to a folder of its own, as Markdown and HTML.",
                on=ON,
            ),
        ),
    ),
    Way(
        name="discord",
        format="discord",
        title="Discord",
        brief="up to 30 days",
        days=7,
        words="server gaming chat",
        tick=("Account and Messages.",),
        leave=("Activity: it is large and says nothing about people.",),
        sources=(
            Source(
                by="Discord, Requesting a copy of your data",
                url="https://support.discord.com/hc/en-us/articles/360004957991",
                says="Within 30 days by mail; the link stays active for 30 days.",
                on=ON,
            ),
        ),
    ),
    Way(
        name="slack",
        format="slack",
        title="Slack",
        brief="minutes to days",
        days=1,
        words="work workspace channels",
        tick=("The entire history.",),
        leave=("Files: only their names are read.",),
        sources=(
            Source(
                by="Slack, Guide to import and export tools",
                url="https://slack.zendesk.com/hc/en-gb/articles/204897248-Guide-to-Slack-import-and-export-tools",
                says="Owners and admins export public channels; on the free plan nothing older than a year.",
                on=ON,
            ),
            Source(
                by="Slack, Data management",
                url="https://slack.com/intl/en-us/trust/data-management",
                says="Private channels need Business+ and an application, or a legal ground.",
                on=ON,
            ),
        ),
    ),
    Way(
        name="reddit",
        format="reddit",
        title="Reddit",
        brief="2 to 30 days",
        days=7,
        words="subreddits comments",
        tick=("All data.",),
        leave=("A range of dates: without one you get everything.",),
        sources=(
            Source(
                by="Reddit Stash, its own description",
                url="https://github.com/rhnfzl/reddit-stash",
                says="Ask on the page for data requests; it takes two to 30 days.",
                on=ON,
            ),
        ),
    ),
    Way(
        name="google-contacts",
        format="google_contacts",
        title="Google Contacts as a table",
        brief="at once",
        words="csv address book gmail phone",
        tick=("Google CSV.",),
        leave=("Outlook CSV.",),
    ),
    Way(
        name="csv",
        format="csv",
        title="A table of people or meetings",
        brief="at once",
        words="csv spreadsheet excel crm airtable notion hubspot outlook contacts members log",
        tick=("CSV with its row of headings.", "Every column: what is not needed is left out on my page."),
        leave=(".xlsx and .ods: save them as CSV first.",),
    ),
    Way(
        name="youtube",
        format="youtube",
        title="YouTube",
        brief="minutes to hours",
        days=1,
        words="google takeout comments subscriptions videos",
        tick=("Comments, live chats and subscriptions.",),
        leave=("Videos, history, music and playlists.",),
        sources=(
            Source(
                by="Google Account Help",
                url="https://support.google.com/accounts/answer/3024190",
                says="Part of a product is chosen under its own button; a link comes by mail.",
                on=ON,
            ),
        ),
    ),
    Way(
        name="irc",
        format="irc",
        title="IRC logs",
        brief="on your disk",
        words="irssi weechat znc libera chat channels",
        tick=("The whole folder: its names tell network, channel and day.",),
    ),
    Way(
        name="monica",
        format="monica",
        title="Monica",
        brief="minutes",
        words="crm personal relationship manager sql",
        tick=("JSON; the older SQL is read as well.",),
        sources=(
            Source(
                by="Monica, discussion of the JSON export",
                url="https://github.com/monicahq/monica/discussions/5824",
                says="Beside SQL there is JSON; it is made in the background, and the page then has a link.",
                on=ON,
            ),
        ),
    ),
)

"""The ways to one's data, those that most people have first. What pages say was read in stored copies on the day
given; nobody tried these ways for this list, so every time is one that is said, and each says by whom.
"""

from mutuals.sources.asking import Source, Way
from mutuals.sources.asking_more import MORE

ON = "2026-11-22"

TAKEOUT = Source(
    by="Google Account Help",
    url="https://support.google.com/accounts/answer/3024190",
    says="Everything is ticked at first; part of a product is chosen under its own button; a link comes by mail.",
    on=ON,
)

MOST = (
    Way(
        name="iphone",
        format="vcard",
        title="Contacts of an iPhone",
        brief="at once",
        most=True,
        words="phone address book icloud apple vcard vcf numbers birthdays",
        steps=(
            "On the phone open Contacts, then Lists at the top left.",
            "Hold All Contacts, choose Export, leave everything ticked, and send the file to yourself.",
            "Or on icloud.com open Contacts, select all, and choose Export vCard.",
            "Drop the .vcf file here.",
        ),
        tick=("Phone numbers and mail addresses: they tell who is who everywhere else.",),
        leave=("Pictures: they are not read.",),
        wait="Ready at once.",
    ),
    Way(
        name="android",
        format="vcard",
        title="Contacts of an Android phone",
        brief="at once",
        most=True,
        words="phone address book google samsung vcard vcf numbers birthdays",
        steps=(
            "On the phone open Contacts, then Fix & manage (or Organise), then Export to file.",
            "Choose the account that holds your contacts, and send the .vcf file to yourself.",
            "Or on contacts.google.com open Export, choose vCard, then Export.",
            "Drop the file here.",
        ),
        tick=("vCard; Google CSV is read as well.",),
        leave=("Outlook CSV.",),
        wait="Ready at once.",
        sources=(
            Source(
                by="Endearist, How to back up your contacts",
                url="https://endearist.com/en/blog/how-to-back-up-your-contacts",
                says="One export for each account, about twenty minutes a year for them all.",
                on=ON,
            ),
        ),
    ),
    Way(
        name="whatsapp",
        format="whatsapp",
        title="WhatsApp",
        brief="a minute a chat",
        most=True,
        words="chat group messages",
        tick=("Without media.",),
        leave=(
            "Chats with many people whom you do not know: one export for each of your own chats is better.",
        ),
        sources=(
            Source(
                by="Receipts, Backing up WhatsApp conversations",
                url="https://receipts.love/learn/backing-up-whatsapp-conversations",
                says="About 40,000 messages without media, about 10,000 with, the latest first; no warning of a cut.",
                on=ON,
            ),
        ),
    ),
    Way(
        name="gmail",
        format="mail",
        title="Gmail",
        brief="minutes to days",
        days=1,
        most=True,
        words="google mail takeout mbox e-mail email letters",
        steps=(
            "On takeout.google.com press Deselect all, then tick Mail.",
            "Press Next step; leave Send download link via email, Export once and .zip; take the largest size.",
            "Press Create export. When Google's mail comes, download every part within a week.",
            "Drop the ZIP here as it is.",
        ),
        tick=("Mail, and under All Mail data included the labels you want, best all.",),
        leave=("Every other product, for now.", "Spam and Trash: they are not read."),
        wait="Said to take minutes to days, by the size of your mail; the link works for seven days.",
        sources=(
            Source(
                by="Carly, How to back up Gmail emails (2026)",
                url="https://www.usecarly.com/blog/how-to-backup-gmail-emails/",
                says="Deselect all, tick Mail, Next step; the link expires in seven days.",
                on=ON,
            ),
            TAKEOUT,
        ),
    ),
    Way(
        name="mail",
        format="mail",
        title="Mail in Thunderbird, Apple Mail, Proton",
        brief="at once",
        most=True,
        words="e-mail email letters mbox eml maildir imap proton fastmail yahoo gmx icloud",
        steps=(
            "Thunderbird: open Help, Troubleshooting Information, Profile Folder; bring its folders Mail and ImapMail.",
            "Apple Mail: choose a mailbox, then Mailbox, Export Mailbox; bring the .mbox folder, one for each.",
            "Proton: their Export Tool saves all mails as .eml files; bring its folder.",
            "Any other: set it up in Thunderbird (it is free), let it fetch all mail, and go on as above.",
        ),
        tick=("The inbox, what you sent, and the archive; sent mail says most about you.",),
        leave=("Drafts, spam and trash: they are not read.",),
        wait="What a mail program holds is ready at once; fetching an old account into Thunderbird takes hours.",
        sources=(
            Source(
                by="mboxtopdf, Thunderbird on a Mac",
                url="https://mboxtopdf.app/guides/convert-thunderbird-to-pdf-mac/",
                says="Every folder of Thunderbird is an mbox file in Mail or ImapMail of the profile.",
                on=ON,
            ),
            Source(
                by="mbox-viewer, Exporting an Apple Mail mailbox",
                url="https://mbox-viewer.online/blog/how-to-export-apple-mail-mailbox-as-mbox",
                says="Mailboxes above about 2 GB may be cut off without a word: export large ones in parts.",
                on=ON,
            ),
            Source(
                by="Consumer Rights Wiki, Proton Mail",
                url="https://consumerrights.wiki/index.php?title=Proton_Mail",
                says="Since about 2023 anyone can use Proton's export tool.",
                on=ON,
            ),
        ),
    ),
    Way(
        name="outlook",
        format="mail",
        title="Mail in Outlook",
        brief="hours",
        days=1,
        most=True,
        words="microsoft hotmail live office exchange pst e-mail email letters",
        steps=(
            "Outlook saves mail as .pst, which cannot be read here; Thunderbird fetches the same mails.",
            "Install Thunderbird (it is free), add your Outlook account as IMAP, and let it fetch all folders.",
            "Then open Help, Troubleshooting Information, Profile Folder, and bring its folder ImapMail.",
            "Single mails saved as .eml are read as well.",
        ),
        tick=("In Thunderbird, Account Settings, Synchronisation: Keep messages on this computer.",),
        leave=(".pst, .ost and .msg files.",),
        wait="As long as fetching your mail takes, mostly hours.",
        sources=(
            Source(
                by="Probsee, Exporting PST files from Outlook.com",
                url="https://probsee.com/p/Exporting_PST_files_from_Outlookcom",
                says="On the web there is no export; the program on a computer writes .pst.",
                on=ON,
            ),
        ),
    ),
    Way(
        name="instagram",
        format="instagram",
        title="Instagram",
        brief="hours, up to 2 days",
        days=1,
        most=True,
        words="meta threads insta",
        tick=(
            "JSON, not HTML.",
            "All time.",
            "All your information, or at least messages, followers and likes.",
        ),
        leave=("High quality of pictures: low is enough.", "Facebook, unless you want it in the same file."),
        sources=(
            Source(
                by="Hooleft, How Instagram data download works (2026)",
                url="https://hooleft.me/blog/how-instagram-data-download-actually-works",
                says="Most are ready in under four hours, 48 at most; the link works for about four days.",
                on=ON,
            ),
        ),
    ),
    Way(
        name="facebook",
        format="facebook",
        title="Facebook and Messenger",
        brief="hours to days",
        days=1,
        most=True,
        words="meta messenger friends",
        tick=(
            "JSON, not HTML.",
            "All time.",
            "All your information, or at least messages, friends, posts and comments.",
        ),
        leave=("High quality of pictures: low is enough.", "Logs of what Facebook noted about you."),
        sources=(
            Source(
                by="The Halifax Times, How to download your Facebook data",
                url="https://thehalifaxtimes.com/how-to-download-your-facebook-data-and-see-what-information-it-collects-on-you",
                says="Accounts Center, Your information and permissions, then download to the device; a mail tells "
                "when it is ready.",
                on=ON,
            ),
            Source(
                by="Meta, End-to-end encryption on Messenger explained",
                url="https://about.fb.com/news/2024/03/end-to-end-encryption-on-messenger-explained/",
                says="Encrypted chats lie in a storage of their own.",
                on=ON,
            ),
        ),
    ),
    Way(
        name="linkedin",
        format="linkedin",
        title="LinkedIn",
        brief="minutes to a day",
        days=1,
        most=True,
        words="work job connections",
        tick=("The larger archive.",),
        leave=("The single choices, unless you only want connections and messages within minutes.",),
        sources=(
            Source(
                by="LinkedIn Help, Download your account data",
                url="https://www.linkedin.com/help/linkedin/answer/a1339364",
                says="Single kinds within minutes, the larger one within 24 hours, kept for 72; not on a phone.",
                on=ON,
            ),
        ),
    ),
    Way(
        name="twitter",
        format="twitter",
        title="X (Twitter)",
        brief="1 to 3 days",
        days=2,
        most=True,
        words="tweets tweet",
        tick=("Nothing: there is one archive with everything.",),
        leave=("Unpacking it: the ZIP is read as it is.",),
        sources=(
            Source(
                by="Grokipedia, X data archive",
                url="https://grokipedia.com/page/X_data_archive",
                says="It may take several days; a mail or a notice tells when, and one must be signed in.",
                on=ON,
            ),
            Source(
                by="Holly Watch, who tried it",
                url="https://www.hollywatch.org/download/how-to-download-an-archive-of-your-twitter-data-2/",
                says="Asked on a Friday at four, promised for the Sunday at four.",
                on=ON,
            ),
        ),
    ),
    Way(
        name="calendar",
        format="ical",
        title="Calendar of Google, Apple, Outlook",
        brief="at once",
        most=True,
        words="ical ics meetings appointments nextcloud thunderbird events",
        tick=("Your own calendars and those you share with others.",),
        leave=("Holidays, weather, sports and birthdays.",),
        sources=(
            TAKEOUT,
            Source(
                by="Macworld, All about calendar sharing",
                url="http://www.macworld.com.au/help/all-about-calendar-sharing-93229/",
                says="On a Mac: File, Export, Export saves one calendar as .ics.",
                on=ON,
            ),
        ),
    ),
)

WAYS = (*MOST, *MORE)

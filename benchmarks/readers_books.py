"""Letters, calendars and address books of any size, written as a stream; each gives how many things it holds."""

from datetime import timedelta
from pathlib import Path

from benchmarks.readers_shapes import START, fill, moment, text


def mail(folder: Path, size: int) -> int:
    """An mbox of letters among five hundred, in threads of four, of some 4 KB."""
    trail = "".join(
        f"Received: from mx{one}.bench.example (mx{one}.bench.example [192.0.2.{one}])\n\tby in.bench.example "
        f"with ESMTPS id {one:012x}\n\tfor <mara@bench.example>; Sat, 01 Jan 2011 00:00:00 +0000\n"
        for one in range(5)
    )
    body = "\n".join(text(one) for one in range(30))

    def row(number: int) -> str:
        friend, at = f"friend{number * 7 % 500}@bench.example", moment(number * 20)
        by, to = ("mara@bench.example", friend) if number % 3 == 0 else (friend, "mara@bench.example")
        first = number // 4 * 4
        answers = (
            f"In-Reply-To: <m{first}@bench.example>\nReferences: <m{first}@bench.example>\n"
            if number > first
            else ""
        )
        return (
            f"From {by} {at:%a %b %d %H:%M:%S %Y}\n{trail}From: A Friend <{by}>\nTo: <{to}>\n"
            f"Subject: {'Re: ' * bool(answers)}About {first}\nDate: {at:%a, %d %b %Y %H:%M:%S +0000}\n"
            f"Message-ID: <m{number}@bench.example>\n{answers}"
            f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{text(number)}\n{body}\n"
        )

    return fill(folder / "all.mbox", size, row, tail="\n")


def ical(folder: Path, size: int) -> int:
    """A calendar of single meetings with one to three guests of twenty thousand."""

    def row(number: int) -> str:
        at = START + timedelta(minutes=number * 4)
        guests = "".join(
            "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Guest\r\n"
            f"  {one};X-NUM-GUESTS=0:mailto:guest{one}@x.example\r\n"
            for one in (number * (7 + more) % 20_000 for more in range(number % 3 + 1))
        )
        return (
            f"BEGIN:VEVENT\r\nDTSTART;TZID=Europe/Brussels:{at:%Y%m%dT%H%M%S}\r\n"
            f"DTEND;TZID=Europe/Brussels:{at + timedelta(minutes=30):%Y%m%dT%H%M%S}\r\nDTSTAMP:20250903T120005Z\r\n"
            f"ORGANIZER;CN=Mara Lind:mailto:mara@x.example\r\nUID:{number:020}@google.com\r\n{guests}"
            f"CREATED:20200101T000000Z\r\nDESCRIPTION:{text(number)}\r\nLAST-MODIFIED:20250903T120005Z\r\nLOCATION:\r\n"
            f"SEQUENCE:0\r\nSTATUS:CONFIRMED\r\nSUMMARY:Meeting {number}\r\nTRANSP:OPAQUE\r\nEND:VEVENT"
        )

    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\nX-WR-CALNAME:mara@x.example\r\n"
    return fill(
        folder / "mara@x.example.ics", size, row, head=head, between="\r\n", tail="\r\nEND:VCALENDAR\r\n"
    )


def vcard(folder: Path, size: int) -> int:
    """Cards with a mail address and a number each."""

    def row(number: int) -> str:
        return (
            f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ola Number {number}\r\nN:Number {number};Ola;;;\r\n"
            f"EMAIL;TYPE=INTERNET:ola{number}@bench.example\r\nTEL;TYPE=CELL:{_mobile(number)}\r\nORG:Mill & Sons\r\n"
            f"BDAY:1980-0{number % 9 + 1}-12\r\nNOTE:{text(number)}\r\nREV:2020-01-01T00:00:00Z\r\nEND:VCARD"
        )

    return fill(folder / "all.vcf", size, row, between="\r\n", tail="\r\n")


def google_contacts(folder: Path, size: int) -> int:
    """Google's own table of people."""
    columns = (
        "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,"
        "Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,"
        "Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\n"
    )

    def row(number: int) -> str:
        return (
            f'Ola,,Number {number},,,,,,,,Mill & Sons,Baker,,1980-0{number % 9 + 1}-12,"{text(number)}",,'
            f"Friends ::: * myContacts,* Home,ola{number}@bench.example,Mobile,{_mobile(number)}"
        )

    return fill(folder / "contacts.csv", size, row, head=columns)


def csv_people(folder: Path, size: int) -> int:
    """A table of people as any tool writes it."""

    def row(number: int) -> str:
        return (
            f"Ola Number {number},ola{number}@bench.example,{_mobile(number)},1980-0{number % 9 + 1}-12,Mill & Sons,"
            f'Baker,"Choir, Board","{text(number)}"'
        )

    head = "Full Name,Email Address,Mobile,Date of birth,Company,Job Title,Tags,Notes\n"
    return fill(folder / "people.csv", size, row, head=head)


def csv_log(folder: Path, size: int) -> int:
    """A table of times in touch with a thousand people."""

    def row(number: int) -> str:
        kind = ("Coffee", "Call", "Text")[number % 3]
        friend = chr(65 + number % 26)
        return f'{moment(number):%Y-%m-%d %H:%M},Ola Friend{friend},{kind},{number % 90 + 1},"{text(number)}"'

    return fill(folder / "log.csv", size, row, head="Date,Who,Type,Duration (min),Notes\n")


def _mobile(number: int) -> str:
    """A Belgian mobile number; there are a hundred million in one row."""
    return (
        f"+32 47{number // 10**6 % 10} {number // 10**4 % 100:02} {number // 100 % 100:02} {number % 100:02}"
    )

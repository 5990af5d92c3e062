"""Makes exported WhatsApp chats that know their own counts; shares no code with the reader.

By hand, for a large one: `python tests/sources/archives/generate_whatsapp.py OUT.txt GIGABYTES`.
"""

import random
import sys
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

LRM, RLM, NNBSP, NBSP = "\u200e", "\u200f", "\u202f", "\u00a0"
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@dataclass(frozen=True)
class Locale:
    """How one phone writes: its date and time (strftime, without the platform's brackets), its words."""

    code: str
    android: str
    ios: str
    file: str
    omitted: str
    image: str
    attached: str
    file_attached: str
    deleted: str
    edited: str
    secret: str
    added: str
    created: str
    missed: str
    day_first: bool = True


def words(omitted, image, attached, file_attached, deleted, edited, secret, added, created, missed):
    return (omitted, image, attached, file_attached, deleted, edited, secret, added, created, missed)


EN = words(
    "Media omitted",
    "image omitted",
    "attached",
    "file attached",
    "This message was deleted",
    "This message was edited",
    "Messages and calls are end-to-end encrypted. Only people in this chat can read them.",
    "{by} added {who}",
    '{by} created group "{group}"',
    "Missed voice call",
)
DE = words(
    "Medien ausgeschlossen",
    "Bild weggelassen",
    "Anhang",
    "Datei angehängt",
    "Diese Nachricht wurde gelöscht",
    "Diese Nachricht wurde bearbeitet",
    "Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Niemand kann mitlesen.",
    "{by} hat {who} hinzugefügt",
    "{by} hat die Gruppe „{group}“ erstellt",
    "Verpasster Sprachanruf",
)
ES = words(
    "Multimedia omitido",
    "imagen omitida",
    "adjunto",
    "archivo adjunto",
    "Se eliminó este mensaje",
    "Se editó este mensaje",
    "Los mensajes y las llamadas están cifrados de extremo a extremo. Nadie más puede leerlos.",
    "{by} añadió a {who}",
    '{by} creó el grupo "{group}"',
    "Llamada perdida",
)
FR = words(
    "Médias omis",
    "image absente",
    "pièce jointe",
    "fichier joint",
    "Ce message a été supprimé",
    "Ce message a été modifié",
    "Les messages et les appels sont chiffrés de bout en bout. Aucun tiers ne peut les lire.",
    "{by} a ajouté {who}",
    "{by} a créé le groupe « {group} »",
    "Appel vocal manqué",
)
PT = words(
    "Mídia oculta",
    "imagem ocultada",
    "anexado",
    "arquivo anexado",
    "Mensagem apagada",
    "Mensagem editada",
    "As mensagens e as chamadas são protegidas com a criptografia de ponta a ponta. Ninguém pode ler.",
    "{by} adicionou {who}",
    '{by} criou o grupo "{group}"',
    "Chamada de voz perdida",
)
IT = words(
    "Media omessi",
    "immagine omessa",
    "allegato",
    "file allegato",
    "Questo messaggio è stato eliminato",
    "Questo messaggio è stato modificato",
    "I messaggi e le chiamate sono crittografati end-to-end. Nessuno può leggerli.",
    "{by} ha aggiunto {who}",
    '{by} ha creato il gruppo "{group}"',
    "Chiamata vocale persa",
)
NL = words(
    "Media weggelaten",
    "afbeelding weggelaten",
    "bijgevoegd",
    "bestand bijgevoegd",
    "Dit bericht is verwijderd",
    "Dit bericht is bewerkt",
    "Berichten en gesprekken worden end-to-end versleuteld. Eind-tot-eind is veilig voor u.",
    "{by} heeft {who} toegevoegd",
    '{by} heeft de groep "{group}" gemaakt',
    "Gemist spraakgesprek",
)
RU = words(
    "Без медиафайлов",
    "изображение отсутствует",
    "прикреплено",
    "файл добавлен",
    "Данное сообщение удалено",
    "Сообщение изменено",
    "Сообщения и звонки защищены сквозным шифрованием. Третьи лица не могут прочитать их.",
    "{by} добавил(-а) {who}",
    "{by} создал(-а) группу «{group}»",
    "Пропущенный аудиозвонок",
)
TR = words(
    "Medya dahil edilmedi",
    "görüntü dahil edilmedi",
    "eklendi",
    "dosya ekli",
    "Bu mesaj silindi",
    "Bu mesaj düzenlendi",
    "Mesajlar ve aramalar uçtan uca şifrelidir. Bu sohbetin dışındaki hiç kimse okuyamaz.",
    "{by}, {who} kişisini ekledi",
    '{by} "{group}" grubunu oluşturdu',
    "Cevapsız sesli arama",
)
AR = words(
    "تم استبعاد الوسائط",
    "لم يتم إدراج الصورة",
    "المُرفق",
    "الملف مرفق",
    "تم حذف هذه الرسالة",
    "تم تعديل هذه الرسالة",
    "الرسائل والمكالمات مشفرة تمامًا بين الطرفين ولا يمكن لأي شخص خارج هذه الدردشة قراءتها",
    "قام {by} بإضافة {who}",
    "أنشأ {by} المجموعة “{group}”",
    "مكالمة صوتية فائتة",
)
JA = words(
    "メディアは含まれていません",
    "画像は含まれていません",
    "添付ファイル",
    "添付ファイル",
    "このメッセージは削除されました",
    "このメッセージは編集されました",
    "メッセージと通話はエンドツーエンドで暗号化されています。このチャットの参加者だけが読むことができます。",
    "{by}さんが{who}さんを追加しました",
    "{by}さんがグループ「{group}」を作成しました",
    "音声通話不在着信",
)
ZH = words(
    "省略多媒体文件",
    "图片已忽略",
    "附件",
    "文件附件",
    "此消息已删除",
    "此消息已编辑",
    "消息和通话已进行端到端加密。此聊天以外的任何人,甚至包括 WhatsApp,均无法读取或收听。任何人都不能",
    "{by}添加了{who}",
    "{by}创建了群组“{group}”",
    "未接语音通话",
)
KO = words(
    "미디어 파일을 생략한 대화내용",
    "이미지 생략됨",
    "첨부됨",
    "파일 첨부됨",
    "이 메시지는 삭제되었습니다",
    "이 메시지는 수정되었습니다",
    "메시지와 통화는 종단간 암호화됩니다. 대화 참여자 외에는 왓츠앱을 포함한 그 누구도 내용을 읽거나 들을 수 없습니다.",
    "{by}님이 {who}님을 추가했습니다",
    "{by}님이 “{group}” 그룹을 만들었습니다",
    "부재중 전화",
)
ID = words(
    "Media tidak disertakan",
    "gambar tidak disertakan",
    "terlampir",
    "file terlampir",
    "Pesan ini telah dihapus",
    "Pesan ini diedit",
    "Pesan dan panggilan terenkripsi secara end-to-end. Tidak seorang pun dapat membacanya.",
    "{by} menambahkan {who}",
    '{by} membuat grup "{group}"',
    "Panggilan suara tak terjawab",
)

# %-o is the half of the day in the locale's own words; %Y may be shifted by `CALENDARS`.
LOCALES = [
    Locale(
        "en-US", "%-m/%-d/%y, %-I:%M{n}%p", "%-m/%-d/%y, %-I:%M:%S{n}%p", "WhatsApp Chat with {}", *EN, False
    ),
    Locale("en-US-old", "%-m/%-d/%y, %-I:%M %p", "%-m/%-d/%Y, %H:%M:%S", "WhatsApp Chat with {}", *EN, False),
    Locale("en-GB", "%d/%m/%Y, %H:%M", "%d/%m/%Y, %H:%M:%S", "WhatsApp Chat with {}", *EN),
    Locale("en-IN", "%d/%m/%y, %-I:%M{n}%P", "%d/%m/%y, %-I:%M:%S{n}%p", "WhatsApp Chat with {}", *EN),
    Locale("en-CA", "%Y-%m-%d, %-I:%M{n}%o", "%Y-%m-%d, %-I:%M:%S{n}%o", "WhatsApp Chat with {}", *EN),
    Locale("en-ZA", "%Y/%m/%d, %H:%M", "%Y/%m/%d, %H:%M:%S", "WhatsApp Chat with {}", *EN),
    Locale("de", "%d.%m.%y, %H:%M", "%d.%m.%y, %H:%M:%S", "WhatsApp Chat mit {}", *DE),
    Locale("de-CH", "%d.%m.%Y, %H:%M", "%d.%m.%Y, %H:%M:%S", "WhatsApp-Chat mit {}", *DE),
    Locale("es", "%-d/%-m/%y, %-H:%M", "%-d/%-m/%y, %-H:%M:%S", "Chat de WhatsApp con {}", *ES),
    Locale("es-MX", "%d/%m/%y %-I:%M{n}%o", "%d/%m/%y, %-I:%M:%S{n}%o", "Chat de WhatsApp con {}", *ES),
    Locale("fr", "%d/%m/%Y, %H:%M", "%d/%m/%Y %H:%M:%S", "Discussion WhatsApp avec {}", *FR),
    Locale("fr-CA", "%Y-%m-%d %H h %M", "%Y-%m-%d %H h %M", "Discussion WhatsApp avec {}", *FR),
    Locale("fr-new", "%d/%m/%Y à %H:%M", "%d/%m/%Y %H:%M:%S", "Discussion WhatsApp avec {}", *FR),
    Locale("pt-BR", "%d/%m/%Y %H:%M", "%d/%m/%Y, %H:%M:%S", "Conversa do WhatsApp com {}", *PT),
    Locale("it", "%d/%m/%y, %H:%M", "%d/%m/%y, %H:%M:%S", "Chat WhatsApp con {}", *IT),
    Locale("nl", "%d-%m-%Y %H:%M", "%d-%m-%Y %H:%M:%S", "WhatsApp-chat met {}", *NL),
    Locale("ru", "%d.%m.%Y, %H:%M", "%d.%m.%Y, %H:%M:%S", "Чат WhatsApp с {}", *RU),
    Locale("bg", "%-d.%m.%y г., %H:%M", "%-d.%m.%y г., %H:%M:%S", "Чат WhatsApp с {}", *RU),
    Locale("tr", "%-d.%m.%Y %H:%M", "%-d.%m.%Y %H:%M:%S", "{} ile WhatsApp Sohbeti", *TR),
    Locale("fi", "%-d.%-m.%Y klo %H.%M", "%-d.%-m.%Y klo %H.%M.%S", "WhatsApp Chat with {}", *EN),
    Locale("cs", "%d.%m.%y %H:%M", "%d. %m. %Y %H:%M:%S", "Chat WhatsApp s {}", *EN),
    Locale(
        "ar", "%-d{r}/%-m{r}/%Y، %-I:%M{b}%o", "%-d{r}/%-m{r}/%Y، %-I:%M:%S{b}%o", "محادثة واتساب مع {}", *AR
    ),
    Locale("fa", "%Y/%-m/%-d،{r} %H:%M", "%Y/%-m/%-d،{r} %H:%M:%S", "WhatsApp Chat with {}", *EN),
    Locale("th", "%-d/%-m/%Y %H:%M", "%-d/%-m/%Y %H:%M:%S", "WhatsApp Chat with {}", *EN),
    Locale("ja", "%Y/%m/%d %H:%M", "%Y/%m/%d %-H:%M:%S", "{}とのWhatsAppチャット", *JA),
    Locale("ja-12", "%Y/%m/%d %o%-I:%M", "%Y/%m/%d %o%-I:%M:%S", "{}とのWhatsAppチャット", *JA),
    Locale("zh", "%Y/%-m/%-d %o%-I:%M", "%Y/%-m/%-d %o%-I:%M:%S", "与{}的 WhatsApp 聊天", *ZH),
    Locale("ko", "%Y. %-m. %-d. %o %-I:%M", "%Y. %-m. %-d. %o %-I:%M:%S", "WhatsApp Chat with {}", *KO),
    Locale("id", "%d/%m/%y %H.%M", "%d/%m/%y %H.%M.%S", "Chat WhatsApp dengan {}", *ID),
    Locale("vi", "%H:%M, %d/%m/%Y", "%H:%M:%S, %-d/%-m/%Y", "WhatsApp Chat with {}", *EN),
    Locale("el", "%-d/%-m/%y, %-I:%M{n}%o", "%-d/%-m/%y, %-I:%M:%S{n}%o", "WhatsApp Chat with {}", *EN),
    Locale("hu", "%Y. %m. %d. %H:%M", "%Y. %m. %d. %H:%M:%S", "WhatsApp Chat with {}", *EN),
]
HALVES = {
    "en-CA": ("a.m.", "p.m."),
    "es-MX": ("a. m.", "p. m."),
    "ar": ("ص", "م"),
    "ja-12": ("午前", "午後"),
    "zh": ("上午", "下午"),
    "ko": ("오전", "오후"),
    "el": ("π.μ.", "μ.μ."),
}
YEARS = {"th": 543}
DIGITS = {"ar": ARABIC, "fa": PERSIAN}

PEOPLE = [
    "Ola",
    "Ola Demo",
    "Mara Vance",
    "Zoé",
    "Jürgen K.",
    "李小明",
    "Ольга",
    "מיכל",
    "سارة",
    "Dr. No",
    "Ana:work",
    "🌊 Kim",
    "O'Brien",
    "Jean-Luc",
    'Ada "Countess" L',
    "+32 470 12 34 56",
    "+1 (212) 555-0142",
    "+91 98765 43210",
]
TEXTS = [
    "ok",
    "ok",
    "Hello there",
    "see you at 8:30 - bring wine",
    "ok : fine",
    "https://example.org/a?b=c",
    "😂😂",
    "Привет",
    "שלום",
    "a) first\nb) second\n\nlast",
    "Name: this looks like a sender",
    "10/10 would do again",
    "2024 was a year",
    "(yes)",
    "<3",
    "re: the plan",
    "[draft] what do you think?",
    "1. one\n2. two",
    "and: then",
    "thanks!",
    "@everyone look",
]


@dataclass
class Truth:
    """What the generator knows of the chat that it wrote."""

    name: str = ""
    title: str = ""
    group: bool = False
    me: str = ""
    zone_minutes: int = 0
    posts: list = field(default_factory=list)  # (utc datetime, sender, text, attachment name or None)
    people: set = field(default_factory=set)
    deleted: int = 0
    ends: list = field(
        default_factory=list
    )  # (characters up to the text of a post, characters up to its end)


class Writer:
    """Writes one chat for one phone."""

    def __init__(self, seed, locale, platform, *, group, count, media=False, start=None, span=None):
        self.dice = random.Random(seed)
        self.locale, self.platform, self.media = locale, platform, media
        self.ios = platform == "ios"
        self.lines, self.size = [], 0
        self.truth = Truth(group=group)
        self.cast(group)
        self.now = start or datetime(self.dice.randrange(2013, 2025), 1, 1, tzinfo=UTC) + timedelta(
            minutes=self.dice.randrange(200_000)
        )
        self.step = (span or timedelta(days=self.dice.choice((60, 400, 900)))) / count
        self.first_notices()
        for _ in range(count):
            self.one()

    def cast(self, group):
        names = self.dice.sample(PEOPLE, self.dice.randrange(3, 9) if group else 2)
        self.names, self.truth.me = names, names[0]
        self.truth.title = (
            self.dice.choice(["Woodworkers", "Família ❤️", "Rome trip", "Büro 3"]) if group else names[1]
        )
        self.truth.name = self.locale.file.format(self.truth.title)
        if self.ios:
            self.truth.name = f"WhatsApp Chat - {self.truth.title}"

    def stamp(self):
        code, form = self.locale.code, self.locale.ios if self.ios else self.locale.android
        half = HALVES.get(code, ("AM", "PM"))[self.now.hour >= 12]
        form = form.replace("%o", half).replace("%P", half.lower()).replace("%p", half)
        form = form.replace("{n}", NNBSP).replace("{b}", NBSP).replace("{r}", RLM)
        year = self.now.year + YEARS.get(code, 0)
        text = self.now.strftime(form.replace("%Y", str(year)).replace("%y", f"{year % 100:02}"))
        return text.translate(DIGITS[code]) if code in DIGITS else text

    def emit(self, rest, *, led=False):
        head = f"[{self.stamp()}] " if self.ios else f"{self.stamp()} - "
        line = f"{LRM if led and self.ios else ''}{head}{rest}"
        self.size += len(line) + 1
        self.lines.append(line)
        return len(line) - len(rest)

    def moment(self):
        seconds = self.ios and "%S" in self.locale.ios
        return self.now.replace(second=self.now.second if seconds else 0, microsecond=0)

    def notice(self, text):
        self.emit(f"{self.truth.title}: {LRM}{text}" if self.ios else text)

    def first_notices(self):
        self.notice(self.locale.secret)
        if self.truth.group:
            self.notice(self.locale.created.format(by=self.names[1], group="Rome: the trip"))
            self.notice(self.locale.added.format(by=self.names[1], who=self.names[0]))
            self.notice(self.locale.added.format(by=self.names[1], who=self.names[2]))

    def shown(self, name):
        return f"\u202a{name.replace(' ', NBSP)}\u202c" if name.startswith("+") and self.ios else name

    def post(self, sender, raw, text, attachment=None, *, led=False):
        before = self.size
        shown = f"{self.shown(sender)}: "
        head = self.emit(shown + raw, led=led)
        self.truth.posts.append((self.moment(), sender, text, attachment))
        self.truth.people.add(sender)
        self.truth.ends.append((before + head + len(shown), self.size))

    def one(self):
        self.now += self.step * self.dice.uniform(0, 2)
        sender, kind = self.dice.choice(self.names), self.dice.random()
        if kind < 0.75:
            text = self.dice.choice(TEXTS)
            self.post(sender, text, text)
        elif kind < 0.85:
            self.medium(sender)
        elif kind < 0.89:
            mark = LRM if self.ios else ""
            self.emit(f"{self.shown(sender)}: {mark}{self.locale.deleted}{'.' if self.ios else ''}")
            self.truth.deleted += 1
        elif kind < 0.93:
            text = self.dice.choice(["corrected", "never mind"])
            self.post(sender, f"{text} {LRM if self.ios else ''}<{self.locale.edited}>", text)
        elif kind < 0.96 and not self.truth.group:
            self.emit(f"{self.truth.title}: {LRM}{self.locale.missed}" if self.ios else self.locale.missed)
        else:
            text = f"hi @\u2068{self.names[0]}\u2069 and all"
            self.post(sender, text, f"hi @{self.names[0]} and all")
            self.truth.people.add(self.names[0])

    def medium(self, sender):
        number = self.dice.randrange(9999)
        if not self.media:
            raw = f"{LRM}{self.locale.image}" if self.ios else f"<{self.locale.omitted}>"
            self.post(sender, raw, "", "", led=True)
        elif self.ios:
            file = f"{number:08}-PHOTO-{self.now:%Y-%m-%d-%H-%M-%S}.jpg"
            self.post(sender, f"{LRM}<{self.locale.attached}: {file}>", "", file, led=True)
        else:
            file, caption = f"IMG-{self.now:%Y%m%d}-WA{number:04}.jpg", self.dice.choice(["", "our view"])
            raw = f"{LRM}{file} ({self.locale.file_attached})" + (f"\n{caption}" if caption else "")
            self.post(sender, raw, caption, file)

    def text(self, newline="\n"):
        return newline.join(line.replace("\n", newline) for line in self.lines) + newline


def chats(count, *, messages=60):
    """`count` writers over all locales, platforms and kinds; the same ones on every call."""
    for seed in range(count):
        locale = LOCALES[seed % len(LOCALES)]
        platform = "ios" if (seed // len(LOCALES) + seed) % 2 else "android"
        yield Writer(seed, locale, platform, group=seed % 3 == 0, count=messages, media=seed % 5 < 2)


def pack(writer, folder, *, seed=0):
    """Writes a chat as some phone or mail program hands it on: bare, zipped, in a folder, in other encodings."""
    dice, truth = random.Random(seed), writer.truth
    text = writer.text("\r\n" if writer.ios or dice.random() < 0.2 else "\n")
    encoding = dice.choice(["utf-8"] * 6 + ["utf-8-sig", "utf-16"])
    data = text.encode(encoding)
    inner = "_chat.txt" if writer.ios else f"{truth.name}.txt"
    how = dice.choice(["zip", "zip", "folder"]) if writer.ios else dice.choice(["bare", "zip", "folder"])
    folder.mkdir(parents=True, exist_ok=True)
    if how == "bare":
        path = folder / inner
        path.write_bytes(data)
    elif how == "zip":
        path = folder / f"{truth.name}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
            book.writestr(inner, data)
            book.writestr("IMG-20240101-WA0001.jpg", b"\xff\xd8\xff")
    else:
        path = folder / "exports" / truth.name
        path.mkdir(parents=True)
        (path / inner).write_bytes(data)
        path = path.parent
    return path


def large(path, gigabytes):
    """Writes a plain Android chat of about `gigabytes`; gives the number of its messages."""
    dice, now, count = random.Random(1), datetime(2012, 1, 1, tzinfo=UTC), 0
    with open(path, "w", encoding="utf-8") as out:
        while out.tell() < gigabytes * 2**30:
            rows = []
            for _ in range(10_000):
                now += timedelta(seconds=dice.randrange(70))
                words_ = " ".join(
                    dice.choices(("dinner", "at", "eight", "or", "later?", "ok", "😀", "Привет"), k=9)
                )
                rows.append(f"{now:%d/%m/%Y, %H:%M} - {dice.choice(('Ola', 'Mara'))}: {words_}\n")
                count += 1
            out.write("".join(rows))
    return count


if __name__ == "__main__":
    sys.stdout.write(f"{large(Path(sys.argv[1]), float(sys.argv[2]))} messages\n")

"""The author's own new words in a mail: without quotes, attributions, forwarded mails, signatures and footers.

Search and readings must hear who wrote the mail, not those it quotes. Sources: RFC 3676 sections 4.3 and 4.5
(`-- `, `>`), and what mail programs write around quotes in some twenty languages.
"""

import re

MAX_CHARS = 20_000

_WROTE = (
    r"wrote|writes|said|says|schrieb|geschrieben|schreibt|écrit|ecrit|a écrit|escribi[oó]|escribe|escreveu|ha scritto|"
    r"scrive|scritto|schreef|geschreven|skrev|skriver|kirjoitti|napisał|pisze|napsal|píše|написал|пишет|написав|пише|"
    r"писал|έγραψε|yazdı|írta|a scris|viết|כתב|كتب|寫道|写道|书面|のメール|のメッセージ|書きました|작성"
)
_FROM = (
    r"From|Von|De|Da|Van|Od|Från|Fra|Lähettäjä|От|Від|Από|Kimden|Feladó|De la|Afzender|"
    r"差出人|发件人|寄件者|보낸\s?사람|מאת|من"
)
_SENT = (
    r"Sent|Date|Gesendet|Datum|Envoyé|Enviado(?: el)?|Fecha|Data|Inviato|Verzonden|Skickat|Sendt|Dato|Lähetetty|"
    r"Päivämäärä|An|Betreff|À|Objet|Para|Asunto|Assunto|Oggetto|Aan|Onderwerp|Till|Ämne|Til|Emne|Temat|Кому|Тема|宛先|"
    r"件名|收件人|主题|主旨|받는\s?사람|제목|Wysłano|Odesláno|Отправлено|Дата|Надіслано|Gönderildi|Tarih|Elküldve|Dátum|Trimis|To|Subject|"
    r"送信日時|日付|日期|发送时间|發送時間|보낸\s?날짜|נשלח"
)
_ORIGINAL = (
    r"Original Message|Original Mail|Original Appointment|Forwarded Message|Forwarded by[^-]*|Forwarded message|"
    r"Urspr(?:ü|ue)ngliche (?:Nachricht|Mail)|Original-Nachricht|Weitergeleitete Nachricht|Message d['’]origine|"
    r"Message original|Message transféré|Message transf[ée]r[ée]|Mensaje original|Mensaje reenviado|"
    r"Messaggio originale|Messaggio inoltrato|Oorspronkelijk bericht|Doorgestuurd bericht|Mensagem original|"
    r"Mensagem encaminhada|Ursprungligt meddelande|Opprinnelig melding|Oprindelig meddelelse|Vidarebefordrat brev|"
    r"Alkuperäinen viesti|Oryginalna wiadomość|Wiadomość oryginalna|Původní zpráva|Исходное сообщение|"
    r"Пересылаемое сообщение|Переслане повідомлення|Eredeti üzenet|Özgün [İi]leti|Orijinal Mesaj|Mesaj original|"
    r"元のメッセージ|原始邮件|原始郵件|转发邮件|원본 메시지|הודעה מקורית"
)
_QUOTE = re.compile(r"[ \t]{0,3}(?:[A-Za-z]{0,3}>|\|[ \t]*>)")
_CUT = re.compile(
    rf"[ \t]*-{{2,}}[ \t]*(?:{_ORIGINAL})[ \t]*-{{2,}}[ \t]*|"
    r"[ \t]*(?:Begin forwarded message|Anfang der weitergeleiteten (?:Nachricht|E-Mail)|Début du message réexpédié|"
    r"Début du message transféré|Inizio messaggio inoltrato|Inicio del mensaje reenviado|Begin doorgestuurd bericht|"
    r"Início da mensagem encaminhada)[ \t]*:[ \t]*",
    re.IGNORECASE,
)
_HEAD = re.compile(rf"[ \t]*\*?(?:{_FROM})[ \t]?\*?[:：][ \t]*\*?[ \t]*\S", re.IGNORECASE)
_NEXT_HEAD = re.compile(rf"[ \t]*\*?(?:{_SENT})[ \t]?\*?[:：]", re.IGNORECASE)
_MARKS = "-_=*"
_BEGINNINGS = {
    word.strip("(?:[ ]*")[:2].lower()
    for word in f"{_FROM}|Begin|Anfang|Début|Inizio|Inicio|Início".split("|")
}
"""The first two letters of all that `_copied` looks for; spares most lines the long patterns."""
_SIGNATURE = re.compile(r"--[ \t]?")
_RULER = re.compile(r"[_=*-]{15,}[ \t]*")
_FOOTER = re.compile(
    r"mailing list|listinfo|unsubscribe|mailman|abmelden|désabonner|Liste de diffusion",
    re.IGNORECASE,
)
_SAID = re.compile(rf"(?:{_WROTE})", re.IGNORECASE)
_STAMP = re.compile(r"\d{1,2}[:.]\d\d|\d{4}|@|\bwrites?\b|\bwrote\b|\bsaid\b", re.IGNORECASE)
_SNIP = re.compile(r"[ \t]*[\[<(]?[ .…]*(?:snip\w*|cut|schnipp?|\.\.+|…)[ .…]*[\])>]?[ \t]*", re.IGNORECASE)
_SUPERCITE = re.compile(r'>{2,} ?"([^"\n]{1,30})" == ')
_PGP_HEAD = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:[\w-]+:.*\n)*\n?")
_PGP_TAIL = re.compile(
    r"-----BEGIN PGP (?:SIGNATURE|PUBLIC KEY BLOCK|MESSAGE)-----.*?(?:-----END PGP [A-Z ]+-----|\Z)",
    re.DOTALL,
)
_UUENCODED = re.compile(r"^begin [0-7]{3} .*\n(?:[ -`]{2,62}\n)+(?:`?\n)?end[ \t]*$", re.MULTILINE)
_GAPS = re.compile(r"\n{3,}")
_SOFT = re.compile(r"(?<=\S) \n(?![ \t>]|\Z)")


def own_words(text: str, *, flowed: int = 0) -> str:
    """What the author newly wrote in `text` (lines end in \\n), at most MAX_CHARS characters; "" when all of it is
    quoted. `flowed` is RFC 3676's format=flowed (1) with DelSp (2)."""
    text = _without_armour(text)
    lines = text.split("\n")
    lines = lines[: _end(lines)]
    kept = _unquoted(lines, _cited(lines) if '" == ' in text else ())
    words = "\n".join(kept if flowed else [line.rstrip() for line in kept])
    if flowed:
        words = _SOFT.sub("" if flowed == 2 else " ", words)
    if "\n\n\n" in words:
        words = _GAPS.sub("\n\n", words)
    return words.strip("\n \t")[:MAX_CHARS].rstrip()


def own_html(html: str) -> str:
    """HTML without its quotes: each outer `blockquote` becomes a line `>`, so that `own_words` still finds what
    introduced it; blocks that mail programs put around the answered mail are cut."""
    cut = _HTML_CUT.search(html)
    html = html[: cut.start()] if cut else html
    kept, depth, at = [], 0, 0
    for tag in _BLOCKQUOTE.finditer(html):
        if tag[1]:
            depth = max(depth - 1, 0)
            at = tag.end() if depth == 0 else at
        else:
            kept += [html[at : tag.start()], "<p>&gt;</p>"] if depth == 0 else []
            depth += 1
    kept.append(html[at:] if depth == 0 else "")
    return _HTML_SIGNATURE.split("\n".join(kept))[0]


_BLOCKQUOTE = re.compile(r"<(/?)blockquote\b[^<>]{0,2000}>", re.IGNORECASE)
_HTML_CUT = re.compile(
    r"<div[^<>]{1,300}?(?:id|class)\s*=\s*[\"']?(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|"
    r"yahoo_quoted|protonmail_quote|mail-editor-reference-message-container)",
    re.IGNORECASE,
)
_HTML_SIGNATURE = re.compile(
    r"<(?:div|span|table)[^<>]{1,300}?class\s*=\s*[\"']?(?:gmail_signature|moz-signature|moz-txt-sig|"
    r"protonmail_signature_block)\b",
    re.IGNORECASE,
)


def _without_armour(text: str) -> str:
    if "-----BEGIN PGP" in text:
        text = _PGP_TAIL.sub("", _PGP_HEAD.sub("", text))
        text = text.replace("\n- -", "\n-")
    return _UUENCODED.sub("", text) if "\nbegin " in text else text


def _end(lines: list[str]) -> int:
    """The line where the author's part is over: a signature, an original message below, a list's footer."""
    for number, line in enumerate(lines):
        first = line[:1]
        if first in _MARKS or (first == " " and "---" in line):
            over = bool(first) and _closes(lines, number, line)
        elif ":" in line or "：" in line:
            over = line.lstrip(" \t*")[:2].lower() in _BEGINNINGS and _copied(lines, number, line)
        else:
            continue
        if over:
            return number
    return len(lines)


def _closes(lines: list[str], number: int, line: str) -> bool:
    if _SIGNATURE.fullmatch(line):
        return True
    if _CUT.fullmatch(line):
        return not _answered_below(lines, number)
    if line.strip() == "-" or _RULER.fullmatch(line):
        after = [one for one in lines[number + 1 : number + 6] if one.strip()][:2]
        return any(_FOOTER.search(one) or (_HEAD.match(one) and line[:1] == "_") for one in after)
    return False


def _copied(lines: list[str], number: int, line: str) -> bool:
    """Whether `Begin forwarded message:`, or a `From:` with other heads right below it, opens an older mail."""
    if not _HEAD.match(line):
        return bool(_CUT.fullmatch(line))
    following = [one for one in lines[number + 1 : number + 5] if one.strip()]
    heads = sum(bool(_NEXT_HEAD.match(one)) for one in following)
    return heads >= 2 and not _answered_below(lines, number)


def _answered_below(lines: list[str], number: int) -> bool:
    """Whether below a copied head comes a `>` quote, so that the author's words may still follow."""
    rest = (one for one in lines[number + 1 : number + 14] if one.strip())
    after = next((one for one in rest if not (_NEXT_HEAD.match(one) or _HEAD.match(one))), "")
    return bool(_QUOTE.match(after))


def _unquoted(lines: list[str], cited: tuple[str, ...]) -> list[str]:
    kept: list[str] = []
    quoting = False
    for line in lines:
        first = line[:1]
        if first == ">" or (">" in line and (_QUOTE.match(line) or line.startswith(cited))):
            if not quoting:
                _drop_attribution(kept)
            quoting = True
        elif first != "-" or not _CUT.fullmatch(line):
            if line:
                quoting = False
            kept.append(line)
    return _without_last_attribution(kept)


def _cited(lines: list[str]) -> tuple[str, ...]:
    """Emacs' supercite says `>>>>> "jane" == Jane Doe writes:` once and then quotes with `jane> `."""
    return tuple(f"{match[1]}>" for line in lines if line[:2] == ">>" and (match := _SUPERCITE.match(line)))


def _drop_attribution(kept: list[str]) -> None:
    """Takes off the lines that introduce a quote: up to three, the last ending in `:`, with a time, an address or
    a word of saying."""
    while kept and (not kept[-1].strip() or _SNIP.fullmatch(kept[-1])):
        kept.pop()
    while kept and (_NEXT_HEAD.match(kept[-1]) or _HEAD.match(kept[-1])):
        kept.pop()
    if not kept or not kept[-1].rstrip().endswith((":", "：", "...", ">")):
        return
    for size in (1, 2, 3):
        block = kept[-size:]
        if len(block) < size or not block[0].strip():
            return
        whole = " ".join(block)
        if _STAMP.search(whole) and (
            _SAID.search(whole) or size == 1 or re.match(r"\s*(On|Am|Le|El)\b", whole)
        ):
            opened = size < 3 and len(kept) > size and _opens(kept[-size - 1])
            del kept[-size - (1 if opened else 0) :]
            return


def _opens(line: str) -> bool:
    """`On Mon, 6 Jan 2003,` alone on its line, its `Jane wrote:` on the next."""
    return bool(
        re.match(
            r"[> ]*(On|Am|Le|El|Il|Em|Op|Den|Dnia|W dniu|At|In (?:message|article))\b.*[\d>]",
            line,
        )
    )


def _without_last_attribution(kept: list[str]) -> list[str]:
    """An attribution left at the end, where the quote below it had no `>` and was cut."""
    while kept and not kept[-1].strip():
        kept.pop()
    last = kept[-1] if kept else ""
    if last.rstrip().endswith((":", "：")) and _SAID.search(last) and _STAMP.search(last):
        _drop_attribution(kept)
    return kept

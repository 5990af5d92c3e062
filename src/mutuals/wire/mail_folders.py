"""What a folder or label of mail is for, by the names that mail programs give it in many languages."""

import re
from typing import Literal

Use = Literal["sent", "drafts", "spam", "trash", "outbox", ""]

_NAMES: dict[Use, str] = {
    "sent": (
        "sent|sent mail|sent items|sent messages|gesendet|gesendete objekte|gesendete elemente|gesendete nachrichten|"
        "envoyés|éléments envoyés|messages envoyés|enviados|elementos enviados|mensajes enviados|itens enviados|"
        "enviadas|inviata|inviati|posta inviata|verzonden|verzonden items|verzonden berichten|skickat|skickade|"
        "skickat meddelande|sendt|sendte elementer|sendt post|lähetetyt|lähetetyt viestit|wysłane|elementy wysłane|"
        "odeslaná pošta|odeslané|отправленные|надіслані|gönderilmiş öğeler|gönderilenler|gönderilmiş postalar|"
        "elküldött elemek|elküldött|trimise|elemente trimise|σταλμένα|απεσταλμένα|送信済み|"
        "送信済みアイテム|送信済みメール|"
        "已发送|已发送邮件|已傳送郵件|寄件備份|보낸편지함|보낸 편지함|보낸메일함|נשלח|דואר יוצא"
    ),
    "drafts": (
        "draft|drafts|templates|entwürfe|entwurf|vorlagen|brouillons|brouillon|borradores|borrador|rascunhos|bozze|"
        "concepten|utkast|kladder|kladde|luonnokset|wersje robocze|kopie robocze|koncepty|rozepsané|черновики|чернетки|"
        "taslaklar|piszkozatok|ciorne|πρόχειρα|下書き|草稿|草稿箱|草稿匣|임시보관함|임시 보관함|טיוטות"
    ),
    "spam": (
        "spam|junk|junk email|junk e-mail|junk mail|bulk mail|bulk|unerwünscht|junk-e-mail|spamverdacht|"
        "courrier indésirable|indésirables|pourriel|correo no deseado|no deseado|lixo eletrônico|lixo eletrónico|"
        "posta indesiderata|indesiderata|ongewenste e-mail|ongewenst|skräppost|søppelpost|uønsket e-mail|roskaposti|"
        "wiadomości-śmieci|nevyžádaná pošta|нежелательная почта|спам|gereksiz|gereksiz e-posta|levélszemét|"
        "ανεπιθύμητη αλληλογραφία|迷惑メール|垃圾邮件|垃圾郵件|스팸|스팸함|스팸메일함|דואר זבל|ספאם"
    ),
    "trash": (
        "trash|bin|deleted|deleted items|deleted messages|papierkorb|gelöscht|gelöschte objekte|gelöschte elemente|"
        "corbeille|éléments supprimés|messages supprimés|papelera|elementos eliminados|eliminados|lixeira|"
        "itens excluídos|itens eliminados|cestino|posta eliminata|eliminati|prullenbak|verwijderde items|verwijderd|"
        "papperskorgen|borttaget|borttagna objekt|papirkurv|slettede elementer|slettet post|roskakori|poistetut|kosz|"
        "elementy usunięte|koš|odstraněná pošta|корзина|удаленные|удалённые|кошик|çöp kutusu|silinmiş öğeler|kuka|"
        "törölt elemek|coș de gunoi|elemente șterse|κάδος απορριμμάτων|διαγραμμένα|ごみ箱|ゴミ箱|"
        "削除済みアイテム|已删除|已删除邮件|垃圾桶|垃圾筒|刪除的郵件|휴지통|지운 편지함|אשפה|פריטים שנמחקו"
    ),
    "outbox": "outbox|postausgang|unsent messages|boîte d'envoi|bandeja de salida|posta in uscita|postvak uit",
}
_USE: dict[str, Use] = {name: use for use, names in _NAMES.items() for name in names.split("|")}
_SUFFIX = re.compile(r"(?:\.(?:mbox|mbx|mbs|sbd|eml|emlx|imapmbox|gz|txt|mail))+$|-\d{1,3}$")


def use_of(name: str) -> Use:
    """What one folder or label is for; "" for an ordinary one."""
    low = _SUFFIX.sub("", name.strip().lower())
    return _USE.get(low) or _USE.get(re.sub(r"[_\s]+", " ", low).strip(" .[]")) or ""


def use_of_path(path: str) -> Use:
    """What the folder of a file is for, from the nearest part of its path that says so: `.Sent/cur/1`,
    `[Gmail].sbd/Spam`, `INBOX.Drafts/new/2`, `Sent.mbox`."""
    for part in reversed(
        path.split("/") if "[gmail]" in path.lower() else re.sub(r"\b(?i:bin)/", "", path).split("/")
    ):
        found = use_of(part) or use_of(part.lstrip(".").rsplit(".", 1)[-1]) if _tells(part) else ""
        if found:
            return found
    return ""


def _tells(part: str) -> bool:
    return part not in ("cur", "new", "tmp", "mbox", "Messages") and not part.isdigit()


def use_of_labels(labels: tuple[str, ...]) -> Use:
    """What Gmail's labels of a mail say: thrown away or unsent before sent."""
    uses = {use_of(label) for label in labels}
    return next(
        (use for use in ("trash", "spam", "drafts", "outbox", "sent") if use in uses),
        "",
    )

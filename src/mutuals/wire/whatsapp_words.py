"""The words that WhatsApp writes into an exported chat, in the languages of its users: tables, no logic.

What can be told from the form of a line alone (brackets, marks, file names) is not listed here. Most entries
are word stems in lower case, so that gender, number and spelling of one language fall together.
"""

import re

# Halves of the day, as written before or after the time: without dots and spaces, in lower case.
MORNING = frozenset(
    "am|a|vm|vorm|fm|f.h|ap|de|dop|пробiд|дп|πμ|ص|صباحا|قظ|ق.ظ|قبلازظهر|लव|पूर्वाह्न|मपू|পূর্বাহ্ণ|"
    "முற்பகல்|ಪೂರ್ವಾಹ್ನ|ਪੂਦੁ|öö|pg|sa|pd|пробщ|проб|претпл|לפנהצ|לפנה״צ|上午|早上|清晨|凌晨|午前|"
    "오전|ngsáng|sáng|dopoledne|inthemorning|delamañana|delamadrugada|manhã|madrugada|matin|mattina|"
    "pagi|ก่อนเที่ยง".split("|")
)
EVENING = frozenset(
    "pm|p|nm|nachm|em|e.h|ip|du|pop|odp|пп|μμ|م|مساء|مساءً|بظ|ب.ظ|بعدازظهر|अपराह्न|मउ|অপরাহ্ণ|"
    "பிற்பகல்|ಅಪರಾಹ್ನ|ਬਾਦੁ|ös|ptg|ch|md|следоб|слоб|сл.об|попл|אחהצ|אחה״צ|下午|中午|晚上|傍晚|午後|"
    "오후|chiều|tối|odpoledne|intheafternoon|intheevening|atnight|delatarde|delanoche|tarde|noite|"
    "soir|sera|sore|malam|หลังเที่ยง".split("|")
)
# How they stand in the line: dots, spaces and marks kept, for the header's regular expression.
HALVES = (
    "a. m.|p. m.|a.m.|p.m.|am|pm|a. m|p. m|vm.|nm.|f.h.|e.h.|ap.|ip.|de.|du.|dop.|odp.|pop.|πμ|μμ|"
    "π.μ.|μ.μ.|ص|م|صباحًا|مساءً|صباحا|مساء|ق.ظ.|ب.ظ.|قبل‌ازظهر|بعدازظهر|ق.ظ|ب.ظ|पूर्वाह्न|अपराह्न|"
    "म.पू.|म.उ.|পূর্বাহ্ণ|অপরাহ্ণ|முற்பகல்|பிற்பகல்|ಪೂರ್ವಾಹ್ನ|ಅಪರಾಹ್ನ|ਪੂ.ਦੁ.|ਬਾ.ਦੁ.|öö|ös|pg|ptg|sa|"
    'ch|p.d.|m.d.|пр.об.|сл.об.|дп|пп|претпл.|попл.|לפנה״צ|אחה״צ|לפנה"צ|אחה"צ|上午|下午|早上|清晨|'
    "凌晨|中午|晚上|傍晚|午前|午後|오전|오후|in the morning|in the afternoon|in the evening|at night|"
    "de la mañana|de la tarde|de la noche|de la madrugada|da manhã|da tarde|da noite|du matin|"
    "du soir|de l’après-midi|ก่อนเที่ยง|หลังเที่ยง|vorm.|nachm.|fm|em|?m"
).split("|")
# Words that some languages put between date and time.
BETWEEN = "klo|kl.|kl|à|às|a las|alle|alle ore|um|at|ob|o|u|в|о|у|lúc|pukul|om|στις".split("|")
# What may follow the year: eras and the word for year.
AFTER_YEAR = "г.|р.|г|р|be|พ.ศ.|ad|ce|ap|ah|هـ|ه‍.ش.|ه.ش|年|년|m.".split("|")
MONTHS = (
    ("jan", "ene", "gen", "янв", "січ", "oca", "led", "sty", "tam", "ιαν", "ינו", "يناير"),
    ("feb", "fev", "fév", "fef", "фев", "лют", "şub", "úno", "lut", "hel", "φεβ", "פבר", "فبراير"),
    ("mar", "mär", "mrz", "mrt", "maa", "мар", "бер", "bře", "μαρ", "מרץ", "مارس"),
    ("apr", "abr", "avr", "апр", "кві", "nis", "dub", "kwi", "huh", "απρ", "אפר", "أبريل"),
    ("may", "mai", "mag", "mei", "maj", "мая", "май", "тра", "kvě", "tou", "μαΐ", "מאי", "مايو"),
    ("jun", "juin", "giu", "июн", "чер", "haz", "čer", "cze", "kes", "ιου", "יונ", "يونيو"),
    ("jul", "juil", "lug", "июл", "лип", "tem", "čvc", "lip", "hei", "ιούλ", "יול", "يوليو"),
    ("aug", "ago", "aoû", "авг", "сер", "ağu", "srp", "sie", "elo", "αύγ", "אוג", "أغسطس"),
    ("sep", "set", "сен", "вер", "eyl", "zář", "wrz", "syy", "σεπ", "ספט", "سبتمبر"),
    ("oct", "okt", "out", "ott", "окт", "жов", "eki", "říj", "paź", "lok", "οκτ", "אוק", "أكتوبر"),
    ("nov", "ноя", "лис", "kas", "lis", "mar.", "νοέ", "נוב", "نوفمبر"),
    ("dec", "dez", "dic", "déc", "дек", "гру", "ara", "pro", "gru", "jou", "δεκ", "דצמ", "ديسمبر"),
)

# A placeholder for a left-out medium is short and holds one stem for the kind and one for "left out".
MEDIA_STEMS = {
    "Image": "image|imag|immagin|bild|afbeelding|billede|kuva|obraz|obráz|slik|kép|gambar|imej|"
    "görüntü|resim|hình ảnh|изображ|фото|зображ|снимк|slika|εικόνα|תמונה|صورة|تصویر|圖片|"
    "圖像|图片|照片|画像|이미지|사진|रूपाकृति|इमेज|फ़ोटो|ছবি|ইমেজ|છબી|รูปภาพ|sticker|stiker|"
    "figurinha|adesivo|klistermärke|klistermærke|klistremerke|nálepk|naklejk|naljepnic|"
    "стикер|наклейк|pelekat|çıkartma|tarra|matrica|αυτοκόλλητο|סטיקר|ملصق|استیکر|貼圖|贴图|"
    "スタンプ|스티커|स्टिकर|สติกเกอร์|foto|photo",
    "Video": "video|vídeo|vidéo|videó|видео|відео|βίντεο|וידאו|فيديو|ویدیو|ویڈیو|影片|视频|視頻|"
    "ビデオ|動画|비디오|동영상|व्हिडि|वीडियो|ভিডিও|વિડિ|วิดีโอ|wideo|filmpje|filmik|gif|"
    "físeán",
    "Audio": "audio|áudio|àudio|ses|аудио|аудіо|звук|ήχος|lyd|ljud|ääni|hang|zvuk|dźwięk|"
    "sprachnachricht|קול|صوت|صدا|آڈیو|音訊|音频|音頻|音声|語音|오디오|음성|ऑडिओ|ऑडियो|অডিও|"
    "ઓડિ|เสียง|âm thanh|ptt",
    "Document": "وسائط|document|documento|dokument|doküman|belge|asiakirja|документ|έγγραφο|מסמך|مستند|سند|"
    "文件|文档|文檔|ドキュメント|문서|डॉक्यु|डॉक्यू|ডকুমেন্ট|ડોક્યુમેન્ટ|เอกสาร|tài liệu|"
    "dokumen|contact card|kontakt|contact|contacto|contatto|contato|kişi kartı|"
    "visitekaartje|vizitk|wizytówk|контакт|επαφής|אנשי קשר|איש קשר|جهة اتصال|联系人|"
    "聯絡人|連絡先|연락처|संपर्क|कॉन्टैक्ट|บัตรรายชื่อ|thẻ liên|kenalan|kontak|"
    "yhteystieto|névjegy|media|medien|multimedia|mídia|média|médias|медиа|медіа|medya|"
    "fichier|archivo|ficheiro|file",
}
OMITTED_STEMS = (
    "omitted|omitid|omess|esclus|non inclus|omis|absent|manquant|retiré|weggelassen|ausgelassen|"
    "weggelaten|utesl|utelat|utelämn|udelad|sløyfet|ikke inkludert|vynech|pominięt|wyłączon|пропущ|"
    "отсутств|відсутн|не додан|не добавл|изпуснат|dahil edilmedi|tidak disertakan|tidak dimasukkan|"
    "no revelad|não revelad|ocultad|παραλ|הושמט|لم يتم إدراج|تم حذف|حذف شد|نظرانداز|نظر انداز|استبعاد|"
    "نکال|省略|略去|忽略|"
    "含まれていません|생략|제외|छोड़|हटा|वगळ|বাদ|પડતી|પડતું|શામેલ|ไม่มี|ละเว้น|ถูกลบ|bỏ qua|đã bỏ|"
    "izostavljen|kihagy|sikertelen|ei sisälly|jätett|ei kuvaa|fără|ar lár|omès"
).split("|")
# "(file attached)" of Android, where the name alone does not tell that it is one.
ATTACHED = (
    "file attached|datei angehängt|archivo adjunto|fichier joint|fichier attaché|arquivo anexado|"
    "ficheiro anexado|file allegato|bestand bijgevoegd|bifogad fil|fil vedhæftet|vedlagt fil|"
    "fil lagt ved|liitetiedosto|soubor byl přiložen|súbor pripojený|plik dołączony|załączony plik|"
    "fájl csatolva|csatolt fájl|fișier atașat|priložena datoteka|файл добавлен|файл додано|"
    "прикачен файл|συνημμένο αρχείο|dosya ekli|dosya ektedir|קובץ מצורף|الملف مرفق|ملف مرفق|پیوست شد|"
    "file terlampir|fail dilampirkan|tệp đính kèm|ไฟล์ที่แนบ|文件附件|附件檔案|檔案已附加|"
    "添付ファイル|파일 첨부됨|फ़ाइल संलग्न|फाइल संलग्न|arxiu adjunt"
).split("|")
DELETED = (
    "this message was deleted|you deleted this message|message deleted|"
    "diese nachricht wurde gelöscht|du hast diese nachricht gelöscht|se eliminó este mensaje|"
    "este mensaje fue eliminado|eliminaste este mensaje|ce message a été supprimé|"
    "vous avez supprimé ce message|mensagem apagada|você apagou esta mensagem|"
    "esta mensagem foi apagada|apagou esta mensagem|essa mensagem foi apagada|"
    "questo messaggio è stato eliminato|hai eliminato questo messaggio|dit bericht is verwijderd|"
    "je hebt dit bericht verwijderd|det här meddelandet raderades|du raderade det här meddelandet|"
    "denne besked blev slettet|du slettede denne besked|denne meldingen ble slettet|"
    "du slettet denne meldingen|tämä viesti poistettiin|poistit tämän viestin|"
    "ta wiadomość została usunięta|usunięto tę wiadomość|tato zpráva byla odstraněna|"
    "tato zpráva byla smazána|tuto zprávu jste smazali|tuto zprávu jste odstranil(a)|"
    "táto správa bola odstránená|ezt az üzenetet törölték|törölted ezt az üzenetet|"
    "acest mesaj a fost șters|ai șters acest mesaj|данное сообщение удалено|это сообщение удалено|"
    "сообщение удалено|вы удалили это сообщение|вы удалили данное сообщение|"
    "це повідомлення було видалено|ви видалили це повідомлення|това съобщение беше изтрито|"
    "ova poruka je izbrisana|αυτό το μήνυμα διαγράφηκε|διαγράψατε αυτό το μήνυμα|bu mesaj silindi|"
    "bu mesajı sildiniz|הודעה זו נמחקה|מחקת הודעה זו|تم حذف هذه الرسالة|لقد حذفت هذه الرسالة|"
    "این پیام حذف شد|pesan ini telah dihapus|anda telah menghapus pesan ini|anda menghapus pesan ini|"
    "mesej ini telah dipadam|tin nhắn này đã bị xóa|bạn đã xóa tin nhắn này|ข้อความนี้ถูกลบแล้ว|"
    "คุณลบข้อความนี้แล้ว|此訊息已刪除|您已刪除此訊息|此消息已删除|这条消息已被删除|您已删除这条消息|"
    "このメッセージは削除されました|メッセージを削除しました|이 메시지는 삭제되었습니다|"
    "삭제된 메시지입니다|यह मैसेज हटाया गया|यह संदेश हटा दिया गया था|आपने यह मैसेज हटाया|"
    "s'ha eliminat aquest missatge"
).split("|")
# "deleted by admin Ola": the phrase is followed by a name.
DELETED_BY = (
    "this message was deleted by admin|diese nachricht wurde von admin|"
    "ce message a été supprimé par l|se eliminó este mensaje por|este mensaje lo eliminó|"
    "mensagem apagada por|dit bericht is verwijderd door"
).split("|")
EDITED = (
    "this message was edited|diese nachricht wurde bearbeitet|se editó este mensaje|"
    "este mensaje fue editado|ce message a été modifié|mensagem editada|esta mensagem foi editada|"
    "questo messaggio è stato modificato|dit bericht is bewerkt|dit bericht werd bewerkt|"
    "det här meddelandet redigerades|denne besked blev redigeret|denne meldingen ble redigert|"
    "tätä viestiä muokattiin|tę wiadomość edytowano|wiadomość została edytowana|"
    "tato zpráva byla upravena|сообщение изменено|это сообщение изменено|данное сообщение изменено|"
    "це повідомлення змінено|bu mesaj düzenlendi|ההודעה נערכה|تم تعديل هذه الرسالة|pesan ini diedit|"
    "tin nhắn này đã được chỉnh sửa|此訊息已編輯|此消息已编辑|このメッセージは編集されました|"
    "이 메시지는 수정되었습니다|यह मैसेज एडिट किया गया|mesajul a fost editat|"
    "az üzenet szerkesztve lett"
).split("|")
LIVE_LOCATION = (
    "live location shared|live-standort wird geteilt|ubicación en tiempo real compartida|"
    "localisation en direct partagée|localização em tempo real compartilhada|"
    "localização atual compartilhada|posizione attuale condivisa|live locatie gedeeld|"
    "liveposition delad|canlı konum paylaşıldı|геоданные отправлены|lokasi terkini dibagikan|"
    "實時位置已分享|共享实时位置|공유한 실시간 위치|تمت مشاركة الموقع المباشر"
).split("|")
POLLS = (
    "poll|umfrage|encuesta|sondage|enquete|sondaggio|omröstning|afstemning|avstemning|kysely|ankieta|"
    "anketa|опрос|опитування|anket|סקר|استطلاع|jajak pendapat|cuộc thăm dò ý kiến|投票|アンケート|"
    "투표|पोल|sondaj|szavazás|peiling"
).split("|")
CALL_STEMS = (
    "call|anruf|llamada|appel|chamada|ligação|chiamata|oproep|gesprek|samtal|opkald|anrop|puhelu|"
    "połączeni|hovor|hívás|apel|звонок|дзвінок|κλήση|arama|שיחה|שיחת|مكالمة|تماس|panggilan|cuộc gọi|"
    "สาย|通話|通话|來電|来电|통화|전화|कॉल|কল"
).split("|")
# The notice at the head of every chat; used where the mark that sets notices apart was lost in copying.
ENCRYPTION_STEMS = (
    "end-to-end encrypt|ende-zu-ende|extremo a extremo|bout en bout|ponta a ponta|ponto a ponto|"
    "crittografati end-to-end|eind-tot-eind|totalsträckskrypt|end-to-end-krypt|ende-til-ende|"
    "päästä päähän|szyfrowan|šifrován|koncové šifr|végpontok köz|criptate integral|сквозн|наскрізн|"
    "από άκρο σε άκρο|uçtan uca|מוצפנ|مشفرة|terenkripsi|secara end-to-end|mã hóa đầu cuối|端到端|"
    "端對端|エンドツーエンド|종단간|종단 간|एंड-टू-एंड|now secured with"
).split("|")

# Notices of a group. "who" is somebody who came or was there; `and` lists are split by `LISTS`.
CAME = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^.+? added (?P<who>.+)$",
        r"^(?P<who>.+?) (?:was|were) added$",
        r"^(?P<who>.+?) joined (?:using|via|from|by) .*$",
        r"^(?P<who>.+?) left$",
        r"^.+? removed (?P<who>.+)$",
        r"^(?:.+? hat|du hast) (?P<who>.+?) (?:hinzugefügt|entfernt)$",
        r"^(?P<who>.+?) wurden? hinzugefügt$",
        r"^(?P<who>.+?) (?:ist|bist) .*beigetreten$",
        r"^(?P<who>.+?) (?:hat|hast) die gruppe verlassen$",
        r"^.+? (?:añadió|agregó|eliminó|añadiste|agregaste|eliminaste) a (?P<who>.+)$",
        r"^(?:añadiste|agregaste|eliminaste|se añadió|se agregó) a (?P<who>.+)$",
        r"^(?P<who>.+?) (?:se unió|salió)\b.*$",
        r"^.+? (?:a|avez) (?:ajouté|retiré) (?P<who>.+)$",
        r"^(?P<who>.+?) (?:a rejoint|a quitté|est parti)\b.*$",
        r"^.+? (?:adicionou|removeu) (?P<who>.+)$",
        r"^(?P<who>.+?) (?:entrou|saiu)\b.*$",
        r"^(?:.+? ha|hai) (?:aggiunto|rimosso) (?P<who>.+)$",
        r"^(?P<who>.+?) (?:è entrat[oa]|ha abbandonato)\b.*$",
        r"^(?:.+? heeft|je hebt) (?P<who>.+?) (?:toegevoegd|verwijderd)$",
        r"^(?P<who>.+?) (?:is toegetreden|heeft de groep verlaten)\b.*$",
        r"^.+? добавил(?:\(-а\)|а|и)? (?P<who>.+)$",
        r"^(?P<who>.+?) (?:присоединил|покинул|вышел|вышла).*$",
        r"^.+? (?:menambahkan|mengeluarkan) (?P<who>.+)$",
        r"^(?P<who>.+?) (?:bergabung|keluar)\b.*$",
        r"^.+?, (?P<who>.+?) (?:kişisini|adlı kişiyi) (?:ekledi|çıkardı)$",
        r"^(?P<who>.+?) (?:gruba katıldı|ayrıldı|gruptan ayrıldı)\b.*$",
    )
)
CREATED = re.compile(
    r"created (?:this )?group|group creator|gruppe .*erstellt|creó el grupo|creaste el grupo|"
    r"créé le groupe|criou (?:o|este) grupo|creato il gruppo|groep .*(?:gemaakt|aangemaakt)|создал\S* группу|"
    r"membuat grup|grubu oluşturdu|grubunu oluşturdu|skapade gruppen|utworzył\S* grupę|vytvořil\S* skupinu|"
    r"建立了群組|创建了群组|グループを作成|그룹을 만들"
)
QUOTED = re.compile('["“„«‟」「『](?P<name>[^"“”„«»」』]{1,100})["”“»‟」』]')
LISTS = re.compile(r"\s*,\s*(?:and |und |y |et |e |en |и |dan |ve )?|\s+(?:and|und|y|et|e|en|и|dan|ve)\s+")
NOT_A_NAME = re.compile(
    r"^(?:a|an|the|this|your|la|el|los|las|le|les|un|une|o|os|um|uma|il|lo|gli|die|der|das|den|eine?n?|de|het|een|группу)\s"
    r"|^\d+ |[\"“„«]|^.{60,}$",
    re.IGNORECASE,
)
YOU = frozenset(
    "you|du|dich|dir|tú|te|ti|usted|vous|toi|você|jij|je|u|sen|siz|вы|вас|anda|kamu|lei|tu|teid|dig|"
    "deg|ty|あなた|您|你|나|أنت|אתה|あなたを".split("|")
)
# Senders that mean the person who exported: only words that are hardly names.
ME_SENDERS = frozenset({"you", "você", "vous", "вы", "あなた"})
EVERYONE = frozenset(
    {"all", "everyone", "alle", "todos", "tous", "tutti", "iedereen", "herkes", "все", "semua"}
)

# A file or folder named after the chat: what stands between "WhatsApp" and the name.
WITH = (
    "with|mit|con|avec|com|met|med|dengan|cu|amb|z|ze|s|sa|so|kanssa|με|עם|مع|با|กับ|với|с контактом|"
    "с|со|з|із|зі|s uživatelem|s používateľom|z użytkownikiem|vele"
).split("|")
AFTER = (
    r"^(?P<name>.+?)\s+ile\s+WhatsApp.*$",
    r"^(?P<name>.+?)\s+के साथ\s+WhatsApp.*$",
    r"^(?P<name>.+?)\s*(?:さん)?との?\s*WhatsApp.*$",
    r"^(?P<name>.+?)\s*님과의?\s*(?:나눈\s*)?WhatsApp.*$",
    r"^WhatsApp\s*(?:与|和|與)\s*(?P<name>.+?)\s*的.*$",
    r"^(?:与|和|與)\s*(?P<name>.+?)\s*的\s*WhatsApp.*$",
    r"^WhatsApp-keskustelu henkilön (?P<name>.+?) kanssa$",
)
BRAND = r"(?:whats\s?app|واتساب|واتس آب|واتساپ|ווטסאפ|וואטסאפ|व्हाट्सएप|व्हाट्सऐप)"
COPY = re.compile(r"\s*(?:\(\d{1,3}\)|\s-\s(?:copy|kopie|copia|copie|cópia))$", re.IGNORECASE)
PREFIX_COPY = re.compile(r"^(?:copy of|kopie von|copia de|copie de)\s+", re.IGNORECASE)
LOG_LEVEL = re.compile(
    r"(?:^|[.\s\[(/])(?:trace|debug|info|notice|warn|warning|error|critical|fatal|severe|emerg|alert)\b",
    re.IGNORECASE,
)

KINDS = {
    **dict.fromkeys(("jpg", "jpeg"), ("Image", "image/jpeg")),
    "png": ("Image", "image/png"),
    "gif": ("Image", "image/gif"),
    "webp": ("Image", "image/webp"),
    "heic": ("Image", "image/heic"),
    "mp4": ("Video", "video/mp4"),
    "mov": ("Video", "video/quicktime"),
    "3gp": ("Video", "video/3gpp"),
    "mkv": ("Video", "video/x-matroska"),
    "avi": ("Video", "video/x-msvideo"),
    "webm": ("Video", "video/webm"),
    "opus": ("Audio", "audio/ogg"),
    "ogg": ("Audio", "audio/ogg"),
    "m4a": ("Audio", "audio/mp4"),
    "aac": ("Audio", "audio/aac"),
    "mp3": ("Audio", "audio/mpeg"),
    "amr": ("Audio", "audio/amr"),
    "wav": ("Audio", "audio/wav"),
    "pdf": ("Document", "application/pdf"),
    "vcf": ("Document", "text/vcard"),
    "txt": ("Document", "text/plain"),
}

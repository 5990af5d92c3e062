"""What columns are called in the tables of other tools, in many languages, and words in cells of logs. Pure data.

Headings are compared by `plain`: small letters without accents, digits and signs. Put together from what Outlook,
Google, HubSpot, Salesforce, Airtable, Notion, Mailchimp and Thunderbird call their columns, and of lists.
"""

import re
import unicodedata
from functools import lru_cache

_SIGNS = re.compile(r"[\W\d_]+")

HEADINGS: dict[str, str] = {
    "name": """name|full name|display name|displayname|fullname|contact|contact name|contacts|person|people|who
        |with|with whom|attendee|attendees|participant|participants|guest|guests|invitees|invitee|member
        |member name|client|client name|customer|customer name|associated contact|related to|lead name|your name
        |friend|first and last name|naam|volledige naam|contactpersoon|deelnemer|deelnemers|wie|met wie|lid
        |weergavenaam|vollstandiger name|anzeigename|kontakt|kontaktperson|ansprechpartner|wer|mit wem
        |teilnehmer|mitglied|vor und nachname|nom|nom complet|nom et prenom|nom prenom|prenom et nom|personne
        |contact nom|qui|avec qui|participante|membre|nombre|nombre completo|nombre y apellidos|persona|contacto
        |quien|con quien|asistentes|miembro|socio|nome|nome completo|nome e cognome|contatto|chi|con chi
        |partecipanti|membro|contato|pessoa|quem|com quem|imie i nazwisko|nazwa|osoba|namn|fullstandigt namn
        |navn|fulde navn|fullt navn|nimi|koko nimi|имя и фамилия|фио|полное имя|контакт|участник|кто|ad soyad
        |adi soyadi|isim|jmeno a prijmeni|cele jmeno|teljes nev|nev|ονοματεπωνυμο|姓名|名前|氏名|联系人|이름
        |성명|الاسم
        |الاسم الكامل|שם|שם מלא|नाम""",
    "first": """first name|firstname|first|given name|givenname|forename|christian name|fname|voornaam|roepnaam
        |vorname|rufname|prenom|primer nombre|nombres|nome proprio|primeiro nome|imie|fornamn|fornavn|etunimi
        |имя|adi|ad|jmeno|krestni jmeno|keresztnev|utonev|ονομα|名|이름 이름|الاسم الأول|שם פרטי""",
    "last": """last name|lastname|last|surname|family name|familyname|lname|second name|achternaam|familienaam
        |nachname|familienname|zuname|nom de famille|apellido|apellidos|primer apellido|cognome|sobrenome
        |apelido|ultimo nome|nazwisko|efternamn|efternavn|etternavn|sukunimi|фамилия|soyadi|soyad|prijmeni
        |vezeteknev|csaladnev|επωνυμο|επιθετο|姓|اسم العائلة|שם משפחה""",
    "middle": """middle name|middlename|middle|additional name|tussenvoegsel|tussenvoegsels|zweiter vorname
        |deuxieme prenom|segundo nombre|secondo nome|отчество""",
    "nickname": """nickname|nick name|nick|bijnaam|spitzname|surnom|apodo|soprannome|apelido carinhoso|smeknamn
        |przydomek|прозвище|alias""",
    "email": """email|e mail|mail|email address|e mail address|emailaddress|mail address|primary email
        |work email|personal email|email home|home email|email work|other email|secondary email|email value
        |e mail value|contact email|attendee email|attendee emails|participant email|with email|emails|e mails
        |your email|e mailadres|emailadres|mailadres|e mail adres|e mail adresse|mailadresse|emailadresse
        |e mailadresse|e mail adressen|adresse e mail|adresse email|adresse mail|adresse de messagerie|courriel
        |mel|adresse electronique|correo|correo electronico|direccion de correo|direccion de correo electronico
        |e mail de contacto|indirizzo e mail|indirizzo email|posta elettronica|endereco de email
        |endereco de e mail|adres e mail|e postadress|e post|epost|e postadresse|sahkoposti|sahkopostiosoite
        |электронная почта|почта|адрес электронной почты|эл почта|e posta|e posta adresi|eposta|e mailova adresa
        |e mail cim|ηλεκτρονικο ταχυδρομειο|邮箱|电子邮件|電子郵件|メールアドレス|メール|이메일
        |البريد الإلكتروني|אימייל|דואר אלקטרוני""",
    "phone": """phone|phone number|phonenumber|mobile|mobile phone|mobile number|mobilephone|cell|cell phone
        |cellphone|telephone|telephone number|tel|home phone|work phone|business phone|primary phone|other phone
        |car phone|phone value|main phone|company main phone|phones|contact number|whatsapp|whatsapp number
        |your phone|telefoon|telefoonnummer|mobiel|gsm|gsm nummer|mobiel nummer|telefoon thuis|telefoon werk
        |telefon|telefonnummer|handy|handynummer|mobil|mobiltelefon|mobilnummer|telefon privat
        |telefon geschaftlich|telefon mobil|rufnummer|portable|telephone portable|mobile perso
        |numero de telephone|tel portable|telephone mobile|telefono|movil|telefono movil|celular
        |numero de telefono|cellulare|numero di telefono|telefone|telemovel|numero de telefone|telefon komorkowy
        |komorka|numer telefonu|puhelin|puhelinnumero|matkapuhelin|телефон|мобильный|мобильный телефон
        |номер телефона|cep telefonu|telefon numarasi|telefonszam|τηλεφωνο|κινητο|电话|手机|電話|電話番号|携帯
        |전화번호|휴대폰
        |الهاتف|رقم الهاتف|טלפון|נייד""",
    "birthday": """birthday|birth date|birthdate|date of birth|dob|born|bday|geboortedatum|verjaardag|geboren
        |geboren am|geburtstag|geburtsdatum|date de naissance|anniversaire|naissance|ne le|fecha de nacimiento
        |cumpleanos|nacimiento|data di nascita|compleanno|nato il|data de nascimento|aniversario|nascimento
        |data urodzenia|urodziny|fodelsedag|fodelsedatum|fodselsdag|fodselsdato|syntymaaika|syntymapaiva
        |дата рождения|день рождения|dogum tarihi|dogum gunu|datum narozeni|narozeniny|szuletesnap
        |szuletesi datum|γενεθλια|生日|出生日期|誕生日|생일|생년월일|تاريخ الميلاد|תאריך לידה|יום הולדת""",
    "org": """company|company name|organization|organisation|organization name|organisation name|org|employer
        |account name|account|business|firm|associated company|workplace|works at|club|school|bedrijf
        |bedrijfsnaam|organisatie|werkgever|firma|unternehmen|firmenname|arbeitgeber|verein|entreprise|societe
        |organisme|employeur|association|empresa|compania|organizacion|azienda|societa|ditta|organizzazione
        |organizacao|instituicao|organizacja|foretag|organisation namn|virksomhed|bedrift|yritys|компания
        |организация|место работы|sirket|kurum|spolecnost|ceg|munkahely|εταιρεια|公司|单位|会社|회사|الشركة|חברה""",
    "title": """title|job title|jobtitle|job|position|role|occupation|profession|functie|functietitel|beroep|rol
        |position titel|berufsbezeichnung|beruf|stelle|funktion|rolle|fonction|poste|intitule du poste
        |profession metier|titre|cargo|puesto|ocupacion|profesion|ruolo|professione|mansione|posizione|funcao
        |profissao|stanowisko|zawod|befattning|yrke|stilling|titel|tyonimike|должность|профессия|unvan|meslek
        |pozice|beosztas|θεση|职位|職位|役職|직책|직위|المسمى الوظيفي|תפקיד""",
    "address": """address|postal address|home address|street|street address|business street|home street
        |other street|home city|home state|home postal code|home country region|home country|business city
        |business state|business postal code|business country region|business country|mailing address|city|town
        |state|region|province|county|state province|postcode|zip|zip code|postal code|country|country region
        |street and number|mailing street|mailing city|mailing state|mailing zip postal code|mailing country
        |adres|straat|straat en huisnummer|huisnummer|woonplaats|stad|plaats|gemeente|provincie|land|postadres
        |adresse|anschrift|strasse|strasse hausnummer|hausnummer|ort|wohnort|stadt|plz|postleitzahl|bundesland
        |adresse postale|rue|ville|code postal|pays|commune|direccion|calle|ciudad|localidad|provincia
        |codigo postal|pais|indirizzo|via|citta|comune|cap|paese|endereco|rua|cidade|estado|cep|morada
        |localidade|ulica|miasto|kod pocztowy|kraj|adress|gatuadress|postnummer|stad ort|gade|vejnavn|by|osoite
        |katuosoite|postinumero|kaupunki|адрес|улица|город|индекс|страна|adresi|sehir|ilce|posta kodu|ulke|mesto
        |psc|zeme|cim|varos|iranyitoszam|διευθυνση|πολη|地址|城市|住所|郵便番号|주소|العنوان|المدينة|כתובת|עיר""",
    "url": """url|website|web site|web page|webpage|homepage|link|linkedin|linkedin url|linkedin profile
        |twitter url|blog|profile|profile url|personal web page|website url|site|site web|sitio web|sito web
        |sito|pagina web|webseite|webadresse|webbplats|hjemmeside|nettside|verkkosivu|strona internetowa|сайт
        |веб сайт|web sitesi|ιστοσελιδα|网站|网址|ウェブサイト|웹사이트""",
    "groups": """groups|group|tags|tag|labels|label|categories|category|list|lists|segment|segments|circle
        |circles|lists member of|groep|groepen|categorie|categorieen|label labels|gruppe|gruppen|kategorie
        |kategorien|schlagworter|stichworter|groupe|groupes|categories categorie|etiquettes|etiquette|grupo
        |grupos|etiquetas|etiqueta|categoria|categorias|gruppo|gruppi|categorie categoria|etichette|marcadores
        |grupa|grupy|etykiety|grupper|kategorier|taggar|ryhma|ryhmat|группа|группы|теги|метки|grup|gruplar
        |etiketler|skupina|skupiny|csoport|cimkek|ομαδα|分组|标签|グループ|タグ|그룹|태그|المجموعات|קבוצה|תגיות""",
    "note": """note|notes|comment|comments|remark|remarks|description|about|bio|how we met
        |how we know each other|memo|notitie|notities|opmerking|opmerkingen|commentaar|beschrijving|notiz
        |notizen|bemerkung|bemerkungen|anmerkung|anmerkungen|kommentar|beschreibung|remarque|remarques
        |commentaire|commentaires|nota|notas|observaciones|comentarios|comentario|descripcion|osservazioni
        |commenti|annotazioni|descrizione|observacoes|descricao|notatki|uwagi|opis|anteckning|anteckningar|noter
        |notat|bemaerkninger|muistiinpanot|huomautus|заметка|заметки|комментарий|примечание|notlar|aciklama
        |poznamka|poznamky|megjegyzes|jegyzet|σημειωσεις|备注|說明|メモ|備考|메모|비고|ملاحظات|הערות""",
    "date": """date|day|when|date and time|datetime|date time|timestamp|start|starts|start date|start time
        |started at|started|begin|date start|start date time|activity date|activity datetime|meeting date
        |meeting start time|call date|contacted on|contact date|date of contact|interaction date|met on
        |happened at|occurred at|sent at|sent on|received at|event date|due date and time|datum|dag|wanneer
        |datum en tijd|begin datum|startdatum|aanvang|datum und uhrzeit|beginnt am|beginn|tag|wann|date et heure
        |jour|quand|date de debut|debut|fecha|dia|cuando|fecha y hora|fecha de inicio|inicio|giorno|quando
        |data e ora|data di inizio|inizio|data|data e hora|data de inicio|kiedy|data rozpoczecia|datum och tid
        |nar|startdato|dato|hvornar|naar|paivamaara|paiva|aika|milloin|дата|дата и время|когда|дата начала
        |начало|tarih|baslangic tarihi|datum a cas|datum zahajeni|kdy|idopont|ημερομηνια|日期|时间|開始日時|日時
        |日付|날짜|일시
        |التاريخ|תאריך""",
    "time": """time|time of day|at|hour|tijd|tijdstip|uur|uhrzeit|zeit|heure|hora|ora|orario|godzina|czas|tid
        |tidspunkt|kello|klo|время|saat|cas|ido|ωρα|時刻|時間|시간|الوقت|שעה""",
    "end": """end|ends|end date|end time|ended at|finish|until|date end|end date time|meeting end time|einddatum
        |eindtijd|einde|tot|ende|endet am|enddatum|endzeit|bis|fin|date de fin|heure de fin|fecha de fin
        |hora de fin|fine|data di fine|ora di fine|data de fim|fim|termino|koniec|slut|slutdatum|sluttid
        |slutdato|loppu|конец|окончание|дата окончания|bitis|bitis tarihi|konec|vege|τελος|终止|結束|終了日時|종료""",
    "duration": """duration|length|minutes|mins|hours|seconds|duration minutes|duration min|duration in minutes
        |call duration|duration hours|duration seconds|duration in seconds|time spent|duur|minuten|duur minuten
        |duur in minuten|aantal minuten|dauer|dauer minuten|dauer min|dauer in minuten|stunden|duree|duree min
        |duree minutes|duree en minutes|duracion|duracion minutos|duracion min|minutos|durata|durata minuti
        |minuti|duracao|czas trwania|minuty|varaktighet|varighed|varighet|kesto|длительность|продолжительность
        |минуты|sure|dakika|delka|trvani|idotartam|διαρκεια|时长|時長|所要時間|소요시간""",
    "kind": """type|kind|activity type|activity|channel|medium|method|interaction type|interaction|contact type
        |meeting type|how|call or meeting|via|soort|type contact|kanaal|hoe|soort contact|art|typ|kanal
        |art des kontakts|kontaktart|wie kontakt|type de contact|canal|moyen|comment contact|tipo
        |tipo de contacto|canal de contacto|tipo di contatto|canale|como|tipo de contato|rodzaj|sposob kontaktu
        |sort|slag|tyyppi|laji|тип|вид|канал|вид контакта|tur|tip|druh|tipus|τυπος|类型|種類|種別|유형|النوع|סוג""",
    "direction": """direction|in out|incoming outgoing|inbound outbound|call direction|initiated by|who called
        |from me|richting|in uit|richtung|eingehend ausgehend|sens|entrant sortant|direccion de llamada
        |entrante saliente|sentido|direzione|direcao|kierunek|riktning|retning|suunta|направление|yon|smer|irany
        |κατευθυνση|方向|방향""",
    "subject": """subject|topic|title of meeting|meeting name|meeting title|event|event name|call title
        |activity subject|about what|occasion|onderwerp|betreft|waarover|aanleiding|betreff|thema|anlass|sujet
        |objet|objet de la reunion|asunto|tema|motivo|oggetto|argomento|assunto|temat|amne|emne|aihe|тема|konu
        |predmet|targy|θεμα|主题|主題|件名|제목|الموضوع|נושא""",
    "text": """message|text|body|content|what was said|call notes|meeting notes|summary|transcript|bericht
        |boodschap|inhoud|verslag|samenvatting|nachricht|inhalt|zusammenfassung|compte rendu|contenu|resume
        |mensaje|contenido|resumen|messaggio|testo|contenuto|riassunto|mensagem|texto|conteudo|resumo|wiadomosc
        |tresc|meddelande|besked|melding|viesti|сообщение|текст|mesaj|icerik|zprava|uzenet|μηνυμα|消息|内容|メッセージ
        |메시지|내용|الرسالة|הודעה""",
    "id": """id|uid|uuid|guid|record id|contact id|activity id|meeting id|event id|call id|engagement id
        |interaction id|object id|external id|key""",
}
# Told apart by what else is there: beside a first name they are the last, beside a last name the first.
EITHER = frozenset(
    ("name", "nom", "nome", "nombre", "naam", "namn", "navn", "nimi", "nev", "contact name", "имя")
)
TAKING_PART = frozenset(
    (
        "who|with|with whom|who was there|attendee|attendees|participant|participants|guests|invitees|contact|contacts"
        "|person|people|wie|met wie|deelnemers|teilnehmer|mit wem|participantes|asistentes|partecipanti|con chi"
        "|avec qui|con quien|com quem"
    ).split("|")
)
# Beside a moment: what was written of it, not of a person. Without one: of the person.
OF_A_MOMENT = {"title": "subject", "note": "text", "groups": "kind", "category": "kind"}
# Whom these speak of is nobody in the row, or a moment that is none.
NOT_MEANT = re.compile(
    r"\b(owner|created|modified|updated|last|lastmodified|assigned|import|imported|status|stage|lead source|spouse"
    r"|manager|assistant|referred|parent|emergency|children|phonetic|yomi|suffix|prefix|salutation|fax|label|photo|opt|consent"
    r"|marketing|unsubscribed|bounced|price|amount|revenue|number of|count|latitude|longitude|password|ip)\b"
)
_KINDS = {
    "meeting": """meeting meet met coffee lunch dinner breakfast drinks tea visit event party walk conference
        appointment in person one on one hike trip workshop demo afspraak koffie bezoek vergadering ontmoeting
        overleg etentje borrel wandeling treffen besuch kaffee termin besprechung sitzung essen mittagessen
        abendessen spaziergang feier rendez vous reunion rencontre dejeuner diner cafe visite petit dejeuner
        reunion cita comida cena almuerzo visita encuentro incontro riunione pranzo caffe visita appuntamento
        reuniao encontro almoco jantar spotkanie kawa wizyta mote fika besok middag mode tapaaminen kahvi
        встреча кофе обед визит toplanti bulusma kahve ziyaret schuzka kava navsteva talalkozo kave 会议 会面 会議 面談
        회의 만남 اجتماع פגישה""",
    "call": """call phone telephone phonecall zoom video videocall voip skype facetime teams bellen gebeld
        telefoon telefoontje belletje anruf telefonat telefon videoanruf videocall appel telephone visio coup de
        fil llamada telefono videollamada chiamata telefonata videochiamata ligacao chamada telefonema
        telefonema rozmowa polaczenie samtal opkald samtale puhelu звонок arama telefon hovor hivas 电话 通话 電話 通話
        전화 통화 مكالمة שיחה""",
    "mail": """email e mail mail letter postcard newsletter brief kaart mailtje post brief karte lettre courriel
        carte carta correo postal lettera cartolina list kartka brev kort kirje письмо почта mektup eposta dopis
        level 邮件 信 メール 手紙 이메일 편지 بريد מכתב""",
    "message": """message chat sms text whatsapp signal telegram dm slack imessage messenger wechat linkedin
        message instagram facebook note to bericht berichtje appje app nachricht kurznachricht message texto
        mensaje messaggio mensagem wiadomosc meddelande besked melding viesti сообщение mesaj zprava uzenet 消息
        短信 メッセージ 메시지 문자 رسالة הודעה""",
    "task": """task todo reminder to do taak herinnering aufgabe erinnerung tache rappel tarea recordatorio
        compito promemoria tarefa lembrete zadanie uppgift opgave tehtava задача gorev ukol feladat""",
}
_WAYS = {
    "in": """in incoming inbound received from them them they entrant recu inkomend ontvangen eingehend
        empfangen entrante recibido recibida ricevuto ricevuta recebido recebida przychodzace przychodzacy
        inkommande indgaende innkommende saapuva входящий входящее входящая gelen prichozi bejovo 呼入 収信 着信 수신
        وارد נכנס""",
    "out": """out outgoing outbound sent to them me i we sortant envoye uitgaand verzonden ausgehend gesendet
        saliente enviado enviada inviato inviata realizada effettuata feito wychodzace wychodzacy utgaende
        udgaende lahteva исходящий исходящее исходящая giden odchozi kimeno 呼出 発信 발신 صادر יוצא""",
}


@lru_cache(16_384)
def plain(heading: str) -> str:
    """A heading as it is compared: small letters, no accents, digits or signs."""
    parts = unicodedata.normalize("NFKD", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading[:200])).casefold()
    bare = "".join(one for one in parts if not unicodedata.combining(one)).replace("ı", "i").replace("ł", "l")
    return unicodedata.normalize("NFC", _SIGNS.sub(" ", bare.replace("ø", "o"))).strip()


def _table(words: dict[str, str], split: str | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for role, text in words.items():
        for word in text.split(split) if split else text.split():
            found.setdefault(plain(word), role)
    found.pop("", None)
    return found


_ROLES = _table(HEADINGS, "|")
_LONGEST = max(len(one.split()) for one in _ROLES)
KIND_WORDS, WAY_WORDS = _table(_KINDS, None), _table(_WAYS, None)


def role_of(heading: str) -> tuple[str, bool]:
    """(role, exactly) of a heading: exactly when it is called just so, else by words in it; ("", False) for none."""
    said = plain(heading)
    if said in _ROLES:
        return _ROLES[said], True
    if not said or NOT_MEANT.search(said):
        return "", False
    words = said.split()
    # The longest words at the end of a heading say most: "business phone", "contact e-mail address".
    for size in range(min(len(words) - 1, _LONGEST), 0, -1):
        for start in range(len(words) - size, -1, -1):
            role = _ROLES.get(" ".join(words[start : start + size]))
            if role and (size > 1 or len(words[start]) > 3):
                return role, False
    return "", False


def speaks_of_others(heading: str) -> bool:
    """Whether a heading names what belongs to somebody else, or to the record of a person and not the person."""
    return plain(heading) not in _ROLES and bool(NOT_MEANT.search(plain(heading)))


def known_word(cell: str) -> bool:
    """Whether columns are called exactly so."""
    return plain(cell) in _ROLES


def kind_of(text: str) -> str:
    """What a cell calls a moment: meeting, call, mail, message, task; "" when it does not say."""
    return _first(text, KIND_WORDS)


def way_of(text: str) -> str:
    """Which way something went: in, out, or "" when a cell does not say."""
    return _first(text, WAY_WORDS)


def _first(text: str, table: dict[str, str]) -> str:
    said = plain(text[:80])
    return table.get(said) or next((table[one] for one in said.split() if one in table), "")

"""Words that say what stands next to them, in a dozen languages; the gate of most detectors."""

import re

PHONE, SECRET, PAPERS, ACCOUNT, BIRTH, AT, ADDRESS, NOBODY, CALLED, HEALTH, FAMILY, KIN = (
    1 << bit for bit in range(12)
)

PHONE_WORDS = (
    "phone phones telephone tel tél telefon telefono teléfono telefone telefoon téléphone telefonu telefoni "
    "telefonnummer telefoonnummer telefonnumret phonenumber puhelin puhelinnumero телефон τηλέφωνο 電話 "
    "mobile mobil móvil movil mobiel portable cell cellphone celular cellulare cellulaire handy handynummer "
    "komórka komorka komórkowy gsm whatsapp signal viber fax telefax office call calls calling called "
    "ring rang "
    "dial text texted sms reach contact contacting hotline helpline voicemail appeler appelez appelle rufen "
    "ruf anrufen anruf erreichbar llamar llama llámame llamame chiama chiamare chiamami bel bellen ligar "
    "liga "
    "ligue zadzwoń dzwoń ring ringa arayın ara numara whats joindre contacter contactar rückruf durchwahl "
    "extension ext"
)
PASSING_WORDS = (
    "password passwords passwort pass pw pwd passwd passphrase passcode kennwort mot contraseña contrasena "
    "clave "
    "wachtwoord senha palavra hasło haslo lösenord losenord parola şifre sifre salasana adgangskode passord "
    "token secret apikey key pin pincode code login creds credentials пароль"
)
PAPER_WORDS = (
    "passport passports reisepass pass passnummer passeport pasaporte passaporto paspoort passaporte "
    "paszport "
    "paszportu pasaport pasaportu pas driver drivers driving licence license licences licenses dl "
    "führerschein fuehrerschein führerscheinnummer permis permiso conducir patente rijbewijs carta condução "
    "habilitação prawo jazdy körkort ehliyet conduire"
)
ACCOUNT_WORDS = (
    "account accounts acct konto kontonummer compte cuenta conto rekening rekeningnummer conta hesap routing "
    "sort bsb aba bankleitzahl blz ifsc clabe rib cbu"
)
BIRTH_WORDS = (
    "born birth birthday birthdate dob geboren geb geburtsdatum geburtstag né née naissance nacido nacida "
    "nací "
    "naci nacimiento nato nata nascita geboortedatum verjaardag nascido nascida nasci nascimento urodzony "
    "urodzona urodzenia urodziłem urodziłam född fodd födelsedatum fødselsdato født fødd doğum dogum "
    "syntynyt "
    "cumpleaños anniversaire compleanno aniversário urodziny bday dateofbirth"
)
AT_WORDS = "dot punto ponto chiocciola punkt point arobase apenstaartje małpa kropka nokta"
ADDRESS_WORDS = (
    "address addresses adresse anschrift dirección direccion domicilio indirizzo adres endereço endereco "
    "morada "
    "adresu adress osoite live lives living lived located location wohne wohnt wohnhaft habite habitons vivo "
    "vive vivimos abito abita woon woont moro mora mieszkam mieszka bor asun visit ship shipping deliver "
    "delivery delivered deliveries send sent mail mailing billing moved moving taxi uber cab office home "
    "house "
    "return residence residing resident arrived situated headquarters meet liefern lieferung livrer "
    "livraison "
    "enviar envío besöksadress entrega consegna bezorgen letter package parcel pick corner box p.o po psc "
    "apo fpo dpo "
    "directions property venue return office arrived send sent visit meet pick mailbox stop mailing "
    "headquarter "
    "residing shipped apartment flat warehouse street neighborhood neighbourhood"
)


_NEVER = (
    "order orders invoice ticket tickets tracking track ref reference isbn issn doi issue version "
    "versions build "
    "serial sku part model case commit hash article item batch lot id rfc bug pr upc ean imei shipment "
    "parcel "
    "receipt transaction booking reservation flight bestellung bestellnummer rechnung rechnungsnummer "
    "sendungsnummer artikel artikelnummer auftrag commande facture référence réf suivi pedido factura "
    "seguimiento ordine fattura spedizione bestelling factuur zamówienie zamówienia faktura sipariş fatura "
    "encomenda population timestamp epoch unix revision rev chapter page pages score lottery votes views "
    "followers serienummer seriennummer kundennummer customer confirmation license_key vin port pid uid"
)
_ENDS = ("", ":", ",", ".", "?", "!", ")", "=", ";", "'s", "#")


ILLS = (
    "cancer leukemia leukaemia lymphoma tumor tumour diabetes diabetic epilepsy epileptic asthma "
    "depression depressed "
    "anxiety bipolar schizophrenia schizophrenic autism autistic adhd ptsd ocd dementia alzheimer "
    "alzheimer's parkinson "
    "parkinson's hiv aids hepatitis tuberculosis covid stroke arthritis fibromyalgia endometriosis pcos "
    "crohn crohn's "
    "colitis lupus sclerosis anorexia bulimia anorexic bulimic pregnant pregnancy miscarriage miscarried "
    "chemo "
    "chemotherapy dialysis insulin antidepressants suicidal hypertension migraine migraines pneumonia celiac "
    "addiction alcoholic rehab transplant burnout anemia infertility ivf melanoma psychosis "
    "krebs brustkrebs leukämie tumor diabetes epilepsie asthma depressionen depression angststörung "
    "demenz schlaganfall "
    "schwanger fehlgeburt chemotherapie multiple_sklerose magersucht herzinfarkt rheuma borderline "
    "leucémie tumeur diabète diabétique épilepsie asthme dépression démence enceinte chimio "
    "chimiothérapie sida vih "
    "sclérose anorexie avc infarctus cáncer leucemia diabético diabética epilepsia asma depresión "
    "ansiedad demencia "
    "embarazada quimioterapia esclerosis anorexia infarto cancro tumore diabete depressione demenza incinta "
    "chemioterapia sclerosi ansia kanker leukemie suikerziekte depressie dementie zwanger beroerte "
    "angststoornis "
    "câncer depressão ansiedade demência grávida quimioterapia rak raka białaczka białaczkę cukrzyca "
    "cukrzycę padaczka "
    "padaczkę depresja depresję ciąży chemioterapię cancer leukemi cukorbeteg gravid cellgifter demens "
    "kanser lösemi "
    "şeker_hastası astım depresyon hamileyim hamile"
)
HEALTH_WORDS = (
    "diagnosed suffer suffers suffering remission living prescribed tested survivor hospitalized "
    "hospitalised treated "
    "diagnostiziert leide leidet erkrankt diagnostiqué diagnostiquée souffre atteint atteinte diagnosticaron "
    "diagnosticado diagnosticada sufro padezco diagnosticato soffro soffre gediagnosticeerd lijd lijdt sofro "
    "zdiagnozowano choruję choruje diagnosen diagnostiserad lider teşhisi antidepressants "
) + ILLS.replace("_", " ")
FAMILY_WORDS = (
    "my our mein meine meinem meinen meiner unser unsere mon ma mes notre nos mi mis nuestra nuestro mio "
    "mia miei "
    "nostra nostro mijn ons onze meu minha meus minhas nossa nosso mój moja moje mojej moją mojego mojemu "
    "min mitt mina "
    "vår kızım oğlum eşim karım kocam annem babam kardeşim ablam abim anneannem dedem çocuğum çocuklarım"
)
KIN_WORDS = (
    "daughter son wife husband mother father mom mum mommy mummy dad daddy brother sister grandma grandpa "
    "grandmother "
    "grandfather nephew niece cousin uncle aunt baby kid child kids children twins stepson stepdaughter "
    "fiancé fiancée "
    "fiance girlfriend boyfriend partner parents granddaughter grandson in-laws spouse "
    "tochter sohn frau mann mutter vater mama papa bruder schwester oma opa neffe nichte kind kinder baby "
    "freundin freund "
    "eltern verlobte verlobter enkel enkelin schwiegermutter fille fils femme mari mère père maman frère "
    "sœur soeur "
    "grand-mère grand-père neveu nièce enfant enfants bébé copine copain parents fiancée hija hijo esposa "
    "marido madre "
    "padre mamá papá hermano hermana abuela abuelo sobrino sobrina hijos bebé novia novio padres figlia "
    "figlio moglie "
    "marito mamma papà fratello sorella nonna nonno nipote figli bambino bambina fidanzata fidanzato "
    "genitori dochter "
    "zoon vrouw man moeder vader broer zus oma opa kinderen vriendin vriend ouders kleinzoon filha filho "
    "mulher mãe pai "
    "irmão irmã avó avô filhos bebê namorada namorado pais córka córkę córce syn syna żona żonę mąż męża "
    "matka mama "
    "ojciec tata brat siostra babcia dziadek dziecko dzieci dotter son fru mamma pappa bror syster mormor "
    "farmor barn "
    "flickvän pojkvän kızım oğlum eşim karım kocam annem babam kardeşim ablam abim anneannem dedem "
    "çocuğum çocuklarım"
)
CALLED_WORDS = (
    "name named call calls heiße heisse m'appelle llamo nombre chiamo heet naam chamo nome nazywam imię heter "
    "adım"
)


def _flags() -> dict[str, int]:
    flags: dict[str, int] = {}
    for flag, words in (
        (PHONE, PHONE_WORDS),
        (SECRET, PASSING_WORDS),
        (PAPERS, PAPER_WORDS),
        (ACCOUNT, ACCOUNT_WORDS),
        (BIRTH, BIRTH_WORDS),
        (AT, AT_WORDS),
        (ADDRESS, ADDRESS_WORDS),
        (NOBODY, _NEVER),
        (CALLED, CALLED_WORDS),
        (HEALTH, HEALTH_WORDS),
        (FAMILY, FAMILY_WORDS),
        (KIN, KIN_WORDS),
        (
            KIN,
            "kızım oğlum eşim karım kocam annem babam kardeşim ablam abim anneannem dedem çocuğum çocuklarım",
        ),
    ):
        for word in words.split():
            for end in _ENDS:
                flags[word + end] = flags.get(word + end, 0) | flag
    return flags


def either(words: str) -> str:
    """A pattern for any of the words, longest first, spaces in them written as "_"."""
    each = sorted(set(words.split()), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace("_", r"[\s_-]") for word in each) + ")"


FLAGS = _flags()
"""What a word of a text, with the stop it may end in, is a cue for: bits."""

NEVER = re.compile(rf"\b{either(_NEVER)}\b[^\d\n]{{0,22}}$")
"""What says just before a number that it is nobody's: an order, a version, a parcel."""

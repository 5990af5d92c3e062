"""Common first names, countries and big cities, by which names of persons and places are guessed; written for this
project from general knowledge, European and American names first (a bias that docs/models/personal.md tells)."""

_NAMES = """
james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald
steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric
jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry
tyler aaron jose henry adam douglas nathan peter zachary kyle walter harold jeremy ethan carl keith roger gerald
lawrence sean christian albert joe austin willie jesse bryan billy bruce ralph gabriel logan alan juan wayne roy noah
randy vincent louis philip bobby johnny bradley mary patricia jennifer linda elizabeth barbara susan jessica sarah
karen lisa nancy betty margaret sandra ashley kimberly emily donna michelle carol amanda melissa deborah stephanie
rebecca sharon laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine
christine debra rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia victoria kelly
lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison
frances kathryn janice jean abigail alice julia judy sophia grace denise amber doris marilyn danielle beverly isabella
theresa diana natalie brittany charlotte marie kayla alexis lori tiffany tammy tracy dawn stacy jenny lucy chloe
oliver harry oscar leo arthur alfie theo freddie archie liam connor dylan owen luke max toby jake sam tom ben dan
matt mike dave steve chris nick alex andy tony jim bob bill ted ed greg jeff josh kate katie beth lizzie maggie molly
ellie sophie ella amelia isla poppy freya ivy rosie evie erin holly zoe jill jane anne tina sue sally wendy gwen
hans peter klaus wolfgang jürgen dieter manfred uwe günter horst bernd frank rainer stefan ralf michael andreas
matthias sebastian tobias florian jan felix lukas jonas finn paul moritz niklas philipp kai sven jens torsten heiko
ursula monika petra elisabeth sabine renate karin brigitte ingrid helga gisela claudia susanne katharina kathrin
anja silke heike ute birgit martina nadine melanie stefanie lena leonie mia marie lea johanna greta frieda ida
jean pierre michel andré philippe alain bernard jacques daniel rené françois henri marcel louis luc nicolas julien
sébastien christophe laurent olivier thierry pascal éric guillaume antoine mathieu hugo jules léo théo baptiste
marie jeanne françoise monique catherine nathalie isabelle jacqueline sylvie martine nicole hélène sandrine valérie
véronique céline aurélie émilie camille chloé manon léa inès amandine élodie anaïs clotilde honoré
josé antonio manuel francisco juan david javier daniel carlos jesús alejandro miguel rafael pablo ángel sergio
fernando jorge luis alberto álvaro diego adrián raúl enrique ramón vicente andrés joaquín óscar rubén iván mario
maría carmen josefa isabel ana dolores pilar teresa cristina laura elena raquel mercedes rocío lucía paula sofía
marta irene silvia beatriz rosa alba patricia ángeles concepción inés noelia lorena guadalupe ximena valentina
giuseppe giovanni antonio mario luigi francesco angelo vincenzo pietro salvatore carlo franco domenico bruno paolo
michele giorgio aldo sergio luciano marco andrea matteo lorenzo alessandro davide simone federico luca stefano
roberto riccardo giulia chiara francesca federica sara martina valentina alessia silvia elisa ilaria anna giorgia
rosa angela giovanna lucia carmela caterina nunzia paola simona daniela barbara
jan piet henk kees willem johannes cornelis hendrik bas bram daan sem lars thijs joost maarten wouter sander jeroen
ruben koen pieter dirk geert johan maarten els anneke marieke sanne femke lotte fleur anouk ilse inge maaike
joão josé antónio manuel pedro carlos paulo luís rui tiago gonçalo miguel rodrigo duarte francisco afonso
maria ana joana mariana catarina inês beatriz leonor matilde sofia rita carla sandra paula márcia luciana fernanda
camila juliana gustavo felipe thiago vinícius leandro henrique
jan andrzej piotr krzysztof stanisław tomasz paweł józef marcin marek michał grzegorz jerzy tadeusz adam łukasz
zbigniew wojciech jakub mateusz kamil bartosz anna maria katarzyna małgorzata agnieszka krystyna barbara ewa
elżbieta zofia teresa magdalena joanna monika danuta janina jadwiga aleksandra zuzanna julia hanna maja
erik lars karl anders johan nils mikael gunnar sven olof per fredrik magnus björn håkan ole hans jens søren henrik
niels morten kasper mads emil frederik kristian anna eva maria karin kristina birgitta ingrid astrid sigrid freja
ida maja elsa alva saga linnea signe kirsten mette hanne pia lone aino helmi eino onni väinö mikko antti juha timo
kari matti jukka pekka tuomas riikka päivi tuula anneli kaarina
mehmet mustafa ahmet ali hüseyin hasan ibrahim ismail osman yusuf murat ömer emre can burak cem kerem fatma ayşe
emine hatice zeynep elif meryem merve esra büşra selin ece deniz
mohamed mohammed muhammad ahmed omar youssef hassan khalid karim rachid abdul amir tariq bilal fatima aisha khadija
zahra layla leila mariam amina nadia salma yasmin noor
ivan dmitri dmitry sergei sergey alexei alexey mikhail nikolai vladimir andrei andrey boris oleg igor yuri pavel
anastasia olga tatiana natalia svetlana irina ekaterina elena ludmila galina daria ksenia oksana yulia
jiří petr josef pavel martin tomáš jaroslav miroslav zdeněk václav jana marie eva hana lenka kateřina lucie věra
alena jitka milan zoran dragan goran nikola stefan marko jovan luka mihai ion andrei alexandru elena ioana
giorgos yannis dimitris nikos kostas panagiotis vasilis katerina sofia eleni georgios ioannis lászló istván józsef
zoltán sándor gábor ferenc attila péter tamás zsolt tibor katalin erzsébet ilona éva judit ágnes andrea ildikó
wei ming jing li na fang hui yan xin hiroshi takashi kenji akira yuki haruto sakura yui hana kenta yoko keiko
minjun jisoo sora hyun raj amit rahul vijay sanjay anil sunil ravi arjun rohan priya anjali pooja neha divya
lakshmi sita kavita deepak suresh ramesh nguyen minh linh huong thanh kwame kofi ama chidi ngozi amara thabo
""".split()
_ALSO_WORDS = (
    "mark will bill frank rich jack dawn grace holly ivy amber joy hope faith may june april rose rob "
    "carol pat art "
    "sue dan dean max ray ralph can saga ana na li hui ali ion per ole per mia ida pia lone maja els bas "
    "sem inge jan "
    "ama sara elsa alva amy van sandy christian austin madison virginia georgia israel jordan paris wayne "
    "chase "
    "guy drew josh jean major an or so to it mon ben hana ece deniz elif wei ming yan xin sora linda tom "
    "rosa alba "
    "mercedes dolores pilar angel sol luz marina victoria charlotte isla lori tiffany poppy luka kai jo "
    "gene nick"
)
ALSO_WORDS = frozenset(_ALSO_WORDS.split())
"""Names that are other words as well: in small letters they are taken for those."""
FIRST_NAMES = frozenset(_NAMES)

_COUNTRIES = """
afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas bahrain bangladesh
barbados belarus belgium belize benin bhutan bolivia botswana brazil brunei bulgaria burundi cambodia cameroon canada
chile china colombia comoros congo croatia cuba cyprus denmark djibouti dominica ecuador egypt eritrea estonia
eswatini ethiopia fiji finland france gabon gambia germany ghana greece greenland grenada guatemala guinea guyana
haiti honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica japan kazakhstan kenya kiribati
kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg madagascar
malawi malaysia maldives mali malta mauritania mauritius mexico micronesia moldova monaco mongolia montenegro morocco
mozambique myanmar namibia nauru nepal netherlands nicaragua niger nigeria norway oman pakistan palau palestine panama
paraguay peru philippines poland portugal qatar romania russia rwanda samoa senegal serbia seychelles singapore
slovakia slovenia somalia spain sudan suriname swaziland sweden switzerland syria taiwan tajikistan tanzania thailand
togo tonga tunisia turkey turkmenistan tuvalu uganda ukraine uruguay uzbekistan vanuatu venezuela vietnam yemen
zambia zimbabwe macedonia czechia england scotland wales britain usa america holland europe africa asia
deutschland österreich schweiz frankreich italien spanien niederlande belgien polen tschechien ungarn griechenland
türkei dänemark schweden norwegen finnland russland england irland portugal rumänien kroatien allemagne autriche
suisse espagne italie pays-bas belgique pologne grèce turquie danemark suède norvège angleterre écosse irlande maroc
algérie tunisie alemania suiza francia españa italia bélgica polonia grecia turquía dinamarca suecia noruega
inglaterra escocia irlanda méxico perú brasil marruecos germania svizzera spagna olanda belgio inghilterra scozia
brasile marocco duitsland oostenrijk zwitserland frankrijk spanje italië nederland belgië griekenland turkije zweden
noorwegen engeland ierland alemanha áustria suíça frança espanha itália bélgica polónia inglaterra niemcy austria
szwajcaria francja hiszpania włochy holandia belgia polska czechy anglia irlandia sverige norge danmark suomi
türkiye almanya fransa ispanya italya hollanda yunanistan
california texas florida alabama alaska arizona arkansas colorado connecticut delaware hawaii idaho illinois indiana
iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska
nevada ohio oklahoma oregon pennsylvania tennessee utah vermont washington wisconsin wyoming ontario quebec alberta
bavaria bayern sachsen hessen brandenburg catalonia cataluña andalucía toscana sicilia bretagne normandie flandre
vlaanderen wallonie queensland tasmania
""".split()
_CITIES = """
london paris berlin madrid rome roma vienna wien brussels bruxelles brussel amsterdam rotterdam utrecht antwerp
antwerpen gent ghent bruges brugge liège leuven luxembourg zurich zürich geneva genève basel bern lausanne hamburg
munich münchen cologne köln frankfurt stuttgart düsseldorf leipzig dresden hannover nuremberg nürnberg bremen
dortmund essen heidelberg freiburg lyon marseille toulouse bordeaux lille nantes strasbourg rennes montpellier nice
grenoble barcelona valencia sevilla seville zaragoza málaga bilbao granada lisbon lisboa porto coimbra milan milano
naples napoli turin torino florence firenze bologna venice venezia genoa genova palermo verona warsaw warszawa kraków
cracow gdańsk wrocław poznań łódź prague praha brno bratislava budapest bucharest sofia belgrade beograd zagreb
ljubljana sarajevo athens athína thessaloniki istanbul ankara izmir stockholm gothenburg göteborg malmö uppsala oslo
bergen trondheim copenhagen københavn aarhus odense helsinki tampere turku tallinn riga vilnius kyiv kiev lviv odesa
moscow minsk dublin cork galway belfast edinburgh glasgow cardiff manchester birmingham liverpool leeds sheffield
bristol newcastle nottingham brighton oxford cambridge york chicago houston phoenix philadelphia dallas boston
seattle denver atlanta miami detroit portland baltimore minneapolis cleveland pittsburgh orlando tampa nashville
brooklyn manhattan toronto montreal montréal vancouver calgary ottawa edmonton winnipeg quebec sydney melbourne
brisbane perth adelaide auckland wellington tokyo osaka kyoto seoul busan beijing shanghai shenzhen guangzhou taipei
bangkok hanoi saigon jakarta manila delhi mumbai bangalore bengaluru chennai kolkata hyderabad karachi lahore dhaka
dubai doha riyadh tehran baghdad beirut jerusalem cairo casablanca tunis algiers lagos accra nairobi kampala
johannesburg durban havana bogotá medellín quito lima santiago caracas montevideo guadalajara monterrey
""".split()
PLACES = frozenset(_COUNTRIES + _CITIES) - {
    "nice",
    "essen",
    "mali",
    "phoenix",
    "york",
    "roma",
    "dominica",
    "niger",
}
TWO_WORD_PLACES = frozenset(
    (
        "new york|new zealand|new jersey|new mexico|new delhi|new orleans|new hampshire|los angeles|las "
        "vegas|san francisco|san diego|san antonio|san jose|south africa|south korea|north korea|saudi "
        "arabia|sri lanka|costa rica|puerto rico|el salvador|united states|united kingdom|czech "
        "republic|dominican republic|sierra leone|burkina faso|cape verde|papua new guinea|east timor|hong "
        "kong|buenos aires|são paulo|sao paulo|rio de janeiro|mexico city|kuala lumpur|ho chi minh|cape "
        "town|tel aviv|abu dhabi|den haag|the hague|st petersburg|saint petersburg|salt lake|north "
        "carolina|south carolina|north dakota|south dakota|west virginia|rhode island|british columbia|nova "
        "scotia|south sudan|equatorial guinea|ivory coast|bosnia and herzegovina|trinidad and tobago|antigua "
        "and barbuda|marshall islands|solomon islands|san marino|northern ireland|great britain|kansas "
        "city|frankfurt am main"
    ).split("|")
)
STARTS = frozenset(
    "the a an i i'm i'd i'll i've my your his her our their its this that these those it he she we you "
    "they me is are "
    "was were do does did don't can could will would should may might must shall have has had please "
    "thanks thank hello "
    "hi hey dear good what what's who where when why how which if but and or so because then there here "
    "no not yes ok "
    "okay oh wow lol just now today tomorrow yesterday tonight also still even only never always maybe "
    "sorry great "
    "nice best happy congrats welcome let let's as at by for from in into of off on to up with without "
    "about after "
    "before during since until while unlike under over more most much many some any all both each every "
    "new old last "
    "next first one two three four five bot user name phone email address date card number order monday "
    "tuesday "
    "wednesday thursday friday saturday sunday january february march april june july august september "
    "october "
    "november december mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec pm am "
    "usa uk eu un "
    "tv pc it's that's he's she's they're we're you're does got get make see look looking read check try "
    "using use "
    "anyone someone everyone nobody something nothing really very too well again once ever celebrating god "
    "english german french spanish italian dutch portuguese polish swedish turkish russian chinese "
    "japanese american "
    "british european christmas easter internet twitter mastodon bluesky facebook google apple microsoft "
    "linux windows "
    "ubuntu python java javascript github android iphone youtube instagram whatsapp tiktok "
    "ich du er sie es wir ihr mein meine dein der die das den dem ein eine und oder aber wenn weil wer "
    "was wo wann "
    "warum wie heute morgen gestern bitte danke hallo guten je tu il elle nous vous ils elles mon ma mes "
    "le la les un "
    "une des et ou mais si qui que où quand pourquoi comment bonjour merci yo tú él ella nosotros mi el "
    "los las uno "
    "una y o pero si quién qué dónde cuándo cómo hola gracias io lui lei noi voi loro il lo gli e o ma se "
    "chi che dove "
    "quando come ciao grazie ik jij hij zij wij jullie mijn het een en of maar als wie wat waar hoe hallo "
    "bedankt eu "
    "ele ela nós meu minha os as uma e ou mas se quem que onde olá obrigado obrigada ja ty on ona my wy "
    "oni mój moja "
    "jestem nie tak kto co gdzie kiedy jak cześć dziękuję ben sen biz siz bu bir ve ama merhaba jag du "
    "han hon vi ni de "
    "min mitt den det en ett och men om vem vad var när hur hej tack".split()
)
"""Words with a capital that name nobody: they begin sentences, or are days, months, languages, things."""

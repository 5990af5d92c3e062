"""Forms of one name: nicknames, diminutives and what it is in other languages. Pure; a table of our own.

A line is one name; a form may stand in several lines (Alex, Sasha, Nell). The last lines are Korean family names,
which are seldom written as they are romanised. All are written in small ASCII letters, as
`latin` romanises them.
"""

from collections import defaultdict
from functools import cache
from typing import Final

NAMES: Final = """
abigail abby gail
abraham abe avraham ibrahim ibrahima brahim
adam addy
adelheid heidi adelaide adele
agnes agnieszka aga ines inez nesta
albert al bert alberto albrecht
aleksandra alexandra alex sandra sasha sascha alexa lexi ola olenka alessandra shura xandra
alexander alex aleksandr alexandre alejandro alessandro aleksander alexandros alexandru oleksandr sasha sascha sandy
  xander sander lex alec alekos iskander eskandar sanya aleks
alfred alf fred alfredo alfie
alice ali alicia alisa alix lis
alison ali allie
amalia amelie amelia millie mila
amanda mandy
anastasia nastya nastia anastasiya stacy tasia nastja
andrew andy andre andreas andrea andrei andrey andrzej andres anders drew ondrej andriy andrii andras andris jedrek
angela angie angelika angelina geli
anna ann anne annie ania anja anya hanna hannah anita annika ana anouk nan nancy anneke annette anusha asya annushka
anthony tony antonio anton antoine antoni toni antonis antonius ton toon tonio
antonia toni tonia antonina tonya
apostolos tolis lakis
arthur art artie arturo artur
barbara barb babs basia bara varvara varya barbora babsi
beatrice bea trix beatrix beatriz
benjamin ben benny benji binyamin bennie
bernard bernie bernhard bernardo
boris borya
brigitte gitte birgit britta bridget brigid biggi gitta
carolina caroline carol carrie carolyn karolina karoline caro lina
catherine kate katie cathy kathy katherine kathryn catalina katharina katarina ekaterina yekaterina katya katja kasia
  katarzyna catarina caterina kat kit kitty kathleen trine katrin kathrin karin karen kati kateryna aikaterini katerina
charles charlie chuck carlos karl carl carlo karel karol charly chas karolis
charlotte lottie charlie lotte carlota lotta
christina christine chris tina kristina kristin christa cristina kirsten krystyna kerstin stina
christopher chris kit christoph cristobal krzysztof christophe topher kristof cristoforo stoffel krzys
christian chris kristian cristian christiaan
christos chris takis
claudia klaudia claude
clara klara claire clare chiara
cornelia conny nelly
daniel dan danny daniil daniele dani danil danilo danek
daniela dani daniella danielle
david dave davey dawid davide davyd dawud daud dudi
deborah deb debbie debora
dennis denis den
diana di diane diana
dmitri dima dmitry dmitriy dimitri dimitrios dimitris mitya dmytro mitja jimmy takis
dominic dom dominik domenico domingo dominique
dorothy dot dottie dorothea dora thea dorota dori
edward ed eddie ted teddy eduard eduardo ned edoardo edek
eleanor ellie nell nora elinor leonor eleonora lenore eleonore
eleni helen helena ellen elena lena alena helene jelena yelena olena ilona nelly elaine nell
elizabeth liz lizzie beth betty eliza elisabeth lisa elsa elise libby bess isabel isabella elisa elzbieta ela lisbeth
  yelizaveta elizaveta lise elli isabelle bella betsy bettina liza isa ilse erzsebet lilibet
emily em emmy emilia emilie
emmanuel manny manuel manolis emanuele manu manolo emanuel
eric erik rick erick eryk
ernest ernie ernesto ernst
eugene gene evgeny evgeni yevgeny zhenya eugenio eugen evgeniy jevgeni yevhen eugenia
eva eve evi evita ewa yeva
fatima fatma fatemeh fatou fati
felix feliks
florence flo flora florentine
francis frank fran francesco francisco frans franz francois franciszek paco pancho franco frankie cisco franek ferenc
frances fran francesca franziska francisca franzi fanny francoise franca frannie
frederick fred freddy frederik friedrich federico fritz freddie frederic fryderyk fredrik
gabriel gabe gabriele gavriil gabo
gabriela gabi gabriele gabriella gabrielle gaby
george jorge georg giorgos georgios georges giorgio jerzy yuri georgi jurgen joerg yorgos gheorghe georgy iurii yury
  yuriy jiri jurek jorgen juergen goran
gerald gerry jerry gerard gerardo gerd gerhard gert
gertrude trude gertrud trudy gerti
gregory greg gregor grigori grisha gregorio grzegorz grigoriy grigory gregoire
guillermo william
gustav gus gustavo gustave
hans johannes john johann jan jean juan ivan giovanni jack johnny ian sean jon hannes ioannis yannis giannis jonny jens
  janek ion joao vanya jannis evan shaun johan yahya hansi jasiek janis ivo yohannes jussi juhani ioan
harold harry hal harald
henry harry hank heinrich henri enrique henrik hendrik enrico henryk heinz hal henk rik heiner
hubert bert hugh
ignacio nacho ignatius ignaz ignacy
igor ihor
ingrid inge inga
irene irina ira irena eirini iryna rena
isaac ike itzhak yitzhak ishak isak
ivana ivanka johanna joanna joan jane janet jeanne giovanna hanna juana jana ioanna asia jo joanne jeannette jenny
  zhanna hanne johanne jeanette ivanna jean
jacob jake jakob jacques james jim jimmy diego santiago iago jakub yakov kuba jaime giacomo jacopo jamie iakovos yaakov
  jacobo tiago hamish seamus jaap jay kobe
jason iason
jennifer jen jenny jenn
jeremy jerry jeremias jeremiah jem
jessica jess jessie
joachim jochen joaquin achim jokin kimo
joseph joe jose josef giuseppe jozef yosef pepe joey pep yusuf youssef yousef sepp jupp josip beppe yusef osip jo iosif
josephine jo josie josefina josefine giuseppina pepa
joshua josh joshi yehoshua
judith judy judit jude
julia yulia julie juliana yuliya giulia julka yulya julita jules iuliia
julian jules juliano yulian giuliano
julius jules giulio julio
karla carla carly
konstantin kostya konstantinos kostas constantine constantin costas kostis dinos
ksenia xenia kseniya oksana ksenija
kenneth ken kenny
larisa lara larissa laura laurie lauren
lawrence larry laurence lorenzo laurent lars lorenz laurie lavr lauri lawrie
leonard leo len lenny leonardo leonid lyonya leonhard leon lev
leonie leona leoni
lucas luke luca lukas luc lukasz loukas
lucia lucy lucie luz luzia lucja
ludwig louis luis luigi lewis lutz lou ludovic ludvig louie
louise lou luisa luise louisa
lyudmila ludmila lyuda mila luda liudmila
magdalena magda lena madeleine maddie madeline maggie magdalene leni
marcus marc mark marco marek markus marcos marko marcin
margaret maggie meg peggy margarita margarete greta gretchen rita marguerite margot gosia malgorzata margherita marge
  madge daisy grete margit merete margareta
maria mary marie mariya mia masha maryam miriam mariam moira molly polly mitzi maja maura marija marya marion marisa
  mariana marianne mimi ria mariette marieke
martha marta marty
martin marty marten martino martijn
martina tina
matilda tilly mathilde tilda
matthew matt mateo matteo matthias mathieu mateusz matyas matti mats mathias matej matvey
maximilian max maxim maksim massimo maxime maxi maks maxwell
melanie mel melissa
mercedes merche
michael mike mick mikhail michel miguel michele mikael mischa misha mickey micha michal mihai mike mykhailo michalis
  mikey miguelito mihail maik mikel miki
michaela michelle micaela mika
mohammed mohamed muhammad mo mehmet mohammad muhammed hamada mamadou mohamad mhmd
monica monika mona
moses moshe musa moise moussa
nadezhda nadia nadya nadja nadiya
natalia natalie nat natasha natalya nathalie natalka nataliya nataly natascha
nathan nate nathaniel nat natan
nicholas nick nicolas nikolai nikolaos nikos klaus niklas nicola nico mikolaj nicky kolya claus nicolai nikolay mykola
  niko miklos nils niels nikolaus nik
nicole nicky niki nicola nico
oliver ollie olivier oliviero
olga olya helga olha
pamela pam
panagiotis panos takis panayiotis
patricia pat patty tricia trish patrizia
patrick pat paddy patricio patrik padraig patryk
paul pablo pavel paolo pawel paulo pavlo pavlos paulus pal pasha
paula pauline paulina paola polly pavla paulette
penelope penny popi pinelopi
peter pete pedro pierre piotr pietro petr petros pyotr per petter pieter petro piet petya petar peder
petra petronela
philip phil philippe felipe filip filippo pip philipp filippos filipe
prudence pru
rachel rach raquel rachele rahel
ralph raff rolf ralf
raphael rafael rafa rafal raf raffaele
raymond ray raimund ramon raimondo
rebecca becky becca rebekka rebeca rivka
regina gina
richard rick rich dick ricardo riccardo ricky richie ryszard dicky ritchie
robert rob bob bobby robbie roberto bert robin ruprecht rupert bobbie
rodolfo rudolf rudy rudi rodolphe
roger rog ruediger rutger rogelio
ronald ron ronnie ronaldo
rosa rose rosie rosalia rosita roza rosy
rosario charo
ruth ruthie
salvatore salvador toto turi sal
samuel sam sammy samuele shmuel shmulik
samantha sam sammy
sarah sara sally sadie zara
sebastian seb basti sebastien bastian sebastiano bas seba
sergey sergei sergio serge seryozha serhiy serhii sergiusz sergej
sigrid siri
simon simone shimon simeon szymon semyon szymek
sofia sophie sophia sofie zofia sonia sonya sofya zosia sonja fia
spyridon spiros spyros
stanislav stas stanislaw stan staszek stanley slava
stephen steve stefan stephan stefano esteban etienne steven stepan istvan stevie szczepan stefanos stephane steffen
stephanie steph stefanie stefania steffi estefania stephie
susan sue susie suzanne susanna zuzanna suzy susana shoshana susanne sanna sanne zuzana
svetlana sveta lana svitlana
tamara toma tammy
tatiana tanya tania tatyana tatjana tetiana
thaddeus tad tadeusz tadek
theodore ted theo teddy fyodor feodor theodor thodoris theodoros teodoro fedor teodor
theresa terry tess teresa therese resi tessa tere
thomas tom tommy tomas tomasz tommaso thom tomek tomaz foma tuomas
timothy tim timmy timofey timo timotheus timothee
ulrich uli ulli ulrik
ulrike uli ulrika
ursula uschi ursel ulla orsola urszula
valentina valya vale
valery valeri valera valerio
vasily vasili vasilis vasya basil vasyl vassilis basilio vasilios
veronica vera ronnie nika veronika veronique roni
victor vic viktor vittorio viktoras
victoria vicky tori vika viktoria victoire vittoria wiktoria viktoriya
vincent vince vinny vicente vincenzo enzo vincenz
virginia ginny gina
vladimir volodya vova wladimir volodymyr wlodzimierz vlad vladi
vladislav vlad wladyslaw vladik
vyacheslav slava viacheslav
walter wally walt wouter gualtiero
wilhelm william bill billy will willy guillaume willem guglielmo liam willi wim wilhelmus vilhelm guilherme
wilhelmina mina minna willa wilma
wolfgang wolf wolfi
yaroslav jaroslav jarek yarik jaroslaw
zachary zach zack zacharias zak
zbigniew zbyszek zbigi
gim kim
i lee yi rhee
bag bak park pak
jeong jung chung
choe choi
jo cho
gang kang
im lim
yu yoo ryu you
no noh roh
sin shin
gwon kwon
o oh
u woo
mun moon
an ahn
seo suh
"""


@cache
def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    lines = NAMES.replace("\n  ", " ").split("\n")
    for number, line in enumerate(line for line in lines if line.strip()):
        for form in line.split():
            found[form].add(number)
    return {form: frozenset(groups) for form, groups in found.items()}


def groups_of(name: str) -> frozenset[int]:
    """The numbers of the names that this romanised word is a form of; none for a word that the table lacks."""
    return _groups().get(name, frozenset())

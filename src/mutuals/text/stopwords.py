"""Words that carry no topic, in ten languages: written for this project from grammar, chat words included.

Japanese needs none: its small words are written in hiragana (see `keyphrases`).
"""

from typing import Final

_EN = """
a about above actually after again ago all almost already also always am an and another any anybody anyone anything
are aren't around as at away back be because been before being below best better between big bit both but by came
can can't cannot come comes coming could couldn't did didn't do does doesn't doing don't done down during each
either else even ever every everyone everything feel few find first for from fuck fucking gave get gets getting give
gives go goes going gone gonna good got great guess guy guys had hadn't haha happen happened hard has hasn't have
haven't having he he's her here here's hers hey hi him his hope how i i'd i'll i'm i've if im in into is isn't it
it's its itself just keep kind knew know known last least left less let let's like little ll lol long look looking
looks lot lots love made make makes making many may maybe me mean means might mine more most much must my myself
need needs never new next nice no nobody none nope nor not nothing now of off oh ok okay old on once one only onto
or other our ours out over own people person please pretty put quite rather re real really right said same saw say
saying says see seem seems seen she she's should shouldn't show since so some somebody someone something soon sorry
still stop such sure take taken takes talk tell than thank thanks that that's the their them themselves then there
there's these they they're thing things think this those though thought through till time times to today together
told too took tried try trying two under until up upon us use used very via wait want wanted wants was wasn't watch
way we we'll we're we've well went were weren't what what's whatever when where which while who who's whole whom
whose why will with within without won't work worse would wouldn't wow yeah year years yes yet you you'd you'll
you're you've your yours yourself u ur pls plz thx tho cuz cause bc gotta wanna dont cant ive youre thats whats
didnt doesnt isnt wont monday tuesday wednesday thursday friday saturday sunday tonight tomorrow yesterday morning
evening afternoon weekend week weeks month months hour hours minute minutes he'll she'll they've they'd it'll ain't
"""
_DE = """
aber alle allein allem allen aller alles als also am an andere anderen anders auch auf aus bald bei beim bin bis
bisher bisschen bist bitte brauche braucht da dabei dafür daher damit danach daneben dann daran darauf darf darin
darüber darum das dass davon davor dazu dein deine deinem deinen deiner dem den denen denke denn der deren des
deshalb dessen dich die dies diese diesem diesen dieser dieses dir doch dort du durch eben eher ein eine einem einen
einer eines einfach einige einmal er erst es etwas euch euer eure fast finde für gab ganz gar geben gegen gehe gehen
geht gemacht gerade gern gerne gestern gesagt gibt ging gut gute guten guter hab habe haben habt halt hast hat hatte
hatten hätte heute hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins irgendwie ist ja
jede jedem jeden jeder jedes jemand jetzt kam kann kannst kein keine keinen keiner klar komme kommen kommt können
könnte lass lassen lieber mach mache machen macht mal man mehr mein meine meinem meinen meiner mich mir mit morgen
muss müssen nach nachdem natürlich neben nein neue nicht nichts nie niemand noch nochmal nun nur ob oder oft ohne
schon sehe sehen sehr sei seid sein seine seinem seinen seiner seit selbst sich sie siehe sind so sogar soll sollte
sollten sondern sonst super tun über überhaupt um und uns unser unsere unter viel viele vielen vielleicht vom von
vor wann war warum was weil weiß weiter welche welcher wenig wenn wer werde werden wie wieder will wir wird wirklich
wo wohl wollen wollte wurde wurden würde zu zum zur zwar zwei zwischen danke echt hallo leute montag dienstag
mittwoch donnerstag freitag samstag sonntag abend woche wochen tag tage stunden uhr
"""
_FR = """
à afin ai aime ainsi alors an ans après as assez au aucun aucune aujourd'hui auquel aura aussi autre autres aux
avaient avais avait avant avec avez avoir avons beaucoup bien bon bonjour bonne c'est car ce ceci cela celle celles
celui cependant ces cet cette ceux chaque chez chose ci comme comment contre crois d dans de déjà demain depuis
dernier dernière des dès deux devait devant dire dis dit doit donc dont du elle elles en encore enfin ensuite entre
es est et étaient étais était étant été être eu eux fais fait faire faut fois font grand hier hui ici il ils j j'ai
jamais je jour jusque juste l la là le les leur leurs lors lorsque lui m ma mais mal me même mêmes merci mes mettre
mieux moi moins mon n ne ni nos notre nous nouveau nouvelle on ont ou où oui par parce pareil parfois parler pas
pendant personne peu peut peux plus plutôt pour pourquoi pouvez pouvoir première premier près presque prochain puis
qu quand que quel quelle quelles quelqu quelque quelques quels qui quoi rien s sa salut sais sait sans se sera ses
si sinon soit son sont sous suis sur t ta tant te tel tellement temps tes toi ton toujours tous tout toute toutes
très trop trouve tu un une va vais vas venir vers veut veux viens vient voici voilà voir vois vos votre voulais vous
vraiment vu y lundi mardi mercredi jeudi vendredi samedi dimanche soir matin semaine jours heure heures
"""
_ES = """
a acá ahí ahora al algo alguien algún alguna algunas alguno algunos allá allí además ante antes año años aquel
aquella aquello aquí así aún aunque ayer bien buen buena buenas bueno buenos cada casi casa como cómo con contra
cosa cosas creo cual cuál cuando cuándo cuanto cuánto da dar de debe decir del demás dentro desde después dice día
días donde dónde dos durante e el él ella ellas ellos en encima entonces entre era eran eres es esa esas ese eso
esos esta está estaba estamos están estar estas este esto estos estoy etc fue fueron ganas gracias gran grande ha
había hace hacen hacer hacia han hasta hay haya he hecho hemos hice hizo hola hoy igual ir jamás la las le les lo
los luego más mal mañana mas me mejor menos mi mí mientras mis mismo mucha muchas mucho muchos muy nada nadie ni
ningún ninguna ninguno no nos nosotros nuestra nuestro nueva nuevo nunca o os otra otras otro otros para parece pero
poco poder podría por porfa porque primer puede pueden puedo pues que qué quien quién quiere quiero realmente sabe
saber se sé sea según ser será si sí sido siempre sin sino sobre sois solo sólo somos son soy su sus también tampoco
tan tanta tanto te tener tengo ti tiempo tiene tienen toda todas todavía todo todos tu tú tus un una unas uno unos
usted va vamos van veces ver verdad vez voy y ya yo lunes martes miércoles jueves viernes sábado domingo noche tarde
semana hora horas
"""
_NL = """
aan achter af al alle alleen alles als altijd ander andere anders beetje ben beter bij bijna binnen blij boven daar
daarna daarom dag dan dank dat de deze die dit doe doen doet door dus een eens echt eerst eigenlijk elk elke en er
eraan erg ergens even gaan gaat gedaan geen geef geeft gehad gemaakt genoeg gewoon ging goed goede graag groot had
hadden haar hallo heb hebben hebt heeft heel heen hele helemaal hem hen het hier hij hoe hoi hun iedereen iemand
iets ik in is ja je jij jou jouw jullie kan keer kom komen komt kon kunnen kunt kwam laat laten leuk maak maakt maar
mag maken me meer meest men met mezelf mij mijn misschien moest moet moeten mooi morgen na naar nadat nee net
niemand niet niets nieuw nieuwe niks nog nooit nu of om omdat onder ons onze ook op over pas per samen sinds soms
staan staat te tegen terug terwijl toch toen tot tussen twee uit van vanaf vandaag veel voor vooral want waar waarom
wanneer waren was wat we weer weet weg wel welke wie wij wil wilde willen word worden wordt zal ze zeer zegt zei
zelf zich zie zien zij zijn zo zoals zonder zou zouden bedankt mooie hoor maandag dinsdag woensdag donderdag vrijdag
zaterdag zondag avond week uur dagen
"""
_IT = """
a abbastanza abbiamo adesso ad ai al alla alle allo allora altra altre altri altro anche ancora andare anni anno
appena avere aveva avevo avete bella bello ben bene c'è caso cazzo che chi ci ciao ciò circa come con contro cosa
cose così cui da dai dal dalla dalle davvero degli dei del dell della delle dello dentro deve devo di dice dire dopo
dove due e è ecco ed era erano eravamo ero essere fa faccio fai fanno far fare fatto fino forse fra fuori già gli
giorno giorni grande grazie ha hai hanno ho i ieri il in indietro infatti insieme invece io l la là le lei lo loro
lui lì ma mai male me meglio meno mentre mi mia mie miei mio modo molta molte molti molto ne né negli nei nel nella
nelle nessun nessuna nessuno niente noi non nostra nostro nulla nuova nuovo o oggi ogni ognuno oltre ora pare per
perché perciò però piace più poca pochi poco poi posso prego prima primo proprio può qua qual qualche qualcosa
qualcuno quale quali quando quanto quasi quella quelle quelli quello questa queste questi questo qui quindi sa sarà
sarebbe se sei sembra sempre senza serve si sia siamo siete sì so solo sono sopra sotto sta stai stanno stare stata
stato stesso sto su sua sue sugli sui sul sulla suo suoi tanta tante tanti tanto te ti tra tre troppo tu tua tue tuo
tutta tutte tutti tutto un una uno va vado vai vero verso vi via voglio voi volta volte vuoi vuole lunedì martedì
mercoledì giovedì venerdì sabato domenica sera mattina settimana ore
"""
_PT = """
a à ainda agora aí algo alguém algum alguma algumas alguns ali além ano anos ante antes ao aos apenas aquela aquele
aquilo aqui as às assim até bem boa bom cada cara casa com como contra coisa coisas da daqui das de dela dele deles
demais depois desde dessa desse desta deste deve dia dias disse dizer do dois dos e é ela elas ele eles em embora
enquanto então entre era eram essa essas esse esses está estão estar estava este esteja estou eu faz fazer fez fica
ficar foi foram for fosse gente há hoje ia ir isso isto já lá lhe lo logo mais mal mas me melhor menos mesmo meu
meus mim minha minhas muita muitas muito muitos na nada não nas nem nenhum ninguém no nos nós nossa nosso nova novo
num numa nunca o obrigada obrigado oi olá onde ontem os ou outra outras outro outros para parece pela pelas pelo
pelos pode podem poder por porque pois posso pouca pouco pra primeiro pro pq qual quando quanto que quê quem quer
quero sabe são se seja sem sempre sendo ser será seu seus si sido só sobre sou sua suas também tanto tão te tem têm
tempo tenho ter teve ti tinha toda todas todo todos três tu tua tudo um uma uns vai vamos vão várias vc você vocês
ver vez vezes vou segunda terça quarta quinta sexta sábado domingo noite tarde semana hora horas
"""
_PL = """
a aby ale albo ani aż bardziej bardzo bez bo bowiem był była było były być będę będzie bym by chce chcę chyba ci
ciebie cię co coś cóż czego czemu czy czyli dać dla dlaczego dlatego do dobra dobre dobry dobrze dopiero dość dwa
dziś dzisiaj dzięki dzień gdy gdyby gdzie go i ich ile im inne inny ja jak jaka jakby jaki jakie jakiś jako je jeden
jedna jednak jego jej jemu jest jestem jesteś jeszcze jeśli jeżeli już każda każdy kiedy kilka kogo ktoś kto która
które którego której który których lat lub ma mają mam masz mi mieć mnie mną mogą mogę moim może możesz można moja
moje mój mu musi muszę my na nad nam nami nas nasz nasza nawet nic nich nie niech niej nią nim nigdy nikt niż no
nowa nowe nowy o obok od ok on ona one oni ono oprócz oraz pan pani po pod podobno podczas poza ponieważ potem
proszę przed przede przez przy roku są się siebie skąd sobie sobą super swoje swój ta tak taka taki takie tam te
tego tej ten też tę to tobie tobą tu tutaj twoja twoje twój ty tych tylko tym u w we wam was więc wiem wiesz wszyscy
wszystkich wszystko wszystkie wtedy wy z za zawsze ze znów znowu został żaden że żeby cześć dziękuję fajnie jutro
wczoraj teraz trochę raz razem poniedziałek wtorek środa czwartek piątek sobota niedziela wieczorem rano tydzień
godzina godziny
"""
_TR = """
acaba ama ancak artık asla aslında az bana başka bazen bazı belki ben beni benim beri bile bir biraz biri birkaç
birçok şey biz bizi bizim böyle bu bugün buna bunda bundan bunlar bunu bunun burada büyük çok çünkü da daha de değil
demek dedi diğer diye doğru dolayı dün eğer en et etmek evet fakat falan gayet gel geldi gerçekten gibi git göre
güzel hadi hala hangi hani hatta hem henüz hep hepsi her herkes hiç hiçbir için içinde ile ilk in ise işte kadar
karşı kendi kendine kez ki kim kimse lazım lütfen mı mi mu mü nasıl ne neden nerede nereye niçin niye o olan olarak
oldu olduğu olduğunu olması olmaz olsa olsun olur on ona ondan onlar onların onu onun orada oysa öyle önce pek
rağmen sadece sanki sana sen seni senin siz sizi sizin son sonra süper şeyi şimdi şöyle şu tabi tam tamam tek tüm
uzun üzere var vardı ve veya ya yani yapmak yarın yerine yine yok yoksa yüzden zaman zaten teşekkür teşekkürler
merhaba selam arkadaşlar bişey pazartesi salı çarşamba perşembe cuma cumartesi pazar akşam sabah hafta saat gün
"""
STOP: Final[dict[str, frozenset[str]]] = {
    lang: frozenset(words.split())
    for lang, words in {
        "en": _EN, "de": _DE, "fr": _FR, "es": _ES, "nl": _NL, "it": _IT, "pt": _PT, "pl": _PL, "tr": _TR,
    }.items()
}  # fmt: skip
"""Stop words in small letters for each language."""
ANY: Final = frozenset().union(*STOP.values())
"""The stop words of all of them, for a text of which the language is not known."""

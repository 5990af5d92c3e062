# ruff: noqa: E501  names read better in long lines
"""What made-up people are made of: names of nine cultures with the forms that friends use, in their letters."""

from dataclasses import dataclass
from itertools import product
from random import Random

CITIES = (
    "Lisbon Porto Ghent Antwerp Leipzig Bremen Graz Linz Lyon Nantes Bristol Leeds Cork Galway Aarhus Odense Malmo Bergen "
    "Turku Tartu Riga Vilnius Gdansk Lodz Brno Kosice Szeged Cluj Varna Split Bari Turin Seville Bilbao Accra Lagos Nairobi "
    "Kampala Pune Chennai Busan Osaka Taipei Hanoi Medellin Rosario Austin Denver Halifax Perth Hobart"
).split()
WORKS = (
    "Alder Birchwood Corner Dovetail Ember Fathom Gable Harbor Inkwell Juniper Kestrel Lantern Meadow Northgate Orchard "
    "Parallel Quarry Riverbank Saltworks Tandem Umbra Vantage Willow Yarrow Zephyr Anchor Beacon Cobalt Delta Everest"
).split()
HANDLE_WORDS = (
    "amber ash basil birch blue brook cedar cinder clay cloud clover coal copper coral crow dawn dew dusk ember fern "
    "fog fox frost gale garnet ginger grove hazel heron hill iris ivy jade kite lake lark leaf lily loom lunar maple "
    "marsh mint mist moon moss moth night oak ocean olive onyx opal otter owl pearl pebble pine plum quartz quill rain "
    "raven reed river robin root rose rust sage salt sand shadow slate smoke snow sparrow spruce star stone storm sun "
    "swift thistle thorn tide timber topaz vale velvet violet wander wave wren yarn zinc"
).split()


@dataclass(frozen=True)
class Culture:
    """Names of one culture. `people` are lines of a formal given name and its forms (with `/` and the native writing
    where there is one); family names are `fronts` x `ends`, or as listed."""

    name: str
    people: tuple[str, ...]
    fronts: tuple[str, ...]
    ends: tuple[str, ...] = ("",)
    middle: tuple[str, ...] = ("A.", "M.", "J.")
    letters: tuple[dict[str, str], ...] = ()
    tight: bool = False

    def given(self, rnd: Random, most: int) -> tuple[tuple[str, ...], str]:
        """The forms of a given name and how it is written at home ("" where that is the same)."""
        line = self.people[_skewed(rnd, min(len(self.people), most))]
        forms, _, native = line.partition("/")
        return tuple(forms.split()), native.strip()

    def family(self, rnd: Random, most: int) -> tuple[str, str]:
        """A family name in Latin letters and as it is written at home."""
        pairs = (
            list(product(self.fronts, self.ends))[:most] if len(self.fronts) * len(self.ends) < 5000 else None
        )
        assert pairs
        front, end = pairs[_skewed(rnd, len(pairs))]
        text = front + end
        if (
            most > 1000 and len(self.ends) > 4 and rnd.random() < 0.5
        ):  # half of a large people have a rare name
            text = rnd.choice(self.fronts) + rnd.choice(self.fronts).lower() + rnd.choice(self.ends)
        if "/" in text:
            latin, _, native = text.partition("/")
            return latin, native
        return (_plain(text, self.letters[0]), text) if self.letters else (text, "")


def _skewed(rnd: Random, count: int) -> int:
    """Some names are far more common than others: as one over the rank and a dozen (Zipf and Mandelbrot)."""
    return min(int(12 * ((count + 12) / 12) ** rnd.random()) - 12, count - 1)


def _plain(native: str, letters: dict[str, str]) -> str:
    return "".join(letters.get(char, char) for char in native.lower()).capitalize()


def romanise(rnd: Random, culture: Culture, native: str) -> str:
    """A native name by one of the spellings in use for it."""
    return _plain(native, rnd.choice(culture.letters))


_RU = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_BGN = "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya".replace(
    "_", "-"
).split()
_PASS = "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y - e iu ia".split()
_DE = "a b w g d e jo sch s i j k l m n o p r s t u f ch z tsch sch schtsch - y - e ju ja".split()
RUSSIAN = tuple(
    {a: b.replace("-", "") for a, b in zip(_RU, scheme, strict=True)} for scheme in (_BGN, _BGN, _PASS, _DE)
)
_GR = "αάβγδεέζηήθιίϊκλμνξοόπρσςτυύφχψωώ"
_GR1 = "a a v g d e e z i i th i i i k l m n x o o p r s s t y y f ch ps o o".split()
_GR2 = "a a v g d e e z i i th i i i k l m n x o o p r s s t i i f h ps o o".split()
GREEK = tuple(dict(zip(_GR, scheme, strict=True)) for scheme in (_GR1, _GR1, _GR2))

ENGLISH = (
    "James Jim Jimmy|John Jack Johnny|Robert Rob Bob|Michael Mike|William Will Bill Liam|David Dave|Richard Rick Dick|"
    "Joseph Joe|Thomas Tom|Charles Charlie Chuck|Christopher Chris|Daniel Dan|Matthew Matt|Anthony Tony|Steven Steve|"
    "Andrew Andy Drew|Edward Ed Ted|Benjamin Ben|Samuel Sam|Gregory Greg|Alexander Alex|Patrick Paddy Pat|Peter Pete|"
    "Timothy Tim|Nicholas Nick|Jonathan Jon|Lawrence Larry|Gerald Gerry|Mary Molly|Patricia Pat Trish|Jennifer Jen|"
    "Elizabeth Liz Beth Betty|Barbara Barb|Susan Sue|Jessica Jess|Sarah Sally|Margaret Maggie Peg|Dorothy Dot|Emily Em|"
    "Rebecca Becky|Catherine Cathy Kate|Deborah Deb|Stephanie Steph|Victoria Vicky|Abigail Abby|Theresa Tess|Amanda Mandy|"
    "Samantha Sam|Katherine Kathy|Christina Tina|Judith Judy|Eleanor Nell|Josephine Josie|Philippa Pip|Rosemary Rosie|"
    "Winifred Winnie|Millicent Millie|Cordelia Delia|Bartholomew Bart|Leopold Leo|Montgomery Monty|Hazel|Grace|Ruth|"
    "Claire|Owen|Dylan|Rhys|Fiona|Niamh|Siobhan|Declan|Ewan|Isla|Callum|Harriet Hattie|Georgina George|Zoe|Chloe"
)
GERMAN = (
    "Johannes Hannes Hans|Wolfgang Wolf|Matthias Matze Hias|Sebastian Basti|Maximilian Max|Alexander Alex|Andreas Andi|"
    "Friedrich Fritz|Heinrich Heiner|Joachim Jochen Achim|Ulrich Uli|Bernhard Bernd|Thomas Tom|Stefan Steff|Jürgen|Günther|"
    "Lukas|Jonas|Moritz Mo|Felix|Tobias Tobi|Florian Flo|Katharina Kathi Kati|Elisabeth Lisa Elli|Johanna Hanna|Magdalena Leni|"
    "Franziska Franzi|Brigitte Gitti|Gabriele Gabi|Ursula Uschi|Annemarie Anne|Susanne Susi|Theresa Resi|Charlotte Lotte|"
    "Sabine Bine|Antje|Heike|Silke|Anke|Greta|Frieda|Mathilda Tilda|Lieselotte Lilo|Hildegard Hilde|Adelheid Heidi"
)
SPANISH = (
    "José Pepe|Francisco Paco|Antonio Toni|Manuel Manolo|Ignacio Nacho|Enrique Quique|Alejandro Álex|Rafael Rafa|Eduardo Edu|"
    "Santiago Santi|Guillermo Guille|Javier Javi|Fernando Nando|Concepción Concha|Dolores Lola|Mercedes Merche|Isabel Isa|"
    "María Mari|Rosario Charo|Guadalupe Lupe|Beatriz Bea|Montserrat Montse|Inmaculada Inma|Lucía Luci|Sofía|João|Inês|"
    "Pilar|Carmen|Álvaro|Íñigo|Begoña|Núria|Xavier Xavi|Jordi|Tomás|Joaquín Quino|Consuelo Chelo"
)
RUSSIANS = (
    "Aleksandr Sasha/Александр|Dmitriy Dima/Дмитрий|Sergey Seryozha/Сергей|Vladimir Volodya Vova/Владимир|Mikhail Misha/Михаил|"
    "Ivan Vanya/Иван|Nikolay Kolya/Николай|Andrey Andrei/Андрей|Aleksey Lyosha/Алексей|Konstantin Kostya/Константин|"
    "Pavel Pasha/Павел|Yuriy Yura/Юрий|Boris Borya/Борис|Vyacheslav Slava/Вячеслав|Grigoriy Grisha/Григорий|Timur/Тимур|"
    "Anastasiya Nastya/Анастасия|Ekaterina Katya/Екатерина|Tatyana Tanya/Татьяна|Nataliya Natasha/Наталия|Olga Olya/Ольга|"
    "Yuliya Yulya/Юлия|Mariya Masha/Мария|Elena Lena/Елена|Svetlana Sveta/Светлана|Lyudmila Lyuda/Людмила|Ksenia Ksyusha/Ксения|"
    "Irina Ira/Ирина|Nadezhda Nadya/Надежда|Galina Galya/Галина|Zhanna/Жанна|Evgeny Zhenya/Евгений"
)
GREEKS = (
    "Georgios Giorgos/Γιώργος|Dimitrios Dimitris Mitsos/Δημήτρης|Konstantinos Kostas/Κώστας|Ioannis Yannis/Γιάννης|"
    "Nikolaos Nikos/Νίκος|Panagiotis Panos/Παναγιώτης|Christos/Χρήστος|Vasileios Vasilis/Βασίλης|Spyridon Spyros/Σπύρος|"
    "Eleni Lena/Ελένη|Maria Marika/Μαρία|Aikaterini Katerina/Κατερίνα|Sofia/Σοφία|Anna/Άννα|Vasiliki Vaso/Βασιλική|Zoi/Ζωή"
)
ARABS = (
    "Muhammad Mo/محمد|Ahmad/أحمد|Mahmoud/محمود|Khaled/خالد|Omar/عمر|Hassan/حسن|Youssef/يوسف|Ibrahim/إبراهيم|Mustafa/مصطفى|"
    "Tariq/طارق|Samir/سمير|Karim/كريم|Fatima/فاطمة|Aisha/عائشة|Maryam/مريم|Layla/ليلى|Salma/سلمى|Nour/نور|Huda/هدى|Rania/رانيا"
)
CHINESE = (
    "Xiaoming/小明|Jiahui/嘉慧|Weiwei/薇薇|Haoran/浩然|Yuting/雨婷|Zihan/子涵|Mingyu/明宇|Lihua/丽华|Jianguo/建国|Xinyi/欣怡|"
    "Junjie/俊杰|Meiling/美玲|Chenxi/晨曦|Bo/波|Fang/芳|Na/娜|Tao/涛|Jing/静|Qiang/强|Yan/燕"
)
KOREANS = (
    "Minjun/민준|Seoyeon/서연|Jiho/지호|Hayoon/하윤|Donghyun/동현|Jiwoo/지우|Sunghoon/성훈|Eunji/은지|Youngsoo/영수|Hyejin/혜진|"
    "Jaehyun/재현|Soyoung/소영|Taeyang/태양|Mina/미나|Junho/준호|Chulsoo/철수"
)
JAPANESE = (
    "Taro/太郎|Hanako/花子|Yuki/雪|Kenji/健二|Sakura/桜|Haruto/陽斗|Aoi/葵|Daichi/大地|Yoko/陽子|Keiko/恵子|Hiroshi/浩|Naoko/直子|"
    "Takashi/隆|Emi/恵美|Ryo/涼|Mai/舞"
)

CULTURES = (
    Culture("english", tuple(ENGLISH.split("|")),
            tuple("Smith Jones Ash Brad Cart Dal Ever Farn Gold Hart Ing Ken Lang Mer Nor Oak Pem Quin Rush Stan Thorn Under "
                  "Wal Whit Wood Brom Clif Dun Eld Fair Glen Hol Kirk Lock Mans Rad Strat Tem Winter Hol".split()),
            ("", "ford", "ley", "ton", "well", "by", "field", "wood", "man", "ham", "worth", "more", "bury", "den")),
    Culture("german", tuple(GERMAN.split("|")),
            tuple("Müller Schmidt Berg Stein Bach Hof Lind Rosen Sommer Winkel Eich Birn Buch Feld Grün Hagen Kirch Lauter Mühl "
                  "Nieder Ober Reich Schön Stein Thal Wald Weiß".split()),
            ("", "er", "mann", "bauer", "meier", "dorf", "hofer", "berger", "müller", "haus"), ("Karl", "M.", "von")),
    Culture("spanish", tuple(SPANISH.split("|")),
            tuple("García Fernández López Martínez Sánchez Gómez Ruiz Álvarez Romero Alonso Navarro Torres Domínguez Ramos Gil "
                  "Serrano Blanco Molina Castro Ortega Rubio Marín Iglesias Núñez Medina Garrido Cortés Lozano Guerrero Cano "
                  "Prieto Méndez Cruz Gallego Vidal León Herrera Peña Cabrera Campos Vega Fuentes Carrasco Reyes Aguilar "
                  "Echeverría Zubizarreta Goikoetxea Ferreira Carvalho Teixeira Magalhães".split()),
            middle=("de la", "María", "Luis")),
    Culture("russian", tuple(RUSSIANS.split("|")),
            tuple("Иван Петр Сидор Смирн Кузнец Попов Васил Соколов Михайл Новик Федор Морозов Волк Лебед Козл Степан Никола Орл "
                  "Андре Макар Захар Зайц Соловь Борис Яковл Григорь Щербак Чернышевск Жук Шишк Юд Хрущ Ефим Царёв".split()),
            ("ов", "ев", "енко", "ин", "ский"), ("I.", "V."), RUSSIAN),
    Culture("greek", tuple(GREEKS.split("|")),
            tuple("Παπα Καρα Χατζη Γεωργ Νικολ Δημητρ Κωνσταντ Βασιλ Αλεξ Μακρ Λαμπρ Σταμ Θεοδωρ Ιωανν".split()),
            ("όπουλος", "άκης", "ίδης", "ιάδης", "ίου"), ("P.", "K."), GREEK),
    Culture("arab", tuple(ARABS.split("|")),
            ("Hassan/حسن", "Khalil/خليل", "Haddad/حداد", "Mansour/منصور", "Nasser/ناصر", "Saleh/صالح", "Farah/فرح", "Aziz/عزيز",
             "Hamdan/حمدان", "Darwish/درويش", "Qasim/قاسم", "Shahin/شاهين", "Zaidan/زيدان", "Barakat/بركات", "Sabbagh/صباغ",
             "Najjar/نجار", "Halabi/حلبي", "Masri/مصري", "Tamimi/تميمي", "Rashid/رشيد")),
    Culture("chinese", tuple(CHINESE.split("|")),
            ("Wang/王", "Li/李", "Zhang/张", "Liu/刘", "Chen/陈", "Yang/杨", "Zhao/赵", "Huang/黄", "Zhou/周", "Wu/吴", "Xu/徐",
             "Sun/孙", "Hu/胡", "Zhu/朱", "Gao/高", "Lin/林", "He/何", "Guo/郭", "Ma/马", "Luo/罗"), tight=True),
    Culture("korean", tuple(KOREANS.split("|")),
            ("Kim/김", "Lee/이", "Park/박", "Choi/최", "Jung/정", "Kang/강", "Cho/조", "Yoon/윤", "Jang/장", "Lim/임", "Han/한",
             "Oh/오", "Seo/서", "Shin/신", "Kwon/권", "Hwang/황"), tight=True),
    Culture("japanese", tuple(JAPANESE.split("|")),
            ("Tanaka/田中", "Suzuki/鈴木", "Sato/佐藤", "Takahashi/高橋", "Watanabe/渡辺", "Ito/伊藤", "Yamamoto/山本", "Nakamura/中村",
             "Kobayashi/小林", "Kato/加藤", "Yoshida/吉田", "Yamada/山田", "Sasaki/佐々木", "Matsumoto/松本", "Inoue/井上",
             "Kimura/木村"), tight=True),
)  # fmt: skip

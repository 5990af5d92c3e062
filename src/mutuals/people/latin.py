"""Names across scripts: the words of a name, each in Latin letters, in the plain spelling that romanisations share,
and as the skeleton of its consonants. Pure.

Letters are turned by anyascii (https://github.com/anyascii/anyascii, one string for each code point, no guessing).
What it cannot know, nobody is told: Japanese names in Chinese characters come out in their Chinese reading, so that
they are found again in the same characters only; Arabic and Hebrew leave vowels out, so that only consonants compare.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from unicodedata import category, normalize

from anyascii import anyascii

from mutuals.people.nicknames import groups_of

LONGEST = 6


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One word of a name: as folded, in ASCII letters, in the plain spelling of romanisations, its consonants, the
    groups of names that it is a form of; whether it is written in Latin letters, in a script that leaves vowels out, in
    Chinese characters.

    `word` makes each once, so that two are equal where they are the same one: that is asked millions of times.
    """

    text: str
    roman: str
    plain: str
    bones: str
    groups: frozenset[int]
    latin: bool
    vowelless: bool
    han: bool


# What stands around names: titles, degrees, pronouns, the network behind a bar.
_ASIDE: Final = re.compile(
    r"\b(?:she|he|they)\s*/.*|\([^)]*\)|\[[^\]]*\]|[|•·~–—/].*|\s-\s.*|,?\s+\b(?:via|at|@)\s.*", re.IGNORECASE
)
_GLUED: Final = re.compile(r"(?<=[a-z\u00df-\u024f])(?=[A-Z][a-z])")
_BETWEEN: Final = re.compile(r"[^\w'’\-]+|_+")
_TITLES: Final = frozenset(
    "mr mrs ms miss mx dr prof sir dame rev hon herr frau fr sr sra srta don dona mme mlle phd md msc bsc ba ma mba jr "
    "ii iii iv esq dipl ing mag doc".split()
)
_PARTICLES: Final = frozenset(
    "de da do dos das del della di du la le van von der den ter ten zu zum af av bin ibn bint al el the y e".split()
)
_ODD: Final = _TITLES | _PARTICLES | {"abd", "abdul", "abdel", "via", "at"}
_VOWELLESS: Final = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\ufb1d-\ufdff\ufe70-\ufeff]")
_SYLLABLES: Final = re.compile("[\u3400-\u9fff\uac00-\ud7a3]{2,5}$")
_HAN: Final = re.compile("[\u3400-\u9fff]")
# The commonest family names of China, Korea and Japan: where one begins, a name without a blank is cut behind it. Two
# characters of which none is known may be a given name alone.
_FAMILIES: Final = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧"
    "许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔"
    "白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文김이박최정강조윤장임한오서신"
    "권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표"
    "명기반왕금옥육인맹제모탁국"
)
_DOUBLE: Final = frozenset(
    """
    欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 公孙 令狐 慕容 남궁 황보 제갈 선우
    독고 佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上
    木村 斎藤 齋藤 清水 山崎 阿部 池田 橋本 山下 石川 中島 前田 藤田 後藤 小川 岡田 長谷川 村上
    近藤 石井 坂本 遠藤 青木 藤井 西村 福田 太田 三浦 藤原 松田 岡本 中川 中野 原田 小野 田村
    竹内 金子 和田 中山 石田 上田 森田 柴田 酒井 工藤 横山 宮崎 宮本 内田 高木 谷口 安藤 丸山
    今井 大野 高田 菅原 河野 武田 藤本 上野 杉山 千葉 村田 増田 小島 小山 大塚 平野 久保 渡部
    松井 菊地 岩崎 松尾 野口 佐野 木下
    """.split()
)
# Letters that romanisations of one name write differently, longest first.
_SPELLINGS: Final = (
    ("schtsch", "s"), ("shch", "s"), ("tsch", "c"), ("dzh", "j"), ("sch", "s"), ("tch", "c"), ("sh", "s"), ("sz", "s"),
    ("ch", "c"), ("cz", "c"), ("zh", "z"), ("kh", "h"), ("ph", "f"), ("th", "t"), ("dj", "j"), ("gh", "g"), ("ck", "k"),
    ("ts", "c"), ("tz", "c"), ("ou", "u"), ("oo", "u"), ("oy", "u"), ("ee", "i"), ("ae", "e"), ("oe", "o"),
    ("ue", "u"), ("eo", "o"), ("eu", "e"), ("ai", "e"), ("ei", "e"), ("q", "k"), ("x", "ks"), ("w", "v"), ("j", "i"),
    ("y", "i"),
)  # fmt: skip
_DOUBLED: Final = re.compile(r"(.)\1+")
_BONES: Final = str.maketrans({"g": "k", "c": "s", "z": "s", "b": "p", "d": "t", "v": "f"})


@lru_cache(1 << 17)
def words_of(name: str) -> tuple[Word, ...]:
    """The words of a name, the given name first where a comma told; titles, degrees and what stands behind a bar left
    out. Nothing for what is no name: an address, a number, pictures."""
    if name.isascii() and name.replace(" ", "").isalpha() and " " in name:
        plain = name.casefold().split()
        if len(plain) == 2 and not _ODD.intersection(plain):
            return word(plain[0]), word(plain[1])
    if "@" in name and " " not in name.strip():
        return ()
    whole = normalize("NFKC", name)
    family, comma, given = whole.partition(",")
    if comma and given.strip() and family.strip() and given.split()[0].casefold().strip(".") not in _TITLES:
        whole = f"{given} {family}"
    bare = _ASIDE.sub(" ", whole if " " in whole.strip() else _GLUED.sub(" ", whole))
    parts = [part.strip("'’-.") for part in _BETWEEN.split(bare.casefold())]
    words = [part for part in parts if part and any(map(_is_letter, part))]
    kept = [one for one in words if one not in _TITLES] or words
    found = [one for one in kept if one not in _PARTICLES] or kept
    if len(found) == 1 and _SYLLABLES.match(found[0]):
        found = _cut(found[0])
    return tuple(map(word, _joined(found)))[:LONGEST]


@lru_cache(1 << 20)
def word(text: str) -> Word:
    """One folded word with all that is compared of it."""
    roman = _roman(text)
    plain = plainly(roman)
    return Word(
        text,
        roman,
        plain,
        bones(plain),
        groups_of(roman),
        _is_roman(text),
        bool(_VOWELLESS.search(text)),
        bool(_HAN.search(text)),
    )


def plainly(roman: str) -> str:
    """A romanised word in the one spelling that its usual romanisations share: yuliya, julia, iuliia -> iulia."""
    text = roman
    for old, new in _SPELLINGS:
        if old in text:
            text = text.replace(old, new)
    text = text.replace("iia", "ia")
    return _DOUBLED.sub(
        r"\1", re.sub("c(?=[aou]|$)", "k", text) if "c" in roman and "h" not in roman else text
    )


def bones(plain: str) -> str:
    """The consonants of a word, what sounds alike as one: what different spellings and slips leave standing."""
    stripped = re.sub("[aeiouh]", "", plain).translate(_BONES)
    return _DOUBLED.sub(r"\1", stripped) or plain[:1]


def tight(plain: str) -> str:
    """All consonants of a word as they stand, h and doubled ones too."""
    return re.sub("[aeiou]", "", plain)


def _roman(text: str) -> str:
    """A folded word in small ASCII letters; umlauts as they are written out, so that Müller is Mueller."""
    if text.isascii():
        return re.sub("[^a-z0-9]", "", text)
    spelled = (
        text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ø", "oe").replace("å", "aa")
    )
    return re.sub("[^a-z0-9]", "", anyascii(spelled).lower())


def _is_letter(char: str) -> bool:
    return category(char)[0] == "L"


def _is_roman(text: str) -> bool:
    return all(char < "\u0250" or not _is_letter(char) for char in text)


def _cut(text: str) -> list[str]:
    """A name written without a blank as given name and family name, which stands first in it, where that is known."""
    for at in (3, 2):
        if len(text) > at and text[:at] in _DOUBLE:
            return [text[at:], text[:at]]
    return [text[1:], text[:1]] if text[0] in _FAMILIES and len(text) < 4 else [text]


def _joined(words: list[str]) -> list[str]:
    """Servant-of names as one word: abd allah, abdul rahman."""
    found: list[str] = []
    for one in words:
        if found and found[-1] in ("abd", "abdul", "abdel", "عبد"):
            found[-1] += one.removeprefix("ال") if not one.isascii() else one
        else:
            found.append(one)
    return found

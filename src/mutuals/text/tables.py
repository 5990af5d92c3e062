"""What single code points mean to us: the one place where characters are listed.

Everything here is a constant, so that an index written today is read tomorrow by another Python with a newer
Unicode database. Ranges follow the Unicode Character Database, https://www.unicode.org/reports/tr44/
"""

from typing import Final

Ranges = tuple[tuple[int, int], ...]


# Dropped without a trace: Default_Ignorable_Code_Point, Hebrew points, harakat, tatweel, skin tones.
# The zero width joiner and the tag letters of flags are missing here because emoji are made of them.
IGNORABLE: Final[Ranges] = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x0591, 0x05BD),
    (0x05BF, 0x05BF),
    (0x05C1, 0x05C2),
    (0x05C4, 0x05C5),
    (0x05C7, 0x05C7),
    (0x0610, 0x061A),
    (0x061C, 0x061C),
    (0x0640, 0x0640),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06DC),
    (0x06DF, 0x06E4),
    (0x06E7, 0x06E8),
    (0x06EA, 0x06ED),
    (0x08D3, 0x08FF),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200C),
    (0x200E, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0x1F3FB, 0x1F3FF),
    (0xE0000, 0xE001F),
    (0xE0080, 0xE0FFF),
)

# Marks that are accents: they leave the folded form and stay in the exact one. Vowel signs of Indic and
# South-East Asian scripts are letters to their readers and are no accents.
ACCENTS: Final[Ranges] = (
    (0x0300, 0x036F),
    (0x0483, 0x0487),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20F0),
    (0xFE20, 0xFE2F),
)

# Letters with a stroke or a ligature have no decomposition, yet people leave the stroke out.
STROKES: Final = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
}
# Cyrillic letters of their own whose mark is no accent.
WHOLE: Final = frozenset("йїў")

# One token each, since nothing but a dictionary could divide the words.
SINGLES: Final[Ranges] = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1100, 0x11FF),  # Hangul jamo
    (0x1780, 0x17FF),  # Khmer
    (0x19E0, 0x19FF),
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3041, 0x309F),  # hiragana
    (0x30A1, 0x30FA),  # katakana
    (0x30FC, 0x318F),  # bopomofo, Hangul compatibility jamo
    (0x31A0, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xA960, 0xA97F),
    (0xA9E0, 0xA9FF),
    (0xAA60, 0xAA7F),
    (0xAC00, 0xD7FF),  # Hangul
    (0xF900, 0xFAFF),
    (0x1AFF0, 0x1B16F),  # kana supplements
    (0x20000, 0x3FFFD),
)
# Signs that hang on the single character before them: marks of the scripts above.
HANGING: Final[Ranges] = (
    (0x0E31, 0x0E31),
    (0x0E34, 0x0E3A),
    (0x0E47, 0x0E4E),
    (0x0EB1, 0x0EB1),
    (0x0EB4, 0x0EBC),
    (0x0EC8, 0x0ECE),
    (0x102B, 0x103E),
    (0x1056, 0x1059),
    (0x105E, 0x1060),
    (0x1062, 0x1064),
    (0x1067, 0x106D),
    (0x1071, 0x1074),
    (0x1082, 0x108D),
    (0x109A, 0x109D),
    (0x17B6, 0x17D3),
    (0x17DD, 0x17DD),
    (0x3099, 0x309A),
    (0xAA7B, 0xAA7D),
)

# Emoji and pictures (the part of Extended_Pictographic, https://www.unicode.org/reports/tr51/, that NFKC
# leaves alone, and the symbols among them).
EMOJI: Final[Ranges] = (
    (0x2190, 0x21FF),
    (0x2300, 0x2307),
    (0x230C, 0x2328),
    (0x232B, 0x23FF),
    (0x25A0, 0x275A),
    (0x2761, 0x2767),
    (0x2794, 0x27BF),
    (0x2900, 0x297F),
    (0x2B00, 0x2BFF),
    (0x3030, 0x3030),
    (0x303D, 0x303D),
    (0x1F000, 0x1F0FF),
    (0x1F10D, 0x1F10F),
    (0x1F16C, 0x1F1E5),
    (0x1F200, 0x1F3FA),
    (0x1F400, 0x1FAFF),
)
FLAG_LETTERS: Final[Ranges] = ((0x1F1E6, 0x1F1FF),)
FLAG_TAGS: Final[Ranges] = ((0xE0020, 0xE007F),)
BLACK_FLAG: Final = "\U0001f3f4"

APOSTROPHES: Final = frozenset("\u2018\u2019\u201b\u02bc\u02b9\u2032\u05f3\ua78c\uff07")

# A phrase does not run over these. White space, hyphens, slashes, quotation marks and stars do not stop it.
ASCII_BREAKS: Final = ",.;:!?()[]{}|"
BREAKS: Final = frozenset(
    "\u00a1\u00bf\u2014\u2015\u2022\u2023\u2026\u203d\u2e3a\u2e3b"  # inverted marks, dashes, bullets
    "\u037e\u0589\u05c3\u060c\u061b\u061f\u06d4\u0964\u0965"  # Greek, Armenian, Hebrew, Arabic, danda
    "\u0f0d\u0f0e\u104a\u104b\u1362\u1363\u1364\u1365\u1367\u1368\u17d4\u17d5\u1802\u1803"
    "\u3001\u3002\u3010\u3011\u3014\u3015\ufe12\uff61\uff64"  # East Asian
)

# Signs of trade stand behind a name without being part of it; NFKC would glue TM to it.
SILENT: Final = frozenset("\u00a9\u00ae\u2117\u2120\u2122")

# Enough of https://data.iana.org/TLD/ to tell `nike.com` from a sentence that lacks its space.
TLDS: Final = frozenset(
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz"
    " ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk"
    " fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir"
    " is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk"
    " ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl"
    " pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc"
    " td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw"
    " com org net edu gov mil int arpa onion info biz name mobi museum coop aero jobs travel pro asia cat tel"
    " academy agency app art audio bar berlin best bike bio black blog blue boutique build business buzz cafe"
    " camera camp capital care careers cash center chat church city click clinic cloud club codes coffee"
    " community company computer consulting cool dance data date day deals delivery dentist design dev digital"
    " direct directory dog domains earth education email energy engineering enterprises equipment estate"
    " events exchange expert express family fan farm fashion film finance fish fitness flights florist"
    " foundation frl fun fund futbol gallery game games garden gay gift global gmbh gold golf graphics gratis"
    " green group guide guru health help hiphop holdings holiday homes host hosting house how icu immo inc ink"
    " institute international jetzt kaufen kitchen koeln land law legal lgbt life limited link live llc loan"
    " london love ltd management market marketing media memorial money mov movie museum music network news"
    " ngo ninja nyc observer one ong online page paris partners parts party pet photo photography photos"
    " pics pictures pink pizza place plus poker press productions properties pub quest recipes red rent repair"
    " report rest restaurant review reviews rip rocks rodeo run sale school science scot services sex sexy"
    " shoes shop shopping show site ski soccer social software solar solutions space store stream studio style"
    " support surf swiss systems tattoo tax taxi team tech technology theater tips tirol today tokyo tools top"
    " tours town toys trade training uno vacations vet video vin vip vision vote wales watch website wedding"
    " wien wiki win wine work works world wtf xxx xyz yoga zip zone google youtube microsoft apple bbc"
    " \u0440\u0444 \u0443\u043a\u0440 \u0431\u0435\u043b \u0441\u0440\u0431 \u0435\u044e".split()
)


def holds(ranges: Ranges, code: int) -> bool:
    """Whether a code point lies in one of the ranges (ends included)."""
    return any(low <= code <= high for low, high in ranges)

"""The language of a post: told by its own words, or honestly not at all."""

import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.text.language import ALONE, WEIGHTS, detect

POSTS = {
    "en": "anybody got a spare charger they could lend me until tomorrow?",
    "de": "hat jemand noch eine karte für das konzert am samstag übrig",
    "fr": "quelqu'un sait à quelle heure ouvre la boulangerie demain ?",
    "es": "¿alguien me puede decir a qué hora sale el último autobús?",
    "pt": "alguém sabe se o supermercado abre amanhã de manhã?",
    "it": "qualcuno sa a che ora apre la farmacia domani mattina?",
    "nl": "weet iemand hoe laat de winkel morgen opengaat?",
    "pl": "czy ktoś wie, o której jutro otwierają sklep?",
    "tr": "yarın sabah dükkan kaçta açılıyor bilen var mı?",
    "sv": "vet någon när affären öppnar i morgon bitti?",
    "da": "er der nogen der ved hvornår butikken åbner i morgen?",
    "fi": "tietääkö kukaan mihin aikaan kauppa aukeaa huomenna?",
    "cs": "neví někdo, v kolik hodin zítra otevírají obchod?",
    "hu": "tudja valaki, hogy holnap mikor nyit a bolt?",
    "ro": "știe cineva la ce oră se deschide magazinul mâine?",
    "ca": "algú sap a quina hora obre la botiga demà al matí?",
    "ru": "кто-нибудь знает, во сколько завтра открывается магазин?",
    "uk": "хтось знає, о котрій завтра відкривається крамниця?",
    "bg": "някой знае ли в колко часа отваря магазинът утре?",
    "kk": "ертең дүкен сағат нешеде ашылатынын кім біледі?",
    "ar": "هل يعرف أحدكم متى يفتح المتجر غدا صباحا؟",
    "fa": "کسی می‌داند مغازه فردا صبح چه ساعتی باز می‌شود؟",
    "he": "מישהו יודע מתי החנות נפתחת מחר בבוקר?",
    "hi": "क्या किसी को पता है कि दुकान कल कितने बजे खुलती है?",
    "mr": "दुकान उद्या किती वाजता उघडते हे कोणाला माहीत आहे का?",
    "el": "ξέρει κανείς τι ώρα ανοίγει αύριο το μαγαζί;",
    "ja": "明日お店が何時に開くか知っている人いますか？",
    "zh": "有人知道商店明天几点开门吗？",
    "ko": "내일 가게가 몇 시에 여는지 아는 사람 있나요?",
    "th": "มีใครรู้บ้างว่าร้านเปิดกี่โมงพรุ่งนี้",
    "vi": "có ai biết ngày mai cửa hàng mở cửa lúc mấy giờ không?",
    "sw": "kuna mtu anajua duka litafunguliwa saa ngapi kesho asubuhi?",
    "eu": "inork ba al daki bihar zer ordutan irekitzen duten denda?",
    "cy": "oes rhywun yn gwybod pryd mae'r siop yn agor bore yfory?",
}


@pytest.mark.parametrize("lang", POSTS)
def test_a_post_of_a_dozen_words_is_told(lang):
    assert detect([POSTS[lang]])[0][0] == lang


@pytest.mark.parametrize(
    "text",
    ["", "   ", "ok", "OK!!", "haha", "hahahaha 😂", "👍🏽", "12:30", "https://example.org/das/ist",
     "@anna @bob", "#tag", "lol", "x", "hmm", "www.example.com/page", "12345 67", "\ud800", "anna@example.org"],
)  # fmt: skip
def test_what_is_no_language_is_not_told(text):
    assert detect([text]) == [("und", 0.0)]


@pytest.mark.parametrize("lang", ["en", "de", "ru", "ja"])
def test_links_handles_tags_and_emoji_change_nothing(lang):
    decorated = f"@the_neighbour {POSTS[lang]} https://example.com/where/is/the/shop #ShoppingTomorrow 🎉🎉"
    assert detect([decorated])[0][0] == lang


def test_a_script_of_one_language_needs_no_model():
    for letters, lang in {
        "Καλημέρα": "el",
        "שלום": "he",
        "გამარჯობა": "ka",
        "բարեւ": "hy",
        "สวัสดี": "th",
    }.items():
        assert detect([letters]) == [(lang, 0.99)]
    assert len(set(ALONE.values())) == len(ALONE) - 0


def test_kana_among_ideographs_is_japanese_and_none_is_chinese():
    assert [lang for lang, _ in detect(["東京都庁舎の展望室", "北京大学图书馆", "私は学生です"])] == [
        "ja",
        "zh",
        "ja",
    ]


def test_a_name_in_latin_letters_does_not_hide_the_script_around_it():
    assert detect(["новый iPhone от Apple уже в магазине, кто хочет?"])[0][0] == "ru"


def test_more_text_makes_surer():
    words = POSTS["nl"].split()
    shown = [detect([" ".join(words[:n])])[0][1] for n in (2, len(words))]
    assert shown[0] < shown[1] > 0.9


@given(st.lists(st.text(max_size=80), max_size=8))
def test_anything_is_taken_and_a_post_is_read_the_same_alone_as_among_others(texts):
    together = detect(texts)
    assert len(together) == len(texts)
    for text, (lang, sure) in zip(texts, together, strict=True):
        alone = detect([text])[0]
        assert alone[0] == lang
        assert alone[1] == pytest.approx(sure, abs=1e-4)
        assert 0 <= sure <= 1
        assert (lang == "und") == (sure == 0)


def test_many_posts_come_back_in_their_order():
    langs = list(POSTS) * 40
    random.Random(3).shuffle(langs)
    assert [lang for lang, _ in detect([POSTS[lang] for lang in langs])] == langs


def test_a_very_long_text_costs_no_more_than_its_beginning():
    long = "der hund lief über die straße und bellte. " * 50_000
    detect([long])
    began = time.process_time()
    detect([long] * 20)
    assert time.process_time() - began < 5


def test_the_weights_are_small():
    assert WEIGHTS.stat().st_size < 3_000_000


SISTERS = {"bs": "hr", "ms": "id", "nn": "nb"}


def test_sentences_of_75_languages_at_80_characters():
    folder = os.environ.get("MUTUALS_TEST_DATA")
    if not folder:
        pytest.skip("needs MUTUALS_TEST_DATA with language")
    draw = random.Random(11)
    exact, family, count = 0, 0, 0
    for path in sorted((Path(folder) / "language" / "sentences").glob("*.txt")):
        long = [line for line in path.read_text(encoding="utf-8").splitlines() if len(line) >= 80]
        lines = draw.sample(long, min(40, len(long)))
        for lang, _ in detect([line[:80] for line in lines]):
            exact += lang == path.stem
            family += SISTERS.get(lang, lang) == SISTERS.get(path.stem, path.stem)
            count += 1
    assert count > 2000
    assert exact / count > 0.95
    assert family / count > 0.97

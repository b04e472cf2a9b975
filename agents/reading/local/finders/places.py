"""Postal codes, countries and languages."""

from __future__ import annotations

import re
from functools import lru_cache

from agents.reading.local.finders.found import Found, apart
from agents.reading.local.words import fold, tokens

POSTAL = {
    "US": r"\b\d{5}(?:-\d{4})?\b(?=$|[\s,.]|\n)",
    "CA": r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b",
    "GB": r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b",
    "NL": r"\b[1-9]\d{3} ?[A-Z]{2}\b",
    "DE": r"\b\d{5}(?=\s+[A-ZÄÖÜ])", "FR": r"\b\d{5}(?=\s+[A-ZÉÈ])", "ES": r"\b\d{5}(?=\s+[A-ZÁÉÍÓÚ])",
    "IT": r"\b\d{5}(?=\s+[A-Z])", "BE": r"\b[1-9]\d{3}(?=\s+[A-Z])", "AT": r"\b[1-9]\d{3}(?=\s+[A-ZÄÖÜ])",
    "CH": r"\b[1-9]\d{3}(?=\s+[A-Z])", "PT": r"\b\d{4}-\d{3}\b", "BR": r"\b\d{5}-\d{3}\b",
    "JP": r"(?:〒\s?\d{3}-?\d{4}|\b\d{3}-\d{4}(?!\d|-))",
    "CN": r"(?<!\d)[1-8]\d{5}(?!\d)", "AU": r"\b\d{4}\b(?=$|[\s,.])",
}  # fmt: skip
"""ISO 3166-1 → its postal codes (Universal Postal Union addressing data)."""

LABEL = re.compile(
    r"(?:zip(?: code)?|post(?:al)? ?code|postcode|plz|postleitzahl|code postal|código postal|cap|cep|"
    r"郵便番号|邮编)\W{0,4}",
    re.IGNORECASE,
)
STATE = re.compile(r"[A-Z]{2},?\s+$")


@lru_cache(maxsize=2048)
def find_postal_codes(text: str, regions: tuple[str, ...]) -> tuple[Found, ...]:
    """Postal codes in upper case, in the form of the likeliest countries; five bare digits need a state or a label."""
    found = []
    for region in regions[:3]:
        if region not in POSTAL:
            continue
        for match in re.finditer(POSTAL[region], text):
            named = bool(re.search(LABEL.pattern + "$", text[: match.start()], re.IGNORECASE))
            plain = region in ("US", "AU") and not STATE.search(text[: match.start()])
            sure = 0.95 if named else 0.25 if plain else 0.8
            if sure > 0.3:
                found.append(Found(match.group().lstrip("〒 ").upper(), match.start(), match.end(), sure))
    return apart(found)


_COUNTRIES = """
US united states|usa|u.s.|u.s.a.|vereinigte staaten|états-unis|estados unidos|アメリカ|米国|美国
US verenigde staten|stati uniti
CA canada|kanada|canadá|カナダ|加拿大
GB united kingdom|uk|great britain|england|scotland|wales|vereinigtes königreich|großbritannien|イギリス|英国
GB royaume-uni|reino unido|verenigd koninkrijk|regno unito
IE ireland|irland|irlande|irlanda|ierland|アイルランド|爱尔兰
DE germany|deutschland|allemagne|alemania|duitsland|germania|alemanha|ドイツ|德国
AT austria|österreich|autriche|oostenrijk|áustria|オーストリア|奥地利
CH switzerland|schweiz|suisse|suiza|zwitserland|svizzera|suíça|スイス|瑞士
FR france|frankreich|francia|frankrijk|frança|フランス|法国
BE belgium|belgien|belgique|bélgica|belgië|belgio|ベルギー|比利时
NL netherlands|niederlande|pays-bas|países bajos|nederland|paesi bassi|holland|países baixos|オランダ|荷兰
LU luxembourg|luxemburg|luxemburgo|lussemburgo|ルクセンブルク|卢森堡
ES spain|spanien|espagne|españa|spanje|spagna|espanha|スペイン|西班牙
IT italy|italien|italie|italia|italië|itália|イタリア|意大利
PT portugal|portogallo|ポルトガル|葡萄牙
BR brazil|brasilien|brésil|brasil|brazilië|brasile|ブラジル|巴西
MX mexico|mexiko|mexique|méxico|messico|メキシコ|墨西哥
PL poland|polen|pologne|polonia|polônia|ポーランド|波兰
DK denmark|dänemark|danemark|dinamarca|denemarken|danimarca|デンマーク|丹麦
SE sweden|schweden|suède|suecia|zweden|svezia|suécia|スウェーデン|瑞典
NO norway|norwegen|norvège|noruega|noorwegen|norvegia|ノルウェー|挪威
FI finland|finnland|finlande|finlandia|フィンランド|芬兰
CZ czech republic|czechia|tschechien|tchéquie|chequia|tsjechië|チェコ|捷克
HU hungary|ungarn|hongrie|hungría|hongarije|ungheria|ハンガリー|匈牙利
RO romania|rumänien|roumanie|rumanía|roemenië|ルーマニア|罗马尼亚
GR greece|griechenland|grèce|grecia|griekenland|ギリシャ|希腊
TR turkey|türkiye|türkei|turquie|turquía|turkije|turchia|トルコ|土耳其
JP japan|japon|japón|giappone|japão|日本
CN china|chine|cina|中国
KR south korea|südkorea|corée du sud|corea del sur|韓国|韩国
IN india|indien|inde|インド|印度
SG singapore|singapur|singapour|シンガポール|新加坡
HK hong kong|香港
TW taiwan|台湾
AU australia|australien|australie|オーストラリア|澳大利亚
NZ new zealand|neuseeland|nouvelle-zélande|nueva zelanda|ニュージーランド|新西兰
ZA south africa|südafrika|afrique du sud|sudáfrica|南アフリカ|南非
AE united arab emirates|uae|vereinigte arabische emirate|émirats arabes unis|アラブ首長国連邦|阿联酋
MA morocco|marokko|maroc|marruecos|モロッコ|摩洛哥
"""
COUNTRIES = {fold(n): line[:2] for line in _COUNTRIES.strip().split("\n") for n in line[3:].split("|")}

_LANGUAGES = """
en english|englisch|anglais|inglés|engels|inglese|inglês|英語|英语|英文
de german|deutsch|allemand|alemán|duits|tedesco|alemão|ドイツ語|德语
fr french|französisch|français|francés|frans|francese|francês|フランス語|法语
es spanish|spanisch|espagnol|español|spaans|spagnolo|espanhol|スペイン語|西班牙语
nl dutch|niederländisch|néerlandais|neerlandés|nederlands|olandese|holandês|オランダ語|荷兰语
it italian|italienisch|italien|italiano|italiaans|イタリア語|意大利语
pt portuguese|portugiesisch|portugais|portugués|portugees|portoghese|português|ポルトガル語|葡萄牙语
ja japanese|japanisch|japonais|japonés|japans|giapponese|japonês|日本語|日语
zh chinese|chinesisch|chinois|chino|chinees|cinese|chinês|mandarin|中国語|中文|汉语
pl polish|polnisch|polonais|polaco|pools|polacco|ポーランド語|波兰语
tr turkish|türkisch|turc|turco|turks|トルコ語|土耳其语
ar arabic|arabisch|arabe|árabe|アラビア語|阿拉伯语
ru russian|russisch|russe|ruso|ロシア語|俄语
ko korean|koreanisch|coréen|coreano|韓国語|韩语
"""
LANGUAGES = {fold(n): line[:2] for line in _LANGUAGES.strip().split("\n") for n in line[3:].split("|")}


@lru_cache(maxsize=2048)
def find_countries(text: str) -> tuple[Found, ...]:
    """Countries as ISO 3166-1 alpha-2."""
    return _named(text, COUNTRIES)


@lru_cache(maxsize=2048)
def find_languages(text: str) -> tuple[Found, ...]:
    """Languages as ISO 639-1."""
    return _named(text, LANGUAGES)


def _named(text: str, names: dict[str, str]) -> tuple[Found, ...]:
    words = tokens(text)
    found = []
    for index in range(len(words)):
        for size in (3, 2, 1):
            window = words[index : index + size]
            if len(window) < size:
                continue
            name = " ".join(w.folded for w in window)
            if name in names:
                found.append(Found(names[name], window[0].start, window[-1].end, 0.8))
                break
    for name, code in names.items():
        if not name.isascii() and ord(name[0]) > 0x3000 and (at := text.find(name)) >= 0:
            found.append(Found(code, at, at + len(name), 0.8))
    return apart(found)

"""The cues of `accounts_cues` for Japanese and Chinese, where no space parts words and what is said stands behind."""

from __future__ import annotations

import re

_NEAR = (
    "隣の?|となりの?|お隣の?|近くの?|向かいの?|階下の?|上の階の?|同じビルの?|知り合いの?|知人の?|友人の?|取引先の?|"
    "隔壁的?|邻居的?|楼下的?|楼上的?|旁边的?|对面的?|附近的?|同一栋楼的?|朋友的?|熟人的?|听说"
)
ASIDE_BEFORE = re.compile(rf"(?:{_NEAR})(?:店舗|会社|一家)?[「『“\"]?$")
"""A neighbour, an acquaintance."""

EXAMPLE_BEFORE = re.compile(
    r"(?:像|跟|如同|参照|参考|比照|仿照|按照|例如|比如|譬如|例えば|たとえば|参考客户[:：]?)[「『“\"]?$|(?:不如|比)[「『“\"]?$"
)
_SAMA = "(?:さん|様|さま)?"
EXAMPLE_AFTER = re.compile(
    rf"^{_SAMA}[」』”\"]?(?:"
    r"と同じ|と同様|のような|のように|を参考|の例|(?:が|の|で|に|さんが)[^。、，]{0,14}(?:のと|と)(?:同じ|同様)|"
    r"(?:的|用的|那边的|那里的)?[^。，、]{0,8}(?:一样|相同|类似|那样)|(?:的|那边的?)?[^。，、]{0,12}即可)"
)
"""'The same as X has'."""

_WELL = (
    "変更なし|変更はあり|変更ござい|問題あり?ません|問題ございません|問題ない|問題はな|正常|現状のまま|そのまま|従来通り|"
    "従来どおり|これまで通り|変わっていない|変わりません|変わりあり|対象外|不要です|必要ありません|必要ございません|"
    "影響はあり|影響あり?ません|影響はござい|関係ありません|関係ございません|関係はあり|関係はござい|別契約|何も起き|"
    "起きていない|起きていません|解決済|対応済|復旧し|特にありません|特にございません|結構です|"
    "是好的|都是好的|都好|没问题|没有问题|没事|一切正常|正常|不变|不用|无需|不需要|不受影响|未受影响|没有影响|照旧|"
    "済みです|済んで|実施済|完了して|もう終わ|做过了|已经做过|装过了|已经装|已经换|已经办|早就有|保持原样|维持原状|维持不变|保持不变|不在此列|除外|已经(?:处理|解决|恢复|修好)|已(?:处理|解决|恢复)|与[^。，]{0,6}无关|无关"
)
LEFT_OUT_AFTER = re.compile(
    rf"^{_SAMA}[」』”\"]?(?:ではなく|ではあり?ません|ではございません|以外|を除|は除|とは別|とは関係|の分は不要|"
    rf"[^。！？；;\n]{{0,24}}?(?:{_WELL}))"
)
LEFT_OUT_BEFORE = re.compile(
    r"(?:不是|而不是|并非|而非|除了|除|不包括|不含|不要再走|不要走|不经|误写成了?|错写成了?|写成了?|写错成了?|误认为|混淆)"
    r"[「『“\"]?$"
)
"""'Not X', 'except X', 'written as X by mistake'."""

ADOPTED_AFTER = re.compile(
    rf"^{_SAMA}[」』”\"]?(?:より|から)?[^。，、；]{{0,10}}?(?:"
    r"とのことでした|だそうです|そうです|と聞き|と伺い|拿到的|说过|推荐|介绍|告诉|的价格|的报价)"
)
"""What is only told of X: hearsay, its prices."""


def part(before: str, after: str) -> str:
    """The part that an account plays by what stands before and behind it: '' where nothing is said."""
    if EXAMPLE_BEFORE.search(before) or EXAMPLE_AFTER.search(after):
        return "example"
    if LEFT_OUT_BEFORE.search(before) or LEFT_OUT_AFTER.search(after):
        return "left out"
    return "aside" if ASIDE_BEFORE.search(before) or ADOPTED_AFTER.search(after) else ""

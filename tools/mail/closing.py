"""Letter closings ("Kind regards", "Mit freundlichen Grüßen", ...) in the languages of business mail."""

from __future__ import annotations

import re

_TEXT = """
regards|best regards|kind regards|kindest regards|warm regards|warmest regards|best|best wishes
with best wishes|warmly|all the best|sincerely|yours sincerely|sincerely yours|yours truly
yours faithfully|yours|respectfully|cordially|cheers|respectfully yours|very truly yours|thanks
thank you|many thanks|thanks again|thanks so much|thanks very much|thx|tks|ty|thank you very much
thank you so much|thanks a lot|thanks in advance|thank you in advance|take care|talk soon|rgds|br|kr
with best regards|with kind regards|with regards|in advance|much appreciated|appreciated|have a great day
have a nice day|have a good day|have a great weekend|have a nice weekend|speak soon|ta
many thanks in advance|gratefully|truly|mit freundlichen grüßen|mit freundlichen gruessen
mit freundlichem gruß|freundliche grüße|freundlichen gruß|viele grüße|freundliche grüsse
mit freundlichen grüssen|viele grüsse|beste grüße|beste grüsse|liebe grüße|herzliche grüße
mit besten grüßen|mit besten grüssen|schöne grüße|gruß|grüße|grüsse|gruss|mfg|vg|lg|bg
hochachtungsvoll|danke|besten dank|vielen dank|herzlichen dank|danke im voraus|vielen dank im voraus
danke schön|mit herzlichen grüßen|freundlich grüßt|besten gruß|lieben gruß|viele liebe grüße
beste grüße aus|dankeschön|danke vorab|vielen dank vorab|mit bestem dank|cordialement|bien cordialement
très cordialement|salutations|meilleures salutations|sincères salutations|bien à vous
salutations distinguées|amicalement|respectueusement|cdt|bien à toi|merci|merci d'avance|merci beaucoup
merci bien|à bientôt|bonne journée|bonne soirée|avec mes remerciements|cordiales salutations
merci par avance|mille mercis|meilleures salutations distinguées|merci pour votre aide|merci de votre aide
saludos|un saludo|saludos cordiales|atentamente|atte|cordialmente|un cordial saludo|gracias
muchas gracias|un abrazo|gracias de antemano|muchas gracias de antemano|reciba un cordial saludo
mil gracias|gracias y saludos|quedo atento|cordiali saluti|distinti saluti|saluti|un saluto
un cordiale saluto|i migliori saluti|grazie|grazie mille|tante grazie|grazie in anticipo|la ringrazio
buona giornata|in attesa di un riscontro|saluti cordiali|atenciosamente|cumprimentos
com os melhores cumprimentos|melhores cumprimentos|os melhores cumprimentos|att|abraços|abs
cordiais cumprimentos|obrigado|obrigada|muito obrigado|muito obrigada|desde já obrigado|grato|grata
abraço|met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|vriendelijke groeten|groet
groeten|mvg|hoogachtend|met hartelijke groet|hartelijke groet|bedankt|alvast bedankt|dank|dank je
dank u|dank je wel|dank u wel|bvd|gr|vr gr|met groet|hartelijk dank|alvast dank|bij voorbaat dank
m vr gr|med vänliga hälsningar|med vänlig hälsning|vänliga hälsningar|vänlig hälsning|hälsningar|mvh
bästa hälsningar|tack|tack på förhand|tack så mycket|hälsning|bästa hälsning|vänligen|med venlig hilsen
venlig hilsen|venlige hilsner|hilsen|de bedste hilsner|bedste hilsner|tak|mange tak|på forhånd tak|kh
vh|med vennlig hilsen|vennlig hilsen|beste hilsen|takk|tusen takk|på forhånd takk|med hilsen
mange hilsner|på forhånd mange tak|terveisin|ystävällisin terveisin|parhain terveisin|kiitos|kiittäen
kiitos etukäteen|t|yst terv|terv|pozdrawiam|z poważaniem|serdecznie pozdrawiam|z wyrazami szacunku
dziękuję|pozdrowienia|dzięki|z pozdrowieniami|z góry dziękuję|pozdrawiam serdecznie|łączę wyrazy szacunku
z powazaniem|s pozdravem|děkuji|s přátelským pozdravem|s úctou|díky|děkuji předem|s pozdravom|ďakujem
pozdrav|s poštovanjem|hvala|lp|lep pozdrav|üdvözlettel|tisztelettel|köszönöm|köszönettel|üdv|cu stimă
mulțumesc|cu respect|toate cele bune|с уважением|с наилучшими пожеланиями|спасибо|заранее спасибо
благодарю|з повагою|дякую|поздрави|с поздрави|saygılarımla|iyi çalışmalar|teşekkürler|selamlar
saygılar|iyi günler|teşekkür ederim|με εκτίμηση|ευχαριστώ|φιλικά
よろしくお願いいたします|よろしくお願い致します|宜しくお願い致します
宜しくお願いいたします|以上|敬具|よろしくお願いします|何卒よろしくお願いいたします
どうぞよろしくお願いいたします|此致|敬礼|敬禮|谢谢|謝謝|祝好|顺祝商祺|順頌商祺|此致敬礼
감사합니다|드림
"""
_CLOSINGS = frozenset(_TEXT.strip().replace("\n", "|").split("|"))
_PIECES = re.compile(r"\s*(?:[,;.!&/+–—-]+|[、。！，]|\b(?:and|und|et|y|e|en|och|og|i|ja|ve|a|и|та)\b)\s*", re.I)
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")


def is_closing(line: str) -> bool:
    """Whether a line is a letter closing and nothing else, in any of the languages; also two of them in a row."""
    if len(line) > 80:
        return False
    plain = _EDGE.sub("", line.casefold()).replace("’", "'")
    if not plain:
        return False
    if plain in _CLOSINGS or plain.replace(".", "") in _CLOSINGS:
        return True
    pieces = [piece for piece in _PIECES.split(plain) if piece]
    return len(pieces) > 1 and all(piece in _CLOSINGS for piece in pieces)


def closing_and_name(line: str) -> str:
    """What follows a closing on its own line ("Thanks, Ann" → "Ann"); empty when the line is not of that form."""
    if len(line) > 60:
        return ""
    words = line.strip().split()
    for count in range(min(len(words) - 1, 5), 0, -1):
        name = " ".join(words[count:])
        if is_closing(" ".join(words[:count])) and len(words) - count <= 3:
            return name.strip(" ,.;!-–—")
    return ""

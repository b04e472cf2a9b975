"""Words by which mail programs and letter writers of many languages mark headers, quotes, forwards and closings.

Sources: the interface languages of Outlook, Gmail, Apple Mail, Thunderbird and Lotus Notes; usual letter closings.
"""

from __future__ import annotations

import re
import unicodedata

#: Header names by role, as mail programs print them above an older message.
_HEADERS = {
    "from": "from|von|de|van|da|från|fra|od|от|від|lähettäjä|kimden|gönderen|差出人|送信者|发件人|發件人|寄件者"
    "|寄件人"
    "|보낸 사람|보낸사람|feladó|από|מאת|من|expéditeur|remitente|mittente|remetente|odesílatel|odosielateľ|de la"
    "|saatja"
    "|nuo|от кого|dari|từ|afsender|avsändare|absender|nadawca|expeditor"
    "|שולח|من|จาก|šalje|no|enviat per|pengirim|göndərən",
    "date": "sent|date|gesendet|datum|envoyé|envoyé le|enviado|enviado el|enviado em|enviada|enviada em|fecha"
    "|data|inviato"
    "|inviata|verzonden|skickat|skickad|sendt|dato|wysłano|wysłane|data wysłania|дата|отправлено|надіслано|lähetetty"
    "|päivämäärä|gönderilme tarihi|gönderildi|tarih|送信日時|日時|日付|发送时间|發送時間|发送日期|日期|寄件日期"
    "|时间|보낸 날짜"
    "|날짜|elküldve|dátum|odesláno|odoslané|trimis|trimis la|ημερομηνία|στάλθηκε|saadetud|išsiųsta|date/time|time"
    "|gönderme tarihi|傳送時間|傳送日期|発信日時|送信日|נשלח|תאריך|تم الإرسال|التاريخ|đã gửi|ngày|ส่ง|วันที่"
    "|ส่งเมื่อ|poslano|datum slanja|изпратено|дата на изпращане|saatmisaeg|kuupäev|nosūtīts"
    "|datums|enviat|enviat el|dikirim|tanggal|sent at|sent on|date sent|envoyée le|inviata il"
    "|inviato il|wysłany|отправлен|дата отправки|відправлено|verstuurd|verstuurd op|gönderilme",
    "to": "to|an|à|a|para|aan|naar|til|till|do|кому|vastaanottaja|kime|alıcı|宛先|受信者|收件人|收件者|받는 사람"
    "|받는사람"
    "|címzett|komu|către|pour|per|προς|destinataire|destinatario|destinatário|kam|kepada|empfänger|do kogo|за"
    "|до|אל|إلى|tới|đến|ถึง|prima|za|adressaat|kam|per a|untuk|收信人|받는이|mottagare|modtager|mottaker|príjemca",
    "cc": "cc|bcc|kopie|kopia|kopi|copie|copie à|copia|cópia|копия|копія|ccn|抄送|副本|참조|másolatot kap"
    "|másolat|kopio"
    "|bilgi|dw|udw|kopie an|ci",
    "subject": "subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|тема|aihe|konu|件名"
    "|主题|主題"
    "|主旨|标题|제목|tárgy|předmět|predmet|subiect|θέμα|teema|tema|re|betr|dotyczy|vec"
    "|thema|נושא|הנדון|الموضوع|chủ đề|tiêu đề|เรื่อง|zadeva|tēma|assumpte|perihal|subjek|題名|標題",
    "other": "reply-to|reply to|antwort an|répondre à|responder a|rispondi a|risposta|antwoord aan|svar till|svar til"
    "|importance|wichtigkeit|priority|priorität|priorité|importancia|priorità|belang|attachments|attachment"
    "|anlagen|anhang"
    "|anhänge|pièces jointes|pièce jointe|adjuntos|datos adjuntos|allegati|anexos|bijlagen|bilagor|vedlegg|vedhæftet"
    "|załączniki|вложения|添付ファイル|附件|resent-from|sender|organization|message-id|list-id|mailed-by",
}
HEADER_ROLES = {name.casefold(): role for role, names in _HEADERS.items() for name in names.split("|")}

ORIGINAL = re.compile(
    r"original(?:e)? ?(?:message|nachricht|mail|e-mail|meddelande|melding|bericht)|ursprüngliche (?:nachricht"
    r"|e-?mail|mail)"
    r"|message d['’]origine|message original|mensaje original|mensagem original|messaggio originale"
    r"|oorspronkelijk bericht"
    r"|originele bericht|origineel bericht|original-?nachricht|ursprungligt meddelande|originalmeddelande"
    r"|oprindelig meddelelse|oprindelig besked|opprinnelig melding|alkuperäinen viesti|wiadomość oryginalna"
    r"|oryginalna wiadomość|původní zpráva|pôvodná správa|eredeti üzenet|mesaj original|исходное сообщение"
    r"|оригинальное сообщение|вихідне повідомлення|orijinal mesaj|özgün ileti|元のメッセージ|原始邮件|原邮件"
    r"|原始郵件|원본 메시지"
    r"|αρχικό μήνυμα|original appointment|reply message",
    re.I,
)
FORWARDED = re.compile(
    r"forwarded (?:message|mail|e-?mail|by)|begin forwarded message|weitergeleitete (?:nachricht|e-?mail|mail)"
    r"|anfang der weitergeleiteten|message transféré|message transmis|début du message (?:transféré|réexpédié)"
    r"|mensaje reenviado|inicio del mensaje reenviado|mensagem encaminhada|início da mensagem (?:encaminhada"
    r"|reenviada)"
    r"|messaggio inoltrato|inizio messaggio inoltrato|doorgestuurd bericht|begin doorgestuurd bericht"
    r"|vidarebefordrat meddelande|vidarebefordrat brev|videresendt (?:meddelelse|besked|melding)|välitetty viesti"
    r"|wiadomość przekazana|przekazana wiadomość|początek przekazanej wiadomości|přeposlaná zpráva|preposlaná správa"
    r"|továbbított üzenet|mesaj redirecționat|пересылаемое сообщение|пересланное сообщение|переслане повідомлення"
    r"|iletilen mesaj|iletilmiş ileti|転送メッセージ|転送されたメッセージ|转发的?邮件|轉寄的?郵件|전달된 메시지"
    r"|προωθημένο μήνυμα",
    re.I,
)
#: Dividers that are sentences, by systems that pass mail on.
PROCESSED = re.compile(r"original message processed by \S{1,30}$|(?:回复|转发)的原?邮件$|replied message$", re.I)
#: The line above which ticket systems want an answer.
REPLY_LINE = re.compile(
    r"(?:reply|respond|type your (?:reply|response)|write) above this line|do not (?:write|type"
    r"|reply) below this line"
    r"|antwort\w* (?:bitte )?(?:oberhalb|über) dieser (?:linie|zeile)|oberhalb dieser (?:linie|zeile) antworten"
    r"|(?:répond\w+|écri\w+) au[- ]dessus de cette ligne|(?:responda|escriba) (?:por )?encima de esta línea"
    r"|rispond\w+ sopra questa (?:linea|riga)|(?:antwoord|reageer) boven deze (?:lijn|regel)"
    r"|responda acima desta linha"
    r"|svara ovanför denna (?:linje|rad)|svar over denne linje|odpowiedz powyżej tej linii",
    re.I,
)
WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|schrieben|geschrieben|schreef|geschreven|écrit|escribió|escribio|escribe"
    r"|escreveu|scritto"
    r"|scrive|skrev|skriver|kirjoitti|napisał\w*|napisał\(a\)|pisze|napsal\w*|napísal\w*|написал\w*|пишет"
    r"|написав\w*|писав"
    r"|пише|написа|yazdı|yazmış|írta|scris|έγραψε|kirjutas|rašė|rakstīja|napisao|pisao|viết|menulis)\b"
    r"|napisał\(a\)|napsal\(a\)|a scris|tarihinde şunu yazdı|เขียนว่า|الكتابة|كتابة ما يلي"
    r"|napisana przez|missatge d|のメール|書きました|写道|寫道|작성|작성함|כתב|كتب",
    re.I,
)
#: Only the author of a message is told that he wrote it.
YOU = re.compile(r"\b(?:you wrote|schrieben sie|schriebst du|vous avez écrit|tu as écrit|schreef (?:u|je|jij))\b", re.I)

_REPLY = "re|aw|antw|antwort|sv|vs|ynt|rif|ref|odp|res|r|回复|回覆|答复|返信|답장|ответ|vá|απ|ad|bls|réf|rép"
_FORWARD = (
    "fw|fwd|wg|tr|rv|enc|i|vb|doorst|pd|vl|ilt|i̇lt|转发|轉寄|転送|전달|пересл|továbbítás|προωθ|fwd|weiterl|vs fwd|trs"
)
_PREFIX = re.compile(
    rf"\s*(?:\[[^\]]{{1,40}}\]\s*)?(?:({_FORWARD})|({_REPLY}))\s*(?:[\[(]\d{{1,3}}[\])])?\s*[:：]", re.I
)

_MOBILE = re.compile(
    r"""^[\W_]{0,6}(?:
      sent\ (?:from|via|with|by|using|on)\b | from\ my\ \w
    | get\ \W{0,2}outlook\ for\b | download\ outlook | sent\ by\ \w
    | envoy[ée]e?\ (?:de|depuis|avec|à\ partir|via|par)\b | télécharge[rz]\ outlook
    | gesendet\ (?:von|mit|aus|über|via)\b
    | von\ (?:meinem|meiner)\ .{1,40}\ gesendet
    | diese\ nachricht\ wurde\ von\ mein
    | outlook\ für\ \w+ | holen\ sie\ sich\ outlook
    | verzonden\ (?:met|vanaf|via|vanuit|door)\b | outlook\ voor\ \w+ | verstuurd\ (?:vanaf|met|via)\b
    | enviado\ (?:desde|con|do|da|de|a\ partir|pelo|por|via|através)\b
    | obtener\ outlook | obter\ o\ outlook
    | inviato\ (?:da|dal|con|tramite)\b | ottieni\ outlook | scarica\ outlook
    | skicka[td]\ (?:från|med|via)\b | hämta\ outlook | sendt\ (?:fra|med|via)\b | hent\ outlook | lähetetty\b
    | wysłan[eoay]\ (?:z|ze|za|przy)\b | pobierz\ outlook
    | odesláno\ z | odoslané\ z | küldve\b | trimis\ (?:de|din|prin)\b
    | отправлено\ (?:с|из|через)\b | надіслано\ (?:з|із)\b
    | ᐧ$ | 发自我的 | 發自我的 | 從我的.{1,30}傳送 | 来自我的 | 나의.{1,30}에서\ 보냄
    )|.{1,40}から送信$|.{1,40}(?:umdan|ümden|ımdan|imden)\ gönderildi$""",
    re.I | re.X,
)

#: Short new text above an older message that only points to it.
POINTING = re.compile(
    r"\b(?:below|f\.?y\.?i|forward(?:ed|ing)?|fwd|trail|thread|chain|see (?:attached|the)|passing (?:this|it"
    r"|along))\b"
    r"|\b(?:unten|untenstehend\w*|nachstehend\w*|s\. ?u\.|z\. ?k\.|zur (?:info|kenntnis|bearbeitung)"
    r"|weitergeleitet|anbei)\b"
    r"|ci-dessous|ci-après|plus bas|pour (?:info|information|suivi)|transf[èe]re|faire suivre|à suivre"
    r"|\b(?:abajo|reenv[íi]o|a continuación|siguiente correo)\b|\b(?:qui sotto|sotto|di seguito|inoltro)\b"
    r"|\b(?:onderstaand\w*|hieronder|ter info\w*|ter kennisgeving|zie onder)\b|\b(?:abaixo|encaminho|segue)\b"
    r"|\b(?:nedan|nedanstående|vidarebefordr\w*|nedenfor|nedenstående|videresend\w*|alla oleva|ohessa|poniżej"
    r"|przesyłam"
    r"|níže|lent|mai jos|ниже|нижче|aşağıda\w*)\b|下記|転送|以下|如下|转发|轉寄|见下|아래",
    re.I,
)


def subject_kind(subject: str) -> str:
    """`forward` or `reply` by the outermost prefix of a subject; empty without one."""
    match = _PREFIX.match(subject[:200])
    if not match:
        return ""
    return "forward" if match[1] else "reply"


def fold(text: str) -> str:
    """Lower case without accents, for comparing names."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def is_mobile(line: str) -> bool:
    """Whether a line is what a phone or an app adds ("Sent from my ...")."""
    line = line.strip()
    if len(line) > 160 or not _MOBILE.match(line):
        return False
    words = line.split()
    # A sentence of the sender that begins alike goes on after a comma, or is long.
    aside = "," in line and not re.search(
        r"excuse|typo|brevity|forgive|entschuld|desculpe|disculpe|excus|scus", line, re.I
    )
    return len(words) <= 14 and not aside and not line.endswith((":", "?"))

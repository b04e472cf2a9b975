"""A question to the sender that asks for what is missing, in their language."""

from __future__ import annotations

from collections.abc import Mapping

from agents.reading.reader import NO_WORDS
from workflow.definition import QuestionWords
from workflow.document import Document
from workflow.documents import DocumentType
from workflow.fields import FieldDefinition, FieldSet

QUESTIONS = {
    "en": ("Thank you for your message. So that we can begin, please tell us:", "Kind regards"),
    "fr": ("Merci pour votre message. Pour que nous puissions commencer, merci de nous indiquer :", "Cordialement"),
    "de": ("Vielen Dank für Ihre Nachricht. Damit wir beginnen können, nennen Sie uns bitte:", "Freundliche Grüße"),
    "es": ("Gracias por su mensaje. Para poder empezar, indíquenos por favor:", "Un cordial saludo"),
    "nl": ("Bedankt voor uw bericht. Om te kunnen beginnen horen we graag van u:", "Met vriendelijke groet"),
    "it": ("Grazie per il suo messaggio. Per poter iniziare, ci indichi per favore:", "Cordiali saluti"),
    "pt": ("Obrigado pela sua mensagem. Para podermos começar, indique-nos por favor:", "Com os melhores cumprimentos"),
    "ja": (
        "お問い合わせありがとうございます。手続きを始めるため、次の内容をお知らせください。",
        "よろしくお願いいたします。",
    ),
    "zh": ("感谢您的来信。为了开始处理，请告诉我们以下信息：", "此致敬礼"),
}
"""Language (ISO 639-1) → the opening line and the closing line."""


DOCUMENTS = {
    "en": "Please also send us:",
    "fr": "Merci de nous envoyer également :",
    "de": "Bitte senden Sie uns außerdem:",
    "es": "Le rogamos que nos envíe también:",
    "nl": "Stuurt u ons ook graag:",
    "it": "La preghiamo inoltre di inviarci:",
    "pt": "Pedimos também que nos envie:",
    "ja": "あわせて次の書類をお送りください。",
    "zh": "另外，请将以下文件发给我们：",
}
"""The line above the documents that are asked for, below fields."""

DOCUMENTS_ALONE = {
    "en": "Thank you for your message. So that we can begin, please send us:",
    "fr": "Merci pour votre message. Pour que nous puissions commencer, merci de nous envoyer :",
    "de": "Vielen Dank für Ihre Nachricht. Damit wir beginnen können, senden Sie uns bitte:",
    "es": "Gracias por su mensaje. Para poder empezar, envíenos por favor:",
    "nl": "Bedankt voor uw bericht. Om te kunnen beginnen ontvangen we graag van u:",
    "it": "Grazie per il suo messaggio. Per poter iniziare, ci invii per favore:",
    "pt": "Obrigado pela sua mensagem. Para podermos começar, envie-nos por favor:",
    "ja": "お問い合わせありがとうございます。手続きを始めるため、次の書類をお送りください。",
    "zh": "感谢您的来信。为了开始处理，请将以下文件发给我们：",
}
"""The same where no field is missing."""


REMINDERS = {
    "en": "We are still waiting for your answer to our question below, so that we can go on.",
    "fr": "Nous attendons encore votre réponse à notre question ci-dessous pour pouvoir continuer.",
    "de": "Wir warten noch auf Ihre Antwort auf unsere Frage unten, damit wir weiterarbeiten können.",
    "es": "Seguimos a la espera de su respuesta a la pregunta siguiente para poder continuar.",
    "nl": "Wij wachten nog op uw antwoord op onze vraag hieronder, zodat wij verder kunnen.",
    "it": "Siamo ancora in attesa della sua risposta alla domanda qui sotto per poter proseguire.",
    "pt": "Continuamos a aguardar a sua resposta à pergunta abaixo para podermos prosseguir.",
    "ja": "下記の質問へのご回答をお待ちしております。ご回答をいただき次第、手続きを進めます。",
    "zh": "我们仍在等待您对以下问题的答复，收到后即可继续处理。",
}
"""The line with which a reminder begins, above the question."""


def draft(
    document: Document,
    missing: FieldSet,
    language: str,
    documents: tuple[DocumentType, ...] = (),
    own: Mapping[str, QuestionWords] = NO_WORDS,
) -> str:
    """The question, or an empty text where nothing is missing. English where nobody has words in the language.

    `own`: language → words of the bundle's own, which go before those here.
    """
    if not missing.fields and not documents:
        return ""
    tongue = tongue_of(language, own)
    words = own.get(tongue, QuestionWords())
    base = tongue if tongue in QUESTIONS else "en"
    opening, closing = words.opening or QUESTIONS[base][0], words.closing or QUESTIONS[base][1]
    told = [
        f"- {_item(field.labels.get(tongue), labelled(field, tongue), field.description)}" for field in missing.fields
    ]
    wanted = [f"- {_item(kind.labels.get(tongue), kind.label, kind.description)}" for kind in documents]
    if told and wanted:
        lines = [opening, "", *told, "", words.documents or DOCUMENTS[base], "", *wanted]
    else:
        alone = words.documents_alone or DOCUMENTS_ALONE[base]
        lines = [alone if wanted else opening, "", *told, *wanted]
    return "\n".join([*lines, "", closing])


def remind(question: str, language: str, own: Mapping[str, QuestionWords] = NO_WORDS) -> str:
    """A reminder of a question that was asked."""
    tongue = tongue_of(language, own)
    words = own.get(tongue, QuestionWords())
    return f"{words.reminder or REMINDERS[tongue if tongue in REMINDERS else 'en']}\n\n{question}"


def tongue_of(language: str, own: Mapping[str, QuestionWords] = NO_WORDS) -> str:
    """The language to write in, ISO 639-1: the sender's where there are words for it, else English."""
    tongue = language[:2].lower()
    return tongue if tongue in QUESTIONS or tongue in own else "en"


def labelled(field: FieldDefinition, tongue: str) -> str:
    """The field's label in a language, else its label, else its id in words."""
    return field.labels.get(tongue) or field.label or field.id.replace("_", " ").capitalize()


def _item(own: str | None, label: str, description: str) -> str:
    """The label in the sender's language alone, else the label with the description where that adds something."""
    return own or (f"{label} ({description})" if description else label)

"""A question to the sender that asks for what is missing, in their language."""

from __future__ import annotations

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


def draft(document: Document, missing: FieldSet, language: str, documents: tuple[DocumentType, ...] = ()) -> str:
    """The question, or an empty text where nothing is missing. English where the language is not one of the nine."""
    if not missing.fields and not documents:
        return ""
    tongue = language[:2].lower() if language[:2].lower() in QUESTIONS else "en"
    opening, closing = QUESTIONS[tongue]
    told = [f"- {_name(field)}" for field in missing.fields]
    wanted = [f"- {_described(kind.label, kind.description)}" for kind in documents]
    if told and wanted:
        lines = [opening, "", *told, "", DOCUMENTS[tongue], "", *wanted]
    else:
        lines = [DOCUMENTS_ALONE[tongue] if wanted else opening, "", *told, *wanted]
    return "\n".join([*lines, "", closing])


def _name(field: FieldDefinition) -> str:
    """The field's label, or its id in words; its description where that adds something."""
    return _described(field.label or field.id.replace("_", " ").capitalize(), field.description)


def _described(label: str, description: str) -> str:
    return f"{label} ({description})" if description else label

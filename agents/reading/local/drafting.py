"""A question to the sender that asks for what is missing, in their language."""

from __future__ import annotations

from workflow.document import Document
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


def draft(document: Document, missing: FieldSet, language: str) -> str:
    """The question, or an empty text where nothing is missing. English where the language is not one of the nine."""
    if not missing.fields:
        return ""
    opening, closing = QUESTIONS.get(language[:2].lower(), QUESTIONS["en"])
    lines = [f"- {_name(field)}" for field in missing.fields]
    return "\n".join([opening, "", *lines, "", closing])


def _name(field: FieldDefinition) -> str:
    """The field's label, or its id in words; its description where that adds something."""
    label = field.label or field.id.replace("_", " ").capitalize()
    return f"{label} ({field.description})" if field.description else label

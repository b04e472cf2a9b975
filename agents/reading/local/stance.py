"""How a sentence stands to the request: asking, courteous, leaving things as they are, or addressed to machines."""

from __future__ import annotations

import re
from functools import lru_cache

from agents.reading.local.meaning import concepts_in
from agents.reading.local.sentences import Sentence, sentences
from agents.reading.local.words import fold, listed, tokens

ASKING = re.compile(
    r"\?|？|\b(?:please|pls|plz|could|can you|can someone|would you|would like|i'd like|"
    r"we'd like|want|wants|need|needs|kindly|"
    r"go ahead|must|has to|have to|let me know|tell me|tell us|make sure|"
    r"bitte|könnten|können sie|möchte|möchten|brauchen|benötigen|hiermit|wir wollen|wünschen|"
    r"merci de|veuillez|pourriez|pouvez|s'il vous plaît|svp|souhait\w*|voudr\w*|demand\w*|"
    r"por favor|pueden|puede|podrían|podría|necesit\w*|quiero|queremos|quisiera|solicit\w*|ruego|rogamos|"
    r"graag|kunnen jullie|kunt u|kan iemand|wil|willen|alstublieft|aub|svp|verzoek\w*|"
    r"per favore|potete|può|potrebbe|vorrei|vorremmo|chied\w*|cortesemente|gentilmente|si prega|"
    r"por gentileza|poderiam|pode|podem|gostaria\w*|preciso|precisamos|agradeç\w*)\b|"
    r"ください|お願い|いただけ|たいのですが|でしょうか|请|希望|想要|需要|能否|可以.{0,6}吗|麻烦",
    re.IGNORECASE,
)

MACHINE = re.compile(
    r"\b(?:ai|a\.i\.|llm|gpt|chatgpt|language model|assistant|automated (?:system|process|"
    r"agent)s?|bots?|classifier|case processor|"
    r"system(?: message| prompt| note)?|ki|ia|sprachmodell|intelligence artificielle|"
    r"inteligencia artificial)\b|人工智能|人工知能|助手",
    re.IGNORECASE,
)
ORDERS = re.compile(
    r"\b(?:ignore|disregard|override|instructions?|classif\w+|categor\w+|set|mark|label|"
    r"assign|route|routing|priority mode|"
    r"approved|do not (?:open|notify|display)|must set|create a case|close the ticket|forward the|queue|triage|prompt|"
    r"ignorier\w*|anweisung\w*|ignorez|ignora\w*|instrucciones|negeer)\b|忽略|無視|指示",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def human(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text without those that give orders to machines, and what goes on in their paragraph."""
    kept = []
    ordered = -1
    for sentence in sentences(text):
        together = ordered >= 0 and "\n\n" not in text[ordered : sentence.start].replace("\r", "")
        if to_machines(sentence.text) or (together and ORDERS.search(sentence.text)):
            ordered = sentence.end
            continue
        kept.append(sentence)
    return tuple(kept)


STATUS_QUO = re.compile(
    r"\b(?:leave (?:\w+ ){0,3}alone|leave (?:\w+ ){0,3}as|skip (?:them|it|those|that)|"
    r"do not touch|don't touch|not touching|"
    r"keeps?|stays?|remains?|unchanged|works? fine|is fine|are fine|is up|are up|works (?:now|fine)|still works|"
    r"for comparison|only an example|same (?:\w+ )?as|"
    r"nothing (?:to do|for)|"
    r"bleib\w*|unverändert|hat nichts|funktioniert dort|reste\w* inchangé\w*|rien ne change|inchangé\w*|ne change pas|"
    r"siguen? igual|no cambia\w*|se queda\w*|nada que ver|blijft|blijven|ongewijzigd|doet het wel|"
    r"rest\w* invariat\w*|non cambia\w*|funziona bene|não mud\w*|contin\w* igual|fica\w* como)\b|"
    r"そのまま|変更なし|不变|保持",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def asks(sentence: str) -> bool:
    """Whether the sentence asks for something or says what must be."""
    return bool(ASKING.search(sentence))


@lru_cache(maxsize=4096)
def to_machines(sentence: str) -> bool:
    """Whether a sentence gives orders to whatever reads mail by machine: such text is nobody's request."""
    return bool(MACHINE.search(sentence)) and bool(ORDERS.search(sentence))


@lru_cache(maxsize=4096)
def leaves_alone(sentence: str) -> bool:
    """Whether a sentence says that something stays as it is, works, or is none of the matter."""
    return bool(STATUS_QUO.search(sentence))


COURTESY = frozenset(
    fold(word)
    for word in listed(
        """
        thanks thank you thx cheers regards best kind greetings hello hi dear good morning afternoon evening
        bonjour cordialement merci salutations hallo guten tag viele grüße freundliche freundlichen dank danke
        gruß hola buenos días saludos gracias un saludo groeten groet bedankt dank ciao salve cordiali saluti
        grazie olá bom dia obrigado obrigada cumprimentos team all everyone folks hey
        """
    )
)


@lru_cache(maxsize=4096)
def is_courtesy(sentence: str) -> bool:
    """Whether a sentence is a greeting, thanks or a goodbye and nothing more."""
    words = tokens(sentence)
    if not words or len(words) > 8:
        return False
    polite = sum(word.folded in COURTESY for word in words)
    said = {concept for _, _, concept, _ in concepts_in(sentence)}
    return polite * 2 >= len(words) and not said - {"thank"}

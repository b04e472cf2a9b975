"""Which values a message states for one request."""

from __future__ import annotations

from agents.reading.local import codes, labels, named, proper, spoken, typed
from agents.reading.local.answer import Answer
from agents.reading.local.cues import FieldCues, cues_of
from agents.reading.local.scene import Scene, scene_of
from workflow.accounts import Candidates
from workflow.document import Document, Span
from workflow.evidence import quote_of
from workflow.fields import FieldSet
from workflow.fields import FieldType as T
from workflow.interpretation import Extraction, FieldValue, Request

SPOKEN = frozenset({T.ENUM, T.BOOLEAN})
WORDED = frozenset({T.STRING, T.TEXT, T.OBJECT, T.PERSON})


def extract(
    document: Document,
    request: Request,
    fields: FieldSet,
    category: str | None,
    candidates: Candidates,
    others: tuple[Request, ...] = (),
) -> Extraction:
    """The values that are stated, each with its quote; what is labelled comes before what the words around suggest."""
    scene = scene_of(document, request, category, candidates, others)
    cues = cues_of(fields)
    labelled = labels.answers(cues, scene)
    answers = {name: answer for name, answer in labelled.items() if answer is not None}
    disputed = labelled.keys() - answers.keys()
    for name, answer in named.answers(list(cues.fields), scene).items():
        # A label may say more than the name ('Example Ltd, Leeds'): the part that was recognised is the name.
        if name not in answers or (isinstance(answers[name][0], str) and str(answer[0]) in answers[name][0]):
            answers[name] = answer
    open_fields = [c for c in cues.fields if c.field.id not in answers and c.field.id not in disputed]
    left = [c for c in open_fields if _belongs(c, category)]
    answers |= codes.codes([c for c in open_fields if c.field.element is T.STRING], scene, answers)
    answers |= typed_answers([c for c in left if c.field.element not in SPOKEN | WORDED], scene, answers)
    answers |= spoken.answers([c for c in left if c.field.element in SPOKEN], scene)
    answers |= proper.names(
        [c for c in left if c.field.element in WORDED and c.field.id not in answers], scene, answers
    )
    values = tuple(
        FieldValue(
            field=f.id,
            value=answers[f.id][0],
            evidence=quote_of(document, *answers[f.id][1]),
            confidence=round(answers[f.id][2], 3),
        )
        for f in fields.fields
        if f.id in answers
    )
    given = {value.field for value in values}
    return Extraction(values=values, not_stated=tuple(f.id for f in fields.fields if f.id not in given))


def _belongs(cues: FieldCues, category: str | None) -> bool:
    """Whether a field may be told by meaning for a category: one that others require and it does not, is theirs.

    Lists and plain types are told by their form, whatever the category.
    """
    if not cues.required or category is None or category in cues.required:
        return True
    return cues.field.many or cues.field.element in (T.DATE, T.MONEY, T.VIN, T.HOST, T.URL, T.IBAN)


def typed_answers(left: list[FieldCues], scene: Scene, given: dict[str, Answer]) -> dict[str, Answer]:
    """The best candidates of each typed field; a place in the text answers one field."""
    told = [(cues, option) for cues in left for option in typed.options(cues, scene) if option.score > 0]
    fits: dict[tuple[str, Span], list[tuple[str, float]]] = {}
    for cues, option in told:
        fits.setdefault((cues.field.element, option.span), []).append((cues.field.id, option.fit))
    ranked = []
    lists: dict[str, list[typed.Option]] = {}
    for cues, option in told:
        score = option.score + _lead(cues, option, fits[(cues.field.element, option.span)])
        if score < typed.ENOUGH:
            continue
        if cues.field.many:
            lists.setdefault(cues.field.id, []).append(option)
        else:
            ranked.append((score, cues, option))
    answers: dict[str, Answer] = {}
    taken: list[Span] = [span for _, spans, _ in given.values() for span in spans]
    for score, cues, option in sorted(ranked, key=lambda row: -row[0]):
        if cues.field.id in answers or any(_same_place(option.span, span) for span in taken):
            continue
        answers[cues.field.id] = (option.value, (option.span,), min(0.95, score))
        taken.append(option.span)
    for name, chosen in lists.items():
        answers[name] = together(chosen)
    return answers


LEAD = 0.7
"""What it is worth that a value suits one field better than every other of its type."""


def _lead(cues: FieldCues, option: typed.Option, fits: list[tuple[str, float]]) -> float:
    """How much better a value's part in its sentence suits this field than the next best field of the same type."""
    rivals = [fit for name, fit in fits if name != cues.field.id]
    return LEAD * max(0.0, option.fit - max(rivals)) if rivals else 0.0


def together(told: list[typed.Option]) -> Answer:
    """Several options as one list, in the order of the text, each value once."""
    first: dict[str, typed.Option] = {}
    for option in sorted(told, key=lambda o: (o.span.part != "body", o.span.part, o.span.start)):
        first.setdefault(option.found.key, option)
    options = list(first.values())
    return [o.value for o in options], tuple(o.span for o in options), min(0.95, min(o.score for o in options))


def _same_place(one: Span, other: Span) -> bool:
    return one.part == other.part and one.start < other.end and other.start < one.end

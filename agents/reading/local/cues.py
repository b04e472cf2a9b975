"""By what words a field is told in a message: drawn from its id, label, description and examples."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from agents.reading.local.finders.dates import level
from agents.reading.local.finders.roles import FIRST_OR_LAST, Role, roles_of_field
from agents.reading.local.lexicon import concepts
from agents.reading.local.meaning import Features, features
from agents.reading.local.memo import Memo
from agents.reading.local.words import fold, listed, tokens
from workflow.fields import FieldDefinition, FieldSet, FieldType

NAME, DESCRIPTION, EXAMPLE = 1.0, 0.5, 0.25
"""How much the words of each source count."""

IDLE = frozenset(
    listed(
        """
        value number date name code amount field type when stated named given mentioned optional iso format e.g
        request requested message customer sender case about which that from into for with wert angabe falls
        """
    )
)
"""Words of descriptions that say what any field may say; a name made of them alone keeps them."""

ABOUT = re.compile(
    r"\b(?:request|case|message|mail|ticket|matter|claim|order|enquiry|inquiry|"
    r"complaint)s?\b[^.;]{0,20}\b(?:is|are|was)?\s*"
    r"(?:about|concerns?|relates?|refers?)|\bas written\b|\bconcerned\b|\baffected\b|\bin question\b|\bof the account\b"
    r"|\bdas (?:es|die anfrage) (?:geht|betrifft)|\bconcerné|\bafectad|\bbetreft\b",
    re.IGNORECASE,
)
"""A description that says: the thing that the whole request is about."""


@dataclass(frozen=True)
class FieldCues:
    """What a field's words say: `name` from id and label, `all` with the description; both weighted by rarity."""

    field: FieldDefinition
    name: Features
    all: Features
    words: frozenset[str]  #: the folded words of id and label
    concepts: frozenset[str]  #: of id, label and description
    name_concepts: frozenset[str]  #: of id and label
    about: bool  #: the thing that the request as a whole is about
    required: frozenset[str]  #: categories that require it, or a field that tells of the same thing
    sole: bool  #: the only field of its element type
    common: frozenset[str]  #: words that many fields of the set have in their descriptions
    roles: tuple[Role, ...]  #: the parts that a date may play to be this field's


@dataclass(frozen=True)
class Cues:
    """The cues of all fields of a set."""

    fields: tuple[FieldCues, ...]
    rarity: dict[str, float]

    def weighed(self, found: Features) -> Features:
        """The features that some field has, times how telling they are among the fields."""
        return {name: weight * self.rarity[name] for name, weight in found.items() if name in self.rarity}


def cues_of(fields: FieldSet) -> Cues:
    """The cues of a field set, computed once for as long as the set is in use."""
    return _memo(fields)


def _build(fields: FieldSet) -> Cues:
    told = [(field, _features(field)) for field in fields.fields]
    spread: dict[str, int] = {}
    for _, (_, everything) in told:
        for name in everything:
            spread[name] = spread.get(name, 0) + 1
    count = max(2, len(told))
    rarity = {name: math.log(1 + count / times) / math.log(1 + count) for name, times in spread.items()}
    words = [word for field in fields.fields for word in {t.folded for t in tokens(field.description)}]
    common = frozenset(word for word in words if words.count(word) >= max(3, len(told) // 6))
    roles = _roles(fields)
    kinds = [field.element for field in fields.fields]
    return Cues(
        tuple(
            FieldCues(
                field=field,
                name={n: v * rarity[n] for n, v in name.items()},
                all={n: v * rarity[n] for n, v in everything.items()},
                words=frozenset(t.folded for name in (_name(field), *field.called) for t in tokens(name)),
                concepts=_concepts(f"{_name(field)}. {field.description}"),
                name_concepts=_concepts(_name(field)),
                about=bool(ABOUT.search(field.description)),
                required=_required(field, fields),
                sole=kinds.count(field.element) == 1 or field.element is FieldType.STRING,
                common=common,
                roles=roles[field.id],
            )
            for field, (name, everything) in told
        ),
        rarity,
    )


_memo: Memo[FieldSet, Cues] = Memo(_build)


def _roles(fields: FieldSet) -> dict[str, tuple[Role, ...]]:
    """The roles of every field's dates; the two ends of a stay or journey come in the order of the fields."""
    roles = {f.id: roles_of_field(f"{_name(f)}. {f.description}") for f in fields.fields}
    dated = [f for f in fields.fields if f.element in (FieldType.DATE, FieldType.DATETIME)]
    ends = [f for f in dated if FIRST_OR_LAST.search(level(_name(f))) and not {"start", "end"} & {*roles[f.id]}]
    if len(ends) == 2:
        roles[ends[0].id], roles[ends[1].id] = ("start",), ("end",)
    return roles


def _name(field: FieldDefinition) -> str:
    return f"{field.id.replace('_', ' ')}, {field.label}"


def _concepts(text: str) -> frozenset[str]:
    return frozenset(c for _, _, c in concepts([t.folded for t in tokens(text)]))


def _features(field: FieldDefinition) -> tuple[Features, Features]:
    """Features of the name, and of all that is said."""
    name = _without_idle(dict(features(field.id.replace("_", " "))))
    for called in (field.label, *field.called):
        for feature, value in _without_idle(features(called)).items():
            name[feature] = max(name.get(feature, 0.0), value)
    everything = {feature: NAME * value for feature, value in name.items()}
    for weight, text in ((DESCRIPTION, field.description), *((EXAMPLE, example) for example in field.examples)):
        for feature, value in _without_idle(features(text)).items():
            everything[feature] = max(everything.get(feature, 0.0), weight * value)
    return name, everything


GENERAL = frozenset({"c:number_word", "c:date_word", "c:reason_word", "c:name", "c:need", "c:use", "c:ask", "c:give"})
"""Concepts that tell no field from another."""


def _without_idle(found: Features) -> Features:
    kept = {n: v for n, v in found.items() if n[2:] not in IDLE and n not in GENERAL and n[0] != "p"}
    return kept or {n: v for n, v in found.items() if n[0] != "p"}


def _required(field: FieldDefinition, fields: FieldSet) -> frozenset[str]:
    """Fields of one thing share their id's beginning: what one of them is required for, the others belong to."""
    if field.required:
        return frozenset(field.required)
    stem = field.id.rpartition("_")[0]
    if "_" not in stem and fold(stem) in ("", "account", "request", "message", "case", "contact", "new", "old"):
        return frozenset()
    kin = [f for f in fields.fields if f.id.rpartition("_")[0] == stem and f.required]
    return frozenset(c for f in kin for c in f.required)


def overlap(context: Features, profile: Features) -> float:
    """How much of a field's cues a context has, from 0 to 1: any telling word is much, further words add less."""
    hit = sum(value * context[name] for name, value in profile.items() if name in context and name[0] != "g")
    fuzzy = sum(value * context[name] for name, value in profile.items() if name in context and name[0] == "g")
    return 1 - math.exp(-1.2 * (hit + min(fuzzy, 0.6)))

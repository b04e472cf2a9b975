"""Work items in XML: leads in the Auto-lead Data Format (ADF 1.0), and forms of any other kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tools.documents.damage import DAMAGE
from tools.mail import webform
from tools.mail.parts import Reading
from workflow.definition import FormKeys
from workflow.errors import InputError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BYTES = 20_000_000
MAX_TAGS = 500_000
MAX_ELEMENTS = 20_000  #: of one element
MAX_DEPTH = 30

_NAMES = ("name", "label", "title", "question", "id", "key")  #: attributes that say what a field is
#: Where the parts of an ADF lead tell who sent it, when and what was written.
_ADF = FormKeys(
    sender=("customer email",), name=("customer name",), body=("customer comments", "comments"), date=("requestdate",)
)
_NAME_PARTS = ("first", "middle", "last", "suffix")
_PLACE = ("street", "apartment", "city", "regioncode", "postalcode", "country")


@dataclass(frozen=True)
class Node:
    """An element: its name without namespace, its attributes, its own text and the elements inside."""

    tag: str
    attributes: dict[str, str]
    text: str
    children: tuple[Node, ...]

    def all(self, tag: str) -> list[Node]:
        """The children of that name."""
        return [child for child in self.children if child.tag == tag]

    def told(self, tag: str) -> str:
        """The text of the first child of that name."""
        return next((child.text.strip() for child in self.all(tag)), "")


def read(raw: bytes, keys: FormKeys) -> Reading:
    """An XML work item. Raises InputError, with the place, for what is none."""
    root, notes = parse(raw)
    if name(root).lower() in {"adf", "prospect"}:
        return adf(node(root, lower=True), notes)
    whole = node(root)
    tree = _tree(whole, 0)
    return webform.document(tree if isinstance(tree, dict) else {whole.tag: tree}, keys, notes)


def parse(raw: bytes) -> tuple[_Element, list[str]]:
    """The root element; damage that can be read over becomes a note."""
    from lxml import etree

    if len(raw) > MAX_BYTES:
        raise InputError(f"The XML has {len(raw):,} bytes, more than {MAX_BYTES:,}")
    if (tags := raw.count(b"<")) > MAX_TAGS:
        raise InputError(f"The XML has about {tags:,} tags, more than {MAX_TAGS:,}")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(raw.lstrip(), parser)
    except DAMAGE as error:
        raise InputError(f"Not XML: {error}") from error
    mistakes = [f"line {entry.line}: {entry.message}" for entry in parser.error_log][:3]
    if root is None:
        raise InputError(f"Not XML: {mistakes[0] if mistakes else 'no element'}")
    return root, [f"damaged XML ({mistake}); read as far as it is whole" for mistake in mistakes[:1]]


def node(element: _Element, *, lower: bool = False) -> Node:
    """An element and all inside it; the parser lets no more than 256 of them stand inside each other."""
    tag = name(element)
    return Node(
        tag.lower() if lower else tag,
        {str(key).rpartition("}")[2]: str(value) for key, value in list(element.attrib.items())[:20]},
        element.text or "",
        tuple(node(child, lower=lower) for child in element if isinstance(child.tag, str)),
    )


def name(element: _Element) -> str:
    """A tag without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _tree(element: Node, depth: int) -> Any:
    """An element as mappings, lists and texts; fields that name themselves in an attribute by that name."""
    children = element.children[:MAX_ELEMENTS] if depth < MAX_DEPTH else ()
    own = element.attributes
    if not children:
        rest = {key: value for key, value in own.items() if key not in (*_NAMES, "type")}
        return element.text.strip() or rest.pop("value", "") or rest or ""
    found: dict[str, Any] = {key: value for key, value in own.items() if key not in _NAMES}
    for child in children:
        names = [child.attributes[key] for key in _NAMES if child.attributes.get(key)] if not child.children else []
        key, value = names[0] if names else child.tag, _tree(child, depth + 1)
        if key not in found:
            found[key] = value
        elif isinstance(found[key], list):
            found[key].append(value)
        else:
            found[key] = [found[key], value]
    if text := " ".join(element.text.split()):
        found.setdefault("text", text)
    return found


def adf(root: Node, notes: list[str]) -> Reading:
    """A lead: the customer's words, then customer, vehicles, vendor and provider with plain labels."""
    leads = [root] if root.tag == "prospect" else root.all("prospect")
    if not leads:
        raise InputError("The lead (ADF) holds no <prospect>")
    if len(leads) > 1:
        notes = [*notes, "more than one lead in one item; the first was read"]
    tree: dict[str, Any] = {}
    for element in leads[0].children[:MAX_ELEMENTS]:
        key = {"id": "lead id", "requestdate": "request date"}.get(element.tag, element.tag)
        if value := _part(element):
            tree[_free(tree, key)] = value
    for vehicle in leads[0].all("vehicle")[:1]:
        words = [vehicle.attributes.get("interest", ""), *map(vehicle.told, ("year", "make", "model"))]
        tree["subject"] = " ".join(" ".join(words).split())
    return webform.document(tree, _ADF, notes)


def _part(element: Node, depth: int = 0) -> Any:
    """One part of a lead, its contact without a level of its own."""
    if not element.children or depth > MAX_DEPTH:
        return element.text.strip()
    found: dict[str, Any] = {key: value for key, value in element.attributes.items() if key in {"interest", "status"}}
    found.update(_contact(element))
    person = "name" if element.tag == "customer" else "contact"
    for child in element.children:
        if child.tag == "contact":
            for key, value in _contact(child).items():
                found.setdefault(person if key == "name" else key, value)
        elif child.tag == "vendorname":
            found["name"] = child.text.strip()
        elif child.tag not in {"name", "address", "phone", "email"}:
            found[_free(found, child.tag)] = _part(child, depth + 1)
    return {key: value for key, value in found.items() if value}


def _contact(element: Node) -> dict[str, Any]:
    """Name, address, telephones and e-mail, each on one line."""
    found: dict[str, Any] = {}
    names = {child.attributes.get("part", "full"): child.text.strip() for child in element.all("name")}
    if names:
        found["name"] = names.get("full") or " ".join(filter(None, (names.get(part) for part in _NAME_PARTS)))
    for child in element.children:
        if child.tag == "phone":
            kind = ", ".join(filter(None, (child.attributes.get("type"), child.attributes.get("time"))))
            found[_free(found, f"phone ({kind})" if kind else "phone")] = child.text.strip()
        elif child.tag == "address":
            lines = [one.text.strip() for tag in _PLACE for one in child.all(tag)]
            found[_free(found, "address")] = ", ".join(filter(None, lines))
        elif child.tag == "email":
            found.setdefault("email", child.text.strip())
    return found


def _free(found: dict[str, Any], key: str) -> str:
    """A label that is not taken yet: the key, or the key with the next number."""
    if key not in found:
        return key
    taken = sum(1 for other in found if other.startswith(f"{key} ") and other.rpartition(" ")[2].isdigit())
    return f"{key} {taken + 2}"

"""Web forms and leads are documents like mail: whose they are, what was written, and every label beside its value."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from mime_letters import covered, new, told

from tools.mail import read
from tools.mail.labels import MAX_DEPTH, MAX_VALUES
from workflow.definition import FormKeys
from workflow.document import Address, Document, ZoneKind
from workflow.errors import InputError


def form(tree: Any, **keys: tuple[str, ...]) -> Document:
    return read(json.dumps(tree).encode(), FormKeys(**keys)).document


def test_a_flat_form_has_sender_subject_text_and_the_rest_with_its_labels() -> None:
    document = form(
        {
            "Your name": "Ada Quill",
            "E-mail": "Ada.Quill@example.org",
            "Subject": "Boxes",
            "Message": "Please send ten boxes.\n\nKind regards,\nAda",
            "order_number": 4711,
            "newsletter": False,
            "submittedAt": "2025-06-03T10:12:00+02:00",
            "response_id": "r-77",
        }
    )
    assert document.sender == Address(name="Ada Quill", email="ada.quill@example.org")
    assert (document.subject, document.message_id) == ("Boxes", "r-77")
    assert document.date is not None
    assert document.date.isoformat() == "2025-06-03T10:12:00+02:00"
    assert new(document) == (
        "Please send ten boxes.\n\nYour name: Ada Quill\nE-mail: Ada.Quill@example.org\nOrder number: 4711\n"
        "Newsletter: no\nSubmitted at: 2025-06-03T10:12:00+02:00\nResponse id: r-77"
    )
    assert told(document, ZoneKind.SIGNATURE) == "Kind regards,\nAda"
    assert all(covered(part) for part in document.parts)


def test_groups_give_their_name_to_their_labels() -> None:
    document = form({"customer": {"firstName": "Ada", "lastName": "Quill", "contact": {"email": "ada@example.org"}}})
    assert document.sender == Address(name="Ada Quill", email="ada@example.org")
    assert (
        new(document) == "Customer first name: Ada\nCustomer last name: Quill\nCustomer contact email: ada@example.org"
    )


def test_questions_with_answers_are_labels_with_values() -> None:
    answers = [{"question": "Which site?", "answer": "Leeds"}, {"question": "Boxes", "answer": ["10", "12"]}]
    assert new(form({"answers": answers})) == "Answers Which site?: Leeds\nAnswers Boxes: 10, 12"
    fields = {"name": {"id": "name", "type": "text", "title": "Your name", "value": "Ada Quill"}}
    assert new(form({"fields": fields})) == "Fields Your name: Ada Quill"


def test_a_list_of_like_groups_is_a_table_with_its_places() -> None:
    document = form({"message": "These please.", "items": [{"sku": "A1", "boxes": 10}, {"sku": "A2", "boxes": 12}]})
    body = document.part("body")
    assert body.text == "These please.\n\nItems:\nSku\tBoxes\nA1\t10\nA2\t12"
    rows = [[body.text[start:end] for start, end in row] for row in body.tables[0].rows]
    assert rows == [["Sku", "Boxes"], ["A1", "10"], ["A2", "12"]]


def test_the_bundles_own_keys_come_before_the_usual_ones() -> None:
    tree = {"email": "shop@example.com", "buyer": {"mail": "ada@example.org"}, "comment": "x", "wish": "Ten boxes."}
    document = form(tree, sender=("buyer.mail",), body=("wish",))
    assert document.sender.email == "ada@example.org"
    assert new(document).startswith("Ten boxes.\n\n")
    assert form(tree).sender.email == "shop@example.com"


def test_a_text_in_html_is_rendered_and_what_it_hides_is_hidden() -> None:
    document = form({"message": "<p>Ten boxes.</p><p style='display:none'>Pay Bo.</p>", "site": "Leeds"})
    assert new(document) == "Ten boxes.\n\nSite: Leeds"
    assert told(document, ZoneKind.HIDDEN) == "Pay Bo."


def test_files_in_base64_are_attachments() -> None:
    file = {
        "filename": "../order.txt",
        "content": base64.b64encode(b"ten boxes").decode(),
        "content_type": "text/plain",
    }
    reading = read(json.dumps({"message": "See the file.", "attachments": [file]}).encode())
    part = reading.document.part("attachment:order.txt")
    assert (part.text, reading.contents[part.content]) == ("ten boxes", b"ten boxes")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b'{"a": 1,\n "b" 2}', r"Line 2, column 6: not JSON \(Expecting ':' delimiter\)"),
        (b"[1, 2]", "one object of labels and values is expected"),
        (b"{}", "The form holds no value"),
        (b'{"a":' * 100_000, "Not JSON that can be read|not JSON"),
        (b"<adf><prospect></adf", "The form holds no value"),
        (b"<adf><lead/></adf>", "holds no <prospect>"),
        (b"<?xml version='1.0'?>", "Not XML"),
    ],
)
def test_what_is_no_form_is_refused_with_its_place(raw: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(raw)


def test_values_and_depth_are_bounded_with_a_note() -> None:
    many = form({str(number): number for number in range(MAX_VALUES + 10)})
    assert many.part("body").text.count("\n") == MAX_VALUES - 1
    assert many.notes == (f"more than {MAX_VALUES:,} values; the rest was skipped",)
    deep: Any = {"a": "b"}
    for _ in range(MAX_DEPTH + 5):
        deep = {"g": deep}
    assert form({"deep": deep, "x": "y"}).notes == (f"groups inside each other deeper than {MAX_DEPTH} were skipped",)


LEAD = """<?xml version="1.0" encoding="UTF-8"?>
<?adf version="1.0"?>
<adf><prospect status="new">
 <id sequence="1" source="Site">L-77</id>
 <requestdate>2025-06-03T10:12:00-05:00</requestdate>
 <vehicle interest="buy" status="used"><year>2021</year><make>Ford</make><model>Focus</model>
  <vin>1FADP3F20EL123456</vin><comments>Is the blue one still there?</comments></vehicle>
 <customer><contact><name part="first">Ada</name><name part="last">Quill</name>
   <email>ada@example.org</email><phone type="voice" time="day">020 7946 0123</phone>
   <address><street line="1">12 Mill Road</street><city>Leeds</city><postalcode>LS1 4AB</postalcode></address></contact>
  <comments>May I see it on Friday?</comments></customer>
 <vendor><vendorname>Quill Motors</vendorname><contact><name part="full">Bo Reed</name><email>bo@example.com</email>
  </contact></vendor>
</prospect></adf>"""


def test_a_lead_is_the_customers_and_names_vehicle_and_vendor() -> None:
    document = read(LEAD.encode()).document
    assert document.sender == Address(name="Ada Quill", email="ada@example.org")
    assert (document.subject, document.message_id) == ("buy 2021 Ford Focus", "L-77")
    assert document.date is not None
    assert document.date.isoformat() == "2025-06-03T10:12:00-05:00"
    assert new(document).split("\n") == [
        "May I see it on Friday?",
        "",
        "Lead id: L-77",
        "Request date: 2025-06-03T10:12:00-05:00",
        "Vehicle interest: buy",
        "Vehicle status: used",
        "Vehicle year: 2021",
        "Vehicle make: Ford",
        "Vehicle model: Focus",
        "Vehicle vin: 1FADP3F20EL123456",
        "Vehicle comments: Is the blue one still there?",
        "Customer name: Ada Quill",
        "Customer email: ada@example.org",
        "Customer phone (voice, day): 020 7946 0123",
        "Customer address: 12 Mill Road, Leeds, LS1 4AB",
        "Vendor name: Quill Motors",
        "Vendor contact: Bo Reed",
        "Vendor email: bo@example.com",
    ]


def test_a_damaged_lead_is_read_as_far_as_it_is_whole() -> None:
    document = read(LEAD.replace("</vendor>\n</prospect></adf>", "").encode()).document
    assert document.sender.email == "ada@example.org"
    assert document.notes[0].startswith("damaged XML (line ")


def test_any_other_xml_is_a_form_whose_fields_may_name_themselves() -> None:
    raw = (
        "<form xmlns='urn:x' id='7'><field name='E-mail'>ada@example.org</field><field label='Message' value='Ten boxes.'/>"
        "<address><city>Leeds</city><zip>LS1</zip></address></form>"
    )
    document = read(f"<?xml version='1.0'?>{raw}".encode()).document
    assert document.sender.email == "ada@example.org"
    assert new(document) == "Ten boxes.\n\nE-mail: ada@example.org\nAddress city: Leeds\nAddress zip: LS1"


def test_xml_that_is_nested_without_end_is_read_as_far_as_it_goes() -> None:
    document = read(b"<?xml version='1.0'?><x><y>ten</y>" + b"<g>" * 5000 + b"</g>" * 5000 + b"</x>").document
    assert new(document).startswith("Y: ten")
    assert document.notes[0].startswith("damaged XML (line 1: Excessive depth")


def test_more_tags_and_values_than_a_form_has_are_refused_before_they_are_parsed() -> None:
    with pytest.raises(InputError, match="The XML has about 600,000 tags"):
        read(b"<?xml version='1.0'?>" + b"<a/>" * 599_999)
    with pytest.raises(InputError, match="The form holds about 600,002 values"):
        read(b'{"a":[' + b"1," * 600_000 + b"1]}")


def test_entities_of_xml_are_not_expanded() -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x><y>&b;</y><z>ok</z></x>'
    )
    assert new(read(bomb.encode()).document) == "Z: ok"

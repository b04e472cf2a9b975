"""What the work on a category needs tells what the category is."""

from __future__ import annotations

from letters import fields

from agents.reading.local.needed import described
from workflow.categories import CategorySet

CATEGORIES = CategorySet.model_validate(
    {
        "categories": [
            {"id": "claim", "label": "Claim", "description": "A claim.", "examples": ["We claim."]},
            {"id": "survey", "label": "Survey", "description": "A visit."},
            {"id": "rest", "label": "Other", "description": "Fits none of these."},
        ]
    }
)


def told(*specified: dict[str, object]) -> dict[str, str]:
    return {each.id: each.description for each in described(CATEGORIES, fields(*specified)).categories}


def test_a_field_that_few_categories_require_describes_them() -> None:
    bilge = {"id": "bilge_depth", "type": "number", "description": "Water in the bilge", "required": ["claim"]}
    both = {"id": "hull", "label": "Hull number", "type": "string", "required": ["claim", "survey"]}
    assert told(bilge, both) == {
        "claim": "A claim. bilge depth; Water in the bilge. Hull number.",
        "survey": "A visit. Hull number.",
        "rest": "Fits none of these.",
    }


def test_a_field_that_many_require_or_none_tells_nothing_apart() -> None:
    wide = {"id": "hull", "type": "string", "required": ["claim", "survey", "rest"]}
    assert told(wide, {"id": "note", "type": "text"}) == {each.id: each.description for each in CATEGORIES.categories}


def test_no_category_becomes_the_one_for_the_rest_by_a_field() -> None:
    others = {"id": "harbour", "type": "string", "description": "Any other harbour", "required": ["survey"]}
    assert told(others)["survey"] == "A visit."

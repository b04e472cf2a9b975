"""Examples of the org: closed cases, in the category that people left them in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from agents.learning.example import Example
from agents.reading.local.words import fold
from app.wiring import read_message
from tools.salesforce.closed import ClosedCase, closed_cases
from workflow.categories import CategorySet
from workflow.errors import InputError
from workflow.interpretation import Request

if TYPE_CHECKING:
    from app.wiring import House
    from workflow.definition import WorkflowDefinition

CATEGORY = "category"


def examples_of_org(
    house: House,
    definition: WorkflowDefinition,
    categories: CategorySet,
    field: str = "",
    most: int = 5000,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Example]:
    """One example a closed case. `field` is the field of the Case that holds the category; unset: the one to which
    the workflow's `record` writes it. Raises InputError where there is none."""
    field = field or category_field(definition)
    ids = _ids(categories)
    directory = house.directory(definition.account)
    found: list[Example] = []
    unknown: Counter[str] = Counter()
    for case in closed_cases(house.client, field, most=most):
        said = str(case.values[field])
        category = ids.get(fold(said.strip()))
        if category is None:
            unknown[said] += 1
            continue
        try:
            document = read_message(case.raw)[0]
        except InputError as error:
            tell(f"case {case.number}: {error}")
            continue
        found.append(
            Example(
                group=f"case {case.id}",
                document=document,
                request=_request(case),
                candidates=directory.candidates(document),
                category=category,
                by="org",
            )
        )
    if unknown:
        named = ", ".join(f"'{name}' ({times})" for name, times in unknown.most_common(5))
        tell(f"{unknown.total()} closed cases are in no category of this workflow: {named}")
    return found


def category_field(definition: WorkflowDefinition) -> str:
    """The field of the record to which the workflow writes the category. Raises InputError where there is none."""
    for field, expression in definition.record.values.items():
        if expression.strip() == CATEGORY:
            return field
    raise InputError(
        f"the workflow '{definition.workflow}' writes the category to no field: name the field of Case that holds it "
        "with --category-field"
    )


def _ids(categories: CategorySet) -> Mapping[str, str]:
    """Id or label, without letter case → id."""
    labels = {fold(one.label.strip()): one.id for one in categories.categories}
    return labels | {fold(one.id): one.id for one in categories.categories}


def _request(case: ClosedCase) -> Request:
    return Request(key="whole", accounts=(case.account,) if case.account else ())

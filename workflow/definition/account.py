"""Which accounts there are, and what recognises them."""

from __future__ import annotations

from typing import Any

from pydantic import model_validator

from workflow.fields import Strict


class RecogniseBy(Strict):
    """Which fields of the account object recognise it in a text."""

    name: tuple[str, ...] = ("Name",)
    host: tuple[str, ...] = ("Website",)
    code: tuple[str, ...] = ()
    phone: tuple[str, ...] = ("Phone",)
    sender: tuple[str, ...] = ("Contact.Email",)
    town: tuple[str, ...] = ("BillingCity",)
    address: tuple[str, ...] = ("BillingStreet", "BillingPostalCode")
    group: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _one_or_many(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: (value,) if isinstance(value, str) else value for key, value in data.items()}


class AccountRule(Strict):
    """Where accounts come from, how they are recognised, and what makes one a case."""

    object: str = "Account"
    key: str = "ExternalId__c"  #: the field by which people and evaluations name an account
    where: str = ""  #: an expression over the account's fields; those for which it is false are no candidates
    parent: str = "ParentId"
    kind: str = "Type"  #: the field that tells kinds of accounts apart; who is of a rare kind writes for the usual one
    recognise_by: RecogniseBy = RecogniseBy()
    a_case_is: str = "one account that is asked about"

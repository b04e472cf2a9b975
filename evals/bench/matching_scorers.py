"""Who finds the account of a record: the directory with the chooser, and the rivals it is measured beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from agents.matching import match
from evals.bench.matching_records import Record
from tools.directory import Directory
from workflow.accounts import Candidates, Recognition
from workflow.definition import AccountRule, RecogniseBy
from workflow.document import Address, Document, Part, Zone, ZoneKind
from workflow.errors import InputError
from workflow.interpretation import Request

Scores = Mapping[int, float]
"""Place of an account → how well it fits; those not named do not fit at all."""

Scorer = Callable[[Sequence[Record], Sequence[Record]], list[Scores]]
"""(accounts, queries) → for each query the accounts that may be its own."""

RULE = AccountRule(key="Id", recognise_by=RecogniseBy(host=(), sender=(), town=("BillingCity",)))
BEST = 12
"""Accounts that are scored for each query where all could be."""


@dataclass(frozen=True)
class Matcher:
    """Who is measured. `best` is asked for the account of a record, `alike` for records of one account."""

    best: Scorer
    alike: Scorer


def chosen(accounts: Sequence[Record], queries: Sequence[Record]) -> list[Scores]:
    """Each query as the text of a message; its candidates from the directory, scored by the matching specialist."""
    found: list[Scores] = []
    for document, candidates in _candidates(accounts, queries):
        ids = tuple(candidate.account.id for candidate in candidates.candidates)
        said = match(document, Request(key="0", accounts=ids), candidates, RULE)
        scores = {int(other.account): other.score for other in said.runners_up}
        if said.account is not None:
            scores[int(said.account)] = said.score
        found.append(scores)
    return found


def evident(accounts: Sequence[Record], queries: Sequence[Record]) -> list[Scores]:
    """The evidence of the directory for each candidate as if it were the only one: what several share counts whole.

    The specialist lets accounts share what fits all of them, since one of them is meant; duplicates are meant all.
    """
    found: list[Scores] = []
    for _, candidates in _candidates(accounts, queries):
        sharing = Counter(
            place
            for candidate in candidates.candidates
            for place in {(mention.by, mention.span) for mention in candidate.mentions}
        )
        scores = {}
        for candidate in candidates.candidates:
            best: dict[Recognition, float] = {}
            for mention in candidate.mentions:
                whole = min(0.95, mention.weight * sharing[mention.by, mention.span])
                best[mention.by] = max(whole, best.get(mention.by, 0.0))
            scores[int(candidate.account.id)] = 1 - prod(1 - each for each in best.values())
        found.append(scores)
    return found


def _candidates(accounts: Sequence[Record], queries: Sequence[Record]) -> Iterator[tuple[Document, Candidates]]:
    directory = Directory.build([_row(at, record) for at, record in enumerate(accounts)], [], RULE)
    for record in queries:
        document = _document(record)
        yield document, directory.candidates(document)


def _row(at: int, record: Record) -> dict[str, Any]:
    return {
        "Id": str(at),
        "Name": record.name,
        "BillingStreet": record.street,
        "BillingPostalCode": record.postal_code,
        "Phone": record.phone,
    }


def _document(record: Record) -> Document:
    lines = [record.name, record.street, record.postal_code, f"Phone {record.phone}" if record.phone else ""]
    text = "\n".join(line for line in lines if line)
    part = Part(name="body", kind="body", text=text, zones=(Zone(kind=ZoneKind.NEW, start=0, end=len(text)),))
    return Document(sender=Address(email=""), subject="", parts=(part,))


def rapidfuzz(name: str, of: Callable[[Record], str]) -> Matcher:
    """A scorer of rapidfuzz over all accounts, such as 'token_set_ratio'."""
    from rapidfuzz import fuzz, process, utils

    def score(accounts: Sequence[Record], queries: Sequence[Record]) -> list[Scores]:
        texts = [of(record) for record in accounts]
        return [
            {at: value / 100 for _, value, at in process.extract(
                of(record), texts, scorer=getattr(fuzz, name), processor=utils.default_process, limit=BEST
            )}
            for record in queries
        ]  # fmt: skip

    return Matcher(score, score)


def splink(accounts: Sequence[Record], queries: Sequence[Record]) -> list[Scores]:
    """Splink's Fellegi-Sunter model, trained without labels on these records. Raises InputError where it is absent."""
    try:
        import pandas
        import splink.comparison_library as cl
        from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    except ImportError as error:
        raise InputError("splink is not installed: pip install '.[bench]'") from error
    same = list(accounts) == list(queries)
    tables = [pandas.DataFrame([_fields(at, record) for at, record in enumerate(accounts)])]
    if not same:
        tables.append(pandas.DataFrame([_fields(at, record) for at, record in enumerate(queries)]))
    settings = SettingsCreator(
        link_type="dedupe_only" if same else "link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.97, 0.92, 0.85, 0.75]),
            cl.JaccardAtThresholds("words", [0.8, 0.6, 0.4]),
            cl.JaroWinklerAtThresholds("street", [0.97, 0.92, 0.85]),
            cl.ExactMatch("house"),
            cl.LevenshteinAtThresholds("phone", [1, 2]),
            cl.ExactMatch("postal_code"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("phone"),
            block_on("house"),
            block_on("substr(street, 1, 6)"),
            block_on("substr(name, 1, 5)"),
            block_on("postal_code", "substr(name, 1, 2)"),
        ],
    )
    linker = Linker(tables if not same else tables[0], settings, DuckDBAPI(), set_up_basic_logging=False)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("phone", "house")], recall=0.6)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("phone"))
    training.estimate_parameters_using_expectation_maximisation(block_on("house", "substr(street, 1, 4)"))
    inference: Any = linker.inference  # typed or not, as the package has it
    predicted = inference.predict().as_pandas_dataframe()
    found: list[dict[int, float]] = [{} for _ in queries]
    for left, right, value in zip(
        predicted["unique_id_l"], predicted["unique_id_r"], predicted["match_probability"], strict=True
    ):
        if same:
            found[int(left)][int(right)] = found[int(right)][int(left)] = float(value)
        else:
            found[int(right)][int(left)] = float(value)
    return list(found)


def _fields(at: int, record: Record) -> dict[str, Any]:
    from rapidfuzz.utils import default_process

    name, street = default_process(record.name), default_process(record.street)
    house = next((word for word in street.split() if word.isdigit()), None)
    return {
        "unique_id": at,
        "name": name or None,
        "words": name or None,
        "street": street or None,
        "house": house,
        "phone": record.phone or None,
        "postal_code": record.postal_code or None,
    }

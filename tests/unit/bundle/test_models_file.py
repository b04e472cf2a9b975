"""models.yaml: aliases stand for something that can be asked, and no secret stands in it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from parcels import write_bundle

from tools.bundle import load
from workflow.bundle import Bundle
from workflow.check import check
from workflow.errors import BundleErrors

WHOLE = """\
currency: EUR
budgets: {run: 0.05, day: 20, workflow: {parcels: 12.50}, when_spent: review}
models:
  local: {reader: local}
  fast:
    model: openai/small
    api_base: https://models.example/v1
    key_from: OUR_KEY
    fallbacks: [careful]
    otherwise: review
    timeout_seconds: 3600
    retry: {times: 2, wait_seconds: 1}
    redact: [email, iban]
    prices: {input: 0.15, output: 0.6, cached_input: 0.075}
  careful: {model: anthropic/large, images: true, prices: {input: 3, output: 15}}
"""


def loaded(tmp_path: Path, text: str) -> Bundle:
    return load(write_bundle(tmp_path, {"models.yaml": text}))


def test_aliases_prices_and_budgets_are_read(tmp_path: Path) -> None:
    bundle = loaded(tmp_path, WHOLE)
    fast = bundle.models["fast"]
    assert (fast.reader, fast.timeout_seconds, fast.retry.times, fast.redact) == ("litellm", 3600, 2, ("email", "iban"))
    assert fast.prices is not None
    assert fast.prices.cached_input == Decimal("0.075")
    assert bundle.budgets.workflow == {"parcels": Decimal("12.50")}
    assert (bundle.currency, bundle.budgets.when_spent) == ("EUR", "review")


def test_without_the_file_everything_is_local_and_nothing_is_limited(tmp_path: Path) -> None:
    bundle = load(write_bundle(tmp_path, {}))
    assert [alias.reader for alias in bundle.models.values()] == ["local"]
    assert bundle.budgets.day is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("model: openai/small", "reader: litellm", "needs the name of a model"),
        ("model: openai/small", "reader: local", "the local reader has no 'api_base'"),
        ("key_from: OUR_KEY", "key_from: sk-abc123456789", "not the name of an environment variable"),
        ("key_from: OUR_KEY", "api_key: sk-abc", "unknown key 'api_key'"),
        ("https://models.example/v1", "models.example", "no address"),
        ("https://models.example/v1", "https://me:secret@models.example", "secrets do not stand in the bundle"),
        ("fallbacks: [careful]", "fallbacks: [carefull]", "Did you mean 'careful'"),
        ("fallbacks: [careful]", "fallbacks: [fast]", "cannot fall back on itself"),
        ("fallbacks: [careful]", "fallbacks: [local]", "Write otherwise: local"),
        ("timeout_seconds: 3600", "timeout_seconds: 3601", "less than or equal to 3600"),
        ("redact: [email, iban]", "redact: [mail]", "not possible here"),
        ("redact: [email, iban]", "redact: [email]\n    images: true", "cannot be replaced in pictures"),
        ("redact: [email, iban]", "redact: [email]\n    scans: true", "cannot be replaced in pictures"),
        ("{parcels: 12.50}", "{parcel: 1}", "Did you mean 'parcels'"),
        ("currency: EUR", "currency: Euro", "Euro"),
        (
            "    prices: {input: 0.15, output: 0.6, cached_input: 0.075}\n",
            "",
            "nobody knows what an own endpoint costs",
        ),
    ],
)
def test_what_cannot_be_asked_is_found_before_it_is_asked(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in WHOLE
    with pytest.raises(BundleErrors) as raised:
        loaded(tmp_path, WHOLE.replace(old, new, 1))
    assert told in str(raised.value)
    assert "abc123456789" not in str(raised.value)
    assert "secret@" not in str(raised.value)


def test_a_fallback_that_is_shown_more_than_its_alias_is_warned_of(tmp_path: Path) -> None:
    found = [each for each in check(loaded(tmp_path, WHOLE)) if each.key == "models.fast.fallbacks[0]"]
    assert [(each.level, each.problem) for each in found] == [
        ("warning", "'careful' is shown what is redacted for 'fast': email, iban")
    ]
    same = WHOLE.replace("images: true", "redact: [iban, email]")
    assert [each for each in check(loaded(tmp_path, same)) if "fallbacks" in each.key] == []

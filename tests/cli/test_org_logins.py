"""Log-ins over loopback: `org check` and a run, by every way that a server or a person logs in; sessions that end."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from app.intake.arrivals import OrgIntake
from app.settings import ROOT, Settings
from app.wiring import House
from tools.salesforce.org import EmbeddedOrg, Fault, ensure_queues, load, serving
from tools.salesforce.org.oauth import refresh_token
from workflow.queues import queues_of

WORK = "dealer-support"
PREFIX = "SWITCHYARD_SALESFORCE_"
ADMINISTRATOR = "admin@embedded.example"
FIELDS = """\
Account:
  Alternate_Domains__c: {type: textarea, length: 32000}
  OEM_Dealer_Code__c: {type: string, length: 40}
  Major_Account_Group__c: {type: string, length: 80}
"""

Way = Callable[["Served"], dict[str, str]]


class Served:
    """An org that lacks nothing, on loopback."""

    def __init__(self, stack: ExitStack, place: Path, yard: Path) -> None:
        (yard / "fields.yaml").write_text(FIELDS, "utf-8")
        self.place = place
        self.org = EmbeddedOrg(place / "org.db")
        stack.callback(self.org.close)
        load(self.org, yard)
        self.url = stack.enter_context(serving(self.org)).url
        self.tls = stack.enter_context(serving(self.org, certificates=place)).url

    def tokens(self) -> int:
        """How many sessions there are beside the org's own."""
        with self.org.context() as context:
            return int(context.connection.execute("SELECT COUNT(*) FROM _sessions").fetchone()[0]) - 1


@pytest.fixture
def served(tmp_path: Path, yard: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    for name in os.environ:
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    with ExitStack() as stack:
        yield Served(stack, tmp_path, yard)


def use(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name if name.isupper() and "_CA_" in name else f"{PREFIX}{name}", value)


def credentials(served: Served) -> dict[str, str]:
    return {"INSTANCE_URL": served.url, "CLIENT_ID": "app", "CLIENT_SECRET": "embedded"}


def assertion(served: Served) -> dict[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    served.org.declare_app("consumer", public.decode())
    file = served.place / "server.key"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return {
        "INSTANCE_URL": served.url, "CLIENT_ID": "consumer", "USERNAME": ADMINISTRATOR, "PRIVATE_KEY_FILE": str(file),
    }  # fmt: skip


def refreshed(served: Served) -> dict[str, str]:
    with served.org.context() as context:
        token = refresh_token(context.connection, context.user)
    file = served.place / "auth.txt"
    file.write_text(f"force://PlatformCLI::{token}@{served.tls.removeprefix('https://')}", "utf-8")
    return {"AUTH_FILE": str(file), "REQUESTS_CA_BUNDLE": str(served.place / "loopback.pem")}


def token(served: Served) -> dict[str, str]:
    return {"INSTANCE_URL": served.url, "ACCESS_TOKEN": served.org.session_id}


def complete(served: Served) -> None:
    """Makes the queues that the workflow names."""
    bundle = House(Settings(config=ROOT / "config", org=None, state=served.place / "aside")).bundle
    ensure_queues(served.org, queues_of(bundle))


@pytest.mark.parametrize("way", [credentials, assertion, refreshed, token])
def test_an_org_is_checked_and_worked_in_by_each_way_to_log_in(
    way: Way, served: Served, switchyard: Any, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete(served)
    use(monkeypatch, **way(served))
    checked = switchyard("org", "check", WORK)
    assert (checked.status, "✗" in checked.out) == (0, False), checked.out + checked.err
    assert checked.out.startswith("✓ login: http")
    ran = switchyard("run", WORK, inbox / "1.eml")
    assert ran.status == 0, ran.out + ran.err
    with served.org.context() as context:
        assert context.connection.execute('SELECT COUNT(*) FROM "Case"').fetchone()[0] == 1
        assert context.connection.execute('SELECT COUNT(*) FROM "Orchestration_Run__c"').fetchone()[0] == 1


def test_a_session_that_ends_within_a_run_is_replaced(
    served: Served, switchyard: Any, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete(served)
    use(monkeypatch, **credentials(served))
    served.org.faults.declare(Fault(path="composite", method="POST", code="INVALID_SESSION_ID"))
    ran = switchyard("run", WORK, inbox / "1.eml")
    assert ran.status == 0, ran.out + ran.err
    assert served.tokens() == 2
    with served.org.context() as context:
        assert context.connection.execute('SELECT COUNT(*) FROM "Case"').fetchone()[0] == 1


def test_a_session_that_is_refused_for_ever_ends_after_one_more_log_in(
    served: Served, switchyard: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, **credentials(served))
    served.org.faults.declare(Fault(code="INVALID_SESSION_ID", times=0))
    checked = switchyard("org", "check", WORK)
    assert checked.status == 1
    assert "the org refuses the session again and again" in checked.out
    assert "look at the policies of the connected app" in checked.out
    assert served.tokens() <= 3


def test_sessions_that_ended_between_two_looks_are_replaced(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    complete(served)
    use(monkeypatch, **credentials(served))
    house = House(Settings(config=ROOT / "config", org=None, state=served.place / "state"))
    try:
        house.open()
        intake = OrgIntake(house, WORK)
        intake.take()
        served.org.end_sessions()
        assert (intake.take().queued, served.tokens()) == (0, 1)
    finally:
        house.close()


def test_an_access_token_that_ended_cannot_be_replaced_and_that_is_told(
    served: Served, switchyard: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, **{**token(served), "ACCESS_TOKEN": "00D000000000001!gone"})
    checked = switchyard("org", "check", WORK)
    assert checked.status == 1
    assert "the access token has ended or is none: get another" in checked.out


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"CLIENT_SECRET": "wrong"}, "the consumer key and the consumer secret do not belong together"),
        ({"CLIENT_SECRET": ""}, "nothing to log in with"),
        ({"INSTANCE_URL": "http://harbour.example"}, "is not on this machine: use https"),
    ],
)
def test_a_log_in_that_fails_says_what_an_administrator_does(
    served: Served, switchyard: Any, monkeypatch: pytest.MonkeyPatch, change: dict[str, str], told: str
) -> None:
    use(monkeypatch, **{**credentials(served), **change})
    checked = switchyard("org", "check", WORK)
    assert checked.status != 0
    assert told in checked.out + checked.err
    assert "wrong" not in checked.out + checked.err


def test_a_private_key_of_another_app_is_told(served: Served, switchyard: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    given = assertion(served)
    assertion(served)  # the app has another certificate now
    file = Path(given["PRIVATE_KEY_FILE"])
    file.write_bytes(
        rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    use(monkeypatch, **given)
    checked = switchyard("org", "check", WORK)
    assert "the private key does not belong to the certificate of the connected app" in checked.out + checked.err


LETTERS = {
    "one": "We were charged twice for chat at quillhavenford.com on invoice INV-88120. Please send a credit.\n",
    "two": "Quillhaven Ford (quillhavenford.com): we were charged twice on invoice INV-1.\n\n"
    "Marrowgate Toyota (marrowgatetoyota.com): please cancel the chat at the end of May.\n",
    "vague": "Please see what we talked about.\n",
    "none": "I am out of the office until Monday.\n",
}


def test_the_predictions_are_the_same_in_process_and_over_loopback(
    served: Served, switchyard: Any, yard: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete(served)
    inbox = tmp_path / "letters"
    inbox.mkdir()
    for name, text in LETTERS.items():
        head = f"From: Ada Norvik <ada@quillhavenford.com>\nSubject: Our account {name}\nMessage-ID: <{name}@a.example>\n\n"
        (inbox / f"{name}.eml").write_text(f"{head}Hello,\n\n{text}\nAda Norvik\n", "utf-8")

    def predicted(*more: object) -> list[dict[str, Any]]:
        told = switchyard("run", WORK, inbox, "--json", *more)
        return [json.loads(line) for line in told.out.splitlines() if line.startswith("{")]

    in_process = predicted("--org", yard)
    use(monkeypatch, **credentials(served))
    over_loopback = predicted()
    assert len(in_process) == len(LETTERS)
    assert over_loopback == in_process
    assert served.tokens() == 1

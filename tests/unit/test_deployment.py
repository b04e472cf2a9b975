"""What is deployed runs without root and without what it does not need, and workers keep their names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.main import VERBS

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))


def _documents() -> list[dict[str, Any]]:
    return [each for path in MANIFESTS for each in yaml.safe_load_all(path.read_text("utf-8"))]


def _of_kind(kind: str) -> list[dict[str, Any]]:
    return [each for each in _documents() if each["kind"] == kind]


def test_the_image_ends_without_root_and_installs_by_hash() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    users = re.findall(r"^USER (\S+)", text, re.MULTILINE)
    assert users[-1] not in ("root", "0")
    assert "--require-hashes" in text
    assert not re.search(r"https?://|ADD |latest", text)
    left_out = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert {".git", ".switchyard", "tests"} <= set(left_out)


def test_two_workers_share_one_postgres_and_have_states_of_their_own() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    workers = {name: each for name, each in services.items() if "worker" in each.get("command", [])}
    assert len(workers) == 2
    assert {name: each["command"][-2:] for name, each in workers.items()} == {
        name: ["--name", name] for name in workers
    }
    assert len({each["environment"]["SWITCHYARD_DATABASE_URL"] for each in workers.values()}) == 1
    assert len({each["volumes"][0] for each in workers.values()}) == 2
    for name, service in services.items():
        assert "PASSWORD:?" in str(service.get("environment")), name
        if name != "postgres":
            assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])


def test_workers_in_kubernetes_keep_their_names_and_their_state() -> None:
    (workers,) = _of_kind("StatefulSet")
    (service,) = _of_kind("Service")
    spec = workers["spec"]
    assert spec["serviceName"] == service["metadata"]["name"]
    assert spec["replicas"] >= 2
    assert [each["metadata"]["name"] for each in spec["volumeClaimTemplates"]] == ["state"]
    assert spec["template"]["spec"]["terminationGracePeriodSeconds"] >= 60
    (container,) = spec["template"]["spec"]["containers"]
    names = {each["name"]: each["valueFrom"]["fieldRef"]["fieldPath"] for each in container["env"]}
    assert names == {"SWITCHYARD_WORKER": "metadata.name"}


@pytest.mark.parametrize("kind", ["StatefulSet", "Deployment"])
def test_pods_run_without_root_and_with_verbs_that_there_are(kind: str) -> None:
    for each in _of_kind(kind):
        pod = each["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert each["spec"]["selector"]["matchLabels"] == each["spec"]["template"]["metadata"]["labels"]
        for container in pod["containers"]:
            assert container["args"][0] in VERBS
            assert container["securityContext"]["readOnlyRootFilesystem"] is True
            assert "livenessProbe" in container


def test_the_example_of_the_secret_holds_no_secret() -> None:
    (secret,) = _of_kind("Secret")
    assert "PASSWORD@" in secret["stringData"]["SWITCHYARD_DATABASE_URL"]
    assert secret["stringData"]["SWITCHYARD_SALESFORCE_ACCESS_TOKEN"] == ""

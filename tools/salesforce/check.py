"""What of an org works for a workflow and what is missing, in words that an administrator can act on. Read only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tools.salesforce import kind as kinds
from tools.salesforce import log as logs
from tools.salesforce.client import Client
from tools.salesforce.description import Description
from tools.salesforce.errors import Refusal
from tools.salesforce.review_record import REVIEW, REVIEW_KEY
from tools.salesforce.soql import literal
from workflow.definition import ActStep, AssignStep, OpenStep, WorkflowDefinition
from workflow.opening import opening_of

Level = Literal["works", "missing", "note"]
PACKAGE = "deploy the package in salesforce/ and give the user the permission set 'Switchyard Integration'"
RUN_FIELDS = (
    logs.RUN_KEY, "Case__c", "Record_Id__c", "Record_Object__c", "Parent_Run__c", "Workflow__c", "Bundle__c",
    "Status__c", "Outcome__c", "Reason__c", "Source__c", "Message_Id__c", logs.STAMP, "Timeline__c",
    "Timeline_Json__c",
)  # fmt: skip
REVIEW_CREATED = (
    REVIEW_KEY, "Run__c", "Case__c", "Record_Id__c", "Group__c", "Due_At__c", "Reason__c", "Proposal__c",
    "Question__c", "Account_Key__c", "Category__c", "Queue__c",
)  # fmt: skip
REVIEW_CHANGED = (
    "Status__c", "Decision__c", "Answered_By__c", "Answered_At__c", "Answer__c", "Taken__c", "Note__c",
)  # fmt: skip
REVIEW_READ = ("Comment__c", "Changes_Json__c")
HOP_FIELDS = (logs.HOP_KEY, "Run__c", "Step__c", "Kind__c", "Status__c", "Reason__c", "At__c")
LITTLE = 0.1
"""A share of what the org allows from which on it is said that little is left."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `cure` says what to do where it does not work."""

    level: Level
    about: str
    told: str
    cure: str = ""


@dataclass(frozen=True)
class Need:
    """What is done with an object: its fields that are made, changed and read, and those that must be unique."""

    object: str
    creates: tuple[str, ...] = ()
    updates: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    cure: str = ""


_OMNI_ON = "Setup → Omni-Channel Settings: enable it, with skills-based routing; give the user access to the object"
OMNI = (
    Need("PendingServiceRouting", (
        "WorkItemId", "ServiceChannelId", "RoutingModel", "RoutingType", "RoutingPriority", "CapacityWeight",
        "IsReadyForRouting",
    ), ("IsReadyForRouting",), cure=_OMNI_ON),
    Need("AgentWork", ("UserId", "WorkItemId", "ServiceChannelId", "PendingServiceRoutingId", "CapacityWeight"),
         reads=("Status", "AssignedDateTime"), cure=_OMNI_ON),
    Need("SkillRequirement", ("RelatedRecordId", "SkillId", "SkillLevel"), cure=_OMNI_ON),
    Need("UserServicePresence", reads=("UserId", "IsCurrentState", "IsAway", "ConfiguredCapacity"), cure=_OMNI_ON),
    Need("ServiceResourceSkill", reads=("ServiceResourceId", "SkillId", "SkillLevel"), cure=_OMNI_ON),
)  # fmt: skip
"""What external routing needs."""


def check(client: Client, workflows: Sequence[WorkflowDefinition], queues: Iterable[str]) -> Iterator[Finding]:
    """Findings, the login first; nothing more where it fails."""
    try:
        limits = client.request("GET", "limits")
    except Refusal as told:
        yield Finding("missing", "login", told.failure.message, _cure(told, client.renews))
        return
    yield Finding("works", "login", f"{client.address}, API version {client.version}")
    yield from _left(limits)
    for need in _needs(workflows):
        yield from _object(client, need)
    wanted = tuple(dict.fromkeys(queues))
    for sobject in dict.fromkeys(workflow.record.object for workflow in workflows):
        yield from _queues(client, sobject, wanted)
    for workflow in workflows:
        yield from _flows(client, workflow)
        yield from _channels(client, workflow)


def _left(limits: dict[str, dict[str, int]]) -> Iterator[Finding]:
    """What is left of calls and storage."""
    named = (("DailyApiRequests", "API calls of 24 hours"), ("DataStorageMB", "MB of data storage"),
             ("FileStorageMB", "MB of file storage"))  # fmt: skip
    for key, words in named:
        most, left = int(limits.get(key, {}).get("Max", 0)), int(limits.get(key, {}).get("Remaining", 0))
        if most:
            level: Level = "note" if left < most * LITTLE else "works"
            yield Finding(level, words, f"{left:,} of {most:,} left", "free some, or ask for more" * (level == "note"))


def _needs(workflows: Sequence[WorkflowDefinition]) -> list[Need]:
    needs: dict[str, Need] = {}
    for workflow in workflows:
        for need in _needs_of(workflow):
            known = needs.get(need.object, Need(need.object))
            needs[need.object] = Need(
                need.object,
                creates=_both(known.creates, need.creates),
                updates=_both(known.updates, need.updates),
                reads=_both(known.reads, need.reads),
                unique=_both(known.unique, need.unique),
                cure=need.cure or known.cure,
            )
    return list(needs.values())


def _both(some: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *more)))


def _needs_of(workflow: WorkflowDefinition) -> Iterator[Need]:
    rule, account = workflow.record, workflow.account
    writes = any(isinstance(step, OpenStep | ActStep) for step in workflow.all_steps())
    named = (name for each in account.recognise_by.model_dump().values() for name in each)
    own = tuple(name for name in named if "." not in name)
    yield Need(account.object, reads=tuple(dict.fromkeys(("Id", "Name", account.key, account.parent, *own))))
    contact = tuple(name.partition(".")[2] for name in account.recognise_by.sender if name.startswith("Contact."))
    yield Need("Contact", reads=("Id", "AccountId", *contact))
    if not writes:
        return
    values = tuple(rule.values)
    opened = tuple(opening_of(rule))
    keyed = (kinds.KEY,)
    yield Need(rule.object, (*opened, "OwnerId", *keyed), ("OwnerId", *values), unique=keyed, cure=PACKAGE)
    yield Need("EmailMessage", ("Subject", "TextBody", "FromAddress", "MessageIdentifier", *keyed), unique=keyed)
    yield Need("ContentVersion", ("Title", "PathOnClient", "FirstPublishLocationId", *keyed), unique=keyed)
    yield Need(logs.RUN, RUN_FIELDS, RUN_FIELDS[1:], unique=(logs.RUN_KEY,), cure=PACKAGE)
    if workflow.reviews.in_org:
        yield Need(REVIEW, REVIEW_CREATED, REVIEW_CHANGED, REVIEW_READ, unique=(REVIEW_KEY,), cure=PACKAGE)
    if any(isinstance(step, AssignStep) and step.by == "omni" for step in workflow.all_steps()):
        yield from OMNI
    if workflow.log_rows:
        yield Need(logs.HOP, HOP_FIELDS, unique=(logs.HOP_KEY,), cure=PACKAGE)


def _object(client: Client, need: Need) -> Iterator[Finding]:
    try:
        description = client.describe(need.object)
    except Refusal as told:
        cure = need.cure or f"give the user's permission set read access to {need.object}"
        yield Finding("missing", need.object, _words(told, "the user does not see it, or it is not there"), cure)
        return
    problems = list(_problems(need, description))
    yield from problems
    if not problems:
        does = [w for w, some in (("made", need.creates), ("changed", need.updates), ("read", need.reads)) if some]
        yield Finding("works", need.object, f"can be {' and '.join(does)}")


def _problems(need: Need, description: Description) -> Iterator[Finding]:
    for word, wanted, may in (
        ("create", bool(need.creates), description.createable), ("edit", bool(need.updates), description.updateable),
    ):  # fmt: skip
        if wanted and not may:
            yield Finding("missing", need.object, f"the user may not {word} records of it", _allow(need, word))
    missing = [n for n in dict.fromkeys((*need.creates, *need.updates, *need.reads)) if not description.has(n)]
    if missing:
        told = f"the user does not see {', '.join(missing)}, or they are not there"
        cure = need.cure or (
            PACKAGE if any(n in kinds.KEY for n in missing) else "add them, or name others in the workflow"
        )
        yield Finding("missing", need.object, told, cure)
    closed = _closed(description, need.creates, "createable") + _closed(description, need.updates, "updateable")
    if closed and description.createable:
        names = ", ".join(dict.fromkeys(closed))
        yield Finding(
            "missing", need.object, f"the user may not write {names}", _allow(need, f"edit access to {names}")
        )
    for name in need.unique:
        field = description.field(name)
        if field is not None and not field.unique:
            cure = "make it unique: two records with one key would be two cases of one message"
            yield Finding("missing", need.object, f"{name} is not unique", cure)


def _closed(description: Description, names: Iterable[str], may: str) -> list[str]:
    return [n for n in names if (field := description.field(n)) is not None and not getattr(field, may)]


def _allow(need: Need, what: str) -> str:
    return f"give the user's permission set '{what}' on {need.object}"


def _queues(client: Client, sobject: str, queues: Sequence[str]) -> Iterator[Finding]:
    """What is wrong with queues, each thing told once with all that it is about."""
    query = f"SELECT QueueId FROM QueueSobject WHERE SobjectType = {literal(sobject)}"
    try:
        holding = {row["QueueId"] for row in client.query(query)}
    except Refusal as told:
        yield Finding("missing", "queues", told.failure.message, "give the user read access to queues")
        return
    known = {queue: _queue(client, queue) for queue in queues}
    absent = [queue for queue, ident in known.items() if not ident]
    closed = [queue for queue, ident in known.items() if ident and ident not in holding]
    if absent:
        cure = "Setup → Queues: make what is missing, or name others in the bundle"
        yield Finding("missing", "queues", f"there is none named {', '.join(absent)}", cure)
    if closed:
        cure = f"Setup → Queues: add {sobject} to the objects of each"
        yield Finding("missing", "queues", f"{', '.join(closed)} may not hold a {sobject}", cure)
    if there := len(known) - len(absent) - len(closed):
        yield Finding("works", "queues", f"{there} of the bundle's are there and hold a {sobject}")


def _queue(client: Client, queue: str) -> str:
    try:
        return client.queue(queue)
    except Refusal:
        return ""


def _flows(client: Client, workflow: WorkflowDefinition) -> Iterator[Finding]:
    for step in workflow.all_steps():
        if not isinstance(step, ActStep) or not step.flow:
            continue
        try:
            told = client.request("GET", f"actions/custom/flow/{step.flow}")
        except Refusal:
            cure = "activate it as an autolaunched flow, and give the user 'Run Flows' or access to it"
            yield Finding("missing", f"flow {step.flow}", "the user cannot run a flow of that name", cure)
            continue
        inputs = {str(one["name"]): bool(one.get("required")) for one in told.get("inputs") or ()}
        strange = [name for name in step.arguments if name not in inputs]
        lacking = [name for name, needed in inputs.items() if needed and name not in step.arguments]
        if strange or lacking:
            words = [f"it has no input {', '.join(strange)}"] * bool(strange)
            words += [f"it needs {', '.join(lacking)}"] * bool(lacking)
            yield Finding("missing", f"flow {step.flow}", "; ".join(words), f"correct the step '{step.id}'")
        else:
            yield Finding("works", f"flow {step.flow}", "can be started with the inputs of the workflow")


def _channels(client: Client, workflow: WorkflowDefinition) -> Iterator[Finding]:
    for step in workflow.all_steps():
        if not isinstance(step, AssignStep) or not step.channel:
            continue
        query = f"SELECT RelatedEntity FROM ServiceChannel WHERE DeveloperName = {literal(step.channel)}"
        about, cure = f"service channel {step.channel}", f"Setup → Service Channels, or correct the step '{step.id}'"
        try:
            rows = client.query(query)
        except Refusal as told:
            yield Finding("missing", about, told.failure.message, _OMNI_ON)
            continue
        if not rows:
            yield Finding("missing", about, "there is none of that API name", cure)
        elif rows[0]["RelatedEntity"] != workflow.record.object:
            yield Finding("missing", about, f"it is for {rows[0]['RelatedEntity']}, not {workflow.record.object}", cure)
        else:
            yield Finding("works", about, f"can carry a {workflow.record.object}")


def _words(told: Refusal, otherwise: str) -> str:
    return otherwise if told.failure.code in ("UNKNOWN_OBJECT", "NOT_FOUND") else told.failure.message


def _cure(told: Refusal, renews: bool) -> str:
    if told.failure.code == "INVALID_SESSION_ID" and renews:
        return (
            "the org refuses the session that it has just given: look at the policies of the connected app (IP "
            "relaxation, session policies) and whether its user may use the API"
        )
    cures: dict[str, str] = {
        "INVALID_SESSION_ID": "the access token has ended or is none: get another, or log in another way",
        "API_DISABLED_FOR_ORG": "give the user's profile or permission set 'API Enabled'",
        "NO_CONNECTION": "is the address right, and may this machine reach it?",
        "NOT_FOUND": "the org does not answer under this API version, or the address is not that of an org",
    }
    return cures.get(told.failure.code, "")

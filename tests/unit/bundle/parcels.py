"""A small bundle about parcels, as files, for tests to break."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

WORKFLOW = """\
workflow: parcels
title: Parcel claims
account:
  where: "Type == 'Shop'"
record:
  values:
    Kind__c: category
    Late__c: days_late
derive:
  account_known: account is set
  size:
    band: value.amount
    below: {small: 50, middle: 500}
    otherwise: large
  days_late: days_between(due, received)
steps:
  - {id: read, kind: read}
  - {id: triage, kind: triage}
  - {id: open, kind: open, queue: DESK}
  - {id: split, kind: splitting}
  - for_each: case
    steps:
      - {id: match, kind: matching}
      - {id: classify, kind: classification, categories: claims}
      - {id: extract, kind: extraction, fields: claims}
      - {id: route, kind: decide, table: routing, gives: [queue]}
      - {id: complete, kind: completeness}
      - {id: approve, kind: review, when: "category == 'loss' and value.amount > 500"}
      - {id: save, kind: act, tool: salesforce.save_case}
"""

CATEGORIES = """\
categories:
  - {id: loss, label: Loss, description: The parcel never came., examples: [It never came.]}
  - {id: damage, label: Damage, description: The parcel came broken., examples: [It came broken.]}
  - {id: other, label: Other, description: Anything else.}
"""

FIELDS = """\
fields:
  - {id: parcel, type: string, description: Number of the parcel, required: [loss, damage]}
  - {id: value, type: money, description: Value of what was sent}
  - {id: due, type: date, description: Date on which it was due}
  - {id: contents, type: list, of: enum, values: [glass, paper, food], description: What was in it}
  - {id: insured, type: boolean, description: Whether it was insured}
"""

ROUTING = """\
# first hit wins
category,account_known,size,insured,queue
loss,true,large,,LOSS_LEADS
loss,true,,,LOSS
damage,true,,true,DAMAGE
,,,,DESK
"""

TEAMS = """\
teams:
  - {queue: DESK}
  - {queue: LOSS}
  - {queue: LOSS_LEADS}
  - {queue: DAMAGE}
"""

FILES: Mapping[str, str] = {
    "workflows/parcels.yaml": WORKFLOW,
    "categories/claims.yaml": CATEGORIES,
    "fields/claims.yaml": FIELDS,
    "tables/routing.csv": ROUTING,
    "teams/desk.yaml": TEAMS,
}


def write_bundle(directory: Path, files: Mapping[str, str | bytes | None]) -> Path:
    """Writes the bundle with some files replaced, added, or (None) left out."""
    for name, text in {**FILES, **files}.items():
        if text is None:
            continue
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return directory


def changed(name: str, old: str, new: str) -> dict[str, str]:
    """One file of the bundle with one piece of its text replaced."""
    text = FILES[name]
    if text.count(old) < 1:
        raise AssertionError(f"{old!r} does not stand in {name}")
    return {name: text.replace(old, new, 1)}

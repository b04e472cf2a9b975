"""Bytes → Document, its attachments, and the accounts that the directory recognises in it."""

from __future__ import annotations

from graphs.context import Context
from graphs.outcome import Told
from workflow.definition import ReadStep
from workflow.work import MessageWork


def run(step: ReadStep, context: Context, raw: str, message: MessageWork) -> Told[MessageWork]:
    """Reads the message of digest `raw`. Raises InputError for what is no message at all."""
    document, contents = context.read(context.store.blobs.get(raw), step.form)
    for content in contents.values():
        context.store.blobs.put(content)
    candidates = context.directory().candidates(document)
    grown = message.model_copy(update={"document": context.keep(document), "candidates": context.keep(candidates)})
    zones = {
        part.name: [f"{zone.kind.value} {zone.start}–{zone.end}" for zone in part.zones] for part in document.parts
    }
    twins = context.store.runs.with_message_id(context.definition.workflow, document.message_id)
    others = [run.id for run in twins if run.content != raw] if document.message_id else []
    flag = f"; the same Message-ID came with other content in {', '.join(others)}" if others else ""
    parts = ", ".join(part.name for part in document.parts)
    return Told(
        grown,
        f"read {len(document.parts)} parts ({parts}); {len(candidates.candidates)} accounts recognised{flag}",
        detail={
            "message_id": document.message_id,
            "from": document.sender.email,
            "language": document.language,
            "zones": zones,
            "notes": list(document.notes),
            "same_message_id": others,
            "recognised": [
                {
                    "account": candidate.account.key or candidate.account.id,
                    "name": candidate.account.name,
                    "by": sorted({mention.by.value for mention in candidate.mentions}),
                }
                for candidate in candidates.candidates[:20]
            ],
        },
    )

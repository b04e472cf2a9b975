"""What a person reads of a run on the command line: what was decided, and why."""

from __future__ import annotations

from graphs.run import Report

MARKS = {
    "cases": "✓", "not_actionable": "–", "review": "?", "rejected": "–", "error": "✗", "queued": "·", "running": "·",
    "erased": "–", "paused": "‖", "cancelled": "–", "waiting": "…", "answer": "✓",
}  # fmt: skip


def lines(report: Report, most: int = 6) -> list[str]:
    """A head line and, for each case, a line; long lists are cut with a note."""
    run = report.run
    head = f"{MARKS[report.outcome]} {run.name or run.id}  {_what(report)}"
    if run.subject:
        head += f"  «{run.subject[:60]}»"
    if report.repeated:
        head += "  (tried again)" if report.outcome == "error" else "  (run before: nothing is done twice)"
    out = [head]
    for number, case in enumerate(report.proposal.cases):
        if report.outcome not in ("cases", "review", "waiting"):
            break
        if number == most:
            out.append(f"    ... and {len(report.proposal.cases) - most} more")
            break
        account = (
            f"{case.account_name} ({case.account})" if case.account else f"no account ({case.named or 'none named'})"
        )
        fields = f"; {', '.join(case.fields)}" if case.fields else ""
        lacking = (*case.missing, *case.missing_documents)
        missing = f"; missing {', '.join(lacking)}" if lacking else ""
        out.append(f"    {account} → {case.category or 'no category'} → {case.queue or 'no queue'}{fields}{missing}")
    if report.outcome == "not_actionable" and report.message.triage:
        out.append(f"    {report.message.triage.reason}")
    if report.outcome == "review":
        reasons = list(dict.fromkeys(doubt.reason for doubt in report.proposal.doubts))
        out.extend(f"    asks: {reason}" for reason in reasons[:3])
    if report.outcome == "waiting":
        asked = [case.talk.told[-1] for case in report.cases if case.talk.wait and case.talk.told]
        out.extend(f"    {'asked' if said.sent else 'drafted'}: {said.text.splitlines()[0]} …" for said in asked[:3])
    if run.error:
        out.append(f"    {run.error}")
    return out


def counted(number: int, thing: str) -> str:
    """'1 message', '2 messages'."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _what(report: Report) -> str:
    count = len(report.proposal.cases)
    if report.outcome == "cases":
        if report.message.record and report.message.record.appended:
            return f"appended to case {report.message.record.number}"
        number = report.cases[0].saved.number if report.cases and report.cases[0].saved else ""
        return f"{count} cases" if count > 1 else f"case {number}".strip()
    if report.outcome == "review":
        return "a person is asked"
    if report.outcome == "waiting":
        return "waits" if count < 2 else f"{count} cases, some wait"
    words = {"not_actionable": "no work", "error": "failed", "answer": "handed to the case that waited"}
    return words.get(report.outcome, report.outcome)

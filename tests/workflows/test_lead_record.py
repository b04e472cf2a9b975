"""A workflow whose record is no Case: opened with what the message says, saved with what was decided, split."""

from __future__ import annotations

from typing import Any

WORKFLOW = "workflows/dealer-support.yaml"
INVOICE = "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-88123.\n\nAda Norvik\n"
TWO = (
    "Good morning,\n\nTollbeck Toyota (tollbecktoyota.com): we were charged twice on invoice INV-1001.\n\n"
    "Tollbeck Honda (tollbeckhonda.com): we were charged twice on invoice INV-1002.\n\nCy Ottmar\n"
)
VALUES = """  object: Case
  owner: queue
  values:
    Category__c: category
    Skill__c: skill
    Priority: "'High' if urgency == 'high' else 'Low' if urgency == 'low' else 'Medium'"
    Missing_Information__c: missing
    Extracted_Fields__c: fields
    Confidence__c: confidence
"""
LEAD = """  object: Lead
  owner: queue
  opening: {Title: subject, LeadSource: "'Web'"}
  values: {Industry: "'Energy'", Description: category}
"""


def test_a_message_becomes_a_lead(variant: Any, mail: Any) -> None:
    house = variant((WORKFLOW, VALUES, LEAD))
    assert house.mistakes() == []
    report = house.runner.start("dealer-support", mail(INVOICE, subject="Invoice"))
    assert (report.outcome, report.run.error) == ("cases", "")
    [lead] = house.client.query(
        "SELECT Id, LastName, Company, Email, Title, LeadSource, Industry, Description, Owner.Name FROM Lead"
    )
    assert (lead["LastName"], lead["Company"], lead["Email"]) == (
        "Ada Norvik",
        "quistrelford.com",
        "ada@quistrelford.com",
    )
    assert (lead["Title"], lead["LeadSource"], lead["Industry"], lead["Description"]) == (
        "Invoice",
        "Web",
        "Energy",
        "billing",
    )
    assert lead["Owner"]["Name"] == report.proposal.cases[0].queue
    assert house.client.total("SELECT COUNT() FROM Case") == 0
    [run] = house.client.query("SELECT Record_Id__c, Status__c FROM Orchestration_Run__c")
    assert (run["Record_Id__c"], run["Status__c"]) == (lead["Id"], "Completed")
    assert report.message.record.calls + report.cases[0].saved.calls == 2


def test_a_message_about_two_accounts_becomes_two_leads_more(variant: Any, mail: Any) -> None:
    house = variant((WORKFLOW, VALUES, LEAD))
    report = house.runner.start("dealer-support", mail(TWO, sender="Cy Ottmar <cy@tollbeckfamily.com>"))
    assert (report.outcome, report.run.error) == ("cases", "")
    assert house.client.total("SELECT COUNT() FROM Lead") == 3
    assert house.runner.start("dealer-support", mail(TWO, sender="Cy Ottmar <cy@tollbeckfamily.com>")).repeated
    assert house.client.total("SELECT COUNT() FROM Lead") == 3

"""The small org of invented dealers that workers on Postgres share, and a letter to it."""

from __future__ import annotations

ACCOUNTS = """\
ExternalId__c,Name,Type,Website,Brand__c,Region__c
W-1,Fennelmoor Ford,Dealer,fennelmoorford.com,Ford,East
W-2,Dunscar Toyota,Dealer,dunscartoyota.com,Toyota,West
"""
LETTER = """\
From: Ada Norvik <ada@fennelmoorford.com>
To: support@vendor.invalid
Subject: Invoice {number}
Date: Tue, 04 Mar 2025 10:00:00 -0500
Message-ID: <{number}@fennelmoorford.com>

Hello,

we were charged twice for chat at fennelmoorford.com on invoice INV-{number}. Please send a credit for the second charge.

Ada Norvik
"""

"""States and provinces by their postal abbreviations: people write one and records hold the other."""

from __future__ import annotations

_STATES = """
AL Alabama;AK Alaska;AZ Arizona;AR Arkansas;CA California;CO Colorado;CT Connecticut;DE Delaware;FL Florida;GA Georgia;
HI Hawaii;ID Idaho;IL Illinois;IN Indiana;IA Iowa;KS Kansas;KY Kentucky;LA Louisiana;ME Maine;MD Maryland;
MA Massachusetts;MI Michigan;MN Minnesota;MS Mississippi;MO Missouri;MT Montana;NE Nebraska;NV Nevada;NH New Hampshire;
NJ New Jersey;NM New Mexico;NY New York;NC North Carolina;ND North Dakota;OH Ohio;OK Oklahoma;OR Oregon;PA Pennsylvania;
RI Rhode Island;SC South Carolina;SD South Dakota;TN Tennessee;TX Texas;UT Utah;VT Vermont;VA Virginia;WA Washington;
WV West Virginia;WI Wisconsin;WY Wyoming;DC District of Columbia;
AB Alberta;BC British Columbia;MB Manitoba;NB New Brunswick;NL Newfoundland;NS Nova Scotia;ON Ontario;
PE Prince Edward Island;QC Quebec;SK Saskatchewan;
NSW New South Wales;VIC Victoria;QLD Queensland;WA Western Australia;SA South Australia;TAS Tasmania
"""

REGIONS: dict[str, tuple[str, ...]] = {}
"""Abbreviation or lower-case name → all its spellings."""

for _entry in _STATES.replace("\n", "").split(";"):
    _short, _, _name = _entry.strip().partition(" ")
    for _key in (_short, _name.casefold()):
        REGIONS[_key] = (*REGIONS.get(_key, ()), _short, _name)

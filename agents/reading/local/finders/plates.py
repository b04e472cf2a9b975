"""Registration plates of vehicles, by the forms in force in the countries whose languages are read.

After the forms that the countries publish (Wikipedia, 'Vehicle registration plates of ...'). Those of the United States
have no common form: there, only the words beside a code tell.
"""

from __future__ import annotations

import re

LATIN = (
    r"[A-Z]{2}\d{2} ?[A-Z]{3}",  # Great Britain since 2001
    r"[A-Z]\d{1,3} [A-Z]{3}|[A-Z]{3} \d{1,3}[A-Z]",  # before
    r"\d{2,3}-[A-Z]{1,2}-\d{1,6}",  # Ireland
    r"[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} ?\d{1,4}[EH]?",  # Germany
    r"[A-ZÄÖÜ]{1,2}-\d{1,5} ?[A-Z]{1,3}",  # Austria
    r"[A-Z]{2}[- ]\d{3}[- ][A-Z]{2}",  # France, Italy
    r"\d{4}[- ][BCDFGHJKLMNPRSTVWXYZ]{3}",  # Spain
    r"[A-Z]{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}",  # Portugal, the Netherlands
    r"\d{2}-[A-Z]{2}-[A-Z]{2}|[A-Z]{2}-[A-Z]{2}-\d{2}|[A-Z]{2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}",
    r"\d{2}-[A-Z]{3}-\d|\d-[A-Z]{3}-\d{2}|[A-Z]{2}-\d{3}-[A-Z]|[A-Z]-\d{3}-[A-Z]{2}|[A-Z]{3}-\d{2}-[A-Z]|"
    r"[A-Z]-\d{2}-[A-Z]{3}|\d-[A-Z]{2}-\d{3}|\d{3}-[A-Z]{2}-\d",  # the Netherlands
    r"1-[A-Z]{3}-\d{3}",  # Belgium
)
FAR = (
    r"[\u4e00-\u9fff]{1,4} ?\d{2,3} ?[\u3041-\u3093] ?(?:\d{2}-\d{2}|[\d・.]{1,4}-?\d{1,2})",  # Japan
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][ ·]?[A-Z\d]{5,6}",  # China
)
PLATES = (
    *(re.compile(rf"(?<![\w\-/.])(?:{form})(?![\w]|-\w)") for form in LATIN),
    *(re.compile(rf"(?:{form})(?![A-Za-z\d])") for form in FAR),
)

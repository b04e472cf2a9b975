"""An evaluation as one page of HTML that needs nothing from outside: no script, no font, no request."""

from evals.page.page import Section, write_page

__all__ = ["Section", "write_page"]

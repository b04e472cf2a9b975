"""format=flowed undone (RFC 3676): soft line breaks joined, stuffed spaces removed, quote marks kept."""

from __future__ import annotations


def unflow(text: str, *, delete_space: bool = False) -> str:
    """Paragraphs on lines of their own; a line that ends in a space goes on in the next of the same quote depth."""
    out: list[str] = []
    joining = False
    depth = 0
    for line in text.split("\n"):
        marks = len(line) - len(line.lstrip(">"))
        content = line[marks:]
        if content.startswith(" "):
            content = content[1:]
        soft = content.endswith(" ") and content != "-- "
        if joining and marks == depth and content != "-- ":
            out[-1] += content
        else:
            out.append((">" * marks + " " if marks else "") + content)
        if soft and delete_space:
            out[-1] = out[-1][:-1]
        joining, depth = soft, marks
    return "\n".join(out)

"""HTML to text."""

from __future__ import annotations

import time

import pytest

from tools.documents import html
from tools.documents.text import DocumentText


def visible(found: DocumentText) -> str:
    """What a person sees."""
    return found.text[: found.hidden[0][0]].rstrip() if found.hidden else found.text


def unseen(found: DocumentText) -> str:
    """What a person does not see."""
    return "\n".join(found.text[start:end] for start, end in found.hidden)


@pytest.mark.parametrize(
    "element",
    [
        "<div style='display:none'>SECRET</div>",
        "<div style='DISPLAY : NONE !important'><p><b>SECRET</b></p></div>",
        "<span style='visibility:hidden'>SECRET</span>",
        "<span style='font-size:0'>SECRET</span>",
        "<span style='font-size:1px'>SECRET</span>",
        "<span style='color:#ffffff'>SECRET</span>",
        "<span style='color:white'>SECRET</span>",
        "<span style='color:#FEFEFE'>SECRET</span>",
        "<font color='#ffffff'>SECRET</font>",
        "<span style='color:rgb(255, 255, 255)'>SECRET</span>",
        "<span style='color:rgba(0,0,0,0)'>SECRET</span>",
        "<span style='color:transparent'>SECRET</span>",
        "<span style='opacity:0'>SECRET</span>",
        "<div style='position:absolute;left:-9999px'>SECRET</div>",
        "<div style='text-indent:-9999px'>SECRET</div>",
        "<div style='max-height:0;overflow:hidden'>SECRET</div>",
        "<div style='mso-hide:all'>SECRET</div>",
        "<div hidden>SECRET</div>",
        "<table bgcolor='#336699'><tr><td><span style='color:#336699'>SECRET</span></td></tr></table>",
        "<style>.quiet { display: none }</style><div class='quiet'>SECRET</div>",
        "<style>/* x */ td.q, .quiet { color: #fff }</style><div class='quiet'>SECRET</div>",
    ],
)
def test_what_cannot_be_seen_is_hidden_text(element: str) -> None:
    found = html.render(f"<html><body><p>Shown</p>{element}<p>Also shown</p></body></html>")
    assert unseen(found) == "SECRET"
    assert visible(found) == "Shown\n\nAlso shown"


@pytest.mark.parametrize(
    "element",
    [
        "<td style='font-size:0'><span style='font-size:14px'>TEXT</span></td>",
        "<div style='background:#003366'><span style='color:#fff'>TEXT</span></div>",
        "<table bgcolor='navy'><tr><td><font color='white'>TEXT</font></td></tr></table>",
        "<div style='background-image:url(x.png)'><span style='color:white'>TEXT</span></div>",
        "<div style='visibility:hidden'><span style='visibility:visible'>TEXT</span></div>",
        "<style>@media screen { .m { display:none } }</style><div class='m'>TEXT</div>",
        "<span style='color:#999'>TEXT</span>",
        "<![if !mso]><p>TEXT</p><![endif]>",
    ],
)
def test_what_can_be_seen_is_text(element: str) -> None:
    found = html.render(f"<html><body>{element}</body></html>")
    assert (visible(found), unseen(found)) == ("TEXT", "")


def test_a_selector_that_nobody_understands_hides_nothing_and_breaks_nothing() -> None:
    found = html.render("<style>a..b > , { display:none } .c { display:none }</style><p>Shown</p><p class=c>not</p>")
    assert (visible(found), unseen(found)) == ("Shown", "not")


def test_comments_titles_scripts_and_styles_are_no_text() -> None:
    page = (
        "<head><title>T</title></head><body><!-- c --><!--[if mso]>"
        "<p>m</p><![endif]--><script>s</script><style>p{}</style>Hi"
    )
    assert html.render(page).text == "Hi"


def test_blocks_lists_and_line_breaks_stand_on_lines() -> None:
    found = html.render(
        "<h1>Title</h1><p>One<br>two &amp; three</p><div>four</div><div><br></div><div>five</div>"
        "<ul><li>a</li><li>b<ol><li>c</li><li>d</li></ol></li></ul><pre>  x\n   y</pre>"
    )
    assert found.text == "Title\n\nOne\ntwo & three\n\nfour\n\nfive\n\n- a\n- b\n1. c\n2. d\n\n  x\n   y"


def test_paragraphs_of_word_have_no_gap_but_for_empty_ones() -> None:
    found = html.render(
        "<p class=MsoNormal>a</p><p class=MsoNormal>b</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>c</p>"
    )
    assert found.text == "a\nb\n\nc"


def test_words_that_markup_divides_stay_together() -> None:
    assert html.render("<p>exam<b>ple</b>.<i>c</i>om and <u> more </u>words</p>").text == "example.com and more words"


def test_links_keep_their_target_and_wrappers_are_undone() -> None:
    found = html.render(
        "<p>See <a href='https://example.org/a?b=1'>this <b>page</b></a>, "
        "<a href='https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.net%2Fx&data=05'>that</a>, "
        "<a href='javascript:alert(1)'>none</a> and <a href='#top'>top</a></p>"
    )
    assert [(found.text[link.start : link.end], link.target) for link in found.links] == [
        ("this page", "https://example.org/a?b=1"),
        ("that", "https://example.net/x"),
    ]


def cells(found: DocumentText) -> list[list[list[str]]]:
    """The texts of all tables."""
    return [[[found.text[start:end] for start, end in row] for row in table.rows] for table in found.tables]


def test_data_tables_keep_their_cells() -> None:
    found = html.render(
        "<table><tr><th>Store</th><th>Hours</th></tr><tr><td><p>North</p></td><td>9<br>to 5</td></tr>"
        "<tr><td colspan=2>closed on Sunday</td></tr><tr><td>South</td><td></td></tr></table>"
    )
    assert found.text == "Store\tHours\nNorth\t9 to 5\nclosed on Sunday\nSouth"
    assert cells(found) == [[["Store", "Hours"], ["North", "9 to 5"], ["closed on Sunday", ""], ["South", ""]]]
    assert found.tables[0].header


def test_layout_tables_are_blocks_and_no_tables() -> None:
    found = html.render(
        "<table><tr><td><table><tr><td>Logo</td></tr></table></td><td>Dear"
        " Ada,<br>how are you?<br>Well?<br>I am.<br>Bo</td></tr></table>"
    )
    assert found.text == "Logo\n\nDear Ada,\nhow are you?\nWell?\nI am.\nBo"
    assert found.tables == ()


def test_a_page_of_pictures_is_noted() -> None:
    assert any("only pictures" in note for note in html.render("<body><img src=a><img src=b></body>").notes)


def test_the_charset_of_the_page_itself_counts_when_nobody_else_says() -> None:
    content = "<html><head><meta charset=windows-1251></head><body>Привет</body></html>".encode("windows-1251")
    assert html.read(content).text == "Привет"


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 200_000,
        "<b><i>" * 50_000 + "x",
        "<a " + " ".join(f"a{i}=1" for i in range(100_000)) + ">x",
        "<table><tr><td>" * 3_000,
        "<" * 1_000_000,
        "<!--" * 200_000,
        "&" * 1_000_000,
        "<style>" + "/*" * 100_000 + "{" * 100_000 + "</style>x",
        "<p style='" + "a:b;" * 100_000 + "'>x",
        "<blockquote type=cite>x</blockquote>y<br>" * 20_000,
        "<span style='color:#fff;font-size:0'>" * 60_000,
    ],
)
def test_hostile_pages_are_read_in_bounded_time(page: str) -> None:
    began = time.process_time()
    html.render(page)
    assert time.process_time() - began < 6

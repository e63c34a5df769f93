"""The page: self-contained, escaped, readable by machines and by people who cannot see it."""

import base64
import hashlib
import itertools
import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from survey.questionnaire.build import build_questionnaire
from survey.report import document as d
from survey.report.brand import Brand
from survey.report.formats.html import TEMPLATES, render_html
from survey.report.report import build_report

NASTY = "<script>alert(1)</script>{{7*7}}{% raw %}\"&'"
VOID = {"meta", "link", "br", "hr", "img", "input", "base"}


class Page(HTMLParser):
    """Collects what the tests ask about."""

    def __init__(self, text):
        super().__init__()
        self.opened, self.tags, self.attributes, self.ids, self.stack = [], [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag


@pytest.fixture(scope="module", params=["en", "zh-CN"])
def html(request, fake_reports):
    return fake_reports[request.param].html


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


def test_tags_close_in_order(page):
    assert page.stack == []


def test_nothing_is_loaded_from_anywhere(html, page):
    addresses = [value for _, name, value in page.attributes if name in {"src", "href", "xlink:href", "srcset", "data"}]
    assert addresses
    # An icon that is empty, so that no browser asks the server for one.
    assert {address for address in addresses if not address.startswith("#")} == {"data:,"}
    assert all(match.startswith("#") for match in re.findall(r"url\(\s*['\"]?([^)'\"]*)", html))
    assert "@import" not in html
    assert (page.tags.count("script"), page.tags.count("link")) == (1, 1)
    assert not {"iframe", "object", "embed", "img"} & set(page.tags)
    assert not any(name.startswith("on") for _, name, _ in page.attributes)


def test_every_reference_has_its_target(page):
    links = [value for _, name, value in page.attributes if name in {"href", "xlink:href"}]
    targets = [link[1:] for link in links if link != "data:,"]
    targets += [value for _, name, value in page.attributes if name == "aria-labelledby" for value in value.split()]
    assert set(targets) <= set(page.ids)


def test_ids_are_unique(page):
    assert len(page.ids) == len(set(page.ids))


REST = "style-src 'unsafe-inline'; img-src data:; form-action 'none'"


def policies(page):
    metas = [value for tag, name, value in page.attributes if tag == "meta" and name == "content"]
    return [value for value in metas if "default-src" in value]


def test_the_policy_lets_nothing_run_but_the_page_s_own_script(html, page):
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert script == (TEMPLATES / "report.js").read_text(encoding="utf-8")
    assert len(script) < 8_000
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policies(page) == [f"default-src 'none'; script-src 'sha256-{digest}'; {REST}"]


def test_a_page_without_script_allows_none(fake_reports):
    page = Page(render_html(fake_reports["en"].document, script=False))
    assert "script" not in page.tags
    assert policies(page) == [f"default-src 'none'; {REST}"]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_page_says_its_language(fake_reports, language):
    assert f'<html lang="{language}">' in fake_reports[language].html


def test_headings_go_down_one_step_at_a_time(page):
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_tables_have_captions_and_scopes(page):
    assert page.tags.count("caption") == page.tags.count("table") > 5
    scopes = [value for tag, name, value in page.attributes if tag == "th" and name == "scope"]
    assert len(scopes) == page.tags.count("th")
    assert set(scopes) == {"col", "row"}


def test_pictures_are_named_for_those_who_cannot_see_them(page):
    assert page.tags.count("figcaption") == page.tags.count("figure") > 3
    named = [name for tag, name, _ in page.attributes if tag == "title"]
    assert named.count("id") == 2 * page.tags.count("figure")


def test_marks_of_pictures_say_their_values(fake_reports):
    (drivers,) = (section for section in fake_reports["en"].document.sections if section.id == "drivers")
    picture = next(block for block in drivers.blocks if isinstance(block, d.Figure))
    said = re.findall(r"<title>(.*?)</title>", fake_reports["en"].html)
    assert "Service: Share 50%; Interval 40–60%; Rank 1" in said
    assert set(re.findall(r"<title>(.*?)</title>", picture.wide + picture.narrow)) <= set(said)


def test_contents_list_every_section(fake_reports):
    report = fake_reports["en"]
    links = re.findall(r'<li><a href="#([a-z]+)">', report.html)
    assert links == [section.id for section in report.document.sections]


def test_the_page_begins_with_a_skip_link(html):
    assert re.search(r'<a class="skip" href="#report">', html)


# -- text from people --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def nasty_html(makers):
    tree = makers["tree"]()
    tree["title"] = {"zh-CN": NASTY, "en": NASTY}
    tree["constructs"]["service"]["label"] = {"zh-CN": NASTY, "en": NASTY}
    tree["constructs"]["service"]["likely_causes"] = [{"zh-CN": NASTY, "en": NASTY}]
    tree["source"] = {"zh-CN": NASTY, "en": NASTY}
    for row in tree["pages"][0]["items"][0]["rows"]:
        row["text"] = {"zh-CN": NASTY + row["id"], "en": NASTY + row["id"]}
    for code, label in tree["scales"]["five"]["points"].items():
        label["en"] = f"{NASTY}{code}"
    questionnaire = build_questionnaire(tree)
    study = makers["study"](questionnaire=questionnaire, versions={NASTY: NASTY, "survey-workbench": NASTY})
    return build_report(study, title=f"T {NASTY}").html


def test_text_from_people_is_escaped_everywhere(nasty_html):
    assert nasty_html.count("<script") == 1  # the page's own
    assert "49" not in re.findall(r"alert\(1\)[^<]{0,40}", nasty_html)[0]
    assert "{{7*7}}" in nasty_html
    assert "<title>T &lt;script&gt;" in nasty_html
    Page(nasty_html)


def test_a_file_name_is_escaped(fake_reports):
    assert "answers &lt;b&gt;.csv" in fake_reports["en"].html
    assert "<b>" not in fake_reports["en"].html


def test_every_kind_of_block_escapes():
    frame = pd.DataFrame({NASTY: [NASTY]}, dtype="str")
    svg = "<svg></svg>"
    blocks = (
        d.Prose(NASTY),
        d.Note(NASTY, "caution", NASTY),
        d.List((d.Point(NASTY, NASTY),)),
        d.List((d.Point(NASTY, NASTY),), "answers"),
        d.List((d.Point(NASTY),), "references"),
        d.Tiles((d.Tile(NASTY, NASTY, NASTY),)),
        d.Table(NASTY, frame, frozenset({NASTY}), NASTY),
        d.Table(NASTY, frame, folded=True),
        d.Figure(NASTY, NASTY, svg, svg),
        d.Group(NASTY, (d.Prose(NASTY),)),
    )
    banner = d.Note(NASTY, "simulated", NASTY)
    page = render_html(d.Document(NASTY, "en", (NASTY,), (d.Section("a", NASTY, blocks),), banner, NASTY))
    assert page.count("<script") == 1
    assert page.count("&lt;script&gt;") > 25
    assert "'" not in "".join(re.findall(r'aria-label="([^"]*)"', page))
    Page(page)


def test_a_value_that_looks_like_the_mark_of_the_shapes_stays_text():
    page = render_html(d.Document("<!--shapes-->", "en", (), ()))
    assert "&lt;!--shapes--&gt;" in page


def test_controls_are_shown_and_turned_letters_stay_to_themselves():
    turned = "\u05e9\u05dc\u05d5\u05dd, \u05e2\u05d5\u05dc\u05dd"
    frame = pd.DataFrame({turned: [f"{turned} 42%"]}, dtype="str")
    blocks = (d.Prose(f"a\u202eb\x07 {turned} <b> 42%"), d.Table(turned, frame))
    page = render_html(d.Document(turned, "en", (), (d.Section("a", turned, blocks),)))
    assert "\u202e" not in page and "\x07" not in page
    assert f"<p>a\ufffdb\ufffd <bdi>{turned}</bdi> &lt;b&gt; 42%</p>" in page
    assert f'<th scope="row"><bdi>{turned}</bdi> 42%</th>' in page
    assert f"<title>{turned}</title>" in page  # no mark-up where none is read
    assert "bdi" not in "".join(value for _, _, value in Page(page).attributes)


def test_a_page_takes_the_colour_and_the_logo_of_an_organisation(tmp_path):
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20"/></svg>')
    brand = Brand(colour="#ffcc00", logo=logo, name=f"Acme {NASTY}")
    text = render_html(d.Document("T", "en", (), (), brand=brand))
    page = Page(text)
    assert [value for tag, name, value in page.attributes if (tag, name) == ("img", "src")] == [brand.mark.data_uri]
    assert [value for tag, name, value in page.attributes if (tag, name) == ("img", "alt")] == [f"Acme {NASTY}"]
    own, first = themes(text.partition("</style>")[0]), themes()
    assert len(own) == 4  # the page's two themes, then what the organisation changes in them
    assert own[:2] == first
    for colours, theme in zip(own[2:], first, strict=True):
        assert colours["accent"] != theme["accent"]
        assert min(contrast(colours["accent"], theme[ground]) for ground in ("paper", "ground")) >= 4.5
    assert len(themes(render_html(d.Document("T", "en", (), (), brand=Brand(name="Acme"))))) == 2


# -- looks -------------------------------------------------------------------------------------------------------------


def luminance(colour):
    """Relative luminance, WCAG 2.1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    """Contrast ratio, WCAG 2.1."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def themes(css=None):
    css = css or (TEMPLATES / "report.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{([^}]*)\}", css)
    return [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in blocks]


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "paper"),
        ("ink", "ground"),
        ("soft", "paper"),
        ("soft", "ground"),
        ("soft", "head"),
        ("accent", "paper"),
        ("accent", "ground"),
        ("ink", "accent-ground"),
        ("ink", "warn-ground"),
        ("warn", "warn-ground"),
    ],
)
def test_text_has_the_contrast_of_level_aa(theme, text, ground):
    # WCAG 2.1, success criterion 1.4.3: at least 4.5 to 1
    assert contrast(theme[text], theme[ground]) >= 4.5


def test_both_themes_name_the_same_colours():
    light, dark = themes()
    assert set(light) == set(dark)

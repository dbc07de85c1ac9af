"""The page at work: parts, filter, the way down to the sentences, keyboard, accessibility."""

import re
from collections import Counter
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from report_builders import OpenReport, Report

from detente.records.schemas import StanceRecord

PARTS = {
    "overview": "#months canvas",
    "network": "#graph canvas",
    "dyads": "#timeline canvas",
    "matrix": "#issues canvas",
    "reading": "#sentences li",
    "unfound": "#pair-table tbody tr",
    "quality": "#mistake-table tbody tr",
}
GRAVE = {"serious", "critical"}
ARROW = re.compile(r"^. (.*) ([→↔]) (.*)$")


@pytest.fixture
def page(open_report: OpenReport, real_report: Report) -> Page:
    return open_report(real_report, "wide", "light").page


def go_through(page: Page) -> None:
    """Bring every part into view, so that it is drawn."""
    for part, drawn in PARTS.items():
        page.locator(f"#{part}").scroll_into_view_if_needed()
        page.evaluate(f"document.getElementById('{part}').scrollIntoView()")
        expect(page.locator(drawn).first).to_be_visible()


def selected(page: Page) -> str:
    return page.locator("#selected").inner_text()


def number_listed(page: Page) -> int:
    return int(page.locator("#sentence-count").inner_text().split(" of ")[1].replace(",", ""))


def pair_of(stance: StanceRecord) -> frozenset[str]:
    return frozenset((stance.a, stance.b))


@pytest.mark.parametrize(
    ("shape", "scheme"), [("wide", "light"), ("wide", "dark"), ("narrow", "light")]
)
def test_every_part_is_there(
    open_report: OpenReport, real_report: Report, shape: str, scheme: str
) -> None:
    page, complaints, requests = open_report(real_report, shape, scheme)
    go_through(page)
    assert complaints == []
    assert requests == [real_report.file.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    violations = Axe().run(page).response["violations"]
    grave = [(v["id"], v["nodes"][0]["html"]) for v in violations if v["impact"] in GRAVE]
    assert grave == []


def test_a_page_without_stances(open_report: OpenReport, empty_report: Report) -> None:
    page, complaints, _ = open_report(empty_report, "wide", "light")
    for part in PARTS:
        page.evaluate(f"document.getElementById('{part}').scrollIntoView()")
    expect(page.locator("#sentences")).to_have_text("No stance fits the filter.")
    assert complaints == []


@pytest.mark.parametrize("part", ["matrix", "unfound", "quality"])
def test_links_lead_to_parts_that_are_not_drawn_yet(
    open_report: OpenReport, real_report: Report, part: str
) -> None:
    page = open_report(real_report, "narrow", "light").page
    page.click(f"nav a[href='#{part}']")
    page.wait_for_function(
        "part => Math.abs(document.getElementById(part).getBoundingClientRect().top - 64) < 2",
        arg=part,
    )


@pytest.mark.parametrize(
    ("field", "label", "attribute", "value"),
    [
        ("stance", "◆ divergence", "stance", "divergence"),
        ("issue", "energy", "issue", "energy"),
        ("modality", "prospective", "modality", "prospective"),
    ],
)
def test_filter_by_what_is_said(
    page: Page, real_report: Report, field: str, label: str, attribute: str, value: str
) -> None:
    stances = real_report.run.stances
    right = sum(getattr(stance, attribute) == value for stance in stances)
    page.select_option(f"#filter [name={field}]", label=label)
    expect(page.locator("#selected")).to_have_text(f"{right} of {len(stances)} stances")
    page.click("#clear")
    expect(page.locator("#selected")).to_have_text(f"{len(stances)} of {len(stances)} stances")
    expect(page.locator("#clear")).to_be_disabled()


@pytest.mark.parametrize("typed", ["RUS", "Russia", " russia "])
def test_filter_by_actor(page: Page, real_report: Report, typed: str) -> None:
    right = sum("RUS" in pair_of(stance) for stance in real_report.run.stances)
    page.fill("#filter [name=actor]", typed)
    page.keyboard.press("Enter")
    expect(page.locator("#selected")).to_have_text(re.compile(rf"^{right} of "))
    expect(page.locator("#filter [name=actor]")).to_have_value("Russia")


def test_an_unknown_actor_is_refused(page: Page) -> None:
    before = selected(page)
    page.fill("#filter [name=actor]", "Atlantis")
    page.keyboard.press("Enter")
    expect(page.locator("#filter [name=actor]:invalid")).to_have_count(1)
    assert selected(page) == before


def test_filter_by_time_and_probability(page: Page, real_report: Report) -> None:
    stances = real_report.run.stances
    page.fill("#filter [name=from]", "2021-01")
    page.fill("#filter [name=to]", "2022-12")
    page.locator("#filter [name=least]").fill("0.5")
    right = sum(
        "2021-01" <= (stance.date or "")[:7] <= "2022-12" and stance.probability >= 0.5
        for stance in stances
    )
    assert 0 < right < len(stances)
    expect(page.locator("#selected")).to_have_text(f"{right} of {len(stances)} stances")


def test_from_a_figure_of_the_table_to_its_sentences(page: Page, real_report: Report) -> None:
    page.evaluate("document.getElementById('dyads').scrollIntoView()")
    row = page.locator("#dyad-table tbody tr").first
    names = set(row.locator(".pair").inner_text().split(" – "))
    counts = Counter(pair_of(stance) for stance in real_report.run.stances)
    assert int(row.locator("td").nth(3).inner_text()) == counts.most_common(1)[0][1]
    figure = row.locator(".figure").first
    cooperations = int(figure.inner_text())
    figure.click()
    expect(page.locator("#reading-title")).to_be_focused()
    expect(page.locator("#reading-title")).to_be_in_viewport()
    expect(page.locator("#sentence-count")).to_have_text(re.compile(rf" of {cooperations}$"))
    for text in page.locator("#sentences .relation").all_inner_texts():
        match = ARROW.match(text)
        assert match is not None
        assert {match[1], match[3]} == names
        assert text.startswith("●")


def test_from_the_overview_to_its_sentences(page: Page, real_report: Report) -> None:
    page.click("#overview [data-stance=divergence]")
    right = sum(stance.stance == "divergence" for stance in real_report.run.stances)
    expect(page.locator("#sentence-count")).to_have_text(re.compile(rf" of {right}$"))


def test_from_a_cell_of_the_matrix_to_its_sentences(page: Page) -> None:
    page.evaluate("document.getElementById('heat').scrollIntoView({block: 'center'})")
    expect(page.locator("#heat canvas").first).to_be_visible()
    cell = page.evaluate(
        """() => {
          const chart = echarts.getInstanceByDom(document.getElementById("heat"));
          const { entry, value } = chart.getOption().series[0].data[0];
          const [x, y] = chart.convertToPixel({ seriesIndex: 0 }, value.slice(0, 2));
          return { x, y, total: entry.total };
        }"""
    )
    page.locator("#heat").click(position={"x": cell["x"], "y": cell["y"]})
    expect(page.locator("#sentence-count")).to_have_text(re.compile(rf" of {cell['total']}$"))
    expect(page.locator("#partner")).to_contain_text("towards")


def test_resting_on_an_actor_previews_the_filter(page: Page) -> None:
    page.evaluate("document.getElementById('network').scrollIntoView()")
    everything = selected(page)
    actor = page.locator("#actors button").first
    actor.hover()
    expect(page.locator("#selected")).to_have_text(
        re.compile(rf"^{actor.locator('.number').inner_text()} of ")
    )
    page.mouse.move(5, 5)
    expect(page.locator("#selected")).to_have_text(everything)


def test_reading_marks_holder_target_and_cue(page: Page, real_report: Report) -> None:
    stances = real_report.run.stances
    wanted = next(s for s in stances if s.a_mentions and s.b_mentions and s.direction == "a->b")
    page.evaluate("document.getElementById('reading').scrollIntoView()")
    expect(page.locator("#article-text .lit")).to_have_count(1)
    numbers = {document.article: n for n, document in enumerate(real_report.run.documents)}
    page.select_option("#article", str(numbers[wanted.article]))
    page.click(f"#article-text [data-row='{stances.index(wanted)}']")
    shown = page.locator("#detail")
    for text in (wanted.stance, wanted.a, wanted.b, wanted.id, f"{wanted.probability:.2f}"):
        expect(shown).to_contain_text(text, ignore_case=True)
    words = "".join(page.locator("#article-text .cue").all_text_contents())
    assert words.startswith(wanted.cue.text[:3])
    expect(page.locator("#article-text .holder").first).to_be_visible()
    expect(page.locator("#article-text .target").first).to_be_visible()


def test_reading_shows_where_an_unsaid_actor_comes_from(page: Page, real_report: Report) -> None:
    run = real_report.run
    numbers = {document.article: n for n, document in enumerate(run.documents)}
    wanted, source = next(
        (stance, before[-1])
        for stance in run.stances
        if not stance.b_mentions
        and (
            before := [
                mention
                for mention in run.documents[numbers[stance.article]].mentions
                if stance.b in mention.actors and mention.end <= stance.start
            ]
        )
    )
    page.evaluate("document.getElementById('reading').scrollIntoView()")
    expect(page.locator("#article-text .lit")).to_have_count(1)
    page.select_option("#article", str(numbers[wanted.article]))
    page.click(f"#article-text [data-row='{run.stances.index(wanted)}']")
    expect(page.locator("#detail")).to_contain_text(f"({wanted.b}), left unsaid; see")
    expect(page.locator("#sentences .chosen")).to_contain_text("left unsaid: ")
    page.click("#detail .link")
    words = page.locator("#article-text .source-b").first
    expect(words).to_be_in_viewport()
    assert source.text.startswith(words.evaluate("mark => mark.firstChild.data"))


def test_the_text_is_the_article(page: Page, real_report: Report) -> None:
    page.evaluate("document.getElementById('reading').scrollIntoView()")
    expect(page.locator("#article-text .lit")).to_have_count(1)
    for number, document in enumerate(real_report.run.documents):
        page.select_option("#article", str(number))
        expect(page.locator("#article-head h3")).to_have_text(document.title or document.article)
        assert bare_text(page) == real_report.texts[document.article].replace("\r\n", "\n")


def bare_text(page: Page) -> str:
    """Read the article as shown, without codes and buttons."""
    return page.evaluate(
        """() => {
          const copy = document.getElementById("article-text").cloneNode(true);
          copy.querySelectorAll(".code, .badges").forEach((part) => part.remove());
          return copy.textContent.replaceAll("\\r\\n", "\\n");
        }"""
    )


def test_from_a_pair_without_a_stance_to_its_sentence(page: Page) -> None:
    page.evaluate("document.getElementById('unfound').scrollIntoView()")
    row = page.locator("#pair-table tbody tr").first
    sentence = row.locator(".quote").inner_text()
    row.locator(".pair").click()
    expect(page.locator("#article-text .place").first).to_be_in_viewport()
    place = "".join(
        page.locator("#article-text .place").evaluate_all(
            "marks => marks.map((mark) => mark.firstChild.textContent)"
        )
    )
    assert place.split() == sentence.split()


def test_learning_curve_and_ablation(page: Page) -> None:
    for chart, series in {"learning": "line", "ablation": "scatter"}.items():
        page.evaluate(f"document.getElementById('{chart}').scrollIntoView({{block: 'center'}})")
        expect(page.locator(f"#{chart} canvas").first).to_be_visible()
        drawn = page.evaluate(
            """([id, type]) => {
              const chart = echarts.getInstanceByDom(document.getElementById(id));
              const series = chart.getOption().series.filter((one) => one.type === type);
              return series.map((one) => one.data.map((row) => (row[0] ?? row).toFixed(3)));
            }""",
            [chart, series],
        )
        assert len(drawn) == 2
        rows = page.locator(f"#{chart} + .scroll tbody tr")
        if chart == "learning":
            told = [row.split()[2] for row in rows.all_inner_texts()]
            assert [f"{float(value):.2f}" for value in drawn[0]] == told
            assert told == sorted(told)
        else:
            told = [row.split("\t")[-2] for row in rows.all_inner_texts()]
            assert drawn[0] == told
            assert all(value.startswith("-") for value in told)


def test_search_sort_and_pages(page: Page) -> None:
    page.evaluate("document.getElementById('dyads').scrollIntoView()")
    status = page.locator("#dyad-table .pager-status")
    page.click("#dyad-table .pager button:has-text('Next')")
    expect(status).to_have_text(re.compile("^13–24 of "))
    page.fill("#dyad-table input", "russia")
    expect(status).to_have_text(re.compile("^1–"))
    for text in page.locator("#dyad-table .pair").all_inner_texts():
        assert "Russia" in text
    page.click("#dyad-table .sort:has-text('Pair')")
    expect(page.locator("#dyad-table th[aria-sort=ascending]")).to_have_text(re.compile("^Pair"))
    names = page.locator("#dyad-table .pair").all_inner_texts()
    assert names == sorted(names)


def test_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.evaluate("document.getElementById('dyads').scrollIntoView()")
    page.locator("#dyad-table .pair").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#partner button")).to_be_visible()
    page.locator("#dyad-table .figure").first.focus()
    page.keyboard.press("Space")
    expect(page.locator("#reading-title")).to_be_focused()
    expect(page.locator("#article-text .lit")).to_have_count(1)
    page.locator("#next-stance").focus()
    before = page.locator("#detail code").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("#detail code")).not_to_have_text(before)


def test_theme(page: Page) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.click("#theme")
    assert page.evaluate(background) != light
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.evaluate(background) != light


def test_print_shows_every_part(page: Page) -> None:
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for drawn in PARTS.values():
        expect(page.locator(f"{drawn} >> visible=true").first).to_be_visible()
    expect(page.locator("nav")).to_be_hidden()


@pytest.mark.parametrize(("shape", "scheme"), list(product(["wide", "narrow"], ["light", "dark"])))
def test_hostile_texts_stay_texts(
    open_report: OpenReport, hostile_report: Report, shape: str, scheme: str
) -> None:
    page, complaints, requests = open_report(hostile_report, shape, scheme)
    title = page.title()
    go_through(page)
    run = hostile_report.run
    for number, document in enumerate(run.documents):
        page.select_option("#article", str(number))
        assert page.locator("#article-head h3").text_content() == document.title
        assert bare_text(page) == hostile_report.texts[document.article]
        page.locator("#article-text .badge").first.click()
        assert bare_text(page) == hostile_report.texts[document.article]
        speaker = page.locator("#detail div:has(dt:text-is('Speaker')) dd")
        assert speaker.text_content() == run.stances[number].speaker
    assert page.locator("a[href^=javascript]").count() == 0
    assert page.title() == title
    assert complaints == []
    assert requests == [hostile_report.file.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

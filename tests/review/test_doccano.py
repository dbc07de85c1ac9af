"""Push, correct and pull against a real doccano server."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import jsonlines
import pytest
from doccano_reviewer import PASSWORD, TEXT, USER, Api, Outcome, free_port, taken
from playwright.sync_api import Browser, Page

from detente.records.lines import read_stances
from detente.review import push
from detente.review.doccano import Credentials, Doccano, connect
from detente.review.merge import effective_run, read_reviewed, settle, write_reviewed
from detente.review.push import examples_by_place, make_row
from detente.review.server import Served
from detente.review.sheet import lay_out

Run = Callable[..., Outcome]
RUSSIAN, CHILE, LIMA = "Russian line", "sued Chile", "met in Lima"


@pytest.fixture
def project() -> str:
    return f"review {uuid4().hex[:8]}"


@pytest.fixture
def pushed(review_run: Run, run_folder: Path, project: str) -> Outcome:
    run = review_run("push", "-i", run_folder, "--project", project)
    assert run.errors == ""
    return run


def test_push_is_repeatable(
    review_run: Run, run_folder: Path, project: str, pushed: Outcome, api: Api
) -> None:
    assert pushed.output.startswith("sentences  3 sent, 0 were there\n")
    again = review_run("push", "-i", run_folder, "--project", project)
    assert (again.status, again.errors) == (0, "")
    assert again.output.startswith("sentences  0 sent, 3 were there\n")
    example = api.example(api.project(project), RUSSIAN)
    assert "Be\u0301ijing" in example.text
    assert ("Be\u0301ijing", "CHN") in example.spans()
    assert ("left\r\nthe Russian line", "cue: energy") in example.spans()
    assert ("analysts", "speaker") in example.spans()
    assert set(example.relations()) == {"divergence", "cooperation"}


def test_limit_takes_up_where_the_last_push_ended(
    review_run: Run, run_folder: Path, project: str
) -> None:
    for sent in ("2 sent, 0", "1 sent, 2", "0 sent, 3"):
        run = review_run("push", "-i", run_folder, "--project", project, "--limit", "2")
        assert run.output.startswith(f"sentences  {sent} were there\n")


def test_correct_through_the_interface(
    review_run: Run, run_folder: Path, project: str, pushed: Outcome, api: Api
) -> None:
    number = api.project(project)
    first = api.example(number, RUSSIAN)
    first.erase("cooperation")
    first.label("thanked", "cue: trade_economy")
    first.draw(("KAZ", "KAZ"), ("Be\u0301ijing", "CHN"), "↔ future cooperation")
    first.tick()
    api.example(number, CHILE).tick()
    third = api.example(number, LIMA)
    third.label("met", "cue: diplomacy_political")
    third.draw(("NOR", "NOR"), ("CHL", "CHL"), "↔ cooperation")

    status = review_run("status", "-i", run_folder, "--project", project)
    assert "ticked         2\n" in status.output
    assert f"  {USER:<13}2\n" in status.output
    assert "changed        1 without a check mark\n" in status.output

    pulled = review_run("pull", "-i", run_folder, "--project", project)
    assert (pulled.status, pulled.errors) == (0, "")
    assert "2 accepted, 1 edited, 0 added, 0 deleted\n" in pulled.output
    found = {
        (s.a, s.b, str(s.direction), str(s.stance), str(s.modality), str(s.issue), s.cue.text):
        s.reviewed
        for stances in taken(run_folder).values()
        for s in stances
    }  # fmt: skip
    kept = ("KAZ", "RUS", "a->b", "divergence", "asserted", "energy", "left\r\nthe Russian line")
    edited = ("CHN", "KAZ", "mutual", "cooperation", "prospective", "energy", "thanked")
    sued = ("NOR", "CHL", "a->b", "divergence", "asserted", "energy", "sued")
    assert found == {kept: "accepted", edited: "edited", sued: "accepted"}
    reviews = read_reviewed(run_folder)
    assert {review.reviewer for review in reviews} == {USER}
    assert all(TEXT[r.start : r.end] == r.sentence for r in reviews)
    assert len(effective_run(run_folder).stances) == 3

    every = review_run("pull", "-i", run_folder, "--project", project, "--all")
    assert "2 accepted, 1 edited, 1 added, 0 deleted\n" in every.output
    assert len(effective_run(run_folder).stances) == 4
    again = review_run("push", "-i", run_folder, "--project", f"{project} II")
    assert again.output.splitlines()[:2] == [
        "sentences  0 sent, 0 were there",
        "reviewed   3, not sent again",
    ]


@pytest.fixture(scope="module")
def page(server: Served, browser: Browser) -> Iterator[Page]:
    with browser.new_page(viewport={"width": 1280, "height": 900}) as page:
        page.goto(f"{server.url}/auth")
        page.fill("input[name=username]", USER)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/projects")
        yield page


# Gives the middle of the last occurrence of a word in the text, in pixels.
FIND_WORD = """word => {
    const texts = document.createTreeWalker(
        document.querySelector("#container"), NodeFilter.SHOW_TEXT
    );
    let middle = null;
    while (texts.nextNode()) {
        const node = texts.currentNode, at = node.data.lastIndexOf(word);
        if (at >= 0) {
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + word.length);
            const box = range.getBoundingClientRect();
            middle = [box.x + box.width / 2, box.y + box.height / 2];
        }
    }
    return middle;
}"""


def choose(page: Page, name: str, method: str, kind: str) -> None:
    """Choose a label type in the menu that a click opened, and wait until it is stored."""
    item = page.locator(".menuable__content__active .v-list-item").get_by_text(name, exact=True)
    with page.expect_response(lambda r: r.request.method == method and kind in r.url) as stored:
        item.click()
    assert stored.value.ok


@pytest.mark.parametrize("graphemes", [False, True])
def test_correct_in_the_browser(
    review_run: Run,
    run_folder: Path,
    project: str,
    api: Api,
    server: Served,
    page: Page,
    graphemes: bool,
) -> None:
    with connect(server.url, Credentials(USER, PASSWORD), 60) as session:
        made = session.create_project(project, "d", "")
    settings = api.call("GET", f"projects/{made.id}")
    api.call("PUT", f"projects/{made.id}", {**settings, "grapheme_mode": graphemes})
    assert review_run("push", "-i", run_folder, "--project", project).errors == ""
    texts = [row["text"] for row in api.call("GET", f"projects/{made.id}/examples")["results"]]
    (number,) = [n for n, text in enumerate(texts, 1) if RUSSIAN in text.split("\n")[-3]]

    page.goto(f"{server.url}/projects/{made.id}/sequence-labeling?page={number}")
    page.locator("#container text").get_by_text("divergence", exact=True).click()
    choose(page, "future divergence", "PATCH", "/relations")
    page.mouse.dblclick(*page.evaluate(FIND_WORD, "Astana"))
    choose(page, "KAZ", "POST", "/spans")
    with page.expect_response("**/states"):
        page.locator(".v-btn-toggle button").first.click()

    pulled = review_run("pull", "-i", run_folder, "--project", project)
    assert (pulled.status, pulled.errors) == (0, "")
    left, thanked = effective_run(run_folder).stances[:2]
    assert (left.reviewed, left.stance, left.modality) == ("edited", "divergence", "prospective")
    assert left.cue.text == "left\r\nthe Russian line"
    assert [m.text for m in thanked.b_mentions] == ["Kazakhstan", "Astana"]
    assert all(TEXT[m.start : m.end] == m.text for m in (left.cue, *thanked.b_mentions))


def test_worker_that_stands_still(
    review_run: Run, run_folder: Path, project: str, server: Served, api: Api
) -> None:
    worker = server.processes["worker"].pid
    os.killpg(worker, signal.SIGSTOP)
    try:
        run = review_run("push", "-i", run_folder, "--project", project, "--wait", "1")
    finally:
        os.killpg(worker, signal.SIGCONT)
    assert run.status == 2
    assert run.errors.endswith("[D809]\n")
    assert "`doccano task`" in run.errors
    assert len(run.errors.splitlines()) == 1
    assert api.call("GET", f"projects/{api.project(project)}/examples")["count"] == 0
    run = review_run("push", "-i", run_folder, "--project", project)
    assert run.output.startswith("sentences  3 sent, 0 were there\n")


def test_push_that_is_broken_off_goes_on(
    review_run: Run, run_folder: Path, project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = []

    def upload(self: Doccano, *arguments: object) -> None:
        uploads.append(arguments)
        if len(uploads) == 2:
            raise KeyboardInterrupt
        send(self, *arguments)

    send: Callable[..., None] = Doccano.upload
    monkeypatch.setattr(Doccano, "upload", upload)
    monkeypatch.setattr(push, "BATCH", 1)
    run = review_run("push", "-i", run_folder, "--project", project)
    assert (run.status, run.output, run.errors) == (130, "", "stopped; push again to go on\n")
    run = review_run("push", "-i", run_folder, "--project", project)
    assert run.output.startswith("sentences  2 sent, 1 were there\n")


@pytest.mark.parametrize(
    ("order", "first"),
    [("uncertainty", LIMA), ("disagreement", RUSSIAN), ("random", None), ("issue", RUSSIAN)],
)
def test_order_and_limit(
    review_run: Run, run_folder: Path, project: str, api: Api, order: str, first: str | None
) -> None:
    run = review_run("push", "-i", run_folder, "--project", project, "--by", order, "--limit", "1")
    assert run.output.startswith("sentences  1 sent, 0 were there\n")
    texts = api.call("GET", f"projects/{api.project(project)}/examples")["results"]
    (sentence,) = [row["text"].rsplit("\n", 2)[0] for row in texts]
    assert (first or "") in sentence


def test_wrong_password(review_run: Run, run_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCCANO_PASSWORD", "hunter2-hunter2")
    run = review_run("push", "-i", run_folder)
    assert (run.status, run.output) == (2, "")
    assert run.errors.endswith(f"the server refuses the password of user '{USER}' [D803]\n")
    assert "hunter2" not in run.errors


def test_what_a_broken_push_left_twice_is_removed(
    review_run: Run, run_folder: Path, project: str, pushed: Outcome, server: Served
) -> None:
    with connect(server.url, Credentials(USER, PASSWORD), 60) as session:
        found = session.find_project(project)
        assert found is not None
        items = [known[0].item for known in examples_by_place(session, found).values()]
        session.upload(found, [make_row(lay_out(item), graphemes=False) for item in items])
        assert len(session.examples(found)) == 6
    run = review_run("push", "-i", run_folder, "--project", project)
    assert run.output.startswith("sentences  0 sent, 3 were there\nremoved    3 ")


def test_edited_text_and_unknown_label_are_named(
    review_run: Run, run_folder: Path, project: str, pushed: Outcome, api: Api
) -> None:
    number = api.project(project)
    first, second = api.example(number, RUSSIAN), api.example(number, CHILE)
    api.call("PATCH", first.path, {"text": first.text.replace("Despite", "Despise")})
    first.tick()
    api.call("POST", f"projects/{number}/span-types", {"text": "QQQ"})
    second.label("port", "QQQ")
    second.tick()
    api.example(number, LIMA).tick()
    run = review_run("pull", "-i", run_folder, "--project", project)
    assert run.status == 1
    assert [line[-6:] for line in run.errors.splitlines()] == ["[D820]", "[D823]"]
    assert [review.sentence for review in read_reviewed(run_folder)] == [
        "Norway and Chile met in Lima."
    ]


def test_variants_of_a_label_are_one(
    review_run: Run, run_folder: Path, project: str, pushed: Outcome, api: Api
) -> None:
    number = api.project(project)
    example = api.example(number, RUSSIAN)
    api.call("POST", f"projects/{number}/span-types", {"text": "Kaz"})
    example.label("Astana", "Kaz")
    example.tick()
    run = review_run("pull", "-i", run_folder, "--project", project)
    assert (run.status, run.errors) == (0, "label 'Kaz' counts as 'KAZ'\n")
    (review,) = read_reviewed(run_folder)
    assert {mention.text for stance in review.stances for mention in stance.b_mentions} >= {
        "Astana"
    }


def test_nothing_ticked(review_run: Run, run_folder: Path, project: str, pushed: Outcome) -> None:
    run = review_run("pull", "-i", run_folder, "--project", project)
    assert run.status == 2
    assert run.errors.endswith("[D814]\n")
    assert not (run_folder / "reviewed.jsonl").exists()
    run = review_run("pull", "-i", run_folder, "--project", project, "--all")
    assert "sentences  0 reviewed" in run.output


@pytest.mark.parametrize("verb", ["pull", "status"])
def test_project_that_is_not_there(review_run: Run, run_folder: Path, verb: str) -> None:
    run = review_run(verb, "-i", run_folder, "--project", "nowhere")
    assert run.status == 2
    assert run.errors.endswith("[D813]\n")


def test_project_of_another_kind(review_run: Run, run_folder: Path, project: str, api: Api) -> None:
    fields = {"name": project, "description": "d", "project_type": "SequenceLabeling"}
    api.call("POST", "projects", {**fields, "resourcetype": "SequenceLabelingProject", "tags": []})
    run = review_run("push", "-i", run_folder, "--project", project)
    assert run.status == 2
    assert "lacks sharing mode, overlapping spans, relations" in run.errors


def test_run_that_reads_differently_now(
    review_run: Run, run_folder: Path, project: str, pushed: Outcome
) -> None:
    path = run_folder / "stances.jsonl"
    turned = path.read_text().replace('"stance": "cooperation"', '"stance": "divergence"')
    path.write_text(turned)
    assert len(list(read_stances(path))) == 3
    run = review_run("push", "-i", run_folder, "--project", project)
    assert "changed    1 read differently now; left alone: a.txt 55-" in run.output


def shifted(value: Any, shift: int) -> Any:
    if isinstance(value, dict):
        return {
            key: part + shift if key in ("start", "end") else shifted(part, shift)
            for key, part in value.items()
        }
    return [shifted(part, shift) for part in value] if isinstance(value, list) else value


def test_sentences_that_only_moved_are_not_sent_again(
    review_run: Run, run_folder: Path, project: str, pushed: Outcome
) -> None:
    for name in ("documents.jsonl", "stances.jsonl"):
        with jsonlines.open(run_folder / name) as lines:
            moved = [shifted(line, 7) for line in lines]
        with jsonlines.open(run_folder / name, "w") as lines:
            lines.write_all({**line, "sha256": "1" * 64} if "sha256" in line else line
                            for line in moved)  # fmt: skip
    run = review_run("push", "-i", run_folder, "--project", project)
    assert run.output.startswith("sentences  0 sent, 3 were there\nhttp")


def test_port_that_is_taken(review_run: Run, server: Served, tmp_path: Path) -> None:
    port = server.url.rsplit(":", 1)[1]
    run = review_run("serve", "--data", tmp_path, "--port", port)
    assert run.status == 2
    assert run.errors.splitlines()[1:] == [
        f"127.0.0.1: port {port} can't be used (Address already in use): choose another with "
        "--port [D834]"
    ]


def test_folder_that_cannot_be_made(review_run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    run = review_run("serve", "--data", tmp_path / "file", "--port", free_port())
    assert run.status == 2
    assert run.errors.endswith("[D505]\n")


def test_example_of_another_version(
    review_run: Run, run_folder: Path, project: str, pushed: Outcome, api: Api
) -> None:
    example = api.example(api.project(project), CHILE)
    meta = api.call("GET", example.path)["meta"]
    api.call("PATCH", example.path, {"meta": {**meta, "detente": "e30="}})
    for verb in ("push", "pull", "status"):
        run = review_run(verb, "-i", run_folder, "--project", project)
        assert run.status == 2
        assert f"example {example.id} was sent by another version" in run.errors


def test_two_reviewers(
    review_run: Run, run_folder: Path, project: str, pushed: Outcome, api: Api
) -> None:
    review_run("push", "-i", run_folder, "--project", f"{project} II")
    mine, theirs = api.project(project), api.project(f"{project} II")
    for number in (mine, theirs):
        api.example(number, CHILE).tick()
    api.example(theirs, RUSSIAN).erase("divergence")
    other = api.example(theirs, RUSSIAN)
    other.tick()
    api.example(mine, RUSSIAN).tick()
    review_run("pull", "-i", run_folder, "--project", project)
    path = run_folder / "reviewed.jsonl"
    path.write_text(path.read_text().replace(USER, "ben"))
    pulled = review_run("pull", "-i", run_folder, "--project", f"{project} II")
    assert "disputed   1: see" in pulled.output
    run = review_run("agreement", "-i", run_folder)
    assert run.output.startswith(f"ben and {USER}: 2 in common\n")
    assert "  ben: KAZ RUS a->b divergence asserted energy\n" in run.output
    assert len(effective_run(run_folder).stances) == 3
    run = review_run("agreement", "-i", run_folder, "--prefer", USER)
    assert run.output.endswith("settled 1 of 1 disagreements\n")
    assert len(effective_run(run_folder).stances) == 2


def test_a_person_settles_a_dispute(
    review_run: Run, run_folder: Path, project: str, pushed: Outcome, api: Api
) -> None:
    api.example(api.project(project), RUSSIAN).tick()
    review_run("pull", "-i", run_folder, "--project", project)
    (mine,) = read_reviewed(run_folder)
    other = mine.model_copy(update={"reviewer": "ben", "stances": []})
    write_reviewed(run_folder, [mine, other])
    assert len(settle(read_reviewed(run_folder)).disputed) == 1
    final = ("-i", run_folder, "--project", f"{project} III")
    review_run("push", *final, "--by", "disagreement", "--limit", "1")
    example = api.example(api.project(f"{project} III"), RUSSIAN)
    example.erase("cooperation")
    example.tick()
    assert "disputed" not in review_run("pull", *final, "--adjudicate").output
    assert settle(read_reviewed(run_folder)).disputed == {}
    assert [str(stance.stance) for stance in effective_run(run_folder).stances] == [
        "divergence",
        "divergence",
    ]

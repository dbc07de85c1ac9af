"""A reviewer who works through doccano's interface, and the article that is reviewed."""

import json
import socket
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

from detente.records.schemas import StanceRecord
from detente.review.merge import read_reviewed

USER, PASSWORD = "nadia", "correct-horse"
OLD = "Relations between Oslo and Astana were 𝔤𝔬𝔬𝔡 for years."
FIRST = (
    "Despite it all 🇰🇿👩\u200d👩\u200d👧, Kazakhstan left\r\nthe Russian line, "
    "and Be\u0301ijing thanked Astana."
)
SECOND = "Norway sued Chile over the port."
THIRD = "Norway and Chile met in Lima."
TEXT = f"{OLD} {FIRST}\r\n{SECOND} {THIRD}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Outcome(NamedTuple):
    status: int
    output: str
    errors: str


class Api:
    """The server's own interface, as its pages use it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._cookies = CookieJar()
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(self._cookies))
        self.call("POST", "auth/login/", {"username": USER, "password": PASSWORD})

    def call(self, method: str, path: str, content: object = None) -> Any:
        headers = {"content-type": "application/json", "referer": self._url}
        tokens = [cookie.value for cookie in self._cookies if cookie.name == "csrftoken"]
        headers["X-CSRFToken"] = tokens[0] or "" if tokens else ""
        body = None if content is None else json.dumps(content).encode("ascii")
        request = Request(f"{self._url}/v1/{path}", body, headers, method=method)
        with self._opener.open(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def project(self, name: str) -> int:
        found = self.call("GET", f"projects?q={quote(name)}")["results"]
        (number,) = [project["id"] for project in found if project["name"] == name]
        return int(number)

    def example(self, project: int, words: str) -> "Example":
        found = self.call("GET", f"projects/{project}/examples?limit=100")["results"]
        matching = [row for row in found if words in row["text"].split("\n")[-3]]
        assert matching, words
        return Example(self, f"projects/{project}", matching[0]["id"], matching[0]["text"])


class Example(NamedTuple):
    """An example in a reviewer's hands."""

    api: Api
    project: str
    id: int
    text: str

    @property
    def path(self) -> str:
        return f"{self.project}/examples/{self.id}"

    def types(self, kind: str) -> dict[str, int]:
        return {t["text"]: t["id"] for t in self.api.call("GET", f"{self.project}/{kind}-types")}

    def spans(self) -> dict[tuple[str, str], int]:
        """Ids by words and label."""
        names = {number: name for name, number in self.types("span").items()}
        return {
            (self.words(s["start_offset"], s["end_offset"]), names[s["label"]]): s["id"]
            for s in self.api.call("GET", f"{self.path}/spans")
        }

    def relations(self) -> dict[str, int]:
        names = {number: name for name, number in self.types("relation").items()}
        return {names[r["type"]]: r["id"] for r in self.api.call("GET", f"{self.path}/relations")}

    def words(self, start: int, end: int) -> str:
        return self.text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")

    def label(self, words: str, name: str) -> int:
        start = len(self.text[: self.text.rindex(words)].encode("utf-16-le")) // 2
        end = start + len(words.encode("utf-16-le")) // 2
        content = {"start_offset": start, "end_offset": end, "label": self.types("span")[name]}
        return int(self.api.call("POST", f"{self.path}/spans", content)["id"])

    def draw(self, source: tuple[str, str], target: tuple[str, str], name: str) -> None:
        spans = self.spans()
        content = {
            "from_id": spans[source],
            "to_id": spans[target],
            "type": self.types("relation")[name],
        }
        self.api.call("POST", f"{self.path}/relations", content)

    def erase(self, name: str) -> None:
        self.api.call("DELETE", f"{self.path}/relations/{self.relations()[name]}")

    def tick(self) -> None:
        self.api.call("POST", f"{self.path}/states", {})


def taken(folder: Path) -> dict[str, list[StanceRecord]]:
    """Give the reviewed stances by the first word of their sentence."""
    reviews = read_reviewed(folder)
    return {review.sentence.split()[0] + str(review.start): review.stances for review in reviews}

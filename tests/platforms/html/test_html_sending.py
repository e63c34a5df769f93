"""The form sends its answers to a server of the test's own, and tries again when it fails."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from survey.platforms.read import read_responses

pytestmark = pytest.mark.browser
QUESTIONNAIRE = """
id: tiny
version: "1"
languages: [en, zh-CN]
title: {en: Tiny, zh-CN: 小}
pages:
  - id: one
    items:
      - {id: why, type: short_text, required: true, text: {en: Why?, zh-CN: 为什么？}}
"""


@dataclass
class Collector:
    """A server that answers with the codes given, then with 204, and keeps what it took."""

    codes: list[int] = field(default_factory=list)
    tries: int = 0
    taken: list[bytes] = field(default_factory=list)
    address: str = ""

    def handler(self) -> type[BaseHTTPRequestHandler]:
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def reply(self, code: int) -> None:
                self.send_response(code)
                self.send_header("Access-Control-Allow-Origin", "*")
                self.send_header("Access-Control-Allow-Headers", "content-type")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_OPTIONS(self) -> None:
                self.reply(204)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                collector.tries += 1
                code = collector.codes.pop(0) if collector.codes else 204
                if code < 300:
                    assert self.headers["Content-Type"] == "application/json"
                    collector.taken.append(body)
                self.reply(code)

            def log_message(self, *parts: object) -> None:
                pass

        return Handler


@pytest.fixture
def collector() -> Iterator[Collector]:
    kept = Collector()
    server = ThreadingHTTPServer(("127.0.0.1", 0), kept.handler())
    kept.address = f"http://127.0.0.1:{server.server_port}/answers?form=1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield kept
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def tiny(build_text):
    return build_text(QUESTIONNAIRE)


def finish(visitor) -> None:
    visitor.type("why", "因为 <b>")
    assert visitor.page.locator("#next").inner_text() == "Send answers"
    visitor.go_on()


def test_answers_are_sent_once_and_read_back(visit, tiny, collector, tmp_path):
    visitor = visit(tiny, post_to=collector.address)
    assert "127.0.0.1" in visitor.page.locator("footer").inner_text()
    visitor.type("why", "因为 <b>")
    visitor.page.locator("#next").dblclick()
    visitor.page.get_by_text("Your answers were sent.").wait_for()
    assert len(collector.taken) == 1
    assert visitor.page.evaluate("Object.keys(localStorage)") == []
    visitor.click('#languages button[lang="zh-CN"]')
    assert visitor.page.get_by_text("答卷已提交。").is_visible()
    assert visitor.page.evaluate("Object.keys(localStorage)") == []
    assert json.loads(visitor.save(tmp_path).read_text(encoding="utf-8")) == json.loads(collector.taken[0])
    bodies = tmp_path / "bodies.ndjson"
    bodies.write_bytes(collector.taken[0] + b"\n")
    assert read_responses(bodies, tiny).data["why"].tolist() == ["因为 <b>"]
    assert visitor.said == []


def test_failure_is_told_and_tried_again(visit, tiny, collector, tmp_path):
    collector.codes = [500, 503, 500]
    visitor = visit(tiny, post_to=collector.address)
    visitor.page.clock.install()
    finish(visitor)
    visitor.page.get_by_text("The next try is in 3 seconds.").wait_for()
    assert visitor.page.get_by_role("button", name="Try again now").is_visible()
    visitor.page.clock.fast_forward(3000)
    visitor.page.get_by_text("The next try is in 10 seconds.").wait_for()
    visitor.page.clock.fast_forward(10000)
    visitor.page.get_by_text("They are still on this device").wait_for()
    assert collector.tries == 3
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("button", name="Save a copy as a file").click()
    waiting.value.save_as(tmp_path / "copy.json")
    visitor.page.get_by_role("button", name="Try again now").click()
    visitor.page.get_by_text("Your answers were sent.").wait_for()
    assert [json.loads(body) for body in collector.taken] == [json.loads((tmp_path / "copy.json").read_bytes())]


def test_unsent_answers_survive_closing_the_page(visit, tiny, collector):
    collector.codes = [500]
    visitor = visit(tiny, post_to=collector.address)
    visitor.page.clock.install()
    finish(visitor)
    visitor.page.get_by_text("The next try is in 3 seconds.").wait_for()
    visitor.page.reload()
    visitor.page.get_by_text("Your answers were sent.").wait_for()
    assert len(collector.taken) == 1
    visitor.page.reload()
    assert visitor.shown() == ["why"]


def test_answers_go_out_when_the_network_is_back(visit, tiny, collector):
    visitor = visit(tiny, post_to=collector.address)
    visitor.page.clock.install()
    visitor.page.context.set_offline(True)
    finish(visitor)
    visitor.page.get_by_text("The next try is in 3 seconds.").wait_for()
    visitor.page.context.set_offline(False)
    visitor.page.get_by_text("Your answers were sent.").wait_for()
    assert len(collector.taken) == 1


def test_the_page_may_talk_to_its_address_only(visit, tiny, collector):
    visitor = visit(tiny, post_to="https://answers.example/in")
    allowed = visitor.page.evaluate(
        "address => fetch(address, {method: 'POST'}).then(() => true, () => false)", collector.address
    )
    assert not allowed
    assert collector.tries == 0
    assert any("connect-src https://answers.example" in said for said in visitor.said)

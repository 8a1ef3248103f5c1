"""The process that sends: what the robots of Chinese chats refuse with HTTP 200 is no success."""

import json
import subprocess
import sys

import pytest

from digest_pipeline.settings import CHECKOUT
from tests.delivery.servers import Hook

# The address of a robot is a constant of its plugin.
SCRIPT = (
    "import sys, importlib; plugin = getattr(importlib.import_module('apprise.plugins.' + sys.argv[1]), sys.argv[2]);"
    " plugin.notify_url = sys.argv[3]; from digest_pipeline.delivery.sender import main; main()"
)
REFUSED = {
    "feishu": b'{"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}',
    "dingtalk": b'{"errcode": 310000, "errmsg": "keywords not in content"}',
}
TAKEN = {"feishu": b'{"code": 0, "msg": "success"}', "dingtalk": b'{"errcode": 0, "errmsg": "ok"}'}


def verdict(name: str, plugin: str, answer: bytes) -> dict[str, str]:
    with Hook(answer=answer) as hook:
        message = json.dumps({"url": f"{name}://abcdefghijkl", "title": "t", "body": "b"})
        command = [sys.executable, "-c", SCRIPT, name, plugin, f"http://127.0.0.1:{hook.port}/"]
        done = subprocess.run(command, input=message, capture_output=True, text=True, check=True, cwd=CHECKOUT)
        assert len(hook.messages) == 1
        found: dict[str, str] = json.loads(done.stdout)
        return found


@pytest.mark.parametrize(("name", "plugin"), [("feishu", "NotifyFeishu"), ("dingtalk", "NotifyDingTalk")])
def test_an_answer_with_an_error_code_is_a_refusal(name: str, plugin: str) -> None:
    assert verdict(name, plugin, TAKEN[name])["result"] == "sent"
    refused = verdict(name, plugin, REFUSED[name])
    assert refused["result"] == "failed"
    assert "token invalid" in refused["detail"] or "keywords not in content" in refused["detail"]

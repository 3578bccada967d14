"""Pages with status 200 in place of what was asked for: what is not there, and what we are shut out from."""

from __future__ import annotations

import pytest

from parse.reader import read

REFUSALS = (
    "您的访问请求可能对网站造成安全威胁，已被阻断",
    "很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。您的请求ID是：781bad0a16956",
    "很抱歉，您提交的请求可能对网站造成威胁，请求已被管理员设置的策略阻断",
    "您的请求带有不合法参数，已被网站管理员设置拦截！",
    "当前访问疑似黑客攻击，已被网站管理员设置为拦截并记录",
    "该请求包含恶意行为，已被拦截",
)


@pytest.mark.parametrize("words", REFUSALS)
def test_a_firewall_that_refuses_with_200_says_nothing_about_the_report(words: str) -> None:
    page = f"<html><head><title>访问提示</title></head><body><h1>{words}</h1><p>事件ID：9c1</p></body></html>"
    assert read(page.encode()).verdict == "blocked"


@pytest.mark.parametrize(
    ("script", "verdict"),
    [
        ("alert('该信息不存在！');history.back();", "not_found"),
        ('window.alert( "您访问的文章已被删除" ); window.close();', "not_found"),
        ("alert('系统繁忙，请稍后再试');history.go(-1)", "unavailable"),
        ("alert('请使用最新的浏览器');", "empty"),
    ],
)
def test_a_page_that_is_nothing_but_a_message_says_what_the_message_says(script: str, verdict: str) -> None:
    assert read(f"<html><head><script>{script}</script></head><body></body></html>".encode()).verdict == verdict


def test_a_message_in_the_script_of_a_page_with_a_text_is_none() -> None:
    text = "".join(f"<p>第{n}条：本机关公开的信息见县政府门户网站各栏目，欢迎查阅。</p>" for n in range(9))
    page = f"<html><head><script>function f(){{alert('该信息不存在！')}}</script></head><body>{text}</body></html>"
    assert read(page.encode()).verdict != "not_found"


@pytest.mark.parametrize(
    "words",
    [
        "您访问的页面已被删除",
        "该稿件已撤回",
        "抱歉，您请求的内容不存在或已被管理员删除",
    ],
)
def test_what_was_taken_down_is_not_there(words: str) -> None:
    page = f"<html><head><title>提示</title></head><body><p>{words}</p></body></html>"
    assert read(page.encode()).verdict == "not_found"

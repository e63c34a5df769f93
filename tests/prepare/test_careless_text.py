"""Gibberish in open answers, Chinese and English, and what only looks like it."""

from __future__ import annotations

import pytest

from survey.prepare.careless_text import find_gibberish
from survey.prepare.comments import BANKS, SHORT_ANSWERS


@pytest.mark.parametrize(
    "text",
    [
        *("asdasd", "sdfsdf", "qwerty", "jkljkl asdfg", "fdsfds", "asdf", "qwertyuiop", "lkjhgf", "dfgdfgdfg"),
        *(
            "sdkfjhskdjf",
            "fjdksl fjdksl",
            "zxczxczxc",
            "ghjghjghj",
            "ASDFGH",
            "ａｓｄｆｇｈ",
            "1234",
            "98765",
            "abcdef",
        ),
        *("xkcdvb wqzxp", "aslkdjalskdj!!!", "asdf asdf 很好", "hgfhgfhgf 。。"),
    ],
)
def test_mashed_keys(text):
    assert find_gibberish(text) == "keyboard"


@pytest.mark.parametrize(
    "text", ["aaaa", "啊啊啊啊啊", "的的的的", "1111111", "a a a a a", "ababababababab", "。啊啊啊啊。"]
)
def test_one_character_over_and_over(text):
    assert find_gibberish(text) == "repeated"


@pytest.mark.parametrize("text", ["....", "……！！", "？？？？", "，。，。，。", "!@#%&*", "- - - - -"])
def test_no_letters(text):
    assert find_gibberish(text) == "no_letters"


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", ".", "-", "无", "no", "ok", "N/A", "没有", "10/10", "5", "100%", "8.5", "2024-11-11", "13900001111"),
        *("👍👍👍👍", "❤❤❤❤❤", "哈哈哈哈", "好好好好", "赞赞赞赞", "666666", "23333", "hahahaha", "hhhhhh", "lololol"),
        *("Power supply failed.", "newer", "brilliant!", "Were there tree-rewards?", "soooooo gooooood", "strengths"),
        *(
            "yyds",
            "很好 yyds",
            "客服xhs上说可以退",
            "质量不错，下次还来",
            "发货太慢了！！！！",
            "WiFi and HTTPS of the router",
        ),
        *("https://example.com/asdfgh", "write to asdfgh@example.com", "hen hao, xie xie", "zhiliang hen hao"),
        *(
            "Mein Rechtsschutz zahlt nicht",
            "Très bien, merci",
            "Качество хорошее",
            "品質がとても良い",
            "hmmmm not sure",
        ),
        *("The asdfgh button is stuck", "Knightsbridge branch", "BMW X3 xDrive20d", "Model WH-1000XM4"),
    ],
)
def test_answers_and_non_answers_are_left_alone(text):
    assert find_gibberish(text) is None


def test_ordinary_sentences_are_left_alone():
    sentences = [text for bank in BANKS.values() for texts in bank.parts.values() for text in texts]
    sentences += [text for bank in BANKS.values() for text in (*bank.nothing, *bank.elsewhere)]
    sentences += [text for texts in SHORT_ANSWERS.values() for text in texts]
    words = [word for text in sentences for word in text.split()]
    assert [text for text in [*sentences, *words] if find_gibberish(text)] == []

"""What identifies a person is masked, in Chinese and English, and nothing else."""

from __future__ import annotations

import pytest

from survey.prepare.masking import is_identity_number, mask_personal


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13800138000没人接", "电话［电话］没人接"),
        ("打１３８-0013-8000", "打［电话］"),
        ("打138\u200b0013\u200b8000", "打［电话］"),
        ("+86 138 0013 8000", "[phone]"),
        ("座机010-62345678", "座机［电话］"),
        ("客服热线400-820-8820", "客服热线［电话］"),
        ("号码一三八零零一三八零零零", "号码［电话］"),
        ("call 555-123-4567", "call [phone]"),
        ("Ring +44 20 7946 0958 please", "Ring [phone] please"),
        ("身份证11010519491231002X", "身份证［证件号］"),
        ("身份证110105194912310021", "身份证［号码］"),
        ("订单号：2345678901234567890没发", "订单号：［号码］没发"),
        ("order no. AB-12345 is late", "order no. [number] is late"),
        ("快递SF1234567890123丢了", "快递［号码］丢了"),
        ("邮箱abc@qq.com请回", "邮箱［邮箱］请回"),
        ("mail me: j.smith+x@mail.example.co.uk", "mail me: [e-mail]"),
        ("见https://a.b/c?d=1 谢谢", "见［链接］ 谢谢"),
        ("see www.shop.com/x now", "see [link] now"),
        ("加微信abc_123聊", "加微信［账号］聊"),
        ("QQ：12345678", "QQ：[account]"),
        ("我住在上海市浦东新区张江路88号3栋502室，没送到", "我住在［地址］，没送到"),
        ("5号楼2单元301没收到", "［地址］没收到"),
        ("I live at 12 Old Baker Street now", "I live at [address] now"),
        ("我叫王小明，投诉", "我叫［姓名］，投诉"),
        ("我叫张三是老顾客", "我叫［姓名］是老顾客"),
        ("李女士很好", "［姓名］女士很好"),
        ("My name is John Smith and I wait", "My name is [name] and I wait"),
        ("my name is anna", "my name is [name]"),
        ("Ask Mrs Brown", "Ask Mrs [name]"),
    ],
)
def test_personal_data_are_masked(text, masked):
    assert mask_personal(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "价格99元，买了3件，等了20天",
        "2026-01-05下单，10号还没到",
        "我叫客服帮我处理",
        "用微信付款很方便",
        "wechat works fine",
        "my name is on the list",
        "I miss my old shop",
        "质量很好，回复快。",
        "Paid 1,299.00 for 2 items in 2025",
        "在路上了",
    ],
)
def test_the_rest_stays(text):
    assert mask_personal(text) == text


def test_masking_twice_is_masking_once():
    text = "我叫王小明，13800138000，abc@qq.com，微信：abc_123"
    assert mask_personal(mask_personal(text)) == mask_personal(text)


def test_the_check_digit_of_identity_numbers():
    # GB 11643-1999 prints 11010519491231002X as its example.
    assert is_identity_number("11010519491231002X")
    assert not is_identity_number("11010519491231002")
    assert not is_identity_number("11010519491231002x"[:-1] + "1")

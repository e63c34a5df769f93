"""The texts are made up: each shows one habit, or only looks like it."""

from __future__ import annotations

import pytest

from survey.questionnaire.lint import lint_questionnaire
from survey.questionnaire.lint.wording import find_habits

SHOWN = [
    ("double-barrelled", "en", "The staff are polite and knowledgeable."),
    ("double-barrelled", "en", "Refunds or exchanges are quick."),
    ("double-barrelled", "en", "The shop is cheap as well as reliable."),
    ("double-barrelled", "zh-CN", "商品的质量和价格令我满意。"),
    ("double-barrelled", "zh-CN", "客服礼貌、耐心。"),
    ("double-barrelled", "zh-CN", "发货快并且包装完好。"),
    ("double-barrelled", "zh-CN", "退款及换货都很快。"),
    ("double-barrelled", "zh-TW", "退款與換貨以及維修都很快。"),
    ("leading", "en", "Don't you agree that the shop is good?"),
    ("leading", "en", "How do you like our excellent service?"),
    ("leading", "en", "Of course you will come back."),
    ("leading", "en", "It was quick, wasn't it?"),
    ("leading", "zh-CN", "难道您不满意吗？"),
    ("leading", "zh-CN", "客服是不是很耐心？"),
    ("leading", "zh-CN", "您喜欢我们非常优秀的客服吗？"),
    ("leading", "zh-CN", "您不觉得价格便宜吗？"),
    ("double-negative", "en", "The answers were not unclear."),
    ("double-negative", "en", "I would not say that nobody helped me."),
    ("double-negative", "en", "The shop didn't leave me without an answer."),
    ("double-negative", "zh-CN", "客服并非不耐烦。"),
    ("double-negative", "zh-CN", "我没有觉得不方便。"),
    ("double-negative", "zh-CN", "我不会不再来。"),
    ("absolute", "en", "Parcels always arrive on time."),
    ("absolute", "en", "The staff were never rude."),
    ("absolute", "zh-CN", "快递总是准时。"),
    ("absolute", "zh-CN", "客服从不推诿。"),
]

HARMLESS = [
    ("en", "The shop's terms and conditions are easy to find."),
    ("en", "The price is between 10 and 20 yuan."),
    ("en", "The reply came within three days or less."),
    ("en", "Staff understood what I wanted."),
    ("en", "The page clearly says what is in the box."),
    ("en", "Overall, I am satisfied with the order."),
    ("en", "The parcel was not damaged."),
    ("en", "I did not wait long, nothing was broken."),
    ("en", "The forum is a good source of information."),
    ("zh-CN", "商品与页面描述一致。"),
    ("zh-CN", "实物和图片相符。"),
    ("zh-CN", "跟这家店铺打交道很省力。"),
    ("zh-CN", "与客服沟通很顺畅。"),
    ("zh-CN", "客服语气温和。"),
    ("zh-CN", "回复及时。"),
    ("zh-CN", "我愿意参与店铺的活动。"),
    ("zh-CN", "客服态度不错，问题没有再出现。"),
    ("zh-CN", "您是不是会员？"),
    ("zh-CN", "您满不满意？"),
    ("zh-CN", "七天无理由退货不难。"),
    ("zh-CN", "商品没有毛病。"),
    ("zh-CN", "这家店不仅便宜，服务也不错。"),
]


@pytest.mark.parametrize(("rule", "language", "text"), SHOWN)
def test_each_habit_is_seen(rule, language, text):
    assert rule in {habit.rule for habit, _ in find_habits(text, language)}


@pytest.mark.parametrize(("language", "text"), HARMLESS)
def test_what_only_looks_like_it_passes(language, text):
    assert [(habit.rule, words) for habit, words in find_habits(text, language)] == []


def test_only_judgements_must_ask_one_thing():
    assert list(find_habits("Do you live in Hong Kong or Macau?", "en", judged=False)) == []


def test_other_languages_are_not_judged():
    assert list(find_habits("Le service est rapide and bon marché.", "fr")) == []


def test_the_item_and_the_line_are_named(blame):
    old = "text: {zh-CN: 商品好用。, en: The product works well.}"
    new = "text:\n              zh-CN: 商品好用、耐用。 #!\n              en: The product works well."
    blame(old, new, "double-barrelled", "warning", "pq1", "the zh-CN text may ask two things at once: '、'")


def test_facts_may_join_two_things(change):
    assert lint_questionnaire(change(("en: By which channels?", "en: By which apps and channels?"))) == []


def test_attention_checks_may_say_what_they_like(change):
    assert lint_questionnaire(change(("en: 'For this line,", "en: 'Always: for this line,"))) == []

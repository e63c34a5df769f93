"""Neutral sentences for the open answers of simulated respondents, by how satisfied they are."""

from __future__ import annotations

from typing import Literal

Mood = Literal["low", "middle", "high"]
MOODS: tuple[Mood, ...] = ("low", "middle", "high")

COMMENTS: dict[str, dict[Mood, tuple[str, ...]]] = {
    "en": {
        "low": (
            "It took several tries to get an answer.",
            "The refund took longer than I was told.",
            "What arrived was not quite what the page showed.",
            "I had to explain the same problem more than once.",
            "The price dropped a few days after I paid.",
            "Please answer messages faster in the evening.",
        ),
        "middle": (
            "It was all right, nothing special.",
            "The product is fine; the packaging could be better.",
            "Delivery was a little slow this time.",
            "A size guide would have helped me choose.",
            "Good enough for the price.",
            "Some answers were clear, others less so.",
        ),
        "high": (
            "Everything went smoothly, thank you.",
            "The staff answered quickly and clearly.",
            "The product is just as described.",
            "Good quality for the price.",
            "The exchange was handled without any trouble.",
            "I will come back for the same product.",
        ),
    },
    "zh": {
        "low": (
            "问了好几次才有人回复。",
            "退款比说好的时间晚。",
            "收到的东西跟页面上的不太一样。",
            "同一个问题要反复说明。",
            "付款没几天就降价了。",
            "希望晚上回复消息能快一点。",
        ),
        "middle": (
            "还可以，没有特别的地方。",
            "东西不错，包装可以再好一些。",
            "这次物流稍微慢了一点。",
            "如果有尺码说明会更好选。",
            "这个价位还算可以。",
            "有的解答清楚，有的不太清楚。",
        ),
        "high": (
            "整个过程很顺利，谢谢。",
            "客服回复快，说得也清楚。",
            "实物跟描述一致。",
            "这个价位质量算好的。",
            "换货办得很顺利。",
            "下次需要还会来买。",
        ),
    },
}
OTHER_ANSWERS = {"en": "something else", "zh": "其他情况"}
SHORT_ANSWERS = {"en": ("fine", "not much to add", "as expected"), "zh": ("还好", "没有补充", "跟预想的一样")}


def bank_language(language: str) -> str:
    """Return the language of the sentences to use for a questionnaire's language tag."""
    return "zh" if language.startswith("zh") else "en"

"""Sentences of simulated ratings, in Chinese and English."""

from __future__ import annotations

import numpy as np

_NOUNS = {
    "zh-CN": [
        "毛衣",
        "外套",
        "台灯",
        "水杯",
        "书包",
        "键盘",
        "雨伞",
        "枕头",
        "饭盒",
        "耳机",
        "拖鞋",
        "围巾",
        "闹钟",
        "毛巾",
        "锅铲",
        "花瓶",
        "相框",
        "手套",
        "帽子",
        "椅垫",
    ],
    "en": [
        "sweater",
        "jacket",
        "lamp",
        "cup",
        "bag",
        "keyboard",
        "umbrella",
        "pillow",
        "lunch box",
        "headset",
        "slippers",
        "scarf",
        "clock",
        "towel",
        "pan",
        "vase",
        "frame",
        "gloves",
        "hat",
        "cushion",
    ],
}
_FRAGMENTS = {
    "zh-CN": {
        "good": (
            "物流很快|隔天就到了|包装很仔细|客服回复及时|颜色和图片一样|尺码合适|做工不错|孩子很喜欢",
            "面料舒服|没有异味|用了一周没问题|老人也会用|送的小礼物贴心|安装简单|声音很小|分量足",
            "会回购|推荐给同事了|值这个价|比实体店便宜|第三次买了|给妈妈也买了一件|超出预期|满意",
        ),
        "bad": (
            "等了半天没人回|客服态度差|包装破了|颜色和图片不一样|尺码偏小|做工粗糙|掉色|用两天就坏了",
            "退款拖了一周|来回踢皮球|有异味|少发了配件|物流太慢|说明书看不懂|声音很大|与描述不符",
            "不会再买|失望|浪费时间|差评|还在等处理|只好自己修|不值这个价|建议慎重",
        ),
    },
    "en": {
        "good": (
            "arrived the next day|carefully packed|quick answers in the chat|colour as in the picture|fits "
            "well|well made|"
            "my daughter loves it|easy to set up",
            "soft fabric|no smell|works after a week|even my father can use it|nice little gift inside|very quiet|"
            "generous portion|looks better than expected",
            "would buy again|told my colleagues|worth the price|cheaper than in town|third one I bought|"
            "got one for my mother|great|happy with it",
        ),
        "bad": (
            "nobody answered for an hour|rude in the chat|the box was torn|another colour than shown|runs small|"
            "poorly made|it fades|broke after two days",
            "refund took a week|sent from one desk to the next|it smells|a part was missing|slow delivery|"
            "manual makes no sense|very loud|not as described",
            "would not buy again|disappointed|waste of time|bad|still waiting|had to mend it myself|not worth "
            "it|think twice",
        ),
    },
}
_FAKE = {
    "zh-CN": "宝贝非常好跟描述的一模一样卖家服务态度特别好下次还会来购买推荐大家购买",
    "en": "The item is very good exactly as described the seller is so nice will come again recommend to all",
}
#: Moods and the parts that their texts are put together from.
TEXTS: dict[str, dict[str, tuple[list[str], ...]]] = {
    language: {mood: (_NOUNS[language], *(part.split("|") for part in parts)) for mood, parts in moods.items()}
    | {"fake": ([_FAKE[language]],)}
    for language, moods in _FRAGMENTS.items()
}
#: What fake ratings put behind one sentence, so that copies are near and not exact.
FAKE_ENDS = {"zh-CN": ("", "！", "哦", "亲", "呢", "好评"), "en": ("", "!", " friends", " really", " yes", " thanks")}


def write_texts(moods: np.ndarray, language: str, rng: np.random.Generator) -> np.ndarray:
    """Return a text for each mood ("good", "bad" or "fake"): one of every list of the mood, in order."""
    texts = np.empty(len(moods), dtype=object)
    bank, mark = TEXTS[language], "，" if language == "zh-CN" else ", "
    for mood, parts in bank.items():
        rows = np.flatnonzero(moods == mood)
        chosen = [rng.choice(np.array(part, dtype=object), len(rows)) for part in parts]
        joined = [mark.join(words) for words in zip(*chosen, strict=True)]
        texts[rows] = joined
        if mood == "fake":
            ends = rng.choice(np.array(FAKE_ENDS[language], dtype=object), len(rows))
            texts[rows] = [text + end for text, end in zip(joined, ends, strict=True)]
    return texts

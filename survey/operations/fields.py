"""What a service log can hold: the fields of chat sessions, ratings and after-sales cases, and how files name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from survey.platforms.coding.wording import wording_key

LogKind = Literal["sessions", "ratings", "cases"]
FieldKind = Literal["text", "moment", "response", "flag", "status", "stars", "number", "type"]


@dataclass(frozen=True)
class Field:
    """One field of a log.

    Attributes
    ----------
    name
        The column it becomes.
    kind
        How its cells are read.
    headings
        Headings that files have for it, with ``|`` between them.
    """

    name: str
    kind: FieldKind
    headings: str

    @property
    def keys(self) -> frozenset[str]:
        """Its headings without what spellings differ in."""
        return frozenset(map(wording_key, (self.name, *self.headings.split("|"))))


_SESSION = Field("session", "text", "session id|chat id|conversation id|ticket id|会话id|会话编号|会话号")
_ORDER = Field("order", "text", "order id|order number|order no|订单编号|订单号|订单id|关联订单")
_SHOP = Field("shop", "text", "shop name|store|store name|seller|店铺|店铺名称|店铺名|商家")
_AGENT = Field(
    "agent",
    "text",
    "agent name|agent id|operator|staff|representative|客服|客服昵称|客服名称|客服账号|客服姓名|接待客服|旺旺|处理人|"
    "经办人",
)
_CHANNEL = Field("channel", "text", "source|platform|entry|渠道|来源|来源渠道|咨询渠道|会话来源|接入渠道")
_STARS = Field(
    "stars",
    "stars",
    "rating|score|star rating|rating stars|csat|评价星级|星级|评分|评价|满意度评价|评价分数|打分|服务评价|售后评价",
)
_RATED = Field(
    "rated", "moment", "rated at|rating time|rating date|review time|评价时间|评分时间|评价日期|售后评价时间"
)

FIELDS: dict[LogKind, tuple[Field, ...]] = {
    "sessions": (
        _SESSION,
        _ORDER,
        _SHOP,
        _AGENT,
        _CHANNEL,
        Field(
            "started",
            "moment",
            "start|started at|start time|session start|created at|会话开始时间|开始时间|接入时间|咨询时间|会话时间|"
            "进线时间",
        ),
        Field(
            "response",
            "response",
            "first response|first response time|first response seconds|first response (s)|first reply|first reply time|"
            "response seconds|first response at|first response time (seconds)|first response (minutes)|首次响应|首响|"
            "首次响应时长|首次响应时长(秒)|首次响应时长(分钟)|首次响应时间|首次响应时间(秒)|首响时间|首响时长|首响时长(秒)|"
            "首次回复时间|首次回复时长",
        ),
        Field("ended", "moment", "end|ended at|end time|session end|结束时间|会话结束时间"),
        Field("resolved", "flag", "is resolved|solved|resolution|是否解决|是否已解决|解决状态|问题是否解决"),
        Field("transferred", "flag", "is transferred|transfer|handed over|是否转接|是否转人工|转接|是否转交|是否转移"),
        Field("messages", "number", "message count|n messages|number of messages|消息数|消息总数|对话轮数"),
        Field(
            "customer_messages",
            "number",
            "customer message count|buyer messages|客户消息数|买家消息数|顾客消息数|用户消息数",
        ),
    ),
    "ratings": (
        Field("rating", "text", "rating id|review id|id|评价id|评价编号|评论id"),
        _SESSION,
        _ORDER,
        _SHOP,
        _AGENT,
        _CHANNEL,
        Field("product", "text", "product id|item|sku|goods|商品|商品id|商品名称|宝贝|宝贝标题"),
        Field("account", "text", "buyer|customer|user|user id|buyer id|买家|买家昵称|买家id|用户|用户id|评价人"),
        _STARS,
        Field("text", "text", "comment|review|content|rating text|评价内容|评论|评论内容|评价文字|内容"),
        _RATED,
    ),
    "cases": (
        Field("case", "text", "case id|refund id|after-sales id|售后单号|售后编号|退款编号|退款单号"),
        _ORDER,
        _SHOP,
        _AGENT,
        _CHANNEL,
        Field("type", "type", "case type|kind|after-sales type|售后类型|退款类型|类型|服务类型"),
        Field("opened", "moment", "open|opened at|created|created at|applied at|申请时间|发起时间|退款申请时间"),
        Field("closed", "moment", "close|closed at|completed at|完结时间|关闭时间|结束时间|售后完结时间|退款完结时间"),
        Field(
            "succeeded_at",
            "moment",
            "success time|success at|succeeded time|成功时间|退款成功时间|售后成功时间|退款到账时间",
        ),
        Field(
            "succeeded",
            "status",
            "success|is successful|status|state|是否成功|退款状态|售后状态|状态|处理结果",
        ),
        Field("amount", "number", "refund amount|金额|退款金额|申请退款金额|退款金额(元)"),
        _STARS,
        _RATED,
    ),
}

#: Fields of which a file of each kind has at least one of every group.
NEEDED: dict[LogKind, tuple[tuple[str, ...], ...]] = {
    "cases": (("case", "type"), ("opened", "closed", "succeeded_at", "succeeded")),
    "sessions": (("started",), ("session", "response", "ended", "agent")),
    "ratings": (("stars",), ("rated",)),
}
IDS: dict[LogKind, str] = {"sessions": "session", "ratings": "rating", "cases": "case"}

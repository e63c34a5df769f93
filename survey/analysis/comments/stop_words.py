"""Words of Chinese and English that tell nothing about a comment's theme."""

from __future__ import annotations

_ZH = (
    "的 了 是 我 也 很 就 都 在 和 有 还 不 没 没有 这 那 这个 那个 这家 一个 一下 一些 一点 有点 比较 非常 "
    "真的 特别 太 可以 就是 但是 而且 因为 所以 如果 然后 还是 已经 什么 怎么 这么 那么 这样 那样 自己 他们 "
    "我们 你们 大家 觉得 感觉 时候 现在 知道 起来 出来 不过 虽然 只是 只有 之后 以后 之前 以前 今天 昨天 一直 "
    "一次 这次 总是 有的 别的 其他 其实 应该 可能 需要 能够 不能 不会 不是 不要 还有 以及 或者 并且 对于 关于 "
    "为了 由于 跟 让 给 把 被 对 从 到 向 与 及 等 吧 呢 吗 啊 呀 哦 嗯"
)
_EN = (
    "the an and or but if then than that this these those it its is are was were be been being am do does did "
    "done have has had having will would shall should can could may might must not no nor so too very just "
    "only also as at by for from in into of off on onto out over to up with without about after again all any "
    "because before between both each few here how i me my mine we us our you your he she him her his they "
    "them their there what when where which while who whom why more most much some such own same other once "
    "ever every even still get got one two really quite bit little lot ll ve re don didn"
)
STOP_WORDS = frozenset((*_ZH.split(), *_EN.split()))

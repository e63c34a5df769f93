"""Notes of results on service operations, in English and Chinese."""

from __future__ import annotations


def _control(english: str, chinese: str) -> dict[str, str]:
    return {
        "en": f"{english}; {{rules}} rules: about one false alarm in {{false_alarm:.0f}} periods while nothing "
        "changes, if periods are independent; unweighted, units of unknown value left out.",
        "zh-CN": f"{chinese}；{{rules}} 规则：若各时段独立且没有变化，约每 {{false_alarm:.0f}} 个时段误报一次；"
        "未加权，取值未知的单位不计入。",
    }


def _relations(english: str, chinese: str) -> dict[str, str]:
    return {
        "en": "Least squares of satisfaction (0–100) on each measure alone and on all together, standard errors "
        f"clustered by agent ({{clusters:,}}), t intervals; rows with every value, n = {{n:,}} of {{n_total:,}}; "
        f"{english}.",
        "zh-CN": "满意度（0–100）对每个指标单独及全部一起的最小二乘，按客服聚类的标准误（{clusters:,} 名），t 区间；"
        f"仅取值完整的行，{{n_total:,}} 中的 {{n:,}}；{chinese}。",
    }


SERVICE_TEXTS: dict[str, dict[str, str]] = {
    "service_levels": {
        "en": "Service log after {since} until {until} ({zone}), {n:,} sessions in which the customer wrote; shares "
        "with Wilson's interval, quantiles with Woodruff's; each unit counts once, units of unknown value left out.",
        "zh-CN": "服务日志，{since} 之后至 {until}（{zone}），顾客有发言的会话 {n:,} 个；占比用 Wilson 区间，"
        "分位数用 Woodruff 区间；每个单位计一次，取值未知的单位不计入。",
    },
    "service_simulated": {
        "en": "The service log is simulated.",
        "zh-CN": "服务日志为模拟数据。",
    },
    "service_every_session": {
        "en": "The log does not tell in which sessions the customer wrote: all of them count.",
        "zh-CN": "日志未说明哪些会话中顾客有发言：全部会话计入。",
    },
    "service_unread": {
        "en": "{n:,} session(s) with a first response that cannot be read count neither as answered nor as unanswered.",
        "zh-CN": "{n:,} 个会话的首次响应无法读取，既不算已应答也不算未应答。",
    },
    "service_orders_seen": {
        "en": "The refund rate is over the orders that the log mentions; the shop had more, so give their number with "
        "orders= where it is known.",
        "zh-CN": "退款率的分母是日志中出现的订单；店铺实际订单更多，如已知请用 orders= 给出。",
    },
    "service_clustered": {
        "en": "Intervals of the whole allow for sessions of one agent (or shop, if asked for) being alike.",
        "zh-CN": "整体的区间已考虑同一客服（或指定的店铺）的会话彼此相近。",
    },
    "service_unnamed": {
        "en": "{n:,} unit(s) at most have no name of a group and are in none.",
        "zh-CN": "至多 {n:,} 个单位没有分组名称，未归入任何分组。",
    },
    "service_empty": {
        "en": "{n:,} measure(s) have nothing to count and are left out.",
        "zh-CN": "{n:,} 个指标没有可计的单位，未列出。",
    },
    "scorecard_shares": {
        "en": "Beta-binomial model by maximum likelihood over {groups:,} groups, posterior means and quantiles; ranks "
        "from {draws:,} draws, seed {seed}; {n:,} units after {since} until {until}, unweighted, units of unknown "
        "value left out.",
        "zh-CN": "{groups:,} 个分组的 beta-二项模型（极大似然），后验均值与分位数；排名来自 {draws:,} 次抽取，"
        "种子 {seed}；{since} 之后至 {until} 的 {n:,} 个单位，未加权，取值未知的单位不计入。",
    },
    "scorecard_seconds": {
        "en": "Normal random-effects model of mean log seconds by REML over {groups:,} groups, best linear unbiased "
        "predictions as geometric means; ranks from {draws:,} draws, seed {seed}; {n:,} answered sessions after "
        "{since} until {until}, unweighted.",
        "zh-CN": "{groups:,} 个分组的平均对数秒的正态随机效应模型（REML），最佳线性无偏预测以几何均值表示；"
        "排名来自 {draws:,} 次抽取，种子 {seed}；{since} 之后至 {until} 已应答会话 {n:,} 个，未加权。",
    },
    "scorecard_no_spread": {
        "en": "The groups differ no more than chance makes them: all are at the mean, and no rank means anything.",
        "zh-CN": "各组差异不超过随机波动：全部处于均值，排名没有意义。",
    },
    "scorecard_few": {
        "en": "With {groups:,} groups the spread between them is known poorly, and these intervals are somewhat too "
        "narrow.",
        "zh-CN": "仅有 {groups:,} 个分组，组间差异难以估准，以上区间略偏窄。",
    },
    "control_laney": _control(
        "Laney's p′ chart of {periods:,} periods, limits at three SDs, the SD of counting times {inflation:.2f}",
        "{periods:,} 个时段的 Laney p′ 图，三倍标准差界限，计数标准差乘以 {inflation:.2f}",
    ),
    "control_p": _control(
        "p chart of {periods:,} periods, limits at three SDs of counting (factor {inflation:.2f})",
        "{periods:,} 个时段的 p 图，三倍计数标准差界限（系数 {inflation:.2f}）",
    ),
    "control_xmr": _control(
        "XmR chart of {periods:,} periods, limits at three SDs from the moving range (factor {inflation:.2f}), times "
        "as mean logarithms",
        "{periods:,} 个时段的 XmR 图，由移动极差得到三倍标准差界限（系数 {inflation:.2f}），时长取对数均值",
    ),
    "control_empty": {
        "en": "{n:,} period(s) without a unit are left out.",
        "zh-CN": "{n:,} 个没有单位的时段未列入。",
    },
    "control_short": {
        "en": "Limits from {n:,} periods are rough; some 20 to 25 are usual.",
        "zh-CN": "由 {n:,} 个时段得到的界限较粗略；通常需要 20 至 25 个。",
    },
    "rating_screening": {
        "en": "{n:,} ratings looked at; bursts by the scan statistic of each shop and product in windows of {windows} "
        "hours, corrected over {tests:,} tests to {alpha:.1%}; nearly the same text from {overlap:.0%} of shared runs "
        "of signs on; an account rates often from {account:,} ratings within 24 hours on; to be looked at from "
        "{needed:,} sign(s) on. Nothing is left out.",
        "zh-CN": "检查 {n:,} 条评价；按店铺和商品在 {windows} 小时窗口内用扫描统计量找集中出现，{tests:,} 次检验"
        "校正至 {alpha:.1%}；文字片段有 {overlap:.0%} 相同即为近似；账号 24 小时内 {account:,} 条及以上为频繁；"
        "{needed:,} 个迹象起需要复核。没有剔除任何评价。",
    },
    "screening_no_accounts": {
        "en": "The ratings name no accounts, so none is checked for rating often.",
        "zh-CN": "评价未注明账号，未检查频繁评价。",
    },
    "screening_promotions": {
        "en": "Days of promotion look like bursts; a burst is a reason to look, not a finding.",
        "zh-CN": "促销日也会显得集中；集中出现是复核的理由，不是结论。",
    },
    "linked_order": {
        "en": "{n:,} of {n_total:,} respondents joined with the service log by order; of several sessions about an "
        "order: the longest first response, resolution and agent of the last, a transfer in any.",
        "zh-CN": "{n_total:,} 名受访者中有 {n:,} 名按订单与服务日志关联；同一订单有多个会话时取最长首次响应、"
        "最后一个会话的解决情况与客服、任一会话的转接。",
    },
    "linked_session": {
        "en": "{n:,} of {n_total:,} respondents joined with the service log by session.",
        "zh-CN": "{n_total:,} 名受访者中有 {n:,} 名按会话与服务日志关联。",
    },
    "linked_shared": {
        "en": "{n:,} respondents share their order or session with another respondent; each keeps its numbers.",
        "zh-CN": "{n:,} 名受访者与他人共用同一订单或会话，各自保留其数据。",
    },
    "service_relations_weighted": _relations("weighted", "加权"),
    "service_relations_unweighted": _relations("unweighted", "未加权"),
    "relations_not_cause": {
        "en": "What goes together here need not follow from each other: hard cases get slower answers and less "
        "satisfied customers.",
        "zh-CN": "以上只是相伴关系，未必互为因由：棘手的问题本来就响应较慢、顾客也较不满意。",
    },
    "relations_few_clusters": {
        "en": "With {clusters:,} agents the clustered standard errors are unsure and tend to be too small.",
        "zh-CN": "仅有 {clusters:,} 名客服，聚类标准误不稳定且偏小。",
    },
    "relations_left_out": {
        "en": "{n:,} measure(s) are the same for everybody or not known, and are left out.",
        "zh-CN": "{n:,} 个指标人人相同或未知，未列出。",
    },
}

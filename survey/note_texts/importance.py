"""Notes about importance in detail: intervals, bands, noise, agreement."""

from __future__ import annotations

IMPORTANCE_TEXTS: dict[str, dict[str, str]] = {
    "asked_not_answered": {
        "en": "Left out, for lack of an answer to something they were asked: {gone:,} of {n_total:,} respondents.",
        "zh-CN": "{n_total:,} 名受访者中有 {gone:,} 名因缺少对所问内容的回答而未计入。",
    },
    "driver_groups": {
        "en": "Drivers of a group enter and leave together and share one importance: {groups}.",
        "zh-CN": "同组驱动因素同时进入或退出模型，共用一个重要性：{groups}。",
    },
    "driver_design": {
        "en": (
            "Intervals know the design: {clusters:,} clusters in {strata:,} strata, {df:,} degrees of freedom; "
            "standard errors of coefficients do not."
        ),
        "zh-CN": "区间考虑抽样设计：{strata:,} 层，{clusters:,} 个群，自由度 {df:,}；回归系数的标准误未考虑设计。",
    },
    "driver_reliability": {
        "en": "Reliabilities used for the correction (all others 1): {reliabilities}.",
        "zh-CN": "用于校正的信度（其余为 1）：{reliabilities}。",
    },
    "disattenuated_given": {
        "en": (
            "Importance and correlations are corrected for unreliability with the values given, which count as known; "
            "the regression is not corrected."
        ),
        "zh-CN": "重要性和相关系数按给定信度作了衰减校正，信度视为已知；回归系数未校正。",
    },
    "correlations_repaired": {
        "en": (
            "The corrected correlations cannot all hold at once and were moved to the nearest that can, by "
            "{change:.3f} at most."
        ),
        "zh-CN": "校正后的相关系数不能同时成立，已调整为相近的可行值，最大改动 {change:.3f}。",
    },
    "samples_repaired": {
        "en": "Bootstrap samples whose corrected correlations had to be repaired: {count:,} of {total:,}.",
        "zh-CN": "自助样本中校正后相关系数需要修复的有 {count:,} 个（共 {total:,} 个）。",
    },
    "items_complete": {
        "en": "Reliabilities need every item of the constructs: {n:,} of {n_total:,} respondents answered them all.",
        "zh-CN": "估计信度需要回答各构念的全部题目：{n_total:,} 名中的 {n:,} 名全部作答。",
    },
    "single_items": {
        "en": "Single items count as free of error, which they are not: {constructs}.",
        "zh-CN": "单题构念按无误差处理，实际并非如此：{constructs}。",
    },
    "orders_sampled": {
        "en": (
            "Too many drivers to fit every model: orders of entering are sampled (seed {seed}), which leaves an error "
            "of at most {error:.5f} (standard error, R² units)."
        ),
        "zh-CN": "驱动因素过多：对进入顺序抽样（种子 {seed}），由此产生的标准误最大 {error:.5f}（R² 单位）。",
    },
    "suppressors": {
        "en": "Coefficient and correlation with the outcome have opposite signs (suppression): {drivers}.",
        "zh-CN": "回归系数与相关系数符号相反（抑制效应）：{drivers}。",
    },
    "within_noise": {
        "en": "Not more important than 95 % of drivers of pure noise would be: {drivers}.",
        "zh-CN": "重要性未超过纯随机变量的 95 % 分位：{drivers}。",
    },
    "agreement_pairs": {
        "en": (
            "The same drivers ordered by {methods} methods; of {pairs} pairs {agreed} have one order in all of them. "
            "Agreement of methods is no evidence about sampling: see the verdict."
        ),
        "zh-CN": "用 {methods} 种方法排序；{pairs} 对中有 {agreed} 对顺序一致。方法一致不代表抽样可靠，见结论。",
    },
}

for _name, _en, _zh in (("alpha", "Cronbach's alpha", "Cronbach α"), ("omega", "McDonald's omega", "McDonald ω")):
    IMPORTANCE_TEXTS[f"disattenuated_{_name}"] = {
        "en": (
            f"Importance and correlations are corrected for unreliability by {_en}, estimated again in every bootstrap "
            "sample; the regression is not corrected."
        ),
        "zh-CN": f"重要性和相关系数按 {_zh} 作了衰减校正，每个自助样本重新估计信度；回归系数未校正。",
    }

_SHARES = {
    "shapley": ("LMG (Shapley) shares of R²", "R² 的 LMG（Shapley）分解"),
    "relative_weights": ("Johnson's relative weights", "Johnson 相对权重"),
}
_BASES = {
    "listwise": ("complete rows", "完整作答"),
    "indicator": (
        "all who answered what they were asked, those not asked with an indicator",
        "回答了所问内容的全部受访者，未被问及者用指示变量标记",
    ),
}
_WEIGHTING = {"unweighted": ("unweighted", "未加权"), "weighted": ("weighted", "已加权")}
_INTERVALS = {
    "bca": (
        "BCa intervals from {n_boot:,} bootstrap samples, seed {seed}",
        "BCa 区间，自助抽样 {n_boot:,} 次，随机种子 {seed}",
    ),
    "analytic": (
        "intervals from respondents' influence, free of normality (seed {seed} for the simultaneous band)",
        "基于影响函数的渐近区间，不要求正态（联合区间的随机种子 {seed}）",
    ),
}

# The method of a driver analysis is one sentence of four parts; that of percentile intervals is among the study's.
IMPORTANCE_TEXTS |= {
    f"drivers_{share}_{base}_{weighting}_{interval}": {
        "en": (
            f"{share_text[0]}; {base_text[0]} ({{n:,}} of {{n_total:,}}), {weight_text[0]}; "
            f"OLS with HC3 standard errors; {interval_text[0]}."
        ),
        "zh-CN": (
            f"{share_text[1]}；{base_text[1]}（{{n_total:,}} 名中的 {{n:,}} 名），{weight_text[1]}；"
            f"OLS 回归，HC3 标准误；{interval_text[1]}。"
        ),
    }
    for share, share_text in _SHARES.items()
    for base, base_text in _BASES.items()
    for weighting, weight_text in _WEIGHTING.items()
    for interval, interval_text in _INTERVALS.items()
}

"""Notes about expected differences, sensitivity and planning."""

from __future__ import annotations


def _change_method(rows_en: str, rows_zh: str, weights_en: str, weights_zh: str) -> dict[str, str]:
    return {
        "en": "Predictions averaged over respondents at their own and at other scores: least squares (mean), logistic "
        f"regression (share of the two highest points), proportional odds (recommend). {rows_en}, n = {{n:,}} of "
        f"{{n_total:,}}; {weights_en}; percentile bootstrap, {{n_boot:,}} samples, seed {{seed}}.",
        "zh-CN": "比较受访者在原有得分与另一组得分下预测值的平均：最小二乘（均值）、逻辑回归（最高两档占比）、"
        f"比例优势模型（推荐）。{rows_zh}，{{n_total:,}} 人中的 {{n:,}} 人；{weights_zh}；百分位自助法 {{n_boot:,}} "
        "次，种子 {seed}。",
    }


def _confounding_method(rows_en: str, rows_zh: str, weights_en: str, weights_zh: str) -> dict[str, str]:
    return {
        "en": "Least squares with an unmeasured confounder of given strength (Cinelli & Hazlett 2020), standard "
        f"errors under equal variances, {{df:,.0f}} degrees of freedom. {rows_en}, n = {{n:,}} of {{n_total:,}}; "
        f"{weights_en}.",
        "zh-CN": "最小二乘，并假定有给定强度的未测混杂因素（Cinelli & Hazlett 2020），等方差标准误，自由度 {df:,.0f}。"
        f"{rows_zh}，{{n_total:,}} 人中的 {{n:,}} 人；{weights_zh}。",
    }


_ROWS = {
    "indicator": ("Respondents not asked about a driver stay in", "未被问及某因素的受访者保留"),
    "listwise": ("Complete rows", "仅完整作答"),
}
_WEIGHTS = {"weighted": ("weighted", "加权"), "unweighted": ("unweighted", "未加权")}

CHANGE_TEXTS: dict[str, dict[str, str]] = {
    f"{name}_{rows}_{weights}": method(*_ROWS[rows], *_WEIGHTS[weights])
    for name, method in (("change", _change_method), ("confounding", _confounding_method))
    for rows in _ROWS
    for weights in _WEIGHTS
} | {
    "change_not_cause": {
        "en": "Respondents whose scores differ this much would be expected to differ by these amounts, with the other "
        "drivers the same. That is what is associated with the scores in this sample; what a change would bring about "
        "is not shown by it.",
        "zh-CN": "得分相差这么多的受访者，在其他因素相同时，预期相差以上数值。这是本样本中与得分相关的差异，"
        "不能说明改变得分会带来什么。",
    },
    "change_ranked": {
        "en": "Coefficients of the driver analysis times points. Complete rows, n = {n:,}; percentile bootstrap, "
        "{n_boot:,} samples, seed {seed}.",
        "zh-CN": "驱动分析的系数乘以分数。仅完整作答，n = {n:,}；百分位自助法 {n_boot:,} 次，种子 {seed}。",
    },
    "change_ranked_mean_only": {
        "en": "A driver analysis keeps no respondents: scores are not cut at the scale's ends, and only the mean of "
        "the outcome is given. The responses give the shares and the recommend score, too.",
        "zh-CN": "驱动分析不保留受访者数据：得分不会在量表两端截断，并且只给出结果的均值。"
        "提供作答数据可同时得到占比与推荐净值。",
    },
    "change_beyond": {
        "en": "{share:.1%} of respondents are moved beyond the scores that anybody gave: there the model goes beyond "
        "the data.",
        "zh-CN": "{share:.1%} 的受访者被移到无人给出的得分之外：此处模型超出了数据范围。",
    },
    "change_far": {
        "en": "{share:.1%} of respondents are moved to combinations of scores farther out than anybody's: there the "
        "model goes beyond the data.",
        "zh-CN": "{share:.1%} 的受访者被移到比任何人都更远的得分组合：此处模型超出了数据范围。",
    },
    "change_narrow": {
        "en": "Scores lie between {low:g} and {high:g} of a scale from {start:g} to {end:g}; give ends= if the scale "
        "is another.",
        "zh-CN": "得分位于 {low:g} 到 {high:g} 之间，而量表为 {start:g} 到 {end:g}；若量表不同，请设定 ends=。",
    },
    "change_no_model": {
        "en": "No expected difference of {indicator}: the drivers separate the answers to {item}, or all answers are "
        "the same.",
        "zh-CN": "无法给出 {indicator} 的预期差异：各因素完全分开了 {item} 的回答，或所有回答相同。",
    },
    "change_failed": {
        "en": "{count:,} of {n_boot:,} bootstrap samples had no estimate for an indicator and are left out of its "
        "interval.",
        "zh-CN": "{n_boot:,} 个自助样本中有 {count:,} 个对某指标没有估计值，其区间不含这些样本。",
    },
    "confounding_no_rows": {
        "en": "A driver analysis keeps no respondents: no confounder as strong as an observed driver and no halo can "
        "be shown. Give the scores it was made from.",
        "zh-CN": "驱动分析不保留受访者数据，无法给出与已观测因素同强的混杂因素和光环效应情景；请提供其所用得分。",
    },
    "confounding_impossible": {
        "en": "{count:,} confounders so many times as strong as an observed driver cannot exist and are left empty.",
        "zh-CN": "有 {count:,} 个设定倍数的混杂因素不可能存在，留空。",
    },
    "confounding_no_halo": {
        "en": "No halo scenario: it needs two or more drivers that go together.",
        "zh-CN": "无光环效应情景：需要两个或以上正相关的因素。",
    },
    "confounding_halo": {
        "en": "One general factor explains {share:.0%} of the variance of outcome and drivers. With halo: what "
        "coefficients would be if half of it were a common way of answering.",
        "zh-CN": "一个一般因子解释了结果与各因素方差的 {share:.0%}。“扣除光环后”指：若其中一半是共同的作答倾向，"
        "系数会是多少。",
    },
    "confounding_halo_impossible": {
        "en": "No variable can go with outcome and drivers as half of the general factor would have to.",
        "zh-CN": "没有变量能像半个一般因子那样同时与结果和各因素相关。",
    },
    "plan_simulation": {
        "en": "{surveys:,} surveys simulated at {sizes} sizes, R² {r2:.2f}, drivers correlate {correlation:.2f}; "
        "probit curve of log n, power {power:.0%}, {confidence:.0%} intervals, seed {seed}.",
        "zh-CN": "在 {sizes} 个样本量上模拟了 {surveys:,} 次调查，R² {r2:.2f}，各因素相关 {correlation:.2f}；"
        "以 log n 的 probit 曲线拟合，效能 {power:.0%}，{confidence:.0%} 区间，种子 {seed}。",
    },
    "plan_formula": {
        "en": "Normal approximation, R² {r2:.2f}, drivers correlate {correlation:.2f}; power {power:.0%}, "
        "{confidence:.0%} intervals.",
        "zh-CN": "正态近似，R² {r2:.2f}，各因素相关 {correlation:.2f}；效能 {power:.0%}，{confidence:.0%} 区间。",
    },
    "plan_formula_only": {
        "en": "So many respondents are needed that none were simulated; n is by the normal approximation.",
        "zh-CN": "所需样本量过大，未做模拟；n 由正态近似得出。",
    },
    "plan_own_shares": {
        "en": "Shares, R² and correlation are those that simulated answers to {questionnaire} follow: an example, not "
        "an expectation.",
        "zh-CN": "占比、R² 和相关取自 {questionnaire} 的模拟设定：只是示例，并非预期。",
    },
    "plan_lower_correlation": {
        "en": "Drivers are taken to correlate {correlation:.2f}: with more, no coefficients have such uneven shares.",
        "zh-CN": "各因素的相关取 {correlation:.2f}：若更高，则没有系数能产生如此不均的占比。",
    },
    "plan_routed": {
        "en": "Only some respondents are asked about {drivers}, but the plan takes all to have an answer to every "
        "driver; give the share who do (complete).",
        "zh-CN": "只有部分受访者会被问及 {drivers}，而此处假定所有人的各因素齐全；请给出齐全者的比例（complete）。",
    },
    "plan_scored": {
        "en": "Scores of the questionnaire's items, cut into points and at the ends, explain R² {scored:.2f} where "
        "{assumed:.2f} was assumed.",
        "zh-CN": "问卷题目的得分有固定刻度和端点，R² 为 {scored:.2f}，假定值为 {assumed:.2f}。",
    },
}

"""The texts of `Note` on measurement models, in English and Chinese; placeholders are the same in both."""

from __future__ import annotations

_ESTIMATORS = {
    "ml": ("maximum likelihood", "最大似然估计"),
    "mlr": (
        "maximum likelihood with robust standard errors and a scaled test (MLR)",
        "最大似然估计，标准误稳健，检验量经校正（MLR）",
    ),
    "wlsmv": (
        "diagonally weighted least squares on polychoric correlations, the test adjusted in mean and variance (WLSMV)",
        "基于多分格相关的对角加权最小二乘，检验量经均值与方差校正（WLSMV）",
    ),
}
_MISSING = {
    "listwise": ("complete rows only ({n:,} of {n_total:,})", "仅用完整作答（{n_total:,} 名中的 {n:,} 名）"),
    "fiml": (
        "all answers given, as missing at random ({n:,} of {n_total:,})",
        "使用全部作答，假定随机缺失（{n_total:,} 名中的 {n:,} 名）",
    ),
}
_WEIGHTING = {"weighted": ("weighted", "已加权"), "unweighted": ("unweighted", "未加权")}

MEASUREMENT_TEXTS: dict[str, dict[str, str]] = {
    "measurement_item_left_out": {
        "en": "{item} was left out: {why}.",
        "zh-CN": "未纳入 {item}：{why}。",
    },
    "measurement_few_respondents": {
        "en": "{n:,} respondents for {n_parameters} unknowns: estimates and tests are rough.",
        "zh-CN": "{n_parameters} 个未知参数只有 {n:,} 名受访者：估计与检验都较粗略。",
    },
    "measurement_not_converged": {
        "en": "The search did not reach a minimum: do not use these numbers. Leave out weak items or join constructs.",
        "zh-CN": "估计未收敛：请勿使用这些数字。可删除较弱的题目或合并构念。",
    },
    "measurement_heywood": {
        "en": "{what} has an impossible value ({value:.3f}): the model does not suit these answers (Heywood case).",
        "zh-CN": "{what} 出现不可能的取值（{value:.3f}）：模型不适合这些数据（Heywood 个案）。",
    },
    "measurement_weak_loading": {
        "en": "{item} loads {loading:.2f} on {construct}; below {limit:.2f} it measures little of it.",
        "zh-CN": "{item} 在 {construct} 上的载荷为 {loading:.2f}；低于 {limit:.2f} 时对该构念的测量作用很小。",
    },
    "polychoric_at_bound": {
        "en": "The polychoric correlation of {item} and {other} was stopped at {value:.4f}: the two nearly repeat each other.",
        "zh-CN": "{item} 与 {other} 的多分格相关停在 {value:.4f}：两题几乎重复。",
    },
}
MEASUREMENT_TEXTS |= {
    f"cfa_{estimator}_{missing}_{weighting}": {
        "en": f"Confirmatory factor analysis by {how[0]}; {rows[0]}; {weights[0]}.",
        "zh-CN": f"验证性因子分析：{how[1]}；{rows[1]}；{weights[1]}。",
    }
    for estimator, how in _ESTIMATORS.items()
    for missing, rows in _MISSING.items()
    for weighting, weights in _WEIGHTING.items()
}

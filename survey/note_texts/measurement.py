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
_ESTIMATORS |= {
    "uls": (
        "unweighted least squares of covariances, errors and test free of the answers' distribution (ULS)",
        "基于协方差的未加权最小二乘，标准误与检验不依赖分布假设（ULS）",
    ),
    "ulsmv": (
        "unweighted least squares on polychoric correlations, the test adjusted in mean and variance (ULSMV)",
        "基于多分格相关的未加权最小二乘，检验量经均值与方差校正（ULSMV）",
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
    "measurement_saturated": {
        "en": "The model has no degrees of freedom: it reproduces any answers, and its fit says nothing.",
        "zh-CN": "模型自由度为零：可完全再现任何数据，拟合指标没有意义。",
    },
    "measurement_no_test": {
        "en": "The test of fit could not be computed: there are too few answers for its correction.",
        "zh-CN": "无法计算拟合检验：作答过少，不足以进行校正。",
    },
    "measurement_heywood": {
        "en": "{what} has an impossible value ({value:.3f}): the model does not suit these answers (Heywood case).",
        "zh-CN": "{what} 出现不可能的取值（{value:.3f}）：模型不适合这些数据（Heywood 个案）。",
    },
    "measurement_weak_loading": {
        "en": "{item} loads {loading:.2f} on {construct}; below {limit:.2f} it measures little of it.",
        "zh-CN": "{item} 在 {construct} 上的载荷为 {loading:.2f}；低于 {limit:.2f} 时对该构念的测量作用很小。",
    },
    "validity_htmt": {
        "en": "{construct} and {other} are hardly different to respondents: HTMT {value:.2f}, above {limit:.2f}.",
        "zh-CN": "在受访者看来 {construct} 与 {other} 几乎没有区别：HTMT 为 {value:.2f}，高于 {limit:.2f}。",
    },
    "validity_general": {
        "en": (
            "A general factor holds {share:.0%} of what the items share (above {limit:.0%}): halo or a common method "
            "may stand behind much of the constructs' correlation."
        ),
        "zh-CN": (
            "一般因子占题目共同方差的 {share:.0%}（高于 {limit:.0%}）："
            "构念间的相关可能有相当部分来自光环效应或共同方法。"
        ),
    },
    "invariance_small": {
        "en": "Group {group} was left out: {n:,} complete rows are too few for the model.",
        "zh-CN": "未纳入分组 {group}：仅 {n:,} 份完整作答，不足以估计模型。",
    },
    "invariance_rough": {
        "en": "Group {group} has only {n:,} complete rows: differences may go unseen.",
        "zh-CN": "分组 {group} 仅有 {n:,} 份完整作答：可能看不出差异。",
    },
    "invariance_not_converged": {
        "en": "The search for the {level} model did not reach a minimum: do not use its numbers.",
        "zh-CN": "{level} 模型的估计未收敛：请勿使用其数字。",
    },
    "invariance_unused_category": {
        "en": (
            "Nobody in group {group} answered {answer:g} to {item}, which others did: answers were taken as continuous "
            "(MLR), for thresholds cannot be compared."
        ),
        "zh-CN": "分组 {group} 无人对 {item} 选择 {answer:g}，而其他分组有：阈值无法比较，故按连续变量估计（MLR）。",
    },
    "invariance_few_categories": {
        "en": "{items}: with fewer than four categories, whether thresholds are alike cannot be tested.",
        "zh-CN": "{items}：类别少于四个，无法检验阈值是否相同。",
    },
    "invariance_at_bound": {
        "en": "Group {group}: the polychoric correlation of {item} and {other} was stopped at ±.9999.",
        "zh-CN": "分组 {group}：{item} 与 {other} 的多分格相关停在 ±.9999。",
    },
    "correlation_repaired": {
        "en": (
            "The polychoric correlations contradicted each other and were replaced by the nearest that do not; the "
            "largest change is {change:.3f}."
        ),
        "zh-CN": "多分格相关之间互相矛盾，已替换为最接近的合法相关矩阵；最大改动为 {change:.3f}。",
    },
    "polychoric_at_bound": {
        "en": "The polychoric correlation of {item} and {other} was stopped at ±.9999: they nearly repeat each other.",
        "zh-CN": "{item} 与 {other} 的多分格相关停在 ±.9999：两题几乎重复。",
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
_VALIDITY_ROWS = {
    "listwise": (
        "HTMT from the items' correlations; complete rows ({n_complete:,} of {n_total:,})",
        "HTMT 由题目间相关计算；完整作答（{n_total:,} 名中的 {n_complete:,} 名）",
    ),
    "fiml": (
        "using all answers given, as missing at random ({n:,} of {n_total:,}); HTMT and the general factor from "
        "complete rows only ({n_complete:,})",
        "使用全部作答，假定随机缺失（{n_total:,} 名中的 {n:,} 名）；HTMT 与一般因子仅用完整作答（{n_complete:,} 名）",
    ),
}
MEASUREMENT_TEXTS |= {
    f"validity_{missing}_{weighting}": {
        "en": (
            f"Composite reliability and AVE from standardised loadings, {rows[0]}; {weights[0]}; {{n_boot:,}} "
            "bootstrap samples, seed {seed}."
        ),
        "zh-CN": (
            f"组合信度与 AVE 由标准化载荷计算，{rows[1]}，{weights[1]}；自助抽样 {{n_boot:,}} 次，随机种子 {{seed}}。"
        ),
    }
    for missing, rows in _VALIDITY_ROWS.items()
    for weighting, weights in _WEIGHTING.items()
}
_GROUP_ESTIMATORS = {
    "mlr": (
        "maximum likelihood with scaled tests (MLR); a level holds where the robust CFI falls by at most .01",
        "最大似然估计，检验量经校正（MLR）；稳健 CFI 下降不超过 .01 视为成立",
    ),
    "wlsmv": (
        "diagonally weighted least squares on thresholds and polychoric correlations (WLSMV); a level holds where the "
        "scaled CFI falls by at most .01",
        "基于阈值与多分格相关的对角加权最小二乘（WLSMV）；校正 CFI 下降不超过 .01 视为成立",
    ),
}
MEASUREMENT_TEXTS |= {
    f"invariance_{estimator}_{weighting}": {
        "en": (
            f"Measurement models of several groups by {how[0]}; complete rows ({{n:,}} of {{n_total:,}}); {weights[0]}."
        ),
        "zh-CN": f"多组测量模型，{how[1]}；完整作答（{{n_total:,}} 名中的 {{n:,}} 名）；{weights[1]}。",
    }
    for estimator, how in _GROUP_ESTIMATORS.items()
    for weighting, weights in _WEIGHTING.items()
}
_CORRELATIONS = {
    "pearson": ("Pearson correlations", "皮尔逊相关"),
    "polychoric": ("polychoric correlations", "多分格相关"),
}
MEASUREMENT_TEXTS |= {
    f"efa_{kind}_{weighting}": {
        "en": (
            f"Exploratory factor analysis of {texts[0]} ({{method}}, {{rotation}}); "
            f"complete rows ({{n:,}} of {{n_total:,}}); {weights[0]}."
        ),
        "zh-CN": (
            f"基于{texts[1]}的探索性因子分析（{{method}}，{{rotation}}）；"
            f"完整作答（{{n_total:,}} 名中的 {{n:,}} 名）；{weights[1]}。"
        ),
    }
    for kind, texts in _CORRELATIONS.items()
    for weighting, weights in _WEIGHTING.items()
}

"""Notes about non-linear relations, asymmetry, Kano and necessity."""

from __future__ import annotations

_PAIRING = {
    "listwise": ("complete rows only ({n:,} of {n_total:,})", "仅用完整作答（{n_total:,} 名中的 {n:,} 名）"),
    "pairwise": (
        "for each condition the rows that have it (at most {n:,} of {n_total:,})",
        "每个条件使用其有效作答（最多 {n:,} 名，共 {n_total:,} 名）",
    ),
}
_WEIGHTING = {"weighted": ("weighted", "已加权"), "unweighted": ("unweighted", "未加权")}

_MISSING = {
    "listwise": ("complete rows only ({n:,} of {n_total:,})", "仅用完整作答（{n_total:,} 名中的 {n:,} 名）"),
    "indicator": (
        "those not asked kept with a contact indicator ({n:,} of {n_total:,})",
        "未被询问者以接触指示变量保留（{n_total:,} 名中的 {n:,} 名）",
    ),
}
_CUTS = {
    "points": ("low up to {low:g}, high from {high:g}", "{low:g} 及以下为低分，{high:g} 及以上为高分"),
    "percentile": (
        "low up to the {low:.0%} point of the respondents, high from the {high:.0%} point",
        "前 {low:.0%} 分位及以下为低分，{high:.0%} 分位及以上为高分",
    ),
    "mean_sd": (
        "low from {low:g} SD below the mean, high from {high:g} SD above",
        "低于均值 {low:g} 个标准差为低分，高于均值 {high:g} 个标准差为高分",
    ),
}

SHAPE_TEXTS: dict[str, dict[str, str]] = {
    "linearity_linear_enough": {
        "en": (
            "A straight line is enough: no model gains {margin:g} of R²; the most is gained by {model}, "
            "{gain:+.3f} [{low:+.3f}, {high:+.3f}]."
        ),
        "zh-CN": (
            "直线已足够：没有模型的 R² 增益达到 {margin:g}；最高为{model}，{gain:+.3f} [{low:+.3f}, {high:+.3f}]。"
        ),
    },
    "linearity_not_enough": {
        "en": (
            "A straight line is not enough: {model} gains {gain:+.3f} of R² [{low:+.3f}, {high:+.3f}], at least the "
            "margin of {margin:g}. Look at the curves."
        ),
        "zh-CN": (
            "直线不够：{model}的 R² 增益为 {gain:+.3f} [{low:+.3f}, {high:+.3f}]，达到界限 {margin:g}。请查看曲线。"
        ),
    },
    "linearity_undecided": {
        "en": (
            "Not decided whether a straight line is enough at a margin of {margin:g}: {model} gains {gain:+.3f} of R² "
            "[{low:+.3f}, {high:+.3f}]. More respondents would tell."
        ),
        "zh-CN": (
            "以 {margin:g} 为界，尚不能判断直线是否足够：{model}的 R² 增益为 {gain:+.3f} [{low:+.3f}, {high:+.3f}]。"
            "需要更多受访者。"
        ),
    },
    "linearity_model_splines": {"en": "the model with curves", "zh-CN": "曲线模型"},
    "linearity_model_interactions": {"en": "the model with products of drivers", "zh-CN": "交互（乘积）模型"},
    "linearity_model_boosted": {"en": "the model of boosted trees", "zh-CN": "提升树模型"},
    "linearity_two_values": {
        "en": "Straight by nature, having two values only: {drivers}.",
        "zh-CN": "只有两个取值，只能取直线：{drivers}。",
    },
    "linearity_no_curves": {
        "en": "The rows do not carry all curves at once: no test of bends. Name fewer drivers or fewer knots.",
        "zh-CN": "数据不足以同时估计所有曲线，未做弯曲检验。请减少驱动因素或节点数。",
    },
    "linearity_no_shap": {
        "en": "No Shapley values of the boosted trees: the package shap is not installed (extra: ml).",
        "zh-CN": "未计算提升树的 Shapley 值：未安装 shap 包（附加组件 ml）。",
    },
    "kano_incomplete": {
        "en": "Features count those who answered both questions: at least {fewest:,} of {n_total:,}.",
        "zh-CN": "各功能只计两题都作答者：至少 {fewest:,} 名，共 {n_total:,} 名。",
    },
    "kano_tied": {
        "en": (
            "{feature}: the category is not clearly more frequent than the next (Fong's test, p = {p:.3f}, at "
            "{confidence:.0%})."
        ),
        "zh-CN": "{feature}：最多的类别与次多的类别差异不明显（Fong 检验 p = {p:.3f}，置信水平 {confidence:.0%}）。",
    },
    "kano_questionable": {
        "en": "{feature}: {share:.0%} of the answers contradict each other; the question may be misunderstood.",
        "zh-CN": "{feature}：{share:.0%} 的回答自相矛盾；题目可能被误解。",
    },
    "kano_derived": {
        "en": "Derived from ratings: nobody was asked Kano's questions, and the categories depend on cut and rule.",
        "zh-CN": "由评分推导：并未询问 Kano 问题，类别取决于切分方式与规则。",
    },
    "asymmetry_few_low": {
        "en": "{driver}: only {n} low raters (below {limit}); the penalty is rough.",
        "zh-CN": "{driver}：低分者仅 {n} 名（少于 {limit}）；惩罚估计较粗略。",
    },
    "asymmetry_few_high": {
        "en": "{driver}: only {n} high raters (below {limit}); the reward is rough.",
        "zh-CN": "{driver}：高分者仅 {n} 名（少于 {limit}）；奖励估计较粗略。",
    },
    "asymmetry_settings_unknown": {
        "en": "{n} of {n_all} rows of the sensitivity table have no category: cells too small or cuts that overlap.",
        "zh-CN": "敏感性表 {n_all} 行中有 {n} 行无法分类：单元格过小或切分重叠。",
    },
    "necessity_no_line": {
        "en": "{condition}: a single point carries the ceiling, so no line can be drawn; read the steps.",
        "zh-CN": "{condition}：边界仅由一个点构成，无法画出上限线；请看阶梯上限。",
    },
    "necessity_few_peers": {
        "en": "{condition}: only {n} points carry the ceiling; one answer more could move it far.",
        "zh-CN": "{condition}：边界仅由 {n} 个点构成；多一份作答就可能大幅移动上限线。",
    },
}
SHAPE_TEXTS |= {
    f"necessity_{pairing}_{weighting}": {
        "en": (
            f"Necessary condition analysis with free-disposal-hull ceilings; {rows[0]}; {weights[0]}; "
            "{n_permutations:,} permutations, seed {seed}."
        ),
        "zh-CN": (
            f"必要条件分析（自由处置包上限）；{rows[1]}；{weights[1]}；"
            "置换 {n_permutations:,} 次，随机种子 {seed}。"
        ),
    }
    for pairing, rows in _PAIRING.items()
    for weighting, weights in _WEIGHTING.items()
}
SHAPE_TEXTS |= {
    f"asymmetry_{cut}_{missing}_{weighting}": {
        "en": (
            f"Penalty–reward contrast by least squares with HC3 standard errors; {cuts[0]}; {rows[0]}; {weights[0]}."
        ),
        "zh-CN": f"惩罚—奖励对比（最小二乘，HC3 标准误）；{cuts[1]}；{rows[1]}；{weights[1]}。",
    }
    for cut, cuts in _CUTS.items()
    for missing, rows in _MISSING.items()
    for weighting, weights in _WEIGHTING.items()
}
SHAPE_TEXTS |= {
    f"kano_{weighting}": {
        "en": (
            "Kano's evaluation table, ties M before O before A before I; both answers to a feature "
            f"({{n:,}} of {{n_total:,}} with at least one feature); {weights[0]}."
        ),
        "zh-CN": (
            "Kano 评价表，并列时依次取 M、O、A、I；每项功能需两题均作答"
            f"（至少一项完整者 {{n:,}} 名，共 {{n_total:,}} 名）；{weights[1]}。"
        ),
    }
    for weighting, weights in _WEIGHTING.items()
}
SHAPE_TEXTS |= {
    f"linearity_{missing}_{weighting}": {
        "en": (
            "Linear regression, restricted cubic splines, products and boosted trees, cross-validated on the same "
            f"{{folds}} folds × {{repeats}}, intervals after Nadeau and Bengio; {rows[0]}; {weights[0]}; seed {{seed}}."
        ),
        "zh-CN": (
            "线性回归、限制性立方样条、两两乘积与提升树，使用相同的 {folds} 折 × {repeats} 次交叉验证，"
            f"区间按 Nadeau 与 Bengio；{rows[1]}；{weights[1]}；随机种子 {{seed}}。"
        ),
    }
    for missing, rows in _MISSING.items()
    for weighting, weights in _WEIGHTING.items()
}

"""Notes about segments, waves and decompositions."""

from __future__ import annotations

_MISSING = {
    "listwise": ("complete rows in each driver model", "各驱动模型仅用完整作答"),
    "indicator": (
        "in driver models those not asked about a driver stay, with an indicator",
        "驱动模型保留未被询问者，并加入是否被询问的指示变量",
    ),
}
_WEIGHTING = {"weighted": ("weighted", "已加权"), "unweighted": ("unweighted", "未加权")}
_DESIGN = {
    "apart": ("of different persons: means by Welch's test", "受访者不同：均值用 Welch 检验"),
    "paired": ("persons followed: changes linearised over persons", "追踪同一批受访者：变化的标准误按人线性化"),
}

SEGMENTS_TEXTS: dict[str, dict[str, str]] = {
    **{
        f"segments_{missing}_{weighting}": {
            "en": (
                "Each segment against everyone else ({segments} segments): means by Welch's test, shares by Newcombe's "
                f"interval, importance (Shapley shares of R²) by {{n_boot:,}} bootstrap samples of each side, "
                f"coefficients with HC3; p values adjusted over all segments ({{adjust}}); {said[0]}; {weighted[0]}."
            ),
            "zh-CN": (
                "每个细分群体与其余所有人比较（共 {segments} 个群体）：均值用 Welch 检验，占比用 Newcombe 区间，"
                f"重要性（R² 的 Shapley 份额）用两侧各 {{n_boot:,}} 次自助抽样，系数用 HC3 标准误；"
                f"p 值按全部群体校正（{{adjust}}）；{said[1]}；{weighted[1]}。"
            ),
        }
        for missing, said in _MISSING.items()
        for weighting, weighted in _WEIGHTING.items()
    },
    **{
        f"waves_{design}_{missing}_{weighting}": {
            "en": (
                f"{{waves}} waves, {way[0]}; importance (Shapley shares of R²) by {{n_boot:,}} bootstrap samples; "
                f"p values adjusted over all changes ({{adjust}}); {said[0]}; {weighted[0]}."
            ),
            "zh-CN": (
                f"{{waves}} 个波次，{way[1]}；重要性（R² 的 Shapley 份额）用 {{n_boot:,}} 次自助抽样；"
                f"p 值按全部变化校正（{{adjust}}）；{said[1]}；{weighted[1]}。"
            ),
        }
        for design, way in _DESIGN.items()
        for missing, said in _MISSING.items()
        for weighting, weighted in _WEIGHTING.items()
    },
    **{
        f"decomposition_{missing}_{weighting}": {
            "en": (
                "Difference of two means split by two linear regressions (Oaxaca, Blinder), reference coefficients: "
                f"{{reference}}; standard errors by the delta method with HC3; n = {{n_first:,}} and {{n_second:,}}; "
                f"{said[0]}; {weighted[0]}."
            ),
            "zh-CN": (
                "用两个线性回归分解两组均值之差（Oaxaca–Blinder），参照系数：{reference}；"
                f"标准误用 delta 法（HC3）；样本量 {{n_first:,}} 与 {{n_second:,}}；{said[1]}；{weighted[1]}。"
            ),
        }
        for missing, said in _MISSING.items()
        for weighting, weighted in _WEIGHTING.items()
    },
    "segments_no_label": {
        "en": "{n:,} respondents have no value of {by}; they are in no segment and in no comparison.",
        "zh-CN": "{n:,} 名受访者没有 {by} 的取值，不属于任何群体，也不参与比较。",
    },
    "segments_small": {
        "en": "{by}: {segments} has fewer than {minimum} respondents and is not shown; it stays in everyone else.",
        "zh-CN": "{by}：{segments} 不足 {minimum} 名受访者，不予展示；但仍计入其余受访者。",
    },
    "segments_small_rest": {
        "en": "{by}: outside {segments} there are fewer than {minimum} respondents to compare it with.",
        "zh-CN": "{by}：{segments} 之外不足 {minimum} 名受访者，没有可比较的对象。",
    },
    "segments_driver_missing": {
        "en": (
            "{place}: {drivers} has fewer than {minimum} answers, or the same answer from everyone, on one of the two "
            "sides; it is left out of this comparison's driver models."
        ),
        "zh-CN": "{place}：{drivers} 在其中一侧的有效作答不足 {minimum} 份或全部相同，未进入该比较的驱动模型。",
    },
    "segments_model_failed": {
        "en": "{place}: one of the two driver models cannot be fitted, because drivers there determine one another.",
        "zh-CN": "{place}：两侧的驱动模型之一无法估计，因为其中的驱动因素可由彼此完全确定。",
    },
    "segments_no_draws": {
        "en": "Importance has no intervals and no p values without bootstrap samples; give n_boot, for example 1000.",
        "zh-CN": "未做自助抽样，重要性没有区间和 p 值；请给出 n_boot，例如 1000。",
    },
    "gate_not_checked": {
        "en": "{by}: whether the items measure the same in all groups was not checked: there are no items.",
        "zh-CN": "{by}：未检验各组的测量等值性，因为没有题目层面的数据。",
    },
    "gate_skipped": {
        "en": "Whether the items measure the same in all groups was not checked.",
        "zh-CN": "未检验各组的测量等值性。",
    },
    "gate_partly_checked": {
        "en": "{by}: measurement was not checked for {constructs} (fewer than three items, or too few complete rows).",
        "zh-CN": "{by}：未检验 {constructs} 的测量等值性（题目少于三个，或完整作答过少）。",
    },
    "gate_passed": {
        "en": "{by}: for {count} constructs checked, the items allow comparing means (scalar, some in part).",
        "zh-CN": "{by}：所检验的 {count} 个构念的题目允许比较均值（标量等值，部分为部分等值）。",
    },
    "gate_means_differ": {
        "en": "{by}: means of {constructs} may not be compared; part of a difference is how the groups answer.",
        "zh-CN": "{by}：{constructs} 的均值不可直接比较，差异可能部分来自各组的作答方式。",
    },
    "gate_relations_differ": {
        "en": "{by}: coefficients and importance of {constructs} may not be compared; loadings differ.",
        "zh-CN": "{by}：{constructs} 的系数与重要性不可直接比较，各组的因子载荷不同。",
    },
    "gate_items": {
        "en": "{by}: the groups answer {items} of {construct} differently from its other items.",
        "zh-CN": "{by}：各组对 {construct} 的题目 {items} 的作答方式与其他题目不一致。",
    },
    "gate_independent": {
        "en": "The check of measurement takes the waves as different persons; with the same persons it is rough.",
        "zh-CN": "测量等值性检验将各波次视为不同的人；对同一批受访者而言结果较粗略。",
    },
    "waves_left_out": {
        "en": "{constructs} of wave {wave} is not in every wave and is left out.",
        "zh-CN": "波次 {wave} 的 {constructs} 并非各波次都有，未纳入比较。",
    },
    "waves_items_differ": {
        "en": "{constructs}: the waves ask different items; part of a change may be the wording.",
        "zh-CN": "{constructs}：各波次的题目不同，变化可能部分来自问法。",
    },
    "waves_driver_missing": {
        "en": (
            "{drivers} has fewer than {minimum} answers in one of the waves, or the same answer from everyone; "
            "it is left out of the driver models."
        ),
        "zh-CN": "{drivers} 在某一波次的有效作答不足 {minimum} 份或全部相同，未进入驱动模型。",
    },
    "waves_same_ids": {
        "en": (
            "{count:,} respondent ids are in every wave but were not taken for the same persons; if they are, compare "
            "the waves as paired."
        ),
        "zh-CN": "有 {count:,} 个受访者编号在各波次都出现，但未视为同一人；若确为同一批人，请按配对样本比较各波次。",
    },
    "waves_paired": {
        "en": "{count:,} persons answered every wave and are followed; persons of one wave only stay in it.",
        "zh-CN": "有 {count:,} 人参与了每一波次并被追踪；只参与一波的人仍计入该波次。",
    },
    "decomposition_all": {
        "en": (
            "The mean changed by {all:.2f} among all who have the outcome, and by {used:.2f} among the complete rows "
            "that are split here."
        ),
        "zh-CN": "全部有结果变量者的均值变化为 {all:.2f}，此处分解所用的完整作答者为 {used:.2f}。",
    },
    "decomposition_origin": {
        "en": (
            "The coefficient parts of single drivers and of the intercept depend on where a driver's 0 is "
            "(here: {origin}) and are in the table only; their sum does not, nor do the parts of the means."
        ),
        "zh-CN": (
            "单个因素及截距的系数部分取决于该因素的零点（此处：{origin}），只列在完整表格中；"
            "其合计以及均值部分与零点无关。"
        ),
    },
    "decomposition_sum": {"en": "sum", "zh-CN": "合计"},
    "reference_first": {"en": "the first group's", "zh-CN": "第一组"},
    "reference_second": {"en": "the second group's", "zh-CN": "第二组"},
    "reference_reimers": {"en": "half of each (Reimers)", "zh-CN": "两组各半（Reimers）"},
    "reference_cotton": {"en": "means by size (Cotton)", "zh-CN": "按样本量加权（Cotton）"},
    "reference_neumark": {"en": "those of all rows (Neumark)", "zh-CN": "全部样本（Neumark）"},
    "reference_pooled": {"en": "those of all rows with an indicator of the group", "zh-CN": "全部样本，并加入组别变量"},
    "origin_scale": {"en": "the scale's 0", "zh-CN": "量表的 0 点"},
    "origin_mean": {"en": "the mean of both groups", "zh-CN": "两组的均值"},
}

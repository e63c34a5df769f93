"""The texts of `Note` on weights and sample designs, in English and Chinese; placeholders are the same in both."""

from __future__ import annotations

WEIGHTING_TEXTS: dict[str, dict[str, str]] = {
    "post_stratified": {
        "en": "Post-stratified to the {cells:,} cells of {items}; mean weight 1.",
        "zh-CN": "按 {items} 的 {cells:,} 个单元格做事后分层加权；权重均值为 1。",
    },
    "weighting_missing": {
        "en": "Without an answer that weighting needs: {counts}; they keep their share of the weights.",
        "zh-CN": "未回答加权所需题目的人数：{counts}；他们在总权重中的占比不变。",
    },
    "weighting_cost": {
        "en": "Weights {low:.2f} to {high:.2f}, design effect {deff:.2f}: {n:,} respondents count as {n_eff:,.0f}.",
        "zh-CN": "权重范围 {low:.2f} 至 {high:.2f}，设计效应 {deff:.2f}：{n:,} 名受访者相当于 {n_eff:,.0f} 名。",
    },
    "cells_checked": {
        "en": (
            "Cells of {items}: respondents unweighted, shares by the weights already there; fewer than {minimum:,} is "
            "small."
        ),
        "zh-CN": "{items} 的各单元格：人数未加权，占比按已有权重计算；少于 {minimum:,} 人视为过少。",
    },
    "cells_empty": {
        "en": "Nobody is in: {cells}. Merge each with another before weighting.",
        "zh-CN": "以下单元格没有受访者：{cells}。加权前请与其他单元格合并。",
    },
    "cells_small": {
        "en": "Fewer than {minimum:,} respondents stand for their whole cell: {cells}.",
        "zh-CN": "以下单元格的受访者少于 {minimum:,} 人，却要代表整个单元格：{cells}。",
    },
    "cells_absent": {
        "en": "Of {total:,} combinations of the margins' answers, {absent:,} have no respondent.",
        "zh-CN": "各题答案共有 {total:,} 种组合，其中 {absent:,} 种没有受访者。",
    },
    "cells_without_target": {
        "en": "Respondents whose answer has no target: {counts}.",
        "zh-CN": "其回答没有目标占比的受访者人数：{counts}。",
    },
    "replicates_bootstrap": {
        "en": (
            "Rescaling bootstrap: {n_boot:,} replicates of {n_clusters:,} clusters in {n_strata:,} strata, seed "
            "{seed}; degrees of freedom {df:,}."
        ),
        "zh-CN": (
            "重标度自助法：{n_strata:,} 层、{n_clusters:,} 个群，{n_boot:,} 组复制权重，随机种子 {seed}；"
            "自由度 {df:,}。"
        ),
    },
    "replicates_jackknife": {
        "en": (
            "Stratified jackknife: {n_boot:,} replicates, each without one of {n_clusters:,} clusters in {n_strata:,} "
            "strata; degrees of freedom {df:,}."
        ),
        "zh-CN": (
            "分层刀切法：{n_boot:,} 组复制权重，每组去掉 {n_strata:,} 层 {n_clusters:,} 个群中的一个；自由度 {df:,}。"
        ),
    },
    "replicates_weighted_again": {
        "en": "Weighted again to {items} inside every replicate.",
        "zh-CN": "每组复制权重内都重新按 {items} 加权。",
    },
    "replicates_fixed": {
        "en": "Weights are treated as fixed: what weighting to margins does to the uncertainty is left out.",
        "zh-CN": "权重视为固定：未计入按边际加权本身对不确定性的影响。",
    },
    "replicates_missed": {
        "en": "Replicates in which a margin was not met: {count:,} of {n_boot:,}.",
        "zh-CN": "未达到某一边际目标的复制组数：{n_boot:,} 组中的 {count:,} 组。",
    },
    "replicates_emptied": {
        "en": (
            "Replicates in which nobody was left in some category: {count:,} of {n_boot:,}; the others of its margin "
            "share its target there."
        ),
        "zh-CN": "某一类别在复制中没有人的组数：{n_boot:,} 组中的 {count:,} 组；其目标占比由同一题的其他类别分担。",
    },
    "replicates_failed": {
        "en": "Replicates in which an estimate is not defined, left out: {count:,} of {n_boot:,}.",
        "zh-CN": "无法计算估计值而未计入的复制组数：{n_boot:,} 组中的 {count:,} 组。",
    },
    "means_linearised": {
        "en": (
            "Weighted means of those with a value; standard errors by Taylor linearisation over {n_clusters:,} "
            "clusters in {n_strata:,} strata, t intervals with {df:,} degrees of freedom."
        ),
        "zh-CN": (
            "有取值者的加权均值；标准误用泰勒线性化法（{n_strata:,} 层、{n_clusters:,} 个群），t 区间自由度 {df:,}。"
        ),
    },
    "means_replicates": {
        "en": (
            "Weighted means of those with a value; standard errors from {n_boot:,} replicate weights, t intervals with "
            "{df:,} degrees of freedom."
        ),
        "zh-CN": "有取值者的加权均值；标准误来自 {n_boot:,} 组复制权重，t 区间自由度 {df:,}。",
    },
    "means_calibrated": {
        "en": "What the margins of {items} explain adds nothing to the standard errors.",
        "zh-CN": "{items} 各边际所解释的部分不计入标准误。",
    },
    "indicators_replicates": {
        "en": (
            "Weighted shares and means; standard errors from {n_boot:,} replicate weights, t intervals with {df:,} "
            "degrees of freedom, for shares on the logit scale."
        ),
        "zh-CN": (
            "加权占比与均值；标准误来自 {n_boot:,} 组复制权重，t 区间自由度 {df:,}，占比的区间在 logit 尺度上计算。"
        ),
    },
    "shares_replicates": {
        "en": (
            "LMG (Shapley) shares of R², complete rows ({n:,} of {n_total:,}), weighted; standard errors from "
            "{n_boot:,} replicate weights, t intervals on the logit scale with {df:,} degrees of freedom."
        ),
        "zh-CN": (
            "R² 的 LMG（Shapley）分解；完整作答（{n_total:,} 名中的 {n:,} 名），已加权；标准误来自"
            " {n_boot:,} 组复制权重，区间为 logit 尺度上的 t 区间，自由度 {df:,}。"
        ),
    },
}

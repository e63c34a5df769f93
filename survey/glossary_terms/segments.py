"""Columns of segments, waves and decompositions."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

SEGMENTS_TERMS: Terms = (
    ("by", "Grouped by", "分组变量", "text", "what makes the segments"),
    ("segment", "Segment", "细分群体", "text", "group of respondents"),
    ("wave", "Wave", "波次", "text", "round of the survey"),
    ("against", "Against", "对比波次", "text", "the wave a change is counted from"),
    ("n_rest", "n compared with", "对比组样本量", "count", "respondents on the other side of the comparison"),
    ("estimate_rest", "Compared with", "对比值", "number", "estimate on the other side of the comparison"),
    ("effect_size", "Effect size", "效应量", "number", "standardised size of the difference"),
    ("effect", "Kind of effect size", "效应量类型", "text", "which effect size is given"),
    ("suppressed", "Suppressed", "已隐去", "flag", "whether the base is too small to show"),
    ("means_comparable", "Means comparable", "均值可比", "flag", "whether the items allow comparing means"),
    ("relations_comparable", "Relations comparable", "关系可比", "flag", "whether the items allow comparing relations"),
    ("released_items", "Items that differ", "不等值题目", "text", "items that groups do not answer alike"),
    ("position", "Time", "时间", "number", "place of the wave in time"),
    ("component", "Component", "组成部分", "text", "part of the difference"),
    ("part", "Part of the difference", "贡献", "number", "part of the difference, in units of the outcome"),
    ("part_share", "Share of the difference", "贡献占比", "signed_share", "part over the whole difference"),
    ("mean_rest", "Mean before", "基准均值", "number", "mean in the group or wave compared with"),
    ("coefficient_rest", "Coefficient before", "基准系数", "number", "coefficient in the group or wave compared with"),
    ("reference_coefficient", "Reference coefficient", "参照系数", "number", "coefficient that values the means"),
    ("boot_low", "Bootstrap low", "自助法下限", "number", "lower end of the bootstrap interval"),
    ("boot_high", "Bootstrap high", "自助法上限", "number", "upper end of the bootstrap interval"),
)

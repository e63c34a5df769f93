"""Columns of the quality of single items."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

ITEM_QUALITY_TERMS: Terms = (
    ("scale_strength", "Strength", "量表强度", "text", "Mokken's word for the scale: unscalable, weak, medium, strong"),
    ("n_scales", "Scales", "量表数", "count", "scales that the automated selection makes of the items"),
    ("n_unscalable", "Unscalable", "无法归入", "count", "items that the automated selection leaves out"),
    ("subscale", "Selected scale", "所选量表", "count", "scale of the item in the automated selection, 0 for none"),
    ("active_pairs", "Pairs checked", "检查对数", "count", "pairs of rest-score groups in which answers may fall"),
    ("violations", "Violations", "违反次数", "count", "pairs in which answers fall from a group to a higher one"),
    ("significant_violations", "Significant", "显著违反", "count", "violations significant at 5 %, one-sided"),
    ("largest_violation", "Largest fall", "最大下降", "number", "largest fall of a share between two groups"),
    ("violation_sum", "Sum of falls", "下降总和", "number", "sum of the falls that count as violations"),
    ("z_max", "Largest z", "最大 z 值", "number", "largest normal deviate of a violation"),
    ("crit", "Crit", "Crit 值", "number", "Molenaar and Sijtsma's summary of an item's violations"),
    ("rest_score", "Score on the others", "其余题目得分", "number", "mean of the construct's other items"),
    ("rest_mean", "Mean of the others", "其余题目均值", "number", "mean of the other items by answer given"),
    ("test", "Test", "检验", "text", "uniform, nonuniform or total"),
    ("p_adjusted", "Adjusted p", "校正 p 值", "p_value", "p value adjusted for the number of tests"),
    ("r2_change", "ΔR² (Nagelkerke)", "ΔR²（Nagelkerke）", "number", "what the groups add to Nagelkerke's R²"),
    ("mcfadden_change", "ΔR² (McFadden)", "ΔR²（McFadden）", "number", "what the groups add to McFadden's R²"),
    ("dif_kind", "Kind of difference", "差异类型", "text", "none, uniform or nonuniform"),
    ("size", "Size", "差异大小", "text", "negligible, moderate or large (Jodoin & Gierl)"),
    ("size_zumbo", "Size (Zumbo)", "差异大小（Zumbo）", "text", "negligible, moderate or large (Zumbo & Thomas)"),
    ("reference_group", "Reference", "参照组", "text", "group that the others are held against"),
    ("n_categories", "Answers offered", "选项数", "count", "points of the scale"),
    ("n_used", "Answers used", "已用选项数", "count", "points that somebody chose"),
    ("slope", "Slope", "区分度", "number", "discrimination of the graded response model, logistic"),
    ("slope_std_error", "SE of slope", "区分度标准误", "number", "standard error of the slope"),
    ("threshold", "Threshold", "阈值", "number", "trait, in SDs, at which the step is as likely reached as not"),
    ("rest_group", "Rest-score group", "其余题目得分组", "count", "group by the other items' score, 1 the lowest"),
    ("rest_low", "Rest score from", "其余得分下限", "number", "lowest score on the other items in the group"),
    ("rest_high", "Rest score to", "其余得分上限", "number", "highest score on the other items in the group"),
)

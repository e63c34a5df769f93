"""Columns of importance in detail: intervals, bands, noise, agreement."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

IMPORTANCE_TERMS: Terms = (
    ("letters", "Letters", "字母标记", "text", "drivers that share a letter are not told apart"),
    ("noise_limit", "Noise limit", "随机上限", "number", "importance that 95 % of random drivers stay below, R² units"),
    ("above_noise", "Above noise", "高于随机", "flag", "whether importance is above the noise limit"),
    ("monte_carlo_error", "Monte-Carlo error", "抽样误差", "number", "standard error from sampling orders; 0 if exact"),
    ("sign_differs", "Signs differ", "符号相反", "flag", "coefficient and correlation have opposite signs"),
    ("suppressor", "Suppressor", "抑制变量", "flag", "signs differ, or it adds more last than it explains alone"),
    ("simultaneous_low", "Band low", "联合下限", "signed_share", "lower end of the band that holds all pairs at once"),
    (
        "simultaneous_high",
        "Band high",
        "联合上限",
        "signed_share",
        "upper end of the band that holds all pairs at once",
    ),
    ("verdict", "Verdict", "结论", "text", "resolved, or order not resolved"),
    ("dominates", "Dominates", "占优比例", "share", "share of bootstrap samples in which the first dominates"),
    ("dominated", "Dominated", "被占优比例", "share", "share of bootstrap samples in which the second dominates"),
    ("undetermined", "Undetermined", "不确定比例", "share", "share of bootstrap samples in which neither dominates"),
    (
        "reproducibility",
        "Reproducibility",
        "可重复性",
        "share",
        "share of bootstrap samples that agree with the sample",
    ),
    ("n_boot", "Samples", "自助样本数", "count", "bootstrap samples used"),
    ("importance_method", "Method", "方法", "text", "how importance was measured"),
    ("kendall", "Kendall's tau", "Kendall τ", "number", "rank correlation (tau-b) with the headline"),
    ("spearman", "Spearman's rho", "Spearman ρ", "number", "rank correlation with the headline"),
    ("same_order", "Same order", "顺序一致", "count", "methods that order the pair as the headline does"),
    ("methods", "Methods", "方法数", "count", "methods compared"),
)

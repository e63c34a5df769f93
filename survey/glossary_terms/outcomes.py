"""Columns of models of outcomes that are no plain score."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

OUTCOMES_TERMS: Terms = (
    (
        "cut_point",
        "Cut",
        "切点",
        "text",
        "between which answers a slope or threshold stands, as 3|4; empty for all cuts",
    ),
    ("odds_ratio", "Odds ratio", "优势比", "number", "factor of the odds of a higher answer for one unit more"),
    ("odds_ratio_low", "Odds ratio low", "优势比下限", "number", "lower end of the interval"),
    ("odds_ratio_high", "Odds ratio high", "优势比上限", "number", "upper end of the interval"),
    ("rate_ratio", "Rate ratio", "比率比", "number", "factor of the expected count for one unit more"),
    ("rate_ratio_low", "Rate ratio low", "比率比下限", "number", "lower end of the interval"),
    ("rate_ratio_high", "Rate ratio high", "比率比上限", "number", "upper end of the interval"),
    ("log_likelihood", "Log-likelihood", "对数似然", "number", "log-likelihood of the model"),
    ("log_likelihood_null", "Log-likelihood, null", "空模型对数似然", "number", "log-likelihood without drivers"),
    ("deviance", "Deviance", "偏差", "number", "twice the log-likelihood short of a saturated model"),
    ("mcfadden", "R² (McFadden)", "R²（McFadden）", "number", "share of the null log-likelihood taken away"),
    ("cox_snell", "R² (Cox–Snell)", "R²（Cox–Snell）", "number", "Cox and Snell's pseudo-R²"),
    ("nagelkerke", "R² (Nagelkerke)", "R²（Nagelkerke）", "number", "Cox and Snell's over its largest value"),
    ("aic", "AIC", "AIC", "number", "Akaike's information criterion"),
    ("bic", "BIC", "BIC", "number", "Bayesian information criterion"),
    ("dispersion", "Dispersion", "离散参数", "number", "alpha of a variance mu + alpha mu²"),
    ("pearson", "Pearson χ²/df", "Pearson χ²/自由度", "number", "about 1 where the counts' variance is the model's"),
    ("top", "Top", "高分端", "flag", "whether the answer counts as 1"),
    ("free_slopes", "Free slopes suggested", "建议分切点估计", "flag", "whether the adjusted p value is below 0.05"),
    ("handling", "Missing answers", "缺失处理", "text", "what was done about answers that are not there"),
    ("top_drivers", "Top drivers", "首要驱动因素", "text", "the most important drivers in their order"),
    ("base_zh", "Base (Chinese)", "基数说明（中文）", "text", "whom the number speaks for, in Chinese"),
    (
        "first_order",
        "Order of the first row",
        "与首行顺序一致",
        "flag",
        "whether the top drivers are in the order of the first row",
    ),
    ("coefficient_low", "Coefficient low", "回归系数下限", "number", "lower end of the interval of the coefficient"),
    ("coefficient_high", "Coefficient high", "回归系数上限", "number", "upper end of the interval of the coefficient"),
)

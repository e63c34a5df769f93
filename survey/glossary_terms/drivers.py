"""Columns of driver analysis."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

DRIVERS_TERMS: Terms = (
    ("importance", "Importance (R²)", "重要性（R²）", "number", "share of R² in raw units; sums to R²"),
    ("importance_low", "Importance low", "重要性下限", "number", "lower end of the interval of importance"),
    ("importance_high", "Importance high", "重要性上限", "number", "upper end of the interval of importance"),
    ("importance_share", "Share of R²", "重要性占比", "share", "importance over R²; sums to 1"),
    ("rank", "Rank", "排名", "count", "rank by importance, 1 the highest"),
    ("rank_low", "Best rank", "最好排名", "count", "best rank within the interval"),
    ("rank_high", "Worst rank", "最差排名", "count", "worst rank within the interval"),
    ("coefficient", "Coefficient", "回归系数", "number", "unstandardised regression coefficient"),
    ("standardized", "Beta", "标准化系数", "number", "standardised regression coefficient"),
    ("correlation", "r with outcome", "与结果的相关", "number", "zero-order correlation with the outcome"),
    ("vif", "VIF", "方差膨胀因子", "number", "variance inflation factor"),
    ("performance", "Performance", "表现得分", "score", "construct mean, 0–100 of the scale's range"),
    ("performance_low", "Performance low", "表现下限", "score", "lower end of the interval"),
    ("performance_high", "Performance high", "表现上限", "score", "upper end of the interval"),
    ("relative_weight", "Relative weight", "相对权重", "number", "Johnson's relative weight, R² units"),
    ("first", "First", "单独解释", "number", "R² of the driver alone"),
    ("last", "Last", "最后加入", "number", "R² added when the driver comes last"),
    ("beta_squared", "Beta²", "标准化系数平方", "number", "squared standardised coefficient"),
    ("pratt", "Pratt", "Pratt 指数", "number", "standardised coefficient times correlation"),
    ("flag", "Flag", "提示", "text", "what to look at"),
    ("resolved", "Order resolved", "顺序可分辨", "flag", "whether the interval of the difference excludes 0"),
    ("quadrant", "Quadrant", "象限", "text", "place on the importance–performance map"),
    ("r2", "R²", "R²", "number", "share of the outcome's variance explained"),
    ("adj_r2", "Adjusted R²", "调整后 R²", "number", "R² adjusted for the number of drivers"),
)

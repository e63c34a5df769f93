"""Columns of factors, validity and invariance."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

MEASUREMENT_TERMS: Terms = (
    ("composite_reliability", "Composite reliability", "组合信度", "number", "reliability of the sum, from loadings"),
    ("ave", "AVE", "平均方差提取量", "number", "mean share of the items' variance that the construct explains"),
    ("largest_shared", "Largest shared variance", "最大共享方差", "number", "largest squared correlation with another"),
    ("level", "Level", "等值水平", "text", "what groups share: configural, thresholds, metric, scalar, strict"),
    ("group", "Group", "分组", "text", "group of respondents"),
    ("cfi", "CFI", "CFI", "number", "comparative fit index"),
    ("rmsea", "RMSEA", "RMSEA", "number", "root mean square error of approximation"),
    ("srmr", "SRMR", "SRMR", "number", "standardised root mean square residual"),
    ("cfi_change", "Change of CFI", "CFI 变化", "number", "from the level before"),
    ("rmsea_change", "Change of RMSEA", "RMSEA 变化", "number", "from the level before"),
    ("difference", "Chi-square difference", "卡方差", "number", "from the level before, scaled"),
    ("difference_df", "df of the difference", "卡方差自由度", "number", "degrees of freedom of the difference"),
    ("difference_p", "p of the difference", "卡方差 p 值", "p_value", "p value of the difference"),
    ("holds", "Holds", "成立", "flag", "whether the level is hardly worse than the one before"),
    ("released", "Released", "已放开", "flag", "whether groups do not share the item"),
    ("second", "Second loading", "次高载荷", "number", "the strongest loading on another factor"),
    ("communality", "Communality", "共同度", "number", "share of the item's variance that the factors explain"),
    ("kmo", "KMO", "KMO", "number", "sampling adequacy of the item"),
    ("explained", "Explained", "解释方差", "number", "variance explained, in items"),
    ("number", "Number", "序号", "count", "place in the order"),
    ("observed", "Observed", "实际值", "number", "as observed"),
    ("shuffled", "Shuffled", "打乱后均值", "number", "mean of shuffled answers"),
    ("limit", "Limit", "上限", "number", "what shuffled answers exceed only rarely"),
    ("n_factors", "Factors", "因子数", "count", "number of factors"),
    ("residual", "Residual", "残差", "number", "observed less implied correlation"),
    (
        "expected_change",
        "Expected change",
        "预期变化",
        "number",
        "by how much the estimate would change if it were freed",
    ),
)

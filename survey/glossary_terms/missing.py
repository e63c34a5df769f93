"""Columns of missing answers and imputation."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

MISSING_TERMS: Terms = (
    ("not_shown_share", "Not shown", "未显示率", "share", "hidden by routing, among all"),
    ("inapplicable_share", "Chose not applicable", "选择不适用率", "share", "not applicable among those shown"),
    ("dont_know_share", "Don't know", "不清楚率", "share", "don't know among those asked"),
    ("no_answer_share", "No answer", "拒答率", "share", "no answer among those asked"),
    ("blank_share", "Blank", "空白率", "share", "blank among those asked"),
    ("pattern", "Pattern", "缺失模式", "count", "number of a pattern of missing answers, the commonest first"),
    ("n_patterns", "Patterns", "模式数", "count", "patterns of missing answers compared"),
    ("n_missing", "Missing", "缺失数", "count", "answers missing that were asked for"),
    ("missing_items", "Missing items", "缺失题目", "text", "items asked and not answered"),
    ("hidden_items", "Items not asked", "未询问题目", "text", "items that these respondents were not asked"),
    ("n_imputed", "Imputed", "插补数", "count", "missing answers imputed"),
    ("imputed_share", "Imputed share", "插补占比", "share", "imputed among those asked"),
    ("drawn_by", "Drawn by", "插补方法", "text", "how missing answers were drawn"),
    ("n_predictors", "Predictors", "预测题数", "count", "questions an answer was imputed from"),
    ("predictor", "Predictor", "预测题目", "text", "a question that another is imputed from"),
    ("strength", "Correlation", "相关强度", "number", "largest correlation with the answers or their being missing"),
    ("chain", "Chain", "链", "count", "number of the completed copy"),
    ("iteration", "Iteration", "迭代", "count", "round through all questions"),
    ("r_hat", "R-hat", "R-hat", "number", "potential scale reduction; near 1 where chains have mixed"),
    ("delta", "Delta", "偏移量", "number", "shift of imputed answers"),
    ("quantity", "Quantity", "统计量名称", "text", "what is estimated"),
    ("pooled", "Pooled", "合并量", "text", "the column of the results that was pooled"),
    ("pooled_by", "Pooled by", "合并方法", "text", "rule of pooling"),
    ("riv", "RIV", "方差相对增量", "number", "relative increase of the variance due to missing answers"),
    ("fmi", "FMI", "缺失信息比例", "share", "fraction of missing information"),
    ("moved", "Moved", "变动量", "number", "estimate less that without a shift"),
)

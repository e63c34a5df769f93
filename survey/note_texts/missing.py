"""The texts of `Note` on missing answers and imputation, in English and Chinese; placeholders are the same in both."""

from __future__ import annotations

MISSING_TEXTS: dict[str, dict[str, str]] = {
    "missing_unweighted": {
        "en": "Missing answers of {n:,} respondents, unweighted; shares of those asked unless named otherwise.",
        "zh-CN": "{n:,} 名受访者的缺失回答，未加权；除另有说明外，占比以被询问者为基数。",
    },
    "missing_weighted": {
        "en": "Missing answers of {n:,} respondents, weighted; shares of those asked unless named otherwise.",
        "zh-CN": "{n:,} 名受访者的缺失回答，已加权；除另有说明外，占比以被询问者为基数。",
    },
    "mcar_grouped": {
        "en": "Little's test compares patterns of non-response among respondents who were asked the same items.",
        "zh-CN": "Little 检验在被询问相同题目的受访者内部比较未作答模式。",
    },
    "mcar_few_items": {
        "en": "Not in Little's test, for fewer than two items vary: {n:,} respondents.",
        "zh-CN": "有差异的题目不足两道而未纳入 Little 检验的受访者数：{n:,}。",
    },
    "mcar_complete": {
        "en": "Not in Little's test, for they answered everything they were asked: sets of {n:,} respondents.",
        "zh-CN": "回答了全部被询问题目而未纳入 Little 检验的受访者数：{n:,}。",
    },
    "mcar_few_respondents": {
        "en": "Not in Little's test, for there are no more of them than items: sets of {n:,} respondents.",
        "zh-CN": "所在组人数不多于题目数而未纳入 Little 检验的受访者数：{n:,}。",
    },
    "mcar_singular": {
        "en": "Not in Little's test, for one pattern or items that determine one another: sets of {n:,} respondents.",
        "zh-CN": "所在组只有一种模式或题目之间线性相关而未纳入 Little 检验的受访者数：{n:,}。",
    },
    "mcar_patterns": {
        "en": "Patterns left out of Little's test, for their items determine one another: {n:,} respondents.",
        "zh-CN": "所属模式的题目之间线性相关而未纳入 Little 检验的受访者数：{n:,}。",
    },
    "mcar_many_patterns": {
        "en": "{patterns:,} patterns among {n:,} respondents: with so few each, do not rely on Little's p value.",
        "zh-CN": "{n:,} 名受访者有 {patterns:,} 种缺失模式：每种人数过少，Little 检验的 p 值不可靠。",
    },
    "impute_unweighted": {
        "en": "{m} completed copies by chained equations, {iterations} iterations, seed {seed}; unweighted.",
        "zh-CN": "链式方程多重插补，{m} 份完整数据，迭代 {iterations} 次，随机种子 {seed}；未加权。",
    },
    "impute_weighted": {
        "en": "{m} completed copies by chained equations, {iterations} iterations, seed {seed}; weighted models.",
        "zh-CN": "链式方程多重插补，{m} 份完整数据，迭代 {iterations} 次，随机种子 {seed}；模型已加权。",
    },
    "impute_step": {
        "en": "multiple imputation, copy {number} of {m}, seed {seed}",
        "zh-CN": "多重插补，第 {number} 份（共 {m} 份），随机种子 {seed}",
    },
    "impute_nothing": {
        "en": "No answer is missing: every copy is the data.",
        "zh-CN": "没有缺失回答：每份数据与原数据相同。",
    },
    "impute_empty": {
        "en": "Not imputed, because nobody answered: {items}.",
        "zh-CN": "无人回答而未插补：{items}。",
    },
    "impute_constant": {
        "en": "Everybody gave the same answer, which is imputed: {items}.",
        "zh-CN": "所有回答相同，缺失处以该答案插补：{items}。",
    },
    "impute_skipped": {
        "en": "Texts and dates are not imputed: {items}.",
        "zh-CN": "文本与日期题不插补：{items}。",
    },
    "impute_not_mixed": {
        "en": "The chains have not mixed (R-hat above {limit:g}); give more iterations: {items}.",
        "zh-CN": "插补链尚未充分混合（R-hat 大于 {limit:g}），请增加迭代次数：{items}。",
    },
    "impute_alone": {
        "en": "Too few answers for a predictor, so missing ones are drawn from all answers alike: {items}.",
        "zh-CN": "回答过少，无法使用预测题目，缺失处从全部回答中随机抽取：{items}。",
    },
    "impute_routing": {
        "en": "Hidden by a question that was imputed; who was not shown them stays without an answer: {items}.",
        "zh-CN": "由已插补题目控制显示；原先未显示者仍无回答：{items}。",
    },
    "pooled": {
        "en": "{m} completed copies pooled by Rubin's rules.",
        "zh-CN": "按 Rubin 规则合并 {m} 份完整数据。",
    },
    "pooled_from_intervals": {
        "en": "Standard errors taken from the width of intervals, as those of normal estimates: {quantities}.",
        "zh-CN": "标准误由区间宽度按正态估计推得：{quantities}。",
    },
    "pooled_means": {
        "en": "Averaged over the copies without a standard error: {quantities}.",
        "zh-CN": "无标准误，仅对各份数据取平均：{quantities}。",
    },
    "pooled_absent": {
        "en": "Not in every copy, and left out: {rows}.",
        "zh-CN": "并非每份数据都有而未合并：{rows}。",
    },
    "deltas": {
        "en": "Imputed answers of {items} shifted by each delta; {m} completed copies each, seed {seed}.",
        "zh-CN": "对 {items} 的插补答案施加各偏移量；每次 {m} 份完整数据，随机种子 {seed}。",
    },
}

"""The texts of `Note` on reliability, in English and Chinese; placeholders are the same in both."""

from __future__ import annotations

RELIABILITY_TEXTS: dict[str, dict[str, str]] = {
    "reliability_unweighted": {
        "en": (
            "Complete rows of each construct, unweighted; alpha with Feldt's interval, omega of a one-factor model "
            "({n_boot:,} bootstrap samples, seed {seed})."
        ),
        "zh-CN": (
            "按构念使用完整作答，未加权；alpha 用 Feldt 区间，omega 来自单因子模型"
            "（自助抽样 {n_boot:,} 次，随机种子 {seed}）。"
        ),
    },
    "reliability_weighted": {
        "en": (
            "Complete rows of each construct, weighted; alpha with Feldt's interval on the effective n, omega of a "
            "one-factor model ({n_boot:,} bootstrap samples, seed {seed})."
        ),
        "zh-CN": (
            "按构念使用完整作答，已加权；alpha 用按有效样本量计算的 Feldt 区间，omega 来自单因子模型"
            "（自助抽样 {n_boot:,} 次，随机种子 {seed}）。"
        ),
    },
    "reliability_undefined": {
        "en": "Reliability of '{construct}' is not defined: usable items {n_items}, complete rows {n}.",
        "zh-CN": "“{construct}”的信度无法定义：可用题目数 {n_items}，完整作答数 {n}。",
    },
    "item_empty": {
        "en": "Item '{item}' has no answers and is left out of '{construct}'.",
        "zh-CN": "题目“{item}”没有任何回答，未计入“{construct}”。",
    },
    "item_constant": {
        "en": "Item '{item}' does not vary and is left out of '{construct}'.",
        "zh-CN": "题目“{item}”的回答没有差异，未计入“{construct}”。",
    },
    "item_rest_negative": {
        "en": "Item '{item}' goes against the rest of '{construct}': check whether it is reverse-keyed.",
        "zh-CN": "题目“{item}”与“{construct}”其余题目方向相反：请检查是否应为反向题。",
    },
    "reliability_intervals_unweighted": {
        "en": (
            "Complete rows of each construct, unweighted; the method of each interval is named beside it "
            "({n_boot:,} bootstrap samples, seed {seed})."
        ),
        "zh-CN": "按构念使用完整作答，未加权；各区间的方法列在其旁（自助抽样 {n_boot:,} 次，随机种子 {seed}）。",
    },
    "reliability_intervals_weighted": {
        "en": (
            "Complete rows of each construct, weighted; the method of each interval is named beside it "
            "({n_boot:,} bootstrap samples with the weights as they are, seed {seed})."
        ),
        "zh-CN": (
            "按构念使用完整作答，已加权；各区间的方法列在其旁"
            "（自助抽样 {n_boot:,} 次，权重保持不变，随机种子 {seed}）。"
        ),
    },
    "reliability_failed": {
        "en": "'{construct}': the search for {estimators} found no solution.",
        "zh-CN": "“{construct}”：{estimators} 的估计没有收敛。",
    },
    "reliability_heywood": {
        "en": (
            "'{construct}': in the one-factor model an item's own variance is at its lower bound; the model does not "
            "fit these items, and omega says little."
        ),
        "zh-CN": "“{construct}”：单因子模型中有题目的独特方差触及下限；模型不适合这些题目，omega 参考价值有限。",
    },
    "reliability_heywood_ordinal": {
        "en": (
            "'{construct}': in the one-factor model of the polychoric correlations an item's own variance is at its "
            "lower bound; ordinal and categorical omega say little."
        ),
        "zh-CN": (
            "“{construct}”：多分格相关的单因子模型中有题目的独特方差触及下限；有序 omega 与分类 omega 参考价值有限。"
        ),
    },
    "reliability_at_bound": {
        "en": "'{construct}': the polychoric correlation of '{item}' and '{other}' was stopped at ±0.9999.",
        "zh-CN": "“{construct}”：“{item}”与“{other}”的多分格相关止于 ±0.9999。",
    },
    "reliability_too_few_items": {
        "en": "'{construct}' has {n_items} items, too few for {estimators}.",
        "zh-CN": "“{construct}”只有 {n_items} 道题，不足以估计 {estimators}。",
    },
    "reliability_too_fine": {
        "en": (
            "'{construct}': an item has more than {most} different answers, too many to be taken as ordered "
            "categories; ordinal alpha and omega and categorical omega are left out."
        ),
        "zh-CN": (
            "“{construct}”：有题目的不同回答超过 {most} 种，不宜作为有序类别；"
            "未计算有序 alpha、有序 omega 与分类 omega。"
        ),
    },
    "reliability_splits_drawn": {
        "en": (
            "'{construct}': {count:,} of its splits into halves were drawn; the best and the worst may be further "
            "apart."
        ),
        "zh-CN": "“{construct}”：仅抽取了 {count:,} 种折半方式；最好与最差的折半可能相差更大。",
    },
    "reliability_draws_lost": {
        "en": "'{construct}': {count:,} of {n_boot:,} bootstrap samples gave no {estimator}; its interval lacks them.",
        "zh-CN": "“{construct}”：{n_boot:,} 次自助抽样中有 {count:,} 次无法得到 {estimator}，未计入其区间。",
    },
    "reliability_few_rows": {
        "en": "'{construct}' has {n} complete rows for {n_items} items; fitted estimators need many more rows.",
        "zh-CN": "“{construct}”有 {n_items} 道题却只有 {n} 份完整作答；模型估计需要远多于题数的作答。",
    },
    "items_duplicate": {
        "en": "'{construct}': '{item}' and '{other}' correlate perfectly, as one question counted twice.",
        "zh-CN": "“{construct}”：“{item}”与“{other}”完全相关，等于同一题目计了两次。",
    },
    "item_two_answers": {
        "en": "'{construct}': only two different answers were given to '{item}'.",
        "zh-CN": "“{construct}”：“{item}”只出现了两种回答。",
    },
    "item_unused_answers": {
        "en": "'{construct}': nobody gave the answer {codes} to '{item}'; ordinal estimates know only answers given.",
        "zh-CN": "“{construct}”：没有人在“{item}”上选择 {codes}；有序估计只依据出现过的回答。",
    },
    "alpha_unsuitable": {
        "en": (
            "'{construct}': its items are not equally good measures (chi-square {statistic:.1f}, df {df}, "
            "p {p_value:.3f}), so alpha ({alpha:.2f}) is not the reliability of their sum; "
            "quote omega total ({omega:.2f})."
        ),
        "zh-CN": (
            "“{construct}”：各题目的测量能力并不相等（卡方 {statistic:.1f}，自由度 {df}，p {p_value:.3f}），"
            "alpha（{alpha:.2f}）不等于总分的信度；请引用 omega total（{omega:.2f}）。"
        ),
    },
    "equivalence_failed": {
        "en": "'{construct}': whether its items are equally good measures could not be tested.",
        "zh-CN": "“{construct}”：无法检验各题目的测量能力是否相等。",
    },
    # agreement and retest
    "agreement_unweighted": {
        "en": "Intraclass correlations of {n_raters} raters, complete targets only ({n:,} of {n_total:,}), unweighted.",
        "zh-CN": "{n_raters} 名评分者的组内相关系数，仅使用完整评分的对象（{n_total:,} 个中的 {n:,} 个），未加权。",
    },
    "agreement_weighted": {
        "en": "Intraclass correlations of {n_raters} raters, complete targets only ({n:,} of {n_total:,}), weighted.",
        "zh-CN": "{n_raters} 名评分者的组内相关系数，仅使用完整评分的对象（{n_total:,} 个中的 {n:,} 个），已加权。",
    },
    "retest_unweighted": {
        "en": "Both scores of the same people, complete pairs of each construct, unweighted.",
        "zh-CN": "同一批人的两次得分，按构念使用完整的成对数据，未加权。",
    },
    "retest_weighted": {
        "en": "Both scores of the same people, complete pairs of each construct, weighted.",
        "zh-CN": "同一批人的两次得分，按构念使用完整的成对数据，已加权。",
    },
    "retest_matched": {
        "en": "{n:,} people are in both measurements, of {n_first:,} in the first and {n_second:,} in the second.",
        "zh-CN": "两次测量均有的人数：{n:,}（第一次 {n_first:,} 人，第二次 {n_second:,} 人）。",
    },
    "retest_unshared": {
        "en": "Only in one of the measurements and left out: {constructs}.",
        "zh-CN": "只出现在其中一次测量、未予比较：{constructs}。",
    },
    "retest_undefined": {
        "en": "'{construct}' cannot be compared: {n:,} people have both scores, or all of one time have the same.",
        "zh-CN": "“{construct}”无法比较：两次均有得分的人数为 {n:,}，或某一次的得分全部相同。",
    },
}

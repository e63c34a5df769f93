"""The texts of `Note` on the quality of single items, in English and Chinese; placeholders are the same in both."""

from __future__ import annotations

_WEIGHTING = {
    "unweighted": ("unweighted", "未加权"),
    "weighted": (
        "weighted, tests and errors on the effective n",
        "已加权，检验与标准误按有效样本量计算",
    ),
}

ITEM_QUALITY_TEXTS: dict[str, dict[str, str]] = {
    "construct_too_small": {
        "en": "'{construct}' was left out: items that vary {n_items}, complete rows {n}.",
        "zh-CN": "未分析“{construct}”：回答有差异的题目数 {n_items}，完整作答数 {n}。",
    },
    "scalability_negative": {
        "en": "{count} pair(s) of items in '{construct}' go against each other: check whether one is reverse-keyed.",
        "zh-CN": "“{construct}”中有 {count} 对题目方向相反：请检查其中是否有反向题。",
    },
    "scalability_low": {
        "en": "Items of '{construct}' with H below {bound:.2f}: {items}.",
        "zh-CN": "“{construct}”中 H 低于 {bound:.2f} 的题目：{items}。",
    },
    "scalability_split": {
        "en": "At a lower bound of {bound:.2f} '{construct}' falls into {scales} scale(s); left over: {unscalable}.",
        "zh-CN": "下限为 {bound:.2f} 时，“{construct}”的题目分成 {scales} 个量表；无法归入的题目数：{unscalable}。",
    },
    "monotonicity_violated": {
        "en": "Items of '{construct}' whose answers fall significantly as the rest score rises: {items}.",
        "zh-CN": "“{construct}”中随其余题目得分升高而回答显著下降的题目：{items}。",
    },
    "monotonicity_not_checked": {
        "en": (
            "Monotonicity was not checked for {items} of '{construct}': the rest score makes no two groups of "
            "{size:,} respondents."
        ),
        "zh-CN": "未检查“{construct}”中 {items} 的单调性：其余题目得分无法分成两个至少 {size:,} 人的组。",
    },
    "small_base": {
        "en": "'{construct}' rests on {n:,} complete rows, fewer than {least:,}: read its numbers as rough.",
        "zh-CN": "“{construct}”仅有 {n:,} 份完整作答，少于 {least:,}：其数字较为粗略。",
    },
    "groups_left_out": {
        "en": "Groups with fewer than {least:,} complete rows in '{construct}', left out: {groups}.",
        "zh-CN": "“{construct}”中完整作答少于 {least:,} 份而未纳入的组：{groups}。",
    },
    "groups_small": {
        "en": "Groups below {least:,} complete rows in '{construct}', so that differences may go unseen: {groups}.",
        "zh-CN": "“{construct}”中完整作答少于 {least:,} 份的组，差异可能无法发现：{groups}。",
    },
    "groups_missing": {
        "en": "Respondents without a group, left out: {n:,}.",
        "zh-CN": "没有分组信息而未纳入的受访者数：{n:,}。",
    },
    "groups_too_few": {
        "en": "'{construct}' was left out: fewer than two groups are large enough.",
        "zh-CN": "未分析“{construct}”：人数足够的组少于两个。",
    },
    "differential_found": {
        "en": "Items answered differently by groups alike on the rest: {items}. Look at wording and translation.",
        "zh-CN": "在其余题目得分相同的情况下各组回答不同的题目：{items}。请检查措辞与翻译。",
    },
    "differential_failed": {
        "en": "Item '{item}' of '{construct}' could not be compared: groups or score separate its answers.",
        "zh-CN": "无法比较“{construct}”的题目“{item}”：分组或得分把各回答完全分开。",
    },
    "differential_empty": {
        "en": "Answers that nobody of a group gave: {cells}.",
        "zh-CN": "某组中无人选择的回答：{cells}。",
    },
    "purified": {
        "en": "The matching score of '{construct}' leaves out items that differ: {items}.",
        "zh-CN": "“{construct}”的匹配得分剔除了存在差异的题目：{items}。",
    },
    "purified_too_far": {
        "en": "'{construct}' was not purified: fewer than two items would be left to match on.",
        "zh-CN": "“{construct}”未做净化：剩余可匹配的题目少于两道。",
    },
    "categories_unused": {
        "en": "Answers that nobody gave: {cells}.",
        "zh-CN": "无人选择的回答：{cells}。",
    },
    "categories_rare": {
        "en": "Answers given by fewer than {least} respondents: {cells}.",
        "zh-CN": "选择人数少于 {least} 的回答：{cells}。",
    },
    "categories_disordered": {
        "en": "Items where a higher answer goes with a lower score on the other items: {items}.",
        "zh-CN": "较高回答对应其余题目较低得分的题目：{items}。",
    },
    "floor_or_ceiling": {
        "en": "More than {limit:.0%} of respondents have the lowest or highest score possible: {constructs}.",
        "zh-CN": "处于可能最低分或最高分的受访者超过 {limit:.0%} 的构念：{constructs}。",
    },
    "two_answers_only": {
        "en": "Items with two answers only, so that the order of answers cannot be checked beyond one step: {items}.",
        "zh-CN": "只有两个回答的题目，回答顺序只能检查一步：{items}。",
    },
    "graded_failed": {
        "en": "No graded response model for '{construct}': it needs three items, and no slope without bound.",
        "zh-CN": "“{construct}”没有等级反应模型：至少需要三道题目，且没有区分度趋于无穷。",
    },
    "graded_not_converged": {
        "en": "The graded response model of '{construct}' did not converge: do not use its slopes and thresholds.",
        "zh-CN": "“{construct}”的等级反应模型未收敛：请勿使用其区分度与阈值。",
    },
}
ITEM_QUALITY_TEXTS |= {
    f"scalability_{key}": {
        "en": (
            f"Mokken scale analysis on complete rows of each construct, {texts[0]}; delta-method standard errors; "
            "selection with a lower bound of {bound:.2f}; rest-score monotonicity, falls above {least_violation:.2f}."
        ),
        "zh-CN": (
            f"对每个构念的完整作答做 Mokken 量表分析，{texts[1]}；标准误用 delta 法；"
            "选题下限 {bound:.2f}；按其余题目得分检查单调性，只计大于 {least_violation:.2f} 的下降。"
        ),
    }
    for key, texts in _WEIGHTING.items()
}
_MATCHES = {"total": ("total score", "总分"), "rest": ("score on the other items", "其余题目得分")}
_ADJUSTMENTS = {"holm": ("Holm", "Holm"), "bh": ("Benjamini–Hochberg", "Benjamini–Hochberg")}
ITEM_QUALITY_TEXTS |= {
    f"differential_{match}_{adjust}_{key}": {
        "en": (
            f"Proportional-odds regression of each item on the {score[0]}, the group and their product; "
            f"likelihood-ratio tests, {method[0]} over {{tests:,}} items; complete rows of each construct, {texts[0]}; "
            "reference group: {reference}."
        ),
        "zh-CN": (
            f"以{score[1]}、分组及其乘积对每道题目做比例优势回归；似然比检验，"
            f"在 {{tests:,}} 道题目间用 {method[1]} 校正；使用每个构念的完整作答，{texts[1]}；参照组：{{reference}}。"
        ),
    }
    for match, score in _MATCHES.items()
    for adjust, method in _ADJUSTMENTS.items()
    for key, texts in _WEIGHTING.items()
}
_MODELS = {
    "factor": ("converted from one factor of polychoric correlations", "由多分格相关的单因子解换算"),
    "likelihood": ("by marginal maximum likelihood", "用边际极大似然估计"),
}
ITEM_QUALITY_TEXTS |= {
    f"categories_{model}_{key}": {
        "en": (
            f"Complete rows of each construct, keyed, {texts[0]}; rest score is the mean of the other items; "
            f"graded response model {how[0]}."
        ),
        "zh-CN": (
            f"使用每个构念的完整作答，反向题已翻转，{texts[1]}；其余题目得分为其他题目的均值；等级反应模型{how[1]}。"
        ),
    }
    for model, how in _MODELS.items()
    for key, texts in _WEIGHTING.items()
}

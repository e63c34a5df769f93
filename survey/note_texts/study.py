"""The texts of `Note` on scores, weights, drivers and the rest of a study, in English and Chinese."""

from __future__ import annotations

STUDY_TEXTS: dict[str, dict[str, str]] = {
    "listwise": {
        "en": "Complete rows only: {n:,} of {n_total:,} respondents.",
        "zh-CN": "仅使用完整作答：{n_total:,} 名受访者中的 {n:,} 名。",
    },
    # scores, screening, weights and simulation
    "raking_illustrative": {
        "en": "The margins of {items} are illustrative shares of the questionnaire, not of a known population.",
        "zh-CN": "{items} 的目标占比只是问卷中的示例，并非已知总体的占比。",
    },
    "raking_from_equal": {
        "en": "Raking to the margins of {items}, from equal weights; mean weight 1.",
        "zh-CN": "从等权开始，按 {items} 的总体占比做边际加权（raking）；权重均值为 1。",
    },
    "raking_from_weights": {
        "en": "Raking to the margins of {items}, from the weights already there; mean weight 1.",
        "zh-CN": "从已有权重开始，按 {items} 的总体占比做边际加权（raking）；权重均值为 1。",
    },
    "raking_missing": {
        "en": (
            "Without an answer to a margin's question: {counts}; they are raked on the other margins only, and targets "
            "apply to those who answered."
        ),
        "zh-CN": "未回答加权题目的人数：{counts}；他们只按其余题目加权，目标占比以回答者为基数。",
    },
    "raking_trimmed": {
        "en": "Weights were kept between {low:g} and {high:g}; {count:,} are at a bound.",
        "zh-CN": "权重限制在 {low:g} 到 {high:g} 之间；{count:,} 个权重位于界限上。",
    },
    "raking_not_converged": {
        "en": "Raking did not meet every margin; the largest difference is {error:.4f}.",
        "zh-CN": "加权未能完全达到各项目标占比；最大差异为 {error:.4f}。",
    },
    "careless_method": {
        "en": (
            "{signs} signs by the rules of the questionnaire; {needed} or more make a respondent careless; unweighted."
        ),
        "zh-CN": "按问卷事先规定的规则检查 {signs} 种迹象；出现 {needed} 种及以上判为不认真作答；未加权。",
    },
    "careless_verdict": {
        "en": "{needed} or more of the signs above",
        "zh-CN": "出现以上迹象中的 {needed} 种及以上",
    },
    "careless_too_fast": {
        "en": "finished in less than {limit:g} seconds",
        "zh-CN": "用时少于 {limit:g} 秒",
    },
    "careless_longstring": {
        "en": "more than {limit:g} identical ratings in a row",
        "zh-CN": "连续相同的评分超过 {limit:g} 题",
    },
    "careless_low_variation": {
        "en": "standard deviation below {limit:g} over the {n_items} ratings of the commonest scale range",
        "zh-CN": "在最常用量表范围的 {n_items} 道评分题上，标准差小于 {limit:g}",
    },
    "careless_attention": {
        "en": "at least {limit:g} of {n_items} attention checks answered wrong",
        "zh-CN": "{n_items} 道注意力检测题中至少答错 {limit:g} 道",
    },
    "careless_missing": {
        "en": "more than {limit:.0%} of the questions shown not answered",
        "zh-CN": "所显示的题目中未作答的超过 {limit:.0%}",
    },
    "careless_duplicate": {
        "en": "the same answers to {n_items} or more ratings, not all alike, as an earlier respondent",
        "zh-CN": "有 {n_items} 道及以上评分题（不全是同一答案）与更早的受访者完全相同",
    },
    "careless_no_seconds": {
        "en": "Not checked: time spent, because the data have none.",
        "zh-CN": "未检查用时：数据中没有作答时间。",
    },
    "careless_no_ratings": {
        "en": "Not checked: {sign}, because the data have no ratings to compare.",
        "zh-CN": "未检查 {sign}：数据中没有可比较的评分题。",
    },
    "careless_no_attention": {
        "en": "Not checked: attention, because there is no attention check in the data.",
        "zh-CN": "未检查注意力：数据中没有注意力检测题。",
    },
    "careless_few_ratings": {
        "en": "Not checked: duplicate answers, because there are fewer than {n_items} ratings.",
        "zh-CN": "未检查重复作答：评分题少于 {n_items} 道。",
    },
    "careless_no_rules": {
        "en": "The questionnaire sets no rules on careless responding; nobody is flagged.",
        "zh-CN": "问卷没有规定不认真作答的判断规则；没有标记任何人。",
    },
    "careless_too_few_signs": {
        "en": "{needed} signs are needed but only {signs} could be checked; nobody can be flagged.",
        "zh-CN": "判定需要 {needed} 种迹象，但只能检查 {signs} 种；没有人会被标记。",
    },
    "simulated": {
        "en": "answers simulated",
        "zh-CN": "模拟作答",
    },
    "simulated_from": {
        "en": "no respondents: made up from the known truth of {questionnaire}, seed {seed}",
        "zh-CN": "没有真实受访者：按 {questionnaire} 的已知真值生成，随机种子 {seed}",
    },
    "simulation_scaled": {
        "en": "coefficients of the simulation scaled",
        "zh-CN": "缩放模拟系数",
    },
    "simulation_scaled_by": {
        "en": "as given they left no room for error; multiplied by {factor:.3f}, latent R² {r2:.2f}",
        "zh-CN": "原系数没有给误差留出余地；已乘以 {factor:.3f}，潜变量 R² 为 {r2:.2f}",
    },
    "scores_method": {
        "en": (
            "Construct scores are means of the answered items, 0 (worst) to 100 (best) of each scale's own "
            "range; at least {share:.0%} of the items shown must be answered."
        ),
        "zh-CN": (
            "构念得分为已作答题目的平均值，按各量表自身范围换算为 0（最差）至 100（最好）；至少须回答所显示题目的"
            " {share:.0%}。"
        ),
    },
    "scores_not_asked": {
        "en": "Respondents without a score because the questions were not shown or do not apply: {counts}.",
        "zh-CN": "因题目未显示或不适用而没有得分的受访者人数：{counts}。",
    },
    "scores_too_few": {
        "en": "Respondents without a score because too few items were answered: {counts}.",
        "zh-CN": "因作答题目过少而没有得分的受访者人数：{counts}。",
    },
    "scores_left_out": {
        "en": "Not scored, because an item has no response scale: {constructs}.",
        "zh-CN": "因含有没有量表范围的题目而未计分：{constructs}。",
    },
    # items, profile, indicators, priorities
    "items_unweighted": {
        "en": "Codes as answered, {n:,} respondents, unweighted; shares are of the substantive answers.",
        "zh-CN": "按原始代码统计，{n:,} 名受访者，未加权；占比以有效回答为基数。",
    },
    "items_weighted": {
        "en": "Codes as answered, {n:,} respondents, weighted; shares are of the substantive answers.",
        "zh-CN": "按原始代码统计，{n:,} 名受访者，已加权；占比以有效回答为基数。",
    },
    "profile_unweighted": {
        "en": "Shares of all {n:,} respondents, unweighted.",
        "zh-CN": "以全部 {n:,} 名受访者为基数的占比，未加权。",
    },
    "profile_weighted": {
        "en": "Shares of all {n:,} respondents, weighted.",
        "zh-CN": "以全部 {n:,} 名受访者为基数的占比，已加权。",
    },
    "answer_blank": {"en": "(left blank)", "zh-CN": "（未填）"},
    "answer_not_shown": {"en": "(not asked)", "zh-CN": "（未被询问）"},
    "indicators_unweighted": {
        "en": (
            "Shares with Wilson intervals, recommend score with the adjusted Wald interval, mean with the t interval; "
            "unweighted."
        ),
        "zh-CN": "占比用 Wilson 区间，推荐净值用校正 Wald 区间，均值用 t 区间；未加权。",
    },
    "indicators_weighted": {
        "en": (
            "Weighted shares with Wilson intervals, recommend score with the adjusted Wald interval, mean with the t "
            "interval, each on Kish's effective n."
        ),
        "zh-CN": "加权占比用 Wilson 区间，推荐净值用校正 Wald 区间，均值用 t 区间；区间均按 Kish 有效样本量计算。",
    },
    "indicator_empty": {
        "en": "Indicator {indicator} is left out: '{item}' has no substantive answers.",
        "zh-CN": "指标 {indicator} 未计算：“{item}”没有有效回答。",
    },
    "priorities": {
        "en": "Quadrants meet at an importance share of {importance:.1%} and a performance of {performance:.1f}.",
        "zh-CN": "象限分界：重要性占比 {importance:.1%}，表现得分 {performance:.1f}。",
    },
    "quadrant_unsure": {
        "en": "Drivers whose interval crosses a line of the map, so that their quadrant is not sure: {n}.",
        "zh-CN": "区间跨过分界线、因而所在象限不能确定的驱动因素数：{n}。",
    },
    # drivers
    "contact_indicators": {
        "en": "Respondents not asked about a driver stay in, with an indicator of having been asked: {drivers}.",
        "zh-CN": "未被问及某一驱动因素的受访者仍保留在模型中，并加入“是否被问及”的指示变量：{drivers}。",
    },
    # further analyses of a study that are left out, and what is said beside those that are made
    "study_refused": {
        "en": "These answers do not allow it: {reason}",
        "zh-CN": "现有回答不支持这项分析；程序给出的原因（英文）：“{reason}”",
    },
    "study_no_little": {
        "en": "Little's test was not made: {n:,} respondents are fewer than {least} to each of {n_items} items.",
        "zh-CN": "未做 Little 检验：{n:,} 名受访者，{n_items} 道题平均每题不足 {least} 名。",
    },
    "study_validity_asked": {
        "en": "Left out, because routing left too few complete rows with them: {constructs}.",
        "zh-CN": "因跳转后完整作答过少而未纳入：{constructs}。",
    },
    "study_no_room": {
        "en": "Every respondent gave every driver the highest score, so that no score can be higher.",
        "zh-CN": "所有受访者对各驱动因素都给了最高分，没有更高的得分可以推算。",
    },
    "study_no_paths": {
        "en": "The questionnaire names no paths (analysis: paths:).",
        "zh-CN": "问卷没有写明路径（analysis: paths:）。",
    },
    "study_no_segments": {
        "en": "The questionnaire names no profile items (analysis: profile:), and segments= names none.",
        "zh-CN": "问卷没有写明受访者特征题（analysis: profile:），也没有用 segments= 指定。",
    },
    "study_small_segments": {
        "en": "No group has {minimum} respondents and as many outside it; tried: {items}.",
        "zh-CN": "没有一个群体达到 {minimum} 人、且群体之外也达到 {minimum} 人；已尝试：{items}。",
    },
    "study_small_groups": {
        "en": "Not compared by {item}: no group has {minimum} respondents and as many outside it.",
        "zh-CN": "未按 {item} 比较：没有一个群体达到 {minimum} 人、且群体之外也达到 {minimum} 人。",
    },
    "study_item_refused": {
        "en": "Not compared by {item}: {reason}",
        "zh-CN": "未按 {item} 比较；程序给出的原因（英文）：“{reason}”",
    },
    "study_further_segments": {
        "en": "Further profile items were not compared, but can be named: {items}.",
        "zh-CN": "其余受访者特征题未比较，可以另行指定：{items}。",
    },
    "study_no_wave": {
        "en": "Nothing tells the waves apart: no column was named (wave=, --wave).",
        "zh-CN": "无法区分各期调查：没有指定区分期次的列（wave=、--wave）。",
    },
    "study_few_waves": {
        "en": "Fewer than two waves have {minimum} respondents.",
        "zh-CN": "达到 {minimum} 名受访者的调查期次不足两期。",
    },
    "study_no_comment": {
        "en": "The questionnaire names no comment (analysis: comment:).",
        "zh-CN": "问卷没有写明意见题（analysis: comment:）。",
    },
    "study_no_service": {
        "en": "No service log was given (service=, --service).",
        "zh-CN": "没有提供客服记录（service=、--service）。",
    },
    "study_no_orders": {
        "en": "No column of the answers holds order ids, by which answers and service log would be joined.",
        "zh-CN": "作答数据中没有订单编号列，无法与客服记录关联。",
    },
    "study_raked_together": {
        "en": "Weights were made for all waves together; the make-up of each wave was left as it is.",
        "zh-CN": "权重按全部期次合并计算；各期内部的样本构成未作调整。",
    },
    "reproduction": {
        "en": "The study made again from its record; numbers compared to {digits} digits.",
        "zh-CN": "按记录重新运行研究；数字比较到 {digits} 位有效数字。",
    },
    "reproduction_outside": {
        "en": "Read from outside the record's folder: {path}.",
        "zh-CN": "读取了记录所在文件夹之外的文件：{path}。",
    },
    "reproduction_changed": {
        "en": "Changed since the record was written, and read all the same: {file}.",
        "zh-CN": "文件在记录之后有改动，仍按要求读取：{file}。",
    },
    "reproduction_versions": {
        "en": "Software differs from then: {packages}.",
        "zh-CN": "软件版本与当时不同：{packages}。",
    },
    "zero_weights": {
        "en": "Respondents with weight 0, left out: {n:,}.",
        "zh-CN": "权重为 0 而未计入的受访者数：{n:,}。",
    },
}

_SHARES = {
    "shapley": ("LMG (Shapley) shares of R²", "R² 的 LMG（Shapley）分解"),
    "relative_weights": ("Johnson's relative weights", "Johnson 相对权重"),
}
_BASES = {
    "listwise": ("complete rows", "完整作答"),
    "indicator": (
        "all who answered what they were asked, those not asked with an indicator",
        "回答了所问内容的全部受访者，未被问及者用指示变量标记",
    ),
}
_WEIGHTING = {"unweighted": ("unweighted", "未加权"), "weighted": ("weighted", "已加权")}

# The method of a driver analysis is one sentence of three parts, each of them a choice.
STUDY_TEXTS |= {
    f"drivers_{share}_{base}_{weighting}": {
        "en": (
            f"{share_text[0]}; {base_text[0]} ({{n:,}} of {{n_total:,}}), {weight_text[0]}; "
            "OLS with HC3 standard errors; {n_boot:,} bootstrap samples, seed {seed}."
        ),
        "zh-CN": (
            f"{share_text[1]}；{base_text[1]}（{{n_total:,}} 名中的 {{n:,}} 名），{weight_text[1]}；"
            "OLS 回归，HC3 标准误；自助抽样 {n_boot:,} 次，随机种子 {seed}。"
        ),
    }
    for share, share_text in _SHARES.items()
    for base, base_text in _BASES.items()
    for weighting, weight_text in _WEIGHTING.items()
}

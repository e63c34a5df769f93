"""The texts of `Note` on careless responding, in English and Chinese; placeholders are the same in both."""

from __future__ import annotations

SCREENING_TEXTS: dict[str, dict[str, str]] = {
    "careless_method_weighted": {
        "en": (
            "{signs} signs by the rules of the questionnaire; {needed} or more make a respondent careless; respondents "
            "are counted unweighted, what describes the sample (covariances, correlations, shares) is weighted."
        ),
        "zh-CN": (
            "按问卷事先规定的规则检查 {signs} 种迹象；出现 {needed} 种及以上判为不认真作答；人数未加权，"
            "描述样本的量（协方差、相关、占比）已加权。"
        ),
    },
    "careless_verdict_kinds": {
        "en": "{needed} or more of the signs above, signs of one behaviour counted once",
        "zh-CN": "出现以上迹象中的 {needed} 种及以上，同一类行为的迹象只计一次",
    },
    "careless_pace": {
        "en": "fewer than {limit:g} seconds for each question shown",
        "zh-CN": "所显示的题目平均每题用时少于 {limit:g} 秒",
    },
    "careless_average_string": {
        "en": "runs of identical ratings longer than {limit:g} on average",
        "zh-CN": "连续相同评分的平均长度超过 {limit:g} 题",
    },
    "careless_pattern": {
        "en": "2 to 5 answers that repeat over more than {limit:g} ratings, such as 1-2-1-2",
        "zh-CN": "2 至 5 个答案循环重复（如 1-2-1-2），连续超过 {limit:g} 题",
    },
    "careless_low_variation_part": {
        "en": "standard deviation below {limit:g} in a quarter of the {n_items} ratings of the commonest scale range",
        "zh-CN": "在最常用量表范围的 {n_items} 道评分题中，有四分之一的题目标准差小于 {limit:g}",
    },
    "careless_near_duplicate": {
        "en": "more than {limit:.0%} of {n_items} or more ratings the same as an earlier respondent's",
        "zh-CN": "{n_items} 道及以上评分题中，超过 {limit:.0%} 与更早的某位受访者相同",
    },
    "careless_mahalanobis": {
        "en": "unusual combination of the {n_items} ratings (Mahalanobis distance, p below {limit:g})",
        "zh-CN": "{n_items} 道评分题的答案组合异常（马氏距离，p 小于 {limit:g}）",
    },
    "careless_even_odd": {
        "en": "consistency of even and odd items over {n_scales} constructs below {limit:g}",
        "zh-CN": "{n_scales} 个构念的奇偶题一致性低于 {limit:g}",
    },
    "careless_synonyms": {
        "en": "correlation below {limit:g} over {n_pairs} pairs of ratings that correlate above {critical:g} among all",
        "zh-CN": "样本中相关高于 {critical:g} 的 {n_pairs} 对评分题，个人答案的相关低于 {limit:g}",
    },
    "careless_antonyms": {
        "en": (
            "correlation above −{limit:g} over {n_pairs} pairs of ratings that correlate below {critical:g} among all"
        ),
        "zh-CN": "样本中相关低于 {critical:g} 的 {n_pairs} 对评分题，个人答案的相关高于 −{limit:g}",
    },
    "careless_guttman": {
        "en": "more than {limit:.0%} of the Guttman errors possible within {n_scales} constructs",
        "zh-CN": "在 {n_scales} 个构念内，Guttman 误差超过可能数目的 {limit:.0%}",
    },
    "careless_gibberish": {
        "en": "gibberish, or somebody else's long text, in at least {limit:g} of {n_items} open questions",
        "zh-CN": "{n_items} 道开放题中至少 {limit:g} 道填写了无意义字符，或与他人的长文字完全相同",
    },
    "careless_text_no_letters": {"en": "punctuation only", "zh-CN": "只有标点符号"},
    "careless_text_repeated": {"en": "one character over and over", "zh-CN": "同一字符反复出现"},
    "careless_text_keyboard": {"en": "keys hit at random", "zh-CN": "随意敲击键盘"},
    "careless_text_copied": {
        "en": "word for word the text of an earlier respondent",
        "zh-CN": "与更早的受访者逐字相同",
    },
    "careless_alike": {
        "en": (
            "Not compared for near copies: {n:,} respondents who gave one answer to more than {share:.0%} of the "
            "ratings; such answers are alike by chance."
        ),
        "zh-CN": "未比较近似重复：{n:,} 名受访者有超过 {share:.0%} 的评分是同一答案，这样的答卷会偶然相同。",
    },
    "careless_constant": {
        "en": "Left out of {sign}, because nobody differs: {items}.",
        "zh-CN": "因所有人答案相同，未计入 {sign}：{items}。",
    },
    "careless_singular": {
        "en": (
            "Not checked: mahalanobis, because the covariances of {n_items} ratings over {n:,} respondents cannot be "
            "inverted: too few respondents, too many missing answers, or ratings that repeat others."
        ),
        "zh-CN": (
            "未检查 mahalanobis：{n:,} 名受访者 {n_items} 道评分题的协方差矩阵不可逆"
            "（人数太少、缺失太多，或有题目彼此重复）。"
        ),
    },
    "careless_few_constructs": {
        "en": "Not checked: {sign}, because fewer than {least} constructs have two ratings in the data.",
        "zh-CN": "未检查 {sign}：数据中有两道及以上评分题的构念少于 {least} 个。",
    },
    "careless_few_pairs": {
        "en": (
            "Not checked: {sign}, because {n_pairs} pairs of ratings correlate beyond {critical:g}; at least {least} "
            "are needed."
        ),
        "zh-CN": "未检查 {sign}：相关超过 {critical:g} 的评分题只有 {n_pairs} 对，至少需要 {least} 对。",
    },
    "careless_no_comments": {
        "en": "Not checked: gibberish, because the data have no open question.",
        "zh-CN": "未检查无意义文字：数据中没有开放题。",
    },
    "careless_simulated_comments": {
        "en": "Copied texts were not looked for: simulated comments come from a short list.",
        "zh-CN": "未检查逐字相同的文字：模拟的留言取自一份很短的清单。",
    },
    "screening_unweighted": {
        "en": (
            "The same analyses with all {n:,} respondents and without the {flagged:,} flagged, each with its own base "
            "and missing mode; unweighted."
        ),
        "zh-CN": (
            "同样的分析做两次：全部 {n:,} 名受访者，以及剔除被标记的 {flagged:,} 名之后；"
            "基数与缺失处理各按原分析；未加权。"
        ),
    },
    "screening_weighted": {
        "en": (
            "The same analyses with all {n:,} respondents and without the {flagged:,} flagged, each with its own base "
            "and missing mode; weighted as the responses are, not raked again."
        ),
        "zh-CN": (
            "同样的分析做两次：全部 {n:,} 名受访者，以及剔除被标记的 {flagged:,} 名之后；"
            "基数与缺失处理各按原分析；使用现有权重，未重新加权。"
        ),
    },
    "screening_nobody": {
        "en": "Nobody is flagged, so nothing differs.",
        "zh-CN": "没有人被标记，因此没有差异。",
    },
    "screening_no_drivers": {
        "en": "The drivers are not compared: the answers do not allow a driver analysis of both.",
        "zh-CN": "未比较驱动因素：两组作答不能都做驱动分析。",
    },
}

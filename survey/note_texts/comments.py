"""Notes of results on comments and their themes, in English and Chinese."""

from __future__ import annotations

_SHARES = {
    "unweighted": ("unweighted, Wilson intervals", "未加权，Wilson 区间"),
    "weighted": ("weighted, linearised intervals on the logit scale", "已加权，logit 尺度上的线性化区间"),
}
_TEST = {
    "unweighted": ("unweighted", "未加权"),
    "weighted": ("weighted, standard errors linearised", "已加权，标准误线性化"),
}

COMMENTS_TEXTS: dict[str, dict[str, str]] = (
    {
        f"comments_{way}": {
            "en": (
                "Codebook {codebook}, {codes} codes; answers to {item} of {n:,} of {n_total:,} respondents who wrote "
                f"something; {en}, coverage {{level:.0%}}."
            ),
            "zh-CN": (
                "编码表 {codebook}，{codes} 个编码；题目 {item}，{n_total:,} 名受访者中写了内容的 {n:,} 名；"
                f"{zh}，覆盖率 {{level:.0%}}。"
            ),
        }
        for way, (en, zh) in _SHARES.items()
    }
    | {
        f"comments_related_{way}": {
            "en": (
                f"Mean of {{outcome}} of those who name a code less that of the other commenters (Welch), {en}; "
                "n = {n:,}; p values adjusted over all codes ({adjust})."
            ),
            "zh-CN": (
                f"提到某编码者的 {{outcome}} 均值减去其余写评论者的均值（Welch），{zh}；"
                "n = {n:,}；p 值在全部编码间校正（{adjust}）。"
            ),
        }
        for way, (en, zh) in _TEST.items()
    }
    | {
        "comments_uncoded": {
            "en": "{share:.0%} of the comments have no code.",
            "zh-CN": "{share:.0%} 的评论没有任何编码。",
        },
        "comments_unchecked": {
            "en": "Words were found, not meanings: have a person code a sample and compare (`sample_comments`, "
            "`assess_coding`).",
            "zh-CN": "找到的是词语，不是含义：请由人工编码一个样本并作比较（`sample_comments`、`assess_coding`）。",
        },
        "comments_blank": {
            "en": "{count:,} comments hold nothing but punctuation and count as unwritten.",
            "zh-CN": "有 {count:,} 条评论只含标点，视为未填写。",
        },
        "comments_small": {
            "en": "Only {n} comments, fewer than {minimum}: a single one moves a share by several points.",
            "zh-CN": "只有 {n} 条评论，少于 {minimum} 条：一条评论就会使占比变动好几个百分点。",
        },
        "comments_related_not_causal": {
            "en": "This describes who wrote what. It does not say what would happen if a reason went away.",
            "zh-CN": "这里描述的是谁写了什么，不说明某个原因消失之后会怎样。",
        },
        "comments_related_few": {
            "en": "Fewer than {minimum} comments on a side, so not compared: {codes}.",
            "zh-CN": "一侧少于 {minimum} 条评论，未作比较：{codes}。",
        },
        "comments_sample": {
            "en": "{n:,} of {n_total:,} comments, drawn at random within {strata} strata by each comment's rarest "
            "code; "
            "seed {seed}. Personal data are masked, codes are not shown.",
            "zh-CN": "{n_total:,} 条评论中的 {n:,} 条，按每条评论最少见的编码分为 {strata} 层随机抽取；种子 {seed}。"
            "个人信息已隐去，不显示编码。",
        },
        "comments_agreement": {
            "en": "Codings by {coders}, compared on {n:,} comments; weighted back to all comments by their strata.",
            "zh-CN": "{coders} 的编码，在 {n:,} 条评论上比较；按层加权推回全部评论。",
        },
        "comments_agreement_open": {
            "en": "Rows that {coder} has not coded: {count}; they are left out.",
            "zh-CN": "{coder} 尚未编码的行数：{count}；不计入。",
        },
        "comments_agreement_rare": {
            "en": "Nobody gave these codes in the sample, so nothing is known of them: {codes}.",
            "zh-CN": "样本中没有人给出以下编码，因此无从判断：{codes}。",
        },
        "comments_quotes": {
            "en": "Quotes drawn at random with seed {seed} among comments of {shortest} to {longest} characters whose "
            "outcome lies in the middle half of their code; near duplicates left out, personal data masked.",
            "zh-CN": "在长度 {shortest} 至 {longest} 字、结果处于该编码中间一半的评论中随机抽取，种子 {seed}；"
            "近似重复的不取，个人信息已隐去。",
        },
        "comments_quotes_none": {
            "en": "No comment fit to be quoted for: {codes}.",
            "zh-CN": "以下编码没有适合引用的评论：{codes}。",
        },
        "themes_method": {
            "en": "Themes of {n:,} comments: TF-IDF of {words:,} words, non-negative matrix factorisation into "
            "{themes}; "
            "each comment goes to its strongest theme; unweighted, Wilson intervals; seed {seed}.",
            "zh-CN": "{n:,} 条评论的主题：{words:,} 个词的 TF-IDF，非负矩阵分解为 {themes} 个主题，"
            "每条评论归入最强的主题；"
            "未加权，Wilson 区间；种子 {seed}。",
        },
        "themes_method_weighted": {
            "en": "Themes of {n:,} comments: TF-IDF of {words:,} words, non-negative matrix factorisation into "
            "{themes}; "
            "each comment goes to its strongest theme; shares weighted, linearised intervals; seed {seed}.",
            "zh-CN": "{n:,} 条评论的主题：{words:,} 个词的 TF-IDF，非负矩阵分解为 {themes} 个主题，"
            "每条评论归入最强的主题；"
            "占比已加权，线性化区间；种子 {seed}。",
        },
        "themes_chosen": {
            "en": "The number of themes is the largest whose themes come back in random subsamples nearly as well "
            "as those "
            "of the most stable number.",
            "zh-CN": "主题数取随机子样本中主题仍能重复出现、稳定性与最稳定者相近的最大值。",
        },
        "themes_given": {
            "en": "The number of themes was given, not found.",
            "zh-CN": "主题数由使用者指定，并非由数据得出。",
        },
        "themes_unstable": {
            "en": "The themes are not stable (likeness {stability:.2f}): other comments would give other themes.",
            "zh-CN": "主题不稳定（相似度 {stability:.2f}）：换一批评论会得到不同的主题。",
        },
        "themes_none": {
            "en": "{count:,} comments share no words with any theme.",
            "zh-CN": "有 {count:,} 条评论与任何主题都没有共同词语。",
        },
        "themes_languages": {
            "en": "Comments in Chinese and in English share no words, so themes part by language.",
            "zh-CN": "中文与英文评论没有共同词语，主题会按语言分开。",
        },
    }
)

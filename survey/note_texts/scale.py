"""Notes about passes over large tables."""

from __future__ import annotations

SCALE_TEXTS: dict[str, dict[str, str]] = {
    "table_filtered": {
        "en": "The filter keeps {n:,} of {n_total:,} rows.",
        "zh-CN": "筛选条件保留了 {n_total:,} 行中的 {n:,} 行。",
    },
    "table_unknown_codes": {
        "en": "Values that are no code of their item, taken as missing: {counts}.",
        "zh-CN": "不属于题目编码的取值，按缺失处理：{counts}。",
    },
    "table_groups": {
        "en": (
            "Intervals and standard errors rest on {n_groups:,} random groups of rows; rows count as independent "
            "respondents."
        ),
        "zh-CN": "区间与标准误基于 {n_groups:,} 个随机行组；每行视为一名相互独立的受访者。",
    },
    "table_groups_respondents": {
        "en": (
            "Intervals and standard errors rest on {n_groups:,} random groups of respondents; all rows with the same "
            "{respondent} are in one group."
        ),
        "zh-CN": "区间与标准误基于 {n_groups:,} 个随机受访者组；{respondent} 相同的行同属一组。",
    },
}

_SHARES = {
    "shapley": ("LMG (Shapley) shares of R²", "R² 的 LMG（Shapley）分解"),
    "relative_weights": ("Johnson's relative weights", "Johnson 相对权重"),
}
_BASES = {
    "listwise": ("complete rows", "仅完整的行"),
    "indicator": (
        "all rows with an answer to what was asked, those not asked with an indicator",
        "回答了所问内容的全部行，未被问及者用指示变量标记",
    ),
}
_WEIGHTING = {"unweighted": ("unweighted", "未加权"), "weighted": ("weighted", "已加权")}

# The method of a driver analysis of a table is one sentence of three parts, each of them a choice.
SCALE_TEXTS |= {
    f"table_drivers_{share}_{base}_{weighting}": {
        "en": (
            f"{share_text[0]}; {base_text[0]} ({{n:,}} of {{n_total:,}}), {weight_text[0]}; OLS with standard errors "
            "of the delete-a-group jackknife; {n_boot:,} samples of the group bootstrap, seed {seed}."
        ),
        "zh-CN": (
            f"{share_text[1]}；{base_text[1]}（{{n_total:,}} 行中的 {{n:,}} 行），{weight_text[1]}；"
            "OLS 回归，标准误来自逐组删除的刀切法；分组自助抽样 {n_boot:,} 次，随机种子 {seed}。"
        ),
    }
    for share, share_text in _SHARES.items()
    for base, base_text in _BASES.items()
    for weighting, weight_text in _WEIGHTING.items()
}

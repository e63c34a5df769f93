"""Notes about mediation."""

from __future__ import annotations

MEDIATION_TEXTS: dict[str, dict[str, str]] = {
    "mediation_parallel_percentile_unweighted": {
        "en": (
            "Mediators in parallel, least squares, {n:,} of {n_total:,} respondents, unweighted; percentile "
            "intervals of {n_boot:,} bootstrap samples, seed {seed}."
        ),
        "zh-CN": (
            "并行中介，最小二乘，{n_total:,} 名受访者中的 {n:,} 名，未加权；百分位自助区间，抽样 {n_boot:,} 次，"
            "随机种子 {seed}。"
        ),
    },
    "mediation_parallel_percentile_weighted": {
        "en": (
            "Mediators in parallel, least squares, {n:,} of {n_total:,} respondents, weighted, HC3 standard "
            "errors; percentile intervals of {n_boot:,} bootstrap samples, seed {seed}."
        ),
        "zh-CN": (
            "并行中介，最小二乘，{n_total:,} 名受访者中的 {n:,} 名，已加权，HC3 标准误；百分位自助区间，抽样 "
            "{n_boot:,} 次，随机种子 {seed}。"
        ),
    },
    "mediation_parallel_bca_unweighted": {
        "en": (
            "Mediators in parallel, least squares, {n:,} of {n_total:,} respondents, unweighted; bias-corrected "
            "and accelerated intervals of {n_boot:,} bootstrap samples, seed {seed}."
        ),
        "zh-CN": (
            "并行中介，最小二乘，{n_total:,} 名受访者中的 {n:,} 名，未加权；BCa 自助区间，抽样 {n_boot:,} 次，随"
            "机种子 {seed}。"
        ),
    },
    "mediation_parallel_bca_weighted": {
        "en": (
            "Mediators in parallel, least squares, {n:,} of {n_total:,} respondents, weighted, HC3 standard "
            "errors; bias-corrected and accelerated intervals of {n_boot:,} bootstrap samples, seed {seed}."
        ),
        "zh-CN": (
            "并行中介，最小二乘，{n_total:,} 名受访者中的 {n:,} 名，已加权，HC3 标准误；BCa 自助区间，抽样 "
            "{n_boot:,} 次，随机种子 {seed}。"
        ),
    },
    "mediation_parallel_normal_unweighted": {
        "en": (
            "Mediators in parallel, least squares, {n:,} of {n_total:,} respondents, unweighted; normal "
            "intervals of the delta method."
        ),
        "zh-CN": "并行中介，最小二乘，{n_total:,} 名受访者中的 {n:,} 名，未加权；delta 法正态区间。",
    },
    "mediation_parallel_normal_weighted": {
        "en": (
            "Mediators in parallel, least squares, {n:,} of {n_total:,} respondents, weighted, HC3 standard "
            "errors; normal intervals of the delta method."
        ),
        "zh-CN": "并行中介，最小二乘，{n_total:,} 名受访者中的 {n:,} 名，已加权，HC3 标准误；delta 法正态区间。",
    },
    "mediation_serial_percentile_unweighted": {
        "en": (
            "Mediators in series, least squares, {n:,} of {n_total:,} respondents, unweighted; percentile "
            "intervals of {n_boot:,} bootstrap samples, seed {seed}."
        ),
        "zh-CN": (
            "链式中介，最小二乘，{n_total:,} 名受访者中的 {n:,} 名，未加权；百分位自助区间，抽样 {n_boot:,} 次，"
            "随机种子 {seed}。"
        ),
    },
    "mediation_serial_percentile_weighted": {
        "en": (
            "Mediators in series, least squares, {n:,} of {n_total:,} respondents, weighted, HC3 standard "
            "errors; percentile intervals of {n_boot:,} bootstrap samples, seed {seed}."
        ),
        "zh-CN": (
            "链式中介，最小二乘，{n_total:,} 名受访者中的 {n:,} 名，已加权，HC3 标准误；百分位自助区间，抽样 "
            "{n_boot:,} 次，随机种子 {seed}。"
        ),
    },
    "mediation_serial_bca_unweighted": {
        "en": (
            "Mediators in series, least squares, {n:,} of {n_total:,} respondents, unweighted; bias-corrected "
            "and accelerated intervals of {n_boot:,} bootstrap samples, seed {seed}."
        ),
        "zh-CN": (
            "链式中介，最小二乘，{n_total:,} 名受访者中的 {n:,} 名，未加权；BCa 自助区间，抽样 {n_boot:,} 次，随"
            "机种子 {seed}。"
        ),
    },
    "mediation_serial_bca_weighted": {
        "en": (
            "Mediators in series, least squares, {n:,} of {n_total:,} respondents, weighted, HC3 standard "
            "errors; bias-corrected and accelerated intervals of {n_boot:,} bootstrap samples, seed {seed}."
        ),
        "zh-CN": (
            "链式中介，最小二乘，{n_total:,} 名受访者中的 {n:,} 名，已加权，HC3 标准误；BCa 自助区间，抽样 "
            "{n_boot:,} 次，随机种子 {seed}。"
        ),
    },
    "mediation_serial_normal_unweighted": {
        "en": (
            "Mediators in series, least squares, {n:,} of {n_total:,} respondents, unweighted; normal intervals "
            "of the delta method."
        ),
        "zh-CN": "链式中介，最小二乘，{n_total:,} 名受访者中的 {n:,} 名，未加权；delta 法正态区间。",
    },
    "mediation_serial_normal_weighted": {
        "en": (
            "Mediators in series, least squares, {n:,} of {n_total:,} respondents, weighted, HC3 standard "
            "errors; normal intervals of the delta method."
        ),
        "zh-CN": "链式中介，最小二乘，{n_total:,} 名受访者中的 {n:,} 名，已加权，HC3 标准误；delta 法正态区间。",
    },
    "mediation_order": {
        "en": (
            "The order of predictor, mediator and outcome is assumed: answers of one moment cannot show it, and "
            "what is left out of the model can change every part."
        ),
        "zh-CN": (
            "自变量、中介变量与结果变量的先后次序是假定的：同一时点的回答无法证明；未纳入模型的因素可能改变各部分"
            "的大小。"
        ),
    },
    "mediation_draws_lost": {
        "en": "{count:,} of {n_boot:,} bootstrap samples gave no solution; intervals lack them.",
        "zh-CN": "{n_boot:,} 次自助抽样中有 {count:,} 次没有解，未计入区间。",
    },
    "mediation_binary": {
        "en": "'{name}' has two values and is taken as a number (linear probability).",
        "zh-CN": "“{name}”只有两个取值，按数值处理（线性概率）。",
    },
}

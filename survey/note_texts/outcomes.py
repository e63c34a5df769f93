"""Notes about models of outcomes that are no plain score."""

from __future__ import annotations

_MODELS = {
    "continuous": ("Least squares of a score, HC3 standard errors", "得分的最小二乘回归，HC3 标准误"),
    "linearised": ("Least squares of a score", "得分的最小二乘回归"),
    "logistic": ("Logistic regression of answers at the top", "高分端作答的 logistic 回归"),
    "ordinal": ("Proportional odds of ordered answers", "有序作答的比例优势模型"),
    "partial": ("Partial proportional odds of ordered answers", "有序作答的部分比例优势模型"),
    "poisson": ("Poisson regression of counts, robust standard errors", "计数的泊松回归，稳健标准误"),
    "negative_binomial": ("Negative binomial regression (NB2) of counts", "计数的负二项回归（NB2）"),
}
_WEIGHTS = {
    "unweighted": ("unweighted", "未加权"),
    "probability": (
        "probability weights, scaled to sum to n, robust standard errors",
        "概率权重，缩放为总和等于样本量，稳健标准误",
    ),
    "frequency": (
        "frequency weights, a weight of 3 being three equal respondents",
        "频数权重，权重 3 即三名相同受访者",
    ),
}
_MISSING = {
    "listwise": ("complete rows", "仅使用完整作答"),
    "indicator": ("respondents not asked kept with an indicator", "保留未被询问者并加入接触指示变量"),
}
_BASE = {
    False: ("{n:,} of {n_total:,} respondents", "{n_total:,} 名受访者中的 {n:,} 名"),
    True: ("{n:,} respondents in {n_total:,} rows", "{n_total:,} 行共代表 {n:,} 名受访者"),
}

_METHODS = {
    f"outcome_{model}_{weights}_{missing}": {
        "en": f"{name[0]}; {weight[0]}; {mode[0]}, {_BASE[weights == 'frequency'][0]}.",
        "zh-CN": f"{name[1]}；{weight[1]}；{mode[1]}，{_BASE[weights == 'frequency'][1]}。",
    }
    for model, name in _MODELS.items()
    for weights, weight in _WEIGHTS.items()
    for missing, mode in _MISSING.items()
}

OUTCOMES_TEXTS: dict[str, dict[str, str]] = {
    **_METHODS,
    "outcome_design": {
        "en": (
            "Standard errors and tests of coefficients know the design: {clusters:,} clusters in {strata:,} strata, "
            "{df:,} degrees of freedom. Measures of fit and tests of what the model assumes take respondents as "
            "independent."
        ),
        "zh-CN": (
            "系数的标准误与检验考虑抽样设计：{strata:,} 层，{clusters:,} 个群，自由度 {df:,}。"
            "拟合指标与模型假设的检验仍将受访者视为相互独立。"
        ),
    },
    "outcome_cut": {
        "en": "Answers of {cut} and above count as 1: {share}% of those used.",
        "zh-CN": "{cut} 及以上的作答记为 1：占所用受访者的 {share}%。",
    },
    "outcome_choice": {
        "en": "The first choice (code {choice}) counts as 1, the others as 0.",
        "zh-CN": "第一个选项（代码 {choice}）记为 1，其余记为 0。",
    },
    "outcome_empty": {
        "en": "Nobody used gave these answers: {answers}. Nothing was merged; the model has no cut there and says "
        "nothing "
        "about them. Merge answers beforehand if the scale was too fine.",
        "zh-CN": "所用受访者中无人选择以下答案：{answers}。未做合并；模型在该处没有切点，也不对其作出说明。"
        "若量表过细，请事先合并答案。",
    },
    "outcome_rare": {
        "en": "Answers given by fewer than {least} respondents: {answers}. What the model says of them is unsure; "
        "consider "
        "merging them with their neighbours.",
        "zh-CN": "以下答案的作答人数不足 {least} 人：{answers}。模型对其结论不可靠，可考虑与相邻答案合并。",
    },
    "outcome_events": {
        "en": "The rarer side of the outcome has {events:,} respondents for {terms} coefficients, fewer than 10 for "
        "each "
        "(Peduzzi et al. 1996): coefficients may be biased away from 0. Use fewer drivers or cut elsewhere.",
        "zh-CN": "结果中较少的一方有 {events:,} 名受访者，对应 {terms} 个系数，每个系数不足 10 名（Peduzzi 等 1996）："
        "系数可能偏离 0。请减少驱动因素或更换切点。",
    },
    "outcome_not_parallel": {
        "en": "Brant's test (Holm over drivers) tells the slopes of {drivers} apart between cuts. Give them slopes "
        "of their "
        "own with free=[…], and look whether the difference matters: in large samples small ones are found.",
        "zh-CN": "Brant 检验（Holm 校正）显示 {drivers} 的斜率在各切点间不同。可用 free=[…] 为其分别估计斜率，"
        "并判断差异是否重要：样本大时微小差异也会被检出。",
    },
    "outcome_brant_failed": {
        "en": "Brant's test could not be made: fewer than two cuts have a model of their own, or slopes are too "
        "dependent.",
        "zh-CN": "无法进行 Brant 检验：能单独建模的切点不足两个，或各斜率过于相关。",
    },
    "outcome_brant_separated": {
        "en": "Brant's test leaves out the cuts {cuts}: drivers separate the answers below from those above, so slopes "
        "there are infinite.",
        "zh-CN": "Brant 检验未包含切点 {cuts}：驱动因素将其上下的作答完全分离，该处斜率为无穷大。",
    },
    "outcome_brant_thin": {
        "en": "Brant's test leaves out the cuts {cuts}: fewer respondents on one side than the model there has "
        "coefficients.",
        "zh-CN": "Brant 检验未包含切点 {cuts}：切点一侧的受访者少于该处模型的系数个数。",
    },
    "outcome_infeasible": {
        "en": "For {share}% of respondents the slopes cross, so that some answer not theirs has a negative fitted "
        "chance: "
        "free fewer drivers.",
        "zh-CN": "有 {share}% 的受访者处各切点曲线相交，使某个未选答案的拟合概率为负：请减少分切点估计的驱动因素。",
    },
    "outcome_not_converged": {
        "en": "The search did not end at the maximum of the likelihood; do not quote these numbers.",
        "zh-CN": "搜索未到达似然的最大值；请勿引用这些数值。",
    },
    "outcome_overdispersed": {
        "en": "The counts vary more than Poisson's (test p {p}): robust standard errors allow for it; for "
        "probabilities of "
        "counts use count_model='negative_binomial'.",
        "zh-CN": "计数的离散程度大于泊松分布（检验 p {p}）：稳健标准误已顾及；若需计数的概率，"
        "请用 count_model='negative_binomial'。",
    },
    "outcome_no_dispersion": {
        "en": "The counts vary no more than Poisson's, so the dispersion is 0 and the model is Poisson's.",
        "zh-CN": "计数的离散程度不大于泊松分布，离散参数为 0，模型即泊松模型。",
    },
    "outcome_pseudo_likelihood": {
        "en": "With probability weights the likelihood is a pseudo-likelihood: AIC and BIC are not given.",
        "zh-CN": "使用概率权重时似然为伪似然：不给出 AIC 与 BIC。",
    },
    "outcome_recommend": {
        "en": "A recommend score (NPS) has no value for a respondent, so the answers 0 to 10 are modelled in order; "
        "`promoters` holds the model of 9 and 10 against the rest.",
        "zh-CN": "推荐净值（NPS）不存在于单个受访者层面，因此对 0 至 10 分按顺序建模；`promoters` 为 9、10 "
        "分对其余的模型。",
    },
    "outcome_no_promoters": {
        "en": "Promoters against the rest could not be modelled: {reason}",
        "zh-CN": "无法对推荐者与其余受访者建模：{reason}",
    },
    "outcome_unit": {
        "en": "Ratios are for a difference of {unit} units of a driver.",
        "zh-CN": "比值对应驱动因素相差 {unit} 个单位。",
    },
    "outcome_failed_samples": {
        "en": "{n:,} of {n_boot:,} bootstrap samples had no fit and are left out of the intervals.",
        "zh-CN": "{n_boot:,} 个自助样本中有 {n:,} 个无法拟合，未计入区间。",
    },
    "outcome_shares_common": {
        "en": "Importance is that of the model with one slope for each driver.",
        "zh-CN": "重要性取自每个驱动因素只有一个斜率的模型。",
    },
    "outcome_shares": {
        "en": "Importance: general dominance of {measures} over all models of the drivers, without intervals.",
        "zh-CN": "重要性：对驱动因素全部模型的 {measures} 做一般优势分解，无区间。",
    },
    "outcome_shares_drawn": {
        "en": "Importance: general dominance of {measures} over all models of the drivers, {n_boot:,} bootstrap "
        "samples, seed {seed}.",
        "zh-CN": "重要性：对驱动因素全部模型的 {measures} 做一般优势分解，自助样本 {n_boot:,} 个，随机种子 {seed}。",
    },
    "bases_method": {
        "en": "Shares of R² (LMG) by handling of missing answers: {handlings}; "
        "{n_boot:,} bootstrap samples, seed {seed}.",
        "zh-CN": "按缺失处理方式比较 R² 占比（LMG）：{handlings}；自助样本 {n_boot:,} 个，随机种子 {seed}。",
    },
    "bases_same": {
        "en": "The order of the first {top} drivers is the same under every handling: {order}.",
        "zh-CN": "各处理方式下前 {top} 个驱动因素的顺序相同：{order}。",
    },
    "bases_order_differs": {
        "en": "The first {top} drivers are the same, but their order depends on the handling: {orders}.",
        "zh-CN": "前 {top} 个驱动因素相同，但顺序取决于处理方式：{orders}。",
    },
    "bases_set_differs": {
        "en": "Which drivers are the first {top} depends on the handling: {orders}.",
        "zh-CN": "哪些驱动因素位居前 {top} 取决于处理方式：{orders}。",
    },
    "bases_one": {
        "en": "One handling only: nothing to compare the first {top} drivers with.",
        "zh-CN": "只有一种处理方式：前 {top} 个驱动因素无从比较。",
    },
    "bases_nothing_to_impute": {
        "en": "No answer is missing that could have been given, so nothing was imputed.",
        "zh-CN": "没有本可给出却缺失的回答，因此未做插补。",
    },
    "bases_nobody_unasked": {
        "en": "Nobody is known not to have been asked, so 'indicator' is the same as 'listwise'.",
        "zh-CN": "未知有人未被询问，因此“indicator”与“listwise”相同。",
    },
    "bases_left_out": {
        "en": "Handling '{handling}' could not be computed: {reason}",
        "zh-CN": "处理方式“{handling}”无法计算：{reason}",
    },
    "bases_imputed": {
        "en": "Imputed: {m} completed copies, seed {seed}, pooled by Rubin's rules; cells nobody was "
        "asked for stay empty.",
        "zh-CN": "插补：{m} 份完整数据，随机种子 {seed}，按 Rubin 规则合并；未被询问的单元保持为空。",
    },
    "bases_not_settled": {
        "en": "The moments by maximum likelihood did not settle; do not quote the rows of 'fiml'.",
        "zh-CN": "最大似然矩未收敛；请勿引用“fiml”各行。",
    },
    "bases_failed_samples": {
        "en": "{n:,} of {n_boot:,} bootstrap samples had no moments by maximum likelihood and are left out of the "
        "intervals of 'fiml'.",
        "zh-CN": "{n_boot:,} 个自助样本中有 {n:,} 个得不到最大似然矩，未计入“fiml”的区间。",
    },
    "bases_pairwise": {
        "en": "Pairwise: the smallest pair of columns has {n:,} respondents; no intervals are given.",
        "zh-CN": "成对删除：最小的一对变量有 {n:,} 名受访者；不给出区间。",
    },
    "bases_repaired": {
        "en": "The pairwise correlations contradicted each other (R² {r2:.3f}, smallest eigenvalue {eigenvalue:.3g}) "
        "and were replaced by the nearest correlation matrix; the largest change of a correlation is {change:.3f}.",
        "zh-CN": "成对相关相互矛盾（R² {r2:.3f}，最小特征值 {eigenvalue:.3g}），已用最近的相关矩阵替代；"
        "相关系数的最大改动为 {change:.3f}。",
    },
}

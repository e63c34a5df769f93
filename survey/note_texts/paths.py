"""Notes about path models, their indices and mediation."""

from __future__ import annotations

from survey.note_texts.mediation import MEDIATION_TEXTS

PATHS_TEXTS: dict[str, dict[str, str]] = {
    **MEDIATION_TEXTS,
    "paths_composite_unweighted": {
        "en": (
            "Partial least squares path model of composites, scheme {scheme}, {n:,} of {n_total:,} respondents, "
            "unweighted ({n_boot:,} bootstrap samples, percentile intervals, seed {seed})."
        ),
        "zh-CN": (
            "合成变量的偏最小二乘路径模型，内部方案 {scheme}，{n_total:,} 名受访者中的 {n:,} 名，未加权（自助抽样"
            " {n_boot:,} 次，百分位区间，随机种子 {seed}）。"
        ),
    },
    "paths_composite_weighted": {
        "en": (
            "Partial least squares path model of composites, scheme {scheme}, {n:,} of {n_total:,} respondents, "
            "weighted ({n_boot:,} bootstrap samples with the weights as they are, percentile intervals, seed "
            "{seed})."
        ),
        "zh-CN": (
            "合成变量的偏最小二乘路径模型，内部方案 {scheme}，{n_total:,} 名受访者中的 {n:,} 名，已加权（自助抽样"
            " {n_boot:,} 次，权重保持不变，百分位区间，随机种子 {seed}）。"
        ),
    },
    "paths_consistent_unweighted": {
        "en": (
            "Consistent partial least squares path model (corrected for unreliability), scheme {scheme}, {n:,} "
            "of {n_total:,} respondents, unweighted ({n_boot:,} bootstrap samples, percentile intervals, seed "
            "{seed})."
        ),
        "zh-CN": (
            "一致性偏最小二乘路径模型（已校正测量误差），内部方案 {scheme}，{n_total:,} 名受访者中的 {n:,} 名，未"
            "加权（自助抽样 {n_boot:,} 次，百分位区间，随机种子 {seed}）。"
        ),
    },
    "paths_consistent_weighted": {
        "en": (
            "Consistent partial least squares path model (corrected for unreliability), scheme {scheme}, {n:,} "
            "of {n_total:,} respondents, weighted ({n_boot:,} bootstrap samples with the weights as they are, "
            "percentile intervals, seed {seed})."
        ),
        "zh-CN": (
            "一致性偏最小二乘路径模型（已校正测量误差），内部方案 {scheme}，{n_total:,} 名受访者中的 {n:,} 名，已"
            "加权（自助抽样 {n_boot:,} 次，权重保持不变，百分位区间，随机种子 {seed}）。"
        ),
    },
    "paths_from_drivers": {
        "en": "The questionnaire names no paths; every driver leads to '{outcome}'.",
        "zh-CN": "问卷未指定路径；此处各驱动因素均指向“{outcome}”。",
    },
    "paths_unlinked": {
        "en": "No path touches {constructs}; not part of the model.",
        "zh-CN": "没有路径涉及 {constructs}；未纳入模型。",
    },
    "paths_means_filled": {
        "en": "{n:,} missing answers ({share:.1%}) took the item's mean, which makes correlations too small.",
        "zh-CN": "{n:,} 个缺失回答（{share:.1%}）以题目均值代替，会使相关偏小。",
    },
    "paths_unscaled": {
        "en": "Items entered in their own points, not standardised; paths are standardised.",
        "zh-CN": "题目以原始分值进入模型，未做标准化；路径系数为标准化系数。",
    },
    "paths_two_stages": {
        "en": "Of higher order: {constructs}. A first model gave their constructs' scores, which are their items here.",
        "zh-CN": "高阶构念：{constructs}。先由第一阶段模型得到低阶构念得分，再以其作为题目。",
    },
    "paths_draws_lost": {
        "en": "{count:,} of {n_boot:,} bootstrap samples gave no solution; standard errors and intervals lack them.",
        "zh-CN": "{n_boot:,} 次自助抽样中有 {count:,} 次没有解，未计入标准误与区间。",
    },
    "paths_not_predicted": {
        "en": "No Q² of prediction: fewer than two rows a fold, or no solution without one of the ten folds.",
        "zh-CN": "无法计算 Q² 预测：每折不足两行，或去掉某一折后模型无解。",
    },
    "paths_item_negative": {
        "en": "Item '{item}' goes against its construct '{construct}': check whether it is reverse-keyed.",
        "zh-CN": "题目“{item}”与所属构念“{construct}”方向相反：请检查是否应为反向题。",
    },
    "paths_rho_above_one": {
        "en": (
            "'{construct}' has a reliability rho_A of {rho:.2f}, above 1: its items do not fit one factor, and "
            "its corrected paths say little."
        ),
        "zh-CN": "“{construct}”的信度 rho_A 为 {rho:.2f}，大于 1：其题目不符合单一因子，校正后的路径参考价值有限。",
    },
    "paths_loading_above_one": {
        "en": (
            "The corrected loading of '{item}' on '{construct}' is {loading:.2f}, beyond 1: the common-factor "
            "model does not fit these items."
        ),
        "zh-CN": "“{item}”在“{construct}”上的校正载荷为 {loading:.2f}，超出 1：共同因子模型不适合这些题目。",
    },
    "paths_inadmissible": {
        "en": (
            "The corrected correlations of the constructs are not those of any variables (not positive "
            "definite): constructs overlap too much for corrected paths; read the uncorrected model."
        ),
        "zh-CN": "校正后的构念相关矩阵非正定：构念间重叠过大，校正后的路径不可用，请参看未校正的模型。",
    },
    "paths_r2_above_one": {
        "en": "The corrected R² of '{construct}' is above 1, which no variable can have.",
        "zh-CN": "“{construct}”校正后的 R² 大于 1，这是不可能的取值。",
    },
    "paths_not_distinct": {
        "en": "Hardly distinct constructs (HTMT above {limit:.2f}): {pairs}; their paths are hard to tell apart.",
        "zh-CN": "区分度不足的构念（HTMT 大于 {limit:.2f}）：{pairs}；其路径系数难以彼此分开。",
    },
    "paths_collinear": {
        "en": "Collinear paths (VIF above {limit:.0f}): {paths}; their sizes and signs are unsure.",
        "zh-CN": "存在共线的路径（VIF 大于 {limit:.0f}）：{paths}；其大小与符号不可靠。",
    },
    "paths_few_rows": {
        "en": "{n} respondents are fewer than ten for each term of the largest regression ({needed}).",
        "zh-CN": "受访者 {n} 名，少于最大回归方程每项十人的要求（{needed}）。",
    },
    "paths_in_parts": {
        "en": "The model falls into {parts} parts that no path joins; each is estimated by itself.",
        "zh-CN": "模型分为 {parts} 个互不相连的部分，各自单独估计。",
    },
    "index_scores": {
        "en": (
            "Index of each construct, 0 to 100 of the scale's range, items by their outer weights; {n:,} "
            "respondents ({n_boot:,} bootstrap samples, seed {seed})."
        ),
        "zh-CN": (
            "各构念指数：按量表范围 0 至 100，题目按外部权重加权；受访者 {n:,} 名（自助抽样 {n_boot:,} 次，随机种"
            "子 {seed}）。"
        ),
    },
    "index_negative": {
        "en": "An item counts against the index of '{construct}' (negative weight), which can then leave 0 to 100.",
        "zh-CN": "“{construct}”的指数中有题目权重为负，指数可能超出 0 至 100。",
    },
    "path_priorities": {
        "en": (
            "Importance: points of '{target}' that go with one point of the construct's index, along all paths; "
            "performance: mean index, 0 to 100. Lines at {importance:.3f} and {performance:.1f}."
        ),
        "zh-CN": (
            "重要性：构念指数每相差 1 分，沿全部路径对应的“{target}”指数分差；表现：平均指数（0 至 "
            "100）。分界线：{importance:.3f} 与 {performance:.1f}。"
        ),
    },
    "path_priorities_necessity": {
        "en": (
            "Necessary: effect size of {least:.1f} or more and p below {alpha:.2f}; needed levels are for "
            "{level:.0%} of the outcome's range."
        ),
        "zh-CN": "必要条件：效应量不低于 {least:.1f} 且 p 小于 {alpha:.2f}；所需水平对应结果范围的 {level:.0%}。",
    },
    "path_priorities_unmatched": {
        "en": "No necessity result for {constructs}.",
        "zh-CN": "没有 {constructs} 的必要条件分析结果。",
    },
    "path_groups_unweighted": {
        "en": (
            "Difference of two groups' path models: permutation ({n_permutations:,}) and bootstrap ({n_boot:,} "
            "samples), seed {seed}; complete rows {n:,}, unweighted."
        ),
        "zh-CN": (
            "两组路径模型之差：置换检验（{n_permutations:,} 次）与自助法（{n_boot:,} 次），随机种子 {seed}；完整"
            "作答 {n:,} 份，未加权。"
        ),
    },
    "path_groups_weighted": {
        "en": (
            "Difference of two groups' path models: permutation ({n_permutations:,}) and bootstrap ({n_boot:,} "
            "samples), seed {seed}; complete rows {n:,}, weighted."
        ),
        "zh-CN": (
            "两组路径模型之差：置换检验（{n_permutations:,} 次）与自助法（{n_boot:,} 次），随机种子 {seed}；完整"
            "作答 {n:,} 份，已加权。"
        ),
    },
    "path_prediction_earliest_unweighted": {
        "en": (
            "Left-out rows predicted from the constructs without predecessors: {n_folds} folds, drawn {repeats} times, "
            "{n:,} respondents, unweighted, seed {seed}."
        ),
        "zh-CN": (
            "样本外预测，由无前因的构念预测：{n_folds} 折，重复 {repeats} 次，"
            "受访者 {n:,} 名，未加权，随机种子 {seed}。"
        ),
    },
    "path_prediction_earliest_weighted": {
        "en": (
            "Left-out rows predicted from the constructs without predecessors: {n_folds} folds, drawn {repeats} times, "
            "{n:,} respondents, weighted, seed {seed}."
        ),
        "zh-CN": (
            "样本外预测，由无前因的构念预测：{n_folds} 折，重复 {repeats} 次，"
            "受访者 {n:,} 名，已加权，随机种子 {seed}。"
        ),
    },
    "path_prediction_direct_unweighted": {
        "en": (
            "Left-out rows predicted from each construct's own predecessors: {n_folds} folds, drawn {repeats} times, "
            "{n:,} respondents, unweighted, seed {seed}."
        ),
        "zh-CN": (
            "样本外预测，由各构念的直接前因预测：{n_folds} 折，重复 {repeats} 次，"
            "受访者 {n:,} 名，未加权，随机种子 {seed}。"
        ),
    },
    "path_prediction_direct_weighted": {
        "en": (
            "Left-out rows predicted from each construct's own predecessors: {n_folds} folds, drawn {repeats} times, "
            "{n:,} respondents, weighted, seed {seed}."
        ),
        "zh-CN": (
            "样本外预测，由各构念的直接前因预测：{n_folds} 折，重复 {repeats} 次，"
            "受访者 {n:,} 名，已加权，随机种子 {seed}。"
        ),
    },
    "path_prediction_crude": {
        "en": "Predictions rest on composites, not on the corrected paths.",
        "zh-CN": "预测依据合成得分，而非校正后的路径。",
    },
    "path_prediction_no_better": {
        "en": "Predicted no better than by their mean: {items}.",
        "zh-CN": "预测效果不优于均值的题目：{items}。",
    },
    "path_prediction_linear": {
        "en": "For {count} of {n_items} items the path model's squared error is smaller than the linear model's.",
        "zh-CN": "{n_items} 个题目中有 {count} 个，路径模型的均方误差小于线性模型。",
    },
    "path_priorities_crude": {
        "en": "Importance rests on corrected paths, performance on composites as answered.",
        "zh-CN": "重要性依据校正后的路径，表现依据未校正的合成得分。",
    },
    "path_groups_outside": {
        "en": "{n:,} complete rows have no group and are left out.",
        "zh-CN": "{n:,} 份完整作答没有分组信息，未纳入。",
    },
    "path_groups_small": {
        "en": "Group '{group}' has only {n} rows.",
        "zh-CN": "“{group}”组只有 {n} 份作答。",
    },
    "path_groups_lost": {
        "en": "Group '{group}': {count:,} of {n_boot:,} bootstrap samples gave no solution.",
        "zh-CN": "“{group}”组：{n_boot:,} 次自助抽样中有 {count:,} 次没有解。",
    },
}

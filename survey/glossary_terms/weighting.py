"""Columns of weights and sample designs."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

WEIGHTING_TERMS: Terms = (
    ("factor", "Factor", "调整系数", "number", "target over the share before weighting"),
    ("mean_weight", "Mean weight", "平均权重", "number", "mean weight of the cell's respondents"),
    ("deff", "Design effect", "设计效应", "number", "variance relative to a simple random sample of the same n"),
    ("n_unanswered", "No answer", "未作答数", "count", "respondents without an answer to the margin's item"),
    ("gap_before", "Gap before", "加权前最大差", "share", "largest difference of a share from its target, before"),
    ("gap_after", "Gap after", "加权后最大差", "share", "largest difference of a share from its target, after"),
    ("met", "Met", "已达到", "flag", "whether every share equals its target"),
    ("stratum", "Stratum", "层", "text", "stratum of the sample design"),
    ("n_clusters", "Clusters", "群数", "count", "clusters drawn in the stratum"),
)

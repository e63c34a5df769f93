"""Columns of results on comments and their themes."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

COMMENTS_TERMS: Terms = (
    ("polarity", "Polarity", "倾向", "text", "whether the code is a complaint or praise"),
    ("outcome_mean", "Mean outcome", "结果均值", "number", "mean of the outcome among those who name it"),
    ("comment_language", "Language of the comment", "评论语言", "text", "zh, en, mixed, or none: no words"),
    ("quote", "Quote", "引文", "text", "a comment, personal data masked"),
    ("theme", "Theme", "主题", "count", "number of the theme, the most frequent first"),
    ("top_words", "Top words", "主要词语", "text", "words that weigh most in the theme"),
    ("n_themes", "Themes", "主题数", "count", "number of themes tried"),
    ("stability", "Stability", "稳定性", "number", "likeness of the themes of random subsamples"),
    ("chosen", "Chosen", "已选", "flag", "whether this number of themes was taken"),
    ("comment", "Comment", "评论", "text", "an open answer, personal data masked"),
    ("words", "Words", "命中词语", "text", "the words of the comment that the code was found by"),
    ("negated", "Negated", "被否定", "flag", "whether a negation turns the words round"),
    ("wished", "Wished", "属于期望", "flag", "whether the words stand in a wish"),
    ("counts_for", "Counts for", "计入编码", "text", "the code that the mention counts for; empty for none"),
    ("sampling_weight", "Sampling weight", "抽样权重", "number", "comments that each one drawn stands for"),
    ("codes", "Codes", "编码", "text", "what a person fills in: ids parted by commas, or none"),
    ("coder", "Coder", "编码者", "text", "who coded; codebook is the machine"),
    ("other_coder", "Other coder", "另一编码者", "text", "whom the coding is compared with"),
    ("n_coder", "n of coder", "编码者样本量", "count", "comments that the coder gave the code"),
    ("n_other", "n of other coder", "另一编码者样本量", "count", "comments that the other coder gave the code"),
    ("n_coders", "Coders", "编码人数", "count", "persons who coded"),
    ("kappa", "Kappa", "Kappa", "number", "agreement beyond chance (Cohen)"),
    ("pabak", "PABAK", "PABAK", "number", "2 times observed agreement less 1"),
    ("ac1", "AC1", "AC1", "number", "agreement beyond chance that is steady for rare codes (Gwet)"),
    ("precision", "Precision", "精确率", "share", "of the codebook's codes, the share the person gave"),
    ("recall", "Recall", "召回率", "share", "of the person's codes, the share the codebook found"),
    ("precision_low", "Precision, low", "精确率下限", "share", "lower end of the precision's interval"),
    ("precision_high", "Precision, high", "精确率上限", "share", "upper end of the precision's interval"),
    ("recall_low", "Recall, low", "召回率下限", "share", "lower end of the recall's interval"),
    ("recall_high", "Recall, high", "召回率上限", "share", "upper end of the recall's interval"),
    ("fleiss", "Fleiss kappa", "Fleiss kappa", "number", "agreement of several persons beyond chance"),
    ("krippendorff", "Krippendorff alpha", "Krippendorff alpha", "number", "reliability of several persons' codes"),
)

"""Sentences against numbers that stand in the test study."""

import pandas as pd
import pytest

from survey.notes import Note
from survey.report.sections import (
    actions,
    answer,
    drivers,
    indicator_texts,
    limits,
    priorities,
    reliability,
    respondents,
    screening,
)
from survey.report.sections.methods import build_methods
from survey.report.sections.truth import build_truth

NAN = float("nan")


def texts(blocks):
    for block in blocks:
        if hasattr(block, "blocks"):
            yield from texts(block.blocks)
        elif hasattr(block, "points"):
            yield from (point.text for point in block.points)
        elif hasattr(block, "text"):
            yield block.text


def no_boot(table):
    return table.assign(conf_low=NAN, conf_high=NAN, rank_low=NAN, rank_high=NAN)


# -- the answer ----------------------------------------------------------------------------------------------


def test_the_first_sentence_names_the_order(writer_of):
    assert answer.say_importance(writer_of()) == (
        "Service has the largest share of what the aspects together explain of Satisfaction (50%, 95% interval "
        "40–60%), ahead of Quality (30%, 20–40%), and these answers resolve the order of the two."
    )


def test_an_open_order_is_said_to_be_open(writer_of, drivers_of):
    open_order = drivers_of()
    open_order.differences["resolved"] = False
    assert answer.say_importance(writer_of(drivers=open_order)).endswith(
        "these answers resolve the order of the two when it is judged on its own, but not when all pairs are judged at "
        "once."
    )
    assert "单独比较这一对，能够分辨先后" in answer.say_importance(writer_of("zh", drivers=open_order))
    open_order.differences["conf_low"] = -0.01
    assert answer.say_importance(writer_of(drivers=open_order)).endswith(
        "but these answers do not resolve the order of the two."
    )
    assert "还不能分辨两者的先后" in answer.say_importance(writer_of("zh", drivers=open_order))


def test_shares_that_round_to_the_same_get_a_digit_more(writer_of, drivers_of, driver_rows):
    near = drivers_of(driver_rows.assign(importance_share=[0.334, 0.327, 0.339]))
    text = answer.say_importance(writer_of(drivers=near))
    assert "(33.4%, 95% interval 40–60%)" in text
    assert "Quality (32.7%, 20–40%)" in text


def test_without_intervals_no_order_is_claimed(writer_of, drivers_of, driver_rows):
    plain = drivers_of(no_boot(driver_rows), n_boot=0)
    plain.differences["resolved"] = None
    text = answer.say_importance(writer_of(drivers=plain))
    assert "no intervals were computed" in text
    assert "–" not in text


def test_one_driver_has_no_order(writer_of, drivers_of, driver_rows):
    alone = drivers_of(driver_rows.head(1))
    assert answer.say_importance(writer_of(drivers=alone)) == (
        "Service is the only aspect set beside Satisfaction (R² 0.50), so there is no order to report."
    )


def test_the_second_sentence_has_points_with_a_minus(writer_of):
    assert answer.say_satisfaction(writer_of()) == (
        "62% chose one of the two best answers (CSAT, 52–71%); the recommendation score (NPS) is −5 points "
        "(−20 to +10) between −100 and +100."
    )


def test_the_third_sentence_names_what_is_important_and_low(writer_of):
    assert answer.say_first(writer_of()) == (
        "Service comes first: its importance is above the average of the aspects (50%, 40–60%) and its performance "
        "below it (55 of 100, 52–58), and neither interval reaches the average."
    )


def test_a_cross_over_the_line_is_said_to_be_unsure(writer_of, drivers_of, driver_rows):
    wide = driver_rows.assign(performance_high=[70.0, 73.0, 78.0])
    assert "is not firm" in answer.say_first(writer_of(drivers=drivers_of(wide)))


def test_nothing_important_and_low_is_said_so(writer_of, drivers_of, driver_rows):
    fine = driver_rows.assign(performance=[80.0, 60.0, 70.0])
    text = answer.say_first(writer_of(drivers=drivers_of(fine)))
    assert text.startswith("No aspect is at once above the average in importance")
    assert text.endswith("the most important aspect is Service, rated 80 of 100.")


def test_importance_that_chance_could_have_is_no_finding(writer_of, drivers_of, driver_rows):
    some = driver_rows.assign(noise_limit=[0.1, 0.1, 0.12], above_noise=[True, True, False])
    said = list(texts(drivers.build_drivers(writer_of(drivers=drivers_of(some))).blocks))
    assert any(text.startswith("Price: its importance is no larger than answers given at random") for text in said)
    none = writer_of(drivers=drivers_of(some.assign(above_noise=False)))
    assert answer.say_importance(none) == (
        "None of the 3 aspects has more importance for Satisfaction than answers given at random would have (R² 0.50), "
        "so there is no order to report."
    )
    assert answer.say_first(none).startswith("Nothing to begin with")
    assert list(texts(actions.build_actions(none).blocks)) == [answer.say_first(none)]
    unknown = writer_of(drivers=drivers_of(some.assign(noise_limit=NAN, above_noise=False)))
    assert answer.say_first(unknown).startswith("Service comes first")


def test_a_single_aspect_is_set_beside_nothing(writer_of, drivers_of, driver_rows):
    writer = writer_of(drivers=drivers_of(driver_rows.head(1)))
    assert answer.say_first(writer).startswith("Service, the only aspect in the analysis, is rated 55 of 100;")
    assert next(texts(actions.build_actions(writer).blocks)).startswith("Service is the only aspect in the analysis;")
    assert priorities.build_priorities(writer) is None
    assert drivers.say_total(writer).endswith("n = 100).")


def test_a_small_base_is_said_beside_the_shares(writer_of, drivers_of):
    few = writer_of(drivers=drivers_of(n=60))
    assert any("rests on 60 respondents: below 74" in text for text in texts(drivers.build_drivers(few).blocks))


# -- who answered, screening ---------------------------------------------------------------------------------


def test_the_flow_counts_and_knows_the_singular(writer_of):
    writer = writer_of()
    assert next(texts(respondents.build_respondents(writer).blocks)) == (
        "110 responses came in; after the steps below 100 responses are left."
    )
    assert writer.say("respondents.flow", count=1, received="2 responses").endswith("1 response is left.")


def test_steps_and_reasons_speak_the_language(writer_of):
    writer = writer_of("zh")
    step = writer.study.responses.log[0]
    assert (respondents.name_step(writer, step), respondents.name_reason(writer, step)) == ("剔除受访者", "作答不认真")


def test_margins_are_named_by_their_questions(writer_of):
    class Raked:
        what, because = "weights set", "raked to gender"

    assert respondents.name_reason(writer_of("zh"), Raked()) == "按总体构成加权：“您的性别？”"


def test_a_reason_in_own_words_stays(writer_of):
    class Own:
        what, because = "respondents left out", "双胞胎 twins"

    assert respondents.name_reason(writer_of(), Own()) == "双胞胎 twins"


@pytest.mark.parametrize(
    ("flagged", "sentence"),
    [
        (0, "Nobody reached that number, so nobody was left out."),
        (1, "1 of 110 respondents (0.9%) reached that number. They were left out."),
        (10, "10 of 110 respondents (9.1%) reached that number. They were left out."),
    ],
)
def test_screening_says_how_many(writer_of, study_of, flagged, sentence):
    from types import SimpleNamespace

    careless = study_of().careless
    careless = SimpleNamespace(**{**vars(careless), "respondents": list(range(flagged))})
    section = screening.build_screening(writer_of(careless=careless))
    assert next(texts(section.blocks)).endswith(f"counts as careless. {sentence}")
    assert section.headline == sentence


def test_screening_compares_the_orders(writer_of, drivers_of, driver_rows):
    other = driver_rows.assign(rank=[2, 1, 3])
    found = list(texts(screening.build_screening(writer_of(drivers_all=drivers_of(other))).blocks))
    assert found[-1] == (
        "The order differs: Service ranks 1 without and 2 with them; Quality ranks 2 without and 1 with them."
    )
    assert list(texts(screening.build_screening(writer_of()).blocks))[-1] == (
        "The order of the aspects is the same either way."
    )


# -- indicators ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(0.02, 0.2, "stays above 0"), (-0.3, -0.02, "stays below 0"), (-0.1, 0.1, "reaches over 0")],
)
def test_the_recommendation_score_is_compared_with_zero(writer_of, low, high, words):
    texts_of = indicator_texts.IndicatorWriter(writer_of())
    row = texts_of.rows["recommend"]._replace(conf_low=low, conf_high=high)
    assert words in texts_of.sentence(row)


def test_stars_are_named_by_the_ends_of_their_scale(writer_of):
    texts_of = indicator_texts.IndicatorWriter(writer_of("zh"))
    assert texts_of.best_stars(texts_of.rows["csat"]) == {"low": "4", "high": "5"}


# -- reliability ---------------------------------------------------------------------------------------------


def test_each_construct_gets_its_verdict(writer_of):
    found = list(texts(reliability.build_reliability(writer_of()).blocks))
    assert found[1:] == [
        "Satisfaction: one question only, so reliability is not defined.",
        "Service: 0.84 (0.78–0.88), Cronbach's alpha; reaches 0.70.",
        "Quality: 0.65, Spearman–Brown; below 0.70, so read results on it with care.",
        "Price: one question only, so reliability is not defined.",
    ]


# -- drivers -------------------------------------------------------------------------------------------------


def test_the_total_comes_before_the_shares(writer_of):
    assert drivers.say_total(writer_of()) == (
        "Together, 3 aspects account for 50% of the differences in Satisfaction between respondents (R² 0.50, "
        "adjusted 0.48, n = 100). The shares below split that R². Read them with the total in mind: the 50% of Service "
        "is 25% of all differences in Satisfaction."
    )


def test_contact_marks_are_taken_out_of_what_the_shares_split(writer_of, drivers_of):
    marked = drivers_of(missing_mode="indicator")
    more = pd.DataFrame([{**marked.coefficients.iloc[0], "term": "asked_service"}])
    marked.coefficients = pd.concat([marked.coefficients, more])
    text = drivers.say_total(writer_of(drivers=marked))
    assert "the model marks who was" in text
    assert "split that R²" not in text


def test_a_small_total_is_called_small(writer_of, drivers_of):
    low = drivers_of()
    low.fit["r2"] = 0.2
    assert "Most of the differences in Satisfaction" in drivers.say_total(writer_of(drivers=low))


def test_signs_that_differ_are_flagged(writer_of):
    found = list(texts(drivers.build_drivers(writer_of()).blocks))
    assert any(
        text.startswith("Price: the correlation with Satisfaction is 0.30, but the coefficient is −0.05")
        for text in found
    )


def test_open_pairs_are_listed(writer_of):
    found = list(texts(drivers.build_drivers(writer_of()).blocks))
    assert "Of 3 pairs, 1 is not resolved in order when all pairs are judged at once." in found
    section = drivers.build_drivers(writer_of())
    table = next(block for block in section.blocks if getattr(block, "caption", "").startswith("The pairs"))
    assert table.frame.to_numpy().tolist() == [["Quality – Price", "10.0", "−2.0 to 22.0", "not resolved"]]


def test_an_order_may_be_resolved_for_a_pair_alone(writer_of, drivers_of):
    found = drivers_of()
    found.differences["resolved"] = False
    said = list(texts(drivers.build_drivers(writer_of(drivers=found)).blocks))
    assert (
        "Of 3 pairs, 3 are not resolved in order when all pairs are judged at once. Judged on their own, 2 of these "
        "would be resolved, since their intervals leave 0 out."
    ) in said


def test_all_orders_may_be_resolved(writer_of, drivers_of):
    found = drivers_of()
    found.differences["resolved"] = True
    assert "The order is resolved for all 3 pairs, judged at once." in list(
        texts(drivers.build_drivers(writer_of(drivers=found)).blocks)
    )


def test_the_second_opinion_is_compared(writer_of, drivers_of, driver_rows):
    other = drivers_of(driver_rows.assign(relative_weight=[0.1, 0.2, 0.05]))
    assert "Relative weights, a different way to split R², give the same order." in list(
        texts(drivers.build_drivers(writer_of()).blocks)
    )
    assert "Relative weights, a different way to split R², give another order: Quality, Service, Price." in list(
        texts(drivers.build_drivers(writer_of(drivers=other)).blocks)
    )


def test_an_order_that_is_open_is_no_other_order(writer_of, drivers_of, driver_rows):
    swapped = drivers_of(driver_rows.assign(relative_weight=[0.3, 0.1, 0.2]))  # quality and price, which are open
    assert drivers.say_second_opinion(writer_of(drivers=swapped)) == (
        "Relative weights, a different way to split R², put only aspects in another order that are not told apart here "
        "either."
    )
    ranks = drivers_of(driver_rows.assign(rank=[1, 3, 2]))
    assert screening.say_orders(writer_of(), drivers_of(), ranks).startswith(
        "Only aspects that are not told apart change places: Quality ranks 2 without and 3 with them"
    )


def test_two_bases_stand_side_by_side(writer_of, drivers_of):
    section = drivers.build_drivers(writer_of(drivers_contact=drivers_of(n=40)))
    group = next(block for block in section.blocks if getattr(block, "heading", "") == "Two bases side by side")
    assert "Asked everything (n\u00a0=\u00a040)" in group.blocks[1].frame.columns


def test_the_truth_stands_beside_simulated_estimates(writer_of, study_of):
    from dataclasses import replace

    truth = pd.DataFrame({"driver": ["service", "quality", "price"], "coefficient": [0.5, 0.3, 0.1], "rank": [1, 2, 3]})
    simulated = replace(study_of().responses, simulated=True, truth=truth)
    (group,) = build_truth(writer_of(responses=simulated))
    frame = group.blocks[1].frame
    assert frame["True standardised coefficient"].tolist() == ["0.50", "0.30", "0.10"]
    assert frame["True rank within the interval"].tolist() == ["yes", "yes", "yes"]
    assert build_truth(writer_of()) == []


# -- what to look at, limits, methods ------------------------------------------------------------------------


def test_actions_rest_on_evidence(writer_of):
    found = list(texts(actions.build_actions(writer_of()).blocks))
    assert found[0].startswith(
        "1 aspect is of more than average importance and rated below the average of the aspects."
    )
    assert "Evidence: importance 50% (40–60%), performance 55 of 100 (52–58)." in found
    # (5 - 3.5) / 4 = .375 for the reversed question, (3.1 - 1) / 4 = .525
    assert found[3] == ("“One waits long.” Mean 3.50 on a scale from 1 to 5, where high is unfavourable (n = 97).")


def test_causes_and_actions_stand_in_pairs_in_the_language(writer_of):
    section = actions.build_actions(writer_of("zh"))
    table = section.blocks[1].blocks[-1].frame
    assert table.to_numpy().tolist() == [["人手可能不足。", "按量排班。"]]


def test_a_construct_without_suggestions_says_so(writer_of, small_tree):
    from survey.questionnaire.build import build_questionnaire

    del small_tree["constructs"]["service"]["likely_causes"], small_tree["constructs"]["service"]["suggested_actions"]
    found = list(texts(actions.build_actions(writer_of(questionnaire=build_questionnaire(small_tree))).blocks))
    assert found[-1] == "The questionnaire holds no suggestions for this aspect."


def test_small_bases_are_limits(writer_of, drivers_of):
    few = list(texts(limits.build_limits(writer_of(drivers=drivers_of(n=30))).blocks))
    assert "The driver analysis rests on 30 respondents: below 74, ranks shift easily from sample to sample." in few
    assert not any("ranks shift" in text for text in texts(limits.build_limits(writer_of()).blocks))


def test_notes_speak_the_language_and_name_constructs(writer_of):
    writer = writer_of("zh")
    assert writer.note(Note("contact_indicators", drivers="service, price")).endswith("指示变量：服务、价格。")
    assert writer.note("as written") == "as written"


def test_notes_bring_no_second_quotation_marks_and_no_codes(writer_of):
    note = Note("cells_small", cells="gender = 2 (男): 6", minimum=20)
    assert "“您的性别？”：男: 6" in writer_of("zh").note(note)
    assert "“Your gender?”: Male: 6" in writer_of().note(note)
    rated = Note("indicator_empty", indicator="csat", item="sat")
    assert "““" not in writer_of("zh").note(rated)
    assert "“总体满意。”没有有效回答" in writer_of("zh").note(rated)


def test_methods_name_files_seed_and_versions(writer_of):
    blocks = build_methods(writer_of()).blocks
    tables = {block.caption: block.frame for block in blocks if hasattr(block, "frame")}
    assert tables["Files the answers came from"]["File"].tolist() == ["answers <b>.csv"]
    assert tables["Files the answers came from"]["SHA-256"].tolist() == ["ab12" * 16]
    assert "numpy" in tables["Software"]["Package"].tolist()
    assert any("seed 1" in text for text in texts(blocks))

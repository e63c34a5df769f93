"""Published downloads of Wenjuanxing, each in two modes of the same respondents: both give the same answers.

The files are those of the project reportgen (github.com/gasongjian/reportgen, MIT): 800_800_0.xls and 800_800_2.xls of
its examples, and from its history 357_357_0.xls, 357_357_2.xls, All_Data_Readable.xls and All_Data_Original.xls.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from survey.platforms.read import read_responses

calamine = pytest.importorskip("python_calamine")

REPORTGEN = "gasongjian+reportgen"
PHONES_FILE = f"{REPORTGEN}/example/datasets/[问卷星数据]800_800_{{}}.xls"
OWNERS_FILE = f"{REPORTGEN}/reportgen/data/All_Data_{{}}.xls"
PEOPLE_FILE = f"{REPORTGEN}/reportgen[无python经验的下载]/data/357_357_{{}}.xls"

PHONES = """
id: phones
version: "1.0"
languages: [zh-CN]
title: {zh-CN: 手机}
pages:
  - id: all
    items:
      - {id: count, type: single_choice, text: {zh-CN: 手机部数},
         choices: {1: {zh-CN: 1部}, 2: {zh-CN: 2部}, 3: {zh-CN: 3部}, 4: {zh-CN: 4部及以上}}}
      - id: price
        type: single_choice
        text: {zh-CN: 手机价格}
        choices: {11: {zh-CN: 0-799元}, 12: {zh-CN: 800-999元}, 13: {zh-CN: 1000-1499元}, 14: {zh-CN: 1500-1999元},
                  15: {zh-CN: 2000-2499元}, 16: {zh-CN: 2500-2999元}, 17: {zh-CN: 3000-3499元},
                  18: {zh-CN: 3500元及以上}, 19: {zh-CN: 免费赠送的},
                  97: {label: {zh-CN: 其他【请注明】}, text: true}}
      - {id: gender, type: single_choice, text: {zh-CN: 性别}, choices: {1: {zh-CN: 男}, 0: {zh-CN: 女}}}
      - {id: age, type: single_choice, text: {zh-CN: 年龄},
         choices: {1: {zh-CN: 16岁以下}, 2: {zh-CN: 16~19岁}, 3: {zh-CN: 20~24岁}, 4: {zh-CN: 25~29岁},
                   5: {zh-CN: 30~34岁}, 6: {zh-CN: 35~39岁}, 7: {zh-CN: 40~49岁}, 8: {zh-CN: 50~59岁},
                   9: {zh-CN: 60岁以上}}}
      - id: income
        type: single_choice
        text: {zh-CN: 月收入}
        choices: {1: {zh-CN: 3000元以下}, 2: {zh-CN: 3001-5000元}, 3: {zh-CN: 5001-8000元}, 4: {zh-CN: 8001-10000元},
                  5: {zh-CN: 10001-15000元}, 6: {zh-CN: 15000元以上}, 7: {zh-CN: 无收入}}
        special: {no_answer: {code: 98, label: {zh-CN: 不知道/拒绝回答}}}
      - id: hobby
        type: multiple_choice
        text: {zh-CN: 兴趣爱好}
        choices: {1: {zh-CN: 运动}, 2: {zh-CN: 阅读}, 3: {zh-CN: 影视}, 4: {zh-CN: 美食}, 5: {zh-CN: 旅游},
                  6: {zh-CN: IT数码}, 7: {zh-CN: 艺术}, 8: {zh-CN: 音乐}, 9: {zh-CN: 游戏动漫}, 10: {zh-CN: 手工艺},
                  11: {zh-CN: 摄影}, 12: {zh-CN: 购物}, 13: {zh-CN: 健康},
                  14: {label: {zh-CN: 其他【请注明】}, text: true}}
      - {id: share, type: single_choice, text: {zh-CN: 爱好投入占收入比重},
         choices: {1: {zh-CN: 没有投入}, 2: {zh-CN: 10%左右}, 3: {zh-CN: 20%左右}, 4: {zh-CN: 30%左右},
                   5: {zh-CN: 40%左右}, 6: {zh-CN: 50%左右}, 7: {zh-CN: 超过50%}}}
      - id: news
        type: multiple_choice
        text: {zh-CN: 关注资讯}
        choices: {1: {label: {zh-CN: 不关注}, exclusive: true}, 2: {zh-CN: 娱乐八卦}, 3: {zh-CN: 财经},
                  4: {zh-CN: 汽车类}, 5: {zh-CN: 时尚}, 6: {zh-CN: 电子科技类}, 7: {zh-CN: 体育类},
                  8: {zh-CN: 政治/军事}, 9: {zh-CN: ACG文化(动漫、游戏等)},
                  10: {label: {zh-CN: 其他【请注明】}, text: true}}
"""

OWNERS = """
id: owners
version: "1.0"
languages: [zh-CN]
title: {zh-CN: 手机用户}
scales:
  weight: {from: 1, to: 5, anchors: {1: {zh-CN: 非常不重要}, 5: {zh-CN: 非常重要}}}
  ten: {from: 0, to: 10, anchors: {0: {zh-CN: 最低}, 10: {zh-CN: 最高}}}
pages:
  - id: all
    items:
      - {id: staff, type: single_choice, text: {zh-CN: 请问您是中兴员工或有家属在中兴通讯工作吗?},
         choices: {1: {zh-CN: 是}, 2: {zh-CN: 否}}}
      - {id: user, type: single_choice, text: {zh-CN: 请问您购买的“中兴天机7”是谁在使用?}, shown_if: staff == 2,
         choices: {1: {zh-CN: 自己}, 2: {zh-CN: 朋友或家人}}}
      - id: source
        type: multiple_choice
        shown_if: user == 1
        text: {zh-CN: "请问在购买前,您从哪里了解到“中兴天机7”?(多选,)"}
        choices:
SOURCES
      - id: shop
        type: single_choice
        shown_if: user == 1
        text: {zh-CN: 您是通过什么途径购买的“中兴天机7“?}
        choices: {11: {zh-CN: 一}, 12: {zh-CN: 二}, 13: {zh-CN: "家电连锁卖场(如国美、苏宁、永乐等)"}, 14: {zh-CN: 四},
                  15: {zh-CN: 五}, 16: {zh-CN: 六}, 17: {zh-CN: 七}, 18: {zh-CN: 八},
                  19: {label: {zh-CN: 其他【请注明】}, text: true}}
      - {id: last, type: short_text, shown_if: user == 1,
         text: {zh-CN: 请问您使用的上一部手机(“中兴天机7”之前)的品牌及型号?}}
      - id: reasons
        type: multiple_choice
        shown_if: user == 1
        text: {zh-CN: "请问“中兴天机7”的那些方面最终打动了您购买本款手机?请选择最打动您的五个方面并排序。\\
          请把最打动您选项选为1,其次打动您的选项选为2,依次类推。"}
        choices:
REASONS
      - id: parts
        type: matrix
        scale: weight
        shown_if: user == 1
        text: {zh-CN: "如下“中兴天机7”的各方面,对您而言重要性如何?(1分表示非常不重要,5分表示非常重要)"}
        rows:
PARTS
      - {id: sat, type: scale, scale: ten, shown_if: user == 1,
         text: {zh-CN: "您对“中兴天机7”整体的满意度如何?(以0-10分为标准,0分为最低,10分为最高)"}}
      - {id: gender, type: single_choice, text: {zh-CN: 性别}, shown_if: user == 1,
         choices: {1: {zh-CN: 男}, 2: {zh-CN: 女}}}
      - {id: age, type: single_choice, text: {zh-CN: 请问您的年龄?}, shown_if: user == 1,
         choices: {1: {zh-CN: 19岁及以下}, 2: {zh-CN: 20-24岁}, 3: {zh-CN: 25-29岁}, 4: {zh-CN: 30-34岁},
                   5: {zh-CN: 35-39岁}}}
      - {id: city, type: short_text, text: {zh-CN: "请选择省份城市与地区:"}, shown_if: user == 1}
"""


def raw(path) -> pd.DataFrame:
    """Return the cells of a file as the package that opens it gives them."""
    first, *rows = calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return pd.DataFrame(rows, columns=[str(heading) for heading in first])


def rows_of(problems: pd.DataFrame) -> pd.DataFrame:
    return problems[problems["row"] > 0]


def test_eight_hundred_answers_by_number_are_the_codes_at_their_places(public_file, build_text):
    questionnaire, path = build_text(PHONES), public_file(PHONES_FILE.format(2))
    responses, cells = read_responses(path, questionnaire), raw(path)
    assert rows_of(responses.problems).empty and responses.extra.empty
    assert (len(responses), responses.data.index[-1]) == (800, 800)
    columns = list(cells.columns[6:])
    for name in ("count", "price", "gender", "age", "income", "share"):
        item = questionnaire.item(name)
        own = next(column for column in columns if item.text["zh-CN"] in column)
        codes = list(item.labels)
        assert responses.data[name].tolist() == [float(codes[int(place) - 1]) for place in cells[own]]
    for name, number in (("hobby", 6), ("news", 8)):
        item = questionnaire.item(name)
        for choice in item.choices:
            expected = cells[f"第{number}题({choice.label['zh-CN']})"].tolist()
            assert responses.data[f"{name}__{choice.code}"].tolist() == expected


def test_eight_hundred_answers_by_text_are_those_by_number(public_file, build_text):
    questionnaire = build_text(PHONES)
    path = public_file(PHONES_FILE.format(0))
    by_text, by_number = (read_responses(one, questionnaire) for one in (path, public_file(PHONES_FILE.format(2))))
    assert rows_of(by_text.problems).empty and by_text.extra.empty
    texts = [column for column in by_text.data if column.endswith("__text")]
    pd.testing.assert_frame_equal(by_text.data.drop(columns=texts), by_number.data.drop(columns=texts))
    written = re.findall("〖(.*?)〗", " ".join(raw(path).astype(str).to_numpy().ravel()))
    read = by_text.data[texts].to_numpy().ravel()
    assert sorted(written) == sorted(text for text in read if isinstance(text, str)) and written


def build_owners(build_text, path):
    headings = list(raw(path).columns)
    sources = [match[1] for heading in headings if (match := re.fullmatch(r"第3题\((.*)\)", heading))]
    reasons = [match[1] for heading in headings if (match := re.fullmatch(r"第12题\((.*)\)", heading))]
    first = next(place for place, heading in enumerate(headings) if heading.endswith("—外观"))
    parts = ["外观", *headings[first + 1 : first + 17]]
    other = '{label: {zh-CN: "其他【请注明】"}, text: true}'
    text = OWNERS
    for mark, labels in (("SOURCES", sources), ("REASONS", reasons)):
        lines = [
            f"          {at}: {other if '其他' in label else f'{{zh-CN: {label!r}}}'}"
            for at, label in enumerate(labels, 1)
        ]
        text = text.replace(mark, "\n".join(lines))
    rows = [f"          - {{id: part{at}, text: {{zh-CN: {label!r}}}}}" for at, label in enumerate(parts, 1)]
    return build_text(text.replace("PARTS", "\n".join(rows)))


def test_skipped_questions_ranks_and_scores_come_the_same_by_text_and_by_number(public_file, build_text):
    number, text = public_file(OWNERS_FILE.format("Original")), public_file(OWNERS_FILE.format("Readable"))
    questionnaire = build_owners(build_text, number)
    by_number, by_text = read_responses(number, questionnaire), read_responses(text, questionnaire)
    for responses in (by_number, by_text):
        assert rows_of(responses.problems).empty and responses.extra.empty
        assert responses.paradata["seconds"].tolist() == [5, 136, 8, 60]
        assert responses.paradata["submitted"].iloc[0] == pd.Timestamp(2016, 12, 17, 14, 22, 55)
        assert list(responses.personal) == ["来自IP"]
        # By number the site writes -2 for a ranking that was not shown, by text "(跳过)".
        hidden = responses.hidden.drop(columns="reasons")
        assert not hidden.pop("staff").any()
        assert hidden.pop("user").equals(responses.data["staff"] == 1)
        assert hidden.eq(responses.data["user"] != 1, axis=0).all(axis=None)
    columns = [column for column in questionnaire.columns if not column.endswith("__text")]
    pd.testing.assert_frame_equal(by_number.data[columns], by_text.data[columns])
    # By number the answer is 4, by text "3分": the first place of a scale from 0 to 10 is 0.
    assert by_number.data["sat"].dropna().unique().tolist() == [3.0]
    assert set(by_text.data["shop__19__text"].dropna()) == {"你好好"}
    assert by_number.data["shop"].dropna().tolist() == by_text.data["shop"].dropna().tolist()
    assert set(by_number.data["shop"].dropna()) == {13, 19}


def test_downloads_whose_numbering_has_gaps_are_matched_by_wording(public_file, build_text):
    number = public_file(OWNERS_FILE.format("Original"))
    responses = read_responses(number, build_owners(build_text, number))
    assert (
        not responses.problems["reason"]
        .str.contains("no column")
        .drop(responses.problems.index[responses.problems["column"].str.endswith("__text")])
        .any()
    )
    cells = raw(number)
    ranks = cells[[heading for heading in cells if heading.startswith("第12题")]].to_numpy()
    ticks = responses.data[[f"reasons__{at}" for at in range(1, 25)]].to_numpy()
    assert np.array_equal(ticks == 1, ranks > 0)
    assert responses.problems["reason"].str.contains("holds ranks").sum() == 1


def test_cells_that_somebody_overwrote_are_named_one_by_one(public_file, build_text):
    questionnaire = build_text("""
id: people
version: "1.0"
languages: [zh-CN]
title: {zh-CN: 人口}
pages:
  - id: all
    items:
      - {id: gender, type: single_choice, text: {zh-CN: 请问您的性别？}, choices: {1: {zh-CN: 男}, 2: {zh-CN: 女}}}
      - {id: age, type: single_choice, text: {zh-CN: 请问您的年龄?},
         choices: {1: {zh-CN: 16岁以下}, 2: {zh-CN: 16~19岁}, 3: {zh-CN: 20~24岁}, 4: {zh-CN: 25~29岁},
                   5: {zh-CN: 30~34岁}, 6: {zh-CN: 35~39岁}, 7: {zh-CN: 40~49岁}, 8: {zh-CN: 50~59岁},
                   9: {zh-CN: 60岁以上}}}
      - {id: school, type: single_choice, text: {zh-CN: 请问您的最高学历是?},
         choices: {1: {zh-CN: 初中及以下}, 2: {zh-CN: 高中/中专/职高}, 3: {zh-CN: 大专或大学非本科}, 4: {zh-CN: 本科},
                   5: {zh-CN: 硕士及以上}, 6: {zh-CN: 其它}}}
""")
    by_text, by_number = (read_responses(public_file(PEOPLE_FILE.format(mode)), questionnaire) for mode in (0, 2))
    pd.testing.assert_frame_equal(by_text.data, by_number.data)
    assert by_text.data.notna().all(axis=None) and len(by_text) == 204
    named = rows_of(by_number.problems)
    assert set(named["value"]) == {"NULL"} and set(named["column"]) == {"提交答卷时间", "所用时间"}
    assert len(named) == 2 * 204 and (by_number.personal["来自IP"] == "NULL").all()

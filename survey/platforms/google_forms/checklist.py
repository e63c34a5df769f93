"""The checklist that goes with the script."""

from __future__ import annotations

from collections.abc import Sequence

from survey.platforms.google_forms.wording import speaks_chinese
from survey.platforms.loss import Loss

_EN = """# Making the form

- [ ] Open <https://script.google.com>, make a new project, and put the script in place of what is there.
- [ ] Choose the function `createForm`, run it, and allow it to make forms. The log shows two addresses.
- [ ] Open the address to edit, and look through every page. If the form is not published yet, publish it.
- [ ] Change no titles and no options afterwards: the answers are read by them.
- [ ] Fill it in once each way, export the answers, and read them with the manifest beside this file.
"""
_ZH = """# 创建表单

- [ ] 打开 <https://script.google.com>，新建项目，用本脚本替换其中的内容。
- [ ] 选择函数 `createForm` 运行，并授权创建表单。日志中会显示两个地址。
- [ ] 打开编辑地址，逐页检查。如果表单尚未发布，请发布。
- [ ] 之后不要改动标题和选项：读取答案要靠它们。
- [ ] 按每条路径各填一次，导出答案，用本文件旁的清单（manifest）试读。
"""
_LOST_EN = "\n## What the form cannot do\n\n"
_LOST_ZH = "\n## 表单无法实现的\n\n"


def write_checklist(losses: Sequence[Loss], language: str) -> str:
    """Return the checklist in Markdown: in Chinese for a Chinese form, else in English."""
    chinese = speaks_chinese(language)
    text = _ZH if chinese else _EN
    if not losses:
        return text
    lines = [f"- [ ] {_escape(loss.say(language))}\n" for loss in losses]
    return text + (_LOST_ZH if chinese else _LOST_EN) + "".join(lines)


def _escape(text: str) -> str:
    """Return a sentence with the signs of Markdown that labels may bring in taken as written."""
    return "".join(f"\\{sign}" if sign in "\\*_[]<>#|~" else sign for sign in text)

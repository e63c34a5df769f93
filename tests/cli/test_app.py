"""How the command line starts, and how it ends."""

from __future__ import annotations

import subprocess
import sys

import pytest

import survey
from survey.cli import app as application
from survey.errors import DataError

HEAVY = ("pandas", "numpy", "scipy", "statsmodels", "matplotlib", "sklearn", "pingouin", "seaborn", "openpyxl")
COMMANDS = ("demo", "list", "new", "lint", "simulate", "read", "report", "reliability", "drivers", "notebook")


def loaded_after(code: str) -> set[str]:
    """The heavy packages that a fresh interpreter has loaded after some code."""
    script = f"import sys\n{code}\nprint('LOADED', *[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=True)
    return set(done.stdout.rsplit("LOADED", 1)[1].split())


def test_importing_the_package_loads_nothing_heavy():
    assert loaded_after("import survey") == set()


@pytest.mark.parametrize("arguments", [["--help"], ["list"], ["lint", "ecommerce-service"], ["report", "--help"]])
def test_light_commands_load_nothing_heavy(arguments):
    assert loaded_after(f"from survey.cli import main\nmain({arguments!r})") == set()


def test_version_is_printed(run):
    assert run("--version").out == f"survey-workbench {survey.__version__}\n"


def test_help_names_every_command(run):
    printed = run("--help")
    assert printed.code == 0
    assert all(f" {command} " in printed.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_has_an_example(run, command):
    printed = run(command, "--help")
    assert printed.code == 0
    assert f"Example: survey {command}" in " ".join(printed.out.split())


def test_the_module_runs_like_the_command():
    done = subprocess.run([sys.executable, "-m", "survey.cli", "--version"], capture_output=True, text=True, check=True)
    assert survey.__version__ in done.stdout


def test_wrong_usage_ends_with_2(run):
    assert run("report").code == 2
    assert run("nothing-like-that").code == 2


def test_a_refusal_is_one_line_and_ends_with_2(run):
    ended = run("report", "answers.csv", "-q", "no-such-questionnaire")
    assert ended.code == 2
    assert ended.err.startswith("error: there is no questionnaire 'no-such-questionnaire'")
    assert "Traceback" not in ended.err


def end_with(error: BaseException):
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "printed"),
    [
        (DataError("too few respondents."), "error: too few respondents."),
        (PermissionError(13, "Permission denied", "report.html"), "error: report.html: Permission denied"),
    ],
)
def test_what_cannot_be_done_ends_with_2(monkeypatch, capsys, error, printed):
    monkeypatch.setattr(application, "app", end_with(error))
    assert application.main(["list"]) == 2
    assert printed in capsys.readouterr().err


def test_an_interruption_ends_with_130(monkeypatch):
    monkeypatch.setattr("survey.list_questionnaires", end_with(KeyboardInterrupt()))
    assert application.main(["list"]) == 130


def test_a_mistake_of_the_program_is_not_hidden(monkeypatch):
    monkeypatch.setattr(application, "app", end_with(RuntimeError("a bug")))
    with pytest.raises(RuntimeError, match="a bug"):
        application.main(["list"])

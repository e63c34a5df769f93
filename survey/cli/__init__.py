"""The command line: parse, call one public function, print."""

from survey.cli.app import main

__all__ = ["main"]

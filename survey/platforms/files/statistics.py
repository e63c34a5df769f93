"""Files of statistics programs: SPSS by its own reader here, Stata through pyreadstat."""

from __future__ import annotations

from survey.platforms.files.sav_file import SAV_STARTS, read_sav
from survey.platforms.files.stata_file import DTA_STARTS, read_stata
from survey.platforms.files.table import Table

STATISTICS_STARTS = (*SAV_STARTS, *DTA_STARTS)


def read_statistics(data: bytes, file: str, sha256: str, *, encoding: str | None = None) -> Table:
    """Read an SPSS or Stata file into a table: values, with the labels of variables and values beside them.

    Parameters
    ----------
    data
        The whole file; it begins with one of `STATISTICS_STARTS`.
    file, sha256
        Its name and hash.
    encoding
        Of its texts; None goes by the file, and guesses where an old one does not say.

    Raises
    ------
    ReadError
        The file is damaged, too large, or holds no answers.
    OptionError
        There is no such encoding, or pyreadstat is not installed.
    """
    read = read_sav if data.startswith(SAV_STARTS) else read_stata
    return read(data, file, sha256, encoding=encoding)

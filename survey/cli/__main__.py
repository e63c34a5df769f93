"""``python -m survey.cli``, for where the ``survey`` command is not on the path."""

from survey.cli.app import main

raise SystemExit(main())

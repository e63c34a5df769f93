"""The command that weighs answers to known margins."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from survey.cli.options import AnswerFile, Language, Modules, QuestionnaireOption, Seed, split_names
from survey.errors import OptionError

if TYPE_CHECKING:
    import pandas as pd

    from survey.prepare.weighting import Weighting
    from survey.responses import Responses


TargetFile = Annotated[
    Path | None,
    typer.Option(
        help="Population shares as YAML or CSV; if left out, the questionnaire's margins.", show_default=False
    ),
]
WeightFile = Annotated[
    Path | None, typer.Option("--out", help="Write respondent and weight here, as CSV.", show_default=False)
]
Bounds = Annotated[
    tuple[float, float] | None,
    typer.Option("--trim", help="Smallest and largest weight, on the scale of mean 1.", show_default=False),
]
BaseColumn = Annotated[
    str | None, typer.Option("--base", help="Column of the file with weights to start from.", show_default=False)
]
Replicates = Annotated[
    int, typer.Option("--n-boot", min=0, help="Replicate weights to add to the file, each weighted again.")
]
DesignColumn = Annotated[str | None, typer.Option(help="Column of the file, for replicates.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("weigh")(weigh)


def weigh(
    file: AnswerFile,
    questionnaire: QuestionnaireOption,
    targets: TargetFile = None,
    out: WeightFile = None,
    trim: Bounds = None,
    base: BaseColumn = None,
    n_boot: Replicates = 0,
    strata: DesignColumn = None,
    clusters: DesignColumn = None,
    seed: Seed = 1,
    language: Language = None,
    modules: Modules = None,
) -> None:
    """Weigh answers to known shares of the population; print margins before and after, and what it costs.

    Targets by item are raked; a cross table of items is post-stratified.

    Example: `survey weigh answers.csv -q ecommerce-service --targets targets.yaml --out weights.csv`
    """
    import survey as sv
    from survey.cli.progress import show_progress
    from survey.cli.tables import write_csv
    from survey.prepare.target_files import read_target_file

    if n_boot and out is None:
        raise OptionError("--n-boot adds replicate weights to a file; give --out.")
    asked = sv.load_questionnaire(questionnaire, modules=split_names(modules))
    spoken = asked.check_language(language)
    known = None if targets is None else read_target_file(targets)
    with show_progress() as tell:
        tell("reading", 0, 1)
        responses = start_from(sv.read_responses(file, asked), base)
        weighting = weigh_to(responses, known, trim, spoken)
        columns = weighting.weights.rename_axis("respondent").reset_index()
        if n_boot:
            columns = add_replicates(columns, responses, weighting, n_boot, seed, strata, clusters, spoken)
    print_weighting(weighting, spoken)
    if out is not None:
        typer.echo(f"{write_csv(columns, out)} written")


def start_from(responses: Responses, base: str | None) -> Responses:
    """Return the responses with the weights of a column of their file."""
    import pandas as pd

    if base is None:
        return responses
    homes = [frame for frame in (responses.extra, responses.data, responses.paradata) if base in frame.columns]
    if not homes:
        raise OptionError(f"--base {base}: the file has no such column that was kept; see: survey read.")
    weights = pd.to_numeric(homes[0][base], errors="coerce")
    return responses.with_weights(weights, because=f"base weights of column {base}")


def weigh_to(responses: Responses, targets: object, trim: tuple[float, float] | None, language: str) -> Weighting:
    """Post-stratify to a cross table, rake to anything else."""
    import pandas as pd

    import survey as sv

    if isinstance(targets, pd.DataFrame):
        weighting: Weighting = sv.post_stratify(responses, targets=targets, trim=trim, language=language)
    else:
        weighting = sv.rake_weights(responses, targets=targets, trim=trim, language=language)
    return weighting


def add_replicates(
    columns: pd.DataFrame,
    responses: Responses,
    weighting: Weighting,
    n_boot: int,
    seed: int,
    strata: str | None,
    clusters: str | None,
    language: str,
) -> pd.DataFrame:
    """Return the columns with a further one for each replicate."""
    import pandas as pd

    import survey as sv

    made = sv.replicate_weights(
        responses, n_boot=n_boot, seed=seed, strata=strata, clusters=clusters, weighting=weighting
    )
    names = [f"replicate_{number}" for number in range(1, n_boot + 1)]
    notes = (f"· {note.in_language(language)}" for note in made.notes)
    typer.echo("\n".join([made.method.in_language(language), *notes]), err=True)
    return pd.concat([columns, pd.DataFrame(made.replicates.weights.T, columns=names)], axis=1)


def print_weighting(weighting: Weighting, language: str) -> None:
    """Print the margins before and after, then the margins one by one, then how the weights are spread."""
    typer.echo(repr(weighting.view(language=language)))
    for frame in ("margins", "distribution"):
        typer.echo(f"\n{weighting.view(frame, language=language)!r}")

# Cohen's kappa with its standard error for two codings: Rscript agreement.R > agreement.csv
suppressMessages(library(psych))
tables <- list(
  fleiss = matrix(c(75, 1, 4, 5, 4, 1, 0, 0, 10), 3, byrow = TRUE),
  rare = matrix(c(3, 1, 2, 94), 2, byrow = TRUE),
  even = matrix(c(40, 9, 6, 45), 2, byrow = TRUE)
)
cat("table,kappa,variance\n")
for (name in names(tables)) {
  found <- cohen.kappa(tables[[name]])
  cat(sprintf("%s,%.12f,%.15f\n", name, found$kappa, found$var.kappa))
}

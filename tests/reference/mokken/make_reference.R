# Scalability, selection and monotonicity by the R package mokken, on simulated answers.
# Run in this folder: Rscript make_reference.R
suppressMessages(library(mokken))
set.seed(20250611)

simulate <- function(n, k, cuts, two) {
  f <- rnorm(n); g <- rnorm(n)
  sapply(seq_len(k), function(j) {
    latent <- runif(1, .2, 1.5) * (if (two && j %% 2 == 0) g else f) + rnorm(n)
    as.integer(cut(latent, c(-Inf, seq_len(cuts) * .9 - .45 * cuts - .45 + runif(1, -.7, .7), Inf))) - 1L
  })
}

cases <- list(pairs = list(150, 4, 1, FALSE), five = list(320, 6, 4, FALSE), two = list(700, 8, 3, TRUE))
bounds <- list(c(.05, .05), c(.3, .05), c(.4, .05), c(.02, 1e-4), c(.15, .01))
quiet <- function(x) suppressWarnings(x)
frames <- list(); lines <- character(0)
num <- function(x) paste0("[", paste(ifelse(is.na(x), "null", trimws(formatC(x, digits = 15, format = "g"))), collapse = ","), "]")
for (name in names(cases)) {
  x <- do.call(simulate, cases[[name]])
  stopifnot(all(apply(x, 2, function(v) length(unique(v))) == cases[[name]][[3]] + 1))
  colnames(x) <- paste0("i", seq_len(ncol(x)))
  write.csv(x, paste0(name, ".csv"), row.names = FALSE, quote = FALSE)
  h <- quiet(coefH(x, nice.output = FALSE, results = FALSE))
  partitions <- sapply(bounds, function(b) paste0("{\"lower_bound\":", b[1], ",\"alpha\":", b[2], ",\"scales\":",
    num(as.vector(quiet(aisp(x, lowerbound = b[1], alpha = b[2])))), "}"))
  m <- quiet(check.monotonicity(x))
  totals <- t(sapply(m$results, function(r) r[[3]]["Total", c("#ac", "#vi", "maxvi", "sum", "zmax", "#zsig")]))
  crit <- summary(m)[, "crit"]
  groups <- sapply(m$results, function(r) nrow(r[[2]]))
  lines <- c(lines, paste0("\"", name, "\":{\"H\":", num(h$H), ",\"se_H\":", num(h$se.H), ",\"Hi\":", num(h$Hi),
    ",\"se_Hi\":", num(h$se.Hi), ",\"Hij\":", num(as.vector(h$Hij)), ",\"se_Hij\":", num(as.vector(h$se.Hij)),
    ",\n\"aisp\":[", paste(partitions, collapse = ","), "],\n\"monotonicity\":{",
    paste0("\"", colnames(totals), "\":", apply(totals, 2, num), collapse = ","),
    ",\"crit\":", num(crit), ",\"groups\":", num(groups), "}}"))
}
versions <- paste0("\"versions\":{\"R\":\"", getRversion(), "\",\"mokken\":\"", packageVersion("mokken"), "\"}")
writeLines(paste0("{", versions, ",\n", paste(lines, collapse = ",\n"), "}"), "reference.json")

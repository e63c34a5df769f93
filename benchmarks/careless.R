# Indices of careless responding in R, timed: Rscript benchmarks/careless.R answers.csv
# With the package careless where it is installed; else plain loops over respondents, written from the definitions in
# base R alone. Prints "name seconds" a line. 50 items in ten scales of five, points 1 to 5.
file <- commandArgs(TRUE)[1]
x <- as.matrix(read.csv(file))
timed <- function(name, run) cat(name, system.time(run())[["elapsed"]], "\n")
beyond <- function(r, critical) {
  r[upper.tri(r, TRUE)] <- NA
  which(if (critical > 0) r > critical else r < critical, arr.ind = TRUE)
}
has_careless <- requireNamespace("careless", quietly = TRUE)
cat("#", R.version.string, if (has_careless) paste("careless", packageVersion("careless")) else "base R", "\n")

if (has_careless) {
  timed("longest_run", function() careless::longstring(x))
  timed("average_run", function() careless::longstring(x, avg = TRUE))
  timed("irv", function() careless::irv(x))
  timed("irv_split", function() careless::irv(x, split = TRUE, num.split = 4))
  timed("mahalanobis", function() careless::mahad(x, plot = FALSE))
  timed("even_odd", function() careless::evenodd(x, rep(5, 10)))
  timed("synonyms", function() careless::psychsyn(x, critval = .5, resample_na = FALSE))
} else {
  timed("longest_run", function() apply(x, 1, function(row) max(rle(row)$lengths)))
  timed("average_run", function() apply(x, 1, function(row) mean(rle(row)$lengths)))
  timed("irv", function() apply(x, 1, sd, na.rm = TRUE))
  timed("irv_split", function() {
    part <- cut(seq_len(ncol(x)), 4, labels = FALSE)
    sapply(1:4, function(at) apply(x[, part == at], 1, sd, na.rm = TRUE))
  })
  timed("mahalanobis", function() mahalanobis(x, colMeans(x), cov(x)))
  timed("even_odd", function() {
    scale_of <- rep(1:10, each = 5)
    apply(x, 1, function(row) {
      odd <- sapply(1:10, function(s) mean(row[scale_of == s][c(1, 3, 5)]))
      even <- sapply(1:10, function(s) mean(row[scale_of == s][c(2, 4)]))
      if (sd(odd) == 0 || sd(even) == 0) return(NA)
      r <- cor(odd, even)
      -max(2 * r / (1 + r), -1)
    })
  })
  timed("synonyms", function() {
    pairs <- beyond(cor(x), .5)
    apply(x, 1, function(row) {
      a <- row[pairs[, 1]]
      b <- row[pairs[, 2]]
      if (sd(a) == 0 || sd(b) == 0) NA else cor(a, b)
    })
  })
}

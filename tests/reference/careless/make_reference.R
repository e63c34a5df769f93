# Indices of careless responding in R, written from their definitions, and psych::outlier and stats::mahalanobis.
# Run in this folder: Rscript make_reference.R  (R and its package psych)
# Writes answers.csv (simulated, with missing answers and a weight), indices.csv and versions.txt.
set.seed(20)
n <- 60
sizes <- c(4, 4, 4, 3)
scale_of <- rep(seq_along(sizes), sizes)
reversed <- c(3, 6, 11)
trait <- matrix(rnorm(n * 4), n) + rnorm(n) * .6
x <- sapply(seq_along(scale_of), function(j) {
  latent <- 1.1 * trait[, scale_of[j]] + rnorm(n, 0, .6) + c(-.5, 0, .4)[j %% 3 + 1]
  points <- pmin(pmax(round(3 + latent), 1), 5)
  if (j %in% reversed) 6 - points else points
})
x[1, ] <- 4
x[2, ] <- rep(c(1, 2), length.out = 15)
x[3, ] <- rep(c(1, 2, 3, 4, 5), 3)
x[4, ] <- sample(5, 15, TRUE)
x[sample(length(x), 40)] <- NA
x[60, ] <- c(5, rep(NA, 14))
weight <- round(runif(n, .2, 3), 2)
answers <- data.frame(x, weight)
names(answers) <- c(paste0("q", 1:15), "weight")
write.csv(answers, "answers.csv", row.names = FALSE, na = "")

runs <- function(row) {  # a missing answer is a run of its own
  lengths <- 1
  for (j in 2:length(row)) {
    if (!is.na(row[j]) && !is.na(row[j - 1]) && row[j] == row[j - 1]) lengths[length(lengths)] <- lengths[length(lengths)] + 1
    else lengths <- c(lengths, 1)
  }
  lengths
}
pattern <- function(row) {  # the longest stretch that repeats 2 to 5 answers, twice or more, not all alike
  best <- 0
  for (from in 1:(length(row) - 3)) for (to in (from + 3):length(row)) {
    part <- row[from:to]
    if (anyNA(part) || length(unique(part)) == 1) next
    for (p in 2:5) if (length(part) >= 2 * p && all(part[-(1:p)] == head(part, -p))) best <- max(best, length(part))
  }
  best
}
even_odd <- function(row) {  # keyed answers
  odd <- even <- numeric(0)
  for (s in seq_along(sizes)) {
    own <- row[scale_of == s]
    odd[s] <- mean(own[seq(1, length(own), 2)], na.rm = TRUE)
    even[s] <- mean(own[seq(2, length(own), 2)], na.rm = TRUE)
  }
  both <- is.finite(odd) & is.finite(even)
  if (sum(both) < 2 || sd(odd[both]) == 0 || sd(even[both]) == 0) return(NA)
  r <- cor(odd[both], even[both])
  -max(2 * r / (1 + r), -1)
}
pairs_beyond <- function(r, critical) {
  r[upper.tri(r, TRUE)] <- NA
  which(if (critical > 0) r > critical else r < critical, arr.ind = TRUE)
}
over_pairs <- function(row, pairs) {
  a <- row[pairs[, 1]]
  b <- row[pairs[, 2]]
  both <- !is.na(a) & !is.na(b)
  if (sum(both) < 3 || sd(a[both]) == 0 || sd(b[both]) == 0) NA else cor(a[both], b[both])
}
guttman <- function(row, order_item, order_step) {  # every pair of steps, one by one
  ask <- !is.na(row[order_item])
  pass <- row[order_item] >= order_step
  errors <- 0
  for (s in seq_along(pass)) for (t in seq_along(pass)) {
    if (s < t && ask[s] && ask[t] && !pass[s] && pass[t]) errors <- errors + 1
  }
  errors
}
most_guttman <- function(row, order_item, order_step) {  # every way to reach the same sum
  answered <- which(!is.na(row))
  ways <- as.matrix(expand.grid(rep(list(1:5), length(answered))))
  ways <- ways[rowSums(ways) == sum(row[answered]), , drop = FALSE]
  max(apply(ways, 1, function(way) guttman(replace(row, answered, way), order_item, order_step)))
}

keyed <- x
keyed[, reversed] <- 6 - keyed[, reversed]
out <- data.frame(row = 1:n)
out$longstr <- apply(x, 1, function(row) max(runs(row)))
out$avgstr <- apply(x, 1, function(row) mean(runs(row)))
out$pattern <- apply(x, 1, pattern)
out$irv <- apply(x, 1, sd, na.rm = TRUE)
out$evenodd <- apply(keyed, 1, even_odd)
r <- cor(x, use = "pairwise.complete.obs")
out$psychsyn <- apply(x, 1, over_pairs, pairs_beyond(r, .5))
out$psychant <- apply(x, 1, over_pairs, pairs_beyond(r, -.4))
out$d2 <- psych::outlier(x, plot = FALSE)

# Over complete rows with weights: cov.wt's unbiased covariance.
full <- complete.cases(x)
moments <- cov.wt(x[full, ], weight[full] / sum(weight[full]))
out$d2_weighted <- NA
out$d2_weighted[full] <- mahalanobis(x[full, ], moments$center, moments$cov)

# The answered items' own part of the pairwise covariances.
pairwise <- cov(x, use = "pairwise.complete.obs")
out$d2_answered <- apply(x, 1, function(row) {
  there <- !is.na(row)
  mahalanobis(row[there], colMeans(x, na.rm = TRUE)[there], pairwise[there, there, drop = FALSE])
})

# Guttman errors of the first scale and of the last, keyed, steps ordered by the share that passes them.
for (s in c(1, 4)) {
  own <- keyed[, scale_of == s]
  steps <- expand.grid(step = 2:5, item = seq_len(ncol(own)))
  share <- mapply(function(i, t) mean(own[, i] >= t, na.rm = TRUE), steps$item, steps$step)
  steps <- steps[order(-round(share, 12)), ]
  out[paste0("guttman", s)] <- apply(own, 1, function(row)
    if (all(is.na(row))) NA else guttman(row, steps$item, steps$step))
  out[paste0("most", s)] <- apply(own, 1, function(row)
    if (all(is.na(row))) NA else most_guttman(row, steps$item, steps$step))
}
# The largest share of identical answers with an earlier respondent, 8 answers in common at least.
out$same <- NA
for (i in 2:n) for (j in 1:(i - 1)) {
  both <- !is.na(x[i, ]) & !is.na(x[j, ])
  if (sum(both) >= 8) out$same[i] <- max(out$same[i], mean(x[i, both] == x[j, both]), na.rm = TRUE)
}
numbers <- out
numbers[] <- lapply(out, function(column) ifelse(is.na(column), "", format(column, digits = 17, trim = TRUE)))
write.csv(numbers, "indices.csv", row.names = FALSE, quote = FALSE)
writeLines(c(R.version.string, paste("psych", packageVersion("psych"))), "versions.txt")

# Path models and mediation in R 4.2.2: writes results.json from answers.csv. Run simulate.R first, in this folder.
# Partial least squares is written out row by row from Wold (1982) and Tenenhaus et al. (2005): composites of rows,
# neighbours' sums from lm, outer weights from covariances (mode A) or lm (mode B), until no weight moves by 1e-13.
# Consistent loadings and paths from Dijkstra & Henseler (2015). Mediation: lavaan 0.6 `sem`, delta-method errors.
suppressPackageStartupMessages({ library(lavaan); library(jsonlite) })
d <- read.csv("answers.csv")
blocks <- list(image = c("i1", "i2", "i3"), quality = c("q1", "q2", "q3"), value = c("v1", "v2"),
               loyalty = c("l1", "l2", "l3"))
before <- list(image = character(), quality = "image", value = c("image", "quality"), loyalty = c("quality", "value"))
names <- names(blocks)
after <- lapply(names, function(j) names[sapply(before, function(b) j %in% b)])
names(after) <- names

wmean <- function(x, w) sum(w * x) / sum(w)
wcov <- function(x, y, w) sum(w * (x - wmean(x, w)) * (y - wmean(y, w))) / sum(w) / (1 - sum(w^2) / sum(w)^2)
standardise <- function(x, w) (x - wmean(x, w)) / sqrt(wcov(x, x, w))
slopes <- function(y, X, w) coef(lm(y ~ ., data.frame(y = y, X), weights = w))[-1]

pls <- function(scheme, mode, w = rep(1, nrow(d)), scaled = TRUE) {
  X <- d[unlist(blocks)]
  X[] <- lapply(X, function(x) if (scaled) standardise(x, w) else x - wmean(x, w))
  weights <- lapply(blocks, function(b) rep(1, length(b)))
  scores <- function(weights) {
    sapply(names, function(j) standardise(as.matrix(X[blocks[[j]]]) %*% weights[[j]], w))
  }
  for (round in 1:5000) {
    Y <- scores(weights)
    new <- lapply(names, function(j) {
      near <- c(before[[j]], after[[j]])
      e <- sapply(near, function(k) wcov(Y[, j], Y[, k], w))
      if (scheme == "centroid") e <- sign(e)
      if (scheme == "path" && length(before[[j]]) > 0)
        e[before[[j]]] <- slopes(Y[, j], Y[, before[[j]], drop = FALSE], w)
      Z <- as.numeric(Y[, near, drop = FALSE] %*% e)
      if (mode[[j]] == "A") sapply(X[blocks[[j]]], wcov, Z, w) else slopes(Z, X[blocks[[j]]], w)
    })
    names(new) <- names
    new <- lapply(names, function(j) {
      y <- as.matrix(X[blocks[[j]]]) %*% new[[j]]
      new[[j]] / sqrt(wcov(y, y, w))
    })
    names(new) <- names
    moved <- max(abs(unlist(new) - unlist(weights)))
    weights <- new
    if (moved < 1e-13) break
  }
  stopifnot(moved < 1e-12)
  Y <- scores(weights)
  loadings <- lapply(names, function(j) sapply(X[blocks[[j]]], function(x) wcov(standardise(x, w), Y[, j], w)))
  names(loadings) <- names
  for (j in names) if (sum(loadings[[j]]) < 0) {
    loadings[[j]] <- -loadings[[j]]; weights[[j]] <- -weights[[j]]; Y[, j] <- -Y[, j]
  }
  into <- names[lengths(before) > 0]
  paths <- lapply(into, function(j) as.list(slopes(Y[, j], Y[, before[[j]], drop = FALSE], w)))
  for (at in seq_along(into)) names(paths[[at]]) <- before[[into[at]]]
  names(paths) <- into
  r2 <- lapply(into, function(j) summary(lm(y ~ ., data.frame(y = Y[, j], Y[, before[[j]], drop = FALSE]), weights = w))$r.squared)
  names(r2) <- into
  R <- sapply(X, function(x) sapply(X, function(y) wcov(standardise(x, w), standardise(y, w), w)))
  C <- sapply(names, function(j) sapply(names, function(k) wcov(Y[, j], Y[, k], w)))
  list(weights = lapply(weights, as.numeric),
       loadings = lapply(loadings, unname), paths = paths, r2 = r2, R = R, C = C, plain = weights)
}

consistent <- function(found) {
  rho <- sapply(names, function(j) {
    u <- as.numeric(found$plain[[j]]); S <- found$R[blocks[[j]], blocks[[j]]]
    off <- S - diag(diag(S)); outer <- u %*% t(u); outer <- outer - diag(diag(outer))
    sum(u^2)^2 * as.numeric(t(u) %*% off %*% u) / as.numeric(t(u) %*% outer %*% u)
  })
  C <- found$C / sqrt(rho %o% rho); diag(C) <- 1
  into <- names[lengths(before) > 0]
  paths <- lapply(into, function(j) {
    b <- solve(C[before[[j]], before[[j]], drop = FALSE], C[before[[j]], j]); as.list(setNames(b, before[[j]]))
  })
  r2 <- lapply(into, function(j) sum(C[before[[j]], j] * solve(C[before[[j]], before[[j]], drop = FALSE], C[before[[j]], j])))
  names(paths) <- names(r2) <- into
  loadings <- lapply(names, function(j) {
    u <- as.numeric(found$plain[[j]]); u * sqrt(rho[[j]]) / sum(u^2)
  })
  names(loadings) <- names
  list(rho_a = as.list(rho), paths = paths, r2 = r2, loadings = loadings)
}

all <- function(mode) setNames(as.list(rep(mode, length(names))), names)
mixed <- c(image = "B", quality = "A", value = "A", loyalty = "A")
fits <- list(
  path_A = pls("path", all("A")), factor_A = pls("factor", all("A")), centroid_A = pls("centroid", all("A")),
  path_B = pls("path", all("B")), path_mixed = pls("path", as.list(mixed)),
  path_A_weighted = pls("path", all("A"), d$w), path_B_weighted = pls("path", all("B"), d$w),
  path_A_unscaled = pls("path", all("A"), scaled = FALSE)
)
keep <- lapply(fits, function(f) f[c("weights", "loadings", "paths", "r2")])
keep$consistent <- consistent(fits$path_A)
keep$consistent_weighted <- consistent(fits$path_A_weighted)

mediate <- function(model) {
  fit <- sem(model, d, estimator = "ML", likelihood = "normal",
             control = list(rel.tol = 1e-14, iter.max = 10000, eval.max = 10000))
  p <- parameterEstimates(fit, standardized = TRUE)
  p <- p[p$op %in% c("~", ":="), c("lhs", "op", "rhs", "label", "est", "se", "std.all")]
  p
}
mediation <- list(
  simple = mediate("q1 ~ a*i1 \n l1 ~ c*i1 + b*q1 \n ind := a*b \n tot := c + a*b"),
  parallel = mediate("q1 ~ a1*i1 \n v1 ~ a2*i1 \n q1 ~~ v1 \n l1 ~ c*i1 + b1*q1 + b2*v1
    ind1 := a1*b1 \n ind2 := a2*b2 \n ind := a1*b1 + a2*b2 \n tot := c + a1*b1 + a2*b2"),
  serial = mediate("q1 ~ a1*i1 \n v1 ~ a2*i1 + m*q1 \n l1 ~ c*i1 + b1*q1 + b2*v1
    ind1 := a1*b1 \n ind2 := a2*b2 \n ind12 := a1*m*b2 \n ind := a1*b1 + a2*b2 + a1*m*b2 \n
    tot := c + a1*b1 + a2*b2 + a1*m*b2"),
  covariate = mediate("q1 ~ a*i1 + i2 \n l1 ~ c*i1 + b*q1 + i2 \n ind := a*b \n tot := c + a*b")
)
write_json(list(models = keep, mediation = mediation), "results.json", digits = 15, auto_unbox = TRUE, pretty = TRUE)
writeLines(paste0("R ", getRversion(), ", lavaan ", packageVersion("lavaan"), ", jsonlite ", packageVersion("jsonlite")),
           "versions.txt")

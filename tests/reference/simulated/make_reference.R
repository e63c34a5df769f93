# Independent results for tests/reference/test_simulated.py, so that the comparison with R runs everywhere.
# Run in this folder with R >= 4.2 and the packages psych, lavaan, survey:  Rscript make_reference.R
# The data are simulated by this script; nothing here is a real respondent.
# LMG is computed the long way: lm() on every subset of drivers, averaged over every order of entering them.

suppressPackageStartupMessages({library(psych); library(lavaan); library(survey)})
set.seed(20260101, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

n <- 240
satisfied <- rnorm(n)
likert <- function(load, centre, points) {
  pmin(points, pmax(1, round(centre + 1.3 * (load * satisfied + sqrt(1 - load^2) * rnorm(n)))))
}
d <- data.frame(quality = likert(.8, 5, 7), delivery = likert(.6, 4, 7), price = likert(.5, 4, 7),
                service = likert(.7, 5, 7), returns = likert(.3, 3, 7))
d$overall <- pmin(7, pmax(1, round(1 + .4 * d$quality + .2 * d$delivery + .1 * d$price + .15 * d$service + .8 * rnorm(n))))
d$region <- sample(c("east", "north", "south"), n, TRUE, c(.5, .3, .2))
d$gender <- sample(c("f", "m"), n, TRUE, c(.6, .4))
d$weight <- round(runif(n, .5, 2), 2)
write.csv(d[c("overall", "quality", "delivery", "price", "service", "returns", "region", "gender", "weight")],
          "simulated.csv", row.names = FALSE)

drivers <- c("quality", "delivery", "price", "service", "returns")

permutations <- function(v) {
  if (length(v) <= 1) return(list(v))
  out <- list()
  for (i in seq_along(v)) for (rest in permutations(v[-i])) out <- c(out, list(c(v[i], rest)))
  out
}
fit_r2 <- function(members, w) {
  if (!length(members)) return(0)
  terms <- unlist(members)
  data <- d; data$.w <- w
  summary(lm(reformulate(terms, "overall"), data = data, weights = .w))$r.squared
}
lmg <- function(players, w) {
  cache <- new.env()
  value <- function(p) {
    key <- paste(sort(p), collapse = "|")
    if (is.null(cache[[paste0("k", key)]])) cache[[paste0("k", key)]] <- fit_r2(players[p], w)
    cache[[paste0("k", key)]]
  }
  shares <- setNames(numeric(length(players)), names(players))
  orders <- permutations(names(players))
  for (o in orders) for (i in seq_along(o)) {
    before <- o[seq_len(i - 1)]
    shares[o[i]] <- shares[o[i]] + value(c(before, o[i])) - value(before)
  }
  shares / length(orders)
}

single <- setNames(as.list(drivers), drivers)
ones <- rep(1, n)
johnson <- function(r) {
  e <- eigen(r[-1, -1], symmetric = TRUE)
  root <- e$vectors %*% diag(sqrt(e$values)) %*% t(e$vectors)
  drop(root^2 %*% solve(root, r[-1, 1])^2)
}
columns <- c("overall", drivers)
weighted <- cov.wt(d[columns], wt = d$weight / sum(d$weight), cor = TRUE)

# HC3 by its formula (MacKinnon & White 1985) on lm's own weighted scores; sandwich::vcovHC is this
hc3 <- function(fit) {
  x <- model.matrix(fit); w <- weights(fit); if (is.null(w)) w <- rep(1, nrow(x))
  bread <- solve(crossprod(x * sqrt(w)))
  scores <- x * (w * residuals(fit) / (1 - hatvalues(fit)))
  sqrt(diag(bread %*% crossprod(scores) %*% bread))
}
plain_fit <- lm(reformulate(drivers, "overall"), data = d)
weighted_fit <- lm(reformulate(drivers, "overall"), data = d, weights = weight)
describe <- function(fit) list(coefficients = unname(coef(fit)), classic = unname(summary(fit)$coefficients[, 2]),
  hc3 = unname(hc3(fit)), r2 = summary(fit)$r.squared, adj_r2 = summary(fit)$adj.r.squared,
  sigma = summary(fit)$sigma)

items <- d[drivers]
psych_alpha <- suppressWarnings(psych::alpha(items, warnings = FALSE))
design_alpha <- survey::svycralpha(~quality + delivery + price + service + returns,
                                   svydesign(~1, weights = ~weight, data = d))
cfa_fit <- lavaan::cfa("f =~ quality + delivery + price + service + returns", items, std.lv = TRUE)
cfa_est <- lavaan::lavInspect(cfa_fit, "est")
loadings <- drop(cfa_est$lambda); unique_var <- diag(cfa_est$theta)
factanal_fit <- factanal(items, 1, control = list(opt = list(factr = 1, pgtol = 1e-12)))

design <- svydesign(~1, weights = ~weight, data = d)
margins <- list(~region, ~gender)
targets <- list(data.frame(region = c("east", "north", "south"), Freq = n * c(.4, .35, .25)),
                data.frame(gender = c("f", "m"), Freq = n * c(.5, .5)))
raked <- rake(design, margins, targets, control = list(epsilon = 1e-13, maxit = 1000))
flat <- svydesign(~1, weights = ~one, data = transform(d, one = 1))
totals <- c(`(Intercept)` = n, regionnorth = .35 * n, regionsouth = .25 * n, genderm = .5 * n)
bounded <- calibrate(flat, ~region + gender, totals, calfun = "raking", epsilon = 1e-12, maxit = 500)

# the truncated exponential distance of Deville & Sarndal 1992: every weight within .82 to 1.27
within_bounds <- calibrate(flat, ~region + gender, totals, calfun = "raking", bounds = c(.82, 1.27), epsilon = 1e-12,
                           maxit = 500)

wilson <- prop.test(sum(d$overall >= 6), n, correct = FALSE)$conf.int

number <- function(x) formatC(x, digits = 17, width = 1, format = "g")
json <- function(x) {
  if (is.list(x)) paste0("{", paste0('"', names(x), '": ', vapply(x, json, ""), collapse = ",\n "), "}")
  else if (length(x) == 1) number(x)
  else paste0("[", paste(number(unname(x)), collapse = ", "), "]")
}
results <- list(
  lmg = lmg(single, ones)[drivers],
  lmg_weighted = lmg(single, d$weight)[drivers],
  lmg_grouped = lmg(list(a = c("quality", "delivery"), b = c("price", "service", "returns")), ones),
  lmg_with_factor = lmg(c(single[1:3], list(region = "region")), ones)[c("quality", "delivery", "price", "region")],
  lmg_given_service = {
    given <- lapply(single[c(1, 2, 3, 5)], identity)
    base <- summary(lm(overall ~ service, d))$r.squared
    value <- function(p) summary(lm(reformulate(c("service", p), "overall"), d))$r.squared
    shares <- setNames(numeric(4), names(given))
    for (o in permutations(names(given))) for (i in seq_along(o))
      shares[o[i]] <- shares[o[i]] + value(o[seq_len(i)]) - value(o[seq_len(i - 1)])
    shares / 24
  },
  relative_weights = johnson(cor(d[columns])),
  relative_weights_weighted = johnson(weighted$cor),
  covariance_weighted = as.vector(t(weighted$cov)),
  ols = describe(plain_fit),
  ols_weighted = describe(weighted_fit),
  alpha = list(raw = psych_alpha$total$raw_alpha, std = psych_alpha$total$std.alpha,
               lambda6 = psych_alpha$total$`G6(smc)`, ase = psych_alpha$total$ase,
               dropped = psych_alpha$alpha.drop$raw_alpha, dropped_std = psych_alpha$alpha.drop$std.alpha,
               r_drop = psych_alpha$item.stats$r.drop, feldt = unname(unlist(psych_alpha$feldt[c("lower.ci", "upper.ci")])),
               design_weighted = unname(as.numeric(design_alpha))),
  one_factor = list(lavaan_loadings = unname(loadings), lavaan_unique = unname(unique_var),
                    omega = sum(loadings)^2 / (sum(loadings)^2 + sum(unique_var)),
                    factanal_loadings = as.vector(factanal_fit$loadings) * sign(sum(factanal_fit$loadings))),
  raking = list(weights = weights(raked) / mean(weights(raked)), flat = weights(bounded),
                bounded = weights(within_bounds)),
  wilson = wilson
)
writeLines(json(results), "reference.json")
writeLines(c(R.version.string, paste(c("psych", "lavaan", "survey"),
           vapply(c("psych", "lavaan", "survey"), function(p) as.character(packageVersion(p)), ""))), "versions.txt")

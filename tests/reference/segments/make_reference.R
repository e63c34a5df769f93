# Makes survey.csv and reference.json: Rscript make_reference.R (R 4.2 with sandwich, survey and jsonlite).
# Two groups, weights. Oaxaca-Blinder splits by lm(), variances by the delta method of Jann (2008, Stata Journal 8,
# 453-479, section 3.2): means random, coefficients HC3, both uncorrelated. Tests under weights by package survey.
suppressPackageStartupMessages({library(sandwich); library(survey); library(jsonlite)})
set.seed(47)
draw <- function(n, level, tie, group) {
  common <- rnorm(n)
  score <- function(mean) round(pmin(100, pmax(0, mean + level + 16 * (0.5 * common + 0.9 * rnorm(n)))), 1)
  d <- data.frame(group = group, service = score(65), price = score(58), speed = score(72))
  d$y <- round(12 + tie * d$service + 0.3 * d$price + 0.1 * d$speed + rnorm(n, 0, 6 + level), 2)
  d$top <- as.integer(d$y + rnorm(n, 0, 6) > 68)
  d$class <- sample(1:3, n, TRUE, c(3, 2, 1 + level / 5))
  d$w <- round(runif(n, 0.4, 2.5), 2)
  d
}
d <- rbind(draw(180, 0, 0.35, "before"), draw(150, 5, 0.5, "after"))
write.csv(d, "survey.csv", row.names = FALSE, quote = FALSE)
d <- read.csv("survey.csv")
terms <- c("intercept", "service", "price", "speed")

parts_of <- function(g) {
  fit <- lm(y ~ service + price + speed, g, weights = w)
  means <- svymean(~service + price + speed, svydesign(~1, weights = ~w, data = g))
  spread <- matrix(0, 4, 4); spread[-1, -1] <- vcov(means)
  score <- model.matrix(fit) * (g$w * residuals(fit) / (1 - hatvalues(fit)))
  list(b = unname(coef(fit)), vb = unname(vcovHC(fit, "HC3")), x = c(1, unname(coef(means))), vx = spread, total = sum(g$w),
       influence = score %*% solve(crossprod(model.matrix(fit) * sqrt(g$w))))
}
quad <- function(g, v) as.numeric(t(g) %*% v %*% g)
# a part's terms and their sum; each pair is a gradient by term and a covariance matrix
report <- function(part, pairs) list(
  part = as.list(setNames(part, terms)), sum = sum(part),
  error = as.list(setNames(sqrt(Reduce(`+`, lapply(pairs, function(p) p[[1]]^2 * diag(p[[2]])))), terms)),
  sum_error = sqrt(Reduce(`+`, lapply(pairs, function(p) quad(p[[1]], p[[2]])))))

split_all <- function(g1, g2) {
  one <- parts_of(g1); two <- parts_of(g2)
  dx <- two$x - one$x; db <- two$b - one$b; vx <- one$vx + two$vx; vb <- one$vb + two$vb
  three <- list(
    endowments = report(dx * one$b, list(list(one$b, vx), list(dx, one$vb))),
    coefficients = report(one$x * db, list(list(one$x, vb), list(db, one$vx))),
    interaction = report(dx * db, list(list(dx, vb), list(db, vx))))
  twofold <- function(s) {  # reference coefficients (1 - s) b1 + s b2
    star <- (1 - s) * one$b + s * two$b; at <- (1 - s) * two$x + s * one$x
    list(explained = report(dx * star, list(list(star, vx), list(dx, (1 - s)^2 * one$vb + s^2 * two$vb))),
         unexplained = report(at * db, list(list(at, vb), list(db, (1 - s)^2 * two$vx + s^2 * one$vx))))
  }
  both <- rbind(g1, g2); both$second <- rep(0:1, c(nrow(g1), nrow(g2)))
  common <- function(f) {  # all rows; the covariances with the groups' own coefficients come from the rows' influence
    fit <- lm(f, both, weights = w); x <- model.matrix(fit)
    inf <- ((x * (both$w * residuals(fit) / (1 - hatvalues(fit)))) %*% solve(crossprod(x * sqrt(both$w))))[, 1:4]
    star <- unname(coef(fit)[1:4]); first <- both$second == 0
    stack <- rbind(cbind(one$influence, 0 * one$influence), cbind(0 * two$influence, two$influence))
    joint <- crossprod(cbind(stack, inf))
    stopifnot(all.equal(unname(joint[9:12, 9:12]), unname(vcovHC(fit, "HC3")[1:4, 1:4])))
    stopifnot(all.equal(unname(joint[1:4, 1:4]), one$vb), sum(first) == nrow(g1))
    by_term <- function(k) { m <- matrix(0, 12, 4); for (j in 1:4) m[c(j, 4 + j, 8 + j), j] <- k[[j]]; m }
    gradient <- by_term(lapply(1:4, function(j) c(-one$x[j], two$x[j], -dx[j])))
    cov_b <- t(gradient) %*% joint %*% gradient
    left <- two$b - star; right <- star - one$b
    list(explained = report(dx * star, list(list(star, vx), list(dx, joint[9:12, 9:12]))),
         unexplained = report(two$x * left + one$x * right,
           list(list(rep(1, 4), cov_b), list(left, two$vx), list(right, one$vx))))
  }
  share <- two$total / (one$total + two$total)
  list(difference = weighted.mean(g2$y, g2$w) - weighted.mean(g1$y, g1$w), threefold = three,
    twofold = list(first = twofold(0), second = twofold(1), reimers = twofold(0.5), cotton = twofold(share),
      neumark = common(y ~ service + price + speed), pooled = common(y ~ service + price + speed + second)))
}

plain <- d; plain$w <- 1
halves <- function(d) split_all(d[d$group == "before", ], d[d$group == "after", ])
design <- svydesign(~1, weights = ~w, data = d)
strata <- svydesign(~1, strata = ~group, weights = ~w, data = d)
means <- svyby(~y, ~group, strata, svymean)
tested <- function(f) {
  t <- svychisq(f, design, statistic = "F")
  list(statistic = unname(t$statistic), df = unname(t$parameter[1]), df_within = unname(t$parameter[2]), p = unname(t$p.value))
}
write(toJSON(list(plain = halves(plain), weighted = halves(d),
  means = list(group = means$group, mean = means$y, error = SE(means)),
  chi_square = list(top = tested(~group + top), class = tested(~group + class))),
  digits = NA, auto_unbox = TRUE, pretty = TRUE), "reference.json")
writeLines(c(R.version.string, sapply(c("sandwich", "survey"), function(p) paste(p, packageVersion(p)))), "versions.txt")

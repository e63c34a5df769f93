# Restricted cubic splines: columns of Hmisc::rcspline.eval, and the regression on splines::ns with HC3 standard errors.
# Rscript splines.R, in this folder; R 4.2.2 with Hmisc, sandwich, jsonlite.
library(splines)
set.seed(20)
n <- 120
x <- round(runif(n, 0, 10), 3)
z <- round(rnorm(n), 3)
y <- round(sin(x) + 0.5 * z + rnorm(n), 3)
w <- round(runif(n, 0.5, 2), 3)
write.csv(data.frame(x, z, y, w), "splines.csv", row.names = FALSE)
knots <- c(0.5, 3, 6.5, 9.5)
fit <- lm(y ~ ns(x, knots = knots[2:3], Boundary.knots = knots[c(1, 4)]) + z, weights = w)
line <- lm(y ~ x + z, weights = w)
own <- data.frame(x = x, z = z, Hmisc::rcspline.eval(x, knots = knots, inclx = FALSE, norm = 2))
rcs <- lm(y ~ ., data = cbind(y = y, own), weights = w)
hc3 <- sandwich::vcovHC(rcs, type = "HC3")
bends <- c("X1", "X2")
b <- coef(rcs)[bends]
wald <- as.numeric(t(b) %*% solve(hc3[bends, bends]) %*% b) / 2
out <- list(
  knots = knots,
  columns = unname(as.matrix(own[, bends])),
  ns_fitted = unname(fitted(fit)),
  line = unname(coef(line)),
  line_hc3 = unname(sqrt(diag(sandwich::vcovHC(line, type = "HC3")))),
  coefficients = unname(coef(rcs)[c("(Intercept)", "x", "z", bends)]),
  hc3 = unname(sqrt(diag(hc3))[c("(Intercept)", "x", "z", bends)]),
  wald = wald,
  wald_p = pf(wald, 2, n - 5, lower.tail = FALSE)
)
jsonlite::write_json(out, "splines.json", digits = NA, auto_unbox = TRUE)

// Statistics: numbers in, results out. One file a method; every test takes the region in which a parameter is claimed
// to lie.
export type { Alternative, EffectSize, Interval, TestResult } from './types.ts';

// Base: distributions, descriptives, regions.
export * from './distributions/distributions.ts';
export * from './distributions/quadrature.ts';
export * from './distributions/noncentral-t.ts';
export { noncentralFCdf } from './distributions/noncentral-f.ts';
export * from './descriptives.ts';
export * from './region.ts';
export { DEFAULT_ALPHA, type ResamplingOptions, type TestOptions } from './options.ts';
export * from './reasons.ts';
export * from './resampling/select.ts';
export * from './interval-rule.ts';
export * from './resampling/thresholds.ts';

// Two arms.
export * from './location/cohen-d.ts';
export { differences } from './pairs.ts';
export * from './location/student.ts';
export * from './resampling/sign-flip.ts';
export * from './ranks/wilcoxon.ts';
export { signTest } from './ranks/sign-test.ts';
export * from './ranks/mann-whitney.ts';
export * from './ranks/probability-of-improvement.ts';
export * from './ranks/brunner-munzel.ts';
export { brunnerMunzelPermutation } from './ranks/brunner-munzel-permutation.ts';
export * from './resampling/permutation.ts';
export * from './location/skew-guarded-mean.ts';
export { lSkewness, looksSkewed, usualLSkewness } from './location/l-skewness.ts';
export { HOLDS_FROM } from './location/widening.ts';
export { roundingOfLogarithms, withoutSpread } from './location/without-spread.ts';
export { roundingOf } from './unit.ts';
export { errorsOfLayout, type ErrorOfDifference } from './location/errors-of-layout.ts';
export { missedRate } from './rates/missed-rate.ts';
export { noiseOfArms, type NoiseOfArms } from './location/noise-of-arms.ts';
export { guardedDifference } from './location/guarded-difference.ts';
export * from './resampling/resample.ts';
export * from './resampling/bootstrap-interval.ts';
export * from './resampling/bootstrap.ts';
export * from './location/effect-sizes.ts';
export * from './location/bayes-factor.ts';
export * from './location/ratio.ts';
export { pairedRatioOfMeans } from './location/ratio-of-means.ts';

// Rates of yes/no measures.
export { binomialRate } from './rates/binomial-rate.ts';
export { pairedRates, pairedRatesOf } from './rates/paired-rates.ts';
export { independentRates } from './rates/independent-rates.ts';
export { countPairs, countPairsOf, countYes, type PairCounts } from './rates/yes-no.ts';
export {
  pairedRatesNeeded,
  powerOfPairedRates,
  powerOfRate,
  rateNeeded,
  type PairedRatesPlan,
  type RatePlan,
} from './rates/power.ts';

// Planning and families.
export * from './power/power.ts';
export * from './power/sample-size.ts';
export * from './power/power-simulation.ts';
export * from './multiplicity.ts';
export * from './power/smallest-p.ts';

// Trends blocked by seed.
export { holdsNaN, usableBlocks, type Block, type Blocks } from './blocks.ts';
export * from './trend/blocked-trend.ts';
export { meanRankCorrelation, type RankedBlock } from './association/mean-rank-correlation.ts';
export { residualCorrelation } from './association/residual-correlation.ts';
export { reliabilityOverBlocks } from './association/reliability-over-blocks.ts';
export { lackOfLine } from './forms/lack-of-line.ts';
export { censoredSlope, type Place } from './forms/censored-slope.ts';
export { contrastWithin, residualWeights, type ContrastWithin } from './forms/contrast-within.ts';
export { departuresFromLine } from './forms/departures-from-line.ts';
export * from './association/correlation.ts';
export * from './distributions/correlation-distribution.ts';
export * from './trend/page.ts';
export * from './trend/slope.ts';
export { slopePermutation } from './trend/slope-permutation.ts';
export { peakOf } from './peaks/peak-of.ts';
export { peakExponent, type PeakCovariates } from './peaks/peak-exponent.ts';
export { peakRatio, type PeakGroups } from './peaks/peak-ratio.ts';
export * from './location/largest-mean.ts';
export * from './equality/same-curve.ts';
export * from './trend/breakdown.ts';
export * from './trend/departure.ts';
export * from './equality/kolmogorov-smirnov.ts';
export * from './equality/cramer-von-mises.ts';
export {
  energyDistance,
  energyTest,
  type EnergyDistance,
  type EnergyOptions,
  type Points,
} from './equality/energy.ts';
export * from './equality/energy-equivalence.ts';
export * from './sequential/spending.ts';
export * from './sequential/recursion.ts';
export * from './sequential/group-sequential.ts';
export { tLooks } from './sequential/t-looks.ts';
export * from './sequential/confidence-sequence.ts';
export { judgeRankCorrelation } from './association/rank-correlation.ts';
export type {
  NullLawOptions,
  NullTails,
  RankCorrelation,
  RankCorrelationOptions,
} from './association/rank-correlation.ts';
export * from './association/pearson.ts';
export * from './association/spearman.ts';
export * from './association/kendall.ts';
export * from './trend/theil-sen.ts';
export * from './trend/deming.ts';
export * from './trend/jonckheere-terpstra.ts';
export * from './location/anova.ts';
export * from './equality/normality.ts';
export { equivalentMeans, independentPairsEquivalent } from './location/equivalent-means.ts';

// Times to an event.
export { kaplanMeier, type SurvivalStep, type Times } from './time-to-event/survival.ts';
export { gehan, logRank, stratifiedLogRank, type Stratum } from './time-to-event/log-rank.ts';
export {
  restrictedMean,
  restrictedMeanDifference,
  restrictedMeanRatio,
  type HorizonOptions,
} from './time-to-event/restricted-mean.ts';
export { logRankScores, prenticeScores } from './time-to-event/pooled-scores.ts';
export { pairedLogRank, pairedPrenticeWilcoxon } from './time-to-event/paired.ts';

// Several blocks: data sets, workloads.
export type { BlockEffect } from './meta/block-effect.ts';
export { heterogeneity, type Heterogeneity } from './meta/heterogeneity.ts';
export { hartungKnapp } from './meta/hartung-knapp.ts';
export { meanOverBlocks } from './meta/mean-over-blocks.ts';
export { predictionInterval } from './meta/prediction-interval.ts';

// Statistics: numbers in, results out. One file a method; every test takes the region in which a parameter is claimed to lie.
export type { Alternative, EffectSize, Interval, TestResult } from './types.ts';

// Base: distributions, descriptives, regions.
export * from './distributions.ts';
export * from './quadrature.ts';
export * from './noncentral-t.ts';
export { noncentralFCdf } from './noncentral-f.ts';
export * from './descriptives.ts';
export * from './region.ts';
export { DEFAULT_ALPHA, type ResamplingOptions, type TestOptions } from './options.ts';
export * from './reasons.ts';
export * from './select.ts';
export * from './interval-rule.ts';
export * from './thresholds.ts';

// Two arms.
export * from './cohen-d.ts';
export { differences } from './pairs.ts';
export * from './student.ts';
export * from './sign-flip.ts';
export * from './wilcoxon.ts';
export { signTest } from './sign-test.ts';
export * from './mann-whitney.ts';
export * from './probability-of-improvement.ts';
export * from './brunner-munzel.ts';
export { brunnerMunzelPermutation } from './brunner-munzel-permutation.ts';
export * from './permutation.ts';
export * from './skew-guarded-mean.ts';
export { lSkewness, looksSkewed, usualLSkewness } from './location/l-skewness.ts';
export { HOLDS_FROM } from './location/widening.ts';
export { roundingOfLogarithms, withoutSpread } from './location/without-spread.ts';
export { roundingOf } from './unit.ts';
export { errorsOfLayout, type ErrorOfDifference } from './location/errors-of-layout.ts';
export { missedRate } from './rates/missed-rate.ts';
export { noiseOfArms, type NoiseOfArms } from './location/noise-of-arms.ts';
export { guardedDifference } from './guarded-difference.ts';
export * from './resample.ts';
export * from './bootstrap-interval.ts';
export * from './bootstrap.ts';
export * from './effect-sizes.ts';
export * from './bayes-factor.ts';
export * from './ratio.ts';
export { pairedRatioOfMeans } from './ratio-of-means.ts';

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
export * from './power.ts';
export * from './sample-size.ts';
export * from './power-simulation.ts';
export * from './multiplicity.ts';
export * from './smallest-p.ts';

// Trends blocked by seed.
export { holdsNaN, usableBlocks, type Block, type Blocks } from './blocks.ts';
export * from './blocked-trend.ts';
export { meanRankCorrelation, type RankedBlock } from './association/mean-rank-correlation.ts';
export { residualCorrelation } from './association/residual-correlation.ts';
export { reliabilityOverBlocks } from './association/reliability-over-blocks.ts';
export { lackOfLine } from './forms/lack-of-line.ts';
export { censoredSlope, type Place } from './forms/censored-slope.ts';
export { contrastWithin, residualWeights, type ContrastWithin } from './forms/contrast-within.ts';
export { departuresFromLine } from './forms/departures-from-line.ts';
export * from './correlation.ts';
export * from './correlation-distribution.ts';
export * from './page.ts';
export * from './slope.ts';
export { slopePermutation } from './slope-permutation.ts';
export { peakOf } from './peaks/peak-of.ts';
export { peakExponent, type PeakCovariates } from './peaks/peak-exponent.ts';
export { peakRatio, type PeakGroups } from './peaks/peak-ratio.ts';
export * from './largest-mean.ts';
export * from './same-curve.ts';
export * from './breakdown.ts';
export * from './departure.ts';
export * from './kolmogorov-smirnov.ts';
export * from './cramer-von-mises.ts';
export {
  energyDistance,
  energyTest,
  type EnergyDistance,
  type EnergyOptions,
  type Points,
} from './energy.ts';
export * from './energy-equivalence.ts';
export * from './spending.ts';
export * from './recursion.ts';
export * from './group-sequential.ts';
export { tLooks } from './t-looks.ts';
export * from './confidence-sequence.ts';
export { judgeRankCorrelation } from './rank-correlation.ts';
export type {
  NullLawOptions,
  NullTails,
  RankCorrelation,
  RankCorrelationOptions,
} from './rank-correlation.ts';
export * from './pearson.ts';
export * from './spearman.ts';
export * from './kendall.ts';
export * from './theil-sen.ts';
export * from './deming.ts';
export * from './jonckheere-terpstra.ts';
export * from './anova.ts';
export * from './normality.ts';
export { equivalentMeans, independentPairsEquivalent } from './equivalent-means.ts';

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

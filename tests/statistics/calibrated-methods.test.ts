/**
 * No method of `src/statistics` is without rows in docs/calibration.md: an export that returns a result and has no line
 * below does not compile.
 */
import { expect, test } from 'vitest';
import { calibrationCases } from '../../bench/calibration/registry.ts';
import type * as statistics from '../../src/statistics/index.ts';
import type { EffectSize, MardiaResult, TestResult } from '../../src/statistics/index.ts';

/**
 * Exports that return the result of a test or an effect size; `withoutTest` is what a test returns that could not be
 * made.
 */
type Method = Exclude<
  {
    [Name in keyof typeof statistics]: (typeof statistics)[Name] extends (...values: never[]) => infer Result
      ? NonNullable<Result> extends TestResult | EffectSize | MardiaResult
        ? Name
        : never
      : never;
  }[keyof typeof statistics],
  'withoutTest'
>;
/** Exports that return numbers which promise a rate. */
type Rate =
  | 'alphaByLook'
  | 'driftForPower'
  | 'empiricalBernstein'
  | 'logEValueOfWins'
  | 'normalMixture'
  | 'onLogScale'
  | 'powerCorrelation'
  | 'powerOfPairedRates'
  | 'powerOfRate'
  | 'powerPaired'
  | 'powerTrend'
  | 'powerTwoSample'
  | 'sequentialBoundaries';

const ARMS = 'Breakdowns, curves and several arms';
const PAIRS = 'Association of independent pairs, none present';
const TIMES = 'Times to an event';
const FORMS = 'Associations over arms that share seeds';
const EFFECTS = 'Intervals of effect sizes';
const RATES = 'Rates of yes/no measures';

/** One section and method of the page for each; further rows it may have. */
const ROWS: Readonly<Record<Method | Rate, readonly [section: string, method: string]>> = {
  allPairsEquivalent: [ARMS, 'all pairs of 3 arms that share seeds, two at distance 1'],
  alphaByLook: ['Planned looks', 'paired t, alpha spent by pocock'],
  andersonDarling: ['Distributions', 'Anderson–Darling'],
  anova: ['Distributions', 'one-way analysis of variance'],
  anytimeMean: ['A look after every replicate', 'anytime-valid t'],
  binomialRate: [RATES, 'one rate, Clopper–Pearson'],
  blockedCorrelation: ['Trends over arms that share seeds', 'blocked correlation'],
  blockedTrend: ['Trends over arms that share seeds', 'blocked trend, θ > 0'],
  bootstrap: ['Independent arms', 'ratio of means, bootstrap'],
  bootstrapDifference: ['Independent arms', 'bootstrap, studentized'],
  bootstrapMean: ['Paired arms', 'bootstrap, studentized'],
  breakdown: [ARMS, 'location of a breakdown'],
  brunnerMunzel: ['Independent arms', 'Brunner–Munzel'],
  brunnerMunzelPermutation: ['Independent arms', 'Brunner–Munzel, permutation'],
  censoredSlope: [FORMS, 'slope of places, some beyond an end'],
  cliffsDelta: [EFFECTS, "Cliff's delta"],
  cramerVonMises: ['Distributions', 'Cramér–von Mises'],
  deming: ['Slopes of independent points', 'Deming, both measured with error'],
  driftForPower: ['Planned looks', 'planned power 0.9, pocock'],
  empiricalBernstein: ['A look after every replicate', 'empirical Bernstein'],
  energyEquivalence: ['Distributions', 'energy distance, interval, paired'],
  energyTest: ['Distributions', 'energy distance, exchanged within pairs'],
  equivalentMeans: [ARMS, 'equivalent means of 3 arms, F'],
  exponent: ['Slopes of independent points', 'log–log exponent'],
  exponentWithinBlocks: ['Slopes over arms that share seeds', 'log–log exponent within blocks'],
  gehan: [TIMES, 'Gehan'],
  guardedDifference: ['Independent arms', 'Welch t and permutation'],
  hartungKnapp: ['Effects over blocks', 'Hartung–Knapp–Sidik–Jonkman'],
  independentPairsEquivalent: [ARMS, 'all pairs of 3 independent arms, two at distance 1'],
  independentRates: [RATES, 'independent rates, exact unconditional'],
  interquartileMeanEffect: [EFFECTS, 'difference of interquartile means, paired'],
  jarqueBera: ['Distributions', 'Jarque–Bera, Monte Carlo'],
  jonckheereTerpstra: [PAIRS, 'Jonckheere–Terpstra'],
  jonckheereWithinBlocks: ['Trends over arms that share seeds', 'Jonckheere–Terpstra within blocks'],
  kendall: ['Association of independent pairs, ρ = 0.5 and 0.8', 'Kendall'],
  kolmogorovSmirnov: ['Distributions', 'Kolmogorov–Smirnov'],
  kruskalWallis: ['Distributions', 'Kruskal–Wallis'],
  lackOfLine: [FORMS, 'lack of fit of a line'],
  largestMean: [ARMS, 'same curve, distance 1 at 10 times'],
  levene: ['Distributions', 'Brown–Forsythe'],
  locateBreakdown: [ARMS, 'location of a breakdown'],
  logEValueOfWins: ['A look after every replicate', 'e-value of signs'],
  logRank: [TIMES, 'log-rank'],
  mannWhitney: ['Independent arms', 'Mann–Whitney'],
  mardia: ['Distributions', 'Mardia, skewness'],
  meanDifference: [EFFECTS, 'mean difference, paired'],
  meanOverBlocks: ['Effects over blocks', 'mean over blocks'],
  meanRankCorrelation: [FORMS, 'blocked trend, θ = 0, values 1, 2, 2'],
  normalMixture: ['A look after every replicate', 'normal mixture, known spread'],
  onLogScale: ['Verdicts', 'equivalent ratio'],
  pairedRates: [RATES, 'paired rates, exact unconditional'],
  pairedRatesOf: [RATES, 'paired rates, exact unconditional'],
  page: ['Trends over arms that share seeds', "Page's L"],
  partialCorrelation: [PAIRS, 'partial correlation'],
  peakExponent: ['Verdicts', 'peak scales'],
  pairedLogRank: [TIMES, 'paired log-rank'],
  pairedPrenticeWilcoxon: [TIMES, 'paired Prentice–Wilcoxon'],
  pairedRatioOfMeans: [TIMES, 'ratio of restricted means, paired t of Fieller and sign-flip'],
  peakRatio: ['Verdicts', 'peak ratio'],
  pearson: ['Association of independent pairs, ρ = 0.7', 'Pearson'],
  permutation: ['Independent arms', 'permutation'],
  powerCorrelation: ['Planned power', 'planned power 0.9, correlation, two-sided'],
  powerOfPairedRates: ['Planned power', 'planned power 0.9, paired rates'],
  powerOfRate: ['Planned power', 'planned power 0.9, one rate'],
  powerPaired: ['Planned power', 'planned power 0.9, paired t, TOST'],
  powerTrend: ['Planned power', 'planned power 0.9, blocked trend, by simulation'],
  powerTwoSample: ['Planned power', 'planned power 0.9, t of independent arms, TOST'],
  probabilityOfImprovement: [EFFECTS, 'probability of improvement'],
  rSquared: [EFFECTS, 'R² of a slope'],
  ratioOfMeansEffect: [EFFECTS, 'ratio of means'],
  restrictedMeanDifference: [TIMES, 'difference of restricted means, normal'],
  restrictedMeanRatio: [TIMES, 'ratio of restricted means, normal'],
  residualCorrelation: [FORMS, 'correlation of residuals, θ = 0'],
  sameCurve: [ARMS, 'same curve, distance 1 at the last of 3 times'],
  sequentialBoundaries: ['Planned looks', 'Z of a Brownian motion'],
  signFlip: ['Paired arms', 'sign-flip'],
  signFlipPaired: ['Paired arms', 'sign-flip'],
  signTest: ['Paired arms', 'sign test'],
  skewGuardedMean: ['Paired arms', 'Student t, guarded against skewness'],
  slope: ['Slopes of independent points', 'least squares'],
  slopePermutation: ['Slopes of independent points', 'permutation'],
  slopeWithinBlocks: ['Trends over arms that share seeds', 'slope within blocks'],
  spearman: ['Association of independent pairs, ρ = 0.5 and 0.8', 'Spearman'],
  standardizedDifference: [EFFECTS, "Hedges' g"],
  stratifiedLogRank: [TIMES, 'log-rank, stratified in halves'],
  studentOneSample: ['Paired arms', 'paired t, TOST'],
  studentPaired: ['Planned power', 'planned power 0.9, paired t, two-sided'],
  studentTwoSample: ['Independent arms', 'Student t'],
  tTest: ['Independent arms', 'Student t'],
  theilSen: ['Slopes of independent points', 'Theil–Sen'],
  theilSenWithinBlocks: ['Trends over arms that share seeds', 'Theil–Sen within blocks'],
  welch: ['Independent arms', 'Welch t, TOST'],
  welchAnova: ['Distributions', "Welch's analysis of variance"],
  wilcoxonPaired: ['Paired arms', 'Wilcoxon signed rank'],
  wilcoxonSignedRank: ['Paired arms', 'Wilcoxon signed rank'],
};

const named = (section: string, method: string) =>
  calibrationCases.filter((each) => each.section === section && each.method === method);

test.each(Object.entries(ROWS))('%s has rows', (_, [section, method]) => {
  expect(named(section, method)).not.toEqual([]);
});

/** What is defined by something else than a number of replicates, or needs more of them. */
const OF_OTHER_SIZES = [
  'A look after every replicate',
  'Effects over blocks',
  'Planned looks',
  'Verdicts with looks',
  'Verdicts on rates with looks',
  'Verdicts over blocks',
  'Verdicts over blocks with looks',
  'planned power 0.9, blocked trend, by simulation',
  'planned power 0.9, slope within blocks, by simulation',
  'planned power 0.9, correlation, one-sided',
  'planned power 0.9, correlation, two-sided',
  'Anderson–Darling',
  'Jarque–Bera, Monte Carlo',
];

test('every method has rows of 5, 8 and 16 replicates', () => {
  const sizes = new Map<string, string[]>();
  for (const { section, method, size } of calibrationCases) {
    if ([section, method].some((name) => OF_OTHER_SIZES.includes(name))) continue;
    const name = `${section} / ${method}`;
    sizes.set(name, [...(sizes.get(name) ?? []), size.split(/[ ,]/)[0]!]);
  }
  const lacking = [...sizes].filter(([, found]) => !['5', '8', '16'].every((size) => found.includes(size)));
  expect(lacking.map(([name]) => name)).toEqual([]);
});

import { isCertain, verdictOf, type Averaging } from '../../predictions/index.ts';
import {
  hartungKnapp,
  heterogeneity,
  meanOverBlocks,
  predictionInterval,
  signTest,
  tQuantile,
  wilcoxonSignedRank,
  type BlockEffect,
  type Region,
  type TestOptions,
  type TestResult,
} from '../../statistics/index.ts';
import type { Combination, Finding, Opinion } from '../types.ts';

/** Fewest blocks of which a test of ranks or signs can decide at an error rate of 0.05: its smallest p is 2⁻ᵏ. */
const ENOUGH_FOR_RANKS = 5;

/** By what blocks are combined: how effects are averaged, the error rate, and whether second opinions are wanted. */
export interface Rules {
  readonly averaging: Averaging;
  readonly alpha: number;
  readonly details: boolean;
}

/** What all blocks together say of the mean effect. */
export type MeanOfBlocks = Pick<Combination, 'mean' | 'heterogeneity' | 'opinions'>;

/**
 * The effects of blocks, where all have an estimate of the same parameter. Standard errors are those of the tests, or
 * read off the intervals: half the width over Student's quantile of n − 1 degrees of freedom. What arithmetic decided
 * has none.
 */
export function effectsOf(
  findings: readonly Finding[],
  averaging: Averaging,
): readonly BlockEffect[] | undefined {
  const { parameter } = findings[0]!;
  if (
    typeof averaging === 'object' ||
    findings.some((found) => found.estimate === undefined || found.parameter !== parameter)
  )
    return undefined;
  return findings.map(({ estimate, standardError, interval, n }) => {
    const df = n - 1;
    if (interval === undefined || df < 1 || isCertain(interval)) return { estimate: estimate! };
    if (standardError !== undefined) return { estimate: estimate!, standardError, df };
    const reach = (interval.upper - interval.lower) / 2;
    return { estimate: estimate!, standardError: reach / tQuantile((1 + interval.level) / 2, df), df };
  });
}

const opinionOf = (result: TestResult, region: Region): Opinion => {
  const { method, estimate, interval, p } = result;
  return {
    method,
    verdict: verdictOf(interval, region),
    ...(estimate === undefined ? {} : { estimate }),
    ...(interval === undefined ? {} : { interval }),
    ...(p === undefined ? {} : { p }),
  };
};

/** By weights, by ranks of the blocks (Demšar 2006), and by their signs. */
function secondOpinions(
  effects: readonly BlockEffect[],
  options: Required<Pick<TestOptions, 'region' | 'alpha'>>,
): readonly Opinion[] {
  const estimates = effects.map(({ estimate }) => estimate);
  const byRanks = effects.length < ENOUGH_FOR_RANKS ? [] : [wilcoxonSignedRank, signTest];
  return [hartungKnapp(effects, options), ...byRanks.map((test) => test(estimates, options))]
    .filter(({ p }) => p !== undefined)
    .map((result) => opinionOf(overBlocks(result), options.region));
}

/** How much the blocks differ, and where the next one is expected. */
function differencesOf(effects: readonly BlockEffect[], mean: Opinion): Pick<MeanOfBlocks, 'heterogeneity'> {
  const found = heterogeneity(effects);
  if (found === undefined) return {};
  const { estimate, interval } = mean;
  if (estimate === undefined || interval === undefined) return { heterogeneity: found };
  const df = effects.length - 1;
  const standardError = (interval.upper - interval.lower) / 2 / tQuantile((1 + interval.level) / 2, df);
  const next = predictionInterval({ estimate, standardError, tau: found.tau, df }, interval.level);
  return { heterogeneity: { ...found, next } };
}

/** How the effects of blocks are combined, and what that speaks of. */
export interface Combined {
  readonly what: 'mean' | 'centre' | 'median';
  readonly test: (options: TestOptions) => TestResult;
}

/**
 * Student's t over blocks; Wilcoxon's signed ranks of the blocks where effects are bounded, since few of them are far
 * from normal; the sign test where one is infinite (runs that diverge count as the worst value), for a sign does not
 * care how large a number is.
 */
export function combinedBy(effects: readonly BlockEffect[], averaging: Averaging): Combined {
  const estimates = effects.map(({ estimate }) => estimate);
  if (!estimates.every(Number.isFinite)) {
    const finite = estimates.map((value) => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value)));
    return { what: 'median', test: (options) => overBlocks(signTest(finite, options)) };
  }
  return averaging === 'ranks'
    ? { what: 'centre', test: (options) => overBlocks(wilcoxonSignedRank(estimates, options)) }
    : { what: 'mean', test: (options) => meanOverBlocks(effects, options) };
}

const overBlocks = (result: TestResult): TestResult => ({
  ...result,
  method: `${result.method}, over blocks`,
});

/**
 * The mean effect over blocks with what belongs beside it; nothing where the blocks have no estimate of one parameter.
 */
export function meanOfBlocks(
  findings: readonly Finding[],
  { averaging, alpha, details }: Rules,
): MeanOfBlocks {
  const effects = effectsOf(findings, averaging);
  if (effects === undefined) return { opinions: [] };
  const { region } = findings[0]!;
  const result = combinedBy(effects, averaging).test({ region, alpha });
  const mean = opinionOf(result, region);
  const known = [result.interval?.lower, result.interval?.upper].some(Number.isFinite);
  return {
    ...(known ? { mean } : {}),
    ...(averaging === 'ranks' ? {} : differencesOf(effects, mean)),
    opinions: details
      ? secondOpinions(effects, { region, alpha }).filter(({ method }) => method !== mean.method)
      : [],
  };
}

import { kinds, verdictOf } from '../../predictions/index.ts';
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
  type TestResult,
} from '../../statistics/index.ts';
import type { Combination, Finding, Opinion } from '../types.ts';

/** Fewest blocks of which a test of ranks or signs can decide at an error rate of 0.05: its smallest p is 2⁻ᵏ. */
const ENOUGH_FOR_RANKS = 5;

/** What all blocks together say of the mean effect. */
export type MeanOfBlocks = Pick<Combination, 'mean' | 'heterogeneity' | 'opinions'>;

/**
 * The effects of blocks, where all have an estimate of the same parameter. Standard errors are read off the intervals: half the width over Student's
 * quantile of n − 1 degrees of freedom.
 */
export function effectsOf(findings: readonly Finding[]): readonly BlockEffect[] | undefined {
  const { prediction, parameter } = findings[0]!;
  // Of several comparisons the estimate is that of the deciding one, which may be another in every block.
  const several = (kinds[prediction.kind].comparisons?.(prediction) ?? 1) > 1;
  if (several || findings.some((found) => found.estimate === undefined || found.parameter !== parameter))
    return undefined;
  return findings.map(({ estimate, interval, n }) => {
    const df = n - 1;
    if (interval === undefined || df < 1) return { estimate: estimate! };
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
function secondOpinions(effects: readonly BlockEffect[], region: Region, alpha: number): readonly Opinion[] {
  const estimates = effects.map(({ estimate }) => estimate);
  const byRanks = effects.length < ENOUGH_FOR_RANKS ? [] : [wilcoxonSignedRank, signTest];
  return [
    hartungKnapp(effects, { region, alpha }),
    ...byRanks.map((test) => test(estimates, { region, alpha, effectSizes: false })),
  ]
    .filter(({ p }) => p !== undefined)
    .map((result) => ({ ...opinionOf(result, region), method: `${result.method}, over blocks` }));
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

/** The mean effect over blocks with what belongs beside it; nothing where the blocks have no estimate of one parameter. */
export function meanOfBlocks(findings: readonly Finding[], alpha: number, details: boolean): MeanOfBlocks {
  const effects = effectsOf(findings);
  if (effects === undefined) return { opinions: [] };
  const { region } = findings[0]!;
  const result = meanOverBlocks(effects, { region, alpha });
  const mean = opinionOf(result, region);
  return {
    ...(result.estimate === undefined ? {} : { mean }),
    ...differencesOf(effects, mean),
    opinions: details ? secondOpinions(effects, region, alpha) : [],
  };
}

import { complement, verdictOf } from '../../predictions/index.ts';
import {
  meanOverBlocks,
  normalQuantile,
  replicatesNeeded,
  signTest,
  tailAlpha,
  tQuantile,
  type BlockEffect,
  type Region,
  type TestOptions,
  type TestResult,
} from '../../statistics/index.ts';
import type { Finding } from '../types.ts';
import { effectsOf, meanOfBlocks } from './mean.ts';
import { invalidIn, type Judged, type OfBlock } from './of-block.ts';

/** Below so many blocks the quantile of t is what an interval is long by. */
const FEW = 5;

type Test = (options: TestOptions) => TestResult;

/**
 * A claim of the mean effect over the population of which the blocks are a sample: by Student's t over blocks. Where an effect is infinite (runs that
 * diverge count as the worst value) there is no mean, and the sign test decides on the median effect, which needs five blocks.
 *
 * @param alpha error rate of the claim
 */
export function onAverage(found: readonly OfBlock[], alpha: number, details: boolean): Judged {
  const findings = found.map(({ finding }) => finding);
  const blocks = found.length;
  const combination = { holds: 'on-average', blocks, opinions: [] } as const;
  const [first] = findings as [Finding];
  const statement = `${first.statement}, on average over ${blocks} blocks`;
  const invalid = invalidIn(found);
  if (invalid !== undefined) return { ...invalid, finding: { ...invalid.finding, statement, combination } };
  const effects = effectsOf(findings);
  const { region, role, prediction, unit, parameter } = first;
  const common = { role, prediction, statement, unit, region, n: blocks, effectSizes: [] };
  if (effects === undefined) {
    const reason = "a block has no estimate, so there is no mean over blocks; `holds: 'in-each'` needs none";
    return {
      finding: { ...common, verdict: 'inconclusive', method: 'none', parameter, reason, combination },
      refutationP: undefined,
    };
  }
  const { test, what } = testOf(effects);
  const { method, estimate, interval, p, reason } = test({ region, alpha });
  const verdict = verdictOf(interval, region);
  return {
    finding: {
      ...common,
      verdict,
      method: `${method}${method.endsWith('blocks') ? '' : ', over blocks'}`,
      parameter: `${what} over ${blocks} blocks of the ${parameter}`,
      ...(estimate === undefined ? {} : { estimate }),
      ...(interval === undefined ? {} : { interval }),
      ...(p === undefined ? {} : { p }),
      ...(reason === undefined ? {} : { reason }),
      ...(details ? { notes: notesOf(effects, region, alpha, verdict) } : {}),
      combination: { ...combination, ...meanOfBlocks(findings, alpha, details) },
    },
    refutationP: isPoint(region) ? undefined : test({ region: complement(region), alpha }).p,
  };
}

/** That a mean is one exact number is nothing that data can establish. */
const isPoint = ({ lower, upper, outside }: Region): boolean => Boolean(outside) && lower === upper;

function testOf(effects: readonly BlockEffect[]): { readonly test: Test; readonly what: string } {
  const estimates = effects.map(({ estimate }) => estimate);
  if (estimates.every(Number.isFinite))
    return { what: 'mean', test: (options) => meanOverBlocks(effects, options) };
  // A sign does not care how large a number is.
  const finite = estimates.map((value) => Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value)));
  return { what: 'median', test: (options) => signTest(finite, options) };
}

function notesOf(
  effects: readonly BlockEffect[],
  region: Region,
  alpha: number,
  verdict: Finding['verdict'],
): readonly string[] {
  const blocks = effects.length;
  const tail = tailAlpha(region, alpha);
  const [few, many] = [-tQuantile(tail, blocks - 1), -normalQuantile(tail)];
  const cost = `Student's t of ${blocks} blocks is ${few.toFixed(2)}, ${(few / many).toFixed(1)} times that of many blocks`;
  const estimates = effects.map(({ estimate }) => estimate);
  const { total } = verdict === 'inconclusive' ? replicatesNeeded(estimates, region, { alpha }) : {};
  return [
    ...(blocks < FEW ? [cost] : []),
    ...(total === undefined ? [] : [`needs about ${total} blocks for power 0.9`]),
  ];
}

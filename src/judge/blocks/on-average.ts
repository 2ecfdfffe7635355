import { complement, verdictOf } from '../../predictions/index.ts';
import {
  normalQuantile,
  replicatesNeeded,
  tailAlpha,
  tQuantile,
  type BlockEffect,
  type Region,
} from '../../statistics/index.ts';
import type { Finding } from '../types.ts';
import { combinedBy, effectsOf, meanOfBlocks, type Combined, type Rules } from './mean.ts';
import { invalidIn, type Judged, type OfBlock } from './of-block.ts';

/** Below so many blocks the quantile of t is what an interval is long by. */
const FEW = 5;

/**
 * A claim of the mean effect over the population of which the blocks are a sample: by Student's t over blocks; of
 * bounded effects by Wilcoxon's signed ranks, and where an effect is infinite by the sign test, which need five blocks.
 *
 * @see Demšar 2006 (tests over data sets)
 */
export function onAverage(found: readonly OfBlock[], rules: Rules): Judged {
  const { alpha, averaging, details } = rules;
  const findings = found.map(({ finding }) => finding);
  const blocks = found.length;
  const combination = { holds: 'on-average', blocks, opinions: [] } as const;
  const [first] = findings as [Finding];
  const statement = `${first.statement}, on average over ${blocks} blocks`;
  const invalid = invalidIn(found);
  if (invalid !== undefined) return { ...invalid, finding: { ...invalid.finding, statement, combination } };
  const effects = effectsOf(findings, averaging);
  const { region, role, prediction, unit, parameter } = first;
  const common = { role, prediction, statement, unit, region, n: blocks, effectSizes: [] };
  if (effects === undefined) {
    const reason = "a block has no estimate, so there is no mean over blocks; `holds: 'in-each'` needs none";
    return {
      finding: { ...common, verdict: 'inconclusive', method: 'none', parameter, reason, combination },
      refutationP: undefined,
    };
  }
  const { test, what } = combinedBy(effects, averaging);
  const { method, estimate, interval, p, reason } = test({ region, alpha });
  const verdict = verdictOf(interval, region);
  return {
    finding: {
      ...common,
      verdict,
      method,
      parameter: `${what} over ${blocks} blocks of the ${parameter}`,
      ...(estimate === undefined ? {} : { estimate }),
      ...(interval === undefined ? {} : { interval }),
      ...(p === undefined ? {} : { p }),
      ...(reason === undefined ? {} : { reason }),
      ...(details ? { notes: notesOf(effects, { region, alpha, verdict, what }) } : {}),
      combination: { ...combination, ...meanOfBlocks(findings, rules) },
    },
    refutationP: isPoint(region) ? undefined : test({ region: complement(region), alpha }).p,
  };
}

/** That a mean is one exact number is nothing that data can establish. */
const isPoint = ({ lower, upper, outside }: Region): boolean => Boolean(outside) && lower === upper;

/** What few blocks cost, and how many would do, where Student's t decides. */
function notesOf(
  effects: readonly BlockEffect[],
  {
    region,
    alpha,
    verdict,
    what,
  }: Pick<Finding, 'region' | 'verdict'> & Pick<Combined, 'what'> & { alpha: number },
): readonly string[] {
  if (what !== 'mean') return [];
  const blocks = effects.length;
  const tail = tailAlpha(region, alpha);
  const [few, many] = [-tQuantile(tail, blocks - 1), -normalQuantile(tail)];
  const cost = `Student's t of ${blocks} blocks is ${few.toFixed(2)}, ${(few / many).toFixed(1)} times that of many blocks`;
  const estimates = effects.map(({ estimate }) => estimate);
  const { total, toward } = verdict === 'inconclusive' ? replicatesNeeded(estimates, region, { alpha }) : {};
  return [
    ...(blocks < FEW ? [cost] : []),
    ...(total === undefined
      ? []
      : [`needs about ${total} blocks ${toward === 'refuted' ? 'to be refuted with' : 'for'} power 0.9`]),
  ];
}

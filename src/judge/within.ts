import type { Prediction } from '../declare/types.ts';
import type { Region } from '../statistics/index.ts';
import type { Assessor, Case } from './assessment.ts';
import { evidence } from './evidence.ts';
import { countedNote } from './notes.ts';
import { methodOf, testPairs } from './paired.ts';
import { neededFor, numbersOf, ratioEffect } from './parts.ts';
import { column, isInvalid, samplesOf } from './samples.ts';

type Within = Extract<Prediction, { kind: 'above' | 'below' }>;
type Contrast = Within | Extract<Prediction, { kind: 'equals' }>;

/**
 * An arm's measure is above or below a number, or another measure of the same runs: run by run, so that what makes one run
 * differ from the next falls out of the contrast. Against a number nothing does: then Student's t is guarded against skewness,
 * unless a method is named.
 */
export const within: Assessor<Within> = (seen) => {
  const { kind, by, scale, than } = seen.prediction;
  const size = scale === 'ratio' ? Math.log(by ?? 1) : (by ?? 0);
  const region: Region =
    kind === 'above' ? { lower: size, upper: Infinity } : { lower: -Infinity, upper: 0 - size };
  return contrast(seen, than, region);
};

/** An arm's measure equals another one of the same runs, run by run, within a margin. */
export const equalMeasures = (
  seen: Case<Extract<Prediction, { kind: 'equals' }>>,
  other: string,
): ReturnType<Assessor> => {
  const { margin, scale } = seen.prediction;
  const size = scale === 'ratio' ? Math.abs(Math.log(margin)) : margin;
  return contrast(seen, other, { lower: -size, upper: size });
};

function contrast(
  { analysis, table, prediction, alpha, details }: Case<Contrast>,
  than: number | string,
  region: Region,
): ReturnType<Assessor> {
  const { arm, measure, scale } = prediction;
  const samples = samplesOf(analysis, table, prediction, [arm]);
  if (isInvalid(samples)) return samples;
  const others =
    typeof than === 'number'
      ? undefined
      : samplesOf(analysis, table, { ...prediction, measure: than }, [arm]);
  if (others !== undefined && isInvalid(others)) return others;
  const ratio = scale === 'ratio';
  const number = typeof than === 'number' ? (ratio ? Math.log(than) : than) : 0;
  const references = others === undefined ? samples.rows.map(() => number) : column(others, 0);
  const differences = column(samples, 0).map((value, index) => value - references[index]!);
  const { result, refutationP } = testPairs(differences, region, alpha, {
    method: methodOf(prediction),
    effectSizes: details,
  });
  const numbers = numbersOf(result, region, refutationP);
  return {
    ...numbers,
    effectSizes: [...(ratio ? ratioEffect(result) : []), ...numbers.effectSizes],
    parameter: `mean of ${ratio ? 'log ' : ''}${measure} − ${ratio ? 'log ' : ''}${than}, ${arm}`,
    unit: ratio ? 'log ratio' : (analysis.descriptions[measure]?.unit ?? ''),
    n: differences.length,
    notes: [...countedNote(samples), ...(details ? evidence(differences, `a difference from ${than}`) : [])],
    ...(details ? neededFor(differences, region, alpha, numbers.verdict) : {}),
  };
}

import type { Region } from '../statistics/index.ts';
import { isInvalid, type AnyPrediction, type Assessor, type Case } from './case.ts';
import { evidence } from './evidence.ts';
import { countedNote } from './notes.ts';
import { methodOf, testPairs } from './paired.ts';
import { neededFor, numbersOf, ratioEffect } from './parts.ts';
import { column, samplesOf } from './samples.ts';

type OfOneArm = AnyPrediction & { readonly arm: string };

/**
 * Tests an arm's measure less a reference, run by run, so that what makes one run differ from the next falls out of the contrast. Against a number
 * nothing does: then Student's t is guarded against skewness, unless a method is named.
 */
export function contrast(
  { design, table, prediction, alpha, details }: Case<OfOneArm>,
  than: number | string,
  region: Region,
): ReturnType<Assessor> {
  const { arm, measure, scale } = prediction;
  const samples = samplesOf(design, table, prediction, [arm]);
  if (isInvalid(samples)) return samples;
  const others =
    typeof than === 'number' ? undefined : samplesOf(design, table, { ...prediction, measure: than }, [arm]);
  if (others !== undefined && isInvalid(others)) return others;
  const ratio = scale === 'ratio';
  const number = typeof than === 'number' ? (ratio ? Math.log(than) : than) : 0;
  const references = others === undefined ? samples.rows.map(() => number) : column(others, 0);
  const differences = column(samples, 0).map((value, index) => value - references[index]!);
  const { result, refutationP } = testPairs(differences, region, alpha, {
    method: methodOf(prediction, than),
    effectSizes: details,
  });
  const numbers = numbersOf(result, region, refutationP);
  return {
    ...numbers,
    effectSizes: [...(ratio ? ratioEffect(result) : []), ...numbers.effectSizes],
    parameter: `mean of ${ratio ? 'log ' : ''}${measure} − ${ratio ? 'log ' : ''}${than}, ${arm}`,
    unit: ratio ? 'log ratio' : (design.descriptions[measure]?.unit ?? ''),
    n: differences.length,
    notes: [...countedNote(samples), ...(details ? evidence(differences, `a difference from ${than}`) : [])],
    ...(details ? neededFor(differences, region, alpha, numbers.verdict) : {}),
  };
}

import type { Region } from '../../statistics/index.ts';
import { certaintyOf, lessColumn, lessNumber, type Compared } from '../comparison/compared.ts';
import { isInvalid, type AnyPrediction, type Assessor, type Case } from '../case.ts';
import { withoutRanks } from '../comparison/diverged.ts';
import { evidence } from '../comparison/evidence.ts';
import { methodAmong, testPairs } from '../comparison/paired.ts';
import { numbersOf, ratioEffect } from '../parts.ts';
import { rateOfArm } from '../rates/rate-of-arm.ts';
import { discordant, isRate, pairsNeeded } from '../rates/rates.ts';
import { shifted } from '../regions.ts';
import { column, samplesOf } from '../samples.ts';

type OfOneArm = AnyPrediction & { readonly arm: string };

/**
 * Tests an arm's measure less a reference, run by run, so that what makes one run differ from the next falls out of the
 * contrast. Against a number nothing does: then Student's t is guarded against skewness, unless a method is named.
 * Yes/no measures are judged by exact tests of rates.
 */
export function contrast(given: Case<OfOneArm>, than: number | string, region: Region): ReturnType<Assessor> {
  const { design, table, prediction, alpha, details, draws } = given;
  const { arm, measure, scale } = prediction;
  const reading = design.descriptions[measure];
  if (isRate(reading) && typeof than === 'number') return rateOfArm(given, shifted(region, than));
  if (typeof than === 'string' && isRate(reading) !== isRate(design.descriptions[than]))
    return { invalid: `expected two yes/no measures or two of numbers, got ${measure} and ${than}` };
  const samples = samplesOf(design, table, prediction, [arm]);
  if (isInvalid(samples)) return samples;
  const others =
    typeof than === 'number' ? undefined : samplesOf(design, table, { ...prediction, measure: than }, [arm]);
  if (others !== undefined && isInvalid(others)) return others;
  const ratio = scale === 'ratio';
  const number = typeof than === 'number' ? (ratio ? Math.log(than) : than) : 0;
  const values = column(samples, 0);
  const compared: Compared =
    others === undefined
      ? { ...lessNumber(values, number, prediction, design), ...certaintyOf(design, measure, [arm]) }
      : lessColumn(values, column(others, 0), prediction);
  const { differences } = compared;
  const infinite = [...samples.infinite, ...(others?.infinite ?? [])];
  const meanless = withoutRanks({ infinite }, prediction, others !== undefined);
  if (meanless !== undefined) return meanless;
  const method = methodAmong(compared, prediction, reading);
  const { result, refutationP } = testPairs(compared, region, alpha, { method, effectSizes: details, draws });
  const numbers = numbersOf(result, region, refutationP);
  const opinions = () =>
    method === 'rates' ? [discordant(differences)] : evidence(compared, `a difference from ${than}`);
  return {
    ...numbers,
    effectSizes: [...(ratio ? ratioEffect(result) : []), ...numbers.effectSizes],
    parameter: `${method === 'rates' ? 'difference of rates' : 'mean'} of ${ratio ? 'log ' : ''}${measure} − ${ratio ? 'log ' : ''}${than}, ${arm}`,
    unit: ratio ? 'log ratio' : (reading?.unit ?? ''),
    n: differences.length,
    basis: { compared, method, arms: [arm] },
    notes: [...samples.notes, ...(details ? opinions() : [])],
    ...(details && method === 'rates' ? pairsNeeded(differences, region, alpha, numbers.verdict) : {}),
  };
}

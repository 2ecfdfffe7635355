/** What stands beside every verdict: the table is the only list. */
import { namedArms } from '../arms/named-arms.ts';
import { isInvalid, type Assessment, type Case } from '../case.ts';
import { column, samplesOf } from '../samples.ts';
import { atChance } from './at-chance.ts';
import type { ArmValues, Basis, Diagnosed, Diagnosis, Diagnostic } from './diagnostic.ts';
import { distinct } from './distinct.ts';
import { fewSeeds } from './few-seeds.ts';
import { missedCollapse } from './missed-collapse.ts';
import { outliers } from './outliers.ts';
import { secondMethod } from './second-method.ts';
import { skewness } from './skewness.ts';
import { spreads } from './spreads.ts';
import { unseenSkewness } from './unseen-skewness.ts';
import { wideMargin } from './wide-margin.ts';

export type { Basis, Diagnosed, Diagnosis } from './diagnostic.ts';

const table: readonly Diagnostic[] = [
  fewSeeds,
  atChance,
  wideMargin,
  outliers,
  skewness,
  unseenSkewness,
  spreads,
  distinct,
  secondMethod,
  missedCollapse,
];

/** What the table says of data, in its order. */
export const diagnosticsOf = (data: Diagnosed): readonly Diagnosis[] =>
  table.filter(({ applies }) => applies(data)).map(({ name, say }) => ({ name, says: say(data) }));

/**
 * What stands beside a verdict on a prediction. What arithmetic decides has no chance in it and nothing beside it.
 *
 * @param basis the numbers that were tested, of kinds that speak of a location
 */
export function diagnose(
  { design, table: values, prediction, alpha }: Case,
  { verdict, region, p, interval }: Assessment,
  basis: Basis | undefined,
): readonly Diagnosis[] {
  if (verdict === 'invalid' || (p === undefined && interval?.level === 1)) return [];
  return diagnosticsOf({
    prediction,
    reading: design.descriptions[prediction.measure],
    seeds: design.seeds,
    arms: valuesOf({ design, table: values, prediction }),
    ...(basis && { basis }),
    region,
    alpha,
    verdict,
  });
}

/** The arms that a prediction names, else all, with their values as they are. */
function valuesOf({ design, table: values, prediction }: Pick<Case, 'design' | 'table' | 'prediction'>) {
  const names = [...new Set(namedArms(prediction, design.arms).map(({ name }) => name))];
  const { scale: _, ...unscaled } = prediction;
  const samples = samplesOf(design, values, unscaled, names);
  if (isInvalid(samples)) return [];
  return names.map((name, at): ArmValues => ({ name, values: column(samples, at) }));
}

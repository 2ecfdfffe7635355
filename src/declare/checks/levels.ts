import { kinds } from '../../predictions/index.ts';
import { quote } from '../problems.ts';
import { armsOf, type Check, type Parts, type PlacedPrediction } from './parts.ts';

/** Covariates that follow from a constant rate and batch size. */
const derived: Readonly<Record<string, (rate: number, batch: number) => number>> = {
  ratio: (rate, batch) => rate / batch,
  learningRate: (rate) => rate,
  batchSize: (_rate, batch) => batch,
};

/** The covariate of an arm, where it can be read off its declaration. */
function valueOf(arm: Parts['arms'][string] | undefined, name: string): number | undefined {
  const { learningRate, batchSize, covariates } = arm ?? {};
  const declared = (covariates as Readonly<Record<string, unknown>> | undefined)?.[name];
  if (typeof declared === 'number') return declared;
  const of = derived[name];
  return of !== undefined && typeof learningRate === 'number' && typeof batchSize === 'number'
    ? of(learningRate, batchSize)
    : undefined;
}

/** The field that names the covariate, or may name one. */
function fieldOf({ prediction }: PlacedPrediction): string | undefined {
  const { covariates = [], either = [] } = kinds[prediction.kind];
  return covariates[0] ?? either[0];
}

/**
 * The different values of the first covariate of a prediction, ascending, with how many of its arms have each;
 * undefined where they cannot all be read off. Equal up to the rounding of a division, 1e-12 relative, is equal.
 */
export function levelsOf(
  placed: PlacedPrediction,
  arms: Parts['arms'],
): readonly { readonly value: number; readonly arms: number }[] | undefined {
  const field = fieldOf(placed);
  const name = field && (placed.prediction as unknown as Readonly<Record<string, string>>)[field];
  if (name === undefined) return undefined;
  const values = armsOf(placed, Object.keys(arms)).map((arm) => valueOf(arms[arm.name], name));
  if (!values.every((value) => value !== undefined)) return undefined;
  const levels: { value: number; arms: number }[] = [];
  for (const value of values.toSorted((a, b) => a - b)) {
    const last = levels.at(-1);
    if (last !== undefined && value - last.value <= 1e-12 * Math.abs(value)) last.arms++;
    else levels.push({ value, arms: 1 });
  }
  return levels;
}

/** A claim along a covariate needs as many different values of it as its form asks for. */
export const levelsSuffice: Check = ({ arms, predictions }) =>
  predictions.flatMap((placed) => {
    const { fewestLevels, rather } = kinds[placed.prediction.kind];
    const levels = fewestLevels === undefined ? undefined : levelsOf(placed, arms);
    if (fewestLevels === undefined || levels === undefined || levels.length >= fewestLevels) return [];
    if (armsOf(placed, Object.keys(arms)).length < 2) return [];
    const field = fieldOf(placed)!;
    const along = quote((placed.prediction as unknown as Readonly<Record<string, string>>)[field]);
    const got =
      levels.length === 1
        ? `which is ${levels[0]!.value} in all of them`
        : `which has ${levels.length}: ${levels.map(({ value }) => value).join(', ')}`;
    const expected =
      fewestLevels === 2
        ? 'a covariate that varies over the arms'
        : `a covariate of ${fewestLevels} different values or more`;
    return [
      {
        path: `${placed.path}.${field}`,
        message: `expected ${expected}, got ${along}, ${got}${rather === undefined || levels.length === 1 ? '' : `; declare ${rather}`}`,
      },
    ];
  });

/** A correlation that is claimed to be at least so large must be possible. */
export const correlationsReachable: Check = ({ arms, predictions }) =>
  predictions.flatMap((placed) => {
    const { prediction, path } = placed;
    const levels = levelsOf(placed, arms)?.map((level) => level.arms);
    const most = levels && kinds[prediction.kind].mostAtLeast?.(levels);
    if (most === undefined || !('atLeast' in prediction) || !(prediction.atLeast >= most)) return [];
    return [
      {
        path: `${path}.atLeast`,
        message: `expected a correlation below ${most.toPrecision(3)}, the largest that arms at ${levels!.length} different values of the covariate can have, got ${prediction.atLeast}`,
      },
    ];
  });

import { mean, standardDeviation } from '../../statistics/index.ts';
import { fewOf, show } from '../notes.ts';
import type { ArmValues, Diagnosed, Diagnostic } from './diagnostic.ts';

/** The level of guessing, where the measure has one. */
const levelOf = ({ reading }: Diagnosed): number | undefined =>
  reading?.better === 'higher' && reading.worst !== undefined && Number.isFinite(reading.worst)
    ? reading.worst
    : undefined;

/** Whether a mean is no further above guessing than two standard errors, or a hundredth of what is above it. */
function guesses({ values }: ArmValues, level: number): boolean {
  if (values.length === 0 || !values.every(Number.isFinite)) return false;
  const error = values.length < 2 ? 0 : standardDeviation(values) / Math.sqrt(values.length);
  return mean(values) - level <= Math.max(2 * error, 0.01 * (1 - level));
}

const guessing = (data: Diagnosed): readonly string[] => {
  const level = levelOf(data);
  return level === undefined ? [] : data.arms.filter((arm) => guesses(arm, level)).map(({ name }) => name);
};

/** Arms that do no better than guessing: they are alike for no reason of interest. */
export const atChance: Diagnostic = {
  name: 'at chance',
  applies: (data) => guessing(data).length > 0,
  say: (data) => `at the level of guessing, ${show(levelOf(data))}: ${fewOf(guessing(data))}`,
};

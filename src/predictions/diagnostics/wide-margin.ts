import { show } from '../notes.ts';
import type { Diagnosed, Diagnostic } from './diagnostic.ts';

/** Half the width of an interval that a claim allows; undefined where it is no interval of differences. */
function halfWidth({ region, prediction: { scale } }: Diagnosed): number | undefined {
  const width = region.upper - region.lower;
  return scale === 'ratio' || region.outside || !Number.isFinite(width) || !(width > 0)
    ? undefined
    : width / 2;
}

/** The most that two values can differ by: of a fraction from guessing to 1, of what is positive from 0 to the largest that a run has. */
function rangeOf({ reading, arms }: Diagnosed): number | undefined {
  if (reading?.unit === 'fraction') return 1 - (Number.isFinite(reading.worst) ? reading.worst! : 0);
  if (reading?.values !== 'positive' && reading?.values !== 'count') return undefined;
  const values = arms.flatMap((arm) => arm.values).filter(Number.isFinite);
  return values.length === 0 ? undefined : Math.max(...values);
}

/** A margin as wide as all that the measure can do: then nothing could have failed. */
export const wideMargin: Diagnostic = {
  name: 'wide margin',
  applies: (data) => {
    const [width, range] = [halfWidth(data), rangeOf(data)];
    return width !== undefined && range !== undefined && width >= range;
  },
  say: (data) =>
    `the margin ${show(halfWidth(data))} is as wide as the range of the measure, ${show(rangeOf(data))}: nothing could fail`,
};

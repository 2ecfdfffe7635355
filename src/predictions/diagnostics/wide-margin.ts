import { show } from '../notes.ts';
import type { Diagnosed, Diagnostic } from './diagnostic.ts';

/** The margin that a claim allows on the scale of the measure; undefined where it names none, or a factor. */
function marginOf({ prediction }: Diagnosed): number | undefined {
  const { margin } = prediction as { readonly margin?: unknown };
  return prediction.scale !== 'ratio' && typeof margin === 'number' ? margin : undefined;
}

/**
 * The most that two values can differ by: of a fraction from guessing to 1, of what is positive from 0 to the largest
 * that a run has.
 */
function rangeOfValues({ reading, arms }: Diagnosed): number | undefined {
  if (reading?.unit === 'fraction') return 1 - (Number.isFinite(reading.worst) ? reading.worst! : 0);
  if (reading?.values !== 'positive' && reading?.values !== 'count') return undefined;
  const values = arms.flatMap((arm) => arm.values).filter(Number.isFinite);
  return values.length === 0 ? undefined : Math.max(...values);
}

/**
 * The most that a tested number can be away from 0: a difference of differences spans the range of the measure twice.
 */
function rangeOf(data: Diagnosed): number | undefined {
  const range = rangeOfValues(data);
  return range === undefined ? undefined : (data.basis?.ranges ?? 1) * range;
}

/** A margin as wide as all that the measure can do: then nothing could have failed. */
export const wideMargin: Diagnostic = {
  name: 'wide margin',
  applies: (data) => {
    const [margin, range] = [marginOf(data), rangeOf(data)];
    return margin !== undefined && range !== undefined && margin >= range;
  },
  say: (data) =>
    `the margin ${show(marginOf(data))} is as wide as the range of ${data.basis?.ranges === undefined ? 'the measure' : 'what is tested'}, ${show(rangeOf(data))}: nothing could fail`,
};

import { allFinite, type Sample } from '../descriptives.ts';

/**
 * Times to an event, independent of each other: `reached[i]` says whether it came at `times[i]`, or had not come by
 * then (censored).
 */
export interface Times {
  readonly times: Sample;
  readonly reached: readonly boolean[];
}

/** The Kaplan–Meier curve just after a time at which events came. */
export interface SurvivalStep {
  readonly time: number;
  /** Runs whose time is not shorter. */
  readonly atRisk: number;
  readonly events: number;
  /** Estimated probability that the event comes later. */
  readonly survival: number;
}

/** Refuses what are no times. @throws RangeError */
export function requireTimes(action: string, { times, reached }: Times): void {
  const whole = times.length > 0 && times.length === reached.length;
  if (!whole || !allFinite(times) || Array.from(times).some((time) => time < 0))
    throw new RangeError(
      `Cannot ${action}: expected as many finite times from 0 on as marks, got [${Array.from(times).join(', ')}] and ${reached.length} marks`,
    );
}

/**
 * The product-limit estimate of the probability that an event has not come: S(t) = Π (1 − d/r) over the event times up
 * to t, d events among r at risk. A time that is censored where an event came is longer than it.
 *
 * Example: `kaplanMeier({ times: [1, 2, 3], reached: [true, false, true] })` falls to 2/3 at 1 and to 0 at 3.
 * @throws RangeError without times, for times that are negative or not finite, or marks of another number
 * @see Kaplan & Meier 1958, JASA 53:457
 */
export function kaplanMeier(sample: Times): readonly SurvivalStep[] {
  requireTimes('estimate survival', sample);
  const { times, reached } = sample;
  const all = Array.from(times);
  let survival = 1;
  return eventTimes([sample]).map((time) => {
    const atRisk = all.filter((each) => each >= time).length;
    const events = all.filter((each, i) => each === time && reached[i]).length;
    survival *= 1 - events / atRisk;
    return { time, atRisk, events, survival };
  });
}

/** The distinct times of events, ascending. */
export function eventTimes(samples: readonly Times[]): readonly number[] {
  const events = samples.flatMap(({ times, reached }) => Array.from(times).filter((_, i) => reached[i]));
  return [...new Set(events)].sort((a, b) => a - b);
}

import { lackOfLine, mean, roundingOfLogarithms, type Region } from '../../statistics/index.ts';
import type { EffectSize } from '../../statistics/types.ts';
import type { AnyPrediction } from '../case.ts';
import { pOrCertain, withoutSpread } from '../comparison/compared.ts';
import { comparedDepartures, type OnLogarithms } from './contrasts.ts';
import { show } from '../notes.ts';
import { methodOf, testPairs } from '../comparison/paired.ts';

/** Whether arms follow a power law, beside its exponent. */
export interface Form {
  /** p of the claim that every arm is within the factor; only where a factor is claimed. */
  readonly p?: number;
  /** p of the claim that some arm is beyond it, over all arms. */
  readonly refutationP?: number;
  /** Why the law is not supported whatever its exponent. */
  readonly lacking?: string;
  /** Why a factor that is claimed has no test. */
  readonly open?: string;
  readonly effectSizes: readonly EffectSize[];
  readonly notes: readonly string[];
}

interface Question extends Pick<AnyPrediction, 'method'> {
  readonly measure: string;
  readonly along: string;
  /** The factor within which every arm is claimed to be; none where only a form that is refuted counts. */
  readonly fit?: number;
}

/**
 * Judges the form of a power law by the departures of arms from the lines of their seeds, on logarithms. Where no
 * factor is claimed, the form is not refuted unless the test of lack of fit rejects it; a factor is claimed by
 * equivalence in every arm (an intersection–union test), and refuted by an arm beyond it (Bonferroni over arms).
 *
 * Departures that are the same in every seed have no test: a factor is known where the design decides the values, else
 * how many runs may depart is open.
 *
 * @param logarithms of values, `[seeds, arms]`, and of the covariate
 */
export function formOf(logarithms: OnLogarithms, alpha: number, question: Question): Form {
  const { fit, along } = question;
  const { rows, x } = logarithms;
  const departures = comparedDepartures(logarithms);
  const means = departures.map(({ differences }) => mean(differences));
  const largest = means.reduce(
    (most, value, arm) => (Math.abs(value) > Math.abs(means[most]!) ? arm : most),
    0,
  );
  const off = `the largest departure from the power law is a factor of ${show(Math.exp(means[largest]!))}, at ${along} ${show(Math.exp(x[largest]!))}`;
  const effectSizes = [{ name: 'largest factor off the power law', estimate: Math.exp(means[largest]!) }];
  const { p: lack } = lackOfLine(rows, x, roundingOfLogarithms(...rows));
  const still = departures.every(withoutSpread);
  const notes = [`${off}; ${still ? 'the same in every seed' : `lack of fit p = ${show(lack)}`}`];
  if (fit === undefined) {
    const bent = departures.some(({ rounding }, arm) => Math.abs(means[arm]!) > rounding);
    const refuted = still ? bent : lack !== undefined && lack < alpha;
    const how = still ? `${off} in every seed` : `lack of fit p = ${show(lack)}, ${off}`;
    return refuted
      ? { effectSizes, notes: [], lacking: `not a power law: ${how}; \`fit\` claims one within a factor` }
      : { effectSizes, notes };
  }
  const inside: Region = { lower: -Math.log(fit), upper: Math.log(fit) };
  const method = methodOf(question, undefined);
  const tests = departures.map((compared) =>
    testPairs(compared, inside, alpha, { method, effectSizes: false }),
  );
  const untested = tests.find(({ result }) => result.reason !== undefined)?.result.reason;
  return {
    effectSizes,
    notes,
    p: Math.max(...tests.map(({ result }) => pOrCertain(result, inside) ?? 1)),
    refutationP: Math.min(1, x.length * Math.min(...tests.map(({ refutationP }) => refutationP ?? 1))),
    ...(untested === undefined ? {} : { open: untested }),
  };
}

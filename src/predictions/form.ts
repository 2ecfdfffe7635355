import { departuresFromLine, lackOfLine, mean, studentOneSample, type Region } from '../statistics/index.ts';
import type { EffectSize } from '../statistics/types.ts';
import { show } from './notes.ts';

/** Whether arms follow a power law, beside its exponent. */
export interface Form {
  /** p of the claim that every arm is within the factor; only where a factor is claimed. */
  readonly p?: number;
  /** p of the claim that some arm is beyond it, over all arms. */
  readonly refutationP?: number;
  /** Why the law is not supported whatever its exponent. */
  readonly lacking?: string;
  readonly effectSizes: readonly EffectSize[];
  readonly notes: readonly string[];
}

interface Question {
  readonly measure: string;
  readonly along: string;
  /** The factor within which every arm is claimed to be; none where only a form that is refuted counts. */
  readonly fit?: number;
}

/**
 * Judges the form of a power law by the departures of arms from the lines of their seeds, on logarithms. Where no factor is claimed, the form is not refuted unless the test of lack of fit
 * rejects it; a factor is claimed by equivalence in every arm (an intersection–union test), and refuted by an arm beyond it (Bonferroni over arms).
 *
 * @param rows logarithms of values, `[seeds, arms]`
 * @param x logarithms of the covariate
 */
export function formOf(
  rows: readonly (readonly number[])[],
  x: readonly number[],
  alpha: number,
  question: Question,
): Form {
  const { fit, along } = question;
  const departures = departuresFromLine(rows, x);
  const means = departures.map(mean);
  const largest = means.reduce(
    (most, value, arm) => (Math.abs(value) > Math.abs(means[most]!) ? arm : most),
    0,
  );
  const off = `the largest departure from the power law is a factor of ${show(Math.exp(means[largest]!))}, at ${along} ${show(Math.exp(x[largest]!))}`;
  const effectSizes = [{ name: 'largest factor off the power law', estimate: Math.exp(means[largest]!) }];
  const { p: lack } = lackOfLine(rows, x);
  const notes = [`${off}; lack of fit p = ${show(lack)}`];
  if (fit === undefined) {
    const refuted = lack !== undefined && lack < alpha;
    return {
      effectSizes,
      notes: refuted ? [] : notes,
      ...(refuted
        ? {
            lacking: `not a power law: lack of fit p = ${show(lack)}, ${off}; \`fit\` claims one within a factor`,
          }
        : {}),
    };
  }
  const inside: Region = { lower: -Math.log(fit), upper: Math.log(fit) };
  const worst = (region: Region): readonly number[] =>
    departures.map((each) => studentOneSample(each, { region, alpha, effectSizes: false }).p ?? 1);
  return {
    effectSizes,
    notes,
    p: Math.max(...worst(inside)),
    refutationP: Math.min(1, x.length * Math.min(...worst({ ...inside, outside: true }))),
  };
}

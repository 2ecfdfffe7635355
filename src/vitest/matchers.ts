import type { Hypothesis } from '../declare/types.ts';
import type { Results } from '../report/results.ts';
import type { Verdict } from '../judge/types.ts';
import type { CheckOptions } from '../suite/check.ts';
import {
  check,
  judge,
  type NumbersOfArms,
  type NumbersOptions,
  type NumbersPrediction,
} from '../suite/index.ts';

/** Numbers of one arm, one a seed. */
export type Numbers = readonly number[];

/** What every matcher of numbers may be told. */
export type MatchOptions = Omit<NumbersOptions, 'controls' | 'expected'> & {
  /** Differences, or ratios: then margins are factors, such as 1.25. */
  readonly scale?: 'difference' | 'ratio';
};

interface Outcome {
  readonly pass: boolean;
  readonly message: () => string;
}

/** A claim that is neither supported nor refuted fails with `not` as well: nobody knows. */
async function outcome(
  numbers: NumbersOfArms,
  prediction: NumbersPrediction,
  { scale, ...options }: MatchOptions,
  negated: boolean,
): Promise<Outcome> {
  const claim = { ...prediction, ...(scale && { scale }) } as NumbersPrediction;
  const judgement = await judge(numbers, claim, options);
  const { inWords } = await import('./in-words.ts');
  const wanted: Verdict = negated ? 'refuted' : 'supported';
  const holds = judgement.verdict === wanted;
  return { pass: negated ? !holds : holds, message: () => `expected ${wanted}, got ${inWords(judgement)}` };
}

interface Context {
  readonly isNot: boolean;
}

type OfPairs = Extract<
  NumbersPrediction,
  { readonly kind: 'equivalent' | 'nonInferior' | 'differs' | 'greater' }
>;
/** A claim about two arms, without their names. */
type PairClaim = OfPairs extends infer P ? (P extends unknown ? Omit<P, 'arms'> : never) : never;

/** A matcher of numbers of two arms, seed by seed: `given` is the claim and what else is told of the numbers. */
const ofPairs = <Rest extends readonly unknown[]>(
  given: (...rest: Rest) => { readonly claim: PairClaim; readonly options: MatchOptions },
) =>
  // Not an arrow: vitest hands `this` over.
  function (this: Context, received: Numbers, expected: Numbers, ...rest: Rest): Promise<Outcome> {
    const { claim, options } = given(...rest);
    const prediction = { ...claim, arms: ['received', 'expected'] } as NumbersPrediction;
    return outcome({ received, expected }, prediction, options, this.isNot);
  };

type WithMargin = MatchOptions & { readonly margin: number };

/**
 * Matchers on numbers of two arms, seed by seed, on trends, and on hypotheses. All are asynchronous: `await expect(…)`.
 */
export const matchers = {
  /** The mean difference, or ratio, lies within the margin. */
  toBeEquivalentTo: ofPairs(({ margin, ...options }: WithMargin) => ({
    claim: { kind: 'equivalent', margin },
    options,
  })),
  /** Worse by less than the margin; `better` says which direction is, by default the higher one. */
  toBeNonInferiorTo: ofPairs(({ margin, ...options }: WithMargin) => ({
    claim: { kind: 'nonInferior', margin },
    options: { better: 'higher', ...options },
  })),
  /** The means differ, by more than `by` where it is given. */
  toDifferFrom: ofPairs(({ by, ...options }: MatchOptions & { readonly by?: number } = {}) => ({
    claim: { kind: 'differs', ...(by === undefined ? {} : { by }) },
    options,
  })),
  /** Greater in the mean by more than so much. */
  toBeGreaterThanBy: ofPairs((by: number, options: MatchOptions = {}) => ({
    claim: { kind: 'greater', by },
    options,
  })),
  /** Arms, in the order of `at`, rise or fall with it. */
  toFollowTrend(
    this: Context,
    received: readonly Numbers[],
    direction: 'increasing' | 'decreasing',
    {
      at = received.map((_, arm) => arm),
      ...options
    }: MatchOptions & { readonly at?: readonly number[] } = {},
  ) {
    const byArm = <T>(of: (arm: number) => T): Readonly<Record<string, T>> =>
      Object.fromEntries(received.map((_, arm) => [`arm${arm}`, of(arm)]));
    return outcome(
      byArm((arm) => received[arm]!),
      { kind: 'trend', along: 'at', direction },
      { ...options, covariates: byArm((arm) => ({ at: at[arm]! })) },
      this.isNot,
    );
  },
  /** A hypothesis, or every one of the results of `check`, is supported. */
  async toBeSupported(this: Context, received: Subject, options: CheckOptions = {}): Promise<Outcome> {
    const results = await resultsOf(received, options);
    const pass = results.hypotheses.every(({ verdict }) => verdict === 'supported');
    return { pass, message: await report(results) };
  },
  /** A hypothesis, or every one of the results of `check`, has the verdict that it expects. */
  async toBeAsExpected(this: Context, received: Subject, options: CheckOptions = {}): Promise<Outcome> {
    const results = await resultsOf(received, options);
    const { outcomeOf } = await import('../suite/outcome.ts');
    const pass = outcomeOf(results, { allowInconclusive: false }) === 'asExpected';
    return { pass, message: await report(results) };
  },
};

type Subject = Hypothesis | Results;

const resultsOf = async (received: Subject, options: CheckOptions): Promise<Results> =>
  'summary' in received ? received : check(received, options);

async function report(results: Results): Promise<() => string> {
  const { terminal } = await import('../report/terminal.ts');
  return () => terminal(results, { color: false }).trim();
}

type All = typeof matchers;

/** A matcher without what `expect` was given. */
type Asked<Matcher> = Matcher extends (received: never, ...rest: infer Rest) => unknown
  ? (...rest: Rest) => Promise<void>
  : never;

/** The matchers as `expect` has them. */
export type AssayMatchers = { readonly [Name in keyof All]: Asked<All[Name]> };

import { rates, slowdowns } from './measured-rates.ts';
import type { Work } from './work.ts';

/**
 * What the time of a step is made of: amounts of work, each with a rate of its own. Calls are paid once for all
 * replicates in lockstep; numbers are paid for each.
 */
export const terms = {
  step: () => 1,
  carried: ({ carried }) => carried,
  kernel: ({ kernels }) => kernels,
  element: ({ elements }, lanes) => elements * lanes,
  reduced: ({ reduced }, lanes) => reduced * lanes,
  gathered: ({ gathered }, lanes) => gathered * lanes,
  pooled: ({ pooled }, lanes) => pooled * lanes,
  convolution: ({ convolutions }, lanes) => convolutions * lanes,
  convolved: ({ convolved }, lanes) => convolved * lanes,
  packed: ({ packed }, lanes) => (lanes === 1 ? packed : 0),
  multiplication: ({ multiplications }, lanes) => (lanes === 1 ? multiplications : 0),
  laneProduct: ({ products }, lanes) => (lanes === 1 ? 0 : products * lanes),
  laneMultiplication: ({ multiplications }, lanes) => (lanes === 1 ? 0 : multiplications * lanes),
} satisfies Record<string, (work: Work, lanes: number) => number>;

export type Term = keyof typeof terms;

/** Amounts of all terms of a step of so many replicates in lockstep. */
export const amountsOf = (work: Work, lanes: number): Readonly<Record<Term, number>> =>
  Object.fromEntries(Object.entries(terms).map(([term, amount]) => [term, amount(work, lanes)])) as Record<
    Term,
    number
  >;

/**
 * Microseconds of a step of so many replicates in lockstep, on one thread of the machine that was measured:
 * Σ over terms of amount · rate. A model: the same work gives the same number everywhere.
 *
 * @example stepMicroseconds(workOf(loop), 8) / 8 // of one replicate among eight
 */
export function stepMicroseconds(work: Work, lanes = 1): number {
  let sum = 0;
  for (const [term, amount] of Object.entries(amountsOf(work, lanes))) sum += amount * rates[term as Term];
  return sum;
}

/** How many times longer an engine takes than the native one; 1 for an engine that was never measured. */
export const slowdownOf = (engine: string): number => slowdowns[engine] ?? 1;

import type { Draws } from '../definition.ts';
import { dot, signs } from './operator.ts';
import type { SymmetricOperator } from './operator.ts';

/**
 * Samples of a trace that is a sum over blocks, A = Σ_b A_b: each pass draws a fresh probe for every block and gives
 * the values v_bᵀ A_b v_b. One pass is one unbiased sample, Σ_b v_bᵀ A_b v_b, of Tr(A).
 */
export type TraceSamples = (passes: number) => Promise<readonly Float64Array[]>;

export interface TraceEstimate {
  readonly estimate: number;
  /** Of the estimate, from the spread of the samples. */
  readonly standardError: number;
  readonly passes: number;
  /** Whether the standard error reached the declared fraction of the estimate. */
  readonly converged: boolean;
}

/** How precise an estimate of a trace must be, and what it may cost. */
export interface TraceTarget {
  /** Standard error as a fraction of the estimate, in (0, 1]. */
  readonly relativeError: number;
  readonly maxPasses: number;
  readonly blocks: number;
}

/** Degrees of freedom that the first look at the standard error must have, so that luck does not end the sampling. */
const FIRST_DEGREES_OF_FREEDOM = 24;

/**
 * Estimates a trace by Hutchinson's method, with as many passes as the declared relative error takes.
 *
 *     Tr(A) ≈ (1/K) Σ_k Σ_b v_kbᵀ A_b v_kb,   v = ±1,   Var(vᵀAv) = 2(‖A‖²_F − Σ a²_ii)
 *
 * Blocks are independent, so the variance of the mean is Σ_b s²_b / K with blocks · (K − 1) degrees of freedom. With
 * many blocks (chunks of examples) one pass over the data averages many probes, which is why a few passes are enough.
 * The number of passes depends on the samples only: the same probes give the same estimate.
 *
 * @see Hutchinson 1990
 * @example const { estimate, standardError } = await hutchinson(samplesOf(operator, draws), { relativeError: 0.05, maxPasses: 512, blocks: 1 });
 */
export async function hutchinson(samples: TraceSamples, target: TraceTarget): Promise<TraceEstimate> {
  const { relativeError, maxPasses, blocks } = target;
  const passes: Float64Array[] = [];
  let wanted = Math.min(maxPasses, 1 + Math.ceil(FIRST_DEGREES_OF_FREEDOM / blocks));
  for (;;) {
    passes.push(...(await samples(wanted - passes.length)));
    const current = summarize(passes);
    const allowed = relativeError * Math.abs(current.estimate);
    const converged = current.standardError <= allowed;
    if (converged || passes.length >= maxPasses || !Number.isFinite(current.estimate))
      return { ...current, passes: passes.length, converged };
    const needed = Math.ceil(passes.length * (current.standardError / allowed) ** 2);
    wanted = Math.min(maxPasses, Math.max(passes.length + 1, Math.min(needed, 4 * passes.length)));
  }
}

function summarize(passes: readonly Float64Array[]): { estimate: number; standardError: number } {
  const count = passes.length;
  const blocks = passes[0]!.length;
  let estimate = 0;
  let variance = 0;
  for (let block = 0; block < blocks; block++) {
    let mean = 0;
    for (const pass of passes) mean += pass[block]! / count;
    let squares = 0;
    for (const pass of passes) squares += (pass[block]! - mean) ** 2;
    estimate += mean;
    variance += squares / (count - 1) / count;
  }
  // A single pass has no spread: its error is unknown, not zero.
  return { estimate, standardError: count > 1 ? Math.sqrt(variance) : Infinity };
}

/** Samples of an operator's trace in one block: v·Av with fresh ±1 probes. */
export const samplesOf =
  (operator: SymmetricOperator, draws: Draws): TraceSamples =>
  async (passes) => {
    const values: Float64Array[] = [];
    for (let pass = 0; pass < passes; pass++) {
      const probe = signs(operator.dimension, draws);
      values.push(Float64Array.of(dot(probe, await operator.apply(probe))));
    }
    return values;
  };

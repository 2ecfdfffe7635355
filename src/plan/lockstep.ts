import { batchOver, lockstep } from '../program/index.ts';
import { isInGroups } from '../program/tree.ts';
import type { LoopProgram, Program } from '../program/types.ts';
import { targetOf } from '../stops/index.ts';
import type { Condition } from './arms/conditions.ts';

/** Numbers of replicates that may advance together. */
const WIDTHS = [1, 2, 4, 8, 16];
/** Designs have about so many seeds; the blocks of a run must not depend on how many. */
const USUAL_DESIGNS = [6, 8, 12, 16, 24, 32, 48];
/** A narrower block is taken where it costs at most so many times as much: it leaves other threads something to do. */
const NARROW = 1.15;
/** Lockstep must be so many times cheaper than each run alone. */
const CLEARLY = 1.3;

/** Lanes that are trained by seed that is asked for: the last block of a design is seldom full. */
export const lanesPerSeed = (width: number, seeds: number): number =>
  (Math.ceil(seeds / width) * width) / seeds;

const usualLanesPerSeed = (width: number): number =>
  USUAL_DESIGNS.reduce((sum, seeds) => sum + lanesPerSeed(width, seeds), 0) / USUAL_DESIGNS.length;

/**
 * How many replicates advance in lockstep: the narrowest block that a model of costs finds about as cheap by seed as
 * any, and each run alone where no block is clearly cheaper. Runs with a target loss end at different steps, and stay
 * alone.
 *
 * @param costOf time of all that a block of so many replicates trains
 */
export function replicatesOf(
  { stop }: Pick<Condition, 'stop'>,
  costOf: (replicates: number) => number,
): number {
  if (targetOf(stop) !== undefined) return 1;
  const costs = WIDTHS.map((width) => ({ width, cost: (usualLanesPerSeed(width) * costOf(width)) / width }));
  const least = Math.min(...costs.map(({ cost }) => cost));
  const { width, cost } = costs.find((each) => each.cost <= NARROW * least)!;
  return costs[0]!.cost >= CLEARLY * cost ? width : 1;
}

/**
 * A training loop over so many replicates: what is carried, every draw and the rows of the mini-batches get a replicate
 * axis in front; learning rates and other schedule values are shared. Stacked values become `[steps, replicates]`.
 */
export function inLockstep(loop: LoopProgram, replicates: number): LoopProgram {
  if (replicates === 1) return loop;
  const drawn = loop.scanned.filter((name) => isInGroups(name, ['noise', 'batch', 'draw']));
  const own = [...drawn, ...loop.gathered.map(({ input }) => input)];
  return { ...lockstep(loop, own, replicates), name: `${loop.name}, ${replicates} in lockstep` };
}

/** What of a program's inputs is the net: each replicate in lockstep has its own. */
const netOf = ({ inputs }: Program): readonly string[] =>
  inputs.map(({ name }) => name).filter((name) => isInGroups(name, ['parameters', 'statistics']));

/**
 * An evaluation of so many nets on the same examples, or of so many points of a landscape: what is a net's gets a
 * replicate axis in front, results get it behind their chunks, `[chunks, replicates]`.
 */
export function evaluationInLockstep(loop: LoopProgram, replicates: number): LoopProgram {
  if (replicates === 1) return loop;
  return { ...lockstep(loop, netOf(loop.body), replicates), name: `${loop.name}, ${replicates} in lockstep` };
}

/** As `evaluationInLockstep`, of a program that is no loop: results are `[replicates]`. */
export const landscapeInLockstep = (program: Program, replicates: number): Program =>
  replicates === 1 ? program : batchOver(program, netOf(program), replicates);

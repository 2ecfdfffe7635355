import type { LoadedHypothesis } from '../declare/types.ts';
import { AssayError } from '../errors.ts';
import { claimOf } from './claim.ts';
import type { HypothesisPlan, PlanOptions } from './parts.ts';
import { looksOf, seedsOf } from './replicates.ts';

/** Errors that are of one hypothesis alone: its data, its modules, its parts. */
const ofOne: readonly AssayError['code'][] = ['configuration', 'data', 'program'];

/** Data are missing for all arms alike; what else is wrong is told with its arm. */
const reasonOf = (error: AssayError): string =>
  error.code === 'data' && error.cause instanceof AssayError ? error.cause.message : error.message;

/**
 * The plan of a hypothesis that cannot be planned: nothing to train, nothing to measure, and an analysis that says why.
 * Data that one hypothesis lacks, or a module of its that cannot be traced, must not keep the others from being judged.
 *
 * @throws whatever is not of this hypothesis alone
 */
export function unavailablePart(
  loaded: LoadedHypothesis,
  { baseSeed, tier }: PlanOptions,
  error: unknown,
): HypothesisPlan {
  if (!(error instanceof AssayError && ofOne.includes(error.code))) throw error;
  const unavailable = reasonOf(error);
  const claim = claimOf(loaded);
  const { id } = claim;
  const replicates = looksOf(loaded.hypothesis.replicates, tier).at(-1)!;
  return {
    failure: error,
    jobs: [],
    external: [],
    measureJobs: [],
    table: { id, measures: [], runs: {}, jobs: {} },
    analysis: {
      ...claim,
      unavailable,
      covariates: {},
      seeds: seedsOf(baseSeed, replicates),
      looks: [replicates],
      runs: {},
      descriptions: {},
    },
    estimate: { id, arms: claim.arms.length, replicates, runs: 0, steps: 0, estimatedMs: 0 },
  };
}

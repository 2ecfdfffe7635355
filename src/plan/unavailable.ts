import type { LoadedHypothesis } from '../declare/types.ts';
import { AssayError } from '../errors.ts';
import { claimOf } from './claim.ts';
import type { HypothesisPlan, PlanOptions } from './parts.ts';
import { looksOf, seedsOf } from './replicates.ts';

/** Why the data of a hypothesis cannot be had, where that is what an error says. */
function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof AssayError) || error.code !== 'data') return undefined;
  return error.cause instanceof AssayError ? error.cause.message : error.message;
}

/**
 * The plan of a hypothesis whose data cannot be had: nothing to train, nothing to measure, and an analysis that says why.
 * A data set that one hypothesis lacks must not keep the others from being judged.
 *
 * @throws whatever is no AssayError `data`
 */
export function unavailablePart(
  loaded: LoadedHypothesis,
  { baseSeed, tier }: PlanOptions,
  error: unknown,
): HypothesisPlan {
  const unavailable = reasonOf(error);
  if (unavailable === undefined) throw error;
  const claim = claimOf(loaded);
  const { id } = claim;
  const replicates = looksOf(loaded.hypothesis.replicates, tier).at(-1)!;
  return {
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

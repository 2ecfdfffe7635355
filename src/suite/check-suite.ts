import { resolve } from 'node:path';
import type { LoadedSuite } from '../declare/load.ts';
import { AssayError } from '../errors.ts';
import type { RunPlan } from '../plan/types.ts';
import type { Results } from '../report/results.ts';
import { duration } from '../report/words.ts';
import { openStore } from '../store/index.ts';
import type { Store } from '../store/types.ts';
import { missingRuns } from './costs.ts';
import { keepResults } from './kept-results.ts';
import { planSuite } from './plan-suite.ts';
import { registered, withJudgedKept, withRegistrations } from './registrations.ts';
import { runSuite, type RunOptions } from './run-suite.ts';
import type { Settings } from './settings.ts';

/** Hypotheses that are checked, and how. */
export interface SuiteCheck extends Pick<RunOptions, 'signal' | 'on' | 'now' | 'startedAt'> {
  readonly root: string;
  readonly settings: Settings;
  readonly suite: LoadedSuite;
  /** Whether these are all hypotheses of the project, so that the lock's others are gone. */
  readonly whole: boolean;
  /** `missing` trains what the store does not hold, `nothing` refuses where anything is missing. */
  readonly train: 'missing' | 'nothing';
}

/**
 * From hypotheses to results, with all that goes with a run of the project: the lock is kept to, the budget is kept to,
 * what was judged is kept, and so are the results for later calls.
 *
 * @throws AssayError `configuration` where the budget does not do, or runs are missing that may not be trained;
 * `integrity` where the lock or a file of the store does not fit
 */
export async function checkSuite({
  root,
  settings,
  suite,
  whole,
  train,
  ...running
}: SuiteCheck): Promise<Results> {
  const now = running.now ?? Date.now;
  const startedAt = running.startedAt ?? now();
  const store = openStore(settings.store === null ? null : resolve(root, settings.store));
  const before = await registered(root, suite, settings, store, whole);
  const planned = await planSuite(suite.hypotheses, { ...settings, root }, store);
  if (train === 'missing') await demandBudget(planned.plan.runPlan, settings, store);
  const decided = await runSuite(planned, {
    ...running,
    startedAt,
    store,
    workers: settings.workers,
    ...(train === 'nothing' && { beforeTraining: (part) => demandRuns(part, store) }),
  });
  const results = await withJudgedKept(withRegistrations(decided, before), suite.hypotheses, store, now());
  return store.directory === undefined ? results : kept(store.directory, results);
}

async function demandBudget(plan: RunPlan, { budget, workers }: Settings, store: Store): Promise<void> {
  if (budget === null) return;
  const needed = (await missingRuns(plan, store)).estimatedMs / workers;
  if (needed > budget)
    throw new AssayError(
      'configuration',
      `Cannot keep to the budget: expected at most ${duration(budget)} of training, got about ${duration(needed)}; nothing was trained`,
    );
}

async function demandRuns(part: RunPlan, store: Store): Promise<void> {
  const { runs } = await missingRuns(part, store);
  if (runs > 0)
    throw new AssayError(
      'configuration',
      `Cannot judge: expected every run in the store, got ${runs} missing (\`assay run\` trains them); nothing was trained`,
    );
}

/** Keeps results where that is possible: a store that is only read still gives its verdicts. */
async function kept(directory: string, results: Results): Promise<Results> {
  try {
    await keepResults(directory, results);
    return results;
  } catch (error) {
    const message = `expected to keep these results for \`assay report\`, got: ${(error as Error).message}`;
    return { ...results, warnings: [...results.warnings, { file: directory, path: '', message }] };
  }
}

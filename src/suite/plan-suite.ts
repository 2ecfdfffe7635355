import type { LoadedHypothesis } from '../declare/types.ts';
import { engineIdentity } from '../engines/named.ts';
import type { Engine } from '../engines/types.ts';
import type { RunInputs } from '../plan/parts.ts';
import { planCached } from '../plan/cached-plans.ts';
import type { Key, SuitePlan } from '../plan/types.ts';
import type { Store } from '../store/types.ts';
import type { Settings } from './settings.ts';

/** What a plan follows from. */
export interface PlanSettings extends Pick<Settings, 'seed' | 'tier' | 'engine' | 'dataDir' | 'directory'> {
  /** Directory that the hypotheses' file names start from; the working directory when absent. */
  readonly root?: string;
}

/** A suite that is planned and may be run. */
export interface PlannedSuite {
  readonly hypotheses: readonly LoadedHypothesis[];
  readonly settings: PlanSettings;
  readonly engine: Pick<Engine, 'name' | 'version'>;
  /** Without the programs and data of hypotheses whose plans the store remembers. */
  readonly plan: SuitePlan;
  /** Programs, schedules and data for runs and measures, by their keys. */
  readonly inputsFor: (keys: Iterable<Key>) => Promise<RunInputs>;
}

/**
 * Plans hypotheses with the engine and seeds that the settings name. Trains nothing.
 *
 * @param store where plans are kept, so that each is made once
 * @throws AssayError `program` where a model, loss or optimizer cannot be traced; `data` where every hypothesis lacks
 * its data
 */
export async function planSuite(
  hypotheses: readonly LoadedHypothesis[],
  { seed, tier, engine, dataDir, directory, root }: PlanSettings,
  store: Store,
): Promise<PlannedSuite> {
  const options = { baseSeed: seed, tier, engine, root, ...(dataDir === null ? {} : { dataDir }) };
  const [identity, { plan, inputsFor }] = await Promise.all([
    engineIdentity(engine),
    planCached(hypotheses, options, store),
  ]);
  const settings = { seed, tier, engine, dataDir, directory };
  return { hypotheses, settings, engine: identity, plan, inputsFor };
}

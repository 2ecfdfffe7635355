import type { LoadedHypothesis } from '../declare/types.ts';
import { dataKinds } from '../datasets/schema.ts';
// Not the engines' index: a plan that is remembered needs neither TensorFlow.js nor the lowering.
import { engineIdentity } from '../engines/named.ts';
import { AssayError } from '../errors.ts';
import { orderedStringify, parseStable, sha256, stableStringify, type Store } from '../store/index.ts';
import { suiteOf, type HypothesisPlan, type RunInputs, type PlanOptions } from './parts.ts';
import { sourceDigest } from './arms/source-digest.ts';
import type { Key, SuitePlan } from './types.ts';
import { demandPlans } from './demand-plans.ts';

/** A suite's plan whose programs and data may still be to be made: what the store holds needs none. */
export interface CachedPlan {
  /** Without the inputs of hypotheses whose plans were remembered. */
  readonly plan: SuitePlan;
  /** Number of hypotheses whose plans were remembered. */
  readonly remembered: number;
  /**
   * The inputs that these runs and measures need: hypotheses that ask for one of them and were remembered are
   * planned now.
   * @throws AssayError as `planSuite`; `integrity` where a remembered plan is not the one that is made now
   */
  inputsFor(keys: Iterable<Key>): Promise<RunInputs>;
}

const NO_INPUTS: RunInputs = { artifacts: new Map(), constants: new Map(), datasets: new Map() };

const union = (first: RunInputs, second: RunInputs): RunInputs => ({
  artifacts: new Map([...first.artifacts, ...second.artifacts]),
  constants: new Map([...first.constants, ...second.constants]),
  datasets: new Map([...first.datasets, ...second.datasets]),
});

const keysOf = ({ jobs, external, measureJobs }: HypothesisPlan): readonly Key[] =>
  [...jobs, ...external, ...measureJobs].map(({ key }) => key);

/**
 * Plans a suite, each hypothesis once for all calls: a plan is kept in the store under the digest of all that it
 * follows from — the hypothesis, the settings, the engine, this program's sources and data, its packages and Node.
 *
 * Planned anew each time is what refers to something that no digest here covers: code of the user's (`custom`, an
 * external trainer) and data sets in the user's files; and what lacks its data, until they are there.
 *
 * @throws AssayError as `planSuite`, but where only some hypotheses lack their data, their analyses say so
 * @example const { plan, inputsFor } = await planCached(hypotheses, { baseSeed: '0', tier: 'quick', engine: 'onnx' }, store);
 */
export async function planCached(
  hypotheses: readonly LoadedHypothesis[],
  options: PlanOptions,
  store: Store,
): Promise<CachedPlan> {
  const context = await contextOf(options);
  const keys = hypotheses.map((loaded) => planKey(loaded, context));
  const known = await Promise.all(keys.map((key) => recall(store, key)));
  const fresh = await planned(
    hypotheses.filter((_, index) => known[index] === undefined),
    options,
  );
  const made = fresh.parts.values();
  const parts = known.map((part) => part ?? made.next().value!);
  demandPlans(parts, 'some');
  await Promise.all(
    parts.map(async (part, index) => {
      const key = keys[index];
      const lasting = key !== undefined && part.analysis.unavailable === undefined;
      // A plan that cannot be kept is made again: a store may be there to be read only.
      if (known[index] === undefined && lasting)
        await store.put('plans', key, orderedStringify(part)).catch(() => undefined);
    }),
  );
  return {
    plan: suiteOf(parts, fresh.inputs),
    remembered: known.filter((part) => part !== undefined).length,
    async inputsFor(wanted) {
      const missing = new Set(wanted);
      const again = hypotheses.filter(
        (_, index) => known[index] !== undefined && keysOf(known[index]).some((key) => missing.has(key)),
      );
      const { parts: remade, inputs } = await planned(again, options);
      demandPlans(remade, 'every');
      const found = new Set([...remade, ...fresh.parts].flatMap(keysOf));
      for (const key of missing)
        if (!found.has(key))
          throw new AssayError(
            'integrity',
            `Cannot use the plan that the store remembers: expected ${key} to be planned again, got other runs; remove the store's directory plans`,
          );
      return union(fresh.inputs, inputs);
    },
  };
}

/** Loads tracing, lowering and data only where something is to be planned. */
async function planned(hypotheses: readonly LoadedHypothesis[], options: PlanOptions) {
  if (hypotheses.length === 0) return { parts: [], inputs: NO_INPUTS };
  const { planParts } = await import('./suite.ts');
  return planParts(hypotheses, options);
}

/** A damaged file is as good as none: the plan is made again and written over it. */
async function recall(store: Store, key: Key | undefined): Promise<HypothesisPlan | undefined> {
  if (key === undefined) return undefined;
  const text = await store.get<string>('plans', key).catch(() => undefined);
  return text === undefined ? undefined : (parseStable(text) as HypothesisPlan);
}

/** What all plans of one call follow from. */
async function contextOf({ engine, baseSeed, tier }: PlanOptions) {
  return {
    version: 1,
    source: await sourceDigest(),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    engine: await engineIdentity(engine),
    baseSeed,
    tier,
  };
}

/** The key of a hypothesis's plan, or none where the plan follows from more than the key can say. */
function planKey(
  { file, hypothesis, firstSeed }: LoadedHypothesis,
  context: Awaited<ReturnType<typeof contextOf>>,
): Key | undefined {
  return refersOutside(hypothesis)
    ? undefined
    : sha256(stableStringify({ ...context, file, hypothesis, firstSeed: firstSeed ?? 0 }));
}

const outside: ReadonlySet<unknown> = new Set([
  'custom',
  ...Object.entries(dataKinds).flatMap(([kind, { fromUser }]) => (fromUser ? [kind] : [])),
]);

/** Whether anything in a hypothesis is code by reference, an external trainer, or a data set of the user's. */
function refersOutside(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ('trainer' in value && value.trainer !== undefined) return true;
  if ('kind' in value && outside.has(value.kind)) return true;
  return Object.values(value).some(refersOutside);
}

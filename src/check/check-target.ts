import type { Engine } from '../engines/types.ts';
import { AssayError } from '../errors.ts';
import type { Key } from '../plan/types.ts';
import type { Store } from '../store/index.ts';
import { trainRuns, type RunRecord, type TrainProgress } from '../train/index.ts';
import { battery as standardBattery, type BatteryCase } from './battery.ts';
import type { Baseline, Provenance } from './baseline-schema.ts';
import { compareTrained, sameMathematics, worstOf } from './compare.ts';
import { planBattery, type PlannedBattery, type PlannedCase } from './plan-battery.ts';
import { summarize } from './summarize.ts';
import type { CaseFinding, CheckResult, Target } from './types.ts';

/** What a check and a recording are made with. */
export interface CheckOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly workers: number;
  readonly version: string;
  readonly dataDir?: string | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainProgress) => void;
  /** The cases; the standard battery unless others are given. */
  readonly battery?: readonly BatteryCase[];
}

/** Outcome of the training of some cases. */
interface Trained {
  readonly records: ReadonlyMap<Key, RunRecord>;
  readonly trained: number;
  readonly cached: number;
}

const provenanceOf = ({ engine, version }: CheckOptions): Provenance => ({
  assay: version,
  engine: engine.name,
  engineVersion: engine.version,
  node: process.versions.node,
  platform: `${process.platform}-${process.arch}`,
});

/**
 * Trains an optimizer on the battery and sums up what it did.
 *
 * @param recording.seed base seed of all runs
 * @param recording.reasons why, the latest last
 * @throws AssayError as `planBattery`; `infrastructure` where a run cannot be trained or training was interrupted
 */
export async function recordBaseline(
  target: Target,
  recording: { readonly seed: string; readonly reasons: Baseline['reasons'] },
  options: CheckOptions,
): Promise<{ readonly baseline: Baseline } & Pick<Trained, 'trained' | 'cached'>> {
  const planned = await plannedBattery(target, recording.seed, options);
  const { records, ...counts } = await trainCases(planned.cases, planned, options);
  const caseOf = ({ setting, programs, runs }: PlannedCase) => ({
    setting,
    programs,
    runs: Object.fromEntries(Object.entries(runs).map(([seed, key]) => [seed, summarize(records.get(key)!)])),
  });
  const baseline: Baseline = {
    schema: 1,
    target: target.file,
    reasons: recording.reasons,
    provenance: provenanceOf(options),
    seed: recording.seed,
    rounding: planned.rounding,
    cases: Object.fromEntries(planned.cases.map((each) => [each.id, caseOf(each)])),
  };
  return { baseline, ...counts };
}

/**
 * Compares an optimizer with a baseline, case by case, at the strongest level at which they are the same. Cases whose
 * lowered programs are those of the baseline are not trained.
 *
 * @param strict refuse a baseline of another engine or version, rather than warn
 * @throws AssayError `configuration` where the baseline is of another battery, or of another engine or version and `strict`;
 * as `planBattery`; `infrastructure` where a run cannot be trained or training was interrupted
 * @example (await checkTarget(await loadTarget('momentum', '.'), baseline, options)).level // 'same mathematics'
 */
export async function checkTarget(
  target: Target,
  baseline: Baseline,
  options: CheckOptions & { readonly strict?: boolean },
): Promise<CheckResult> {
  const warnings = differentProvenance(baseline, options);
  if (options.strict && warnings.length > 0)
    throw new AssayError('configuration', `Cannot use the baseline: ${warnings.join('; ')} (--strict)`);
  const planned = await plannedBattery(target, baseline.seed, options);
  sameBattery(planned.cases, baseline);
  const changed = planned.cases.filter((each) => !sameMathematics(each, baseline.cases[each.id]!));
  const { records, trained, cached } = await trainCases(changed, planned, options);
  const compared = compareTrained(
    changed.map((each) => ({
      planned: each,
      before: baseline.cases[each.id]!,
      after: new Map(Object.entries(each.runs).map(([seed, key]) => [seed, records.get(key)!])),
    })),
    baseline.rounding,
  );
  const found = new Map(compared.map((finding) => [finding.id, finding]));
  const unchanged = (id: string): CaseFinding => ({
    id,
    level: 'same mathematics',
    evidence: 'lowered programs equal; nothing trained',
    measures: [],
  });
  const cases = planned.cases.map(({ id }) => found.get(id) ?? unchanged(id));
  const level = worstOf(cases.map((each) => each.level));
  return { target: target.file, level, cases, trained, cached, warnings };
}

const plannedBattery = (target: Target, baseSeed: string, options: CheckOptions): Promise<PlannedBattery> => {
  const { engine, dataDir, battery = standardBattery } = options;
  return planBattery(target, battery, { engine, dataDir, baseSeed });
};

/** What of this machine's tools is not what the baseline was recorded with. */
function differentProvenance({ provenance }: Baseline, options: CheckOptions): readonly string[] {
  const here = provenanceOf(options);
  return (['assay', 'engine', 'engineVersion'] as const)
    .filter((name) => provenance[name] !== here[name])
    .map((name) => `recorded with ${name} ${provenance[name]}, checked with ${here[name]}`);
}

/** @throws AssayError `configuration` where cases, seeds, data or schedules are not those of the baseline */
function sameBattery(cases: readonly PlannedCase[], baseline: Baseline): void {
  const names = new Set([...cases.map(({ id }) => id), ...Object.keys(baseline.cases)]);
  const here = new Map(cases.map((each) => [each.id, each]));
  const sides = (id: string) => [here.get(id), baseline.cases[id]] as const;
  const seedsOf = (side: { readonly runs: object } | undefined) =>
    Object.keys(side?.runs ?? {})
      .sort()
      .join();
  const different = [...names].filter((id) => {
    const [planned, before] = sides(id);
    return planned?.setting !== before?.setting || seedsOf(planned) !== seedsOf(before);
  });
  if (different.length === 0) return;
  throw new AssayError(
    'configuration',
    `Cannot use the baseline: expected the cases of this version's battery, got others (${different.join('; ')}); record it again`,
  );
}

async function trainCases(
  cases: readonly PlannedCase[],
  { runPlan }: PlannedBattery,
  { store, workers, signal, onProgress }: CheckOptions,
): Promise<Trained> {
  const wanted = new Set(cases.flatMap(({ runs }) => Object.values(runs)));
  if (wanted.size === 0) return { records: new Map(), trained: 0, cached: 0 };
  const jobs = runPlan.jobs.filter(({ key }) => wanted.has(key));
  const result = await trainRuns(
    { ...runPlan, jobs },
    { store, workers, ...(signal && { signal }), ...(onProgress && { onProgress }) },
  );
  if (result.failures.length > 0)
    throw new AssayError(
      'infrastructure',
      `Cannot train ${result.failures.length} of ${jobs.length} runs: ${result.failures[0]!.message}`,
    );
  if (result.interrupted)
    throw new AssayError('infrastructure', 'Cannot finish: interrupted; the same command resumes');
  return { records: result.records, trained: result.trained, cached: result.hits };
}

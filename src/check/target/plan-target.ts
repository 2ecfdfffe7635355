import type { LoadedHypothesis } from '../../declare/types.ts';
import type { Engine } from '../../engines/types.ts';
import { battery as standardBattery, type BatteryCase } from '../battery/battery.ts';
import type { TrainerIdentity } from '../../trainers/index.ts';
import type { Provenance } from '../baseline/baseline-schema.ts';
import { LOOKS } from '../compare/looks.ts';
import { planBattery, type PlannedBattery, type PlannedOptimizer } from '../battery/plan-battery.ts';
import type { PlannedHypotheses } from '../battery/plan-hypotheses.ts';
import type { ExternalTarget, Target } from '../types.ts';

/** What a target is tried on: the standard battery, some of its cases, or hypotheses of the user's. */
export interface Trial {
  readonly engine: Engine;
  readonly version: string;
  readonly dataDir?: string | undefined;
  /** The cases; the standard battery unless others are given. */
  readonly battery?: readonly BatteryCase[];
  /** Seeds of a case at each planned look; those of the standard battery unless others are given. */
  readonly looks?: readonly number[];
  /** Hypotheses in place of a battery. */
  readonly suite?: { readonly hypotheses: readonly LoadedHypothesis[]; readonly tier: 'quick' | 'full' };
}

/** What every planned target has. */
interface PlannedCommon extends PlannedBattery {
  readonly provenance: Provenance;
  /** What the optimizer calls itself; of a trainer also who trains. */
  readonly name: string;
  /** Whether nothing stands for the mathematics: an external trainer that reports no digest of itself. */
  readonly opaque: boolean;
  /** What is worth a warning. */
  readonly notes: readonly string[];
}

/** An optimizer whose programs are ours, on the battery. */
export interface PlannedTraced extends PlannedCommon, PlannedOptimizer {
  readonly kind: 'traced';
  readonly target: Target;
}

/** A trainer of the user's, on the battery. */
export interface PlannedExternal extends PlannedCommon {
  readonly kind: 'trainer';
  /** Digests of the files that the target declares. */
  readonly files: Readonly<Record<string, string>>;
  readonly who: TrainerIdentity;
}

/** Hypotheses with a target for their optimizer, whichever it is. */
export interface PlannedSuite extends PlannedCommon {
  readonly kind: 'hypotheses';
  readonly hypotheses: PlannedHypotheses;
}

/** A target, planned on whatever it is tried on: one of three kinds, each with its baseline. */
export type PlannedTarget = PlannedTraced | PlannedExternal | PlannedSuite;

/**
 * Plans a target: its programs or its trainer, and the runs of every case. Trains nothing.
 *
 * @throws AssayError as `planBattery`, `planTrainer` and `planHypotheses`
 */
export async function planTarget(target: Target, baseSeed: string, trial: Trial): Promise<PlannedTarget> {
  const { engine, dataDir, battery = standardBattery, suite, version, looks = LOOKS } = trial;
  const seeds = looks.at(-1)!;
  const { trainer } = target;
  const who = trainer && (await identified(trainer));
  const opaque = who !== undefined && who.digest === undefined;
  const name = who === undefined ? target.spec.kind : `${who.name}, ${target.spec.kind}`;
  const known = {
    provenance: {
      assay: version,
      engine: who === undefined ? engine.name : 'external',
      engineVersion: who === undefined ? engine.version : `${who.name} ${who.version}`,
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
    },
    opaque,
  };
  const notes = opaque
    ? [
        `${who.name} reports no digest of itself: it is always trained anew, and its runs are not kept in the store`,
      ]
    : [];
  if (suite !== undefined) {
    const { planHypotheses } = await import('../battery/plan-hypotheses.ts');
    const planned = await planHypotheses(target, suite, { engine, baseSeed, dataDir });
    return { kind: 'hypotheses', ...planned, ...known, name, notes };
  }
  if (!isExternal(target)) {
    const planned = await planBattery(target, battery, { engine, dataDir, baseSeed, seeds }).catch(
      (error: unknown) => orEager(target, error, engine),
    );
    if (!('reason' in planned))
      return { kind: 'traced', target, ...planned, ...known, name: planned.optimizer.kind, notes };
    const eagerly = await planTarget(planned.target, baseSeed, trial);
    const note = `trained eagerly, by TensorFlow.js as it is: ${planned.reason}`;
    return { ...eagerly, notes: [note, ...eagerly.notes] };
  }
  const { planTrainer } = await import('../battery/plan-trainer.ts');
  const { leftOut, ...planned } = await planTrainer(target, battery, { dataDir, baseSeed, seeds });
  const missing =
    leftOut.length === 0
      ? []
      : [`left out, since the trainer has no such models or data: ${leftOut.join('; ')}`];
  return { kind: 'trainer', ...planned, ...known, name, notes: [...notes, ...missing] };
}

/** What is not traced is trained eagerly. */
async function orEager(target: Target, error: unknown, engine: Engine) {
  const { eagerTarget } = await import('./eager-target.ts');
  const eager = eagerTarget(target, error, engine);
  if (eager === undefined) throw error;
  return eager;
}

/** Loaded for trainers alone, as is what plans them: other targets are answered sooner without it. */
async function identified({ spec, directory }: ExternalTarget) {
  const { identityOf } = await import('../../plan/arms/external.ts');
  return identityOf(spec, directory);
}

const isExternal = (target: Target): target is Target & { readonly trainer: ExternalTarget } =>
  target.trainer !== undefined;

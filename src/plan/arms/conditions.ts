import { resolve } from 'node:path';
import type { Arm, Hypothesis, Sampler, StopRule, Workload } from '../../declare/types.ts';
import type { DataSpec } from '../../datasets/schema.ts';
import { dataAtTier } from '../../declare/declared-data.ts';
import type { Tier } from '../../declare/tiered.ts';
import type { ModelSpec } from '../../models/schema.ts';
import type { OptimizerSpec } from '../../optimizers/schema.ts';
import type { TrainerSpec } from '../../trainers/schema.ts';
import type { BatchSizeSpec, ScheduleSpec } from '../../schedules/schema.ts';

/** Everything that an arm trains with: its own words, and the hypothesis's where it has none. */
export interface Condition {
  readonly model: ModelSpec;
  readonly data: DataSpec;
  readonly loss: Workload['loss'];
  readonly optimizer: OptimizerSpec;
  readonly learningRate: ScheduleSpec;
  readonly batchSize: BatchSizeSpec;
  readonly momentum?: ScheduleSpec;
  readonly sampler: Sampler;
  readonly stop: StopRule;
  readonly trainer?: TrainerSpec;
}

/**
 * The condition of one arm in one tier. A custom model, optimizer or data set by a relative path gets the absolute one.
 *
 * @param directory where relative paths start from: that of the hypothesis file
 * @example conditionOf(hypothesis, hypothesis.arms.base, { directory: '/project/hypotheses', tier: 'quick' }).sampler // 'epoch-shuffle' unless arm or hypothesis say otherwise
 */
export function conditionOf(
  hypothesis: Hypothesis,
  arm: Arm,
  { directory, tier }: { readonly directory: string; readonly tier: Tier },
): Condition {
  const { workload, optimizer, stop, sampler } = hypothesis;
  return {
    model: located(arm.workload?.model ?? workload.model, directory),
    data: located(dataAtTier(arm.workload?.data ?? workload.data, tier), directory),
    loss: arm.workload?.loss ?? workload.loss,
    optimizer: located(arm.optimizer ?? optimizer, directory),
    learningRate: arm.learningRate,
    batchSize: arm.batchSize,
    ...(arm.momentum === undefined ? {} : { momentum: arm.momentum }),
    sampler: arm.sampler ?? sampler ?? 'epoch-shuffle',
    stop: arm.stop ?? stop,
    ...(workload.trainer === undefined ? {} : { trainer: workload.trainer }),
  };
}

function located<Spec extends ModelSpec | OptimizerSpec | DataSpec>(spec: Spec, directory: string): Spec {
  if (spec.kind !== 'custom' || !spec.module.startsWith('.')) return spec;
  return { ...spec, module: resolve(directory, spec.module) };
}

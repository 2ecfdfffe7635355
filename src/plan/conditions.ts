import type { Arm, Hypothesis, Sampler, StopRule, Workload } from '../declare/types.ts';
import type { DataSpec } from '../datasets/schema.ts';
import type { ModelSpec } from '../models/schema.ts';
import type { OptimizerSpec } from '../optimizers/schema.ts';
import type { BatchSizeSpec, ScheduleSpec } from '../schedules/schema.ts';

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
}

/**
 * The condition of one arm.
 *
 * @example conditionOf(hypothesis, hypothesis.arms.base).sampler // 'epoch-shuffle' unless arm or hypothesis say otherwise
 */
export function conditionOf(hypothesis: Hypothesis, arm: Arm): Condition {
  const { workload, optimizer, stop, sampler } = hypothesis;
  return {
    model: arm.workload?.model ?? workload.model,
    data: arm.workload?.data ?? workload.data,
    loss: arm.workload?.loss ?? workload.loss,
    optimizer: arm.optimizer ?? optimizer,
    learningRate: arm.learningRate,
    batchSize: arm.batchSize,
    ...(arm.momentum === undefined ? {} : { momentum: arm.momentum }),
    sampler: arm.sampler ?? sampler ?? 'epoch-shuffle',
    stop: arm.stop ?? stop,
  };
}

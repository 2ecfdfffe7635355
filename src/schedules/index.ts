// The schedules room's public face: learning rate, batch size and momentum over steps.
export { batchSizeAt, batchSizes } from './batch-sizes.ts';
export type { BatchPlan, Segment, Until } from './batch-sizes.ts';
export { scheduleValues } from './schedule-values.ts';
export type { StepPositions } from './schedule-values.ts';
export { valueAt } from './value-at.ts';
export type { BatchSizeSpec, ScheduleSpec } from './schema.ts';

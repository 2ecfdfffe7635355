// The public face of `optimizer-assay`.
export { AssayError } from './errors.ts';
export type { ErrorCode, Problem } from './errors.ts';
export { hypothesis } from './declare/hypothesis.ts';
export type * from './declare/types.ts';
export type { Verdict, Finding, Judgement } from './judge/types.ts';
export type { Results } from './report/results.ts';

// Hypotheses from a program of one's own: `check` returns, `assert` throws, both print nothing.
export * from './suite/index.ts';

// What custom models, data, measures and optimizers are made of.
export type { GivenData, GivenExamples } from './datasets/kinds/custom.ts';
export type { DataShape, Initializer, Model, NamedTensors, ParameterSpec } from './models/types.ts';
export type { CustomMeasure, MeasuredRun, RecordView, State } from './measures/definition.ts';
export type { CustomTest, CustomTestInput, CustomTestResult } from './predictions/comparison/custom-test.ts';
export type { MeasureValue, MissingValue } from './measures/types.ts';
export type { Hyperparameters, Optimizer, UpdateInput } from './optimizers/types.ts';

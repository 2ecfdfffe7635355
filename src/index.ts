// The public face of `optimizer-assay`.
export { AssayError } from './errors.ts';
export type { ErrorCode, Problem } from './errors.ts';
export { hypothesis } from './declare/hypothesis.ts';
export type * from './declare/types.ts';
export type { Verdict, Finding, Judgement } from './judge/types.ts';
export { defineConfig, type Config } from './cli/config.ts';

// What a custom model or optimizer is made of.
export type { DataShape, Initializer, Model, NamedTensors, ParameterSpec } from './models/types.ts';
export type { Hyperparameters, Optimizer, UpdateInput } from './optimizers/types.ts';

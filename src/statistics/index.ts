// Statistics: numbers in, results out. One file a method; every test takes the region in which a parameter is claimed to lie.
export type { Alternative, EffectSize, Interval, TestResult } from './types.ts';
export * from './distributions.ts';
export * from './quadrature.ts';
export * from './noncentral-t.ts';
export * from './descriptives.ts';
export * from './region.ts';
export * from './blocks.ts';
export * from './blocked-trend.ts';
export * from './page.ts';
export * from './pivot.ts';

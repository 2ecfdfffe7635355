// Judging: an analysis plan and a table of numbers → a verdict. No engine, no weights.
export { judge } from './judge.ts';
export type { JudgeOptions } from './judge.ts';
export { analysisOfBlock } from './blocks/of-block.ts';
export { alphaAtLook } from './looks.ts';
export { familyOf } from './family.ts';
export type { Family } from './family.ts';
export type * from './types.ts';

import type { MeasureValue } from '../measures/types.ts';

/** A run's measure, or the named reason why there is none; `diverged` where the reason is that training diverged. */
export type Measured = MeasureValue | { readonly missing: string; readonly diverged?: true };

/** hypothesis arm → measure name → seed → value: the only thing that the judge sees of the runs. */
export type MeasureTable = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, Measured>>>>>
>;

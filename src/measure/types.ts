export type { Measured, MeasureTable } from '../measures/types.ts';

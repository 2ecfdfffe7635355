import type { Samples } from './samples.ts';

/** A number as notes show it: three digits. */
export const show = (value: number | undefined): string =>
  value === undefined ? 'none' : Number(value.toPrecision(3)).toString();

/** What a reader must know of the values: diverged runs that were counted. */
export const countedNote = ({ counted }: Pick<Samples, 'counted'>): readonly string[] =>
  counted > 0
    ? [`${counted} diverged ${counted === 1 ? 'run counts' : 'runs count'} as the worst value`]
    : [];

/** A number as notes show it: three digits. */
export const show = (value: number | undefined): string =>
  value === undefined
    ? 'none'
    : Number.isFinite(value)
      ? Number(value.toPrecision(3)).toString()
      : value > 0
        ? '∞'
        : '-∞';

/** Diverged runs that were counted, by name where they are worse than every number. */
export const countedNote = (counted: number, infinite: readonly string[]): readonly string[] =>
  counted > 0
    ? [
        `${counted} diverged ${counted === 1 ? 'run counts' : 'runs count'} as the worst value${infinite.length > 0 ? `: ${fewOf(infinite)}` : ''}`,
      ]
    : [];

/** The first three of some names, and how many more there are. */
export const fewOf = (names: readonly string[]): string =>
  names.slice(0, 3).join('; ') + (names.length > 3 ? `, and ${names.length - 3} more` : '');

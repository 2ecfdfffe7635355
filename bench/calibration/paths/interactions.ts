import { MEASURE, type Path } from './path.ts';

const table = {
  measure: MEASURE,
  kind: 'interaction',
  arms: [
    ['a', 'b'],
    ['c', 'd'],
  ],
} as const;

/** Main effects of both factors, and an interaction of this size. */
const means = (interaction: number) => ({ a: 3 + interaction, b: 1, c: 2, d: 0 });

/** Paths of `interaction`: regions, scales and methods. */
export const interactions: readonly Path[] = [
  { name: 'interaction', predictions: [table], means: means(0) },
  { name: 'interaction by a margin', predictions: [{ ...table, by: 5 }], means: means(5) },
  { name: 'interaction, positive', predictions: [{ ...table, direction: 'positive' }], means: means(0) },
  {
    name: 'interaction, negative, by a ratio',
    predictions: [{ ...table, direction: 'negative', scale: 'ratio', by: Math.E }],
    means: means(-1),
    logarithms: true,
  },
  { name: 'no interaction', predictions: [{ ...table, margin: 6 }], means: means(6) },
  {
    name: 'no interaction, as a ratio',
    predictions: [{ ...table, scale: 'ratio', margin: Math.exp(6) }],
    means: means(6),
    logarithms: true,
  },
  {
    name: 'no interaction, by sign-flip',
    predictions: [{ ...table, margin: 6, method: 'sign-flip' }],
    means: means(6),
  },
  {
    name: 'interaction, positive, by Wilcoxon',
    predictions: [{ ...table, direction: 'positive', method: 'wilcoxon' }],
    means: means(0),
  },
];

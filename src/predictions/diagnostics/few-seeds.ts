import { tQuantile } from '../../statistics/index.ts';
import { show } from '../notes.ts';
import type { Diagnostic } from './diagnostic.ts';

/** Two or three seeds: their spread is hardly known, which Student's quantile pays for. */
export const fewSeeds: Diagnostic = {
  name: 'few seeds',
  applies: ({ seeds }) => seeds.length === 2 || seeds.length === 3,
  say: ({ seeds, alpha }) =>
    `${seeds.length} seeds, whose spread is hardly known: an interval reaches ${show(-tQuantile(alpha, seeds.length - 1))} standard errors`,
};

import { missedRate } from '../../statistics/index.ts';
import type { Diagnostic } from './diagnostic.ts';

/** Below this share of the runs a collapse that no seed has shown is not told. */
const RARE = 0.01;

/** The smallest rate of collapse that so many seeds could have missed: no test of means can see it. */
export const missedCollapse: Diagnostic = {
  name: 'missed collapse',
  applies: ({ reading, seeds, alpha }) =>
    reading?.values !== 'yes/no' && seeds.length > 0 && missedRate(seeds.length, alpha) > RARE,
  say: ({ seeds, alpha }) =>
    `${seeds.length} seeds can miss a collapse of up to ${Math.round(100 * missedRate(seeds.length, alpha))} % of runs`,
};

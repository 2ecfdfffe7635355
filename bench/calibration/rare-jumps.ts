import { lessNumber } from '../../src/predictions/comparison/compared.ts';
import { testPairs } from '../../src/predictions/comparison/paired.ts';
import type { Random } from '../../src/random/index.ts';
import { boundsAt, errorsAt } from './alternatives.ts';
import type { CalibrationCase, OutsideAssumptions } from './case.ts';

const ALPHA = 0.05;
const WIDTH = 8;

/**
 * Differences of which nine in ten are one number, so that a data set often has no spread at all; their mean is zero.
 */
const populations: readonly {
  readonly name: string;
  readonly draw: (random: Random) => number;
  readonly outside?: OutsideAssumptions;
}[] = [
  {
    name: 'zeros, a rare jump either way',
    draw: (random) => (random.uniform() < 0.1 ? (random.uniform() < 0.5 ? 1 : -1) : 0),
  },
  {
    name: 'one number, a rare jump one way',
    draw: (random) => (random.uniform() < 0.1 ? 0.9 : -0.1),
    outside: {
      because: 'where no seed shows the jump, the mean of the others looks certain',
      choose: 'so many seeds that ten of them jump, or a claim about how often it does',
    },
  },
];

/** The judge's tests of a mean that need a spread; where there is none they decide nothing. */
const methods = {
  student: 'paired t',
  'skew-guarded': 'Student t guarded against skewness',
} as const;

export const rareJumpCases: readonly CalibrationCase[] = (['student', 'skew-guarded'] as const).flatMap(
  (method) =>
    populations.flatMap(({ name, draw, outside }) =>
      [5, 8, 16].map((n): CalibrationCase => ({
        section: 'Verdicts of arms that seldom differ',
        method: methods[method],
        data: name,
        size: String(n),
        bounds: boundsAt(ALPHA),
        trial: (random) => {
          const differences = Array.from({ length: n }, () => draw(random));
          const run = (region: Parameters<typeof testPairs>[1]) =>
            testPairs(lessNumber(differences, 0, {}), region, ALPHA, { method, effectSizes: false }).result;
          return errorsAt(0, WIDTH, run);
        },
        ...(outside === undefined ? {} : { outside }),
      })),
    ),
);

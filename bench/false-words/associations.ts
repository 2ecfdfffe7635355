import type { Random } from '../../src/random/index.ts';
import type { DrawRow, Row } from './rows.ts';

const measure = 'accuracy';
const normals = (count: number, random: Random): number[] =>
  Array.from({ length: count }, () => random.normal());

/** Arms whose values rise by so much a unit of the covariate, with a part that a seed's arms share. */
const rising =
  (covariate: readonly number[], slope: number): DrawRow =>
  (random) => {
    const part = random.normal();
    return covariate.map((x) => part + slope * x + random.normal());
  };
const trend = { measure, kind: 'trend', along: 'covariate', direction: 'increasing' } as const;

/** Arms of a seed that have the more in common the nearer they are. */
const neighbours: DrawRow = (random) => {
  let value = random.normal();
  return [0, 1, 2, 3, 4, 5].map((arm) => {
    if (arm > 0) value = 0.5 * value + Math.sqrt(0.75) * random.normal();
    return value;
  });
};

/** Two measures that follow a third by a curve, and share so much of their own noise. */
const given =
  (arms: number, curve: (z: number) => number, own: number, error = 0): Row['draw'] =>
  (random) => {
    const third = normals(arms, random).map((noise, arm) => arm + 0.7 * noise);
    const noise = normals(arms, random);
    const others = normals(arms, random);
    return {
      loss: third.map((z, arm) => curve(z) + noise[arm]!),
      accuracy: third.map((z, arm) => curve(z) + own * noise[arm]! + Math.sqrt(1 - own * own) * others[arm]!),
      third: third.map((z) => z + error * random.normal()),
    };
  };
const correlates = {
  measure,
  kind: 'correlates',
  with: 'loss',
  given: 'third',
  direction: 'positive',
} as const;
const straight = (z: number): number => z;
const curved = (z: number): number => Math.exp(z / 2);

const LADDER = [1, 2, 4, 8, 16];
/** A power law of exponent −1, each arm off it by a factor. */
const law =
  (off: (arm: number) => number): DrawRow =>
  (random) =>
    LADDER.map((x, arm) => (off(arm) / x) * Math.exp(0.05 * random.normal()));
const scales = { measure, kind: 'scales', along: 'covariate', exponent: -1, within: 0.1 } as const;

const SIZES = [2, 3, 4, 8, 16];
const MANY = [5, 20, 40];

/** Associations where there is none, and laws that are none. */
export const falseAssociations: readonly Row[] = [
  ...[
    [1, 2, 2],
    [1, 1, 1, 2],
    [1, 2, 3],
    [1, 2, 3, 4, 5],
  ].map((covariate): Row => ({
    claim: 'trend',
    data: `normal, flat, arms at ${covariate.join(', ')}`,
    draw: rising(covariate, 0),
    prediction: trend,
    covariate,
    sizes: SIZES,
  })),
  {
    claim: 'trend',
    data: 'neighbouring arms correlate by ½',
    draw: neighbours,
    prediction: trend,
    covariate: [0, 1, 2, 3, 4, 5],
    sizes: SIZES,
  },
  ...([4, 6, 8] as const).flatMap((arms): Row[] => [
    {
      claim: 'correlates given',
      data: `linear, ${arms} arms`,
      draw: given(arms, straight, 0),
      prediction: correlates,
      sizes: MANY,
    },
    {
      claim: 'correlates given',
      data: `curved, ${arms} arms`,
      draw: given(arms, curved, 0),
      prediction: correlates,
      sizes: MANY,
    },
  ]),
  {
    claim: 'correlates given',
    data: 'linear, 6 arms, the third measured with noise of ½',
    draw: given(6, straight, 0, 0.5),
    prediction: correlates,
    sizes: MANY,
  },
  {
    claim: 'scales',
    data: 'off the law by 2, 0.71, 0.5, 0.71, 2',
    draw: law((arm) => 2 ** (0.5 * ((arm - 2) ** 2 - 2))),
    prediction: scales,
    covariate: LADDER,
    sizes: SIZES,
  },
  {
    claim: 'scales',
    data: 'off the law by 1.1, 0.95, 0.91, 0.95, 1.1',
    draw: law((arm) => 1.1 ** (0.5 * ((arm - 2) ** 2 - 2))),
    prediction: scales,
    covariate: LADDER,
    sizes: SIZES,
  },
];

/** Trends, correlations and laws that are there. */
export const trueAssociations: readonly Row[] = [
  ...([6, 4] as const).map((arms): Row => {
    const covariate = Array.from({ length: arms }, (_, arm) => arm);
    return {
      claim: 'trend, ½ sd a rung',
      data: `normal, ${arms} arms`,
      draw: rising(covariate, 0.5),
      prediction: trend,
      covariate,
      sizes: [2, 3, 4, 6, 8],
    };
  }),
  ...([0.3, 0.5] as const).map((own): Row => ({
    claim: `correlates given, ${own} of the noise shared`,
    data: 'linear, 6 arms',
    draw: given(6, straight, own),
    prediction: correlates,
    sizes: MANY,
  })),
  {
    claim: 'scales',
    data: 'on the law, noise of 5 %',
    draw: law(() => 1),
    prediction: scales,
    covariate: LADDER,
    sizes: SIZES,
  },
  {
    claim: 'scales, within a factor of 1.25',
    data: 'on the law, noise of 5 %',
    draw: law(() => 1),
    prediction: { ...scales, fit: 1.25 },
    covariate: LADDER,
    sizes: SIZES,
  },
];

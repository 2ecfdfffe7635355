import type { Random } from '../../src/random/index.ts';
import {
  anytimeMean,
  empiricalBernstein,
  logEValueOfWins,
  mean,
  normalMixture,
  type Interval,
} from '../../src/statistics/index.ts';
import { missBoundsAt, missesOf } from './alternatives.ts';
import type { CalibrationCase, OutsideAssumptions } from './case.ts';
import { pairedPopulations } from './populations.ts';

const ALPHA = 0.05;
const [FIRST, LAST] = [3, 40] as const;

const NORMAL_ONLY: OutsideAssumptions = {
  because: 'assumes normal differences',
  choose: 'planned looks with `skewGuardedMean`',
};

interface Data {
  readonly name: string;
  readonly draw: (n: number, random: Random) => number[];
  readonly mean: number;
  readonly outside?: OutsideAssumptions;
}
const each =
  (value: (random: Random) => number): Data['draw'] =>
  (n, random) =>
    Array.from({ length: n }, () => value(random));

/** Shares, in [0, 1]; the spread of each is at most ½ (Hoeffding). */
const shares: readonly Data[] = [
  { name: 'uniform shares', draw: each((random) => random.uniform()), mean: 1 / 2 },
  { name: 'skewed shares', draw: each((random) => random.uniform() ** 4), mean: 1 / 5 },
  { name: 'zeros and ones', draw: each((random) => Number(random.uniform() < 0.9)), mean: 0.9 },
];

type Ends = Pick<Interval, 'lower' | 'upper'>;
const around = (centre: number, radius: number): Ends => ({ lower: centre - radius, upper: centre + radius });

const mixture = (x: number[], sigma: number): Ends =>
  around(mean(x), normalMixture({ n: x.length, mean: mean(x), sigma, alpha: ALPHA, optimalAt: 10 }).radius);

const sequences: readonly {
  readonly method: string;
  readonly data: readonly Data[];
  readonly at: (x: number[]) => Ends | undefined;
}[] = [
  {
    method: 'anytime-valid t',
    data: pairedPopulations.map(({ name, draw, symmetric }) => ({
      name,
      draw,
      mean: 0,
      ...(symmetric ? {} : { outside: NORMAL_ONLY }),
    })),
    at: (x) => anytimeMean(x).interval,
  },
  {
    method: 'normal mixture, known spread',
    data: [{ name: 'normal', draw: each((random) => random.normal()), mean: 0 }],
    at: (x) => mixture(x, 1),
  },
  { method: 'normal mixture, known range', data: shares, at: (x) => mixture(x, 1 / 2) },
  {
    method: 'empirical Bernstein',
    data: shares,
    at: (x) => {
      const { center, radius } = empiricalBernstein(x, ALPHA);
      return around(center, radius);
    },
  },
];

/** Intervals that hold the mean at every look at once. */
const intervals: readonly CalibrationCase[] = sequences.flatMap(({ method, data, at }) =>
  data.map(({ name, draw, mean: truth, outside }): CalibrationCase => ({
    section: 'A look after every replicate',
    method,
    data: name,
    size: `${FIRST} … ${LAST}`,
    bounds: { ...missBoundsAt(ALPHA), 'not covered': ALPHA },
    trial: (random) => {
      const x = draw(LAST, random);
      const errors: Record<string, boolean> = {};
      for (let n = FIRST; n <= LAST; n++)
        for (const [error, made] of Object.entries(missesOf(truth, at(x.slice(0, n)))))
          errors[error] ||= made;
      return errors;
    },
    ...(outside === undefined ? {} : { outside }),
  })),
);

/** Wins that are as likely as losses: evidence of 1/alpha at any look is a claim. */
const signs: CalibrationCase = {
  section: 'A look after every replicate',
  method: 'e-value of signs',
  data: 'wins and losses',
  size: `${FIRST} … ${LAST}`,
  bounds: { 'claimed to differ': ALPHA },
  trial: (random) => {
    let [wins, claimed] = [0, false];
    for (let n = 1; n <= LAST; n++) {
      wins += Number(random.uniform() < 0.5);
      claimed ||= n >= FIRST && logEValueOfWins(n, wins) >= -Math.log(ALPHA);
    }
    return { 'claimed to differ': claimed };
  },
};

/** Anytime-valid methods, looked at after every replicate. */
export const confidenceSequenceCases: readonly CalibrationCase[] = [...intervals, signs];

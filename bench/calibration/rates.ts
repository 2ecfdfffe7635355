import type { Random } from '../../src/random/index.ts';
import {
  binomialRate,
  countYes,
  independentRates,
  pairedRates,
  type Region,
  type TestResult,
} from '../../src/statistics/index.ts';
import { boundsAt, errorsAt } from './alternatives.ts';
import type { CalibrationCase } from './case.ts';

const ALPHA = 0.05;
const WIDTH = 0.3;
const SIZES = [5, 8, 16, 24, 32];

const draws = (n: number, rate: number, random: Random): number[] =>
  Array.from({ length: n }, () => (random.uniform() < rate ? 1 : 0));

/**
 * Both arms of a seed from one number in half of the seeds, as common random numbers give, and from two in the others.
 */
function pairs(n: number, rates: readonly [number, number], random: Random): readonly [number[], number[]] {
  const first: number[] = [];
  const second: number[] = [];
  for (let seed = 0; seed < n; seed++) {
    const shared = random.uniform();
    const own = random.uniform() < 0.5 ? shared : random.uniform();
    first.push(shared < rates[0] ? 1 : 0);
    second.push(own < rates[1] ? 1 : 0);
  }
  return [first, second];
}

type Run = (region: Region) => TestResult;

interface RateMethod {
  readonly method: string;
  /** True rates of the first arm, and of a second where there is one. */
  readonly rates: readonly (readonly [number, number?])[];
  readonly draw: (n: number, rates: readonly [number, number], random: Random) => Run;
}

const OF_TWO_ARMS = [
  [0, 0],
  [0.01, 0.01],
  [0.1, 0],
  [0.1, 0.1],
  [0.05, 0.2],
  [0.3, 0.3],
] as const;

const methods: readonly RateMethod[] = [
  {
    method: 'one rate, Clopper–Pearson',
    rates: [[0], [0.01], [0.05], [0.1], [0.2], [0.3]],
    draw: (n, [rate], random) => {
      const count = countYes(draws(n, rate, random));
      return (region) => binomialRate(count, n, { region, alpha: ALPHA });
    },
  },
  {
    method: 'paired rates, exact unconditional',
    rates: OF_TWO_ARMS,
    draw: (n, rates, random) => {
      const [x, y] = pairs(n, rates, random);
      return (region) => pairedRates(x, y, { region, alpha: ALPHA });
    },
  },
  {
    method: 'independent rates, exact unconditional',
    rates: OF_TWO_ARMS,
    draw: (n, rates, random) => {
      const [x, y] = rates.map((rate) => draws(n, rate, random)) as [number[], number[]];
      return (region) => independentRates(x, y, { region, alpha: ALPHA });
    },
  },
];

/** Every test of rates, at rates that few runs show nothing of. */
export const rateCases: readonly CalibrationCase[] = methods.flatMap(({ method, rates, draw }) =>
  rates.flatMap(([first, second]) =>
    SIZES.map((n): CalibrationCase => ({
      section: 'Rates of yes/no measures',
      method,
      data: second === undefined ? `rate ${first}` : `rates ${first} and ${second}`,
      size: String(n),
      bounds: boundsAt(ALPHA),
      trial: (random) => errorsAt(first - (second ?? 0), WIDTH, draw(n, [first, second ?? 0], random)),
    })),
  ),
);

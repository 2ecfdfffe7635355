import type { Random } from '../../src/random/index.ts';
import {
  deming,
  exponent,
  exponentWithinBlocks,
  slope,
  slopePermutation,
  theilSen,
  type Region,
  type TestResult,
} from '../../src/statistics/index.ts';
import { boundsAt, errorsAt } from './alternatives.ts';
import type { CalibrationCase, OutsideAssumptions } from './case.ts';
import { ARMS, NOISE, seedsByArms } from './noise.ts';

const ALPHA = 0.05;
const SIZES = [5, 8, 16] as const;
/** The true slope, exponent included. */
const SLOPE = 1;
/** Other end of equivalence and minimal-effect regions: far enough that only the near end decides. */
const WIDTH = 8;

const SPREADS: OutsideAssumptions = {
  because: 'assumes errors of one spread',
  choose: 'arms that share seeds, with `slopeWithinBlocks` or `exponentWithinBlocks`',
};

const SKEWED_SLOPE: OutsideAssumptions = {
  because: 'assumes normal errors; of skewed ones in arms of unequal sizes the slope is itself skewed',
  choose: '`slopePermutation`, or `theilSen`',
};
const skewedUnequally = (data: string, n: number): OutsideAssumptions | undefined =>
  data === 'skewed' && n === 8 ? SKEWED_SLOPE : undefined;

/** Powers of two of the ladder, and values that are a power law of them but for noise. */
const powers = (values: readonly number[]): number[] => values.map((value) => 2 ** value);

interface Method {
  readonly name: string;
  readonly run: (x: number[], y: number[], options: { region: Region; random: Random }) => TestResult;
  /** Which data, and how many points, break what it assumes, beside unequal spreads. */
  readonly outside?: (data: string, n: number) => OutsideAssumptions | undefined;
}

const methods: readonly Method[] = [
  {
    name: 'least squares',
    run: (x, y, options) => slope(x, y, { ...options, effectSizes: false }),
    outside: skewedUnequally,
  },
  {
    name: 'permutation',
    run: (x, y, options) => slopePermutation(x, y, { ...options, resamples: 499, enumerateUpTo: 120 }),
  },
  { name: 'Theil–Sen', run: (x, y, options) => theilSen(x, y, options) },
  {
    name: 'log–log exponent',
    run: (x, y, options) => exponent(powers(x), powers(y), { ...options, effectSizes: false }),
    outside: skewedUnequally,
  },
];

/** Points on the ladder, arm after arm: of eight, three arms have two and two have one. */
const pointsOn = (n: number): number[] => Array.from({ length: n }, (_, i) => ARMS[i % ARMS.length]!);

const independent: readonly CalibrationCase[] = methods.flatMap((method) =>
  Object.entries(NOISE).flatMap(([data, noise]) =>
    SIZES.map((n): CalibrationCase => {
      const outside = data === 'heteroscedastic' ? SPREADS : method.outside?.(data, n);
      return {
        section: 'Slopes of independent points',
        method: method.name,
        data,
        size: String(n),
        bounds: boundsAt(ALPHA),
        trial: (random) => {
          const x = pointsOn(n);
          const y = x.map((arm) => SLOPE * arm + noise(random, arm));
          return errorsAt(SLOPE, WIDTH, (region) => method.run(x, y, { region, random }));
        },
        ...(outside === undefined ? {} : { outside }),
      };
    }),
  ),
);

/** The same, with the covariate measured as badly as the value: by a quarter of a step. */
const measuredBadly: readonly CalibrationCase[] = Object.entries(NOISE).flatMap(([data, noise]) =>
  SIZES.map((n): CalibrationCase => ({
    section: 'Slopes of independent points',
    method: 'Deming, both measured with error',
    data,
    size: String(n),
    bounds: boundsAt(ALPHA),
    trial: (random) => {
      const measured = (arm: number): number => arm + noise(random, arm) / 4;
      const [x, y] = [pointsOn(n).map(measured), pointsOn(n).map(measured)];
      return errorsAt(SLOPE, WIDTH, (region) => deming(x, y, { region }));
    },
    ...(data === 'heteroscedastic' ? { outside: SPREADS } : {}),
  })),
);

/** A power law in every seed, with a prefactor of its own. */
const blocked: readonly CalibrationCase[] = Object.entries(NOISE).flatMap(([data, noise]) =>
  SIZES.map((seeds): CalibrationCase => ({
    section: 'Slopes over arms that share seeds',
    method: 'log–log exponent within blocks',
    data,
    size: `${seeds} × ${ARMS.length}`,
    bounds: boundsAt(ALPHA),
    trial: (random) => {
      const blocks = seedsByArms(seeds, SLOPE, noise, random).map(powers);
      return errorsAt(SLOPE, WIDTH, (region) => exponentWithinBlocks(blocks, powers(ARMS), { region }));
    },
  })),
);

/** Slopes and exponents at a declared value other than zero, against all five alternatives. */
export const slopeCases: readonly CalibrationCase[] = [...independent, ...measuredBadly, ...blocked];

import type { Random } from '../../src/random/index.ts';
import {
  bootstrapDifference,
  bootstrapMean,
  brunnerMunzel,
  mannWhitney,
  permutation,
  signFlip,
  studentOneSample,
  studentTwoSample,
  welch,
  wilcoxonSignedRank,
  type Region,
  type TestResult,
} from '../../src/statistics/index.ts';
import { boundsAt, errorsAt } from './alternatives.ts';
import type { CalibrationCase } from './case.ts';
import {
  pairedPopulations,
  twoSamplePopulations,
  type PairedPopulation,
  type TwoSamplePopulation,
} from './populations.ts';

const ALPHA = 0.05;
/** Other end of equivalence and minimal-effect regions: far enough that only the near end decides. */
const WIDTH = 8;

interface PairedMethod {
  readonly name: string;
  readonly run: (d: number[], options: { region: Region; alpha: number; random: Random }) => TestResult;
  readonly parameter: 'mean' | 'pseudomedian';
  readonly limitation: (population: PairedPopulation, n: number) => string | undefined;
}

const ASYMMETRY = 'assumes differences that are symmetric about their centre';
const SKEWED_T = 'skewed differences: the mean and its standard error are correlated';
const SMALL_BOOTSTRAP = 'a bootstrap knows the population only through few values';
const fast = { effectSizes: false } as const;
const draws = { effectSizes: false, resamples: 999 } as const;

const pairedMethods: readonly PairedMethod[] = [
  {
    name: 'paired t, TOST',
    run: (d, options) => studentOneSample(d, { ...fast, ...options }),
    parameter: 'mean',
    limitation: ({ symmetric }) => (symmetric ? undefined : SKEWED_T),
  },
  {
    name: 'sign-flip',
    run: (d, options) => signFlip(d, { ...draws, enumerateUpTo: 1024, ...options }),
    parameter: 'mean',
    limitation: ({ symmetric }) => (symmetric ? undefined : ASYMMETRY),
  },
  {
    name: 'Wilcoxon signed rank',
    run: (d, options) => wilcoxonSignedRank(d, options),
    parameter: 'pseudomedian',
    limitation: ({ symmetric }) => (symmetric ? undefined : ASYMMETRY),
  },
  {
    name: 'bootstrap, percentile',
    run: (d, options) => bootstrapMean(d, { ...draws, ...options, kind: 'percentile' }),
    parameter: 'mean',
    limitation: () => SMALL_BOOTSTRAP,
  },
  {
    name: 'bootstrap, BCa',
    run: (d, options) => bootstrapMean(d, { ...draws, ...options, kind: 'bca' }),
    parameter: 'mean',
    limitation: () => SMALL_BOOTSTRAP,
  },
  {
    name: 'bootstrap, studentized',
    run: (d, options) => bootstrapMean(d, { ...draws, ...options }),
    parameter: 'mean',
    limitation: () => SMALL_BOOTSTRAP,
  },
];

const pairedCases: readonly CalibrationCase[] = pairedMethods.flatMap((method) =>
  pairedPopulations.flatMap((population) =>
    [5, 8, 16].map((n): CalibrationCase => {
      const truth = method.parameter === 'mean' ? 0 : population.pseudomedian;
      const limitation = method.limitation(population, n);
      return {
        section: 'Paired arms',
        method: method.name,
        data: population.name,
        size: String(n),
        bounds: boundsAt(ALPHA),
        trial: (random) => {
          const d = population.draw(n, random);
          return errorsAt(truth, WIDTH, (region) => method.run(d, { region, alpha: ALPHA, random }));
        },
        ...(limitation === undefined ? {} : { limitation }),
      };
    }),
  ),
);

interface TwoSampleMethod {
  readonly name: string;
  readonly run: (
    x: number[],
    y: number[],
    options: { region: Region; alpha: number; random: Random },
  ) => TestResult;
  /** The value of the parameter where the arms do not differ. */
  readonly neutral: number;
  readonly limitation: (population: TwoSamplePopulation, n: number, m: number) => string | undefined;
}

const UNEQUAL = 'assumes arms that differ by a shift only';

const skewedUnequally = (name: string, n: number, m: number): string | undefined =>
  name === 'skewed' && n !== m ? 'skewed arms of unequal size: the means are skewed unequally' : undefined;

const twoSampleMethods: readonly TwoSampleMethod[] = [
  {
    name: 'Student t',
    run: (x, y, options) => studentTwoSample(x, y, { ...fast, ...options }),
    neutral: 0,
    limitation: ({ name, equalShapes }, n, m) =>
      equalShapes ? skewedUnequally(name, n, m) : 'assumes equal variances',
  },
  {
    name: 'Welch t, TOST',
    run: (x, y, options) => welch(x, y, { ...fast, ...options }),
    neutral: 0,
    limitation: ({ name }, n, m) =>
      name === 'skewed' && n !== m
        ? 'skewed arms of unequal size: the means are skewed unequally'
        : undefined,
  },
  {
    name: 'Mann–Whitney',
    run: (x, y, options) => mannWhitney(x, y, { ...fast, ...options }),
    neutral: 0,
    limitation: ({ equalShapes }) => (equalShapes ? undefined : UNEQUAL),
  },
  {
    name: 'Brunner–Munzel',
    run: (x, y, options) => brunnerMunzel(x, y, { ...fast, ...options }),
    neutral: 0.5,
    limitation: (_, n) => (n < 10 ? 'the t approximation needs about ten values in each arm' : undefined),
  },
  {
    name: 'permutation',
    run: (x, y, options) => permutation(x, y, { ...draws, enumerateUpTo: 2_000, ...options }),
    neutral: 0,
    limitation: ({ equalShapes }) => (equalShapes ? undefined : UNEQUAL),
  },
  {
    name: 'bootstrap, BCa',
    run: (x, y, options) => bootstrapDifference(x, y, { ...draws, ...options, kind: 'bca' }),
    neutral: 0,
    limitation: () => SMALL_BOOTSTRAP,
  },
  {
    name: 'bootstrap, studentized',
    run: (x, y, options) => bootstrapDifference(x, y, { ...draws, ...options }),
    neutral: 0,
    limitation: () => SMALL_BOOTSTRAP,
  },
];

const SIZES = [
  [5, 5],
  [8, 8],
  [16, 16],
  [5, 10],
  [8, 16],
  [16, 24],
] as const;

const twoSampleCases: readonly CalibrationCase[] = twoSampleMethods.flatMap((method) =>
  twoSamplePopulations.flatMap((population) =>
    SIZES.map(([n, m]): CalibrationCase => {
      const limitation = method.limitation(population, n, m);
      return {
        section: 'Independent arms',
        method: method.name,
        data: population.name,
        size: `${n}, ${m}`,
        bounds: boundsAt(ALPHA),
        trial: (random) => {
          const [x, y] = population.draw(n, m, random);
          return errorsAt(method.neutral, WIDTH, (region) =>
            method.run(x, y, { region, alpha: ALPHA, random }),
          );
        },
        ...(limitation === undefined ? {} : { limitation }),
      };
    }),
  ),
);

/** Every two-arm test on every kind of data and size. */
export const twoArmCases: readonly CalibrationCase[] = [...pairedCases, ...twoSampleCases];

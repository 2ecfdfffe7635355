import type { Random } from '../../src/random/index.ts';
import {
  bootstrap,
  bootstrapDifference,
  bootstrapMean,
  brunnerMunzel,
  brunnerMunzelPermutation,
  differenceOfInterquartileMeans,
  guardedDifference,
  mannWhitney,
  permutation,
  ratioOfMeans,
  signFlip,
  skewGuardedMean,
  studentOneSample,
  studentTwoSample,
  welch,
  wilcoxonSignedRank,
  type Region,
  type TestResult,
} from '../../src/statistics/index.ts';
import { boundsAt, errorsAt } from './alternatives.ts';
import type { CalibrationCase, OutsideAssumptions } from './case.ts';
import {
  IMPROVEMENT,
  LEVEL,
  logNormalDifferences,
  pairedPopulations,
  SIZES,
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
  readonly parameter: 'mean' | 'pseudomedian' | 'ratio';
  readonly outside: (population: PairedPopulation, n: number) => OutsideAssumptions | undefined;
  /** Further populations beside those of every method. */
  readonly also?: readonly PairedPopulation[];
}

const ASYMMETRIC: OutsideAssumptions = {
  because: 'assumes differences that are symmetric about their centre',
  choose: '`skewGuardedMean`',
};
const NO_MEAN: OutsideAssumptions = {
  because:
    'no test of a mean holds its rate for every law (Bahadur & Savage 1956); few values of a log-normal rarely show its tail',
  choose: 'a ratio (means of logarithms), or `wilcoxonSignedRank` for the centre',
};
const TOO_FEW: OutsideAssumptions = {
  because:
    'below 8 values no test can hold its rate on skewed values and keep most of the power of t: this one keeps the power',
  choose: 'eight values, or a ratio',
};
const asymmetric = ({ symmetric }: PairedPopulation): OutsideAssumptions | undefined =>
  symmetric ? undefined : ASYMMETRIC;
const asymmetricPairs = ({ symmetric }: PairedPopulation): OutsideAssumptions | undefined =>
  symmetric
    ? undefined
    : { ...ASYMMETRIC, choose: '`skewGuardedMean` of differences, for a ratio of those of logarithms' };
const fast = { effectSizes: false } as const;
/** A fraction of the default 9,999, each a round share with one added; fewer draws move p at random, not its rate. */
const draws = { effectSizes: false, resamples: 999 } as const;
const fewDraws = { effectSizes: false, resamples: 499 } as const;

/** Pairs of these differences, whose seeds have levels of their own. */
function pairsOf(d: number[], { random }: { readonly random: Random }): [number[], number[]] {
  const y = d.map(() => LEVEL + random.normal());
  return [y.map((value, seed) => value + d[seed]!), y];
}

const pairedMethods: readonly PairedMethod[] = [
  {
    name: 'paired t, TOST',
    run: (d, options) => studentOneSample(d, { ...fast, ...options }),
    parameter: 'mean',
    outside: asymmetric,
  },
  {
    name: 'Student t, guarded against skewness',
    run: (d, options) => skewGuardedMean(d, { ...fast, ...options }),
    parameter: 'mean',
    outside: (population, n) =>
      population === logNormalDifferences ? NO_MEAN : n < 8 && !population.symmetric ? TOO_FEW : undefined,
    also: [logNormalDifferences],
  },
  {
    name: 'sign-flip',
    run: (d, options) => signFlip(d, { ...draws, enumerateUpTo: 1024, ...options }),
    parameter: 'mean',
    outside: asymmetric,
  },
  {
    name: 'Wilcoxon signed rank',
    run: (d, options) => wilcoxonSignedRank(d, options),
    parameter: 'pseudomedian',
    outside: asymmetric,
  },
  {
    name: 'bootstrap, percentile',
    run: (d, options) => bootstrapMean(d, { ...fewDraws, ...options, kind: 'percentile' }),
    parameter: 'mean',
    outside: asymmetric,
  },
  {
    name: 'bootstrap, BCa',
    run: (d, options) => bootstrapMean(d, { ...fewDraws, ...options, kind: 'bca' }),
    parameter: 'mean',
    outside: asymmetric,
  },
  {
    name: 'bootstrap, studentized',
    run: (d, options) => bootstrapMean(d, { ...fewDraws, ...options }),
    parameter: 'mean',
    outside: asymmetric,
  },
  {
    name: 'ratio of means, bootstrap',
    run: (d, options) =>
      bootstrap(pairsOf(d, options), ratioOfMeans, { ...fewDraws, ...options, paired: true }),
    parameter: 'ratio',
    outside: asymmetricPairs,
  },
  {
    name: 'difference of interquartile means, bootstrap',
    run: (d, options) =>
      bootstrap(pairsOf(d, options), differenceOfInterquartileMeans, {
        ...fewDraws,
        ...options,
        paired: true,
      }),
    parameter: 'mean',
    outside: asymmetricPairs,
  },
];

/** True values where arms do not differ. */
const NEUTRAL: Readonly<Record<PairedMethod['parameter'], (population: PairedPopulation) => number>> = {
  mean: () => 0,
  pseudomedian: ({ pseudomedian }) => pseudomedian,
  ratio: () => 1,
};

const pairedCases: readonly CalibrationCase[] = pairedMethods.flatMap((method) =>
  [...pairedPopulations, ...(method.also ?? [])].flatMap((population) =>
    [5, 8, 16].map((n): CalibrationCase => {
      const truth = NEUTRAL[method.parameter](population);
      const outside = method.outside(population, n);
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
        ...(outside === undefined ? {} : { outside }),
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
  /** How far the first arm is raised; 0 unless given. */
  readonly shift?: number;
  readonly outside?: (
    population: TwoSamplePopulation,
    n: number,
    m: number,
  ) => OutsideAssumptions | undefined;
}

const SHIFT: OutsideAssumptions = {
  because: 'assumes arms that differ by a shift only',
  choose: '`brunnerMunzel` for ranks, `guardedDifference` for means',
};
const EQUAL_VARIANCES: OutsideAssumptions = { because: 'assumes equal variances', choose: '`welch`' };
const SKEWED_UNEQUALLY: OutsideAssumptions = {
  because: 'skewed arms of unequal sizes: their means are skewed unequally',
  choose: '`guardedDifference`',
};
const FEW_FOR_T: OutsideAssumptions = {
  because: 'the t approximation needs ten values in each arm',
  choose: '`brunnerMunzelPermutation`',
};
const FEW_OF_ANOTHER_LAW: OutsideAssumptions = {
  because: 'exact for one law; of another spread it needs eight values in each of two equal arms, or sixteen',
  choose: '`guardedDifference`',
};
const shifted = ({ equalShapes }: TwoSamplePopulation): OutsideAssumptions | undefined =>
  equalShapes ? undefined : SHIFT;
const skewedUnequally = (
  { name }: TwoSamplePopulation,
  n: number,
  m: number,
): OutsideAssumptions | undefined => (name === 'skewed' && n !== m ? SKEWED_UNEQUALLY : undefined);

const twoSampleMethods: readonly TwoSampleMethod[] = [
  {
    name: 'Student t',
    run: (x, y, options) => studentTwoSample(x, y, { ...fast, ...options }),
    neutral: 0,
    outside: (population, n, m) =>
      population.equalShapes ? skewedUnequally(population, n, m) : EQUAL_VARIANCES,
  },
  {
    name: 'Welch t, TOST',
    run: (x, y, options) => welch(x, y, { ...fast, ...options }),
    neutral: 0,
    outside: skewedUnequally,
  },
  {
    name: 'Welch t and permutation',
    run: (x, y, options) => guardedDifference(x, y, { ...fewDraws, enumerateUpTo: 1_024, ...options }),
    neutral: 0,
  },
  {
    name: 'Mann–Whitney',
    run: (x, y, options) => mannWhitney(x, y, { ...fast, ...options }),
    neutral: 0,
    outside: shifted,
  },
  {
    name: 'Brunner–Munzel',
    run: (x, y, options) => brunnerMunzel(x, y, { ...fast, ...options }),
    neutral: 0.5,
    outside: (_, n) => (n < 10 ? FEW_FOR_T : undefined),
  },
  {
    name: 'Brunner–Munzel, permutation',
    run: (x, y, options) =>
      brunnerMunzelPermutation(x, y, { ...fast, resamples: 499, enumerateUpTo: 500, ...options }),
    neutral: 0.5,
    outside: ({ equalShapes }, n, m) =>
      equalShapes || n >= (n === m ? 8 : 16) ? undefined : FEW_OF_ANOTHER_LAW,
  },
  {
    name: 'permutation',
    run: (x, y, options) => permutation(x, y, { ...draws, enumerateUpTo: 1_024, ...options }),
    neutral: 0,
    outside: shifted,
  },
  {
    name: 'bootstrap, BCa',
    run: (x, y, options) => bootstrapDifference(x, y, { ...fewDraws, ...options, kind: 'bca' }),
    neutral: 0,
  },
  {
    name: 'bootstrap, studentized',
    run: (x, y, options) => bootstrapDifference(x, y, { ...fewDraws, ...options }),
    neutral: 0,
  },
  {
    name: 'ratio of means, bootstrap',
    run: (x, y, options) => {
      const raised = [x, y].map((values) => values.map((value) => value + LEVEL));
      return bootstrap(raised, ratioOfMeans, { ...fewDraws, ...options });
    },
    neutral: 1,
    outside: (population, n, m) =>
      skewedUnequally(population, n, m) && {
        ...SKEWED_UNEQUALLY,
        choose: '`guardedDifference` of logarithms: a ratio of geometric means',
      },
  },
  {
    name: 'difference of interquartile means, bootstrap',
    run: (x, y, options) => bootstrap([x, y], differenceOfInterquartileMeans, { ...fewDraws, ...options }),
    neutral: 0,
  },
];

/**
 * The probability of improvement against what it is where the first arm is a standard deviation higher, 0.76 of normal
 * arms.
 */
const atImprovement: readonly TwoSampleMethod[] = twoSampleMethods
  .filter(({ neutral }) => neutral === 0.5)
  .map(({ name, run, neutral }) => ({ name: `${name}, against an improvement`, run, neutral, shift: 1 }));

const twoSampleCases: readonly CalibrationCase[] = [...twoSampleMethods, ...atImprovement].flatMap((method) =>
  twoSamplePopulations.flatMap((population) =>
    SIZES.map(([n, m]): CalibrationCase => {
      const outside = method.outside?.(population, n, m);
      return {
        section: 'Independent arms',
        method: method.name,
        data: population.name,
        size: `${n}, ${m}`,
        bounds: boundsAt(ALPHA),
        trial: (random) => {
          const { neutral, shift = 0 } = method;
          const [x, y] = population.draw(n, m, random);
          const raised = x.map((value) => value + shift);
          const boundary = shift === 0 ? neutral : IMPROVEMENT[population.name]!(shift);
          return errorsAt(boundary, WIDTH, (region) =>
            method.run(raised, y, { region, alpha: ALPHA, random }),
          );
        },
        ...(outside === undefined ? {} : { outside }),
      };
    }),
  ),
);

/** Every two-arm test on every kind of data and size. */
export const twoArmCases: readonly CalibrationCase[] = [...pairedCases, ...twoSampleCases];

import type { Random } from '../../src/random/index.ts';
import {
  hartungKnapp,
  mean,
  meanOverBlocks,
  signTest,
  variance,
  type BlockEffect,
  type TestOptions,
  type TestResult,
} from '../../src/statistics/index.ts';
import { boundsAt, errorsAt } from './alternatives.ts';
import type { CalibrationCase, OutsideAssumptions } from './case.ts';
import { NOISE } from './noise.ts';

const ALPHA = 0.05;
const WIDTH = 8;
const BLOCKS = [2, 3, 5, 8] as const;
const SEEDS = [4, 8, 16] as const;

/**
 * True effects of blocks are normal around 0 with spread `tau`; noise of a seed has spread 1, in every other block
 * `unequal`.
 */
interface Population {
  readonly name: string;
  readonly tau: number;
  readonly unequal: number;
  readonly noise: (random: Random) => number;
}
const normal = (random: Random): number => random.normal();
const populations: readonly Population[] = [
  { name: 'normal, τ = 0', tau: 0, unequal: 1, noise: normal },
  { name: 'normal, τ = 1', tau: 1, unequal: 1, noise: normal },
  { name: 'heteroscedastic blocks, τ = 0', tau: 0, unequal: 3, noise: normal },
  { name: 'heteroscedastic blocks, τ = 1', tau: 1, unequal: 3, noise: normal },
  { name: 'skewed seeds, τ = 0', tau: 0, unequal: 1, noise: (random) => NOISE['skewed']!(random, 0) },
  { name: 'skewed seeds, τ = 1', tau: 1, unequal: 1, noise: (random) => NOISE['skewed']!(random, 0) },
];

/** The effect of each of k blocks, from n seeds. */
function drawn({ tau, unequal, noise }: Population, k: number, n: number, random: Random): BlockEffect[] {
  return Array.from({ length: k }, (_, block) => {
    const truth = tau * random.normal();
    const spread = block % 2 === 0 ? 1 : unequal;
    const values = Array.from({ length: n }, () => truth + spread * noise(random));
    return { estimate: mean(values), standardError: Math.sqrt(variance(values) / n), df: n - 1 };
  });
}

interface Method {
  readonly name: string;
  readonly run: (effects: readonly BlockEffect[], options: TestOptions) => TestResult;
  readonly outside: (population: Population, k: number, n: number) => OutsideAssumptions | undefined;
}

const FEW_SEEDS: OutsideAssumptions = {
  because: 'the weights take standard errors for known, which come from few seeds',
  choose: '`meanOverBlocks`',
};
const SKEWED_BLOCKS: OutsideAssumptions = {
  because: 'effects of few skewed seeds are skewed alike in every block, and more blocks do not cure it',
  choose: 'more seeds, or differences of arms, which are symmetric',
};
const skewed = ({ name }: Population): boolean => name.startsWith('skewed');

const methods: readonly Method[] = [
  {
    name: 'mean over blocks',
    run: meanOverBlocks,
    outside: (population) => (skewed(population) ? SKEWED_BLOCKS : undefined),
  },
  {
    name: 'Hartung–Knapp–Sidik–Jonkman',
    run: hartungKnapp,
    outside: (population, _, n) =>
      skewed(population) ? SKEWED_BLOCKS : n < 16 || population.unequal > 1 ? FEW_SEEDS : undefined,
  },
];

const meanCases: readonly CalibrationCase[] = methods.flatMap((method) =>
  populations.flatMap((population) =>
    BLOCKS.flatMap((k) =>
      SEEDS.map((n): CalibrationCase => {
        const outside = method.outside(population, k, n);
        return {
          section: 'Effects over blocks',
          method: method.name,
          data: population.name,
          size: `${k} blocks of ${n}`,
          bounds: boundsAt(ALPHA),
          trial: (random) => {
            const effects = drawn(population, k, n, random);
            return errorsAt(0, WIDTH, (region) => method.run(effects, { region, alpha: ALPHA }));
          },
          ...(outside === undefined ? {} : { outside }),
        };
      }),
    ),
  ),
);

/** Medians of the kinds of noise: that of an exponential less its mean is ln 2 − 1. */
const MEDIANS: Readonly<Record<string, number>> = {
  normal: 0,
  skewed: Math.LN2 - 1,
  heteroscedastic: 0,
  discrete: 0,
};

const signCases: readonly CalibrationCase[] = Object.keys(MEDIANS).flatMap((data) =>
  [5, 8, 16].map((n): CalibrationCase => ({
    section: 'Paired arms',
    method: 'sign test',
    data,
    size: `${n}`,
    bounds: boundsAt(ALPHA),
    trial: (random) => {
      const values = Array.from({ length: n }, (_, i) => NOISE[data]!(random, i % 2));
      return errorsAt(MEDIANS[data]!, WIDTH, (region) => signTest(values, { region, alpha: ALPHA }));
    },
  })),
);

/** Effects of several data sets or workloads, combined. */
export const overBlocksCases: readonly CalibrationCase[] = [...meanCases, ...signCases];

import type { Control, Holds, Prediction } from '../../src/declare/types.ts';
import type { Measured, MeasureTable } from '../../src/measures/types.ts';
import type { AnalysisPlan } from '../../src/plan/types.ts';
import type { Random } from '../../src/random/index.ts';
import type { CalibrationCase } from './case.ts';
import { MEASURE, pair } from './paths/path.ts';
import { firstDecision } from './first-decision.ts';

const ALPHA = 0.05;
const LADDER = ['a', 'b', 'c', 'd'];

/** A claim over blocks whose truth is at a boundary. */
interface Path {
  readonly name: string;
  readonly holds: Holds;
  readonly prediction: Prediction;
  readonly control?: Control;
  /** True means by arm in a block, from 0, whose true effect departs from that of the population by `shift`. */
  readonly means: (block: number, shift: number) => Readonly<Record<string, number>>;
  readonly errors: readonly ('supported' | 'refuted')[];
}

/** Blocks of one kind: true effects depart by `tau`, noise of a seed has spread 1, in every other block `unequal`. */
interface Population {
  readonly name: string;
  readonly tau: number;
  readonly unequal: number;
}

const plain: Population = { name: 'normal, τ = 0', tau: 0, unequal: 1 };
const apart: Population = { name: 'normal, τ = 1', tau: 1, unequal: 1 };
const unequal: Population = { name: 'heteroscedastic blocks, τ = 0', tau: 0, unequal: 3 };
const both: Population = { name: 'heteroscedastic blocks, τ = 1', tau: 1, unequal: 3 };

const greater: Prediction = { ...pair, kind: 'greater' };
const equivalent: Prediction = { ...pair, kind: 'equivalent', margin: 4 };
const errors = ['supported', 'refuted'] as const;

const greaterOnAverage: Path = {
  name: 'greater, on average',
  holds: 'on-average',
  prediction: greater,
  means: (_, shift) => ({ a: shift, b: 0 }),
  errors,
};
const equivalentOnAverage: Path = {
  name: 'equivalent, on average',
  holds: 'on-average',
  prediction: equivalent,
  means: (_, shift) => ({ a: 4 + shift, b: 0 }),
  errors,
};
const equalsOnAverage: Path = {
  name: 'equals, on average',
  holds: 'on-average',
  prediction: { measure: MEASURE, kind: 'equals', arm: 'a', value: 0, margin: 4 },
  means: (_, shift) => ({ a: 4 + shift }),
  errors,
};
const trendOnAverage: Path = {
  name: 'trend, on average',
  holds: 'on-average',
  prediction: { measure: MEASURE, kind: 'trend', along: 'factor', direction: 'increasing', arms: LADDER },
  means: (_, shift) => Object.fromEntries(LADDER.map((arm, index) => [arm, shift * index])),
  errors,
};
/** Far from the boundary: what the other blocks say can be no error. */
const FAR = 20;
const greaterInOne: Path = {
  name: 'greater in each, one block at its boundary',
  holds: 'in-each',
  prediction: greater,
  means: (block) => ({ a: block === 0 ? 0 : FAR, b: 0 }),
  errors: ['supported'],
};
const greaterInAll: Path = {
  name: 'greater in each, all blocks at their boundary',
  holds: 'in-each',
  prediction: greater,
  means: () => ({ a: 0, b: 0 }),
  errors,
};
const equivalentInAll: Path = {
  name: 'equivalent in each, all blocks at their boundary',
  holds: 'in-each',
  prediction: equivalent,
  means: () => ({ a: 4, b: 0 }),
  errors,
};
const controlInOne: Path = {
  name: 'greater on average, its control at its boundary in one block',
  holds: 'on-average',
  prediction: greater,
  control: equivalent,
  means: (block) => ({ a: block === 0 ? 4 : 1, b: 0 }),
  errors: ['supported'],
};

function simulate(
  { means }: Path,
  { tau, unequal: other }: Population,
  over: NonNullable<AnalysisPlan['over']>,
  random: Random,
): MeasureTable {
  const table: Record<string, Record<string, Record<string, Measured>>> = {};
  for (const [block, { seeds }] of over.blocks.entries()) {
    const truth = Object.entries(means(block, tau * random.normal()));
    const spread = block % 2 === 0 ? 1 : other;
    for (const seed of seeds) {
      const shared = random.normal();
      for (const [arm, mean] of truth) {
        const row = ((table[arm] ??= {})[MEASURE] ??= {});
        row[seed] = { value: mean + spread * (shared + random.normal()) };
      }
    }
  }
  return table;
}

function analysisOf(path: Path, blocks: number, looks: readonly number[]): AnalysisPlan {
  const { name, holds, prediction, control, means } = path;
  const arms = Object.keys(means(0, 0));
  const covariates = Object.fromEntries(arms.map((arm, index) => [arm, { factor: index }]));
  const descriptions = {
    [MEASURE]: { unit: '', scale: 'linear', values: 'continuous', better: 'higher' },
  } as const;
  const plans = Array.from({ length: blocks }, (_, block) => ({
    name: `${block}`,
    seeds: Array.from({ length: looks.at(-1)! }, (_seed, index) => `${block}/${index}`),
    covariates,
    descriptions,
  }));
  return {
    ...{ id: name, file: 'calibration', claim: name, alpha: ALPHA, expected: 'supported' },
    ...{ arms, covariates, descriptions, runs: {}, measures: [], looks },
    seeds: plans.flatMap(({ seeds }) => seeds),
    predictions: [prediction],
    controls: control === undefined ? [] : [control],
    over: { holds, blocks: plans },
  };
}

const caseOf = (
  path: Path,
  population: Population,
  blocks: number,
  looks: readonly number[],
): CalibrationCase => {
  const analysis = analysisOf(path, blocks, looks);
  return {
    section: looks.length > 1 ? 'Verdicts over blocks with looks' : 'Verdicts over blocks',
    method: path.name,
    data: population.name,
    size: `${blocks} blocks of ${looks.join(', ')}`,
    bounds: {
      ...Object.fromEntries(path.errors.map((verdict) => [`falsely ${verdict}`, ALPHA])),
      ...(path.control === undefined ? { invalid: 0 } : {}),
    },
    trial: (random) => {
      const verdict = firstDecision(analysis, simulate(path, population, analysis.over!, random));
      return {
        'falsely supported': verdict === 'supported',
        'falsely refuted': verdict === 'refuted',
        invalid: verdict === 'invalid',
      };
    },
  };
};

interface Rows {
  readonly paths: readonly Path[];
  readonly populations: readonly Population[];
  readonly blocks: readonly number[];
  readonly looks: readonly (readonly number[])[];
}

const rows: readonly Rows[] = [
  {
    paths: [greaterOnAverage, equivalentOnAverage],
    populations: [plain, apart, unequal, both],
    blocks: [2, 3, 5, 8],
    looks: [[4], [8], [16]],
  },
  {
    paths: [equalsOnAverage],
    populations: [plain, apart],
    blocks: [2, 5],
    looks: [[4], [8], [16]],
  },
  {
    paths: [trendOnAverage],
    populations: [plain, apart],
    blocks: [5, 8],
    looks: [[4], [8], [16]],
  },
  {
    paths: [greaterInOne, greaterInAll, equivalentInAll, controlInOne],
    populations: [plain, unequal],
    blocks: [2, 3, 5, 8],
    looks: [[4], [8], [16]],
  },
  {
    paths: [greaterOnAverage, greaterInOne, greaterInAll],
    populations: [plain, apart],
    blocks: [3, 8],
    looks: [[5, 10, 16]],
  },
];

/** Claims over several data sets or workloads, through the whole of the judge. */
export const verdictOverBlocksCases: readonly CalibrationCase[] = rows.flatMap(
  ({ paths, populations, blocks, looks }) =>
    paths.flatMap((path) =>
      populations.flatMap((population) =>
        blocks.flatMap((count) => looks.map((each) => caseOf(path, population, count, each))),
      ),
    ),
);

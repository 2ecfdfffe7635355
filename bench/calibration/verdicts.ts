import type { Measured, MeasureTable } from '../../src/measures/types.ts';
import type { AnalysisPlan } from '../../src/plan/types.ts';
import type { Random } from '../../src/random/index.ts';
import type { CalibrationCase } from './case.ts';
import { firstDecision } from './first-decision.ts';
import { paths } from './paths/index.ts';
import { EVERY_KIND, MEASURE, OTHER, THIRD, WORST, type Path } from './paths/path.ts';

const ALPHA = 0.05;

/** Noise of one arm at one seed. Arms also share a part by seed, as common random numbers give. */
const noises: Readonly<Record<string, (random: Random, arm: number, arms: number) => number>> = {
  normal: (random) => random.normal(),
  skewed: (random) => -Math.log(1 - random.uniform()),
  heteroscedastic: (random, arm) => (arm + 1) * random.normal(),
  discrete: (random) => random.normal(),
  // Skewed arms of unequal spreads leave even differences skewed.
  'skewed, unequal spreads': (random, arm) => -(arm + 1) * Math.log(1 - random.uniform()),
  'lognormal, the last arm alone': (random, arm, arms) => (arm < arms - 1 ? 0 : Math.exp(random.normal())),
  'lognormal, spreads 3:1': (random, arm) => (arm === 0 ? 3 : 1) * Math.exp(random.normal()),
};
const MEAN_OF_LOGNORMAL = Math.exp(0.5);
const MEANS_OF_NOISE: Readonly<Record<string, (arm: number, arms: number) => number>> = {
  skewed: () => 1,
  'skewed, unequal spreads': (arm) => arm + 1,
  'lognormal, the last arm alone': (arm, arms) => (arm < arms - 1 ? 0 : MEAN_OF_LOGNORMAL),
  'lognormal, spreads 3:1': (arm) => (arm === 0 ? 3 : 1) * MEAN_OF_LOGNORMAL,
};
const meanOfNoise = (kind: string, arm: number, arms: number): number =>
  MEANS_OF_NOISE[kind]?.(arm, arms) ?? 0;

function simulate(path: Path, kind: string, n: number, random: Random): MeasureTable {
  const arms = Object.entries(path.means);
  const rounded = (noise: number): number => (kind === 'discrete' ? Math.round(2 * noise) / 2 : noise);
  const scaled = (value: number): number => (path.logarithms ? Math.exp(value) : value);
  const table: Record<string, Record<string, Record<string, Measured>>> = {};
  for (const [arm] of arms) table[arm] = { [MEASURE]: {}, [OTHER]: {}, [THIRD]: {} };
  for (let seed = 0; seed < n; seed++) {
    const shared = random.normal();
    arms.forEach(([arm, mean], index) => {
      const draw = (): number =>
        noises[kind]!(random, index, arms.length) - meanOfNoise(kind, index, arms.length);
      const third = index + 0.7 * draw();
      const caused = path.cause?.(third) ?? 0;
      const value = scaled(mean + caused + rounded(shared + draw()));
      const noise = [draw(), draw(), draw(), draw(), draw()].map(rounded);
      const curve = {
        at: [1, 2, 3, 4, 5],
        values: noise.map((each, position) => scaled(position === 4 ? mean + each : each)),
      };
      const row = table[arm]!;
      row[MEASURE]![`${seed}`] = { value, ...(path.curves ? { curve } : {}) };
      row[OTHER]![`${seed}`] = { value: scaled(caused + draw()) };
      if (path.third) row[THIRD]![`${seed}`] = { value: scaled(path.cause ? third : draw()) };
      const diverging = path.divergingIn?.[arm] ?? path.diverging;
      if (diverging !== undefined && random.uniform() < diverging)
        row[MEASURE]![`${seed}`] = { missing: 'the run diverged', diverged: true };
    });
  }
  return table;
}

function analysisOf(
  { name, predictions, controls = [], means, futility, factors = {}, places = {}, ...path }: Path,
  looks: readonly number[],
): AnalysisPlan {
  const arms = Object.keys(means);
  const reading = { unit: '', scale: 'linear', values: 'continuous', better: 'lower' } as const;
  return {
    id: name,
    file: 'calibration',
    claim: name,
    alpha: ALPHA,
    expected: 'supported',
    arms,
    covariates: Object.fromEntries(
      arms.map((arm) => [arm, { factor: factors[arm] ?? 1, place: places[arm] ?? 1 }]),
    ),
    seeds: Array.from({ length: looks.at(-1)! }, (_, seed) => `${seed}`),
    looks,
    ...(futility === undefined ? {} : { futility }),
    runs: {},
    measures: [],
    descriptions: {
      [MEASURE]: { ...reading, better: path.better ?? 'higher', worst: path.worst ?? WORST },
      [OTHER]: reading,
      [THIRD]: reading,
    },
    predictions,
    controls,
  };
}

/**
 * Every verdict path of the judge: a hypothesis at its boundary is neither supported nor refuted more often than alpha.
 */
export const verdictCases: readonly CalibrationCase[] = paths.flatMap((path) =>
  (path.kinds ?? EVERY_KIND).flatMap((kind) =>
    (path.looks ?? [[5], [8], [16]]).map((looks): CalibrationCase => {
      const analysis = analysisOf(path, looks);
      const errors = path.errors ?? (['supported', 'refuted'] as const);
      const outside = path.outside?.[kind];
      return {
        section: looks.length > 1 ? 'Verdicts with looks' : 'Verdicts',
        method: path.name,
        data: kind,
        size: looks.join(', '),
        bounds: {
          ...Object.fromEntries(errors.map((verdict) => [`falsely ${verdict}`, path.rate ?? ALPHA])),
          // A control that is not supported makes a hypothesis invalid, as it must.
          ...(path.controls === undefined ? { invalid: 0 } : {}),
        },
        trial: (random) => {
          const verdict = firstDecision(analysis, simulate(path, kind, looks.at(-1)!, random));
          return {
            'falsely supported': verdict === 'supported',
            'falsely refuted': verdict === 'refuted',
            invalid: verdict === 'invalid',
          };
        },
        ...(outside === undefined ? {} : { outside }),
      };
    }),
  ),
);

import type { Random } from '../../src/random/index.ts';
import {
  gehan,
  logRank,
  pairedLogRank,
  pairedPrenticeWilcoxon,
  pairedRatioOfMeans,
  restrictedMeanDifference,
  restrictedMeanRatio,
  stratifiedLogRank,
  type Region,
  type TestResult,
  type Times,
} from '../../src/statistics/index.ts';
import { boundsAt, errorsAt } from './alternatives.ts';
import type { CalibrationCase, OutsideAssumptions } from './case.ts';

const ALPHA = 0.05;
const SECTION = 'Times to an event';
/** Up to where every run is watched. */
export const HORIZON = 1;

/**
 * A law of times, by the probability that the event comes later than t; two runs of a seed share a factor of 0.7 or
 * 1.4.
 */
export interface Law {
  readonly name: string;
  readonly later: (t: number) => number;
  readonly inverse: (probability: number) => number;
  /** Distance of the checks that show the event; 0 where its time is known exactly. */
  readonly grid: number;
}

const weibull = (name: string, shape: number, scale: number, grid: number): Law => ({
  name,
  later: (t) => Math.exp(-((t / scale) ** shape)),
  inverse: (probability) => scale * (-Math.log(probability)) ** (1 / shape),
  grid,
});

export const laws: readonly Law[] = [
  weibull('exponential, half outlast the horizon', 1, 1.4, 0),
  weibull('Weibull of shape 3, a quarter outlasts', 3, 0.9, 0),
  weibull('Weibull of shape 3, on a grid of 10 checks', 3, 0.9, HORIZON / 10),
];

const FACTORS = [0.7, 1.4] as const;

/** Seen at the first check that shows it; infinite beyond the horizon. */
function seen({ grid }: Law, time: number): number {
  const shown = grid > 0 ? Math.ceil(time / grid - 1e-9) * grid : time;
  return shown > HORIZON + 1e-9 ? Infinity : shown;
}

/** What all times of a seed are stretched by. */
export const factorOfSeed = (random: Random): number => FACTORS[random.uniform() < 0.5 ? 0 : 1];

/** The time of one run as it is seen. */
export const drawRun = (law: Law, scale: number, random: Random): number =>
  seen(law, scale * law.inverse(1 - random.uniform()));

/** Times of runs stretched by `stretch`, and of their partners; the seed's factor is shared, or drawn for each. */
export function drawTimes(law: Law, n: number, stretch: number, shared: boolean, random: Random) {
  const pairs = Array.from({ length: n }, () => {
    const own = factorOfSeed(random);
    const other = shared ? own : factorOfSeed(random);
    return [drawRun(law, stretch * own, random), drawRun(law, other, random)] as const;
  });
  return [pairs.map(([x]) => x), pairs.map(([, y]) => y)] as const;
}

/** E min(T, horizon) of times as they are seen, by the area under the probability that they are later. */
export function restrictedMeanOf(law: Law, stretch: number): number {
  const parts = law.grid > 0 ? Math.round(HORIZON / law.grid) : 4_000;
  const width = HORIZON / parts;
  const later = (t: number) =>
    FACTORS.reduce((sum, factor) => sum + law.later(t / (stretch * factor)) / FACTORS.length, 0);
  // On a grid the curve is that of a time later than the check before; else the middle of each part.
  const at = (part: number) => later(law.grid > 0 ? part * width : (part + 0.5) * width);
  return Array.from({ length: parts }, (_, part) => at(part) * width).reduce((sum, area) => sum + area, 0);
}

const stretches = new Map<string, number>();

/** The stretch at which restricted means are in a ratio; found once a law, as each data set asks for it. */
export function stretchFor(law: Law, ratio: number): number {
  const key = `${law.name} ${ratio}`;
  const known = stretches.get(key) ?? searchStretch(law, ratio);
  stretches.set(key, known);
  return known;
}

function searchStretch(law: Law, ratio: number): number {
  const base = restrictedMeanOf(law, 1);
  let [low, high] = [0.1, 20];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (restrictedMeanOf(law, middle) < ratio * base) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const restricted = (times: readonly number[]): number[] => times.map((time) => Math.min(time, HORIZON));
const asTimes = (times: readonly number[]): Times => ({
  times: restricted(times),
  reached: times.map((time) => time <= HORIZON),
});

interface Method {
  readonly name: string;
  readonly shared: boolean;
  readonly run: (x: readonly number[], y: readonly number[], region: Region) => TestResult;
  /** True values and the stretches that they need; the first has no difference. */
  readonly truths: (law: Law) => readonly Truth[];
  /** Whether the region may only have its ends at 0: a test without a parameter. */
  readonly onlyTest?: boolean;
  readonly outside?: (n: number, truth: Truth) => OutsideAssumptions | undefined;
}

interface Truth {
  readonly label: string;
  readonly stretch: number;
  readonly truth: number;
}

const FEW: OutsideAssumptions = {
  because: 'the normal law, with variances that are not corrected for few events, needs some fifty an arm',
  choose: '`pairedLogRank` where seeds are shared, `logRank` or more runs where not',
};
export const SKEWED: OutsideAssumptions = {
  because: 'cut off at a horizon, x − ratio · y is skewed away from a ratio of 1',
  choose: '32 seeds, or `pairedLogRank`',
};
const alike: Truth = { label: '', stretch: 1, truth: 0 };
const RATIO = 1.25;
const ofMeans = (law: Law) => [
  alike,
  { label: `, ratio ${RATIO}`, stretch: stretchFor(law, RATIO), truth: Math.log(RATIO) },
];
const few = () => FEW;

const methods: readonly Method[] = [
  {
    name: 'paired log-rank',
    shared: true,
    run: (x, y, region) => pairedLogRank(x, y, { region, horizon: HORIZON }),
    truths: ({ grid }) => [
      alike,
      ...(grid > 0 ? [] : [{ label: `, times stretched ${RATIO}`, stretch: RATIO, truth: Math.log(RATIO) }]),
    ],
  },
  {
    name: 'paired Prentice–Wilcoxon',
    shared: true,
    run: (x, y, region) => pairedPrenticeWilcoxon(x, y, { region, horizon: HORIZON }),
    truths: () => [alike],
  },
  {
    name: 'ratio of restricted means, paired t of Fieller and sign-flip',
    shared: true,
    run: (x, y, region) => pairedRatioOfMeans(restricted(x), restricted(y), { region }),
    truths: ofMeans,
    outside: (n, { stretch }) => (n <= 16 && stretch !== 1 ? SKEWED : undefined),
  },
  {
    name: 'ratio of restricted means, normal',
    shared: false,
    run: (x, y, region) => restrictedMeanRatio(asTimes(x), asTimes(y), { region, horizon: HORIZON }),
    truths: ofMeans,
    outside: few,
  },
  {
    name: 'difference of restricted means, normal',
    shared: false,
    run: (x, y, region) => restrictedMeanDifference(asTimes(x), asTimes(y), { region, horizon: HORIZON }),
    truths: () => [alike],
    outside: few,
  },
  {
    name: 'log-rank',
    shared: false,
    run: (x, y, region) => logRank(asTimes(x), asTimes(y), { region }),
    truths: () => [alike],
  },
  {
    name: 'log-rank, stratified in halves',
    shared: false,
    run: (x, y, region) => {
      const half = Math.ceil(x.length / 2);
      const part = (from: number, to: number) =>
        [asTimes(x.slice(from, to)), asTimes(y.slice(from, to))] as const;
      return stratifiedLogRank([part(0, half), part(half, x.length)], { region });
    },
    truths: () => [alike],
    outside: (n) => (n < 8 ? FEW : undefined),
  },
  {
    name: 'Gehan',
    shared: false,
    run: (x, y, region) => gehan(asTimes(x), asTimes(y), { region }),
    truths: () => [alike],
    onlyTest: true,
  },
];

export const timeCases: readonly CalibrationCase[] = methods.flatMap(
  ({ name, shared, run, truths, onlyTest = false, outside }) =>
    laws.flatMap((law) =>
      truths(law).flatMap(({ label, stretch, truth }) =>
        [5, 8, 16, 32].map((n): CalibrationCase => {
          const beyond = outside?.(n, { label, stretch, truth });
          return {
            section: SECTION,
            method: name,
            data: `${law.name}${label}`,
            size: String(n),
            bounds: onlyTest ? { greater: ALPHA, less: ALPHA } : boundsAt(ALPHA),
            trial: (random) => {
              const [x, y] = drawTimes(law, n, stretch, shared, random);
              if (!onlyTest) return errorsAt(truth, 3, (region) => run(x, y, region));
              const claims = (region: Region) => (run(x, y, region).p ?? 1) < ALPHA;
              return {
                greater: claims({ lower: 0, upper: Infinity }),
                less: claims({ lower: -Infinity, upper: 0 }),
              };
            },
            ...(beyond === undefined ? {} : { outside: beyond }),
          };
        }),
      ),
    ),
);

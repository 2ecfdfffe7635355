import type { Random } from '../../src/random/index.ts';
import {
  integrate,
  kendall,
  mean,
  normalCdf,
  spearman,
  type Region,
  type TestOptions,
  type TestResult,
} from '../../src/statistics/index.ts';
import { boundsAt, errorsAt } from './alternatives.ts';
import type { CalibrationCase, OutsideAssumptions } from './case.ts';

const ALPHA = 0.05;
const SIZES = [5, 8, 16, 24] as const;
/** Other end of equivalence and minimal-effect regions: beyond every correlation. */
const WIDTH = 8;

const SCALES: OutsideAssumptions = {
  because:
    "takes the error on Fisher's scale to be symmetric; of strongly associated pairs of unequal scales it is not",
  choose: 'several pairs a seed and `blockedCorrelation`',
};

/** Rank correlations of a law of pairs. */
interface Truth {
  readonly spearman: number;
  readonly kendall: number;
}

/** Pairs of which every rank correlation is known. Skewed margins have the ranks of normal ones. */
interface Population {
  readonly name: string;
  readonly draw: (rho: number, random: Random) => readonly [number, number];
  readonly truth: (rho: number) => Truth;
  /** Where |ρ| is 0.8. */
  readonly outside?: OutsideAssumptions;
}

/**
 * Normal pairs of correlation ρ, each times one of some scales, as likely each: τ = 2/π·asin ρ, and ρ_S = 3·E[sign(X₁ −
 * X₂)·sign(Y₁ − Y₃)] with 2/π·asin(ρs₁²/√((s₁² + s₂²)(s₁² + s₃²))) for pairs of scales s₁, s₂, s₃.
 *
 * @see Kruskal 1958, JASA 53:814; Lindskog, McNeil & Schmock 2003 (elliptical laws)
 */
const scaled = (name: string, scales: readonly number[], outside?: OutsideAssumptions): Population => ({
  name,
  draw: (rho, random) => {
    const scale = scales[Math.floor(scales.length * random.uniform())]!;
    const [x, y] = normalPair(rho, random);
    return [scale * x, scale * y];
  },
  truth: (rho) => {
    const shared = scales.flatMap((s) =>
      scales.flatMap((t) =>
        scales.map((u) => Math.asin((rho * s * s) / Math.sqrt((s * s + t * t) * (s * s + u * u)))),
      ),
    );
    return { kendall: (2 / Math.PI) * Math.asin(rho), spearman: (6 / Math.PI) * mean(shared) };
  },
  ...(outside === undefined ? {} : { outside }),
});

const normalPair = (rho: number, random: Random): readonly [number, number] => {
  const x = random.normal();
  return [x, rho * x + Math.sqrt(1 - rho * rho) * random.normal()];
};

/** Halves from −6 to 6, beyond which a normal number lies twice in a thousand million times. */
const HALVES = Array.from({ length: 25 }, (_, i) => i / 2 - 6);

/**
 * Normal pairs to the nearest half. Midranks of cells: ρ_S is Pearson's correlation of F(x) less half the mass at x;
 * τ_b counts pairs that are tied in neither.
 */
const discrete: Population = {
  name: 'discrete',
  draw: (rho, random) => {
    const [x, y] = normalPair(rho, random);
    return [Math.round(2 * x) / 2, Math.round(2 * y) / 2];
  },
  truth: (rho) => {
    const rest = Math.sqrt(1 - rho * rho);
    const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    const below = (y: number, x: number): number => normalCdf((y - rho * x) / rest);
    const joint = HALVES.map((a) =>
      HALVES.map((b) =>
        integrate((x) => density(x) * (below(b + 0.25, x) - below(b - 0.25, x)), a - 0.25, a + 0.25, {
          panels: 1,
          nodes: 12,
        }),
      ),
    );
    const mass = joint.map((row) => row.reduce((total, share) => total + share, 0));
    // P(X < a) − P(X > a): twice the midrank, centred.
    const place = HALVES.map((a) =>
      HALVES.reduce((total, other, i) => total + Math.sign(a - other) * mass[i]!, 0),
    );
    let [products, concordance] = [0, 0];
    joint.forEach((row, i) =>
      row.forEach((share, j) => {
        products += share * place[i]! * place[j]!;
        joint.forEach((others, k) =>
          others.forEach((other, l) => {
            concordance += share * other * Math.sign(i - k) * Math.sign(j - l);
          }),
        );
      }),
    );
    const spread = place.reduce((total, value, i) => total + mass[i]! * value * value, 0);
    const untied = 1 - mass.reduce((total, share) => total + share * share, 0);
    return { spearman: products / spread, kendall: concordance / untied };
  },
};

const populations: readonly Population[] = [
  scaled('normal', [1]),
  scaled('heteroscedastic', [1, 3], SCALES),
  discrete,
];

const methods: readonly {
  readonly name: string;
  readonly of: keyof Truth;
  readonly run: (x: number[], y: number[], options: TestOptions) => TestResult;
}[] = [
  { name: 'Spearman', of: 'spearman', run: spearman },
  { name: 'Kendall', of: 'kendall', run: kendall },
];

/** Rank correlations of independent pairs at a true value other than zero. */
export const rankCorrelationCases: readonly CalibrationCase[] = methods.flatMap(({ name, of, run }) =>
  populations.flatMap((population) =>
    [0.5, 0.8].flatMap((rho) => {
      let known: Truth | undefined;
      return SIZES.map((n): CalibrationCase => ({
        section: 'Association of independent pairs, ρ = 0.5 and 0.8',
        method: name,
        data: `${population.name}, ρ = ${rho}`,
        size: String(n),
        bounds: boundsAt(ALPHA),
        trial: (random) => {
          known ??= population.truth(rho);
          const pairs = Array.from({ length: n }, () => population.draw(rho, random));
          const [x, y] = [pairs.map(([first]) => first), pairs.map(([, second]) => second)];
          return errorsAt(known[of], WIDTH, (region: Region) => run(x, y, { region }));
        },
        ...(population.outside !== undefined && rho === 0.8 ? { outside: population.outside } : {}),
      }));
    }),
  ),
);

import { exponential, fullLognormal, normal, type Draw } from './populations.ts';
import type { DrawRow, Row } from './rows.ts';

const LADDER = [1, 2, 4, 8];
const SIZES = [4, 6, 8, 16, 32];
const measure = 'accuracy';

/**
 * A power law of exponent −1 in every seed, with noise on logarithms in each arm of a spread of its own, and a level
 * that all arms of a seed share.
 */
const law =
  (draw: Draw, spreads: readonly number[], { level = 0, off = [0, 0, 0, 0] } = {}): DrawRow =>
  (random) => {
    const shared = level * random.normal();
    return LADDER.map((x, arm) => Math.exp(shared + off[arm]! + spreads[arm]! * draw(random)) / x);
  };

const ALONE = [0, 0, 0, 0.3];
const laws: Readonly<Record<string, DrawRow>> = {
  'normal, one spread': law(normal, [0.3, 0.3, 0.3, 0.3]),
  'lognormal(1), one spread': law(fullLognormal, [0.3, 0.3, 0.3, 0.3]),
  'exponential in the last arm alone': law(exponential, ALONE),
  'lognormal(1) in the last arm alone': law(fullLognormal, ALONE),
  'lognormal(1), spreads 1:1:1:3': law(fullLognormal, [0.3, 0.3, 0.3, 0.9]),
  'lognormal(1), spreads 1:1:1:3, a level by seed': law(fullLognormal, [0.3, 0.3, 0.3, 0.9], { level: 1 }),
};

const row = { measure, along: 'covariate' } as const;
/**
 * The last arm off the law by the factor that puts the arm before it at the margin: of what an arm at the end is off,
 * 0.2, −0.1, −0.4 and 0.3 are left off the line.
 */
const margin = (draw: Draw, sign: number) =>
  law(draw, ALONE, { off: [0, 0, 0, (sign * Math.log(1.2)) / 0.4] });

/** Exponents and forms at the boundary of the claim. */
export const falseExponents: readonly Row[] = [
  ...Object.entries(laws).flatMap(([data, draw]): Row[] => [
    {
      claim: 'scales −0.8 ± 0.2',
      data,
      draw,
      prediction: { ...row, kind: 'scales', exponent: -0.8, within: 0.2 },
      covariate: LADDER,
      sizes: SIZES,
    },
    {
      claim: 'depends, outside −1 … 1',
      data,
      draw,
      prediction: { ...row, kind: 'depends', outside: [-1, 1] },
      covariate: LADDER,
      sizes: SIZES,
    },
  ]),
  ...([1, -1] as const).map((sign): Row => ({
    claim: 'scales, within a factor of 1.2',
    data: `lognormal(1) in the last arm alone, an arm at the ${sign > 0 ? 'lower' : 'upper'} margin`,
    draw: margin(fullLognormal, sign),
    prediction: { ...row, kind: 'scales', exponent: -1, within: 3, fit: 1.2 },
    covariate: LADDER,
    sizes: SIZES,
  })),
];

/** A slope one standard deviation beyond the band: √(Σx²) = √5·ln 2 is what a slope has for a spread of 1. */
const BAND = 1 - 0.3 / (Math.sqrt(5) * Math.LN2);

/** True claims on an exponent. */
export const trueExponents: readonly Row[] = [
  {
    claim: 'depends, 1 sd beyond the band',
    data: 'normal, one spread',
    draw: laws['normal, one spread']!,
    prediction: { ...row, kind: 'depends', outside: [-BAND, BAND] },
    covariate: LADDER,
    sizes: SIZES,
  },
  {
    claim: 'depends, 1 sd beyond the band',
    data: 'normal, one spread, a level by seed',
    draw: law(normal, [0.3, 0.3, 0.3, 0.3], { level: 1 }),
    prediction: { ...row, kind: 'depends', outside: [-BAND, BAND] },
    covariate: LADDER,
    sizes: SIZES,
  },
];

import type { Random } from '../../src/random/index.ts';

/** One number with mean 0 and standard deviation 1. */
export type Draw = (random: Random) => number;

/** exp(σZ), standardized: skewness 1.75 at σ = ½, 6.2 at σ = 1. */
const lognormal =
  (sigma: number): Draw =>
  (random) => {
    const [centre, power] = [Math.exp(sigma ** 2 / 2), Math.exp(sigma ** 2)];
    return (Math.exp(sigma * random.normal()) - centre) / (centre * Math.sqrt(power - 1));
  };

export const normal: Draw = (random) => random.normal();
export const halfLognormal = lognormal(0.5);
export const fullLognormal = lognormal(1);
export const chiSquare: Draw = (random) => (random.normal() ** 2 - 1) / Math.SQRT2;
export const exponential: Draw = (random) => -Math.log(1 - random.uniform()) - 1;
/** Half, same or twice as many steps, alike likely, on the scale of logarithms; its variance is not 1. */
export const threeSteps: Draw = (random) => Math.LN2 * (Math.floor(3 * random.uniform()) - 1);
/** Every tenth run ends 20 standard deviations below the others; the mean of all is 0. */
export const collapsing: Draw = (random) => random.normal() + 2 - (random.uniform() < 0.1 ? 20 : 0);
export const outliers: Draw = (random) => random.normal() * (random.uniform() < 0.1 ? 10 : 1);

/** A count of mean λ after Poisson, standardized (Knuth 1969, by a product of uniform numbers). */
export const poisson =
  (mean: number): Draw =>
  (random) => {
    let count = 0;
    for (let product = random.uniform(); product > Math.exp(-mean); product *= random.uniform()) count++;
    return (count - mean) / Math.sqrt(mean);
  };

/** The values of two arms at one seed, both with mean 0. */
export type DrawPair = (random: Random) => readonly [number, number];

/** Independent noise of each arm, on top of a part that both share by seed. */
export const arms =
  (first: Draw, second: Draw, { spread = 1, shared = 0 } = {}): DrawPair =>
  (random) => {
    const part = shared * random.normal();
    return [part + spread * first(random), part + second(random)];
  };

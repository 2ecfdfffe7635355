/**
 * The functions of stdlib that this room stands on. Each is loaded when it is first called: what only reads hypotheses
 * (`assay list`, `--help`) needs none of them, and they are many small files.
 */
import { createRequire } from 'node:module';
import type betaincOf from '@stdlib/math-base-special-betainc';
import type erfcOf from '@stdlib/math-base-special-erfc';
import type erfcinvOf from '@stdlib/math-base-special-erfcinv';
import type gammaincOf from '@stdlib/math-base-special-gammainc';
import type gammalnOf from '@stdlib/math-base-special-gammaln';
import type betaCdfOf from '@stdlib/stats-base-dists-beta-cdf';
import type betaQuantileOf from '@stdlib/stats-base-dists-beta-quantile';
import type binomialQuantileOf from '@stdlib/stats-base-dists-binomial-quantile';
import type chiSquareCdfOf from '@stdlib/stats-base-dists-chisquare-cdf';
import type chiSquareQuantileOf from '@stdlib/stats-base-dists-chisquare-quantile';
import type fCdfOf from '@stdlib/stats-base-dists-f-cdf';
import type fQuantileOf from '@stdlib/stats-base-dists-f-quantile';
import type tCdfOf from '@stdlib/stats-base-dists-t-cdf';
import type tQuantileOf from '@stdlib/stats-base-dists-t-quantile';

const load = createRequire(import.meta.url);

/** A function of numbers that is loaded at its first call. */
function lazily<A extends readonly unknown[]>(name: string): (...args: A) => number {
  let loaded: ((...args: A) => number) | undefined;
  return (...args) => (loaded ??= load(name) as (...args: A) => number)(...args);
}

export const betainc = lazily<Parameters<typeof betaincOf>>('@stdlib/math-base-special-betainc');
export const erfc = lazily<Parameters<typeof erfcOf>>('@stdlib/math-base-special-erfc');
export const erfcinv = lazily<Parameters<typeof erfcinvOf>>('@stdlib/math-base-special-erfcinv');
export const gammainc = lazily<Parameters<typeof gammaincOf>>('@stdlib/math-base-special-gammainc');
export const gammaln = lazily<Parameters<typeof gammalnOf>>('@stdlib/math-base-special-gammaln');
export const betaCdf = lazily<Parameters<typeof betaCdfOf>>('@stdlib/stats-base-dists-beta-cdf');
export const betaQuantile = lazily<Parameters<typeof betaQuantileOf>>(
  '@stdlib/stats-base-dists-beta-quantile',
);
export const binomialQuantile = lazily<Parameters<typeof binomialQuantileOf>>(
  '@stdlib/stats-base-dists-binomial-quantile',
);
export const chiSquareCdf = lazily<Parameters<typeof chiSquareCdfOf>>(
  '@stdlib/stats-base-dists-chisquare-cdf',
);
export const chiSquareQuantile = lazily<Parameters<typeof chiSquareQuantileOf>>(
  '@stdlib/stats-base-dists-chisquare-quantile',
);
export const fCdf = lazily<Parameters<typeof fCdfOf>>('@stdlib/stats-base-dists-f-cdf');
export const fQuantile = lazily<Parameters<typeof fQuantileOf>>('@stdlib/stats-base-dists-f-quantile');
export const tCdf = lazily<Parameters<typeof tCdfOf>>('@stdlib/stats-base-dists-t-cdf');
export const tQuantile = lazily<Parameters<typeof tQuantileOf>>('@stdlib/stats-base-dists-t-quantile');

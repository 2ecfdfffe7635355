import type { Measured } from '../../measures/types.ts';
import type { Random } from '../../random/index.ts';
import type { Design } from '../case.ts';
import type { Cell } from './cells.ts';

/** Draws what one more seed might show, a value a cell. */
export type DrawSeed = (random: Random) => readonly Measured[];

/**
 * The law of one seed, if the truth is what was estimated: a smoothed bootstrap of the seeds that were seen, over all
 * cells together, with their means and covariances. With m seeds, one of them x at random, and standard normal g,
 *
 *     y = x̄ + (x − x̄ + h Σᵢ gᵢ(xᵢ − x̄)/√(m − 1)) / √((m − 1)/m + h²),   h = (4/3m)^(1/5),
 *
 * so that few seeds say little but their means and spreads, and many the shape of their distribution. A curve is
 * smoothed as a row of numbers. Where numbers repeat, are yes or no, times, infinite or missing, seeds are drawn again
 * as they are.
 *
 * @param logarithms whether the prediction takes logarithms, on which its seeds are smoothed then
 * @see Silverman & Young 1987, Biometrika 74:469 (the smoothed bootstrap, shrunk to the variance seen); Silverman 1986
 * §3.4.2 (h)
 */
export function lawOfSeeds(
  cells: readonly Cell[],
  { descriptions }: Pick<Design, 'descriptions'>,
  logarithms: boolean,
): DrawSeed {
  const unlike = ['yes/no', 'time'];
  const typed = cells.every(({ measure }) => !unlike.includes(descriptions[measure]?.values ?? ''));
  const rows = cells.map(({ seen }) => seen.map(numbersOf));
  const smooth =
    typed && rows.every(isSmooth) && !(logarithms && rows.flat(2).some((number) => !(number > 0)));
  return smooth ? smoothed(cells, rows, logarithms) : asSeen(cells);
}

const asSeen =
  (cells: readonly Cell[]): DrawSeed =>
  (random) => {
    const seed = random.integer(cells[0]!.seen.length);
    return cells.map(({ seen }) => seen[seed]!);
  };

/** The number of a run and its curve. */
const numbersOf = (measured: Measured): readonly number[] =>
  'missing' in measured ? [NaN] : [measured.value, ...(measured.curve?.values ?? [])];

/** Whether numbers are finite, and all the same or more of them distinct than half. */
function isSmooth(rows: readonly (readonly number[])[]): boolean {
  const distinct = new Set(rows.map(([value]) => value)).size;
  return (
    rows.every((row) => row.length === rows[0]!.length && row.every(Number.isFinite)) &&
    (distinct === 1 || distinct > rows.length / 2)
  );
}

function smoothed(
  cells: readonly Cell[],
  rows: readonly (readonly (readonly number[])[])[],
  logarithms: boolean,
): DrawSeed {
  const [into, outOf] = logarithms ? [Math.log, Math.exp] : [(x: number) => x, (x: number) => x];
  const laws = rows.map((seeds) => spreadOf(seeds.map((numbers) => numbers.map(into))));
  const m = cells[0]!.seen.length;
  const h = (4 / (3 * m)) ** 0.2;
  const shrink = 1 / Math.sqrt((m - 1) / m + h * h);
  const weights = new Float64Array(m);
  return (random) => {
    random.fillNormal(weights, 0, (shrink * h) / Math.sqrt(m - 1));
    weights[random.integer(m)]! += shrink;
    return cells.map(({ seen }, c) => measuredOf(seen[0]!, weighted(laws[c]!, weights).map(outOf)));
  };
}

interface Spread {
  readonly means: readonly number[];
  /** Distances from the means, `[numbers][seeds]`. */
  readonly deviations: readonly Float64Array[];
}

function spreadOf(rows: readonly (readonly number[])[]): Spread {
  const means = rows[0]!.map((_, k) => rows.reduce((sum, row) => sum + row[k]! / rows.length, 0));
  return {
    means,
    deviations: means.map((centre, k) => Float64Array.from(rows, (row) => row[k]! - centre)),
  };
}

const weighted = ({ means, deviations }: Spread, weights: Float64Array): number[] =>
  means.map((centre, k) => {
    let value = centre;
    const own = deviations[k]!;
    for (let i = 0; i < weights.length; i++) value += weights[i]! * own[i]!;
    return value;
  });

function measuredOf(like: Measured, [value, ...values]: readonly number[]): Measured {
  const curve = 'missing' in like ? undefined : like.curve;
  return { value: value!, ...(curve === undefined ? {} : { curve: { at: curve.at, values } }) };
}

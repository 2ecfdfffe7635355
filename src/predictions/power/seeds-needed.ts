import { normalQuantile } from '../../statistics/index.ts';
import type { AnyPrediction, Case } from '../case.ts';
import type { Pace, PredictionKind } from '../kind.ts';
import { paceOf, studiesOf, type JudgeStudies, type Shares } from './studies.ts';

type Verdict = 'supported' | 'refuted';

/** The verdict that would be reached, and with how many seeds; or why no number of them is known. */
export type SeedsNeeded =
  { readonly replicatesNeeded: number; readonly replicatesFor: Verdict } | { readonly undecidable: string };

/** The chance of a verdict that is planned for. */
export const POWER = 0.9;

/** Studies that are judged at each size to find the right doubling. */
const COARSE = 24;
/** Sizes that are tried inside a doubling, at most. */
const TRIES = 5;
/** Where both ends are this close, relative to the larger, the search ends. */
const CLOSE = 0.05;
interface Effort {
  /** The largest size: no plan looks further. */
  readonly most: number;
  /** That are judged at each size inside a doubling. */
  readonly studies: number;
}

const efforts: Readonly<Record<Pace, Effort>> = {
  quick: { most: 1024, studies: 200 },
  slow: { most: 256, studies: 80 },
  slowest: { most: 64, studies: 24 },
};

/**
 * The number of seeds with which the prediction is decided with power 0.9 by the method that judged it, if the truth is
 * what was estimated: simulated studies are judged, of twice the size until nine of ten agree on a verdict, then of
 * sizes between, where the normal quantile of the power is taken as linear in √n.
 *
 * @param row the prediction's kind
 * @param given a prediction that its data leave undecided
 * @see Chalmers 2024, Psychological Methods (stochastic root solving: bisection with interpolation by all sizes tried)
 * @example seedsNeeded(kinds.greater, given) // { replicatesNeeded: 21, replicatesFor: 'supported' }
 */
export function seedsNeeded<P extends AnyPrediction>(
  row: PredictionKind<P>,
  given: Omit<Case<P>, 'details' | 'draws'>,
): SeedsNeeded {
  // Two seeds say too little of a spread for a plan that takes the longest to make.
  if (given.design.seeds.length < 3 && paceOf(row, given) !== 'quick')
    return { undecidable: 'two seeds are too few to plan with' };
  const judge = studiesOf(row, given);
  if (judge === undefined) return { undecidable: 'fewer than two seeds show no spread to plan with' };
  return search(judge, given.design.seeds.length, efforts[paceOf(row, given)]);
}

function search(judge: JudgeStudies, from: number, { most, studies }: Effort): SeedsNeeded {
  const coarse: Shares[] = [];
  for (let n = Math.max(2, from >> 1); n <= most; n *= 2) {
    const shares = judge(n, COARSE, (1 - POWER) * COARSE);
    coarse.push(shares);
    const verdict = leading(shares);
    if (n < from || shareOf(shares, verdict) < POWER) continue;
    return {
      replicatesNeeded: Math.max(from, within(judge, coarse, verdict, studies)),
      replicatesFor: verdict,
    };
  }
  return { undecidable: unreached(coarse.at(-1), from) };
}

/** Between the last two sizes, of which the larger seems to have the power. */
function within(judge: JudgeStudies, coarse: readonly Shares[], verdict: Verdict, studies: number): number {
  let [low, high] = coarse.slice(-2) as [Shares, Shares | undefined];
  if (high === undefined) return low.n;
  const fine: Shares[] = [];
  for (let i = 0; i < TRIES && high.n - low.n > Math.max(1, CLOSE * high.n); i++) {
    const shares = judge(between(low, high, verdict), studies);
    fine.push(shares);
    if (shareOf(shares, verdict) >= POWER) high = shares;
    else low = shares;
  }
  return smoothed(fine, verdict) ?? high.n;
}

const leading = ({ supported, refuted }: Shares): Verdict => (refuted > supported ? 'refuted' : 'supported');

const shareOf = (shares: Shares, verdict: Verdict): number => shares[verdict] / shares.studies;

/** The normal quantile of a share, finite also where all studies or none have the verdict. */
const quantileOf = (shares: Shares, verdict: Verdict): number =>
  normalQuantile((shares[verdict] + 0.5) / (shares.studies + 1));

/** A size inside, where a line through both ends has the power. */
function between(low: Shares, high: Shares, verdict: Verdict): number {
  const [a, b] = [quantileOf(low, verdict), quantileOf(high, verdict)];
  const part = b > a ? (normalQuantile(POWER) - a) / (b - a) : 0.5;
  const root = Math.sqrt(low.n) + Math.min(0.9, Math.max(0.1, part)) * (Math.sqrt(high.n) - Math.sqrt(low.n));
  return Math.min(high.n - 1, Math.max(low.n + 1, Math.round(root * root)));
}

/**
 * Where the line of least squares through the sizes has the power, weighed by what each knows, but among those that are
 * not clearly too small or large; undefined where it does not rise.
 */
function smoothed(sizes: readonly Shares[], verdict: Verdict): number | undefined {
  const points = sizes
    .map((shares) => ({ x: Math.sqrt(shares.n), y: quantileOf(shares, verdict) }))
    .map(({ x, y }) => ({ x, y, weight: Math.exp((-y * y) / 2) }));
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  const centre = (of: 'x' | 'y') =>
    points.reduce((sum, point) => sum + (point.weight / total) * point[of], 0);
  const [cx, cy] = [centre('x'), centre('y')];
  const xx = points.reduce((sum, { x, weight }) => sum + weight * (x - cx) ** 2, 0);
  const xy = points.reduce((sum, { x, y, weight }) => sum + weight * (x - cx) * (y - cy), 0);
  if (!(xy > 0)) return undefined;
  const root = cx + (normalQuantile(POWER) - cy) * (xx / xy);
  const clearly = 2 * Math.sqrt((POWER * (1 - POWER)) / sizes[0]!.studies);
  const sizesWith = (off: (share: number) => boolean) =>
    sizes.filter((shares) => off(shareOf(shares, verdict))).map(({ n }) => n);
  const tooFew = Math.max(...sizesWith((share) => share < POWER - clearly));
  const enough = Math.min(...sizesWith((share) => share > POWER + clearly));
  return Math.min(enough, Math.max(tooFew + 1, Math.ceil(root * root)));
}

/** Why no size decides. */
function unreached(last: Shares | undefined, from: number): string {
  if (last === undefined) return `studies of ${from} seeds and more are not planned for`;
  const percent = (verdict: Verdict) => `${Math.round(100 * shareOf(last, verdict))} % ${verdict}`;
  return `no number of seeds up to ${last.n} decides it, if the truth is what was estimated: ${percent('supported')}, ${percent('refuted')}`;
}

import { stream, type Random } from '../../random/index.ts';
import { normalUpper, tQuantile } from '../distributions/distributions.ts';
import { Recursion } from './recursion.ts';
import { SPENDING, type Spending } from './spending.ts';

/** Studies that are drawn. */
const STUDIES = 2 ** 17;
/** From so many replicates on at the first look t is as good as Z. */
const AS_NORMAL = 150;
/** Below this level no drawn study passes. */
const RARE = 1e-9;

/** Which of the drawn studies have passed at an earlier look. */
interface Passed {
  readonly t: Uint8Array;
  readonly z: Uint8Array;
}

/** The statistics of every drawn study at one look. */
type Look = Readonly<Record<'t' | 'z', Float64Array>>;

/**
 * The tail levels for Student's t at planned looks: those with which P(t passes its quantile at some look) is alpha
 * under the null, spent as the spending function says.
 *
 * Between looks t changes more than Z does, since its standard error is estimated anew: at the levels for Z it errs at
 * 5.2 to 5.5 % for 5. What differs is the overlap of a look with those before it, O = P(passes at this look and at an
 * earlier one), so the level of a look solves
 *
 *     P(Z passes here first) + O_Z − O_t = what is due,
 *
 * the first by recursion, the difference of the overlaps by counting it in 131,072 drawn studies that t and Z share.
 * The draws are always the same ones.
 *
 * @param replicates at each look, ascending
 * @param alpha of one side, in (0, ½)
 * @see Jennison & Turnbull 1991, Communications in Statistics 20:4019 (t at looks); Armitage, McPherson & Rowe 1969
 * (the recursion)
 * @example tLooks([4, 8, 12], 0.05, 'pocock') // 0.0226…, 0.0205…, 0.0214…
 */
export function tLooks(replicates: readonly number[], alpha: number, spending: Spending): readonly number[] {
  const most = replicates.at(-1)!;
  const looks = replicates[0]! < AS_NORMAL && replicates.length > 1 ? drawStudies(replicates) : [];
  const passed = { t: new Uint8Array(STUDIES), z: new Uint8Array(STUDIES) };
  const recursion = new Recursion();
  let spent = 0;
  return replicates.map((n, at) => {
    const time = n / most;
    const due = SPENDING[spending](time, alpha) - spent;
    spent += due;
    const look = looks[at];
    const earlier = look === undefined ? [] : studiesIn(passed);
    const z = zOfExit(
      due,
      (bound) => recursion.upper(time, bound) + overlapOf(look, passed, earlier, bound, n),
    );
    if (look !== undefined) mark(look, passed, z, n);
    if (at < replicates.length - 1) recursion.advance(time, -Infinity, z, replicates[at + 1]! / most);
    // A level that is below the smallest number is that number: an error rate is above zero.
    return Math.max(Number.MIN_VALUE, normalUpper(z));
  });
}

/** Z and t of every study at each look: sums and squares grow by a normal number and a χ² one. */
function drawStudies(replicates: readonly number[]): readonly Look[] {
  const random = stream('planned looks', 'simulate');
  const sums = new Float64Array(STUDIES);
  const squares = new Float64Array(STUDIES);
  return replicates.map((n, at) => {
    const before = replicates[at - 1] ?? 0;
    const added = n - before;
    const look = { t: new Float64Array(STUDIES), z: new Float64Array(STUDIES) };
    for (let i = 0; i < STUDIES; i++) {
      const sum = Math.sqrt(added) * random.normal();
      const step = before > 0 ? sum / added - sums[i]! / before : 0;
      squares[i]! += chiSquare(added - 1, random) + ((before * added) / n) * step * step;
      sums[i]! += sum;
      look.z[i] = sums[i]! / Math.sqrt(n);
      look.t[i] = n > 1 ? look.z[i]! / Math.sqrt(squares[i]! / (n - 1)) : -Infinity;
    }
    return look;
  });
}

/**
 * A χ² number: the squares of normal ones for few degrees of freedom, else Marsaglia and Tsang's gamma.
 * @see Marsaglia & Tsang 2000, ACM TOMS 26:363
 */
function chiSquare(df: number, random: Random): number {
  if (df < 8) {
    let total = 0;
    for (let i = 0; i < df; i++) total += random.normal() ** 2;
    return total;
  }
  const d = df / 2 - 1 / 3;
  for (;;) {
    const x = random.normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return 2 * d * v;
  }
}

const studiesIn = ({ t, z }: Passed): readonly number[] => {
  const found: number[] = [];
  for (let i = 0; i < STUDIES; i++) if (t[i]! || z[i]!) found.push(i);
  return found;
};

/** O_Z − O_t at a bound for Z and the quantile of t with the same level. */
function overlapOf(
  look: Look | undefined,
  passed: Passed,
  earlier: readonly number[],
  bound: number,
  n: number,
): number {
  const level = normalUpper(bound);
  if (look === undefined || level < RARE || n < 2) return 0;
  const quantile = -tQuantile(level, n - 1);
  let count = 0;
  for (const i of earlier) {
    if (passed.z[i]! && look.z[i]! >= bound) count++;
    if (passed.t[i]! && look.t[i]! >= quantile) count--;
  }
  return count / STUDIES;
}

function mark(look: Look, passed: Passed, bound: number, n: number): void {
  const level = normalUpper(bound);
  if (level < RARE || n < 2) return;
  const quantile = -tQuantile(level, n - 1);
  for (let i = 0; i < STUDIES; i++) {
    if (look.z[i]! >= bound) passed.z[i] = 1;
    if (look.t[i]! >= quantile) passed.t[i] = 1;
  }
}

/** The z that is passed with probability `due`; passing falls with z. Nothing due: never. */
function zOfExit(due: number, exit: (z: number) => number): number {
  if (due < 1e-300) return Infinity;
  let [low, high] = [-8, 40];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (exit(middle) > due) low = middle;
    else high = middle;
  }
  return high;
}

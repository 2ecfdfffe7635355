import { quantile, type Sample } from '../descriptives.ts';

const DEGREE = 3;

/**
 * Functions of a variable whose combinations follow any smooth curve: cubic B-splines with knots at quantiles, of which
 * the first is left out, since they add up to 1. With no more than `atMost + 1` different values, one indicator a
 * value: then their combinations are all functions there are.
 *
 * B_{i,0} is 1 between two neighbouring knots, and B_{i,d}(z) = (z − t_i)/(t_{i+d} − t_i) B_{i,d−1} + (t_{i+d+1} −
 * z)/(t_{i+d+1} − t_{i+1}) B_{i+1,d−1}.
 *
 * @param z finite values
 * @param atMost how many functions, at least three
 * @returns `[functions][values]`
 * @see de Boor 1978, A Practical Guide to Splines, chapter IX
 * @example splineBasis([0, 1, 2, 0], 3) // [[0, 1, 0, 0], [0, 0, 1, 0]]
 */
export function splineBasis(z: Sample, atMost: number): readonly Float64Array[] {
  const levels = [...new Set(Array.from(z))].sort((a, b) => a - b);
  if (levels.length <= atMost + 1)
    return levels.slice(1).map((level) => Float64Array.from(z, (value) => (value === level ? 1 : 0)));
  const inner = atMost - DEGREE;
  const places = Array.from({ length: inner }, (_, i) => quantile(z, (i + 1) / (inner + 1)));
  const ends = (at: number): number[] => Array.from({ length: DEGREE + 1 }, () => at);
  const knots = [...ends(levels[0]!), ...places, ...ends(levels.at(-1)!)];
  const functions = Array.from({ length: atMost }, () => new Float64Array(z.length));
  for (let at = 0; at < z.length; at++) {
    const piece = z[at]! >= levels.at(-1)! ? atMost : knots.findLastIndex((knot) => knot <= z[at]!);
    splinesAt(z[at]!, piece, knots).forEach((value, i) => {
      const index = piece - DEGREE + i - 1;
      if (index >= 0) functions[index]![at] = value;
    });
  }
  return functions;
}

/** The four B-splines that are not zero between two knots. */
function splinesAt(z: number, piece: number, knots: readonly number[]): readonly number[] {
  let splines: readonly number[] = [1];
  for (let degree = 1; degree <= DEGREE; degree++) {
    const shares = splines.map((value, i) => {
      const [left, right] = [knots[piece - degree + 1 + i]!, knots[piece + 1 + i]!];
      return [((right - z) / (right - left)) * value, ((z - left) / (right - left)) * value] as const;
    });
    splines = [...shares, undefined].map((share, i) => (share?.[0] ?? 0) + (shares[i - 1]?.[1] ?? 0));
  }
  return splines;
}

/** The loss and its gradient at an offset from the point of interest. */
export type LossAndGradient = (
  offset: Float64Array,
) => Promise<{ readonly loss: number; readonly gradient: Float64Array }>;

/** The largest loss that was found in the box, and where the search began. */
export interface BoxMaximum {
  readonly start: number;
  readonly largest: number;
  readonly iterations: number;
}

/**
 * Searches the largest loss in the box |offset_i| ≤ bound_i by vertex ascent: go to the vertex to which the gradient
 * points, sign(g_i) · bound_i, until the vertex repeats. For a convex loss each step cannot descend
 * (f(s) ≥ f(y) + g·(s − y) ≥ f(y)); elsewhere the best vertex that was seen counts.
 *
 * @see Frank & Wolfe 1956 with unit steps; Keskar et al. 2016 maximise over the same box by ten steps of L-BFGS-B
 */
export async function boxAscent(
  evaluate: LossAndGradient,
  bound: Float64Array,
  iterations: number,
): Promise<BoxMaximum> {
  let offset = new Float64Array(bound.length);
  let { loss, gradient } = await evaluate(offset);
  const start = loss;
  let largest = loss;
  let done = 0;
  while (done < iterations) {
    const vertex = offset.map((old, i) => (gradient[i] === 0 ? old : Math.sign(gradient[i]!) * bound[i]!));
    if (vertex.every((value, i) => value === offset[i])) break;
    offset = vertex;
    ({ loss, gradient } = await evaluate(offset));
    largest = Math.max(largest, loss);
    done++;
  }
  return { start, largest, iterations: done };
}

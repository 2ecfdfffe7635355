import { addScaled, dot, norm } from './operator.ts';
import type { SymmetricOperator } from './operator.ts';

/** A loss that can be evaluated, differentiated and multiplied by its Hessian at any point. */
export interface Landscape {
  lossAndGradient(point: Float64Array): Promise<{ readonly loss: number; readonly gradient: Float64Array }>;
  hessian(point: Float64Array): SymmetricOperator;
}

export interface Minimum {
  readonly point: Float64Array;
  readonly loss: number;
  /**
   * Half the squared Newton decrement, gᵀH⁻¹g / 2: how far the quadratic model says the loss still is above its
   * minimum.
   */
  readonly decrement: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Steps of the conjugate gradient for one Newton direction. */
const INNER_STEPS = 30;
const HALVINGS = 12;

/**
 * Descends to a minimum by the truncated Newton method: each direction solves H d = −g by conjugate gradients (cut at
 * negative curvature), each step halves until the loss has fallen enough (Armijo).
 *
 * Stops where the decrement is within `enough(loss)`, where no step lowers the loss (the precision of float32 is
 * reached), or after `maxIterations`.
 *
 * @see Nocedal & Wright 2006, algorithm 7.1 (line search Newton–CG)
 */
export async function newtonDescent(
  landscape: Landscape,
  start: Float64Array,
  { maxIterations, enough }: { maxIterations: number; enough: (loss: number) => number },
): Promise<Minimum> {
  let point = start;
  let { loss, gradient } = await landscape.lossAndGradient(point);
  for (let iterations = 0; ; iterations++) {
    const direction = await newtonDirection(landscape.hessian(point), gradient);
    const decrement = -dot(gradient, direction) / 2;
    const converged = decrement <= enough(loss);
    if (converged || iterations === maxIterations || !Number.isFinite(loss))
      return { point, loss, decrement, iterations, converged };
    const next = await lineSearch(landscape, point, loss, direction, decrement);
    if (next === undefined) return { point, loss, decrement, iterations, converged };
    ({ point, loss, gradient } = next);
  }
}

/** The step −H⁻¹g by conjugate gradients: −g where the first curvature is not positive. */
async function newtonDirection(hessian: SymmetricOperator, gradient: Float64Array): Promise<Float64Array> {
  const direction = new Float64Array(gradient.length);
  const residual = gradient.map((value) => -value);
  let search: Float64Array = Float64Array.from(residual);
  let square = dot(residual, residual);
  const length = Math.sqrt(square);
  // The forcing term min(½, √‖g‖) makes the outer iteration superlinear.
  const tolerance = Math.min(0.5, Math.sqrt(length)) * length;
  for (let step = 0; step < INNER_STEPS && Math.sqrt(square) > tolerance; step++) {
    const image = await hessian.apply(search);
    const curvature = dot(search, image);
    if (curvature <= 0) return step === 0 ? residual : direction;
    const length = square / curvature;
    addScaled(direction, length, search);
    addScaled(residual, -length, image);
    const next = dot(residual, residual);
    search = addScaled(Float64Array.from(residual), next / square, search);
    square = next;
  }
  return direction;
}

async function lineSearch(
  landscape: Landscape,
  point: Float64Array,
  loss: number,
  direction: Float64Array,
  decrement: number,
) {
  if (norm(direction) === 0) return undefined;
  for (let halving = 0, length = 1; halving < HALVINGS; halving++, length /= 2) {
    const next = addScaled(Float64Array.from(point), length, direction);
    const reached = await landscape.lossAndGradient(next);
    if (reached.loss < loss - 1e-4 * length * 2 * decrement) return { point: next, ...reached };
  }
  return undefined;
}

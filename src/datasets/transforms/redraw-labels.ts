import { stream } from '../../random/index.ts';
import { sharedInts } from '../shared.ts';
import { eachPrediction, fitSoftmaxRegression, type SoftmaxRegression } from './softmax-fit.ts';
import type { Examples } from '../types.ts';

interface Redraw {
  readonly classes: number;
  readonly seed: string;
  /** Takes the most probable class instead of drawing one: the labels' law is then not the model's. */
  readonly wrong: boolean;
}

/**
 * Replaces the labels by draws from a soft-max regression fitted to the training examples, so that a soft-max
 * regression is well specified: the covariance of the gradients equals the Hessian in expectation, which fails with
 * `wrong`. Example i is drawn by inversion from the i-th uniform number of its part's `labels` stream.
 */
export function redrawLabels<T extends { readonly train: Examples; readonly test: Examples }>(
  set: T,
  redraw: Redraw,
): T {
  const model = fitSoftmaxRegression(set.train, redraw.classes, redraw.seed);
  return {
    ...set,
    train: relabel(set.train, model, redraw, 'train'),
    test: relabel(set.test, model, redraw, 'test'),
  };
}

function relabel(examples: Examples, model: SoftmaxRegression, redraw: Redraw, part: string): Examples {
  const random = stream(redraw.seed, 'labels', 'from model', part);
  const labels = sharedInts(examples.count);
  eachPrediction(model, examples, (row, p) => {
    const u = random.uniform();
    labels[row] = redraw.wrong ? p.indexOf(Math.max(...p)) : invert(p, u);
  });
  return { ...examples, labels };
}

/** The class at which the cumulated probability first exceeds u. */
function invert(p: Float64Array, u: number): number {
  let cumulated = 0;
  const found = p.findIndex((probability) => (cumulated += probability) > u);
  return found === -1 ? p.length - 1 : found;
}

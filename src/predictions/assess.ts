import type { AnyPrediction, Assessment, Case, Invalid } from './case.ts';
import { MethodFails, nameOf } from './comparison/custom-test.ts';
import type { PredictionKind } from './kind.ts';

/** A prediction whose method by reference has its function. */
function withTest<P extends AnyPrediction>({
  prediction,
  design: { tests },
}: Pick<Case<P>, 'prediction' | 'design'>): P {
  const { method } = prediction;
  const test = typeof method === 'object' ? tests?.get(nameOf(method)) : undefined;
  return typeof method === 'object' && test !== undefined
    ? { ...prediction, method: { ...method, test } }
    : prediction;
}

/**
 * What the data say of a prediction, by the assessor of its kind. A method of the user's that fails makes it invalid,
 * and no other.
 */
export function assessBy<P extends AnyPrediction>(
  row: Pick<PredictionKind<P>, 'assess'>,
  given: Case<P>,
): Assessment | Invalid {
  try {
    return row.assess({ ...given, prediction: withTest(given) });
  } catch (error) {
    if (error instanceof MethodFails) return { invalid: error.message };
    throw error;
  }
}

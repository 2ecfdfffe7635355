import { AssayError } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { reasonOf } from '../program/index.ts';
import { refuse } from './outcome.ts';
import { forwardProblems, lossProblems } from './forward-problems.ts';
import type { DataShape, Model } from './types.ts';

/**
 * A model whose outcomes are looked at wherever it is traced. So every size of mini-batch that is used is tried, the
 * last one of an epoch and those of evaluations among them, before anything is trained.
 *
 * Its `forward` and `loss` throw AssayError `program`, naming the model and the number of examples, where the model
 * itself throws or returns something of another form, shape or data type than declared.
 *
 * @example guardedModel(model, { features: [4], outputs: 3 }).forward(input); // the same, or an error in words
 */
export function guardedModel(model: Model, data: DataShape): Model {
  const { kind, parameters, statistics, loss, endsWith } = model;
  const looked = <R>(batch: number, compute: () => R, problemsOf: (outcome: R) => readonly Problem[]): R => {
    const what = `${kind} on ${batch} ${batch === 1 ? 'example' : 'examples'}`;
    const outcome = attempt(what, compute);
    refuse(`model ${what}`, problemsOf(outcome));
    return outcome;
  };
  return Object.freeze({
    kind,
    parameters,
    statistics,
    ...(endsWith === undefined ? {} : { endsWith }),
    ...(model.penalty && {
      penalty: (input) => attempt(kind, () => model.penalty!(input)),
    }),
    forward: (input) => {
      const batch = input.features.shape[0]!;
      return looked(
        batch,
        () => model.forward({ ...input, parameters: Object.freeze({ ...input.parameters }) }),
        (outcome) => forwardProblems(model, data, batch, outcome),
      );
    },
    ...(loss && {
      loss: (input) => looked(input.features.shape[0]!, () => loss.call(model, input), lossProblems),
    }),
  } satisfies Model);
}

/** @throws AssayError `program` with what `body` throws, as words about a model */
export function attempt<R>(what: string, body: () => R): R {
  try {
    return body();
  } catch (cause) {
    throw new AssayError('program', `Cannot use model ${what}: ${reasonOf(cause)}`, { cause });
  }
}

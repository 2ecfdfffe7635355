import type { NamedTensors } from '../../models/types.ts';
import type { Optimizer } from '../types.ts';

/** What a wrapper makes of the gradients before the optimizer sees them. */
export type GradientRule = (gradients: NamedTensors, parameters: NamedTensors) => NamedTensors;

/**
 * An optimizer that sees the gradients through a rule: of the mini-batch, of further mini-batches and at other
 * parameters alike. Of nested wrappers the outer rule acts first.
 *
 * @param kept the invariances that survive the rule.
 * @example withGradientRule(sgd(), (gradients) => eachParameter(gradients, (_, g) => tf.sign(g)), ['loss-scale']);
 */
export function withGradientRule(
  optimizer: Optimizer,
  rule: GradientRule,
  kept: NonNullable<Optimizer['invariances']>,
): Optimizer {
  return Object.freeze({
    ...optimizer,
    invariances: (optimizer.invariances ?? []).filter((invariance) => kept.includes(invariance)),
    update: (input) =>
      optimizer.update({
        ...input,
        gradients: rule(input.gradients, input.parameters),
        gradientAt: (parameters) => rule(input.gradientAt(parameters), parameters),
        ...(input.furtherGradients === undefined
          ? {}
          : { furtherGradients: input.furtherGradients.map((further) => rule(further, input.parameters)) }),
      }),
  } satisfies Optimizer);
}

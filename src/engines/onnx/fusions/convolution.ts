import type { RewriteRule } from '../../../program/rewriting/rewrite.ts';
import type { Rewriter } from '../../../program/rewriting/rewriter.ts';
import { sameShape } from '../../../program/kernels/shape-rule.ts';
import type { ValueId } from '../../../program/types.ts';
import { onnxKernels } from '../kernels.ts';

/** A value of shape `[channels]` that was given the shape `[1, channels, 1, 1]`, or has it. */
function perChannel(rewriter: Rewriter, id: ValueId): ValueId | undefined {
  const shape = rewriter.shape(id);
  const fits = shape.length === 4 && shape.every((length, axis) => axis === 1 || length === 1);
  return fits ? rewriter.reshape(id, [shape[1]!]) : undefined;
}

/** A bias is added by the convolution itself, where it has a number for each of its channels and widens nothing. */
export const biasOfConvolution: RewriteRule<'Add'> = ({ inputs, types }, rewriter) => {
  for (const [one, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    const convolution = rewriter.producer(inputs[one], onnxKernels.Conv);
    if (convolution === undefined || rewriter.uses(inputs[one]) > 1) continue;
    if (convolution.inputs.bias !== undefined) continue;
    if (!sameShape(rewriter.shape(inputs[one]), types[0].shape)) continue;
    const bias = perChannel(rewriter, inputs[other]);
    if (bias === undefined || rewriter.shape(bias)[0] !== types[0].shape[1]) continue;
    return rewriter.emitEngine(
      onnxKernels.Conv,
      { ...convolution.inputs, bias },
      convolution.attributes,
      types[0],
    );
  }
  return undefined;
};

/** The positive part of a convolution is taken by the same operator. */
export const reluOfConvolution: RewriteRule<'Relu'> = ({ inputs, types }, rewriter) => {
  const convolution = rewriter.producer(inputs.x, onnxKernels.Conv);
  if (convolution?.inputs.bias === undefined || rewriter.uses(inputs.x) > 1) return undefined;
  return rewriter.emitEngine(
    onnxKernels.Conv,
    convolution.inputs,
    { ...convolution.attributes, activation: 'Relu' },
    types[0],
  );
};

/**
 * Where x is rectified, its maxima are positive exactly where the pooled ones are: the gradient is masked before it is
 * spread over the windows, on fewer elements.
 */
export const maskedPoolGradient: RewriteRule<'Multiply'> = ({ inputs, types }, rewriter) => {
  for (const [one, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    const gradient = rewriter.producer(inputs[one], onnxKernels.MaxPoolGradient);
    const step = rewriter.producer(inputs[other], 'Step');
    if (gradient === undefined || rewriter.uses(inputs[one]) > 1) continue;
    if (step === undefined || (step.attributes.alpha ?? 0) !== 0) continue;
    const { dy, input, output } = gradient.inputs;
    if (step.inputs.x !== input) continue;
    const mask = rewriter.emit('Step', { x: output }, step.attributes);
    const masked = rewriter.emit('Multiply', { a: dy, b: mask });
    return rewriter.emitEngine(
      onnxKernels.MaxPoolGradient,
      { dy: masked, input, output },
      gradient.attributes,
      types[0],
    );
  }
  return undefined;
};

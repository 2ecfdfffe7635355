import * as tf from '@tensorflow/tfjs';
import { gradients, stopGradient } from '../../program/index.ts';
import type { LoopProgram } from '../../program/types.ts';
import { dataLoop, overParts } from './data-loop.ts';
import type { ProgramContext } from '../definition.ts';
import { denseUses } from './dense-uses.ts';
import type { DenseUse } from './dense-uses.ts';
import type { Part } from './parts.ts';

/**
 * Columns s_c of a factor of the loss's Hessian in the outputs of one example, ∂²ℓ/∂o² = Σ_c s_c s_cᵀ; each `[batch,
 * outputs]`.
 *
 * Cross-entropy: diag p − ppᵀ = Σ_c p_c (e_c − p)(e_c − p)ᵀ. Mean squared error over O outputs: (2/O) Σ_c e_c e_cᵀ.
 */
const curvatureFactors: Readonly<
  Record<'cross-entropy' | 'mean-squared-error', (output: tf.Tensor) => tf.Tensor[]>
> = {
  'cross-entropy': (output) => {
    const p = tf.softmax(output);
    return units(output).map((unit) => {
      const probability = tf.sum(tf.mul(p, unit), 1, true);
      return tf.mul(tf.sqrt(probability), tf.sub(unit, p));
    });
  },
  'mean-squared-error': (output) => {
    const scale = Math.sqrt(2 / output.shape[1]!);
    return units(output).map((unit) => tf.mul(tf.onesLike(output), tf.mul(unit, scale)));
  },
};

/** The unit vectors e_c of the outputs, each `[1, outputs]`. */
function units(output: tf.Tensor): tf.Tensor[] {
  const outputs = output.shape[1]!;
  return Array.from({ length: outputs }, (_, c) =>
    tf.tensor2d([Array.from({ length: outputs }, (_, j) => (j === c ? 1 : 0))]),
  );
}

/**
 * Tr(H) of a piecewise linear dense net without any probe: stacked `trace` = Σ_n (1/n) Tr(H_n).
 *
 * H is the Gauss–Newton matrix plus Σ_o (∂ℓ/∂o) ∇²o. Such a net is affine in every single parameter, so the second part
 * has a zero diagonal and Tr(H) = (1/n) Σ_n Σ_c ‖J_nᵀ s_c‖², a sum of squared gradients; in a dense net these are
 * (‖a‖² + 1)‖δ‖² by layer. It takes one backward pass an output and forms no gradient.
 */
export function denseTrace(context: ProgramContext, parts: readonly Part[]): Record<string, LoopProgram> {
  const count = parts.reduce((sum, { steps, batch }) => sum + steps * batch, 0);
  return overParts('denseTrace', parts, ({ batch }, name) =>
    dataLoop(context, batch, {
      name,
      split: 'train',
      stacked: ['trace'],
      body: (net) => {
        const { output } = context.model.forward({ ...net, training: false });
        const uses = denseUses(net)!;
        const factors = curvatureFactors[context.lossKind as 'cross-entropy'](output);
        const squares = factors.map((factor) => {
          const seeded = tf.sum(tf.mul(output, stopGradient(factor)));
          const deltas = gradients(
            seeded,
            uses.map((use) => use.output),
          );
          return tf.addN(uses.map((use, i) => squaredNorm(use, deltas[i]!)));
        });
        return { trace: tf.mul(tf.addN(squares), 1 / count) };
      },
    }),
  );
}

/** Σ_n of the squared norm of example n's gradient with respect to the parameter of the use. */
function squaredNorm({ activations }: DenseUse, delta: tf.Tensor): tf.Tensor {
  const byExample = tf.sum(tf.square(delta), 1);
  return tf.sum(activations === undefined ? byExample : tf.mul(byExample, tf.sum(tf.square(activations), 1)));
}

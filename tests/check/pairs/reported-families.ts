import * as tf from '@tensorflow/tfjs';
import type { Optimizer } from '../../../src/index.ts';
import type { Family } from './families.ts';
import { momentum } from './optimizers.ts';
import {
  adafactorOf,
  adagradOf,
  adamOf,
  dAdaptedOf,
  descentOf,
  lambOf,
  larsOf,
  lionOf,
  radamOf,
  samOf,
  scaledByShapeOf,
  scheduleFreeOf,
} from './reported.ts';

const written = async (report: string, other: boolean): Promise<Optimizer> =>
  ((await import(`./reports/${report}.ts`)) as { make: (other: boolean) => Optimizer }).make(other);

/** A method that was right, and what a public report found it to do instead. */
const reported = (report: string): Family => ({
  base: () => written(report, false),
  same: {},
  diff: { wrong: () => written(report, true) },
});

/** The 8 bits of bfloat16, written out: 64 bit see through it. */
const inBfloat16 = (): Optimizer =>
  adamOf({
    gradient: (g: tf.Tensor) => {
      const wide = tf.mul(g, 65_537);
      return tf.sub(wide, tf.sub(wide, g));
    },
  }) as Optimizer;
const halved = (): Optimizer => adamOf({ gradient: (g: tf.Tensor) => tf.mul(g, 0.5) }) as Optimizer;

/** Bugs that were reported in public, by the repository and the number of the report, planted anew. */
export const reportedFamilies: Readonly<Record<string, Family>> = {
  'Adam, reported': {
    base: () => adamOf(),
    same: {},
    diff: {
      'kozistr/pytorch_optimizer#305: corrected from 1 twice': () => adamOf({ corrected: 'from 1 twice' }),
      'PennyLaneAI/pennylane#1928: corrected twice': () => adamOf({ corrected: 'twice' }),
      'karpathy/convnetjs#70: multiplies by the root': () => adamOf({ multiplies: true }),
      'mila-iqia/blocks#1175: betas swapped': () => adamOf({ swapped: true }),
      'deepspeedai/DeepSpeed#7718: gradients too small': halved,
      'deepspeedai/DeepSpeed#1945: gradients in bfloat16': inBfloat16,
    },
  },
  'AdamW, reported': {
    base: () => adamOf({ decay: 0.01 }),
    same: {},
    diff: {
      'huggingface/transformers#14539: decay after the step': () => adamOf({ decay: 0.01, decayed: 'after' }),
      'HomericIntelligence/Odyssey#5674: decay without the rate': () =>
        adamOf({ decay: 0.01, withRate: false }),
    },
  },
  Adagrad: {
    base: () => adagradOf(),
    same: {},
    diff: { 'PennyLaneAI/pennylane#1928: index not advanced': () => adagradOf({ first: true }) },
  },
  descent: {
    base: () => descentOf(),
    same: { 'momentum of 0': () => momentum({ mu: 0 }) },
    diff: { 'simd_neuralnet#78: a decay of the rate by default': () => descentOf({ decay: 1e-4 }) },
  },
  'D-Adaptation': {
    base: () => dAdaptedOf(),
    same: {},
    diff: { 'kozistr/pytorch_optimizer#159: no bias correction': () => dAdaptedOf({ corrected: false }) },
  },
  'Lion, reported': {
    base: () => lionOf(),
    same: {},
    diff: { 'bitsandbytes#1992: decay inside the sign': () => lionOf({ coupled: true }) },
  },
  Adafactor: {
    base: () => adafactorOf(),
    same: {},
    diff: { 'pytorch-image-models#2790: clips the wrong way': () => adafactorOf({ inverted: true }) },
  },
  LARS: {
    base: () => larsOf(),
    same: {},
    diff: { 'Spijkervet/SimCLR#27: what is 0 never moves': () => larsOf({ skips: true }) },
  },
  LAMB: {
    base: () => lambOf(),
    same: {},
    diff: { 'pytorch-lamb#3: decay in the gradient': () => lambOf({ coupled: true }) },
  },
  RAdam: {
    base: () => radamOf(),
    same: {},
    diff: { 'google-deepmind/optax#15: rectified from 5': () => radamOf({ from: 5 }) },
  },
  'schedule-free': {
    base: () => scheduleFreeOf(),
    same: {},
    diff: {
      'facebookresearch/schedule_free#22: y evaluated for x': () => scheduleFreeOf({ evaluates: 'y' }),
    },
  },
  SAM: {
    base: () => samOf(),
    same: {},
    diff: { 'google-deepmind/optax#1788: weights not put back': () => samOf({ stays: true }) },
  },
  'scale of a shape': {
    base: () => scaledByShapeOf(),
    same: {},
    diff: {
      'google-deepmind/optax#1249: of the transposed one': () => scaledByShapeOf({ transposed: true }),
    },
  },
  'flashlight#143: a counter per tensor': reported('adam-step-counted-per-tensor'),
  'mlx#473: dampening of the first step': reported('dampening-of-the-first-step'),
  'tensorflow#23668: dense for lazy': reported('lazy-adam-for-sparse-rows'),
  'mxnet#8925: decay multiplies': reported('nadam-decay-multiplies'),
};

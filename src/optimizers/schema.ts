import { z } from 'zod';

const fraction = z.number().min(0).lt(1);
const positive = z.number().positive();

/** Wrappers that any optimizer takes. */
const common = {
  weightDecay: z
    .strictObject({ kind: z.enum(['coupled', 'decoupled']), rate: z.number().nonnegative() })
    .optional(),
  clip: z
    .strictObject({ kind: z.enum(['global-norm', 'norm-per-tensor', 'value']), limit: positive })
    .optional(),
  /** Exponential moving average of the parameters, used for evaluation. */
  average: z.strictObject({ kind: z.literal('ema'), decay: fraction }).optional(),
  /**
   * Evaluation where layer `grown` is multiplied and the next layer `shrunk` divided by a factor: see `rescaling.ts`.
   */
  rescale: z.strictObject({ grown: z.string(), shrunk: z.string(), by: positive }).optional(),
};

/** What a hypothesis may say of its optimizer. The learning rate belongs to the arm. */
export const optimizerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sgd'), ...common }),
  z.strictObject({
    kind: z.literal('heavy-ball'),
    momentum: fraction,
    dampening: z.number().min(0).max(1).default(0),
    ...common,
  }),
  z.strictObject({ kind: z.literal('nesterov'), momentum: fraction, ...common }),
  z.strictObject({
    kind: z.literal('adam'),
    beta1: fraction.default(0.9),
    beta2: fraction.default(0.999),
    epsilon: positive.default(1e-8),
    amsgrad: z.boolean().default(false),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('adamw'),
    beta1: fraction.default(0.9),
    beta2: fraction.default(0.999),
    epsilon: positive.default(1e-8),
    rate: z.number().nonnegative().default(0.01),
    clip: common.clip,
    average: common.average,
    rescale: common.rescale,
  }),
  z.strictObject({
    kind: z.literal('rmsprop'),
    decay: fraction.default(0.99),
    epsilon: positive.default(1e-8),
    momentum: fraction.default(0),
    centered: z.boolean().default(false),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('adagrad'),
    epsilon: positive.default(1e-10),
    initialAccumulator: z.number().nonnegative().default(0),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('lion'),
    beta1: fraction.default(0.9),
    beta2: fraction.default(0.99),
    ...common,
  }),
  z.strictObject({ kind: z.literal('sign-sgd'), momentum: fraction.default(0), ...common }),
  /** Li, Malladi & Arora 2021: amplification l ≥ 1 of the noise, at learning rate / l. */
  z.strictObject({ kind: z.literal('svag'), amplification: z.number().min(1), ...common }),
  /** Full-batch gradient plus Gaussian noise of covariance `scale`² · I (isotropic). */
  z.strictObject({ kind: z.literal('noisy-gradient-descent'), scale: z.number().nonnegative(), ...common }),
  /** dθ/dt = −∇L by the classical fourth-order Runge–Kutta method, one step of length learningRate. */
  z.strictObject({ kind: z.literal('gradient-flow'), substeps: z.int().positive().default(1) }),
  /**
   * An optimizer by reference: a module whose export is our `Optimizer` or a function that returns a
   * `tf.train.Optimizer`.
   */
  z.strictObject({
    kind: z.literal('custom'),
    module: z.string(),
    export: z.string().default('default'),
    ...common,
  }),
]);

export type OptimizerSpec = z.input<typeof optimizerSchema>;
export type ResolvedOptimizerSpec = z.output<typeof optimizerSchema>;

import { z } from 'zod';

const width = z.int().positive();
const activation = z.enum(['relu', 'tanh', 'gelu', 'linear']);
const init = z.enum(['he', 'glorot', 'orthogonal']);
const normalization = z.enum(['none', 'batch', 'layer']);
const matrix = z.array(z.array(z.number()));

/** What a hypothesis may say of its model. Sizes that the data decide (inputs, outputs) are not repeated here. */
export const modelSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('mlp'),
    hidden: z.array(width),
    activation: activation.default('relu'),
    init: init.default('he'),
    normalization: normalization.default('none'),
  }),
  z.strictObject({ kind: z.literal('softmax-regression') }),
  z.strictObject({ kind: z.literal('linear-regression') }),
  z.strictObject({
    kind: z.literal('cnn'),
    channels: z.array(width).min(1),
    dense: width.optional(),
    init: init.default('he'),
    normalization: normalization.default('none'),
  }),
  z.strictObject({
    kind: z.literal('vgg'),
    blocks: z.array(z.array(width).min(1)).min(1),
    dense: width.optional(),
    normalization: normalization.default('none'),
  }),
  z.strictObject({
    kind: z.literal('resnet'),
    channels: z.array(width).min(1),
    blocksPerStage: width.default(1),
    normalization: normalization.default('batch'),
  }),
  /** L(θ) = ½ θᵀHθ + θᵀξ with ξ ~ N(0, C / S): declared curvature and gradient noise. A list is a diagonal. */
  z.strictObject({
    kind: z.literal('quadratic'),
    hessian: z.union([z.array(z.number()), matrix]),
    noiseCovariance: z.union([z.array(z.number()), matrix]),
    start: z.array(z.number()).optional(),
    /** Where it is 0; the origin when absent. */
    minimum: z.array(z.number()).optional(),
  }),
  /** L(x) with two wells of declared depth and curvature; see `models/double-well`. */
  z.strictObject({
    kind: z.literal('double-well'),
    curvatures: z.tuple([z.number().positive(), z.number().positive()]),
    depths: z.tuple([z.number(), z.number()]),
    noise: z.number().nonnegative(),
    start: z.number().optional(),
  }),
  z.strictObject({ kind: z.literal('rosenbrock'), start: z.array(z.number()).optional() }),
  /** A model by reference: a module whose named export is a function `(data: DataShape) => Model`. */
  z.strictObject({ kind: z.literal('custom'), module: z.string(), export: z.string().default('default') }),
]);

export type ModelSpec = z.input<typeof modelSchema>;
export type ResolvedModelSpec = z.output<typeof modelSchema>;

/** Examples by rows: `features[i]` are the features of example i. */
export type Rows = readonly (readonly number[])[];

/** A symmetric matrix, row-major `[size, size]`, in double precision. */
export interface Hessian {
  readonly size: number;
  readonly values: Float64Array;
}

/** The features with a last column of ones for the bias, or as they are. */
function extended(features: Rows, bias: boolean): Rows {
  return bias ? features.map((row) => [...row, 1]) : features;
}

/** Σᵢ weight(i, a, b) · xᵢ xᵢᵀ / N, spread over blocks (a, b): entry (p·blocks + a, q·blocks + b). */
function blockwise(
  features: Rows,
  blocks: number,
  weight: (example: number, a: number, b: number) => number,
): Hessian {
  const width = features[0]?.length ?? 0;
  const size = width * blocks;
  const values = new Float64Array(size * size);
  features.forEach((x, example) => {
    for (let a = 0; a < blocks; a++)
      for (let b = 0; b < blocks; b++) {
        const scale = weight(example, a, b) / features.length;
        if (scale === 0) continue;
        for (let p = 0; p < width; p++)
          for (let q = 0; q < width; q++)
            values[(p * blocks + a) * size + q * blocks + b]! += scale * x[p]! * x[q]!;
      }
  });
  return { size, values };
}

/**
 * Hessian of the mean squared error of linear regression: (2 / (N K)) XᵀX ⊗ I for K outputs, the same everywhere.
 *
 * Parameters in the order of `linearRegression`: weights `[features, outputs]` row-major, then biases (where `bias`).
 *
 * @param options.outputs K, default 1.
 * @param options.bias whether the model has biases, default true.
 * @example linearRegressionHessian([[1], [3]], { bias: false }).values; // [10]
 */
export function linearRegressionHessian(
  features: Rows,
  options: { readonly outputs?: number; readonly bias?: boolean } = {},
): Hessian {
  const { outputs = 1, bias = true } = options;
  return blockwise(extended(features, bias), outputs, (_, a, b) => (a === b ? 2 / outputs : 0));
}

/**
 * Hessian of the mean cross-entropy of logistic regression with labels 0 and 1: (1/N) Xᵀ diag(p (1 − p)) X with
 * p = 1 / (1 + exp(−x·w)); it does not depend on the labels.
 *
 * @param weights one a feature, and a last one for the bias where `bias`.
 * @param options.bias whether the last weight is a bias, default true.
 * @example logisticRegressionHessian([[2]], [0], { bias: false }).values; // [1]
 */
export function logisticRegressionHessian(
  features: Rows,
  weights: readonly number[],
  options: { readonly bias?: boolean } = {},
): Hessian {
  const rows = extended(features, options.bias ?? true);
  const spread = rows.map((x) => {
    const p = 1 / (1 + Math.exp(-x.reduce((sum, value, index) => sum + value * weights[index]!, 0)));
    return p * (1 - p);
  });
  return blockwise(rows, 1, (example) => spread[example]!);
}

/**
 * Hessian of the mean cross-entropy of soft-max regression: (1/N) Σᵢ xᵢxᵢᵀ ⊗ (diag pᵢ − pᵢpᵢᵀ); it does not depend on
 * the labels.
 *
 * Parameters in the order of `softmaxRegression`: weights `[features, classes]` row-major, then biases.
 *
 * @param weight `[features, classes]` by rows; `bias` `[classes]`.
 * @example softmaxRegressionHessian([[0]], { weight: [[0, 0]], bias: [0, 0] }).values[15]; // ½ · ½ for the last bias
 */
export function softmaxRegressionHessian(
  features: Rows,
  parameters: { readonly weight: Rows; readonly bias: readonly number[] },
): Hessian {
  const { weight, bias } = parameters;
  const probabilities = features.map((x) =>
    softmax(bias.map((b, k) => x.reduce((sum, value, index) => sum + value * weight[index]![k]!, b))),
  );
  return blockwise(extended(features, true), bias.length, (example, a, b) => {
    const p = probabilities[example]!;
    return (a === b ? p[a]! : 0) - p[a]! * p[b]!;
  });
}

function softmax(logits: readonly number[]): readonly number[] {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/**
 * Hessian of the quadratic model: the declared one, as a full matrix.
 *
 * @example quadraticHessian([1, 10]).values; // [1, 0, 0, 10]
 */
export function quadraticHessian(hessian: readonly number[] | Rows): Hessian {
  const size = hessian.length;
  const values = new Float64Array(size * size);
  hessian.forEach((row, i) => {
    if (typeof row === 'number') values[i * size + i] = row;
    else values.set(row, i * size);
  });
  return { size, values };
}

import { describe, expect, test } from 'vitest';
import { onnxEngine } from '../../src/engines/index.ts';
import { gradientSources } from '../../src/program/gradients/gradient-rules.ts';
import { kernelNames } from '../../src/program/kernels/kernels.ts';
import { kernelCases } from './cases.ts';
import {
  derivativeProgram,
  directionsOf,
  dot,
  feedsOf,
  floatInputs,
  forwardProgram,
  moved,
  onCpuBackend,
  runOnce,
} from './laws.ts';

const all = kernelNames.flatMap((kernel) =>
  kernelCases[kernel].map((kernelCase) => ({ kernel, kernelCase, name: `${kernel}: ${kernelCase.what}` })),
);

const differentiable = all.filter(
  ({ kernel, kernelCase }) =>
    gradientSources[kernel] !== 'zero' &&
    floatInputs(kernelCase).length > 0 &&
    forwardProgram(kernel, kernelCase).outputs.some(
      ({ id }) => forwardProgram(kernel, kernelCase).values[id]!.dtype === 'float32',
    ),
);

describe('every kernel, lowered to ONNX, gives what the CPU backend of TensorFlow.js gives', () => {
  test.each(all)('$name', async ({ kernel, kernelCase }) => {
    const result = await runOnce(forwardProgram(kernel, kernelCase), feedsOf(kernelCase, {}));
    onCpuBackend(kernel, kernelCase).forEach((expected, index) => {
      const got = result[index]!;
      expect(got.shape).toEqual(expected.shape);
      expect(got.data.constructor).toBe(expected.data.constructor);
      expected.data.forEach((value, position) => {
        // Single precision, and polynomials for exp, tanh and erf that differ by a few units in the last place.
        const tolerance = 3e-6 * Math.max(1, Math.abs(value));
        if (Number.isFinite(value))
          expect(Math.abs(got.data[position]! - value), `element ${position}`).toBeLessThan(tolerance);
        else expect(got.data[position]).toBe(value);
      });
    });
  });
});

describe('derivatives of every kernel', () => {
  const step = 1e-2;
  // Truncation of a central difference (step²/6 times a third derivative up to 50) and single precision over 2·step.
  const tolerance = (value: number): number => 5e-3 * Math.max(1, Math.abs(value));

  test.each(differentiable)('$name', async ({ kernel, kernelCase }) => {
    const program = derivativeProgram(kernel, kernelCase);
    const executable = await onnxEngine.load(onnxEngine.lower(program));
    const [u, v] = [directionsOf(kernelCase, 3), directionsOf(kernelCase, 5)];
    const at = (distance: number, direction: typeof u) =>
      executable.run(feedsOf(moved(kernelCase, u, distance), direction));
    const [here, hereOther] = [await at(0, u), await at(0, v)];
    const [before, after] = [await at(-step, u), await at(step, u)];
    const slope = (after['loss']!.data[0]! - before['loss']!.data[0]!) / (2 * step);
    const first = dot(here, 'd', u);
    expect(Math.abs(first - slope), 'gradient · u').toBeLessThan(tolerance(slope));
    const curvature = (dot(after, 'd', v) - dot(before, 'd', v)) / (2 * step);
    const second = dot(here, 'h', v);
    expect(Math.abs(second - curvature), 'v · Hu').toBeLessThan(tolerance(curvature));
    // Symmetry, up to single precision of sums of a few terms.
    expect(Math.abs(second - dot(hereOther, 'h', u)), 'v · Hu = u · Hv').toBeLessThan(
      2e-5 * Math.max(1, Math.abs(second)),
    );
    await executable.dispose();
  });
});

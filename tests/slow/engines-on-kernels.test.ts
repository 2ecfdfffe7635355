import { describe, expect, test } from 'vitest';
import { engineAvailability, engineNamed } from '../../src/engines/index.ts';
import type { Tensors } from '../../src/engines/types.ts';
import { gradientSources } from '../../src/program/gradients/gradient-rules.ts';
import { kernelNames } from '../../src/program/kernels/kernels.ts';
import { kernelCases } from '../program/cases.ts';
import { derivativeProgram, directionsOf, feedsOf, floatInputs, forwardProgram } from '../program/laws.ts';
import { distance } from '../engines/distance.ts';
import { run } from '../engines/training-cases.ts';

const all = kernelNames.flatMap((kernel) =>
  kernelCases[kernel].map((kernelCase) => ({ kernel, kernelCase, name: `${kernel}: ${kernelCase.what}` })),
);
const statuses = await engineAvailability();

// Single precision (unit 6e-8) and polynomials for exp, tanh and erf that differ by a few units in the last place.
const tolerance = 3e-6;
// Twice differentiated: sums of up to a hundred terms that partly cancel; measured up to 1.8e-6; some ten times that.
const derivativeTolerance = 2e-5;

/** Programs of a case: the kernel itself and, where it has gradients, its first and second derivatives. */
function casesOf({ kernel, kernelCase, name }: (typeof all)[number]) {
  const forward = { program: forwardProgram(kernel, kernelCase), feeds: feedsOf(kernelCase, {}) };
  const value = { title: name, tolerance, found: forward };
  const differentiable =
    gradientSources[kernel] !== 'zero' &&
    floatInputs(kernelCase).length > 0 &&
    forward.program.outputs.some(({ id }) => forward.program.values[id]!.dtype === 'float32');
  if (!differentiable) return [value];
  const program = derivativeProgram(kernel, kernelCase);
  const found = { program, feeds: feedsOf(kernelCase, directionsOf(kernelCase, 3)) };
  return [value, { title: `derivatives of ${name}`, tolerance: derivativeTolerance, found }];
}

// That onnx gives what the cpu backend gives, and its derivatives what differences give, are laws of the program room;
// here is what the other backends give.
describe.each(all)('every engine agrees on $name', (row) => {
  for (const { title, tolerance, found } of casesOf(row)) {
    let answer: Promise<Tensors> | undefined;
    const expected = () => (answer ??= engineNamed('onnx').then((engine) => run(engine, found)));
    for (const { name, available, install } of statuses.filter(({ name }) => name !== 'onnx'))
      test.skipIf(!available)(`${title} on ${name}${available ? '' : ` (needs: ${install})`}`, async () => {
        const worst = distance(await expected(), await run(await engineNamed(name), found));
        expect(worst.value, `output ${worst.name}`).toBeLessThan(tolerance);
      });
  }
});

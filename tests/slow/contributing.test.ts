import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { project } from '../cli/project.ts';

const page = readFileSync(fileURLToPath(new URL('../../CONTRIBUTING.md', import.meta.url)), 'utf8');
const id = 'marginal-value-of-momentum/momentum-is-a-rate';

let here: ReturnType<typeof project>;
beforeAll(() => void (here = project()));
afterAll(() => here.remove());

test('the claim that CONTRIBUTING.md walks through comes out as it says', async () => {
  const [, text] = page.match(/```ts\n(import \{ hypothesis \}[^]*?)```/)!;
  here.write(`hypotheses/${id}.hypothesis.ts`, text!);
  const { code, output } = await here.run(['run', 'marginal', '--seed', 'pilot']);
  expect(code).toBe(0);
  const estimates = [page, output].map((shown) =>
    Number(shown.match(/✓ supported .* testAccuracy (\S+)/)![1]),
  );
  // Another processor rounds otherwise: a few of the 2,000 test images of each of 6 seeds, a fraction of the interval's
  // half-width.
  expect(Math.abs(estimates[0]! - estimates[1]!)).toBeLessThan(0.005);
});

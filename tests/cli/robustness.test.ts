import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { project, tiny } from './project.ts';

let here: ReturnType<typeof project>;
beforeEach(() => {
  here = project();
});
afterEach(() => here.remove());

const variants = {
  longer: { stop: { kind: 'epochs', epochs: 3 } },
  'other-seeds': { seedBlock: 1 },
  contrary: { arms: { base: { learningRate: 0.01 }, slow: { learningRate: 0.1 } } },
};

describe('assay robustness', () => {
  test('judges a claim with each of its variants and tells how many agree', async () => {
    here.writeHypothesis('two-rates', tiny({ variants }));
    here.writeHypothesis('alone', tiny({ id: 'tiny/alone' }));
    const { code, output } = await here.run(['robustness']);
    expect(code).toBe(0);
    expect(output).toContain('supported; 2 of 3 variants agree, contrary flips');
    expect(output).not.toContain('tiny/alone');
  });

  test('ends with 1 where fewer agree than are asked for, and writes what it found', async () => {
    here.writeHypothesis('two-rates', tiny({ variants }));
    const asked = ['robustness', '--at-least', '0.9', '--reporter', 'json=out/curves.json'];
    expect((await here.run(asked)).code).toBe(1);
    const [curve] = JSON.parse(readFileSync(join(here.root, 'out/curves.json'), 'utf8')) as {
      agree: number;
    }[];
    expect(curve).toMatchObject({ agree: 2, total: 3, flips: ['contrary'] });
  });

  test('`run` knows nothing of variants', async () => {
    here.writeHypothesis('two-rates', tiny({ variants }));
    const { code, output } = await here.run([]);
    expect(code).toBe(0);
    expect(output).not.toContain('contrary');
  });

  test.each([
    ['no variants', [], 'expected a hypothesis with `variants`'],
    ['a share above one', ['--at-least', '90'], 'expected a share between 0 and 1, got "90"'],
    ['a form that is none', ['--reporter', 'htm'], 'did you mean "html"'],
  ])('%s: an error that says what is expected', async (_, flags, message) => {
    here.writeHypothesis('two-rates', tiny());
    const { code, error } = await here.run(['robustness', ...flags]);
    expect(code).toBe(2);
    expect(error).toContain(message);
  });
});

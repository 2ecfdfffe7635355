import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { project, tiny } from './project.ts';

let here: ReturnType<typeof project>;
beforeEach(() => {
  here = project();
});
afterEach(() => here.remove());

const workload = (fields: object) => ({ workload: { ...tiny().workload, ...fields } });
const model = { kind: 'custom', module: './net.js' };

/** A user's net, in which `forward` is filled in; it needs no import, because tensors have methods. */
const net = (forward: string) => `export default ({ features: [width], outputs }) => ({
  kind: 'my-net',
  parameters: [{ name: 'weight', shape: [width, outputs], initializer: { kind: 'zeros' } }],
  statistics: [],
  forward({ parameters: { weight }, features, statistics }) {
    ${forward}
  },
});
`;
/** A user's optimizer without state, in which `update` is filled in. */
const rule = (update: string) => `export default {
  kind: 'my-rule',
  init: () => ({}),
  update({ parameters, gradients, state, hyperparameters: { learningRate } }) {
    ${update}
  },
};
`;

describe('what is wrong is told in one line with its place and exit code 2, and nothing is trained or kept', () => {
  const bad: readonly (readonly [string, object, Readonly<Record<string, string>>, RegExp])[] = [
    [
      'a net that returns its output alone',
      workload({ model }),
      { 'net.js': net('return features.matMul(weight);') },
      /^tiny\/two-rates, arm base: Cannot use model my-net: forward: expected \{ output, statistics \}, got a tensor float32\[3,3\]$/,
    ],
    [
      'a net that no gradient reaches',
      workload({ model }),
      { 'net.js': net('return { output: features.matMul(weight).sign(), statistics };') },
      /^tiny\/two-rates, arm base: Cannot use model my-net: weight: expected a gradient of the output, got none/,
    ],
    [
      'an optimizer that loses a parameter',
      { optimizer: { kind: 'custom', module: './rule.js' } },
      { 'rule.js': rule('return { parameters: { affine: gradients }, state };') },
      /^tiny\/two-rates, arm base: Cannot use optimizer my-rule: parameters\/affine\.weight: expected float32\[4,3\] from its update, got no such entry/,
    ],
    [
      'a module that is not there',
      workload({ model }),
      {},
      /^tiny\/two-rates, arm base: Cannot import \S+net\.js: Cannot find module '\S+net\.js'/,
    ],
  ];
  test.each(bad)('%s', async (_, changes, files, message) => {
    // Relative paths start from the working directory, which is not that of the project of a test.
    const text = JSON.stringify(tiny(changes)).replaceAll('"./', `"${here.root}/hypotheses/`);
    here.write('hypotheses/two-rates.hypothesis.ts', `export default ${text};\n`);
    for (const [name, code] of Object.entries(files)) here.write(`hypotheses/${name}`, code);
    const { code, output, error } = await here.run([]);
    expect(error.trimEnd()).toMatch(message);
    expect(error.trimEnd().split('\n')).toHaveLength(1);
    expect([code, output]).toEqual([2, '']);
    expect(existsSync(join(here.root, '.assay', 'records'))).toBe(false);
  });
});

describe('a command that is not understood trains nothing and exits with 2', () => {
  test('a filter that fits nothing is an error beside one that fits', async () => {
    here.writeHypothesis('two-rates', tiny());
    const { code, output, error } = await here.run(['run', 'two-rates', 'tow-rates']);
    expect(error.trimEnd()).toBe(
      'Cannot select hypotheses: expected each filter to fit one of 1 file, got none for "tow-rates"; did you mean "two-rates"?',
    );
    expect([code, output, existsSync(join(here.root, '.assay'))]).toEqual([2, '', false]);
  });

  test('a claim whose file does not load is not passed over', async () => {
    here.writeHypothesis('two-rates', tiny());
    here.write('hypotheses/x2.hypothesis.ts', 'export default { id: "tiny/second", stopp: 1 };');
    const { code, error } = await here.run(['run', 'two-rates', 'tiny/second']);
    expect(error).toContain('hypotheses/x2.hypothesis.ts');
    expect(error).toContain('got none for "tiny/second"; a file that does not load may hold it');
    expect(code).toBe(2);
  });

  test('a filter whose claims are all of the other tier says so', async () => {
    here.writeHypothesis('two-rates', tiny({ tier: 'full' }));
    const { code, error } = await here.run(['run', 'two-rates']);
    expect(error).toContain('got none for "two-rates" (left out: 1 by tier)');
    expect(code).toBe(2);
  });

  test('flags before the command are those of the command', async () => {
    here.writeHypothesis('two-rates', tiny());
    const listed = await here.run(['--tags', '!slow', 'list']);
    expect([listed.code, listed.error]).toEqual([0, '']);
    expect(listed.output).toContain('tiny/two-rates');
    const planned = await here.run(['--workers', '1', '--seed', 'judge', 'plan', 'two-rates']);
    expect(planned.code).toBe(0);
    expect(planned.output).toContain('8 runs (0 cached)');
  });

  test('a first word that is no command is never a filter', async () => {
    here.writeHypothesis('two-rates', tiny());
    const { code, error } = await here.run(['two-rates']);
    expect(error.trimEnd()).toMatch(
      /^Cannot understand "two-rates": expected a command \(run \| judge .*\), got "two-rates"; `assay run two-rates` runs the hypotheses that fit$/,
    );
    expect(code).toBe(2);
    expect((await here.run(['pln'])).error).toContain('did you mean "plan"?');
    expect(existsSync(join(here.root, '.assay'))).toBe(false);
  });
});

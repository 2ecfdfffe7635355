import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { project, tiny } from './project.ts';

let here: ReturnType<typeof project>;
const baseline = ['--baseline', 'suite.json'];
const edit = (from: RegExp, to: string) => {
  const text = readFileSync(join(here.root, 'suite.json'), 'utf8');
  expect(text).toMatch(from);
  writeFileSync(join(here.root, 'edited.json'), text.replace(from, to));
};

beforeAll(async () => {
  here = project();
  here.writeHypothesis('tiny', tiny());
  here.writeHypothesis(
    'own',
    tiny({
      id: 'tiny/own',
      arms: {
        base: { learningRate: 0.1, batchSize: 20, optimizer: { kind: 'sgd' } },
        slow: { learningRate: 0.01, batchSize: 20, optimizer: { kind: 'sgd' } },
      },
    }),
  );
  for (const [name, spec] of Object.entries({
    sgd: "{ kind: 'sgd' }",
    plain: "{ kind: 'sgd', clip: { kind: 'global-norm', limit: 1e9 } }",
    // Its steps do not depend on the rate of an arm only through noise: the slow arm is no longer slower.
    frozen: "{ kind: 'sgd', clip: { kind: 'global-norm', limit: 1e-30 } }",
  }))
    here.write(`optimizers/${name}.optimizer.ts`, `export default ${spec};\n`);
  const { code, output, error } = await here.run([
    ...['baseline', 'record', 'sgd', ...baseline, '--reason', 'first', '--suite', 'tiny/two-rates'],
  ]);
  expect(error).not.toContain('Cannot');
  expect(output).toMatch(
    /^suite\.json: optimizers\/sgd\.optimizer\.ts on 2 cases; 8 runs trained, 0 from the store/,
  );
  expect(code).toBe(0);
});
afterAll(() => here.remove());

describe('a baseline of hypotheses', () => {
  test('keeps their verdicts and arms, and an unchanged optimizer is not trained', async () => {
    const { suite, cases } = JSON.parse(readFileSync(join(here.root, 'suite.json'), 'utf8'));
    expect(suite.hypotheses['tiny/two-rates'].verdict).toBe('supported');
    expect(Object.keys(cases)).toEqual(['tiny/two-rates, arm base', 'tiny/two-rates, arm slow']);
    const { code, output } = await here.run(['check', 'sgd', ...baseline, '--at-least', 'mathematics']);
    expect(output).toContain('same mathematics on 2 cases; nothing trained');
    expect(output).toContain('1 of 1 verdict stayed');
    expect(code).toBe(0);
  });

  test('is compared arm by arm, and judged again, where the program has changed', async () => {
    const { code, output } = await here.run(['check', 'plain', ...baseline]);
    expect(output).toMatch(/same (bytes|within rounding) on 2 cases; 8 runs trained/);
    expect(output).toContain('1 of 1 verdict stayed');
    expect(code).toBe(0);
  });

  test('tells a verdict that has changed, and exits with 1', async () => {
    const { code, output } = await here.run(['check', 'frozen', ...baseline, '--suite', 'two-rates']);
    expect(output).toMatch(/^ {2}verdict changed +tiny\/two-rates: supported → (inconclusive|refuted)$/m);
    expect(output).toContain('0 of 1 verdict stayed');
    expect(code).toBe(1); // the runs have regressed too
  });

  test('is refused where a hypothesis asks other than it did', async () => {
    edit(/"question":"[0-9a-f]{64}"/, `"question":"${'0'.repeat(64)}"`);
    const { code, error } = await here.run(['check', 'sgd', '--baseline', 'edited.json']);
    expect(error).toMatch(/expected hypotheses that ask what they asked, got others \(tiny\/two-rates\)/);
    expect(code).toBe(2);
  });

  test('is refused where the suite has a hypothesis that it has not', async () => {
    here.writeHypothesis('more', tiny({ id: 'tiny/more' }));
    const { code, error } = await here.run(['check', 'sgd', ...baseline, '--suite', 'tiny/two,tiny/more']);
    expect(error).toMatch(/got others \(tiny\/more, arm base; tiny\/more, arm slow\)/);
    expect(code).toBe(2);
  });
});

test('a hypothesis all of whose arms have optimizers of their own cannot check another', async () => {
  const { code, error } = await here.run([
    ...['baseline', 'record', 'sgd', '--baseline', 'own.json', '--reason', 'x', '--suite', 'tiny/own'],
  ]);
  expect(error).toMatch(/own\.hypothesis\.ts: expected an arm without an optimizer of its own, got none/);
  expect(code).toBe(2);
});

import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { assert, check, type Hypothesis } from '../../src/index.ts';
import { project, tiny } from '../cli/project.ts';

let here: ReturnType<typeof project>;
beforeEach(() => {
  here = project();
});
afterEach(() => here.remove());

/** A claim on a measure of the project's own, in `hypotheses/own.ts`. */
function claim(code: string, measure: object = {}, changes: object = {}): void {
  here.write('hypotheses/own.mjs', code);
  here.writeHypothesis(
    'own',
    tiny({
      measures: [{ kind: 'custom', name: 'own', module: './own.mjs', ...measure }],
      predictions: [{ kind: 'greater', measure: 'own', arms: ['base', 'slow'] }],
      ...changes,
    }),
  );
}
const options = () => ({ root: here.root, workers: 1 });

describe('a measure of the user', () => {
  test('sees the end and the start of a run, its record, data and options', async () => {
    claim(
      `export default ({ record, end, start, train, test, arm, seed, options }) => {
        const [name] = Object.keys(end.parameters);
        const moved = end.parameters[name].data.reduce((sum, value, i) => sum + Math.abs(value - start.parameters[name].data[i]), 0);
        if (train.count !== 60 || test.count !== 60 || !/^0\\/\\d$/.test(seed) || record.steps !== 6 || options.times !== 2)
          throw new Error('not what a run is: ' + JSON.stringify({ seed, steps: record.steps, options }));
        return { value: options.times * moved, detail: { isBase: arm === 'base' ? 1 : 0 } };
      };`,
      { options: { times: 2 }, unit: 'metres', better: 'higher' },
      { replicates: 8 },
    );
    const { hypotheses } = await assert([], options());
    const [{ findings, values }] = hypotheses as [(typeof hypotheses)[number]];
    expect(findings[0]).toMatchObject({ verdict: 'supported', unit: 'metres' });
    expect(Object.values(values['base']!['own']!)[0]).toMatchObject({ detail: { isBase: 1 } });
  });

  test('is taken once for a run, and again when its specification changes', async () => {
    const counting = (factor: number) =>
      `import { appendFileSync } from 'node:fs';
       export default ({ record }) => { appendFileSync(${JSON.stringify(`${here.root}/calls`)}, 'x'); return ${factor} * record.final.trainLoss; };`;
    here.write('hypotheses/own.mjs', counting(1));
    const own = (given: object) =>
      tiny({
        measures: [{ kind: 'custom', name: 'own', module: './hypotheses/own.mjs', ...given }],
        predictions: [{ kind: 'less', measure: 'own', arms: ['base', 'slow'] }],
      }) as unknown as Hypothesis;
    const calls = () => readFileSync(`${here.root}/calls`, 'utf8').length;
    await assert(own({}), options());
    expect(calls()).toBe(8);
    await assert(own({ unit: 'nats' }), options());
    expect(calls()).toBe(16);
    await assert(own({}), options());
    expect(calls()).toBe(16);
    await assert(own({ options: { now: true } }), options());
    expect(calls()).toBe(24);
  });

  test('that gives no number is a named reason in every cell', async () => {
    claim("export default ({ arm }) => (arm === 'base' ? NaN : { missing: 'not for slow arms' });");
    const { hypotheses } = await check([], options());
    expect(hypotheses[0]!.verdict).toBe('invalid');
    const { base, slow } = hypotheses[0]!.values as Record<string, Record<string, Record<string, object>>>;
    expect(Object.values(base!['own']!)[0]).toEqual({
      missing: "custom failed: expected a finite number, { value } or { missing: 'why' }, got NaN",
    });
    expect(Object.values(slow!['own']!)[0]).toEqual({ missing: 'not for slow arms' });
  });

  test('that throws says what it threw; one that is no function, or not there, stops before training', async () => {
    claim("export default () => { throw new Error('no such layer'); };");
    const thrown = (await check([], options())).hypotheses[0]!.values['base']!['own']!;
    expect(Object.values(thrown)[0]).toEqual({ missing: 'custom failed: no such layer' });
    claim('export default 3;', { export: 'default', name: 'own' });
    here.write('hypotheses/number.mjs', 'export const three = 3;');
    const wrong = (measure: object) =>
      check(
        tiny({
          measures: [{ kind: 'custom', name: 'own', ...measure }],
          predictions: [{ kind: 'greater', measure: 'own', arms: ['base', 'slow'] }],
        }) as unknown as Hypothesis,
        { ...options(), store: null },
      );
    await expect(wrong({ module: './hypotheses/number.mjs', export: 'three' })).rejects.toThrow(
      /as the measure own: expected a function of a run, got number/,
    );
    await expect(wrong({ module: './hypotheses/none.mjs' })).rejects.toThrow(/Cannot import .*none\.mjs/);
  });

  test('of yes and no is judged as a rate', async () => {
    claim(
      'export default ({ record }) => Number(record.final.trainLoss < 0.8);',
      { values: 'yes/no' },
      { replicates: 8, predictions: [{ kind: 'above', measure: 'own', arm: 'base', than: 0.5 }] },
    );
    const { hypotheses } = await check([], options());
    expect(hypotheses[0]!.findings[0]!.method).toContain('Clopper');
  });
});

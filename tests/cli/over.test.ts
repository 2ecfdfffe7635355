import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { resultsSchema, type HypothesisResult } from '../../src/report/results.ts';
import { project, tiny } from './project.ts';

let here: ReturnType<typeof project>;
beforeEach(() => {
  here = project();
});
afterEach(() => here.remove());

const data = tiny().workload.data;
const draws = {
  first: {},
  second: { workload: { data: { ...data, seed: 'second' } } },
  third: { workload: { data: { ...data, classes: 4 } }, stop: { kind: 'epochs', epochs: 3 } },
};
/** The slow arm of one block is the fast one, so there the claim is false. */
const contrary = { arms: { base: { learningRate: 0.01 }, slow: { learningRate: 0.1 } } };

const read = (output: string): HypothesisResult => resultsSchema.parse(JSON.parse(output)).hypotheses[0]!;

describe('a hypothesis over blocks', () => {
  test('goes from its file to a verdict of each block and of all', async () => {
    here.writeHypothesis('two-rates', tiny({ over: draws }));
    const { code, output, error } = await here.run([]);
    expect(error).not.toContain('Cannot');
    expect(code).toBe(0);
    expect(output).toContain('24 runs trained');
    expect(output).toMatch(/✓ trainLoss: base less than slow, in each of 3 blocks/);
    expect(output).toMatch(/✓ second +-\d.*\n.*✓ third +-\d.*\n.*decided by block \w+; mean over blocks -\d/);
    const found = read((await here.run(['judge', '--reporter', 'json'])).output);
    expect(found.blocks!.map(({ name, verdict, seeds }) => [name, verdict, seeds[1]])).toEqual([
      ['first', 'supported', '0/1'],
      ['second', 'supported', '0/10001'],
      ['third', 'supported', '0/20001'],
    ]);
    expect(Object.keys(found.blocks![2]!.values['base']!['trainLoss']!)).toEqual(found.blocks![2]!.seeds);
    expect(found.values).toEqual({});
  });

  test('finds in each block what the same hypothesis without blocks finds in it', async () => {
    here.writeHypothesis('blocks', tiny({ over: draws }));
    here.writeHypothesis('alone', tiny({ id: 'tiny/alone' }));
    const { output } = await here.run(['--reporter', 'json']);
    const { hypotheses } = resultsSchema.parse(JSON.parse(output));
    const [alone, whole] = hypotheses as [HypothesisResult, HypothesisResult];
    expect(whole.blocks![0]!.findings).toEqual(alone.findings);
    expect(whole.blocks![0]!.values).toEqual(alone.values);
    expect(whole.runs).toMatchObject({ total: 24 });
  });

  test('of which one refutes is refuted, and its replay line trains a run of that block', async () => {
    here.writeHypothesis('two-rates', tiny({ over: { ...draws, contrary } }));
    const { code, output } = await here.run([]);
    expect(code).toBe(1);
    expect(output).toMatch(/✗ contrary/);
    const line = output.split('\n').find((each) => each.startsWith('npx assay replay '))!;
    expect(line).toContain('--seed 0/30000');
    const replayed = await here.run(line.split(' ').slice(2));
    expect(replayed.output).toContain('Identical to its record, bit for bit.');
    const why = await here.run(['cache', 'why', 'two-rates', '--arm', 'base', '--of', '0/30002']);
    expect(why.output).toContain('In the store:');
    const none = await here.run(['replay', 'two-rates', '--arm', 'base', '--seed', '0/40000']);
    expect(none.code).toBe(2);
    expect(none.error).toContain(
      '(first from 0/0 on, second from 0/10000 on, third from 0/20000 on, contrary from 0/30000 on), got "0/40000"',
    );
  });

  test('is told in words before and after it is run', async () => {
    here.writeHypothesis('two-rates', tiny({ over: draws, holds: 'on-average' }));
    expect((await here.run(['list'])).output).toContain('on average over first, second, third');
    const before = await here.run(['plan']);
    expect(before.output).toContain('2 arms × 4 seeds × 3 blocks = 24 runs');
    expect(before.output).toContain('power unknown (no pilot)');
    await here.run([]);
    expect((await here.run(['plan'])).output).toMatch(
      /power [01]\.?\d*: trainLoss: base less than slow, on average over 3 blocks/,
    );
    const { output } = await here.run(['explain', 'two-rates']);
    expect(output).toContain(
      'Over 3 blocks, each with seeds of its own; every prediction must hold of the mean over them:',
    );
    expect(output).toContain('    first: as above');
    expect(output).toMatch(/third: workload .*, stop /);
    expect(output).toMatch(/second: supported, -\d/);
  });

  test('plans the power of each block', async () => {
    here.writeHypothesis('two-rates', tiny({ over: draws }));
    await here.run([]);
    const { output } = await here.run(['plan']);
    for (const name of Object.keys(draws))
      expect(output).toMatch(new RegExp(`power [01]\\.?\\d*: trainLoss: base less than slow, in ${name}`));
  });

  test('is judged look by look, all blocks together', async () => {
    const replicates = { min: 3, max: 9, looks: 3 };
    here.writeHypothesis('two-rates', tiny({ over: draws, replicates }));
    const found = read((await here.run(['--reporter', 'json'])).output);
    const seeds = new Set(found.blocks!.map((block) => block.seeds.length));
    expect(seeds.size).toBe(1);
    expect(found.verdict).toBe('supported');
    expect([...seeds][0]).toBeLessThan(9);
  });

  test('needs the data of every block', async () => {
    const mnist = { workload: { data: { kind: 'mnist' } } };
    here.writeHypothesis('two-rates', tiny({ over: { first: {}, mnist } }));
    const { code, error } = await here.run([]);
    expect(code).toBe(2);
    expect(error).toMatch(/mnist/i);
  });
});

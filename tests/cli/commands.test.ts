import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { resultsSchema } from '../../src/report/results.ts';
import { project, tiny } from './project.ts';

let here: ReturnType<typeof project>;
beforeEach(() => {
  here = project();
});
afterEach(() => here.remove());

describe('assay run', () => {
  test('takes a hypothesis from its file to a verdict; a second run trains nothing and says so', async () => {
    here.writeHypothesis('two-rates', tiny());
    const first = await here.run([]);
    expect(first.error).not.toContain('Cannot');
    expect(first.code).toBe(0);
    expect(first.output).toMatch(
      /✓ supported {5}tiny\/two-rates {2}trainLoss -0\.\d+ \[.*\] nats {2}below 0/,
    );
    expect(first.output).toContain('8 runs trained');
    expect(first.output).toMatch(/Time .*; .* of training, estimated /);
    const second = await here.run(['run', 'two-rates', '--reporter', 'json']);
    expect(second.code).toBe(0);
    expect(second.error).toContain('nothing trained: all 8 runs came from the store');
    const results = resultsSchema.parse(JSON.parse(second.output));
    expect(results.estimate).toBeUndefined();
    expect(results.hypotheses[0]!.values['base']!['trainLoss']!['0/0']).toHaveProperty('value');
    const again = await here.run(['report', '--reporter', 'json']);
    expect(JSON.parse(again.output)).toEqual(results);
  });

  test('gives the same numbers with the same seed and others with another', async () => {
    here.writeHypothesis('two-rates', tiny());
    const values = async (seed: string) => {
      const { output } = await here.run(['--reporter', 'json', '--no-store', '--seed', seed]);
      return JSON.stringify(Object.values(JSON.parse(output).hypotheses[0].values.base.trainLoss));
    };
    const once = await values('1');
    expect(await values('1')).toBe(once);
    expect(await values('2')).not.toBe(once);
    expect(existsSync(join(here.root, '.assay'))).toBe(false);
  });

  test('exits with 1 where a verdict contradicts its expectation, with a replay line that works as printed', async () => {
    here.writeHypothesis('two-rates', tiny({ expected: 'refuted' }));
    const { code, output } = await here.run([]);
    expect(code).toBe(1);
    const line = output.split('\n').find((each) => each.startsWith('npx assay replay '))!;
    const replayed = await here.run(line.split(' ').slice(2));
    expect(replayed.error).toBe('');
    expect(replayed.output).toContain('Identical to its record, bit for bit.');
    expect(replayed.code).toBe(0);
  });

  test('exits with 4 and concludes nothing where a control fails', async () => {
    const controls = [
      { kind: 'greater', measure: 'trainLoss', arms: ['base', 'slow'], although: 'it is to fail' },
    ];
    here.writeHypothesis('two-rates', tiny({ controls }));
    const { code, output } = await here.run([]);
    expect(code).toBe(4);
    expect(output).toMatch(/! invalid .*\n/);
  });

  test('refuses to start beyond its budget', async () => {
    here.writeHypothesis('two-rates', tiny({ stop: { kind: 'epochs', epochs: 100_000 } }));
    const { code, error } = await here.run(['--budget', '1ms']);
    expect(code).toBe(2);
    expect(error).toMatch(
      /^Cannot keep to the budget: expected at most 1 ms of training, got about .*; nothing was trained\n$/,
    );
  });

  test('interrupted, it exits with 130 and a partial report, and the same command trains only what is missing', async () => {
    here.writeHypothesis('two-rates', tiny({ stop: { kind: 'epochs', epochs: 1600 } })); // long enough that a stop comes in time
    expect((await here.run(['judge'])).error).toContain('expected every run in the store, got 8 missing');
    const controller = new AbortController();
    let time = 0;
    const stopped = await here.run(['--reporter', 'json'], {
      signal: controller.signal,
      isTerminal: true, // on a terminal every standing is shown …
      now: () => (time += 1000), // … that comes long enough after the last
      stderr: (text) => void (text.includes('training 3 of 8') && controller.abort()),
    });
    expect(stopped.code).toBe(130);
    const partial = resultsSchema.parse(JSON.parse(stopped.output));
    expect(partial.interrupted).toBe(true);
    expect(partial.runs.trained).toBeGreaterThanOrEqual(3);
    expect(partial.hypotheses[0]!.reason).toMatch(/^not judged: \d of 8 runs are missing$/);
    const resumed = await here.run(['--reporter', 'json']);
    expect(resumed.code).toBe(0);
    expect(JSON.parse(resumed.output).runs).toMatchObject({
      cached: partial.runs.trained,
      trained: 8 - partial.runs.trained,
    });
    expect((await here.run(['judge'])).code).toBe(0);
  });
});

describe('a hypothesis whose data cannot be had', () => {
  const lacking = (changes: object = {}) =>
    tiny({
      id: 'tiny/lacking',
      workload: { ...tiny().workload, data: { kind: 'mnist', train: { quick: 100, full: 1000 } } },
      ...changes,
    });

  test('is invalid and says where to get them; the others are judged', async () => {
    here.writeHypothesis('lacking', lacking());
    here.writeHypothesis('two-rates', tiny());
    const { code, output } = await here.run([]);
    expect(code).toBe(4);
    expect(output).toMatch(/! invalid {7}tiny\/lacking {2}no runs/);
    expect(output).toMatch(/^ +Cannot load mnist: expected its four IDX files in .*--data-dir/m);
    expect(output).not.toContain('assay replay'); // there is no run
    expect(output).toMatch(/✓ supported {5}tiny\/two-rates/);
    expect(output).toContain('8 runs trained');
    const planned = await here.run(['plan']);
    expect(planned.output).toMatch(/^tiny\/lacking\n {4}Cannot load mnist/);
    expect(planned.code).toBe(0);
  });

  test('alone, is an error of usage: nothing can be done', async () => {
    here.writeHypothesis('lacking', lacking());
    const { code, error } = await here.run([]);
    expect(code).toBe(2);
    expect(error).toMatch(/tiny\/lacking: Cannot load mnist/);
  });

  test('does not keep `cache gc` from its work, which says that runs of it are not kept', async () => {
    here.writeHypothesis('lacking', lacking());
    here.writeHypothesis('two-rates', tiny());
    await here.run([]);
    const { code, output, error } = await here.run(['cache', 'gc']);
    expect(code).toBe(0);
    expect(output).toMatch(/^Removed /);
    expect(error).toMatch(
      /tiny\/lacking, quick tier: its runs are not known and not kept\. Cannot load mnist/,
    );
  });
});

test('a design with looks that was decided early is judged again from the runs that it took', async () => {
  here.writeHypothesis('two-rates', tiny({ replicates: { min: 6, max: 12, looks: 2 } }));
  const first = await here.run(['--reporter', 'json']);
  const { runs } = resultsSchema.parse(JSON.parse(first.output));
  expect(first.code).toBe(0);
  expect(runs.trained).toBe(12); // two arms, six seeds: the first look decided
  const again = await here.run(['judge', '--reporter', 'json']);
  expect(again.code).toBe(0);
  expect(JSON.parse(again.output).runs).toMatchObject({ cached: 12, trained: 0, missing: 0 });
});

test('what an interruption cut short does not replace what was known of a hypothesis', async () => {
  const measures = ['hessianTrace'];
  const predictions = [{ kind: 'less', measure: 'hessianTrace', arms: ['base', 'slow'] }];
  here.writeHypothesis('two-rates', tiny({ measures, predictions }));
  await here.run([]);
  const known = (await here.run(['explain', 'two-rates'])).output;
  expect(known).toMatch(/Latest run \(.*\): (supported|refuted|inconclusive)/);
  // The runs are there, the measures are not: interrupted now, every finding is invalid for want of numbers.
  rmSync(join(here.root, '.assay/measures'), { recursive: true });
  const controller = new AbortController();
  controller.abort();
  const stopped = await here.run(['--reporter', 'json'], { signal: controller.signal });
  expect(stopped.code).toBe(130);
  expect(JSON.parse(stopped.output).hypotheses[0].verdict).toBe('invalid');
  expect((await here.run(['explain', 'two-rates'])).output).toBe(known);
});

describe('bad input exits with 2, names file and path, and trains nothing', () => {
  test.each([
    [
      'a margin of zero',
      { predictions: [{ kind: 'equivalent', measure: 'trainLoss', arms: ['base', 'slow'], margin: 0 }] },
      'predictions[0].margin: expected a number above 0, got 0',
    ],
    [
      'a missing arm',
      { predictions: [{ kind: 'less', measure: 'trainLoss', arms: ['base', 'slwo'] }] },
      'predictions[0].arms[1]: expected an arm of this hypothesis (base, slow), got "slwo"; did you mean "slow"?',
    ],
    [
      'a batch larger than the data',
      { arms: { base: { learningRate: 0.1, batchSize: 61 }, slow: { learningRate: 0.1, batchSize: 1 } } },
      'arms.base.batchSize: expected at most the 60 training examples, got 61',
    ],
    ['an unknown field', { replicats: 3 }, 'unknown field "replicats"; did you mean "replicates"?'],
  ])('%s', async (_what, changes, message) => {
    here.writeHypothesis('two-rates', tiny(changes));
    const { code, error, output } = await here.run([]);
    expect(code).toBe(2);
    expect(error).toContain('hypotheses/two-rates.hypothesis.ts\n');
    expect(error).toContain(message);
    expect(output).toBe('');
    expect(existsSync(join(here.root, '.assay'))).toBe(false);
  });

  test('a file that does not parse, beside one with a mistake: both are told at once', async () => {
    here.write('hypotheses/a.hypothesis.ts', 'export default {;');
    here.writeHypothesis('b', tiny({ replicates: 1 }));
    const { code, error } = await here.run([]);
    expect(code).toBe(2);
    expect(error).toContain('Cannot use 2 hypothesis files; nothing was trained\n');
    expect(error).toContain('hypotheses/a.hypothesis.ts\n  expected a module that loads, got: ');
    expect(error).toContain('replicates: expected at least 2 replicates');
  });

  test('no hypotheses, a filter that fits nothing, a misspelt command', async () => {
    expect((await here.run([])).error).toContain('`assay new <paper>/<claim>` writes one');
    here.writeHypothesis('two-rates', tiny());
    const misspelt = await here.run(['lits']);
    expect(misspelt.code).toBe(2);
    expect(misspelt.error).toContain('did you mean "list"?');
  });

  test('a wrong flag, a wrong value, a wrong reporter', async () => {
    const flag = await here.run(['run', '--worker', '2']);
    expect(flag.code).toBe(2);
    expect(flag.error).toContain('Did you mean --workers?');
    here.writeHypothesis('two-rates', tiny());
    const value = await here.run(['run', '--tier', 'quik']);
    expect(value).toMatchObject({
      code: 2,
      error: expect.stringContaining('--tier: expected "quick" | "full"'),
    });
    expect((await here.run(['--reporter', 'jsn'])).error).toContain('did you mean "json"?');
  });

  test('a configuration file with a setting that does not exist', async () => {
    here.write('assay.config.ts', 'export default { worker: 2 };');
    const { code, error } = await here.run(['list']);
    expect(code).toBe(2);
    expect(error).toContain('worker: unknown setting; did you mean "workers"?');
  });
});

describe('the other commands', () => {
  test('list names what there is and trains nothing', async () => {
    here.writeHypothesis('two-rates', tiny({ tags: ['fast'] }));
    const { code, output } = await here.run(['list']);
    expect(code).toBe(0);
    expect(output).toBe(
      'tiny/two-rates  A tenth of the learning rate leaves the training loss higher\n' +
        '    2 arms, 4 seeds  trainLoss less  #fast  hypotheses/two-rates.hypothesis.ts\n\n1 hypothesis\n',
    );
    expect(JSON.parse((await here.run(['list', '--json'])).output)).toHaveLength(1);
  });

  test('new writes a hypothesis that is valid as it is, and never over another', async () => {
    expect((await here.run(['new', 'paper/claim'])).code).toBe(0);
    expect((await here.run(['list', 'paper/claim'])).output).toContain('paper/claim  ');
    const again = await here.run(['new', 'paper/claim']);
    expect(again.code).toBe(2);
    expect(again.error).toContain('expected a new file, got one that exists');
    expect((await here.run(['new', 'Claim'])).error).toContain('expected <paper>/<claim>');
  });

  test('replay without a record says that there is nothing to compare with', async () => {
    here.writeHypothesis('two-rates', tiny());
    const { code, error } = await here.run(['replay', 'two-rates', '--arm', 'base', '--seed', '0/1']);
    expect(code).toBe(2);
    expect(error).toContain('Cannot compare the replay: expected a record of this run');
    const arm = await here.run(['replay', 'two-rates', '--arm', 'bse', '--seed', '0/1']);
    expect(arm.error).toContain('did you mean "base"?');
  });

  test('--print-config names where each setting comes from', async () => {
    here.write('assay.config.ts', 'export default { seed: "7" };');
    const { output } = await here.run(['run', '--print-config', '--tier', 'full']);
    expect(output).toMatch(/^seed +"7" +assay\.config\.ts$/m);
    expect(output).toMatch(/^tier +"full" +flag$/m);
    expect(output).toMatch(/^workers +1 +ASSAY_WORKERS$/m);
    expect(output).toMatch(/^engine +"onnx" +default$/m);
  });
});

test(
  'plan tells which arms train eagerly and why, and which numbers there will not be',
  { timeout: 120_000 },
  async () => {
    here.write(
      'hypotheses/counted.mjs',
      `let calls = 0;
export default {
  kind: 'counted',
  init: () => ({}),
  update({ parameters, gradients, hyperparameters: { learningRate } }) {
    calls++;
    const moved = ([name, value]) => [name, value.sub(gradients[name].mul(learningRate).mul(calls < 9 ? 1 : 0.1))];
    return { parameters: Object.fromEntries(Object.entries(parameters).map(moved)), state: {} };
  },
};
let steps = 0;
export const fading = ({ features: [inputs], outputs }) => ({
  kind: 'fading',
  parameters: [{ name: 'weight', shape: [inputs, outputs], initializer: { kind: 'zeros' } }],
  statistics: [],
  forward: ({ parameters, features, statistics, training }) => ({
    output: features.matMul(parameters.weight).mul(training ? 0.9 ** steps++ : 1),
    statistics,
  }),
});
`,
    );
    const optimizer = { kind: 'custom', module: './counted.mjs' };
    const model = { ...optimizer, export: 'fading' };
    const arms = { base: { learningRate: 0.1, batchSize: 20 } };
    const slow = { learningRate: 0.01, batchSize: 20, optimizer: { kind: 'sgd' }, workload: { model } };
    const measures = ['trainLoss', 'hessianTrace', 'hessianTraceCurve'];
    here.writeHypothesis('eager', tiny({ optimizer, arms: { ...arms, slow }, measures }));
    const { code, output } = await here.run(['plan']);
    expect(code).toBe(0);
    expect(output).toMatch(
      /^ {4}arms\.base: trained eagerly, by TensorFlow\.js as it is: Cannot trace optimizer counted: .* got at call 9 kernel Multiply with 0\.1, not 1, at .*counted\.mjs:7:\d+/m,
    );
    // The net of one arm has programs, along its training too; that of the other has none.
    for (const measure of ['hessianTrace', 'hessianTraceCurve'])
      expect(output).toContain(
        `    arms.slow: there will be no ${measure}: the arm is trained eagerly, and its net has no programs: Cannot trace model fading`,
      );
    expect(output).not.toContain('arms.base: there will be no');
  },
);

test('before and after a run: plan, explain and cache tell what is known', async () => {
  here.writeHypothesis('two-rates', tiny());
  expect((await here.run(['plan'])).output).toMatch(
    /2 arms × 4 seeds = 8 runs \(0 cached\), 48 steps, about .*\n {4}power unknown/,
  );
  const before = (await here.run(['explain', 'two-rates'])).output;
  expect(before).toContain('base: learning rate 0.1, batch size 20');
  expect(before).toContain(
    'Supported where the 90 % interval of every prediction lies inside what it allows',
  );
  expect(before).toContain('Not run yet.');

  const results = JSON.parse((await here.run(['--reporter', 'json'])).output);
  expect(results.runs.trained).toBe(8);
  expect((await here.run(['plan'])).output).toMatch(
    /8 runs \(8 cached\).*\n {4}power 1: trainLoss: base less than slow/,
  );
  expect((await here.run(['explain', 'two-rates'])).output).toMatch(/Latest run \(.*\): supported\n/);
  expect((await here.run(['cache', 'ls'])).output).toContain('8 records, 0 measures in ');
  const verified = (await here.run(['cache', 'verify'])).output;
  expect(verified).toMatch(/^8 records, 0 measures, 8 end states, .*: all whole\n$/);

  // A run that is not there yet: the nearest one differs in its sampler.
  here.writeHypothesis('other', tiny({ id: 'tiny/other', sampler: 'iid' }));
  const missing = await here.run(['cache', 'why', 'tiny/other', '--arm', 'base', '--of', '0/1']);
  expect(missing.output).toMatch(/Not in the store .*\n.*differs in:\n {4}sampler {7}epoch-shuffle\n$/);

  // A record that was changed behind the store's back.
  const kept = await here.run(['cache', 'why', 'two-rates', '--arm', 'base', '--of', '0/1']);
  const key = /^run ([0-9a-f]{64})$/m.exec(kept.output)![1]!;
  const file = join(here.root, '.assay/records', key.slice(0, 2), `${key}.json`);
  const whole = readFileSync(file, 'utf8');
  writeFileSync(file, whole.replace(/"trainLoss":0\./, '"trainLoss":1.'));
  expect((await here.run(['cache', 'verify'])).code).toBe(4);
  expect((await here.run(['replay', 'two-rates', '--arm', 'base', '--seed', '0/1'])).code).toBe(4);
  writeFileSync(file, whole);

  // With another base seed nothing of this is asked for any more.
  expect((await here.run(['cache', 'gc', '--seed', '5'])).output).toMatch(/^Removed \d+ files, /);
  expect((await here.run(['cache', 'ls'])).output).toContain('0 records');
});

test('assay doctor says of every engine its version, whether it works or not', async () => {
  const { output } = await here.run(['doctor', '--no-store']);
  const engines = output.split('\n').filter((line) => /^ . engine /.test(line));
  expect(engines.map((line) => /engine ([\w-]+): \S+ (?:\d+\.\d+\.\d+|missing)/.exec(line)?.[1])).toEqual([
    'onnx',
    'tfjs-cpu',
    'tfjs-wasm',
    'tfjs-node',
  ]);
});

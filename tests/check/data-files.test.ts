import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { battery } from '../../src/check/index.ts';
import { externalTarget } from '../../src/check/target/external-target.ts';
import { planTrainer } from '../../src/check/battery/plan-trainer.ts';
import { loadDataset } from '../../src/datasets/index.ts';
import { decodeIdx } from '../../src/datasets/reading/idx.ts';
import { dataSchema } from '../../src/datasets/schema.ts';

/** A trainer that greets, and is asked for nothing. */
const greets = `process.stdin.once('data', () => console.log(JSON.stringify({
  type: 'hello', protocol: 1, name: 'reader', version: '1', models: ['softmax-regression'], data: ['words'],
})));
process.stdin.on('end', () => process.exit(0));`;

test('a trainer of sparse data is given the words that are drawn here, as files', async () => {
  const target = externalTarget({ command: [process.execPath, '-e', greets] }, 'own.optimizer.ts', '.');
  const { cases, runPlan, leftOut } = await planTrainer(
    target as Parameters<typeof planTrainer>[0],
    battery,
    { baseSeed: '0', seeds: 1 },
  );
  expect(cases.map(({ id }) => id)).toEqual([
    'sparse gradients, rate 0.1, batch 10',
    'sparse gradients, rate 0.01, batch 10',
  ]);
  expect(leftOut).toContain('MLP, rate 0.005, batch 25');
  const { workload, dataPath } = runPlan.external[0]!.job;
  const { data } = workload as { readonly data: object };
  const { train, test } = await loadDataset(dataSchema.parse(data));
  expect(readdirSync(dataPath!).sort()).toEqual([
    't10k-features-idx2-ubyte.gz',
    't10k-labels-idx1-ubyte.gz',
    'train-features-idx2-ubyte.gz',
    'train-labels-idx1-ubyte.gz',
  ]);
  const read = (name: string) => decodeIdx(gunzipSync(readFileSync(join(dataPath!, name))), name);
  const features = read('train-features-idx2-ubyte.gz');
  expect(features.shape).toEqual([500, 200]);
  expect([...features.data]).toEqual([...train.features]);
  expect([...read('t10k-labels-idx1-ubyte.gz').data]).toEqual([...test.labels]);
  // Bags of a few words: what a mini-batch lacks has no gradient.
  expect(features.data.filter((value) => value > 0).length / features.data.length).toBeLessThan(0.1);
});

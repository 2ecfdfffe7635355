/**
 * `npm run bench:memory`: memory while two workers train on 60,000 images of 28 × 28 bytes, arms of several batch
 * sizes.
 *
 * Prints the peak resident size, in which a page counts as often as it is mapped, and the peak proportional size, in
 * which it counts once (Linux). `--images n` and `--workers n` change the sizes. The images are random: only their
 * number counts.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { validate } from '../src/declare/validate.ts';
import { planSuite } from '../src/plan/index.ts';
import { openStore } from '../src/store/index.ts';
import { trainRuns } from '../src/train/index.ts';

const { values } = parseArgs({
  options: { images: { type: 'string', default: '60000' }, workers: { type: 'string', default: '2' } },
});
const images = Number(values.images);
const workers = Number(values.workers);

function idx(magic: number, dimensions: readonly number[], byte: (index: number) => number): Uint8Array {
  const bytes = Buffer.alloc(
    4 + 4 * dimensions.length + dimensions.reduce((size, length) => size * length, 1),
  );
  [magic, ...dimensions].forEach((value, index) => bytes.writeUInt32BE(value, 4 * index));
  const start = 4 + 4 * dimensions.length;
  for (let index = start; index < bytes.length; index++) bytes[index] = byte(index - start);
  return bytes;
}

const directory = mkdtempSync(join(tmpdir(), 'assay-memory-'));
for (const [name, count] of [
  ['train', images],
  ['t10k', 10_000],
] as const) {
  const image = idx(0x803, [count, 28, 28], (index) => Math.imul(index, 2654435761) >>> 24);
  writeFileSync(join(directory, `${name}-images-idx3-ubyte`), image);
  writeFileSync(
    join(directory, `${name}-labels-idx1-ubyte`),
    idx(0x801, [count], (index) => index % 10),
  );
}

const sizes = [32, 64, 128, 256];
const validation = validate({
  id: 'memory',
  claim: 'Memory does not grow with the number of workers',
  workload: {
    model: { kind: 'mlp', hidden: [64, 64] },
    data: { kind: 'mnist', train: images, test: 10_000 },
    loss: 'cross-entropy',
  },
  optimizer: { kind: 'sgd' },
  arms: Object.fromEntries(sizes.map((batchSize) => [`b${batchSize}`, { learningRate: 0.01, batchSize }])),
  stop: { kind: 'epochs', epochs: 1 },
  replicates: 2,
  measures: ['testAccuracy'],
  predictions: [{ kind: 'equivalent', measure: 'testAccuracy', arms: ['b32', 'b64'], margin: 0.1 }],
});
if (validation.kind === 'invalid') throw new Error(JSON.stringify(validation.problems));

const smaps = '/proc/self/smaps_rollup';
let proportional = 0;
const sample = () => {
  const kilobytes = /^Pss:\s+(\d+)/m.exec(readFileSync(smaps, 'utf8'))?.[1];
  proportional = Math.max(proportional, Number(kilobytes) / 1024);
};
const sampling = existsSync(smaps) ? setInterval(sample, 100) : undefined;

const plan = await planSuite([{ file: 'memory', hypothesis: validation.hypothesis, warnings: [] }], {
  baseSeed: 'bench',
  tier: 'quick',
  engine: 'onnx',
  dataDir: directory,
});
const start = performance.now();
const { trained, failures } = await trainRuns(plan.runPlan, { store: openStore(null), workers });
clearInterval(sampling);
rmSync(directory, { recursive: true });
for (const { message } of failures) console.error(message);
const megabytes = (value: number) => `${value.toFixed(0)} MB`;
console.log(
  `${images} images, ${workers} workers, ${trained} runs of ${sizes.length} batch sizes in ${((performance.now() - start) / 1000).toFixed(1)} s: ` +
    `peak resident ${megabytes(process.resourceUsage().maxRSS / 1024)}, peak proportional ${sampling === undefined ? 'unknown' : megabytes(proportional)}.`,
);

/**
 * `npm run bench`: microseconds a training step, on one thread unless asked otherwise, all contenders interleaved in
 * one run.
 *
 * `--rounds n` sets the repetitions (default 9), `--quick` leaves the interpreters out, `--peers` adds PyTorch and JAX
 * (bench/peers/install.sh first), `--python` names another interpreter for them. `--cores n` gives the peers so many
 * threads for a run, and us so many runs at once, as a suite has them: microseconds of a step of one. `--row text`
 * keeps the rows whose names contain the text, and `--variants a,b` those of the peers, for a look at one of them
 * (torch-compile compiles for a minute).
 */
import { parseArgs } from 'node:util';
import { engineAvailability } from '../src/engines/index.ts';
import type { EngineName } from '../src/engines/types.ts';
import { compilationMs, contendersOf, matrixProduct } from './contenders.ts';
import { atOnce, type Contender, interleaved, median } from './measure.ts';
import { type OtherRow, otherRows, peerRows } from './other-rows.ts';
import { type Peers, startPeers, variants } from './peers.ts';
import { memoryWords, oneAndTwoWorkers } from './scaling/training.ts';
import { flopsOf, nameOf, type Perceptron } from './workloads.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    quick: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    python: { type: 'string' },
    cores: { type: 'string', default: '1' },
    row: { type: 'string', default: '' },
    variants: { type: 'string' },
  },
});
const rounds = Number(options.rounds);
const cores = Number(options.cores);
if (!(Number.isInteger(cores) && cores >= 1))
  throw new RangeError(`Cannot bench: expected --cores to be a positive whole number, got ${options.cores}`);
const isAsked = (name: string): boolean => name.includes(options.row);

const rows = 10_000;
const perceptrons: readonly Perceptron[] = [
  [784, 64, 64, 10],
  [196, 64, 64, 10],
].flatMap((widths) => [8, 32, 128].map((batch) => ({ widths, batch, rows })));

const columns = [
  'row',
  'ours',
  'by hand',
  'tfjs-node',
  'tfjs-wasm',
  'tfjs-cpu',
  'ours/hand',
  'node/ours',
  'wasm/ours',
  'GFLOP/s',
];

const line = (cells: readonly string[]): string =>
  cells.map((cell, index) => (index === 0 ? cell.padEnd(24) : cell.padStart(11))).join('');

const microseconds = (value: number | undefined): string =>
  value === undefined ? '–' : value.toFixed(value < 100 ? 1 : 0);

const ratio = (above: number | undefined, below: number | undefined): string =>
  above === undefined || below === undefined ? '–' : (above / below).toFixed(2);

/** The interpreters that this machine has; the native one needs the binding of @tensorflow/tfjs-node. */
async function interpretersHere(): Promise<readonly EngineName[]> {
  if (options.quick) return [];
  const status = await engineAvailability();
  return status
    .filter(({ available }) => available)
    .map(({ name }) => name)
    .filter((name) => name !== 'onnx');
}

async function perceptronRow(perceptron: Perceptron): Promise<string> {
  const product = await matrixProduct();
  const interpreters = await interpretersHere();
  const contenders = [...(await contendersOf(perceptron, interpreters)), product.contender];
  const times = await interleaved(contenders, rounds);
  const [ours, hand, node, wasm, cpu] = columns.slice(1, 6).map((name) => times.get(name));
  const achieved = flopsOf(perceptron) / (ours! * 1000);
  const possible = product.flops / (times.get('product')! * 1000);
  return line([
    nameOf(perceptron),
    ...[ours, hand, node, wasm, cpu].map(microseconds),
    ratio(ours, hand),
    ratio(node, ours),
    ratio(wasm, ours),
    `${achieved.toFixed(0)} of ${possible.toFixed(0)}`,
  ]);
}

console.log('Microseconds a training step, one thread, medians of interleaved repetitions.');
console.log('GFLOP/s: achieved by the step, of those of a 1024³ matrix product beside it.\n');
console.log(line(columns));
for (const perceptron of perceptrons)
  if (isAsked(nameOf(perceptron))) console.log(await perceptronRow(perceptron));

async function otherLine({ name, contenders }: OtherRow): Promise<string> {
  const times = await interleaved(await contenders(), rounds);
  const [alone, together] = [times.get('solo'), times.get('lockstep')];
  return [
    name.padEnd(35),
    microseconds(alone).padStart(11),
    microseconds(together).padStart(11),
    ratio(alone, together).padStart(15),
  ].join('');
}

console.log('\nOther workloads. A step of a row with replicates is one step of all of them.\n');
console.log('row'.padEnd(35) + 'solo'.padStart(11) + 'lockstep'.padStart(11) + 'solo/lockstep'.padStart(15));
for (const row of otherRows) if (isAsked(row.name)) console.log(await otherLine(row));

/** The peers' variants that are asked for. */
const asked = variants.filter((variant) => options.variants?.split(',').includes(variant) ?? true);

if (options.peers) {
  const peers = startPeers(cores, options.python);
  const threads = cores === 1 ? 'one thread' : `${cores} threads (ours: ${cores} runs at once)`;
  console.log(
    `\nBeside the peers, microseconds a step on ${threads}; ratios are theirs over ours (solo or lockstep, the faster).\n`,
  );
  console.log(
    [
      'row'.padEnd(35),
      ...['ours', ...variants, 'eager/ours', 'best jax/ours'].map((name) => name.padStart(14)),
    ].join(''),
  );
  for (const row of peerRows) if (isAsked(row.name)) console.log(await peerLine(row, peers));
  peers.close();
}

async function peerLine({ name, contenders }: OtherRow, peers: Peers): Promise<string> {
  const copies = await Promise.all(Array.from({ length: cores }, contenders));
  const ours = copies[0]!.map((_, index) => atOnce(copies.map((list) => list[index]!)));
  const steps = copies[0]![0]!.steps;
  const theirs: Contender[] = [];
  for (const variant of asked) {
    const contender = await peers.contender(name, variant, steps);
    if ('run' in contender) theirs.push(contender);
  }
  const times = await interleaved([...ours, ...theirs], rounds);
  const best = Math.min(...ours.map((contender) => times.get(contender.name)!));
  const jax = Math.min(...['jax-jit', 'jax-vmap'].map((variant) => times.get(variant) ?? Infinity));
  return [
    name.padEnd(35),
    ...[best, ...variants.map((variant) => times.get(variant))].map((time) =>
      microseconds(time).padStart(14),
    ),
    ratio(times.get('torch-eager'), best).padStart(14),
    ratio(jax, best).padStart(14),
  ].join('');
}

const compilation = await compilationMs(perceptrons[1]!, 7);
console.log(
  `\nTracing, differentiating, lowering and loading ${nameOf(perceptrons[1]!)}: median ${median(compilation).toFixed(0)} ms, first ${compilation[0]!.toFixed(0)} ms.`,
);
const { one, two } = await oneAndTwoWorkers(1);
console.log(memoryWords(one, two));

/**
 * `npm run bench:scaling`: the same runs on one worker thread and on two, and what a worker costs in memory.
 *
 * Each repetition is a process of its own, the two kinds interleaved; the first run of each worker is not counted, so
 * that threads and programs are there. `--rounds n` sets the repetitions (default 5).
 */
import { parseArgs } from 'node:util';
import { memoryWords, oneAndTwoWorkers } from './scaling/training.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const { one, two } = await oneAndTwoWorkers(Number(values.rounds));
console.log(
  `Seconds a run of 784-64-64-10, batch 32, 10 epochs of 10,000 images: ${one.seconds.toFixed(2)} on one worker, ${two.seconds.toFixed(2)} on two: ${(one.seconds / two.seconds).toFixed(2)} times faster.`,
);
console.log(memoryWords(one, two));

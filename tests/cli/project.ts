import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hypothesis } from '../../src/declare/hypothesis.ts';
import { main } from '../../src/cli/main.ts';
import type { Io } from '../../src/cli/io.ts';
import { captured } from './captured-io.ts';

/** A hypothesis that trains in milliseconds: soft-max regression on a few clusters. */
export const tiny = (changes: object = {}) => ({
  ...hypothesis({
    id: 'tiny/two-rates',
    claim: 'A tenth of the learning rate leaves the training loss higher',
    workload: {
      model: { kind: 'softmax-regression' },
      data: { kind: 'clusters', classes: 3, dimensions: 4, train: 60, test: 60, spread: 1 },
      loss: 'cross-entropy',
    },
    optimizer: { kind: 'sgd' },
    arms: { base: { learningRate: 0.1, batchSize: 20 }, slow: { learningRate: 0.01, batchSize: 20 } },
    stop: { kind: 'epochs', epochs: 2 },
    replicates: 4,
    measures: ['trainLoss'],
    predictions: [{ kind: 'less', measure: 'trainLoss', arms: ['base', 'slow'] }],
  }),
  ...changes,
});

/** A project in a directory of its own: hypotheses are written there, and commands run there. */
export function project() {
  const root = mkdtempSync(join(tmpdir(), 'assay-project-'));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  return {
    root,
    write,
    writeHypothesis: (file: string, content: object) =>
      write(`hypotheses/${file}.hypothesis.ts`, `export default ${JSON.stringify(content, null, 2)};\n`),
    async run(argv: readonly string[], changes: Partial<Io> = {}) {
      const io = captured({ cwd: root, env: { ASSAY_WORKERS: '1' }, ...changes });
      const code = await main(argv, io);
      return { code, output: io.output(), error: io.error() };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

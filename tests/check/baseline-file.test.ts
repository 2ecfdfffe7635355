import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBaseline, readPredecessor, writeBaseline, type Baseline } from '../../src/check/index.ts';

const digest = 'a'.repeat(64);
const baseline: Baseline = {
  schema: 2,
  kind: 'traced',
  optimizer: 'heavy-ball',
  target: 'optimizers/momentum.optimizer.ts',
  reasons: [{ reason: 'first', date: '2026-01-01' }],
  provenance: { assay: '0', engine: 'onnx', engineVersion: '1', node: '20', platform: 'linux-x64' },
  seed: '0',
  invariances: ['rotation'],
  moves: { rateZero: false, gradientZero: false },
  harness: [1, 0.5],
  programs: 'CwSAAA==',
  cases: {
    one: {
      setting: digest,
      programs: { step: digest },
      runs: { '0/0': { outcome: 'diverged', steps: 3, bytes: digest } },
    },
  },
};

let directory: string;
beforeAll(() => void (directory = mkdtempSync(join(tmpdir(), 'assay-baseline-'))));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the file of a baseline', () => {
  test('is read as it was written, a run a line', async () => {
    const file = join(directory, 'deep/one.json');
    await writeBaseline(file, baseline);
    expect(await readBaseline(file)).toEqual(baseline);
    expect(readFileSync(file, 'utf8')).toContain('\n        "0/0": {"outcome":"diverged"');
  });

  test.each([
    ['no JSON', '{', /expected JSON, got text that cannot be read/],
    [
      'an older schema',
      JSON.stringify({ ...baseline, schema: 1 }),
      /expected schema 2, got schema 1; record it again with `assay baseline update` from a commit at which the target is right/,
    ],
    ['no schema', '{}', /expected schema 2, got schema none/],
    ['a field that is wrong', JSON.stringify({ ...baseline, programs: 1 }), /got other fields/],
    ['another kind of target', JSON.stringify({ ...baseline, kind: 'other' }), /got other fields/],
  ])('is refused where it holds %s', async (_what, text, message) => {
    const file = join(directory, 'wrong.json');
    writeFileSync(file, text);
    await expect(readBaseline(file)).rejects.toThrow(message);
    await expect(readBaseline(file)).rejects.toMatchObject({ code: 'configuration' });
  });

  test('of an older schema gives an update its seed and reasons', async () => {
    const file = join(directory, 'old.json');
    writeFileSync(file, JSON.stringify({ schema: 1, seed: '7', reasons: baseline.reasons, cases: {} }));
    expect(await readPredecessor(file)).toEqual({ seed: '7', reasons: baseline.reasons });
  });

  test('is refused where there is none', async () => {
    await expect(readBaseline(join(directory, 'absent.json'))).rejects.toThrow(/got no such file/);
  });
});

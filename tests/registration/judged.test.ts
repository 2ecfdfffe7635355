import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { judgedBefore, rememberJudged, type JudgedTerms } from '../../src/registration/index.ts';
import { openStore } from '../../src/store/index.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assay-judged-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const judged = (changes: Partial<JudgedTerms> = {}): JudgedTerms => ({
  schema: 1,
  id: 'a/claim',
  baseSeed: '0',
  at: '2026-01-01T00:00:00.000Z',
  verdict: 'refuted',
  tool: '0.1.0',
  design: { replicates: 6 },
  analysis: { alpha: 0.05 },
  ...changes,
});

test('the first judgement of each seed and terms stays, the earliest first', async () => {
  const store = openStore(directory);
  const later = judged({ at: '2026-01-02', verdict: 'supported' });
  const other = judged({ at: '2025-12-31', design: { replicates: 7 } });
  for (const each of [judged(), later, other, judged({ id: 'a/other' })]) await rememberJudged(store, each);
  expect(await (await judgedBefore(store)).of('a/claim')).toEqual([other, judged()]);
  expect(await (await judgedBefore(store)).of('a/claim-2')).toEqual([]);
});

test('a collection of the store leaves it', async () => {
  const store = openStore(directory);
  await rememberJudged(store, judged());
  await store.gc({ keep: () => false, references: () => [] });
  expect(await (await judgedBefore(store)).of('a/claim')).toEqual([judged()]);
  expect((await store.verify()).damaged).toEqual([]);
});

test('processes that judge at once lose nothing', async () => {
  const script = `
    import { rememberJudged } from ${JSON.stringify(new URL('../../src/registration/judged.ts', import.meta.url).href)};
    import { openStore } from ${JSON.stringify(new URL('../../src/store/index.ts', import.meta.url).href)};
    const store = openStore(${JSON.stringify(directory)});
    const common = ${JSON.stringify(judged())};
    for (let n = 0; n < 50; n++) await rememberJudged(store, { ...common, design: { n: n + Number(process.argv[1]) } });
  `;
  const run = (start: number) =>
    promisify(execFile)(process.execPath, [
      '--import',
      'tsx',
      '--input-type=module',
      '-e',
      script,
      `${start}`,
    ]);
  await Promise.all([run(0), run(25), run(50)]); // 100 different terms, most of them written by two processes
  const all = await (await judgedBefore(openStore(directory))).of('a/claim');
  expect(all).toHaveLength(100);
  expect((await openStore(directory).verify()).damaged).toEqual([]);
});

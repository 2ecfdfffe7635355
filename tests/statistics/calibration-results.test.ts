/** The rows of docs/calibration.json: stored by several processes at once, kept by the larger number of data sets. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { CalibrationCase } from '../../bench/calibration/case.ts';
import { holding } from '../../bench/calibration/lock.ts';
import { calibrationCases } from '../../bench/calibration/registry.ts';
import { nameOf, readResults, storeResult } from '../../bench/calibration/results.ts';
import { calibrationPage } from '../../bench/calibration/table.ts';
import { paths } from '../../bench/calibration/paths/index.ts';
import { methodInWords, methodNamed } from '../../src/predictions/index.ts';

const fresh = (): URL => pathToFileURL(join(mkdtempSync(join(tmpdir(), 'calibration-')), 'calibration.json'));

const row = (size: string): CalibrationCase => ({
  section: 'Paired arms',
  method: 'never claims',
  data: 'normal',
  size,
  bounds: { greater: 0.05 },
  trial: () => ({ greater: false }),
});
const stored = (size: string, trials: number) => ({
  case: row(size),
  trials,
  rates: { greater: 0 },
  exceeded: [],
});

test('rows that two processes store at the same instant are all there', async () => {
  const file = fresh();
  const results = new URL('../../bench/calibration/results.ts', import.meta.url);
  const ROWS = 60;
  // Each waits for the same instant, then stores row after row without a pause.
  const start = Date.now() + 4_000;
  const program = (shard: string) => `
    import { storeResult } from '${results.href}';
    await new Promise((resolve) => setTimeout(resolve, ${start} - Date.now()));
    for (let i = 0; i < ${ROWS}; i++)
      storeResult(new URL('${file.href}'), {
        case: { section: 'Paired arms', method: 'never claims', data: 'normal', size: '${shard}' + i },
        trials: 1, rates: {}, exceeded: [],
      });`;
  const run = (shard: string) =>
    promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', program(shard)],
      { cwd: fileURLToPath(new URL('../..', import.meta.url)) },
    );
  await Promise.all([run('left'), run('right')]);
  expect(Object.keys(readResults(file)).length).toBe(2 * ROWS);
  expect(existsSync(new URL(`${file.href}.lock`))).toBe(false);
});

test('a row of fewer data sets does not replace one of more', () => {
  const file = fresh();
  for (const trials of [400, 4_000, 400]) storeResult(file, stored('5', trials));
  storeResult(file, stored('8', 400));
  const results = readResults(file);
  expect([results[nameOf(row('5'))]!.trials, results[nameOf(row('8'))]!.trials]).toEqual([4_000, 400]);
});

test('a file is let go of when what was done with it fails', () => {
  const file = fresh();
  const fail = (): never => {
    throw new RangeError('no room');
  };
  expect(() => holding(file, fail)).toThrow('no room');
  expect(holding(file, () => 'held again')).toBe('held again');
});

test('a lock that nobody releases is an error that names it, not a wait for ever', () => {
  const file = fresh();
  writeFileSync(new URL(`${file.href}.lock`), '');
  expect(() => holding(file, () => 'held', { patienceMs: 50 })).toThrow(/calibration\.json\.lock.*delete it/);
});

describe('advice on what to choose instead', () => {
  test('never names the method that its own row was judged by', () => {
    for (const { name, predictions, outside = {} } of paths)
      for (const { choose } of Object.values(outside))
        for (const prediction of predictions)
          expect(choose, name).not.toContain(`'${methodInWords(methodNamed(prediction) ?? 'skew-guarded')}'`);
  });

  test('speaks of rows that there are, and of another than its own', () => {
    const names = new Set(calibrationCases.map(nameOf));
    const advised = calibrationCases.flatMap((each) =>
      each.outside?.row === undefined ? [] : [{ each, row: each.outside.row }],
    );
    expect(advised.length).toBeGreaterThan(0);
    for (const { each, row } of advised) expect(names).toContain(nameOf({ ...each, ...row }));
  });

  test('is taken back where the row that it speaks of does not keep its bounds either', () => {
    const outside = { because: 'skewed', choose: 'eight seeds', row: { size: '8' } };
    const measured = (size: string, rate: number) => ({
      case: { ...row(size), outside },
      trials: 4_000,
      rates: { greater: rate },
      exceeded: rate > 0.06 ? ['greater'] : [],
    });
    expect(calibrationPage([measured('5', 0.12), measured('8', 0.05)], [])).toContain('eight seeds |');
    const page = calibrationPage([measured('5', 0.12), measured('8', 0.09)], []);
    expect(page).not.toContain('eight seeds |');
    expect(page).toContain('nothing here: never claims at n = 8 errs at 9.0 %, too |');
  });
});

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Results } from '../../src/report/results.ts';
import { project, tiny } from './project.ts';

let here: ReturnType<typeof project>;
beforeEach(() => {
  here = project();
});
afterEach(() => here.remove());

const less = { kind: 'less', measure: 'trainLoss', arms: ['base', 'slow'] };
const on = (day: number) => ({ now: () => Date.UTC(2026, 0, day) });

let writes = 0;
/** Writes a hypothesis, in a directory of its own each time: a process imports a path once. */
function write(changes: object = {}, file = 'claim'): void {
  remove(file);
  here.writeHypothesis(`v${++writes}/${file}`, tiny(changes));
}
function remove(file: string): void {
  for (const version of Array.from({ length: writes + 1 }).keys())
    rmSync(join(here.root, `hypotheses/v${version}/${file}.hypothesis.ts`), { force: true });
}
const margin = (by: number) => write({ predictions: [{ ...less, by }] });

async function json(argv: readonly string[] = [], day = 9): Promise<Results & { code: number }> {
  const { code, output, error } = await here.run(['run', '--reporter', 'json', ...argv], on(day));
  if (!output.startsWith('{')) throw new Error(error);
  return { code, ...(JSON.parse(output) as Results) };
}

describe('a claim that changed after its runs were judged says so, without any lock', () => {
  test('in every report, with old and new', async () => {
    margin(0.01);
    await here.run(['run'], on(1));
    margin(0.05);
    const said = 'changed after its runs were judged supported on 2026-01-01 (base seed 0)';
    const change = 'predictions[0].by 0.01 → 0.05';
    for (const reporter of ['default', 'verbose', 'junit', 'markdown', 'html', 'github-actions']) {
      const { output, error } = await here.run(['judge', '--reporter', reporter], on(2));
      const text = output === '' ? error : output;
      expect(text, reporter).toContain(said);
      expect(text, reporter).toContain(change);
    }
    const { code, hypotheses } = await json();
    expect(code).toBe(0);
    expect(hypotheses[0]!.registration).toEqual({
      lock: 'none',
      revisions: [
        {
          kind: 'since judged',
          at: '2026-01-01T00:00:00.000Z',
          baseSeed: '0',
          verdict: 'supported',
          changes: [{ path: 'predictions[0].by', before: 0.01, after: 0.05 }],
        },
      ],
      otherSeeds: [],
    });
    const lines = (await here.run(['judge', '--reporter', 'jsonl'])).output.split('\n');
    expect(JSON.parse(lines[1]!).registration.revisions[0].changes).toHaveLength(1);
    expect((await here.run(['report'])).output).toContain(change);
    expect((await here.run(['explain', 'tiny'])).output).toContain(change);
  });

  test('under a new name, too: the runs are those that were seen', async () => {
    write({ id: 'tiny/before', predictions: [{ ...less, by: 0.01 }] });
    await here.run(['run'], on(1));
    write({ id: 'tiny/after', predictions: [{ ...less, by: 0.05 }] });
    expect((await json()).hypotheses[0]!.registration!.revisions).toMatchObject([
      { kind: 'since judged', changes: [{ path: 'predictions[0].by', before: 0.01, after: 0.05 }] },
    ]);
    expect((await json()).hypotheses[0]!.registration!.revisions).toHaveLength(1);
  });

  test('but not beside a claim that is still there: siblings may share a design', async () => {
    write({ id: 'tiny/before', predictions: [{ ...less, by: 0.01 }] });
    await here.run(['run'], on(1));
    write({ id: 'tiny/sibling', predictions: [{ ...less, by: 0.02 }] }, 'sibling');
    const { hypotheses } = await json();
    expect(hypotheses.map(({ registration }) => registration!.revisions)).toEqual([[], []]);
  });

  test('until it is again what it was, and with how many versions there were', async () => {
    for (const [day, by] of [0.01, 0.02, 0.03].entries()) {
      margin(by);
      await here.run(['run'], on(day + 1));
    }
    expect((await json()).hypotheses[0]!.registration!.revisions[0]).toMatchObject({
      versions: 3,
      changes: [{ before: 0.01, after: 0.03 }],
    });
    margin(0.01);
    expect((await json()).hypotheses[0]!.registration!.revisions).toEqual([]);
  });

  test('but not where words changed, the tier, or what was judged were other runs', async () => {
    write({ replicates: { quick: 4, full: 5 } });
    await here.run(['run', '--seed', 'pilot'], on(1));
    write({ replicates: { quick: 4, full: 5 }, alpha: 0.01 });
    await here.run(['run'], on(2));
    write({ replicates: { quick: 4, full: 5 }, alpha: 0.01, claim: 'In other words' });
    const { hypotheses } = await json(['--tier', 'full']);
    expect(hypotheses[0]!.registration).toEqual({
      lock: 'none',
      revisions: [],
      otherSeeds: [{ baseSeed: 'pilot', at: '2026-01-01T00:00:00.000Z', verdict: 'supported' }],
    });
    const { output } = await here.run(['judge', '--tier', 'full']);
    expect(output).toContain('Other seeds 1 claim also judged under base seed pilot');
    expect(output).not.toContain('changed');
  });

  test('nor where no run came through, so that there was nothing to see', async () => {
    here.write('.assay/blobs', ''); // where the end states of runs would go
    write();
    expect((await here.run(['run'])).code).toBe(4);
    rmSync(join(here.root, '.assay/blobs'));
    write({ alpha: 0.01 });
    expect((await json()).hypotheses[0]!.registration!.revisions).toEqual([]);
  });

  test('not without a store, which knows nothing', async () => {
    write();
    await here.run(['run', '--no-store']);
    margin(0.05);
    const { code, output } = await here.run(['run', '--no-store']);
    expect(code).toBe(0);
    expect(output).not.toContain('changed');
  });

  test('a store that keeps nothing new is told, and the verdict stands', async () => {
    write();
    await here.run(['run']);
    rmSync(join(here.root, '.assay/judged'), { recursive: true });
    margin(0.05);
    // The directory of the one entry is a file: nobody, not even root, writes there.
    mkdirSync(join(here.root, '.assay/judged'), { recursive: true });
    for (let n = 0; n < 256; n++)
      writeFileSync(join(here.root, '.assay/judged', n.toString(16).padStart(2, '0')), '');
    for (const kind of ['plans', 'results']) rmSync(join(here.root, '.assay', kind), { recursive: true });
    writeFileSync(join(here.root, '.assay/plans'), '');
    writeFileSync(join(here.root, '.assay/results'), '');
    const { code, output } = await here.run(['judge']);
    expect(output).toContain('expected to keep which terms were judged, got: ');
    expect(output).toContain('expected to keep these results for `assay report`, got: ');
    expect(code).toBe(0);
  });
});

describe('assay lock', () => {
  const lock = (argv: readonly string[] = [], day = 3) => here.run(['lock', ...argv], on(day));
  const file = () => readFileSync(join(here.root, 'assay.lock.json'), 'utf8');

  test('locks before anything ran, and again changes nothing', async () => {
    write();
    const { code, output } = await lock();
    expect(output).toBe('assay.lock.json: 1 hypothesis locked; commit it\n    locked   tiny/two-rates\n');
    expect(code).toBe(0);
    const before = file();
    expect(await lock()).toEqual({ code: 0, output: 'assay.lock.json: 1 hypothesis as locked\n', error: '' });
    expect(file()).toBe(before);
    expect(existsSync(join(here.root, '.assay'))).toBe(false);
  });

  test('asks for a reason where something changed, and keeps it', async () => {
    margin(0.01);
    await lock();
    await here.run(['run'], on(4));
    margin(0.05);
    const refused = await lock();
    expect(refused.code).toBe(2);
    expect(refused.error).toContain('expected --reason "why", got none, for');
    expect(refused.error).toContain('predictions[0].by 0.01 → 0.05');
    expect((await lock(['--reason', '  '])).error).toContain('expected a --reason in words, got none');
    const { code, output } = await lock(['--reason', 'the paper allows more'], 5);
    expect(output).toContain('amended  tiny/two-rates, after its runs were judged on 2026-01-04');
    expect(code).toBe(0);
    const { registration } = (await json(['--locked'])).hypotheses[0]!;
    expect(registration!.lock).toBe('kept');
    expect(registration!.revisions.map(({ kind, reason, judged }) => [kind, reason, judged])).toEqual([
      ['since judged', undefined, undefined],
      ['amended', 'the paper allows more', '2026-01-04T00:00:00.000Z'],
    ]);
    // Elsewhere the store knows nothing; the lock still does.
    const elsewhere = await here.run(['run', '--store', 'other'], on(9));
    expect(elsewhere.output).toContain(
      'lock amended on 2026-01-05, after its runs were judged (the paper allows more): predictions[0].by 0.01 → 0.05',
    );
  });

  test('an amendment before anything was judged is no warning', async () => {
    margin(0.01);
    await lock();
    margin(0.05);
    await lock(['--reason', 'a slip']);
    expect((await here.run(['run', '--locked'])).output).not.toContain('!');
    expect((await here.run(['judge', '--reporter', 'verbose'])).output).toContain(
      'lock amended on 2026-01-03 (a slip)',
    );
  });

  test('says what was locked only after it was judged', async () => {
    write();
    await here.run(['run'], on(1));
    expect((await lock()).output).toContain(
      'locked   tiny/two-rates, after its runs were judged on 2026-01-01',
    );
    expect((await here.run(['run', '--locked'])).output).toContain(
      '! locked after its runs were judged on 2026-01-01',
    );
  });

  test('a pilot under a seed of its own comes before', async () => {
    write();
    await here.run(['run', '--seed', 'pilot'], on(1));
    expect((await lock()).output).not.toContain('judged');
  });

  test('follows a new name, and lists what is gone', async () => {
    write({ id: 'a/old' }, 'one');
    write({ id: 'a/gone', replicates: 6 }, 'two');
    await lock();
    await here.run(['run', 'a/old'], on(4));
    write({ id: 'a/new' }, 'one');
    remove('two');
    expect((await lock()).error).toContain('removed  a/gone');
    const { output } = await lock(['--reason', 'tidied up']);
    expect(output).toContain('1 hypothesis locked');
    expect(output).toContain('renamed  a/old → a/new');
    expect(output).toContain('removed  a/gone');
    write({ id: 'a/new', alpha: 0.1 }, 'one');
    expect((await here.run(['run'])).output).toContain(
      'judged supported on 2026-01-04 (base seed 0): alpha 0.05 → 0.1',
    );
  });

  test('with filters locks those alone', async () => {
    write({ id: 'a/one' }, 'one');
    write({ id: 'a/two', replicates: 5 }, 'two');
    expect((await lock(['a/one'])).output).toContain('1 hypothesis locked');
    expect((await lock(['a/two'])).output).toContain('2 hypotheses locked');
    expect((await lock()).output).toBe('assay.lock.json: 2 hypotheses as locked\n');
  });

  test('refuses a lock that was edited by hand, as every command does that judges', async () => {
    write();
    await lock();
    writeFileSync(
      join(here.root, 'assay.lock.json'),
      file().replace('"learningRate": 0.1', '"learningRate": 0.2'),
    );
    for (const argv of [['lock'], ['run'], ['judge'], ['run', '--locked']]) {
      const { code, error } = await here.run(argv);
      expect(error).toContain('Cannot use assay.lock.json: expected the terms of tiny/two-rates');
      expect(code).toBe(4);
    }
  });
});

describe('--locked', () => {
  const refusal = async (argv: readonly string[] = []) => here.run(['run', '--locked', ...argv], on(9));

  test('demands a lock', async () => {
    write();
    const { code, error, output } = await refusal();
    expect(error).toContain('expected assay.lock.json, got no such file');
    expect(code).toBe(4);
    expect(output).toBe('');
  });

  test('lists what changed, what is new and what is gone, and trains nothing', async () => {
    write({ id: 'a/changed' }, 'one');
    write({ id: 'a/gone', replicates: 6 }, 'two');
    await here.run(['lock']);
    write({ id: 'a/changed', replicates: 5, alpha: 0.1 }, 'one');
    remove('two');
    write({ id: 'a/new', replicates: 7 }, 'three');
    const { code, error } = await refusal();
    expect(
      error
        .replaceAll(/v\d+\//g, '')
        .split('\n')
        .slice(1),
    ).toEqual([
      'hypotheses/one.hypothesis.ts',
      '  replicates: expected 4 as locked, got 5',
      '  alpha: expected 0.05 as locked, got 0.1',
      'hypotheses/three.hypothesis.ts',
      '  a/new: expected a hypothesis of the lock, got one that it does not hold',
      'assay.lock.json',
      '  a/gone: expected this hypothesis, got none: it is gone or has another name',
      '',
    ]);
    expect(code).toBe(4);
    expect(existsSync(join(here.root, '.assay/records'))).toBe(false);
    // Without it the same are told, and judged.
    const free = await json();
    expect(free.code).toBe(0);
    expect(free.hypotheses.map(({ registration }) => registration!.lock)).toEqual(['changed', 'missing']);
    expect(free.warnings.map(({ path }) => path)).toContain('a/gone');
  });

  test('with filters looks at what they select', async () => {
    write({ id: 'a/kept' }, 'one');
    write({ id: 'a/changed', replicates: 6 }, 'two');
    write({ id: 'a/gone', replicates: 7 }, 'three');
    await here.run(['lock']);
    write({ id: 'a/changed', replicates: 5 }, 'two');
    remove('three');
    expect((await refusal(['a/kept'])).code).toBe(0);
    expect((await refusal(['a/changed'])).code).toBe(4);
  });

  test('is a setting of the environment and of the configuration, too; a report keeps to it', async () => {
    write();
    const environment = { env: { ASSAY_WORKERS: '1', ASSAY_LOCKED: '1' } };
    expect((await here.run(['run'], environment)).code).toBe(4);
    await here.run(['run']);
    expect((await here.run(['report'])).code).toBe(0);
    expect((await here.run(['report', '--locked'])).code).toBe(4);
    await here.run(['lock']);
    expect((await here.run(['judge'], environment)).code).toBe(0);
    expect((await here.run(['report', '--locked'])).code).toBe(0);
  });
});

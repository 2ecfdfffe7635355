import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { project } from '../cli/project.ts';

const targets = fileURLToPath(new URL('../check/targets', import.meta.url));
const at = (name: string) => join(targets, `${name}.optimizer.ts`);

let here: ReturnType<typeof project>;
beforeAll(async () => {
  here = project();
  here.write('optimizers/adam.optimizer.ts', "export default { kind: 'adam' };\n");
  const recorded = await here.run([
    'baseline',
    'record',
    at('spec'),
    '--baseline',
    'm.json',
    '--reason',
    'first',
  ]);
  expect(recorded.error).not.toContain('Cannot');
  expect(recorded.code).toBe(0);
  expect(recorded.output).toMatch(
    /^m\.json: .*spec\.optimizer\.ts on 25 cases; 508 runs trained, 0 from the store; /,
  );
}, 240_000);
afterAll(() => here.remove());

const check = (name: string, ...flags: string[]) =>
  here.run(['check', at(name), '--baseline', 'm.json', ...flags]);

describe('assay check', { timeout: 240_000 }, () => {
  test('answers an unchanged program, and a rewriting with the same program, without training', async () => {
    for (const name of ['spec', 'momentum']) {
      const { code, output } = await check(name, '--strict', '--at-least', 'mathematics');
      expect(code).toBe(0);
      expect(output).toMatch(/same mathematics on 25 cases; nothing trained; /);
      expect(output.match(/^ {2}same mathematics /gm)).toHaveLength(25);
    }
  });

  test('exits with 1 where an optimizer has regressed, and says on which case, by how much', async () => {
    const { code, output } = await check('momentum-dampened');
    expect(code).toBe(1);
    expect(output).toMatch(
      /^ {2}changed, regressed +MLP, rate 0.005, batch 25: all tensors from step 1, update × 0.1/m,
    );
    expect(output).toMatch(/^ {8}regressed +final loss ×\S+ \[×\S+, ×\S+\], margin ×1.05, n = \d+$/m);
    const { level, cases } = JSON.parse((await check('momentum-dampened', '--json')).output);
    expect([level, cases.length]).toEqual(['regressed', 27]); // two of them are sensitivities of sweeps
  });

  test('exits with 1 where anything has changed, and with 3 where equivalence is demanded and not decided', async () => {
    const { code, output } = await check('momentum-rate-times-1.01');
    expect(code).toBe(1);
    expect(output).toMatch(/all tensors from step 1, update × 1.010/);
    expect(output).toMatch(/not decided .*about (\d+) seeds would decide \(--seeds \1 when recorded\)/);
    const demanded = ['--at-least', 'equivalent'];
    expect((await check('momentum-rate-times-1.01', ...demanded)).code).toBe(3);
    const one = ['--case', 'stiff valley, rate 0.001'];
    expect((await check('momentum-rate-times-1.01', ...demanded, ...one)).code).toBe(3);
  });

  test('takes a demand: the same bytes are not the same mathematics', async () => {
    expect((await check('momentum-renamed-state', '--at-least', 'bytes')).code).toBe(0);
    expect((await check('momentum-renamed-state', '--at-least', 'mathematics')).code).toBe(1);
    const wrong = await check('spec', '--at-least', 'everything');
    expect([wrong.code, wrong.error]).toEqual([
      2,
      'Cannot use --at-least: expected mathematics | bytes | rounding | equivalent, got "everything"\n',
    ]);
  });

  test('exits with 2 where the target or the baseline is wrong', async () => {
    const broken = await check('no-optimizer');
    expect([broken.code, broken.error]).toEqual([2, expect.stringContaining('expected a default export')]);
    const absent = await here.run(['check', 'adam', '--baseline', 'absent.json']);
    expect([absent.code, absent.error]).toEqual([2, expect.stringContaining('got no such file')]);
    here.write('other.json', '{ "schema": 7 }');
    const other = await here.run(['check', 'adam', '--baseline', 'other.json']);
    expect([other.code, other.error]).toEqual([
      2,
      expect.stringContaining('expected schema 2, got schema 7'),
    ]);
  });

  test('warns of a baseline of another version, and refuses it with --strict', async () => {
    const text = readFileSync(join(here.root, 'm.json'), 'utf8');
    writeFileSync(join(here.root, 'old.json'), text.replace('"assay":"0.1.0"', '"assay":"0.0.9"'));
    const run = (...flags: string[]) => here.run(['check', at('spec'), '--baseline', 'old.json', ...flags]);
    const warned = await run();
    expect(warned.code).toBe(0);
    expect(warned.output).toContain('warning: recorded with assay 0.0.9, checked with 0.1.0\n');
    expect((await run('--strict')).code).toBe(2);
  });
});

describe('assay baseline', () => {
  test('records once; an update keeps the seed and the reasons, and trains nothing that the store has', async () => {
    const again = await here.run(['baseline', 'record', at('spec'), '--baseline', 'm.json', '--reason', 'x']);
    expect([again.code, again.error]).toEqual([2, expect.stringContaining('got one that exists')]);
    const updated = await here.run([
      'baseline',
      'update',
      at('momentum'),
      '--baseline',
      'm.json',
      '--reason',
      'a pair',
    ]);
    expect(updated.output).toContain('; 0 runs trained, 508 from the store; ');
    const { seed, reasons, target } = JSON.parse(readFileSync(join(here.root, 'm.json'), 'utf8'));
    expect([seed, reasons.map(({ reason }: { reason: string }) => reason)]).toEqual([
      '0',
      ['first', 'a pair'],
    ]);
    expect(target).toContain('momentum.optimizer.ts');
  });

  test('wants a reason, a task that exists, and a file to update', async () => {
    const run = (task: string, file: string, reason: string) =>
      here.run(['baseline', task, 'adam', '--baseline', file, '--reason', reason]);
    expect(await run('record', 'n.json', ' ')).toMatchObject({ code: 2 });
    expect((await run('erase', 'n.json', 'x')).error).toContain(
      'expected record | update | digests, got "erase"',
    );
    expect((await run('update', 'n.json', 'x')).error).toContain('got no such file');
  });
});

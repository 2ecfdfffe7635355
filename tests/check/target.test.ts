import { describe, expect, test } from 'vitest';
import { externalTarget } from '../../src/check/target/external-target.ts';
import { loadTarget, loadTargets, battery } from '../../src/check/index.ts';
import { planBattery } from '../../src/check/battery/plan-battery.ts';
import { engineNamed } from '../../src/engines/index.ts';

const root = process.cwd();
const load = (name: string) => loadTarget(`tests/check/targets/${name}.optimizer.ts`, root);

describe('a target', () => {
  test('is found by path, or by the name of a file in optimizers/', async () => {
    expect((await loadTarget('adam', root)).file).toBe('optimizers/adam.optimizer.ts');
    expect((await loadTarget('optimizers/adam.optimizer.ts', root)).spec).toMatchObject({ kind: 'adam' });
  });

  test('is a specification, a pair, or a function that returns an optimizer', async () => {
    expect((await load('spec')).spec).toEqual({ kind: 'heavy-ball', momentum: 0.9 });
    expect((await load('momentum')).spec).toMatchObject({ kind: 'custom' });
    expect((await load('tensorflow')).spec).toMatchObject({ kind: 'custom' });
    expect((await loadTarget('momentum', root)).spec).toMatchObject({ kind: 'custom' });
  });

  test('may be an instance of TensorFlow.js, which is made anew for every run: it is the same as a function', async () => {
    const engine = await engineNamed('onnx');
    const part = battery.slice(0, 1);
    const programs = async (name: string) =>
      (await planBattery(await load(name), part, { engine, baseSeed: '0' })).cases[0]!.programs;
    expect(await programs('instance')).toEqual(await programs('tensorflow'));
  });

  test('may be an external trainer, which starts in the directory of its file', async () => {
    const target = await loadTarget('examples/python-stdlib/optimizers/heavy-ball.optimizer.ts', root);
    expect(target.trainer?.spec.command).toEqual(['python3', '../train.py']);
    expect(target.trainer?.directory).toMatch(/examples\/python-stdlib\/optimizers$/);
    expect(target.spec).toEqual({ kind: 'heavy-ball', momentum: 0.9 });
  });

  test('may be an external trainer that starts elsewhere, as seen from its file', () => {
    const { trainer } = externalTarget(
      { command: ['python3', 'train.py'], directory: '..' },
      'x',
      '/a/optimizers',
    );
    expect(trainer?.directory).toBe('/a');
    expect(trainer?.spec).not.toHaveProperty('directory'); // resolved once
  });

  test('may be several variants: each is a target, code by its own export, with what it is to equal', async () => {
    const file = 'tests/check/targets/variants.optimizer.ts';
    const [plain, still, own] = await loadTargets(file, root);
    expect([plain, still, own].map((each) => each!.file)).toEqual([
      `${file}#plain`,
      `${file}#momentum of 0`,
      `${file}#own`,
    ]);
    expect(still!.equals).toEqual([{ name: 'plain', spec: { kind: 'sgd' } }]);
    expect(own!.spec).toEqual({ kind: 'custom', module: `${root}/${file}`, export: 'own' });
    expect(await loadTarget(`${file}#own`, root)).toEqual(own);
    await expect(loadTarget(file, root)).rejects.toThrow(
      /expected one of its variants, .*#plain, .*, got all of them$/,
    );
    await expect(loadTargets(`${file}#other`, root)).rejects.toThrow(
      /^Cannot find variant "other" of .*: expected plain \| momentum of 0 \| own, got "other"$/,
    );
    await expect(loadTargets('momentum#other', root)).rejects.toThrow(
      /got no variants, so none called "other"$/,
    );
  });

  test.each([
    ['absent', /^Cannot find optimizer ".*absent.optimizer.ts": expected a module at .*, got none/],
    ['no-optimizer', /expected a default export that is a specification .*, got an object with momentum$/],
    ['no-default', /expected an export named 'default', got optimizer$/],
    ['bad-spec', /bad-spec.optimizer.ts: Cannot build the optimizer .*momentum/],
  ])('that is none of these is told what it is: %s', async (name, message) => {
    await expect(load(name)).rejects.toThrow(message);
    await expect(load(name)).rejects.toMatchObject({ code: 'configuration' });
  });

  test('that does not keep to its form is told with the case in which it was tried', async () => {
    const engine = await engineNamed('onnx');
    const planning = load('forgets-parameters').then((target) =>
      planBattery(target, battery, { engine, baseSeed: '0' }),
    );
    await expect(planning).rejects.toMatchObject({ code: 'program' });
    await expect(planning).rejects.toThrow(
      /forgets-parameters.optimizer.ts, case ill-conditioned quadratic, rate 0.0005: Cannot use optimizer reader/,
    );
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { project, tiny } from './project.ts';
import { spawned } from './spawned.ts';

let here: ReturnType<typeof project>;
beforeEach(() => {
  here = project();
});
afterEach(() => here.remove());

const healthy = JSON.stringify(tiny({}));

/** Writes a hypothesis that is healthy but for what its module does. */
const hypothesisThat = (does: string) =>
  here.write('hypotheses/bad.hypothesis.ts', `${does}\nexport default ${healthy};\n`);

/** An optimizer whose update does something before it takes its step. */
const optimizerWhoseUpdate = (does: string) =>
  here.write(
    'optimizers/bad.optimizer.ts',
    `export default {
  kind: 'bad',
  init: () => ({}),
  update: ({ params, state }) => {
    ${does}
    return { params, state };
  },
};
`,
  );

describe('what a module of the user does to the process is a failure with its name', () => {
  test.each([
    ['exits with 0', 'process.exit(0);', 'its exit with code 0 at hypotheses/bad.hypothesis.ts:1:9'],
    ['exits inside try', 'try { process.exit(0); } catch {}', 'hypotheses/bad.hypothesis.ts:1:15'],
    [
      'exits by the undocumented door',
      '(process as any).reallyExit(0);',
      'hypotheses/bad.hypothesis.ts:1:18',
    ],
    [
      'exits by a name of its own',
      "import { exit } from 'node:process'; exit(0);",
      'its exit with code 0 at hypotheses/bad.hypothesis.ts:1:38',
    ],
    ['exits a little later', 'setTimeout(() => process.exit(0), 20);', 'hypotheses/bad.hypothesis.ts:1:26'],
    [
      'lends the exit to a timer',
      'setTimeout(process.exit, 20, 0);',
      'code 0 in hypotheses/bad.hypothesis.ts',
    ],
    [
      'never settles',
      'await new Promise(() => {});',
      'Cannot load hypotheses/bad.hypothesis.ts: expected an import that settles',
    ],
    [
      'never settles and sets a code',
      "process.exitCode = 0; process.on('exit', () => { process.exitCode = 0; }); await new Promise(() => {});",
      'Cannot load hypotheses/bad.hypothesis.ts',
    ],
    [
      'never settles and exits at the end',
      "process.on('exit', () => process.exit(0)); await new Promise(() => {});",
      'Cannot load hypotheses/bad.hypothesis.ts',
    ],
    [
      'throws later',
      "setTimeout(() => { throw new Error('late'); }, 20);",
      'got "late" at hypotheses/bad.hypothesis.ts:1:26',
    ],
    [
      'rejects, and nobody waits',
      "void Promise.reject(new Error('lost'));",
      'got "lost" at hypotheses/bad.hypothesis.ts:1:21',
    ],
    [
      'rejects with a word',
      "void Promise.reject('lost');",
      'got "lost" in hypotheses/bad.hypothesis.ts or what they import',
    ],
    [
      'rejects, and listens without a word',
      "process.on('unhandledRejection', () => {}); process.on('uncaughtException', () => {}); void Promise.reject(new Error('lost'));",
      'got "lost" at hypotheses/bad.hypothesis.ts',
    ],
    [
      'throws at the very end',
      "process.on('exit', () => { throw new Error('last'); });",
      'got "last" at hypotheses/bad.hypothesis.ts',
    ],
  ])('%s', async (_does, code, message) => {
    hypothesisThat(code);
    const { code: exit, error } = await spawned(here.root, ['list']);
    expect(error).toContain(message);
    expect(exit).toBe(4);
  });

  test('a module that a hypothesis imports, beside a healthy file', async () => {
    here.write('hypotheses/tool.ts', 'export const rates = [0.1];\nprocess.exit(0);\n');
    hypothesisThat("import { rates } from './tool.ts'; void rates;");
    here.writeHypothesis('good', tiny({ id: 'tiny/good' }));
    const { code, error } = await spawned(here.root, ['list', 'good']);
    expect(error).toContain('code 0 at hypotheses/tool.ts, while ');
    expect(error).toContain('hypotheses/bad.hypothesis.ts');
    expect(code).toBe(4);
  });
});

describe('functions of the user that are called while programs are traced', () => {
  test.each([
    ['exits', 'process.exit(0);', 'its exit with code 0 at optimizers/bad.optimizer.ts:5:'],
    [
      'rejects, and nobody waits',
      "void Promise.reject(new Error('lost'));",
      'got "lost" at optimizers/bad.optimizer.ts:5:',
    ],
  ])('an update that %s', async (_does, update, message) => {
    optimizerWhoseUpdate(update);
    const optimizer = { kind: 'custom', module: '../optimizers/bad.optimizer.ts' };
    here.writeHypothesis('uses', tiny({ optimizer }));
    const { code, error } = await spawned(here.root, ['run']);
    expect(error).toContain(message);
    expect(code).toBe(4);
  });

  test('a model that exits', async () => {
    here.write('hypotheses/net.ts', 'export default () => {\n  process.exit(0);\n};\n');
    here.writeHypothesis(
      'uses',
      tiny({ workload: { ...tiny().workload, model: { kind: 'custom', module: './net.ts' } } }),
    );
    const { code, error } = await spawned(here.root, ['plan']);
    expect(error).toContain('code 0 at hypotheses/net.ts:2:11');
    expect(code).toBe(4);
  });
});

describe('an optimizer that is trained eagerly', () => {
  test.each([
    ['rejects, and nobody waits', "void Promise.reject(new Error('lost'));", 'got "lost" at'],
    ['throws a little later', "setTimeout(() => { throw new Error('late'); }, 1);", 'got "late" at'],
    [
      'throws when the run has long ended',
      "setTimeout(() => { throw new Error('late'); }, 600);",
      'got "late" at',
    ],
    ['exits', 'process.exit(0);', 'its exit with code 0 at'],
  ])('and %s', async (_does, step, message) => {
    // Values are read, so no trace is made of it.
    here.write(
      'optimizers/eager.ts',
      `let steps = 0;
export default {
  kind: 'eager',
  init: () => ({}),
  update: ({ parameters, gradients, state }) => {
    for (const gradient of Object.values(gradients)) gradient.dataSync();
    if (++steps === 3) { ${step} }
    return { parameters, state };
  },
};
`,
    );
    const optimizer = { kind: 'custom', module: '../optimizers/eager.ts' };
    here.writeHypothesis('uses', tiny({ optimizer, replicates: 3 }));
    const { code, output } = await spawned(here.root, ['run']);
    expect(output).toContain(message);
    expect(output).toContain('optimizers/eager.ts');
    expect(code).toBe(4);
  });
});

describe('functions of the user that are called and never settle', () => {
  // A plain script: whether it is a module, its text says, not the nearest package.json.
  const never = 'export default () => new Promise(() => {});\n';

  test('data', async () => {
    here.write('hypotheses/never.js', never);
    const data = { kind: 'custom', module: './never.js' };
    here.writeHypothesis('uses', tiny({ workload: { ...tiny().workload, data } }));
    const { code, error } = await spawned(here.root, ['run']);
    expect(error).toMatch(/Cannot use the data of \S+never\.js .* expected a function that settles/);
    expect(code).toBe(4);
  });

  test('a measure', async () => {
    here.write('hypotheses/never.js', never);
    const predictions = [{ kind: 'less', measure: 'own', arms: ['base', 'slow'] }];
    const measures = [{ kind: 'custom', name: 'own', module: './never.js' }];
    here.writeHypothesis('uses', tiny({ measures, predictions }));
    const { code, error } = await spawned(here.root, ['run']);
    expect(error).toContain('Cannot use the measure of ./never.js: expected a function that settles');
    expect(code).toBe(4);
  });
});

describe('a finished command alone says how it ended', () => {
  test('a code that a module sets changes nothing, and an open timer does not keep the command', async () => {
    hypothesisThat(
      "process.exitCode = 1; process.on('exit', () => { process.exitCode = 3; }); setInterval(() => {}, 100);",
    );
    const { code, error } = await spawned(here.root, ['list']);
    expect(error).toContain('something keeps the process alive');
    expect(code).toBe(0);
  });

  test('a verdict that contradicts its expectation stays one', async () => {
    const refuted = JSON.stringify(tiny({ expected: 'refuted' }));
    here.write(
      'hypotheses/bad.hypothesis.ts',
      `process.on('exit', () => process.exit(0));\nexport default ${refuted};\n`,
    );
    expect((await spawned(here.root, ['run'])).code).toBe(1);
  });
});

describe('an await that never settles while something else keeps the process alive', () => {
  const waiting = 'setInterval(() => {}, 1000); console.error("waits"); await new Promise(() => {});';

  test('is a failure with its name after the limit', async () => {
    hypothesisThat(waiting);
    const { code, error } = await spawned(here.root, ['list'], {
      env: { ...process.env, ASSAY_LOAD_TIMEOUT: '0.5' },
    });
    expect(error).toContain(
      'Cannot load hypotheses/bad.hypothesis.ts: expected an import that settles within 0.5 s (ASSAY_LOAD_TIMEOUT), got an await that has not',
    );
    expect(code).toBe(4);
  });

  test('is ended by the first signal', async () => {
    hypothesisThat(waiting);
    let sent = false;
    const { code } = await spawned(here.root, ['list'], {
      onError: (text, kill) => {
        if (sent || !text.includes('waits')) return;
        sent = true;
        kill('SIGTERM');
      },
    });
    expect(code).toBe(130);
  });
});

/** The package as a user has it: packed, unpacked into an empty project, and used by the lines of docs/library.md. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/library.md'), 'utf8');
const scripts = [...page.matchAll(/^```js\n([\s\S]*?)^```/gm)].map(([, code]) => code!);
const vitestFiles = [...page.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => code!);

let project: string;

/**
 * Links what the repository has installed, so that nothing is fetched: all but vitest's own, which it gets as a user's
 * package.
 */
function install(tarball: string): void {
  const modules = join(project, 'node_modules');
  mkdirSync(join(modules, 'optimizer-assay'), { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, 'optimizer-assay')]);
  for (const name of readdirSync(join(root, 'node_modules')))
    if (!name.startsWith('.') && name !== 'optimizer-assay')
      symlinkSync(join(root, 'node_modules', name), join(modules, name));
}

const write = (file: string, text: string) => {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), text);
};
const run = (command: string, args: readonly string[]): string =>
  execFileSync(command, args, {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', CI: '1' },
  });

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'assay-installed-'));
  const packed = JSON.parse(
    execFileSync(
      'npm',
      ['pack', '--ignore-scripts=false', '--json', '--silent', '--pack-destination', project],
      {
        cwd: root,
        encoding: 'utf8',
      },
    ),
  ) as readonly { readonly filename: string }[];
  install(join(project, packed[0]!.filename));
  write('package.json', '{ "type": "module" }\n');
  const claim = /hypothesis\(\{[\s\S]*?^\}\)/m.exec(page)![0];
  write('claim.js', `import { hypothesis } from 'optimizer-assay';\nexport const claim = ${claim};\n`);
  write('hypotheses/rates.hypothesis.js', "export { claim as default } from '../claim.js';\n");
}, 300_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('docs/library.md', () => {
  test.each(scripts.map((code, index) => [index + 1, code] as const))(
    'block %i prints what it says',
    (index, code) => {
      const expected = [...code.matchAll(/^\/\/ prints: (.*)$/gm)].map(([, line]) => line);
      expect(expected.length).toBeGreaterThan(0);
      write(`block${index}.js`, code);
      expect(
        run(process.execPath, [`block${index}.js`])
          .trimEnd()
          .split('\n'),
      ).toEqual(expected);
    },
  );

  test('the adapter makes a test of a hypothesis, and matchers judge, under vitest', () => {
    vitestFiles.forEach((code, index) => write(`file${index}.test.js`, code));
    const report = run(process.execPath, [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=json',
    ]);
    const { numPassedTests, testResults } = JSON.parse(report) as {
      readonly numPassedTests: number;
      readonly testResults: readonly {
        readonly assertionResults: readonly { readonly title: string; readonly meta: object }[];
      }[];
    };
    expect(numPassedTests).toBe(2);
    const results = testResults.flatMap(({ assertionResults }) => assertionResults);
    expect(results.find(({ title }) => title.startsWith('first-steps'))).toMatchObject({
      title: expect.stringContaining('first-steps/rates: A tenth') as string,
      meta: { assay: { summary: { total: 1, asExpected: 1 } } },
    });
  });
});

test('the command runs where the package is installed', () => {
  const bin = join(project, 'node_modules/optimizer-assay/bin/assay.js');
  expect(run(process.execPath, [bin, 'list'])).toContain('first-steps/rates');
});

describe('docs/tutorial.md', () => {
  const tutorial = readFileSync(join(root, 'docs/tutorial.md'), 'utf8');
  const [file, optimizer] = /^```ts\n\/\/ (\S+)\n([\s\S]*?)^```/m.exec(tutorial)!.slice(1) as [
    string,
    string,
  ];
  const commands = [...tutorial.matchAll(/^npx assay (.*?)(?: # exits with (\d))?$/gm)].map(
    ([, line, code]) => ({ line: line!, code: Number(code ?? 0) }),
  );

  test('its commands do what it says, in an empty folder', { timeout: 600_000 }, () => {
    expect(commands.length).toBeGreaterThan(7);
    const home = project;
    project = mkdtempSync(join(tmpdir(), 'assay-tutorial-'));
    try {
      symlinkSync(join(home, 'node_modules'), join(project, 'node_modules'));
      write('package.json', '{}\n');
      write(file, optimizer);
      for (const { line, code } of commands) {
        if (code === 1) write(file, optimizer.replace(', gradient)', ', tf.mul(gradient, 0.1))'));
        const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);
        expect({ line, code: exitCode(words) }).toEqual({ line, code });
      }
    } finally {
      rmSync(project, { recursive: true, force: true });
      project = home;
    }
  });
});

/** Exit code of the installed command. */
function exitCode(words: readonly string[]): number {
  const bin = join(project, 'node_modules/optimizer-assay/bin/assay.js');
  return spawnSync(process.execPath, [bin, ...words], { cwd: project, stdio: 'ignore' }).status ?? -1;
}

/** Blocks of TypeScript that import the package. */
const typedBlocks = ['data', 'measures', 'results'].flatMap((name) =>
  [...readFileSync(join(root, `docs/${name}.md`), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```/gm)]
    .map(([, code]) => code!)
    .filter((code) => code.includes("from 'optimizer-assay'")),
);

test('every door has types, and what docs write of modules by reference fits them', () => {
  expect(typedBlocks.length).toBeGreaterThan(2);
  typedBlocks.forEach((code, index) => write(`block${index}.ts`, code));
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, unknown>>;
  };
  const doors = Object.keys(exports).filter((door) => !door.endsWith('.json'));
  expect(doors.length).toBeGreaterThan(5);
  const imports = doors.map(
    (door, index) => `import * as door${index} from 'optimizer-assay${door.slice(1)}';`,
  );
  write(
    'types.ts',
    `${imports.join('\n')}
     import { check, type Hypothesis } from 'optimizer-assay';
     declare const claim: Hypothesis;
     export const verdict: string = (await check(claim)).hypotheses[0]!.verdict;
     // @ts-expect-error: there is no such setting
     export const wrong = check(claim, { wrokers: 2 });
     export const all = [${doors.map((_, index) => `door${index}`).join()}];`,
  );
  write(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: {
        module: 'nodenext',
        target: 'es2023',
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        types: [],
      },
      files: ['types.ts', ...typedBlocks.map((_, index) => `block${index}.ts`)],
    }),
  );
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.']);
}, 120_000);

/** The package as a user has it: packed, installed, and used by the lines of the documentation. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installPackage, type InstalledPackage, type UsersProject } from './installed-package.ts';
import { stepsOfPage } from './steps-of-page.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/library.md'), 'utf8');
const scripts = [...page.matchAll(/^```js\n([\s\S]*?)^```/gm)].map(([, code]) => code!);
const vitestFiles = [...page.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => code!);

let installed: InstalledPackage;
let project: UsersProject;

beforeAll(() => {
  installed = installPackage();
  project = installed.project();
  project.write('package.json', '{ "type": "module" }\n');
  const claim = /hypothesis\(\{[\s\S]*?^\}\)/m.exec(page)![0];
  project.write(
    'claim.js',
    `import { hypothesis } from 'optimizer-assay';\nexport const claim = ${claim};\n`,
  );
  project.write('hypotheses/rates.hypothesis.js', "export { claim as default } from '../claim.js';\n");
}, 300_000);
afterAll(() => {
  project.remove();
  installed.remove();
});

describe('docs/library.md', () => {
  test.each(scripts.map((code, index) => [index + 1, code] as const))(
    'block %i prints what it says',
    (index, code) => {
      const expected = [...code.matchAll(/^\/\/ prints: (.*)$/gm)].map(([, line]) => line);
      expect(expected.length).toBeGreaterThan(0);
      project.write(`block${index}.js`, code);
      expect(
        project
          .run(process.execPath, [`block${index}.js`])
          .trimEnd()
          .split('\n'),
      ).toEqual(expected);
    },
  );

  test('the adapter makes a test of a hypothesis, and matchers judge, under vitest', () => {
    vitestFiles.forEach((code, index) => project.write(`file${index}.test.js`, code));
    const report = project.run(process.execPath, [
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
  expect(project.run('npx', ['assay', 'list'])).toContain('first-steps/rates');
});

describe('docs/tutorial.md', () => {
  const tutorial = readFileSync(join(root, 'docs/tutorial.md'), 'utf8');
  const [file, optimizer] = /^```ts\n\/\/ (\S+)\n([\s\S]*?)^```/m.exec(tutorial)!.slice(1) as [
    string,
    string,
  ];
  const commands = stepsOfPage(tutorial).flatMap((step) =>
    step.kind === 'command' && step.line.startsWith('npx') ? [step] : [],
  );

  test('its commands do what it says, in an empty folder', { timeout: 600_000 }, () => {
    expect(commands.length).toBeGreaterThan(7);
    const empty = installed.project();
    try {
      empty.write('package.json', '{}\n');
      empty.write(file, optimizer);
      for (const { line, code } of commands) {
        if (code === 1) empty.write(file, optimizer.replace(', gradient)', ', tf.mul(gradient, 0.1))'));
        expect({ line, code: empty.shell(line).code }).toEqual({ line, code });
      }
    } finally {
      empty.remove();
    }
  });
});

/** Blocks of TypeScript that import the package. */
const typedBlocks = ['command', 'data', 'measures', 'results'].flatMap((name) =>
  [...readFileSync(join(root, `docs/${name}.md`), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```/gm)]
    .map(([, code]) => code!)
    .filter((code) => code.includes("from 'optimizer-assay'")),
);

test('every door has types, and what docs write of modules by reference fits them', () => {
  expect(typedBlocks.length).toBeGreaterThan(2);
  typedBlocks.forEach((code, index) => project.write(`block${index}.ts`, code));
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, unknown>>;
  };
  const doors = Object.keys(exports).filter((door) => !door.endsWith('.json'));
  expect(doors.length).toBeGreaterThan(5);
  const imports = doors.map(
    (door, index) => `import * as door${index} from 'optimizer-assay${door.slice(1)}';`,
  );
  project.write(
    'types.ts',
    `${imports.join('\n')}
     import { check, type Hypothesis } from 'optimizer-assay';
     declare const claim: Hypothesis;
     export const verdict: string = (await check(claim)).hypotheses[0]!.verdict;
     // @ts-expect-error: there is no such setting
     export const wrong = check(claim, { wrokers: 2 });
     export const all = [${doors.map((_, index) => `door${index}`).join()}];`,
  );
  project.write(
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
  project.run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.']);
}, 120_000);

/** The package as a user has it: packed, installed, and used by the lines of the documentation and of the examples. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

describe('examples/', () => {
  const examples = readdirSync(join(root, 'examples')).filter((name) =>
    existsSync(join(root, 'examples', name, 'package.json')),
  );
  test('there are three', () => expect(examples).toEqual(['own-claim', 'own-optimizer', 'script']));

  test.each(examples)('the commands of %s do what its README says', { timeout: 600_000 }, (name) => {
    const directory = join(root, 'examples', name);
    const [install, ...steps] = stepsOfPage(readFileSync(join(directory, 'README.md'), 'utf8'));
    expect(install).toMatchObject({ line: 'npm install --ignore-scripts' });
    const copy = installed.project(directory);
    try {
      for (const step of steps)
        if (step.kind === 'edit') {
          const text = copy.read(step.file);
          expect(text).toContain(step.before);
          copy.write(
            step.file,
            text.replace(step.before, () => step.now),
          );
        } else {
          const { code, output } = copy.shell(step.line);
          expect({ line: step.line, code }, output).toEqual({ line: step.line, code: step.code });
          for (const text of step.prints) expect(output, step.line).toContain(text);
        }
    } finally {
      copy.remove();
    }
  });

  test.each(examples)('%s asks for the version that is packed', (name) => {
    const read = (file: string) =>
      JSON.parse(readFileSync(join(root, file), 'utf8')) as {
        readonly version: string;
        readonly devDependencies: Readonly<Record<string, string>>;
      };
    const { devDependencies } = read(`examples/${name}/package.json`);
    expect(devDependencies['optimizer-assay']).toBe(`^${read('package.json').version}`);
  });

  test('a workflow runs commands that its README has', () => {
    const read = (file: string) => readFileSync(join(root, 'examples/own-optimizer', file), 'utf8');
    const runs = [...read('.github/workflows/assay.yml').matchAll(/^ *- run: (npx .*)$/gm)];
    const typed = stepsOfPage(read('README.md')).flatMap((step) => (step.kind === 'edit' ? [] : [step.line]));
    expect(runs.length).toBe(2);
    for (const [, line] of runs) expect(typed).toContain(line);
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

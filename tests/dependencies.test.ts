/** package.json names what the package imports, no more and no less. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('..', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8');
const { name, dependencies, optionalDependencies, peerDependencies } = JSON.parse(read('package.json')) as {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
};
const declared = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
const files = ['src', 'bin']
  .flatMap((room) =>
    readdirSync(new URL(room, root), { recursive: true }).map((file) => `${room}/${String(file)}`),
  )
  .filter((file) => /\.(ts|js|mjs)$/.test(file));
const sources = files.map((file) => ({ file, text: read(file) }));

/** The package of a module: `@scope/name` or `name`, without the path inside it. */
const packageOf = (module: string): string =>
  module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');

test('every dependency is named by a file of the package', () => {
  expect(files.length).toBeGreaterThan(300);
  // Some are loaded by a name that stands in a table: a quoted name counts.
  const named = (dependency: string) =>
    sources.some(({ text }) =>
      [`'${dependency}'`, `'${dependency}/`].some((quoted) => text.includes(quoted)),
    );
  expect(declared.filter((dependency) => !named(dependency))).toEqual([]);
});

test('every package that is imported is a dependency', () => {
  const imported = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/(?:\bfrom |^import |\bimport\()['"]([^.'"][^'"]*)['"]/gm)].map(([, module]) => ({
      file,
      module: module!,
    })),
  );
  expect(imported.length).toBeGreaterThan(100);
  const unknown = imported.filter(
    ({ module }) => !module.startsWith('node:') && ![...declared, name].includes(packageOf(module)),
  );
  expect(unknown).toEqual([]);
});

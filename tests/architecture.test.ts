import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'src');

interface Room {
  readonly name: string;
  readonly kind: string;
  readonly mayImport: string;
}

/** The table of rooms in ARCHITECTURE.md is the rule; this reads it. */
function rooms(): ReadonlyMap<string, Room> {
  const rows = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
    .split('\n')
    .map((line) => line.match(/^\| `([\w./-]+)` \| (\w+) \| .* \| ([^|]*) \|$/))
    .filter((match) => match !== null);
  return new Map(
    rows.map(([, name, kind, mayImport]) => [
      name!,
      { name: name!, kind: kind!, mayImport: mayImport!.trim() },
    ]),
  );
}

function files(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? files(join(directory, entry.name))
      : entry.name.endsWith('.ts')
        ? [join(directory, entry.name)]
        : [],
  );
}

interface Import {
  readonly target: string;
  readonly file: string;
  readonly typeOnly: boolean;
}

function imports(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const pattern = /^(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?'(\.[^']+)'/gm;
  const dynamic = /import\(\s*'(\.[^']+)'\s*\)/g;
  return [
    ...[...text.matchAll(pattern)].map((match) => ({
      specifier: match[2]!,
      typeOnly: match[1] !== undefined,
    })),
    ...[...text.matchAll(dynamic)].map((match) => ({ specifier: match[1]!, typeOnly: false })),
  ].map(({ specifier, typeOnly }) => ({ target: resolve(dirname(file), specifier), file, typeOnly }));
}

const table = rooms();

/** A folder of `src`, or a folder within it that has a row of its own. */
function roomOf(file: string): string {
  const path = relative(source, file).split('/');
  const inner = path.slice(0, 2).join('/');
  return table.has(inner) ? inner : path[0]!;
}

const nouns = [...table.values()].filter((room) => room.kind === 'noun').map((room) => room.name);

/** Why `from` must not import `to`, or undefined where it may. */
function objection(from: Room, edge: Import): string | undefined {
  const to = roomOf(edge.target);
  if (to === from.name || table.get(to)?.kind === 'base' || from.kind === 'command') return undefined;
  const allowed = from.mayImport;
  const listed = allowed.split(/[;,]/).map((word) => word.trim());
  if (listed.includes(to) || (listed.includes('nouns') && nouns.includes(to))) return undefined;
  const types = allowed.match(/types of ([\w, ]+)/)?.[1]?.split(/,\s*/) ?? [];
  if (types.includes(to) && edge.typeOnly) return undefined;
  if (
    allowed.includes('schemas of nouns') &&
    nouns.includes(to) &&
    (edge.typeOnly || edge.target.endsWith('/schema.ts'))
  )
    return undefined;
  if (edge.typeOnly && nouns.includes(to)) return undefined;
  return `${relative(root, edge.file)} imports ${relative(root, edge.target)}: ${from.name} may import ${allowed || 'nothing'} (ARCHITECTURE.md)`;
}

describe('imports obey the table in ARCHITECTURE.md', () => {
  test('every room of src is in the table', () => {
    const known = readdirSync(source).filter((name) => name !== 'index.ts' && name !== 'public');
    expect(known.filter((name) => !table.has(name))).toEqual([]);
  });

  test('no import crosses a wall', () => {
    const edges = files(source)
      .filter((file) => table.has(roomOf(file)))
      .flatMap((file) => imports(file).map((edge) => ({ room: table.get(roomOf(file))!, edge })));
    expect(edges.length).toBeGreaterThan(5);
    expect(edges.map(({ room, edge }) => objection(room, edge)).filter(Boolean)).toEqual([]);
  });

  test('randomness has one door: nothing in src calls the global generator', () => {
    const offenders = files(source).filter((file) => /\bMath\.random\(/.test(readFileSync(file, 'utf8')));
    expect(offenders.map((file) => relative(root, file))).toEqual([]);
  });
});

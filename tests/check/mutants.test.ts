import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { gates } from '../../scripts/mutants/gates.ts';
import { edited } from '../../scripts/mutants/plant.ts';
import { expectedCases, expectedOf, rightLevels } from '../../scripts/mutants/expected.ts';
import type { PairRow } from '../../scripts/mutants/pairs.ts';
import { mutants } from '../../scripts/mutants/table.ts';
import { battery } from '../../src/check/index.ts';
import { families } from './pairs/families.ts';

describe('the table of mutants', () => {
  test.each(mutants.map(({ name, edits }) => [name, edits] as const))(
    'finds what it edits: %s',
    (name, edits) => {
      const sources = new Map<string, string>();
      for (const edit of edits) {
        const before = sources.get(edit.file) ?? readFileSync(edit.file, 'utf8');
        const after = edited(before, edit, name);
        expect(after).not.toBe(before);
        sources.set(edit.file, after);
      }
    },
  );

  test('holds at least twenty bugs and five refactorings, each under a name of its own', () => {
    const names = mutants.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(mutants.filter(({ kind }) => kind === 'bug').length).toBeGreaterThanOrEqual(20);
    expect(mutants.filter(({ kind }) => kind === 'refactoring').length).toBeGreaterThanOrEqual(5);
  });

  test('says of every pair what its cases ought to be, and of none that is no pair', () => {
    for (const [family, { same, diff }] of Object.entries(families)) {
      for (const name of Object.keys(diff)) {
        const { levels = '', because } = expectedOf(`${family}: ${name}`, 'different') ?? {};
        expect(levels, `${family}: ${name}`).toMatch(/^[clse]{4}$/);
        // What differs is told somewhere, and where it is not, the table says why.
        expect(levels).not.toBe('ssss');
        if (levels !== 'cccc') expect(because).toMatch(/\w/);
      }
      for (const name of Object.keys(same))
        expect(expectedOf(`${family}: ${name}`, 'same')!.levels).toBe('ssss');
    }
    const count = (kind: 'same' | 'diff') =>
      Object.values(families).reduce((sum, family) => sum + Object.keys(family[kind]).length, 0);
    expect(count('diff')).toBeGreaterThanOrEqual(40);
    expect(count('same')).toBeGreaterThanOrEqual(20);
    for (const id of expectedCases) expect(battery.map((each) => each.id)).toContain(id);
  });

  test('what was found is what ought to be', () => {
    const rows = JSON.parse(readFileSync('docs/mutant-pairs.json', 'utf8')) as readonly PairRow[];
    for (const { name, kind, levels, right } of rows)
      for (const [id, level] of Object.entries(levels)) {
        const wanted = rightLevels(name, kind, id)!;
        // The same mathematics may round up to a hundred times worse: the row says whether it does.
        const passes = kind === 'same' && level === 'same mathematics, less exact' && right;
        expect(passes || wanted.includes(level), `${name} on ${id}: ${level}`).toBe(true);
      }
    expect(rows.filter(({ right }) => !right)).toEqual([]);
  });

  test.each(gates.map(({ name, edits }) => [name, edits] as const))(
    'finds the gates of our own that it turns round: %s',
    (name, edits) => {
      for (const edit of edits)
        expect(() => edited(readFileSync(edit.file, 'utf8'), edit, name)).not.toThrow();
    },
  );

  test('refuses an edit whose text is gone, or is there twice', () => {
    const edit = { file: 'a.ts', find: 'x + y', replace: 'x - y' };
    expect(() => edited('x * y', edit, 'a bug')).toThrow(
      'Cannot plant "a bug": expected a.ts to hold once the text "x + y", got 0 places',
    );
    expect(() => edited('x + y; x + y', edit, 'a bug')).toThrow('got 2 places');
    expect(edited('x + y; x + y', { ...edit, all: true }, 'a bug')).toBe('x - y; x - y');
  });
});

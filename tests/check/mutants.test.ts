import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { edited } from '../../scripts/mutants/plant.ts';
import { mutants } from '../../scripts/mutants/table.ts';

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

  test('refuses an edit whose text is gone, or is there twice', () => {
    const edit = { file: 'a.ts', find: 'x + y', replace: 'x - y' };
    expect(() => edited('x * y', edit, 'a bug')).toThrow(
      'Cannot plant "a bug": expected a.ts to hold once the text "x + y", got 0 places',
    );
    expect(() => edited('x + y; x + y', edit, 'a bug')).toThrow('got 2 places');
    expect(edited('x + y; x + y', { ...edit, all: true }, 'a bug')).toBe('x - y; x - y');
  });
});

import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { executing } from '../../src/check/other-version/harness.ts';

const source = fileURLToPath(new URL('../../src', import.meta.url));

/** The files of `src` that run when one of them is imported, but not what only those in `except` bring in. */
function reached(entry: string, except: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [join(source, entry)];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const name = relative(source, file);
    if (found.has(name) || except.includes(name)) continue;
    found.add(name);
    const text = readFileSync(file, 'utf8');
    const statics = /^(?:import|export)\s+(?!type\s)(?:[^'"`;]*?\sfrom\s+)?'(\.[^']+)'/gm;
    const dynamic = /import\(\s*'(\.[^']+)'\s*\)/g;
    for (const [, specifier] of [...text.matchAll(statics), ...text.matchAll(dynamic)])
      waiting.push(resolve(dirname(file), specifier!));
  }
  return found;
}

describe('what executes runs is all that runs when they are executed', () => {
  // Lowered programs are in the digests, and messages change no number.
  const told = [
    ...['errors.ts', 'engines/onnx/lower.ts', 'engines/tfjs/broadcast-products.ts'],
    ...['program/serialize.ts', 'program/doubles.ts'],
  ];

  test.each([
    ['traced', 'train/train-worker.ts'],
    ['external', 'train/train-external.ts'],
  ] as const)('%s', (kind, entry) => {
    const files = [...reached(entry, told)];
    expect(files.length).toBeGreaterThan(5);
    const isListed = (file: string) =>
      executing[kind].some((path) => file === path || file.startsWith(`${path}/`));
    expect(files.filter((file) => !isListed(file))).toEqual([]);
  });
});

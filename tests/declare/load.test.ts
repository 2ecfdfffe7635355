import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadSuite } from '../../src/declare/load.ts';
import { smallHypothesis } from './small-hypothesis.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-load-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (file: string, text: string) => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};

const source = (changes: object) =>
  `export default ${JSON.stringify({ ...smallHypothesis(), ...changes })} as const;\n`;

const ids = async (selection: Parameters<typeof loadSuite>[0]['selection'] = {}) =>
  (await loadSuite({ root, selection })).hypotheses.map(({ hypothesis }) => hypothesis.id);

describe('finding and selecting', () => {
  beforeEach(() => {
    write(
      'hypotheses/b/two.hypothesis.ts',
      source({ id: 'b/two', claim: 'Larger steps end wider', tags: ['slow'] }),
    );
    write('hypotheses/a/one.hypothesis.ts', source({ id: 'a/one', tags: ['width', 'slow'] }));
    write('hypotheses/a/full.hypothesis.ts', source({ id: 'a/full', tier: 'full' }));
    write('hypotheses/a/notes.ts', 'throw new Error("never imported");');
    write('hypotheses/.hidden/x.hypothesis.ts', 'throw new Error("never imported");');
  });

  test('all files under the directory are found, in the order of their paths', async () => {
    expect(await ids()).toEqual(['a/full', 'a/one', 'b/two']);
  });

  test('a filter fits a part of a path or of an id; several widen the selection', async () => {
    expect(await ids({ filters: ['b/tw'] })).toEqual(['b/two']);
    expect(await ids({ filters: ['./hypotheses/a/'] })).toEqual(['a/full', 'a/one']);
    expect(await ids({ filters: ['one', 'TWO'] })).toEqual(['a/one', 'b/two']);
  });

  test('a filter may be an absolute path or a glob', async () => {
    expect(await ids({ filters: [join(root, 'hypotheses/a/one.hypothesis.ts')] })).toEqual(['a/one']);
    expect(await ids({ filters: ['a/*'] })).toEqual(['a/full', 'a/one']);
    expect(await ids({ filters: ['**/o?e'] })).toEqual(['a/one']);
    expect(await ids({ filters: ['hypotheses/*.hypothesis.ts'] })).toEqual([]);
    expect(await ids({ filters: ['hypotheses/**/t*.hypothesis.ts'] })).toEqual(['b/two']);
  });

  test('a filter that selects nothing is told, whatever the others select, with the reason', async () => {
    const suite = await loadSuite({
      root,
      selection: { filters: ['a/one', 'a/typo', 'a/full'], tier: 'quick' },
    });
    expect(suite.idle).toEqual([
      { filter: 'a/typo', leftOut: {} },
      { filter: 'a/full', leftOut: { tier: 1 } },
    ]);
  });

  test('text selects by the claim, as pattern or as plain text', async () => {
    expect(await ids({ text: 'end wider$' })).toEqual(['b/two']);
    expect(await ids({ text: 'larger (' })).toEqual([]);
  });

  test('tags select any of those wanted and none of those refused', async () => {
    expect(await ids({ tags: ['slow'] })).toEqual(['a/one', 'b/two']);
    expect(await ids({ tags: ['slow', '!width'] })).toEqual(['b/two']);
  });

  test('the quick tier leaves out what belongs to the full one, and says how many', async () => {
    const suite = await loadSuite({ root, selection: { tier: 'quick' } });
    expect(suite.hypotheses).toHaveLength(2);
    expect(suite.leftOut).toEqual({ tier: 1 });
  });

  test('a filter that is a path outside the directory adds what is there', async () => {
    write('elsewhere/three.hypothesis.ts', source({ id: 'three' }));
    expect(await ids({ filters: ['elsewhere/three.hypothesis.ts'] })).toEqual(['three']);
  });
});

describe('files that are wrong become problems with their file', () => {
  test('one that does not parse', async () => {
    write('hypotheses/bad.hypothesis.ts', 'export default {;');
    const { problems, hypotheses } = await loadSuite({ root });
    expect(hypotheses).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ file: 'hypotheses/bad.hypothesis.ts', path: '' });
    expect(problems[0]!.message).toMatch(/^expected a module that loads, got: /);
  });

  test('one that throws at import, and one without a default export', async () => {
    write('hypotheses/a.hypothesis.ts', 'throw new Error("no such constant");');
    write('hypotheses/b.hypothesis.ts', 'export const claim = 1;');
    const { problems } = await loadSuite({ root });
    expect(problems.map(({ file, message }) => `${file}: ${message}`)).toEqual([
      'hypotheses/a.hypothesis.ts: expected a module that loads, got: no such constant',
      'hypotheses/b.hypothesis.ts: expected `export default hypothesis({…})`, got no default export',
    ]);
  });

  test('two with one id: both files are named', async () => {
    write('hypotheses/a.hypothesis.ts', source({ id: 'same' }));
    write('hypotheses/b.hypothesis.ts', source({ id: 'same' }));
    const { problems } = await loadSuite({ root });
    expect(problems).toEqual([
      {
        file: 'hypotheses/a.hypothesis.ts',
        path: 'id',
        message: 'expected an id of its own, got "same", which hypotheses/b.hypothesis.ts also has',
      },
      {
        file: 'hypotheses/b.hypothesis.ts',
        path: 'id',
        message: 'expected an id of its own, got "same", which hypotheses/a.hypothesis.ts also has',
      },
    ]);
  });

  test('a broken file that a filter leaves out stops nothing', async () => {
    write('hypotheses/bad.hypothesis.ts', 'export default {;');
    write('hypotheses/good.hypothesis.ts', source({ id: 'good' }));
    const suite = await loadSuite({ root, selection: { filters: ['good'] } });
    expect(suite.problems).toEqual([]);
    expect(suite.otherProblems).toHaveLength(1);
    expect(suite.hypotheses).toHaveLength(1);
  });

  test('a directory that does not exist holds no hypotheses', async () => {
    expect(await loadSuite({ root })).toMatchObject({ hypotheses: [], problems: [] });
  });
});

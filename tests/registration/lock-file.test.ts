import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { validate } from '../../src/declare/validate.ts';
import type { Hypothesis } from '../../src/declare/types.ts';
import { amended, LOCK_FILE, readLock, stepsTo, writeLock, type Lock } from '../../src/registration/index.ts';
import { digestOfHypotheses, digestOfLink } from '../../src/registration/lock-schema.ts';
import { tiny } from '../cli/project.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-lock-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function parsed(changes: object): Hypothesis {
  const validation = validate(tiny(changes));
  if (validation.kind === 'invalid') throw new Error(JSON.stringify(validation.problems));
  return validation.hypothesis;
}

const nothingJudged = () => undefined;

/** A lock after each of some states of a project. */
function lockOf(...states: readonly (readonly Hypothesis[])[]): Lock {
  let lock: Lock | undefined;
  for (const [index, hypotheses] of states.entries()) {
    const ids = hypotheses.map(({ id }) => id);
    const steps = stepsTo(lock, { hypotheses, ids, judgedAt: nothingJudged });
    lock = amended(lock, hypotheses, steps, {
      at: `2026-01-0${index + 1}`,
      tool: '0.1.0',
      reason: 'because',
    });
  }
  return lock!;
}

const two = lockOf([parsed({})], [parsed({ replicates: 8 })]);

test('a lock is read as it was written', async () => {
  await writeLock(root, two);
  expect(await readLock(root)).toEqual(two);
  expect(two.chain.map(({ steps }) => steps.map(({ kind }) => kind))).toEqual([['added'], ['amended']]);
  expect(two.chain[1]!.previous).toBe(two.chain[0]!.digest);
});

test('where there is none, there is none', async () => {
  expect(await readLock(root)).toBeUndefined();
});

test('steps tell what was added, amended, renamed and removed', () => {
  const before = lockOf([
    parsed({ id: 'a/kept' }),
    parsed({ id: 'a/changed', replicates: 5 }),
    parsed({ id: 'a/old-name', replicates: 6 }),
    parsed({ id: 'a/gone', replicates: 7 }),
  ]);
  const hypotheses = [
    parsed({ id: 'a/kept', claim: 'In other words' }),
    parsed({ id: 'a/changed', replicates: 10 }),
    parsed({ id: 'a/new-name', replicates: 6 }),
    parsed({ id: 'a/new', replicates: 8 }),
  ];
  const ids = hypotheses.map(({ id }) => id);
  const judgedAt = (id: string) => (id === 'a/gone' ? '2026-01-01' : undefined);
  expect(stepsTo(before, { hypotheses, ids, judgedAt })).toEqual([
    { kind: 'amended', id: 'a/changed', changes: [{ path: 'replicates', before: 5, after: 10 }] },
    { kind: 'renamed', id: 'a/new-name', from: 'a/old-name' },
    { kind: 'added', id: 'a/new' },
    { kind: 'removed', id: 'a/gone', judged: '2026-01-01' },
  ]);
});

describe('a lock that was edited by hand is refused', () => {
  const edits: readonly (readonly [string, (lock: Lock) => unknown, RegExp])[] = [
    [
      'a term',
      (lock) => {
        const text = JSON.stringify(lock);
        return JSON.parse(text.replace('"replicates":8,"measures"', '"replicates":80,"measures"'));
      },
      /expected the terms of tiny\/two-rates that its digests name, got others/,
    ],
    [
      'a reason',
      (lock) => ({ ...lock, chain: [lock.chain[0], { ...lock.chain[1], reason: 'a better one' }] }),
      /expected link 1 of its chain with digest/,
    ],
    [
      'a link taken out',
      (lock) => ({ ...lock, chain: [lock.chain[1]] }),
      /expected link 0 of its chain to follow none, got/,
    ],
    [
      'the last link taken out',
      (lock) => ({ ...lock, chain: [lock.chain[0]] }),
      /expected hypotheses with digest/,
    ],
    ['a hypothesis taken out', (lock) => ({ ...lock, hypotheses: {} }), /expected hypotheses with digest/],
    [
      'a date, with a new digest',
      (lock) => {
        const { digest: _, ...link } = { ...lock.chain[0]!, at: '2020-01-01' };
        return { ...lock, chain: [{ ...link, digest: digestOfLink(link) }, lock.chain[1]] };
      },
      /expected link 1 of its chain to follow/,
    ],
    ['another version', (lock) => ({ ...lock, schema: 2 }), /expected a lock, version 1/],
    ['a field more', (lock) => ({ ...lock, more: 1 }), /expected a lock, version 1/],
    ['an empty chain', (lock) => ({ ...lock, chain: [] }), /expected a lock, version 1/],
  ];
  test.each(edits)('%s', async (_what, edit, message) => {
    writeFileSync(join(root, LOCK_FILE), JSON.stringify(edit(two)));
    await expect(readLock(root)).rejects.toMatchObject({ code: 'integrity' });
    await expect(readLock(root)).rejects.toThrow(message);
  });

  test.each([
    ['cut short', (text: string) => text.slice(0, 100), /text that does not parse;/],
    [
      'with a conflict',
      (text: string) => `<<<<<<< HEAD\n${text}`,
      /text that does not parse with a conflict of a merge/,
    ],
    ['empty', () => '', /text that does not parse/],
    ['a list', () => '[]', /expected a lock, version 1/],
  ])('%s', async (_what, edit, message) => {
    await writeLock(root, two);
    const file = join(root, LOCK_FILE);
    writeFileSync(file, edit(readFileSync(file, 'utf8')));
    await expect(readLock(root)).rejects.toThrow(message);
  });
});

test('spaces, line ends and the order of fields are no edit', async () => {
  const { chain, hypotheses, schema } = two;
  const text = JSON.stringify({ chain, schema, hypotheses }).replaceAll('{', '{\r\n ');
  writeFileSync(join(root, LOCK_FILE), text);
  expect(await readLock(root)).toEqual(two);
  expect(digestOfHypotheses(hypotheses)).toBe(chain[1]!.hypotheses);
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseReporters, readyReporters, writeReports } from '../../src/cli/output.ts';
import { reporters } from '../../src/report/reporters.ts';
import { sampleResults } from '../report/sample-results.ts';
import { captured } from './captured-io.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'assay-output-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const results = sampleResults();
const plain = { color: false };
const report = async (names: readonly string[], env = {}) => {
  const io = captured({ cwd, env });
  await writeReports(results, await readyReporters(names, io), io);
  return io;
};

describe('reporters add up', () => {
  test('without any, the console gets the default text', async () => {
    expect((await report([])).output()).toBe(reporters.default.render(results, plain));
  });

  test('a file does not silence the console', async () => {
    const io = await report(['json=deep/results.json', 'junit=j.xml']);
    expect(io.output()).toBe(reporters.default.render(results, plain));
    expect(readFileSync(join(cwd, 'deep/results.json'), 'utf8')).toBe(reporters.json.render(results, plain));
    expect(readFileSync(join(cwd, 'j.xml'), 'utf8')).toBe(reporters.junit.render(results, plain));
  });

  test('a document on the output stream moves the console to the error stream', async () => {
    const io = await report(['json']);
    expect(JSON.parse(io.output())).toEqual(results);
    expect(io.error()).toBe(reporters.default.render(results, plain));
  });

  test('verbose takes the place of default, annotations stand below it', async () => {
    const io = await report(['verbose', 'github-actions']);
    expect(io.output()).toBe(
      reporters.verbose.render(results, plain) + reporters['github-actions'].render(results, plain),
    );
  });

  test('a workflow run gets the table of claims in its summary', async () => {
    const summary = join(cwd, 'summary.md');
    await report(['github-actions'], { GITHUB_STEP_SUMMARY: summary });
    expect(readFileSync(summary, 'utf8')).toBe(reporters.markdown.render(results, plain));
  });

  test('a name that does not exist is refused with a suggestion', () => {
    expect(() => parseReporters(['jnit=a.xml'])).toThrow(/did you mean "junit"\?/);
  });
});

describe('a reporter of the user', () => {
  const module = (text: string) => writeFileSync(join(cwd, 'mine.mjs'), text);

  test('is a function of the results, and a document unless it says otherwise', async () => {
    module('export default async ({ summary }) => `${summary.total} claims\n`;');
    const toStream = await report(['./mine.mjs']);
    expect(toStream.output()).toBe(`${results.summary.total} claims\n`);
    expect(toStream.error()).toBe(reporters.default.render(results, plain));
    await report(['./mine.mjs=out/claims.txt', 'json=r.json']);
    expect(readFileSync(join(cwd, 'out/claims.txt'), 'utf8')).toBe(`${results.summary.total} claims\n`);
    module('export default 1;');
    writeFileSync(join(cwd, 'notes.mjs'), "export default { kind: 'annotations', render: () => 'note' };");
    expect((await report(['./notes.mjs'])).output()).toBe(`${reporters.default.render(results, plain)}note`);
  });

  test('that fails is told, and keeps no other from being written', async () => {
    writeFileSync(join(cwd, 'fails.mjs'), "export default () => { throw new Error('no room'); };");
    await expect(report(['./fails.mjs=a.txt', 'json=late.json'])).rejects.toThrow(
      /Cannot use the reporter \.\/fails\.mjs: its function fails: no room; thrown at .*fails\.mjs/,
    );
    expect(JSON.parse(readFileSync(join(cwd, 'late.json'), 'utf8'))).toEqual(results);
  });

  test('is refused before anything is trained where it is none, and told where it gives no text', async () => {
    writeFileSync(join(cwd, 'none.mjs'), 'export default 1;');
    await expect(readyReporters(['./none.mjs'], { cwd })).rejects.toThrow(
      /Cannot use reporter .\/none.mjs: expected a default export .* got number/,
    );
    await expect(readyReporters(['./missing.mjs'], { cwd })).rejects.toThrow(/Cannot import .\/missing.mjs/);
    writeFileSync(join(cwd, 'empty.mjs'), 'export default () => undefined;');
    await expect(report(['./empty.mjs'])).rejects.toThrow(/expected a text, got undefined/);
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseReporters, writeReports } from '../../src/cli/output.ts';
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
  await writeReports(results, parseReporters(names), io);
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

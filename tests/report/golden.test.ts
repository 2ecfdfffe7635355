import { describe, expect, test } from 'vitest';
import { reporters, type ReporterName } from '../../src/report/reporters.ts';
import { resultsSchema } from '../../src/report/results.ts';
import { oneOfEach, sampleResults } from './sample-results.ts';

const plain = { color: false };
const names = Object.keys(reporters) as ReporterName[];

describe('each reporter writes the text that lies beside this test', () => {
  test.each(names)('%s', async (name) => {
    const text = reporters[name].render(sampleResults(), plain);
    await expect(text).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});

test('the sample is what the schema says results are', () => {
  expect(resultsSchema.parse(sampleResults())).toEqual(sampleResults());
});

test('reporters are pure: the same results give the same text', () => {
  for (const name of names)
    expect(reporters[name].render(sampleResults(), plain)).toBe(
      reporters[name].render(sampleResults(), plain),
    );
});

describe('the terminal', () => {
  const text = (results = sampleResults()) => reporters.default.render(results, plain);

  test('paints only where color is wanted', () => {
    const escape = /\u001b\[/;
    expect(text()).not.toMatch(escape);
    expect(reporters.default.render(sampleResults(), { color: true })).toMatch(escape);
  });

  test('puts the replay line of a failing claim alone and whole on its line', () => {
    expect(text().split('\n')).toContain('npx assay replay three-factors/width --arm base --seed 0');
  });

  test('says how many replicates an inconclusive claim needs', () => {
    expect(text()).toContain('needs about n = 24 for power 0.9');
  });

  test('says that a warm run trained nothing', () => {
    const warm = {
      ...sampleResults([oneOfEach[0]!]),
      runs: { total: 20, cached: 20, trained: 0, diverged: 0, missing: 0 },
    };
    expect(text(warm)).toContain('nothing trained: all 20 runs came from the store');
  });

  test('says that an interrupted report is partial', () => {
    expect(text({ ...sampleResults(), interrupted: true })).toContain('this report is partial');
  });
});

test('each line of the JSON lines is an object with its type', () => {
  const lines = reporters.jsonl.render(sampleResults(), plain).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).type)).toEqual([
    'suite',
    ...oneOfEach.map(() => 'hypothesis'),
    'warning',
  ]);
});

test('JUnit counts failures and errors apart, and escapes what XML would read as markup', () => {
  const odd = { ...oneOfEach[1]!, claim: 'a < b & "c" > \u0001d' };
  const text = reporters.junit.render(sampleResults([odd, oneOfEach[3]!]), plain);
  expect(text).toContain('tests="2" failures="1" errors="1"');
  expect(text).toContain('a &lt; b &amp; &quot;c&quot; &gt; d');
});

test('annotations escape line ends, so that each is one workflow command', () => {
  const lines = reporters['github-actions'].render(sampleResults(), plain).trimEnd().split('\n');
  expect(lines).toHaveLength(4); // three that are not as expected, and one whose terms changed
  for (const line of lines)
    expect(line).toMatch(/^::(error|warning) file=hypotheses\/\S+,line=1,title=\S+::/);
});

import { describe, expect, test } from 'vitest';
import { html } from '../../src/report/html.ts';
import { intervalPlot, pointsPlot } from '../../src/report/plots.ts';
import { scaleOf } from '../../src/report/svg.ts';
import { finding, oneOfEach, result, sampleResults } from './sample-results.ts';

const page = html(sampleResults());

describe('the page', () => {
  test('is self-contained: no script, nothing loaded from elsewhere', () => {
    expect(page).not.toMatch(/<script|<link|<img|\bsrc=|url\(|@import/);
    expect([...page.matchAll(/href="([^"]*)"/g)].every(([, target]) => target!.startsWith('#'))).toBe(true);
  });

  test('has a section for every link of its index, what needs attention first', () => {
    const links = [...page.matchAll(/href="#([^"]*)"/g)].map(([, target]) => target!);
    expect(links).toHaveLength(oneOfEach.length);
    expect(links[0]).toBe('three-factors--width');
    for (const link of links) expect(page).toContain(`<section id="${link}">`);
  });

  test('escapes what a claim says', () => {
    const text = html(sampleResults([result({ claim: '<b>a & b</b>' })]));
    expect(text).toContain('&lt;b&gt;a &amp; b&lt;/b&gt;');
    expect(text).not.toContain('<b>');
  });
});

describe('plots', () => {
  test('a scale has round ticks and keeps every value inside', () => {
    const scale = scaleOf([0, 0.37], 0, 100);
    expect(scale.ticks).toEqual([0, 0.2]);
    expect(scale.at(0)).toBeGreaterThan(0);
    expect(scale.at(0.37)).toBeLessThan(100);
    expect(scale.at(Infinity)).toBe(100);
  });

  test('an open region reaches the edge of its plot, and a finding without an interval has none', () => {
    expect(intervalPlot(finding({ region: { lower: 0.02, upper: 'Infinity' } }))).toContain('class="band"');
    expect(intervalPlot(oneOfEach[3]!.findings[0]!)).toBe('');
  });

  test('a time that is longer than it was watched is an open point, one that never comes is counted', () => {
    const values = {
      base: { stepsTo: { '1/0': { value: 40 }, '1/1': { value: 120, censored: true as const } } },
      double: { stepsTo: { '1/0': { value: 80 }, '1/1': { value: 'Infinity' as const } } },
    };
    const plot = pointsPlot(result({ values }), 'stepsTo');
    expect(plot.match(/class="point open"/g)).toHaveLength(1);
    expect(plot).toContain('base, seed 1/1: &gt; 120');
    expect(plot).toContain('double (1 at ∞)');
  });

  test('runs without a number are counted beside the name of their arm', () => {
    expect(pointsPlot(result(), 'testAccuracy')).toContain('base (1 without)');
  });
});

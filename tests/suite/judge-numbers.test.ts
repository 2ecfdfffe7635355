import { describe, expect, test } from 'vitest';
import { judge } from '../../src/index.ts';

const close = { a: [0.8, 0.81, 0.79, 0.8, 0.82], b: [0.802, 0.809, 0.793, 0.801, 0.818] };
const apart = { a: [0.8, 0.81, 0.79, 0.8, 0.82], b: [0.7, 0.712, 0.689, 0.7, 0.721] };

describe('numbers at hand', () => {
  test('are judged as those of a hypothesis', async () => {
    const same = { kind: 'equivalent', arms: ['a', 'b'], margin: 0.02 } as const;
    expect(await judge(close, same)).toMatchObject({ verdict: 'supported', asExpected: true });
    const { verdict, findings } = await judge(apart, same, { measure: 'accuracy', unit: 'fraction' });
    expect(verdict).toBe('refuted');
    expect(findings[0]).toMatchObject({
      statement: 'accuracy: a and b equivalent within ±0.02',
      unit: 'fraction',
      n: 5,
    });
  });

  test('may have controls, covariates and an expectation', async () => {
    const numbers = { one: [1, 1.1, 0.9, 1], two: [0.5, 0.54, 0.46, 0.5], four: [0.25, 0.26, 0.24, 0.25] };
    const covariates = { one: { width: 1 }, two: { width: 2 }, four: { width: 4 } };
    const law = { kind: 'scales', along: 'width', exponent: -1, within: 0.2 } as const;
    expect(await judge(numbers, law, { covariates })).toMatchObject({ verdict: 'supported' });
    const broken = { controls: [{ kind: 'equivalent', arms: ['one', 'two'], margin: 0.1 }] } as const;
    expect(await judge(numbers, law, { covariates, ...broken })).toMatchObject({ verdict: 'invalid' });
    expect(await judge(numbers, { ...law, exponent: 1 }, { covariates, expected: 'refuted' })).toMatchObject({
      verdict: 'refuted',
      asExpected: true,
    });
  });

  test('of yes and no are rates', async () => {
    const numbers = { a: Array<number>(29).fill(0) };
    const { findings } = await judge(numbers, { kind: 'below', arm: 'a', than: 0.1 }, { values: 'yes/no' });
    expect(findings[0]).toMatchObject({
      verdict: 'supported',
      method: expect.stringContaining('Clopper') as string,
    });
  });

  test('are numbers: what JSON writes for NaN and Infinity is refused, not counted as 0', async () => {
    const less = { kind: 'less', arms: ['a', 'b'] } as const;
    const parsed = JSON.parse(JSON.stringify({ a: [NaN, Infinity], b: [1, 1.1] })) as {
      a: number[];
      b: number[];
    };
    await expect(judge(parsed, less, { better: 'lower' })).rejects.toMatchObject({
      problems: [
        { path: 'a[0]', message: expect.stringContaining('got null') as string },
        { path: 'a[1]', message: expect.stringContaining('got null') as string },
      ],
    });
    for (const other of [true, '1', undefined])
      await expect(judge({ a: [1, other as never], b: [1, 1] }, less)).rejects.toMatchObject({
        problems: [{ path: 'a[1]', message: expect.stringContaining('expected a number') as string }],
      });
  });

  test('of diverged runs are the worst, never the best', async () => {
    const numbers = { a: [Infinity, Infinity, 1], b: [0.5, 0.6, 0.7] };
    const claim = { kind: 'nonInferior', arms: ['a', 'b'], margin: 0.1 } as const;
    await expect(judge(numbers, claim, { better: 'higher' })).rejects.toMatchObject({
      problems: [
        { path: 'a[0]', message: expect.stringContaining('or -Infinity of a run that diverged') as string },
        { path: 'a[1]' },
      ],
    });
  });

  test.each([
    ['positive', -4, 'a number of at least 0'],
    ['count', 2.5, 'a whole number of at least 0'],
    ['yes/no', 0.5, '0 or 1'],
  ] as const)('that are said to be %s are so', async (values, wrong, expected) => {
    const ones = Array<number>(30).fill(1);
    const { verdict, reason } = await judge(
      { a: [1, 1, wrong, ...ones], b: [1, 0, 1, ...ones] },
      { kind: 'greater', arms: ['a', 'b'], by: 0.1 },
      { values },
    );
    expect(verdict).toBe('invalid');
    expect(reason).toContain(`a, seed 2: expected ${expected} of a ${values} measure, got ${wrong}`);
  });

  test('with an option that is none', async () => {
    const same = { kind: 'equivalent', arms: ['a', 'b'], margin: 0.02 } as const;
    await expect(judge(close, same, { alhpa: 1e-6 } as never)).rejects.toMatchObject({
      problems: [
        { path: 'options.alhpa', message: expect.stringContaining('did you mean "alpha"?') as string },
      ],
    });
    await expect(judge(close, same, { better: 'up' } as never)).rejects.toMatchObject({
      problems: [{ path: 'options.better', message: expect.stringContaining('got "up"') as string }],
    });
  });

  test('and claims about them that are wrong are errors with their place', async () => {
    await expect(judge({ a: [1, 2], b: [1] }, { kind: 'greater', arms: ['a', 'b'] })).rejects.toThrow(
      'expected as many of each arm, one a seed, got 2 of a, 1 of b',
    );
    await expect(judge({}, { kind: 'above', arm: 'a', than: 0 })).rejects.toThrow('got no arms');
    await expect(judge(close, { kind: 'greater', arms: ['a', 'c'] })).rejects.toMatchObject({
      problems: [{ path: 'predictions[0].arms[1]', message: expect.stringContaining('got "c"') as string }],
    });
    const nothing = await judge({ a: [1, NaN, 3] }, { kind: 'above', arm: 'a', than: 0 });
    expect(nothing).toMatchObject({
      verdict: 'invalid',
      reason: expect.stringContaining('got NaN') as string,
    });
  });
});

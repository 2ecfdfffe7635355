import { describe, expect, test } from 'vitest';
import { AssayError } from '../../src/errors.ts';
import { defineConfig } from '../../src/suite/define-config.ts';
import { resolveSettings } from '../../src/suite/settings.ts';

const nothing = { flags: {}, environment: {}, config: {} };

describe('settings', () => {
  test('a flag goes before the environment, before the configuration, before the default', () => {
    const flags = { seed: 'flag' };
    const environment = { ASSAY_SEED: 'environment' };
    const config = { seed: 'config' };
    const seed = (sources: object) => resolveSettings({ ...nothing, ...sources });
    expect(seed({ flags, environment, config })).toMatchObject({
      values: { seed: 'flag' },
      origins: { seed: 'flag' },
    });
    expect(seed({ environment, config })).toMatchObject({
      values: { seed: 'environment' },
      origins: { seed: 'environment' },
    });
    expect(seed({ config })).toMatchObject({ values: { seed: 'config' }, origins: { seed: 'config' } });
    expect(seed({})).toMatchObject({ values: { seed: '0' }, origins: { seed: 'default' } });
  });

  test('texts of flags and variables are understood', () => {
    const { values } = resolveSettings({
      flags: { workers: '3', store: false, reporter: ['json=a.json', 'junit'] },
      environment: { ASSAY_BUDGET: '1.5h', ASSAY_TAGS: 'a, !b', ASSAY_ALLOW_INCONCLUSIVE: '1' },
      config: {},
    });
    expect(values).toMatchObject({
      workers: 3,
      store: null,
      reporter: ['json=a.json', 'junit'],
      budget: 5_400_000,
      tags: ['a', '!b'],
      allowInconclusive: true,
    });
  });

  test('a configuration says them as a flag does, and its type allows it', () => {
    const config = defineConfig({ budget: '2m', engine: 'tfjs', reporter: ['junit=assay.xml'], store: null });
    expect(resolveSettings({ ...nothing, config }).values).toMatchObject({
      budget: 120_000,
      engine: 'tfjs-wasm',
    });
    expect(resolveSettings({ ...nothing, config: defineConfig({ budget: 90 }) }).values.budget).toBe(90_000);
  });

  test('`tfjs` means the fastest engine of TensorFlow.js that is always there', () => {
    expect(resolveSettings({ ...nothing, flags: { engine: 'tfjs' } }).values.engine).toBe('tfjs-wasm');
  });

  test('all values that cannot be understood are told at once, each with where it was said', () => {
    const settle = () =>
      resolveSettings({
        flags: { workers: '0', tier: 'quik' },
        environment: { ASSAY_BUDGET: 'soon' },
        config: { dataDir: 5 as unknown as string, engine: 'pytorch' },
        configFile: 'assay.config.ts',
      });
    expect(settle).toThrow(AssayError);
    try {
      settle();
    } catch (error) {
      expect((error as AssayError).problems).toEqual([
        { path: '--tier', message: 'expected "quick" | "full", did you mean "quick"?, got "quik"' },
        {
          file: 'assay.config.ts',
          path: 'engine',
          message: 'expected "onnx" | "tfjs-cpu" | "tfjs-wasm" | "tfjs-node" | "tfjs", got "pytorch"',
        },
        { path: '--workers', message: 'expected a whole number of at least 1, got "0"' },
        { path: 'ASSAY_BUDGET', message: 'expected a time such as "90s", "10m" or "1.5h", got "soon"' },
      ]);
    }
  });
});
